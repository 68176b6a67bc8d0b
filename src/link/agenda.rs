//! Which sitting is meant by a step of a Beratungsfolge, and which step by a point of an agenda. Papers name
//! an organization and a day, agendas name papers; nobody names the other's entry.

use std::collections::BTreeMap;

use super::archive::{Archive, MeetingIx, MeetingNode, OrganizationIx, PaperNode};
use crate::model::Date;

/// Where a step of a Beratungsfolge takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct AgendaPlace {
    /// The meeting.
    pub meeting: MeetingIx,
    /// The point of its agenda, by its index; none if the agenda does not name the paper.
    pub item: Option<usize>,
}

/// Fills in the sitting of each step and the step of each point.
pub(super) fn fill(archive: &mut Archive) {
    for paper in &mut archive.papers {
        paper.held_at = paper.consultations.iter().map(|_| None).collect();
    }
    let mut held: BTreeMap<(OrganizationIx, Date), Vec<MeetingIx>> = BTreeMap::new();
    for (at, node) in archive.meetings.iter_mut().enumerate() {
        let meeting = MeetingIx::new(at);
        node.steps = vec![None; node.agenda.len()];
        for item in 0..node.agenda.len() {
            let Some(ix) = node.agenda[item] else {
                continue;
            };
            let paper = &mut archive.papers[ix.number()];
            if let Some(step) = step(paper, node) {
                node.steps[item] = Some(step);
                let item = Some(item);
                paper.held_at[step] = Some(AgendaPlace { meeting, item });
            }
        }
        for organization in node
            .organizations
            .iter()
            .filter(|_| !node.meeting.cancelled)
        {
            let day = (*organization, node.meeting.start.date);
            held.entry(day).or_default().push(meeting);
        }
    }
    for paper in &mut archive.papers {
        for at in 0..paper.held_at.len() {
            let day = paper.consultations[at].zip(paper.paper.consultation[at].date);
            let meetings = day.and_then(|day| held.get(&day)).map(Vec::as_slice);
            // Of two held_at on one day either may be meant.
            if let (None, Some([meeting])) = (paper.held_at[at], meetings) {
                let meeting = *meeting;
                paper.held_at[at] = Some(AgendaPlace {
                    meeting,
                    item: None,
                });
            }
        }
    }
}

/// The step that a meeting's agenda means by a paper: the one of that day, else one whose day is unknown.
fn step(paper: &PaperNode, node: &MeetingNode) -> Option<usize> {
    let of_day = |day: Option<Date>| {
        (0..paper.held_at.len()).find(|at| {
            let organization = paper.consultations[*at];
            paper.held_at[*at].is_none()
                && organization.is_some_and(|ix| node.organizations.contains(&ix))
                && paper.paper.consultation[*at].date == day
        })
    };
    of_day(Some(node.meeting.start.date)).or_else(|| of_day(None))
}
