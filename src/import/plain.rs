//! Texts of other systems as ours: HTML and odd characters out, plain words and safe Markdown in. Pure.

use std::borrow::Cow;
use std::sync::LazyLock;

use quick_xml::escape::resolve_html5_entity;
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use crate::text::{one_line, printable};

/// Tags of HTML that stand in fields of council information systems. What else stands in pointed brackets is text.
const TAGS: &str = "a|abbr|b|big|blockquote|body|br|center|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|o:p|object|ol|p|pre|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul";

/// A pattern of the importers' own.
#[expect(clippy::expect_used, reason = "constant patterns, each used by a test")]
pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a sound pattern")
}

static TAG: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"(?is)<(/?)({TAGS})(?:\s[^<>]*)?/?\s*>")));
static BLOCK: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)<(?:p|br|div|li|tr|h[1-6])\b"));
static SILENT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?is)<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>"));
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"));
static LIST: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:[•◦▪●‣·¢○■□–—*]|o)\s+"));

/// Bytes of a file or a server: UTF-8, or what Windows and older servers write.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// A field as plain words on one line.
pub(super) fn line(text: &str) -> String {
    let text = one_line(&lines(text));
    // What YAML holds is published: a comment there is none, and must not look like one.
    text.replace("<!--", "<! --")
}

/// A field as plain words with its line breaks.
pub(super) fn lines(text: &str) -> String {
    clean(&without_html(text))
}

/// A text without odd characters; what looks like HTML stays.
pub(super) fn characters(text: &str) -> String {
    clean(text)
}

/// A text as Markdown that says the same and does nothing else.
pub(super) fn markdown(text: &str) -> String {
    let text = lines(text);
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let mut blank = 0;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(&markdown_line(line));
    }
    out
}

/// One line of plain text as Markdown.
pub(super) fn markdown_line(line: &str) -> String {
    let line = collapse(line);
    let mut rest = line.as_str();
    // Several bullets are one.
    while let Some(found) = LIST.find(rest).filter(|found| !found.is_empty()) {
        rest = &rest[found.end()..];
    }
    while let Some(inner) = rest.strip_prefix("- ") {
        rest = inner;
    }
    let bullet = if rest.len() < line.len() { "- " } else { "" };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[digits..].starts_with(". ") || rest[digits..].starts_with(") ");
    let number = if digits > 0 && number { digits + 2 } else { 0 };
    format!(
        "{bullet}{}{}",
        &rest[..number],
        begins_plainly(&rest[number..])
    )
}

/// Words at whose beginning Markdown sees no mark.
fn begins_plainly(words: &str) -> String {
    let mark = words.chars().next().unwrap_or(' ');
    let rule = !words.is_empty() && words.chars().all(|c| "-=_*~ ".contains(c));
    let item = words.starts_with("- ") || words.starts_with("* ");
    let bare = item || rule || matches!(mark, '#' | '>' | '+' | '|') || words.starts_with("~~~");
    let escaped = escaped(words);
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        // A number behind a number begins no list in a list.
        format!("{}\\{}", &escaped[..digits], &escaped[digits..])
    } else if bare && !escaped.starts_with('\\') {
        format!("\\{escaped}")
    } else {
        escaped.into_owned()
    }
}

/// What Markdown would take for a mark gets a backslash.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '`', '*', '_', '<', '[', '&']) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mark = match c {
            '\\' | '`' | '<' => true,
            // Within words it gendert (`Bürger*innen`) and marks only if there are two of them.
            '*' | '_' => {
                let twice = text.matches(*c).count() > 1;
                let alone =
                    !word(before) && !word(after) && before != Some(*c) && after != Some(*c);
                twice && !alone && !(*c == '_' && word(before) && word(after))
            }
            '[' => text.contains("](") || text.contains("]:") || text.contains("[^"),
            '&' => after.is_some_and(|c| c.is_alphabetic() || c == '#') && text.contains(';'),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(*c);
    }
    Cow::Owned(out)
}

/// HTML as lines of text.
fn without_html(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let marked = text.contains('<') && TAG.is_match(text);
    let stripped: Cow<'_, str> = if marked {
        let silent = SILENT.replace_all(text, " ");
        // Line ends of HTML are blanks; a mere word in bold makes no HTML of a text.
        let blocks = BLOCK.is_match(&silent);
        let flat = if blocks {
            Cow::Owned(silent.replace(['\r', '\n'], " "))
        } else {
            silent
        };
        let spaced = TAG.replace_all(&flat, |tag: &Captures<'_>| {
            let (closes, name) = (!tag[1].is_empty(), tag[2].to_lowercase());
            match name.as_str() {
                "br" | "tr" | "dt" | "dd" | "hr" => "\n",
                "li" if !closes => "\n• ",
                "p" | "div" | "ul" | "ol" | "table" | "blockquote" | "pre" | "dl" | "h1" | "h2"
                | "h3" | "h4" | "h5" | "h6" => "\n\n",
                "td" | "th" => " ",
                _ => "",
            }
        });
        Cow::Owned(spaced.into_owned())
    } else {
        Cow::Borrowed(text)
    };
    if !stripped.contains('&') {
        return stripped;
    }
    let read = ENTITY.replace_all(&stripped, |entity: &Captures<'_>| {
        character(&entity[1]).unwrap_or_else(|| entity[0].to_owned())
    });
    Cow::Owned(read.into_owned())
}

fn character(entity: &str) -> Option<String> {
    let Some(number) = entity.strip_prefix('#') else {
        return resolve_html5_entity(entity).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    };
    char::from_u32(code?).map(String::from)
}

/// Composed letters, plain line ends, no characters that nobody sees.
fn clean(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let mut out = String::with_capacity(composed.len());
    let mut chars = composed.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{b}' | '\u{85}' | '\u{2028}' => out.push('\n'),
            '\u{c}' | '\u{2029}' => out.push_str("\n\n"),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            '\u{a0}' | '\u{2007}' | '\u{202f}' => out.push(' '),
            // Symbol fonts: bullets, and whatever else only one machine could read.
            '\u{f0b7}' | '\u{f0a7}' | '\u{f02d}' | '\u{f0d8}' | '\u{f076}' => out.push('•'),
            '\u{f0fc}' | '\u{f0fe}' => out.push('☒'),
            '\u{f06f}' | '\u{f0a8}' => out.push('☐'),
            '\u{e000}'..='\u{f8ff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    printable(&out).into_owned()
}

fn collapse(line: &str) -> String {
    let tabs = line.replace('\t', " ");
    let words: Vec<&str> = tabs.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_in_fields_becomes_words() {
        for (html, text) in [
            ("<p>Stra&szlig;e &amp; Weg</p>", "Straße & Weg"),
            ("a<br>b<BR/>c", "a b c"),
            ("5 < 7 und 8 > 3", "5 < 7 und 8 > 3"),
            ("<script>alert(1)</script>x", "x"),
            ("x <!-- geheim --> <b>y</b>", "x y"),
            ("<unbekannt> bleibt", "<unbekannt> bleibt"),
            ("Mu\u{308}ll\u{ad}abfuhr\u{a0}neu\u{7f}", "Müllabfuhr neu"),
            ("<!-- offen", "<! -- offen"),
        ] {
            assert_eq!(line(html), text);
        }
        assert_eq!(
            markdown("<p>Eins</p><ul><li>a</li><li>b</li></ul>"),
            "Eins\n\n- a\n- b"
        );
    }

    #[test]
    fn text_stays_text_in_markdown() {
        for (text, expected) in [
            ("    eingerückt", "eingerückt"),
            ("# 5 Bäume", "\\# 5 Bäume"),
            ("* # 5 Bäume", "- \\# 5 Bäume"),
            ("1. - # 5", "1. \\- # 5"),
            ("1. * # 5", "1. \\* # 5"),
            ("1. 2) # 5", "1. 2\\) # 5"),
            ("2. Mai", "2. Mai"),
            ("\u{f0b7} Punkt", "- Punkt"),
            ("<img src=x onerror=y>", ""),
            ("<x onerror=y>", "\\<x onerror=y>"),
            (
                "Bürger*innen und Leser*innen",
                "Bürger\\*innen und Leser\\*innen",
            ),
            ("Bürger*innen", "Bürger*innen"),
            ("-----", "\\-----"),
            ("a\u{c}b", "a\n\nb"),
            ("[x](javascript:y)", "\\[x](javascript:y)"),
        ] {
            assert_eq!(markdown(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_html_or_code(text in "([-#*_<>`1.)=+\\[\\]()!&;a-zA \\n\\t]|    |<b>|<!--|-->){0,40}") {
            use pulldown_cmark::{Event, Parser, Tag};
            let written = markdown(&text);
            for event in Parser::new_ext(&written, crate::parse::OPTIONS) {
                prop_assert!(!matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Code(_)
                    | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::Heading { .. })), "{:?} → {:?}: {:?}", text, written, event);
            }
        }
    }
}
