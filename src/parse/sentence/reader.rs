//! Markdown to plain words, forwards through a window.

use std::ops::Range;

use super::closed::{Piece, Role};
use super::mark::{Mark, decoded, is_bullet, mark};
use super::plain::Plain;
use crate::text;

/// Reads a window into plain words.
pub(super) struct Reader<'m> {
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

impl<'m> Reader<'m> {
    pub(super) fn new(
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

    pub(super) fn read(mut self) -> Option<Plain> {
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
