//! Wiesbaden: `20-V-05-0012`. Year, kind, department, running number.

use super::ReadyMade;

pub(super) const SCHEME: ReadyMade = ReadyMade {
    name: "wiesbaden",
    pattern: r"(?<year>[0-9]{2}) ?- ?(?<kind>[A-Z]) ?- ?(?<department>[0-9]{2}) ?- ?(?<number>[0-9]{4})",
    canonical: "{year}-{kind}-{department}-{number}",
    cue: false,
    example: "20-V-05-0012",
};
