//! The parts of a Markdown text that are not plain prose, and how much of them may be quoted.

use std::ops::Range;

use super::REACH;

/// What is special about a part of a Markdown text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum ClosedKind {
    /// A comment, raw HTML, the definition of a link: never quoted.
    Hidden,
    /// A link or picture: quoted by its words.
    Link,
    /// Code: quoted as it stands.
    Code,
}

/// The parts of a text that are not plain prose, in bytes, for look-ups by place.
#[derive(Debug, Default)]
pub(in crate::parse) struct Closed {
    /// By where they begin. They may lie within each other.
    parts: Vec<(Range<usize>, ClosedKind)>,
    /// For each part, the furthest end so far.
    reach: Vec<usize>,
}

impl Closed {
    /// Puts parts, given in any order, in theirs.
    pub(in crate::parse) fn new(mut parts: Vec<(Range<usize>, ClosedKind)>) -> Self {
        parts.sort_by_key(|(range, _)| range.start);
        let reach = parts.iter().scan(0, |furthest: &mut usize, (range, _)| {
            *furthest = (*furthest).max(range.end);
            Some(*furthest)
        });
        Self {
            reach: reach.collect(),
            parts,
        }
    }

    /// Parts that have bytes of `range`.
    pub(in crate::parse) fn within(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = &(Range<usize>, ClosedKind)> {
        let first = self.reach.partition_point(|end| *end <= range.start);
        let last = self
            .parts
            .partition_point(|(part, _)| part.start < range.end);
        let from = range.start;
        let parts = self.parts.get(first..last).unwrap_or_default();
        parts.iter().filter(move |(part, _)| from < part.end)
    }
}

/// A stretch of the source that is not read as prose.
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Passed over.
    Skip,
    /// Passed over; what stands before has nothing to do with what stands after.
    Border,
    /// Taken as it stands.
    Literal,
}

pub(super) fn pieces(markdown: &str, (range, kind): &(Range<usize>, ClosedKind)) -> Vec<Piece> {
    let piece = |range, role| Piece { range, role };
    let inner = match kind {
        ClosedKind::Hidden if begins_line(markdown, range.start) => None,
        ClosedKind::Hidden => return vec![piece(range.clone(), Role::Skip)],
        ClosedKind::Link => words_of_link(markdown, range),
        ClosedKind::Code => words_of_code(markdown, range),
    };
    let Some(inner) = inner else {
        return vec![piece(range.clone(), Role::Border)];
    };
    let mut pieces = vec![
        piece(range.start..inner.start, Role::Skip),
        piece(inner.end..range.end, Role::Skip),
    ];
    if *kind == ClosedKind::Code {
        pieces.push(piece(inner, Role::Literal));
    }
    pieces
}

/// `[words](…)`, `![words][…]` or `<words>`; nothing if it is none of these.
fn words_of_link(markdown: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let link = markdown.get(range.clone())?;
    if link.starts_with('<') && link.ends_with('>') {
        return Some(range.start + 1..range.end - 1);
    }
    let start = 1 + usize::from(link.starts_with('!'));
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in link.bytes().enumerate().skip(start - 1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' if depth <= 1 => return Some(range.start + start..range.start + at.max(start)),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands between the backticks; nothing if it is a block.
fn words_of_code(markdown: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let code = markdown.get(range.clone())?;
    let ticks = code.len() - code.trim_start_matches('`').len();
    let block = !(1..=2).contains(&ticks) || code.len() < 2 * ticks;
    (!block).then(|| range.start + ticks..range.end - ticks)
}

/// Whether only blanks and marks of quotes stand before `at` in its line.
fn begins_line(markdown: &str, at: usize) -> bool {
    let before = markdown.get(..at).unwrap_or_default();
    let near = &before[before.ceil_char_boundary(at.saturating_sub(REACH))..];
    let before = near.trim_end_matches([' ', '\t', '>']);
    before.is_empty() || before.ends_with('\n')
}
