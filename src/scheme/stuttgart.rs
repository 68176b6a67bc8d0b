//! Stuttgart: `GRDrs 255/2021`; motions `Antrag 112/2023`. Lists name the kind once: `GRDrsn 1128/2011,
//! 1406/2011 sowie die Anträge Nrn. 972/2017, 973/2017`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["stuttgart"],
    forms: &[
        Form {
            pattern: r"(?:GR ?Drsn?\.?|(?:GR)?Drucksachen?:?)(?: ?N[Rr]n?\.?)? ?(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})",
            canonical: "GRDrs {number}/{year}",
            example: "GRDrs 255/2021",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?:Antrags?|Anträgen?)(?:[ -]{0,2}N[Rr]n?\.?)? ?(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})",
            canonical: "Antrag {number}/{year}",
            example: "Antrag 112/2023",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<number>[0-9]{1,4}) ?/ ?(?<year>(?:19|20)[0-9]{2})",
            canonical: "{number}/{year}",
            cue: true,
            continues: true,
            ..Form::PLAIN
        },
    ],
};
