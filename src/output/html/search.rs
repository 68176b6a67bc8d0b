//! The search page: a form that the theme's script brings to life, and lists for those without it.

use super::view::{CountedLink, SearchList, SearchView};
use super::{linked, own, render};
use crate::link::BodyIx;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// The theme's script that searches; no other page loads it.
pub(super) const SCRIPT: &str = "search.js";

/// Councils up to which the page lists the years and kinds of each.
const FEW: usize = 4;

/// Adds the page, if there is an index to search.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    if site.has("search") {
        plan.page(site, Route::Search, &own("suche"), move || page(site));
    }
}

fn page(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let name = site.word("title.search");
    let intro = site.word("intro.search");
    let mut head = site.head("search", &name, &intro, &Route::Search);
    let described = linked::page(site, "SearchResultsPage", &head);
    site.describe(&mut head, described);
    let view = SearchView {
        head,
        name,
        intro,
        index: site.map.url(&Route::SearchIndex),
        lists: lists(site),
    };
    render(site, "search.html", &view, &own("suche"))
}

/// Ways to papers without a word to search for.
fn lists(site: &Site<'_>) -> Vec<SearchList> {
    let archive = site.archive;
    let mut lists = vec![
        list(site.word("title.topics"), topics(site)),
        list(site.word("title.bodies"), bodies(site)),
    ];
    if archive.bodies.len() <= FEW {
        for ix in archive.body_ixs() {
            let body = archive.body(ix).body.label();
            let ways = super::list::ways(site, ix).into_iter();
            lists.extend(ways.map(|way| list(format!("{body}: {}", way.name), way.links)));
        }
    }
    lists.retain(|list| !list.links.is_empty());
    lists
}

fn list(name: String, links: Vec<CountedLink>) -> SearchList {
    SearchList { name, links }
}

fn topics(site: &Site<'_>) -> Vec<CountedLink> {
    let links = site.archive.topic_ixs().map(|ix| {
        let node = site.archive.topic(ix);
        CountedLink {
            name: node.topic.name.clone(),
            url: site.map.url(&Route::Topic(ix, 1)),
            count: node.papers.len(),
        }
    });
    links.filter(|link| link.count > 0).collect()
}

fn bodies(site: &Site<'_>) -> Vec<CountedLink> {
    let link = |ix: BodyIx| CountedLink {
        name: site.archive.body(ix).body.label().to_owned(),
        url: site.map.url(&Route::Body(ix, 1)),
        count: site.archive.body(ix).papers.len(),
    };
    let mut links: Vec<_> = site.archive.body_ixs().map(link).collect();
    links.sort_by_cached_key(|link| site.theme.words.sort_key(&link.name));
    links
}
