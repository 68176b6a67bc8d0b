//! Objects: what all of them have in common, and which there are.

use std::sync::Arc;

use super::fields::Fields;
use super::{deleted, id, meeting, organization, paper, system};
use crate::link::{Archive, BodyIx, OrganizationIx, PaperIx, Touched};
use crate::model::{Date, DateTime, ObjectId};
use crate::output::{Plan, Problem, Site};
use crate::route::{OParl, OParlKind, OParlObject, Route};

/// Adds the file of an object.
pub(super) fn plan<'a>(
    site: &'a Site<'a>,
    plan: &mut Plan<'a>,
    source: &Arc<str>,
    object: OParlObject,
) {
    let path = site.map.file(&Route::OParl(OParl::Object(object)));
    plan.add(path, source, move || {
        let fields = fields(site, object);
        let mut bytes = serde_json::to_vec_pretty(&fields).map_err(|error| problem(&error))?;
        bytes.push(b'\n');
        Ok(bytes)
    });
}

pub(super) fn problem(error: &serde_json::Error) -> Problem {
    Problem::Io {
        path: "oparl".into(),
        source: std::io::Error::other(error.to_string()),
    }
}

/// An object with all its properties, as it stands by itself and in lists.
pub(super) fn fields(site: &Site<'_>, object: OParlObject) -> Fields {
    let embedded = false;
    match object {
        OParlObject::System => system::system(site),
        OParlObject::Body(ix) => system::body(site, ix),
        OParlObject::LegislativeTerm(ix, at) => system::term(site, ix, at, embedded),
        OParlObject::Organization(ix) => organization::organization(site, ix),
        OParlObject::Person(ix) => organization::person(site, ix),
        OParlObject::Membership(ix, at) => organization::membership(site, ix, at, embedded),
        OParlObject::Meeting(ix) => meeting::meeting(site, ix),
        OParlObject::AgendaItem(ix, at) => meeting::agenda_item(site, ix, at, embedded),
        OParlObject::MeetingLocation(ix) => meeting::location(site, ix, embedded),
        OParlObject::Treatment(ix, at) => meeting::treatment(site, ix, at),
        OParlObject::Paper(ix) => paper::paper(site, ix),
        OParlObject::Consultation(ix, at) => paper::consultation(site, ix, at, embedded),
        OParlObject::MainFile(ix) => paper::main_file(site, ix, embedded),
        OParlObject::File(ix, at) => paper::file(site, ix, at, embedded),
        OParlObject::PaperLocation(ix) => paper::location(site, ix, embedded),
        OParlObject::Deleted(_) | OParlObject::DeletedFile(..) => deleted::deleted(site, object),
    }
}

/// Begins an object.
pub(super) fn begin(site: &Site<'_>, object: OParlObject) -> Fields {
    let kind = match object {
        OParlObject::System => "System",
        OParlObject::Body(_) => "Body",
        OParlObject::LegislativeTerm(..) => "LegislativeTerm",
        OParlObject::Organization(_) => "Organization",
        OParlObject::Person(_) => "Person",
        OParlObject::Membership(..) => "Membership",
        OParlObject::Meeting(_) => "Meeting",
        OParlObject::AgendaItem(..) => "AgendaItem",
        OParlObject::Paper(_) => "Paper",
        OParlObject::Consultation(..) | OParlObject::Treatment(..) => "Consultation",
        OParlObject::MainFile(_) | OParlObject::File(..) | OParlObject::DeletedFile(..) => "File",
        OParlObject::MeetingLocation(_) | OParlObject::PaperLocation(_) => "Location",
        OParlObject::Deleted(at) => deleted::kind(site, at).unwrap_or_default(),
    };
    let mut fields = Fields::default();
    fields.put("id", id(site, object));
    fields.put("type", format!("https://schema.oparl.org/1.1/{kind}"));
    fields
}

/// Ends what OParl says of an object; what only we say follows.
pub(super) fn end(
    site: &Site<'_>,
    fields: &mut Fields,
    object: OParlObject,
    body: Option<BodyIx>,
    web: Option<&Route>,
) {
    let touched = touched(site, object);
    fields.put("license", license(site, body));
    fields.put("created", moment(touched.created));
    fields.put("modified", moment(touched.modified));
    fields.put("web", web.map(|route| site.map.absolute(route)));
}

/// The licence of a council's data, else the portal's.
pub(super) fn license(site: &Site<'_>, body: Option<BodyIx>) -> Option<String> {
    let own = body.and_then(|ix| site.archive.body(ix).body.license.as_ref());
    let license = own.or(site.archive.portal.license.as_ref());
    license.map(|license| license.value.clone())
}

/// The beginning of a day in Germany.
pub(super) fn moment(day: Date) -> String {
    time(DateTime {
        date: day,
        hour: 0,
        minute: 0,
    })
}

/// A time of day in Germany. Clocks are changed between two and three in the morning.
pub(super) fn time(time: DateTime) -> String {
    let after = (time.hour >= 3).then(|| time.date.days_later(1)).flatten();
    let offset = after.unwrap_or(time.date).german_offset();
    let (date, hour, minute) = (time.date, time.hour, time.minute);
    format!("{date}T{hour:02}:{minute:02}:00+{offset:02}:00")
}

/// Everything in a council, by kind. What existed first stands first, so that the pages of lists stay as they
/// are when something is added.
pub(super) fn of_body(site: &Site<'_>, body: BodyIx) -> Vec<(OParlKind, Vec<OParlObject>)> {
    let archive = site.archive;
    let node = archive.body(body);
    let terms = 0..node.body.legislative_term.len();
    let terms = terms.map(|at| OParlObject::LegislativeTerm(body, at));
    let organizations = node.organizations.iter().copied();
    let people = node.people.iter().copied();
    let memberships = people.clone().flat_map(|ix| {
        let all = archive.person(ix).memberships.iter();
        all.map(move |(_, at)| OParlObject::Membership(ix, *at))
    });
    let mut meetings: Vec<_> = archive.meeting_ixs().collect();
    meetings.retain(|ix| archive.meeting(*ix).body == body);
    meetings.reverse();
    let mut items = Vec::new();
    let mut places = Vec::new();
    let mut consultations = Vec::new();
    let mut files = Vec::new();
    for ix in &meetings {
        items.extend(meeting::agenda(site, *ix).map(|at| OParlObject::AgendaItem(*ix, at)));
        places.extend(meeting::place(site, *ix));
        consultations.extend(meeting::treatments(site, *ix));
    }
    let papers = node.papers.iter().rev().copied();
    for ix in papers.clone() {
        let steps = 0..archive.paper(ix).paper.consultation.len();
        consultations.extend(steps.map(|at| OParlObject::Consultation(ix, at)));
        files.extend(paper::files(site, ix));
        places.extend(paper::place(site, ix));
    }
    vec![
        (
            OParlKind::Organization,
            organizations.map(OParlObject::Organization).collect(),
        ),
        (
            OParlKind::Person,
            people.clone().map(OParlObject::Person).collect(),
        ),
        (OParlKind::Membership, memberships.collect()),
        (
            OParlKind::Meeting,
            meetings.iter().copied().map(OParlObject::Meeting).collect(),
        ),
        (OParlKind::AgendaItem, items),
        (OParlKind::Paper, papers.map(OParlObject::Paper).collect()),
        (OParlKind::Consultation, consultations),
        (OParlKind::File, files),
        (OParlKind::Location, places),
        (OParlKind::LegislativeTerm, terms.collect()),
    ]
}

/// Whether an organization meets there, or deals with a paper.
pub(super) fn is_of(site: &Site<'_>, object: OParlObject, organization: OrganizationIx) -> bool {
    let archive = site.archive;
    match object {
        OParlObject::Meeting(ix) | OParlObject::Treatment(ix, _) => {
            archive.meeting(ix).organizations.contains(&organization)
        }
        OParlObject::Consultation(ix, at) => {
            archive.paper(ix).consultations[at] == Some(organization)
        }
        _ => false,
    }
}

/// When an object came about and changed last. What belongs to another one changes with it.
pub(super) fn touched(site: &Site<'_>, object: OParlObject) -> Touched {
    let archive = site.archive;
    match object {
        OParlObject::System => archive.touched,
        OParlObject::Body(ix) => archive.body(ix).touched,
        OParlObject::Deleted(_) | OParlObject::DeletedFile(..) => deleted::touched(site, object),
        OParlObject::LegislativeTerm(ix, at) => archive.body(ix).terms[at],
        OParlObject::Organization(ix) => archive.organization(ix).touched,
        OParlObject::Person(ix) | OParlObject::Membership(ix, _) => archive.person(ix).touched,
        OParlObject::Meeting(ix)
        | OParlObject::AgendaItem(ix, _)
        | OParlObject::MeetingLocation(ix)
        | OParlObject::Treatment(ix, _) => archive.meeting(ix).touched,
        OParlObject::Paper(ix)
        | OParlObject::Consultation(ix, _)
        | OParlObject::MainFile(ix)
        | OParlObject::PaperLocation(ix) => archive.paper(ix).touched,
        OParlObject::File(ix, at) => file(archive, ix, at),
    }
}

/// When a file was published and changed last, if the register knows; otherwise it is as old as its paper.
fn file(archive: &Archive, ix: PaperIx, at: usize) -> Touched {
    let node = archive.paper(ix);
    let name = node.paper.attachments[at].file.as_ref();
    let id = ObjectId::paper(&node.id);
    let known = name.and_then(|name| archive.register.file_days(&id, name));
    known.map_or(node.touched, |(created, modified)| Touched {
        created,
        modified,
        stated: true,
    })
}
