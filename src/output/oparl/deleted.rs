//! Objects that are not there any more: moved or taken away. OParl wants them to stay at their address, and among
//! what changed, with nothing but when (OParl 1.1, section 2.8, „Gelöschte Objekte“).

use std::collections::BTreeSet;

use super::fields::Fields;
use super::id;
use super::object::{begin, moment};
use crate::link::{Object, PartedFile, State, Touched};
use crate::model::{ObjectKind, RegisterLine};
use crate::output::Site;
use crate::route::OParlObject;

/// All of them, by their line in the register.
pub(super) fn all<'s>(site: &'s Site<'_>) -> impl Iterator<Item = OParlObject> + 's {
    let apart = site.archive.register.apart();
    apart.filter_map(|(at, known)| {
        let gone = !known.line.is_live();
        let gone = gone && kind(site, at).is_some() && !is_still_there(site, at);
        gone.then_some(OParlObject::Deleted(at))
    })
}

/// People without an office have no page; OParl knows them all the same.
fn is_still_there(site: &Site<'_>, at: usize) -> bool {
    let id = &site.archive.register.lines()[at].line.id;
    let mut people = site.archive.people.iter();
    id.kind() == ObjectKind::Person
        && people.any(|node| {
            let body = &site.archive.body(node.body).slug;
            id.place() == format!("{body}/{}", node.person.slug.value)
        })
}

/// The name of its type; none if OParl has no such objects.
pub(super) fn kind(site: &Site<'_>, at: usize) -> Option<&'static str> {
    Some(match site.archive.register.lines()[at].line.id.kind() {
        ObjectKind::Body => "Body",
        ObjectKind::Meeting => "Meeting",
        ObjectKind::Organization => "Organization",
        ObjectKind::Paper => "Paper",
        ObjectKind::Person => "Person",
        ObjectKind::Page | ObjectKind::Procedure | ObjectKind::Topic => return None,
    })
}

/// Files of papers that are not there any more. Of two whose names make one address, what is there has it.
pub(super) fn files(site: &Site<'_>) -> Vec<OParlObject> {
    let archive = site.archive;
    let parted: Vec<PartedFile<'_>> = archive.register.parted_files().collect();
    let papers: BTreeSet<usize> = parted.iter().map(|file| file.line).collect();
    let papers = papers
        .into_iter()
        .filter_map(|line| match archive.register.lines()[line].state {
            State::Live(Object::Paper(ix)) => Some(ix),
            _ => None,
        });
    let live = papers.flat_map(|ix| {
        let files = 0..archive.paper(ix).attachments.len();
        files.map(move |at| OParlObject::File(ix, at))
    });
    let taken: BTreeSet<String> = live.map(|object| id(site, object)).collect();
    let files = parted.iter();
    let files = files.map(|file| OParlObject::DeletedFile(file.line, file.at));
    files
        .filter(|file| !taken.contains(&id(site, *file)))
        .collect()
}

/// The council that something belonged to.
pub(super) fn body<'s>(site: &'s Site<'_>, object: OParlObject) -> Option<&'s str> {
    line(site, object)?.id.body()
}

/// What the register says of it, or of the paper that it belonged to.
fn line<'s>(site: &'s Site<'_>, object: OParlObject) -> Option<&'s RegisterLine> {
    match object {
        OParlObject::Deleted(at) | OParlObject::DeletedFile(at, _) => {
            Some(&site.archive.register.lines()[at].line)
        }
        _ => None,
    }
}

/// When it was published first, and when it went.
pub(super) fn touched(site: &Site<'_>, object: OParlObject) -> Touched {
    let days = match object {
        OParlObject::DeletedFile(line, at) => {
            let found = site.archive.register.parted_file(line, at);
            found.map(|file| (file.file.created, file.day))
        }
        _ => line(site, object).map(|line| (line.created, line.modified)),
    };
    let (created, modified) = days.unwrap_or_default();
    Touched {
        created,
        modified,
        stated: true,
    }
}

/// What is left of an object.
pub(super) fn deleted(site: &Site<'_>, object: OParlObject) -> Fields {
    let touched = touched(site, object);
    let mut fields = begin(site, object);
    fields.put("created", moment(touched.created));
    fields.put("modified", moment(touched.modified));
    fields.put("deleted", true);
    fields
}
