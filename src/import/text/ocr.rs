//! What scanning did to words: which ones look damaged, and what they most likely are. Proposals for an author,
//! never corrections. Pure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::import::plain::regex;
use regex::{Regex, RegexSet};

static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"[|\p{L}0-9]*[\p{L}][\p{L}0-9&|]*"));

/// Damage by its pattern, with what was there. The first that fits counts.
static DAMAGE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        // A stroke that stands for nothing, before a word that begins with one.
        (r"^\|([A-Z])", "$1"),
        (r"^(?:Gb|ti?b|ib|ub)er$", "über"),
        (r"^Uber$", "Über"),
        (r"^f(?:U|ii|i|u|ti)r$", "für"),
        (r"^([\p{L}]*[a-z])U([a-z]+)$", "${1}ü$2"),
        (r"^([\p{L}]*?[a-z])f?3([a-z]+)$", "${1}ß$2"),
        (r"^6([a-z]{2,})$", "ö$1"),
        (r"^o6([a-z]{2,})$", "ö$1"),
        (r"^([\p{L}]*[a-zäöüß])&([a-zäöüß]+)$", "${1}ä$2"),
        (r"^ii([a-z]+)$", "ü$1"),
        (
            r"^([\p{L}]*[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z])ii([\p{Ll}]*)$",
            "${1}ü$2",
        ),
        (r"^([\p{L}]*\p{L})(?:é|è)([a-zäöüß]+)$", "${1}ö$2"),
        (r"^([\p{L}]*[a-z])ﬁ([a-z]*)$", "${1}fi$2"),
        (r"^([\p{L}]*[a-z])ﬂ([a-z]*)$", "${1}fl$2"),
        (r"^([\p{L}]{2,})0([a-z]{2,})$", "${1}o$2"),
    ]
    .into_iter()
    .map(|(pattern, right)| (regex(pattern), right))
    .collect()
});

/// What stands for an umlaut in scanned words.
const MISREAD: &str = "(?-i:[aoudl6&éèUi]|o6|ii|il|li|lb|ti|fi)";

/// Beginnings, middles and ends of words that stand in most Vorlagen. A star: without its mark it is a word, too
/// (`fuhr`, `sachkundig`), so a mere vowel is no damage.
const STEMS: [&str; 30] = [
    "öffentlich",
    "möglich",
    "prüf",
    "anhörung",
    "anlässlich",
    "erlöse",
    "gegenüber",
    "ausgeübt",
    "gemäß",
    "stadträtin",
    "bürgermeister",
    "zuständig",
    "verfügung",
    "zurück",
    "jährlich",
    "künftig",
    "tätig",
    "können",
    "müssen",
    "geändert",
    "änderung",
    "ergänz",
    "unterstütz",
    "beschäftig",
    "erklär",
    "*führ",
    "*kündig",
    "*nächst",
    "*spät",
    "*grün",
];

/// Damaged stems by their pattern, with what was there.
static DAMAGED_STEMS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let pattern = |stem: &'static str| {
        let (stem, vowels) = match stem.strip_prefix('*') {
            Some(stem) => (stem, false),
            None => (stem, true),
        };
        let misread = if vowels {
            MISREAD.to_owned()
        } else {
            MISREAD.replace("aou", "")
        };
        let letter = |c: char| match c {
            'ä' | 'ö' | 'ü' => format!("(?:{c}|{misread})"),
            c => c.to_string(),
        };
        let pattern: String = stem.chars().map(letter).collect();
        // At the beginning of a word the vowel is a capital.
        let pattern = pattern.replacen("(?-i:[aou", "(?-i:[AOUaou", 1);
        (regex(&format!("(?i){pattern}")), stem)
    };
    STEMS.into_iter().map(pattern).collect()
});

/// All patterns of both in one: most words have nothing of any.
static ANY: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let all = DAMAGE.iter().chain(&*DAMAGED_STEMS);
    RegexSet::new(all.map(|(pattern, _)| pattern.as_str())).ok()
});

/// A word with the stem that is damaged in it made whole.
fn with_stem(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let damaged = |(pattern, stem): &&(Regex, &str)| {
        let sound = lower.contains(stem) || lower.contains("hoffentlich");
        !sound && pattern.is_match(word)
    };
    let (pattern, stem) = DAMAGED_STEMS.iter().find(damaged)?;
    let found = pattern.find(word)?;
    let capital = found.as_str().starts_with(char::is_uppercase) && found.start() == 0;
    let mut letters = stem.chars();
    let stem = match letters.next().filter(|_| capital) {
        Some(first) => first.to_uppercase().to_string() + letters.as_str(),
        None => (*stem).to_owned(),
    };
    Some(format!(
        "{}{stem}{}",
        &word[..found.start()],
        &word[found.end()..]
    ))
}

/// Words that look damaged: as they stand, what they most likely are, and how often.
pub(super) fn damaged(text: &str) -> Vec<(String, String, usize)> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for word in WORD.find_iter(text) {
        *words.entry(word.as_str()).or_default() += 1;
    }
    let list = words.into_iter();
    list.filter_map(|(word, count)| Some((word.to_owned(), repaired(word)?, count)))
        .collect()
}

/// A text with its damaged words as they most likely were: for addresses, which stay when the text is mended.
pub(in crate::import) fn mended(text: &str) -> String {
    let whole = |found: &regex::Captures<'_>| {
        let right = repaired(&found[0]).filter(|right| !right.contains('“'));
        right.unwrap_or_else(|| found[0].to_owned())
    };
    WORD.replace_all(text, whole).into_owned()
}

fn repaired(word: &str) -> Option<String> {
    // `initiieren`, `assoziiert` are words.
    if word.contains("iie") || ANY.as_ref().is_some_and(|any| !any.is_match(word)) {
        return None;
    }
    if let Some(whole) = with_stem(word) {
        return Some(repaired(&whole).unwrap_or(whole));
    }
    let (pattern, right) = DAMAGE.iter().find(|(pattern, _)| pattern.is_match(word))?;
    let mut repaired = pattern.replace(word, *right).into_owned();
    // One word may be damaged twice.
    if let Some((pattern, right)) = DAMAGE
        .iter()
        .find(|(pattern, _)| pattern.is_match(&repaired))
    {
        repaired = pattern.replace(&repaired, *right).into_owned();
    }
    if word.contains(['é', 'è']) {
        // The same mark stands for either.
        let other = word.replace(['é', 'è'], "ä");
        return Some(format!("{repaired}“ oder „{other}"));
    }
    (repaired != word).then_some(repaired)
}

/// A text for comparing words that a scanner may have damaged: letters only, without umlauts.
pub(super) fn folded(text: &str) -> String {
    let lower = text.to_lowercase().replace("ii", "u").replace("|i", "i");
    let letter = |c: char| match c {
        'ä' | 'à' | 'á' | 'â' => Some('a'),
        'ö' | 'ó' | 'ò' | 'é' | 'è' => Some('o'),
        'ü' | 'ú' => Some('u'),
        'ß' => Some('s'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    lower.chars().filter_map(letter).collect()
}

/// Per cent of their letters that two names share at least, if they are one.
const SHARED: u8 = 86;

/// Whether two names are one, but for what a scanner did to them.
pub(in crate::import) fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Letters that one has more can only be changes. Folded text may still have letters of two bytes and more.
    let more = one.chars().count().abs_diff(other.chars().count());
    let near = more * 100 <= long * usize::from(100 - SHARED);
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    one == other
        || (short >= 8
            && near
            && digits(&one) == digits(&other)
            && strsim::normalized_levenshtein(&one, &other) >= f64::from(SHARED) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_of_whole_words() {
        let damaged = "Kiindigung der |IT, Beirétin";
        assert_eq!(mended(damaged), "Kündigung der IT, Beirétin");
        assert_eq!(mended("Kündigung initiieren"), "Kündigung initiieren");
    }

    #[test]
    fn damage_is_seen_and_sound_words_are_left_alone() {
        for (word, right) in [
            ("Kiindigung", "Kündigung"),
            ("friihest", "frühest"),
            ("|IT", "IT"),
            ("ausgeUbte", "ausgeübte"),
            ("fUr", "für"),
            ("méglichen", "möglichen"),
            ("schénen", "schönen“ oder „schänen"),
            ("n&chst", "nächst"),
            ("Offentliche", "Öffentliche"),
            ("gekindigt", "gekündigt"),
            ("Klimaschutzprifung", "Klimaschutzprüfung"),
            ("Gesamterlose", "Gesamterlöse"),
            ("gegentiber", "gegenüber"),
            ("n&chstmdglichen", "nächstmöglichen"),
            ("zielfilhrend", "zielführend"),
            ("fur", "für"),
            ("Stadtratin", "Stadträtin"),
            ("Gber", "über"),
            ("schlief3lich", "schließlich"),
            ("o6ffentliche", "öffentliche"),
            ("iiber", "über"),
        ] {
            assert_eq!(repaired(word).as_deref(), Some(right), "{word}");
        }
        for sound in [
            "initiiert",
            "hoffentlich",
            "Ausfuhr",
            "sachkundig",
            "nachstehend",
            "Stadtrat",
            "konnten",
            "öffentliche",
            "Spaten",
            "Grund",
            "offen",
            "Bürger",
            "Radien",
            "IuK",
            "RPA",
            "NExT",
            "iiG",
            "20",
            "E-Mail",
            "OZG",
            "pH",
        ] {
            assert_eq!(repaired(sound), None, "{sound}");
        }
        assert!(
            alike("Kurziibersicht", "Kurzübersicht")
                && alike(
                    "Anhdrung des Bezirksausschusses",
                    "Anhörung des Bezirksausschusses"
                )
        );
        assert!(!alike("Rat", "Rath") && !alike("Ausschuss 1", "Ausschuss 2"));
    }
}
