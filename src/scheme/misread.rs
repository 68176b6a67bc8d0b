//! Numbers with a digit that a scanner took for a letter: `20-26 / V l2685`, `2O21/0117`.
//!
//! A suggestion to the author, never a link (DOMAIN §3).

use std::sync::LazyLock;

use regex::Regex;

use super::{Schemes, Sighting, sight};

/// A letter that looks like a digit, between digits or at the edge of some.
#[expect(clippy::expect_used, reason = "a constant; the tests compile it")]
static CONFUSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9]([OolIS])[0-9]|[0-9](?<last>[OolI])(?:[^0-9A-Za-z_]|$)|[/ -]([OolI])[0-9]{2}")
        .expect("pattern of the house")
});

/// Numbers that count only when such letters are read as digits, as ranges of the normalised text.
pub(super) fn of(schemes: &Schemes, text: &str) -> Vec<Sighting> {
    let mut bytes = Vec::new();
    let mut changed = Vec::new();
    let mut at = 0;
    while let Some(captures) = CONFUSED.captures_at(text, at) {
        let Some(letter) = (1..captures.len()).find_map(|group| captures.get(group)) else {
            break;
        };
        at = letter.end();
        // Asked here: a pattern that knows all letters takes megabytes.
        let goes_on =
            captures.name("last").is_some() && text[at..].starts_with(char::is_alphanumeric);
        if goes_on {
            continue;
        }
        if bytes.is_empty() {
            bytes = text.as_bytes().to_vec();
        }
        bytes[letter.start()] = match letter.as_str() {
            "O" | "o" => b'0',
            "S" => b'5',
            _ => b'1',
        };
        changed.push(letter.start());
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return Vec::new();
    };
    if changed.is_empty() {
        return Vec::new();
    }
    let mut seen = sight::all(schemes, &text, &|_| false);
    seen.retain(|s| s.verdict.counts() && changed.iter().any(|at| s.span.contains(at)));
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::tests::schemes;

    #[test]
    fn letters_that_look_like_digits() {
        for (text, number) in [
            ("Beschluss 20-26 / V l2685 vom", Some("20-26 / V 12685")),
            ("Beschluss 20-26 / V 1268S5", Some("20-26 / V 126855")),
            ("Beschluss 2O-26 / V 12685", Some("20-26 / V 12685")),
            ("Beschluss 20-26 / V 1268l, danach", Some("20-26 / V 12681")),
            ("Beschluss 20-26 / V 1268lä", None),
            ("Beschluss 20-26 / V 12685", None),
            ("20 Ideen in 14 Orten", None),
        ] {
            let seen = of(&schemes(&["muenchen"]), text);
            let found = seen.first().map(|s| &*s.number.canonical);
            if number == Some("20-26 / V 126855") {
                assert_eq!(found, None, "six digits are no number");
            } else {
                assert_eq!(found, number, "{text:?}");
            }
        }
    }
}
