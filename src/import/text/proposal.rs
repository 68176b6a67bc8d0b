//! What is proposed, point by point. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::heading::Part;
use super::lines::Line;
use super::{Reading, Section, body};
use crate::import::plain;

#[expect(clippy::expect_used, reason = "a constant pattern, used by a test")]
static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-•]\s+)?(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(.*)$").expect("a sound pattern")
});

/// A point with its number, in the order of the text.
struct Point {
    number: Option<String>,
    text: String,
}

pub(super) fn proposal(reading: &mut Reading, sections: &[Section<'_>]) {
    // The paper's own proposal counts more than the overview's.
    let own = [Part::Proposal, Part::ShortProposal]
        .into_iter()
        .find_map(|part| {
            let all = sections.iter().filter(|section| section.part == part);
            all.map(|section| points(&section.rest, section.lines))
                .find(|points| !points.is_empty())
        });
    if let Some(points) = own {
        reading.draft.put("proposal", nested(&points));
    }
}

fn points(rest: &str, lines: &[Line]) -> Vec<Point> {
    let mut found: Vec<Point> = Vec::new();
    if !rest.is_empty() {
        found.push(Point {
            number: None,
            text: rest.to_owned(),
        });
    }
    let mut gap = false;
    for line in lines {
        if line.is_blank() {
            gap = true;
            continue;
        }
        let words = line.words();
        let point = POINT
            .captures(&words)
            .filter(|point| follows(&found, &point[1]));
        match (point, found.last_mut()) {
            (Some(point), _) => found.push(Point {
                number: Some(point[1].to_owned()),
                text: point[2].to_owned(),
            }),
            (None, Some(last)) if gap && !body::goes_on(&last.text, &words) => {
                last.text.push_str("\n\n");
                last.text.push_str(&words);
            }
            (None, Some(last)) => body::join(&mut last.text, &words),
            (None, None) => found.push(Point {
                number: None,
                text: words,
            }),
        }
        gap = false;
    }
    found
}

/// Whether a number may come after those that are there: years and amounts at the beginning of a line do not.
fn follows(found: &[Point], number: &str) -> bool {
    let last = found.iter().rev().find_map(|point| point.number.as_deref());
    let parts = |text: &str| -> Vec<u32> {
        text.split('.')
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    match last {
        None => number == "1" || number == "1.1",
        Some(last) => {
            let (old, new) = (parts(last), parts(number));
            let deeper =
                new.len() == old.len() + 1 && new.starts_with(&old) && new.last() == Some(&1);
            let depth = new.len();
            let next = depth <= old.len()
                && new[..depth - 1] == old[..depth - 1]
                && new[depth - 1] == old[depth - 1] + 1;
            deeper || next
        }
    }
}

/// Points below points, each with what it asks of the council.
fn nested(points: &[Point]) -> Vec<Value> {
    let mut top: Vec<Value> = Vec::new();
    for point in points {
        let depth = point
            .number
            .as_deref()
            .map_or(0, |number| number.matches('.').count());
        let mut list = &mut top;
        let mut above = None;
        for _ in 0..depth {
            if list.is_empty() {
                break;
            }
            let last = list.len() - 1;
            above = list[last]
                .get("kind")
                .and_then(Value::as_str)
                .map(str::to_owned);
            let parent = &mut list[last];
            if parent.get("items").is_none() {
                parent["items"] = json!([]);
            }
            let Some(items) = parent.get_mut("items").and_then(Value::as_array_mut) else {
                return top;
            };
            list = items;
        }
        // Points are Markdown.
        let paragraph = |words: &str| plain::markdown_line(&plain::line(words));
        let text: Vec<String> = point.text.split("\n\n").map(paragraph).collect();
        let text = text.join("\n\n");
        let notes = text.contains("zur Kenntnis");
        let kind = above.unwrap_or_else(|| if notes { "takeNote" } else { "resolve" }.to_owned());
        let mut value = json!({"kind": kind, "text": text});
        if let Some(number) = &point.number {
            value["number"] = json!(number);
        }
        list.push(value);
    }
    top
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn points_are_numbered_nested_and_rejoined() {
        let text = "1. Es wird zur Kenntnis genommen, dass\n\n- 1.1 am 12. Juli 2018 ge-\ngründet wurde;\n- 1.2 er wirkt.\n\n2. Es wird beschlossen, dass\n\n- 2.1 die Stadt beitritt;\n2024 Euro kostet das.\n";
        let points = nested(&points("", &lines(text)));
        assert_eq!(
            Value::Array(points),
            json!([
                {"kind": "takeNote", "number": "1", "text": "Es wird zur Kenntnis genommen, dass", "items": [
                    {"kind": "takeNote", "number": "1.1", "text": "am 12. Juli 2018 gegründet wurde;"},
                    {"kind": "takeNote", "number": "1.2", "text": "er wirkt."}]},
                {"kind": "resolve", "number": "2", "text": "Es wird beschlossen, dass", "items": [
                    {"kind": "resolve", "number": "2.1", "text": "die Stadt beitritt; 2024 Euro kostet das."}]},
            ])
        );
    }
}
