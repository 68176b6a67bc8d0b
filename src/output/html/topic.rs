//! A topic's pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::view::{CountedLink, TopicView};
use super::{chart, linked, list, markdown, money, render};
use crate::link::{BodyIx, MadeOnce, TopicIx};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// What is the same on every page of a topic, made when the first is rendered.
struct Shared {
    bodies: Vec<CountedLink>,
    years: Vec<CountedLink>,
}

/// Adds the pages of each topic.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.topic_ixs() {
        let node = site.archive.topic(ix);
        let shared = Arc::new(MadeOnce::new());
        for number in 1..=site.pages(node.papers.len()) {
            let source = &node.text.source.path;
            let shared = Arc::clone(&shared);
            plan.page(site, Route::Topic(ix, number), source, move || {
                let shared = shared.get_or_init(|| Shared {
                    bodies: bodies(site, ix),
                    years: list::topic_years(site, ix),
                });
                page(site, ix, number, shared)
            });
        }
    }
}

/// Links to the councils of a topic's papers, with how many they have.
fn bodies(site: &Site<'_>, ix: TopicIx) -> Vec<CountedLink> {
    let mut counts: BTreeMap<BodyIx, usize> = BTreeMap::new();
    for paper in &site.archive.topic(ix).papers {
        *counts.entry(site.archive.paper(*paper).body).or_default() += 1;
    }
    let links = counts.into_iter().map(|(body, count)| {
        let link = site.body_link(body);
        CountedLink {
            name: link.name,
            url: link.url,
            count,
        }
    });
    links.collect()
}

fn page(site: &Site<'_>, ix: TopicIx, number: usize, shared: &Shared) -> Result<Vec<u8>, Problem> {
    let node = site.archive.topic(ix);
    let words = &site.theme.words;
    let name = &node.topic.name;
    let description = node
        .topic
        .description
        .clone()
        .unwrap_or_else(|| words.fill("description.topic", &[("name", name)]));
    let title = site.page_title(name, number);
    let description = site.page_description(&description, number);
    let mut head = site.head("topic", &title, &description, &Route::Topic(ix, number));
    head.breadcrumbs = vec![site.crumb("topics", &Route::Topics)];
    let portal = site.archive.portal.name.as_str();
    let feed = words.fill("feed.topic", &[("name", portal), ("topic", name)]);
    head.feeds.extend(site.feed(feed, &Route::Topic(ix, 1)));
    head.data = site.twin(Route::Topic(ix, 1));
    let described = linked::topic(site, ix, &head);
    site.describe(&mut head, described);
    let text_html = if number > 1 || node.text.empty {
        None
    } else {
        let words = site.markdown(&node.text)?;
        Some(Value::safe_string(
            &markdown::render(site, &node.text, &words, 3).html,
        ))
    };
    let first = number == 1;
    let year = |year| list::topic_year(site, ix, year);
    let chart = first.then(|| chart::of_papers(site, &node.papers, &year));
    let mut papers = site.paper_list(&node.papers, number, &|page| Route::Topic(ix, page))?;
    if !list::has_years(site, ix) {
        list::mark_years(site, &node.papers, &mut papers);
    }
    let money = first.then(|| money::of(site, &node.papers));
    let view = TopicView {
        name: name.clone(),
        aliases: node.topic.aliases.clone(),
        description: node.topic.description.clone(),
        text_html,
        bodies: shared.bodies.clone(),
        years: shared.years.clone(),
        chart: chart.flatten(),
        money: money.flatten(),
        papers,
        head,
    };
    render(site, "topic.html", &view, &node.text.source.path)
}
