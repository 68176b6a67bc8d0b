//! "Gilt noch?": whether a resolution holds, computed from what it says itself and from what later papers
//! did to it.
//!
//! A later paper acts once it was adopted, and only as long as it was not annulled itself. Ending what a
//! resolution created does not annul the resolution.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::archive::{PaperIx, PaperNode, Relation, Target};
use crate::model::{Date, Outcome, RelationType};

/// Whether a resolution still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Validity {
    /// Its state, today.
    pub state: ValidityState,
    /// First day on which it is in force; the day of the decision unless it says another.
    pub from: Option<Date>,
    /// The day on which it stops or stopped to be in force: the last one that it states itself, or the one
    /// from which it is replaced or annulled. None where only what it created has ended.
    pub until: Option<Date>,
    /// What later papers did to it, the strongest first.
    pub by: Vec<Effect>,
}

/// What a later paper did to a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Effect {
    /// The later paper.
    pub paper: PaperIx,
    /// What it did.
    pub relation_type: RelationType,
    /// From which day, if known.
    pub date: Option<Date>,
    /// Whether that day is still to come.
    pub pending: bool,
}

/// State of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum ValidityState {
    /// Nothing known says otherwise.
    InForce,
    /// Changed.
    Amended,
    /// Decided, but not in force yet.
    Upcoming,
    /// What it created has ended; the resolution itself stands.
    Ended,
    /// Its own last day is over.
    Expired,
    /// Replaced.
    Superseded,
    /// Annulled.
    Repealed,
    /// It was not adopted.
    NotAdopted,
    /// No decision is known.
    Undecided,
}

impl ValidityState {
    /// Stable key, for language files and CSS.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Upcoming => "upcoming",
            Self::Amended => "amended",
            Self::Ended => "ended",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Repealed => "repealed",
            Self::NotAdopted => "not_adopted",
            Self::Undecided => "undecided",
        }
    }
}

/// Relations that change whether a resolution holds, the strongest first.
const ACTS: [RelationType; 4] = [
    RelationType::Repeals,
    RelationType::Supersedes,
    RelationType::Terminates,
    RelationType::Amends,
];

/// Validity of each paper on the day `today`, `None` where the question makes no sense: nothing proposed
/// or decided.
pub(super) fn of_all(papers: &[PaperNode], today: Date) -> Vec<Option<Validity>> {
    let annulled = annulled(papers, today);
    let of = |at| of_paper(papers, at, &annulled, today);
    (0..papers.len()).map(of).collect()
}

fn of_paper(
    papers: &[PaperNode],
    at: usize,
    annulled: &BTreeSet<usize>,
    today: Date,
) -> Option<Validity> {
    let paper = &papers[at];
    let plain = |state, by| {
        Some(Validity {
            state,
            from: None,
            until: None,
            by,
        })
    };
    match paper.outcome() {
        Some(Outcome::Adopted | Outcome::Amended) => {
            Some(adopted(paper, effects(papers, at, annulled, today), today))
        }
        Some(Outcome::Rejected | Outcome::Withdrawn) => {
            plain(ValidityState::NotAdopted, Vec::new())
        }
        Some(Outcome::Noted) => None,
        // Whether a motion was dealt with is a question of its status.
        _ if paper.kind.waits() => None,
        None if paper.paper.proposal.is_empty() => None,
        None | Some(Outcome::Referred | Outcome::Postponed) => {
            plain(ValidityState::Undecided, newer_versions(papers, paper))
        }
    }
}

/// Validity of an adopted paper to which `by` happened.
fn adopted(paper: &PaperNode, by: Vec<Effect>, today: Date) -> Validity {
    let resolution = paper.paper.resolution.as_ref();
    let from = resolution.and_then(|resolution| resolution.valid_from);
    let last = resolution.and_then(|resolution| resolution.valid_until);
    let ends = |effect: &&Effect| {
        matches!(
            effect.relation_type,
            RelationType::Repeals | RelationType::Supersedes
        )
    };
    let ended = by
        .iter()
        .filter(ends)
        .filter_map(|effect| effect.date)
        .min();
    let own = if last.is_some_and(|last| last < today) {
        ValidityState::Expired
    } else if from.is_some_and(|from| from > today) {
        ValidityState::Upcoming
    } else {
        ValidityState::InForce
    };
    let now = by.iter().filter(|effect| !effect.pending);
    let state = now
        .map(|effect| state(effect.relation_type))
        .chain([own])
        .max();
    Validity {
        state: state.unwrap_or(own),
        from: from.or(paper.decided),
        until: last.into_iter().chain(ended).min(),
        by,
    }
}

const fn state(relation_type: RelationType) -> ValidityState {
    match relation_type {
        RelationType::Repeals => ValidityState::Repealed,
        RelationType::Supersedes => ValidityState::Superseded,
        RelationType::Terminates => ValidityState::Ended,
        RelationType::Amends => ValidityState::Amended,
        _ => ValidityState::InForce,
    }
}

/// Everything that effective later papers did to a paper.
fn effects(
    papers: &[PaperNode],
    at: usize,
    annulled: &BTreeSet<usize>,
    today: Date,
) -> Vec<Effect> {
    let paper = &papers[at];
    let found = paper.incoming.iter().filter_map(|(from, at)| {
        let acting = &papers[from.number()];
        let relation = acting.relation(*at);
        let holds = !annulled.contains(&from.number()) && !has_run_out(acting, relation, today);
        (acts(acting, relation) && holds).then(|| effect(*from, acting, relation, today))
    });
    // What was changed before the decision, or with it, is part of what was decided.
    let later = |effect: &Effect| {
        effect.relation_type != RelationType::Amends
            || effect.date.is_none()
            || effect.date > paper.decided
    };
    // Of repeals in a circle, the one that contradicts the last word has no effect.
    let settled = |effect: &Effect| {
        effect.relation_type != RelationType::Repeals || effect.pending || annulled.contains(&at)
    };
    let counts = |effect: &Effect| later(effect) && settled(effect);
    sorted(found.filter(counts).collect())
}

/// Versions that took the place of a paper before it was decided: they need no decision for that.
fn newer_versions(papers: &[PaperNode], paper: &PaperNode) -> Vec<Effect> {
    let found = paper.incoming.iter().filter_map(|(from, at)| {
        let newer = &papers[from.number()];
        replaces_draft(newer, newer.relation(*at)).then_some(Effect {
            paper: *from,
            relation_type: RelationType::Supersedes,
            date: newer.paper.date,
            pending: false,
        })
    });
    sorted(found.collect())
}

/// Whether a newer version replaces a paper that is not decided yet.
pub(super) fn replaces_draft(newer: &PaperNode, relation: &Relation) -> bool {
    relation.confirmed
        && relation.relation_type == RelationType::Supersedes
        && !newer.is_turned_down()
}

fn sorted(mut effects: Vec<Effect>) -> Vec<Effect> {
    let rank = |effect: &Effect| ACTS.iter().position(|act| *act == effect.relation_type);
    effects.sort_by_key(|effect| {
        (
            rank(effect),
            effect.date.is_none(),
            effect.date,
            effect.paper,
        )
    });
    effects.dedup();
    effects
}

fn effect(from: PaperIx, acting: &PaperNode, relation: &Relation, today: Date) -> Effect {
    let date = effective_from(acting, relation);
    Effect {
        paper: from,
        relation_type: relation.relation_type,
        date,
        pending: date.is_some_and(|date| date > today),
    }
}

/// The day from which a relation works: its own, or else that of the paper that bears it.
pub(super) fn effective_from(acting: &PaperNode, relation: &Relation) -> Option<Date> {
    let resolution = acting.paper.resolution.as_ref();
    let valid_from = resolution.and_then(|resolution| resolution.valid_from);
    relation
        .date
        .or(valid_from)
        .or(acting.decided)
        .or(acting.paper.date)
}

/// Whether a relation changes the validity of its target, or will.
fn acts(acting: &PaperNode, relation: &Relation) -> bool {
    relation.confirmed && ACTS.contains(&relation.relation_type) && acting.is_adopted()
}

/// Whether it is a change for a time that is over.
fn has_run_out(acting: &PaperNode, relation: &Relation, today: Date) -> bool {
    let resolution = acting.paper.resolution.as_ref();
    let last = resolution.and_then(|resolution| resolution.valid_until);
    relation.relation_type == RelationType::Amends && last.is_some_and(|last| last < today)
}

/// Papers that are annulled today. A repeal that was itself repealed annuls nothing: so the last word is
/// heard first. Where repeals go round in a circle, the latest of them is taken to be the last word.
fn annulled(papers: &[PaperNode], today: Date) -> BTreeSet<usize> {
    let mut open: BTreeMap<usize, Repeals> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        for relation in paper
            .relations
            .iter()
            .filter(|relation| acts(paper, relation))
        {
            let now = effective_from(paper, relation).is_none_or(|date| date <= today);
            let repeals = relation.relation_type == RelationType::Repeals && now;
            if let Some(target) = resolved(&relation.target).filter(|_| repeals) {
                open.entry(at).or_default().targets.push(target.number());
                open.entry(target.number()).or_default().undecided += 1;
            }
        }
    }
    let mut annulled = BTreeSet::new();
    let free = |(at, repeals): (&usize, &Repeals)| (repeals.undecided == 0).then_some(*at);
    let mut ready: Vec<usize> = open.iter().filter_map(free).collect();
    let mut latest: Vec<usize> = open.keys().copied().collect();
    latest.sort_by_key(|at| (papers[*at].decided.or(papers[*at].paper.date), Reverse(*at)));
    while let Some(at) = ready.pop().or_else(|| latest.pop()) {
        let Some(settled) = open.remove(&at) else {
            continue;
        };
        let holds = !annulled.contains(&at);
        for target in settled.targets {
            if let Some(repeals) = open.get_mut(&target) {
                repeals.undecided -= 1;
                if holds {
                    annulled.insert(target);
                }
                if repeals.undecided == 0 {
                    ready.push(target);
                }
            }
        }
    }
    annulled
}

/// What a paper repeals, and how many papers that repeal it are not settled yet.
#[derive(Default)]
struct Repeals {
    targets: Vec<usize>,
    undecided: usize,
}

/// Papers that a relation leads to, for walking.
pub(super) fn resolved(target: &Target) -> Option<PaperIx> {
    match target {
        Target::Paper(ix) => Some(*ix),
        Target::Ambiguous(_) | Target::Unresolved => None,
    }
}
