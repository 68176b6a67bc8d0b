//! What an entry of a feed says.

use std::borrow::Cow;

use super::clean;
use super::news::Item;
use crate::link::{
    Effect, Event, EventKind, PaperIx, PaperNode, Relation, Target, events, has_acted,
};
use crate::model::{Date, Outcome};
use crate::output::Site;
use crate::route::Route;
use crate::theme::explanation;

/// Something that happened, or is to happen.
pub(super) struct Entry {
    /// Stays the same while everything else about the entry changes.
    pub(super) id: String,
    /// What happened, in one line.
    pub(super) title: String,
    /// The paper's page.
    pub(super) url: String,
    /// The day; `None` if it is unknown, or still to come: readers then show when they first saw it.
    pub(super) date: Option<Date>,
    /// The day, or the latest day that it is known to follow.
    pub(super) updated: Option<Date>,
    /// Plain text.
    pub(super) summary: Option<String>,
    /// HTML.
    pub(super) content: String,
    /// Names of topics.
    pub(super) topics: Vec<String>,
}

/// The entry of an event.
pub(super) fn new(site: &Site<'_>, item: &Item) -> Entry {
    let Item { day, event } = item;
    let node = site.archive.paper(event.paper);
    let today = Some(site.archive.today);
    let to_come = *day > today;
    let is_known = !event.undated || *day != event.not_before;
    let topics = node
        .topics
        .iter()
        .map(|ix| clean(&site.archive.topic(*ix).topic.name));
    Entry {
        id: id(site, event, node),
        title: clean(&title(site, event, node, to_come)),
        date: day.filter(|_| is_known && !to_come),
        updated: if to_come {
            last_known(site, event.paper)
        } else {
            *day
        },
        summary: node.gist().map(clean),
        content: content(site, event, node),
        topics: topics.collect(),
        url: site.map.absolute(&Route::Paper(event.paper)),
    }
}

/// The latest day, today at the latest, on which anything happened with a paper.
fn last_known(site: &Site<'_>, ix: PaperIx) -> Option<Date> {
    let days = events(site.archive, ix).into_iter();
    let days = days.filter_map(|event| event.not_before);
    days.filter(|day| *day <= site.archive.today).max()
}

fn title(site: &Site<'_>, event: &Event, node: &PaperNode, to_come: bool) -> String {
    let words = &site.theme.words;
    let stands = match node.outcome() {
        // Nothing final: the step of the Beratungsfolge that came to it tells it.
        Some(outcome @ (Outcome::Referred | Outcome::Postponed))
            if event.kind == EventKind::Consulted && event.not_before == node.decided =>
        {
            format!("outcome.{}", outcome.name())
        }
        _ => format!("event.{}", event.kind.key()),
    };
    let subject = subject(site, event, node);
    let day = event.not_before.filter(|_| to_come);
    let day = day.map(|day| words.date(day));
    let facts = [
        ("event", words.get(&stands)),
        ("paper", subject),
        ("date", day.as_deref().unwrap_or_default()),
    ];
    let key = match day {
        None => "feed_item.title",
        Some(_) if event.kind == EventKind::Consulted => "feed_item.scheduled",
        Some(_) => "feed_item.from",
    };
    words.fill(key, &facts)
}

/// What an entry is about: the paper itself, or the earlier one that it did something to.
fn subject<'a>(site: &'a Site<'_>, event: &Event, node: &'a PaperNode) -> &'a str {
    let target = event.relation.and_then(|at| target(node.relation(at)));
    let target = target.map(|ix| site.archive.paper(ix));
    &target.unwrap_or(node).paper.name
}

fn target(relation: &Relation) -> Option<PaperIx> {
    match relation.target {
        Target::Paper(ix) => Some(ix),
        Target::Ambiguous(_) | Target::Unresolved => None,
    }
}

/// Made of what does not change when titles, dates or the order of things do: the paper's place and what
/// happened. Steps are told apart by their organization, and counted where it deals with the paper more than
/// once; relations by the other paper's place.
fn id(site: &Site<'_>, event: &Event, node: &PaperNode) -> String {
    let page = site.map.site_path(&format!("vorlagen/{}/", place(node)));
    let mut id = format!("{}#{}", site.map.absolute_url(&page), event.kind.key());
    if let (EventKind::Consulted, Some(at)) = (event.kind, event.consultation) {
        let steps = &node.paper.consultation;
        let organization = &steps[at].organization.value;
        id.push_str(&format!("-{organization}"));
        let earlier = steps[..at].iter();
        let earlier = earlier.filter(|step| step.organization.value == *organization);
        match earlier.count() {
            0 => {}
            n => id.push_str(&format!(".{}", n + 1)),
        }
    }
    if let Some(ix) = event.relation.and_then(|at| target(node.relation(at))) {
        id.push_str(&format!("-{}", place(site.archive.paper(ix))));
    }
    id
}

/// A paper's first place on this site, `<body>/<slug>`: what moved to another file is not news.
fn place(node: &PaperNode) -> String {
    let first = node.paper.redirect_from.iter().find_map(|from| {
        let place = from.trim_matches('/').strip_prefix("vorlagen/")?;
        (place.split('/').count() == 2).then(|| place.to_owned())
    });
    first.unwrap_or_else(|| node.id.to_string())
}

/// What the paper is, what was decided, what it did to others.
fn content(site: &Site<'_>, event: &Event, node: &PaperNode) -> String {
    let words = &site.theme.words;
    let mut html = Html::default();
    if let Some(gist) = node.gist() {
        html.line(None, gist);
    }
    let kind = node
        .paper
        .paper_type
        .as_deref()
        .unwrap_or(words.get("paper.generic"));
    let number = node.number.as_ref();
    let number = number.map_or(words.get("no_reference"), |number| &number.display);
    html.line(Some(kind), number);
    html.line(
        Some(words.get("paper.body")),
        site.archive.body(node.body).body.label(),
    );
    if let Some(date) = node.paper.date {
        html.line(Some(words.get("paper.date")), &words.date(date));
    }
    if let Some(organization) = event.organization {
        let label = format!("event.{}", event.kind.key());
        let name = &site.archive.organization(organization).organization.name;
        let step = event.consultation.map(|at| &node.paper.consultation[at]);
        let result = step.and_then(|step| step.result.as_ref());
        let result = result.map_or(String::new(), |result| format!(" · {result}"));
        html.line(Some(words.get(&label)), &format!("{name}{result}"));
    }
    if let Some(resolution) = &node.paper.resolution {
        let key = format!("outcome.{}", resolution.outcome.name());
        html.line(Some(words.get("paper.decision")), words.get(&key));
    }
    // Of a change, what matters is the resolution that was changed.
    if let Some((target, told)) = changed(site, event, node) {
        html.line(Some(&target.paper.name), &told);
    } else if let Some(told) = holds(site, node) {
        html.line(Some(words.get("paper.validity")), &told);
    }
    for relation in node.relations.iter().filter(|relation| relation.confirmed) {
        let Some(ix) = target(relation) else {
            continue;
        };
        let name = site.archive.paper(ix).paper.name.as_str();
        let proposed = format!("event_note_proposed.{}", relation.relation_type.name());
        if words.find(&proposed).is_some() && !has_acted(site.archive, node, relation) {
            html.line(
                None,
                &words.fill(&proposed, &[("paper", &format!("„{name}“"))]),
            );
            continue;
        }
        let label = format!("relation.{}", relation.relation_type.name());
        let url = site.map.absolute(&Route::Paper(ix));
        html.link(words.get(&label), &url, name);
    }
    clean(&html.0)
}

/// Whether a resolution still holds, in sentences; nothing of papers on which there was no decision.
fn holds(site: &Site<'_>, node: &PaperNode) -> Option<String> {
    let validity = node.validity.as_ref().filter(|_| node.is_adopted())?;
    let told = explanation::validity(&site.theme.words, site.archive, validity, None);
    Some(explanation::text(&told))
}

/// The earlier resolution that an event changed, and whether it still holds.
fn changed<'a>(
    site: &'a Site<'_>,
    event: &Event,
    node: &PaperNode,
) -> Option<(&'a PaperNode, String)> {
    let relation = node.relation(event.relation?);
    let target = site.archive.paper(target(relation)?);
    let by = &target.validity.as_ref()?.by;
    let did = |effect: &Effect| {
        effect.paper == event.paper && effect.relation_type == relation.relation_type
    };
    let told = by.iter().any(did).then(|| holds(site, target))??;
    Some((target, told))
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn line(&mut self, label: Option<&str>, value: &str) {
        self.0.push_str("<p>");
        if let Some(label) = label {
            self.label(label);
        }
        self.0.push_str(&escape(value));
        self.0.push_str("</p>\n");
    }

    fn link(&mut self, label: &str, url: &str, name: &str) {
        self.0.push_str("<p>");
        self.label(label);
        self.0.push_str("<a href=\"");
        self.0.push_str(url);
        self.0.push_str("\">");
        self.0.push_str(&escape(name));
        self.0.push_str("</a></p>\n");
    }

    fn label(&mut self, label: &str) {
        self.0.push_str("<strong>");
        self.0.push_str(&escape(label));
        self.0.push_str("</strong> ");
    }
}

pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let odd = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    if !text.bytes().any(odd) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped.into()
}
