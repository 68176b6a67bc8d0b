//! Dresden: `V0748/21`, `A0188/21`; districts `V-Co00041/21`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["dresden"],
    forms: &[
        Form {
            pattern: r"(?<kind>[VAF])(?<number>[0-9]{4})/(?<year>[0-9]{2})",
            canonical: "{kind}{number}/{year}",
            cue: false,
            example: "V0748/21",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<kind>[VAF])-(?<district>[A-Z][A-Za-zäöü]{0,3})(?<number>[0-9]{5})/(?<year>[0-9]{2})",
            canonical: "{kind}-{district}{number}/{year}",
            cue: false,
            example: "V-Co00041/21",
            ..Form::PLAIN
        },
    ],
};
