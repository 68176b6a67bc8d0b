//! A topic's pages.

use tera::Value;

use super::view::{CountedLink, TopicView};
use super::{chart, linked, list, markdown, money, render};
use crate::link::TopicIx;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages of each topic.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.topic_ixs() {
        let node = site.archive.topic(ix);
        for number in 1..=site.pages(node.papers.len()) {
            let source = &node.text.source.path;
            plan.page(site, Route::Topic(ix, number), source, move || {
                page(site, ix, number)
            });
        }
    }
}

fn page(site: &Site<'_>, ix: TopicIx, number: usize) -> Result<Vec<u8>, Problem> {
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
    let bodies = site.archive.body_ixs().filter_map(|body| {
        let count = node
            .papers
            .iter()
            .filter(|p| site.archive.paper(**p).body == body)
            .count();
        let link = site.body_link(body);
        (count > 0).then_some(CountedLink {
            name: link.name,
            url: link.url,
            count,
        })
    });
    let first = number == 1;
    let years = |year| Route::TopicYear(ix, year, 1);
    let chart = first.then(|| chart::of_papers(site, &node.papers, &years));
    let money = first.then(|| money::of(site, &node.papers));
    let view = TopicView {
        name: name.clone(),
        aliases: node.topic.aliases.clone(),
        description: node.topic.description.clone(),
        text_html,
        bodies: bodies.collect(),
        years: list::topic_years(site, ix),
        chart: chart.flatten(),
        money: money.flatten(),
        papers: site.paper_list(&node.papers, number, &|page| Route::Topic(ix, page))?,
        head,
    };
    render(site, "topic.html", &view, &node.text.source.path)
}
