//! Organizations: councils, committees, factions, departments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Slug, Spanned};

/// One entry of `bodies/<slug>/organizations.yaml`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Organization {
    /// Name in addresses; unique within the body.
    pub slug: Spanned<Slug>,
    /// Official name.
    pub name: String,
    /// Short name for lists.
    pub short_name: Option<String>,
    /// OParl's type of organization.
    #[serde(default)]
    pub organization_type: OrganizationType,
    /// Finer kind in the council's words: Stadtrat, Ausschuss, Referat …
    pub classification: Option<String>,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Website.
    pub website: Option<Spanned<String>>,
    /// First day of its existence.
    pub start_date: Option<Date>,
    /// Last day of its existence.
    pub end_date: Option<Date>,
}

/// OParl 1.1's `organizationType`, in its own German words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum OrganizationType {
    /// A council or committee: it meets and decides.
    Gremium,
    /// A faction of a council.
    Fraktion,
    /// A party.
    Partei,
    /// A department of the administration.
    Verwaltungsbereich,
    /// A committee outside the body.
    #[serde(rename = "externes Gremium")]
    ExternesGremium,
    /// An institution.
    Institution,
    /// Anything else.
    #[default]
    Sonstiges,
}

impl OrganizationType {
    /// OParl's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gremium => "Gremium",
            Self::Fraktion => "Fraktion",
            Self::Partei => "Partei",
            Self::Verwaltungsbereich => "Verwaltungsbereich",
            Self::ExternesGremium => "externes Gremium",
            Self::Institution => "Institution",
            Self::Sonstiges => "Sonstiges",
        }
    }

    /// Its key in language files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gremium => "gremium",
            Self::Fraktion => "fraktion",
            Self::Partei => "partei",
            Self::Verwaltungsbereich => "verwaltungsbereich",
            Self::ExternesGremium => "externes_gremium",
            Self::Institution => "institution",
            Self::Sonstiges => "sonstiges",
        }
    }
}
