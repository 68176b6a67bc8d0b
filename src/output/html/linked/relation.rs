//! Relations between papers in the words of schema.org (DOMAIN §2), both ways. Where schema.org has no word for a way
//! back, the other paper says it: a graph may hold several things.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Linked;
use super::terms::Ref;
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
pub(super) fn join(site: &Site<'_>, ix: PaperIx, linked: Linked) -> Linked {
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
        let relation = site.archive.paper(*from).relations.get(*at)?;
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
    let (foreign, own) = properties
        .into_iter()
        .partition(|(name, _)| name.contains(':'));
    merge(linked, own)
        .with(statement(site, ix, foreign))
        .with(later)
}

/// Puts properties of schema.org into the description of the paper itself.
fn merge(mut linked: Linked, properties: BTreeMap<String, Vec<Ref>>) -> Linked {
    if let Some(serde_json::Value::Object(paper)) = linked.0.first_mut() {
        for (name, refs) in properties {
            let value = paper.entry(name).or_insert_with(|| serde_json::json!([]));
            let refs = refs
                .iter()
                .filter_map(|other| serde_json::to_value(other).ok());
            if let serde_json::Value::Array(values) = value {
                values.extend(refs);
            }
        }
    }
    linked
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
) -> Option<serde_json::Value> {
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
    let said = !node.properties.is_empty();
    said.then(|| serde_json::to_value(node).ok()).flatten()
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
