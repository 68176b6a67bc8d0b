//! Every number that a public paper bears or cites has one place, whether the portal has its paper or not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::archive::{
    Archive, BodyIx, NumberIx, NumberKey, NumberNode, PaperIx, PaperNode, Reference,
};
use crate::model::Slug;
use crate::scheme::{Number, Schemes};

/// Where a number has its place.
type Place = (BodyIx, Slug);

/// Collects the numbers of all papers and of what they cite, and tells each citation its number.
/// `schemes` are those of the bodies, by index.
pub(super) fn collect(archive: &mut Archive, schemes: &[Schemes]) {
    let mut register = Register::default();
    for at in 0..archive.papers.len() {
        let paper = &archive.papers[at];
        for number in borne(paper, &schemes[paper.body.number()]) {
            if let Some(node) = register.node(paper.body, &number) {
                let ix = PaperIx::new(at);
                if node.papers.last() != Some(&ix) {
                    node.papers.push(ix);
                }
            }
        }
        let cited = paper.relations.iter().map(|relation| &relation.key);
        let mentioned = references(paper).map(|reference| &reference.key);
        for key in cited.chain(mentioned).flatten() {
            register.node(key.body, &key.number);
        }
    }
    let places = register.settle(archive);
    let number = |key: Option<NumberKey>| {
        let key = key?;
        places.get(&(key.body, key.number.canonical)).copied()
    };
    for paper in &mut archive.papers {
        let own = paper.number.as_ref().map(|n| n.canonical.clone());
        paper.number_ix = own.and_then(|own| places.get(&(paper.body, own)).copied());
        let fields = paper.fields.iter_mut().flat_map(|(_, cited)| cited);
        for reference in paper.text.references.iter_mut().chain(fields) {
            reference.number = number(reference.key.take());
        }
        for relation in &mut paper.relations {
            relation.number = number(relation.key.take());
        }
    }
    way_back(archive);
}

/// Citations in a paper's text and front matter.
fn references(paper: &PaperNode) -> impl Iterator<Item = &Reference> {
    let fields = paper.fields.iter().flat_map(|(_, cited)| cited);
    paper.text.references.iter().chain(fields)
}

/// The numbers of a paper: its own, then its aliases.
fn borne(paper: &PaperNode, schemes: &Schemes) -> Vec<Number> {
    let alias = |text: &str| {
        schemes.number(text).unwrap_or_else(|| Number {
            canonical: text.to_owned(),
            display: text.to_owned(),
        })
    };
    let aliases = paper.paper.aliases.iter().map(|text| alias(text));
    paper.number.iter().cloned().chain(aliases).collect()
}

/// Tells each number who cites it.
fn way_back(archive: &mut Archive) {
    for (at, paper) in archive.papers.iter().enumerate() {
        for (which, relation) in paper.relations.iter().enumerate() {
            if let Some(ix) = relation.number {
                let citing = (PaperIx::new(at), which);
                archive.numbers[ix.number()].cited_by.push(citing);
            }
        }
    }
}

/// Puts what relates to papers and numbers into the order of `newest` (all papers, newest first), and
/// gives each body its missing numbers.
pub(super) fn order(archive: &mut Archive, newest: &[PaperIx]) {
    let mut rank = vec![0_usize; newest.len()];
    for (at, ix) in newest.iter().enumerate() {
        rank[ix.number()] = at;
    }
    let order = |ix: PaperIx| rank[ix.number()];
    for paper in &mut archive.papers {
        paper.incoming.sort_by_key(|(from, at)| (order(*from), *at));
    }
    for number in &mut archive.numbers {
        number.papers.sort_by_key(|ix| order(*ix));
        number
            .cited_by
            .sort_by_key(|(from, at)| (order(*from), *at));
    }
    for ix in archive.number_ixs() {
        let number = archive.number(ix);
        if number.papers.is_empty() {
            let body = number.body.number();
            archive.bodies[body].missing.push(ix);
        }
    }
    let numbers = &archive.numbers;
    for body in &mut archive.bodies {
        let cited = |ix: &NumberIx| numbers[ix.number()].citing();
        body.missing.sort_by_key(|ix| Reverse(cited(ix)));
    }
}

/// Numbers as they are seen.
#[derive(Default)]
struct Register {
    /// The place of each canonical number; `None` if no address can be made of it.
    places: HashMap<(BodyIx, String), Option<Slug>>,
    nodes: BTreeMap<Place, NumberNode>,
}

impl Register {
    /// The node of a number; a new one if it is seen for the first time.
    fn node(&mut self, body: BodyIx, number: &Number) -> Option<&mut NumberNode> {
        let key = (body, number.canonical.clone());
        if let Some(known) = self.places.get(&key) {
            let place = (body, known.clone()?);
            return self.nodes.get_mut(&place);
        }
        let slug = Slug::from_text(&number.canonical);
        self.places.insert(key, slug.clone());
        let slug = slug?;
        let new = || NumberNode {
            body,
            slug: slug.clone(),
            numbers: Vec::new(),
            papers: Vec::new(),
            cited_by: Vec::new(),
        };
        let node = self.nodes.entry((body, slug.clone())).or_insert_with(new);
        node.numbers.push(number.clone());
        Some(node)
    }

    /// Gives the numbers to the archive; returns the place of each.
    fn settle(self, archive: &mut Archive) -> HashMap<(BodyIx, String), NumberIx> {
        let mut places = HashMap::with_capacity(self.places.len());
        for (at, mut node) in self.nodes.into_values().enumerate() {
            node.numbers.sort_unstable();
            for number in &node.numbers {
                let key = (node.body, number.canonical.clone());
                places.insert(key, NumberIx::new(at));
            }
            archive.numbers.push(node);
        }
        places
    }
}
