//! References and relations of papers, both ways.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::archive::{
    Archive, BodyIx, NumberKey, PaperIx, PaperNode, Reference, Relation, RelationIx, Target,
};
use super::event::deciding_consultation;
use super::reference::Numbers;
use super::validity::resolved;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Date, List, Paper, RelationEntry, RelationType, Slug, Span};
use crate::parse::{Citation, Document};
use crate::scheme::{Mention, Number, Schemes};

/// What is needed to find papers by their numbers.
pub(super) struct Known<'a> {
    pub(super) numbers: &'a Numbers,
    /// Schemes of the bodies, by index.
    pub(super) schemes: &'a [&'a Schemes],
    pub(super) bodies: &'a HashMap<Slug, BodyIx>,
}

/// Looks numbers up and reports those that do not name one paper.
struct Resolver<'a> {
    papers: &'a [PaperNode],
    known: &'a Known<'a>,
}

/// Resolves what each paper's author relates it to and what its prose cites. Each document then forgets its citations, so that
/// they are not there twice.
pub(super) fn papers(
    archive: &mut Archive,
    documents: &mut [Document<()>],
    known: &Known<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let resolver = Resolver {
        papers: &archive.papers,
        known,
    };
    let resolved = documents.par_iter_mut().enumerate();
    let resolved: Vec<Resolved> = resolved
        .map(|(at, document)| {
            let resolved = resolver.resolve(PaperIx::new(at), document);
            document.forget_citations();
            resolved
        })
        .collect();
    for (paper, resolved) in archive.papers.iter_mut().zip(resolved) {
        findings.extend(resolved.findings);
        paper.relations = resolved.relations;
        paper.text.references = resolved.references;
        paper.fields = resolved.fields;
        decisions(paper);
    }
}

/// What is kept of a paper's relations and citations, in no more room than it needs.
struct Resolved {
    relations: List<Relation>,
    references: List<Reference>,
    fields: List<(String, List<Reference>)>,
    findings: Vec<Diagnostic>,
}

/// Citations without what their sentences say.
fn references(cited: Vec<(Reference, &Citation)>) -> List<Reference> {
    cited.into_iter().map(|(reference, _)| reference).collect()
}

/// Reports on the relations of broken papers, which nobody will see until they are mended.
pub(super) fn check(
    archive: &Archive,
    broken: &[(BodyIx, Document<Paper>)],
    known: &Known<'_>,
) -> Vec<Diagnostic> {
    let resolver = Resolver {
        papers: &archive.papers,
        known,
    };
    let found = broken.iter().flat_map(|(body, document)| {
        resolver
            .written(None, *body, document, &document.data.relations)
            .1
    });
    found.collect()
}

/// Where a paper cites a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// In its text.
    Text,
    /// In its front matter.
    Field,
}

/// Numbers that a paper cites, with what their sentences say.
struct Cited<'d> {
    text: Vec<(Reference, &'d Citation)>,
    fields: Vec<(String, Vec<(Reference, &'d Citation)>)>,
}

impl<'d> Cited<'d> {
    /// All of them, those of the front matter first.
    fn all(&self) -> impl Iterator<Item = (&Reference, &'d Citation, Source)> {
        let fields = self.fields.iter().flat_map(|(_, cited)| cited);
        let fields = fields.map(|(reference, citation)| (reference, *citation, Source::Field));
        let text = self.text.iter();
        fields.chain(text.map(|(reference, citation)| (reference, *citation, Source::Text)))
    }
}

impl Resolver<'_> {
    /// What a paper does to others, what it cites, and what is to be said of that.
    fn resolve(&self, ix: PaperIx, document: &Document<()>) -> Resolved {
        let paper = &self.papers[ix.number()];
        let entries = &paper.paper.relations;
        let (mut relations, mut findings) = self.written(Some(ix), paper.body, document, entries);
        relations.extend(self.version(ix, &relations));
        let cited = self.cited(ix, document, &relations, &mut findings);
        findings.extend(self.misread(ix, document));
        add_citations(ix, &mut relations, &cited);
        findings.extend(self.suggestions(document, &cited, &relations));
        let fields = cited.fields.into_iter();
        Resolved {
            relations: relations.into(),
            references: references(cited.text),
            fields: fields
                .map(|(text, cited)| (text, references(cited)))
                .collect(),
            findings,
        }
    }

    /// Relations that the author wrote.
    fn written<T>(
        &self,
        own: Option<PaperIx>,
        body: BodyIx,
        document: &Document<T>,
        entries: &[RelationEntry],
    ) -> (Vec<Relation>, Vec<Diagnostic>) {
        let (mut relations, mut findings) = (Vec::new(), Vec::new());
        for entry in entries {
            let (target, display, key) = self.known.numbers.named(body, self.known, &entry.target);
            let finding = |code| {
                let found = document.finding(code, entry.target.span);
                found.with("value", &*display)
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
                // A place that leads nowhere may be that of a restricted paper, whose title it tells.
                display: if key.is_none() && target == Target::Unresolved {
                    Arc::default()
                } else {
                    display
                },
                target,
                number: None,
                key,
                evidence: entry.evidence.as_deref().map(Arc::from),
                date: entry.date,
                confirmed: true,
                written: Some(entry.target.span),
            });
        }
        (relations, findings)
    }

    /// A paper whose number is a version of another's (`/1`, `-01`, "1. Ergänzung") supplements it,
    /// unless its author says what else it does to it.
    fn version(&self, ix: PaperIx, written: &[Relation]) -> Option<Relation> {
        let paper = &self.papers[ix.number()];
        let number = paper.number.as_ref()?;
        let bases = self.known.schemes[paper.body.number()].bases(&number.canonical);
        let found = |number: Number| match self.known.numbers.find(paper.body, &number.canonical) {
            Target::Paper(base) if base != ix => Some((Target::Paper(base), number)),
            _ => None,
        };
        let (target, number) = bases.into_iter().find_map(found)?;
        let said = written.iter().any(|relation| relation.target == target);
        (!said).then_some(Relation {
            relation_type: RelationType::Supplements,
            target,
            display: number.display.clone(),
            number: None,
            key: Some(Arc::new(NumberKey {
                body: paper.body,
                number,
            })),
            evidence: None,
            date: None,
            confirmed: true,
            written: None,
        })
    }

    /// Numbers that the prose cites, without the paper's own.
    fn cited<'d>(
        &self,
        ix: PaperIx,
        document: &'d Document<()>,
        written: &[Relation],
        findings: &mut Vec<Diagnostic>,
    ) -> Cited<'d> {
        let mut resolve = |(at, citation): (usize, &'d Citation), source| {
            let (mut reference, told) = self.reference(ix, citation, written)?;
            reference.citation = u32::try_from(at).unwrap_or(u32::MAX);
            if let Some((code, candidates)) = told {
                let found = finding(document, source, citation, code, &reference);
                findings.push(if candidates.is_empty() {
                    found
                } else {
                    found.with("candidates", self.places(&candidates))
                });
            }
            Some((reference, citation))
        };
        let text = &document.text;
        let cited = text.citations.iter().enumerate();
        let in_text = cited.filter_map(|c| resolve(c, Source::Text)).collect();
        let mut fields = Vec::new();
        for (words, citations) in &text.fields {
            let cited = citations.iter().enumerate();
            let cited: Vec<_> = cited.filter_map(|c| resolve(c, Source::Field)).collect();
            if !cited.is_empty() {
                fields.push((words.clone(), cited));
            }
        }
        Cited {
            text: in_text,
            fields,
        }
    }

    /// What a citation names, with what is to be said of it to the author; `None` for the paper itself.
    #[expect(clippy::type_complexity, reason = "a finding in the making")]
    fn reference(
        &self,
        ix: PaperIx,
        citation: &Citation,
        written: &[Relation],
    ) -> Option<(Reference, Option<(Code, Vec<PaperIx>)>)> {
        let paper = &self.papers[ix.number()];
        let mention = &citation.mention;
        let body = match &mention.body {
            Some(other) => *self.known.bodies.get(other)?,
            None => paper.body,
        };
        let canonical = &mention.number.canonical;
        let own = paper.number.as_ref().filter(|_| body == paper.body);
        let target = self.known.numbers.find(body, canonical);
        let is_own = match &target {
            Target::Paper(found) => *found == ix,
            Target::Ambiguous(several) => several.contains(&ix),
            Target::Unresolved => false,
        };
        if is_own || own.is_some_and(|own| own.canonical == *canonical) {
            return None;
        }
        let target = match target {
            Target::Ambiguous(several) => self.narrowed(several, mention, written),
            target => target,
        };
        let told = match &target {
            Target::Paper(_) => None,
            Target::Ambiguous(several) => Some((Code::AmbiguousReference, several.to_vec())),
            Target::Unresolved => match self.known.numbers.near(body, canonical) {
                near if near.is_empty() => Some((Code::UnresolvedReference, near)),
                near => Some((Code::NearMiss, near)),
            },
        };
        let reference = Reference {
            span: Span::from(mention.span.clone()),
            display: mention.number.display.clone(),
            target,
            number: None,
            key: Some(Arc::new(NumberKey {
                body,
                number: mention.number.clone(),
            })),
            citation: 0,
        };
        Some((reference, told))
    }

    /// Of several papers with one number, the one that the author relates this paper to, or the one of
    /// the day that stands beside the number.
    fn narrowed(&self, several: List<PaperIx>, mention: &Mention, written: &[Relation]) -> Target {
        let pinned = |ix: &PaperIx| written.iter().any(|r| r.target == Target::Paper(*ix));
        let dated = |ix: &PaperIx| {
            let paper = &self.papers[ix.number()].paper;
            let steps = paper.consultation.iter().map(|step| step.date);
            let decided = paper
                .resolution
                .as_ref()
                .and_then(|resolution| resolution.date);
            let mut days = steps.chain([paper.date, decided]);
            mention.date.is_some() && days.any(|day| day == mention.date)
        };
        let only = |fits: &dyn Fn(&PaperIx) -> bool| {
            let mut fitting = several.iter().filter(|ix| fits(ix));
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        };
        match only(&pinned).or_else(|| only(&dated)) {
            Some(one) => Target::Paper(one),
            None => Target::Ambiguous(several),
        }
    }

    /// Numbers that a scanner may have spoilt, where the portal has the paper that was meant.
    fn misread(&self, ix: PaperIx, document: &Document<()>) -> Vec<Diagnostic> {
        let body = self.papers[ix.number()].body;
        let found = document.text.misread.iter().filter_map(|mention| {
            let target = self.known.numbers.find(body, &mention.number.canonical);
            let meant = super::validity::resolved(&target).filter(|meant| *meant != ix)?;
            let found = document.text_finding(Code::Misread, Span::from(mention.span.clone()));
            let found = found.with("value", &*mention.number.display);
            Some(found.with("candidates", self.places(&[meant])))
        });
        found.collect()
    }

    /// Hints that a sentence says more of a paper than that it is cited, one for each paper.
    fn suggestions(
        &self,
        document: &Document<()>,
        cited: &Cited<'_>,
        relations: &[Relation],
    ) -> Vec<Diagnostic> {
        let confirmed = relations.iter().filter(|relation| relation.confirmed);
        let mut bound: HashSet<&Target> = confirmed.map(|relation| &relation.target).collect();
        let mut found = Vec::new();
        for (reference, citation, source) in cited.all() {
            let Target::Paper(ix) = &reference.target else {
                continue;
            };
            if bound.contains(&reference.target) {
                continue;
            }
            let Some(claim) = citation.claim else {
                continue;
            };
            bound.insert(&reference.target);
            let finding = finding(
                document,
                source,
                citation,
                Code::SuggestedRelation,
                reference,
            );
            let finding = finding.with("type", claim.name());
            let finding = finding.with("target", self.name(*ix, citation));
            found.push(finding.with("evidence", &*citation.sentence));
        }
        found
    }

    /// How an author would name a cited paper: by its number where that is enough.
    fn name(&self, ix: PaperIx, citation: &Citation) -> String {
        let paper = &self.papers[ix.number()];
        let number = &citation.mention.number;
        let enough = citation.mention.body.is_none()
            && self.known.numbers.find(paper.body, &number.canonical) == Target::Paper(ix);
        if enough {
            number.display.to_string()
        } else {
            paper.id.to_string()
        }
    }

    /// The places of some papers, as an author would name them; of many, the first.
    fn places(&self, papers: &[PaperIx]) -> String {
        const SHOWN: usize = 10;
        let shown = papers.iter().take(SHOWN);
        let mut places: Vec<String> = shown
            .map(|ix| self.papers[ix.number()].id.to_string())
            .collect();
        if papers.len() > SHOWN {
            places.push("…".to_owned());
        }
        places.join(", ")
    }
}

/// A finding about a cited number.
fn finding(
    document: &Document<()>,
    source: Source,
    citation: &Citation,
    code: Code,
    reference: &Reference,
) -> Diagnostic {
    let found = match source {
        Source::Text => document.text_finding(code, citation.place),
        Source::Field => document.finding(code, citation.place),
    };
    found.with("value", &*reference.display)
}

/// Citations in prose are relations of their own unless there is one to the same paper. The evidence is
/// the first sentence that names it.
fn add_citations(ix: PaperIx, relations: &mut Vec<Relation>, cited: &Cited<'_>) {
    // Numbers that nobody bears are told apart by the numbers themselves.
    let bond = |target: &Target, key: &Option<Arc<NumberKey>>| {
        let key = key.clone().filter(|_| *target == Target::Unresolved);
        (target.clone(), key)
    };
    let bound = relations.iter().map(|r| bond(&r.target, &r.key));
    let mut bound: HashSet<(Target, Option<Arc<NumberKey>>)> = bound.collect();
    for (reference, citation, _) in cited.all() {
        let own = matches!(&reference.target, Target::Ambiguous(several) if several.contains(&ix));
        if own || !bound.insert(bond(&reference.target, &reference.key)) {
            continue;
        }
        relations.push(Relation {
            relation_type: RelationType::RefersTo,
            target: reference.target.clone(),
            display: reference.display.clone(),
            number: None,
            key: reference.key.clone(),
            evidence: Some(citation.sentence.clone()).filter(|sentence| says_something(sentence)),
            date: None,
            confirmed: false,
            written: None,
        });
    }
    relations.shrink_to_fit();
}

/// Whether a sentence is more than a number with its cue word: "Vorlage 12/2023" proves nothing.
fn says_something(sentence: &str) -> bool {
    let words = sentence.split_whitespace();
    words
        .filter(|word| word.chars().all(char::is_alphabetic))
        .count()
        > 2
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
        papers[target].incoming.push((from, RelationIx::new(at)));
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
