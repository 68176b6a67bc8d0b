//! What papers do to each other: on a paper's record, both ways; and by themselves, each once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day};
use super::word::{EitherWord, RelationWord};
use super::{none, number_id, paper_id};
use crate::link::{PaperIx, PaperNode, Relation, Target};
use crate::output::Site;
use crate::route::Route;

/// Papers that a number may mean, at most so many in one record.
const CANDIDATES: usize = 10;

/// Longest name of a paper that is not there, in ids.
const LONGEST_NAME: usize = 60;

/// A relation of a paper to another one.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::output::data) struct RelationRecord {
    /// The id: the paper's with `#`, the type, and what is named.
    id: Address,
    /// The later paper, on which the relation stands.
    paper: Address,
    /// What the paper does to the other one.
    #[serde(rename = "type")]
    relation_type: RelationWord,
    /// The other paper; none if the portal does not have it, or if several may be meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Address>,
    /// All papers that may be meant, at most ten.
    #[serde(skip_serializing_if = "none")]
    candidates: Vec<Address>,
    /// Address of the number by which the other paper is named: it leads to the paper, or says why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<Address>,
    /// That number for readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The sentence that shows it, quoted from the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    /// From which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// Whether an author said so; else only the prose cites.
    confirmed: bool,
}

/// A relation, from the side of the paper on which it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SideRecord {
    /// What the one paper does to the other.
    #[serde(rename = "type")]
    relation_type: EitherWord,
    /// The other paper; none if the portal does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<Address>,
    /// All papers that may be meant, at most ten.
    #[serde(skip_serializing_if = "none")]
    candidates: Vec<Address>,
    /// Address of the other paper's number: it leads to the paper, or says why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<Address>,
    /// The number as cited; none for papers without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The sentence that shows it, quoted from the later paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    /// From which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// Whether an author said so; else only the prose cites.
    confirmed: bool,
}

/// The relations that stand on a paper.
pub(in crate::output::data) fn relations(site: &Site<'_>, ix: PaperIx) -> Vec<RelationRecord> {
    let paper = paper_id(site, ix);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let relations = site.archive.paper(ix).relations.iter();
    let record = relations.map(|relation| {
        let (target, candidates) = ends(site, &relation.target);
        let key = format!("{}-{}", relation.relation_type.name(), name(site, relation));
        let same = taken.entry(key.clone()).or_default();
        *same += 1;
        let suffix = if *same == 1 {
            String::new()
        } else {
            format!("-{same}")
        };
        RelationRecord {
            id: Address(format!("{}#{key}{suffix}", paper.0)),
            paper: paper.clone(),
            relation_type: RelationWord(relation.relation_type.name()),
            target,
            candidates,
            number: number_id(site, relation.number),
            reference: display(relation),
            evidence: relation.evidence.as_deref().map(str::to_owned),
            date: relation.date.map(Day::from),
            confirmed: relation.confirmed,
        }
    });
    record.collect()
}

/// What is named, for ids: it stays the same when a missing paper comes.
fn name(site: &Site<'_>, relation: &Relation) -> String {
    let route = match (relation.number, &relation.target) {
        (Some(ix), _) => Route::Number(ix),
        (None, Target::Paper(ix)) => Route::Paper(*ix),
        (None, _) => return crate::text::slugify(&relation.display, LONGEST_NAME),
    };
    let file = site.map.file(&route);
    let place = file.trim_end_matches("/index.html");
    let place = place.split_once('/').map_or(place, |(_, place)| place);
    place.replace('/', "-")
}

fn display(relation: &Relation) -> Option<String> {
    Some(relation.display.to_string()).filter(|display| !display.is_empty())
}

fn ends(site: &Site<'_>, target: &Target) -> (Option<Address>, Vec<Address>) {
    match target {
        Target::Paper(ix) => (Some(paper_id(site, *ix)), Vec::new()),
        // Who needs all of very many finds them at the number's address.
        Target::Ambiguous(all) => {
            let first = all.iter().take(CANDIDATES);
            (None, first.map(|ix| paper_id(site, *ix)).collect())
        }
        Target::Unresolved => (None, Vec::new()),
    }
}

pub(super) fn outgoing(site: &Site<'_>, relation: &Relation) -> SideRecord {
    let (paper, candidates) = ends(site, &relation.target);
    SideRecord {
        relation_type: EitherWord(relation.relation_type.name()),
        paper,
        candidates,
        number: number_id(site, relation.number),
        reference: display(relation),
        evidence: relation.evidence.as_deref().map(str::to_owned),
        date: relation.date.map(Day::from),
        confirmed: relation.confirmed,
    }
}

pub(super) fn incoming(site: &Site<'_>, node: &PaperNode) -> Vec<SideRecord> {
    let record = node.incoming.iter().map(|(from, at)| {
        let other = site.archive.paper(*from);
        let relation = other.relation(*at);
        SideRecord {
            relation_type: EitherWord(relation.relation_type.inverse()),
            paper: Some(paper_id(site, *from)),
            candidates: Vec::new(),
            number: number_id(site, other.number_ix),
            reference: other
                .number
                .as_ref()
                .map(|number| number.display.to_string()),
            evidence: relation.evidence.as_deref().map(str::to_owned),
            date: relation.date.map(Day::from),
            confirmed: relation.confirmed,
        }
    });
    record.collect()
}
