//! Rostock: `2021/BV/2114`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["rostock"],
    forms: &[Form {
        pattern: r"(?<year>20[0-9]{2}) ?/ ?(?<kind>[A-Z]{2}) ?/ ?(?<number>[0-9]{3,4})(?:-(?<version>[0-9]{2})\b)?",
        canonical: "{year}/{kind}/{number}[-{version}]",
        cue: false,
        example: "2021/BV/2114",
        ..Form::PLAIN
    }],
};
