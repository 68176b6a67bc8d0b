//! Meetings and their agendas.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spanned::list;
use super::{Access, Allowance, DateTime, Slug, Spanned};

/// `bodies/<slug>/meetings/<date>-<slug>.md`; the text is the minutes.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Meeting {
    /// Title of the meeting.
    pub name: Spanned<String>,
    /// The organizations that meet, by slug.
    #[serde(default, deserialize_with = "list")]
    pub organization: Vec<Spanned<Slug>>,
    /// Begin: `2024-04-17T09:00`, or a bare date.
    pub start: DateTime,
    /// End.
    pub end: Option<DateTime>,
    /// Where it takes place.
    pub location: Option<String>,
    /// Whether it was cancelled.
    #[serde(default)]
    pub cancelled: bool,
    /// Points of the agenda, in order.
    #[serde(default, deserialize_with = "list")]
    pub agenda_item: Vec<AgendaItem>,
    /// `public` (the default) or `restricted`.
    #[serde(default)]
    pub access: Access,
    /// Address of the original.
    pub source: Option<Spanned<String>>,
    /// The record that an importer made this meeting of, by its id at the source; leave it as it is.
    #[serde(skip_serializing)]
    pub imported_from: Option<String>,
    /// What an importer was not sure about. `check` lists each entry; delete it when you have looked. Never published.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub review: Vec<Spanned<String>>,
    /// Texts that are blacked out wherever they stand in this file, in every output.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub redact: Vec<Spanned<String>>,
    /// Personal data that may be published here, each with the reason.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub personal_data: Vec<Allowance>,
}

/// One point of an agenda.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct AgendaItem {
    /// Number as printed.
    pub number: Option<String>,
    /// Title.
    pub name: String,
    /// The paper dealt with: its number or its place `<body>/<slug>`.
    pub paper: Option<Spanned<String>>,
    /// Whether it is dealt with in public; `false` keeps it out of the portal.
    #[serde(default = "yes")]
    pub public: bool,
    /// Result in the council's words.
    pub result: Option<String>,
}

fn yes() -> bool {
    true
}
