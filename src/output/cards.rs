//! Papers as lists show them, rendered once and shown on many pages.

use std::sync::OnceLock;

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};

/// Rendered papers. There are as many as papers, and most of each stands elsewhere in memory: what does not is kept.
pub(super) struct Cards {
    /// The first one that was rendered: others are much like it.
    first: OnceLock<Box<str>>,
    packed: Box<[OnceLock<Box<[u8]>>]>,
}

impl Cards {
    /// Room for so many.
    pub(super) fn new(papers: usize) -> Self {
        Self {
            first: OnceLock::new(),
            packed: (0..papers).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The card of a paper, if it was kept. `shown` are the texts that were given with it.
    pub(super) fn get(&self, paper: usize, shown: &[&str]) -> Option<String> {
        let packed = self.packed.get(paper)?.get()?;
        let known = known(self.first.get()?, shown);
        let card = decompress_size_prepended_with_dict(packed, known.as_bytes()).ok()?;
        String::from_utf8(card).ok()
    }

    /// Keeps the card of a paper, which shows these texts.
    pub(super) fn keep(&self, paper: usize, shown: &[&str], card: &str) {
        let first = self.first.get_or_init(|| card.into());
        if let Some(place) = self.packed.get(paper) {
            let known = known(first, shown);
            let pack = || compress_prepend_size_with_dict(card.as_bytes(), known.as_bytes());
            place.get_or_init(|| pack().into_boxed_slice());
        }
    }
}

/// What need not be kept.
fn known(first: &str, shown: &[&str]) -> String {
    let room = first.len() + shown.iter().map(|text| text.len()).sum::<usize>();
    let mut known = String::with_capacity(room);
    known.push_str(first);
    known.extend(shown.iter().copied());
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_comes_back_as_it_was_and_takes_less_room() {
        let card = |name: &str| {
            format!(
                "<article class=\"card\"><h3><a href=\"/musterstadt/papers/\">{name}</a></h3>\
                 <p class=\"meta\"><span class=\"type\">Antrag</span></p></article>\n"
            )
        };
        let cards = Cards::new(3);
        let (first, other) = ("Ausbau des Radwegs", "Ein Sportplatz für jeden Stadtteil");
        cards.keep(0, &[first], &card(first));
        cards.keep(2, &[other], &card(other));
        assert_eq!(cards.get(0, &[first]), Some(card(first)));
        assert_eq!(cards.get(1, &[]), None);
        assert_eq!(cards.get(2, &[other]), Some(card(other)));
        let packed = cards.packed[2].get().map_or(0, |packed| packed.len());
        assert!((1..card(other).len() / 4).contains(&packed), "{packed}");
        cards.keep(2, &[other], "");
        assert_eq!(
            cards.get(2, &[other]),
            Some(card(other)),
            "the first one stays"
        );
    }
}
