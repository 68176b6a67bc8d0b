//! Small things about text: lines and columns, slugs, characters that must not leave, normalised text.
//!
//! Pure functions without knowledge of the domain; every other room may use them.

pub mod diff;
mod german;
mod lines;
mod normal;
mod personal;
mod run;
mod slug;

use std::borrow::Cow;

pub use german::{Forms, fold, stem};
pub use lines::Lines;
pub use normal::Normal;
pub use personal::{PersonalKind, is_allowed, personal};
pub use run::{first_byte, plain_end};
pub use slug::slugify;

/// The months, as German texts name them.
pub const MONTHS: [&str; 13] = [
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

/// Fingerprint of a text, to notice that it has changed; not for keys or secrets.
#[must_use]
pub fn fingerprint(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Whether XML 1.0 can hold `c` (<https://www.w3.org/TR/xml/#charsets>) and a reader can see it: no
/// control characters but tab and line ends, no non-characters, no direction overrides, which could
/// make a number read differently from what it is.
#[must_use]
pub const fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}' => false,
        other => (other as u32) & 0xfffe != 0xfffe,
    }
}

/// Whether readers do not see `c` within a word: soft hyphens and characters without width. The search has its own list, the
/// same as its script's (`german::fold`).
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// The first character that [`is_printable`] refuses, with its place.
#[must_use]
pub fn unprintable(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Most bytes say by themselves that they belong to nothing odd.
    while let Some(found) = first_byte(&bytes[at..], may_be_odd) {
        at += found;
        let c = text[at..].chars().next()?;
        if !is_printable(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
    None
}

/// Whether the byte begins a character that [`is_printable`] may refuse.
const fn may_be_odd(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2) | (byte >= 0xef)
}

/// `text` without the characters that [`is_printable`] refuses.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if unprintable(text).is_none() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_printable(*c)).collect())
    }
}

/// `text` on one line: runs of white space become one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most `max` characters of `text`, cut at a blank and marked with `…` if anything is missing.
#[must_use]
pub fn shorten(text: &str, max: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return Cow::Borrowed(text);
    };
    let cut = text[..end]
        .rfind(' ')
        .filter(|at| *at > end / 2)
        .unwrap_or(end);
    Cow::Owned(format!(
        "{}…",
        text[..cut].trim_end_matches([' ', ',', ';', '.', ':'])
    ))
}

/// A key that sorts German text as in a dictionary (DIN 5007-1: Ä with A, ß with ss, case ignored).
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            'ß' => key.push_str("ss"),
            c if c.is_ascii() => key.push(c),
            c => key.push_str(deunicode::deunicode_char(c).unwrap_or_default()),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_xml_holds_and_readers_see() {
        assert_eq!(printable("a\u{b}b\u{fffe}c\u{202e}d\te\u{85}"), "abcd\te");
        assert!(matches!(printable("Änderung – 2.500 €"), Cow::Borrowed(_)));
        for c in '\0'..=char::MAX {
            let found = unprintable(&format!("ä{c}")).map(|(at, _)| at);
            assert_eq!(found.is_none(), is_printable(c), "{c:?}");
        }
        for before in 0..200 {
            let text = format!("{}\u{b}", "–".repeat(before % 7) + &"a".repeat(before));
            assert_eq!(unprintable(&text), Some((text.len() - 1, '\u{b}')));
        }
    }

    #[test]
    fn shortening_keeps_words() {
        assert_eq!(shorten("eins zwei drei", 11), "eins zwei…");
        assert_eq!(shorten("eins", 4), "eins");
        assert_eq!(shorten("Donaudampfschifffahrt", 5), "Donau…");
    }

    #[test]
    fn umlauts_sort_with_their_vowels() {
        let mut words = vec!["Zoo", "Äpfel", "Apfel", "Straße", "Strasse", "öffentlich"];
        words.sort_by_key(|w| (sort_key(w), *w));
        assert_eq!(
            words,
            ["Apfel", "Äpfel", "öffentlich", "Strasse", "Straße", "Zoo"]
        );
    }
}
