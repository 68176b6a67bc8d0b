//! Organizations, people in office and their memberships.

use super::fields::Fields;
use super::object::{begin, end};
use super::{address, id};
use crate::link::{OrganizationIx, PersonIx};
use crate::output::Site;
use crate::route::{OParl, OParlList, OParlObject, Route};

/// A committee, faction or department.
pub(super) fn organization(site: &Site<'_>, ix: OrganizationIx) -> Fields {
    let node = site.archive.organization(ix);
    let organization = &node.organization;
    let list = |list| address(site, OParl::List(list, 1));
    let members = node.members.iter();
    let members = members.map(|(person, at)| id(site, OParlObject::Membership(*person, *at)));
    let website = organization.website.as_ref();
    let object = OParlObject::Organization(ix);
    let mut fields = begin(site, object);
    fields.put("body", id(site, OParlObject::Body(node.body)));
    fields.put("name", organization.name.as_str());
    fields.put("shortName", organization.short_name.clone());
    fields.put("organizationType", organization.organization_type.name());
    fields.put("classification", organization.classification.clone());
    fields.put("membership", members.collect::<Vec<_>>());
    fields.put("consultation", list(OParlList::Consultations(ix)));
    fields.put(
        "startDate",
        organization.start_date.map(|day| day.to_string()),
    );
    fields.put("endDate", organization.end_date.map(|day| day.to_string()));
    fields.put("website", website.map(|website| website.value.clone()));
    let web = Route::Organization(ix, 1);
    end(site, &mut fields, object, Some(node.body), Some(&web));
    fields.put("drucksache:description", organization.description.clone());
    // OParl calls this list `meeting`, which validators of version 1.0 take for a list of addresses.
    fields.put("drucksache:meeting", list(OParlList::Meetings(ix)));
    fields
}

/// A person in office.
pub(super) fn person(site: &Site<'_>, ix: PersonIx) -> Fields {
    let node = site.archive.person(ix);
    let person = &node.person;
    let memberships = node.memberships.iter();
    let memberships = memberships.map(|(_, at)| membership(site, ix, *at, true));
    let object = OParlObject::Person(ix);
    let mut fields = begin(site, object);
    fields.put("body", id(site, OParlObject::Body(node.body)));
    fields.put("name", person.name.as_str());
    fields.put("familyName", person.family_name.clone());
    fields.put("status", person.office.iter().cloned().collect::<Vec<_>>());
    fields.put("membership", memberships.collect::<Vec<_>>());
    let web = Some(Route::Person(ix, 1)).filter(|_| node.is_in_office());
    end(site, &mut fields, object, Some(node.body), web.as_ref());
    fields
}

/// A person's membership in an organization.
pub(super) fn membership(site: &Site<'_>, ix: PersonIx, at: usize, embedded: bool) -> Fields {
    let node = site.archive.person(ix);
    let membership = &node.person.membership[at];
    let organization = node.memberships.iter().find(|(_, of)| *of == at);
    let object = OParlObject::Membership(ix, at);
    let mut fields = begin(site, object);
    if !embedded {
        fields.put("person", id(site, OParlObject::Person(ix)));
    }
    let organization = organization.map(|(ix, _)| id(site, OParlObject::Organization(*ix)));
    fields.put("organization", organization);
    fields.put("role", membership.role.clone());
    fields.put("votingRight", membership.voting_right);
    fields.put(
        "startDate",
        membership.start_date.map(|day| day.to_string()),
    );
    fields.put("endDate", membership.end_date.map(|day| day.to_string()));
    let web = Route::Person(ix, 1);
    end(site, &mut fields, object, Some(node.body), Some(&web));
    fields
}
