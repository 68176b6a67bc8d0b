//! Köln: `0845/2017`; motions `AN/0748/2017`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["koeln"],
    forms: &[
        Form {
            pattern: r"(?<kind>[A-Z]{2})/ ?(?<number>[0-9]{4}) ?/ ?(?<year>(?:19|20)[0-9]{2})(?:/(?<version>[0-9]{1,2})\b)?",
            canonical: "{kind}/{number}/{year}[/{version}]",
            cue: false,
            example: "AN/0748/2017",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<number>[0-9]{4}) ?/ ?(?<year>20[0-9]{2})(?:/(?<version>[0-9]{1,2})\b)?",
            canonical: "{number}/{year}[/{version}]",
            cue: false,
            example: "0845/2017",
            ..Form::PLAIN
        },
    ],
};
