//! A council's pages.

use super::render;
use super::view::{BodyView, CountedLink, Label, OrganizationGroup, RoleView};
use super::{linked, list, number};
use crate::link::{BodyIx, BodyNode};
use crate::model::OrganizationType;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages of each council.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.body_ixs() {
        let node = site.archive.body(ix);
        for number in 1..=site.pages(node.papers.len()) {
            let source = &node.source.path;
            plan.page(site, Route::Body(ix, number), source, move || {
                page(site, ix, number)
            });
        }
    }
}

fn page(site: &Site<'_>, ix: BodyIx, number: usize) -> Result<Vec<u8>, Problem> {
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
    site.describe(&mut head, linked::body(site, ix));
    let meetings = site
        .archive
        .meetings
        .iter()
        .filter(|meeting| meeting.body == ix);
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
        people: people(site, node),
        meetings: meetings.map(|meeting| site.meeting(meeting)).collect(),
        years: list::years(site, ix),
        types: list::types(site, ix),
        topics: site.topics_of(&node.papers),
        missing_numbers: number::missing_link(site, ix),
        papers: site.paper_list(&node.papers, number, &|page| Route::Body(ix, page))?,
        head,
    };
    render(site, "body.html", &view, &node.source.path)
}

/// Keys under which the language files name types of organizations.
pub(super) const fn type_key(kind: OrganizationType) -> &'static str {
    match kind {
        OrganizationType::Gremium => "gremium",
        OrganizationType::Fraktion => "fraktion",
        OrganizationType::Partei => "partei",
        OrganizationType::Verwaltungsbereich => "verwaltungsbereich",
        OrganizationType::ExternesGremium => "externes_gremium",
        OrganizationType::Institution => "institution",
        OrganizationType::Sonstiges => "sonstiges",
    }
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
        let key = type_key(node.organization.organization_type);
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

fn people(site: &Site<'_>, node: &BodyNode) -> Vec<RoleView> {
    let mut people: Vec<_> = node
        .people
        .iter()
        .map(|ix| &site.archive.person(*ix).person)
        .collect();
    people.sort_by_cached_key(|person| {
        let family = person.family_name.as_deref();
        let family = family
            .or_else(|| person.name.split_whitespace().last())
            .unwrap_or_default();
        (site.theme.words.sort_key(family), person.name.clone())
    });
    let view = |person: &&crate::model::Person| RoleView {
        term: None,
        name: person.name.clone(),
        role: person.office.clone(),
        note: None,
    };
    people.iter().map(view).collect()
}
