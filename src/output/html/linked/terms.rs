//! The words of schema.org that we use (<https://schema.org>), as types. What is empty is left out.

use serde::Serialize;

/// Names a thing that is described elsewhere, by its address.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Ref {
    #[serde(rename = "@id")]
    pub(super) id: String,
}

/// A thing with a name: a council, an office, a person, a term, a place.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Named {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MediaObject {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding_format: Option<String>,
}

/// A paper: `Legislation`, `Report`, `Question`, `Answer` or `CreativeWork`.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Work {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) url: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) genre: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) identifier: Vec<String>,
    pub(super) in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creative_work_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Named>,
    pub(super) publisher: Named,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) about: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) encoding: Vec<MediaObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) same_as: Option<String>,
    #[serde(flatten)]
    pub(super) law: Option<Law>,
}

/// What only `Legislation` has.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Law {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legislation_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legislation_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legislation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legislation_passed_by: Option<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) legislation_responsible: Vec<Named>,
    pub(super) legislation_jurisdiction: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legislation_legal_force: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) temporal_coverage: Option<String>,
}

/// A page: `WebPage` or `CollectionPage`.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) url: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creative_work_status: Option<String>,
    pub(super) is_part_of: Option<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) about: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) main_entity: Option<Term>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) has_part: Vec<Ref>,
}

/// A topic.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Term {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternate_name: Vec<String>,
    pub(super) in_defined_term_set: String,
}

/// A council, a committee, a faction.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Institution {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alternate_name: Option<String>,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<PropertyValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) same_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) area_served: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_organization: Option<Named>,
}

/// A number and whose number it is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PropertyValue {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "propertyID")]
    pub(super) property_id: &'static str,
    pub(super) value: String,
}

/// The portal.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebSite {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) url: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) in_language: String,
    pub(super) publisher: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) potential_action: Option<SearchAction>,
}

/// How the portal is searched.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SearchAction {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) target: EntryPoint,
}

/// An address with a place for what is looked for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EntryPoint {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) url_template: String,
}

/// The way from the home page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Trail {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "itemListElement")]
    pub(super) items: Vec<ListItem>,
}

/// A step of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ListItem {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) position: usize,
    pub(super) name: String,
    pub(super) item: String,
}
