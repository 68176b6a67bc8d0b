//! References and relations of papers, both ways.

use super::archive::{Archive, BodyIx, PaperIx, PaperNode, Reference, Relation, Target};
use super::event::deciding_consultation;
use super::reference::Numbers;
use super::validity::resolved;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Date, Paper, RelationType};
use crate::parse::Document;
use crate::scheme::Schemes;

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
        let known = &schemes[paper.body.number()];
        let known = Known {
            numbers,
            body: paper.body,
            schemes: known,
        };
        let mut relations = written(ix, document, &paper.paper, &known, findings);
        let references = cited(ix, paper, document, numbers, findings);
        for reference in &references {
            add_citation(ix, &mut relations, reference);
        }
        let paper = &mut archive.papers[at];
        paper.relations = relations;
        paper.text.references = references;
        decisions(paper);
    }
}

/// The numbers of one body.
struct Known<'a> {
    numbers: &'a Numbers,
    body: BodyIx,
    schemes: &'a Schemes,
}

impl Known<'_> {
    fn named(&self, text: &str) -> (Target, String) {
        self.numbers.named(self.body, self.schemes, text)
    }
}

/// Relations that the author wrote.
fn written(
    ix: PaperIx,
    document: &Document<Paper>,
    paper: &Paper,
    known: &Known<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Relation> {
    let mut relations = Vec::new();
    for entry in &paper.relations {
        let (target, display) = known.named(&entry.target);
        let finding = |code| {
            document
                .finding(code, entry.target.span)
                .with("value", display.clone())
        };
        match &target {
            Target::Paper(other) if *other == ix => {
                findings.push(finding(Code::SelfReference));
                continue;
            }
            Target::Paper(_) => {}
            Target::Ambiguous(several) => findings.push(
                finding(Code::AmbiguousReference).with("candidates", known.numbers.places(several)),
            ),
            Target::Unresolved => findings.push(finding(Code::UnresolvedRelation)),
        }
        relations.push(Relation {
            relation_type: entry.relation_type,
            target,
            display,
            evidence: entry.evidence.clone(),
            date: entry.date,
            confirmed: true,
        });
    }
    relations
}

/// Numbers that the prose cites, without the paper's own.
fn cited(
    ix: PaperIx,
    paper: &PaperNode,
    document: &Document<Paper>,
    numbers: &Numbers,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Reference> {
    let mut references = Vec::new();
    for mention in &document.text.mentions {
        let own = paper
            .number
            .as_ref()
            .is_some_and(|n| n.canonical == mention.number.canonical);
        let target = numbers.find(paper.body, &mention.number.canonical);
        if own || target == Target::Paper(ix) {
            continue;
        }
        let span = crate::model::Span::from(mention.span.clone());
        let display = mention.number.display.clone();
        let finding = |code| {
            document
                .text_finding(code, span)
                .with("value", display.clone())
        };
        match &target {
            Target::Paper(_) => {}
            Target::Ambiguous(several) => findings.push(
                finding(Code::AmbiguousReference).with("candidates", numbers.places(several)),
            ),
            Target::Unresolved => findings.push(finding(Code::UnresolvedReference)),
        }
        references.push(Reference {
            span,
            display,
            target,
        });
    }
    references
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
