//! A procedure's page.

use super::paper::procedure_feed_title;
use super::view::{MaybeLink, ParticipantView, ProcedureView};
use super::{linked, money, own, render, track};
use crate::link::{Procedure, ProcedureIx, Who};
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
    let described = linked::procedure(site, ix, &head);
    site.describe(&mut head, described);
    let papers = procedure.papers.iter().map(|ix| archive.paper(*ix));
    let mut bodies: Vec<_> = papers.map(|paper| paper.body).collect();
    bodies.dedup();
    let view = ProcedureView {
        name: procedure.name.clone(),
        status: site.status(procedure.status),
        next: site.next(procedure.next, None),
        bodies: bodies.into_iter().map(|ix| site.body_link(ix)).collect(),
        participants: participants(site, procedure),
        track: track::of(site, procedure),
        timeline: site.timeline(&procedure.events, None),
        totals: procedure
            .totals
            .iter()
            .map(|total| site.total(total))
            .collect(),
        open_amounts: procedure
            .open_amounts
            .iter()
            .map(|ix| site.paper_link(*ix))
            .collect(),
        finance: money::amounts(site, &procedure.amounts),
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

fn participants(site: &Site<'_>, procedure: &Procedure) -> Vec<ParticipantView> {
    let views = procedure.participants.iter().map(|participant| {
        let MaybeLink { name, url } = match participant.who {
            Who::Organization(ix) => site.organization_link(ix),
            Who::Person(ix) => site.person_link(ix),
        };
        let parts = participant.parts.iter();
        ParticipantView {
            name,
            url,
            parts: parts.map(|part| site.label("part", part.key())).collect(),
        }
    });
    views.collect()
}
