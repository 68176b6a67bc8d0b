//! Topics: what papers of several councils have in common.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spanned::list;
use super::{Allowance, Spanned};

/// `topics/<slug>.md`; the text explains the topic.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Topic {
    /// Name of the topic.
    pub name: String,
    /// Other words for it.
    #[serde(default, deserialize_with = "list")]
    pub aliases: Vec<String>,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Texts that are blacked out wherever they stand in this file, in every output.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub redact: Vec<Spanned<String>>,
    /// Personal data that may be published here, each with the reason.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub personal_data: Vec<Allowance>,
}
