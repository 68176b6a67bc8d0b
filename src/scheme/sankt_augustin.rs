//! Sankt Augustin, Oldenburg: `21/0219`. Year and running number; needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["sankt-augustin", "oldenburg", "yy-nnnn"],
    forms: &[Form {
        pattern: r"(?<year>[0-9]{2}) ?/ ?(?<number>[0-9]{4})(?:[/-](?<version>[0-9]{1,2})\b)?",
        canonical: "{year}/{number}[/{version}]",
        cue: true,
        example: "21/0219",
        ..Form::PLAIN
    }],
};
