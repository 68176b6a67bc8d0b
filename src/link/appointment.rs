//! Days on which organizations sit: those of which there is a meeting, and those that only papers name in
//! their Beratungsfolge. Calendars show them.

use std::collections::BTreeMap;

use super::archive::{AppointmentIx, Archive, BodyIx, MeetingIx, OrganizationIx, PaperIx};
use super::next::waits;
use crate::model::{Date, List, Meeting};

/// A day on which organizations sit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Appointment {
    /// The day, the first one of several.
    pub date: Date,
    /// Whose council.
    pub body: BodyIx,
    /// Who sits.
    pub organizations: List<OrganizationIx>,
    /// The meeting, if the portal has it.
    pub meeting: Option<MeetingIx>,
    /// Papers that name this day and are on no agenda of it, with the step of their Beratungsfolge.
    pub papers: List<(PaperIx, usize)>,
}

/// Finds all of them, the earliest first.
pub(super) fn fill(archive: &mut Archive) {
    let mut appointments: Vec<Appointment> = archive
        .meeting_ixs()
        .rev()
        .map(|ix| of(archive, ix))
        .collect();
    let mut held: BTreeMap<(OrganizationIx, Date), Vec<usize>> = BTreeMap::new();
    for (at, appointment) in appointments.iter().enumerate() {
        let meeting = appointment.meeting.map(|ix| archive.meeting(ix));
        for day in meeting.into_iter().flat_map(|node| days(&node.meeting)) {
            for organization in &appointment.organizations {
                held.entry((*organization, day)).or_default().push(at);
            }
        }
    }
    for (paper, step, organization, date) in steps(archive) {
        let on_agenda = |at: &usize| {
            let meeting = appointments[*at].meeting.map(|ix| archive.meeting(ix));
            meeting.is_some_and(|node| node.agenda.contains(&Some(paper)))
        };
        let known = held.entry((organization, date)).or_default();
        match known.first() {
            Some(_) if known.iter().any(on_agenda) => {}
            Some(first) => appointments[*first].papers.push((paper, step)),
            None => {
                known.push(appointments.len());
                appointments.push(Appointment {
                    date,
                    body: archive.paper(paper).body,
                    organizations: [organization].into_iter().collect(),
                    meeting: None,
                    papers: [(paper, step)].into_iter().collect(),
                });
            }
        }
    }
    // What stands on one day stays in the order in which it was found: by identity.
    appointments.sort_by_key(|appointment| appointment.date);
    for (at, appointment) in appointments.iter().enumerate() {
        for organization in &appointment.organizations {
            let node = &mut archive.organizations[organization.number()];
            node.appointments.push(AppointmentIx::new(at));
        }
    }
    appointments.shrink_to_fit();
    archive.appointments = appointments;
}

fn of(archive: &Archive, ix: MeetingIx) -> Appointment {
    let node = archive.meeting(ix);
    Appointment {
        date: node.meeting.start.date,
        body: node.body,
        organizations: node.organizations.iter().copied().collect(),
        meeting: Some(ix),
        papers: List::default(),
    }
}

/// The days of a meeting; of one that never ends by mistake, a month.
fn days(meeting: &Meeting) -> impl Iterator<Item = Date> {
    let first = meeting.start.date;
    let last = meeting.end.map_or(first, |end| end.date);
    let all = (0..31).map_while(move |days| first.days_later(days));
    all.take_while(move |day| *day == first || *day <= last)
}

/// Dated steps of papers that took place, or are still meant to.
fn steps(archive: &Archive) -> Vec<(PaperIx, usize, OrganizationIx, Date)> {
    let mut found = Vec::new();
    for ix in archive.paper_ixs() {
        let paper = archive.paper(ix);
        for (at, step) in paper.paper.consultation.iter().enumerate() {
            let Some((organization, date)) = paper.consultations[at].zip(step.date) else {
                continue;
            };
            if date <= archive.today || step.result.is_some() || waits(paper) {
                found.push((ix, at, organization, date));
            }
        }
    }
    found
}
