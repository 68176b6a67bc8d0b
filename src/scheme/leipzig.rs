//! Leipzig: `VI-DS-01904`, `VII-A-07860-NF-04`; earlier `V/3638`, decisions `RBV-1441/12`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["leipzig"],
    forms: &[
        Form {
            pattern: r"(?<term>[IVX]{1,5})-(?<kind>[A-Z]{1,4}[a-z]?)-(?<number>[0-9]{5})(?:-(?<suffix>[A-Z]{2,4}-[0-9]{2}))?",
            canonical: "{term}-{kind}-{number}[-{suffix}]",
            cue: false,
            example: "VI-DS-01904",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<kind>RBV?|DB)-(?<number>[0-9]{1,4})/(?<year>[0-9]{2})",
            canonical: "{kind}-{number}/{year}",
            cue: false,
            example: "RBV-1441/12",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<term>I{1,3}|IV|V)/(?<kind>[A-Z]{1,2}) ?(?<list>[A-Z]{2})? ?(?<number>[0-9]{1,4})",
            canonical: "{term}/{kind} [{list} ]{number}",
            cue: false,
            example: "V/A HP 43",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<term>I{1,3}|IV|V)/(?<number>[0-9]{2,4})",
            canonical: "{term}/{number}",
            cue: true,
            example: "V/3638",
            ..Form::PLAIN
        },
    ],
};
