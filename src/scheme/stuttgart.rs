//! Stuttgart: `GRDrs 255/2021`; motions are cited as `Antrag Nr. 112/2023`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["stuttgart"],
    forms: &[
        Form {
            pattern: r"GR ?Drs\.?(?: ?Nr\.?)? ?(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})",
            canonical: "GRDrs {number}/{year}",
            cue: false,
            example: "GRDrs 255/2021",
            ..Form::PLAIN
        },
        Form {
            pattern: r"Antrag(?:s)?(?:[ -]{0,2}N[Rr]\.?)? ?(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})",
            canonical: "Antrag {number}/{year}",
            cue: false,
            example: "Antrag 112/2023",
            ..Form::PLAIN
        },
    ],
};
