//! München: `20-26 / V 12685`. Term, kind, running number; seen with and without blanks, with a line
//! break, without leading zeros (DOMAIN §3).

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["muenchen"],
    forms: &[Form {
        pattern: r"(?<term>[0-9]{2}-[0-9]{2}) ?/ ?(?<kind>[ABEFIV]) ?(?<number>[0-9]{2} [0-9]{3}\b|[0-9]{1,5})",
        canonical: "{term} / {kind} {number:05}",
        cue: false,
        example: "20-26 / V 12685",
        ..Form::PLAIN
    }],
};
