//! Two texts word by word: what stays, what goes, what comes.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices_by_key};

/// Words above which texts are not compared: nobody reads such a comparison, and it costs time.
const LONGEST: usize = 2_000;

/// A run of unchanged words that is not longer, between two changes, belongs to them: "vom 3. Mai" → "zum 7. Juni" is
/// one change.
const SHORT_RUN: usize = 1;

/// What happened to a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stands in both.
    Same,
    /// It stands in the first only.
    Removed,
    /// It stands in the second only.
    Added,
}

/// A piece of text with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What happened to it.
    pub change: Change,
    /// Its words, with a blank or a line break between them.
    pub text: String,
    /// Whether a new line begins with it.
    pub new_line: bool,
}

/// Two texts, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The pieces in reading order.
    pub pieces: Vec<Piece>,
    /// How much both share, from 0 (nothing) to 100 (every word).
    pub shared: usize,
}

/// Compares two texts. Line breaks, blanks and the marks around words do not count. `None` if one is too long.
#[must_use]
pub fn compare(before: &str, after: &str) -> Option<Comparison> {
    let (before, after) = (words(before), words(after));
    let total = before.len() + after.len();
    if before.len().max(after.len()) > LONGEST {
        return None;
    }
    let ops = capture_diff_slices_by_key(Algorithm::Myers, &before, &after, |word| bare(word.text));
    let same: usize = ops.iter().filter_map(unchanged).sum();
    let mut pieces = Vec::new();
    for run in runs(&ops) {
        match run {
            Run::Same(new) => push(&mut pieces, Change::Same, &after[new]),
            Run::Changed(old, new) => {
                push(&mut pieces, Change::Removed, &before[old]);
                push(&mut pieces, Change::Added, &after[new]);
            }
        }
    }
    let shared = (200 * same).checked_div(total).unwrap_or(100);
    Some(Comparison { pieces, shared })
}

/// A word, and whether a line begins with it.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    first: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    text.lines().flat_map(of_line).collect()
}

fn of_line(line: &str) -> impl Iterator<Item = Word<'_>> {
    let words = line.split_whitespace().enumerate();
    words.map(|(at, text)| Word {
        text,
        first: at == 0,
    })
}

/// A word without the marks around it; marks that stand alone stay.
fn bare(word: &str) -> &str {
    let mark = |c: char| ",.;:!?\"'„“”‚‘’»«".contains(c);
    let bare = word.trim_matches(mark);
    if bare.is_empty() { word } else { bare }
}

fn unchanged(op: &DiffOp) -> Option<usize> {
    match op {
        DiffOp::Equal { len, .. } => Some(*len),
        _ => None,
    }
}

/// Words that stay (by their place in the second text), or words of the first for words of the second.
enum Run {
    Same(Range<usize>),
    Changed(Range<usize>, Range<usize>),
}

/// The differences as runs. Changes with next to nothing between them are one.
fn runs(ops: &[DiffOp]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let (old, new) = (op.old_range(), op.new_range());
        let inner = at > 0 && at + 1 < ops.len();
        let stays = unchanged(op).is_some_and(|len| len > SHORT_RUN || !inner);
        match runs.last_mut() {
            _ if stays => runs.push(Run::Same(new)),
            Some(Run::Changed(removed, added)) => {
                removed.end = old.end;
                added.end = new.end;
            }
            _ => runs.push(Run::Changed(old, new)),
        }
    }
    runs
}

fn push(pieces: &mut Vec<Piece>, change: Change, words: &[Word<'_>]) {
    let Some(first) = words.first() else {
        return;
    };
    let mut text = first.text.to_owned();
    for word in &words[1..] {
        text.push(if word.first { '\n' } else { ' ' });
        text.push_str(word.text);
    }
    pieces.push(Piece {
        change,
        text,
        new_line: first.first && !pieces.is_empty(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let comparison = compare(before, after).expect("short enough");
        let piece = |piece: &Piece| match piece.change {
            Change::Same => piece.text.clone(),
            Change::Removed => format!("[-{}-]", piece.text),
            Change::Added => format!("[+{}+]", piece.text),
        };
        let pieces: Vec<String> = comparison.pieces.iter().map(piece).collect();
        pieces.join(" ")
    }

    #[test]
    fn differences_are_whole_words() {
        assert_eq!(
            told("Der Radweg wird gebaut.", "Der Radweg wird nicht gebaut."),
            "Der Radweg wird [+nicht+] gebaut."
        );
        assert_eq!(
            told("Es gilt vom 3. Mai an.", "Es gilt vom 7. Juni an."),
            "Es gilt vom [-3. Mai-] [+7. Juni+] an."
        );
    }

    #[test]
    fn changes_with_one_word_between_them_are_one() {
        assert_eq!(
            told("a b c d e f", "a X c Y e f"),
            "a [-b c d-] [+X c Y+] e f"
        );
    }

    #[test]
    fn layout_and_marks_make_no_difference() {
        let same = compare("Der „Radweg“\nwird gebaut", "Der Radweg wird gebaut.").expect("short");
        assert_eq!(same.shared, 100);
        assert!(same.pieces.iter().all(|piece| piece.change == Change::Same));
    }

    #[test]
    fn what_is_too_long_is_not_compared() {
        assert!(compare(&"wort ".repeat(LONGEST + 1), "wort").is_none());
        assert_eq!(compare("", "").map(|c| c.shared), Some(100));
    }
}
