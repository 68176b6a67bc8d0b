//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use std::io;

use serde::Serialize;

use super::{Entry, Feed, rfc_3339};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

/// Writes a feed.
pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.own,
        description: &feed.description,
        language: &feed.language,
        authors: [Author {
            name: &feed.publisher,
        }],
        items: feed.entries.iter().map(item).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&json)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: &entry.content,
        summary: entry.summary.as_deref(),
        date_published: entry.date.map(rfc_3339),
        tags: &entry.topics,
    }
}
