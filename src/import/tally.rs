//! What an import counted: what the source has, what the content got, what needs a word. Pure.

use std::collections::BTreeMap;

/// Examples kept of each remark.
const EXAMPLES: usize = 5;

/// Counts and remarks.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many of each kind the source has, and how many came out, in the order of the report.
    pub counts: Vec<Count>,
    /// Remarks by what they say, with how often and some of the records concerned.
    pub remarks: BTreeMap<String, (usize, Vec<String>)>,
    /// Properties that have no place in the content, by `Kind.property`.
    pub without_place: BTreeMap<String, usize>,
}

/// Things of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Their name.
    pub name: String,
    /// At the source.
    pub source: usize,
    /// In the content.
    pub content: usize,
}

impl Tally {
    /// Notes something about a record.
    pub fn remark(&mut self, what: &str, record: &str) {
        let (count, examples) = self.remarks.entry(what.to_owned()).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(record.to_owned());
        }
    }

    /// Notes how many of a kind there are on both sides.
    pub fn count(&mut self, name: &str, source: usize, content: usize) {
        let name = name.to_owned();
        self.counts.push(Count {
            name,
            source,
            content,
        });
    }

    /// Whether as much came out as went in.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.counts
            .iter()
            .all(|count| count.source == count.content)
    }
}
