//! Which council is meant, what is not its own, and its `body.yaml`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::convert::{ConvertError, Options};
use super::field::{address, id, ids, own_id, text};
use super::store::{Kind, Object, Store, key};
use crate::import::draft::Draft;

/// The council that is meant.
pub(super) fn choose(store: &Store, options: &Options) -> Result<Option<String>, ConvertError> {
    let bodies: Vec<(String, String)> = store
        .all(Kind::Body)
        .map(|body| {
            (
                own_id(body).to_owned(),
                text(body, "name").unwrap_or_default(),
            )
        })
        .collect();
    let list = || {
        let shown = bodies.iter().map(|(id, name)| format!("{name} ({id})"));
        shown.collect::<Vec<_>>().join(", ")
    };
    let is = |only: &str, id: &str, name: &str| {
        let slug = |text: &str| crate::text::slugify(text, usize::MAX);
        key(id) == key(only) || slug(name).contains(&slug(only))
    };
    let Some(only) = &options.only else {
        let mut fitting = bodies
            .iter()
            .filter(|(id, name)| is(options.body.as_str(), id, name));
        return match (bodies.as_slice(), fitting.next(), fitting.next()) {
            ([], ..) => Ok(None),
            ([(id, _)], ..) | (_, Some((id, _)), None) => Ok(Some(id.clone())),
            _ => Err(ConvertError::Several(list())),
        };
    };
    let found = bodies.iter().find(|(id, name)| is(only, id, name));
    match found {
        Some((id, _)) => Ok(Some(id.clone())),
        None => Err(ConvertError::NoSuch(only.clone(), list())),
    }
}

/// Leaves out what belongs to another council: by what it says itself, or what it is a part of. Returns how much
/// says that it belongs to one that the source does not have.
pub(super) fn only(store: &mut Store, body: &str) -> usize {
    let others: BTreeSet<String> = store
        .all(Kind::Body)
        .map(|body| key(own_id(body)))
        .collect();
    let mut strangers = 0;
    let several = store.count(Kind::Body) > 1;
    let own = |object: &Object| id(object, "body").is_none_or(|of| key(&of) == key(body));
    for kind in [
        Kind::Organization,
        Kind::Person,
        Kind::Paper,
        Kind::Meeting,
        Kind::LegislativeTerm,
    ] {
        let all = store.all(kind);
        let of = all.filter_map(|object| id(object, "body"));
        strangers += of.filter(|of| !others.contains(&key(of))).count();
        store.retain(kind, own);
    }
    store.retain(Kind::Body, |object| key(own_id(object)) == key(body));
    if !several {
        return strangers;
    }
    for (part, property, whole) in [
        (Kind::Meeting, "organization", Kind::Organization),
        (Kind::AgendaItem, "meeting", Kind::Meeting),
        (Kind::Membership, "person", Kind::Person),
        (Kind::Consultation, "paper", Kind::Paper),
        (Kind::File, "paper", Kind::Paper),
        (Kind::Location, "papers", Kind::Paper),
        (Kind::Location, "meetings", Kind::Meeting),
    ] {
        let there: BTreeSet<String> = store.all(whole).map(|object| key(own_id(object))).collect();
        store.retain(part, |object| {
            let named = ids(object, property);
            named.is_empty() || named.iter().any(|id| there.contains(&key(id)))
        });
    }
    strangers
}

/// `body.yaml`.
pub(super) fn council(
    store: &Store,
    object: Option<&Object>,
    options: &Options,
) -> Map<String, Value> {
    let mut draft = Draft::default();
    let name = object.and_then(|object| text(object, "name"));
    draft.put("name", name.unwrap_or_else(|| options.body.to_string()));
    if let Some(object) = object {
        for property in ["shortName", "classification"] {
            draft.put(property, text(object, property));
        }
        draft.put("ags", digits(object, "ags", 8));
        draft.put("rgs", digits(object, "rgs", 12));
        draft.put("website", address(object, "website"));
        draft.put("description", text(object, "drucksache:description"));
        let source = address(object, "drucksache:source").or_else(|| address(object, "web"));
        draft.put("source", source.or_else(|| address(object, "id")));
        draft.put("license", address(object, "license"));
        let listed = ids(object, "legislativeTerm");
        let mut terms: Vec<&Object> = listed
            .iter()
            .filter_map(|id| store.get(Kind::LegislativeTerm, id))
            .collect();
        let rest = store
            .all(Kind::LegislativeTerm)
            .filter(|term| !listed.iter().any(|id| key(id) == key(own_id(term))));
        terms.extend(rest);
        let terms: Vec<Value> = terms.into_iter().map(term).collect();
        draft.put("legislativeTerm", terms);
    }
    let numbers: Vec<String> = store
        .all(Kind::Paper)
        .filter_map(|paper| text(paper, "reference"))
        .collect();
    let scheme = crate::import::council::scheme(&numbers);
    draft.put("schemes", scheme.map(|name| json!([name])));
    draft.front
}

/// An official key: servers write it with blanks, without the zero at the beginning, and with zeros at the end.
fn digits(object: &Object, property: &str, length: usize) -> Option<String> {
    let mut key = text(object, property)?.replace(' ', "");
    if key.len() + 1 == length {
        key.insert(0, '0');
    }
    while key.len() > length && key.ends_with('0') {
        key.pop();
    }
    let sound = (5..=length).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_digit());
    sound.then_some(key)
}

fn term(object: &Object) -> Value {
    let mut term = Draft::default();
    term.put(
        "name",
        text(object, "name").unwrap_or_else(|| "Wahlperiode".into()),
    );
    for property in ["startDate", "endDate"] {
        let day = super::field::day(object, property).known();
        term.put(property, day.map(|day| day.to_string()));
    }
    Value::Object(term.front)
}
