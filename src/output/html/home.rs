//! The home page.

use super::directory::procedure_entry;
use super::view::{CountedLink, HomeView};
use super::{linked, own, render, upcoming};
use crate::link::PaperIx;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Entries in each of the home page's lists.
const SHOWN: usize = 6;

/// Adds the home page.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    plan.page(site, Route::Home, &own("home"), move || page(site));
}

fn page(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let archive = site.archive;
    let portal = &archive.portal;
    let mut head = site.head(
        "home",
        &site.word("title.home"),
        &portal.description,
        &Route::Home,
    );
    let feed = site
        .theme
        .words
        .fill("feed.portal", &[("name", &portal.name)]);
    head.feeds.extend(site.feed(feed, &Route::Home));
    head.calendar = site.calendar(&Route::Home);
    head.document_title.clone_from(&portal.name);
    // A search page goes here: its address with `{search_term_string}` in it.
    let search = site.has("search").then(|| {
        format!(
            "{}?q={{search_term_string}}",
            site.map.absolute(&Route::Search)
        )
    });
    site.describe(&mut head, linked::portal(site, search));
    let mut decided: Vec<PaperIx> = archive.newest.clone();
    decided.retain(|ix| archive.paper(*ix).paper.resolution.is_some());
    decided.sort_by_key(|ix| {
        let paper = archive.paper(*ix);
        std::cmp::Reverse(paper.decided.or(paper.not_before))
    });
    decided.truncate(SHOWN);
    let counted = |what: &str, count: usize, route: &Route| CountedLink {
        name: site.theme.words.count(what, count),
        url: site.map.url(route),
        count,
    };
    let mut bodies: Vec<_> = archive
        .body_ixs()
        .map(|ix| {
            let link = site.body_link(ix);
            CountedLink {
                name: link.name,
                url: link.url,
                count: archive.body(ix).papers.len(),
            }
        })
        .collect();
    bodies.sort_by_cached_key(|body| site.theme.words.sort_key(&body.name));
    // What was decided stands above already.
    let new = archive.newest.iter().filter(|ix| !decided.contains(ix));
    let new: Vec<PaperIx> = new.take(SHOWN).copied().collect();
    let view = HomeView {
        description: portal.description.clone(),
        figures: vec![
            counted("papers", archive.papers.len(), &Route::Papers(1)),
            counted(
                "procedures",
                archive.procedures.len(),
                &Route::Procedures(1),
            ),
            counted("topics", archive.topics.len(), &Route::Topics),
            counted("bodies", archive.bodies.len(), &Route::Bodies),
        ],
        next: upcoming::of_portal(site, SHOWN),
        decisions: site.cards(&decided)?,
        procedures: archive
            .procedure_ixs()
            .take(SHOWN)
            .map(|ix| procedure_entry(site, ix))
            .collect(),
        papers: site.cards(&new)?,
        topics: site.topics_of(&archive.newest),
        bodies,
        downloads: site.has_downloads().then(|| site.map.url(&Route::Data)),
        head,
    };
    render(site, "home.html", &view, &own("home"))
}
