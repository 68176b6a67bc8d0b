//! What is put where, so that new relations look like those that are there.

use std::ops::Range;

use super::Entry;
use super::outline::{BlockList, Dash, Outline, Relations};
use super::scalar::scalar;

/// Something to put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insertion {
    /// Before which byte.
    pub(super) at: usize,
    /// What.
    pub(super) text: String,
}

/// Ways to add `entries` to the front matter in `range`, each a list of insertions from the front
/// to the back; the best one first. None if there is no place for them.
pub(super) fn ways(text: &str, range: Range<usize>, entries: &[Entry]) -> Vec<Vec<Insertion>> {
    let Some(outline) = Outline::of(text, range.clone()) else {
        return Vec::new();
    };
    let place = Place {
        text,
        end: range.end,
        entries,
    };
    let dash = Dash {
        indent: outline.root + outline.lists.unwrap_or(2),
        gap: 2,
    };
    match outline.relations {
        Relations::Missing => vec![vec![place.new_key(outline.root, &dash)]],
        Relations::Empty { key_end } => vec![vec![place.after_key(key_end, outline.root, &dash)]],
        Relations::Flow { items, brackets } => vec![place.in_brackets(&items, brackets)],
        Relations::Block(list) => place.after_items(outline.root, &list),
    }
}

/// Entries in lines, each with a dash.
pub(super) fn block(entries: &[Entry], dash: &Dash, line_end: &str) -> String {
    let write = |entry: &Entry| {
        let indent = " ".repeat(dash.indent);
        let pairs = pairs(entry, false);
        let line = |(at, (key, value)): (usize, &(&str, String))| {
            let mark = if at == 0 { "-" } else { " " };
            let gap = " ".repeat(dash.gap - 1);
            format!("{indent}{mark}{gap}{key}: {value}{line_end}")
        };
        pairs.iter().enumerate().map(line).collect::<String>()
    };
    entries.iter().map(write).collect()
}

/// An entry in braces.
fn flow(entry: &Entry) -> String {
    let pairs: Vec<String> = pairs(entry, true)
        .into_iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    format!("{{{}}}", pairs.join(", "))
}

fn pairs(entry: &Entry, flow: bool) -> Vec<(&'static str, String)> {
    let evidence = entry.evidence.as_deref();
    [
        Some(("type", entry.relation_type.name())),
        Some(("target", entry.target.as_str())),
        evidence.map(|evidence| ("evidence", evidence)),
    ]
    .into_iter()
    .flatten()
    .map(|(key, value)| (key, scalar(value, flow)))
    .collect()
}

/// How the last item of `[…]` ends.
struct Tail {
    /// Where it ends.
    end: usize,
    /// Where it ends with its comma, if it has one.
    behind: usize,
    comma: bool,
}

impl Tail {
    /// What must stand between it and a new item.
    fn lead(&self) -> &'static str {
        if self.comma { "" } else { "," }
    }

    /// What a new item ends with to look like it.
    fn trail(&self) -> &'static str {
        if self.comma { "," } else { "" }
    }
}

/// The text that entries are put into.
struct Place<'a> {
    text: &'a str,
    /// Where the front matter ends.
    end: usize,
    entries: &'a [Entry],
}

impl Place<'_> {
    /// `relations:` behind everything else.
    fn new_key(&self, root: usize, dash: &Dash) -> Insertion {
        let line_end = self.line_end(self.end);
        let entries = block(self.entries, dash, line_end);
        let key = " ".repeat(root);
        Insertion {
            at: self.end,
            text: format!("{key}relations:{line_end}{entries}"),
        }
    }

    /// Entries for a key that has none, behind the comments that belong to it.
    fn after_key(&self, key_end: usize, root: usize, dash: &Dash) -> Insertion {
        let at = self.after_comments(self.next_line(key_end), root + 1);
        Insertion {
            at,
            text: block(self.entries, dash, self.line_end(at)),
        }
    }

    /// Behind the last item and its comments; or, if that would change the item (a text that keeps its
    /// blank lines), before whatever follows.
    fn after_items(&self, root: usize, list: &BlockList) -> Vec<Vec<Insertion>> {
        let comments = list.dash.indent.max(root + 1);
        let behind = self.after_comments(self.next_line(list.last_end), comments);
        let before = self.line_start(list.next.min(self.end));
        let insert = |at| {
            let line_end = self.line_end(at);
            let text = if list.flow_item {
                self.braces_with_dashes(&list.dash, line_end)
            } else {
                block(self.entries, &list.dash, line_end)
            };
            vec![Insertion { at, text }]
        };
        vec![insert(behind), insert(before)]
    }

    fn braces_with_dashes(&self, dash: &Dash, line_end: &str) -> String {
        let (indent, gap) = (" ".repeat(dash.indent), " ".repeat(dash.gap - 1));
        let line = |entry| format!("{indent}-{gap}{}{line_end}", flow(entry));
        self.entries.iter().map(line).collect()
    }

    /// Behind the last item of `[…]`, on its line or on lines of their own.
    fn in_brackets(&self, items: &[Range<usize>], brackets: Range<usize>) -> Vec<Insertion> {
        let close = brackets.end - 1;
        let Some(last) = items.last() else {
            return vec![Insertion {
                at: brackets.start + 1,
                text: self.joined(", "),
            }];
        };
        let before = items.iter().rev().nth(1);
        let before = before.map_or(brackets.start, |item| item.end);
        let comma = self.comma(last.end..close);
        let tail = Tail {
            end: last.end,
            behind: comma.map_or(last.end, |at| at + 1),
            comma: comma.is_some(),
        };
        if self.text[before..last.start].contains('\n') {
            return self.on_lines(last.start, &tail, close);
        }
        vec![Insertion {
            at: tail.behind,
            text: format!("{} {}{}", tail.lead(), self.joined(", "), tail.trail()),
        }]
    }

    /// Behind the last item of `[…]`, which begins its own line at `start`.
    fn on_lines(&self, start: usize, tail: &Tail, close: usize) -> Vec<Insertion> {
        let line = &self.text[self.line_start(start)..start];
        let indent = &line[..line.len() - line.trim_start().len()];
        let (lead, trail) = (tail.lead(), tail.trail());
        let bracket_below = self.text[tail.behind..close].contains('\n');
        let at = if bracket_below {
            self.next_line(tail.behind)
        } else {
            tail.behind
        };
        let line_end = self.line_end(at);
        let items = self.joined(&format!(",{line_end}{indent}"));
        if !bracket_below {
            let text = format!("{lead}{line_end}{indent}{items}{trail}");
            return vec![Insertion { at, text }];
        }
        // What is said about the last item, behind it on its line, stays there.
        let comma = Insertion {
            at: tail.end,
            text: lead.to_owned(),
        };
        let text = format!("{indent}{items}{trail}{line_end}");
        vec![comma, Insertion { at, text }]
    }

    /// All entries in braces.
    fn joined(&self, between: &str) -> String {
        let entries: Vec<String> = self.entries.iter().map(flow).collect();
        entries.join(between)
    }

    /// Where a comma stands between the last item and the bracket; comments may hold others.
    fn comma(&self, range: Range<usize>) -> Option<usize> {
        let mut at = range.start;
        for line in self.text[range].split_inclusive('\n') {
            let code = line.split('#').next().unwrap_or_default();
            if let Some(comma) = code.find(',') {
                return Some(at + comma);
            }
            at += line.len();
        }
        None
    }

    /// From the start of a line to behind the comments that follow, at least so far indented.
    fn after_comments(&self, from: usize, indent: usize) -> usize {
        let (mut at, mut behind) = (from, from);
        for line in self.text[from..self.end].split_inclusive('\n') {
            at += line.len();
            let text = line.trim_start_matches([' ', '\t']);
            if text.starts_with('#') && line.len() - text.len() >= indent {
                behind = at;
            } else if !text.trim().is_empty() {
                break;
            }
        }
        behind
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The start of the line behind the one at `at`.
    fn next_line(&self, at: usize) -> usize {
        let end = self.text[at..self.end].find('\n');
        end.map_or(self.end, |end| at + end + 1)
    }

    /// How the line before `at` ends.
    fn line_end(&self, at: usize) -> &'static str {
        let before = &self.text[..self.line_start(at)];
        if before.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}
