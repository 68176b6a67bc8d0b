//! The Beratungsfolge, what was decided, and who must be asked or heard. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use super::heading::Part;
use super::lines::Line;
use super::openness::is_closed;
use super::{Party, PartyKind, Reading, Section, day, named, section};
use crate::import::plain::{self, regex};

static CELL_DAY: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{1,2}\.\s?\d{1,2}\.\s?\d{4}$"));
static BOX: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)<input\b([^>]*)>\s*([^<|]*)"));
static MARK: LazyLock<Regex> = LazyLock::new(|| regex(r"([☐☒☑]|\[[ xX]\])\s*([^☐☒☑\[\t|]+)"));

/// Organizations that forms name by a word of their own.
const COUNCILS: [&str; 9] = [
    "Magistrat",
    "Stadtverordnetenversammlung",
    "Gemeindevertretung",
    "Gemeinderat",
    "Stadtrat",
    "Kreistag",
    "Kreisausschuss",
    "Verwaltungsausschuss",
    "Rat",
];

pub(super) fn steps(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let mut steps = Vec::new();
    let mut hearings = Vec::new();
    let mut left = Vec::new();
    for section in sections
        .iter()
        .filter(|section| section.part == Part::Consultation)
    {
        for line in section.lines.iter().filter(|line| !line.is_blank()) {
            if let Some(hearing) = choice(&line.text) {
                hearings.push(hearing);
            } else if let Some(mut step) = row(reading, line).or_else(|| council(reading, line)) {
                if step.get("public").is_none() && is_closed(&line.text) {
                    step["public"] = json!(false);
                }
                steps.push(step);
            } else if !is_head(line) {
                left.push(plain::line(&line.text));
            }
        }
        openness(reading, section, &mut steps);
    }
    if !left.is_empty() {
        let left: Vec<&str> = left
            .iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        reading.draft.review(format!(
            "Aus der Beratungsfolge wurde nicht übernommen: {}.",
            left.join(" · ")
        ));
    }
    let decision = decision(reading, lines, sections, &mut steps);
    reading.draft.put("consultation", steps);
    if let Some(decision) = decision {
        reading.draft.put("resolution", decision);
    }
    reading.draft.put("opinions", opinions(sections));
    if let Some(section) = section(sections, Part::Hearing) {
        let words = section.all_words();
        let required = if words.contains("nicht vorgesehen") || words.contains("nicht erforderlich")
        {
            "no"
        } else {
            "unknown"
        };
        let note = plain::line(&words);
        hearings.push(json!({"name": "Bezirksausschuss", "required": required, "note": note}));
    }
    reading.draft.put("hearings", hearings);
}

/// A row of the table: Gremium, day, and what the other columns say.
fn row(reading: &mut Reading, line: &Line) -> Option<Value> {
    let cells = line.cells();
    let at = cells.iter().position(|cell| CELL_DAY.is_match(cell))?;
    let name = plain::line(cells.first().filter(|_| at > 0)?);
    let mut step = Map::new();
    step.insert("organization".into(), named(&name));
    step.insert("date".into(), json!(day(cells[at])?.to_string()));
    let rest = cells[at + 1..].iter().flat_map(|cell| cell.split('/'));
    let mut open = None;
    for word in rest.map(plain::line).filter(|word| !word.is_empty()) {
        match word.to_lowercase().replace([' ', '-'], "").as_str() {
            "öffentlich" | "ö" => open = Some(true),
            "nichtöffentlich" | "nö" | "n" => open = Some(false),
            _ => {
                step.entry("role").or_insert(json!(word));
            }
        }
    }
    if let Some(open) = open {
        step.insert("public".into(), json!(open));
    }
    party(reading, &name);
    Some(Value::Object(step))
}

/// A line that begins with the name of a council, in forms without a table.
fn council(reading: &mut Reading, line: &Line) -> Option<Value> {
    let words = plain::line(&line.words());
    let name = COUNCILS.into_iter().find(|name| {
        words
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })?;
    let rest: Vec<&str> = words[name.len()..].split_whitespace().collect();
    if rest.len() > 3 {
        return None;
    }
    let mut step = json!({"organization": named(name)});
    let at = rest.iter().find(|word| CELL_DAY.is_match(word));
    if let Some(date) = at.and_then(|word| day(word)) {
        step["date"] = json!(date.to_string());
    }
    party(reading, name);
    Some(step)
}

fn party(reading: &mut Reading, name: &str) {
    let party = Party {
        name: name.to_owned(),
        kind: PartyKind::Organization("Gremium"),
    };
    if !reading.parties.contains(&party) {
        reading.parties.push(party);
    }
}

/// Headings of columns, and remarks of the form.
fn is_head(line: &Line) -> bool {
    let words = line.text.to_lowercase();
    let column = [
        "gremium",
        "datum",
        "sitzungstermin",
        "sitzungsart",
        "zuständigkeit",
        "behandlung",
    ];
    let cells = line.cells();
    let heads = cells.iter().filter(|cell| {
        column
            .iter()
            .any(|head| cell.to_lowercase().starts_with(head))
    });
    heads.count() > 1 || is_rule(&words) || is_openness(&words)
}

fn is_rule(words: &str) -> bool {
    words.chars().all(|c| "-_|=: \t".contains(c))
}

fn is_openness(words: &str) -> bool {
    let words = words.replace(['☐', '☒', '☑'], "");
    let words: Vec<&str> = words.split_whitespace().collect();
    matches!(
        words.as_slice(),
        ["öffentlich", "nicht", "öffentlich"] | ["öffentlich", "nichtöffentlich"]
    )
}

/// A form asks whether the sitting is public and does not show the answer: then it counts as not public.
fn openness(reading: &mut Reading, section: &Section<'_>, steps: &mut [Value]) {
    let asked = section
        .lines
        .iter()
        .any(|line| is_openness(&line.text.to_lowercase()));
    if !asked {
        return;
    }
    for step in steps.iter_mut().filter(|step| step.get("public").is_none()) {
        step["public"] = json!(false);
    }
    reading.draft.review(
        "Ob öffentlich beraten wird, ist nicht zu erkennen; beide Möglichkeiten stehen im Text. Die Schritte der \
         Beratungsfolge bleiben deshalb unveröffentlicht (`public: false`).",
    );
}

/// `Ortsbeirat | (x) nicht erforderlich | ( ) erforderlich`: whether a board must be heard.
fn choice(line: &str) -> Option<Value> {
    let mut cells = line
        .trim_start_matches("- ")
        .split('|')
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    let name = plain::line(cells.next()?);
    let asks = line.contains("erforderlich") && line.contains("<input");
    let board = !name.is_empty() && !name.contains("erforderlich") && !is_rule(&name);
    if !asks || !board {
        return None;
    }
    let checked = cells.find(|cell| cell.to_lowercase().contains("checked"));
    let required = match checked.map(str::to_lowercase) {
        Some(cell) if cell.contains("nicht erforderlich") => "no",
        Some(_) => "yes",
        None => "unknown",
    };
    Some(json!({"name": name, "required": required}))
}

/// Offices with a box each.
fn opinions(sections: &[Section<'_>]) -> Vec<Value> {
    let Some(section) = section(sections, Part::Opinions) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for line in section.lines {
        for opened in BOX.captures_iter(&line.text) {
            let required = opened[1].to_lowercase().contains("checked");
            push(&mut found, &opened[2], required);
        }
        if !line.text.contains("<input") {
            for marked in MARK.captures_iter(&line.text) {
                push(&mut found, &marked[2], !matches!(&marked[1], "☐" | "[ ]"));
            }
        }
    }
    found
}

fn push(found: &mut Vec<Value>, name: &str, required: bool) {
    let name = plain::line(name);
    if !name.is_empty() {
        let required = if required { "yes" } else { "no" };
        found.push(json!({"name": name, "required": required}));
    }
}

/// `Beschluss: nach Antrag.`, with the council that signs below it.
fn decision(
    reading: &mut Reading,
    lines: &[Line],
    sections: &[Section<'_>],
    steps: &mut Vec<Value>,
) -> Option<Value> {
    let section = section(sections, Part::Decision)?;
    let words = section.first_words();
    let words = plain::line(words.trim_end_matches('.'));
    let outcome = crate::import::oparl::outcome(&words)?;
    let council = section.lines.iter().find_map(|line| {
        let rest = line
            .text
            .strip_prefix("Der ")
            .or_else(|| line.text.strip_prefix("Die "))?;
        COUNCILS
            .into_iter()
            .find(|name| rest.split(' ').next() == Some(name))
    });
    let mut resolution = json!({"outcome": outcome, "text": words});
    if let Some(council) = council {
        resolution["organization"] = named(council);
        if steps.is_empty() {
            party(reading, council);
            let mut step =
                json!({"organization": named(council), "role": "Entscheidung", "result": words});
            let mut open = lines
                .iter()
                .take(6)
                .map(|line| super::ocr::folded(&line.text));
            match open.find(|line| line.ends_with("sitzung")) {
                Some(line) if line.starts_with("offentliche") => step["public"] = json!(true),
                Some(line) if line.starts_with("nichtoffentliche") => step["public"] = json!(false),
                _ => {}
            }
            steps.push(step);
        }
    }
    Some(resolution)
}
