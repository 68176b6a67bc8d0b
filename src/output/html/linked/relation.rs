//! Relations between papers in the words of schema.org (DOMAIN §2), both ways. Where schema.org has no word for a way
//! back, the other paper says it: a graph may hold several things.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Linked;
use super::terms::{Ref, Work};
use crate::link::{PaperIx, PaperNode, Relation, Target};
use crate::model::RelationType;
use crate::output::Site;
use crate::route::Route;
use crate::vocabulary::{self, Word, kind};

/// Later papers that are told at most: the page lists them all.
const LATER: usize = 20;

/// What a paper says of others, by property.
#[derive(Serialize)]
struct Statement {
    #[serde(rename = "@type")]
    kind: Kind,
    #[serde(rename = "@id")]
    id: String,
    #[serde(flatten)]
    properties: BTreeMap<String, Vec<Ref>>,
}

/// One type, or a list: a list where the properties are not all schema.org's own.
#[derive(Serialize)]
#[serde(untagged)]
enum Kind {
    One(&'static str),
    List([&'static str; 1]),
}

/// Adds the relations of a paper to its description.
pub(super) fn join(site: &Site<'_>, ix: PaperIx, work: Work) -> Linked {
    let node = site.archive.paper(ix);
    let mut properties: BTreeMap<String, Vec<Ref>> = BTreeMap::new();
    if let Some(procedure) = node.procedure {
        let id = site.map.absolute(&Route::Procedure(procedure));
        properties
            .entry("isPartOf".into())
            .or_default()
            .push(Ref { id });
    }
    for relation in &node.relations {
        if let Target::Paper(other) = relation.target {
            let refs = properties
                .entry(property(site, node, relation))
                .or_default();
            add(site, refs, other);
        }
    }
    let mut later = Vec::new();
    let told = node.incoming.iter().filter_map(|(from, at)| {
        let relation = site.archive.paper(*from).relation(*at);
        let typed = relation.confirmed && relation.relation_type != RelationType::RefersTo;
        typed.then_some((*from, relation))
    });
    for (from, relation) in told.take(LATER) {
        let other = site.archive.paper(from);
        let property = property(site, other, relation);
        match way_back(node, other, relation) {
            Some(back) => add(site, properties.entry(back.into()).or_default(), from),
            None => later.extend(statement(
                site,
                from,
                BTreeMap::from([(property, vec![reference(site, ix)])]),
            )),
        }
    }
    // The properties of schema.org are said by the description of the paper itself.
    let (foreign, relations) = properties
        .into_iter()
        .partition(|(name, _)| name.contains(':'));
    Linked::of(&Related { work, relations })
        .with(statement(site, ix, foreign))
        .with(later)
}

/// A paper with what it has to do with others.
#[derive(Serialize)]
struct Related {
    #[serde(flatten)]
    work: Work,
    #[serde(flatten)]
    relations: BTreeMap<String, Vec<Ref>>,
}

fn add(site: &Site<'_>, refs: &mut Vec<Ref>, other: PaperIx) {
    let other = reference(site, other);
    if !refs.iter().any(|known| known.id == other.id) {
        refs.push(other);
    }
}

fn reference(site: &Site<'_>, ix: PaperIx) -> Ref {
    Ref {
        id: site.map.absolute(&Route::Paper(ix)),
    }
}

/// What a paper says, if it says anything.
fn statement(
    site: &Site<'_>,
    ix: PaperIx,
    properties: BTreeMap<String, Vec<Ref>>,
) -> Option<Statement> {
    let word = kind(site.archive.paper(ix));
    let foreign = properties.keys().any(|name| name.contains(':'));
    let node = Statement {
        kind: if foreign {
            Kind::List([word])
        } else {
            Kind::One(word)
        },
        id: reference(site, ix).id,
        properties,
    };
    (!node.properties.is_empty()).then_some(node)
}

/// The word for what a paper does to another, as JSON-LD with the context of schema.org has it.
fn property(site: &Site<'_>, paper: &PaperNode, relation: &Relation) -> String {
    match vocabulary::relation(site.archive, paper, relation) {
        Word::Schema(word) => word.to_owned(),
        Word::DublinCore(word) => format!("http://purl.org/dc/terms/{word}"),
        Word::Own(word) => site.map.term(word),
    }
}

/// The word from the other side, where schema.org has one.
fn way_back(paper: &PaperNode, later: &PaperNode, relation: &Relation) -> Option<&'static str> {
    match relation.relation_type {
        RelationType::Supplements => Some("hasPart"),
        RelationType::ReportsOn => Some("subjectOf"),
        RelationType::Answers if kind(paper) == "Question" && kind(later) == "Answer" => {
            Some("acceptedAnswer")
        }
        _ => None,
    }
}
