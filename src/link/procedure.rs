//! Procedures (Vorgänge): papers that belong together, and their story.
//!
//! Joined by confirmed typed relations and by `procedure:` in front matter, never by mere citations: a
//! blind closure of one real council's citations joins 341 papers.

use std::collections::BTreeMap;

use super::archive::{PaperIx, PaperNode, Procedure};
use super::status::of_procedure;
use super::validity::resolved;
use super::{event, money, participant};
use crate::model::{Date, Slug};

/// Finds all procedures, the one that moved last first.
pub(super) fn find(papers: &[PaperNode], today: Date) -> Vec<Procedure> {
    let mut groups = Groups::new(papers.len());
    let mut marked: BTreeMap<&Slug, usize> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        for relation in &paper.relations {
            let joins = relation.confirmed && relation.relation_type.joins_procedure();
            if let Some(target) = resolved(&relation.target).filter(|_| joins) {
                groups.join(at, target.number());
            }
        }
        if let Some(mark) = &paper.paper.procedure {
            let first = *marked.entry(&mark.slug.value).or_insert(at);
            groups.join(at, first);
        }
    }
    let mut procedures: Vec<Procedure> = groups
        .members()
        .into_values()
        .filter(|members| members.len() > 1 || papers[members[0]].paper.procedure.is_some())
        .filter_map(|members| procedure(papers, members, today))
        .collect();
    procedures.sort_by(|a, b| b.moved.cmp(&a.moved).then_with(|| a.slug.cmp(&b.slug)));
    procedures
}

fn procedure(papers: &[PaperNode], mut members: Vec<usize>, today: Date) -> Option<Procedure> {
    members.sort_by_key(|at| {
        let paper = &papers[*at];
        (
            paper.not_before.is_none(),
            paper.not_before,
            paper.paper.date.is_none(),
            *at,
        )
    });
    let marks = || {
        members
            .iter()
            .filter_map(|at| papers[*at].paper.procedure.as_ref())
    };
    let first = &papers[members[0]];
    let slug = match marks().next() {
        Some(mark) => mark.slug.value.clone(),
        None => Slug::from_text(&format!("{}-{}", first.id.body, first.id.slug))?,
    };
    let name = marks().find_map(|mark| mark.name.clone());
    let members: Vec<PaperIx> = members.into_iter().map(PaperIx::new).collect();
    let mut events: Vec<_> = members
        .iter()
        .flat_map(|ix| event::of(papers, *ix))
        .collect();
    events.sort();
    let amounts = money::amounts(papers, &members);
    let next = members.iter().filter_map(|ix| papers[ix.number()].next);
    let days = events.iter().filter_map(|event| event.not_before);
    Some(Procedure {
        moved: days.filter(|day| *day <= today).max(),
        slug,
        name: name.unwrap_or_else(|| first.paper.name.value.clone()),
        status: of_procedure(papers, &members),
        next: next.min(),
        participants: participant::of(papers, &members),
        totals: money::totals(papers, &amounts),
        open_amounts: money::left_open(papers, &amounts),
        touched: super::Touched::default(),
        amounts,
        papers: members,
        events,
    })
}

/// Disjoint sets with path halving; the smaller index leads, so that the result knows no order of joins.
struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn leader(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.leader(a), self.leader(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn members(mut self) -> BTreeMap<usize, Vec<usize>> {
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.0.len() {
            let leader = self.leader(at);
            sets.entry(leader).or_default().push(at);
        }
        sets
    }
}
