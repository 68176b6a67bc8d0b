//! RSS 2.0 (<https://www.rssboard.org/rss-specification>, best practices: rss-profile).

use std::collections::BTreeMap;
use std::io;

use rss::extension::atom::{AtomExtension, Link};
use rss::{Category, ChannelBuilder, Guid, Item, ItemBuilder};

use super::{Entry, Feed};
use crate::model::Date;

/// Writes a feed.
pub(super) fn write(feed: &Feed) -> io::Result<Vec<u8>> {
    let own = Link {
        href: feed.own.clone(),
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    let namespaces = BTreeMap::from([
        ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
        (
            "content".to_owned(),
            "http://purl.org/rss/1.0/modules/content/".to_owned(),
        ),
    ]);
    let channel = ChannelBuilder::default()
        .namespaces(namespaces)
        .title(feed.title.clone())
        .link(feed.page.clone())
        .description(feed.description.clone())
        .language(Some(feed.language.clone()))
        .last_build_date(feed.updated.map(rfc_2822))
        .generator(Some("drucksache".to_owned()))
        .docs(Some(
            "https://www.rssboard.org/rss-specification".to_owned(),
        ))
        .atom_ext(Some(AtomExtension { links: vec![own] }))
        .items(feed.entries.iter().map(item).collect::<Vec<_>>())
        .build();
    let mut bytes = Vec::new();
    channel
        .pretty_write_to(&mut bytes, b' ', 1)
        .map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn item(entry: &Entry) -> Item {
    let category = |name: &String| Category {
        name: name.clone(),
        domain: None,
    };
    ItemBuilder::default()
        .title(Some(entry.title.clone()))
        .link(Some(entry.url.clone()))
        .guid(Some(Guid {
            value: entry.id.clone(),
            permalink: false,
        }))
        .pub_date(entry.date.map(rfc_2822))
        .description(entry.summary.clone())
        .categories(entry.topics.iter().map(category).collect::<Vec<_>>())
        .content(Some(entry.content.clone()))
        .build()
}

/// Midnight in Germany, as RFC 2822 writes it.
fn rfc_2822(date: Date) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let number = |n: i8| usize::from(n.unsigned_abs());
    let weekday = DAYS[number(date.civil().weekday().to_monday_zero_offset()) % 7];
    let month = MONTHS[(number(date.month()) + 11) % 12];
    let offset = date.german_offset();
    format!(
        "{weekday}, {:02} {month} {:04} 00:00:00 +{offset:02}00",
        date.day(),
        date.year()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_germany() {
        let text = |date| rfc_2822(Date::parse(date).expect("date"));
        assert_eq!(text("2024-04-17"), "Wed, 17 Apr 2024 00:00:00 +0200");
        assert_eq!(text("2023-12-31"), "Sun, 31 Dec 2023 00:00:00 +0100");
    }
}
