//! What is gone at its source: a proposal to withdraw it stands under `review`, so that `check` lists it until
//! somebody decides. Pure.

use serde_json::{Value, json};

use super::file::{Mapping, parts};

/// How the proposal begins; by it, it is found again.
const MARK: &str = "Bei der Quelle verschwunden.";

/// The proposal, with the command that accepts it.
fn proposal(id: &str) -> String {
    format!(
        "{MARK} Zurückziehen: drucksache withdraw {id} --reason „…“. Behalten: diesen Eintrag löschen."
    )
}

/// A file with the proposal; `None` if nothing else would stay as it is.
pub(super) fn proposed(file: &str, id: &str) -> Option<String> {
    with_review(file, |mut list| {
        list.push(json!(proposal(id)));
        list
    })
}

/// A file without the proposal: what was gone is back.
pub(super) fn taken_back(file: &str) -> Option<String> {
    with_review(file, |mut list| {
        list.retain(|entry| !is_proposal(entry));
        list
    })
}

/// Whether the proposal still stands in a file.
pub(super) fn is_proposed(file: &str) -> bool {
    let front = parts(file).and_then(|parts| Mapping::new(parts.front).values());
    let review = front.and_then(|mut front| front.remove("review"));
    entries(review).iter().any(is_proposal)
}

fn is_proposal(entry: &Value) -> bool {
    entry.as_str().is_some_and(|text| text.starts_with(MARK))
}

/// `review` may be one text.
fn entries(review: Option<Value>) -> Vec<Value> {
    match review {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => Vec::new(),
        Some(other) => vec![other],
    }
}

fn with_review(file: &str, change: impl FnOnce(Vec<Value>) -> Vec<Value>) -> Option<String> {
    let parts = parts(file)?;
    let mut mapping = Mapping::new(parts.front);
    let list = entries(mapping.values()?.remove("review"));
    let list = Value::Array(change(list));
    let front = mapping.set("review", &list).then(|| mapping.into_text())?;
    Some(format!(
        "{}{front}{}{}",
        parts.head, parts.fence, parts.body
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_come_and_go_and_all_else_stays() {
        let file = "---\nname: Radweg # kurz\nreview:\n  - Ein Datum fehlt.\n---\n\nText.\n";
        let with = proposed(file, "neustadt/radweg").expect("sound");
        let words = with.split_whitespace().collect::<Vec<_>>().join(" ");
        let command = "Zurückziehen: drucksache withdraw neustadt/radweg --reason";
        assert!(words.contains(command) && is_proposed(&with), "{with}");
        assert!(!is_proposed(file) && with.ends_with("---\n\nText.\n"));
        assert_eq!(taken_back(&with).as_deref(), Some(file));
        let bare = "---\nname: Radweg\n---\n";
        let with = proposed(bare, "x/y").expect("sound");
        assert_eq!(taken_back(&with).as_deref(), Some(bare));
    }
}
