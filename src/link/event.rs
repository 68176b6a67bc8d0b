//! Events: what happened with a paper. Timelines show them, feeds announce them.

use super::archive::{OrganizationIx, PaperIx, PaperNode, Relation, RelationIx};
use super::validity::resolved;
use crate::model::{Date, Outcome, RelationType, Vote};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Event {
    /// Where it stands among others: its day, or for undated ones the latest day it is known to follow.
    pub not_before: Option<Date>,
    /// Whether its day is unknown.
    pub undated: bool,
    /// What happened.
    pub kind: EventKind,
    /// The paper by which it happened.
    pub paper: PaperIx,
    /// Where.
    pub organization: Option<OrganizationIx>,
    /// The paper's consultation, for its role, result and votes.
    pub consultation: Option<usize>,
    /// The paper's relation, for events that change another paper.
    pub relation: Option<RelationIx>,
}

/// What happened, in the order in which it usually does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum EventKind {
    /// The paper was brought in.
    Published,
    /// It was on an organization's agenda.
    Consulted,
    /// It was adopted.
    Decided,
    /// It was rejected.
    Rejected,
    /// It was taken note of.
    Noted,
    /// It was withdrawn.
    Withdrawn,
    /// It was passed on to another organization.
    Referred,
    /// It was put off.
    Postponed,
    /// It did something to an earlier paper.
    Related(RelationType),
}

impl EventKind {
    /// Stable key, for language files, CSS and feed entries.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Consulted => "consulted",
            Self::Decided => "decided",
            Self::Rejected => "rejected",
            Self::Noted => "noted",
            Self::Withdrawn | Self::Related(RelationType::Withdraws) => "withdrawn",
            Self::Referred => "referred",
            Self::Postponed => "postponed",
            Self::Related(relation) => match relation {
                RelationType::Answers => "answered",
                RelationType::Implements => "implemented",
                RelationType::Amends => "amended",
                RelationType::Supplements => "supplemented",
                RelationType::Supersedes => "superseded",
                RelationType::Repeals => "repealed",
                RelationType::Terminates => "ended",
                RelationType::Corrects => "corrected",
                RelationType::ReportsOn => "reported",
                RelationType::RefersTo | RelationType::Withdraws => "referred",
            },
        }
    }
}

/// Everything that happened with a paper, oldest first.
pub(super) fn of(papers: &[PaperNode], ix: PaperIx) -> Vec<Event> {
    let paper = &papers[ix.number()];
    let new = |date: Option<Date>, kind| Event {
        not_before: date.or(paper.not_before),
        undated: date.is_none(),
        kind,
        paper: ix,
        organization: None,
        consultation: None,
        relation: None,
    };
    let outcome = paper
        .paper
        .resolution
        .as_ref()
        .map(|resolution| resolution.outcome);
    let deciding = deciding_consultation(paper);
    // Nothing final: a step of the Beratungsfolge tells it, if there is one.
    let untold = deciding.is_none_or(|at| paper.paper.consultation[at].date.is_none());
    let decided = outcome.and_then(|outcome| match outcome {
        Outcome::Adopted | Outcome::Amended => Some(EventKind::Decided),
        Outcome::Rejected => Some(EventKind::Rejected),
        Outcome::Noted => Some(EventKind::Noted),
        Outcome::Withdrawn => Some(EventKind::Withdrawn),
        Outcome::Referred => untold.then_some(EventKind::Referred),
        Outcome::Postponed => untold.then_some(EventKind::Postponed),
    });
    let mut events = Vec::new();
    // A resolution that bears the day of its decision was brought in on a day that nobody recorded.
    if decided.is_none() || paper.decided != paper.paper.date {
        events.push(new(paper.paper.date, EventKind::Published));
    }
    for (at, step) in paper.paper.consultation.iter().enumerate() {
        let is_decision = decided.is_some() && deciding == Some(at);
        if step.date.is_some() && !is_decision {
            let organization = paper.consultations[at];
            let event = new(step.date, EventKind::Consulted);
            events.push(Event {
                organization,
                consultation: Some(at),
                ..event
            });
        }
    }
    if let Some(kind) = decided {
        let event = new(paper.decided, kind);
        events.push(Event {
            organization: paper.decided_by,
            consultation: deciding,
            ..event
        });
    }
    let relations = 0..paper.relations.len();
    events.extend(relations.filter_map(|at| of_relation(papers, ix, RelationIx::new(at))));
    events.sort();
    events
}

/// What a paper did to another by one of its relations, if it did.
pub(super) fn of_relation(papers: &[PaperNode], ix: PaperIx, at: RelationIx) -> Option<Event> {
    let paper = &papers[ix.number()];
    let relation = paper.relation(at);
    let date = relation.date.or(paper.decided).or(paper.paper.date);
    has_acted(papers, paper, relation).then(|| Event {
        not_before: date.or(paper.not_before),
        undated: date.is_none(),
        kind: EventKind::Related(relation.relation_type),
        paper: ix,
        organization: None,
        consultation: None,
        relation: Some(at),
    })
}

/// Whether a paper has done to another what its relation says. What changes a resolution has to be
/// adopted first; a new version of a draft has not.
pub(super) fn has_acted(papers: &[PaperNode], paper: &PaperNode, relation: &Relation) -> bool {
    let Some(target) = resolved(&relation.target).filter(|_| relation.confirmed) else {
        return false;
    };
    match relation.relation_type {
        RelationType::RefersTo => false,
        RelationType::Repeals | RelationType::Terminates | RelationType::Amends => {
            paper.is_adopted()
        }
        RelationType::Supersedes if papers[target.number()].is_adopted() => paper.is_adopted(),
        _ => !paper.is_turned_down(),
    }
}

/// Whether an organization decides in this role.
pub(super) fn says_decision(role: Option<&str>) -> bool {
    role.is_some_and(|role| {
        let role = role.to_lowercase();
        role.contains("entscheid") || role.contains("beschlu")
    })
}

/// The step of the Beratungsfolge that decided: the last whose role says so, else the last if something came of it
/// (a result, votes, a resolution of that day) and its role does not say that it did something else. That it is the last says nothing: behind it may
/// be one that is not public, and of those nothing may be felt, not even that somebody did not dare to guess.
pub(super) fn deciding_consultation(paper: &PaperNode) -> Option<usize> {
    let steps = &paper.paper.consultation;
    let by_role = steps
        .iter()
        .rposition(|step| says_decision(step.role.as_deref()));
    let last = || {
        let last = steps.len().checked_sub(1)?;
        let step = &steps[last];
        let stated = paper.paper.resolution.as_ref().and_then(|r| r.date);
        let on_that_day = step.date.is_some() && step.date == stated;
        let came_of_it = step.result.is_some() || step.vote.is_some() || on_that_day;
        (came_of_it && !says_otherwise(step.role.as_deref())).then_some(last)
    };
    by_role.or_else(last)
}

/// Whether a role says that an organization does not decide.
fn says_otherwise(role: Option<&str>) -> bool {
    role.is_some_and(|role| {
        let role = role.to_lowercase();
        ["vorberat", "anhör", "kenntnis", "empfehl"]
            .iter()
            .any(|word| role.contains(word))
    })
}

impl Event {
    /// The votes counted, if this event is a consultation with votes.
    #[must_use]
    pub fn vote(&self, paper: &PaperNode) -> Option<Vote> {
        self.consultation
            .and_then(|at| paper.paper.consultation[at].vote)
    }
}
