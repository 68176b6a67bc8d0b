//! A file's text as lines, and as the papers that stand in it. Pure.

use std::sync::LazyLock;

use regex::Regex;

use crate::import::plain;
use crate::model::Date;

#[expect(clippy::expect_used, reason = "a constant pattern, used by a test")]
static PLACE_AND_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*\p{Lu}[\p{L} ./()-]{1,40},\s+(?:den\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*$",
    )
    .expect("a sound pattern")
});

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, with one blank between; tabs, and runs of blanks within, stay as tabs.
    pub(super) text: String,
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Blanks before it.
    pub(super) indent: usize,
}

impl Line {
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Cells of a row.
    pub(super) fn cells(&self) -> Vec<&str> {
        self.text
            .split('\t')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect()
    }

    /// Without tabs.
    pub(super) fn words(&self) -> String {
        self.text.replace('\t', " ")
    }
}

/// Lines of a text, without odd characters. The beginning of a page begins a paragraph.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = plain::characters(text);
    let line = |(at, line): (usize, &str)| Line {
        text: even(line),
        number: at + 1,
        indent: line.len() - line.trim_start_matches(' ').len(),
    };
    text.lines().enumerate().map(line).collect()
}

/// One blank between words; what stands further apart is a column. Text in full justification has runs of
/// blanks everywhere and no columns.
fn even(line: &str) -> String {
    let line = line.trim();
    let wide = line
        .split("  ")
        .filter(|part| !part.trim().is_empty())
        .count();
    let words = line.split_whitespace().count();
    let columns = wide > 1 && wide * 2 <= words.max(4) && line.contains("   ");
    let mut out = String::with_capacity(line.len());
    let mut gap = String::new();
    for c in line.chars() {
        if c == ' ' || c == '\t' {
            gap.push(c);
            continue;
        }
        if !gap.is_empty() {
            let tab = gap.contains('\t') || (columns && gap.len() > 2);
            out.push(if tab { '\t' } else { ' ' });
            gap.clear();
        }
        out.push(c);
    }
    out
}

/// The day of a line such as `München, den 11.11.2020`.
pub(super) fn place_and_day(line: &str) -> Option<Date> {
    let found = PLACE_AND_DAY.captures(line)?;
    let part = |at: usize| found[at].parse().ok();
    Date::new(found[3].parse().ok()?, part(2)?, part(1)?)
}

/// The papers of a file: a second letterhead (place and day, then a motion) begins a second paper.
pub(super) fn papers(lines: &[Line]) -> Vec<&[Line]> {
    let mut starts = vec![0];
    let mut motion = false;
    for (at, line) in lines.iter().enumerate() {
        let is_head = place_and_day(&line.text).is_some() && motion && announces(&lines[at + 1..]);
        if is_head {
            starts.push(address_above(
                lines,
                at,
                starts.last().copied().unwrap_or(0),
            ));
            motion = false;
        }
        motion |= is_motion(&line.text);
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &lines[*start..end])
        .collect()
}

fn is_motion(line: &str) -> bool {
    let word = line.trim_end_matches(':').trim_matches('*');
    matches!(
        word,
        "Antrag"
            | "Anfrage"
            | "Antrag zur dringlichen Behandlung"
            | "Begründung"
            | "ANTRAG"
            | "ANFRAGE"
    )
}

/// Whether a motion begins within the next lines.
fn announces(lines: &[Line]) -> bool {
    lines
        .iter()
        .filter(|line| !line.is_blank())
        .take(8)
        .any(|line| is_motion(&line.text))
}

/// Where the address above a letter's day begins.
fn address_above(lines: &[Line], day: usize, start: usize) -> usize {
    let from = day.saturating_sub(8).max(start);
    let salutes = |line: &Line| {
        line.text.starts_with("Herrn")
            || line.text.starts_with("Frau ")
            || line.text.starts_with("An ")
    };
    (from..day).find(|at| salutes(&lines[*at])).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_letterhead_is_a_second_paper() {
        let text = "Musterstadt, den 11.11.2020\nFrau\nX\n\nEins\n\nAntrag:\n\nBitte.\n\nBegründung:\n\nDarum, seit Musterstadt, 1.1.2000.\nHerrn\nY\n\nMusterstadt, 15.06.2021\n\nZwei\n\nAntrag\n\nBitte.\n";
        let lines = lines(text);
        let found = papers(&lines);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1][0].text, "Herrn");
    }

    #[test]
    fn columns_stay_apart_and_justified_text_does_not() {
        assert_eq!(
            even("Rat\t23.02.2022\töffentlich"),
            "Rat\t23.02.2022\töffentlich"
        );
        assert_eq!(
            even("Das  Referat  für  IT wird  gebeten,  für"),
            "Das Referat für IT wird gebeten, für"
        );
        assert_eq!(
            even("Hauptausschuss      02.06.2021"),
            "Hauptausschuss\t02.06.2021"
        );
    }
}
