//! Frankfurt am Main: `M 176/17`, `NR 463/17`, local councils' `OF 1611/1` (the last part is the
//! council's number). In running text the year is often left to the date: "M 62 vom 28. März 2025".

use super::{Form, ReadyMade};

pub(super) const SCHEME: ReadyMade = ReadyMade {
    names: &["frankfurt"],
    forms: &[
        Form {
            pattern: r"(?<kind>NR|OF|OM|OA|OI|ST|EA|[ABEFKMV]) (?<number>[0-9]{1,4})/(?<year>[0-9]{1,2})",
            canonical: "{kind} {number}/{year}",
            example: "M 176/17",
            ..Form::PLAIN
        },
        Form {
            pattern: r"(?<kind>NR|OF|OM|OA|OI|ST|EA|[ABEFKMV]) (?<number>[0-9]{1,4})(?:/(?<year>[0-9]{2}))?",
            canonical: "{kind} {number}[/{year}]",
            cue: true,
            cue_words: &["*vortrag", "*vortrags", "*bericht", "*berichts"],
            year_from_date: Some(2),
            example: "M 62/25",
            ..Form::PLAIN
        },
    ],
};
