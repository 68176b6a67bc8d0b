//! A committee, faction or department.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day, days};
use super::word::OrganizationWord;
use super::{body_id, organization_id};
use crate::link::OrganizationIx;
use crate::output::Site;

/// A committee, faction or department (OParl: Organization).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct OrganizationRecord {
    /// Address of its page.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// The council that it belongs to.
    body: Address,
    /// Its name in addresses.
    slug: String,
    /// Official name.
    name: String,
    /// Name for lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    short_name: Option<String>,
    /// OParl's type.
    organization_type: OrganizationWord,
    /// Finer kind in the council's words: Stadtrat, Ausschuss, Referat …
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
}

/// An organization's record.
pub(in crate::output::data) fn organization(
    site: &Site<'_>,
    ix: OrganizationIx,
) -> OrganizationRecord {
    let node = site.archive.organization(ix);
    let (created, modified) = days(node.touched);
    let organization = &node.organization;
    OrganizationRecord {
        id: organization_id(site, ix),
        created,
        modified,
        body: body_id(site, node.body),
        slug: organization.slug.to_string(),
        name: organization.name.clone(),
        short_name: organization.short_name.clone(),
        organization_type: OrganizationWord(organization.organization_type.name()),
        classification: organization.classification.clone(),
    }
}
