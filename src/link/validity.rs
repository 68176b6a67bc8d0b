//! "Gilt noch?": what became of a paper, computed from its resolution and from what later papers did.

use super::archive::{PaperIx, PaperNode, Target};
use crate::model::{Date, Outcome, RelationType};

/// What became of a paper, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Adopted.
    Adopted,
    /// Rejected.
    Rejected,
    /// Taken note of.
    Noted,
    /// Referred elsewhere.
    Referred,
    /// Put off.
    Postponed,
    /// Withdrawn.
    Withdrawn,
    /// A later paper answers or treats it.
    Answered,
    /// An adopted paper carries it out.
    Done,
    /// Adopted, and changed since.
    Amended,
    /// Adopted, and replaced since.
    Superseded,
    /// Adopted, and annulled since.
    Repealed,
    /// Adopted, and what it created has ended.
    Ended,
    /// Something is proposed, no decision is known.
    Undecided,
}

impl Status {
    /// Stable key, for language files and CSS.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Rejected => "rejected",
            Self::Noted => "noted",
            Self::Referred => "referred",
            Self::Postponed => "postponed",
            Self::Withdrawn => "withdrawn",
            Self::Answered => "answered",
            Self::Done => "done",
            Self::Amended => "amended",
            Self::Superseded => "superseded",
            Self::Repealed => "repealed",
            Self::Ended => "ended",
            Self::Undecided => "undecided",
        }
    }
}

/// Whether a resolution still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Its state.
    pub state: ValidityState,
    /// Since when, if known.
    pub since: Option<Date>,
    /// The papers that brought it about.
    pub by: Vec<PaperIx>,
}

/// State of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValidityState {
    /// Nothing known says otherwise.
    InForce,
    /// Changed.
    Amended,
    /// What it created has ended; the resolution itself stands.
    Ended,
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
            Self::Amended => "amended",
            Self::Ended => "ended",
            Self::Superseded => "superseded",
            Self::Repealed => "repealed",
            Self::NotAdopted => "not_adopted",
            Self::Undecided => "undecided",
        }
    }
}

/// Validity of the paper, `None` where the question makes no sense: nothing proposed or decided.
pub(super) fn validity(papers: &[PaperNode], paper: &PaperNode) -> Option<Validity> {
    let plain = |state| {
        Some(Validity {
            state,
            since: None,
            by: Vec::new(),
        })
    };
    match paper
        .paper
        .resolution
        .as_ref()
        .map(|resolution| resolution.outcome)
    {
        None if paper.paper.proposal.is_empty() => None,
        Some(Outcome::Noted) => None,
        None | Some(Outcome::Referred | Outcome::Postponed) => plain(ValidityState::Undecided),
        Some(Outcome::Adopted | Outcome::Amended) => Some(later_papers(papers, paper)),
        Some(Outcome::Rejected | Outcome::Withdrawn) => plain(ValidityState::NotAdopted),
    }
}

/// The strongest thing that effective later papers did to an adopted one.
fn later_papers(papers: &[PaperNode], paper: &PaperNode) -> Validity {
    let ranked = [
        (RelationType::Repeals, ValidityState::Repealed),
        (RelationType::Supersedes, ValidityState::Superseded),
        (RelationType::Terminates, ValidityState::Ended),
        (RelationType::Amends, ValidityState::Amended),
    ];
    for (relation_type, state) in ranked {
        let acting: Vec<(PaperIx, Option<Date>)> = paper
            .incoming
            .iter()
            .filter_map(|(from, at)| {
                let acting = &papers[from.number()];
                let relation = &acting.relations[*at];
                let acts = relation.confirmed
                    && relation.relation_type == relation_type
                    && is_effective(acting);
                acts.then(|| {
                    (
                        *from,
                        relation.date.or(acting.decided).or(acting.paper.date),
                    )
                })
            })
            .collect();
        if !acting.is_empty() {
            let since = acting.iter().map(|(_, date)| *date).min().flatten();
            return Validity {
                state,
                since,
                by: acting.into_iter().map(|(ix, _)| ix).collect(),
            };
        }
    }
    Validity {
        state: ValidityState::InForce,
        since: paper.decided,
        by: Vec::new(),
    }
}

/// Whether a paper's effect on others has come about: it was adopted.
fn is_effective(paper: &PaperNode) -> bool {
    matches!(
        paper
            .paper
            .resolution
            .as_ref()
            .map(|resolution| resolution.outcome),
        Some(Outcome::Adopted | Outcome::Amended)
    )
}

/// What became of the paper, if anything is known.
pub(super) fn status(papers: &[PaperNode], paper: &PaperNode) -> Option<Status> {
    let by_validity = paper
        .validity
        .as_ref()
        .and_then(|validity| match validity.state {
            ValidityState::Amended => Some(Status::Amended),
            ValidityState::Ended => Some(Status::Ended),
            ValidityState::Superseded => Some(Status::Superseded),
            ValidityState::Repealed => Some(Status::Repealed),
            _ => None,
        });
    let by_outcome = || {
        paper
            .paper
            .resolution
            .as_ref()
            .map(|resolution| match resolution.outcome {
                Outcome::Adopted | Outcome::Amended => Status::Adopted,
                Outcome::Rejected => Status::Rejected,
                Outcome::Noted => Status::Noted,
                Outcome::Referred => Status::Referred,
                Outcome::Postponed => Status::Postponed,
                Outcome::Withdrawn => Status::Withdrawn,
            })
    };
    let acting = |relation_type| {
        paper.incoming.iter().filter_map(move |(from, at)| {
            let relation = &papers[from.number()].relations[*at];
            let acts = relation.confirmed && relation.relation_type == relation_type;
            acts.then_some(&papers[from.number()])
        })
    };
    let related = |relation_type| acting(relation_type).next().is_some();
    let by_relation = || {
        if related(RelationType::Withdraws) {
            Some(Status::Withdrawn)
        } else if related(RelationType::Answers) {
            Some(Status::Answered)
        } else if acting(RelationType::Implements).any(is_effective) {
            Some(Status::Done)
        } else {
            None
        }
    };
    let waiting = !paper.paper.proposal.is_empty() || !paper.paper.consultation.is_empty();
    by_validity
        .or_else(by_outcome)
        .or_else(by_relation)
        .or(waiting.then_some(Status::Undecided))
}

/// What became of a procedure: the end of what it created if there is one, else its last word.
pub(super) fn of_procedure(papers: &[PaperNode], members: &[PaperIx]) -> Option<Status> {
    let statuses: Vec<Status> = members
        .iter()
        .filter_map(|ix| papers[ix.number()].status)
        .collect();
    let ended = |s: &&Status| matches!(s, Status::Ended | Status::Repealed);
    let open = statuses.last().filter(|s| **s == Status::Undecided);
    open.or_else(|| statuses.iter().rev().find(ended))
        .or(statuses.last())
        .copied()
}

/// Papers that a relation leads to, for walking.
pub(super) fn resolved(target: &Target) -> Option<PaperIx> {
    match target {
        Target::Paper(ix) => Some(*ix),
        Target::Ambiguous(_) | Target::Unresolved => None,
    }
}
