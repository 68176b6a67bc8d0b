//! Karlsruhe: `2021/0117`, amended `2024/0563/1`; motions on the budget `DHH/2023/4153`. A bare number needs
//! a cue: budget and school years look the same (DOMAIN §3).

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["karlsruhe"],
    forms: &[
        Form {
            pattern: r"(?<prefix>DHH|BV)/(?<year>(?:19|20)[0-9]{2}) ?/ ?(?<number>[0-9]{3,5})(?: ?/ ?(?<version>[0-9]{1,2})\b)?",
            canonical: "{prefix}/{year}/{number:04}[/{version}]",
            cue: false,
            example: "DHH/2023/4153",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<prefix>ANF)(?<year>(?:19|20)[0-9]{2}) ?/ ?(?<number>[0-9]{3,5})",
            canonical: "{prefix}{year}/{number:04}",
            cue: false,
            example: "ANF2022/2001",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<year>(?:19|20)[0-9]{2}) ?/ ?(?<number>[0-9]{3,4})(?:(?: ?/ ?|-)(?<version>[0-9]{1,2})\b)?",
            canonical: "{year}/{number:04}[/{version}]",
            cue: true,
            example: "2021/0117",
            ..Form::PLAIN
        },
    ],
};
