//! A body (Körperschaft): a municipality or district with its council.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::spanned::list;
use super::{Date, Spanned};
use crate::scheme::SchemeEntry;

/// `bodies/<slug>/body.yaml`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Body {
    /// Official name: Landeshauptstadt München.
    pub name: String,
    /// Name in running text and lists: München.
    pub short_name: Option<String>,
    /// Kind of body: Stadt, Gemeinde, Landkreis …
    pub classification: Option<String>,
    /// Amtlicher Gemeindeschlüssel, 5 to 8 digits; quote it, since it may begin with a zero.
    pub ags: Option<Spanned<String>>,
    /// Regionalschlüssel, 12 digits.
    pub rgs: Option<String>,
    /// The body's own website.
    pub website: Option<Spanned<String>>,
    /// The council information system that the papers come from.
    pub source: Option<Spanned<String>>,
    /// Licence of the body's papers, as an address.
    pub license: Option<Spanned<String>>,
    /// One or two plain sentences about the body.
    pub description: Option<String>,
    /// Legislative terms (Wahlperioden).
    #[serde(default, deserialize_with = "list")]
    pub legislative_term: Vec<LegislativeTerm>,
    /// How the council numbers its papers: names of ready-made schemes, or schemes of its own.
    #[serde(default, deserialize_with = "list", serialize_with = "nothing")]
    pub schemes: Vec<Spanned<SchemeEntry>>,
    /// How long the council has to answer motions and questions, as its rules of procedure say.
    #[serde(default, deserialize_with = "list")]
    pub deadlines: Vec<AnswerDeadline>,
}

/// How numbers are recognised is no part of what a council is said to be.
fn nothing<T, S: Serializer>(_: T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// How long the council has to answer papers of one kind.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct AnswerDeadline {
    /// The kind, in the council's words; it counts for every `paperType` that contains it: `Antrag` for
    /// Stadtratsantrag too.
    pub paper_type: String,
    /// Days from the paper's date.
    pub days: u16,
}

/// A legislative term.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct LegislativeTerm {
    /// Name: 2020–2026.
    pub name: String,
    /// First day.
    pub start_date: Option<Date>,
    /// Last day.
    pub end_date: Option<Date>,
}

impl Body {
    /// The name for running text and lists.
    #[must_use]
    pub fn label(&self) -> &str {
        self.short_name.as_deref().unwrap_or(&self.name)
    }

    /// The names under which papers speak of it, the shortest first: Wiesbaden, Landeshauptstadt
    /// Wiesbaden.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        const KINDS: [&str; 9] = [
            "Stadt",
            "Landeshauptstadt",
            "Kreisstadt",
            "Hansestadt",
            "Gemeinde",
            "Markt",
            "Landkreis",
            "Kreis",
            "Bezirk",
        ];
        let mut bare = self.name.trim();
        while let Some((kind, rest)) = bare.split_once(' ') {
            if !KINDS.contains(&kind) {
                break;
            }
            bare = rest.trim_start();
        }
        let all = [self.label().trim(), bare, self.name.trim()];
        let mut names: Vec<String> = all.iter().map(|name| (*name).to_owned()).collect();
        names.sort_by_key(String::len);
        names.dedup();
        names
    }

    /// The rule for papers of this kind: the first whose words the kind contains.
    #[must_use]
    pub fn deadline(&self, paper_type: &str) -> Option<&AnswerDeadline> {
        let paper_type = paper_type.to_lowercase();
        self.deadlines
            .iter()
            .find(|rule| paper_type.contains(&rule.paper_type.to_lowercase()))
    }
}
