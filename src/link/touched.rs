//! When something came about and changed last, by what the content says of it: never by the clock or by the
//! times of files, so that the same content has the same days everywhere.
//!
//! What changes is the record that the portal shows, not only the file that an author wrote: a resolution is
//! touched on the day on which a later paper amends it, a motion on the day after its deadline. No day lies
//! after `today`: of an invitation to a sitting nobody knows when it was sent, only that it is about a day to come.

use super::archive::{Archive, BodyIx, PaperNode};
use super::validity::ValidityState;
use crate::model::Date;

/// The first and the last day on which something changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    /// When it came about.
    pub created: Date,
    /// When it changed last; never before it came about.
    pub modified: Date,
    /// Whether the content says so. Otherwise both days are the start of the council's first legislative term,
    /// or 1970-01-01.
    pub stated: bool,
}

impl Touched {
    /// From the first day and all others that the content states, if there are any up to `today`.
    fn of(
        first: Option<Date>,
        days: impl Iterator<Item = Option<Date>>,
        today: Date,
    ) -> Option<Self> {
        let mut span: Option<(Date, Date)> = None;
        for day in days.flatten().filter(|day| *day <= today) {
            let (from, to) = span.unwrap_or((day, day));
            span = Some((from.min(day), to.max(day)));
        }
        let first = first.filter(|day| *day <= today);
        let created = first.or(span.map(|(from, _)| from))?;
        Some(Self {
            created,
            modified: span.map_or(created, |(_, to)| to.max(created)),
            stated: true,
        })
    }

    /// The whole time of several things; those of which the content says nothing do not count.
    fn all(things: impl Iterator<Item = Self>) -> Option<Self> {
        things.filter(|touched| touched.stated).reduce(|a, b| Self {
            created: a.created.min(b.created),
            modified: a.modified.max(b.modified),
            stated: true,
        })
    }

    /// What nobody dated.
    fn unstated(day: Date) -> Self {
        Self {
            created: day,
            modified: day,
            stated: false,
        }
    }
}

/// Fills in the days of everything.
pub(super) fn fill(archive: &mut Archive, today: Date) {
    let starts: Vec<Date> = archive
        .body_ixs()
        .map(|ix| start(archive, ix, today))
        .collect();
    let start = |body: BodyIx| Touched::unstated(starts[body.number()]);
    let papers: Vec<Touched> = archive
        .papers
        .iter()
        .map(|node| paper(&archive.papers, node, today).unwrap_or_else(|| start(node.body)))
        .collect();
    for (node, touched) in archive.papers.iter_mut().zip(&papers) {
        node.touched = *touched;
    }
    for node in &mut archive.meetings {
        // An agenda is not older than the papers on it.
        let agenda = node.agenda.iter().flatten();
        let agenda = agenda.map(|ix| Some(papers[ix.number()].created));
        let days = agenda.chain([Some(node.meeting.start.date)]);
        node.touched = Touched::of(None, days, today).unwrap_or_else(|| start(node.body));
    }
    let mut joined: Vec<Vec<Option<Date>>> = vec![Vec::new(); archive.organizations.len()];
    for node in &mut archive.people {
        let days = |at: &usize| {
            let membership = &node.person.membership[*at];
            [membership.start_date, membership.end_date]
        };
        let all: Vec<_> = node
            .memberships
            .iter()
            .flat_map(|(_, at)| days(at))
            .collect();
        for (organization, at) in &node.memberships {
            joined[organization.number()].extend(days(at));
        }
        let touched = Touched::of(None, all.into_iter(), today);
        node.touched = touched.unwrap_or_else(|| start(node.body));
    }
    for (node, days) in archive.organizations.iter_mut().zip(joined) {
        let own = [node.organization.start_date, node.organization.end_date];
        let days = own.into_iter().chain(days);
        let touched = Touched::of(node.organization.start_date, days, today);
        node.touched = touched.unwrap_or_else(|| start(node.body));
    }
    let of = |ix: &super::PaperIx| papers[ix.number()];
    for node in &mut archive.topics {
        node.touched = Touched::all(node.papers.iter().map(of)).unwrap_or_default();
    }
    for node in &mut archive.procedures {
        node.touched = Touched::all(node.papers.iter().map(of)).unwrap_or_default();
    }
    for ix in archive.body_ixs() {
        let touched = body(archive, ix).unwrap_or_else(|| start(ix));
        archive.bodies[ix.number()].touched = touched;
    }
    let bodies = archive.bodies.iter().map(|node| node.touched);
    archive.touched = Touched::all(bodies).unwrap_or_default();
}

/// The start of a council's first legislative term.
fn start(archive: &Archive, ix: BodyIx, today: Date) -> Date {
    let terms = archive.body(ix).body.legislative_term.iter();
    let starts = terms.filter_map(|term| term.start_date);
    starts.filter(|day| *day <= today).min().unwrap_or_default()
}

/// A paper: its own days, and those on which others did something to it.
fn paper(papers: &[PaperNode], node: &PaperNode, today: Date) -> Option<Touched> {
    let others = node.incoming.iter().flat_map(|(from, at)| {
        let other = &papers[from.number()];
        // What becomes of a paper that acts on this one decides whether it acts.
        let third = other.incoming.iter();
        let third = third.filter(|_| other.relations[*at].confirmed);
        let third = third.flat_map(|(from, at)| acts(&papers[from.number()], *at));
        acts(other, *at).into_iter().chain(third)
    });
    let days = own(node).chain(others);
    Touched::of(node.paper.date.or(node.not_before), days, today)
}

/// The days on which a paper does something to another.
fn acts(other: &PaperNode, at: usize) -> [Option<Date>; 4] {
    let paper = &other.paper;
    let relation = other.relations[at].date;
    [paper.date, paper.publish_from, other.decided, relation]
}

/// The days that a paper states itself.
fn own(node: &PaperNode) -> impl Iterator<Item = Option<Date>> + '_ {
    let paper = &node.paper;
    let after = |day: Option<Date>| day.and_then(|day| day.days_later(1));
    let resolution = paper.resolution.as_ref();
    let validity = node.validity.as_ref();
    let expired = validity.filter(|validity| validity.state == ValidityState::Expired);
    [
        paper.date,
        paper.publish_from,
        node.decided,
        resolution.and_then(|resolution| resolution.date),
        validity.and_then(|validity| validity.from),
        after(expired.and_then(|validity| validity.until)),
        after(node.deadline.map(|deadline| deadline.date)),
    ]
    .into_iter()
    .chain(paper.consultation.iter().map(|step| step.date))
    .chain(node.relations.iter().map(|relation| relation.date))
}

/// A council and all that belongs to it.
fn body(archive: &Archive, ix: BodyIx) -> Option<Touched> {
    let node = archive.body(ix);
    let papers = node.papers.iter().map(|ix| archive.paper(*ix).touched);
    let organizations = node.organizations.iter();
    let organizations = organizations.map(|ix| archive.organization(*ix).touched);
    let people = node.people.iter().map(|ix| archive.person(*ix).touched);
    let meetings = archive.meetings.iter().filter(|node| node.body == ix);
    let meetings = meetings.map(|node| node.touched);
    let all = papers.chain(organizations).chain(people).chain(meetings);
    Touched::all(all)
}
