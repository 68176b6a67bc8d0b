//! What kind of paper it is, as far as its council's own words tell.

use super::Paper;

/// A kind that the portal treats in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum PaperKind {
    /// Asks the administration (Anfrage); it waits for an answer.
    Question,
    /// Demands something of the council (Antrag); it waits for a decision or an answer.
    Motion,
    /// Answers a question or a motion (Antwort, Stellungnahme).
    Answer,
    /// Tells something (Bericht, Bekanntgabe, Mitteilung).
    Report,
    /// Puts something to the vote (Vorlage).
    Proposal,
    /// Was decided (Beschluss).
    Resolution,
    /// Anything else, and papers that do not say.
    Other,
}

/// Parts of words that tell a kind.
const STEMS: [(&str, PaperKind); 11] = [
    ("anfrage", PaperKind::Question),
    ("antwort", PaperKind::Answer),
    ("stellungnahme", PaperKind::Answer),
    ("bericht", PaperKind::Report),
    ("bekanntgabe", PaperKind::Report),
    ("mitteilung", PaperKind::Report),
    ("vorlage", PaperKind::Proposal),
    ("antrag", PaperKind::Motion),
    ("anträge", PaperKind::Motion),
    ("beschluss", PaperKind::Resolution),
    ("beschluß", PaperKind::Resolution),
];

impl PaperKind {
    /// The kind that a council's words name. The first word that names one counts, as in *Antwort auf
    /// Anfrage*; of a compound its end, as in *Berichtsantrag*.
    #[must_use]
    pub fn of(words: &str) -> Self {
        let words = words.to_lowercase();
        let mut words = words.split(|c: char| !c.is_alphanumeric());
        words.find_map(of_word).unwrap_or(Self::Other)
    }

    /// Stable key, for language files and CSS.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Motion => "motion",
            Self::Answer => "answer",
            Self::Report => "report",
            Self::Proposal => "proposal",
            Self::Resolution => "resolution",
            Self::Other => "paper",
        }
    }

    /// Whether such a paper waits for an answer or a decision from the day on which it was brought in.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Question | Self::Motion)
    }
}

fn of_word(word: &str) -> Option<PaperKind> {
    let places = STEMS.iter().filter_map(|(stem, kind)| {
        let at = word.rfind(stem)?;
        // Every paper is a Vorlage: a Mitteilungsvorlage is a Mitteilung first.
        let plain = *kind == PaperKind::Proposal;
        Some((!(plain && reports(word)), at, *kind))
    });
    places
        .max_by_key(|(telling, at, _)| (*telling, *at))
        .map(|(_, _, kind)| kind)
}

fn reports(word: &str) -> bool {
    let report =
        |(stem, kind): &(&str, PaperKind)| *kind == PaperKind::Report && word.contains(stem);
    STEMS.iter().any(report)
}

impl Paper {
    /// What kind of paper it is, as far as its council's words tell.
    #[must_use]
    pub fn kind(&self) -> PaperKind {
        self.paper_type
            .as_deref()
            .map_or(PaperKind::Other, PaperKind::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_the_words_tells_the_kind() {
        for (words, kind) in [
            ("Antrag", PaperKind::Motion),
            ("Dringlichkeitsantrag (öffentlich)", PaperKind::Motion),
            ("Berichtsantrag", PaperKind::Motion),
            ("Anträge", PaperKind::Motion),
            ("Schriftliche Anfrage", PaperKind::Question),
            ("Antwort auf Anfrage", PaperKind::Answer),
            ("Beantwortung einer Anfrage", PaperKind::Answer),
            ("Anfragebeantwortung", PaperKind::Answer),
            ("Stellungnahme zum Antrag", PaperKind::Answer),
            ("Bericht zum Antrag", PaperKind::Report),
            ("Mitteilungsvorlage", PaperKind::Report),
            ("Beschlussvorlage", PaperKind::Proposal),
            ("Beschlussantrag", PaperKind::Motion),
            ("Beschluss", PaperKind::Resolution),
            ("Satzung", PaperKind::Other),
        ] {
            assert_eq!(PaperKind::of(words), kind, "{words}");
        }
    }
}
