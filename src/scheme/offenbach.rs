//! Offenbach am Main: `2011-16/DS-I(A)0455`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["offenbach"],
    forms: &[Form {
        pattern: r"(?<term>[0-9]{4}-[0-9]{2}) ?/ ?DS[ -]?(?<part>I{1,2}) ?\((?<kind>[A-Z])\) ?(?<number>[0-9]{4})",
        canonical: "{term}/DS-{part}({kind}){number}",
        cue: false,
        example: "2011-16/DS-I(A)0455",
        ..Form::PLAIN
    }],
};
