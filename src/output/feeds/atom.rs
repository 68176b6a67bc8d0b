//! Atom (RFC 4287).

use std::io;

use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed as AtomFeed, FixedDateTime, Generator, Link,
    Person, Text,
};

use super::{Entry, Feed, rfc_3339};
use crate::model::Date;

/// Writes a feed.
pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let link = |href: &str, rel: &str, mime: &str| Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    };
    let atom = AtomFeed {
        title: Text::plain(feed.title.clone()),
        id: feed.page.clone(),
        updated: moment(feed.updated),
        authors: vec![Person {
            name: feed.publisher.clone(),
            ..Person::default()
        }],
        subtitle: Some(Text::plain(feed.description.clone())),
        generator: Some(Generator {
            value: "drucksache".to_owned(),
            ..Generator::default()
        }),
        lang: Some(feed.language.clone()),
        links: vec![
            link(&feed.own, "self", "application/atom+xml"),
            link(&feed.page, "alternate", "text/html"),
        ],
        entries: feed.entries.iter().map(entry).collect(),
        ..AtomFeed::default()
    };
    let mut bytes = Vec::new();
    atom.write_to(&mut bytes).map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(entry: &Entry) -> AtomEntry {
    AtomEntry {
        title: Text::plain(entry.title.clone()),
        id: entry.id.clone(),
        updated: moment(entry.updated),
        published: entry.date.map(|date| moment(Some(date))),
        summary: entry.summary.clone().map(Text::plain),
        categories: entry
            .topics
            .iter()
            .map(|name| Category {
                term: name.clone(),
                ..Category::default()
            })
            .collect(),
        links: vec![Link {
            href: entry.url.clone(),
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        content: Some(Content {
            value: Some(entry.content.clone()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..AtomEntry::default()
    }
}

/// Atom wants a moment; what nothing is known of is the first moment that computers know.
fn moment(date: Option<Date>) -> FixedDateTime {
    rfc_3339(date.unwrap_or_default())
        .parse()
        .unwrap_or_default()
}
