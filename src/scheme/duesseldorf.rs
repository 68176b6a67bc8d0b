//! Düsseldorf: `01/70/2018`. Committee, running number, year.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["duesseldorf"],
    forms: &[Form {
        pattern: r"(?<organization>[0-9]{2,3}) ?/ ?(?<number>[0-9]{1,3}) ?/ ?(?<year>20[0-9]{2})",
        canonical: "{organization}/{number}/{year}",
        cue: false,
        example: "01/70/2018",
        ..Form::PLAIN
    }],
};
