//! German words in one spelling: without accents, and by their stems. What searches shares it.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::German));

/// Longest word in bytes of which other forms are made; what is longer is no word.
const LONGEST: usize = 48;

/// Words whose forms are kept: about 8 MB.
const MOST_KNOWN: usize = 50_000;

/// A text in lower case without accents, as all spellings of a word share it: `Straße` → `strasse`,
/// `Anträge` and `ANTRAEGE` → `antrage`.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        without_accents(text)
    };
    without_digraphs(&plain)
}

fn without_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.to_lowercase().nfd() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            // Invisible: a hyphen that may be, joiners.
            '\u{ad}' | '\u{200b}'..='\u{200d}' => {}
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// `ae`, `oe`, `ue` as one writes umlauts without umlauts; not in `neue`, `Bauer`, `Quelle`.
fn without_digraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        let umlaut = matches!(c, 'a' | 'o' | 'u') && letters.peek() == Some(&'e');
        if umlaut && !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'q') {
            letters.next();
            before = 'e';
        } else {
            before = c;
        }
    }
    out
}

/// The stem of a folded word, by the German Snowball algorithm
/// (<https://snowballstem.org/algorithms/german/stemmer.html>). Words with digits keep their form.
#[must_use]
pub fn stem(word: &str) -> String {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        word.to_owned()
    } else {
        STEMMER.stem(word).into_owned()
    }
}

/// Other forms of a text's words, for searches that only know how to drop accents: words as one writes them
/// without German letters (`strasse`, `muenchen`), and every word without the ends that its stem does not
/// have, letter by letter (`antrag` for *Anträge*, `schule` for *Schulen*).
///
/// Keeps the forms of words that it has seen: finding stems takes longer than all else.
#[derive(Default)]
pub struct Forms {
    known: HashMap<String, Vec<String>>,
}

impl Forms {
    /// The forms of a text's words, each once, in order.
    pub fn of(&mut self, text: &str) -> String {
        let words =
            text.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || c == '\u{ad}'));
        let mut words: Vec<&str> = words
            .filter(|word| word.len() > 2 && word.len() <= LONGEST)
            .filter(|word| !word.bytes().any(|b| b.is_ascii_digit()))
            .collect();
        words.sort_unstable();
        words.dedup();
        if self.known.len() > MOST_KNOWN {
            self.known.clear();
        }
        for word in &words {
            if !self.known.contains_key(*word) {
                self.known.insert((*word).to_owned(), of_word(word));
            }
        }
        let forms = words.iter().filter_map(|word| self.known.get(*word));
        let mut forms: Vec<&str> = forms.flatten().map(String::as_str).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.join(" ")
    }
}

fn of_word(word: &str) -> Vec<String> {
    let folded = fold(word);
    let stem = stem(&folded);
    let bare = bare(word);
    let ends = folded.chars().count().saturating_sub(stem.chars().count());
    let spellings = BTreeSet::from([bare.clone(), folded, spelled_out(word)]);
    let mut forms = BTreeSet::from([stem]);
    for spelling in &spellings {
        forms.extend(shortened(spelling, ends).map(str::to_owned));
    }
    forms.remove(&bare);
    forms.into_iter().collect()
}

/// A word, and the same without up to `ends` letters at its end.
fn shortened(word: &str, ends: usize) -> impl Iterator<Item = &str> {
    let places = word.char_indices().rev().map(|(at, _)| at);
    let places = std::iter::once(word.len()).chain(places);
    places.take(ends + 1).map(|end| &word[..end])
}

/// A word in lower case without accents; ß stays.
fn bare(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letters = word.to_lowercase();
    letters.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// A word in lower case with `ae` for ä, `ss` for ß.
fn spelled_out(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len() + 4);
    for c in word.to_lowercase().nfc() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            '\u{ad}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_every_pair_of_vowels_is_an_umlaut() {
        assert_eq!(
            fold("neue Bauer Quelle Köln Koeln"),
            "neue bauer quelle koln koln"
        );
    }

    #[test]
    fn other_forms_are_those_that_dropping_accents_does_not_give() {
        let mut forms = Forms::default();
        let mut forms = |text| forms.of(text);
        assert_eq!(forms("Anträge"), "antraeg antraege antrag");
        assert_eq!(forms("Haushaltes 2024"), "haushalt haushalte");
        assert_eq!(forms("Große"), "gross grosse groß");
        assert_eq!(forms("Radweg"), "");
    }
}
