//! The portal as a whole, and the parts of its papers.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::Address;
use super::{VERSION, body_id};
use crate::output::Site;
use crate::route::{Part, Route};

/// What the portal publishes: everything but papers and relations, and the parts that hold those.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct PortalRecord {
    /// Version of these shapes. A change that breaks a reader raises its first number.
    schema_version: &'static str,
    /// Address of the home page.
    id: Address,
    /// Name of the portal.
    name: String,
    /// What the portal is, in one or two sentences.
    description: String,
    /// Language of its readers, as in HTML (`de`).
    language: String,
    /// Licence of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    /// Who publishes.
    publisher: String,
}

/// A part of the papers, where `portal.json` names it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct PartOfPortal {
    /// Address of the file.
    url: Address,
    /// The council whose papers it holds.
    body: Address,
    /// The year of the papers; none if they bear no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    /// How many papers it holds, at most 1,000.
    papers: usize,
}

/// A part of the papers: up to 1,000 papers of a council and a year, the oldest first, and what they do to other papers.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct PartRecord {
    /// Address of the JSON Schema of this file.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    schema: Option<Address>,
    /// Version of these shapes. A change that breaks a reader raises its first number.
    schema_version: &'static str,
    /// The council.
    body: Address,
    /// The year; none if the papers bear no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
}

/// A part as the portal names it.
pub(in crate::output::data) fn part_of_portal(site: &Site<'_>, part: &Part) -> PartOfPortal {
    PartOfPortal {
        url: Address(site.map.absolute(&Route::Dump(part.dump()))),
        body: body_id(site, part.body),
        year: part.year,
        papers: part.papers.len(),
    }
}

/// The head of a part.
pub(in crate::output::data) fn part(
    site: &Site<'_>,
    part: &Part,
    schema: Option<&Address>,
) -> PartRecord {
    PartRecord {
        schema: schema.cloned(),
        schema_version: VERSION,
        body: body_id(site, part.body),
        year: part.year,
    }
}

/// The head of `portal.json`.
pub(in crate::output::data) fn portal(site: &Site<'_>) -> PortalRecord {
    let portal = &site.archive.portal;
    PortalRecord {
        schema_version: VERSION,
        id: Address(site.map.absolute(&Route::Home)),
        name: portal.name.clone(),
        description: portal.description.clone(),
        language: portal.language.value.clone(),
        license: portal.license.as_ref().map(|license| license.value.clone()),
        publisher: portal.publisher.name.clone(),
    }
}
