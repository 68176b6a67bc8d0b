//! The portal, its councils and their legislative terms.

use super::fields::{Fields, Value};
use super::object::{begin, end};
use super::{address, id};
use crate::link::BodyIx;
use crate::output::Site;
use crate::route::{OParl, OParlKind, OParlList, OParlObject, Route};

/// The entry point.
pub(super) fn system(site: &Site<'_>) -> Fields {
    let portal = &site.archive.portal;
    let contact = portal.contact.as_ref();
    let mut fields = begin(site, OParlObject::System);
    fields.put("oparlVersion", "https://schema.oparl.org/1.1/");
    fields.put("name", portal.name.as_str());
    fields.put("body", address(site, OParl::List(OParlList::Bodies, 1)));
    fields.put("contactEmail", contact.and_then(|c| c.email.clone()));
    fields.put("contactName", contact.and_then(|c| c.name.clone()));
    fields.put("website", site.map.absolute(&Route::Home));
    let web = Route::Data;
    end(site, &mut fields, OParlObject::System, None, Some(&web));
    fields.put("drucksache:description", portal.description.as_str());
    fields
}

/// A council, with the lists of all that belongs to it.
pub(super) fn body(site: &Site<'_>, ix: BodyIx) -> Fields {
    let node = site.archive.body(ix);
    let body = &node.body;
    let contact = site.archive.portal.contact.as_ref();
    let list = |kind| address(site, OParl::List(OParlList::Body(ix, kind), 1));
    let terms = (0..body.legislative_term.len()).map(|at| Value::Object(term(site, ix, at, true)));
    let object = OParlObject::Body(ix);
    let mut fields = begin(site, object);
    fields.put("system", id(site, OParlObject::System));
    fields.put("name", body.name.as_str());
    fields.put("shortName", body.short_name.clone());
    fields.put("classification", body.classification.clone());
    fields.put("website", body.website.as_ref().map(|w| w.value.clone()));
    fields.put("ags", body.ags.as_ref().map(|ags| ags.value.clone()));
    fields.put("rgs", body.rgs.clone());
    fields.put("contactEmail", contact.and_then(|c| c.email.clone()));
    fields.put("contactName", contact.and_then(|c| c.name.clone()));
    fields.put("organization", list(OParlKind::Organization));
    fields.put("person", list(OParlKind::Person));
    fields.put("membership", list(OParlKind::Membership));
    fields.put("meeting", list(OParlKind::Meeting));
    fields.put("agendaItem", list(OParlKind::AgendaItem));
    fields.put("paper", list(OParlKind::Paper));
    fields.put("consultation", list(OParlKind::Consultation));
    fields.put("file", list(OParlKind::File));
    fields.put("locationList", list(OParlKind::Location));
    fields.put("legislativeTermList", list(OParlKind::LegislativeTerm));
    fields.must("legislativeTerm", Value::List(terms.collect()));
    let web = Route::Body(ix, 1);
    end(site, &mut fields, object, Some(ix), Some(&web));
    fields.put("drucksache:description", body.description.clone());
    fields.put(
        "drucksache:source",
        body.source.as_ref().map(|s| s.value.clone()),
    );
    fields.put("drucksache:changes", address(site, OParl::Changes(ix)));
    fields
}

/// A legislative term.
pub(super) fn term(site: &Site<'_>, ix: BodyIx, at: usize, embedded: bool) -> Fields {
    let node = site.archive.body(ix);
    let term = &node.body.legislative_term[at];
    let object = OParlObject::LegislativeTerm(ix, at);
    let mut fields = begin(site, object);
    if !embedded {
        fields.put("body", id(site, OParlObject::Body(ix)));
    }
    fields.put("name", term.name.as_str());
    fields.put("startDate", term.start_date.map(|day| day.to_string()));
    fields.put("endDate", term.end_date.map(|day| day.to_string()));
    let web = Route::Body(ix, 1);
    end(site, &mut fields, object, Some(ix), Some(&web));
    fields
}
