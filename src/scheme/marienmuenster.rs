//! Marienmünster and many small towns: `560/2022`. Running number and year; needs a cue.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["marienmuenster", "nnnn-yyyy"],
    forms: &[Form {
        pattern: r"(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})(?:[/-](?<version>[0-9]{1,2})\b)?",
        canonical: "{number}/{year}[/{version}]",
        cue: true,
        example: "560/2022",
        ..Form::PLAIN
    }],
};
