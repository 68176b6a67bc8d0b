//! Kassel: `102.18.340`. Body, term, running number; needs no cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["kassel"],
    forms: &[Form {
        pattern: r"(?<body>10[0-9])\.(?<term>[0-9]{2})\.(?<number>[0-9]{1,4})",
        canonical: "{body}.{term}.{number}",
        cue: false,
        example: "102.18.340",
        ..Form::PLAIN
    }],
};
