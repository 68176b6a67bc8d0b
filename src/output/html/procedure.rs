//! A procedure's page.

use super::paper::procedure_feed_title;
use super::view::{MaybeLink, ProcedureAmount, ProcedureView};
use super::{own, render};
use crate::link::{ProcedureIx, Status};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds a page for each procedure.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.procedure_ixs() {
        // Two procedures with one slug are the fault of the papers that name it.
        let first = site.archive.procedure(ix).papers[0];
        let source = &site.archive.paper(first).text.source.path;
        plan.page(site, Route::Procedure(ix), source, move || page(site, ix));
    }
}

fn page(site: &Site<'_>, ix: ProcedureIx) -> Result<Vec<u8>, Problem> {
    let procedure = site.archive.procedure(ix);
    let archive = site.archive;
    let description = site
        .theme
        .words
        .fill("description.procedure", &[("name", &procedure.name)]);
    let route = Route::Procedure(ix);
    let mut head = site.head("procedure", &procedure.name, &description, &route);
    head.breadcrumbs = vec![site.crumb("procedures", &Route::Procedures(1))];
    head.feeds
        .extend(site.feed(procedure_feed_title(site, ix), &route));
    head.data = site.twin(route);
    let papers = || procedure.papers.iter().map(|ix| (*ix, archive.paper(*ix)));
    let mut bodies: Vec<_> = papers().map(|(_, paper)| paper.body).collect();
    bodies.dedup();
    let mut participants: Vec<MaybeLink> = Vec::new();
    for (_, paper) in papers() {
        let part = paper
            .originators
            .iter()
            .chain(&paper.under_direction_of)
            .chain(&paper.decided_by);
        for ix in part {
            let link = site.organization_link(*ix);
            if participants.iter().all(|known| known.url != link.url) {
                participants.push(link);
            }
        }
    }
    let finance = papers().flat_map(|(ix, paper)| {
        let items = paper
            .paper
            .finance
            .iter()
            .flat_map(|finance| &finance.items);
        items.map(move |item| ProcedureAmount {
            paper: site.link(&paper.paper.name, &Route::Paper(ix)),
            item: site.finance_item(item),
        })
    });
    let view = ProcedureView {
        name: procedure.name.clone(),
        status: site.label("status", procedure.status.map_or("open", Status::key)),
        bodies: bodies.into_iter().map(|ix| site.body_link(ix)).collect(),
        participants,
        timeline: site.timeline(&procedure.events, None),
        finance: finance.collect(),
        topics: site
            .topics_of(&procedure.papers)
            .into_iter()
            .map(|topic| super::view::Link {
                name: topic.name,
                url: topic.url,
            })
            .collect(),
        head,
    };
    render(site, "procedure.html", &view, &own(procedure.slug.as_str()))
}
