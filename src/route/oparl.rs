//! Addresses of OParl objects and of their lists.
//!
//! Each is one `.json` file: any host sends it as JSON, without a rule for folders and without a redirect, and
//! the address that an object states is the one that answers. Names are made of slugs; among siblings with the
//! same name all but the first end in `--2`, `--3` …, which no slug contains.

use crate::link::{Archive, BodyIx, MeetingIx, OrganizationIx, PaperIx, PersonIx};
use crate::model::Slug;

/// Folder of everything OParl.
const OPARL: &str = "oparl/v1.1/";

/// An address of the OParl interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OParl {
    /// An object.
    Object(OParlObject),
    /// A page of a list, from 1.
    List(OParlList, usize),
    /// Which months of a council have changes.
    Changes(BodyIx),
}

/// An object of the OParl interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OParlObject {
    /// The portal.
    System,
    /// A council.
    Body(BodyIx),
    /// A legislative term, by its index in the council.
    LegislativeTerm(BodyIx, usize),
    /// A committee, faction or department.
    Organization(OrganizationIx),
    /// A person.
    Person(PersonIx),
    /// A membership, by its index in the person.
    Membership(PersonIx, usize),
    /// A meeting.
    Meeting(MeetingIx),
    /// A point of an agenda, by its index in the meeting.
    AgendaItem(MeetingIx, usize),
    /// Where a meeting takes place.
    MeetingLocation(MeetingIx),
    /// A paper.
    Paper(PaperIx),
    /// A step of a paper's Beratungsfolge, by its index in the paper.
    Consultation(PaperIx, usize),
    /// A paper on an agenda that its Beratungsfolge does not know of, by the point's index in the meeting.
    Treatment(MeetingIx, usize),
    /// The text of a paper.
    MainFile(PaperIx),
    /// A file of a paper, by its index among the attachments.
    File(PaperIx, usize),
    /// The place that a paper is about.
    PaperLocation(PaperIx),
    /// Something that is not there any more, by its line in the register.
    Deleted(usize),
    /// A file that is not there any more, by its paper's line in the register and its place in it.
    DeletedFile(usize, usize),
}

/// A list of the OParl interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OParlList {
    /// All councils.
    Bodies,
    /// Everything of one kind in a council.
    Body(BodyIx, OParlKind),
    /// An organization's meetings.
    Meetings(OrganizationIx),
    /// An organization's consultations.
    Consultations(OrganizationIx),
    /// What changed in a council in a month of a year.
    Changes(BodyIx, i16, i8),
}

/// Kinds of objects of which each council has a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OParlKind {
    /// Organizations.
    Organization,
    /// People.
    Person,
    /// Memberships.
    Membership,
    /// Meetings.
    Meeting,
    /// Points of agendas.
    AgendaItem,
    /// Papers.
    Paper,
    /// Steps of Beratungsfolgen.
    Consultation,
    /// Files.
    File,
    /// Places.
    Location,
    /// Legislative terms.
    LegislativeTerm,
}

impl OParlKind {
    /// Its name in addresses.
    const fn folder(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Person => "person",
            Self::Membership => "membership",
            Self::Meeting => "meeting",
            Self::AgendaItem => "agenda-item",
            Self::Paper => "paper",
            Self::Consultation => "consultation",
            Self::File => "file",
            Self::Location => "location",
            Self::LegislativeTerm => "legislative-term",
        }
    }
}

/// The file of an address.
pub(super) fn file(archive: &Archive, route: OParl) -> String {
    let path = match route {
        OParl::Object(object) => object_path(archive, object),
        OParl::List(list, page) => {
            let list = list_path(archive, list);
            match page {
                0 | 1 => list,
                page => format!("{list}/{page}"),
            }
        }
        OParl::Changes(body) => format!("body/{}/changes", archive.body(body).slug),
    };
    format!("{OPARL}{path}.json")
}

fn list_path(archive: &Archive, list: OParlList) -> String {
    match list {
        OParlList::Bodies => "bodies".into(),
        OParlList::Body(body, kind) => {
            format!("body/{}/{}", archive.body(body).slug, kind.folder())
        }
        OParlList::Meetings(ix) => format!("{}/meeting", organization(archive, ix)),
        OParlList::Consultations(ix) => format!("{}/consultation", organization(archive, ix)),
        OParlList::Changes(body, year, month) => {
            let body = &archive.body(body).slug;
            format!("body/{body}/changes/{year:04}-{month:02}")
        }
    }
}

fn object_path(archive: &Archive, object: OParlObject) -> String {
    match object {
        OParlObject::System => "system".into(),
        OParlObject::Body(ix) => format!("body/{}", archive.body(ix).slug),
        OParlObject::LegislativeTerm(ix, at) => {
            let node = archive.body(ix);
            let terms = node.body.legislative_term.iter();
            let name = nth(terms.map(|term| slug(&term.name, "term")), at);
            format!("legislative-term/{}/{name}", node.slug)
        }
        OParlObject::Organization(ix) => organization(archive, ix),
        OParlObject::Person(ix) => format!("person/{}", person(archive, ix)),
        OParlObject::Membership(ix, at) => {
            let memberships = archive.person(ix).person.membership.iter();
            let organizations = memberships.map(|m| m.organization.value.to_string());
            let name = nth(organizations, at);
            format!("membership/{}/{name}", person(archive, ix))
        }
        OParlObject::Meeting(ix) => format!("meeting/{}", archive.meeting(ix).id),
        OParlObject::AgendaItem(ix, at) => {
            let name = agenda_item(archive, ix, at);
            format!("agenda-item/{}/{name}", archive.meeting(ix).id)
        }
        OParlObject::MeetingLocation(ix) => {
            let id = &archive.meeting(ix).id;
            format!("location/{}/meeting/{}", id.body, id.slug)
        }
        OParlObject::Paper(ix) => format!("paper/{}", archive.paper(ix).id),
        OParlObject::Consultation(ix, at) => {
            let node = archive.paper(ix);
            let steps = node.paper.consultation.iter();
            let name = nth(steps.map(|step| step.organization.value.to_string()), at);
            format!("consultation/{}/{name}", node.id)
        }
        OParlObject::Treatment(ix, at) => {
            let name = agenda_item(archive, ix, at);
            format!("consultation/{}--{name}", archive.meeting(ix).id)
        }
        OParlObject::MainFile(ix) => format!("file/{}", archive.paper(ix).id),
        OParlObject::File(ix, at) => {
            let node = archive.paper(ix);
            let files = node.paper.attachments.iter();
            let files = files.map(|file| file.file.as_ref().map_or("", |file| file.as_str()));
            let name = nth(files.map(|file| slug(file, "file")), at);
            format!("file/{}/{name}", node.id)
        }
        OParlObject::PaperLocation(ix) => {
            let id = &archive.paper(ix).id;
            format!("location/{}/paper/{}", id.body, id.slug)
        }
        // Ids of the register are made like these addresses.
        OParlObject::Deleted(at) => archive.register.lines()[at].line.id.to_string(),
        OParlObject::DeletedFile(line, at) => {
            let line = &archive.register.lines()[line].line;
            let names = line.files.iter().map(|file| slug(&file.name, "file"));
            format!("file/{}/{}", line.id.place(), nth(names, at))
        }
    }
}

fn organization(archive: &Archive, ix: OrganizationIx) -> String {
    let node = archive.organization(ix);
    let body = &archive.body(node.body).slug;
    format!("organization/{body}/{}", node.organization.slug.value)
}

fn person(archive: &Archive, ix: PersonIx) -> String {
    let node = archive.person(ix);
    format!(
        "{}/{}",
        archive.body(node.body).slug,
        node.person.slug.value
    )
}

fn agenda_item(archive: &Archive, ix: MeetingIx, at: usize) -> String {
    let items = archive.meeting(ix).meeting.agenda_item.iter();
    let numbers = items.map(|item| slug(item.number.as_deref().unwrap_or(""), "unnumbered"));
    nth(numbers, at)
}

fn slug(text: &str, otherwise: &str) -> String {
    Slug::from_text(text).map_or_else(|| otherwise.to_owned(), |slug| slug.to_string())
}

/// The name of the sibling at an index, told apart from those before it.
fn nth(mut names: impl Iterator<Item = String>, at: usize) -> String {
    let before: Vec<String> = names.by_ref().take(at).collect();
    let name = names.next().unwrap_or_default();
    match before.iter().filter(|other| **other == name).count() {
        0 => name,
        earlier => format!("{name}--{}", earlier + 1),
    }
}
