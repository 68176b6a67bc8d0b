//! Number, title, kind, day, keywords, place, checks, attachments: what a Vorlage's head and forms say. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::heading::Part;
use super::lines::{Line, place_and_day};
use super::{Reading, Section, day, section};
use crate::import::plain::{self, regex};

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\s*(?:\p{L}*vorlage\s*)?(?:drucksachen?|vorlagen?|sitzungsvorlagen?|drs\.?|antrags?|ds)?[- ]*(?:-?nr\.?|nummer)\s*:?\s*(.*\d.*)$",
    )
});
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)^\s*(?:datum|vom|erstellt am)\s*:\s*(\d{1,2}\.\s?\d{1,2}\.\s?\d{4})")
});
static KIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b((?:Beschluss|Sitzungs|Mitteilungs|Informations|Berichts|Tisch|Ergänzungs|Verwaltungs)vorlage|Änderungsantrag|Ergänzungsantrag|Dringlichkeitsantrag|Stadtratsantrag|Antrag|Anfrage|Beschluss|Bericht|Mitteilung)\b",
    )
});

/// Lines in which a head says what it says.
const HEAD: usize = 25;

pub(super) fn facts(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    title(reading, lines, sections);
    kind(reading, lines, sections);
    number(reading, lines);
    date(reading, lines);
    keywords(reading, sections);
    if let Some(place) = section(sections, Part::Place) {
        // Behind the last field of an overview the paper itself begins.
        let words = plain::line(&place.rest);
        reading.draft.put("location", words);
    }
    checks(reading, lines, sections);
    attachments(reading, sections);
    report(reading, sections);
}

fn words(line: &str) -> String {
    plain::line(&line.replace("**", "").replace('\t', " "))
}

fn title(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let subject = section(sections, Part::Subject).map(Section::first_words);
    let title = subject
        .or_else(|| above_consultation(lines, sections))
        .or_else(|| above_motion(sections));
    let title = title
        .map(|title| words(&title))
        .filter(|title| !title.is_empty());
    if let Some(title) = title {
        if section(sections, Part::Subject).is_some_and(|section| section.words == "Anlass") {
            reading.draft.review(
                "Das Papier nennt keinen Titel; als Titel dient, was unter „Anlass“ steht.",
            );
        }
        reading.draft.put("name", title);
    } else {
        reading.draft.put("name", "Ohne Titel");
        reading.draft.review("Ein Titel ist nicht zu erkennen.");
    }
}

/// The last line of a head before its Beratungsfolge, if it is no field of the form.
fn above_consultation(lines: &[Line], sections: &[Section<'_>]) -> Option<String> {
    let first = sections.get(1)?;
    if first.part != Part::Consultation {
        return None;
    }
    let head = sections.first()?.lines;
    let line = head.iter().rev().find(|line| !line.is_blank())?;
    let is_title = line.cells().len() == 1 && !line.text.contains(':') && lines.len() > head.len();
    is_title.then(|| line.words())
}

/// The paragraph between a letter's day and its motion.
fn above_motion(sections: &[Section<'_>]) -> Option<String> {
    let head = sections.first()?.lines;
    let from = head
        .iter()
        .position(|line| place_and_day(&line.text).is_some())?
        + 1;
    let mut title = String::new();
    let mut begun: Vec<String> = Vec::new();
    for line in &head[from..] {
        if line.is_blank() {
            if !title.is_empty() {
                begun.push(std::mem::take(&mut title));
            }
        } else {
            super::body::join(&mut title, &line.words());
        }
    }
    begun.push(title);
    // An address may stand between; the title is what stands last.
    begun.into_iter().rfind(|text| !text.is_empty())
}

fn kind(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let head = lines.iter().filter(|line| !line.is_blank()).take(HEAD);
    let in_head = head
        .filter(|line| {
            line.text.chars().count() < 80
                && !line.text.starts_with("Betreff")
                && !line.text.starts_with("Bericht zum")
        })
        .find_map(|line| Some(KIND.captures(&line.text)?[1].to_owned()));
    let motion = sections
        .iter()
        .find(|section| matches!(section.words.as_str(), "Antrag" | "Anfrage"));
    let letter = lines
        .iter()
        .take(HEAD)
        .any(|line| place_and_day(&line.text).is_some());
    let motion = motion
        .filter(|_| letter)
        .map(|section| section.words.clone());
    if let Some(kind) = motion.or(in_head) {
        reading.draft.put("paperType", kind);
        return;
    }
    let mut named = lines
        .iter()
        .filter_map(|line| Some(KIND.captures(&line.text)?[1].to_owned()));
    let first = named.clone().next();
    let anywhere = named.find(|kind| kind.ends_with("vorlage")).or(first);
    if let Some(kind) = anywhere {
        reading.draft.review(format!(
            "Die Art des Papiers („{kind}“) steht nicht im Kopf, nur im Text."
        ));
        reading.draft.put("paperType", kind);
    }
}

fn number(reading: &mut Reading, lines: &[Line]) {
    let head = lines.iter().filter(|line| !line.is_blank()).take(HEAD);
    let cells = head.flat_map(|line| line.text.split('\t').map(str::to_owned).collect::<Vec<_>>());
    for cell in cells {
        let plain = words(&cell);
        let Some(found) = NUMBER.captures(&plain) else {
            continue;
        };
        let number = found[1].trim().to_owned();
        let short = number.chars().count() <= 30;
        let dated =
            number.contains(" vom ") || plain.starts_with("Beschluss Nr") || day(&number).is_some();
        if short && !dated {
            reading.draft.put("reference", number);
            return;
        }
    }
}

fn date(reading: &mut Reading, lines: &[Line]) {
    let head = lines.iter().filter(|line| !line.is_blank()).take(HEAD);
    let stated = head
        .clone()
        .find_map(|line| day(&DAY.captures(&line.text)?[1]));
    let letter = head.clone().find_map(|line| place_and_day(&line.text));
    if let Some(date) = stated.or(letter) {
        reading.draft.put("date", date.to_string());
        return;
    }
    let below: Vec<_> = lines
        .iter()
        .filter_map(|line| Some((line.number, place_and_day(&line.text)?)))
        .collect();
    if let Some((number, date)) = below.last() {
        reading.draft.put("date", date.to_string());
        reading.draft.review(format!("Ein eigenes Datum nennt das Papier nicht. Das Datum stammt aus Zeile {number}, wo unterschrieben wird."));
    }
}

fn keywords(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(section) = section(sections, Part::Keywords) else {
        return;
    };
    let text = section.first_words();
    let list: Vec<String> = text
        .split([',', ';'])
        .map(words)
        .filter(|word| !word.is_empty())
        .collect();
    reading.draft.put("keyword", list);
}

/// `: Nein`, `: Ja` at the end of a question.
fn answer(text: &str) -> Option<&'static str> {
    let tail = text
        .rsplit(':')
        .next()?
        .trim()
        .trim_end_matches('.')
        .to_lowercase();
    match tail.as_str() {
        "nein" => Some("no"),
        "ja" => Some("yes"),
        _ => None,
    }
}

fn checks(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let mut checks = serde_json::Map::new();
    let mut climate = json!({});
    for section in sections
        .iter()
        .filter(|section| section.part == Part::Climate)
    {
        let mut note = String::new();
        for line in section.lines.iter().filter(|line| !line.is_blank()) {
            match answer(&line.text) {
                Some(yes) => climate["relevant"] = json!(yes),
                None => super::body::join(&mut note, &line.words()),
            }
        }
        if !note.is_empty() {
            climate["note"] = json!(words(&note));
        }
    }
    if climate.get("relevant").is_some() {
        checks.insert("climate".into(), climate);
    }
    let says = |part: &str| {
        lines
            .iter()
            .find(|line| line.text.to_lowercase().contains(part))
    };
    let considered =
        says("inklusionsrelevante aspekte berücksichtigt").or_else(|| says("inklusionsrelevante"));
    let none = says("keine auswirkungen auf die inklusion");
    let relevant = match (considered, none) {
        (Some(_), Some(_)) => {
            reading.draft.review("Zur Inklusion stehen beide Möglichkeiten im Text; welche angekreuzt ist, ist nicht zu erkennen.");
            Some("unknown")
        }
        (Some(_), None) => Some("yes"),
        (None, Some(_)) => Some("no"),
        (None, None) => None,
    };
    if let Some(relevant) = relevant {
        checks.insert("inclusion".into(), json!({"relevant": relevant}));
    }
    reading.draft.put("checks", Value::Object(checks));
}

fn attachments(reading: &mut Reading, sections: &[Section<'_>]) {
    let mut list = Vec::new();
    for section in sections {
        let restricted = match section.part {
            Part::Attachments => false,
            Part::RestrictedAttachments => true,
            _ => continue,
        };
        for line in section.lines.iter().filter(|line| !line.is_blank()) {
            let name = words(line.text.trim_start_matches(['-', '•', '*', ' ']));
            if name.is_empty()
                || super::heading::heading(std::slice::from_ref(line), false).is_some()
            {
                continue;
            }
            let access = if restricted { "restricted" } else { "public" };
            list.push(json!({"name": name, "access": access}));
        }
    }
    reading.draft.put("attachments", list);
}

static BLANK: LazyLock<Regex> = LazyLock::new(|| regex(r"_{2,}"));
static REPORTED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"Nr\.\s*(.+?)\s+vom\s+(\d{1,2}\.\d{1,2}\.\d{4})"));

/// `Bericht zum Beschluss Nr. … vom …`; a form that was left empty says nothing.
fn report(reading: &mut Reading, sections: &[Section<'_>]) {
    let Some(section) = section(sections, Part::ReportOn) else {
        return;
    };
    let words = section.first_words();
    if BLANK.is_match(&words) {
        return;
    }
    if let Some(found) = REPORTED.captures(&words) {
        reading.draft.put(
            "relations",
            json!([{"type": "reportsOn", "target": &found[1]}]),
        );
    }
}
