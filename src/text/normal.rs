//! Text as recognition wants it, with the way back to the source.
//!
//! Council papers come from word processors, PDF and OCR: the same number stands there with any dash
//! or slash, across a line break, in bold, with soft hyphens (DOMAIN §3). [`Normal`] evens that out
//! so that a scheme's pattern needs to know one spelling only.

use std::ops::Range;

use super::is_invisible;
use super::run::plain_end;

/// Normalised text and the way back to where it came from.
pub struct Normal {
    text: String,
    /// What stands where, in order and without gaps.
    pieces: Vec<Piece>,
}

/// A stretch of the normalised text, up to the next one.
struct Piece {
    /// Where it begins.
    at: u32,
    /// Where its source begins.
    start: u32,
    /// Where its source ends, if it is one character that stands for something else; without one it is the source
    /// byte by byte.
    end: Option<u32>,
}

impl Normal {
    /// Normalises Markdown or plain text: one kind of dash and slash; soft hyphens, zero-width
    /// characters and emphasis marks dropped; words hyphenated at a line end rejoined; white space,
    /// with the marks of quotes and lists at line starts, to one blank; a blank line to `\n`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self::of(source, Self::as_it_is)
    }

    /// `run` takes what needs no look at each of its characters and returns where it ends.
    fn of(source: &str, run: fn(&mut Self, &str, usize) -> usize) -> Self {
        let mut normal = Self {
            text: String::with_capacity(source.len()),
            pieces: Vec::new(),
        };
        let mut at = 0;
        loop {
            at = run(&mut normal, source, at);
            let Some(c) = source[at..].chars().next() else {
                return normal;
            };
            let next = at + c.len_utf8();
            let (meant, next) = spelled_out(source, at).unwrap_or((c, next));
            at = normal.take(meant, source, at, next);
        }
    }

    /// Takes words with single blanks between them.
    fn as_it_is(&mut self, source: &str, at: usize) -> usize {
        let after_word = !(self.text.is_empty() || self.text.ends_with([' ', '\n']));
        let end = plain_end(source, at, after_word, is_mark);
        self.copy(source, at, end);
        end
    }

    /// Takes the character `c` that stands at `at..next`; returns where to go on.
    fn take(&mut self, c: char, source: &str, at: usize, next: usize) -> usize {
        match c {
            '*' => next,
            c if is_invisible(c) => next,
            '\\' if source[next..].starts_with(|c: char| c == '\n' || c.is_ascii_punctuation()) => {
                next
            }
            '_' if !(self.ends_with_word() && starts_with_word(&source[next..])) => next,
            '\u{308}' if self.umlaut(next) => next,
            c if c.is_whitespace() => self.blank(source, at, next),
            c if uniform(c) == c && next - at == c.len_utf8() && source[at..].starts_with(c) => {
                self.copy(source, at, next);
                next
            }
            c => {
                self.push(uniform(c), at, next);
                next
            }
        }
    }

    /// Joins two dots to the vowel before them: text from PDF often has them apart.
    fn umlaut(&mut self, end: usize) -> bool {
        let joined = match self.text.chars().next_back() {
            Some('a') => 'ä',
            Some('o') => 'ö',
            Some('u') => 'ü',
            Some('A') => 'Ä',
            Some('O') => 'Ö',
            Some('U') => 'Ü',
            _ => return false,
        };
        let last = self.text.len() - 1;
        let start = self.source(last..last + 1).start;
        self.pop();
        self.push(joined, start, end);
        true
    }

    /// The normalised text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the normalised text stands in the source. The range must not be empty.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let piece = |at: usize| {
            let after = self.pieces.partition_point(|piece| piece.at as usize <= at);
            &self.pieces[after - 1]
        };
        let (first, last) = (piece(range.start), piece(range.end - 1));
        let start = first.end.map_or(range.start - first.at as usize, |_| 0);
        let end = last.start as usize + (range.end - last.at as usize);
        first.start as usize + start..last.end.map_or(end, |end| end as usize)
    }

    /// Takes `start..end` as it is.
    fn copy(&mut self, source: &str, start: usize, end: usize) {
        if start == end {
            return;
        }
        let goes_on = self.pieces.last().is_some_and(|piece| {
            piece.end.is_none()
                && piece.start as usize + (self.text.len() - piece.at as usize) == start
        });
        if !goes_on {
            self.piece(start, None);
        }
        self.text.push_str(&source[start..end]);
    }

    /// Takes `c` for what stands at `start..end`.
    fn push(&mut self, c: char, start: usize, end: usize) {
        self.piece(start, Some(cut(end)));
        self.text.push(c);
    }

    fn piece(&mut self, start: usize, end: Option<u32>) {
        let (at, start) = (cut(self.text.len()), cut(start));
        self.pieces.push(Piece { at, start, end });
    }

    fn pop(&mut self) {
        self.text.pop();
        while self
            .pieces
            .last()
            .is_some_and(|piece| piece.at as usize >= self.text.len())
        {
            self.pieces.pop();
        }
    }

    fn ends_with_word(&self) -> bool {
        self.text.ends_with(char::is_alphanumeric)
    }

    /// Takes white space from `at`, of which `next` is past the first; returns where it ends.
    fn blank(&mut self, source: &str, at: usize, next: usize) -> usize {
        let rest = &source[next..];
        let space = next - at + rest.len() - rest.trim_start().len();
        let breaks = source[at..at + space].matches('\n').count();
        let end = at
            + space
            + if breaks > 0 {
                line_marks(&source[at + space..])
            } else {
                0
            };
        if breaks > 1 {
            self.push('\n', at, end);
        } else if breaks == 1 && self.text.ends_with('-') && self.hyphenated(&source[end..]) {
            self.rejoin(&source[end..]);
        } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.push(' ', at, end);
        }
        end
    }

    /// Whether the dash at the end of the text so far is a hyphen at a line end.
    fn hyphenated(&self, rest: &str) -> bool {
        let before = self.text[..self.text.len() - 1].chars().next_back();
        before.is_some_and(char::is_alphanumeric) && starts_with_word(rest)
    }

    /// "Mitglied-⏎schaft" → "Mitgliedschaft"; "20-⏎26" and "IT-⏎Referat" keep their hyphen.
    fn rejoin(&mut self, rest: &str) {
        let before = self.text[..self.text.len() - 1].chars().next_back();
        let letter = before.is_some_and(char::is_alphabetic);
        if letter && rest.starts_with(char::is_lowercase) {
            self.pop();
        }
    }
}

/// Marks of emphasis, and what spelled-out characters begin with. Without branches: see [`first_byte`](super::first_byte).
const fn is_mark(byte: u8) -> bool {
    (byte == b'&') | (byte == b'*') | (byte == b'<') | (byte == b'\\') | (byte == b'_')
}

/// A place, as texts have them: files are shorter.
fn cut(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A character that Markdown spells out at `at`: `&nbsp;`, `&#160;`, `<br>`; and where it ends.
fn spelled_out(source: &str, at: usize) -> Option<(char, usize)> {
    let rest = &source[at..];
    match source.as_bytes()[at] {
        b'&' => character_reference(rest).map(|(c, length)| (c, at + length)),
        b'<' => {
            let tag = &rest[..=rest.bytes().take(8).position(|b| b == b'>')?];
            let inner = tag.strip_prefix("<br")?.strip_suffix('>')?;
            let inner = inner.trim_end_matches('/').trim();
            inner.is_empty().then_some((' ', at + tag.len()))
        }
        _ => None,
    }
}

/// The character that a reference at the start of `text` stands for (`&nbsp;`, `&#160;`, `&#xa0;`), and
/// the length of the reference. Of the names, only those that occur in numbers.
fn character_reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let c = match text.get(1..end)? {
        "nbsp" => '\u{a0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "thinsp" => '\u{2009}',
        "shy" => '\u{ad}',
        "zwnj" => '\u{200c}',
        "zwj" => '\u{200d}',
        "hyphen" | "dash" => '\u{2010}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "minus" => '\u{2212}',
        "sol" | "frasl" => '/',
        name => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let (digits, radix) = hex.map_or((number, 10), |hex| (hex, 16));
            let sound = digits.chars().all(|c| c.is_digit(radix));
            let code = u32::from_str_radix(digits, radix).ok();
            char::from_u32(code.filter(|_| sound)?).filter(|c| !c.is_control())?
        }
    };
    Some((c, end + 1))
}

fn starts_with_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// Every dash to `-`, every slash to `/`.
const fn uniform(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' => '/',
        other => other,
    }
}

/// Length of quote marks (`> `) at the start of a line.
fn line_marks(line: &str) -> usize {
    let rest = line.trim_start_matches(['>', ' ', '\t']);
    let marks = line.len() - rest.len();
    if line[..marks].contains('>') {
        marks
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(Normal::new(source).text(), expected, "{source:?}");
    }

    #[test]
    fn spellings_become_one() {
        check("20–26\u{a0}∕ V\u{2009}12685", "20-26 / V 12685");
        check("Nr. **21/0219**", "Nr. 21/0219");
        check("08-14 /\n> E 02005", "08-14 / E 02005");
        check("Mitglied-\nschaft", "Mitgliedschaft");
        check("20-\n26 / A 1", "20-26 / A 1");
        check("IT-\nReferat", "IT-Referat");
        check("Stadt-\u{ad}rat", "Stadt-rat");
        check("Antra\u{308}ge", "Anträge");
        check("20&ndash;26&nbsp;/&nbsp;V&shy; 1", "20-26 / V 1");
        check("20-26 /<br>V<br /> 1", "20-26 / V 1");
        check("20-26 /\\\nV 1", "20-26 / V 1");
        check("R&D <b>x", "R&D <b>x");
        check(
            "20&ndash;26&nbsp;/&#8239;V&#x20;126&shy;85",
            "20-26 / V 12685",
        );
        check("A & B &uuml; &#0; &#+5; &", "A & B &uuml; &#0; &#+5; &");
        check("ein Absatz\n\nnoch einer", "ein Absatz\nnoch einer");
        check("\\*kein Stern", "kein Stern");
        check("snake_case und _kursiv_", "snake_case und kursiv");
    }

    #[test]
    fn the_way_back_is_exact() {
        let source = "siehe **20-26/\nV 12685** (neu)";
        let normal = Normal::new(source);
        let at = normal.text().find("20-26/ V 12685").expect("normalised");
        assert_eq!(&source[normal.source(at..at + 14)], "20-26/\nV 12685");
    }

    proptest! {
        #[test]
        fn runs_are_what_their_characters_are(source in "(Haupt|weg|[ \n-]{1,3}|[\\PC\\s*_>&<;\\-\u{ad}\u{308}\u{a0}\u{85}–∕„äaou]){0,30}") {
            let (fast, slow) = (Normal::new(&source), Normal::of(&source, |_, _, at| at));
            prop_assert_eq!(fast.text(), slow.text());
            for (at, c) in fast.text().char_indices() {
                let range = at..at + c.len_utf8();
                prop_assert_eq!(fast.source(range.clone()), slow.source(range));
            }
        }

        #[test]
        fn no_text_panics_and_spans_cut_characters(source in "[\\PC\\s*_>\\-\u{ad}]{0,60}") {
            let normal = Normal::new(&source);
            for (at, c) in normal.text().char_indices() {
                let range = normal.source(at..at + c.len_utf8());
                prop_assert!(source.get(range).is_some());
            }
        }
    }
}
