//! Potsdam: `20/SVV/0309`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["potsdam"],
    forms: &[Form {
        pattern: r"(?<year>[0-9]{2}) ?/ ?SVV ?/ ?(?<number>[0-9]{4})",
        canonical: "{year}/SVV/{number}",
        cue: false,
        example: "20/SVV/0309",
        ..Form::PLAIN
    }],
};
