//! Relations that contradict each other or the calendar: circles, and acts on what was not made yet.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::archive::PaperNode;
use super::validity::resolved;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Date, RelationType};

/// An edge: which paper, and which of its relations.
type Step = (usize, usize);

/// Everything that cannot be as it is written.
pub(super) fn find(papers: &[PaperNode]) -> Vec<Diagnostic> {
    let mut findings = cycles(papers);
    for paper in papers {
        let relations = paper.relations.iter().enumerate();
        let typed = relations.filter(|(_, relation)| relation.confirmed);
        findings.extend(typed.filter_map(|(at, _)| too_early(papers, paper, at)));
    }
    findings
}

/// Acts that are dated before what they act on was made. Days that nobody knows say nothing.
fn too_early(papers: &[PaperNode], paper: &PaperNode, at: usize) -> Option<Diagnostic> {
    let relation = &paper.relations[at];
    let target = &papers[resolved(&relation.target)?.number()];
    let latest = || paper.decided.max(paper.paper.date);
    let (acted, made) = match relation.relation_type {
        RelationType::Repeals | RelationType::Terminates | RelationType::Supersedes => {
            let acted = relation.date.or(paper.decided).or(paper.paper.date);
            (acted?, target.decided.or(target.paper.date)?)
        }
        RelationType::Answers
        | RelationType::Withdraws
        | RelationType::Corrects
        | RelationType::ReportsOn => (relation.date.or_else(latest)?, target.paper.date?),
        _ => return None,
    };
    (acted < made).then(|| impossible(paper, at, acted, made))
}

fn impossible(paper: &PaperNode, at: usize, acted: Date, made: Date) -> Diagnostic {
    Diagnostic::new(Code::ImpossibleOrder, place(paper, at))
        .with("value", &*paper.relations[at].display)
        .with("date", acted.to_string())
        .with("other", made.to_string())
}

/// Relations that lead back to where they began, each circle once.
fn cycles(papers: &[PaperNode]) -> Vec<Diagnostic> {
    let edges = peeled(edges(papers));
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in edges.keys() {
        if told.contains(start) {
            continue;
        }
        if let Some(circle) = shortest_circle(papers, &edges, *start) {
            told.extend(circle.iter().map(|(paper, _)| *paper));
            findings.push(circular(papers, circle));
        }
    }
    findings
}

/// Every confirmed relation that is more than a citation, by the paper on which it stands.
fn edges(papers: &[PaperNode]) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let mut edges: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        for (number, relation) in paper.relations.iter().enumerate() {
            let typed = relation.confirmed && relation.relation_type.joins_procedure();
            if let Some(target) = resolved(&relation.target).filter(|_| typed) {
                edges.entry(at).or_default().push((target.number(), number));
            }
        }
    }
    edges
}

/// Only what may be part of a circle: papers that relate to none of these fall away, again and again.
fn peeled(edges: BTreeMap<usize, Vec<(usize, usize)>>) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let mut sources: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut left: BTreeMap<usize, usize> = BTreeMap::new();
    for (from, targets) in &edges {
        left.insert(*from, targets.len());
        for (target, _) in targets {
            sources.entry(*target).or_default().push(*from);
        }
    }
    let mut ends: Vec<usize> = sources
        .keys()
        .filter(|target| !edges.contains_key(*target))
        .copied()
        .collect();
    while let Some(end) = ends.pop() {
        for from in sources.get(&end).into_iter().flatten() {
            if let Some(count) = left.get_mut(from) {
                *count -= 1;
                if *count == 0 {
                    ends.push(*from);
                }
            }
        }
    }
    let mut edges = edges;
    edges.retain(|from, _| left.get(from).is_some_and(|count| *count > 0));
    edges
}

/// The shortest way from a paper back to it.
fn shortest_circle(
    papers: &[PaperNode],
    edges: &BTreeMap<usize, Vec<(usize, usize)>>,
    start: usize,
) -> Option<Vec<Step>> {
    let mut reached_by: BTreeMap<usize, Step> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for (target, relation) in edges.get(&at).into_iter().flatten() {
            if reached_by.contains_key(target) {
                continue;
            }
            reached_by.insert(*target, (at, *relation));
            if *target == start {
                return Some(way_back(&reached_by, start, papers.len()));
            }
            queue.push_back(*target);
        }
    }
    None
}

fn way_back(reached_by: &BTreeMap<usize, Step>, start: usize, most: usize) -> Vec<Step> {
    let mut circle = Vec::new();
    let mut at = start;
    while let Some(step) = reached_by.get(&at).filter(|_| circle.len() <= most) {
        circle.push(*step);
        at = step.0;
        if at == start {
            break;
        }
    }
    circle.reverse();
    circle
}

/// Told at the oldest paper: relations belong to the younger one, so its own is most likely the mistake.
fn circular(papers: &[PaperNode], mut circle: Vec<Step>) -> Diagnostic {
    let date = |(paper, _): &Step| papers[*paper].decided.or(papers[*paper].paper.date);
    let oldest =
        (0..circle.len()).min_by_key(|at| (date(&circle[*at]).is_none(), date(&circle[*at])));
    circle.rotate_left(oldest.unwrap_or(0));
    let names = circle.iter().chain(circle.first());
    let names = names.map(|(paper, _)| papers[*paper].id.to_string());
    let names = names.collect::<Vec<_>>().join(" → ");
    let (paper, at) = circle.first().copied().unwrap_or_default();
    Diagnostic::new(Code::RelationCycle, place(&papers[paper], at)).with("papers", names)
}

/// Where the author wrote a relation, or the paper's file.
fn place(paper: &PaperNode, at: usize) -> Place {
    let source = &paper.text.source;
    paper.relations[at].written.map_or_else(
        || Place::file(&source.path),
        |span| source.place(span.shifted(paper.yaml_start)),
    )
}
