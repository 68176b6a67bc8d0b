//! What comes next in the portal: meetings, and the next dates of procedures and papers.

use super::view::UpcomingView;
use crate::link::{MeetingIx, NextDate, PaperIx};
use crate::output::Site;
use crate::route::Route;

/// The next `most` dates, the earliest first.
pub(super) fn of_portal(site: &Site<'_>, most: usize) -> Vec<UpcomingView> {
    let archive = site.archive;
    let meetings = archive.meeting_ixs();
    let meetings = meetings.filter(|ix| archive.meeting(*ix).to_come);
    let mut all: Vec<UpcomingView> = meetings.map(|ix| meeting(site, ix)).collect();
    for ix in archive.procedure_ixs() {
        let procedure = archive.procedure(ix);
        if let Some(next) = procedure.next {
            all.extend(date(site, next, &procedure.name, &Route::Procedure(ix)));
        }
    }
    let alone = |ix: &PaperIx| archive.paper(*ix).procedure.is_none();
    for ix in archive.paper_ixs().filter(alone) {
        let paper = archive.paper(ix);
        if let Some(next) = paper.next {
            all.extend(date(site, next, &paper.paper.name, &Route::Paper(ix)));
        }
    }
    all.sort_by(|a, b| (&a.date.iso, &a.time, &a.url).cmp(&(&b.date.iso, &b.time, &b.url)));
    all.truncate(most);
    all
}

fn meeting(site: &Site<'_>, ix: MeetingIx) -> UpcomingView {
    let node = site.archive.meeting(ix);
    let view = site.meeting(ix);
    UpcomingView {
        date: view.date,
        time: view.time,
        kind: site.label("upcoming", "meeting"),
        name: view.name,
        url: view.url,
        organization: None,
        body: site.body_link(node.body),
        cancelled: view.cancelled,
    }
}

fn date(site: &Site<'_>, next: NextDate, name: &str, route: &Route) -> Option<UpcomingView> {
    Some(UpcomingView {
        date: site.date(Some(next.date))?,
        time: None,
        kind: site.label("next", next.kind.key()),
        name: name.to_owned(),
        url: site.map.url(route),
        organization: next.organization.map(|ix| site.organization_link(ix)),
        body: site.body_link(site.archive.paper(next.paper).body),
        cancelled: false,
    })
}
