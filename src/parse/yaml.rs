//! YAML into types, with all findings of a file and not just the first.
//!
//! The only room that knows the YAML library. It reads typed and fast; when that fails, it reports the
//! finding, blanks the entry that holds it, and reads on, so that a clerk sees every mistake at once.

mod unseen;

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_yaml::Error;

use super::SourceFile;
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::model::{Slug, Span};
use crate::text::Lines;

/// Findings after which a file is given up.
const MAX_FINDINGS: usize = 25;

/// Separates code and value in errors of the model's own types.
const UNIT: char = '\u{1f}';

/// Reads `range` of a file's text. The second value is false if anything was wrong; then the first,
/// if there is one, lacks what was wrong.
pub(super) fn read<T: DeserializeOwned>(
    source: &SourceFile,
    text: &str,
    range: Range<usize>,
    findings: &mut Vec<Diagnostic>,
) -> (Option<T>, bool) {
    // A file without entries (or with comments only) is a list without items.
    if !text[range.clone()].lines().any(says_something)
        && let Ok(empty) = serde_yaml::from_str::<T>("[]")
    {
        return (Some(empty), true);
    }
    let mut reading = Reading::new(source, &text[range.clone()], range.start);
    reading.escapes(findings);
    reading.comments(findings);
    for _ in 0..MAX_FINDINGS {
        let error = match serde_yaml::from_str_with_options::<T>(&reading.yaml, options()) {
            Ok(data) => return (Some(data), reading.sound),
            Err(error) => error,
        };
        if !reading.step(error.without_snippet(), findings) {
            break;
        }
    }
    (None, false)
}

/// Reads YAML without findings; nothing if anything is wrong with it.
pub(crate) fn quietly<T: DeserializeOwned>(yaml: &str) -> Option<T> {
    serde_yaml::from_str_with_options(yaml, options()).ok()
}

/// Hands over all texts of a value: its keys and strings, and numbers as they are written.
pub(super) fn texts(value: &serde_json::Value, take: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => take(text),
        serde_json::Value::Number(number) => take(&number.to_string()),
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, take)),
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                take(key);
                texts(value, take);
            }
        }
        _ => {}
    }
}

/// Whether YAML holds no entries: nothing at all, or comments only.
pub(crate) fn is_silent(yaml: &str) -> bool {
    !yaml.lines().any(says_something)
}

/// YAML in which everything that was found wrong is blanked, at its old offsets.
struct Reading<'a> {
    source: &'a SourceFile,
    /// Bytes of the file before the YAML.
    start: usize,
    yaml: Cow<'a, str>,
    sound: bool,
    /// Whether no escape was blanked yet.
    sound_escapes: bool,
    /// Keys that were blanked, and those for which something was put in.
    gone: Vec<String>,
    filled: Vec<&'static str>,
}

impl<'a> Reading<'a> {
    fn new(source: &'a SourceFile, yaml: &'a str, start: usize) -> Self {
        let yaml = if yaml.lines().any(says_something) {
            Cow::Borrowed(yaml)
        } else {
            // Nothing at all is a mapping without keys.
            Cow::Owned(format!("{{}}{}", yaml.get(2..).unwrap_or_default()))
        };
        Self {
            source,
            start,
            yaml,
            sound: true,
            sound_escapes: true,
            gone: Vec::new(),
            filled: Vec::new(),
        }
    }

    /// Reports an error and takes it away; false if that cannot be done.
    fn step(&mut self, error: &Error, findings: &mut Vec<Diagnostic>) -> bool {
        self.sound = false;
        if let Error::SerdeMissingField { field, .. } = error {
            let field: &'static str = field;
            return self.missing(field, error, findings);
        }
        let found = describe(error, &self.yaml);
        let place = self.place(found.span);
        findings.push(Diagnostic {
            place,
            ..found.diagnostic
        });
        let line = found.line.filter(|_| found.recoverable);
        line.and_then(|line| entry(&self.yaml, line))
            .is_some_and(|entry| self.blank(entry))
    }

    /// A key that is not there, because it was left out or because it was blanked. The mapping that
    /// lacks it goes, unless it is the file's own: that gets the key.
    fn missing(
        &mut self,
        field: &'static str,
        error: &Error,
        findings: &mut Vec<Diagnostic>,
    ) -> bool {
        let at = offset(error, &self.yaml).unwrap_or(0);
        let line_start = self.yaml[..at].rfind('\n').map_or(0, |at| at + 1);
        let top = at == line_start && !self.yaml[at..].starts_with('-');
        if !self.gone.iter().any(|gone| gone == field) {
            let span = if top {
                Span::default()
            } else {
                Span::from(at..at + word_width(&self.yaml, at))
            };
            let missing = Diagnostic::new(Code::MissingKey, self.place(span));
            findings.push(missing.with("key", field));
        }
        if top {
            let known = self.filled.contains(&field);
            self.filled.push(field);
            if self.yaml.trim() == "{}" {
                self.yaml = Cow::Owned(self.yaml.replace("{}", "  "));
            }
            self.yaml
                .to_mut()
                .push_str(&format!("\n{field}: {}\n", stand_in(field)));
            return !known;
        }
        let line = self.yaml[..at].matches('\n').count();
        let before = self.yaml[line_start..at].trim_start();
        let mapping = if before.is_empty() {
            parent(&self.yaml, line)
        } else {
            entry(&self.yaml, line)
        };
        mapping.is_some_and(|mapping| self.blank(mapping))
    }

    /// A place in the file; where the YAML begins if `span` is unknown.
    fn place(&self, span: Span) -> Place {
        if span.end > 0 {
            return self
                .source
                .place(span.shifted(u32::try_from(self.start).unwrap_or(u32::MAX)));
        }
        // The line `---` before front matter, or the first line of a YAML file.
        let first = self.yaml.lines().next().map_or(1, str::len).max(1);
        let width = if self.start > 0 { "---".len() } else { first };
        self.source.place(Span::from(0..width))
    }

    fn blank(&mut self, entry: Range<usize>) -> bool {
        let text = &self.yaml[entry.clone()];
        if text.trim().is_empty() {
            return false;
        }
        let key = text.trim().trim_start_matches("- ").split(':').next();
        self.gone.push(key.unwrap_or_default().to_owned());
        let blank = |c: char| {
            if c == '\n' {
                "\n".into()
            } else {
                " ".repeat(c.len_utf8())
            }
        };
        let blank: String = text.chars().map(blank).collect();
        self.yaml.to_mut().replace_range(entry, &blank);
        if !self.yaml.lines().any(says_something)
            && let Some(at) = self.yaml.find("  ")
        {
            // Nothing is left: a mapping without keys.
            self.yaml.to_mut().replace_range(at..at + 2, "{}");
        }
        true
    }
}

/// Whether a line is neither blank nor a comment.
fn says_something(line: &str) -> bool {
    !(line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Something to read on with in place of a key that a file lacks.
fn stand_in(field: &str) -> &'static str {
    match field {
        "start" => "2000-01-01",
        "publisher" => "{name: x}",
        _ => "x",
    }
}

/// The byte at which an error stands.
fn offset(error: &Error, yaml: &str) -> Option<usize> {
    let location = error.location().filter(|location| location.line() > 0)?;
    let at = location.span().byte_offset().map(index).or_else(|| {
        let line: usize = yaml
            .split_inclusive('\n')
            .take(index(location.line()) - 1)
            .map(str::len)
            .sum();
        let chars = yaml[line.min(yaml.len())..]
            .chars()
            .take(index(location.column()).saturating_sub(1));
        Some(line + chars.map(char::len_utf8).sum::<usize>())
    })?;
    let mut at = at.min(yaml.len());
    while !yaml.is_char_boundary(at) {
        at -= 1;
    }
    Some(at)
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! { strict_booleans: true, with_snippet: false }
}

/// An error of the library in our words.
struct Found {
    diagnostic: Diagnostic,
    span: Span,
    /// From 0.
    line: Option<usize>,
    recoverable: bool,
}

fn describe(error: &Error, yaml: &str) -> Found {
    let location = error.location().filter(|l| l.line() > 0);
    let line = location.map(|l| index(l.line()) - 1);
    let mut at = offset(error, yaml);
    let code = |code| {
        Diagnostic::new(
            code,
            Place {
                file: "".into(),
                start: 0,
                end: 0,
            },
        )
    };
    let mut width = at.map_or(1, |at| word_width(yaml, at));
    let mut recoverable = true;
    let diagnostic = match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => {
            width = field.len();
            options_of(code(Code::UnknownKey).with("key", field), field, expected)
        }
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => options_of(
            code(Code::UnknownValue).with("value", variant),
            variant,
            expected,
        ),
        Error::SerdeMissingField { field, .. } => code(Code::MissingKey).with("key", *field),
        Error::DuplicateMappingKey { key, .. } => {
            code(Code::DuplicateKey).with("key", key.clone().unwrap_or_default())
        }
        Error::SerdeInvalidType {
            unexpected,
            expected,
            ..
        } => wrong_type(code(Code::WrongType), expected).with("found", kind(unexpected)),
        Error::SerdeInvalidValue { expected, .. } | Error::SerdeInvalidLength { expected, .. } => {
            wrong_type(code(Code::WrongType), expected)
        }
        Error::Unexpected { expected, .. } => wrong_type(code(Code::WrongType), expected),
        Error::InvalidBooleanStrict { .. } => code(Code::WrongType).with("expected", "boolean"),
        Error::InvalidScalar { ty, .. } => wrong_type(code(Code::WrongType), ty),
        Error::NullIntoString { .. } => code(Code::WrongType)
            .with("expected", "text")
            .with("found", "nothing"),
        Error::Message { msg, .. } if msg.contains(UNIT) => own(msg),
        other => {
            if let Some((entry, key, value)) = line.and_then(|line| colon(yaml, line)) {
                let found = code(Code::YamlColon).with("key", key).with("value", value);
                let span = Span::from(entry.clone());
                let line = Some(Lines::new(yaml).position(entry.start).0 - 1);
                return Found {
                    diagnostic: found,
                    span,
                    line,
                    recoverable: true,
                };
            }
            recoverable = false;
            if let Some(open) = line.and_then(|line| open_mark(yaml, line)) {
                (at, width) = (Some(open), word_width(yaml, open));
            }
            let words = other.render_with_formatter(&serde_yaml::UserMessageFormatter);
            let words = words.lines().next().unwrap_or_default();
            // It counts lines from where the YAML begins; ours count from where the file begins.
            let words = words
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned();
            code(Code::YamlSyntax).with("detail", words)
        }
    };
    let span = at.map_or_else(Span::default, |at| {
        Span::from(at..(at + width).min(yaml.len()).max(at + 1))
    });
    Found {
        diagnostic,
        span,
        line,
        recoverable,
    }
}

/// The library counts in `u64`; texts are shorter than `MAX_FILE`.
fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Errors of the model's own types: `bad-date␟2024-13-01`.
fn own(message: &str) -> Diagnostic {
    let (name, value) = message.split_once(UNIT).unwrap_or((message, ""));
    // The library may add its own words before and after.
    let name = name.rsplit([' ', ':']).next().unwrap_or(name);
    let value = value.lines().next().unwrap_or_default();
    let code = Code::parse(name).unwrap_or(Code::WrongType);
    let place = Place {
        file: "".into(),
        start: 0,
        end: 0,
    };
    let found = Diagnostic::new(code, place).with("value", value);
    let suggestion = match code {
        Code::BadDate => german_date(value),
        Code::BadSlug => Slug::from_text(value).map(|slug| slug.to_string()),
        _ => None,
    };
    match suggestion {
        Some(suggestion) => found.with("suggestion", suggestion),
        None => found,
    }
}

/// `17.4.2024` as `2024-04-17`.
fn german_date(text: &str) -> Option<String> {
    let mut parts = text.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = crate::model::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    parts.next().is_none().then(|| date.to_string())
}

fn options_of(found: Diagnostic, word: &str, known: &[&'static str]) -> Diagnostic {
    let found = match did_you_mean(word, known.iter().copied()) {
        Some(suggestion) => found.with("suggestion", suggestion),
        None => found,
    };
    if known.is_empty() {
        found
    } else {
        found.with("allowed", known.join(", "))
    }
}

fn wrong_type(found: Diagnostic, expected: &str) -> Diagnostic {
    found.with("expected", kind(expected))
}

/// The library's words for kinds of values, as the catalogue's names.
fn kind(words: &str) -> String {
    let words = words.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let name = if has(&["sequence", "array", "list"]) {
        "list"
    } else if has(&["map", "struct"]) {
        "mapping"
    } else if has(&["bool"]) {
        "boolean"
    } else if has(&["null", "unit", "option"]) {
        "nothing"
    } else if has(&[
        "integer", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "usize",
    ]) {
        "integer"
    } else if has(&["float", "f32", "f64", "number"]) {
        "number"
    } else {
        "text"
    };
    name.to_owned()
}

/// Length of the value at `at`: to its end on its line, or within `[…]` and `{…}` to the next item.
fn word_width(yaml: &str, at: usize) -> usize {
    let line_start = yaml[..at].rfind('\n').map_or(0, |at| at + 1);
    let before = &yaml[line_start..at];
    let open = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
    let rest = yaml[at..].lines().next().unwrap_or_default();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote.and_then(|quote| rest[1..].find(quote)) {
        Some(end) => end + 2,
        None if open => rest.find([',', ']', '}']).unwrap_or(rest.len()),
        None => rest.find(" #").unwrap_or(rest.len()),
    };
    rest[..end].trim_end().len().max(1)
}

/// Where a quote or bracket is opened, on `line` or a little above it, that its line does not close:
/// YAML notices that only later.
fn open_mark(yaml: &str, line: usize) -> Option<usize> {
    let from: usize = yaml
        .split_inclusive('\n')
        .take(line.saturating_sub(3))
        .map(str::len)
        .sum();
    let mut at = from;
    for text in yaml[from..].split_inclusive('\n').take(line.min(3) + 1) {
        let value = text.find(": ").map_or(0, |colon| colon + 2);
        let rest = text[value..].trim_end();
        let close = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].contains(quote),
            Some('[') => rest.contains(']'),
            Some('{') => rest.contains('}'),
            _ => true,
        };
        if !close {
            return Some(at + value);
        }
        at += text.len();
    }
    None
}

/// If a plain value near `line` holds a colon and a blank, which YAML takes for another key: where
/// the value stands, its key, and the value.
fn colon(yaml: &str, line: usize) -> Option<(Range<usize>, String, String)> {
    let mut start = 0;
    let lines: Vec<(usize, &str)> = yaml
        .split_inclusive('\n')
        .map(|text| {
            let at = start;
            start += text.len();
            (at, text.trim_end())
        })
        .collect();
    let near = [Some(line), line.checked_sub(1)].into_iter().flatten();
    near.filter_map(|at| lines.get(at)).find_map(|(at, text)| {
        let (key, value) = text.split_once(": ")?;
        let value = value.trim();
        let plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '#']);
        (plain && (value.contains(": ") || value.ends_with(':'))).then(|| {
            let from = at + text.len() - text[key.len() + 1..].trim_start().len();
            let key = key.trim().trim_start_matches("- ").to_owned();
            (from..from + value.len(), key, value.to_owned())
        })
    })
}

/// The lines of the smallest entry (a key with its value, or a list item) that holds `line`.
fn entry(yaml: &str, line: usize) -> Option<Range<usize>> {
    let mut offset = 0;
    let lines: Vec<(usize, &str)> = yaml
        .split_inclusive('\n')
        .map(|text| {
            let at = offset;
            offset += text.len();
            (at, text)
        })
        .collect();
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let blank = |text: &str| text.trim().is_empty();
    let is_entry = |text: &str| {
        let text = text.trim();
        text.starts_with("- ") || text == "-" || text.ends_with(':') || text.contains(": ")
    };
    let mut first = line.min(lines.len().checked_sub(1)?);
    while blank(lines[first].1) || !is_entry(lines[first].1) {
        first = first.checked_sub(1)?;
    }
    let depth = indent(lines[first].1);
    let item = lines[first].1.trim_start().starts_with('-');
    let belongs = |text: &str| {
        blank(text)
            || indent(text) > depth
            || (!item && indent(text) == depth && text.trim_start().starts_with("- "))
    };
    let last = (first + 1..lines.len())
        .take_while(|i| belongs(lines[*i].1))
        .last()
        .unwrap_or(first);
    Some(lines[first].0..lines[last].0 + lines[last].1.len())
}

/// The lines of the entry that holds the mapping to which `line` belongs.
fn parent(yaml: &str, line: usize) -> Option<Range<usize>> {
    let lines: Vec<&str> = yaml.lines().collect();
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let own = indent(lines.get(line)?);
    let above = |at: &usize| !lines[*at].trim().is_empty() && indent(lines[*at]) < own;
    (0..line).rev().find(above).and_then(|at| entry(yaml, at))
}
