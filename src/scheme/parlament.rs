//! Parliaments: `17/13032`, also `17/13 032`; needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["parlament"],
    forms: &[Form {
        pattern: r"(?<term>[0-9]{1,2}) ?/ ?(?<number>[0-9]{1,2} [0-9]{3}|[0-9]{1,5})",
        canonical: "{term}/{number}",
        cue: true,
        brackets: true,
        cue_words: &["*drs", "*drucksache*", "*drucks", "*wahlperiode"],
        example: "17/13032",
        ..Form::PLAIN
    }],
};
