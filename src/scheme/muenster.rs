//! Münster: `V/0716/2023`, amended `V/0716/2023/1`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["muenster"],
    forms: &[Form {
        pattern: r"(?<kind>[VA])(?:-[A-Z])?/(?<number>[0-9]{4})/(?<year>20[0-9]{2})(?:/(?<version>[0-9]{1,2})\b)?",
        canonical: "{kind}/{number}/{year}[/{version}]",
        cue: false,
        example: "V/0716/2023/1",
        ..Form::PLAIN
    }],
};
