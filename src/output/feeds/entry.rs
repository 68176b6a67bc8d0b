//! What an entry of a feed says.

use super::clean;
use crate::link::{Effect, Event, EventKind, PaperNode, Target, has_acted};
use crate::model::Date;
use crate::output::Site;
use crate::route::Route;
use crate::theme::explanation;

/// Something that happened.
pub(super) struct Entry {
    /// Stays the same while everything else about the entry changes.
    pub(super) id: String,
    /// What happened, in one line.
    pub(super) title: String,
    /// The paper's page.
    pub(super) url: String,
    /// The day; `None` if it is unknown.
    pub(super) date: Option<Date>,
    /// The day, or the latest day that it is known to follow.
    pub(super) not_before: Option<Date>,
    /// Plain text.
    pub(super) summary: Option<String>,
    /// HTML.
    pub(super) content: String,
    /// Names of topics.
    pub(super) topics: Vec<String>,
}

/// The entry of an event.
pub(super) fn new(site: &Site<'_>, event: &Event) -> Entry {
    let node = site.archive.paper(event.paper);
    let words = &site.theme.words;
    let kind = words.get(&format!("event.{}", event.kind.key())).to_owned();
    let subject = subject(site, event, node);
    let facts = [("event", kind.as_str()), ("paper", subject)];
    let url = site.map.absolute(&Route::Paper(event.paper));
    let topics = node
        .topics
        .iter()
        .map(|ix| clean(&site.archive.topic(*ix).topic.name));
    Entry {
        id: id(&url, event, node),
        title: clean(&words.fill("feed_item.title", &facts)),
        date: event.not_before.filter(|_| !event.undated),
        not_before: event.not_before,
        summary: node.gist().map(clean),
        content: content(site, event, node),
        topics: topics.collect(),
        url,
    }
}

/// What an entry is about: the paper itself, or the earlier one that it did something to.
fn subject<'a>(site: &'a Site<'_>, event: &Event, node: &'a PaperNode) -> &'a str {
    let target = event
        .relation
        .and_then(|at| match node.relations[at].target {
            Target::Paper(ix) => Some(site.archive.paper(ix)),
            _ => None,
        });
    &target.unwrap_or(node).paper.name
}

/// Steps of one kind are told apart by organization and day, relations by their target.
fn id(url: &str, event: &Event, node: &PaperNode) -> String {
    let mut id = format!("{url}#{}", event.kind.key());
    if let (EventKind::Consulted, Some(at)) = (event.kind, event.consultation) {
        let step = &node.paper.consultation[at];
        id.push_str(&format!("-{}", step.organization.value));
        if let Some(date) = step.date {
            id.push_str(&format!("-{date}"));
        }
    }
    if let Some(at) = event.relation {
        id.push_str(&format!(
            "-{}",
            crate::text::slugify(&node.relations[at].display, 60)
        ));
    }
    id
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
        html.line(Some(words.get(&label)), name);
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
        let Target::Paper(ix) = relation.target else {
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
    let relation = &node.relations[event.relation?];
    let Target::Paper(ix) = relation.target else {
        return None;
    };
    let target = site.archive.paper(ix);
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
        let label = label.map_or(String::new(), |l| {
            format!("<strong>{}</strong> ", escape(l))
        });
        self.0
            .push_str(&format!("<p>{label}{}</p>\n", escape(value)));
    }

    fn link(&mut self, label: &str, url: &str, name: &str) {
        let (label, name) = (escape(label), escape(name));
        self.0.push_str(&format!(
            "<p><strong>{label}</strong> <a href=\"{url}\">{name}</a></p>\n"
        ));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
