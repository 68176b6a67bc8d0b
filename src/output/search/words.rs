//! Words as the index knows them. `search.js` does the same to what readers type; a list of words with
//! their stems (`tests/browser/stems.txt`) holds both to it.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

pub use crate::text::{fold, stem};

/// Longest word in bytes; what is longer is no word.
const LONGEST: usize = 48;

/// Words so frequent that they find nothing, folded.
pub(super) const STOP: &str = "aber alle allem allen aller alles als also am an auch auf aus bei beim bin \
    bis bzw da dabei daher damit dann darauf das dass dazu dem den denn der deren des dessen die dies diese \
    diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa fur ggf hat \
    haben hatte hier ich ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes jedoch kann \
    kein keine keinen konnen man mehr mit muss nach nicht noch nun nur ob oder sehr sei sein seine seinem \
    seinen seiner sich sie sind so soll sollen sowie uber um und uns unter vom von vor wann war waren warum \
    was weiter welche welcher wenn wer werden wie wieder wir wird wo worden wurde wurden zu zum zur zwischen";

static STOPPED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = STOP.split_whitespace().collect();
    words.sort_unstable();
    words
});

/// The words of a text, as they stand there.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || c == '\u{ad}'))
        .filter(|word| !word.is_empty())
}

/// The term under which a word is found; none for words that find nothing: single letters, short
/// figures, *und*.
pub(super) fn term(word: &str) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = fold(word);
    let figures = folded.bytes().all(|b| b.is_ascii_digit());
    let short = folded.len() < if figures { 4 } else { 2 };
    let stopped = STOPPED.binary_search(&folded.as_str()).is_ok();
    (!short && !stopped).then(|| stem(&folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_meet() {
        for words in [
            ["Anträge", "Antraege", "ANTRÄGE"],
            ["Straße", "Strasse", "strasse"],
            ["Mu\u{308}nchen", "München", "Muenchen"],
            ["Haushalt", "Haushalts", "Haushaltes"],
            ["Maß\u{ad}nahme", "Massnahmen", "Maßnahmen"],
        ] {
            let terms: Vec<_> = words.iter().map(|word| term(word)).collect();
            assert!(terms.iter().all(|term| *term == terms[0]), "{terms:?}");
        }
    }

    #[test]
    fn what_finds_nothing_is_no_term() {
        for word in ["und", "Für", "x", "113", "über"] {
            assert_eq!(term(word), None, "{word}");
        }
        assert_eq!(term("2024").as_deref(), Some("2024"));
        assert_eq!(term("KI").as_deref(), Some("ki"));
    }
}
