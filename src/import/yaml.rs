//! Values as YAML, the way a careful person writes it: known keys in their order, quotes only where YAML
//! needs them, short lists on one line, long texts folded. Pure; the way back is the parser's.

use serde_json::{Map, Value};

use crate::amend::scalar;
use crate::model::{Amount, Date, DateTime};

/// Columns after which a text is folded and a list gets lines of its own.
const WIDTH: usize = 110;

/// Characters from which an item of a list is a sentence and gets a line of its own.
const WORDS: usize = 38;

/// Keys in the order in which content files have them, whatever the file. Unknown ones come last, by name.
const ORDER: &[&str] = &[
    "slug",
    "type",
    "target",
    "evidence",
    "kind",
    "person",
    "outcome",
    "number",
    "name",
    "shortName",
    "familyName",
    "office",
    "organizationType",
    "classification",
    "ags",
    "rgs",
    "paperType",
    "reference",
    "aliases",
    "organization",
    "date",
    "start",
    "end",
    "startDate",
    "endDate",
    "topics",
    "keyword",
    "originatorOrganization",
    "originatorPerson",
    "underDirectionOf",
    "summary",
    "description",
    "location",
    "cancelled",
    "role",
    "votingRight",
    "membership",
    "paper",
    "public",
    "result",
    "vote",
    "yes",
    "no",
    "abstain",
    "consultation",
    "proposal",
    "resolution",
    "effect",
    "amount",
    "currency",
    "period",
    "upTo",
    "approximate",
    "relevant",
    "required",
    "signed",
    "validFrom",
    "validUntil",
    "text",
    "items",
    "note",
    "finance",
    "climate",
    "inclusion",
    "equality",
    "checks",
    "opinions",
    "hearings",
    "participants",
    "signatures",
    "distribution",
    "file",
    "url",
    "attachments",
    "agendaItem",
    "relations",
    "procedure",
    "status",
    "due",
    "implementation",
    "website",
    "access",
    "publishFrom",
    "source",
    "license",
    "legislativeTerm",
    "schemes",
    "importedFrom",
    "review",
    "editorNote",
    "redirectFrom",
];

/// Where a key stands among others.
pub(super) fn rank(key: &str) -> (usize, &str) {
    let at = ORDER.iter().position(|known| *known == key);
    (at.unwrap_or(ORDER.len()), key)
}

/// Keys of a mapping in their order.
pub(super) fn ordered(map: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let mut entries: Vec<(&str, &Value)> = map.iter().map(|(key, value)| (&**key, value)).collect();
    entries.sort_by_key(|(key, _)| rank(key));
    entries
}

/// Whether a value says nothing: such keys are not written.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.values().all(is_empty),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// A mapping as a file of its own, or as front matter.
#[must_use]
pub fn front_matter(map: &Map<String, Value>) -> String {
    mapping(map, 0)
}

/// A mapping's entries, each with its key, `indent` blanks from the left.
pub(super) fn mapping(map: &Map<String, Value>, indent: usize) -> String {
    let entries = ordered(map).into_iter();
    entries
        .filter(|(_, value)| !is_empty(value))
        .map(|(key, value)| entry(key, value, indent))
        .collect()
}

/// One entry of a mapping, with its line end.
pub(super) fn entry(key: &str, value: &Value, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    match value {
        Value::String(text) => format!("{blanks}{key}:{}\n", string(key, text, indent)),
        // What is to be looked at is a list of sentences, however short.
        Value::Array(list) if key == "review" && !list.is_empty() => {
            format!("{blanks}{key}:\n{}", items(list, indent + 2))
        }
        Value::Array(list) => match on_one_line(list, indent + key.len()) {
            Some(line) => format!("{blanks}{key}: {line}\n"),
            None => format!("{blanks}{key}:\n{}", items(list, indent + 2)),
        },
        Value::Object(map) => format!("{blanks}{key}:\n{}", mapping(map, indent + 2)),
        other => format!("{blanks}{key}: {other}\n"),
    }
}

/// Items with dashes.
pub(super) fn items(list: &[Value], indent: usize) -> String {
    let blanks = " ".repeat(indent);
    let item = |value: &Value| match value {
        Value::Object(map) => {
            let written = mapping(map, indent + 2);
            format!("{blanks}- {}", &written[indent + 2..])
        }
        Value::String(text) => format!("{blanks}-{}\n", string("", text, indent)),
        Value::Array(inner) => {
            let line = on_one_line(inner, 0).unwrap_or_else(|| "[]".into());
            format!("{blanks}- {line}\n")
        }
        other => format!("{blanks}- {other}\n"),
    };
    list.iter().map(item).collect()
}

/// A list of short words in brackets; `None` if it needs lines.
fn on_one_line(list: &[Value], indent: usize) -> Option<String> {
    let word = |value: &Value| match value {
        Value::String(text) => Some(scalar(text, true)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    };
    let sentence = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.chars().count() > WORDS)
    };
    if list.iter().any(sentence) {
        return None;
    }
    let words: Option<Vec<String>> = list.iter().map(word).collect();
    let line = format!("[{}]", words?.join(", "));
    (line.chars().count() + indent <= WIDTH).then_some(line)
}

/// A text after its key, with the blank before it.
fn string(key: &str, text: &str, indent: usize) -> String {
    let plain = match key {
        "date" | "start" | "end" | "due" | "startDate" | "endDate" | "publishFrom"
        | "validFrom" | "validUntil" => {
            Date::parse(text).is_some() || DateTime::parse(text).is_some()
        }
        "effect" | "relevant" | "required" | "signed" => matches!(text, "yes" | "no"),
        "amount" => Amount::parse(text).is_some(),
        _ => false,
    };
    if plain {
        return format!(" {text}");
    }
    let long = text.chars().count() + indent + key.len() > WIDTH;
    if text.contains('\n') && is_literal(text) {
        return block("|-", text.split('\n'), indent);
    }
    if long && is_foldable(text) {
        let lines = folded(text, WIDTH.saturating_sub(indent + 2));
        return block(">-", lines.iter().map(String::as_str), indent);
    }
    format!(" {}", scalar(text, false))
}

fn block<'a>(mark: &str, lines: impl Iterator<Item = &'a str>, indent: usize) -> String {
    let mut text = format!(" {mark}");
    for line in lines {
        text.push('\n');
        if !line.is_empty() {
            text.push_str(&" ".repeat(indent + 2));
            text.push_str(line);
        }
    }
    text
}

/// Whether each line of a text can stand as it is.
fn is_literal(text: &str) -> bool {
    let sound = |line: &str| !line.ends_with([' ', '\t']) && line.chars().all(is_text);
    let first = text.split('\n').next().unwrap_or_default();
    let ends = text.split('\n').next_back().unwrap_or_default();
    !first.is_empty()
        && !first.starts_with([' ', '\t', '#'])
        && !ends.is_empty()
        && text.split('\n').all(sound)
}

/// Whether a text on one line may be broken at its blanks and read the same.
fn is_foldable(text: &str) -> bool {
    text.contains(' ')
        && !text.starts_with([' ', '\t', '#'])
        && !text.ends_with([' ', '\t'])
        && text.chars().all(is_text)
}

fn is_text(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{feff}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        && crate::text::is_printable(c)
}

/// A text broken at single blanks.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let line = lines.last_mut().map(|line| {
            let fits = line.is_empty() || line.chars().count() + 1 + word.chars().count() <= width;
            (line, fits)
        });
        match line {
            Some((line, true)) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Pieces between single blanks: what has more blanks or tabs between stays together, so that no line
/// begins or ends with one.
fn words(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t') | None);
    let mut words = Vec::new();
    let mut start = 0;
    for at in 1..bytes.len() {
        if bytes[at] == b' ' && !blank(at - 1) && !blank(at + 1) {
            words.push(&text[start..at]);
            start = at + 1;
        }
    }
    words.push(&text[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::quietly;
    use proptest::prelude::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    #[test]
    fn a_paper_is_written_as_a_person_would() {
        let long = "Der Rat ".repeat(20);
        let paper = map(json!({
            "date": "2024-04-17",
            "name": "Radweg: Bau",
            "reference": "560",
            "topics": ["radverkehr", "haushalt"],
            "summary": long.trim(),
            "finance": {"effect": "yes", "items": [{"amount": "2500.50", "kind": "cost"}]},
            "consultation": [{"role": "Entscheidung", "organization": "rat", "public": false}],
            "keyword": [],
        }));
        assert_eq!(
            mapping(&paper, 0),
            "name: \"Radweg: Bau\"\nreference: \"560\"\ndate: 2024-04-17\ntopics: [radverkehr, haushalt]\n\
             summary: >-\n  Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der\n  \
             Rat Der Rat Der Rat Der Rat Der Rat Der Rat Der Rat\n\
             consultation:\n  - organization: rat\n    role: Entscheidung\n    public: false\n\
             finance:\n  effect: yes\n  items:\n    - kind: cost\n      amount: 2500.50\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1_000), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_what_is_read(texts in proptest::collection::vec(
            "([-#:>| \\n\\täa\"'*]|Wort ){0,60}", 1..4)) {
            let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
            prop_assume!(!texts.is_empty());
            let value = json!({"name": texts[0], "items": texts, "finance": {"note": texts[0]}, "opinions": [{"name": texts[0]}]});
            let written = mapping(&map(value.clone()), 0);
            prop_assert_eq!(quietly::<Value>(&written), Some(value), "{}", written);
        }
    }
}
