//! Meetings, their agendas and places.

use super::fields::Fields;
use super::id;
use super::object::{begin, end, time};
use crate::link::{MeetingIx, deciding_step};
use crate::output::Site;
use crate::route::{OParlObject, Route};

/// A meeting with its agenda.
pub(super) fn meeting(site: &Site<'_>, ix: MeetingIx) -> Fields {
    let node = site.archive.meeting(ix);
    let meeting = &node.meeting;
    let organizations = node.organizations.iter();
    let organizations = organizations.map(|ix| id(site, OParlObject::Organization(*ix)));
    let items = agenda(site, ix).map(|at| agenda_item(site, ix, at, true));
    let location = place(site, ix).map(|_| location(site, ix, true));
    let object = OParlObject::Meeting(ix);
    let mut fields = begin(site, object);
    fields.put("name", meeting.name.as_str());
    fields.put("cancelled", meeting.cancelled.then_some(true));
    fields.put("start", time(meeting.start));
    fields.put("end", meeting.end.map(time));
    fields.put("location", location);
    fields.put("organization", organizations.collect::<Vec<_>>());
    fields.put("agendaItem", items.collect::<Vec<_>>());
    let web = Route::Meeting(ix);
    end(site, &mut fields, object, Some(node.body), Some(&web));
    fields.put(
        "drucksache:source",
        meeting.source.as_ref().map(|source| source.value.clone()),
    );
    fields
}

/// The public points of a meeting's agenda.
pub(super) fn agenda(site: &Site<'_>, ix: MeetingIx) -> std::ops::Range<usize> {
    0..site.archive.meeting(ix).meeting.agenda_item.len()
}

/// A point of an agenda. What stands in its paper's Beratungsfolge counts for it too.
pub(super) fn agenda_item(site: &Site<'_>, ix: MeetingIx, at: usize, embedded: bool) -> Fields {
    let node = site.archive.meeting(ix);
    let item = &node.meeting.agenda_item[at];
    let step = node.agenda[at].zip(node.steps[at]);
    let dealt = step.map(|(ix, at)| (site.archive.paper(ix), at));
    let result = dealt.and_then(|(paper, at)| paper.paper.consultation[at].result.clone());
    let decided = dealt.filter(|(paper, at)| deciding_step(paper) == Some(*at));
    let resolution = decided.and_then(|(paper, _)| paper.paper.resolution.as_ref()?.text.clone());
    let consultation = match step {
        Some((paper, step)) => Some(OParlObject::Consultation(paper, step)),
        None => node.agenda[at].map(|_| OParlObject::Treatment(ix, at)),
    };
    let object = OParlObject::AgendaItem(ix, at);
    let mut fields = begin(site, object);
    if !embedded {
        fields.put("meeting", id(site, OParlObject::Meeting(ix)));
    }
    fields.put("number", item.number.clone());
    fields.put("order", at + 1);
    fields.put("name", item.name.as_str());
    fields.put("public", true);
    fields.put("consultation", consultation.map(|object| id(site, object)));
    fields.put("result", item.result.clone().or(result));
    fields.put("resolutionText", resolution);
    let web = Route::Meeting(ix);
    end(site, &mut fields, object, Some(node.body), Some(&web));
    fields
}

/// Papers on the agenda whose Beratungsfolge does not know of it.
pub(super) fn treatments(site: &Site<'_>, ix: MeetingIx) -> Vec<OParlObject> {
    let node = site.archive.meeting(ix);
    let unknown = node.agenda.iter().zip(&node.steps).enumerate();
    unknown
        .filter(|(_, (paper, step))| paper.is_some() && step.is_none())
        .map(|(at, _)| OParlObject::Treatment(ix, at))
        .collect()
}

/// A paper on an agenda, as the consultation that its Beratungsfolge does not name.
pub(super) fn treatment(site: &Site<'_>, ix: MeetingIx, at: usize) -> Fields {
    let node = site.archive.meeting(ix);
    let item = &node.meeting.agenda_item[at];
    let organizations = node.organizations.iter();
    let organizations = organizations.map(|ix| id(site, OParlObject::Organization(*ix)));
    let object = OParlObject::Treatment(ix, at);
    let mut fields = begin(site, object);
    let paper = node.agenda[at].map(OParlObject::Paper);
    fields.put("paper", paper.map(|paper| id(site, paper)));
    fields.put("agendaItem", id(site, OParlObject::AgendaItem(ix, at)));
    fields.put("meeting", id(site, OParlObject::Meeting(ix)));
    fields.put("organization", organizations.collect::<Vec<_>>());
    let web = Route::Meeting(ix);
    end(site, &mut fields, object, Some(node.body), Some(&web));
    fields.put("drucksache:date", node.meeting.start.date.to_string());
    fields.put("drucksache:result", item.result.clone());
    fields
}

/// Where a meeting takes place, if somebody says so.
pub(super) fn place(site: &Site<'_>, ix: MeetingIx) -> Option<OParlObject> {
    let place = site.archive.meeting(ix).meeting.location.as_deref();
    place
        .filter(|place| !place.trim().is_empty())
        .map(|_| OParlObject::MeetingLocation(ix))
}

/// The place of a meeting.
pub(super) fn location(site: &Site<'_>, ix: MeetingIx, embedded: bool) -> Fields {
    let node = site.archive.meeting(ix);
    let object = OParlObject::MeetingLocation(ix);
    let mut fields = begin(site, object);
    fields.put("description", node.meeting.location.clone());
    if !embedded {
        fields.put("meetings", vec![id(site, OParlObject::Meeting(ix))]);
    }
    end(site, &mut fields, object, Some(node.body), None);
    fields
}
