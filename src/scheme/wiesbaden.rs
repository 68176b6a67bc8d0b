//! Wiesbaden: `20-V-05-0012`. Year, kind, department, running number. Items of the agenda are
//! cited by their list, `DL 10/20-1`.

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["wiesbaden"],
    forms: &[
        Form {
            pattern: r"(?<year>[0-9]{2}) ?- ?(?<kind>[A-Z]) ?- ?(?<department>[0-9]{2}) ?- ?(?<number>[0-9]{4})",
            canonical: "{year}-{kind}-{department}-{number}",
            cue: false,
            example: "20-V-05-0012",
            ..Form::PLAIN
        },
        Form {
            pattern: r"DL ?(?<number>[0-9]{2}/[0-9]{2}-[0-9]{1,2})",
            canonical: "DL {number}",
            cue: false,
            example: "DL 10/20-1",
            ..Form::PLAIN
        },
        // "DL 10/20-1, 09/20-1": the list goes on without its name.
        Form {
            pattern: r"(?<number>[0-9]{2}/[0-9]{2}-[0-9]{1,2})",
            canonical: "{number}",
            cue: true,
            continues: true,
            ..Form::PLAIN
        },
    ],
};
