//! Magdeburg: `DS0531/21`, amended `DS0531/21/1`; motions `A0249/25`, questions `F0016/20`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["magdeburg"],
    forms: &[Form {
        pattern: r"(?<kind>DS|A|F|I|S)(?<number>[0-9]{4})/(?<year>[0-9]{2})(?:/(?<version>[0-9]{1,2}(?:/[0-9]{1,2})?)\b)?",
        canonical: "{kind}{number}/{year}[/{version}]",
        cue: false,
        example: "DS0531/21/1",
        ..Form::PLAIN
    }],
};
