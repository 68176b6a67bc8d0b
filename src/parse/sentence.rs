//! The sentence in which a number is cited, as plain words that may be quoted as evidence (DESIGN §5).
//!
//! It reads a small window of the Markdown forwards, never the whole text: what stands before a border
//! (a blank line, a heading, a list mark, a cell) is forgotten, and the border after the number ends it.
//! Comments and raw HTML must never come out of here: a comment may hold what is not public. What is
//! real text of papers (hyphens at line ends, bullets of word processors, ordinals) is DOMAIN §4's.

use std::ops::Range;

use crate::text;

/// How many bytes to each side of the number are looked at.
const REACH: usize = 1_500;

/// Characters of a quoted sentence.
const LONGEST: usize = 300;

/// A sentence that cites a number. Empty if the number stands where nothing may be quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its words, on one line and without markup; `…` where something was left out.
    pub(super) text: String,
    /// Where in `text` the number stands, in bytes.
    pub(super) number: Range<usize>,
}

/// What is special about a part of a Markdown text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClosedKind {
    /// A comment, raw HTML, the definition of a link: never quoted.
    Hidden,
    /// A link or picture: quoted by its words.
    Link,
    /// Code: quoted as it stands.
    Code,
}

/// The parts of a text that are not plain prose, in bytes, for look-ups by place.
#[derive(Debug, Default)]
pub(super) struct Closed {
    /// By where they begin. They may lie within each other.
    parts: Vec<(Range<usize>, ClosedKind)>,
    /// For each part, the furthest end so far.
    reach: Vec<usize>,
}

impl Closed {
    /// Puts parts, given in any order, in theirs.
    pub(super) fn new(mut parts: Vec<(Range<usize>, ClosedKind)>) -> Self {
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

    /// Whether any part has bytes of `range`.
    pub(super) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.within(range).next().is_some()
    }

    /// Parts that have bytes of `range`.
    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &(Range<usize>, ClosedKind)> {
        let first = self.reach.partition_point(|end| *end <= range.start);
        let last = self
            .parts
            .partition_point(|(part, _)| part.start < range.end);
        let from = range.start;
        let parts = self.parts.get(first..last).unwrap_or_default();
        parts.iter().filter(move |(part, _)| from < part.end)
    }
}

/// The sentence around the number at bytes `number` of `markdown`, at most 300 characters unless the
/// number itself has more. Empty if any of the number is hidden.
pub(super) fn around(markdown: &str, number: Range<usize>, closed: &Closed) -> Sentence {
    let end = markdown.ceil_char_boundary(number.end);
    let number = markdown.floor_char_boundary(number.start.min(end))..end;
    let hidden = |(_, kind): &(_, ClosedKind)| *kind == ClosedKind::Hidden;
    if closed.within(&number).any(hidden) {
        return Sentence::default();
    }
    let window = window(markdown, &number, closed);
    let parts = closed.within(&window);
    let mut pieces: Vec<Piece> = parts.flat_map(|part| pieces(markdown, part)).collect();
    pieces.sort_by_key(|piece| piece.range.start);
    let reader = Reader::new(markdown, number, window, pieces);
    reader.read().map(Plain::sentence).unwrap_or_default()
}

/// What is looked at. No part is cut in two: what would be is left out.
fn window(markdown: &str, number: &Range<usize>, closed: &Closed) -> Range<usize> {
    let mut from = markdown.ceil_char_boundary(number.start.saturating_sub(REACH));
    let mut to = markdown.floor_char_boundary(number.end.saturating_add(REACH));
    for (part, _) in closed.within(&(from..to)) {
        if part.start < from {
            from = from.max(part.end.min(number.start));
        }
        if part.end > to {
            to = part.start.max(number.end);
        }
    }
    markdown.ceil_char_boundary(from)..markdown.ceil_char_boundary(to)
}

/// A stretch of the source that is not read as prose.
struct Piece {
    range: Range<usize>,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Passed over.
    Skip,
    /// Passed over; what stands before has nothing to do with what stands after.
    Border,
    /// Taken as it stands.
    Literal,
}

fn pieces(markdown: &str, (range, kind): &(Range<usize>, ClosedKind)) -> Vec<Piece> {
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

/// Reads a window into plain words.
struct Reader<'m> {
    markdown: &'m str,
    number: Range<usize>,
    window: Range<usize>,
    pieces: std::iter::Peekable<std::vec::IntoIter<Piece>>,
    /// The byte that is read next.
    at: usize,
    /// Up to where code is read.
    literal: usize,
    out: String,
    /// The number in `out`.
    found: Option<Range<usize>>,
    /// Whether `out` begins in the middle of something.
    cut: bool,
    heading: bool,
    /// Marks of quotes before this line.
    depth: usize,
    /// Whether a line that begins with `2.` can be an item.
    list: bool,
}

/// Why reading stops.
enum Stop {
    /// At a border behind the number.
    Border,
    /// The number stands where nothing may be quoted.
    Hidden,
}

/// The words around a number, without markup.
struct Plain {
    text: String,
    number: Range<usize>,
    cut_before: bool,
    cut_after: bool,
}

impl<'m> Reader<'m> {
    fn new(
        markdown: &'m str,
        number: Range<usize>,
        window: Range<usize>,
        pieces: Vec<Piece>,
    ) -> Self {
        Self {
            markdown,
            number,
            at: window.start,
            literal: 0,
            out: String::with_capacity(window.len()),
            found: None,
            cut: window.start > 0,
            heading: false,
            depth: usize::MAX,
            list: window.start > 0,
            window,
            pieces: pieces.into_iter().peekable(),
        }
    }

    fn read(mut self) -> Option<Plain> {
        let stop = self.run();
        let cut_after = stop.is_ok() && self.window.end < self.markdown.len();
        if matches!(stop, Err(Stop::Hidden)) {
            return None;
        }
        Some(Plain {
            number: self.found?,
            text: self.out,
            cut_before: self.cut,
            cut_after,
        })
    }

    fn run(&mut self) -> Result<(), Stop> {
        if self.markdown[..self.at]
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n')
        {
            self.line(false)?;
        }
        while self.at < self.window.end {
            if !self.piece()? {
                self.step()?;
            }
        }
        Ok(())
    }

    fn rest(&self) -> &'m str {
        self.markdown
            .get(self.at..self.window.end)
            .unwrap_or_default()
    }

    /// Takes the next piece if it begins here; whether it moved.
    fn piece(&mut self) -> Result<bool, Stop> {
        let at = self.at;
        let Some(piece) = self.pieces.next_if(|piece| piece.range.start <= at) else {
            return Ok(false);
        };
        if piece.range.end <= at {
            return Ok(true);
        }
        match piece.role {
            Role::Literal => self.literal = self.literal.max(piece.range.end),
            Role::Skip => {
                if self.rest().starts_with("<br") {
                    self.blank();
                }
                self.pass(piece.range.end)?;
            }
            Role::Border => {
                self.border()?;
                self.pass(piece.range.end)?;
                if self.markdown[..self.at].ends_with('\n') {
                    self.line(true)?;
                }
            }
        }
        Ok(true)
    }

    /// Goes on at `to` without reading.
    fn pass(&mut self, to: usize) -> Result<(), Stop> {
        let to = self.markdown.ceil_char_boundary(to);
        if self.at < self.number.end && self.number.start < to {
            return Err(Stop::Hidden);
        }
        self.at = to;
        Ok(())
    }

    /// A border is here. Within the number there is none.
    fn border(&mut self) -> Result<(), Stop> {
        if self.at >= self.number.end {
            return Err(Stop::Border);
        }
        if self.at <= self.number.start {
            self.out.clear();
            self.cut = false;
        }
        Ok(())
    }

    /// Reads one character, or a mark that is made of several.
    fn step(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else {
            self.at = self.window.end;
            return Ok(());
        };
        let next = &rest[c.len_utf8()..];
        if c == '\n' && self.at >= self.literal {
            self.at += 1;
            return self.line(self.heading);
        }
        if c.is_whitespace() {
            self.at += c.len_utf8();
            self.blank();
            return Ok(());
        }
        if self.at < self.literal {
            self.push(c, c.len_utf8());
            return Ok(());
        }
        match c {
            '\\' if next.starts_with('\n') => self.at += 1,
            '\\' if next.starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.at += 1;
                let escaped = char::from(next.as_bytes()[0]);
                self.push(escaped, 1);
            }
            '&' => self.entity(),
            '<' if rest.starts_with("<!--") => return self.comment(),
            '-' if rest.starts_with("-->") => return self.border_of("-->".len()),
            '|' => return self.border_of(1),
            _ if is_bullet(c) => return self.border_of(c.len_utf8()),
            '[' if next.starts_with('^') => self.footnote()?,
            _ if self.is_mark(c, next) => self.at += c.len_utf8(),
            _ => self.push(c, c.len_utf8()),
        }
        Ok(())
    }

    fn border_of(&mut self, bytes: usize) -> Result<(), Stop> {
        self.border()?;
        self.at += bytes;
        Ok(())
    }

    /// Whether `c` is markup here and not a part of the words. The star of "Bürger*innen" stays.
    fn is_mark(&self, c: char, next: &str) -> bool {
        let in_word =
            self.out.ends_with(char::is_alphanumeric) && next.starts_with(char::is_alphanumeric);
        match c {
            '*' if in_word => !next.starts_with("in"),
            '*' => !(self.out.ends_with(' ') && next.starts_with(' ')),
            '_' => !in_word,
            '~' => next.starts_with('~') || self.markdown[..self.at].ends_with('~'),
            '#' if self.heading => next
                .lines()
                .next()
                .unwrap_or_default()
                .trim_matches(['#', ' ', '\t', '\r'])
                .is_empty(),
            _ => false,
        }
    }

    /// A comment that nobody announced, such as one that is never closed.
    fn comment(&mut self) -> Result<(), Stop> {
        self.border()?;
        let rest = self.rest();
        let end = rest.find("-->").map_or(rest.len(), |at| at + "-->".len());
        self.pass(self.at + end)
    }

    /// `[^1]`.
    fn footnote(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let label = rest.bytes().take(100).position(|byte| byte == b']');
        match label.filter(|end| !rest[..*end].contains([' ', '\n'])) {
            Some(end) if !self.number_within(end + 1) => self.pass(self.at + end + 1),
            _ => {
                self.push('[', 1);
                Ok(())
            }
        }
    }

    fn number_within(&self, bytes: usize) -> bool {
        self.at < self.number.end && self.number.start < self.at + bytes
    }

    /// `&nbsp;`, `&#8209;`.
    fn entity(&mut self) {
        let rest = self.rest();
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, decoded(&rest[1..end])?))) {
            Some((end, c)) if c.is_whitespace() => {
                self.at += end + 1;
                self.blank();
            }
            Some((end, c)) => self.push(c, end + 1),
            None => self.push('&', 1),
        }
    }

    /// Writes a character that stands for `bytes` of the source.
    fn push(&mut self, c: char, bytes: usize) {
        let invisible = matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        );
        if !invisible && text::is_printable(c) {
            let start = self.out.len();
            self.out.push(c);
            if self.number_within(bytes) {
                let found = self.found.get_or_insert(start..start);
                found.end = self.out.len();
            }
        }
        self.at += bytes;
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// A line begins: passes over its marks. `border` says that it has nothing to do with the one before.
    fn line(&mut self, border: bool) -> Result<(), Stop> {
        let before = self.at;
        let (empty, depth) = self.margin();
        let deeper = depth > self.depth;
        self.depth = depth;
        let mark = mark(self.rest(), self.list || empty);
        self.list = matches!(mark, Mark::Item(_)) || (self.list && !empty);
        self.heading = matches!(mark, Mark::Heading(_));
        if border || empty || deeper || !matches!(mark, Mark::None) {
            let here = std::mem::replace(&mut self.at, before);
            self.border()?;
            self.at = here;
            self.blank();
        } else {
            self.join();
        }
        match mark {
            Mark::None | Mark::Letter => Ok(()),
            Mark::Heading(len) | Mark::Item(len) | Mark::Note(len) => {
                self.at += if self.number_within(len) { 0 } else { len };
                Ok(())
            }
            Mark::Rule(len) | Mark::Definition(len) => self.pass(self.at + len),
        }
    }

    /// Passes over blanks, empty lines and marks of quotes: whether a line was empty, and how deep the
    /// quote is.
    fn margin(&mut self) -> (bool, usize) {
        let rest = self.rest();
        let text = rest.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let margin = &rest[..rest.len() - text.len()];
        self.at += margin.len();
        let depth = margin.rsplit('\n').next().unwrap_or_default();
        (margin.contains('\n'), depth.matches('>').count())
    }

    /// Joins two lines of a paragraph as `text::Normal` does; "Haupt-⏎und Nebenweg" stays two words.
    fn join(&mut self) {
        let rest = self.rest();
        let trimmed = self.out.trim_end_matches(' ').len();
        let Some(stem) = self.out[..trimmed].strip_suffix(['-', '\u{2010}', '\u{2011}']) else {
            return self.blank();
        };
        let word = rest
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let pair = matches!(word, "und" | "oder" | "bzw" | "sowie" | "bis" | "als");
        let before = stem.chars().next_back();
        if pair || word.is_empty() || !before.is_some_and(char::is_alphanumeric) {
            return self.blank();
        }
        let rejoined =
            before.is_some_and(char::is_alphabetic) && word.starts_with(char::is_lowercase);
        let keep = if rejoined { stem.len() } else { trimmed };
        self.out.truncate(keep);
        if let Some(found) = &mut self.found {
            found.end = found.end.min(keep);
        }
    }
}

/// What a line begins with, and its bytes.
enum Mark {
    None,
    /// `## `
    Heading(usize),
    /// `- `, `2. `, `- [x] `
    Item(usize),
    /// `a) `, which is no Markdown and stays.
    Letter,
    /// `[^1]: `
    Note(usize),
    /// `---`
    Rule(usize),
    /// `[label]: address "title"`, with everything up to the next blank line: never seen by readers.
    Definition(usize),
}

/// `open` says whether `2. ` begins an item; within a paragraph only `1. ` does (`CommonMark` §5.3).
fn mark(text: &str, open: bool) -> Mark {
    let line = text.lines().next().unwrap_or_default();
    let word = line.find([' ', '\t']).unwrap_or(line.len());
    let blanks = line[word..].len() - line[word..].trim_start().len();
    let first = &line[..word];
    if is_rule(line) {
        return Mark::Rule(line.len());
    }
    if (1..=6).contains(&first.len()) && first.bytes().all(|byte| byte == b'#') {
        return Mark::Heading(word + blanks);
    }
    if matches!(first, "-" | "+" | "*") || is_ordinal_mark(first, &line[word + blanks..], open) {
        let boxed = task_box(&line[word + blanks..]);
        return Mark::Item(word + blanks + boxed);
    }
    if let [letter, b')'] = first.as_bytes()
        && letter.is_ascii_lowercase()
    {
        return Mark::Letter;
    }
    let label = line.strip_prefix('[').and_then(|rest| rest.find(']'));
    match label.filter(|end| line[end + 2..].starts_with(':')) {
        Some(end) if line.starts_with("[^") => Mark::Note(end + 3),
        Some(_) => Mark::Definition(up_to_blank_line(text)),
        None => Mark::None,
    }
}

fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '=' | '*' | '_')) else {
        return false;
    };
    let mut count = 1;
    marks.all(|c| {
        count += 1;
        c == first
    }) && count > 1
}

/// `2.` or `2)`, but not the day of "17. April".
fn is_ordinal_mark(word: &str, next: &str, open: bool) -> bool {
    let Some(digits) = word.strip_suffix(['.', ')']) else {
        return false;
    };
    let number =
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    number && (open || digits == "1") && !MONTHS.iter().any(|month| next.starts_with(month))
}

fn task_box(text: &str) -> usize {
    let boxed = ["[ ] ", "[x] ", "[X] "];
    boxed
        .iter()
        .find(|b| text.starts_with(**b))
        .map_or(0, |b| b.len())
}

fn up_to_blank_line(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty() {
            break;
        }
        end += line.len();
    }
    end
}

/// Bullets of word processors, which are no Markdown; most are of their private fonts (DOMAIN §4).
const fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '◦'
            | '▪'
            | '▫'
            | '●'
            | '○'
            | '■'
            | '□'
            | '☐'
            | '☑'
            | '☒'
            | '✓'
            | '➢'
            | '\u{e000}'..='\u{f8ff}'
    )
}

/// The character of an entity's name or number; those that German papers have.
fn decoded(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let entities = ENTITIES.iter().find(|(known, _)| *known == name)?;
    Some(entities.1)
}

const ENTITIES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("euro", '€'),
    ("sect", '§'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bdquo", '„'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '·'),
];

impl Plain {
    fn sentence(self) -> Sentence {
        let (mut start, mut end) = (0, self.text.len());
        for border in borders(&self.text, &self.number) {
            if border <= self.number.start {
                start = border;
            } else if border >= self.number.end {
                end = border;
                break;
            }
        }
        let cut_before = self.cut_before && start == 0;
        let cut_after = self.cut_after && end == self.text.len();
        if cut_before {
            start = word_after(&self.text, start, self.number.start);
        }
        if cut_after {
            end = word_before(&self.text, end, self.number.end);
        }
        let (from, to) = self.shorten(start, end);
        self.quote(from..to, cut_before || from > start, cut_after || to < end)
    }

    /// Cuts at words around the number until what is left is short enough.
    fn shorten(&self, start: usize, end: usize) -> (usize, usize) {
        let count = |range: Range<usize>| self.text[range].chars().count();
        if count(start..end) + "… ".chars().count() * 2 <= LONGEST {
            return (start, end);
        }
        let spare = (LONGEST - 4).saturating_sub(count(self.number.clone()));
        let before = count(start..self.number.start);
        let after = count(self.number.end..end);
        let half = spare / 2;
        let take_before = before.min(half.max(spare.saturating_sub(after)));
        let take_after = after.min(spare - take_before);
        let mut from = start;
        if take_before < before {
            let at = nth(&self.text[start..self.number.start], before - take_before);
            from = word_after(&self.text, start + at, self.number.start);
        }
        let mut to = end;
        if take_after < after {
            let at = nth(&self.text[self.number.end..end], take_after);
            to = word_before(&self.text, self.number.end + at, self.number.end);
        }
        (from, to)
    }

    fn quote(&self, range: Range<usize>, cut_before: bool, cut_after: bool) -> Sentence {
        let quoted = &self.text[range.clone()];
        let blanks = quoted.len() - quoted.trim_start().len();
        let mut text = String::with_capacity(quoted.len() + 8);
        if cut_before {
            text.push_str("… ");
        }
        let number = self.number.start - range.start - blanks + text.len();
        text.push_str(quoted.trim());
        if cut_after {
            text.push_str(" …");
        }
        Sentence {
            number: number..number + self.number.len(),
            text,
        }
    }
}

/// Byte of the `n`-th character.
fn nth(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// Where the first whole word after `at` begins, at `last` at the latest.
fn word_after(text: &str, at: usize, last: usize) -> usize {
    text[at..last]
        .find(' ')
        .map_or(last, |blank| at + blank + 1)
}

/// Where the last whole word before `at` ends, at `first` at the earliest.
fn word_before(text: &str, at: usize, first: usize) -> usize {
    text[first..at]
        .rfind(' ')
        .map_or(first, |blank| first + blank)
}

/// Where sentences of a line end, in bytes. `number` is known to be no abbreviation.
fn borders(line: &str, number: &Range<usize>) -> impl Iterator<Item = usize> {
    line.match_indices(['.', '!', '?'])
        .filter_map(move |(at, mark)| {
            let closing = ['"', '“', '”', '«', '»', ')', ']', '\'', '’', '‘'];
            let rest = line[at + 1..].trim_start_matches(closing);
            let next = rest.strip_prefix(' ')?.chars().next()?;
            let starts = next.is_uppercase()
                || next.is_numeric()
                || matches!(next, '„' | '"' | '»' | '«' | '‚' | '(' | '[' | '–' | '§');
            let abbreviated = mark == "." && at != number.end && is_abbreviation(&line[..at]);
            (starts && !abbreviated).then(|| line.len() - rest.len())
        })
}

/// Whether the point after `text` belongs to its last word: an ordinal, an initial, an abbreviation.
fn is_abbreviation(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = word.rsplit(['.', '-', '/']).next().unwrap_or_default();
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    let ordinal = digits && word.len() <= 2 && !counts(&text[..text.len() - word.len()]);
    let roman = !word.is_empty() && word.bytes().all(|byte| b"IVXLC".contains(&byte));
    let initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    ordinal
        || roman
        || (initial && !word.contains('/'))
        || last.ends_with("str")
        || ABBREVIATIONS.contains(&last)
        || MONTHS
            .iter()
            .any(|month| last.len() == 3 && month.starts_with(last))
}

/// Whether what stands before a number says that it counts something: "Nr. 5", "Musterstr. 5".
fn counts(text: &str) -> bool {
    let word = text.trim_end().rsplit(' ').next().unwrap_or_default();
    word.ends_with("str.") || COUNTED.contains(&word.trim_start_matches('('))
}

#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "§", "Abs.", "Absatz", "Anlage", "Art.", "Artikel", "Nr.", "Nummer", "Punkt", "S.", "Satz", "Seite", "Tz.",
    "Ziff.", "Ziffer",
];

const MONTHS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Abbreviations of council papers that a capital or a number may follow.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "Abb", "Abs", "Abt", "Alt", "Anl", "Anm", "Art", "Aufl", "Ausg", "Az", "Bd", "Beschl", "Betr",
    "Bgm", "Bl", "Buchst", "Dez", "Dipl", "Dr", "Drs", "DrS", "Drucks", "Erl", "Fa", "Fr", "Ges",
    "Gr", "Hr", "Hrsg", "Ing", "Jg", "Jh", "Kap", "Kfm", "Lfd", "Lit", "Mio", "Mrd", "Nr", "Nrn", "Obj", "Par",
    "Pkt", "Pos", "Prof", "Qu", "Ref", "Rdnr", "Rn", "Rz", "Sept", "Sp", "St", "Std", "Str", "Stv",
    "Tab", "Tel", "Tgb", "Tsd", "Tz", "Urt", "Verf", "Vgl", "Vorl", "Ziff", "Zl", "abzgl", "allg",
    "ausschl", "beschl", "bes", "betr", "bzgl", "bzw", "ca", "dgl", "einschl", "entspr", "etc", "evtl",
    "exkl", "ff", "gem", "geb", "gez", "ggf", "ggfs", "hl", "incl", "inkl", "insb", "insbes", "jew", "kfm",
    "lfd", "lit", "lt", "max", "mind", "mtl", "öff", "nr", "rd", "sog", "stellv", "stv", "städt", "techn", "tlw",
    "usf", "usw", "verw", "vgl", "vorauss", "vorl", "zit", "zul", "zzgl",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag};

    /// What `parse::markdown` sees in a text.
    fn closed(markdown: &str) -> Closed {
        let parser = Parser::new_ext(markdown, super::super::OPTIONS);
        let defined = parser.reference_definitions().iter();
        let mut parts: Vec<_> = defined
            .map(|(_, link)| (link.span.clone(), ClosedKind::Hidden))
            .collect();
        parts.extend(parser.into_offset_iter().filter_map(|(event, range)| {
            let kind = match event {
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => ClosedKind::Hidden,
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => ClosedKind::Link,
                Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => ClosedKind::Code,
                _ => return None,
            };
            Some((range, kind))
        }));
        Closed::new(parts)
    }

    fn quote(markdown: &str, number: &str) -> Sentence {
        let at = markdown.find(number).expect("the number");
        around(markdown, at..at + number.len(), &closed(markdown))
    }

    /// The sentence around "2024/0117".
    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let sentence = quote(markdown, "2024/0117");
        assert_eq!(sentence.text, expected, "{markdown:?}");
        assert_eq!(&sentence.text[sentence.number], "2024/0117", "{markdown:?}");
    }

    #[test]
    fn a_sentence_ends_where_a_reader_ends_it() {
        check(
            "Eins. Vorlage 2024/0117 gilt. Zwei.",
            "Vorlage 2024/0117 gilt.",
        );
        check("Was? Vorlage 2024/0117! Ja.", "Vorlage 2024/0117!");
        check(
            "Er sagt „Nein.“ Vorlage 2024/0117. Ende",
            "Vorlage 2024/0117.",
        );
        check("Siehe 2024/0117. Die Stadt zahlt.", "Siehe 2024/0117.");
        check("Im Jahr 2019. Mit 2024/0117 neu.", "Mit 2024/0117 neu.");
        check("Vorlage 2024/0117", "Vorlage 2024/0117");
    }

    #[test]
    fn abbreviations_and_ordinals_end_nothing() {
        for sentence in [
            "Der Rat hat am 17. April 2024 gem. § 5 Abs. 2 GO die Vorlage Nr. 2024/0117 gesehen.",
            "Laut Drs. 2024/0117 i. V. m. Art. 60 GO zahlt der Sportverein e. V. Musterstadt.",
            "Dr. A. Muster (vgl. Ziff. 3 bzw. Tz. 4, lfd. Nr. 2024/0117, z. B. St. Georg u. a. Orte).",
            "Die 1. Ergänzung zu 2024/0117 nennt ca. 30 Mio. Euro, d. h. viel, in der Musterstr. 5.",
            "Im II. Quartal wird nach Az. 2024/0117 v. 1. Mai i.V.m. Nr. 4 gezahlt.",
            "Heute, um 10 Uhr; die Vorlage: 2024/0117, sagt der 3. Bürgermeister.",
        ] {
            check(
                &format!("Davor steht etwas. {sentence} Danach auch."),
                sentence,
            );
        }
    }

    #[test]
    fn blocks_end_sentences() {
        for (markdown, expected) in [
            ("oben\n\nVorlage 2024/0117\n\nunten", "Vorlage 2024/0117"),
            ("oben\n## Zu 2024/0117 ##\nunten", "Zu 2024/0117"),
            ("Zu 2024/0117\n===\nunten", "Zu 2024/0117"),
            ("oben\n\n---\n2024/0117 gilt\n***\n", "2024/0117 gilt"),
            ("Beschluss:\n- 2024/0117 gilt\n- anderes", "2024/0117 gilt"),
            (
                "Beschluss:\n\n1. eins\n2. 2024/0117 gilt\n3. drei",
                "2024/0117 gilt",
            ),
            (
                "Beschluss:\n1. eins\n   2024/0117 gilt\n2. zwei",
                "eins 2024/0117 gilt",
            ),
            ("- [x] 2024/0117 gilt\n- [ ] mehr", "2024/0117 gilt"),
            (
                "| A | 2024/0117 gilt | C |\n|---|---|---|\n| x | y | z |",
                "2024/0117 gilt",
            ),
            ("oben\n> 2024/0117\n> gilt\n>\n> unten", "2024/0117 gilt"),
            ("oben[^1]\n\n[^1]: 2024/0117 gilt\n", "2024/0117 gilt"),
            ("oben\n• 2024/0117 gilt\n\u{f0b7} unten", "2024/0117 gilt"),
            ("oben:\na) 2024/0117 gilt\nb) unten", "a) 2024/0117 gilt"),
            (
                "```\nCode\n```\n2024/0117 gilt\n\n    Code",
                "2024/0117 gilt",
            ),
            (
                "Am\n17. April wurde 2024/0117 am\n5. Mai gelesen",
                "Am 17. April wurde 2024/0117 am 5. Mai gelesen",
            ),
        ] {
            check(markdown, expected);
        }
    }

    #[test]
    fn markup_goes_and_words_stay() {
        for (markdown, expected) in [
            (
                "**Vorlage** _2024/0117_ und ~~alt~~",
                "Vorlage 2024/0117 und alt",
            ),
            (
                "Bürger*innen und 3 \\* 4 zu 2024/0117",
                "Bürger*innen und 3 * 4 zu 2024/0117",
            ),
            (
                "A&nbsp;&amp;&nbsp;B&#32;zu&#x20;2024/0117 &unbekannt;",
                "A & B zu 2024/0117 &unbekannt;",
            ),
            (
                "siehe [die *Vorlage*](https://x.example/a.b \"Titel\") 2024/0117",
                "siehe die Vorlage 2024/0117",
            ),
            (
                "siehe ![Plan](plan.png) 2024/0117 <https://x.example/>",
                "siehe Plan 2024/0117 https://x.example/",
            ),
            (
                "siehe [![Plan](p.png)](q.pdf) und `a * b` 2024/0117",
                "siehe Plan und a * b 2024/0117",
            ),
            (
                "Mitglied-\nschaft, IT-\nReferat, Haupt-\nund Neben\u{ad}weg 2024/0117",
                "Mitgliedschaft, IT-Referat, Haupt- und Nebenweg 2024/0117",
            ),
            (
                "hart  \numbrochen\\\n2024/0117[^1]",
                "hart umbrochen 2024/0117",
            ),
            (
                "snake_case und A<br>B zu 2024/0117",
                "snake_case und A B zu 2024/0117",
            ),
        ] {
            check(markdown, expected);
        }
    }

    #[test]
    fn the_number_is_found_in_its_own_words() {
        for (markdown, number, expected) in [
            (
                "Laut **20-26/**\n> V 12685 gilt",
                "20-26/**\n> V 12685",
                "20-26/ V 12685",
            ),
            (
                "Laut 20-\n26 / V 12685.",
                "20-\n26 / V 12685",
                "20-26 / V 12685",
            ),
            ("… und 20–26\u{a0}/ V 1", "20–26\u{a0}/ V 1", "20–26 / V 1"),
            (
                "DS 10/2013 –\n1. Ergänzung",
                "DS 10/2013 –\n1. Ergänzung",
                "DS 10/2013 – 1. Ergänzung",
            ),
        ] {
            let sentence = quote(markdown, number);
            assert_eq!(&sentence.text[sentence.number], expected);
        }
    }

    #[test]
    fn what_is_hidden_is_never_quoted() {
        for (markdown, expected) in [
            (
                "Die Vorlage<!-- geheim --> 2024/0117 gilt.",
                "Die Vorlage 2024/0117 gilt.",
            ),
            (
                "<!-- geheim\n\ngeheim -->\n2024/0117 gilt",
                "2024/0117 gilt",
            ),
            ("2024/0117 gilt\n<!-- geheim -->\nnoch", "2024/0117 gilt"),
            ("2024/0117 gilt <!-- geheim", "2024/0117 gilt"),
            (
                "2024/0117 gilt <b title='geheim'>sehr</b>.",
                "2024/0117 gilt sehr.",
            ),
            ("<div>\ngeheim\n</div>\n\n2024/0117 gilt", "2024/0117 gilt"),
            ("2024/0117 gilt\n\n[//]: # (geheim)\n", "2024/0117 gilt"),
            (
                "[//]: # (geheim\ngeheim)\n\n2024/0117 gilt",
                "2024/0117 gilt",
            ),
            (
                "[Plan](a.pdf \"geheim\") 2024/0117 [x <!-- geheim -->y](z)",
                "Plan 2024/0117 x y",
            ),
        ] {
            check(markdown, expected);
        }
        for markdown in [
            "<!-- 2024/0117 geheim -->",
            "offen <!-- geheim 2024/0117",
            "[//]: # (2024/0117 geheim)",
            "[a]: b 'geheim\n2024/0117'",
            "<p title='2024/0117'>",
        ] {
            assert_eq!(
                quote(markdown, "2024/0117"),
                Sentence::default(),
                "{markdown:?}"
            );
        }
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let many = "Wörter ".repeat(400);
        for (before, after) in [(0, 400), (400, 0), (10, 400), (400, 3), (60, 60)] {
            let markdown = format!(
                "{}2024/0117 {}Ende.",
                &"Wörter ".repeat(before),
                &"Wörter ".repeat(after)
            );
            let sentence = quote(&markdown, "2024/0117");
            let length = sentence.text.chars().count();
            assert!(
                (270..=LONGEST).contains(&length),
                "{length}: {}",
                sentence.text
            );
            assert_eq!(
                sentence.text.starts_with("… Wörter"),
                before > 10,
                "{}",
                sentence.text
            );
            assert_eq!(
                sentence.text.ends_with("Wörter …"),
                after > 3,
                "{}",
                sentence.text
            );
        }
        let url = format!(
            "[Plan](https://x.example/{}) 2024/0117 gilt",
            "a".repeat(3_000)
        );
        assert_eq!(quote(&url, "2024/0117").text, "… 2024/0117 gilt");
        assert!(many.len() > REACH);
    }

    #[test]
    fn parts_are_found_however_they_nest() {
        let parts = [
            (0..40, ClosedKind::Link),
            (2..5, ClosedKind::Code),
            (50..60, ClosedKind::Code),
        ];
        let closed = Closed::new(parts.to_vec());
        assert!(closed.overlaps(&(30..31)) && closed.overlaps(&(45..51)));
        assert!(!closed.overlaps(&(40..50)) && !closed.overlaps(&(60..99)));
    }

    /// Scraps of Markdown that meet in every order; `\u{1}` becomes a comment.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop_oneof![
            "[ a-zÄ.:|*_#>~`\\\\&;()\\[\\]!<\n-]{1,6}",
            Just("\u{1}".to_owned()),
            prop::sample::select(vec![
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "> ",
                "## ",
                "`",
                "```\n",
                "**",
                "[a](b ",
                "![",
                "](c)",
                ")",
                "<b>",
                "</b>",
                "<div>\n",
                "|",
                "|---|\n",
                "[^1]: ",
                "[a]: ",
                "&nbsp;",
                "-\n",
                "Nr. ",
                "Ende. Neu ",
                "-->",
                "<!--",
                "    ",
                "\\",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,3}",
        ];
        prop::collection::vec(scrap, 0..14).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn no_text_panics(text in "[\\PC\\s*_>#|`<!\\[\\]-]{0,80}", start in 0_usize..90, len in 0_usize..90) {
            let sentence = around(&text, start..start + len, &closed(&text));
            prop_assert!(sentence.text.get(sentence.number).is_some());
        }

        #[test]
        fn comments_never_come_out(before in scraps(), after in scraps(), closing in any::<bool>()) {
            let comment = if closing { "<!-- GEHEIM\n GEHEIM 9/99 -->" } else { "<!-- GEHEIM GEHEIM" };
            let markdown = format!("{before}2024/0117{after}").replace('\u{1}', comment);
            let sentence = quote(&markdown, "2024/0117");
            // In code, and with an escaped `<`, it is no comment and is seen on the page.
            let visible = |at: usize| {
                let mut kinds = closed(&markdown).within(&(at..at + 1)).map(|(_, kind)| *kind).collect::<Vec<_>>();
                kinds.retain(|kind| *kind != ClosedKind::Link);
                kinds == [ClosedKind::Code]
            };
            let seen = markdown.contains("\\<") || markdown.match_indices("GEHEIM").any(|(at, _)| visible(at));
            prop_assert!(seen || !sentence.text.contains("GEHEIM"), "{markdown:?} → {:?}", sentence.text);
            if !sentence.text.is_empty() {
                prop_assert_eq!(&sentence.text[sentence.number], "2024/0117");
            }
        }

        #[test]
        fn plain_numbers_are_always_quoted(before in "[a-zA-ZÄöü .,:?!()„“0-9-]{0,400}", after in "[a-zA-ZÄöü .,:?!()„“-]{0,400}") {
            let markdown = format!("{before} 2024/0117 {after}");
            let at = markdown.rfind("2024/0117").expect("the number");
            let sentence = around(&markdown, at..at + 9, &closed(&markdown));
            if !sentence.text.is_empty() {
                prop_assert_eq!(&sentence.text[sentence.number.clone()], "2024/0117");
            }
            prop_assert!(sentence.text.chars().count() <= LONGEST);
            prop_assert!(!sentence.text.is_empty() || before.contains('-'));
        }
    }
}
