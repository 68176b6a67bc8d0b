//! Names of new files and entries: readable, safe, never twice. What has a name keeps it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Slug;
use crate::text::slugify;

/// Longest name of a new file: addresses should be readable.
const LONGEST: usize = 72;

/// Gives names, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// The last count behind a name that is taken.
    counts: BTreeMap<String, usize>,
}

impl Names {
    /// With names that are taken, each with its space (`papers#radweg`).
    pub(super) fn new(taken: BTreeSet<String>) -> Self {
        Self {
            taken,
            counts: BTreeMap::new(),
        }
    }

    /// A name in a space, made of the words that are there; `fallback` if nothing of them can be kept.
    pub(super) fn give(&mut self, space: &str, words: &[&str], fallback: &str) -> String {
        let joined = words.join(" ");
        let base = slugify(&joined, LONGEST);
        let base = if Slug::new(&base).is_some() {
            base
        } else {
            let longer = slugify(&format!("{fallback} {joined}"), LONGEST);
            Slug::new(&longer).map_or_else(|| fallback.to_owned(), |slug| slug.to_string())
        };
        let whole = format!("{space}#{base}");
        if self.taken.insert(whole.clone()) {
            return base;
        }
        let count = self.counts.entry(whole).or_insert(1);
        loop {
            *count += 1;
            let name = format!("{base}-{count}");
            if self.taken.insert(format!("{space}#{name}")) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_readable_and_given_once() {
        let mut names = Names::new(["papers#radweg".to_owned()].into());
        assert_eq!(names.give("papers", &["Radweg"], "vorlage"), "radweg-2");
        assert_eq!(names.give("papers", &["Radweg"], "vorlage"), "radweg-3");
        assert_eq!(names.give("meetings", &["Radweg"], "x"), "radweg");
        assert_eq!(names.give("papers", &["???"], "vorlage"), "vorlage");
        assert_eq!(names.give("papers", &["con"], "vorlage"), "vorlage-con");
        assert_eq!(
            names.give("papers", &["20-26 / V 123", "Bau"], "vorlage"),
            "20-26-v-123-bau"
        );
    }
}
