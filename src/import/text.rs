//! A Vorlage as plain text, perhaps from a scanner, as a draft: its facts in their fields, the rest as Markdown.
//!
//! Nothing is corrected silently: what is unsure stands under `review`, and `check` lists it. Pure; the
//! command line reads the files.

mod body;
mod fact;
mod heading;
mod lines;
mod money;
mod ocr;
mod openness;
mod party;
mod proposal;
mod step;

use serde_json::{Value, json};

use super::draft::Draft;
pub use super::plain::decode;
use crate::model::Date;
pub(super) use ocr::{alike, mended};

use heading::{Heading, Part, heading};
use lines::{Line, lines, papers};

/// A paper that was read, with the organizations and people that it names.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The paper. Organizations and people stand in it by their names; [`Reading::parties`] are to become slugs.
    pub draft: Draft,
    /// Names in the order in which they come.
    pub parties: Vec<Party>,
}

/// An organization or person that a paper names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name, as the paper has it.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
}

/// What a named party is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyKind {
    /// An organization, with OParl's type.
    Organization(&'static str),
    /// A person, with their office.
    Person(Option<String>),
}

/// A part of a paper: a heading and the lines below it.
#[derive(Clone, Debug)]
struct Section<'a> {
    part: Part,
    words: String,
    rest: String,
    lines: &'a [Line],
}

/// Whether names in fields are yet to become slugs: they are marked so that no text is taken for one.
const NAME: &str = "\u{e000}name:";

/// A name in a field, to be exchanged for its slug.
pub(super) fn named(name: &str) -> Value {
    json!(format!("{NAME}{name}"))
}

/// The papers in a text. They have no ids yet.
#[must_use]
pub fn read(text: &str) -> Vec<Reading> {
    let lines = lines(text);
    papers(&lines).into_iter().map(paper).collect()
}

/// Exchanges names for slugs.
pub fn with_slugs(value: &mut Value, slug: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix(NAME) {
                *text = slug(name);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| with_slugs(item, slug)),
        Value::Object(map) => map.values_mut().for_each(|value| with_slugs(value, slug)),
        _ => {}
    }
}

fn paper(lines: &[Line]) -> Reading {
    let sections = sections(lines);
    let mut reading = Reading::default();
    fact::facts(&mut reading, lines, &sections);
    step::steps(&mut reading, lines, &sections);
    proposal::proposal(&mut reading, &sections);
    money::money(&mut reading, &sections);
    party::parties(&mut reading, lines, &sections);
    body::body(&mut reading, &sections);
    damage(&mut reading, lines);
    openness::openness(&mut reading, lines, &sections);
    reading
}

/// Takes a text apart at its headings.
fn sections(lines: &[Line]) -> Vec<Section<'_>> {
    let overview = lines
        .iter()
        .take(8)
        .any(|line| ocr::alike(&line.text, "Kurzübersicht"));
    let mut found: Vec<(usize, Heading)> = Vec::new();
    let mut at = 0;
    // The overview's table ends where the paper itself begins.
    let mut in_overview = overview;
    while at < lines.len() {
        if let Some(heading) = heading(&lines[at..], in_overview) {
            in_overview &= !heading.words.starts_with("Vortrag");
            let next = at + heading.lines;
            found.push((at, heading));
            at = next;
        } else {
            at += 1;
        }
    }
    let first = found.first().map_or(lines.len(), |(at, _)| *at);
    let mut sections = vec![Section {
        part: Part::Head,
        words: String::new(),
        rest: String::new(),
        lines: &lines[..first],
    }];
    for (number, (at, heading)) in found.iter().enumerate() {
        let end = found.get(number + 1).map_or(lines.len(), |(next, _)| *next);
        sections.push(Section {
            part: heading.part,
            words: heading.words.clone(),
            rest: heading.rest.clone(),
            lines: &lines[at + heading.lines..end],
        });
    }
    sections
}

impl Section<'_> {
    /// Its words on one line, with what stands behind the heading, up to a blank line after the first words.
    fn first_words(&self) -> String {
        let mut words = self.rest.clone();
        let mut begun = !words.is_empty();
        for line in self.lines {
            if line.is_blank() {
                if begun {
                    break;
                }
                continue;
            }
            begun = true;
            body::join(&mut words, &line.words());
        }
        words.trim().to_owned()
    }

    /// Its words with blank lines between paragraphs and points.
    fn paragraphs(&self) -> String {
        let mut words = self.rest.clone();
        let mut gap = false;
        for line in self.lines {
            if line.is_blank() {
                gap = true;
                continue;
            }
            let next = line.words();
            let new = body::is_point(&next) || (gap && !body::goes_on(&words, &next));
            if new && !words.is_empty() {
                words.push_str("\n\n");
                words.push_str(&next);
            } else {
                body::join(&mut words, &next);
            }
            gap = false;
        }
        words
    }

    /// All its words on one line.
    fn all_words(&self) -> String {
        let mut words = self.rest.clone();
        for line in self.lines.iter().filter(|line| !line.is_blank()) {
            body::join(&mut words, &line.words());
        }
        words.trim().to_owned()
    }
}

/// The first section of a kind that has words.
fn section<'s, 'a>(sections: &'s [Section<'a>], part: Part) -> Option<&'s Section<'a>> {
    let mut all = sections.iter().filter(|section| section.part == part);
    all.find(|section| !section.all_words().is_empty())
}

/// Words that a scanner may have damaged.
fn damage(reading: &mut Reading, lines: &[Line]) {
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let damaged = ocr::damaged(&text.join("\n"));
    if damaged.len() < 3 {
        return;
    }
    for (word, right, count) in damaged {
        let often = if count > 1 {
            format!(" ({count}-mal)")
        } else {
            String::new()
        };
        reading.draft.review(format!(
            "Texterkennung: „{word}“{often} heißt wohl „{right}“."
        ));
    }
}

/// A day as it is written in running text: `17.04.2024`, `08.01. 2024`.
fn day(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut parts = digits.split('.');
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Date::new(parts.next()?.parse().ok()?, month, day)
}
