//! Whether a paper says of itself that it is not public. What is unsure is not published. Pure.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::heading::Part;
use super::lines::Line;
use super::{Reading, Section};
use crate::import::plain::{self, regex};

/// In folded text.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"nicht *offentlich|\b(?:streng )?vertraulich|\bgeheim(?:e|es|er|haltung\w*)?\b|nur fur den (?:internen )?dienstgebrauch|\bnur (?:zum|fur den) internen? gebrauch",
    )
});
/// Two boxes of which the first is chosen.
static CHOSEN_OPEN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:☒|☑|\[x\]|\(x\)) *offentlich.*(?:☐|\[ ?\]|\( ?\)) *nicht"));

/// Lines in which a paper says what it is, if no heading ends them.
const HEAD: usize = 40;

/// The longest line that is no sentence of the text, in characters.
const SHORT: usize = 120;

/// In small letters, without dots on them or hyphens between them.
fn folded(line: &str) -> String {
    let letter = |c: char| match c {
        'ö' | 'ó' | 'ò' | 'é' => 'o',
        'ü' | 'ú' => 'u',
        '-' | '\u{2010}'..='\u{2013}' => ' ',
        c => c,
    };
    plain::line(line)
        .to_lowercase()
        .chars()
        .map(letter)
        .collect()
}

/// Whether a line says that something is not public, or gives both to choose from and does not show what was chosen.
pub(super) fn is_closed(line: &str) -> bool {
    let line = folded(line);
    CLOSED.is_match(&line) && !CHOSEN_OPEN.is_match(&line)
}

/// Keeps back a paper whose head says that it is not public.
pub(super) fn openness(reading: &mut Reading, lines: &[Line], sections: &[Section<'_>]) {
    let head = sections.iter().filter(|section| section.part == Part::Head);
    let head = head.flat_map(|section| section.lines).take(HEAD);
    // The title may be a heading of its own.
    let closed = head.chain(lines.iter().take(3)).find(|line| {
        let short = line.text.chars().count() <= SHORT;
        short && is_closed(&line.text)
    });
    let Some(closed) = closed else { return };
    let words = plain::line(&closed.text);
    reading.draft.put("access", json!("restricted"));
    reading.draft.review(format!(
        "Die Vorlage nennt sich nichtöffentlich („{words}“); sie wird nicht veröffentlicht (`access: restricted`)."
    ));
}
