//! Which council is meant, what is not its own, and its `body.yaml`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::convert::{ConvertError, Options};
use super::field::{address, id, ids, own_id, raw, text};
use super::store::{Kind, Object, Store, key};
use crate::import::draft::Draft;
use crate::scheme::{Scheme, SchemeEntry, Schemes, ready_made_names};

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

/// Leaves out what belongs to another council: by what it says itself, or what it is a part of.
pub(super) fn only(store: &mut Store, body: &str) {
    let several = store.count(Kind::Body) > 1;
    let own = |object: &Object| id(object, "body").is_none_or(|of| key(&of) == key(body));
    for kind in [
        Kind::Organization,
        Kind::Person,
        Kind::Paper,
        Kind::Meeting,
        Kind::LegislativeTerm,
    ] {
        store.retain(kind, own);
    }
    store.retain(Kind::Body, |object| key(own_id(object)) == key(body));
    if !several {
        return;
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
        for property in ["shortName", "classification", "rgs"] {
            draft.put(property, text(object, property));
        }
        let digits = |text: &String| {
            (5..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        draft.put("ags", text(object, "ags").filter(digits));
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
    draft.put("schemes", scheme(store).map(|name| json!([name])));
    draft.front
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

/// The ready-made scheme that knows most of the numbers, if it knows nine in ten.
fn scheme(store: &Store) -> Option<&'static str> {
    let numbers: Vec<String> = store
        .all(Kind::Paper)
        .filter_map(|paper| raw(paper, "reference"))
        .map(|number| crate::import::plain::line(&number))
        .take(2000)
        .collect();
    let known = |name: &&'static str| {
        let forms = Scheme::compile(&SchemeEntry::Named((*name).to_owned())).ok()?;
        let schemes = Schemes::new(forms);
        let known = numbers
            .iter()
            .filter(|number| schemes.number(number).is_some());
        Some((known.count(), *name))
    };
    let mut best = None;
    for found in ready_made_names().filter_map(|name| known(&name)) {
        if best.is_none_or(|(count, _)| found.0 > count) {
            best = Some(found);
        }
    }
    best.filter(|(count, _)| *count > 0 && count * 10 >= numbers.len() * 9)
        .map(|(_, name)| name)
}
