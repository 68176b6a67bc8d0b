//! Regensburg: `VO/22/19015/III`. Year, running number, department.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["regensburg"],
    forms: &[Form {
        pattern: r"VO/(?<year>[0-9]{2})/(?<number>[0-9]{5})/(?<department>[0-9IVX]{1,5})",
        canonical: "VO/{year}/{number}/{department}",
        cue: false,
        example: "VO/22/19015/III",
        ..Form::PLAIN
    }],
};
