//! How to follow the portal: every feed, explained for people who never used one.

use super::view::{SubscribeGroup, SubscribeItem, SubscribeView};
use super::{linked, own, render};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the page, if there are feeds.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    if site.has("feeds") {
        plan.page(site, Route::Feeds, &own("abonnieren"), move || page(site));
    }
}

fn page(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let name = site.word("title.feeds");
    let intro = site.word("intro.feeds");
    let more = site.archive.procedures.len() > site.page_size();
    let mut head = site.head("list", &name, &intro, &Route::Feeds);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = SubscribeView {
        head,
        name,
        intro,
        groups: groups(site),
        more: more.then(|| site.crumb("procedures", &Route::Procedures(1))),
        list: site.map.url(&Route::FeedList),
    };
    render(site, "subscribe.html", &view, &own("abonnieren"))
}

fn groups(site: &Site<'_>) -> Vec<SubscribeGroup> {
    let archive = site.archive;
    let item = |name: &str, route: &Route| {
        let feed = site.feed(name.to_owned(), route)?;
        let page = site.link(name, route);
        Some(SubscribeItem { page, feed })
    };
    let mut bodies: Vec<_> = archive.body_ixs().collect();
    bodies.sort_by_cached_key(|ix| site.theme.words.sort_key(archive.body(*ix).body.label()));
    let portal = item(&archive.portal.name, &Route::Home);
    let bodies = bodies
        .into_iter()
        .filter_map(|ix| item(archive.body(ix).body.label(), &Route::Body(ix, 1)));
    let topics = archive
        .topic_ixs()
        .filter_map(|ix| item(&archive.topic(ix).topic.name, &Route::Topic(ix, 1)));
    // The newest ones; each procedure's page offers its own.
    let procedures = archive.procedure_ixs().take(site.page_size());
    let procedures =
        procedures.filter_map(|ix| item(&archive.procedure(ix).name, &Route::Procedure(ix)));
    let group = |key: &str, items: Vec<SubscribeItem>| SubscribeGroup {
        name: site.word(&format!("title.{key}")),
        items,
    };
    let mut groups = vec![
        group("portal", portal.into_iter().collect()),
        group("bodies", bodies.collect()),
        group("topics", topics.collect()),
        group("procedures", procedures.collect()),
    ];
    groups.retain(|group| !group.items.is_empty());
    groups
}
