//! What an importer makes of a record: a content file in the making, before anybody asks what is there.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A file in the making: front matter or YAML, and a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The record at its source: an address, or whatever tells it from all others.
    pub id: String,
    /// Names under which the file may lie if it is new, the best first; below the body's folder, without `.md`.
    pub place: String,
    /// Keys and values.
    pub front: Map<String, Value>,
    /// The text, as Markdown.
    pub body: String,
    /// Copies of files beside it, by name; see `Record::files`.
    pub files: BTreeMap<String, String>,
}

impl Draft {
    /// A draft without facts.
    #[must_use]
    pub fn new(id: &str, place: String) -> Self {
        Self {
            id: id.to_owned(),
            place,
            ..Self::default()
        }
    }

    /// States a fact; what is empty is not stated.
    pub fn put(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        if !super::yaml::is_empty(&value) {
            self.front.insert(key.to_owned(), value);
        }
    }

    /// Leaves something for the author to look at.
    pub fn review(&mut self, what: impl Into<String>) {
        let entry = self
            .front
            .entry("review")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = entry {
            let what = Value::String(what.into());
            if !list.contains(&what) {
                list.push(what);
            }
        }
    }
}

/// All that one run of an importer has to say about one council.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// `body.yaml`.
    pub body: Map<String, Value>,
    /// Entries of `organizations.yaml`, each with its `slug`.
    pub organizations: Vec<Draft>,
    /// Entries of `people.yaml`, each with its `slug`.
    pub people: Vec<Draft>,
    /// Meetings.
    pub meetings: Vec<Draft>,
    /// Papers.
    pub papers: Vec<Draft>,
    /// Records that the source says it deleted.
    pub deleted: Vec<String>,
    /// Whether this is everything that the source has, so that what is missing is gone.
    pub complete: bool,
}
