//! From the text of one file to one [`Document`] and its findings.
//!
//! Pure and blind to every other file, but for the reference schemes of the paper's body. A broken file
//! yields diagnostics and a document marked `broken`, which `link` checks but never publishes.

mod active;
mod check;
mod claim;
mod content;
mod indented;
mod layout;
mod markdown;
mod personal;
mod redact;
mod register;
mod sentence;
mod visible;
mod yaml;

use std::hash::Hash;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::Xxh3;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{RelationType, Span};
use crate::scheme::{Councils, Mention, Number};
use crate::text;

pub use active::{active, may_run, runs};
pub use check::Check;
pub(crate) use check::{is_plain_file, is_web_address, suggest};
pub use content::{Content, Parsed, comes_first, council, parse};
pub use indented::without_indented_code;
pub use layout::{Kind, Misnamed, classify, expected};
pub use markdown::{LinkTarget, LinkUse, OPTIONS, columns, is_inline, is_line_break};
pub use personal::Personal;
pub(crate) use personal::check as personal_data;
pub use register::RegisterFile;
pub use visible::{Visible, blanked, visible};
pub(crate) use yaml::{is_silent, quietly};

/// Number of a source file in `discover`'s sorted list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SourceId(pub u32);

/// A content file: where it stands and what it is. Its text is read when needed and not kept.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SourceFile {
    /// Its number.
    pub id: SourceId,
    /// Path below the portal's root, with `/`.
    pub path: Arc<str>,
    /// What its place says that it is.
    pub kind: Kind,
}

impl SourceFile {
    /// A place in this file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place {
            file: Arc::clone(&self.path),
            start: span.start,
            end: span.end,
        }
    }
}

/// A parsed file: its YAML as `T`, and what was seen in its text.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// The file.
    pub source: SourceFile,
    /// Its YAML.
    pub data: Arc<T>,
    /// Bytes before the YAML, to be added to its spans.
    pub yaml_start: u32,
    /// Its Markdown.
    pub text: Arc<TextInfo>,
    /// Whether errors were found: such a paper or meeting is never published.
    pub broken: bool,
    /// Whether findings about it may quote it.
    pub quotable: bool,
}

impl<T> Document<T> {
    /// The same without its YAML: what is left when that has been through the gate.
    #[must_use]
    pub fn bare(self) -> Document<()> {
        Document {
            source: self.source,
            data: Arc::default(),
            yaml_start: self.yaml_start,
            text: self.text,
            broken: self.broken,
            quotable: self.quotable,
        }
    }

    /// Gives back what was found of citations, where nobody else keeps it: what they mean has been made out.
    pub fn forget_citations(&mut self) {
        if let Some(text) = Arc::get_mut(&mut self.text) {
            text.citations = Vec::new();
            text.misread = Vec::new();
            text.fields = Vec::new();
        }
    }

    /// A finding about a value of the YAML.
    #[must_use]
    pub fn finding(&self, code: Code, span: Span) -> Diagnostic {
        let place = self.source.place(span.shifted(self.yaml_start));
        Diagnostic {
            quotable: self.quotable,
            ..Diagnostic::new(code, place)
        }
    }

    /// A finding about the Markdown.
    #[must_use]
    pub fn text_finding(&self, code: Code, span: Span) -> Diagnostic {
        let place = self.source.place(span.shifted(self.text.start));
        Diagnostic {
            quotable: self.quotable,
            ..Diagnostic::new(code, place)
        }
    }
}

/// What was seen in a Markdown text, once. Spans count from [`TextInfo::start`].
#[derive(Clone, Debug, Default)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct TextInfo {
    /// Bytes before the Markdown.
    pub start: u32,
    /// Fingerprint of the Markdown: what is rendered later must be what was read here.
    pub fingerprint: u64,
    /// Whether there is no text at all.
    pub empty: bool,
    /// The paper's own number, if a scheme of its council knows it.
    pub number: Option<Number>,
    /// Numbers cited, outside code and links.
    pub citations: Vec<Citation>,
    /// Numbers that would be cited if digits that are easily misread stood for each other.
    pub misread: Vec<Mention>,
    /// Texts of the front matter that cite numbers, with the citations in them.
    pub fields: Vec<(String, Vec<Citation>)>,
    /// Links and pictures.
    pub links: Vec<LinkUse>,
    /// What its author hid: comments, definitions of links that no link uses.
    pub hidden: Vec<Span>,
    /// The first sentences as plain text, on one line.
    pub excerpt: Arc<str>,
    /// What looks like personal data, in all of the file.
    #[borsh(skip)]
    pub personal: Vec<Personal>,
    /// Fingerprint of all of the file that means something to others: with another text of the same bearing, nothing
    /// changes but what shows its words.
    pub bearing: u128,
}

/// A number cited, with what its sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Citation {
    /// The number and its place in its text.
    pub mention: Mention,
    /// Its place for findings: that of the mention, or for texts of the front matter, in the YAML.
    pub place: Span,
    /// The sentence in which it stands, as plain text on one line.
    pub sentence: Arc<str>,
    /// What the sentence says that its paper does to the cited one: weak evidence (DOMAIN §3).
    pub claim: Option<RelationType>,
}

/// Limit for one content file in bytes. The longest real paper that we know has 535,756 characters.
pub const MAX_FILE: u64 = 16 << 20;

/// Limit for a part of the register in bytes: about a million objects of one council.
pub const MAX_REGISTER: u64 = 256 << 20;

/// Turns a file's bytes into text, without byte order mark. Characters that must not leave become
/// blanks of the same length, so that offsets stay true; the first one is reported. What the front matter wants
/// blacked out is (`redact.rs`): this is the only way to a file's text, so nothing behind it knows of it.
///
/// # Errors
/// The finding, if it is not UTF-8, or something is left that was to be blacked out.
pub fn decode(
    source: &SourceFile,
    bytes: &[u8],
    findings: &mut Vec<Diagnostic>,
) -> Result<String, Diagnostic> {
    // Several times as fast as the standard library's on German text.
    let text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Diagnostic::new(Code::NotUtf8, source.place(Span::from(at..at + 1)))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = printable(source, text, findings);
    redact::blackened(source, text)
}

/// Characters that must not leave become blanks.
fn printable(source: &SourceFile, text: &str, findings: &mut Vec<Diagnostic>) -> String {
    if let Some((at, c)) = text::unprintable(text) {
        let place = source.place(Span::from(at..at + c.len_utf8()));
        let shown = format!("U+{:04X}", c as u32);
        findings.push(Diagnostic::new(Code::ControlCharacter, place).with("value", shown));
        let blank = |c: char| {
            if text::is_printable(c) {
                c.into()
            } else {
                " ".repeat(c.len_utf8())
            }
        };
        return text.chars().map(blank).collect::<String>();
    }
    text.to_owned()
}

/// Reads a YAML file.
pub fn yaml_file<T: DeserializeOwned + Check>(
    source: &SourceFile,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<Document<T>> {
    let info = TextInfo {
        empty: true,
        ..TextInfo::default()
    };
    let document = document(source, text, 0..text.len(), info, findings);
    let sound = document.as_ref().is_some_and(|document| !document.broken);
    let of_people = matches!(source.kind, Kind::People(_) | Kind::Organizations(_));
    quote(
        source,
        findings,
        sound || !of_people || !may_be_restricted(text),
    );
    document
}

/// Reads a Markdown file with front matter.
pub fn markdown_file<T: DeserializeOwned + Check>(
    source: &SourceFile,
    text: &str,
    councils: &Councils,
    findings: &mut Vec<Diagnostic>,
) -> Option<Document<T>> {
    let Some((yaml, body)) = front_matter(text) else {
        findings.push(Diagnostic::new(
            Code::NoFrontMatter,
            source.place(first_line(text)),
        ));
        quote(source, findings, !may_be_restricted(text));
        return None;
    };
    let before = findings.len();
    let info = markdown::scan(source, text, body, councils, findings);
    let too_much = has_errors(&findings[before..]);
    let yaml_text = &text[yaml.clone()];
    let mut document = document::<T>(source, text, yaml, info, findings);
    if let Some(document) = &mut document {
        document.broken |= too_much;
    }
    if let (Some(document), Some(own)) = (&mut document, source.kind.body()) {
        let prose = document.data.prose();
        let fields = markdown::fields(own, &prose, yaml_text, councils);
        Arc::make_mut(&mut document.text).fields = fields;
    }
    if let Some(document) = &mut document
        && document.data.allowances().is_some()
    {
        let personal = personal::find(text, document);
        Arc::make_mut(&mut document.text).personal = personal;
    }
    let quotable = match &document {
        Some(document) if !document.broken => document.data.quotable(),
        Some(document) => document.data.quotable() && !may_be_restricted(yaml_text),
        None => !may_be_restricted(yaml_text),
    };
    quote(source, findings, quotable);
    let mut document = Document {
        quotable,
        ..document?
    };
    Arc::make_mut(&mut document.text).bearing = bearing(text, &document);
    Some(document)
}

/// See [`TextInfo::bearing`]: the front matter, and what the text cites and links. Of a file that is not sound, all of it.
fn bearing<T>(text: &str, document: &Document<T>) -> u128 {
    let info = &document.text;
    let mut hasher = Xxh3::new();
    let sound = !document.broken && info.personal.is_empty();
    let front = text.get(..info.start as usize).filter(|_| sound);
    hasher.update(front.unwrap_or(text).as_bytes());
    (sound, document.quotable, info.empty).hash(&mut hasher);
    // Whatever their places.
    let mention = |mention: &Mention, hasher: &mut Xxh3| {
        (&mention.number, &mention.body, mention.date).hash(hasher);
    };
    for citation in &info.citations {
        mention(&citation.mention, &mut hasher);
        (&citation.sentence, citation.claim).hash(&mut hasher);
    }
    info.misread.len().hash(&mut hasher);
    for misread in &info.misread {
        mention(misread, &mut hasher);
    }
    info.links.len().hash(&mut hasher);
    for link in &info.links {
        (&link.target, link.image).hash(&mut hasher);
    }
    hasher.digest128()
}

/// Says of all findings about a file whether they may quote it.
fn quote(source: &SourceFile, findings: &mut [Diagnostic], quotable: bool) {
    for finding in findings.iter_mut().filter(|f| f.place.file == source.path) {
        finding.quotable &= quotable;
    }
}

/// Whether a file that is not understood in full may hold something restricted: then its findings
/// give places only, since a CI's log is public. Errs on the safe side.
#[must_use]
pub fn may_be_restricted(text: &str) -> bool {
    let gates = ["access", "public", "publishFrom", "redact"];
    let open = |value: &str| matches!(value, "public" | "true");
    text.split(['\n', ',', '{', '}']).any(|entry| {
        let (key, value) = entry.split_once(':').unwrap_or((entry, ""));
        let key = key.trim_matches(|c: char| !c.is_alphanumeric());
        let value = value.split(" #").next().unwrap_or_default();
        let value = value.trim_matches(|c: char| !c.is_alphanumeric());
        value.to_lowercase().contains("restricted")
            || (!open(value)
                && key != "redirectFrom"
                && crate::diagnostic::did_you_mean(key, gates).is_some())
    })
}

/// Where the front matter and the text after it stand.
#[must_use]
pub fn front_matter(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let start = text
        .find('\n')
        .filter(|end| text[..*end].trim_end() == "---")?
        + 1;
    // From the line end before.
    let mut from = start - 1;
    loop {
        let at = from + memchr::memmem::find(&text.as_bytes()[from..], b"\n---")? + 1;
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        if text[at..end].trim_end() == "---" {
            return Some((start..at, end));
        }
        from = at;
    }
}

fn first_line(text: &str) -> Span {
    Span::from(0..text.lines().next().map_or(0, str::len).max(1))
}

fn document<T: DeserializeOwned + Check>(
    source: &SourceFile,
    text: &str,
    yaml: std::ops::Range<usize>,
    info: TextInfo,
    findings: &mut Vec<Diagnostic>,
) -> Option<Document<T>> {
    let (data, sound) = yaml::read::<T>(source, text, yaml.clone(), findings);
    let data = data?;
    let mut document = Document {
        source: source.clone(),
        data: Arc::new(data),
        yaml_start: Span::from(yaml).start,
        text: Arc::new(info),
        broken: !sound,
        quotable: true,
    };
    let before = findings.len();
    T::check(&document, findings);
    document.broken |= has_errors(&findings[before..]);
    Some(document)
}

fn has_errors(findings: &[Diagnostic]) -> bool {
    let error = |found: &Diagnostic| found.code.severity() == crate::diagnostic::Severity::Error;
    findings.iter().any(error)
}
