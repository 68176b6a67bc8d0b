//! What was imported last, as fingerprints: `content/bodies/<body>/.import.jsonl`. One line a record, in a
//! stable order, so that two people's imports can be merged by git. It holds no text, only addresses at the
//! source, places in the content and fingerprints. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::draft::Draft;
use super::file::paragraphs;
use crate::parse::quietly;
use crate::text::fingerprint;

/// Name of the file in a body's folder. It begins with a dot: a build passes it over.
pub(super) const FILE: &str = ".import.jsonl";

/// All records of one council, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// By the record's id.
    pub records: BTreeMap<String, Record>,
}

/// What was imported of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The record at its source.
    pub id: String,
    /// Where it lies, below the body's folder: a file, or `organizations.yaml#slug`.
    pub place: String,
    /// Fingerprint of the whole draft: nothing else is asked while it stays the same.
    #[serde(with = "hex")]
    pub all: u64,
    /// Fingerprints of keys; of lists, one for each item.
    pub keys: BTreeMap<String, Prints>,
    /// Fingerprints of paragraphs.
    #[serde(default, skip_serializing_if = "Prints::is_none")]
    pub text: Prints,
    /// Copies of files beside it, by name: the address, what the source said of it, and the fingerprint of what came.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// It is gone at the source, and the author was asked what is to become of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Fingerprints in hexadecimal, joined by blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Serialize, Deserialize)]
pub struct Prints(String);

mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(value: &u64, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&format!("{value:x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let text = String::deserialize(from)?;
        u64::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

impl Prints {
    /// Of a value as it stands in a file; a list has one for each item.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::default(),
            Value::Array(list) => Self::join(list.iter().map(print)),
            other => Self::join(std::iter::once(print(other))),
        }
    }

    /// Of a text.
    pub(super) fn of_text(body: &str) -> Self {
        Self::join(paragraphs(body).into_iter().map(fingerprint))
    }

    fn join(prints: impl Iterator<Item = u64>) -> Self {
        let texts: Vec<String> = prints.map(|print| format!("{print:x}")).collect();
        Self(texts.join(" "))
    }

    /// Each of them.
    pub(super) fn list(&self) -> Vec<u64> {
        let parts = self.0.split_whitespace();
        parts
            .map(|part| u64::from_str_radix(part, 16).unwrap_or(0))
            .collect()
    }

    fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

/// Fingerprint of a value. Mappings are sorted by key, so their order does not matter.
pub(super) fn print(value: &Value) -> u64 {
    fingerprint(&value.to_string())
}

impl Record {
    /// What is to be remembered of a draft whose front matter reads as `values`.
    pub(super) fn of(draft: &Draft, place: &str, values: &Map<String, Value>) -> Self {
        let keys = values.iter();
        Self {
            id: draft.id.clone(),
            place: place.to_owned(),
            all: whole(draft),
            keys: keys
                .map(|(key, value)| (key.clone(), Prints::of(value)))
                .collect(),
            text: Prints::of_text(&draft.body),
            files: draft.files.clone(),
            gone: false,
        }
    }
}

/// Fingerprint of a draft as a whole.
pub(super) fn whole(draft: &Draft) -> u64 {
    let mut text = Value::Object(draft.front.clone()).to_string();
    text.push('\n');
    text.push_str(&draft.body);
    for (name, print) in &draft.files {
        text.push_str(&format!("\n{name}: {print}"));
    }
    fingerprint(&text)
}

/// A draft's keys and values as a reader of the file would find them.
pub(super) fn as_read(front: &Map<String, Value>) -> Map<String, Value> {
    let written = super::yaml::mapping(front, 0);
    if written.is_empty() {
        return Map::new();
    }
    quietly(&written).unwrap_or_else(|| front.clone())
}

impl State {
    /// Reads the file. Lines that cannot be read (a conflict of git, a later version) are passed over: their
    /// records are then compared with the content anew.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let lines = text.lines();
        let records = lines.filter_map(|line| serde_json::from_str::<Record>(line).ok());
        Self {
            records: records.map(|record| (record.id.clone(), record)).collect(),
        }
    }

    /// The file.
    #[must_use]
    pub fn print(&self) -> String {
        let lines = self.records.values();
        lines
            .filter_map(|record| serde_json::to_string(record).ok())
            .map(|line| line + "\n")
            .collect()
    }

    /// The record that lies at a place.
    #[must_use]
    pub fn at(&self, place: &str) -> Option<&Record> {
        self.records.values().find(|record| record.place == place)
    }
}
