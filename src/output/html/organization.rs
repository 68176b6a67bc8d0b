//! Pages of committees, factions and departments.

use super::view::OrganizationView;
use super::{linked, render};
use crate::link::OrganizationIx;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages of each organization.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.organization_ixs() {
        let node = site.archive.organization(ix);
        for number in 1..=site.pages(node.papers.len()) {
            let route = Route::Organization(ix, number);
            plan.page(site, route, &node.source.path, move || {
                page(site, ix, number)
            });
        }
    }
}

fn page(site: &Site<'_>, ix: OrganizationIx, number: usize) -> Result<Vec<u8>, Problem> {
    let node = site.archive.organization(ix);
    let organization = &node.organization;
    let body = site.body_link(node.body);
    let facts = [
        ("name", organization.name.as_str()),
        ("body", body.name.as_str()),
    ];
    let description = match &organization.description {
        // Offices are often described alike: their names tell the pages apart.
        Some(description) if !description.contains(&organization.name) => {
            format!("{}, {}: {description}", organization.name, body.name)
        }
        Some(description) => description.clone(),
        None => site.theme.words.fill("description.organization", &facts),
    };
    let description = site.page_description(&description, number);
    let title = site.page_title(&format!("{}, {}", organization.name, body.name), number);
    let mut head = site.head(
        "organization",
        &title,
        &description,
        &Route::Organization(ix, number),
    );
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), body.clone()];
    let facts = [
        ("name", site.archive.portal.name.as_str()),
        ("organization", &organization.name),
        ("body", &body.name),
    ];
    let feed = site.theme.words.fill("feed.organization", &facts);
    head.feeds
        .extend(site.feed(feed, &Route::Organization(ix, 1)));
    head.calendar = site.calendar(&Route::Organization(ix, 1));
    site.describe(&mut head, linked::organization(site, ix));
    let members = node.members.iter().map(|(ix, at)| {
        let person = &site.archive.person(*ix).person;
        site.role(*ix, person.membership[*at].role.clone())
    });
    let meetings = node.meetings.iter();
    let view = OrganizationView {
        name: organization.name.clone(),
        kind: site.label("organization_one", organization.organization_type.key()),
        classification: organization.classification.clone(),
        description: organization.description.clone(),
        website: organization
            .website
            .as_ref()
            .map(|website| website.value.clone()),
        members: members.collect(),
        meetings: meetings.map(|ix| site.meeting(*ix)).collect(),
        papers: site.paper_list(&node.papers, number, &|page| Route::Organization(ix, page))?,
        body,
        head,
    };
    render(site, "organization.html", &view, &node.source.path)
}
