//! People in office.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spanned::list;
use super::{Date, Slug, Spanned};

/// One entry of `bodies/<slug>/people.yaml`. Only what their office makes public.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Person {
    /// Name in addresses; unique within the body.
    pub slug: Spanned<Slug>,
    /// Full name with academic title, as the council prints it.
    pub name: String,
    /// Family name, for sorting; the last word of the name when left out.
    pub family_name: Option<String>,
    /// Office in words: 2. Bürgermeister, Stadträtin …
    pub office: Option<String>,
    /// Memberships in organizations.
    #[serde(default, deserialize_with = "list")]
    pub membership: Vec<Membership>,
}

/// A person's place in an organization.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Membership {
    /// The organization, by slug.
    pub organization: Spanned<Slug>,
    /// Role: Mitglied, Vorsitz, Leitung …
    pub role: Option<String>,
    /// Whether it comes with the right to vote; leave it out when nobody says so.
    pub voting_right: Option<bool>,
    /// First day.
    pub start_date: Option<Date>,
    /// Last day.
    pub end_date: Option<Date>,
}
