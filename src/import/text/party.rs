//! Who brings a paper in, signs it, takes part and gets a copy. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::body::is_empty_day;
use super::heading::Part;
use super::lines::{Line, place_and_day};
use super::{Party, PartyKind, Reading, Section, named, section};
use crate::import::plain::{self, regex};

static NUMERALS: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[IVX]{1,5}\b"));
static OFFICE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\p{Lu}[\p{L} -]{1,40}(?:amt|abteilung|referat|dezernat)$"));
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:Die|Der|die|der)\s+(?:zust\p{L}+\s+)?((?:Korreferent|Verwaltungsbeir)\p{L}*\s+(?:des|der|von)\s+[^,]+?),\s+(?:Frau|Herrn?)\s+(\p{L}+)\s+(\p{Lu}[\p{L}-]+(?:\s+\p{Lu}[\p{L}-]+){1,2})",
    )
});
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:(?:Prof\.|Dr\.)\s+)*\p{Lu}[\p{L}'-]+(?:\s+(?:von|van|de|zu)?\s*\p{Lu}[\p{L}'-]+){0,3}$",
    )
});
static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d\.\s+)?(?:Ober)?[Bb](?:ürger|urger|lrger|irger)meister(?:in)?$|^(?:(?:Ehrena|Berufs)\p{L}*\.?\s+)?Stadtr(?:a|ä)t(?:in)?$|^Stadtrat$|^Landr(?:a|ä)t(?:in)?$|^Beigeordneter?$|^Dezernent(?:in)?$|^Stadtkämmer(?:er|in)$",
    )
});

pub(super) fn parties(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    originators(reading, sections);
    office(reading, sections);
    participants(reading, sections);
    signatures(reading, lines, sections);
    distribution(reading, sections);
    contacts(reading, lines);
}

fn know(reading: &mut Reading, name: &str, kind: PartyKind) -> Value {
    let party = Party {
        name: name.to_owned(),
        kind,
    };
    if !reading.parties.iter().any(|known| known.name == party.name) {
        reading.parties.push(party);
    }
    named(name)
}

/// `Dezernat/e II und VII`
fn originators(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(section) = section(sections, Part::Originators) else {
        return;
    };
    let words = section.first_words().replace('*', "");
    let names: Vec<String> = NUMERALS
        .find_iter(&words)
        .map(|numeral| format!("Dezernat {}", numeral.as_str()))
        .collect();
    let department = PartyKind::Organization("Verwaltungsbereich");
    let list: Vec<Value> = names
        .iter()
        .map(|name| know(reading, name, department.clone()))
        .collect();
    reading.draft.put("originatorOrganization", list.clone());
    reading.draft.put("underDirectionOf", list);
}

/// A department on a line of its own in the head.
fn office(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(head) = sections.first() else { return };
    let line = head
        .lines
        .iter()
        .find(|line| OFFICE.is_match(line.text.trim()));
    if let Some(line) = line {
        let name = line.text.trim().to_owned();
        let office = know(
            reading,
            &name,
            PartyKind::Organization("Verwaltungsbereich"),
        );
        reading.draft.put("underDirectionOf", json!([office]));
    }
}

fn participants(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(section) = section(sections, Part::Participants) else {
        return;
    };
    let words = section.all_words();
    let mut list = Vec::new();
    for found in ROLE.captures_iter(&words) {
        let (role, office, name) = (
            plain::line(&found[1]),
            plain::line(&found[2]),
            plain::line(&found[3]),
        );
        let person = know(reading, &name, PartyKind::Person(Some(office)));
        list.push(json!({"person": person, "role": role}));
    }
    reading.draft.put("participants", list);
}

fn signatures(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let mut list = Vec::new();
    two_columns(reading, sections, &mut list);
    let dated = below_days(reading, lines, &mut list);
    alone(reading, lines, &mut list);
    if list.is_empty() {
        return;
    }
    reading.draft.put("signatures", list);
    reading.draft.review(if dated {
        "Wer unterschrieben hat (`signatures`), ist aus den Tagen geschlossen, die über den Namen stehen oder fehlen."
    } else {
        "Ob unterschrieben wurde, ist dem Text nicht anzusehen (`signatures`)."
    });
}

/// `Der Vorsitzende   Die Referentin`, the names below, their offices below those.
fn two_columns(reading: &mut Reading, sections: &[Section<'_>], list: &mut Vec<Value>) {
    let Some(section) = section(sections, Part::Decision) else {
        return;
    };
    let lines: Vec<String> = section
        .lines
        .iter()
        .filter(|line| !line.is_blank())
        .map(Line::words)
        .collect();
    let Some(at) = lines.iter().position(|line| {
        line.starts_with("Der Vorsitzende") || line.starts_with("Die Vorsitzende")
    }) else {
        return;
    };
    let roles = halves(&lines[at], &["Die Referentin", "Der Referent"]);
    let Some(names) = lines.get(at + 1).map(|line| people(line)) else {
        return;
    };
    let offices = lines
        .get(at + 2)
        .map(|line| halves(line, &["Berufsm", "Ehrenamtl", "Stadtr"]));
    let offices = offices.unwrap_or_default();
    for (number, name) in names.iter().enumerate() {
        let office = offices
            .get(number)
            .filter(|_| offices.len() == names.len())
            .cloned();
        let person = know(reading, name, PartyKind::Person(office));
        let mut entry = json!({"person": person, "signed": "unknown"});
        if let Some(role) = roles.get(number) {
            entry["role"] = json!(role);
        }
        list.push(entry);
    }
}

/// A line in two, where the second part begins with one of these words.
fn halves(line: &str, second: &[&str]) -> Vec<String> {
    let at = second
        .iter()
        .filter_map(|word| line[1..].find(word).map(|at| at + 1))
        .min();
    match at {
        Some(at) => vec![line[..at].trim().to_owned(), line[at..].trim().to_owned()],
        None => vec![line.trim().to_owned()],
    }
}

/// Two names on a line: at a title, else in the middle.
fn people(line: &str) -> Vec<String> {
    let titled = line[1..]
        .find("Dr. ")
        .or_else(|| line[1..].find("Prof. "))
        .map(|at| at + 1);
    if let Some(at) = titled {
        return vec![line[..at].trim().to_owned(), line[at..].trim().to_owned()];
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() == 4 {
        return vec![words[..2].join(" "), words[2..].join(" ")];
    }
    vec![line.trim().to_owned()]
}

/// Names with an office below, behind the day of the signature. Where there are as many places for a day as names, a
/// day that is filled in tells that the one who stands there signed; returns whether it does.
fn below_days(reading: &mut Reading, lines: &[Line], list: &mut Vec<Value>) -> bool {
    let Some(from) = lines
        .iter()
        .rposition(|line| place_and_day(&line.text).is_some())
    else {
        return false;
    };
    let places: Vec<bool> = lines
        .iter()
        .filter_map(|line| {
            let filled = place_and_day(&line.text).is_some();
            (filled || is_empty_day(&line.words())).then_some(filled)
        })
        .collect();
    let first = list.len();
    let rest: Vec<&Line> = lines[from + 1..]
        .iter()
        .filter(|line| !line.is_blank())
        .collect();
    for pair in rest.windows(2) {
        let (name, office) = (pair[0].words(), pair[1].words());
        let salutes = matches!(name.as_str(), "Herrn" | "Herr" | "Frau" | "An");
        if !salutes
            && PERSON.is_match(&name)
            && !POSITION.is_match(&name)
            && POSITION.is_match(&office)
        {
            let person = know(reading, &name, PartyKind::Person(Some(office.clone())));
            list.push(json!({"person": person, "role": office, "signed": "unknown"}));
        }
    }
    let names = &mut list[first..];
    let tells = names.len() == places.len() && names.len() > 1;
    if tells {
        for (name, signed) in names.iter_mut().zip(places) {
            name["signed"] = json!(if signed { "yes" } else { "no" });
        }
    }
    tells
}

/// A name with a title on a line of its own.
fn alone(reading: &mut Reading, lines: &[Line], list: &mut Vec<Value>) {
    if !list.is_empty() {
        return;
    }
    let titled = |line: &&Line| line.text.starts_with("Dr. ") && PERSON.is_match(&line.text);
    if let Some(line) = lines.iter().find(titled) {
        let person = know(reading, &line.text, PartyKind::Person(None));
        list.push(json!({"person": person, "signed": "unknown"}));
    }
}

/// Whether a line is a name that stands under `signatures`, so that the text need not repeat it.
pub(super) fn is_signature(line: &str) -> bool {
    (line.starts_with("Dr. ") && PERSON.is_match(line)) || POSITION.is_match(line)
}

fn distribution(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(section) = sections
        .iter()
        .find(|section| section.part == Part::Distribution)
    else {
        return;
    };
    let offices = section.lines.iter().filter_map(|line| {
        let words = line.words();
        let rest = words
            .strip_prefix("an ")
            .or_else(|| words.strip_prefix("An "))?;
        let rest = ["das ", "die ", "den "]
            .iter()
            .find_map(|article| rest.strip_prefix(article))
            .unwrap_or(rest);
        Some(plain::line(rest))
    });
    let list: Vec<String> = offices.collect();
    reading.draft.put("distribution", list);
}

static MAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)(?:(?:e-?)?mail:?\s*)?[\w.+-]+@[\w-]+\.[\w.-]*\w"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:tel(?:efon)?|fax|durchwahl|mobil)\b\.?:?\s*[0-9+(][0-9 ()/-]{5,}[0-9]")
});
static IBAN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b[A-Z]{2}\d{2}(?:\s?\d{4}){3,7}(?:\s?\d{1,4})?\b"));

/// Stands where contact data stood.
const REMOVED: &str = "[Kontaktdaten]";

/// Contact data is left out of the text, and told by its line only: messages are public too.
fn contacts(reading: &mut Reading, lines: &[Line]) {
    let kinds = [
        (&MAIL, "eine E-Mail-Adresse"),
        (&PHONE, "eine Telefonnummer"),
        (&IBAN, "eine Kontonummer"),
    ];
    for line in lines {
        for (pattern, what) in kinds {
            if pattern.is_match(&line.text) {
                reading.draft.review(format!(
                    "Zeile {} nennt {what}; im Text steht dafür „{REMOVED}“.",
                    line.number
                ));
            }
        }
    }
}

/// A text without contact data.
pub(super) fn without_contacts(text: &str) -> String {
    let mut text = text.to_owned();
    for pattern in [&MAIL, &PHONE, &IBAN] {
        text = pattern.replace_all(&text, REMOVED).into_owned();
    }
    text.replace(&format!("{REMOVED}, {REMOVED}"), REMOVED)
}
