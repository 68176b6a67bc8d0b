//! Hamburg's districts: `21-1967`, amended `22-1940.01`; needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["hamburg-bezirke"],
    forms: &[Form {
        pattern: r"(?<term>[0-9]{2})-(?<number>[0-9]{4})(?:\.(?<version>[0-9]{2})\b)?",
        canonical: "{term}-{number}[.{version}]",
        cue: true,
        example: "21-1967",
        ..Form::PLAIN
    }],
};
