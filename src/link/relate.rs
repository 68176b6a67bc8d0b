//! References and relations of papers, both ways.

use super::archive::{Archive, BodyIx, NumberKey, PaperIx, PaperNode, Reference, Relation, Target};
use super::event::deciding_consultation;
use super::reference::Numbers;
use super::validity::resolved;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Date, Paper, RelationEntry, RelationType, Span};
use crate::parse::Document;
use crate::scheme::Schemes;

/// Looks numbers up and reports those that do not name one paper.
struct Resolver<'a> {
    papers: &'a [PaperNode],
    numbers: &'a Numbers,
    schemes: &'a [Schemes],
}

/// Resolves what each paper's author relates it to and what its prose cites.
pub(super) fn papers(
    archive: &mut Archive,
    documents: &[Document<Paper>],
    numbers: &Numbers,
    schemes: &[Schemes],
    findings: &mut Vec<Diagnostic>,
) {
    for (at, document) in documents.iter().enumerate() {
        let ix = PaperIx::new(at);
        let paper = &archive.papers[at];
        let resolver = Resolver {
            papers: &archive.papers,
            numbers,
            schemes,
        };
        let entries = &paper.paper.relations;
        let (mut relations, found) = resolver.written(Some(ix), paper.body, document, entries);
        findings.extend(found);
        let (references, found) = resolver.cited(ix, document);
        findings.extend(found);
        for reference in &references {
            add_citation(ix, &mut relations, reference);
        }
        let paper = &mut archive.papers[at];
        paper.relations = relations;
        paper.text.references = references;
        decisions(paper);
    }
}

/// Reports on the relations of broken papers, which nobody will see until they are mended.
pub(super) fn check(
    archive: &Archive,
    broken: &[(BodyIx, Document<Paper>)],
    numbers: &Numbers,
    schemes: &[Schemes],
) -> Vec<Diagnostic> {
    let resolver = Resolver {
        papers: &archive.papers,
        numbers,
        schemes,
    };
    let found = broken.iter().flat_map(|(body, document)| {
        resolver
            .written(None, *body, document, &document.data.relations)
            .1
    });
    found.collect()
}

impl Resolver<'_> {
    /// Relations that the author wrote.
    fn written(
        &self,
        own: Option<PaperIx>,
        body: BodyIx,
        document: &Document<Paper>,
        entries: &[RelationEntry],
    ) -> (Vec<Relation>, Vec<Diagnostic>) {
        let (mut relations, mut findings) = (Vec::new(), Vec::new());
        for entry in entries {
            let schemes = &self.schemes[body.number()];
            let (target, display, key) = self.numbers.named(body, schemes, &entry.target);
            let finding = |code| {
                let found = document.finding(code, entry.target.span);
                found.with("value", display.clone())
            };
            match &target {
                Target::Paper(other) if Some(*other) == own => {
                    findings.push(finding(Code::SelfReference));
                    continue;
                }
                Target::Paper(_) => {}
                Target::Ambiguous(several) => {
                    let found = finding(Code::AmbiguousReference);
                    findings.push(found.with("candidates", self.places(several)));
                }
                Target::Unresolved => findings.push(finding(Code::UnresolvedRelation)),
            }
            relations.push(Relation {
                relation_type: entry.relation_type,
                target,
                display,
                number: None,
                key,
                evidence: entry.evidence.clone(),
                date: entry.date,
                confirmed: true,
            });
        }
        (relations, findings)
    }

    /// Numbers that the prose cites, without the paper's own.
    fn cited(&self, ix: PaperIx, document: &Document<Paper>) -> (Vec<Reference>, Vec<Diagnostic>) {
        let paper = &self.papers[ix.number()];
        let own = paper.number.as_ref().map(|number| &number.canonical);
        let (mut references, mut findings) = (Vec::new(), Vec::new());
        for mention in &document.text.mentions {
            let target = self.numbers.find(paper.body, &mention.number.canonical);
            if own == Some(&mention.number.canonical) || target == Target::Paper(ix) {
                continue;
            }
            let span = Span::from(mention.span.clone());
            let display = mention.number.display.clone();
            let finding = |code| {
                document
                    .text_finding(code, span)
                    .with("value", display.clone())
            };
            match &target {
                Target::Paper(_) => {}
                Target::Ambiguous(several) => {
                    let found = finding(Code::AmbiguousReference);
                    findings.push(found.with("candidates", self.places(several)));
                }
                Target::Unresolved => findings.push(finding(Code::UnresolvedReference)),
            }
            references.push(Reference {
                span,
                display,
                target,
                number: None,
                key: Some(NumberKey {
                    body: paper.body,
                    number: mention.number.clone(),
                }),
            });
        }
        (references, findings)
    }

    /// The places of some papers, as an author would name them.
    fn places(&self, papers: &[PaperIx]) -> String {
        let places = papers
            .iter()
            .map(|ix| self.papers[ix.number()].id.to_string());
        places.collect::<Vec<_>>().join(", ")
    }
}

/// A citation in prose is a relation of its own unless there is one to the same paper.
fn add_citation(ix: PaperIx, relations: &mut Vec<Relation>, reference: &Reference) {
    let known = |relation: &Relation| match (&relation.target, &reference.target) {
        (Target::Unresolved, Target::Unresolved) => relation.display == reference.display,
        (a, b) => a == b,
    };
    let own = matches!(&reference.target, Target::Ambiguous(several) if several.contains(&ix));
    if !own && !relations.iter().any(known) {
        relations.push(Relation {
            relation_type: RelationType::RefersTo,
            target: reference.target.clone(),
            display: reference.display.clone(),
            number: None,
            key: reference.key.clone(),
            evidence: None,
            date: None,
            confirmed: false,
        });
    }
}

/// When and by whom a paper was decided.
fn decisions(paper: &mut PaperNode) {
    let Some(resolution) = &paper.paper.resolution else {
        paper.decided_by = None;
        return;
    };
    let step = deciding_consultation(paper);
    paper.decided = resolution
        .date
        .or_else(|| step.and_then(|at| paper.paper.consultation[at].date));
    paper.decided_by = paper
        .decided_by
        .or_else(|| step.and_then(|at| paper.consultations[at]));
}

/// Fills in who relates to each paper.
pub(super) fn way_back(papers: &mut [PaperNode]) {
    let edges: Vec<(usize, PaperIx, usize)> = papers
        .iter()
        .enumerate()
        .flat_map(|(from, paper)| {
            paper
                .relations
                .iter()
                .enumerate()
                .filter_map(move |(at, relation)| {
                    Some((resolved(&relation.target)?.number(), PaperIx::new(from), at))
                })
        })
        .collect();
    for (target, from, at) in edges {
        papers[target].incoming.push((from, at));
    }
}

/// Gives undated papers their place: after whatever they are known to follow.
pub(super) fn orders(papers: &mut [PaperNode]) {
    let own: Vec<Option<Date>> = papers
        .iter()
        .map(|paper| {
            let steps = paper.paper.consultation.iter().filter_map(|step| step.date);
            paper
                .paper
                .date
                .or_else(|| steps.chain(paper.decided).min())
        })
        .collect();
    for (at, paper) in papers.iter_mut().enumerate() {
        let followed = paper
            .relations
            .iter()
            .filter_map(|relation| resolved(&relation.target));
        let latest = followed.filter_map(|ix| own[ix.number()]).max();
        paper.not_before = own[at].or(latest);
    }
}
