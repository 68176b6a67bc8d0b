//! Markdown as plain words on one line, with the way back to the source.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::parse::is_inline;
use crate::text::{self, MONTHS};

/// The words of a text, block after block, with one blank between words and without markup. What readers
/// never see (raw HTML, comments, definitions of links) and code blocks are not in it.
#[derive(Debug, Default)]
pub(in crate::parse) struct Flat {
    words: String,
    /// Where blocks of words meet: cells, items, headings, lines that begin with a bullet.
    borders: Vec<usize>,
    /// Bytes of `words` with their bytes of the source, wherever the distance between the two changes.
    marks: Vec<(usize, usize)>,
    /// A line ended, and the next words are still to come.
    line_ended: bool,
    /// Open blocks that are not read.
    closed: usize,
}

impl Flat {
    /// Words that are no Markdown.
    pub(in crate::parse) fn of_words(words: &str) -> Self {
        let mut flat = Self::default();
        let mut at = 0;
        for line in words.split_inclusive('\n') {
            flat.line_ended = true;
            flat.text(line, at);
            at += line.len();
        }
        flat
    }

    /// Takes the next event of a Markdown text.
    pub(in crate::parse) fn see(
        &mut self,
        event: &Event<'_>,
        range: &Range<usize>,
        markdown: &str,
    ) {
        match event {
            Event::Start(Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => {
                self.border();
                self.closed += 1;
            }
            Event::End(TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => {
                self.closed = self.closed.saturating_sub(1);
            }
            _ if self.closed > 0 => {}
            Event::Text(words) => self.event(words, range, markdown),
            Event::Code(words) => self.code(words, range, markdown),
            Event::SoftBreak | Event::HardBreak => self.line_ended = true,
            Event::InlineHtml(_) if begins_line(markdown, range.start) => self.border(),
            Event::InlineHtml(html) if html.starts_with("<br") => self.blank(),
            Event::Start(Tag::Item) => self.item(range.start, markdown),
            Event::Start(Tag::Emphasis) => self.star(range.start, markdown),
            Event::End(TagEnd::Emphasis) => self.star(range.end - 1, markdown),
            Event::Start(tag) if !is_inline(tag.to_end()) => self.border(),
            Event::End(tag) if !is_inline(*tag) => self.border(),
            Event::Rule => self.border(),
            _ => {}
        }
    }

    /// The block of words around bytes `source` of the source, and those bytes in it. Nothing if they
    /// are not to be quoted.
    pub(super) fn around(&self, source: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let found = self.place(source.start)..self.place(source.end);
        let words = self.words.get(found.clone())?.trim_end();
        let start = found.end.min(found.start + words.len()) - words.trim_start().len();
        let found = start..found.start + words.len();
        if found.is_empty() {
            return None;
        }
        let before = self.borders.partition_point(|at| *at <= found.start);
        let start = before.checked_sub(1).map_or(0, |at| self.borders[at]);
        let after = self.borders.partition_point(|at| *at < found.end);
        let end = self.borders.get(after).copied();
        Some((start..end.unwrap_or(self.words.len()), found))
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// Where a byte of the source is in the words.
    fn place(&self, source: usize) -> usize {
        let after = self.marks.partition_point(|(_, from)| *from <= source);
        let next = self
            .marks
            .get(after)
            .map_or(self.words.len(), |mark| mark.0);
        let Some((to, from)) = after.checked_sub(1).map(|at| self.marks[at]) else {
            return 0;
        };
        let place = (to + (source - from)).min(next);
        self.words.floor_char_boundary(place)
    }

    /// A text event: words as they stand in the source, or what an entity stands for.
    fn event(&mut self, words: &str, range: &Range<usize>, markdown: &str) {
        if markdown.get(range.clone()) == Some(words) {
            self.text(words, range.start);
        } else {
            self.line_begins(words);
            self.plain(words, range.start);
            // What follows does not stand behind it byte by byte.
            self.marks.push((self.words.len(), range.end));
        }
    }

    /// Words of code. Their source has ticks around them and may have marks of its blocks (blanks, `>`) at
    /// the beginning of its lines, so that each stretch is looked for behind the one before.
    fn code(&mut self, words: &str, range: &Range<usize>, markdown: &str) {
        self.line_begins(words);
        let source = &markdown.as_bytes()[range.clone()];
        let mut from = source.iter().take_while(|byte| **byte == b'`').count();
        let (mut begin, mut distance) = (0, from);
        for (at, byte) in words.bytes().enumerate() {
            if byte == b' ' {
                // May stand for the end of a line.
                continue;
            }
            from = from.max(at + distance);
            let rest = source.get(from..).unwrap_or_default();
            from += rest
                .iter()
                .position(|found| *found == byte)
                .unwrap_or_default();
            if at + distance != from && words.is_char_boundary(at) {
                self.plain(&words[begin..at], range.start + begin + distance);
                (begin, distance) = (at, from - at);
            }
        }
        self.plain(&words[begin..], range.start + begin + distance);
    }

    /// Prose, in which bullets and bars are borders.
    fn text(&mut self, text: &str, source: usize) {
        self.line_begins(text);
        let (mut from, mut at) = (0, 0);
        // Bars, arrows, and the bytes that bullets begin with.
        let mark = |b: u8| (b == b'|') | (b == b'-') | (b == 0xe2) | (b == 0xee) | (b == 0xef);
        while let Some(found) = text::first_byte(&text.as_bytes()[at..], mark) {
            at += found;
            let Some(c) = text[at..].chars().next() else {
                break;
            };
            let arrow = c == '-' && text[at..].starts_with("-->");
            let mark = if arrow { 3 } else { c.len_utf8() };
            if c == '|' || arrow || is_bullet(c) {
                self.plain(&text[from..at], source + from);
                self.border();
                from = at + mark;
            }
            at += mark;
        }
        self.plain(&text[from..], source + from);
    }

    fn plain(&mut self, words: &str, source: usize) {
        let invisible = |c: char| text::is_invisible(c) || !text::is_printable(c);
        let mut at = 0;
        loop {
            let begins = self.borders.last().copied().unwrap_or_default() == self.words.len();
            let after_word = !begins && !self.words.ends_with(' ');
            let end = text::plain_end(words, at, after_word, |_| false);
            self.push(&words[at..end], source + at);
            let Some(c) = words[end..].chars().next() else {
                break;
            };
            at = end + c.len_utf8();
            if c.is_whitespace() {
                self.blank();
            } else if !invisible(c) {
                self.push(&words[end..at], source + end);
            }
        }
    }

    fn push(&mut self, words: &str, source: usize) {
        if words.is_empty() {
            return;
        }
        let at = self.words.len();
        let continues = |(to, from): &(usize, usize)| from + (at - to) == source;
        if !self.marks.last().is_some_and(continues) {
            self.marks.push((at, source));
        }
        self.words.push_str(words);
    }

    fn blank(&mut self) {
        let begins = self.borders.last().copied().unwrap_or_default() == self.words.len();
        if !begins && !self.words.ends_with(' ') {
            self.words.push(' ');
        }
    }

    fn border(&mut self) {
        self.line_ended = false;
        self.blank();
        if self.borders.last() != Some(&self.words.len()) && !self.words.is_empty() {
            self.borders.push(self.words.len());
        }
    }

    /// If a line ended before these words: joins them as `text::Normal` does ("Haupt-⏎und Nebenweg" stays two
    /// words); `a) ` begins a block of its own.
    fn line_begins(&mut self, words: &str) {
        let begins = self.borders.last() == Some(&self.words.len());
        if !std::mem::take(&mut self.line_ended) || begins {
            return;
        }
        if let [letter, b')', b' ', ..] = words.as_bytes()
            && letter.is_ascii_lowercase()
        {
            return self.border();
        }
        let trimmed = self.words.trim_end_matches(' ').len();
        let Some(stem) = self.words[..trimmed].strip_suffix(['-', '\u{2010}', '\u{2011}']) else {
            return self.blank();
        };
        let word = words.split(|c: char| !c.is_alphanumeric()).next();
        let word = word.unwrap_or_default();
        let pair = matches!(word, "und" | "oder" | "bzw" | "sowie" | "bis" | "als");
        let before = stem.chars().next_back();
        if pair || word.is_empty() || !before.is_some_and(char::is_alphanumeric) {
            return self.blank();
        }
        let rejoined =
            before.is_some_and(char::is_alphabetic) && word.starts_with(char::is_lowercase);
        let kept = if rejoined { stem.len() } else { trimmed };
        self.words.truncate(kept);
        while self.marks.last().is_some_and(|(to, _)| *to > kept) {
            self.marks.pop();
        }
    }

    /// "17. April 2024" at the beginning of a block is a day, and "Vorlage 12/24 –⏎1. Ergänzung" one number,
    /// whatever Markdown says.
    fn item(&mut self, start: usize, markdown: &str) {
        let goes_on = self.words.trim_end().ends_with('–');
        self.border();
        let line = markdown[start..].lines().next().unwrap_or_default();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line[digits..].strip_prefix(". ").unwrap_or_default();
        if digits > 0 && (goes_on || MONTHS.iter().any(|month| rest.starts_with(month))) {
            self.push(&line[..=digits], start);
            self.blank();
        }
    }

    /// The star of "Bürger*innen und Schüler*innen" marks nothing.
    fn star(&mut self, at: usize, markdown: &str) {
        let inner = markdown[at..].starts_with("*in");
        if inner && self.words.ends_with(char::is_alphanumeric) {
            self.push("*", at);
        }
    }
}

/// Whether only blanks and marks of quotes stand before `at` in its line.
fn begins_line(markdown: &str, at: usize) -> bool {
    let before = markdown[..at].trim_end_matches([' ', '\t', '>']);
    before.is_empty() || before.ends_with('\n')
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
