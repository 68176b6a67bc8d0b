//! Addresses that moved: servers change hosts, paths and versions, and go on naming what they have by the old
//! addresses. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::field::{day, own_id, text};
use super::store::{Kind, Object, Store, key};
use crate::import::state::{Prints, Record, State};

/// The part of an address that does not move: from its first word for objects of OParl on
/// (`bodies/1/papers/7`, `papers.asp?id=7`).
fn tail(id: &str) -> Option<&str> {
    let path = id.split_once("://")?.1;
    let path = &path[path.find('/')? + 1..];
    let mut at = 0;
    for part in path.split_inclusive('/') {
        if Kind::of_word(part.split('?').next().unwrap_or(part)).is_some() {
            return Some(path[at..].trim_end_matches('/'));
        }
        at += part.len();
    }
    None
}

/// Lets every object name others by the addresses that they have now. Returns how many did not, with an example.
pub(super) fn settle(store: &mut Store) -> (usize, Option<String>) {
    // What is one address within a council may be two within several.
    if store.count(Kind::Body) > 1 {
        return (0, None);
    }
    let mut lost: BTreeSet<(Kind, String)> = BTreeSet::new();
    for kind in Kind::ALL {
        for object in store.all(kind) {
            each_reference(object, |of, id| {
                if id.contains("://") && store.get(of, id).is_none() {
                    lost.insert((of, id.to_owned()));
                }
            });
        }
    }
    if lost.is_empty() {
        return (0, None);
    }
    let kinds: BTreeSet<Kind> = lost.iter().map(|(kind, _)| *kind).collect();
    let mut there: BTreeMap<(Kind, &str), Option<&str>> = BTreeMap::new();
    for kind in kinds {
        for id in store.all(kind).map(own_id) {
            if let Some(tail) = tail(id) {
                // What two objects share tells nothing.
                let known = there.entry((kind, tail));
                known.and_modify(|id| *id = None).or_insert(Some(id));
            }
        }
    }
    let found = lost.iter().filter_map(|(kind, id)| {
        let new = there.get(&(*kind, tail(id)?)).copied().flatten()?;
        Some((id.clone(), new.to_owned()))
    });
    let found: BTreeMap<String, String> = found.collect();
    let mut count = 0;
    if !found.is_empty() {
        for object in store.objects_mut() {
            for (property, value) in object.iter_mut() {
                if Kind::of_property(property).is_some() {
                    count += exchange(value, &found);
                }
            }
        }
    }
    (count, found.into_keys().next())
}

/// Every address of another object that an object names.
fn each_reference(object: &Object, mut see: impl FnMut(Kind, &str)) {
    for (property, value) in object {
        let Some(kind) = Kind::of_property(property) else {
            continue;
        };
        match value {
            Value::String(id) => see(kind, id),
            Value::Array(list) => list
                .iter()
                .filter_map(Value::as_str)
                .for_each(|id| see(kind, id)),
            _ => {}
        }
    }
}

fn exchange(value: &mut Value, new: &BTreeMap<String, String>) -> usize {
    match value {
        Value::String(id) => new.get(id).map_or(0, |new| {
            id.clone_from(new);
            1
        }),
        Value::Array(list) => list.iter_mut().map(|item| exchange(item, new)).sum(),
        _ => 0,
    }
}

/// Records of the last import whose objects have other ids now: old and new. By the part of the address that stays,
/// else papers by number, title and day.
pub(super) fn records(store: &Store, state: &State) -> Vec<(String, String)> {
    let kind = |record: &Record| match record.place.split(['/', '#']).next() {
        Some("papers") => Some(Kind::Paper),
        Some("meetings") => Some(Kind::Meeting),
        Some("organizations.yaml") => Some(Kind::Organization),
        Some("people.yaml") => Some(Kind::Person),
        _ => None,
    };
    let deleted: BTreeSet<String> = store.deleted.iter().map(|id| key(id)).collect();
    let mut stale: Vec<(Kind, &Record)> = Vec::new();
    let mut moved: Vec<(String, String)> = Vec::new();
    for record in state.records.values() {
        let Some(kind) = kind(record) else {
            continue;
        };
        match store.get(kind, &record.id).map(own_id) {
            // `http` became `https`, or a slash went.
            Some(id) if id != record.id && !state.records.contains_key(id) => {
                moved.push((record.id.clone(), id.to_owned()));
            }
            None if !deleted.contains(&key(&record.id)) => stale.push((kind, record)),
            _ => {}
        }
    }
    if stale.is_empty() {
        return moved;
    }
    let known: BTreeSet<String> = moved.iter().map(|(_, new)| new.clone()).collect();
    let mut by_tail: BTreeMap<(Kind, &str), Vec<&str>> = BTreeMap::new();
    let mut by_facts: BTreeMap<[Prints; 3], Vec<&str>> = BTreeMap::new();
    for (kind, record) in stale {
        if let Some(tail) = tail(&record.id) {
            by_tail.entry((kind, tail)).or_default().push(&record.id);
        }
        if kind == Kind::Paper {
            let facts = ["name", "reference", "date"]
                .map(|key| record.keys.get(key).cloned().unwrap_or_default());
            by_facts.entry(facts).or_default().push(&record.id);
        }
    }
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for kind in [Kind::Organization, Kind::Person, Kind::Meeting, Kind::Paper] {
        for object in store.all(kind) {
            let id = own_id(object);
            if state.records.contains_key(id) || known.contains(id) {
                continue;
            }
            let same = tail(id).and_then(|tail| by_tail.get(&(kind, tail)));
            let alike = || by_facts.get(&facts(object)).filter(|_| kind == Kind::Paper);
            let found = same.or_else(alike).filter(|old| old.len() == 1);
            if let Some(old) = found.and_then(|old| old.first())
                && taken.insert(old)
            {
                moved.push(((*old).to_owned(), id.to_owned()));
            }
        }
    }
    moved
}

fn facts(paper: &Object) -> [Prints; 3] {
    let day = day(paper, "date").known().map(|day| day.to_string());
    [text(paper, "name"), text(paper, "reference"), day]
        .map(|text| text.map_or_else(Prints::default, |text| Prints::of(&Value::String(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_stays_of_an_address() {
        for (id, rest) in [
            (
                "https://a.example/oparl/bodies/1/papers/vo/7",
                Some("bodies/1/papers/vo/7"),
            ),
            (
                "https://b.example/ris/oparl/bodies/1/papers/vo/7/",
                Some("bodies/1/papers/vo/7"),
            ),
            (
                "https://a.example/bi/oparl/1.0/papers.asp?id=7",
                Some("papers.asp?id=7"),
            ),
            ("https://a.example/x/7", None),
            ("urn:x", None),
        ] {
            assert_eq!(tail(id), rest, "{id}");
        }
    }

    #[test]
    fn old_addresses_lead_to_what_they_meant() {
        let mut store = Store::default();
        store.take(json!([
            {"type": "Meeting", "id": "https://b.example/ris/oparl/bodies/1/meetings/5"},
            {"type": "Consultation", "id": "https://a.example/oparl/bodies/1/consultations/9",
                "meeting": "https://a.example/oparl/bodies/1/meetings/5", "paper": "https://a.example/oparl/bodies/1/papers/6"},
        ]), None);
        assert_eq!(settle(&mut store).0, 1);
        let step = store.all(Kind::Consultation).next().expect("step");
        assert_eq!(
            step["meeting"],
            json!("https://b.example/ris/oparl/bodies/1/meetings/5")
        );
        assert_eq!(
            step["paper"],
            json!("https://a.example/oparl/bodies/1/papers/6")
        );
        assert_eq!(settle(&mut store), (0, None));
    }
}
