//! Parts of compounds: *Vereinsmitgliedschaft* is found by *Mitgliedschaft*, *Doppelhaushalt* by *Haushalt*.
//!
//! German compounds end in what they are (a *Radwegekonzept* is a *Konzept*), so each gets the postings of the words
//! that it ends in, if the archive uses them by themselves. What compounds begin with needs no postings: queries also find
//! terms that begin with what is asked. Both together find a word in the middle: *Haushalt* begins *haushaltsplan*, in
//! which *doppelhaushaltsplan* ends.

use super::invert::{Posting, Terms};
use super::words::stem;

/// Shortest word that can be a part.
const PART: usize = 4;
/// From this length on, what stands before a part need not be a word that the archive knows: *Doppel-*.
const SURE: usize = 6;
/// Shortest beginning.
const BEGINNING: usize = 3;
/// What joins parts (Fugenelemente).
const JOINTS: [&str; 6] = ["", "s", "es", "n", "en", "e"];
/// Endings that look like words.
const NO_PARTS: [&str; 10] = [
    "schaft", "haft", "heit", "keit", "lich", "isch", "tion", "ation", "itat", "ismus",
];

/// Adds the postings of compounds to the words that they end in, a little weaker.
pub(super) fn add(terms: &mut Terms) {
    let mut found: Vec<(String, Vec<Posting>)> = Vec::new();
    for (term, postings) in &*terms {
        // Long words lose an ending that short ones keep: `schulentwicklungsplan`, but `planung`.
        let whole = format!("{term}ung");
        for part in parts(term, terms).chain(parts(&whole, terms)) {
            found.push((part.to_owned(), postings.clone()));
        }
    }
    for (part, postings) in found {
        let of_part = terms.entry(part).or_default();
        of_part.extend(postings.into_iter().map(|(id, s)| (id, weaker(s))));
    }
    for postings in terms.values_mut() {
        // The strongest use in a document counts.
        postings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        postings.dedup_by_key(|posting| posting.0);
    }
}

fn weaker(strength: u8) -> u8 {
    (strength * 3 / 5).max(1)
}

/// The words that a term ends in.
fn parts<'t>(term: &'t str, terms: &'t Terms) -> impl Iterator<Item = &'t str> {
    let word = term.bytes().all(|b| b.is_ascii_lowercase());
    let last = if word { term.len() } else { 0 };
    (BEGINNING..last.saturating_sub(PART - 1))
        .map(|at| term.split_at(at))
        .filter(|(beginning, end)| is_part(beginning, end, terms))
        .map(|(_, end)| end)
}

fn is_part(beginning: &str, end: &str, terms: &Terms) -> bool {
    if NO_PARTS.contains(&end) || !terms.contains_key(end) {
        return false;
    }
    let sure = end.len() >= SURE && beginning.len() > BEGINNING;
    sure || is_word(beginning, terms)
}

/// Whether a beginning is a word, perhaps with a joint: `vereins`, `radwege`.
fn is_word(beginning: &str, terms: &Terms) -> bool {
    // Terms are stems: `burgermeist`.
    terms.contains_key(&stem(beginning))
        || JOINTS.iter().any(|joint| {
            let word = beginning.strip_suffix(joint);
            word.is_some_and(|word| word.len() >= BEGINNING && terms.contains_key(word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::search::words::term;

    /// The parts of `compound` in an archive that uses it and `words`.
    fn found(compound: &str, words: &str) -> Vec<String> {
        let mut terms = Terms::new();
        for (id, word) in (0..).zip(words.split_whitespace()) {
            terms.insert(term(word).expect("a word"), vec![(id, 5)]);
        }
        let compound = term(compound).expect("a word");
        terms.insert(compound.clone(), vec![(99, 5)]);
        let whole = format!("{compound}ung");
        parts(&compound, &terms)
            .chain(parts(&whole, &terms))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn real_compounds_end_in_words_of_the_archive() {
        for (compound, words, expected) in [
            (
                "Vereinsmitgliedschaft",
                "Verein Mitgliedschaft",
                "mitgliedschaft",
            ),
            ("Doppelhaushalt", "Haushalt", "haushalt"),
            ("Radwegekonzept", "Radweg Konzept", "konzept"),
            ("Bürgermeisterwahl", "Bürgermeister Wahl", "wahl"),
            ("Straßenbeleuchtung", "Straße Beleuchtung", "beleucht"),
            ("Bebauungspläne", "Bebauung Plan", "plan"),
            ("Rathaus", "Rat Haus", "haus"),
            ("Schulentwicklungsplanung", "Planung Schule", "planung"),
        ] {
            let parts = found(compound, words);
            assert!(
                parts.iter().any(|part| part == expected),
                "{compound}: {parts:?}"
            );
        }
    }

    #[test]
    fn endings_are_no_words() {
        for (word, words) in [
            ("Gesellschaft", "Gesell Schaft"),
            ("Gestalt", "Stalt"),
            ("Termin", "Min"),
            ("Verein", "Rein"),
        ] {
            assert_eq!(found(word, words), Vec::<String>::new(), "{word}");
        }
    }

    #[test]
    fn the_word_itself_says_more_than_a_compound() {
        let mut terms = Terms::new();
        terms.insert("haushalt".into(), vec![(1, 5), (2, 2)]);
        terms.insert("doppelhaushalt".into(), vec![(2, 10), (3, 5)]);
        add(&mut terms);
        assert_eq!(terms["haushalt"], [(1, 5), (2, 6), (3, 3)]);
    }
}
