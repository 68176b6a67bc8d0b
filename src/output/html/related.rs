//! Papers that are related to a paper or cite a number, in groups.

use super::parts::{paper_type, reference};
use super::view::{RelatedGroup, RelatedView};
use crate::link::{
    BodyIx, NumberNode, PaperIx, PaperNode, Relation, RelationIx, Target, has_acted,
};
use crate::model::RelationType;
use crate::output::Site;
use crate::route::Route;

/// Papers that a number may mean, at most so many in a list; its page has all.
const CANDIDATES: usize = 10;

/// What a paper does to others, what is done to it, then plain citations both ways, then what it cites
/// and the portal does not have.
pub(super) fn of_paper(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Vec<RelatedGroup> {
    let mut groups: Vec<RelatedGroup> = Vec::new();
    let typed = typed(site, node);
    // Who is bound by more than a citation need not be named a second time for citing.
    let told = |relation: &Relation, other: PaperIx| {
        relation.relation_type == RelationType::RefersTo && typed.contains(&other)
    };
    for binding in bindings() {
        let outgoing = node.relations.iter().filter(|relation| {
            let told = matches!(relation.target, Target::Paper(other) if told(relation, other));
            binding.is_of(site, node, relation) && !told && !is_missing_citation(relation)
        });
        let outgoing = outgoing.flat_map(|relation| outgoing_views(site, ix, relation));
        add(&mut groups, site, binding.name(), outgoing.collect());
        let incoming = node.incoming.iter().filter(|(from, at)| {
            let from_node = site.archive.paper(*from);
            let relation = from_node.relation(*at);
            binding.is_of(site, from_node, relation) && !told(relation, *from)
        });
        let incoming = incoming.map(|(from, at)| citing(site, node.body, *from, *at));
        add(&mut groups, site, binding.inverse(), incoming.collect());
    }
    let missing = node.relations.iter().filter(|r| is_missing_citation(r));
    let missing = missing.map(|relation| missing_view(site, node.body, relation));
    add(&mut groups, site, "unresolved", missing.collect());
    groups
}

/// Who cites a number, grouped by relation, newest first.
pub(super) fn to_number(site: &Site<'_>, node: &NumberNode) -> Vec<RelatedGroup> {
    let mut groups: Vec<RelatedGroup> = Vec::new();
    for binding in bindings() {
        let of_type = node.cited_by.iter().filter(|(from, at)| {
            let from_node = site.archive.paper(*from);
            binding.is_of(site, from_node, from_node.relation(*at))
        });
        let views = of_type.map(|(from, at)| citing(site, node.body, *from, *at));
        add(&mut groups, site, binding.inverse(), views.collect());
    }
    groups
}

/// What binds papers, as pages group it: a type, and whether what it says is only proposed.
#[derive(Clone, Copy)]
struct Binding {
    relation_type: RelationType,
    proposed: bool,
}

fn bindings() -> impl Iterator<Item = Binding> {
    RelationType::ALL.into_iter().flat_map(|relation_type| {
        [false, true].map(|proposed| Binding {
            relation_type,
            proposed,
        })
    })
}

impl Binding {
    fn is_of(self, site: &Site<'_>, from: &PaperNode, relation: &Relation) -> bool {
        let found = matches!(relation.target, Target::Paper(_)) && relation.confirmed;
        let proposed = found && self.may_be_proposed() && !has_acted(site.archive, from, relation);
        relation.relation_type == self.relation_type && proposed == self.proposed
    }

    /// Whether the words for it say that something has changed.
    const fn may_be_proposed(self) -> bool {
        use RelationType::{Amends, Repeals, Supersedes, Terminates};
        matches!(
            self.relation_type,
            Amends | Repeals | Supersedes | Terminates
        )
    }

    const fn name(self) -> &'static str {
        match (self.proposed, self.relation_type) {
            (true, RelationType::Amends) => "amends_proposed",
            (true, RelationType::Supersedes) => "supersedes_proposed",
            (true, RelationType::Repeals) => "repeals_proposed",
            (true, RelationType::Terminates) => "terminates_proposed",
            (_, relation_type) => relation_type.name(),
        }
    }

    const fn inverse(self) -> &'static str {
        match (self.proposed, self.relation_type) {
            (true, RelationType::Amends) => "amendedBy_proposed",
            (true, RelationType::Supersedes) => "supersededBy_proposed",
            (true, RelationType::Repeals) => "repealedBy_proposed",
            (true, RelationType::Terminates) => "terminatedBy_proposed",
            (_, relation_type) => relation_type.inverse(),
        }
    }
}

/// Whether a relation only cites, and what it cites is not in the portal. (What does more than cite
/// stands with its like, there or not.)
fn is_missing_citation(relation: &Relation) -> bool {
    relation.relation_type == RelationType::RefersTo && relation.target == Target::Unresolved
}

/// Papers that this one is related to by more than a citation, either way.
fn typed(site: &Site<'_>, node: &PaperNode) -> Vec<PaperIx> {
    let joins = |relation: &Relation| relation.relation_type != RelationType::RefersTo;
    let outgoing = node.relations.iter().filter(|relation| joins(relation));
    let outgoing = outgoing.filter_map(|relation| match relation.target {
        Target::Paper(ix) => Some(ix),
        Target::Ambiguous(_) | Target::Unresolved => None,
    });
    let incoming = node
        .incoming
        .iter()
        .filter_map(|(from, at)| joins(site.archive.paper(*from).relation(*at)).then_some(*from));
    outgoing.chain(incoming).collect()
}

fn add(
    groups: &mut Vec<RelatedGroup>,
    site: &Site<'_>,
    key: &'static str,
    items: Vec<RelatedView>,
) {
    if !items.is_empty() {
        groups.push(RelatedGroup {
            relation: site.label("relation", key),
            items,
        });
    }
}

fn outgoing_views(site: &Site<'_>, from: PaperIx, relation: &Relation) -> Vec<RelatedView> {
    let body = site.archive.paper(from).body;
    let view = |ix: &PaperIx| paper_view(site, body, *ix, relation.evidence.as_deref());
    match &relation.target {
        Target::Paper(ix) => vec![view(ix)],
        Target::Ambiguous(several) => {
            let others = several.iter().filter(|ix| **ix != from).take(CANDIDATES);
            let uncertain = |ix| RelatedView {
                uncertain: true,
                ..view(ix)
            };
            others.map(uncertain).collect()
        }
        Target::Unresolved => vec![missing_view(site, body, relation)],
    }
}

/// A paper that relates to something of `seen_from`, by its relation `at`.
fn citing(site: &Site<'_>, seen_from: BodyIx, ix: PaperIx, at: RelationIx) -> RelatedView {
    let evidence = &site.archive.paper(ix).relation(at).evidence;
    paper_view(site, seen_from, ix, evidence.as_deref())
}

fn paper_view(
    site: &Site<'_>,
    seen_from: BodyIx,
    ix: PaperIx,
    evidence: Option<&str>,
) -> RelatedView {
    let node = site.archive.paper(ix);
    let foreign = node.body != seen_from;
    RelatedView {
        name: node.paper.name.value.clone(),
        url: Some(site.map.url(&Route::Paper(ix))),
        missing: false,
        uncertain: false,
        reference: reference(node),
        paper_type: paper_type(node),
        date: site.date(node.paper.date),
        status: site.status(node.status),
        evidence: evidence.map(unquoted),
        body: foreign.then(|| site.archive.body(node.body).body.label().to_owned()),
    }
}

/// A paper that the portal does not have.
fn missing_view(site: &Site<'_>, seen_from: BodyIx, relation: &Relation) -> RelatedView {
    let url = |ix| site.map.url(&Route::Number(ix));
    let body = relation.number.map(|ix| site.archive.number(ix).body);
    let foreign = body.filter(|body| *body != seen_from);
    RelatedView {
        name: if relation.display.is_empty() {
            site.word("paper.unnamed")
        } else {
            relation.display.to_string()
        },
        url: relation.number.map(url),
        missing: true,
        uncertain: false,
        reference: None,
        paper_type: None,
        date: None,
        status: None,
        evidence: relation.evidence.as_deref().map(unquoted),
        body: foreign.map(|body| site.archive.body(body).body.label().to_owned()),
    }
}

/// A sentence without the quotation marks around it: the theme sets its own.
fn unquoted(sentence: &str) -> String {
    const MARKS: [char; 9] = ['"', '„', '“', '”', '‟', '»', '«', '›', '‹'];
    let sentence = sentence.trim();
    let inner = sentence
        .strip_prefix(MARKS)
        .and_then(|rest| rest.strip_suffix(MARKS));
    inner
        .filter(|inner| !inner.contains(MARKS))
        .unwrap_or(sentence)
        .to_owned()
}
