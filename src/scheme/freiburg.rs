//! Freiburg: `G-17/074`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["freiburg"],
    forms: &[Form {
        pattern: r"(?<kind>[A-Z]{1,3}) ?- ?(?<year>[0-9]{2}) ?/ ?(?<number>[0-9]{3})(?:\.(?<version>[0-9]{1,2})\b)?",
        canonical: "{kind}-{year}/{number}[.{version}]",
        cue: false,
        example: "G-17/074",
        ..Form::PLAIN
    }],
};
