//! Burgkunstadt: `2015-0032`. Years apart look alike, so a number without leading zero needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["burgkunstadt"],
    forms: &[
        Form {
            pattern: r"(?<year>20[0-9]{2})-(?<number>0[0-9]{3})",
            canonical: "{year}-{number}",
            example: "2015-0032",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<year>20[0-9]{2})-(?<number>[0-9]{4})",
            canonical: "{year}-{number}",
            cue: true,
            example: "2015-1032",
            ..Form::PLAIN
        },
    ],
};
