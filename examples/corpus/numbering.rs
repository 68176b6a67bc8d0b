//! How the made-up councils number their papers: as real ones do, so that the ready-made schemes see the numbers.

use super::random::Random;

/// A way to number papers.
#[derive(Clone, Copy)]
pub(crate) enum Numbering {
    Muenchen,
    Karlsruhe,
    Wiesbaden,
    Dresden,
    Leipzig,
}

/// What a number is made of.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) year: i16,
    /// Whether it is a motion or question of council members.
    pub(crate) motion: bool,
    /// Counts within [`Numbering::period`].
    pub(crate) serial: usize,
}

impl Numbering {
    pub(crate) const ALL: [Self; 5] = [
        Self::Muenchen,
        Self::Karlsruhe,
        Self::Wiesbaden,
        Self::Dresden,
        Self::Leipzig,
    ];

    /// Name of the ready-made scheme.
    pub(crate) const fn scheme(self) -> &'static str {
        match self {
            Self::Muenchen => "muenchen",
            Self::Karlsruhe => "karlsruhe",
            Self::Wiesbaden => "wiesbaden",
            Self::Dresden => "dresden",
            Self::Leipzig => "leipzig",
        }
    }

    /// What a year's numbers count in: the year, or a term that began in an earlier one.
    pub(crate) const fn period(self, year: i16) -> i16 {
        match self {
            Self::Muenchen | Self::Leipzig => year - (year - 2008) % 6,
            _ => year,
        }
    }

    /// A number as the council prints it.
    pub(crate) fn printed(self, number: Number) -> String {
        let Number { year, serial, .. } = number;
        let kind = if number.motion { 'A' } else { 'V' };
        let (short, start) = (year % 100, self.period(year) % 100);
        match self {
            Self::Muenchen => format!("{start:02}-{:02} / {kind} {serial:05}", start + 6),
            Self::Karlsruhe => format!("{year}/{serial:04}"),
            Self::Wiesbaden => format!(
                "{short:02}-{kind}-{:02}-{:04}",
                1 + serial / 9000,
                serial % 9000 + 1
            ),
            Self::Dresden => format!("{kind}{serial:04}/{short:02}"),
            Self::Leipzig => {
                let terms = ["V", "VI", "VII", "VIII", "IX"];
                let term = usize::try_from((self.period(year) - 2008) / 6).unwrap_or(0);
                let kind = if number.motion { "A" } else { "DS" };
                format!("{}-{kind}-{serial:05}", terms[term.min(4)])
            }
        }
    }

    /// A number as somebody else may type it: one in three is not as printed.
    pub(crate) fn spelled(self, printed: &str, random: &mut Random) -> String {
        if !random.percent(35) {
            return printed.to_owned();
        }
        let way = random.below(4);
        match (self, way) {
            (Self::Muenchen, 0) => printed.replace(" / ", "/"),
            (Self::Muenchen, 1) => printed.replace(' ', "\u{a0}"),
            (Self::Muenchen, 2) => printed.replace(" / ", " /\n"),
            (Self::Karlsruhe, 0 | 1) => printed.replace('/', " / "),
            (Self::Wiesbaden, 0) => printed.replace('-', " - "),
            _ => printed.replace('-', "–"),
        }
    }
}
