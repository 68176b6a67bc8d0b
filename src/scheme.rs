//! How councils number and cite their papers: schemes as data, and the mentions that they find.
//!
//! A scheme is a pattern with named parts and two templates made of them. Ready-made ones live in a
//! file each; a body's YAML names them or states its own. Schemes never know each other.

mod berlin;
mod burgkunstadt;
mod council;
mod cue;
mod dortmund;
mod dresden;
mod duesseldorf;
mod erfurt;
mod frankfurt;
mod freiburg;
mod hamburg;
mod karlsruhe;
mod kassel;
mod koeln;
mod leipzig;
mod luebeck;
mod magdeburg;
mod marienmuenster;
mod misread;
mod muenchen;
mod muenster;
mod nordstemmen;
mod offenbach;
mod parlament;
mod potsdam;
mod regensburg;
mod rostock;
mod sankt_augustin;
mod sdnet;
mod sight;
mod spec;
mod stuttgart;
mod template;
mod tolerant;
mod veto;
mod wiesbaden;

use std::ops::Range;
use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};

use crate::model::{Date, Slug};
use crate::text::Normal;
use template::Template;

pub use council::{Council, Councils, Seen};
pub use cue::introduces;
pub use spec::{SchemeEntry, SchemeSpec};

/// Ready-made schemes: one line each.
const READY_MADE: &[&ReadyMade] = &[
    &muenchen::SCHEME,
    &wiesbaden::SCHEME,
    &marienmuenster::SCHEME,
    &sankt_augustin::SCHEME,
    &berlin::SCHEME,
    &burgkunstadt::SCHEME,
    &dortmund::SCHEME,
    &dresden::SCHEME,
    &duesseldorf::SCHEME,
    &erfurt::SCHEME,
    &frankfurt::SCHEME,
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
    &sdnet::SCHEME,
    &stuttgart::SCHEME,
];

/// A scheme that comes with the program.
struct ReadyMade {
    /// Names under which `body.yaml` may ask for it: councils that number alike share one.
    names: &'static [&'static str],
    /// The forms that its numbers have had.
    forms: &'static [Form],
}

/// One form of a council's numbers: [`SchemeSpec`] as a constant.
struct Form {
    pattern: &'static str,
    canonical: &'static str,
    cue: bool,
    cue_words: &'static [&'static str],
    vetoes: &'static [&'static str],
    year_from_date: Option<u8>,
    brackets: bool,
    continues: bool,
    /// A number in its canonical form; empty for forms that only occur in lists of another.
    example: &'static str,
}

impl Form {
    /// What most forms have in common.
    const PLAIN: Self = Self {
        pattern: "",
        canonical: "",
        cue: false,
        cue_words: &[],
        vetoes: &[],
        year_from_date: None,
        brackets: false,
        continues: false,
        example: "",
    };
}

/// Names of the ready-made schemes.
pub fn ready_made_names() -> impl Iterator<Item = &'static str> {
    READY_MADE.iter().flat_map(|scheme| scheme.names).copied()
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
    /// The pattern matches words, or any number at all, so it would match everywhere.
    #[error("the pattern matches `{0}`")]
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
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Number {
    /// Identifies the number within its body, whatever its spelling.
    pub canonical: Arc<str>,
    /// For readers.
    pub display: Arc<str>,
}

impl Number {
    /// A number that no scheme knows: as it is written.
    #[must_use]
    pub fn as_written(text: &str) -> Self {
        Self {
            canonical: text.into(),
            display: text.into(),
        }
    }
}

/// A number seen in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Mention {
    /// The number.
    pub number: Number,
    /// The council whose number it is, if it is another's.
    pub body: Option<Slug>,
    /// The day that the text states right beside it.
    pub date: Option<Date>,
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
    /// The council whose number it is, if it is another's.
    pub body: Option<Slug>,
    /// The day that the text states right beside it.
    pub date: Option<Date>,
}

impl From<Sighting> for Mention {
    fn from(sighting: Sighting) -> Self {
        Self {
            number: sighting.number,
            body: sighting.body,
            date: sighting.date,
            span: sighting.span,
        }
    }
}

macro_rules! verdicts {
    ($($(#[$doc:meta])* $variant:ident $name:literal $counts:literal;)*) => {
        /// Why something that looks like a number counts as one or does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verdict { $($(#[$doc])* $variant,)* }

        impl Verdict {
            /// Every verdict.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Whether it counts as a mention.
            #[must_use]
            pub const fn counts(self) -> bool {
                match self { $(Self::$variant => $counts),* }
            }

            /// Its name in the catalogue of messages.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Whether something beside it says that it is none.
            #[must_use]
            pub const fn is_veto(self) -> bool {
                use Verdict::{Amount, Elsewhere, FileNumber, Law, OtherNumber, Phone, Vetoed, Years};
                matches!(
                    self,
                    Amount | Elsewhere | FileNumber | Law | OtherNumber | Phone | Vetoed | Years
                )
            }
        }
    };
}

verdicts! {
    /// Its form says it.
    Form "verdict_form" true;
    /// A cue word stands before it.
    Cue "verdict_cue" true;
    /// It continues a list of numbers.
    List "verdict_list" true;
    /// The heading of its column or list says it.
    Column "verdict_column" true;
    /// A day stands beside it, as with papers.
    Date "verdict_date" true;
    /// The same number stands elsewhere in the text with a cue word.
    Repeat "verdict_repeat" true;
    /// A version of the paper named before: "und deren 1. Ergänzung".
    Version "verdict_version" true;
    /// Another council is named beside it.
    Named "verdict_named" true;
    /// Its form needs a cue word, and there is none.
    NoCue "verdict_no_cue" false;
    /// It is a piece of something longer.
    Piece "verdict_piece" false;
    /// Budget years, a school year.
    Years "verdict_years" false;
    /// A law, above all the European Union's.
    Law "verdict_law" false;
    /// A phone number.
    Phone "verdict_phone" false;
    /// A file number, of a court or an office.
    FileNumber "verdict_file_number" false;
    /// An amount of money, an area, a share.
    Amount "verdict_amount" false;
    /// The number of something that is no paper: a plan, a meeting, a contract.
    OtherNumber "verdict_other_number" false;
    /// The number of a council or parliament that is not in the portal.
    Elsewhere "verdict_elsewhere" false;
    /// A word that the scheme itself rules out stands before it.
    Vetoed "verdict_vetoed" false;
}

/// One form of numbers, ready for use.
pub struct Scheme {
    pattern: Regex,
    canonical: Template,
    display: Template,
    cue: bool,
    cue_words: Option<Regex>,
    vetoes: Option<Regex>,
    year_from_date: Option<u8>,
    brackets: bool,
    continues: bool,
    example: Option<String>,
}

/// The schemes of a body, in the order in which it states them.
#[derive(Default)]
pub struct Schemes(Vec<Scheme>);

/// The part of a pattern that says which version of a paper it is.
const VERSION: &str = "version";

impl Scheme {
    /// Compiles an entry of `schemes:` into its forms.
    ///
    /// # Errors
    /// See [`SchemeError`].
    pub fn compile(entry: &SchemeEntry) -> Result<Vec<Self>, SchemeError> {
        match entry {
            SchemeEntry::Own(spec) => Self::from_spec(spec),
            SchemeEntry::Named(name) => {
                let asked = |scheme: &&&ReadyMade| scheme.names.contains(&name.as_str());
                let ready = READY_MADE.iter().find(asked);
                let ready = ready.ok_or_else(|| SchemeError::Unknown(name.clone()))?;
                let forms = ready.forms.iter().map(|form| Self::from_spec(&form.spec()));
                Ok(forms
                    .collect::<Result<Vec<_>, _>>()?
                    .into_iter()
                    .flatten()
                    .collect())
            }
        }
    }

    /// A form for each spelling.
    fn from_spec(spec: &SchemeSpec) -> Result<Vec<Self>, SchemeError> {
        let patterns = std::iter::once(&spec.pattern).chain(&spec.aliases);
        patterns.map(|pattern| Self::one(spec, pattern)).collect()
    }

    fn one(spec: &SchemeSpec, pattern: &str) -> Result<Self, SchemeError> {
        // As its author wrote it, so that what is wrong with it reads as its author wrote it.
        RegexBuilder::new(pattern).size_limit(1 << 20).build()?;
        let pattern = tolerant::tolerant(pattern);
        let pattern = RegexBuilder::new(&pattern).size_limit(1 << 20).build()?;
        let words = ["", " ", "a", "Die Vorlage wird vertagt.", "-", "/"];
        let numbers = ["7", "2024", "17.04.2024", "1.000,50"];
        let harmless = words.iter().chain(numbers.iter().filter(|_| !spec.cue));
        for harmless in harmless {
            if pattern.is_match(harmless) {
                return Err(SchemeError::TooBroad((*harmless).to_owned()));
            }
        }
        let template = |text: &str| Template::new(text, &pattern);
        Ok(Self {
            canonical: template(&spec.canonical)?,
            display: template(spec.display.as_deref().unwrap_or(&spec.canonical))?,
            cue: spec.cue,
            cue_words: words_before(&spec.cue_words)?,
            vetoes: words_before(&spec.vetoes)?,
            year_from_date: spec.year_from_date,
            brackets: spec.brackets,
            continues: spec.continues,
            example: spec.example.clone(),
            pattern,
        })
    }

    /// The number of a match. A year that it lacks is that of `date`.
    fn number(&self, captures: &Captures<'_>, date: Option<Date>) -> Number {
        let year = date
            .zip(self.year_from_date)
            .map(|(date, digits)| match digits {
                2 => format!("{:02}", date.year() % 100),
                _ => date.year().to_string(),
            });
        self.fill(&|name: &str| match captures.name(name) {
            Some(part) => Some(part.as_str()),
            None if name == "year" => year.as_deref(),
            None => None,
        })
    }

    /// The number `text` of a form that continues lists, in this form; `None` if that has parts which `text` has not:
    /// "20-V-05-0012, 09/20-1" is no list of one form.
    fn like(&self, continuing: &Self, text: &str) -> Option<Number> {
        let captures = continuing.whole(text)?;
        let part = |name: &str| captures.name(name).map(|part| part.as_str());
        self.canonical.is_full(&part).then(|| self.fill(&part))
    }

    fn fill<'a>(&self, part: &dyn Fn(&str) -> Option<&'a str>) -> Number {
        Number {
            canonical: self.canonical.fill(part).into(),
            display: self.display.fill(part).into(),
        }
    }

    /// The match of `text` as a whole.
    fn whole<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        let captures = self.pattern.captures(text)?;
        (captures.get(0)?.range() == (0..text.len())).then_some(captures)
    }

    fn has_version(&self) -> bool {
        self.pattern
            .capture_names()
            .flatten()
            .any(|name| name == VERSION)
    }

    fn own_cue(&self, text: &str, start: usize) -> bool {
        let words = self.cue_words.as_ref();
        words.is_some_and(|words| words.is_match(before(text, start, 64)))
    }

    fn vetoed(&self, text: &str, start: usize) -> bool {
        let words = self.vetoes.as_ref();
        words.is_some_and(|words| words.is_match(before(text, start, 64)))
    }
}

impl Form {
    fn spec(&self) -> SchemeSpec {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        SchemeSpec {
            name: String::new(),
            pattern: self.pattern.to_owned(),
            aliases: Vec::new(),
            canonical: self.canonical.to_owned(),
            display: None,
            cue: self.cue,
            cue_words: own(self.cue_words),
            vetoes: own(self.vetoes),
            year_from_date: self.year_from_date,
            brackets: self.brackets,
            continues: self.continues,
            example: Some(self.example.to_owned()).filter(|e| !e.is_empty()),
        }
    }
}

/// Words right before a number; `*` stands for any letters.
fn words_before(words: &[String]) -> Result<Option<Regex>, SchemeError> {
    if words.is_empty() {
        return Ok(None);
    }
    let words = words
        .iter()
        .map(|word| regex::escape(word).replace(r"\*", r"\p{L}*"));
    let words = words.collect::<Vec<_>>().join("|");
    let pattern = format!(
        r"(?i)(?:^|[^\p{{L}}])(?:{words})[.:-]{{0,2}} ?(?:-?nrn?\.?:?|-?nummern?:?)? ?[(„]?$"
    );
    Ok(Some(
        RegexBuilder::new(&pattern).size_limit(1 << 20).build()?,
    ))
}

/// At most `bytes` of what stands before byte `start`.
fn before(text: &str, start: usize, bytes: usize) -> &str {
    &text[text.ceil_char_boundary(start.saturating_sub(bytes))..start]
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

    /// The number that `text` is as a whole, in any spelling, with or without a cue ("Nr. 21/0219").
    #[must_use]
    pub fn number(&self, text: &str) -> Option<Number> {
        let normal = Normal::new(text.trim());
        let text = normal.text();
        let number = |text| {
            let numbers = |scheme: &Scheme| Some(scheme.number(&scheme.whole(text)?, None));
            self.0
                .iter()
                .filter(|scheme| !scheme.continues)
                .find_map(numbers)
        };
        number(text).or_else(|| number(cue::stripped(text)?))
    }

    /// The papers to which the one with this number belongs, by its version, the nearest first:
    /// `VO/2023/12571-01-02` to `VO/2023/12571-01`, and that to `VO/2023/12571`.
    #[must_use]
    pub fn bases(&self, text: &str) -> Vec<Number> {
        let normal = Normal::new(text.trim());
        let found = self
            .0
            .iter()
            .find_map(|scheme| Some((scheme, scheme.whole(normal.text())?)));
        let Some((scheme, captures)) = found else {
            return Vec::new();
        };
        let Some(version) = captures.name(VERSION) else {
            return Vec::new();
        };
        let mut version = version.as_str();
        let mut bases = Vec::new();
        loop {
            let cut = version.rfind(|c: char| !c.is_alphanumeric()).unwrap_or(0);
            version = &version[..cut];
            bases.push(scheme.fill(&|name: &str| match name {
                VERSION => Some(version).filter(|version| !version.is_empty()),
                name => captures.name(name).map(|part| part.as_str()),
            }));
            if version.is_empty() {
                return bases;
            }
        }
    }

    /// The number `text` with a version that it does not have yet, where its scheme knows versions.
    fn with_version(&self, text: &str, version: &str) -> Option<Number> {
        self.0
            .iter()
            .filter(|scheme| scheme.has_version())
            .find_map(|scheme| {
                let captures = scheme.whole(text)?;
                captures.name(VERSION).is_none().then(|| {
                    scheme.fill(&|name: &str| match name {
                        VERSION => Some(version),
                        name => captures.name(name).map(|part| part.as_str()),
                    })
                })
            })
    }

    /// Examples of numbers, for messages.
    pub fn examples(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|scheme| scheme.example.as_deref())
    }

    /// All mentions in a text, in its order; where two overlap, the longer one.
    #[must_use]
    pub fn mentions(&self, source: &str) -> Vec<Mention> {
        let seen = self.sightings(source).into_iter();
        seen.filter(|sighting| sighting.verdict.counts())
            .map(Mention::from)
            .collect()
    }

    /// Everything in a text that looks like a number, in its order; where two overlap, the one that
    /// counts, or else the longer one.
    #[must_use]
    pub fn sightings(&self, source: &str) -> Vec<Sighting> {
        if self.0.is_empty() || !source.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let normal = Normal::new(source);
        let mut seen = self.look(&normal, source, &[]);
        for sighting in &mut seen {
            sighting.span = normal.source(sighting.span.clone());
        }
        seen
    }

    /// Sightings as ranges of the normalised text. A number that begins a range of `cued` (in the
    /// source) is named by its column or list.
    fn look(&self, normal: &Normal, source: &str, cued: &[Range<usize>]) -> Vec<Sighting> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let begins = |at: usize| {
            let start = normal.source(at..at + 1).start;
            let later = cued.partition_point(|range| range.start <= start);
            later > 0 && {
                let range = &cued[later - 1];
                start < range.end && !source[range.start..start].contains(char::is_alphanumeric)
            }
        };
        sight::all(self, normal.text(), &begins)
    }
}

#[cfg(test)]
mod tests;
