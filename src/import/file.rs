//! A content file as text with entries: which lines belong to which key, and one entry exchanged for
//! another while everything else, comments included, stays byte for byte. Pure.

use std::ops::Range;

use serde_json::{Map, Value};

use super::yaml;
use crate::parse::{front_matter, is_silent, quietly};

/// A mapping in a text: front matter, a YAML file, or an item of a list.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    /// Its lines, from the first key's to the last one's.
    text: String,
    /// Blanks before its keys.
    indent: usize,
    /// Whether it is an item of a list: the dash before its first key is put back in the end.
    item: bool,
}

/// A Markdown file in two parts.
#[derive(Clone, Debug)]
pub(super) struct Parts<'a> {
    /// What stands before the YAML: byte order mark and `---`.
    pub(super) head: &'a str,
    /// The YAML.
    pub(super) front: &'a str,
    /// The line `---` that ends it, and the blank lines after it.
    pub(super) fence: &'a str,
    /// The text.
    pub(super) body: &'a str,
}

/// Takes a Markdown file apart; `None` if it has no front matter.
pub(super) fn parts(text: &str) -> Option<Parts<'_>> {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (range, body) = front_matter(&text[mark..])?;
    let (start, end, body) = (range.start + mark, range.end + mark, body + mark);
    let blank = text[body..].len() - text[body..].trim_start_matches(['\n', '\r']).len();
    Some(Parts {
        head: &text[..start],
        front: &text[start..end],
        fence: &text[end..body + blank],
        body: &text[body + blank..],
    })
}

/// A new Markdown file.
pub(super) fn compose(front: &str, body: &str) -> String {
    let body = body.trim_matches('\n');
    if body.is_empty() {
        format!("---\n{front}---\n")
    } else {
        format!("---\n{front}---\n\n{body}\n")
    }
}

impl Mapping {
    /// Front matter, or a YAML file.
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            indent: 0,
            item: false,
        }
    }

    /// An item of a list, as [`list_items`] finds it.
    pub(super) fn item(text: &str) -> Self {
        Self {
            text: text.replacen("- ", "  ", 1),
            indent: 2,
            item: true,
        }
    }

    pub(super) fn into_text(self) -> String {
        if self.item {
            self.text.replacen("  ", "- ", 1)
        } else {
            self.text
        }
    }

    /// Keys and values; `None` if the YAML cannot be read.
    pub(super) fn values(&self) -> Option<Map<String, Value>> {
        if is_silent(&self.text) {
            return Some(Map::new());
        }
        quietly(&self.text)
    }

    /// Exchanges a key's value, adds or removes the key. False if that cannot be done without touching
    /// anything else; then nothing was changed.
    pub(super) fn set(&mut self, key: &str, value: &Value) -> bool {
        let Some(before) = self.values() else {
            return false;
        };
        let changed = self.changed(key, value);
        let changed = Self {
            text: changed,
            ..*self
        };
        let mut expected = before;
        if yaml::is_empty(value) {
            expected.remove(key);
        } else {
            let written = yaml::entry(key, value, 0);
            let Some(read) = quietly::<Map<String, Value>>(&written) else {
                return false;
            };
            expected.extend(read);
        }
        let proven = changed.values().as_ref() == Some(&expected);
        if proven {
            self.text = changed.text;
        }
        proven
    }

    fn changed(&self, key: &str, value: &Value) -> String {
        let entries = self.entries();
        let mut new = if yaml::is_empty(value) {
            String::new()
        } else {
            yaml::entry(key, value, self.indent)
        };
        if self.text.contains("\r\n") {
            new = new.replace('\n', "\r\n");
        }
        let old = entries.iter().find(|(name, _)| name == key);
        let (range, kept) = if let Some((_, range)) = old {
            (range.clone(), self.comments(range.clone()))
        } else {
            let at = self.place(key, &entries);
            (at..at, String::new())
        };
        let mut text = String::with_capacity(self.text.len() + new.len());
        text.push_str(&self.text[..range.start]);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        // The dash of an item stands before its first key.
        let (first, second) = if self.item && range.start == 0 {
            (&new, &kept)
        } else {
            (&kept, &new)
        };
        text.push_str(first);
        text.push_str(second);
        text.push_str(&self.text[range.end..]);
        text
    }

    /// Comments in the lines of an entry, each on a line of its own, so that none is lost with a value.
    fn comments(&self, range: Range<usize>) -> String {
        let text = &self.text[range];
        let literal = text.lines().next().is_some_and(|line| {
            let value = line.split_once(':').map_or("", |(_, value)| value.trim());
            value.starts_with(['|', '>'])
        });
        if literal {
            return String::new();
        }
        let blanks = " ".repeat(self.indent);
        let comment = |line: &str| {
            let at = if line.trim_start().starts_with('#') {
                line.find('#')
            } else {
                trailing_comment(line)
            };
            at.map(|at| format!("{blanks}{}\n", line[at..].trim_end()))
        };
        text.lines().filter_map(comment).collect()
    }

    /// Keys with their lines: from the key's to before the next key's and the comments above that.
    fn entries(&self) -> Vec<(String, Range<usize>)> {
        let mut entries: Vec<(String, Range<usize>)> = Vec::new();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let range = at..at + line.len();
            at = range.end;
            if let Some(key) = key(line, self.indent) {
                entries.push((key, range));
            } else if let Some((_, last)) = entries.last_mut() {
                let deeper = indentation(line) > self.indent;
                let item = line.trim_start().starts_with("- ") || line.trim() == "-";
                let closes = line.trim_start().starts_with([']', '}']);
                if !line.trim().is_empty() && (deeper || item || closes) {
                    last.end = range.end;
                }
            }
        }
        entries
    }

    /// Where a new key goes: behind the nearest of those that stand before it in the order of keys.
    fn place(&self, key: &str, entries: &[(String, Range<usize>)]) -> usize {
        let before = entries
            .iter()
            .filter(|(other, _)| yaml::rank(other) < yaml::rank(key));
        let behind = before.max_by_key(|(other, _)| yaml::rank(other));
        match (behind, entries.first()) {
            (Some((_, range)), _) => range.end,
            (None, Some((_, first))) => first.start,
            (None, None) => self.text.len(),
        }
    }
}

/// The key that a line begins at this indentation.
fn key(line: &str, indent: usize) -> Option<String> {
    let blanks = indentation(line);
    if blanks != indent {
        return None;
    }
    let rest = line[blanks..].trim_end();
    let (key, value) = rest.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let key = key.trim_matches(['"', '\'']);
    let sound = !key.is_empty() && key.chars().all(plain) && !key.starts_with('-');
    (sound && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| key.to_owned())
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where a comment begins behind a value: a `#` after a blank, outside quotes.
fn trailing_comment(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (Some(open), c) if c == open && before != '\\' => quote = None,
            (None, '#') if before.is_whitespace() => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// A list of mappings in a YAML file: its items, and what stands around them.
pub(super) fn list_items(text: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    // Blank lines and comments belong to an item only if it goes on behind them.
    let mut between = String::new();
    for line in text.split_inclusive('\n') {
        let starts = line.starts_with("- ");
        let goes_on = line.starts_with(' ') && !line.trim().is_empty();
        match segments.last_mut() {
            Some(Segment::Item(item)) if goes_on => {
                item.push_str(&std::mem::take(&mut between));
                item.push_str(line);
            }
            _ if starts => {
                segments.push(Segment::Other(std::mem::take(&mut between)));
                segments.push(Segment::Item(line.to_owned()));
            }
            _ => between.push_str(line),
        }
    }
    segments.push(Segment::Other(between));
    segments
}

/// A part of a list's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// The lines of an item.
    Item(String),
    /// Comments and blank lines.
    Other(String),
}

impl Segment {
    /// Its lines.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Item(text) | Self::Other(text) => text,
        }
    }

    /// The item's slug.
    pub(super) fn slug(&self) -> Option<String> {
        let Self::Item(text) = self else { return None };
        let values = Mapping::item(text).values()?;
        Some(values.get("slug")?.as_str()?.to_owned())
    }
}

/// Paragraphs of a text: pieces with blank lines between them, code between fences as one.
pub(super) fn paragraphs(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut at, mut fenced) = (None, 0, false);
    for line in body.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if line.trim().is_empty() && !fenced {
            if let Some(from) = start.take() {
                found.push(body[from..at].trim_end());
            }
        } else if start.is_none() {
            start = Some(at);
        }
        at = end;
    }
    if let Some(from) = start {
        found.push(body[from..].trim_end());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "cases read better")]
    fn check(before: &str, key: &str, value: Value, after: &str) {
        let mut mapping = Mapping::new(before);
        assert!(mapping.set(key, &value), "{before}");
        assert_eq!(mapping.into_text(), after);
    }

    #[test]
    fn one_key_changes_and_comments_stay() {
        let paper = "# Kopf\nname: Alt # Titel\n# zum Datum\ndate: 2024-01-01\ntopics:\n  # warum\n  - rad\n\n# Ende\nsource: https://a.example\n";
        check(
            paper,
            "name",
            json!("Neu: x"),
            &paper.replace("name: Alt # Titel\n", "# Titel\nname: \"Neu: x\"\n"),
        );
        check(
            paper,
            "date",
            Value::Null,
            &paper.replace("date: 2024-01-01\n", ""),
        );
        check(
            paper,
            "topics",
            json!(["bus"]),
            &paper.replace("topics:\n  # warum\n  - rad\n", "# warum\ntopics: [bus]\n"),
        );
        check(
            paper,
            "reference",
            json!("1/24"),
            &paper.replace("# zum Datum", "reference: 1/24\n# zum Datum"),
        );
        check("", "name", json!("A"), "name: A\n");
        check(
            "name: A",
            "date",
            json!("2024-01-01"),
            "name: A\ndate: 2024-01-01\n",
        );
        check(
            "summary: >-\n  a # b\n  c\nname: x\n",
            "summary",
            json!("kurz"),
            "summary: kurz\nname: x\n",
        );
        check(
            "topics: [\n  a,\n]\nname: x\n",
            "topics",
            json!(["b"]),
            "topics: [b]\nname: x\n",
        );
        check(
            "items:\r\n- a: 1\r\n- a: 2\r\nname: x\r\n",
            "name",
            json!("neu"),
            "items:\r\n- a: 1\r\n- a: 2\r\nname: neu\r\n",
        );
    }

    #[test]
    fn what_cannot_be_proven_is_left_alone() {
        let mut odd = Mapping::new("{name: x}\n");
        assert!(!odd.set("name", &json!("y")));
        let mut alias = Mapping::new("a: &x 1\nname: x\nb: *x\n");
        assert!(!alias.set("a", &json!(2)));
        assert_eq!(alias.into_text(), "a: &x 1\nname: x\nb: *x\n");
    }

    #[test]
    fn items_and_paragraphs_know_their_lines() {
        let text = "# x\n- slug: a\n  name: A\n\n# y\n- slug: b\n";
        let segments = list_items(text);
        let joined: String = segments.iter().map(Segment::text).collect();
        let items: Vec<&str> = segments
            .iter()
            .filter(|segment| segment.slug().is_some())
            .map(Segment::text)
            .collect();
        assert_eq!(joined, text);
        assert_eq!(items, ["- slug: a\n  name: A\n", "- slug: b\n"]);
        let mut first = Mapping::item(items[0]);
        assert!(first.set("shortName", &json!("Ä")));
        assert_eq!(first.into_text(), "- slug: a\n  name: A\n  shortName: Ä\n");
        assert_eq!(
            paragraphs("\na\nb\n\n\n```\nc\n\nd\n```\n\ne"),
            ["a\nb", "```\nc\n\nd\n```", "e"]
        );
    }
}
