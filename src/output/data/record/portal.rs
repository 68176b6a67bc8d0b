//! The portal as a whole.

use schemars::JsonSchema;
use serde::Serialize;

use super::VERSION;
use super::value::Address;
use crate::output::Site;
use crate::route::Route;

/// Everything that the portal publishes, in one object.
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

/// The head of the full dump.
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
