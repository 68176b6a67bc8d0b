//! Berlin's districts: `DS/1721/V`, also `1230/V`; the first terms the other way round, `DS V/417`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["berlin-bezirke"],
    forms: &[
        Form {
            pattern: r"(?:(?:DS|Drs|Drucksache)(?:[ -]*N[Rr]\.?)?[ /:-]*)?(?<number>[0-9]{1,4})/(?<term>[IVX]{1,5})",
            canonical: "DS/{number:04}/{term}",
            cue: false,
            vetoes: &["*aktenzeichen"],
            example: "DS/1721/V",
            ..Form::PLAIN
        },
        Form {
            pattern: r"DS ?(?<term>[IVX]{1,5})/(?<number>[0-9]{1,4})",
            canonical: "DS {term}/{number}",
            cue: false,
            example: "DS V/417",
            ..Form::PLAIN
        },
    ],
};
