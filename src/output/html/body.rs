//! A council's pages.

use std::sync::Arc;

use super::view::{BodyView, CountedLink, Label, LinkGroup, OrganizationGroup};
use super::{chart, linked, list, meeting, number, person, render};
use crate::link::{BodyIx, BodyNode, MadeOnce};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// What is the same on every page of a council, made when the first is rendered.
struct Shared {
    ways: Vec<LinkGroup>,
    topics: Vec<CountedLink>,
}

/// Adds the pages of each council.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.body_ixs() {
        let node = site.archive.body(ix);
        let shared = Arc::new(MadeOnce::new());
        for number in 1..=site.pages(node.papers.len()) {
            let source = &node.source.path;
            let shared = Arc::clone(&shared);
            plan.page(site, Route::Body(ix, number), source, move || {
                let shared = shared.get_or_init(|| Shared {
                    ways: list::ways(site, ix),
                    topics: site.topics_of(&node.papers),
                });
                page(site, ix, number, shared)
            });
        }
    }
}

fn page(site: &Site<'_>, ix: BodyIx, number: usize, shared: &Shared) -> Result<Vec<u8>, Problem> {
    let node = site.archive.body(ix);
    let words = &site.theme.words;
    let label = node.body.label();
    let description = words.fill("description.body", &[("name", &node.body.name)]);
    let title = site.page_title(&node.body.name, number);
    let description = site.page_description(&description, number);
    let mut head = site.head("body", &title, &description, &Route::Body(ix, number));
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies)];
    let facts = [("name", site.archive.portal.name.as_str()), ("body", label)];
    head.feeds
        .extend(site.feed(words.fill("feed.body", &facts), &Route::Body(ix, 1)));
    head.calendar = site.calendar(&Route::Body(ix, 1));
    site.describe(&mut head, linked::body(site, ix));
    let (meetings, meeting_list) = meeting::brief(site, ix);
    let years = |year| site.map.url(&Route::Year(ix, year, 1));
    let chart = (number == 1).then(|| chart::of_papers(site, &node.papers, &years));
    let people = person::of_body(site, ix).into_iter();
    let view = BodyView {
        name: node.body.name.clone(),
        description: node.body.description.clone(),
        classification: node.body.classification.clone(),
        ags: node.body.ags.as_ref().map(|ags| ags.value.clone()),
        website: node
            .body
            .website
            .as_ref()
            .map(|website| website.value.clone()),
        legislative_terms: node
            .body
            .legislative_term
            .iter()
            .map(|t| t.name.clone())
            .collect(),
        organizations: organizations(site, node),
        people: people.map(|ix| site.role(ix, None)).collect(),
        people_list: person::list_link(site, ix),
        meetings,
        meeting_list,
        chart: chart.flatten(),
        ways: shared.ways.clone(),
        topics: shared.topics.clone(),
        missing_numbers: number::missing_link(site, ix),
        papers: site.paper_list(&node.papers, number, &|page| Route::Body(ix, page))?,
        head,
    };
    render(site, "body.html", &view, &node.source.path)
}

fn organizations(site: &Site<'_>, node: &BodyNode) -> Vec<OrganizationGroup> {
    let mut all: Vec<_> = node
        .organizations
        .iter()
        .map(|ix| (*ix, site.archive.organization(*ix)))
        .collect();
    all.sort_by_cached_key(|(_, node)| {
        let name = site.theme.words.sort_key(&node.organization.name);
        (node.organization.organization_type, name)
    });
    let mut groups: Vec<OrganizationGroup> = Vec::new();
    for (ix, node) in all {
        let key = node.organization.organization_type.key();
        let kind: Label = site.label("organization", key);
        let link = CountedLink {
            name: node.organization.name.clone(),
            url: site.map.url(&Route::Organization(ix, 1)),
            count: node.papers.len(),
        };
        match groups.last_mut().filter(|group| group.kind.key == key) {
            Some(group) => group.items.push(link),
            None => groups.push(OrganizationGroup {
                kind,
                items: vec![link],
            }),
        }
    }
    groups
}
