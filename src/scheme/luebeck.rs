//! Lübeck: `VO/2023/12571`, amended `VO/2023/12571-01`; the prefix is dropped at times.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["luebeck"],
    forms: &[Form {
        pattern: r"(?:VO/)?(?<year>20[0-9]{2})/(?<number>[0-9]{5})(?:(?<version>(?:-[0-9]{2}){1,3})\b)?",
        canonical: "VO/{year}/{number}[{version}]",
        cue: false,
        example: "VO/2023/12571-01",
        ..Form::PLAIN
    }],
};
