//! Every number that a public paper bears or cites has one place, whether the portal has its paper or not.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::archive::{
    Archive, BodyIx, NumberIx, NumberKey, NumberNode, PaperIx, PaperNode, Reference, RelationIx,
};
use crate::model::{List, Slug};
use crate::scheme::{Number, Schemes};

/// Where a number has its place.
type Place = (BodyIx, Slug);

/// Collects the numbers of all papers and of what they cite, and tells each citation its number.
/// `schemes` are those of the bodies, by index.
pub(super) fn collect(archive: &mut Archive, schemes: &[&Schemes]) {
    let mut register = Register::default();
    for at in 0..archive.papers.len() {
        let paper = &archive.papers[at];
        for number in borne(paper, schemes[paper.body.number()]) {
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
    let place = |body: BodyIx, number: &Number| {
        let of_body = places.get(body.number())?;
        of_body.get(&*number.canonical).copied()
    };
    let numbers = &archive.numbers;
    // Papers and numbers say the same in the same words: they are kept once.
    let number = |key: Option<Arc<NumberKey>>, display: &mut Arc<str>| {
        let key = key?;
        let ix = place(key.body, &key.number)?;
        let mut known = numbers[ix.number()].numbers.iter();
        if let Some(known) = known.find(|known| known.display == *display) {
            *display = Arc::clone(&known.display);
        }
        Some(ix)
    };
    for paper in &mut archive.papers {
        let own = paper.number.as_ref();
        paper.number_ix = own.and_then(|own| place(paper.body, own));
        let fields = paper.fields.iter_mut().flat_map(|(_, cited)| cited);
        for reference in paper.text.references.iter_mut().chain(fields) {
            reference.number = number(reference.key.take(), &mut reference.display);
        }
        for relation in &mut paper.relations {
            relation.number = number(relation.key.take(), &mut relation.display);
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
        schemes
            .number(text)
            .unwrap_or_else(|| Number::as_written(text))
    };
    let aliases = paper.paper.aliases.iter().map(|text| alias(text));
    paper.number.iter().cloned().chain(aliases).collect()
}

/// Tells each number who cites it.
fn way_back(archive: &mut Archive) {
    for (at, paper) in archive.papers.iter().enumerate() {
        for (which, relation) in paper.relations.iter().enumerate() {
            if let Some(ix) = relation.number {
                let citing = (PaperIx::new(at), RelationIx::new(which));
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
    // There are as many of these short lists as papers.
    for paper in &mut archive.papers {
        paper.incoming.shrink_to_fit();
        paper.incoming.sort_by_key(|(from, at)| (order(*from), *at));
    }
    for number in &mut archive.numbers {
        number.papers.shrink_to_fit();
        number.cited_by.shrink_to_fit();
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
    /// For each body, the node of each canonical number; `None` if no address can be made of it.
    known: Vec<HashMap<Arc<str>, Option<usize>>>,
    /// The node at each place.
    places: HashMap<Place, usize>,
    nodes: Vec<NumberNode>,
}

impl Register {
    /// The node of a number; a new one if it is seen for the first time.
    fn node(&mut self, body: BodyIx, number: &Number) -> Option<&mut NumberNode> {
        if self.known.len() <= body.number() {
            self.known.resize_with(body.number() + 1, HashMap::new);
        }
        let known = &mut self.known[body.number()];
        if let Some(at) = known.get(&*number.canonical) {
            return self.nodes.get_mut((*at)?);
        }
        let slug = Slug::from_text(&number.canonical);
        let at = slug.map(|slug| {
            let new = self.nodes.len();
            let at = *self.places.entry((body, slug.clone())).or_insert(new);
            if at == new {
                self.nodes.push(NumberNode {
                    body,
                    slug,
                    numbers: List::default(),
                    papers: List::default(),
                    cited_by: List::default(),
                });
            }
            self.nodes[at].numbers.push(number.clone());
            at
        });
        known.insert(number.canonical.clone(), at);
        self.nodes.get_mut(at?)
    }

    /// Gives the numbers to the archive in the order of their places; returns which each is, by body.
    fn settle(self, archive: &mut Archive) -> Vec<HashMap<Arc<str>, NumberIx>> {
        let mut order: Vec<(usize, NumberNode)> = self.nodes.into_iter().enumerate().collect();
        order.sort_unstable_by(|(_, a), (_, b)| (a.body, &a.slug).cmp(&(b.body, &b.slug)));
        let mut ixs = vec![NumberIx::new(0); order.len()];
        for (at, (seen, mut node)) in order.into_iter().enumerate() {
            node.numbers.sort_unstable();
            node.numbers.shrink_to_fit();
            ixs[seen] = NumberIx::new(at);
            archive.numbers.push(node);
        }
        let of_body = |known: HashMap<Arc<str>, Option<usize>>| {
            let found = known.into_iter();
            found
                .filter_map(|(number, at)| Some((number, ixs[at?])))
                .collect()
        };
        self.known.into_iter().map(of_body).collect()
    }
}
