//! Papers, their Beratungsfolgen, files and places.

use serde_json::Number;

use super::fields::Fields;
use super::object::{begin, end, license};
use super::{extension, id};
use crate::link::{PaperIx, PaperNode, Relation, Target, deciding_step, says_decision};
use crate::model::RelationType;
use crate::output::Site;
use crate::route::{OParlObject, Route};

/// A paper with all that belongs to it.
pub(super) fn paper(site: &Site<'_>, ix: PaperIx) -> Fields {
    let node = site.archive.paper(ix);
    let paper = &node.paper;
    let organizations = |list: &[crate::link::OrganizationIx]| -> Vec<String> {
        let object = |ix: &crate::link::OrganizationIx| id(site, OParlObject::Organization(*ix));
        list.iter().map(object).collect()
    };
    let people = node.originator_people.iter();
    let people = people.map(|ix| id(site, OParlObject::Person(*ix)));
    let main = (!node.text.empty).then(|| main_file(site, ix, true));
    let attached = attachments(node).map(|at| file(site, ix, at, true));
    let place = place(site, ix).map(|_| location(site, ix, true));
    let steps = 0..paper.consultation.len();
    let steps = steps.map(|at| consultation(site, ix, at, true));
    let others = Others::of(site, ix, node);
    let object = OParlObject::Paper(ix);
    let mut fields = begin(site, object);
    fields.put("body", id(site, OParlObject::Body(node.body)));
    fields.put("name", paper.name.as_str());
    let number = node.number.as_ref();
    fields.put("reference", number.map(|number| number.display.to_string()));
    fields.put("date", paper.date.map(|day| day.to_string()));
    fields.put("paperType", paper.paper_type.clone());
    fields.put("relatedPaper", others.related);
    fields.put("superordinatedPaper", others.superordinated);
    fields.put("subordinatedPaper", others.subordinated);
    fields.put("mainFile", main);
    fields.put("auxiliaryFile", attached.collect::<Vec<_>>());
    fields.put("location", place.into_iter().collect::<Vec<_>>());
    fields.put("originatorPerson", people.collect::<Vec<_>>());
    fields.put("underDirectionOf", organizations(&node.under_direction_of));
    fields.put("originatorOrganization", organizations(&node.originators));
    fields.put("consultation", steps.collect::<Vec<_>>());
    fields.put("keyword", paper.keyword.strings());
    finish(site, &mut fields, object, ix);
    extension::paper(site, &mut fields, ix);
    fields
}

/// Ends a paper, or what belongs to it.
fn finish(site: &Site<'_>, fields: &mut Fields, object: OParlObject, ix: PaperIx) {
    let body = site.archive.paper(ix).body;
    let web = Route::Paper(ix);
    end(site, fields, object, Some(body), Some(&web));
}

/// Papers around a paper, by OParl's three words.
#[derive(Default)]
struct Others {
    related: Vec<String>,
    superordinated: Vec<String>,
    subordinated: Vec<String>,
}

impl Others {
    /// What a paper changes, adds to or answers stands above it.
    fn of(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Self {
        let mut others = Self::default();
        let paper = |ix: PaperIx| id(site, OParlObject::Paper(ix));
        for relation in &node.relations {
            if let Target::Paper(other) = relation.target
                && other != ix
            {
                others.add(paper(other), relation, true);
            }
        }
        for (other, at) in node.incoming.iter().filter(|(other, _)| *other != ix) {
            let relation = site.archive.paper(*other).relation(*at);
            others.add(paper(*other), relation, false);
        }
        others
    }

    fn add(&mut self, other: String, relation: &Relation, above: bool) {
        let (ordered, beside) = place_of(relation);
        if beside {
            self.related.push(other.clone());
        }
        match (ordered, above) {
            (false, _) => {}
            (true, true) => self.superordinated.push(other),
            (true, false) => self.subordinated.push(other),
        }
    }
}

/// Whether a relation orders its papers, and whether it puts them beside each other.
fn place_of(relation: &Relation) -> (bool, bool) {
    match relation.relation_type {
        _ if !relation.confirmed => (false, true),
        RelationType::Answers => (true, true),
        RelationType::Amends | RelationType::Supplements => (true, false),
        _ => (false, true),
    }
}

/// A step of a Beratungsfolge.
pub(super) fn consultation(site: &Site<'_>, ix: PaperIx, at: usize, embedded: bool) -> Fields {
    let node = site.archive.paper(ix);
    let step = &node.paper.consultation[at];
    let sitting = node.held_at[at];
    let organization = node.consultations[at].map(OParlObject::Organization);
    let organization = organization.map(|object| id(site, object));
    let decides = step.role.as_deref().map(says_decision);
    let decided = deciding_step(node) == Some(at);
    let object = OParlObject::Consultation(ix, at);
    let mut fields = begin(site, object);
    if !embedded {
        fields.put("paper", id(site, OParlObject::Paper(ix)));
    }
    let item = sitting.and_then(|sitting| {
        let item = OParlObject::AgendaItem(sitting.meeting, sitting.item?);
        Some(id(site, item))
    });
    fields.put("agendaItem", item);
    let meeting = sitting.map(|sitting| OParlObject::Meeting(sitting.meeting));
    fields.put("meeting", meeting.map(|meeting| id(site, meeting)));
    fields.put("organization", organization.into_iter().collect::<Vec<_>>());
    fields.put("authoritative", if decided { Some(true) } else { decides });
    fields.put("role", step.role.clone());
    finish(site, &mut fields, object, ix);
    extension::consultation(&mut fields, step);
    fields
}

/// The files of a paper: its text, and what is attached to it.
pub(super) fn files(site: &Site<'_>, ix: PaperIx) -> Vec<OParlObject> {
    let node = site.archive.paper(ix);
    let main = (!node.text.empty).then_some(OParlObject::MainFile(ix));
    let attached = attachments(node).map(|at| OParlObject::File(ix, at));
    main.into_iter().chain(attached).collect()
}

/// Attachments that are published; others are only named.
fn attachments(node: &PaperNode) -> impl Iterator<Item = usize> + '_ {
    let files = node.attachments.iter().enumerate();
    files.filter_map(|(at, file)| file.is_some().then_some(at))
}

/// The text of a paper: its page.
pub(super) fn main_file(site: &Site<'_>, ix: PaperIx, embedded: bool) -> Fields {
    let node = site.archive.paper(ix);
    let object = OParlObject::MainFile(ix);
    let mut fields = begin(site, object);
    fields.put("name", node.paper.name.as_str());
    fields.put("fileName", format!("{}.html", node.id.slug));
    fields.put("mimeType", "text/html");
    fields.put("date", node.paper.date.map(|day| day.to_string()));
    fields.put("accessUrl", site.map.absolute(&Route::Paper(ix)));
    belongs(site, &mut fields, object, ix, embedded);
    fields
}

/// An attached file.
pub(super) fn file(site: &Site<'_>, ix: PaperIx, at: usize, embedded: bool) -> Fields {
    let attachment = &site.archive.paper(ix).paper.attachments[at];
    let name = attachment.file.as_ref().map(|file| file.value.clone());
    let kind = mime_guess::from_path(name.as_deref().unwrap_or("")).first();
    let object = OParlObject::File(ix, at);
    let mut fields = begin(site, object);
    fields.put("name", attachment.name.as_str());
    fields.put("fileName", name);
    fields.put("mimeType", kind.map(|kind| kind.essence_str().to_owned()));
    if let Some(measure) = site.attachment(ix, at) {
        fields.put("size", Number::from(measure.bytes));
        fields.put("sha1Checksum", measure.sha1.clone());
        fields.put("sha512Checksum", measure.sha512.clone());
    }
    let address = site.map.absolute(&Route::Attachment(ix, at));
    fields.put("accessUrl", address);
    belongs(site, &mut fields, object, ix, embedded);
    fields
}

fn belongs(site: &Site<'_>, fields: &mut Fields, object: OParlObject, ix: PaperIx, embedded: bool) {
    let body = site.archive.paper(ix).body;
    fields.put("fileLicense", license(site, Some(body)));
    if !embedded {
        fields.put("paper", vec![id(site, OParlObject::Paper(ix))]);
    }
    finish(site, fields, object, ix);
}

/// The place that a paper is about, if it says so.
pub(super) fn place(site: &Site<'_>, ix: PaperIx) -> Option<OParlObject> {
    let place = site.archive.paper(ix).paper.location.as_deref();
    place
        .filter(|place| !place.trim().is_empty())
        .map(|_| OParlObject::PaperLocation(ix))
}

/// The place of a paper.
pub(super) fn location(site: &Site<'_>, ix: PaperIx, embedded: bool) -> Fields {
    let node = site.archive.paper(ix);
    let object = OParlObject::PaperLocation(ix);
    let mut fields = begin(site, object);
    fields.put("description", node.paper.location.clone());
    if !embedded {
        fields.put("papers", vec![id(site, OParlObject::Paper(ix))]);
    }
    end(site, &mut fields, object, Some(node.body), None);
    fields
}
