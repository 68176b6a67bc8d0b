//! RSS 2.0 feeds of events: for the portal, each council, topic and procedure.
//!
//! An entry is something that happened, so that followers of an old decision hear when a later paper
//! changes it. Rules: <https://www.rssboard.org/rss-profile>.

use std::collections::BTreeMap;

use rss::extension::atom::{AtomExtension, Link as AtomLink};
use rss::{Category, ChannelBuilder, Guid, Item, ItemBuilder};

use super::{Plan, Problem, Site};
use crate::link::{Event, EventKind, PaperIx, PaperNode, Target, events};
use crate::model::{Date, Outcome};
use crate::route::Route;
use crate::text::printable;

/// Adds every feed.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let portal = &site.archive.portal;
    let words = &site.theme.words;
    let add = |plan: &mut Plan<'a>, of: Route, title: String, papers: &'a [PaperIx]| {
        let path = site.map.file(&Route::Feed(Box::new(of.clone())));
        plan.add(path, &"feeds".into(), move || {
            feed(site, &of, &title, papers)
        });
    };
    let name = portal.name.as_str();
    add(
        plan,
        Route::Home,
        words.fill("feed.portal", &[("name", name)]),
        &site.archive.newest,
    );
    for ix in site.archive.body_ixs() {
        let node = site.archive.body(ix);
        let facts = [("name", name), ("body", node.body.label())];
        add(
            plan,
            Route::Body(ix, 1),
            words.fill("feed.body", &facts),
            &node.papers,
        );
    }
    for ix in site.archive.topic_ixs() {
        let node = site.archive.topic(ix);
        let facts = [("name", name), ("topic", node.topic.name.as_str())];
        add(
            plan,
            Route::Topic(ix, 1),
            words.fill("feed.topic", &facts),
            &node.papers,
        );
    }
    for ix in site.archive.procedure_ixs() {
        let node = site.archive.procedure(ix);
        let facts = [("name", name), ("procedure", node.name.as_str())];
        add(
            plan,
            Route::Procedure(ix),
            words.fill("feed.procedure", &facts),
            &node.papers,
        );
    }
}

fn feed(site: &Site<'_>, of: &Route, title: &str, papers: &[PaperIx]) -> Result<Vec<u8>, Problem> {
    let size = usize::from(site.archive.portal.feed_size.max(1));
    let events = newest(site, papers, size);
    let items: Vec<Item> = events.iter().map(|event| item(site, event)).collect();
    let link = |href: String, rel: &str, kind: &str| AtomLink {
        href,
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..AtomLink::default()
    };
    let own = site.map.absolute(&Route::Feed(Box::new(of.clone())));
    let atom = AtomExtension {
        links: vec![link(own, "self", "application/rss+xml")],
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
        .title(clean(title))
        .link(site.map.absolute(of))
        .description(clean(&site.archive.portal.description))
        .language(Some(site.archive.portal.language.value.clone()))
        .last_build_date(events.iter().find_map(day).map(rfc_2822))
        .generator(Some("drucksache".to_owned()))
        .docs(Some(
            "https://www.rssboard.org/rss-specification".to_owned(),
        ))
        .atom_ext(Some(atom))
        .items(items)
        .build();
    let mut bytes = Vec::new();
    channel
        .pretty_write_to(&mut bytes, b' ', 1)
        .map_err(|error| Problem::Io {
            path: site.map.file(&Route::Feed(Box::new(of.clone()))),
            source: std::io::Error::other(error.to_string()),
        })?;
    bytes.push(b'\n');
    Ok(bytes)
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

fn day(event: &Event) -> Option<Date> {
    event.not_before.filter(|_| !event.undated)
}

fn item(site: &Site<'_>, event: &Event) -> Item {
    let node = site.archive.paper(event.paper);
    let words = &site.theme.words;
    let kind = words.get(&format!("event.{}", event.kind.key())).to_owned();
    let subject = subject(site, event, node);
    let title = words.fill("feed_item.title", &[("event", &kind), ("paper", &subject)]);
    let url = site.map.absolute(&Route::Paper(event.paper));
    let categories = node.topics.iter().map(|ix| Category {
        name: clean(&site.archive.topic(*ix).topic.name),
        domain: None,
    });
    ItemBuilder::default()
        .title(Some(clean(&title)))
        .link(Some(url.clone()))
        .guid(Some(Guid {
            value: guid(&url, event, node),
            permalink: false,
        }))
        .pub_date(day(event).map(rfc_2822))
        .description(node.gist().map(clean))
        .categories(categories.collect::<Vec<_>>())
        .content(Some(content(site, event, node)))
        .build()
}

/// What an entry is about: the paper itself, or the earlier one that it did something to.
fn subject(site: &Site<'_>, event: &Event, node: &PaperNode) -> String {
    let target = event
        .relation
        .and_then(|at| match node.relations[at].target {
            Target::Paper(ix) => Some(site.archive.paper(ix).paper.name.value.clone()),
            _ => None,
        });
    target.unwrap_or_else(|| node.paper.name.value.clone())
}

/// Says what happened, and stays the same while everything else about it changes. Steps of one kind
/// are told apart by organization and day, relations by their target.
fn guid(url: &str, event: &Event, node: &PaperNode) -> String {
    let mut guid = format!("{url}#{}", event.kind.key());
    if let (EventKind::Referred, Some(at)) = (event.kind, event.consultation) {
        let step = &node.paper.consultation[at];
        guid.push_str(&format!("-{}", step.organization.value));
        if let Some(date) = step.date {
            guid.push_str(&format!("-{date}"));
        }
    }
    if let Some(at) = event.relation {
        guid.push_str(&format!(
            "-{}",
            crate::text::slugify(&node.relations[at].display, 60)
        ));
    }
    guid
}

/// An entry's text: what the paper is, what was decided, what it did to others.
fn content(site: &Site<'_>, event: &Event, node: &PaperNode) -> String {
    let words = &site.theme.words;
    let mut html = String::new();
    let mut line = |label: &str, value: &str| {
        html.push_str(&format!(
            "<p><strong>{}</strong> {}</p>\n",
            escape(label),
            escape(value)
        ));
    };
    if let Some(gist) = node.gist() {
        line("", gist);
    }
    let kind = node
        .paper
        .paper_type
        .as_deref()
        .unwrap_or(words.get("paper.generic"));
    let number = node.number.as_ref().map_or("", |number| &number.display);
    line(kind, number);
    line(
        words.get("paper.body"),
        site.archive.body(node.body).body.label(),
    );
    if let Some(date) = node.paper.date {
        line(words.get("paper.date"), &words.date(date));
    }
    if let Some(organization) = event.organization {
        let name = &site.archive.organization(organization).organization.name;
        line(words.get(&format!("event.{}", event.kind.key())), name);
    }
    if let Some(resolution) = &node.paper.resolution {
        let key = match resolution.outcome {
            Outcome::Adopted => "outcome.adopted",
            Outcome::Amended => "outcome.amended",
            Outcome::Rejected => "outcome.rejected",
            Outcome::Noted => "outcome.noted",
            Outcome::Referred => "outcome.referred",
            Outcome::Postponed => "outcome.postponed",
            Outcome::Withdrawn => "outcome.withdrawn",
        };
        line(words.get("paper.decision"), words.get(key));
    }
    for relation in node.relations.iter().filter(|relation| relation.confirmed) {
        let Target::Paper(ix) = relation.target else {
            continue;
        };
        let other = site.archive.paper(ix);
        let label = words
            .get(&format!("relation.{}", relation.relation_type.name()))
            .to_owned();
        html.push_str(&format!(
            "<p><strong>{}</strong> <a href=\"{}\">{}</a></p>\n",
            escape(&label),
            site.map.absolute(&Route::Paper(ix)),
            escape(&other.paper.name)
        ));
    }
    clean(&html.replace("<strong></strong> ", ""))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// XML cannot hold every character, and one would break the whole feed.
fn clean(text: &str) -> String {
    printable(text).into_owned()
}

/// Midnight in Germany, as RFC 2822 writes it.
fn rfc_2822(date: Date) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let civil = date.civil();
    let weekday = DAYS[usize::from(civil.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
    let month = MONTHS[usize::from(date.month().unsigned_abs()).saturating_sub(1) % 12];
    let offset = date.german_offset();
    format!(
        "{weekday}, {:02} {month} {:04} 00:00:00 +{offset:02}00",
        date.day(),
        date.year()
    )
}
