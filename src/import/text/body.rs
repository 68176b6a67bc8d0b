//! Running text as Markdown: lines joined to paragraphs, words that were broken at line ends, lists, headings. Pure.

use super::heading::Part;
use super::party::{is_signature, without_contacts};
use super::{PartyKind, Reading, Section};
use crate::import::plain;
use crate::text::MONTHS;

/// A block of a text.
enum Block {
    Paragraph(String),
    Item {
        depth: usize,
        mark: String,
        text: String,
    },
}

pub(super) fn body(reading: &mut Reading, sections: &[Section<'_>]) {
    // Who signs stands in its field.
    let signs = reading.draft.front.contains_key("signatures");
    let people = reading
        .parties
        .iter()
        .filter(|party| signs && matches!(party.kind, PartyKind::Person(_)));
    let people: Vec<String> = people.map(|party| party.name.clone()).collect();
    let mut out = Vec::new();
    let mut empty = Vec::new();
    for section in sections {
        let title = match section.part {
            Part::Prose
            | Part::Effects
            | Part::Short
            | Part::Author
            | Part::Finance
            | Part::Signatures => section.words.clone(),
            // The overview says what the paper says again.
            _ => continue,
        };
        if section.part == Part::Signatures {
            continue;
        }
        let mut blocks = blocks(section, &people);
        empty.extend(without_words(&mut blocks));
        let text = markdown(&blocks);
        if text.is_empty() {
            if section.part == Part::Prose && !title.starts_with("Vortrag") {
                empty.push(title);
            }
            continue;
        }
        let shorts = section.part == Part::Short;
        if shorts {
            reading.draft.put("summary", first_paragraph(&text));
        }
        out.push(format!("## {}\n\n{text}", plain::markdown_line(&title)));
    }
    if !empty.is_empty() {
        reading.draft.review(format!(
            "Ohne Text sind die Abschnitte: {}.",
            empty.join(", ")
        ));
    }
    reading.draft.body = out.join("\n\n");
}

fn first_paragraph(text: &str) -> String {
    let first = text.split("\n\n").next().unwrap_or_default();
    plain::line(&first.replace('\\', ""))
}

/// Takes out headings of a form that nobody wrote anything below.
fn without_words(blocks: &mut Vec<Block>) -> Vec<String> {
    let numbered = |block: Option<&Block>| match block {
        Some(Block::Paragraph(text)) => is_numbered_heading(text),
        Some(Block::Item { .. }) => false,
        None => true,
    };
    let mut empty = Vec::new();
    for at in (0..blocks.len()).rev() {
        if let Block::Paragraph(text) = &blocks[at]
            && is_numbered_heading(text)
            && numbered(blocks.get(at + 1))
        {
            empty.insert(0, text.clone());
            blocks.remove(at);
        }
    }
    empty
}

/// `II. Ergänzende Erläuterungen`
fn is_numbered_heading(text: &str) -> bool {
    let numeral = |number: &str| number.chars().all(|c| "IVX".contains(c));
    let begins = |words: &str| words.chars().next().is_some_and(char::is_uppercase);
    let split = text.split_once(". ");
    split.is_some_and(|(number, words)| {
        !number.is_empty() && number.len() < 6 && numeral(number) && begins(words)
    }) && text.chars().count() <= 80
        && !text.ends_with(['.', ';', ',', ':'])
}

fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let (mut in_list, mut parent) = (false, String::new());
    for (at, block) in blocks.iter().enumerate() {
        let (text, item) = match block {
            Block::Paragraph(text) if is_heading(text, blocks.get(at + 1)) => {
                let words = text.trim_end_matches(':');
                (format!("### {}", plain::markdown_line(words)), false)
            }
            Block::Paragraph(text) => (plain::markdown_line(text), false),
            Block::Item { depth, mark, text } => {
                // Below `1.` an item needs three blanks, below `-` two.
                let blanks = if *depth == 0 {
                    parent.clone_from(mark);
                    String::new()
                } else {
                    " ".repeat(parent.len() + 1)
                };
                let text = plain::markdown_line(text);
                (format!("{blanks}{mark} {text}"), true)
            }
        };
        if !out.is_empty() {
            out.push_str(if item && in_list { "\n" } else { "\n\n" });
        }
        out.push_str(&text);
        in_list = item;
    }
    without_contacts(&out)
}

fn blocks(section: &Section<'_>, people: &[String]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    if !section.rest.is_empty() {
        blocks.push(Block::Paragraph(section.rest.clone()));
    }
    let mut gap = section.rest.is_empty();
    for line in section.lines {
        if line.is_blank() {
            gap = true;
            continue;
        }
        let words = line.words();
        if people.contains(&words)
            || is_signature(&words)
            || is_empty_day(&words)
            || is_instruction(&words)
            || super::lines::place_and_day(&words).is_some()
        {
            gap = true;
            continue;
        }
        let below = matches!(blocks.last(), Some(Block::Item { .. }));
        if let Some((mark, rest)) = bullet(&words) {
            let depth = usize::from(line.indent > 0 && below && mark == "-");
            let text = rest.to_owned();
            blocks.push(Block::Item { depth, mark, text });
        } else {
            let waiting = waits(&blocks, &words);
            match blocks.last_mut() {
                Some(Block::Paragraph(text) | Block::Item { text, .. })
                    if !gap || waiting || goes_on(text, &words) =>
                {
                    join(text, &words);
                }
                _ => blocks.push(Block::Paragraph(words)),
            }
        }
        gap = false;
    }
    blocks
}

/// A place with a day that nobody filled in: `Musterstadt, . 2024`.
pub(super) fn is_empty_day(words: &str) -> bool {
    let Some((place, day)) = words.split_once(", ") else {
        return false;
    };
    let short = place.split(' ').count() < 4 && day.chars().count() < 16;
    let digits = day.chars().filter(char::is_ascii_digit).count();
    let open = day.chars().all(|c| c.is_ascii_digit() || ". _".contains(c));
    short && open && digits <= 4
}

/// What a form says to those who fill it in.
fn is_instruction(words: &str) -> bool {
    words.starts_with('(') && words.ends_with(')') && words.chars().count() > 40
}

/// A bullet as scanners and word processors write it, or a number.
fn bullet(line: &str) -> Option<(String, &str)> {
    for mark in ["- ", "• ", "¢ ", "* ", "· ", "▪ ", "◦ ", "– "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return Some(("-".to_owned(), rest));
        }
    }
    let (number, rest) = line.split_once(['.', ')'])?;
    let counts = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let rest = rest.strip_prefix(' ')?;
    // `12. Juli` is a day.
    let dated = MONTHS.iter().any(|month| rest.starts_with(month));
    (counts && !dated).then(|| (format!("{number}."), rest))
}

/// Whether a line begins a point of a list.
pub(super) fn is_point(line: &str) -> bool {
    bullet(line).is_some()
}

/// Whether a text that ended at a page's end goes on with these words.
pub(super) fn goes_on(text: &str, words: &str) -> bool {
    let open = !text.ends_with(['.', '!', '?', ':', ';', '“', '"', ')']);
    let small = words.chars().next().is_some_and(char::is_lowercase);
    // A page may end anywhere: what begins small is no new paragraph.
    let counts = words.chars().next().is_some_and(|c| c.is_ascii_digit());
    open && (small || (counts && text.ends_with("vom")))
}

/// Whether the point before waits for its noun: it ends with an adjective (`der finanziellen`), as no other point
/// of its list does, and a page ended there.
fn waits(blocks: &[Block], words: &str) -> bool {
    let open = |text: &str| {
        let last = text.trim_end_matches(')').rsplit([' ', '(']).next();
        last.is_some_and(|last| {
            let adjective = ["e", "en", "er", "es", "em"]
                .iter()
                .any(|end| last.ends_with(end));
            adjective && last.chars().all(char::is_lowercase)
        })
    };
    let mut points = blocks.iter().rev().map_while(|block| match block {
        Block::Item { text, .. } => Some(text),
        Block::Paragraph(_) => None,
    });
    let noun = !words.contains(' ') && words.chars().next().is_some_and(char::is_uppercase);
    noun && points.next().is_some_and(|text| open(text)) && !points.any(|text| open(text))
}

/// A short line between paragraphs.
fn is_heading(text: &str, next: Option<&Block>) -> bool {
    if is_numbered_heading(text) {
        return next.is_some();
    }
    let short = text.chars().count() <= 80 && !text.contains("Tel");
    let quoted = text.ends_with('“') && text.starts_with('„');
    let ends = text.ends_with(['.', '!', '?', ';', ',']) || quoted;
    let begins = text.chars().next().is_some_and(char::is_uppercase);
    let leads = match next {
        Some(Block::Paragraph(next)) => next.chars().count() > 80,
        Some(Block::Item { .. }) => !text.ends_with(':'),
        None => false,
    };
    short && !ends && begins && leads
}

/// Joins a line to a text; a word that was broken becomes whole.
pub(super) fn join(text: &mut String, line: &str) {
    let line = line.trim();
    if text.is_empty() || line.is_empty() {
        text.push_str(line);
        return;
    }
    let small = line.chars().next().is_some_and(char::is_lowercase);
    let broken = text.ends_with('-') && text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    let first = line.split(' ').next().unwrap_or_default();
    if broken && small && !matches!(first, "und" | "oder" | "bzw." | "sowie") {
        text.pop();
    } else if !broken || small {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lines = lines(text);
        let section = Section {
            part: Part::Prose,
            words: String::new(),
            rest: String::new(),
            lines: &lines,
        };
        assert_eq!(markdown(&blocks(&section, &[])), expected);
    }

    #[test]
    fn lines_become_paragraphs_lists_and_headings() {
        check(
            "Die Mitglied-\nschaft im Kinder- \nund Jugendrat der IT-\nAbteilung",
            "Die Mitgliedschaft im Kinder- und Jugendrat der IT-Abteilung",
        );
        check(
            "Dies kann in\n\nverschiedenen Feldern sein.\n\nNeu.",
            "Dies kann in verschiedenen Feldern sein.\n\nNeu.",
        );
        check(
            "¢ Eins (z. B.\nzwei)\n¢ Drei",
            "- Eins (z. B. zwei)\n- Drei",
        );
        check(
            "1. Ziel\n - a\n - b\n\n2. Weg\n - c",
            "1. Ziel\n   - a\n   - b\n2. Weg\n   - c",
        );
        let long = "Ein langer Absatz über die Sache, der mehr als achtzig Zeichen hat, damit er nach Text aussieht.";
        check(
            &format!("Die zwei Bereiche:\n\n{long}"),
            &format!("### Die zwei Bereiche\n\n{long}"),
        );
        check(
            "Antonia Muster, Kreis,\nTel. 05271/965-6320, Mail: a.muster@kreis.example",
            "Antonia Muster, Kreis, [Kontaktdaten]",
        );
        check(
            &format!("Die Region „Nord“\n\n{long}\n\nI. Folgen\n\n{long}"),
            &format!("### Die Region „Nord“\n\n{long}\n\n### I. Folgen\n\n{long}"),
        );
        check(
            "- Prüfung der Lage\n- Abschätzung der personellen und finanziellen\n\nFolgen\n\n- Bericht",
            "- Prüfung der Lage\n- Abschätzung der personellen und finanziellen Folgen\n- Bericht",
        );
        check("    # kein Code", "\\# kein Code");
    }
}
