//! Erfurt: `0058/09`, earlier `000327/08`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["erfurt"],
    forms: &[Form {
        pattern: r"(?<number>[0-9]{6}|[0-9]{4})/(?<year>[0-9]{2})",
        canonical: "{number}/{year}",
        cue: false,
        example: "0058/09",
        ..Form::PLAIN
    }],
};
