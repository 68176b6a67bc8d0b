//! Three versions of a list as one: what was imported last, what the author has, what the source has now.
//!
//! Of what was imported last only fingerprints are needed, since every piece of the result is taken from
//! one of the other two. Pure.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A piece of the merged list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// The author's piece with this index.
    Ours(usize),
    /// The source's piece with this index.
    Theirs(usize),
}

/// A place of the base that one side has changed.
#[derive(Clone, Debug)]
struct Edit {
    base: Range<usize>,
    new: Range<usize>,
}

/// Merges by fingerprints; `None` where both changed the same, or one took out what the other moved.
pub(super) fn merge(base: &[u64], ours: &[u64], theirs: &[u64]) -> Option<Vec<Pick>> {
    let (mine, yours) = (edits(base, ours), edits(base, theirs));
    let (mut a, mut b) = (mine.iter().peekable(), yours.iter().peekable());
    let mut picks = Vec::new();
    // Where the author's list stands, at the place of the base up to which all is done.
    let (mut done, mut at) = (0, 0);
    let keep = |until: usize, done: &mut usize, at: &mut usize, picks: &mut Vec<Pick>| {
        picks.extend((*at..*at + (until - *done)).map(Pick::Ours));
        *at += until - *done;
        *done = until;
    };
    loop {
        match (a.peek(), b.peek()) {
            (Some(one), Some(other)) if one.touches(other) => {
                let same =
                    one.base == other.base && ours[one.new.clone()] == theirs[other.new.clone()];
                if !same {
                    return None;
                }
                b.next();
            }
            (Some(one), other) if other.is_none_or(|other| one.is_before(other)) => {
                keep(one.base.start, &mut done, &mut at, &mut picks);
                picks.extend(one.new.clone().map(Pick::Ours));
                (done, at) = (one.base.end, one.new.end);
                a.next();
            }
            (_, Some(other)) => {
                keep(other.base.start, &mut done, &mut at, &mut picks);
                picks.extend(other.new.clone().map(Pick::Theirs));
                at += other.base.len();
                done = other.base.end;
                b.next();
            }
            (_, None) => break,
        }
    }
    keep(base.len(), &mut done, &mut at, &mut picks);
    // What the author took out and the source only moved must not come back.
    let comes_back = |pick: &Pick| match pick {
        Pick::Theirs(at) => base.contains(&theirs[*at]) && !ours.contains(&theirs[*at]),
        Pick::Ours(_) => false,
    };
    (!picks.iter().any(comes_back)).then_some(picks)
}

impl Edit {
    /// Whether two edits change the same piece, or put something at the same place.
    fn touches(&self, other: &Self) -> bool {
        let overlap = self.base.start < other.base.end && other.base.start < self.base.end;
        overlap || (self.base == other.base)
    }

    fn is_before(&self, other: &Self) -> bool {
        (self.base.start, self.base.end) <= (other.base.start, other.base.end)
    }
}

fn edits(base: &[u64], new: &[u64]) -> Vec<Edit> {
    capture_diff_slices(Algorithm::Myers, base, new)
        .into_iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| Edit {
            base: op.old_range(),
            new: op.new_range(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(base: &[u64], ours: &[u64], theirs: &[u64], expected: Option<&[u64]>) {
        let merged = merge(base, ours, theirs).map(|picks| {
            let piece = |pick: &Pick| match pick {
                Pick::Ours(at) => ours[*at],
                Pick::Theirs(at) => theirs[*at],
            };
            picks.iter().map(piece).collect::<Vec<_>>()
        });
        assert_eq!(merged.as_deref(), expected, "{base:?} {ours:?} {theirs:?}");
    }

    #[test]
    fn each_side_keeps_what_only_it_changed() {
        check(&[1, 2, 3], &[1, 9, 3], &[1, 2, 3, 4], Some(&[1, 9, 3, 4]));
        check(&[1, 2, 3], &[1, 2, 3], &[3], Some(&[3]));
        check(&[1, 2, 3], &[1, 2], &[3, 1, 2], None);
        check(&[1, 2], &[1, 9], &[1, 2, 4], Some(&[1, 9, 4]));
        check(&[1, 2, 3], &[9, 2, 3], &[1, 2, 8], Some(&[9, 2, 8]));
        check(&[1, 2], &[1, 2, 5], &[1, 2, 5], Some(&[1, 2, 5]));
        check(&[1, 2, 3, 4], &[1, 4], &[1, 2, 3, 4, 5], Some(&[1, 4, 5]));
    }

    #[test]
    fn what_both_changed_is_nobodys_guess() {
        check(&[1, 2, 3], &[1, 8, 3], &[1, 9, 3], None);
        check(&[1], &[1, 8], &[1, 9], None);
        check(&[1, 2], &[1], &[1, 9], None);
    }

    proptest! {
        #[test]
        fn one_side_alone_always_wins(base in proptest::collection::vec(0u64..5, 0..8), new in proptest::collection::vec(0u64..5, 0..8)) {
            check(&base, &new, &base, Some(&new));
            check(&base, &base, &new, Some(&new));
            check(&base, &new, &new, Some(&new));
        }
    }
}
