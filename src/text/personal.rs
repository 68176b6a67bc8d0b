//! What looks like somebody's personal data: e-mail addresses, phone numbers, bank accounts, days of birth, homes.
//!
//! Only what bears a clear sign of it is told, since council papers are full of streets, numbers and days
//! that are nobody's. Whether it may be published is not for here.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::first_byte;

/// What kind of personal data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalKind {
    /// An e-mail address.
    Email,
    /// A phone or fax number.
    Phone,
    /// An international bank account number with a true checksum.
    Iban,
    /// A day of birth.
    Birth,
    /// Where somebody lives.
    Address,
}

impl PersonalKind {
    /// The name in the catalogue of findings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "personal-email",
            Self::Phone => "personal-phone",
            Self::Iban => "personal-iban",
            Self::Birth => "personal-birth",
            Self::Address => "personal-address",
        }
    }
}

/// A pattern of which group `what` (or all of it) is what was found.
fn pattern(regex: &str) -> Option<Regex> {
    let spelled = regex.replace("STREET", STREET).replace("DAY", DAY);
    let spelled = spelled.replace("MONTH", &super::MONTHS.join("|"));
    let spelled = spelled
        .replace("UPPER", "[A-ZÄÖÜ]")
        .replace("LETTER", "a-zA-ZäöüÄÖÜßáéèóô");
    Regex::new(&spelled).ok()
}

/// Street and house number.
const STREET: &str = r"(?:UPPER[LETTER.-]*[ -]){0,3}?[LETTER.-]*(?i:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|steig|stieg|pfad|chaussee|promenade|hof|markt|berg|winkel|kamp|graben)\s{1,2}\d{1,4}(?:\s?[a-z](?-u:\b))?";

/// A day, as German papers write it; group `year` has its year.
const DAY: &str =
    r"(?:\d{1,2}\.\s?(?:\d{1,2}\.|MONTH)\s?(?P<year>\d{4}|\d{2})|(?P<iso>\d{4})-\d{2}-\d{2})";

/// What a text has that has anything of a pattern: much quicker to tell than where that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// An at sign, also one that is written out.
    At,
    /// A number behind the beginning of a word for phones.
    Called,
    /// A number that begins like those of phones.
    Dialled,
    /// A word for births.
    Birth,
    /// A word for where people live, or for people.
    Home,
}

/// Everything but bank accounts, which are counted through. ASCII word boundaries: Unicode's are slow.
static PATTERNS: LazyLock<Vec<(PersonalKind, Sign, Regex)>> = LazyLock::new(|| {
    use PersonalKind::{Address, Birth, Email, Phone};
    use Sign::{At, Called, Dialled, Home};
    let all = [
        (
            Email,
            At,
            r"(?i)[LETTER0-9._%+-]+(?:@|\s?[\[(](?:at|ät)[\])]\s?)[LETTER0-9-]+(?:\.[LETTER0-9-]+)*\.[a-z]{2,24}",
        ),
        // Behind a word for it.
        (
            Phone,
            Called,
            r"(?i)(?-u:\b)(?:tel(?:efon)?(?:nummer|nr)?|(?:tele)?fax|fon|phone|handy(?:nummer)?|mobil(?:telefon|nummer|funk)?)(?-u:\b)[.:*_|\s]{0,6}(?P<what>[+(]{0,2}\d[\d\s()/.–-]{3,24}\d)",
        ),
        (
            Phone,
            Called,
            r"☎\s?(?P<what>[+(]{0,2}\d[\d\s()/.–-]{3,24}\d)",
        ),
        // By their form alone.
        (
            Phone,
            Dialled,
            r"(?:\+|(?-u:\b)00)4[139][\s/.–-]{0,2}(?:\(0\)[\s/.–-]{0,2})?[1-9](?:[\s()/.–-]{0,2}\d){5,12}",
        ),
        (
            Phone,
            Dialled,
            r"(?-u:\b)01[567]\d{1,2}[\s/–-]{0,3}\d(?:[\s/–-]?\d){5,9}",
        ),
        (
            Phone,
            Dialled,
            r"(?-u:\b)0[2-9]\d{1,4}\s?/\s?\d(?:[\s–-]?\d){4,8}",
        ),
        (Phone, Dialled, r"\(0[1-9]\d{1,4}\)\s?\d(?:[\s/–-]?\d){3,9}"),
        (
            Birth,
            Sign::Birth,
            r"(?i)(?-u:\b)geb(?:oren(?:e|er)?|\.)\s{0,2}(?:am\s{1,2})?(?P<what>DAY)",
        ),
        (
            Birth,
            Sign::Birth,
            r"(?i)(?-u:\b)geburts(?:datum|tag)[:*_|\s]{1,6}(?:ist\s)?(?P<what>DAY)",
        ),
        (
            Address,
            Home,
            r"(?-u:\b)(?i:wohnhaft|wohnend|(?:privat|wohn|melde)(?:anschrift|adresse))(?-u:\b)[^.]{0,40}?\s(?P<what>STREET)",
        ),
        (
            Address,
            Home,
            r"(?-u:\b)(?i:wohnhaft|wohnend)[^.]{0,20}?\s(?P<what>\d{5}\sUPPER[LETTER]+)",
        ),
        (
            Address,
            Home,
            r"(?-u:\b)(?i:anschrift|adresse)\**:\**\s{1,2}(?P<what>STREET\s{0,2}[,;|]?\s{0,2}\d{5}\sUPPER)",
        ),
        (
            Address,
            Home,
            r"(?-u:\b)(?:Herrn?|Frau|Familie|Fam\.|Eheleuten?)\s+(?:(?:Dr|Prof)\.\s+)*UPPER[LETTER-]+(?:\s+UPPER[LETTER-]+){0,3}?\s{0,2}[,;|]?\s{0,2}(?P<what>STREET\s{0,2}[,;|]?\s{0,2}\d{5}\sUPPER)",
        ),
    ];
    let compiled = all
        .iter()
        .map(|(kind, sign, regex)| pattern(regex).map(|regex| (*kind, *sign, regex)));
    compiled.flatten().collect()
});

static ACCOUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[A-Z]{2}\d{2}(?:[\s\u{a0}]?[A-Z0-9]){11,30}").ok());

/// Nobody who was born before is alive.
const LIVING: i32 = 1910;

/// An at sign that is written out.
static AT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)[\[(](?:at|ät)[\])]").ok());

/// Parts of the words for a birth.
static BIRTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)geboren|geburts|geb\.").ok());

/// Parts of the words for where people live and for people, one of which each pattern for homes has.
static HOME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?i:ohnhaft|ohnend|nschrift|dresse)|Herr|Frau|Fam|Eheleut").ok());

/// What a text has that may be of personal data.
#[derive(Default)]
struct Signs {
    called: bool,
    dialled: bool,
    account: bool,
    words: [bool; 3],
}

impl Signs {
    fn of(text: &str) -> Self {
        let has = |sign: &Option<Regex>| sign.as_ref().is_none_or(|sign| sign.is_match(text));
        let mut signs = Self {
            words: [text.contains('@') || has(&AT), has(&BIRTH), has(&HOME)],
            ..Self::default()
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(found) = first_byte(&bytes[at..], |byte| byte.is_ascii_digit()) {
            at += found;
            let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit());
            let digits = &bytes[at..at + digits.count()];
            signs.see(text, at, digits);
            at += digits.len();
        }
        signs
    }

    /// Looks at a number, which begins at byte `at`, and at what stands before it.
    fn see(&mut self, text: &str, at: usize, digits: &[u8]) {
        let before = &text.as_bytes()[..at];
        let mut two = before.iter().rev().take(2);
        self.account |= two.len() == 2 && two.all(u8::is_ascii_uppercase);
        let after = &text[at + digits.len()..];
        self.dialled |= match digits {
            // Shorter numbers must go on.
            [b'0', b'0', b'4', ..] => {
                digits.len() > 9
                    || after
                        .chars()
                        .take(3)
                        .any(|c| c.is_ascii_digit() || c == '(')
            }
            [b'0', b'1', b'5'..=b'7', ..] => true,
            [b'0', ..] if before.ends_with(b"(") => true,
            [b'0', b'2'..=b'9', ..] => after.trim_start().starts_with('/'),
            [b'4', ..] => before.ends_with(b"+"),
            _ => false,
        };
        let between = |c: char| c.is_whitespace() || ".:*_|+(".contains(c);
        let word = text[..at].trim_end_matches(between);
        let name = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let name = &word.as_bytes()[name.len()..];
        let begins = |start: &[u8]| {
            let begin = name.get(..start.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        };
        self.called |= word.ends_with('☎')
            || [b"tel", b"fax", b"fon", b"pho", b"han", b"mob"]
                .iter()
                .any(|start| begins(*start));
    }

    fn has(&self, sign: Sign) -> bool {
        match sign {
            Sign::At => self.words[0],
            Sign::Birth => self.words[1],
            Sign::Home => self.words[2],
            Sign::Called => self.called,
            Sign::Dialled => self.dialled,
        }
    }
}

/// What is found in a text, in its order.
#[must_use]
pub fn personal(text: &str) -> Vec<(PersonalKind, Range<usize>)> {
    with_signs(text, &Signs::of(text))
}

fn with_signs(text: &str, signs: &Signs) -> Vec<(PersonalKind, Range<usize>)> {
    let mut found = Vec::new();
    for (kind, _, regex) in PATTERNS.iter().filter(|(_, sign, _)| signs.has(*sign)) {
        for captures in regex.captures_iter(text) {
            let Some(range) = captures.name("what").or(captures.get(0)).map(|m| m.range()) else {
                continue;
            };
            let year = captures.name("year").or(captures.name("iso"));
            let sound = match kind {
                PersonalKind::Phone => is_phone(text, &range),
                PersonalKind::Birth => year.is_none_or(|year| may_live(year.as_str())),
                _ => true,
            };
            if sound {
                found.push((*kind, range));
            }
        }
    }
    let accounts = ACCOUNT.iter().filter(|_| signs.account);
    let accounts = accounts.flat_map(|regex| regex.find_iter(text));
    let accounts = accounts.filter_map(|found| {
        let length = account(found.as_str())?;
        Some((PersonalKind::Iban, found.start()..found.start() + length))
    });
    found.extend(accounts);
    // An account's digits are no phone number; a number that several patterns see is one.
    found.sort_by_key(|(kind, range)| {
        (
            *kind != PersonalKind::Iban,
            range.start,
            usize::MAX - range.end,
        )
    });
    let mut kept: Vec<(PersonalKind, Range<usize>)> = Vec::new();
    for (kind, range) in found {
        let apart = |other: &Range<usize>| range.end <= other.start || other.end <= range.start;
        if kept.iter().all(|(_, other)| apart(other)) {
            kept.push((kind, range));
        }
    }
    kept.sort_by_key(|(_, range)| range.start);
    kept
}

fn may_live(year: &str) -> bool {
    year.len() == 2 || year.parse::<i32>().is_ok_and(|year| year >= LIVING)
}

/// Whether digits are a phone number and no part of something longer, of a paper's number or an address.
fn is_phone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '/' | '=' | '&' | '_' | '%');
    let number = &text[range.clone()];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let tail = number.rsplit('/').next().unwrap_or_default().trim_start();
    // `0845/2017 12`: a paper's number of that year.
    let year = number.contains('/')
        && (tail.starts_with("19") || tail.starts_with("20"))
        && tail
            .get(4..5)
            .is_none_or(|c| !c.starts_with(|c: char| c.is_ascii_digit()));
    let apart = !before.is_some_and(|c| joined(c) || matches!(c, '.' | '-'))
        && !after.is_some_and(|c| c.is_alphanumeric() || c == '/');
    (5..=16).contains(&digits) && apart && !year
}

/// How long the account number at the beginning of `text` is in bytes, if its checksum is true (ISO 7064).
fn account(text: &str) -> Option<usize> {
    let length = match text.get(..2)? {
        "NO" => 15,
        "BE" => 16,
        "DK" | "FI" | "NL" => 18,
        "AT" | "EE" | "LT" | "LU" => 20,
        "CH" | "HR" | "LI" | "LV" => 21,
        "DE" | "BG" | "GB" | "IE" => 22,
        "CZ" | "ES" | "RO" | "SE" | "SK" => 24,
        "PT" => 25,
        "FR" | "GR" | "IT" => 27,
        "CY" | "HU" | "PL" => 28,
        _ => return None,
    };
    let signs = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let signs: Vec<(usize, char)> = signs.take(length).collect();
    let (last, _) = *signs.get(length - 1)?;
    let turned = signs[4..].iter().chain(&signs[..4]);
    let rest = turned.fold(0, |rest, (_, c)| {
        let value = c.to_digit(36).unwrap_or_default();
        (rest * if value < 10 { 10 } else { 100 } + value) % 97
    });
    (rest == 1).then_some(last + 1)
}

/// Whether `entry`, a contact that may be published, is `found`: spelled in whatever way, or the part of a domain
/// (`@musterstadt.example`), or a beginning (`05271 965*`).
#[must_use]
pub fn is_allowed(entry: &str, kind: PersonalKind, found: &str) -> bool {
    let allowed = bare(entry, kind);
    let bare = bare(found, kind);
    if allowed.is_empty() {
        return false;
    }
    allowed == bare
        || (entry.trim().ends_with('*') && bare.starts_with(&allowed))
        || (allowed.len() > 1 && allowed.starts_with('@') && bare.ends_with(&allowed))
        || (kind == PersonalKind::Address && bare.starts_with(&allowed))
}

/// Without anything that is spelled in several ways.
fn bare(text: &str, kind: PersonalKind) -> String {
    let lower = text.to_lowercase();
    if kind == PersonalKind::Phone {
        let national = lower.trim().replace("(0)", "");
        let national = match national
            .strip_prefix("+49")
            .or(national.strip_prefix("0049"))
        {
            Some(rest) => format!("0{}", rest.trim_start().trim_start_matches('0')),
            None => national,
        };
        return national.chars().filter(char::is_ascii_digit).collect();
    }
    let written = lower.replace("(at)", "@").replace("[at]", "@");
    let signs = written.chars().filter(|c| c.is_alphanumeric() || *c == '@');
    signs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(PersonalKind, &str)]) {
        let found = personal(text);
        let found: Vec<_> = found
            .iter()
            .map(|(kind, range)| (*kind, &text[range.clone()]))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn all_patterns_compile() {
        assert_eq!(PATTERNS.len(), 13);
        assert!(ACCOUNT.is_some());
    }

    #[test]
    fn personal_data_is_found() {
        use PersonalKind::{Address, Birth, Email, Iban, Phone};
        check(
            "an erika.m@x.example, oder",
            &[(Email, "erika.m@x.example")],
        );
        check(
            "erika (at) musterstadt.example",
            &[(Email, "erika (at) musterstadt.example")],
        );
        check("Telefon: 0 233-83721", &[(Phone, "0 233-83721")]);
        check("**Tel.:** 05271/965-6320.", &[(Phone, "05271/965-6320")]);
        check("ruft 0171 / 1234567 an", &[(Phone, "0171 / 1234567")]);
        check("unter +49 (0)5271 965632", &[(Phone, "+49 (0)5271 965632")]);
        check("(05271) 965632", &[(Phone, "(05271) 965632")]);
        check(
            "Konto DE89 3704 0044 0532 0130 00 BIC X",
            &[(Iban, "DE89 3704 0044 0532 0130 00")],
        );
        check(
            "Konto DE89370400440532013000.",
            &[(Iban, "DE89370400440532013000")],
        );
        check("Erika, geb. am 3. Mai 1950,", &[(Birth, "3. Mai 1950")]);
        check("geboren 03.05.1950", &[(Birth, "03.05.1950")]);
        check("Geburtsdatum: 1950-05-03", &[(Birth, "1950-05-03")]);
        check(
            "wohnhaft in der Lindenstraße 4a, 12345 Musterstadt",
            &[(Address, "Lindenstraße 4a")],
        );
        check(
            "Frau Erika Muster, Am Berg 7, 12345 Musterstadt",
            &[(Address, "Am Berg 7, 12345 M")],
        );
    }

    #[test]
    fn what_papers_are_full_of_is_not() {
        for text in [
            "Vorlage 0845/2017, 0845/2017 12 Stück, 0845/2017/1 und 21/0219, DS0531/21/1, 2022/2024",
            "20-V-05-0012, 20-26 / V 12685, VII-A-07860-NF-04, 12571-01, V/0716/2023/1",
            "2.500.000 € in 2024/2025, am 02.05.2024 um 17:30 Uhr, 01.01.2024 - 31.12.2024",
            "Bebauungsplan Lindenstraße 4 bis 12, Flurstück 1234/5, 12345 Musterstadt",
            "Die Schule in der Lindenstraße 4, 12345 Musterstadt, wird saniert.",
            "https://ris.example/vo0050.php?__kvonr=01711234567&id=0171/123456789",
            "nach dem Dichter, geboren am 28. August 1749, benannt",
            "Mobil 2030 und Telefon 110, @musterstadt, x@y",
            "DE89 3704 0044 0532 0130 01 und DE12 ABCD",
            "Die Anschrift der Kita wechselt in den Lindenweg 5.",
        ] {
            check(text, &[]);
        }
    }

    proptest::proptest! {
        #[test]
        fn signs_hide_nothing(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12)) {
            let text = pieces.concat();
            let every = Signs { called: true, dialled: true, account: true, words: [true; 3] };
            assert_eq!(personal(&text), with_signs(&text, &every), "{text:?}");
        }
    }

    const PIECES: &[&str] = &[
        " ",
        " ",
        "\n",
        "ü",
        "a",
        "/",
        "-",
        ".",
        ":",
        "**",
        "+",
        "(",
        ")",
        "_",
        "\u{a0}",
        "0",
        "1",
        "05271",
        "965632",
        "0171",
        "0049",
        "49",
        "+49 (0)5271 965632",
        "Tel",
        "TELEFON",
        "fax",
        "Mobiltelefon",
        "☎",
        "erika@x.example",
        " (at) ",
        "x.example",
        "DE89 3704 0044 0532 0130 00",
        "DE89",
        "geb. ",
        "Geboren am ",
        "3. Mai 1950",
        "Geburtsdatum: ",
        "1950-05-03",
        "WOHNHAFT ",
        "wohnend in ",
        "Adresse: ",
        "Frau Erika Muster",
        "Herrn Muster, ",
        "Lindenstraße 4a",
        ", 12345 Musterstadt",
        "Familie ",
    ];

    #[test]
    fn contacts_are_the_same_in_every_spelling() {
        use PersonalKind::{Address, Email, Phone};
        let yes = [
            ("Rat@Musterstadt.example", Email, "rat@musterstadt.example"),
            ("@musterstadt.example", Email, "rat(at)musterstadt.example"),
            ("05271 965-0", Phone, "+49 (0)5271/9650"),
            ("05271 965*", Phone, "05271/965-6320"),
            ("Rathausplatz 1", Address, "Rathausplatz 1, 12345 M"),
        ];
        for (entry, kind, found) in yes {
            assert!(is_allowed(entry, kind, found), "{entry} {found}");
        }
        let no = [
            ("*", Phone, "05271/965"),
            ("", Email, "a@b.de"),
            ("@", Email, "a@b.de"),
            ("05271 965", Phone, "05271/965-1"),
            ("a@b.de", Email, "aa@b.de"),
        ];
        for (entry, kind, found) in no {
            assert!(!is_allowed(entry, kind, found), "{entry} {found}");
        }
    }
}
