//! Pages that belong to the portal itself: about, imprint, privacy, accessibility.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spanned::list;
use super::{Allowance, Spanned};

/// `pages/<slug>.md`, published at `/<slug>/`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Page {
    /// Title of the page.
    pub name: String,
    /// Text of the link to the page; its title when left out.
    pub menu_name: Option<String>,
    /// One sentence for search engines and previews.
    pub description: Option<String>,
    /// Which menu links to it.
    #[serde(default)]
    pub menu: MenuPlace,
    /// Place in the menu, small numbers first.
    #[serde(default)]
    pub order: i32,
    /// Texts that are blacked out wherever they stand in this file, in every output.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub redact: Vec<Spanned<String>>,
    /// Personal data that may be published here, each with the reason.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub personal_data: Vec<Allowance>,
}

/// Where a page is linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum MenuPlace {
    /// At the head of every page.
    Header,
    /// At the foot of every page.
    #[default]
    Footer,
    /// Nowhere.
    None,
}
