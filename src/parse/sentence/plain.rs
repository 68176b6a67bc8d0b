//! Where sentences end in plain German, and how they are made short enough to quote.

use std::ops::Range;

use super::{LONGEST, Sentence};
use crate::text::MONTHS;

/// The words around a number, without markup.
pub(super) struct Plain<'a> {
    pub(super) text: &'a str,
    pub(super) number: Range<usize>,
    pub(super) cut_before: bool,
    pub(super) cut_after: bool,
}

impl Plain<'_> {
    pub(super) fn sentence(self) -> Sentence {
        let (mut start, mut end) = (0, self.text.len());
        for border in borders(self.text, &self.number) {
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
            start = word_after(self.text, start, self.number.start);
        }
        if cut_after {
            end = word_before(self.text, end, self.number.end);
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
            from = word_after(self.text, start + at, self.number.start);
        }
        let mut to = end;
        if take_after < after {
            let at = nth(&self.text[self.number.end..end], take_after);
            to = word_before(self.text, self.number.end + at, self.number.end);
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
