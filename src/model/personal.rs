//! Personal data in published texts: what is blacked out, what may stay and why.

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Spanned;

/// Personal data that may be published here, with the reason.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Allowance {
    /// What may stay: an e-mail address, phone number … as the text has it.
    pub allow: Spanned<String>,
    /// Why it may: for example consent, or that it is an office's.
    pub reason: Spanned<String>,
}
