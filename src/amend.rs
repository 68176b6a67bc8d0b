//! Relations written into the front matter of a paper, byte for byte as its author would have done.
//!
//! Pure: a file's text in, its new text out. Where the relations stand is asked of the YAML parser
//! (`outline`), what they look like is taken from those that are there (`insert`). What comes out is
//! only believed after it was read again: nothing else has changed, in the text or in what it means.

mod insert;
mod outline;
mod redirect;
mod scalar;

use std::ops::Range;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::model::{RelationType, list};
use crate::parse::{front_matter, is_silent, quietly};
use crate::text::printable;

pub(crate) use scalar::scalar;

use insert::{Insertion, ways};
use outline::Dash;

pub use redirect::{add_redirect, redirect_snippet};

/// A relation to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRelation<'a> {
    /// What the paper does to the other.
    pub relation_type: RelationType,
    /// The other paper, as [`RelationEntry::target`](crate::model::RelationEntry::target) wants it.
    pub target: &'a str,
    /// The sentence that shows it; it is written on one line.
    pub evidence: Option<&'a str>,
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// The file has no front matter, or none that ends.
    #[error("no front matter")]
    NoFrontMatter,
    /// The YAML cannot be read, or is written in a way (aliases, `relations: null` …) to which nothing
    /// can be added without touching something else. [`snippet`] is what an author can paste.
    #[error("front matter that is safer to change by hand")]
    Unsure,
}

/// The text of a paper's file with `new` at the end of its relations; everything else stays as it is.
/// A relation that is there already (same type, same text of the target) is not added again.
///
/// `file_text` is the file as it stands on the disk: with byte order mark and its own line ends.
///
/// # Errors
/// [`AmendError`], if it cannot be proven that nothing else changes.
pub fn add_relations(file_text: &str, new: &[NewRelation<'_>]) -> Result<String, AmendError> {
    let text = file_text.strip_prefix('\u{feff}').unwrap_or(file_text);
    let mark = &file_text[..file_text.len() - text.len()];
    let (range, _) = front_matter(text).ok_or(AmendError::NoFrontMatter)?;
    let entries = missing(&text[range.clone()], new).ok_or(AmendError::Unsure)?;
    if entries.is_empty() {
        return Ok(file_text.to_owned());
    }
    let ways = ways(text, range.clone(), &entries);
    let found = ways
        .iter()
        .find_map(|way| proven(text, &range, way, &entries));
    let amended = found.ok_or(AmendError::Unsure)?;
    Ok(format!("{mark}{amended}"))
}

/// The relations as lines that an author can paste into a front matter without the key `relations`.
#[must_use]
pub fn snippet(new: &[NewRelation<'_>]) -> String {
    let entries: Vec<Entry> = new.iter().map(Entry::new).collect();
    let dash = Dash { indent: 2, gap: 2 };
    format!("relations:\n{}", insert::block(&entries, &dash, "\n"))
}

/// A relation as it will be written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    relation_type: RelationType,
    target: String,
    evidence: Option<String>,
}

impl Entry {
    fn new(new: &NewRelation<'_>) -> Self {
        let evidence = new.evidence.map(one_line);
        Self {
            relation_type: new.relation_type,
            target: one_line(new.target),
            evidence: evidence.filter(|evidence| !evidence.is_empty()),
        }
    }

    /// What a reader must find.
    fn value(&self) -> Value {
        let mut value = json!({ "type": self.relation_type.name(), "target": self.target });
        if let Some(evidence) = &self.evidence {
            value["evidence"] = json!(evidence);
        }
        value
    }
}

/// Line breaks, with the blanks around them, become one blank; within a line nothing changes, since a
/// quotation should stay one. Characters that must not leave go.
fn one_line(text: &str) -> String {
    let breaks = |c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let lines = text.split(breaks).map(printable);
    let lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    let seen: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty())
        .collect();
    seen.join(" ")
}

/// As much of a front matter as tells which relations are there.
#[derive(Deserialize)]
struct Known {
    #[serde(default, deserialize_with = "list")]
    relations: Vec<KnownRelation>,
}

#[derive(Deserialize)]
struct KnownRelation {
    #[serde(rename = "type")]
    relation_type: Option<String>,
    target: Option<String>,
}

/// What is to be written of `new`, each once; nothing if the YAML cannot be read.
fn missing(yaml: &str, new: &[NewRelation<'_>]) -> Option<Vec<Entry>> {
    let known = if is_silent(yaml) {
        Vec::new()
    } else {
        quietly::<Known>(yaml)?.relations
    };
    let mut entries: Vec<Entry> = Vec::new();
    for entry in new.iter().map(Entry::new) {
        let name = entry.relation_type.name();
        let written = known.iter().any(|known| {
            known.relation_type.as_deref() == Some(name)
                && known.target.as_deref() == Some(&entry.target)
        });
        let listed = entries.iter().any(|other| {
            other.relation_type == entry.relation_type && other.target == entry.target
        });
        if !written && !listed {
            entries.push(entry);
        }
    }
    Some(entries)
}

/// The text with all insertions, if it still says the same but for `entries`.
fn proven(text: &str, yaml: &Range<usize>, way: &[Insertion], entries: &[Entry]) -> Option<String> {
    let amended = with(text, way)?;
    let added: usize = way.iter().map(|insertion| insertion.text.len()).sum();
    let (_, body) = front_matter(text)?;
    let range = yaml.start..yaml.end + added;
    let same_place = front_matter(&amended) == Some((range.clone(), body + added));
    let mut expected = value(&text[yaml.clone()])?;
    append(&mut expected, entries)?;
    let same_value = same_place && value(&amended[range])? == expected;
    (same_value && without(&amended, way)? == text).then_some(amended)
}

/// A front matter's keys and values.
fn value(yaml: &str) -> Option<Map<String, Value>> {
    if is_silent(yaml) {
        return Some(Map::new());
    }
    quietly(yaml)
}

fn append(front: &mut Map<String, Value>, entries: &[Entry]) -> Option<()> {
    let relations = front.entry("relations").or_insert(Value::Null);
    if relations.is_null() {
        *relations = json!([]);
    }
    relations
        .as_array_mut()?
        .extend(entries.iter().map(Entry::value));
    Some(())
}

/// `text` with insertions, which stand in their order.
fn with(text: &str, way: &[Insertion]) -> Option<String> {
    let (mut amended, mut at) = (String::with_capacity(text.len()), 0);
    for insertion in way {
        amended.push_str(text.get(at..insertion.at)?);
        amended.push_str(&insertion.text);
        at = insertion.at;
    }
    amended.push_str(text.get(at..)?);
    Some(amended)
}

/// An amended text with its insertions taken out again.
fn without(amended: &str, way: &[Insertion]) -> Option<String> {
    let (mut text, mut at) = (String::with_capacity(amended.len()), 0);
    for insertion in way {
        // All of the text before an insertion is there already, so its offset is that text's length.
        let start = at + insertion.at.checked_sub(text.len())?;
        text.push_str(amended.get(at..start)?);
        at = start + insertion.text.len();
        (amended.get(start..at)? == insertion.text).then_some(())?;
    }
    text.push_str(amended.get(at..)?);
    Some(text)
}
