//! When something came about and changed last, by what the content says of it: never by the clock or by the
//! times of files, so that the same content has the same days everywhere.
//!
//! What changes is the record that the portal shows, not only the file that an author wrote: a resolution is
//! touched on the day on which a later paper amends it, a motion on the day after its deadline. No day lies
//! after `today`: of an invitation to a sitting nobody knows when it was sent, only that it is about a day to come.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::archive::{
    Archive, BodyIx, MeetingIx, OrganizationIx, PaperIx, PaperNode, PersonIx, ProcedureIx,
    RelationIx, TopicIx,
};
use super::validity::ValidityState;
use super::{Object, status};
use crate::model::Date;

/// A year and a month of it.
pub type Month = (i16, i8);

/// The first and the last day on which something changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
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

    /// With what the register knows: the day of the first publication here, and of the last change. What later
    /// papers and deadlines do to it still counts.
    fn known(self, known: Option<&(Date, Date)>) -> Self {
        let Some((created, modified)) = known.copied() else {
            return self;
        };
        let happened = Some(self.modified).filter(|_| self.stated);
        Self {
            created,
            modified: happened.unwrap_or(modified).max(modified).max(created),
            stated: true,
        }
    }

    /// What lost a part on a day, if it did.
    fn after(self, day: Option<Date>) -> Self {
        let modified = day.map_or(self.modified, |day| day.max(self.modified));
        Self {
            modified,
            stated: self.stated || day.is_some(),
            ..self
        }
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
        .par_iter()
        .map(|node| paper(&archive.papers, node, today).unwrap_or_else(|| start(node.body)))
        .collect();
    let known = archive.register.days();
    for (at, (node, touched)) in archive.papers.iter_mut().zip(&papers).enumerate() {
        node.touched = touched.known(known.get(&Object::Paper(PaperIx::new(at))));
    }
    for (at, node) in archive.meetings.iter_mut().enumerate() {
        // An agenda is not older than the newest paper on it.
        let held = node.meeting.start.date;
        let agenda = node.agenda.iter().flatten();
        let agenda = agenda.map(|ix| papers[ix.number()]);
        let agenda = agenda.filter(|paper| paper.stated && paper.created <= held);
        let agenda = agenda.map(|paper| paper.created).max();
        let days = [agenda, Some(held)].into_iter();
        let touched = Touched::of(agenda, days, today).unwrap_or_else(|| start(node.body));
        node.touched = touched.known(known.get(&Object::Meeting(MeetingIx::new(at))));
    }
    let mut joined: Vec<Vec<Option<Date>>> = vec![Vec::new(); archive.organizations.len()];
    for (at, node) in archive.people.iter_mut().enumerate() {
        let known = known.get(&Object::Person(PersonIx::new(at)));
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
        node.touched = touched.unwrap_or_else(|| start(node.body)).known(known);
    }
    for (at, (node, days)) in archive.organizations.iter_mut().zip(joined).enumerate() {
        let known = known.get(&Object::Organization(OrganizationIx::new(at)));
        let own = [node.organization.start_date, node.organization.end_date];
        let days = own.into_iter().chain(days);
        let touched = Touched::of(node.organization.start_date, days, today);
        node.touched = touched.unwrap_or_else(|| start(node.body)).known(known);
    }
    let papers = &archive.papers;
    let of = |ix: &PaperIx| papers[ix.number()].touched;
    for (at, node) in archive.topics.iter_mut().enumerate() {
        let touched = Touched::all(node.papers.iter().map(of)).unwrap_or_default();
        node.touched = touched.known(known.get(&Object::Topic(TopicIx::new(at))));
    }
    for (at, node) in archive.procedures.iter_mut().enumerate() {
        let touched = Touched::all(node.papers.iter().map(of)).unwrap_or_default();
        node.touched = touched.known(known.get(&Object::Procedure(ProcedureIx::new(at))));
    }
    let partings = archive.register.partings();
    for ix in archive.body_ixs() {
        let touched = body(archive, ix).unwrap_or_else(|| start(ix));
        let touched = touched.known(known.get(&Object::Body(ix)));
        let touched = touched.after(partings.get(archive.body(ix).slug.as_str()).copied());
        let node = &mut archive.bodies[ix.number()];
        node.touched = touched;
        let terms = node.body.legislative_term.iter();
        let terms = terms.map(|term| {
            let days = [term.start_date, term.end_date].into_iter();
            Touched::of(term.start_date, days, today).unwrap_or_else(|| start(ix))
        });
        node.terms = terms.collect();
    }
    let months = months(archive);
    for (node, months) in archive.bodies.iter_mut().zip(months) {
        node.months = months;
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
    let validity = node.validity.as_ref();
    let expired = validity.filter(|validity| validity.state == ValidityState::Expired);
    let passed = [
        expired.and_then(|validity| validity.until),
        node.deadline.map(|deadline| deadline.date),
    ];
    let days = stated(papers, node).chain(passed.into_iter().map(after));
    Touched::of(node.paper.date.or(node.not_before), days, today)
}

/// Deadlines have passed on the day after.
fn after(day: Option<Date>) -> Option<Date> {
    day?.days_later(1)
}

/// The days that a paper states, and those that others state which act on it; some are still to come.
fn stated<'p>(
    papers: &'p [PaperNode],
    node: &'p PaperNode,
) -> impl Iterator<Item = Option<Date>> + 'p {
    let others = node.incoming.iter().flat_map(|(from, at)| {
        let other = &papers[from.number()];
        // What becomes of a paper that acts on this one decides whether it acts.
        let third = other.incoming.iter();
        let third = third.filter(|_| other.relation(*at).confirmed);
        let third = third.flat_map(|(from, at)| acts(&papers[from.number()], *at));
        acts(other, *at).into_iter().chain(third)
    });
    let paper = &node.paper;
    let own = [paper.date, paper.publish_from, node.decided, starts(node)];
    own.into_iter()
        .chain(paper.consultation.iter().map(|step| step.date))
        .chain(node.relations.iter().map(|relation| relation.date))
        .chain(others)
}

/// The days on which a paper does something to another.
fn acts(other: &PaperNode, at: RelationIx) -> [Option<Date>; 5] {
    let paper = &other.paper;
    let relation = other.relation(at).date;
    let own = [paper.date, paper.publish_from, other.decided];
    [own[0], own[1], own[2], starts(other), relation]
}

/// From which day a resolution is in force, if it says so.
fn starts(node: &PaperNode) -> Option<Date> {
    node.paper.resolution.as_ref()?.valid_from
}

/// The months in which something of each council may have changed last, on whatever day one looks: addresses
/// that are made of them do not come and go with the day.
fn months(archive: &Archive) -> Vec<BTreeSet<Month>> {
    let mut months: Vec<BTreeSet<Month>> = Vec::with_capacity(archive.bodies.len());
    for node in &archive.bodies {
        let terms = node.body.legislative_term.iter();
        let starts = terms.map(|term| term.start_date.unwrap_or_default());
        months.push(starts.chain([Date::default()]).map(month).collect());
    }
    let mut add = |body: BodyIx, day: Option<Date>| {
        months[body.number()].extend(day.map(month));
    };
    for node in &archive.papers {
        let passed = status::last_days(&archive.bodies, node);
        let days = stated(&archive.papers, node).chain(passed.into_iter().map(after));
        days.chain([node.not_before])
            .for_each(|day| add(node.body, day));
    }
    for node in &archive.meetings {
        add(node.body, Some(node.meeting.start.date));
        for ix in node.agenda.iter().flatten() {
            add(node.body, Some(archive.paper(*ix).touched.created));
        }
    }
    for node in &archive.people {
        for membership in &node.person.membership {
            add(node.body, membership.start_date);
            add(node.body, membership.end_date);
        }
    }
    for node in &archive.organizations {
        add(node.body, node.organization.start_date);
        add(node.body, node.organization.end_date);
    }
    let span = archive.register.span();
    for months in &mut months {
        months.extend(span.iter().copied());
    }
    months
}

fn month(day: Date) -> Month {
    (day.year(), day.month())
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
