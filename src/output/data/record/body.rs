//! A council.

use schemars::JsonSchema;
use serde::Serialize;

use super::body_id;
use super::value::{Address, Day, days};
use crate::link::BodyIx;
use crate::output::Site;

/// A council (OParl: Body).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct BodyRecord {
    /// Address of its page.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// Its name in addresses.
    slug: String,
    /// Official name.
    name: String,
    /// Name for running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    short_name: Option<String>,
    /// Kind of body: Stadt, Gemeinde, Landkreis …
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
    /// Amtlicher Gemeindeschlüssel, 5 to 8 digits; it may begin with a zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    ags: Option<String>,
    /// The body's own website.
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    /// How many of its papers the portal has.
    paper_count: usize,
}

/// A council's record.
pub(in crate::output::data) fn body(site: &Site<'_>, ix: BodyIx) -> BodyRecord {
    let node = site.archive.body(ix);
    let (created, modified) = days(node.touched);
    let body = &node.body;
    BodyRecord {
        id: body_id(site, ix),
        created,
        modified,
        slug: node.slug.to_string(),
        name: body.name.clone(),
        short_name: body.short_name.clone(),
        classification: body.classification.clone(),
        ags: body.ags.as_ref().map(|ags| ags.value.clone()),
        website: body.website.as_ref().map(|website| website.value.clone()),
        paper_count: node.papers.len(),
    }
}
