//! How papers relate to each other (DOMAIN §2).

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Spanned};

/// A relation as its author writes it, on the later paper.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelationEntry {
    /// What this paper does to the other.
    #[serde(rename = "type")]
    pub relation_type: RelationType,
    /// The other paper: its number in any spelling, or its place `<body>/<slug>`.
    pub target: Spanned<String>,
    /// The sentence that shows it, quoted from this paper.
    pub evidence: Option<String>,
    /// From which day it holds; this paper's decision or date when left out.
    pub date: Option<Date>,
}

/// Types of relations, named from the later paper's side. The way back is generated, never written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum RelationType {
    /// Answers or treats a motion, question or recommendation.
    Answers,
    /// Carries out an earlier paper.
    Implements,
    /// Changes an earlier motion or resolution.
    Amends,
    /// Adds to an earlier paper (`/1`, "1. Ergänzung").
    Supplements,
    /// A new version that replaces the old one.
    Supersedes,
    /// Annuls a resolution.
    Repeals,
    /// Ends what a resolution created; the resolution itself stands.
    Terminates,
    /// Corrects a mistake.
    Corrects,
    /// Takes an earlier paper back.
    Withdraws,
    /// Reports on an earlier resolution.
    ReportsOn,
    /// Merely cites.
    RefersTo,
}

impl RelationType {
    /// Every type, in the order in which pages group them.
    pub const ALL: [Self; 11] = [
        Self::Answers,
        Self::Implements,
        Self::Amends,
        Self::Supplements,
        Self::Supersedes,
        Self::Repeals,
        Self::Terminates,
        Self::Corrects,
        Self::Withdraws,
        Self::ReportsOn,
        Self::RefersTo,
    ];

    /// The name in content files and data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Implements => "implements",
            Self::Amends => "amends",
            Self::Supplements => "supplements",
            Self::Supersedes => "supersedes",
            Self::Repeals => "repeals",
            Self::Terminates => "terminates",
            Self::Corrects => "corrects",
            Self::Withdraws => "withdraws",
            Self::ReportsOn => "reportsOn",
            Self::RefersTo => "refersTo",
        }
    }

    /// The generated inverse's name.
    #[must_use]
    pub const fn inverse(self) -> &'static str {
        match self {
            Self::Answers => "answeredBy",
            Self::Implements => "implementedBy",
            Self::Amends => "amendedBy",
            Self::Supplements => "supplementedBy",
            Self::Supersedes => "supersededBy",
            Self::Repeals => "repealedBy",
            Self::Terminates => "terminatedBy",
            Self::Corrects => "correctedBy",
            Self::Withdraws => "withdrawnBy",
            Self::ReportsOn => "reportedOnBy",
            Self::RefersTo => "referredToBy",
        }
    }

    /// Whether such a relation joins two papers into one procedure. A mere citation does not: a
    /// blind closure of one real council's citations joins 341 papers (DESIGN §5).
    #[must_use]
    pub const fn joins_procedure(self) -> bool {
        !matches!(self, Self::RefersTo)
    }
}
