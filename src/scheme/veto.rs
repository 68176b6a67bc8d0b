//! What right before or after a number shows that it is none of a paper: budget and school years, EU
//! law, phone and file numbers, amounts, other things that have numbers (DOMAIN §3: look-alikes
//! outnumber citations three to one).

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::{Verdict, before};

/// How many bytes before a number are looked at.
const WINDOW: usize = 96;

/// `(?:…)` around words that end right before the number.
const HEAD: &str = r"(?i)(?:^|[^\p{L}])(?:";
const NUMBER_WORD: &str = r"(?:-?nrn?\.?:?|-?nummern?:?)";

/// What a match means, and the words, which stand right before the number.
const BEFORE: &[(Verdict, &str)] = &[
    (
        Verdict::Years,
        r"\p{L}*(?:haushalt(?:e|en|es|s)?|etats?|jahr(?:e|en|es|s)?|jahrgang|jahrgänge|(?:spiel|sitzungs|amts)zeit(?:en)?|legislatur|saison|semester|winter|periode|zeitraum|zeiträume|phase)|\p{L}*haushalts(?:satzung|plan|planes|plans|planentwurf|entwurf|beratung|beratungen|debatte|rede|mittel|ansatz|ansätze|sicherung|jahr|jahre|jahren)|(?:stellen|wirtschafts|finanz|investitions|förder)plan|(?-i:D?HH|HHJ|HJ|WS|SS|WJ)",
    ),
    (
        Verdict::Law,
        r"(?:richtlinien?|verordnung(?:en)?|(?:durchführungs|rahmen)beschl[uü]ss\p{L}*|rl|vo)(?: \(?\p{L}{2,7}\)?)?|(?:un|uno|eu|sicherheitsrats?)-?resolution(?:en)?|\(?(?:eu|eg|ewg|euratom)\)?|\(?(?:kom|com|sec|swd)\(?|abl\.?(?: ?[lc])?|bgbl\.?(?: ?i{1,2})?|gbl\.?|gvbl\.?|gv\.? ?nrw\.?|banz(?: at)?|ratsdok\.?",
    ),
    (
        Verdict::Phone,
        r"tel|telefon|telefax|fax|fon|mobil|handy|durchwahl|rufnummer|hotline",
    ),
    (
        Verdict::FileNumber,
        r"az|eugh|bgh|bverfg|bverwg|rs|rechtssache|\p{L}*aktenzeichen|geschäftszeichen|gesch\.?-?z|gz|urteil\p{L}*|ur|urkundenrolle\p{L}*|kassenzeichen",
    ),
    (
        Verdict::Elsewhere,
        r"(?:bt|br|lt|ltg|bundestags?|bundesrats?|landtags?)[- ]?(?:drs|drucks|drucksachen?|vorlagen?)|drucksachen? (?:des|der) (?:deutschen )?(?:bundestag|bundesrat|landtag)\p{L}*",
    ),
];

/// Things whose number ("Bebauungsplan Nr. 12/2022") is not a paper's.
const NUMBERED: &str = r"sitzung|\p{L}*amtsblatt\p{L}*|\p{L}*plan|\p{L}*plans|\p{L}*planes|b-plan|flurstücke?|flst|heft|ausgabe|\p{L}*auftrag|projekt|\p{L}*vergabe|\p{L}*rechnung|\p{L}*vertrag|\p{L}*konto|haushaltsstelle|inventar|urkunde|protokoll|los|position|pos|tabelle|hausnummer|maßnahmen?|artikel|gutachten|bauakte|(?:rund)?erlass(?:es)?|rundschreiben|satzung|ausschreibung|baugenehmigung|niederschrift|newsletter|top|blatt|\p{L}*blatt";

#[expect(clippy::expect_used, reason = "constants; the tests compile them")]
static WORDS: LazyLock<RegexSet> = LazyLock::new(|| {
    let rules = BEFORE
        .iter()
        .map(|(_, words)| format!(r"{HEAD}{words})[.:-]{{0,2}} ?{NUMBER_WORD}? ?[(„]?$"));
    let numbered = format!(r"{HEAD}{NUMBERED})[.:]? ?{NUMBER_WORD} ?[(„]?$");
    RegexSet::new(rules.chain([numbered])).expect("patterns of the house")
});

#[expect(clippy::expect_used, reason = "constants; the tests compile them")]
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^ ?(?:€|%|²|(?:eur|euro|prozent|qm|m2|km|ha|kwh|mwh|tsd|mio|uhr)\b)")
        .expect("pattern of the house")
});

#[expect(clippy::expect_used, reason = "constants; the tests compile them")]
static COURT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\b(?:vg|ovg|vgh|bverwg|bgh|olg|lg|az)\b|gericht|urteil|aktenzeichen)[^\n]{0,60}?[0-9]{1,3} ?$",
    )
    .expect("pattern of the house")
});

/// What the words beside a number without letters say that it is instead of a paper's.
pub(super) fn of(text: &str, start: usize, end: usize) -> Option<Verdict> {
    if AMOUNT.is_match(&text[end..]) {
        return Some(Verdict::Amount);
    }
    let number = &text[start..end];
    let mut found = WORDS.matches(before(text, start, WINDOW)).into_iter();
    let first = found.find(|at| {
        let years = BEFORE
            .get(*at)
            .is_some_and(|(verdict, _)| *verdict == Verdict::Years);
        !years || may_be_years(number)
    })?;
    Some(
        BEFORE
            .get(first)
            .map_or(Verdict::OtherNumber, |(verdict, _)| *verdict),
    )
}

/// Whether a number after "Jahre" or "Wahlperiode" may be years: "2014/2020", "17/18", not "18/8191".
fn may_be_years(number: &str) -> bool {
    let mut parts = number.split('/').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let value: Option<u16> = first.parse().ok();
    match (first.len(), value) {
        (4, Some(year)) => (1900..2100).contains(&year),
        (2, Some(_)) => parts.next().is_some_and(|second| second.len() == 2),
        _ => false,
    }
}

/// Whether a number may be a month: "05/2022".
pub(super) fn may_be_month(number: &str) -> bool {
    let (month, year) = number.split_once('/').unwrap_or((number, ""));
    let month: Option<u8> = month.trim().parse().ok();
    let year: Option<u16> = year.trim().parse().ok();
    month.is_some_and(|month| (1..=12).contains(&month))
        && year.is_some_and(|year| (1900..2100).contains(&year))
}

/// Whether a letter and a number are the end of a court's file number: "VG Ahausen, Urteil vom 1.2.2020, 2 A 772/97".
pub(super) fn is_of_a_court(text: &str, start: usize) -> bool {
    COURT.is_match(before(text, start, WINDOW))
}

/// Whether two years that follow each other stand there: "2024/2025", "2013/14".
pub(super) fn is_pair_of_years(number: &str) -> bool {
    let mut parts = number.split('/').map(str::trim);
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Ok(from), Ok(to)) = (first.parse::<u16>(), second.parse::<u16>()) else {
        return false;
    };
    let year = |text: &str, value: u16| text.len() == 4 && (1900..2100).contains(&value);
    if !year(first, from) {
        return false;
    }
    (year(second, to) && from.abs_diff(to) == 1) || (second.len() == 2 && (from + 1) % 100 == to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Verdict>) {
        let start = text
            .rfind("2021/")
            .or_else(|| text.rfind("21/"))
            .expect("a number");
        let end = text[start..]
            .find(|c: char| !(c.is_ascii_digit() || c == '/'))
            .map_or(text.len(), |at| start + at);
        assert_eq!(of(text, start, end), expected, "{text:?}");
    }

    #[test]
    fn what_is_no_paper_is_known_by_its_words() {
        check("im Doppelhaushalt 2021/2022", Some(Verdict::Years));
        check("DHH 2021/2022", Some(Verdict::Years));
        check("des Schuljahres 2021/22", Some(Verdict::Years));
        check("Haushaltssatzung 2021/2022", Some(Verdict::Years));
        check("Verordnung (EG) Nr. 2021/2007", Some(Verdict::Law));
        check("Richtlinie 2021/105", Some(Verdict::Law));
        check("in der Wahlperiode 2021/2025", Some(Verdict::Years));
        check("Tel.: 2021/4711", Some(Verdict::Phone));
        check("Az. 2021/0815", Some(Verdict::FileNumber));
        check("BT-Drs. 21/1234", Some(Verdict::Elsewhere));
        check("Bebauungsplan Nr. 2021/12", Some(Verdict::OtherNumber));
        check("Antrag auf 2021/0117 Euro", Some(Verdict::Amount));
    }

    #[test]
    fn papers_are_not_vetoed() {
        for text in [
            "Vorlage 2021/0117",
            "Beschluss Nr. 2021/0117",
            "Haushaltsantrag 2021/0117",
            "Drucksache Nr. 21/0117",
            "21. Wahlperiode 21/8191",
            "Antrag zum Haushaltsplan (Vorlage 2021/0117)",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn years_that_follow_each_other() {
        for pair in [
            "2024/2025",
            "2024 / 2025",
            "2013/14",
            "1999/00",
            "2025/2024",
        ] {
            assert!(is_pair_of_years(pair), "{pair}");
        }
        for number in [
            "2022/2024",
            "2021/0117",
            "21/0219",
            "560/2022",
            "2024/2025/1",
        ] {
            assert!(!is_pair_of_years(number), "{number}");
        }
    }
}
