//! Feeds of events: for the portal, each council, its committees, factions, offices and kinds of papers, each
//! topic and procedure, each as RSS 2.0, Atom and JSON Feed (or RSS alone); and OPML lists of them, overall and by council.
//!
//! An entry is something that happened, so that followers of an old decision hear when a later paper
//! changes it. This file says which feeds there are; `news` which events a feed has; `entry` what an entry
//! says; one file per format how it is written.

mod atom;
mod change;
mod entry;
mod json;
mod news;
mod opml;
mod rss;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Plan, Problem, Site};
use crate::link::{BodyIx, MadeOnce, PaperIx, ask, asking};
use crate::model::Date;
use crate::parse::SourceId;
use crate::route::{Format, Route};
use crate::text::printable;

use entry::Entry;
use news::News;

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
    /// The latest day of an entry.
    updated: Option<Date>,
    entries: Arc<Vec<Entry>>,
}

/// Which feed: what it belongs to, its title, its place in lists, and its papers, newest first.
struct Source<'a> {
    of: Route,
    title: String,
    group: Group,
    papers: Cow<'a, [PaperIx]>,
    made: Mutex<Made>,
}

/// What one format has made for those that come after it: formats of a feed are written one after the other. Not one
/// [`Plan`] entry for all of them, as of twins: a feed may be large, and each is streamed to its file.
#[derive(Default)]
struct Made {
    entries: Option<(Arc<Vec<Entry>>, Vec<SourceId>)>,
    asked: usize,
}

impl Made {
    /// The entries; those that `make` makes if there are none. After the last of so many formats they are given back.
    fn entries(&mut self, formats: usize, make: impl FnOnce() -> Vec<Entry>) -> Arc<Vec<Entry>> {
        let (entries, words) = self.entries.take().unwrap_or_else(|| {
            let (entries, words) = asking(make);
            (Arc::new(entries), words)
        });
        // Each format shows these words.
        ask(&words);
        self.asked += 1;
        if !self.asked.is_multiple_of(formats) {
            self.entries = Some((Arc::clone(&entries), words));
        }
        entries
    }
}

/// Where lists of feeds show a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Portal,
    Topics,
    Body(BodyIx),
    Procedures,
}

/// Adds every feed.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let sources: Vec<Arc<Source<'a>>> = sources(site).into_iter().map(Arc::new).collect();
    // It looks through everything, so it waits for the first feed that is written.
    let news = Arc::new(MadeOnce::new());
    let from: Arc<str> = "feeds".into();
    for source in &sources {
        for format in site.feed_formats() {
            let route = Route::Feed(Box::new(source.of.clone()), *format);
            let (source, news) = (Arc::clone(source), Arc::clone(&news));
            plan.add(site.map.file(&route), &from, move || {
                let news = news.get_or_init(|| News::new(site.archive));
                write(site, &source, news, *format)
            });
        }
    }
    change::plan(site, plan, &from);
    let sources = Arc::new(sources);
    let bodies = site.archive.body_ixs().map(Some);
    for body in std::iter::once(None).chain(bodies) {
        let sources = Arc::clone(&sources);
        let path = site.map.file(&opml::route(body));
        plan.stream(path, &from, move |out| {
            opml::write(site, &sources, body, out)
        });
    }
}

/// Every feed, the most useful first within its group.
fn sources<'a>(site: &'a Site<'a>) -> Vec<Source<'a>> {
    let archive = site.archive;
    let words = &site.theme.words;
    let name = archive.portal.name.as_str();
    let new = |of, group, key: &str, fact: (&str, &str), papers| Source {
        of,
        title: words.fill(&format!("feed.{key}"), &[("name", name), fact]),
        group,
        papers,
        made: Mutex::default(),
    };
    let no_fact = ("", "");
    let newest = Cow::from(&archive.newest);
    let mut all = vec![new(Route::Home, Group::Portal, "portal", no_fact, newest)];
    for ix in archive.topic_ixs() {
        let node = archive.topic(ix);
        let fact = ("topic", node.topic.name.as_str());
        let papers = Cow::from(&node.papers);
        all.push(new(
            Route::Topic(ix, 1),
            Group::Topics,
            "topic",
            fact,
            papers,
        ));
    }
    for ix in archive.body_ixs() {
        all.extend(of_body(site, ix));
    }
    for ix in archive.procedure_ixs() {
        let node = archive.procedure(ix);
        let fact = ("procedure", node.name.as_str());
        let papers = Cow::from(&node.papers);
        all.push(new(
            Route::Procedure(ix),
            Group::Procedures,
            "procedure",
            fact,
            papers,
        ));
    }
    all
}

/// A council's feeds: all of it, its organizations in their order, its kinds of papers.
fn of_body<'a>(site: &'a Site<'a>, body: BodyIx) -> Vec<Source<'a>> {
    let archive = site.archive;
    let node = archive.body(body);
    let new = |of, key: &str, fact: (&str, &str), papers| {
        let label = ("body", node.body.label());
        let facts = [("name", archive.portal.name.as_str()), label, fact];
        Source {
            of,
            title: site.theme.words.fill(&format!("feed.{key}"), &facts),
            group: Group::Body(body),
            papers,
            made: Mutex::default(),
        }
    };
    let papers = Cow::from(&node.papers);
    let mut all = vec![new(Route::Body(body, 1), "body", ("", ""), papers)];
    let mut organizations = node.organizations.clone();
    organizations.sort_by_key(|ix| archive.organization(*ix).organization.organization_type);
    for ix in organizations {
        let node = archive.organization(ix);
        let fact = ("organization", node.organization.name.as_str());
        let papers = Cow::from(&node.papers);
        let of = Route::Organization(ix, 1);
        all.push(new(of, "organization", fact, papers));
    }
    for (slug, of_type) in &archive.body(body).types {
        let of = Route::PaperType(body, slug.clone(), 1);
        let papers = Cow::from(&of_type.papers);
        all.push(new(of, "type", ("type", &of_type.name), papers));
    }
    all
}

fn write(
    site: &Site<'_>,
    source: &Source<'_>,
    news: &News,
    format: Format,
) -> Result<Vec<u8>, Problem> {
    let mut made = source.made.lock().unwrap_or_else(PoisonError::into_inner);
    let entries = made.entries(site.feed_formats().len(), || entries(site, source, news));
    drop(made);
    finish(site, &source.of, &source.title, entries, format)
}

fn entries(site: &Site<'_>, source: &Source<'_>, news: &News) -> Vec<Entry> {
    let size = usize::from(site.archive.portal.feed_size.max(1));
    let items = news.of(site.archive, &source.papers, size);
    let mut entries: Vec<Entry> = items.iter().map(|item| entry::new(site, item)).collect();
    // A paper that says a thing twice is heard once.
    let mut told = HashSet::new();
    entries.retain(|entry| told.insert(entry.id.clone()));
    change::add_removals(site, &source.of, &mut entries, size);
    entries
}

/// A feed of some entries, written.
fn finish(
    site: &Site<'_>,
    of: &Route,
    title: &str,
    entries: Arc<Vec<Entry>>,
    format: Format,
) -> Result<Vec<u8>, Problem> {
    let portal = &site.archive.portal;
    let route = Route::Feed(Box::new(of.clone()), format);
    let feed = Feed {
        title: clean(title),
        description: clean(&portal.description),
        language: portal.language.value.clone(),
        publisher: clean(&portal.publisher.name),
        page: site.map.absolute(of),
        own: site.map.absolute(&route),
        updated: entries.iter().filter_map(|entry| entry.updated).max(),
        entries,
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

/// XML cannot hold every character, and one would break the whole feed.
fn clean(text: &str) -> String {
    printable(text).into_owned()
}

/// Midnight in Germany as RFC 3339 writes it.
fn rfc_3339(date: Date) -> String {
    format!("{date}T00:00:00+{:02}:00", date.german_offset())
}
