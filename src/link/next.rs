//! What comes next: the earliest day on which something is to happen with a paper.

use std::collections::BTreeSet;

use super::archive::{Archive, MeetingNode, OrganizationIx, PaperIx, PaperNode};
use super::event::says_decision;
use super::status::{DeadlineKind, Status};
use crate::model::Date;

/// A day on which something is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct NextDate {
    /// The day, today or later.
    pub date: Date,
    /// What is to happen.
    pub kind: NextKind,
    /// With which paper.
    pub paper: PaperIx,
    /// Who deals with it.
    pub organization: Option<OrganizationIx>,
}

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum NextKind {
    /// An organization is to decide on it.
    Decision,
    /// An organization is to deal with it.
    Consultation,
    /// It is to be answered by then.
    Answer,
    /// What was decided is to be carried out by then.
    Implementation,
}

impl NextKind {
    /// Stable key, for language files and data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Consultation => "consultation",
            Self::Answer => "answer",
            Self::Implementation => "implementation",
        }
    }
}

/// Finds the next date of each paper: from its own Beratungsfolge, from agendas, from its deadline.
pub(super) fn fill(archive: &mut Archive, today: Date) {
    for node in &mut archive.meetings {
        node.to_come = node.meeting.start.date >= today;
    }
    let cancelled = cancelled(&archive.meetings);
    for at in 0..archive.papers.len() {
        let paper = &archive.papers[at];
        let ix = PaperIx::new(at);
        let steps = consultations(ix, paper, today);
        let held = steps.filter(|next| !cancelled.contains(&(next.date, next.organization)));
        archive.papers[at].next = held.chain(deadline(ix, paper, today)).min();
    }
    for (ix, next) in agendas(archive) {
        let paper = &mut archive.papers[ix.number()];
        // Where the paper itself names the day, it knows more about it.
        if paper.next.is_none_or(|known| next.date < known.date) {
            paper.next = Some(next);
        }
    }
}

/// Days on which organizations do not meet although they meant to.
fn cancelled(meetings: &[MeetingNode]) -> BTreeSet<(Date, Option<OrganizationIx>)> {
    let cancelled = meetings.iter().filter(|node| node.meeting.cancelled);
    let days = cancelled.flat_map(|node| {
        let day = node.meeting.start.date;
        node.organizations.iter().map(move |ix| (day, Some(*ix)))
    });
    days.collect()
}

/// Whether anybody is still to deal with a paper.
pub(super) fn waits(paper: &PaperNode) -> bool {
    let dropped = matches!(paper.status, Some(Status::Withdrawn | Status::Superseded));
    !paper.is_decided() && !dropped
}

fn consultations(
    ix: PaperIx,
    paper: &PaperNode,
    today: Date,
) -> impl Iterator<Item = NextDate> + '_ {
    let steps = paper.paper.consultation.iter().zip(&paper.consultations);
    let steps = steps.filter(|(step, _)| step.result.is_none() && waits(paper));
    steps.filter_map(move |(step, organization)| {
        Some(NextDate {
            date: step.date.filter(|date| *date >= today)?,
            kind: if says_decision(step.role.as_deref()) {
                NextKind::Decision
            } else {
                NextKind::Consultation
            },
            paper: ix,
            organization: *organization,
        })
    })
}

fn deadline(ix: PaperIx, paper: &PaperNode, today: Date) -> Option<NextDate> {
    let deadline = paper.deadline.filter(|deadline| deadline.date >= today)?;
    Some(NextDate {
        date: deadline.date,
        kind: match deadline.kind {
            DeadlineKind::Answer => NextKind::Answer,
            DeadlineKind::Implementation => NextKind::Implementation,
        },
        paper: ix,
        organization: None,
    })
}

/// Papers on agendas of meetings to come.
fn agendas(archive: &Archive) -> Vec<(PaperIx, NextDate)> {
    let to_come = |node: &&MeetingNode| !node.meeting.cancelled && node.to_come;
    let mut found = Vec::new();
    for node in archive.meetings.iter().filter(to_come) {
        let items = node.meeting.agenda_item.iter().zip(&node.agenda);
        for (_, paper) in items.filter(|(item, _)| item.result.is_none()) {
            let Some(ix) = paper.filter(|ix| waits(archive.paper(*ix))) else {
                continue;
            };
            let next = NextDate {
                date: node.meeting.start.date,
                kind: NextKind::Consultation,
                paper: ix,
                organization: node.organizations.first().copied(),
            };
            found.push((ix, next));
        }
    }
    found
}
