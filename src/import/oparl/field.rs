//! Properties of objects, read as real servers write them: empty texts, numbers, objects for addresses,
//! dates in three notations. Pure.

use serde_json::Value;

use super::store::Object;
use crate::import::plain;
use crate::model::{Date, DateTime};

/// A date as a source gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// None.
    Missing,
    /// A day.
    Is(Date),
    /// Something that can be no day of a council.
    Odd(String),
}

impl Day {
    /// The day, if it is one.
    pub(super) fn known(&self) -> Option<Date> {
        match self {
            Self::Is(day) => Some(*day),
            _ => None,
        }
    }
}

/// A text on one line; `None` if it says nothing.
pub(super) fn text(object: &Object, property: &str) -> Option<String> {
    let text = raw(object, property)?;
    let text = plain::line(&text);
    (!text.is_empty()).then_some(text)
}

/// A text as it stands.
pub(super) fn raw(object: &Object, property: &str) -> Option<String> {
    match object.get(property)? {
        Value::String(text) if !is_nothing(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}

/// Whether a text says that there is none.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "N/A" | "n/a" | "null" | "NULL")
}

/// Texts of a list, or the one text.
pub(super) fn texts(object: &Object, property: &str) -> Vec<String> {
    let list = match object.get(property) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => text.split([';', ',']).collect(),
        _ => Vec::new(),
    };
    let texts = list.into_iter().map(plain::line);
    let mut seen = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// Addresses of other objects, in their order, each once.
pub(super) fn ids(object: &Object, property: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |value: &Value| {
        let id = match value {
            Value::String(id) => Some(id.trim()),
            Value::Object(inner) => inner.get("id").and_then(Value::as_str),
            _ => None,
        };
        if let Some(id) = id.filter(|id| !id.is_empty())
            && !found.iter().any(|known| known == id)
        {
            found.push(id.to_owned());
        }
    };
    match object.get(property) {
        Some(Value::Array(list)) => list.iter().for_each(&mut add),
        Some(value) => add(value),
        None => {}
    }
    found
}

/// The one address.
pub(super) fn id(object: &Object, property: &str) -> Option<String> {
    ids(object, property).into_iter().next()
}

/// An object's own id.
pub(super) fn own_id(object: &Object) -> &str {
    object.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// A day, in whatever notation.
pub(super) fn day(object: &Object, property: &str) -> Day {
    let Some(text) = raw(object, property) else {
        return Day::Missing;
    };
    let text = text.trim();
    if text.starts_with("0000") || text.starts_with("0001-01-01") {
        return Day::Missing;
    }
    let moment = moment(text).map(|moment| moment.date);
    match moment.or_else(|| german(text)) {
        // No council decides so far ahead; 3004 is a slip of the keyboard (DOMAIN §4).
        Some(day) => Day::Is(day),
        None => Day::Odd(text.to_owned()),
    }
}

/// `17.04.2024`
pub(in crate::import) fn german(text: &str) -> Option<Date> {
    let mut parts = text.split('.').map(str::trim);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next()?.get(..4)?.parse().ok()?;
    Date::new(year, month, day)
}

/// A day and perhaps a time, in German time. Midnight means that the time is not known.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let Some(date) = text.get(..10).and_then(Date::parse) else {
        // `17.04.2024 18:00 Uhr`
        let (day, time) = text.split_once(' ').unwrap_or((text, ""));
        let date = german(day)?;
        let clock = time.trim().get(..5);
        let exact = clock.and_then(|clock| DateTime::parse(&format!("{date}T{clock}")));
        return exact.or_else(|| DateTime::parse(&date.to_string()));
    };
    let clock = text
        .get(11..16)
        .filter(|_| text.as_bytes().get(10).is_some_and(|b| b"T ".contains(b)));
    let Some(clock) = clock else {
        return DateTime::parse(&date.to_string());
    };
    let zulu = text.ends_with('Z') || text.ends_with("+00:00");
    if zulu && let Some(local) = local(date, clock) {
        return Some(local);
    }
    if clock == "00:00" {
        return DateTime::parse(&date.to_string());
    }
    DateTime::parse(&format!("{date}T{clock}"))
}

/// World time as German time.
fn local(date: Date, clock: &str) -> Option<DateTime> {
    let (hour, minute) = clock.split_once(':')?;
    let hour: i8 = hour.parse().ok()?;
    let minute: i8 = minute.parse().ok()?;
    let world = date.civil().at(hour, minute, 0, 0);
    let shift = jiff::Span::new().hours(i64::from(date.german_offset()));
    let here = world.checked_add(shift).ok()?;
    let day = Date::new(here.year(), here.month(), here.day())?;
    if here.hour() == 0 && here.minute() == 0 {
        return DateTime::parse(&day.to_string());
    }
    DateTime::parse(&format!("{day}T{:02}:{:02}", here.hour(), here.minute()))
}

/// A web address.
pub(super) fn address(object: &Object, property: &str) -> Option<String> {
    let text = raw(object, property)?;
    let text = text.trim().replace(' ', "%20");
    crate::parse::is_web_address(&text).then_some(text)
}

/// Whether an object may be shown. OParl says `public` of points of an agenda; vendors say more. What is not
/// understood counts as restricted.
pub(super) fn is_public(object: &Object) -> bool {
    object.iter().all(|(property, value)| {
        let name = property.rsplit(':').next().unwrap_or(property);
        let name = name.to_lowercase().replace(['_', '-'], "");
        let yes = match value {
            Value::Null => return true,
            Value::Bool(yes) => Some(*yes),
            Value::Number(number) => number.as_i64().map(|number| number == 1),
            Value::String(text) => match text.trim().to_lowercase().as_str() {
                "" => return true,
                "true" | "1" | "yes" | "ja" | "public" | "öffentlich" | "oeffentlich" => {
                    Some(true)
                }
                "false" | "0" | "no" | "nein" => Some(false),
                _ => None,
            },
            _ => None,
        };
        match name.as_str() {
            "public" | "ispublic" | "öffentlich" | "oeffentlich" | "access" | "visibility" => {
                yes == Some(true)
            }
            "nonpublic" | "notpublic" | "confidential" | "vertraulich" | "nichtöffentlich"
            | "nichtoeffentlich" | "restricted" => yes == Some(false),
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Object {
        match value {
            Value::Object(object) => object,
            _ => Object::new(),
        }
    }

    #[test]
    fn days_are_read_in_all_their_notations() {
        for (written, read) in [
            (json!("2024-04-17"), Some("2024-04-17")),
            (json!("2024-04-17T00:00:00+02:00"), Some("2024-04-17")),
            (json!("17.04.2024"), Some("2024-04-17")),
            (json!("2024-04-16T22:00:00Z"), Some("2024-04-17")),
            (json!("3004-02-26"), None),
            (json!("26.02.3004"), None),
            (json!("17.04.2024 18:00 Uhr"), Some("2024-04-17")),
            (json!(""), None),
            (json!("N/A"), None),
            (json!(null), None),
        ] {
            let found = day(&object(json!({"date": written})), "date").known();
            assert_eq!(found.map(|day| day.to_string()).as_deref(), read);
        }
        assert_eq!(
            day(&object(json!({"d": "3004-02-26"})), "d"),
            Day::Odd("3004-02-26".into())
        );
        assert_eq!(day(&object(json!({"d": "0001-01-01"})), "d"), Day::Missing);
    }

    #[test]
    fn what_is_not_understood_is_not_public() {
        for (value, public) in [
            (json!({}), true),
            (json!({"public": null}), true),
            (json!({"public": true}), true),
            (json!({"public": "true"}), true),
            (json!({"public": false}), false),
            (json!({"public": "teilweise"}), false),
            (json!({"public": {}}), false),
            (json!({"vendor:isPublic": 0}), false),
            (json!({"confidential": "ja"}), false),
            (json!({"confidential": false}), true),
        ] {
            assert_eq!(is_public(&object(value.clone())), public, "{value}");
        }
    }
}
