//! How councils number and cite their papers: schemes as data, and the mentions that they find.
//!
//! A scheme is a pattern with named parts and two templates made of them. Ready-made ones live in a
//! file each; a body's YAML names them or states its own. Schemes never know each other.

mod berlin;
mod cue;
mod dortmund;
mod dresden;
mod duesseldorf;
mod erfurt;
mod freiburg;
mod hamburg;
mod karlsruhe;
mod kassel;
mod koeln;
mod leipzig;
mod luebeck;
mod magdeburg;
mod marienmuenster;
mod muenchen;
mod muenster;
mod nordstemmen;
mod offenbach;
mod parlament;
mod potsdam;
mod regensburg;
mod rostock;
mod sankt_augustin;
mod stuttgart;
mod template;
mod wiesbaden;

use std::borrow::Cow;
use std::ops::Range;

use regex::{Regex, RegexBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};

use crate::text::Normal;
use template::Template;

/// Ready-made schemes: one line each.
const READY_MADE: &[&ReadyMade] = &[
    &muenchen::SCHEME,
    &wiesbaden::SCHEME,
    &marienmuenster::SCHEME,
    &sankt_augustin::SCHEME,
    &berlin::SCHEME,
    &dortmund::SCHEME,
    &dresden::SCHEME,
    &duesseldorf::SCHEME,
    &erfurt::SCHEME,
    &freiburg::SCHEME,
    &hamburg::SCHEME,
    &karlsruhe::SCHEME,
    &kassel::SCHEME,
    &koeln::SCHEME,
    &leipzig::SCHEME,
    &luebeck::SCHEME,
    &magdeburg::SCHEME,
    &muenster::SCHEME,
    &nordstemmen::SCHEME,
    &offenbach::SCHEME,
    &parlament::SCHEME,
    &potsdam::SCHEME,
    &regensburg::SCHEME,
    &rostock::SCHEME,
    &stuttgart::SCHEME,
];

/// A scheme that comes with the program.
struct ReadyMade {
    name: &'static str,
    /// The forms that its numbers have had.
    forms: &'static [Form],
}

/// One form of a council's numbers.
struct Form {
    pattern: &'static str,
    canonical: &'static str,
    cue: bool,
    /// A number in its canonical form; empty for forms that only occur in lists of another.
    example: &'static str,
}

/// A scheme as a body's YAML states it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchemeSpec {
    /// Name, for messages.
    pub name: String,
    /// Regular expression (Rust's `regex` syntax) with named parts, written for normalised text: one
    /// kind of dash and slash, one blank between words.
    pub pattern: String,
    /// The one form that identifies a number: `{term} / {kind} {number:05}` (`:05` pads with zeros;
    /// what stands in `[…]` stands only if its part does).
    pub canonical: String,
    /// The form for readers; the canonical one when left out.
    pub display: Option<String>,
    /// Whether a number counts only after a cue word (Vorlage, Antrag, Drucksache, Nr. …).
    #[serde(default)]
    pub cue: bool,
    /// An example, for messages.
    pub example: Option<String>,
}

/// An entry of `schemes:`: the name of a ready-made scheme, or a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeEntry {
    /// Name of a ready-made scheme.
    Named(String),
    /// A scheme of the body's own.
    Own(Box<SchemeSpec>),
}

impl<'de> Deserialize<'de> for SchemeEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SchemeEntry;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a map")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<SchemeEntry, E> {
                Ok(SchemeEntry::Named(name.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SchemeEntry, A::Error> {
                let own = SchemeSpec::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(SchemeEntry::Own(Box::new(own)))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for SchemeEntry {
    fn schema_name() -> Cow<'static, str> {
        "SchemeEntry".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let own = generator.subschema_for::<SchemeSpec>();
        let names: Vec<_> = ready_made_names().collect();
        schemars::json_schema!({"anyOf": [{"type": "string", "enum": names}, own]})
    }
}

/// Names of the ready-made schemes.
pub fn ready_made_names() -> impl Iterator<Item = &'static str> {
    READY_MADE.iter().map(|scheme| scheme.name)
}

/// Why a scheme cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemeError {
    /// There is no ready-made scheme of this name.
    #[error("no ready-made scheme `{0}`")]
    Unknown(String),
    /// The pattern is not a regular expression, or too large a one.
    #[error("{0}")]
    Pattern(#[from] regex::Error),
    /// The pattern matches text without a digit, so it would match everywhere.
    #[error("the pattern matches text without a digit (`{0}`)")]
    TooBroad(String),
    /// A template names a part that the pattern does not have.
    #[error("{0}")]
    Template(#[from] template::TemplateError),
}

impl SchemeError {
    /// Its name in the catalogue of messages.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "scheme-unknown",
            Self::Pattern(_) => "scheme-pattern",
            Self::TooBroad(_) => "scheme-too-broad",
            Self::Template(_) => "scheme-template",
        }
    }
}

/// A number in its canonical and its readable form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Identifies the number within its body, whatever its spelling.
    pub canonical: String,
    /// For readers.
    pub display: String,
}

/// A number seen in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The number.
    pub number: Number,
    /// Byte range in the text that was searched.
    pub span: Range<usize>,
}

/// Something that looks like a number, and whether it counts as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The number that it would be.
    pub number: Number,
    /// Byte range in the text that was searched.
    pub span: Range<usize>,
    /// Whether it counts.
    pub verdict: Verdict,
}

/// Why something that looks like a number counts as one or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Its form says it.
    Form,
    /// A cue word stands before it.
    Cue,
    /// It continues a list of numbers.
    List,
    /// Its form needs a cue word, and there is none.
    NoCue,
    /// It is a piece of something longer: a phone number, an EU directive.
    Piece,
}

impl Verdict {
    /// Whether it counts as a mention.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Form | Self::Cue | Self::List)
    }
}

/// One form of numbers, ready for use.
pub struct Scheme {
    pattern: Regex,
    canonical: Template,
    display: Template,
    cue: bool,
    example: Option<String>,
}

/// The schemes of a body, in the order in which it states them.
#[derive(Default)]
pub struct Schemes(Vec<Scheme>);

impl Scheme {
    /// Compiles an entry of `schemes:` into its forms.
    ///
    /// # Errors
    /// See [`SchemeError`].
    pub fn compile(entry: &SchemeEntry) -> Result<Vec<Self>, SchemeError> {
        match entry {
            SchemeEntry::Own(spec) => Ok(vec![Self::from_spec(spec)?]),
            SchemeEntry::Named(name) => {
                let ready = READY_MADE.iter().find(|scheme| scheme.name == name);
                let ready = ready.ok_or_else(|| SchemeError::Unknown(name.clone()))?;
                ready.forms.iter().map(Self::from_form).collect()
            }
        }
    }

    fn from_form(form: &Form) -> Result<Self, SchemeError> {
        Self::from_spec(&SchemeSpec {
            name: String::new(),
            pattern: form.pattern.to_owned(),
            canonical: form.canonical.to_owned(),
            display: None,
            cue: form.cue,
            example: Some(form.example.to_owned()).filter(|e| !e.is_empty()),
        })
    }

    fn from_spec(spec: &SchemeSpec) -> Result<Self, SchemeError> {
        let pattern = RegexBuilder::new(&spec.pattern)
            .size_limit(1 << 20)
            .build()?;
        for harmless in ["", " ", "a", "Die Vorlage wird vertagt.", "-", "/"] {
            if pattern.is_match(harmless) {
                return Err(SchemeError::TooBroad(harmless.to_owned()));
            }
        }
        let template = |text: &str| Template::new(text, &pattern);
        let canonical = template(&spec.canonical)?;
        let display = template(spec.display.as_deref().unwrap_or(&spec.canonical))?;
        Ok(Self {
            canonical,
            display,
            cue: spec.cue,
            example: spec.example.clone(),
            pattern,
        })
    }

    fn number(&self, captures: &regex::Captures<'_>) -> Number {
        Number {
            canonical: self.canonical.fill(captures),
            display: self.display.fill(captures),
        }
    }

    /// Everything in a normalised text that looks like a number, as ranges of that text.
    fn sightings(&self, text: &str, seen: &mut Vec<Sighting>) {
        let mut last_end = None;
        let mut at = 0;
        while let Some(captures) = self.pattern.captures_at(text, at) {
            let Some(whole) = captures.get(0) else { break };
            let verdict = self.verdict(text, whole.range(), last_end);
            // A piece of something longer may still hide a number that begins later.
            at = match verdict {
                Verdict::Piece => text.ceil_char_boundary(whole.start() + 1),
                _ => whole.end().max(whole.start() + 1),
            };
            if verdict.counts() {
                last_end = Some(whole.end());
            }
            seen.push(Sighting {
                number: self.number(&captures),
                span: whole.range(),
                verdict,
            });
        }
    }

    fn verdict(&self, text: &str, range: Range<usize>, last_end: Option<usize>) -> Verdict {
        if !stands_alone(text, &range, self.cue) {
            Verdict::Piece
        } else if !self.cue {
            Verdict::Form
        } else if last_end.is_some_and(|end| cue::continues(text, end, range.start)) {
            Verdict::List
        } else if cue::precedes(text, range.start) {
            Verdict::Cue
        } else {
            Verdict::NoCue
        }
    }
}

impl Schemes {
    /// Schemes in the order in which they are tried.
    #[must_use]
    pub fn new(schemes: Vec<Scheme>) -> Self {
        Self(schemes)
    }

    /// Whether the body states no scheme at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number that `text` is as a whole, in any spelling, with or without a cue.
    #[must_use]
    pub fn number(&self, text: &str) -> Option<Number> {
        let normal = Normal::new(text.trim());
        self.0.iter().find_map(|scheme| {
            let captures = scheme.pattern.captures(normal.text())?;
            let whole = captures.get(0)?;
            (whole.range() == (0..normal.text().len())).then(|| scheme.number(&captures))
        })
    }

    /// Examples of numbers, for messages.
    pub fn examples(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|scheme| scheme.example.as_deref())
    }

    /// All mentions in a text, in its order; where two overlap, the longer one.
    #[must_use]
    pub fn mentions(&self, source: &str) -> Vec<Mention> {
        let counting = self
            .sightings(source)
            .into_iter()
            .filter(|s| s.verdict.counts());
        let mention = |sighting: Sighting| Mention {
            number: sighting.number,
            span: sighting.span,
        };
        counting.map(mention).collect()
    }

    /// Everything in a text that looks like a number, in its order; where two overlap, the one that
    /// counts, or else the longer one.
    #[must_use]
    pub fn sightings(&self, source: &str) -> Vec<Sighting> {
        if self.0.is_empty() || !source.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let normal = Normal::new(source);
        let mut seen = Vec::new();
        for scheme in &self.0 {
            scheme.sightings(normal.text(), &mut seen);
        }
        seen.sort_by_key(|s| {
            let length = s.span.end - s.span.start;
            (!s.verdict.counts(), std::cmp::Reverse(length), s.span.start)
        });
        let mut kept: Vec<Sighting> = Vec::new();
        for sighting in seen {
            let apart = |other: &Sighting| {
                other.span.end <= sighting.span.start || sighting.span.end <= other.span.start
            };
            if kept.iter().all(apart) {
                kept.push(sighting);
            }
        }
        kept.sort_by_key(|sighting| sighting.span.start);
        for sighting in &mut kept {
            sighting.span = normal.source(sighting.span.clone());
        }
        kept
    }
}

/// Whether a match is not part of a longer number or word ("05271/965-6320", "2008/105/EG"). Numbers
/// with a form of their own may be glued to words and dates, as text from PDF often is.
fn stands_alone(text: &str, range: &Range<usize>, bare: bool) -> bool {
    let starts_with_letter = text[range.clone()].starts_with(char::is_alphabetic);
    let joined = |c: char| match c {
        '/' | '-' => true,
        c if c.is_alphabetic() => bare || starts_with_letter,
        c => c.is_numeric() && (bare || !starts_with_letter),
    };
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let (next, second) = (after.next(), after.next());
    let continues = match next {
        Some('/' | '-') => second.is_some_and(|c| c.is_alphanumeric() && (bare || c.is_numeric())),
        Some('.') => bare && second.is_some_and(char::is_numeric),
        Some(c) if c.is_alphabetic() => bare || second.is_some_and(char::is_uppercase),
        Some(c) => c.is_numeric(),
        None => false,
    };
    !before.is_some_and(joined) && !continues
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemes(names: &[&str]) -> Schemes {
        let compile = |name: &&str| Scheme::compile(&SchemeEntry::Named((*name).to_owned()));
        Schemes::new(names.iter().flat_map(|n| compile(n).expect(n)).collect())
    }

    #[track_caller]
    fn check(scheme: &str, text: &str, expected: &[&str]) {
        let found = schemes(&[scheme]).mentions(text);
        let numbers: Vec<_> = found.iter().map(|m| m.number.canonical.as_str()).collect();
        assert_eq!(numbers, expected, "{text:?}");
    }

    #[test]
    fn ready_made_schemes_know_their_own_examples() {
        for ready in READY_MADE {
            for form in ready.forms.iter().filter(|form| !form.example.is_empty()) {
                let number = schemes(&[ready.name]).number(form.example);
                assert_eq!(number.map(|n| n.canonical).as_deref(), Some(form.example));
            }
        }
    }

    #[test]
    fn every_spelling_is_the_same_number() {
        for text in [
            "Nr. 20-26/V 12685 vom",
            "Nr. 20-26/ V 12685",
            "**20–26 / V\u{a0}12685**",
            "20-26 /\nV 12685",
            "20-26/V12685",
            "(20-26 / V 12685)",
        ] {
            check("muenchen", text, &["20-26 / V 12685"]);
        }
        check("muenchen", "Vorlage 14-20/V363", &["14-20 / V 00363"]);
    }

    #[test]
    fn numbers_without_own_form_need_a_cue() {
        check("marienmuenster", "Drucksache-Nr.: 560/2022", &["560/2022"]);
        check(
            "marienmuenster",
            "Vorlagen 560/2022, 561/2022 und 12/2023",
            &["560/2022", "561/2022", "12/2023"],
        );
        check("marienmuenster", "im Haushalt 560/2022", &[]);
        check(
            "sankt-augustin",
            "Drucksache Nr.: **21/0219**",
            &["21/0219"],
        );
        check("sankt-augustin", "Tel. 21/0219", &[]);
    }

    #[test]
    fn every_council_writes_its_numbers_its_own_way() {
        check(
            "karlsruhe",
            "Vorlagen Nr. 2019/0724, 2019/0924/1 und 2019 / 931",
            &["2019/0724", "2019/0924/1", "2019/0931"],
        );
        check(
            "karlsruhe",
            "Antrag ANF2022/2001, Liste DHH/2023/4153",
            &["ANF2022/2001", "DHH/2023/4153"],
        );
        check(
            "nordstemmen",
            "die Drucksache 82/ 2010 und DS 10/2013 – 1. Ergänzung",
            &["DS 82/2010", "DS 10/2013 – 1. Ergänzung"],
        );
        check(
            "koeln",
            "| 0845/2017 | AN/0748/2017 |",
            &["0845/2017", "AN/0748/2017"],
        );
        check(
            "dresden",
            "im Schuljahr 2021/2022 (V0748/21, V-Co00041/21)",
            &["V0748/21", "V-Co00041/21"],
        );
        check(
            "leipzig",
            "VII-A-07860-NF-04 zum Antrag V/3638",
            &["VII-A-07860-NF-04", "V/3638"],
        );
        check("stuttgart", "GRDrs. 255/2021", &["GRDrs 255/2021"]);
        check(
            "magdeburg",
            "zu DS0531/21/1 und A0249/25",
            &["DS0531/21/1", "A0249/25"],
        );
        check(
            "hamburg-bezirke",
            "Drucksache 22-1940.01 der Wahlzeit 21-1967",
            &["22-1940.01"],
        );
        check(
            "luebeck",
            "bis 2017-2030 (VO/2023/12571-01)",
            &["VO/2023/12571-01"],
        );
        check(
            "berlin-bezirke",
            "Drucksache - 0305/III und DS/1721/V",
            &["DS/0305/III", "DS/1721/V"],
        );
        check(
            "parlament",
            "Kleine Anfrage 17/13 032, Drs. 18/12345",
            &["17/13032", "18/12345"],
        );
        check("potsdam", "DS 20/SVV/0309", &["20/SVV/0309"]);
        check("rostock", "2021/BV/2114", &["2021/BV/2114"]);
        check("freiburg", "Drucksache G-17/074", &["G-17/074"]);
        check("muenster", "2023-12-11V/0716/2023/1", &["V/0716/2023/1"]);
        check(
            "wiesbaden",
            "20-V-04-0006 DL 26/20-4, 34/20-1",
            &["20-V-04-0006", "DL 26/20-4", "DL 34/20-1"],
        );
    }

    #[test]
    fn what_does_not_count_says_why() {
        let seen = schemes(&["karlsruhe"])
            .sightings("im DHH 2024/2025, laut 2008/105/EG, Vorlage 2021/0117");
        let verdicts: Vec<_> = seen.iter().map(|s| s.verdict).collect();
        assert_eq!(verdicts, [Verdict::NoCue, Verdict::Piece, Verdict::Cue]);
    }

    #[test]
    fn look_alikes_are_no_mentions() {
        check(
            "karlsruhe",
            "im Doppelhaushalt 2022/2023, in den DHH \n2019/2020",
            &[],
        );
        check(
            "karlsruhe",
            "Zwischenbericht 2004 / 2005, Projekt Nr. 7.88004",
            &[],
        );
        check("marienmuenster", "Tel. 05271/965-6320", &[]);
        check("marienmuenster", "Vorlage zur Richtlinie 105/2008/EG", &[]);
        check("wiesbaden", "Nr. _____ vom _____", &[]);
        check("muenchen", "in den Jahren 2020-2026 / Vorlage", &[]);
    }

    #[test]
    fn a_scheme_that_matches_everything_is_refused() {
        let spec = |pattern: &str, canonical: &str| {
            Scheme::compile(&SchemeEntry::Own(Box::new(SchemeSpec {
                name: "x".into(),
                pattern: pattern.into(),
                canonical: canonical.into(),
                display: None,
                cue: false,
                example: None,
            })))
        };
        assert!(matches!(spec("[0-9]*", "x"), Err(SchemeError::TooBroad(_))));
        assert!(matches!(spec("(", "x"), Err(SchemeError::Pattern(_))));
        assert!(matches!(
            spec("(?<n>[0-9]+)", "{m}"),
            Err(SchemeError::Template(_))
        ));
        assert!(spec("(?<n>[0-9]+)/x", "{n:04}/x").is_ok());
    }
}
