//! Findings: what is wrong where, and what to do about it.
//!
//! A [`Diagnostic`] is a value that every step may hand down. It holds a [`Code`] and the facts, not the
//! words: those come from the [`Catalogue`] of a language, so that a clerk reads German and a CI log can
//! read English. Nothing here touches the disk; [`Located`] gets the source text from its caller.

mod catalogue;
mod code;
mod print;
mod private;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::text::Lines;
use private::Quoted;

pub use catalogue::{Catalogue, Entry};
pub use code::{Code, Severity};
pub use print::{Format, print, summary};

/// Byte range in a file; both 0 when the file as a whole is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
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
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// What.
    pub code: Code,
    /// Facts for the message, by the name of their placeholder in the catalogue.
    pub facts: Vec<(Cow<'static, str>, String)>,
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
            "expected", "found", "reason", "other", "allowed", "limit", "size", "body", "entry",
        ];
        let own_key = fact == "key" && self.code == Code::MissingKey;
        !(self.quotable || own_key || ours.contains(&fact))
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name.into(), value.into()));
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
    /// The line, without its end; of a long one, the part around the finding.
    pub quote: String,
    /// The finding in `quote`, in bytes.
    pub mark: Range<usize>,
}

impl Located {
    /// Finds the line of `diagnostic` among those of its file, of which the first `yaml` bytes are YAML; `None` if they
    /// cannot be had.
    #[must_use]
    pub fn new(diagnostic: Diagnostic, lines: Option<&Lines<'_>>, yaml: usize) -> Self {
        let lines = lines.filter(|_| diagnostic.place.end > 0);
        let position = lines.map(|lines| position(lines, &diagnostic, yaml));
        Self {
            diagnostic,
            position,
        }
    }
}

/// Characters of a line that are shown at most.
const WIDTH: usize = 160;

fn position(lines: &Lines<'_>, diagnostic: &Diagnostic, yaml: usize) -> Position {
    let Place { start, end, .. } = diagnostic.place;
    let (start, end) = (start as usize, end as usize);
    let (line, column) = lines.position(start);
    let full = lines.line(line);
    let at = full.floor_char_boundary(start.saturating_sub(lines.start(line)).min(full.len()));
    let stop = full.ceil_char_boundary((at + end.saturating_sub(start)).min(full.len()));
    let marked = full[at..stop].trim_end().chars().count().max(1);
    let long = full.len() > WIDTH && full.chars().take(WIDTH + 1).count() > WIDTH;
    let before = full[..at].char_indices().rev().nth(WIDTH / 2 - 1);
    let from = before.filter(|_| long).map_or(0, |(from, _)| from);
    let shown = full[from..].char_indices().take(WIDTH);
    let until = shown
        .clone()
        .last()
        .map_or(from, |(at, c)| from + at + c.len_utf8());
    let quoted = Quoted {
        line: full,
        mark: at..stop,
        shown: from..until,
        yaml: start < yaml,
        code: diagnostic.code,
    };
    let private = if diagnostic.quotable {
        quoted.private()
    } else {
        Vec::new()
    };
    let blank = |at: usize| private.iter().any(|range| range.contains(&(from + at)));
    let quote: String = shown
        .map(|(at, c)| if c.is_control() || blank(at) { ' ' } else { c })
        .collect();
    let byte = |chars: usize| {
        quote
            .char_indices()
            .nth(chars)
            .map_or(quote.len(), |(at, _)| at)
    };
    let skipped = full[from..at].chars().count();
    let mark = byte(skipped)..byte(skipped + marked);
    let quote = quote[..quote.trim_end().len().max(mark.end)].to_owned();
    Position {
        line,
        column,
        end_column: column + marked,
        quote,
        mark,
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
        .map(|candidate| (candidate, candidate.to_lowercase()))
        .filter(|(_, candidate)| may_be_alike(&lower, candidate))
        .map(|(candidate, as_lower)| (strsim::jaro_winkler(&lower, &as_lower), candidate))
        .filter(|(score, _)| *score > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// How alike (Jaro-Winkler) a word is to one that it was meant to be.
const ALIKE: f64 = 0.82;

/// Whether two words have letters enough in common to be alike: the most that Jaro-Winkler can come to for the same
/// letters in their best order. Much quicker to tell, and most words are not.
fn may_be_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let mut letters = [0_i32; 32];
    let place = |byte: u8| usize::from(byte % 32);
    a.bytes().for_each(|byte| letters[place(byte)] += 1);
    let taken = b.bytes().filter(|byte| {
        letters[place(*byte)] -= 1;
        letters[place(*byte)] >= 0
    });
    // Bytes of longer characters only make it more.
    let common = taken.count();
    let part = |word: &str| {
        f64::from(u32::try_from(common).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(word.chars().count().max(1)).unwrap_or(u32::MAX))
    };
    let jaro = (part(a).min(1.0) + part(b).min(1.0) + 1.0) / 3.0;
    // At most four letters at the beginning count a tenth each.
    jaro + 0.4 * (1.0 - jaro) > ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        let known = ["access", "public", "publishFrom"];
        assert_eq!(did_you_mean("acess", known), Some("access"));
        assert_eq!(did_you_mean("Publik", known), Some("public"));
        assert_eq!(did_you_mean("publish_from", known), Some("publishFrom"));
        assert_eq!(did_you_mean("gewaesser", known), None);
    }

    proptest! {
        #[test]
        fn no_word_is_passed_over_for_its_letters(a in "[a-fäß-]{0,9}", cut in 0_usize..9, put in "[a-fäß-]{0,3}") {
            let at = a.char_indices().nth(cut).map_or(a.len(), |(at, _)| at);
            let b = format!("{}{put}{}", &a[..at], a[at..].chars().skip(1).collect::<String>());
            if strsim::jaro_winkler(&a, &b) > ALIKE {
                prop_assert!(may_be_alike(&a, &b), "{a} {b}");
            }
        }
    }
}
