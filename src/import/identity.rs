//! Which paper is which, where no server names them: by number, else by day and title. A file that was renamed,
//! moved or edited brings the same papers again; two papers of one number stay two. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use super::draft::Draft;
use super::state::{Prints, Record, State, whole};
use super::text::Reading;
use crate::text::slugify;

/// Longest part of an id that is made of words.
const LONGEST: usize = 80;

/// Ids that are tried to find a paper whose title is known.
const FEW: usize = 8;

/// Gives each paper that has none its id; what comes twice is taken once. Returns the records whose ids change: old
/// and new.
pub fn identify(readings: &mut Vec<Reading>, kind: &str, state: &State) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    readings.retain(|Reading { draft, .. }| seen.insert((draft.id.clone(), whole(draft))));
    let mut given: BTreeSet<String> = BTreeSet::new();
    // Papers whose title is known come first: nobody takes their place.
    for known in [true, false] {
        for draft in readings.iter_mut().map(|reading| &mut reading.draft) {
            if !draft.id.is_empty() {
                given.insert(draft.id.clone());
                continue;
            }
            let fits = |record: Option<&Record>| match (record, known) {
                (record, true) => record.is_some_and(|record| shared(record, draft).title),
                (record, false) => record.is_none_or(|record| may_be(record, draft)),
            };
            let mut names = names(draft, kind, if known { FEW } else { usize::MAX });
            let id = names.find(|id| !given.contains(id) && fits(state.records.get(id)));
            if let Some(id) = id {
                given.insert(id.clone());
                draft.id = id;
            }
        }
    }
    let mut stale: Vec<&Record> = (state.records.values())
        .filter(|record| record.place.starts_with("papers/") && !given.contains(&record.id))
        .filter(|record| record.id.starts_with(&format!("{kind}:")))
        .collect();
    let mut moved = Vec::new();
    for draft in readings.iter().map(|reading| &reading.draft) {
        if state.records.contains_key(&draft.id) {
            continue;
        }
        if let Some(at) = stale.iter().position(|record| is_same(record, draft)) {
            moved.push((stale.swap_remove(at).id.clone(), draft.id.clone()));
        }
    }
    moved
}

/// Ids that a paper may have, the best first: `text:560-2022`, `table:2024-04-17-radweg`; with the title, then with
/// a count, where that is another paper's.
fn names(draft: &Draft, kind: &str, count: usize) -> impl Iterator<Item = String> + use<> {
    let of = |key: &str| draft.front.get(key).and_then(Value::as_str);
    let title = of("name").unwrap_or_default();
    let number = slugify(of("reference").unwrap_or_default(), LONGEST);
    let words = |first: &str| slugify(&format!("{first} {title}"), LONGEST);
    let longer = format!("{kind}:{}", words(&number));
    let own = if number.is_empty() {
        words(of("date").unwrap_or_default())
    } else {
        number
    };
    let first = [format!("{kind}:{own}"), longer.clone()];
    let counted = (2..).map(move |count| format!("{longer}-{count}"));
    first.into_iter().chain(counted).take(count)
}

/// What a record and a paper have in common.
struct Shared {
    title: bool,
    day: bool,
    proposal: bool,
    /// Paragraphs, of how many.
    text: (usize, usize),
}

fn shared(record: &Record, draft: &Draft) -> Shared {
    let same = |key: &str| {
        let own = draft.front.get(key).map(Prints::of);
        own.is_some() && own.as_ref() == record.keys.get(key)
    };
    let old: BTreeSet<u64> = record.text.list().into_iter().collect();
    let new: BTreeSet<u64> = Prints::of_text(&draft.body).list().into_iter().collect();
    Shared {
        title: same("name"),
        day: same("date"),
        proposal: same("proposal"),
        text: (old.intersection(&new).count(), old.len().min(new.len())),
    }
}

/// Whether a record of the same number may be this paper: it has anything in common with it.
fn may_be(record: &Record, draft: &Draft) -> bool {
    let shared = shared(record, draft);
    shared.title || shared.day || shared.proposal || shared.text.0 > 0
}

/// Whether a record with another id is this paper.
fn is_same(record: &Record, draft: &Draft) -> bool {
    let shared = shared(record, draft);
    let (same, of) = shared.text;
    (shared.title && shared.day) || shared.proposal || (of > 1 && same * 2 >= of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reading(number: &str, title: &str, body: &str) -> Reading {
        let mut reading = Reading::default();
        let draft = &mut reading.draft;
        draft.put("reference", number);
        draft.put("name", title);
        draft.put("date", "2024-04-17");
        draft.body = body.to_owned();
        reading
    }

    fn known(readings: &[Reading]) -> State {
        let records = readings.iter().map(|reading| {
            let draft = &reading.draft;
            let record = Record::of(draft, "papers/2024/x.md", &draft.front);
            (draft.id.clone(), record)
        });
        State {
            records: records.collect(),
        }
    }

    fn ids(readings: &mut Vec<Reading>, state: &State) -> (Vec<String>, Vec<(String, String)>) {
        let moved = identify(readings, "text", state);
        let ids = readings.iter().map(|reading| reading.draft.id.clone());
        (ids.collect(), moved)
    }

    #[test]
    fn papers_are_told_apart_and_known_again() {
        let mut first = vec![
            reading("1/24", "Radweg", "Eins.\n\nZwei."),
            reading("1/24", "Spielplatz", "Drei.\n\nVier."),
            reading("", "Radweg", "Fünf.\n\nSechs."),
            reading("", "Radweg", "Fünf.\n\nSechs."),
        ];
        let (names, moved) = ids(&mut first, &State::default());
        assert_eq!(
            names,
            [
                "text:1-24",
                "text:1-24-spielplatz",
                "text:2024-04-17-radweg"
            ]
        );
        assert!(moved.is_empty());
        let state = known(&first);
        // The same again; then with another title, and a number that was missing.
        assert_eq!(ids(&mut first.clone(), &state).0, names);
        let mut edited = vec![reading("7/24", "Weg", "Fünf.\n\nSechs.\n\nNeu.")];
        assert_eq!(
            ids(&mut edited, &state),
            (
                vec!["text:7-24".to_owned()],
                vec![("text:2024-04-17-radweg".to_owned(), "text:7-24".to_owned())]
            )
        );
        // Another paper of the same number does not take the first one's place.
        let mut other = vec![reading("1/24", "Brücke", "Sieben.")];
        other[0].draft.put("date", json!("2020-01-01"));
        assert_eq!(ids(&mut other, &state).0, ["text:1-24-bruecke"]);
    }
}
