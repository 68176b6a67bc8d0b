//! Blacks out what a file's front matter names under `redact`, before anything else reads the file.
//!
//! Every text of the site comes from [`super::decode`], which asks this module last. So no output can have
//! what was blacked out, nor can findings quote it. The words are sought without regard to case, emphasis,
//! line ends, soft hyphens and spellings of characters; then the file is read as its readers will see it, and if
//! a word is still there (spelled in a way that was not thought of), the file is refused as a whole.

use std::collections::HashSet;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::markdown::{OPTIONS, is_inline};
use super::visible::{disjoint, visible};
use super::yaml::{quietly, texts};
use super::{SourceFile, front_matter};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Normal, slugify};

/// What stands where something was blacked out; always the same, since a length tells a name.
const MARK: &str = "█████";

/// Entries that one file may have, bytes of one, and bytes of all.
const MAX: (usize, usize, usize) = (200, 1000, 10_000);

/// Whether a text is nothing but blacked out.
pub(super) fn is_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c == '█' || c == ' ')
}

/// The one key that is read here; the others are none of this module's business.
#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    redact: Option<Vec<String>>,
}

/// The text without what its front matter wants blacked out.
///
/// # Errors
/// The finding, if it cannot be told for sure that all of it is.
pub(super) fn blackened(source: &SourceFile, text: String) -> Result<String, Diagnostic> {
    let Some((yaml, body)) =
        front_matter(&text).filter(|(yaml, _)| text[yaml.clone()].contains("redact"))
    else {
        return Ok(text);
    };
    // Front matter that cannot be read is reported by whoever reads it, and its file withheld.
    let wish = quietly::<Wish>(&text[yaml.clone()]).and_then(|wish| wish.redact);
    let entries = wish.unwrap_or_default();
    if entries.iter().all(|entry| is_mark(entry)) {
        return Ok(text);
    }
    let refused = |(at, reason): (usize, &str)| {
        let found = Diagnostic::new(Code::NotRedacted, Place::file(&source.path));
        let found = found.with("entry", (at + 1).to_string());
        let quotable = false;
        Diagnostic { quotable, ..found }.with("reason", reason)
    };
    let words = words(&entries).map_err(refused)?;
    let parts = [
        0..yaml.start,
        yaml.clone(),
        yaml.end..body,
        body..text.len(),
    ];
    let [head, yaml, rule, body] = parts.map(|part| &text[part]);
    let (yaml, seen_in_yaml) = blacken(yaml, &words);
    let (body, seen_in_body) = blacken(body, &words);
    for (at, word) in words.iter().enumerate() {
        // Each is seen in the list of what is to be blacked out itself.
        let own: usize = entries.iter().map(|entry| word.count(entry)).sum();
        if seen_in_yaml[at] + seen_in_body[at] <= own {
            return Err(refused((at, "redact-unseen")));
        }
    }
    left(source, &entries, &words, &yaml, &body).map_or(Ok(()), |found| Err(refused(found)))?;
    Ok([head, &yaml, rule, &body].concat())
}

/// A text to black out, as it is sought in [`Normal`] text.
struct Word(Regex);

impl Word {
    fn count(&self, text: &str) -> usize {
        self.0.find_iter(Normal::new(text).text()).count()
    }

    fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text) || self.0.is_match(Normal::new(text).text())
    }
}

fn words(entries: &[String]) -> Result<Vec<Word>, (usize, &'static str)> {
    let mut all = 0;
    let word = |(at, entry): (usize, &String)| {
        let entry = Normal::new(entry).text().trim().to_owned();
        all += entry.len();
        if at >= MAX.0 || entry.len() > MAX.1 || all > MAX.2 {
            return Err((at, "redact-many"));
        }
        if entry.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Err((at, "redact-short"));
        }
        let parts: Vec<String> = entry.split_whitespace().map(regex::escape).collect();
        let regex = RegexBuilder::new(&parts.join(r"[ \n]*"))
            .case_insensitive(true)
            .build();
        regex.map(Word).map_err(|_| (at, "redact-many"))
    };
    entries.iter().enumerate().map(word).collect()
}

/// A part of a file without the words, and how often each was seen.
fn blacken(text: &str, words: &[Word]) -> (String, Vec<usize>) {
    let normal = Normal::new(text);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut seen = Vec::with_capacity(words.len());
    for word in words {
        let before = ranges.len();
        let found = word
            .0
            .find_iter(normal.text())
            .map(|found| normal.source(found.range()));
        ranges.extend(found);
        seen.push(ranges.len() - before);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in disjoint(ranges) {
        out.push_str(&text[at..range.start]);
        out.push_str(MARK);
        let gone = &text[range.clone()];
        // Lines keep their numbers, and what goes on below its indent.
        for after in gone.split('\n').skip(1) {
            let indent = after.len() - after.trim_start_matches([' ', '>']).len();
            out.push('\n');
            out.push_str(&after[..indent]);
        }
        // `Erika **Muster**`: emphasis that began inside ends there.
        let rest = &text[range.end..];
        let open = gone.matches('*').count();
        let close = rest.len() - rest.trim_start_matches('*').len();
        at = range.end + close.min(open);
    }
    out.push_str(&text[at..]);
    (out, seen)
}

/// The first word that readers could still see, and where.
fn left(
    source: &SourceFile,
    entries: &[String],
    words: &[Word],
    yaml: &str,
    body: &str,
) -> Option<(usize, &'static str)> {
    let mut seen = Vec::new();
    // Some outputs show HTML and others leave it out, with what its author hid.
    let hidden = visible(body);
    for body in [body, &hidden.text, &without(body, &hidden.hidden)] {
        seen.extend(readable(body));
    }
    if let Some(value) = quietly::<serde_json::Value>(yaml) {
        texts(&value, &mut |text| {
            seen.push(text.to_owned());
            seen.extend(readable(text));
        });
    }
    let bare = seen.iter().filter(|text| text.contains(is_unseen));
    let bare: Vec<String> = bare.map(|text| text.replace(is_unseen, "")).collect();
    seen.extend(bare);
    let found = |text: &String| words.iter().position(|word| word.is_in(text));
    if let Some(at) = seen.iter().find_map(found) {
        return Some((at, "redact-left"));
    }
    // Names of files and addresses: the paper's own, and those that it names.
    let mut parts = source.path.trim_end_matches("/index.md").rsplit('/');
    let own = parts.next().unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '<' | '>');
    let pieces = seen.iter().flat_map(|text| text.split(ends));
    let pieces = pieces.filter(|piece| piece.contains(['-', '_', '.', '/', '+']));
    let names: HashSet<String> = pieces
        .chain([own])
        .map(|name| format!("-{}-", slugify(name, usize::MAX)))
        .collect();
    let slugs = entries
        .iter()
        .map(|entry| format!("-{}-", slugify(entry, usize::MAX)));
    let mut slugs = slugs.enumerate().filter(|(_, slug)| slug.len() > 4);
    slugs
        .find(|(_, slug)| names.iter().any(|name| name.contains(slug)))
        .map(|(at, _)| (at, "redact-name"))
}

/// A text without some ranges: what stood before and after them meets.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        left.push_str(&text[at..range.start]);
        at = range.end;
    }
    left + &text[at..]
}

/// What readers of a Markdown text can see or follow: its words as one text with tags of HTML between them and as one
/// without; where links lead, their titles, labels and names of places.
fn readable(markdown: &str) -> Vec<String> {
    let (mut with_tags, mut words, mut html) = (String::new(), String::new(), String::new());
    let mut texts = Vec::new();
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                with_tags.push_str(&text);
                words.push_str(&text);
            }
            // One tag, or what is like one.
            Event::InlineHtml(tag) => with_tags.push_str(&tag),
            Event::Html(part) => html.push_str(&part),
            Event::SoftBreak | Event::HardBreak => {
                with_tags.push(' ');
                words.push(' ');
            }
            Event::Start(
                Tag::Link {
                    dest_url, title, ..
                }
                | Tag::Image {
                    dest_url, title, ..
                },
            ) => {
                texts.extend(stripped(&title));
                texts.extend([dest_url.into_string(), title.into_string()]);
            }
            Event::Start(Tag::Heading {
                id, classes, attrs, ..
            }) => {
                texts.extend(id.into_iter().chain(classes).map(String::from));
                let named = attrs
                    .into_iter()
                    .flat_map(|(name, value)| [Some(name), value]);
                texts.extend(named.flatten().map(String::from));
            }
            Event::Start(
                Tag::CodeBlock(CodeBlockKind::Fenced(label)) | Tag::FootnoteDefinition(label),
            )
            | Event::FootnoteReference(label) => texts.push(label.into_string()),
            Event::End(tag) if is_block(tag) => {
                texts.extend(stripped(&html));
                with_tags.push_str(&std::mem::take(&mut html));
                with_tags.push('\n');
                words.push('\n');
            }
            _ => {}
        }
    }
    texts.extend([with_tags, words]);
    // What addresses spell in their own way, also twice.
    for _ in 0..2 {
        let coded = texts.iter().filter(|text| text.contains('%'));
        let coded = coded.map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned());
        let decoded: Vec<String> = coded.collect();
        texts.extend(decoded);
    }
    texts
}

/// HTML without its tags, read in the two ways in which a `>` in quotes can be read, and its entities spelled out.
fn stripped(html: &str) -> Vec<String> {
    if html.is_empty() {
        return Vec::new();
    }
    let read = |quotes: bool| {
        let (mut text, mut tag, mut quote) = (String::new(), false, None);
        for c in html.chars() {
            match c {
                '<' if !tag => tag = true,
                '>' if tag && quote.is_none() => tag = false,
                '"' | '\'' if tag && quotes => {
                    quote = match quote {
                        None => Some(c),
                        Some(open) if open == c => None,
                        open => open,
                    };
                }
                c if !tag => text.push(c),
                _ => {}
            }
        }
        text
    };
    let texts = [read(true), read(false), html.to_owned()];
    let spelled = |text: &String| {
        let mut spelled = String::new();
        for event in Parser::new(&text.replace(['<', '\n'], " ")) {
            if let Event::Text(part) = event {
                spelled.push_str(&part);
            }
        }
        spelled
    };
    let spelled: Vec<String> = texts.iter().map(spelled).collect();
    texts.into_iter().chain(spelled).collect()
}

/// Whether readers do not see a character (Unicode's `Default_Ignorable_Code_Point`, and two that are blank).
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

const fn is_block(tag: TagEnd) -> bool {
    !is_inline(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Kind, SourceId};

    fn read(front: &str, body: &str) -> Result<String, String> {
        let source = SourceFile {
            id: SourceId(0),
            path: "content/bodies/m/papers/2024/neu.md".into(),
            kind: Kind::Asset,
        };
        let text = format!("---\n{front}\n---\n{body}");
        blackened(&source, text)
            .map_err(|found| found.fact("reason").unwrap_or_default().to_owned())
    }

    #[test]
    fn words_are_blacked_out_in_every_spelling() {
        let front = "name: Antrag von ERIKA  MUSTER\nredact:\n  - Erika Muster\n  - 0171/123";
        for body in [
            "Frau Erika Muster wohnt",
            "Frau Erika\nMuster wohnt",
            "> Frau Erika\n> Muster wohnt",
            "Frau Erika **Muster** wohnt",
            "Frau *Erika* Muster wohnt",
            "Frau erika&nbsp;Mus\u{ad}ter wohnt",
            "Frau Erika Mus-\nter wohnt",
            "Frau Erika Muster: 0171/123 oder 0171 / 123",
            "[Erika Muster](https://x.example/Erika Muster)",
        ] {
            let body = format!("{body}, Telefon 0171/123");
            let read = read(front, &body);
            let text = read.expect(&body);
            assert!(text.contains(MARK), "{text}");
            let lower = text.to_lowercase();
            for word in ["erika", "muster", "0171/123"] {
                assert!(!lower.contains(word), "{body}: {text}");
            }
            assert_eq!(text.lines().count(), body.lines().count() + 6, "{text}");
        }
    }

    #[test]
    fn a_file_of_which_that_is_not_sure_is_refused() {
        let front = "name: A\nredact: [Erika Muster]";
        let name = "name: A\nsummary: Erika Muster\nredact: [Erika Muster]";
        for (front, body, reason) in [
            (front, "nichts", "redact-unseen"),
            (name, "Erika &#77;u&#115;ter &lt;", "ok"),
            (name, "Erika [Muster](x)", "redact-left"),
            (name, "Erika <!-- Name prüfen --> Muster", "redact-left"),
            (name, "Eri<!---->ka Muster", "redact-left"),
            (name, "Erika <b>Muster</b>", "redact-left"),
            (name, "Eri<b>ka</b> Muster", "redact-left"),
            (name, "<p>\nErika <i>Muster</i>\n</p>", "redact-left"),
            (name, "Erika <b title=\"a>b\">Muster</b>", "redact-left"),
            (name, "Eri<span class='>'></span>ka Muster", "redact-left"),
            (name, "Erika <?x > ?> Muster", "redact-left"),
            (name, "Erika <![CDATA[x>y]]> Muster", "redact-left"),
            (
                name,
                "<p>Erika <i title=\">\">Muster</i></p>",
                "redact-left",
            ),
            (name, "<p>Erika&Tab;Muster</p>", "redact-left"),
            (name, "https://x.example/Erika%20Muster", "redact-left"),
            (
                name,
                "[x](https://x.example/Erika%2520Muster)",
                "redact-left",
            ),
            (name, "<a href=\"/x/erika-muster\">x</a>", "redact-name"),
            (
                name,
                "x[^Erika-Muster]\n\n[^Erika-Muster]: y",
                "redact-name",
            ),
            (name, "# Titel {#erika-muster}", "redact-name"),
            (name, "[r](/x \"Erika <b>Muster</b>\")", "redact-left"),
            (name, "Erika\u{200e} Mus\u{34f}ter", "redact-left"),
            (
                "name: Erika <b>Muster</b>\nsummary: Erika Muster\nredact: [Erika Muster]",
                "",
                "redact-left",
            ),
            (
                "name: Erika [Muster](x)\nsummary: Erika Muster\nredact: [Erika Muster]",
                "",
                "redact-left",
            ),
            (
                "name: A\nredact: [Erika Muster, Erika<b> Muster]",
                "Erika Muster",
                "redact-unseen",
            ),
            (name, "[x](https://x.example/Erika%20Muster)", "redact-left"),
            (name, "[x](erika-muster.pdf)", "redact-name"),
            (
                "name: \"Erika \\u004duster\"\nsummary: Erika Muster\nredact: [Erika Muster]",
                "",
                "redact-left",
            ),
            (
                "name: A\nredact: [\"E\\u0072ika Muster\"]",
                "Erika Muster",
                "redact-unseen",
            ),
            ("name: A\nredact: [e]", "e", "redact-short"),
        ] {
            let found = read(front, body).map_or_else(|reason| reason, |_| "ok".into());
            assert_eq!(found, reason, "{front}\n{body}");
        }
    }

    #[test]
    fn other_files_stay_as_they_are() {
        for front in [
            "name: Redact",
            "name: A # redact",
            "name: A\nredact: []",
            "redact: [a",
            "redact: Erika",
        ] {
            let body = "Erika";
            assert_eq!(read(front, body), Ok(format!("---\n{front}\n---\n{body}")));
        }
    }
}
