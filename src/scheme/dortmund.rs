//! Dortmund: `16051-09`, amended `16051-09-E1`; needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["dortmund"],
    forms: &[Form {
        pattern: r"(?<number>[0-9]{4,5})-(?<year>[0-9]{2})(?:-(?<version>E[0-9]{1,2})\b)?",
        canonical: "{number}-{year}[-{version}]",
        cue: true,
        example: "16051-09",
        ..Form::PLAIN
    }],
};
