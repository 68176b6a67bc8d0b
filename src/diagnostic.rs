//! Findings: what is wrong where, and what to do about it.
//!
//! A [`Diagnostic`] is a value that every step may hand down. It holds a [`Code`] and the facts, not the
//! words: those come from the [`Catalogue`] of a language, so that a clerk reads German and a CI log can
//! read English. Nothing here touches the disk; [`Located`] gets the source text from its caller.

mod catalogue;
mod code;
mod print;

use std::sync::Arc;

use crate::text::Lines;

pub use catalogue::{Catalogue, Entry};
pub use code::{Code, Severity};
pub(crate) use print::clip;
pub use print::{Format, print, summary};

/// Byte range in a file; both 0 when the file as a whole is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path below the portal's root, with `/`.
    pub file: Arc<str>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            start: 0,
            end: 0,
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// What.
    pub code: Code,
    /// Facts for the message, by the name of their placeholder in the catalogue.
    pub facts: Vec<(&'static str, String)>,
    /// Whether the source line may be shown. False for restricted papers: logs of a public CI are public.
    pub quotable: bool,
}

impl Diagnostic {
    /// A finding without facts.
    #[must_use]
    pub fn new(code: Code, place: Place) -> Self {
        Self {
            place,
            code,
            facts: Vec::new(),
            quotable: true,
        }
    }

    /// Whether a fact quotes a file that must not be quoted.
    fn is_hidden(&self, fact: &str) -> bool {
        let ours = [
            "expected", "found", "reason", "other", "allowed", "limit", "size", "body",
        ];
        let own_key = fact == "key" && self.code == Code::MissingKey;
        !(self.quotable || own_key || ours.contains(&fact))
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// A fact, by its name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        let fact = self.facts.iter().find(|(known, _)| *known == name);
        fact.map(|(_, value)| value.as_str())
    }
}

/// A finding with its line and column.
#[derive(Clone, Debug)]
pub struct Located {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Where it stands, unless the file as a whole is meant or cannot be read.
    pub position: Option<Position>,
}

/// Line and column of a finding, and the line itself.
#[derive(Clone, Debug)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// One past the last column on this line, in characters.
    pub end_column: usize,
    /// The line, without its end.
    pub text: String,
}

impl Located {
    /// Finds the line of `diagnostic` in its file's text; `None` if the text cannot be had.
    #[must_use]
    pub fn new(diagnostic: Diagnostic, source: Option<&str>) -> Self {
        let Place { start, end, .. } = diagnostic.place;
        let position = source.filter(|_| end > 0).map(|text| {
            let lines = Lines::new(text);
            let (line, column) = lines.position(start as usize);
            let full = lines.line(line);
            let width = text.get(start as usize..end as usize).map_or(1, |s| {
                s.lines()
                    .next()
                    .unwrap_or_default()
                    .trim_end()
                    .chars()
                    .count()
                    .max(1)
            });
            Position {
                line,
                column,
                end_column: column + width,
                text: full.to_owned(),
            }
        });
        Self {
            diagnostic,
            position,
        }
    }
}

/// Sorts findings into their stable order and drops repeated ones.
pub fn settle(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}

/// The word of `known` that `word` was most likely meant to be.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(score, _)| *score > 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
