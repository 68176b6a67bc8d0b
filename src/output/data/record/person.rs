//! A person in office.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day, days};
use super::{body_id, none, organization_id};
use crate::link::PersonIx;
use crate::output::Site;
use crate::route::Route;

/// A person whom papers name in their office (OParl: Person).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct PersonRecord {
    /// Their id: the council's address with `#person-` and their slug. It stays the same whether they have a page or not.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// The council.
    body: Address,
    /// Their name in addresses.
    slug: String,
    /// Full name with academic title, as the council prints it.
    name: String,
    /// Office in words: 2. Bürgermeister, Stadträtin …
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    /// Memberships in committees, factions and departments.
    #[serde(skip_serializing_if = "none")]
    membership: Vec<MembershipRecord>,
    /// Address of their page, if they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<Address>,
}

/// A person's place in an organization (OParl: Membership).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct MembershipRecord {
    /// The organization.
    organization: Address,
    /// Role: Mitglied, Vorsitz, Leitung …
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<Day>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Day>,
}

/// A person's record.
pub(in crate::output::data) fn person(site: &Site<'_>, ix: PersonIx) -> PersonRecord {
    let node = site.archive.person(ix);
    let (created, modified) = days(node.touched);
    let memberships = node.memberships.iter().map(|(organization, at)| {
        let membership = &node.person.membership[*at];
        MembershipRecord {
            organization: organization_id(site, *organization),
            role: membership.role.clone(),
            start_date: membership.start_date.map(Day::from),
            end_date: membership.end_date.map(Day::from),
        }
    });
    PersonRecord {
        id: Address(site.map.person_id(ix)),
        created,
        modified,
        body: body_id(site, node.body),
        slug: node.person.slug.to_string(),
        name: node.person.name.clone(),
        office: node.person.office.clone(),
        membership: memberships.collect(),
        web: node
            .is_in_office()
            .then(|| Address(site.map.absolute(&Route::Person(ix, 1)))),
    }
}
