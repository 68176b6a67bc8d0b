//! What became of a paper, and of a procedure as a whole. Nothing is guessed: a paper of which nobody says
//! that it waits for something has no status until something happened.

use super::archive::{BodyNode, PaperIx, PaperNode, Relation};
use super::event::says_decision;
use super::validity::{ValidityState, replaces_draft, resolved};
use crate::model::{Date, ImplementationStatus, Outcome, PaperKind, RelationType};

/// What became of a paper, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Status {
    /// A motion or a question to which neither answer nor decision is known.
    Open,
    /// Its answer, or what it decided, should have come by now.
    Overdue,
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
    /// Carried out.
    Done,
    /// Adopted, and changed since.
    Amended,
    /// Replaced.
    Superseded,
    /// Adopted, and annulled since.
    Repealed,
    /// Adopted, and what it created has ended.
    Ended,
    /// Adopted for a time that is over.
    Expired,
    /// Something is proposed, no decision is known.
    Undecided,
}

impl Status {
    /// Every status, what waits first.
    pub const ALL: [Self; 16] = [
        Self::Open,
        Self::Overdue,
        Self::Adopted,
        Self::Rejected,
        Self::Noted,
        Self::Referred,
        Self::Postponed,
        Self::Withdrawn,
        Self::Answered,
        Self::Done,
        Self::Amended,
        Self::Superseded,
        Self::Repealed,
        Self::Ended,
        Self::Expired,
        Self::Undecided,
    ];

    /// Stable key, for language files and CSS.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue => "overdue",
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
            Self::Expired => "expired",
            Self::Undecided => "undecided",
        }
    }

    /// Whether something is still to happen.
    const fn waits(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Undecided | Self::Referred | Self::Postponed
        )
    }

    /// Whether it holds and is not carried out in full.
    const fn runs(self) -> bool {
        matches!(self, Self::Adopted | Self::Amended)
    }

    /// Whether it was decided and no longer stands as it was.
    const fn is_over(self) -> bool {
        matches!(
            self,
            Self::Ended | Self::Repealed | Self::Expired | Self::Superseded
        )
    }
}

/// By when something is to be done that is not known to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Deadline {
    /// The last day.
    pub date: Date,
    /// What is to be done.
    pub kind: DeadlineKind,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum DeadlineKind {
    /// To answer a motion or a question, as the council's rules of procedure say.
    Answer,
    /// To carry out what was decided.
    Implementation,
}

impl DeadlineKind {
    /// Stable key, for language files and data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Implementation => "implementation",
        }
    }
}

/// Where a paper stands on the day `today`: its status, and the deadline that still counts.
pub(super) fn of_paper(
    papers: &[PaperNode],
    bodies: &[BodyNode],
    paper: &PaperNode,
    today: Date,
) -> (Option<Status>, Option<Deadline>) {
    let settled = by_validity(paper).or_else(|| by_others(papers, paper));
    if let Some(settled) = settled.or_else(|| carried_out(paper)) {
        return (Some(settled), None);
    }
    let waits = !paper.is_adopted() && waits_for_answer(bodies, paper) && !rides(papers, paper);
    let status = running(paper, waits);
    let answer = answer_due(bodies, paper).filter(|_| waits && status != Some(Status::Noted));
    let deadline = answer.or_else(|| work_due(paper));
    if deadline.is_some_and(|deadline| deadline.date < today) {
        return (Some(Status::Overdue), deadline);
    }
    (status, deadline)
}

/// The days on which it may turn out that something is late or over, whatever else happened.
pub(super) fn last_days(bodies: &[BodyNode], paper: &PaperNode) -> [Option<Date>; 3] {
    let due = |deadline: Option<Deadline>| Some(deadline?.date);
    let resolution = paper.paper.resolution.as_ref();
    [
        due(answer_due(bodies, paper)),
        due(work_due(paper)),
        resolution.and_then(|resolution| resolution.valid_until),
    ]
}

/// The end of a resolution, or that it never came about.
fn by_validity(paper: &PaperNode) -> Option<Status> {
    match paper.validity.as_ref()?.state {
        ValidityState::Ended => Some(Status::Ended),
        ValidityState::Expired => Some(Status::Expired),
        ValidityState::Superseded => Some(Status::Superseded),
        ValidityState::Repealed => Some(Status::Repealed),
        ValidityState::NotAdopted if paper.outcome() == Some(Outcome::Withdrawn) => {
            Some(Status::Withdrawn)
        }
        ValidityState::NotAdopted => Some(Status::Rejected),
        _ => None,
    }
}

/// What other papers did to one on which there was no vote, or not the last one.
fn by_others(papers: &[PaperNode], paper: &PaperNode) -> Option<Status> {
    if paper.is_adopted() {
        return None;
    }
    let acting = || {
        let incoming = paper.incoming.iter().map(|(from, at)| {
            let acting = &papers[from.number()];
            (acting, acting.relation(*at))
        });
        incoming.filter(|(_, relation)| relation.confirmed)
    };
    let of_type = |relation_type| acting().filter(move |(_, r)| r.relation_type == relation_type);
    if of_type(RelationType::Withdraws).any(|(by, _)| !by.is_turned_down()) {
        Some(Status::Withdrawn)
    } else if acting().any(|(by, relation)| replaces_draft(by, relation)) {
        Some(Status::Superseded)
    } else if of_type(RelationType::Answers).any(|(by, _)| is_answer(by)) {
        Some(Status::Answered)
    } else if of_type(RelationType::Implements).any(|(by, _)| by.is_adopted()) {
        Some(Status::Done)
    } else {
        None
    }
}

/// Whether a paper that is to answer another has done so: what is put to the vote only once it was decided.
fn is_answer(paper: &PaperNode) -> bool {
    let Some(outcome) = paper.outcome() else {
        let speaks = matches!(paper.kind, PaperKind::Answer | PaperKind::Report);
        return speaks || paper.paper.proposal.is_empty();
    };
    matches!(
        outcome,
        Outcome::Adopted | Outcome::Amended | Outcome::Noted
    )
}

/// Whether the author says that it is carried out. That a resolution was changed is the greater news.
fn carried_out(paper: &PaperNode) -> Option<Status> {
    let done = work(paper)? == ImplementationStatus::Done;
    (done && !is_amended(paper)).then_some(Status::Done)
}

fn is_amended(paper: &PaperNode) -> bool {
    let validity = paper.validity.as_ref();
    validity.is_some_and(|validity| validity.state == ValidityState::Amended)
}

fn work(paper: &PaperNode) -> Option<ImplementationStatus> {
    Some(paper.paper.implementation.as_ref()?.status)
}

/// The status of a paper that nothing has settled. `waits`: somebody owes it an answer.
fn running(paper: &PaperNode, waits: bool) -> Option<Status> {
    let asks = || {
        let steps = &paper.paper.consultation;
        !paper.paper.proposal.is_empty()
            || paper.kind.waits()
            || steps.iter().any(|step| says_decision(step.role.as_deref()))
    };
    match paper.outcome() {
        Some(Outcome::Adopted | Outcome::Amended) if is_amended(paper) => Some(Status::Amended),
        Some(Outcome::Adopted | Outcome::Amended) => Some(Status::Adopted),
        Some(Outcome::Rejected) => Some(Status::Rejected),
        Some(Outcome::Withdrawn) => Some(Status::Withdrawn),
        Some(Outcome::Noted) => Some(Status::Noted),
        Some(Outcome::Referred) => Some(Status::Referred),
        Some(Outcome::Postponed) => Some(Status::Postponed),
        None if waits => Some(Status::Open),
        None => asks().then_some(Status::Undecided),
    }
}

/// Whether somebody owes it an answer: motions, questions, and what the council's rules name.
fn waits_for_answer(bodies: &[BodyNode], paper: &PaperNode) -> bool {
    match paper.kind {
        PaperKind::Question | PaperKind::Motion => true,
        PaperKind::Other => rule(bodies, paper).is_some(),
        _ => false,
    }
}

/// Whether it is a motion on another paper, which was decided together with that one.
fn rides(papers: &[PaperNode], paper: &PaperNode) -> bool {
    let on = |relation: &&Relation| {
        let relation_type = relation.relation_type;
        relation.confirmed
            && matches!(
                relation_type,
                RelationType::Amends | RelationType::Supplements
            )
    };
    let mut targets = paper
        .relations
        .iter()
        .filter(on)
        .filter_map(|r| resolved(&r.target));
    targets.any(|ix| {
        let target = &papers[ix.number()];
        let later = target.decided >= paper.paper.date || target.decided.is_none();
        target.is_decided() && later
    })
}

/// Days in which papers of this kind are to be answered.
fn rule(bodies: &[BodyNode], paper: &PaperNode) -> Option<u16> {
    let body = &bodies[paper.body.number()].body;
    let rule = body.deadline(paper.paper.paper_type.as_deref()?)?;
    Some(rule.days)
}

fn answer_due(bodies: &[BodyNode], paper: &PaperNode) -> Option<Deadline> {
    let date = paper.paper.date?.days_later(rule(bodies, paper)?)?;
    let kind = DeadlineKind::Answer;
    Some(Deadline { date, kind })
}

fn work_due(paper: &PaperNode) -> Option<Deadline> {
    let implementation = paper.paper.implementation.as_ref()?;
    let over = matches!(
        implementation.status,
        ImplementationStatus::Done | ImplementationStatus::Dropped
    );
    let date = implementation.due.filter(|_| !over)?;
    let kind = DeadlineKind::Implementation;
    Some(Deadline { date, kind })
}

/// What became of a procedure. What is late comes first, then what is still to happen, then what holds
/// and was not carried further by another of its papers, then the end of what it created, else its last
/// word.
pub(super) fn of_procedure(papers: &[PaperNode], members: &[PaperIx]) -> Option<Status> {
    let nodes = || members.iter().map(|ix| &papers[ix.number()]);
    let with = || nodes().filter_map(|paper| Some((paper, paper.status?)));
    if with().any(|(_, status)| status == Status::Overdue) {
        return Some(Status::Overdue);
    }
    // Whoever rides on another paper waits for nothing of its own.
    let waiting = with().filter(|(paper, status)| status.waits() && !rides(papers, paper));
    if let Some(waiting) = waiting.map(|(_, status)| status).reduce(more_telling) {
        return Some(waiting);
    }
    let holds: Vec<Status> = with()
        .filter(|(paper, _)| holds(papers, paper))
        .map(|(_, status)| status)
        .collect();
    let statuses = || with().rev().map(|(_, status)| status);
    let running = holds.iter().rev().find(|status| status.runs());
    running
        .or(holds.last())
        .copied()
        .or_else(|| statuses().find(|status| status.is_over()))
        .or_else(|| statuses().find(|status| *status != Status::Noted))
        .or_else(|| statuses().next())
}

/// Of several papers that wait, the one of which more is known tells where the procedure stands; of two the
/// later one. An open motion stays open while a proposal on it is not decided.
const fn more_telling(earlier: Status, later: Status) -> Status {
    match (earlier, later) {
        (earlier, Status::Undecided) => earlier,
        (_, later) => later,
    }
}

/// Whether a resolution still says how things are: it was not carried further, it is more than the end of
/// another one, and not merely a change of it.
fn holds(papers: &[PaperNode], paper: &PaperNode) -> bool {
    let stands = paper
        .status
        .is_some_and(|status| status.runs() || status == Status::Done);
    let further = paper.incoming.iter().any(|(from, at)| {
        let by = &papers[from.number()];
        let relation = by.relation(*at);
        let carries = matches!(
            relation.relation_type,
            RelationType::Implements | RelationType::Answers
        );
        relation.confirmed && carries && by.is_adopted()
    });
    let hangs = paper.relations.iter().any(|relation| {
        let found = resolved(&relation.target).is_some();
        relation.confirmed && found && depends(relation.relation_type)
    });
    paper.is_adopted() && stands && !further && !hangs
}

/// Whether a paper with such a relation only says something about the other one.
const fn depends(relation_type: RelationType) -> bool {
    !matches!(
        relation_type,
        RelationType::Answers
            | RelationType::Implements
            | RelationType::Supersedes
            | RelationType::RefersTo
    )
}
