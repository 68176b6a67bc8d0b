//! Berlin's districts: `DS/1721/V`, older ones `DS V/417`; bare `0305/III` only after a cue, since volumes
//! and quarters look the same.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["berlin-bezirke"],
    forms: &[
        Form {
            pattern: r"(?:DS|Drs|Drucksachen?)(?:[ -]*N[Rr]\.?)?[ /:-]*(?<number>[0-9]{1,4})/(?<term>[IVX]{1,5})",
            canonical: "DS/{number:04}/{term}",
            vetoes: &["*aktenzeichen"],
            example: "DS/1721/V",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<number>[0-9]{1,4})/(?<term>[IVX]{1,5})",
            canonical: "DS/{number:04}/{term}",
            cue: true,
            vetoes: &["*aktenzeichen"],
            ..Form::PLAIN
        },
        Form {
            pattern: r"DS ?(?<term>[IVX]{1,5})/(?<number>[0-9]{1,4})",
            canonical: "DS {term}/{number}",
            example: "DS V/417",
            ..Form::PLAIN
        },
    ],
};
