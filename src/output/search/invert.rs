//! From papers to terms: who uses a word, and how much it says about them.
//!
//! Threads of its own, not the pool's: a thread of the pool that waits here could be given another file of
//! the index to render, which would wait for itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::thread;

use super::field::{self, Field};
use super::place::Place;
use super::table::{Document, Table};
use super::{compound, number, words};
use crate::link::{PaperIx, ask, asking};
use crate::output::{Problem, Site};

/// A document that has a term, and how strongly (1 to [`STRONGEST`]).
pub(super) type Posting = (u32, u8);

/// Every term with its postings, by document.
pub(super) type Terms = BTreeMap<String, Vec<Posting>>;

/// Strength of a paper's own number.
pub(super) const STRONGEST: u8 = 15;
/// Strength of a part of a paper's own number.
const PART_OF_NUMBER: u8 = 11;
/// Strength of a number in a paper that cites it.
const CITED: u8 = 3;
/// Steps of strength in one unit of weight.
const STEPS: f32 = 3.5;
/// How fast repeating a word stops to say more (BM25's k1).
const SATURATION: f32 = 1.5;
/// How much longer texts must repeat a word to say the same (BM25's b).
const LENGTH: f32 = 0.4;
/// Words of a middling paper. A constant, so that one paper more changes no other's strengths.
const MIDDLING: f32 = 600.0;

/// Inverts all documents. The result does not depend on how many threads share the work.
///
/// # Errors
/// [`Problem::Io`] if a text cannot be read any more.
pub(super) fn invert(site: &Site<'_>, table: &Table) -> Result<Terms, Problem> {
    let documents = &table.documents;
    let threads = rayon::current_num_threads().max(1);
    let share = documents.len().div_ceil(threads).max(1);
    let shares: Vec<(usize, &[Document])> = documents
        .chunks(share)
        .enumerate()
        .map(|(at, documents)| (at * share, documents))
        .collect();
    let made: Vec<Result<Writer, Problem>> = thread::scope(|scope| {
        let running: Vec<_> = shares
            .into_iter()
            .map(|(first, documents)| {
                scope.spawn(move || asking(|| part(site, table, first, documents)))
            })
            .collect();
        running
            .into_iter()
            .map(|thread| {
                let (part, asked) = thread.join().unwrap_or_else(|_| (Err(lost()), Vec::new()));
                ask(&asked);
                part
            })
            .collect()
    });
    let mut terms = Terms::new();
    for writer in made {
        for (term, postings) in writer?.into_terms() {
            terms.entry(term).or_default().extend(postings);
        }
    }
    compound::add(&mut terms);
    Ok(terms)
}

fn lost() -> Problem {
    Problem::Io {
        path: "search".into(),
        source: std::io::Error::other("a thread was lost"),
    }
}

/// Inverts neighbouring documents, the first of which is number `first`.
fn part(
    site: &Site<'_>,
    table: &Table,
    first: usize,
    documents: &[Document],
) -> Result<Writer, Problem> {
    let mut writer = Writer::default();
    for (at, document) in documents.iter().enumerate() {
        let id = u32::try_from(first + at).unwrap_or(u32::MAX);
        match document {
            Document::Paper(ix) => paper(site, *ix, id, &mut writer)?,
            Document::Place(at) => place(&table.places[*at], id, &mut writer),
            Document::Number(ix) => {
                let node = site.archive.number(*ix);
                for named in &node.numbers {
                    writer.number(&named.display, id, STRONGEST, PART_OF_NUMBER);
                }
            }
        }
    }
    Ok(writer)
}

fn paper(site: &Site<'_>, ix: PaperIx, id: u32, writer: &mut Writer) -> Result<(), Problem> {
    let node = site.archive.paper(ix);
    for (field, text) in field::head(site, node) {
        writer.text(field, &text);
    }
    writer.text(Field::Body, &field::body(site, &node.text)?);
    writer.end(id);
    let own = node.number.iter().map(|number| &*number.display);
    let aliases = node.paper.aliases.iter().map(|alias| alias.value.as_str());
    // As the council writes it, and as the author did.
    let written = node
        .paper
        .reference
        .iter()
        .map(|number| number.value.as_str());
    for number in own.chain(aliases).chain(written) {
        writer.number(number, id, STRONGEST, PART_OF_NUMBER);
    }
    let cited = node.relations.iter().map(|relation| &relation.display);
    let texts = node
        .text
        .references()
        .iter()
        .map(|reference| &reference.display);
    for number in cited.chain(texts) {
        writer.number(number, id, CITED, CITED);
    }
    Ok(())
}

/// A page is found by its names.
fn place(place: &Place, id: u32, writer: &mut Writer) {
    for name in place.aliases.iter().chain([&place.name]) {
        writer.text(place.field, name);
    }
    writer.end(id);
}

/// Collects the terms of documents, one document at a time.
#[derive(Default)]
struct Writer {
    /// Words as they stand in texts, with their terms: most words are common.
    known: HashMap<String, Option<u32>>,
    ids: HashMap<String, u32>,
    names: Vec<String>,
    postings: Vec<Vec<Posting>>,
    /// Terms of the document at hand, where they stand.
    seen: Vec<(u32, Field)>,
}

impl Writer {
    fn text(&mut self, field: Field, text: &str) {
        for word in words::split(text) {
            let id = match self.known.get(word) {
                Some(id) => *id,
                None => self.learn(word),
            };
            self.seen.extend(id.map(|id| (id, field)));
        }
    }

    fn learn(&mut self, word: &str) -> Option<u32> {
        let id = words::term(word).map(|term| self.id(term.into()));
        self.known.insert(word.to_owned(), id);
        id
    }

    fn id(&mut self, term: Cow<'_, str>) -> u32 {
        if let Some(id) = self.ids.get(&*term) {
            return *id;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(term.clone().into_owned());
        self.postings.push(Vec::new());
        self.ids.insert(term.into_owned(), id);
        id
    }

    /// Ends the document at hand.
    fn end(&mut self, document: u32) {
        let mut seen = std::mem::take(&mut self.seen);
        seen.sort_unstable();
        let body = seen.iter().filter(|(_, field)| *field == Field::Body);
        let saturation = saturation(body.count());
        for places in seen.chunk_by(|a, b| a.0 == b.0) {
            let id = places[0].0 as usize;
            self.postings[id].push((document, strength(places, saturation)));
        }
        seen.clear();
        self.seen = seen;
    }

    /// A number of the document that was ended last; the strongest use counts.
    fn number(&mut self, display: &str, document: u32, whole: u8, part: u8) {
        for (at, term) in number::terms(display).into_iter().enumerate() {
            let strength = if at == 0 { whole } else { part };
            let id = self.id(term.into()) as usize;
            match self.postings[id].last_mut() {
                Some(last) if last.0 == document => last.1 = last.1.max(strength),
                _ => self.postings[id].push((document, strength)),
            }
        }
    }

    fn into_terms(self) -> impl Iterator<Item = (String, Vec<Posting>)> {
        self.names.into_iter().zip(self.postings)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "texts are shorter than 2^24 words"
)]
fn saturation(words: usize) -> f32 {
    SATURATION * (1.0 - LENGTH + LENGTH * words as f32 / MIDDLING)
}

/// How much a term says about a document in which it stands at these places.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small and positive"
)]
fn strength(places: &[(u32, Field)], saturation: f32) -> u8 {
    let body = places.iter().filter(|(_, field)| *field == Field::Body);
    let often = body.count() as f32;
    let head: f32 = Field::HEAD
        .into_iter()
        .filter(|field| places.iter().any(|(_, other)| other == field))
        .map(Field::weight)
        .sum();
    let weight = head + often / (often + saturation);
    (weight * STEPS).round().clamp(1.0, f32::from(STRONGEST)) as u8
}
