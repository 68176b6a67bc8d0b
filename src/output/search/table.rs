//! What there is to find: documents in the order of their numbers, what a hit shows of them, and by what they can be
//! filtered.

use std::collections::BTreeMap;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::field;
use super::place::{self, Place};
use super::words::STOP;
use crate::link::{BodyIx, NumberIx, PaperIx, PaperNode, TopicIx};
use crate::model::Slug;
use crate::output::{Problem, Site};
use crate::route::{Route, Url};
use crate::text::{one_line, shorten};
use crate::varint;

/// Documents whose hits share a file.
const CHUNK: usize = 16;
/// Documents whose filters share a file.
const COLUMN: usize = 8192;
/// Longest summary of a hit in characters.
const SUMMARY: usize = 220;
/// Longest title of a hit in characters.
const TITLE: usize = 300;
/// Version of the format.
const VERSION: u8 = 1;
/// Years are counted from here in the filters.
const EPOCH: i16 = 1800;

/// Something that can be found.
#[derive(Clone, Copy)]
pub(super) enum Document {
    /// A paper.
    Paper(PaperIx),
    /// Another page that has a name, by its index among the table's places.
    Place(usize),
    /// A number that papers cite and none bears.
    Number(NumberIx),
}

/// All documents, the newest first, with the values of the filters.
pub(super) struct Table {
    pub(super) documents: Vec<Document>,
    pub(super) places: Vec<Place>,
    /// Kinds of papers, by the slug of their words.
    kinds: Choices,
    /// The slugs, by the words.
    slugs: BTreeMap<String, String>,
    statuses: Choices,
}

/// Year, council, kind, status and number of topics of a document; its topics.
type Values = ([usize; 5], Vec<TopicIx>);

/// Values of a filter: their keys, with what readers see.
type Choices = BTreeMap<String, String>;

/// A hit: title, address, number, date, kind, council, status, summary. Kind, council and status are places in the lists
/// of [`Head`]; only papers have a kind and a status.
#[derive(Serialize)]
struct Hit(
    String,
    String,
    String,
    String,
    Option<usize>,
    Option<usize>,
    Option<usize>,
    String,
);

/// Where the index begins.
#[derive(Serialize)]
struct Head<'a> {
    version: u8,
    /// Address of the folder with the files of terms.
    folder: &'a str,
    /// Address of the folder with hits and filters.
    hits: &'a str,
    /// Name of a paper's JSON twin beside its page, for words around a hit; none if there are no twins.
    twin: Option<&'static str>,
    documents: usize,
    papers: usize,
    chunk: usize,
    column: usize,
    epoch: i16,
    bodies: Vec<(&'a str, &'a str)>,
    kinds: &'a Choices,
    topics: Vec<(&'a str, &'a str)>,
    statuses: &'a Choices,
    stop: Vec<&'a str>,
    /// The first term of each file of terms.
    terms: &'a [&'a str],
}

impl Table {
    pub(super) fn new(site: &Site<'_>) -> Self {
        let archive = site.archive;
        let papers = archive.newest.iter().map(|ix| Document::Paper(*ix));
        let places = place::places(site);
        let named = (0..places.len()).map(Document::Place);
        let missing = archive
            .number_ixs()
            .filter(|ix| archive.number(*ix).papers.is_empty())
            .map(Document::Number);
        let mut kinds = Choices::new();
        let mut slugs = BTreeMap::new();
        let mut statuses = Choices::new();
        for node in &archive.papers {
            let words = node.paper.paper_type.as_deref();
            let new = words.filter(|words| !slugs.contains_key(*words));
            if let Some((words, slug)) =
                new.and_then(|words| Some((words, Slug::from_text(words)?)))
            {
                slugs.insert(words.to_owned(), slug.to_string());
                kinds
                    .entry(slug.to_string())
                    .or_insert_with(|| words.to_owned());
            }
            if let Some(status) = node.status {
                let word = site
                    .theme
                    .words
                    .get(&format!("status.{}", status.key()))
                    .to_owned();
                statuses.insert(status.key().to_owned(), word);
            }
        }
        Self {
            documents: papers.chain(named).chain(missing).collect(),
            places,
            kinds,
            slugs,
            statuses,
        }
    }

    /// Fingerprint of all that the index is made from: in the names of its files.
    pub(super) fn fingerprint(&self, site: &Site<'_>) -> String {
        let mut hash = Xxh3::new();
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        for document in &self.documents {
            // Without the status, which depends on the day: addresses do not.
            let Hit(title, url, number, date, kind, body, _, _) = self.hit(site, *document);
            hash.update(format!("{title}\n{url}\n{number}\n{date}\n{kind:?}{body:?}\n").as_bytes());
        }
        for alias in self.places.iter().flat_map(|place| &place.aliases) {
            hash.update(alias.as_bytes());
        }
        for node in &site.archive.papers {
            hash.update(&node.text.fingerprint().to_le_bytes());
            for (field, text) in field::head(site, node) {
                hash.update(&[field as u8]);
                hash.update(text.as_bytes());
            }
            for alias in node.paper.aliases.iter().chain(&node.paper.reference) {
                hash.update(alias.as_bytes());
            }
            for relation in &node.relations {
                hash.update(relation.display.as_bytes());
            }
        }
        format!("{:016x}", hash.digest())
    }

    pub(super) fn chunks(&self) -> usize {
        self.documents.len().div_ceil(CHUNK)
    }

    pub(super) fn columns(&self) -> usize {
        self.documents.len().div_ceil(COLUMN)
    }

    /// What hits show of some documents, as JSON.
    pub(super) fn chunk(&self, site: &Site<'_>, at: usize) -> Vec<u8> {
        let documents = self.documents.iter().skip(at * CHUNK).take(CHUNK);
        let hits: Vec<Hit> = documents
            .map(|document| self.hit(site, *document))
            .collect();
        serde_json::to_vec(&hits).unwrap_or_default()
    }

    fn hit(&self, site: &Site<'_>, document: Document) -> Hit {
        match document {
            Document::Paper(ix) => {
                let node = site.archive.paper(ix);
                let number = node.number.as_ref();
                let gist = one_line(node.gist().unwrap_or_default());
                Hit(
                    shorten(&node.paper.name.value, TITLE).into_owned(),
                    site.map.url(&Route::Paper(ix)).to_string(),
                    number
                        .map(|number| number.display.to_string())
                        .unwrap_or_default(),
                    node.paper
                        .date
                        .map(|date| date.to_string())
                        .unwrap_or_default(),
                    self.kind(node),
                    Some(node.body.number()),
                    self.status(node),
                    shorten(&gist, SUMMARY).into_owned(),
                )
            }
            Document::Place(at) => {
                let place = &self.places[at];
                Hit(
                    shorten(&place.name, TITLE).into_owned(),
                    site.map.url(&place.route).to_string(),
                    String::new(),
                    String::new(),
                    None,
                    place.body.map(BodyIx::number),
                    None,
                    shorten(&one_line(&place.summary), SUMMARY).into_owned(),
                )
            }
            Document::Number(ix) => {
                let node = site.archive.number(ix);
                Hit(
                    node.display(),
                    site.map.url(&Route::Number(ix)).to_string(),
                    String::new(),
                    String::new(),
                    None,
                    Some(node.body.number()),
                    None,
                    site.theme.words.get("search.missing").to_owned(),
                )
            }
        }
    }

    fn kind(&self, node: &PaperNode) -> Option<usize> {
        let words = node.paper.paper_type.as_deref()?;
        position(&self.kinds, self.slugs.get(words)?)
    }

    fn status(&self, node: &PaperNode) -> Option<usize> {
        position(&self.statuses, node.status?.key())
    }

    /// By what some documents can be filtered: the years of all, then their councils, kinds, statuses, how many topics each
    /// has, and those topics. All are varints; years count from [`EPOCH`], all else from 1, and 0 stands for none.
    pub(super) fn column(&self, site: &Site<'_>, at: usize) -> Vec<u8> {
        let documents = self.documents.iter().skip(at * COLUMN).take(COLUMN);
        let values: Vec<Values> = documents
            .map(|document| self.values(site, *document))
            .collect();
        let mut out = Vec::with_capacity(values.len() * 6);
        for column in 0..5 {
            for (firsts, _) in &values {
                varint::put(firsts[column], &mut out);
            }
        }
        for topic in values.iter().flat_map(|(_, topics)| topics) {
            varint::put(topic.number() + 1, &mut out);
        }
        out
    }

    fn values(&self, site: &Site<'_>, document: Document) -> Values {
        let known = |place: Option<usize>| place.map_or(0, |place| place + 1);
        match document {
            Document::Place(at) => {
                let body = known(self.places[at].body.map(BodyIx::number));
                ([0, body, 0, 0, 0], Vec::new())
            }
            Document::Number(ix) => {
                let body = site.archive.number(ix).body.number() + 1;
                ([0, body, 0, 0, 0], Vec::new())
            }
            Document::Paper(ix) => {
                let node = site.archive.paper(ix);
                let year = node.paper.date.map(|date| date.year() - EPOCH);
                let year = year.and_then(|year| usize::try_from(year).ok());
                let values = [
                    year.unwrap_or(0),
                    node.body.number() + 1,
                    known(self.kind(node)),
                    known(self.status(node)),
                    node.topics.len(),
                ];
                (values, node.topics.to_vec())
            }
        }
    }

    /// Where the index begins, as JSON. `firsts` are the first terms of the files of terms, `folders` where they and the hits lie.
    ///
    /// # Errors
    /// None that can be met: the shape is known to be JSON.
    pub(super) fn head(
        &self,
        site: &Site<'_>,
        folders: &[Url; 2],
        firsts: &[&str],
    ) -> Result<Vec<u8>, Problem> {
        let archive = site.archive;
        let bodies = archive.bodies.iter();
        let topics = archive.topics.iter();
        let head = Head {
            version: VERSION,
            folder: folders[0].as_str(),
            hits: folders[1].as_str(),
            twin: site.has("twins").then_some("index.json"),
            documents: self.documents.len(),
            papers: archive.papers.len(),
            chunk: CHUNK,
            column: COLUMN,
            epoch: EPOCH,
            bodies: bodies.map(|n| (n.slug.as_str(), n.body.label())).collect(),
            kinds: &self.kinds,
            topics: topics
                .map(|n| (n.slug.as_str(), n.topic.name.as_str()))
                .collect(),
            statuses: &self.statuses,
            stop: STOP.split_whitespace().collect(),
            terms: firsts,
        };
        serde_json::to_vec(&head).map_err(|error| Problem::Io {
            path: "search".into(),
            source: std::io::Error::other(error.to_string()),
        })
    }
}

/// The place of a key among the values of a filter.
fn position(choices: &Choices, key: &str) -> Option<usize> {
    choices.keys().position(|known| known == key)
}
