//! Amounts and what a Vorlage says of its effect on the budget. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::heading::Part;
use super::{Reading, Section, section};
use crate::import::plain::{self, regex};

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?(?:,-+)?\s*(Mio\.?|Millionen|Tsd\.?|TEUR|T€)?\s*(€|Euro\b|EUR\b)",
    )
});
static ENDS: LazyLock<Regex> = LazyLock::new(|| regex(r"[.!?]\s+(?:\p{Lu}|$)|\n\n"));

/// Abbreviations that end no sentence.
const SHORT: [&str; 18] = [
    "ca", "Nr", "Abs", "Art", "St", "Str", "bzw", "usw", "Mio", "Tsd", "vgl", "Dr", "inkl", "zzgl",
    "ggf", "Ziff", "Pkt", "Mrd",
];

/// An amount in its sentence.
struct Stated {
    amount: String,
    sentence: String,
}

pub(super) fn money(reading: &mut Reading, sections: &[Section<'_>]) {
    let mut items = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    if let Some(section) = section(sections, Part::Saving) {
        for stated in amounts(&section.rest_words()) {
            items.push(item("saving", &stated, None));
            taken.push(stated.amount);
        }
    }
    if let Some(section) = sections.iter().find(|section| section.part == Part::Costs) {
        let stated = amounts(&section.rest_words());
        if stated.is_empty() {
            let note = format!("Das Feld „{}“ ist leer.", section.words);
            items.push(json!({"kind": "cost", "note": note}));
        }
        for stated in stated {
            items.push(item("cost", &stated, None));
            taken.push(stated.amount);
        }
    }
    let mut points = Vec::new();
    texts(reading.draft.front.get("proposal"), &mut points);
    for stated in points.iter().flat_map(|text| amounts(text)) {
        let kind = kind(&stated.sentence);
        items.push(item(kind, &stated, Some(&stated.sentence)));
        taken.push(stated.amount);
    }
    let mut prose = Vec::new();
    for section in sections
        .iter()
        .filter(|section| matches!(section.part, Part::Prose | Part::Short | Part::Finance))
    {
        prose.extend(amounts(&section.paragraphs()));
    }
    for stated in prose {
        if taken.contains(&stated.amount) {
            continue;
        }
        let sentence = stated.sentence.to_lowercase();
        let granted = ["kann", "können", "wird gefördert", "werden gefördert"]
            .iter()
            .any(|word| sentence.contains(word))
            && ["erhalten", "förder", "zuwendung", "bezuschusst"]
                .iter()
                .any(|word| sentence.contains(word));
        if granted {
            items.push(item("funding", &stated, Some(&stated.sentence)));
            taken.push(stated.amount);
        } else {
            reading.draft.review(format!(
                "Ein Betrag aus dem Text steht nicht bei den Kosten: „{}“",
                stated.sentence
            ));
        }
    }
    let note = section(sections, Part::Finance).map(|section| plain::line(&section.all_words()));
    let note = note.map(|note| plain::markdown_line(&note));
    let effect = effect(reading, sections, note.as_deref(), &items);
    if effect.is_none() && items.is_empty() && note.is_none() {
        return;
    }
    let mut finance = json!({"effect": effect.unwrap_or("unknown"), "items": items});
    if let Some(note) = note {
        finance["note"] = json!(note);
    }
    reading.draft.put("finance", finance);
}

/// Texts of all points of a proposal.
fn texts(points: Option<&Value>, found: &mut Vec<String>) {
    for point in points.and_then(Value::as_array).into_iter().flatten() {
        let text = point.get("text").and_then(Value::as_str);
        found.extend(text.map(str::to_owned));
        texts(point.get("items"), found);
    }
}

impl Section<'_> {
    /// What stands behind a field of an overview, up to the next blank line.
    fn rest_words(&self) -> String {
        if self.rest.is_empty() {
            self.first_words()
        } else {
            self.rest.clone()
        }
    }
}

/// Whether there is an effect: what the form says, else what the amounts and words say.
fn effect(
    reading: &mut Reading,
    sections: &[Section<'_>],
    note: Option<&str>,
    items: &[Value],
) -> Option<&'static str> {
    let lines: Vec<String> = sections
        .iter()
        .flat_map(|section| section.lines)
        .map(|line| line.text.to_lowercase())
        .collect();
    let none = lines.iter().find(|line| {
        line.contains("hat keine finanziellen auswirkungen") || line.contains("haushaltsneutral")
    });
    let some = lines
        .iter()
        .find(|line| line.contains("hat finanzielle auswirkungen"));
    let marked = |line: &&String| {
        line.contains(['☒', '☑']) || line.contains("[x]") || line.contains("checked")
    };
    match (none, some) {
        (Some(none), Some(some)) => {
            let (none, some) = (marked(&none), marked(&some));
            if none != some {
                return Some(if some { "yes" } else { "no" });
            }
            reading.draft.review("Zu den Kosten stehen beide Möglichkeiten im Text (mit und ohne finanzielle Auswirkungen); welche angekreuzt ist, ist nicht zu erkennen.");
            return Some("unknown");
        }
        (Some(_), None) => return Some("no"),
        (None, Some(_)) => return Some("yes"),
        (None, None) => {}
    }
    let words = note.map(str::to_lowercase).unwrap_or_default();
    let free = [
        "keine unmittelbaren kosten",
        "keine kosten",
        "keine finanziellen auswirkungen",
    ];
    if free.iter().any(|free| words.contains(free)) {
        return Some("no");
    }
    let own = |item: &Value| item.get("amount").is_some() && item["kind"] != "funding";
    items.iter().any(own).then_some("yes")
}

fn amounts(text: &str) -> Vec<Stated> {
    let mut found = Vec::new();
    for amount in AMOUNT.captures_iter(text) {
        let (Some(whole), Some(place)) = (amount.get(1), amount.get(0)) else {
            continue;
        };
        let cents = amount.get(2).map_or("", |cents| cents.as_str());
        let unit = amount.get(3).map_or("", |unit| unit.as_str());
        let Some(amount) = exact(&whole.as_str().replace('.', ""), cents, unit) else {
            continue;
        };
        let sentence = sentence(text, place.start(), place.end());
        found.push(Stated { amount, sentence });
    }
    found
}

/// In the notation of content files: `2500`, `5700000`, `12.50`.
fn exact(whole: &str, fraction: &str, unit: &str) -> Option<String> {
    let zeros = match unit.trim_end_matches('.') {
        "" => 0,
        "Mio" | "Millionen" => 6,
        _ => 3,
    };
    if zeros == 0 {
        let whole: u64 = whole.parse().ok()?;
        return Some(
            if fraction.is_empty() || fraction.chars().all(|c| c == '0') {
                whole.to_string()
            } else {
                format!("{whole}.{fraction:0<2}")
            },
        );
    }
    let digits = format!("{whole}{fraction:0<zeros$}");
    let digits: u64 = digits.parse().ok()?;
    Some(digits.to_string())
}

/// The sentence around an amount. `ca.` and `e. V.` end none.
fn sentence(text: &str, start: usize, end: usize) -> String {
    let stop = |found: &regex::Match<'_>| {
        if found.as_str() == "\n\n" {
            return true;
        }
        let before = &text[..=found.start()];
        let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
        let bare = word.trim_end_matches('.').trim_start_matches(['(', '„']);
        let counted = bare.chars().all(|c| c.is_ascii_digit());
        let short = counted || bare.chars().count() < 2 || SHORT.contains(&bare);
        !short
    };
    let ends: Vec<usize> = ENDS
        .find_iter(text)
        .filter(stop)
        .map(|found| found.start() + 1)
        .collect();
    let from = ends
        .iter()
        .rev()
        .find(|at| **at <= start)
        .copied()
        .unwrap_or(0);
    let to = ends
        .iter()
        .find(|at| **at >= end)
        .copied()
        .unwrap_or(text.len());
    plain::line(&text[from..to])
}

fn kind(sentence: &str) -> &'static str {
    let words = sentence.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["einspar", "erspar"]) {
        "saving"
    } else if has(&["förder", "zuwendung", "zuschuss von", "zuschuss des"]) {
        "funding"
    } else if has(&["einnahme", "erlös", "ertrag"]) {
        "revenue"
    } else {
        "cost"
    }
}

fn item(kind: &str, stated: &Stated, note: Option<&str>) -> Value {
    let words = stated.sentence.to_lowercase();
    let mut item = json!({"kind": kind, "amount": stated.amount, "currency": "EUR"});
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["pro jahr", "jährlich", "im jahr ", "je jahr", "p. a."]) || words.ends_with("im jahr")
    {
        item["period"] = json!("yearly");
    } else if has(&["pro monat", "monatlich"]) {
        item["period"] = json!("monthly");
    }
    if has(&["bis zu ", "höchstens", "maximal"]) {
        item["upTo"] = json!(true);
    }
    if has(&["ca. ", "etwa ", "rund ", "voraussichtlich", "circa "]) {
        item["approximate"] = json!(true);
    }
    if let Some(note) = note {
        item["note"] = json!(note);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_know_their_sentence() {
        let text = "Der NExT e. V. ist da. Der Kreis kann bis zu 490.000 € für fünf Jahre erhalten. Die Mittel umfassen rund 5,7 Mio. Euro. Es sind ca. 2.500 € pro Jahr, dazu 12,50 EUR.";
        let found: Vec<(String, String)> = amounts(text)
            .into_iter()
            .map(|stated| (stated.amount, stated.sentence))
            .collect();
        assert_eq!(
            found
                .iter()
                .map(|(amount, _)| amount.as_str())
                .collect::<Vec<_>>(),
            ["490000", "5700000", "2500", "12.50"]
        );
        assert_eq!(
            found[0].1,
            "Der Kreis kann bis zu 490.000 € für fünf Jahre erhalten."
        );
        assert_eq!(found[2].1, "Es sind ca. 2.500 € pro Jahr, dazu 12,50 EUR.");
    }
}
