//! Numbers of papers as terms: whole, and by the parts under which people look for them.

use super::words::{fold, split};

/// First letter of terms that are numbers; no word has it.
const MARK: char = '#';

/// Digits from which on a part of a number is worth looking for.
const SHORTEST: usize = 3;

/// The terms of a number, the whole number first: `20-26 / V 12685` → `#2026v12685`, `#26v12685`,
/// `#v12685`, `#12685`. Years alone name no paper.
pub(super) fn terms(number: &str) -> Vec<String> {
    let folded = fold(number);
    let parts: Vec<&str> = pieces(&folded);
    let mut terms: Vec<String> = Vec::new();
    let mut add = |key: String| {
        if key.len() >= SHORTEST && key.bytes().any(|b| b.is_ascii_digit()) && !is_year(&key) {
            let term = format!("{MARK}{key}");
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    };
    for at in 0..parts.len() {
        add(parts[at..].concat());
    }
    for part in &parts {
        add((*part).to_owned());
        add(part.trim_start_matches('0').to_owned());
    }
    terms
}

/// Words of a number, and letters apart from digits: `V12685` → `v`, `12685`.
fn pieces(folded: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for word in split(folded) {
        let mut start = 0;
        let mut digit = None;
        for (at, c) in word.char_indices() {
            let is = c.is_ascii_digit();
            if digit.is_some_and(|was| was != is) {
                pieces.push(&word[start..at]);
                start = at;
            }
            digit = Some(is);
        }
        pieces.push(&word[start..]);
    }
    pieces
}

fn is_year(key: &str) -> bool {
    key.len() == 4
        && (key.starts_with("19") || key.starts_with("20"))
        && key.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_every_spelling() {
        let whole = |number: &str| terms(number).into_iter().next();
        assert_eq!(whole("20-26 / V 12685").as_deref(), Some("#2026v12685"));
        assert_eq!(whole("20–26/V12685"), whole("20-26 / V 12685"));
    }

    #[test]
    fn parts_of_numbers_are_found_but_no_years() {
        assert_eq!(
            terms("20-26 / V 12685"),
            ["#2026v12685", "#26v12685", "#v12685", "#12685"]
        );
        assert_eq!(terms("2022/0373"), ["#20220373", "#0373", "#373"]);
        assert_eq!(terms("560/2022"), ["#5602022", "#560"]);
    }
}
