//! Nordstemmen, Hürtgenwald: `DS 64/2012`, `DS 10/2013 – 1. Ergänzung`. The cue is part of the number.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["nordstemmen", "huertgenwald"],
    forms: &[
        Form {
            pattern: r"(?:DS|Ds|Drs\.?|Drucksachen?)(?:[ -]{0,2}N[Rr]\.?:?)? ?(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})(?:,? ?-? ?(?<version>[0-9]{1,2})\. ?Ergänzung)?",
            canonical: "DS {number}/{year}[ – {version}. Ergänzung]",
            cue: false,
            example: "DS 64/2012",
            ..Form::PLAIN
        },
        // "Drucksachen 64/2012 und 65/2012": the list goes on without its name.
        Form {
            pattern: r"(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})(?:,? ?-? ?(?<version>[0-9]{1,2})\. ?Ergänzung)?",
            canonical: "{number}/{year}",
            cue: true,
            continues: true,
            ..Form::PLAIN
        },
    ],
};
