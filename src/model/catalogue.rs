//! How open-data catalogues list a portal's data.

use schemars::JsonSchema;
use serde::Deserialize;

use super::spanned::list;

/// How open-data catalogues (`GovData`, the European data portal) list the portal's data; in the terms of DCAT-AP.de.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct CatalogueSettings {
    /// Title of the data; the portal's name when left out.
    pub title: Option<String>,
    /// What is in the data; the portal's description when left out.
    pub description: Option<String>,
    /// Who hands the data in, as `GovData` names its data providers: what follows `http://dcat-ap.de/def/contributors/`.
    pub contributor_id: Option<String>,
    /// Keywords; `Ratsinformationssystem`, `Vorlagen`, `Beschlüsse`, `Transparenz` when left out.
    #[serde(default, deserialize_with = "list")]
    pub keyword: Vec<String>,
    /// Subjects, by the codes of the European list of data themes; `GOVE` when left out.
    #[serde(default, deserialize_with = "list")]
    pub theme: Vec<DataTheme>,
    /// How often the data is brought up to date.
    pub frequency: Option<Frequency>,
}

/// A subject of the European list of data themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum DataTheme {
    /// Agriculture, fisheries, forestry and food.
    Agri,
    /// Economy and finance.
    Econ,
    /// Education, culture and sport.
    Educ,
    /// Energy.
    Ener,
    /// Environment.
    Envi,
    /// Government and public sector.
    Gove,
    /// Health.
    Heal,
    /// International issues.
    Intr,
    /// Justice, legal system and public safety.
    Just,
    /// Regions and cities.
    Regi,
    /// Population and society.
    Soci,
    /// Science and technology.
    Tech,
    /// Transport.
    Tran,
}

impl DataTheme {
    /// Its code in the list.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agri => "AGRI",
            Self::Econ => "ECON",
            Self::Educ => "EDUC",
            Self::Ener => "ENER",
            Self::Envi => "ENVI",
            Self::Gove => "GOVE",
            Self::Heal => "HEAL",
            Self::Intr => "INTR",
            Self::Just => "JUST",
            Self::Regi => "REGI",
            Self::Soci => "SOCI",
            Self::Tech => "TECH",
            Self::Tran => "TRAN",
        }
    }
}

/// How often data is brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Four times a year.
    Quarterly,
    /// Every year.
    Annual,
    /// Now and then.
    Irregular,
}

impl Frequency {
    /// Its code in the European list of frequencies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Quarterly => "QUARTERLY",
            Self::Annual => "ANNUAL",
            Self::Irregular => "IRREG",
        }
    }
}
