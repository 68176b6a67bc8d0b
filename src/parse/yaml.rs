//! YAML into types, with all findings of a file and not just the first.
//!
//! The only room that knows the YAML library. It reads typed and fast; when that fails, it reports the
//! finding, blanks the entry that holds it, and reads on, so that a clerk sees every mistake at once.

use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_yaml::Error;

use super::SourceFile;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
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
    let start = range.start;
    let mut yaml = std::borrow::Cow::Borrowed(&text[range]);
    let mut blanked: Vec<String> = Vec::new();
    for _ in 0..MAX_FINDINGS {
        let error = match serde_yaml::from_str_with_options::<T>(&yaml, options()) {
            Ok(data) => return (Some(data), blanked.is_empty()),
            Err(error) => error,
        };
        let error = error.without_snippet();
        if matches!(error, Error::SerdeMissingField { field, .. } if blanked.iter().any(|b| b == field))
        {
            return (None, false);
        }
        let found = describe(error, &yaml);
        let place = source.place(found.span.shifted(u32::try_from(start).unwrap_or(u32::MAX)));
        let place = if found.span.end == 0 {
            let first = yaml.lines().next().map_or(1, str::len).max(1);
            source.place(Span::from(start..start + first))
        } else {
            place
        };
        findings.push(Diagnostic {
            place,
            ..found.diagnostic
        });
        let Some(entry) = found
            .line
            .filter(|_| found.recoverable)
            .and_then(|l| entry(&yaml, l))
        else {
            return (None, false);
        };
        blanked.push(
            yaml[entry.clone()]
                .trim()
                .split(':')
                .next()
                .unwrap_or_default()
                .to_owned(),
        );
        let blank: String = yaml[entry.clone()]
            .chars()
            .map(|c| {
                if c == '\n' {
                    "\n".into()
                } else {
                    " ".repeat(c.len_utf8())
                }
            })
            .collect();
        yaml.to_mut().replace_range(entry, &blank);
    }
    (None, false)
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
    let at = location
        .and_then(|l| l.span().byte_offset())
        .map(|at| index(at).min(yaml.len()));
    let code = |code| {
        Diagnostic::new(
            code,
            super::Place {
                file: "".into(),
                start: 0,
                end: 0,
            },
        )
    };
    let mut width = at.map_or(1, |at| word_width(&yaml[at..]));
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
            let words = other.render_with_formatter(&serde_yaml::UserMessageFormatter);
            let words = words.lines().next().unwrap_or_default().to_owned();
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
    let place = super::Place {
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

/// Length of the word at the start of `rest`, to the end of the value on its line.
fn word_width(rest: &str) -> usize {
    let line = rest.lines().next().unwrap_or_default();
    line.split(" #")
        .next()
        .unwrap_or(line)
        .trim_end()
        .len()
        .max(1)
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
