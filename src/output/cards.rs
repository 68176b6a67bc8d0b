//! Papers as lists show them, rendered once and shown on many pages.

use std::sync::OnceLock;

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};

/// Rendered papers. There are as many as papers, and most of each is the same: they are kept packed.
pub(super) struct Cards {
    /// The first one that was rendered. Others are kept as what they do not share with it.
    first: OnceLock<Box<[u8]>>,
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

    /// The card of a paper, if it was kept.
    pub(super) fn get(&self, paper: usize) -> Option<String> {
        let packed = self.packed.get(paper)?.get()?;
        let card = decompress_size_prepended_with_dict(packed, self.first.get()?).ok()?;
        String::from_utf8(card).ok()
    }

    /// Keeps the card of a paper.
    pub(super) fn keep(&self, paper: usize, card: &str) {
        let first = self.first.get_or_init(|| card.as_bytes().into());
        if let Some(place) = self.packed.get(paper) {
            let pack = || compress_prepend_size_with_dict(card.as_bytes(), first);
            place.get_or_init(|| pack().into_boxed_slice());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_comes_back_as_it_was_and_takes_less_room() {
        let card = |name: &str| {
            format!(
                "<article class=\"card\"><h3><a href=\"/musterstadt/{name}/\">Ausbau {name}</a></h3><p class=\"meta\"><span class=\"type\">Antrag</span></p></article>\n"
            )
        };
        let cards = Cards::new(3);
        cards.keep(0, &card("Radweg"));
        cards.keep(2, &card("Sportplatz"));
        assert_eq!(cards.get(0), Some(card("Radweg")));
        assert_eq!(cards.get(1), None);
        assert_eq!(cards.get(2), Some(card("Sportplatz")));
        let packed = cards.packed[2].get().unwrap();
        assert!(
            packed.len() < card("Sportplatz").len() / 2,
            "{}",
            packed.len()
        );
        cards.keep(2, "");
        assert_eq!(
            cards.get(2),
            Some(card("Sportplatz")),
            "the first one stays"
        );
    }
}
