//! The numbers that a council gets from SD.NET unless it chooses otherwise: `V-4/2007`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["sdnet"],
    forms: &[Form {
        pattern: r"(?<kind>[A-Z]{1,3})-(?<number>[0-9]{1,5})/(?<year>(?:19|20)[0-9]{2})",
        canonical: "{kind}-{number}/{year}",
        example: "V-4/2007",
        ..Form::PLAIN
    }],
};
