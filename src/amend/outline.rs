//! Where the relations of a front matter stand, as the YAML library's own parser sees it.
//!
//! Offsets count from the start of the text that the front matter is a part of.

use std::ops::Range;

use serde_yaml::granit_parser::{Event, Parser, Span, StrInput, StructureStyle};

use crate::parse::is_silent;

/// What must be known about a front matter to add relations to it.
#[derive(Debug)]
pub(super) struct Outline {
    /// Blanks before the keys of the front matter.
    pub(super) root: usize,
    /// By how much its lists are indented against their keys; unknown if it has none.
    pub(super) lists: Option<usize>,
    /// Its relations.
    pub(super) relations: Relations,
}

/// The key `relations`.
#[derive(Debug)]
pub(super) enum Relations {
    /// There is no such key.
    Missing,
    /// A key without a value, which ends here.
    Empty { key_end: usize },
    /// `[…]`: where its items stand, and its brackets.
    Flow {
        items: Vec<Range<usize>>,
        brackets: Range<usize>,
    },
    /// Items with dashes, of which there is at least one.
    Block(BlockList),
}

/// A list of items with dashes.
#[derive(Debug)]
pub(super) struct BlockList {
    /// The dash of the last item.
    pub(super) dash: Dash,
    /// Whether the last item is `{…}`.
    pub(super) flow_item: bool,
    /// Where the last item ends, without what is not seen of it.
    pub(super) last_end: usize,
    /// Where what follows the list begins.
    pub(super) next: usize,
}

/// The dash before an item.
#[derive(Debug)]
pub(super) struct Dash {
    /// Blanks before it.
    pub(super) indent: usize,
    /// From the dash to what it stands before.
    pub(super) gap: usize,
}

/// A node of the YAML.
struct Node {
    shape: Shape,
    start: usize,
    /// One past its last visible byte.
    end: usize,
    /// Where the parser says that it ends.
    next: usize,
}

enum Shape {
    Scalar(String),
    Alias,
    List(StructureStyle, Vec<Node>),
    Mapping(StructureStyle, Vec<(Node, Node)>),
}

impl Outline {
    /// Looks at the YAML in `range` of `text`; nothing if it is no mapping of keys in lines.
    pub(super) fn of(text: &str, range: Range<usize>) -> Option<Self> {
        if is_silent(&text[range.clone()]) {
            return Some(Self {
                root: 0,
                lists: None,
                relations: Relations::Missing,
            });
        }
        let mut events = Events {
            parser: Parser::new_from_str(&text[range.clone()]),
            text,
            base: range.start,
        };
        let first = events.next()?;
        let node = events.node(first)?;
        let Shape::Mapping(StructureStyle::Block, entries) = &node.shape else {
            return None;
        };
        let root = column(text, node.start);
        Some(Self {
            root,
            lists: list_indent(text, root, entries),
            relations: relations(text, entries)?,
        })
    }
}

/// The first list with dashes shows how its author indents them.
fn list_indent(text: &str, root: usize, entries: &[(Node, Node)]) -> Option<usize> {
    let first = entries.iter().find_map(|(_, value)| match &value.shape {
        Shape::List(StructureStyle::Block, items) => items.first(),
        _ => None,
    })?;
    dash(text, first.start)?.indent.checked_sub(root)
}

fn relations(text: &str, entries: &[(Node, Node)]) -> Option<Relations> {
    let named = |node: &Node| matches!(&node.shape, Shape::Scalar(name) if name == "relations");
    let Some((key, value)) = entries.iter().find(|(key, _)| named(key)) else {
        return Some(Relations::Missing);
    };
    match &value.shape {
        Shape::Scalar(_) if value.end == value.start => Some(Relations::Empty { key_end: key.end }),
        Shape::List(StructureStyle::Flow, items) => in_brackets(text, value, items),
        Shape::List(StructureStyle::Block, items) => {
            let last = items.last()?;
            Some(Relations::Block(BlockList {
                dash: dash(text, last.start)?,
                flow_item: matches!(last.shape, Shape::Mapping(StructureStyle::Flow, _)),
                last_end: last.end,
                next: value.next,
            }))
        }
        _ => None,
    }
}

/// Items whose brackets are where the parser says, and that follow each other.
fn in_brackets(text: &str, list: &Node, items: &[Node]) -> Option<Relations> {
    let brackets = list.start..list.end;
    let inner = text.get(brackets.clone())?.strip_prefix('[')?;
    let close = brackets.start + 1 + inner.strip_suffix(']')?.len();
    let mut at = brackets.start + 1;
    for item in items {
        (at <= item.start && item.start <= item.end && item.end <= close).then_some(())?;
        at = item.end;
    }
    Some(Relations::Flow {
        items: items.iter().map(|item| item.start..item.end).collect(),
        brackets,
    })
}

/// The dash before the item at `at`: on its line, or above it.
fn dash(text: &str, at: usize) -> Option<Dash> {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = text[..line_end].lines().rev().find_map(|line| {
        let item = line.trim_start_matches(' ').strip_prefix('-')?;
        (item.is_empty() || item.starts_with([' ', '\t', '\r'])).then_some((line, item))
    });
    let (line, item) = line?;
    let blanks = item.len() - item.trim_start_matches(' ').len();
    let something = !item.trim().is_empty() && !item.trim_start().starts_with('#');
    Some(Dash {
        indent: line.len() - item.len() - 1,
        gap: 1 + if something { blanks.max(1) } else { 1 },
    })
}

/// Bytes before `at` on its line.
fn column(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The parser's events, with offsets in the whole text.
struct Events<'a> {
    parser: Parser<'a, StrInput<'a>>,
    text: &'a str,
    base: usize,
}

type Found<'a> = (Event<'a>, Range<usize>);

impl<'a> Events<'a> {
    /// The next event that belongs to a node; nothing where the YAML ends or is wrong.
    fn next(&mut self) -> Option<Found<'a>> {
        loop {
            let (event, span) = self.parser.next_event()?.ok()?;
            match event {
                Event::StreamEnd | Event::DocumentEnd => return None,
                Event::SequenceEnd | Event::MappingEnd => {}
                ref event if event.is_node() => {}
                _ => continue,
            }
            return Some((event, self.range(&span)?));
        }
    }

    fn range(&self, span: &Span) -> Option<Range<usize>> {
        let start = self.base + span.start.byte_offset()?;
        let end = self.base + span.end.byte_offset()?;
        self.text.get(start..end).map(|_| start..end)
    }

    /// The node that begins with an event. The parser limits how deep nodes may stand in each other.
    fn node(&mut self, (event, range): Found<'a>) -> Option<Node> {
        let (shape, end) = match event {
            Event::Scalar(value, ..) => {
                let end = range.start + self.text[range.clone()].trim_end().len();
                (Shape::Scalar(value.into_owned()), end)
            }
            Event::Alias(_) => (Shape::Alias, range.end),
            Event::SequenceStart(style, ..) => return self.list(range.start, style),
            Event::MappingStart(style, ..) => return self.mapping(range.start, style),
            _ => return None,
        };
        Some(Node {
            shape,
            start: range.start,
            end,
            next: range.end,
        })
    }

    fn list(&mut self, start: usize, style: StructureStyle) -> Option<Node> {
        let (mut items, mut seen) = (Vec::new(), start);
        loop {
            let (event, range) = self.next()?;
            if event == Event::SequenceEnd {
                return Some(collection(Shape::List(style, items), start, seen, range));
            }
            let item = self.node((event, range))?;
            seen = seen.max(item.end);
            items.push(item);
        }
    }

    fn mapping(&mut self, start: usize, style: StructureStyle) -> Option<Node> {
        let (mut entries, mut seen) = (Vec::new(), start);
        loop {
            let (event, range) = self.next()?;
            if event == Event::MappingEnd {
                return Some(collection(
                    Shape::Mapping(style, entries),
                    start,
                    seen,
                    range,
                ));
            }
            let key = self.node((event, range))?;
            let found = self.next()?;
            let value = self.node(found)?;
            seen = seen.max(key.end).max(value.end);
            entries.push((key, value));
        }
    }
}

/// `{…}` ends with its bracket, which `range` covers; a collection in lines with its last node.
fn collection(shape: Shape, start: usize, seen: usize, range: Range<usize>) -> Node {
    Node {
        shape,
        start,
        end: if range.is_empty() { seen } else { range.end },
        next: range.end,
    }
}
