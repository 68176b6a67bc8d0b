//! Feeds of events: for the portal, each council, topic and procedure, each as RSS 2.0, Atom and JSON
//! Feed; and an OPML list of all of them.
//!
//! An entry is something that happened, so that followers of an old decision hear when a later paper
//! changes it. This file says which feeds there are; `entry` what an entry says; one file per format
//! how it is written.

mod atom;
mod entry;
mod json;
mod opml;
mod rss;

use std::sync::Arc;

use super::{Plan, Problem, Site};
use crate::link::{Event, PaperIx, PaperNode, events};
use crate::model::Date;
use crate::route::{Format, Route};
use crate::text::printable;

use entry::Entry;

/// A feed, ready to be written in any format.
struct Feed {
    title: String,
    description: String,
    language: String,
    publisher: String,
    /// Address of the page that it belongs to.
    page: String,
    /// Its own address.
    own: String,
    entries: Vec<Entry>,
}

/// Which feed: what it belongs to, its title, and its papers, newest first.
struct Source<'a> {
    of: Route,
    title: String,
    papers: &'a [PaperIx],
}

/// Adds every feed.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let sources: Vec<Arc<Source<'a>>> = sources(site).into_iter().map(Arc::new).collect();
    let from: Arc<str> = "feeds".into();
    for source in &sources {
        for format in Format::ALL {
            let route = Route::Feed(Box::new(source.of.clone()), format);
            let source = Arc::clone(source);
            plan.add(site.map.file(&route), &from, move || {
                write(site, &source, format)
            });
        }
    }
    let list: Vec<(String, Route)> = sources
        .iter()
        .map(|source| (source.title.clone(), source.of.clone()))
        .collect();
    let path = site.map.file(&Route::FeedList);
    plan.add(path, &from, move || opml::write(site, &list));
}

fn sources<'a>(site: &'a Site<'a>) -> Vec<Source<'a>> {
    let archive = site.archive;
    let words = &site.theme.words;
    let name = archive.portal.name.as_str();
    let mut sources = vec![Source {
        of: Route::Home,
        title: words.fill("feed.portal", &[("name", name)]),
        papers: &archive.newest,
    }];
    for ix in archive.body_ixs() {
        let node = archive.body(ix);
        let facts = [("name", name), ("body", node.body.label())];
        let title = words.fill("feed.body", &facts);
        sources.push(Source {
            of: Route::Body(ix, 1),
            title,
            papers: &node.papers,
        });
    }
    for ix in archive.topic_ixs() {
        let node = archive.topic(ix);
        let facts = [("name", name), ("topic", node.topic.name.as_str())];
        let title = words.fill("feed.topic", &facts);
        sources.push(Source {
            of: Route::Topic(ix, 1),
            title,
            papers: &node.papers,
        });
    }
    for ix in archive.procedure_ixs() {
        let node = archive.procedure(ix);
        let facts = [("name", name), ("procedure", node.name.as_str())];
        let title = words.fill("feed.procedure", &facts);
        sources.push(Source {
            of: Route::Procedure(ix),
            title,
            papers: &node.papers,
        });
    }
    sources
}

fn write(site: &Site<'_>, source: &Source<'_>, format: Format) -> Result<Vec<u8>, Problem> {
    let portal = &site.archive.portal;
    let size = usize::from(portal.feed_size.max(1));
    let events = newest(site, source.papers, size);
    let route = Route::Feed(Box::new(source.of.clone()), format);
    let feed = Feed {
        title: clean(&source.title),
        description: clean(&portal.description),
        language: portal.language.value.clone(),
        publisher: clean(&portal.publisher.name),
        page: site.map.absolute(&source.of),
        own: site.map.absolute(&route),
        entries: events.iter().map(|event| entry::new(site, event)).collect(),
    };
    let written = match format {
        Format::Rss => rss::write(&feed),
        Format::Atom => atom::write(&feed),
        Format::Json => json::write(&feed),
    };
    written.map_err(|source| Problem::Io {
        path: site.map.file(&route),
        source,
    })
}

/// The newest events of some papers, which come newest first.
fn newest(site: &Site<'_>, papers: &[PaperIx], size: usize) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    for ix in papers {
        // A paper's events are never older than the paper; enough newer ones settle it.
        let paper = site.archive.paper(*ix);
        if all.len() >= size * 4 {
            keep_newest(&mut all, size);
            if all.len() == size
                && all
                    .last()
                    .is_some_and(|last| last.not_before > latest(paper))
            {
                continue;
            }
        }
        all.extend(events(site.archive, *ix));
    }
    keep_newest(&mut all, size);
    all
}

fn keep_newest(events: &mut Vec<Event>, size: usize) {
    events.sort_by(|a, b| b.cmp(a));
    events.truncate(size);
}

/// The latest day on which anything happened with a paper.
fn latest(paper: &PaperNode) -> Option<Date> {
    let steps = paper.paper.consultation.iter().filter_map(|step| step.date);
    let relations = paper.relations.iter().filter_map(|relation| relation.date);
    steps
        .chain(relations)
        .chain(paper.decided)
        .chain(paper.not_before)
        .max()
}

/// XML cannot hold every character, and one would break the whole feed.
fn clean(text: &str) -> String {
    printable(text).into_owned()
}

/// Midnight in Germany as RFC 3339 writes it.
fn rfc_3339(date: Date) -> String {
    format!("{date}T00:00:00+{:02}:00", date.german_offset())
}
