//! What YAML would publish although nobody sees it in the file: escapes of characters that must not leave, and
//! comments of Markdown.

use std::borrow::Cow;

use super::{Reading, options, texts};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Span;
use crate::parse::blanked;
use crate::text::is_printable;

impl Reading<'_> {
    /// Blanks escapes (`"\\u0000"`) that stand for characters that must not leave; the first one is
    /// reported. Only YAML knows whether a backslash escapes: one does if without it there is one
    /// such character less.
    pub(super) fn escapes(&mut self, findings: &mut Vec<Diagnostic>) {
        let count = |yaml: &str| {
            let value = serde_yaml::from_str_with_options::<serde_json::Value>(yaml, options());
            value.map_or(0, |value| unprintable(&value))
        };
        let mut left = if self.yaml.contains('\\') {
            count(&self.yaml)
        } else {
            0
        };
        let mut at = 0;
        while left > 0 {
            let Some(found) = self.yaml[at..].find('\\') else {
                return;
            };
            let range = at + found..at + found + escape_width(&self.yaml[at + found..]);
            let mut without = self.yaml.to_string();
            without.replace_range(range.clone(), &" ".repeat(range.len()));
            at = range.end;
            let now = count(&without);
            if now + 1 != left {
                continue;
            }
            if self.sound_escapes {
                let place = self.place(Span::from(range.clone()));
                let shown = format!("U+{:04X}", escaped(&self.yaml[range]));
                findings.push(Diagnostic::new(Code::ControlCharacter, place).with("value", shown));
            }
            self.sound_escapes = false;
            (self.yaml, left) = (Cow::Owned(without), now);
        }
    }

    /// Blanks comments of Markdown, which YAML would take for text and publish. Comments of YAML may
    /// say what they want.
    pub(super) fn comments(&mut self, findings: &mut Vec<Diagnostic>) {
        let count = |yaml: &str| {
            let value = serde_yaml::from_str_with_options::<serde_json::Value>(yaml, options());
            value.ok().map(|value| commented(&value))
        };
        if !(self.yaml.contains("<!--") || self.yaml.contains('\\')) {
            return;
        }
        let mut left = count(&self.yaml);
        let mut at = 0;
        while left != Some(0) {
            let Some(found) = self.yaml[at..].find("<!--") else {
                break;
            };
            let start = at + found;
            let rest = &self.yaml[start..];
            let width = rest.find("-->").map(|end| end + "-->".len());
            let range = start..start + width.or(rest.find('\n')).unwrap_or(rest.len());
            at = range.end;
            let without = blanked(&self.yaml, std::slice::from_ref(&range)).into_owned();
            let now = count(&without);
            // What cannot be read at all is not known to be a comment of YAML.
            if left.is_none() || now.is_none() || now < left {
                self.comment(Span::from(start..start + "<!--".len()), findings);
                (self.yaml, left) = (Cow::Owned(without), now);
            }
        }
        if left.is_some_and(|left| left > 0) {
            // Written as `"\x3c!--"`.
            self.comment(Span::default(), findings);
        }
    }

    fn comment(&mut self, span: Span, findings: &mut Vec<Diagnostic>) {
        self.sound = false;
        let place = self.place(span);
        findings.push(Diagnostic::new(Code::CommentInField, place));
    }
}

/// How many characters in all texts of `value` must not leave.
fn unprintable(value: &serde_json::Value) -> usize {
    let mut count = 0;
    texts(value, &mut |text| {
        count += text.chars().filter(|c| !is_printable(*c)).count();
    });
    count
}

/// How many comments of Markdown stand in all texts of `value`. The mere sign for one is none.
fn commented(value: &serde_json::Value) -> usize {
    let mut count = 0;
    texts(value, &mut |text| {
        let opened = text.split("<!--").skip(1);
        count += opened.filter(|inside| !inside.trim().is_empty()).count();
    });
    count
}

/// Bytes of the escape that `text` begins with (YAML 1.2 §5.7).
fn escape_width(text: &str) -> usize {
    let width = match text.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(b) if b.is_ascii() => 2,
        _ => 1,
    };
    if text.is_char_boundary(width.min(text.len())) {
        width.min(text.len())
    } else {
        1
    }
}

/// The character that an escape stands for, as a number.
fn escaped(escape: &str) -> u32 {
    match escape.as_bytes().get(1) {
        Some(b'a') => 7,
        Some(b'b') => 8,
        Some(b'v') => 11,
        Some(b'f') => 12,
        Some(b'e') => 27,
        Some(b'N') => 0x85,
        Some(b'x' | b'u' | b'U') => u32::from_str_radix(&escape[2..], 16).unwrap_or(0),
        _ => 0,
    }
}
