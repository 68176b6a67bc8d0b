//! A topic.

use schemars::JsonSchema;
use serde::Serialize;

use super::paper_id;
use super::text::text;
use super::value::{Address, Day, days};
use crate::link::TopicIx;
use crate::output::{Problem, Site};
use crate::route::Route;

/// A topic with its papers from all councils.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TopicRecord {
    /// Address of the JSON Schema of this record; only in data twins.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(in crate::output::data) schema: Option<Address>,
    /// Address of its page.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// Its name in addresses.
    slug: String,
    /// Its name.
    name: String,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    /// What it is about, in one or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Its explanation, as Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    /// Its papers, newest first.
    paper: Vec<Address>,
}

/// A topic's record.
///
/// # Errors
/// If its text cannot be read.
pub(in crate::output::data) fn topic(site: &Site<'_>, ix: TopicIx) -> Result<TopicRecord, Problem> {
    let node = site.archive.topic(ix);
    let (created, modified) = days(node.touched);
    Ok(TopicRecord {
        schema: None,
        id: Address(site.map.absolute(&Route::Topic(ix, 1))),
        created,
        modified,
        slug: node.slug.to_string(),
        name: node.topic.name.clone(),
        aliases: node.topic.aliases.clone(),
        description: node.topic.description.clone(),
        text: text(site, &node.text)?,
        paper: node.papers.iter().map(|ix| paper_id(site, *ix)).collect(),
    })
}
