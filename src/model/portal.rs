//! `portal.yaml`: the portal as a whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::spanned::list;
use super::{CatalogueSettings, Spanned};

/// Settings of the portal.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Portal {
    /// Name of the portal, in the head of every page.
    pub name: String,
    /// One sentence that says what this is.
    pub description: String,
    /// Public address, with scheme and without a slash at the end; may have a path.
    pub base_url: Spanned<String>,
    /// Language of the interface: a file in the theme's `lang/` folder. `de` when left out.
    #[serde(default = "german")]
    pub language: Spanned<String>,
    /// Language of the papers themselves, as a BCP 47 tag; `de` when left out. Screen readers and translators go by it.
    #[serde(default = "german")]
    pub content_language: Spanned<String>,
    /// Who publishes the portal.
    pub publisher: Publisher,
    /// Licence of the data, as an address (for example of dl-de/by-2-0).
    pub license: Option<Spanned<String>>,
    /// Name of that licence.
    pub license_name: Option<String>,
    /// How to reach the publisher.
    pub contact: Option<Contact>,
    /// E-mail addresses, phone numbers and addresses of offices that texts may name: one, a whole domain
    /// (`@musterstadt.example`) or a beginning (`05271 965*`). That of `contact` may be named anyway.
    #[serde(default, deserialize_with = "list")]
    pub contacts: Vec<String>,
    /// A remark shown on every page, such as "Beispielportal".
    pub notice: Option<String>,
    /// How the standard theme looks.
    #[serde(default)]
    pub theme: ThemeSettings,
    /// Which outputs are built; all of them when left out.
    #[serde(default)]
    pub outputs: OutputSwitches,
    /// How open-data catalogues list the portal's data.
    #[serde(default)]
    pub catalogue: CatalogueSettings,
    /// Papers on one page of a list; 25 when left out.
    #[serde(default = "page_size")]
    pub page_size: u16,
    /// Entries in a feed, at least; its newest 31 days are never cut. 50 when left out.
    #[serde(default = "feed_size")]
    pub feed_size: u16,
}

fn german() -> Spanned<String> {
    Spanned {
        value: "de".into(),
        span: super::Span::default(),
    }
}

fn page_size() -> u16 {
    25
}

fn feed_size() -> u16 {
    50
}

/// Who publishes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Publisher {
    /// Name of the person or institution.
    pub name: String,
    /// Its website.
    pub website: Option<Spanned<String>>,
}

/// How to reach the publisher.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Contact {
    /// Name of the office or person.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// Looks of the standard theme, without touching a template.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct ThemeSettings {
    /// Colours by the name of the theme's CSS property (`accent`, `accent-dark`), as `#rrggbb`.
    #[serde(default)]
    pub colors: BTreeMap<String, Spanned<String>>,
    /// Logo: a file of `content/static/`.
    pub logo: Option<Spanned<String>>,
}

/// Outputs to leave out.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct OutputSwitches {
    /// Names of outputs that are not built, for example `dumps`; `drucksache build --help` lists them.
    #[serde(default, deserialize_with = "list")]
    pub without: Vec<Spanned<String>>,
    /// Which pages have a preview picture of their own. When left out: `papers` up to 1,000 papers, `portal` above.
    pub previews: Option<Previews>,
    /// In which formats each feed is built: `all` (RSS, Atom and JSON Feed), or `rss` alone. `all` when left out.
    pub feeds: Option<FeedFormats>,
}

impl OutputSwitches {
    /// Whether an output is wanted.
    #[must_use]
    pub fn has(&self, output: &str) -> bool {
        !self.without.iter().any(|name| name.value == output)
    }
}

/// In which formats each feed is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum FeedFormats {
    /// RSS, Atom and JSON Feed.
    All,
    /// RSS alone: a third of the files.
    Rss,
}

/// Which pages have a preview picture of their own; the others show the portal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Previews {
    /// The home page, councils, topics, procedures and papers.
    Papers,
    /// The home page, councils and topics.
    Portal,
}
