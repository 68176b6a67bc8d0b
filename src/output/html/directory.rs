//! Directories: all procedures, topics and councils.

use super::view::{DirectoryEntry, DirectoryGroup, DirectoryView};
use super::{linked, own, render};
use crate::link::ProcedureIx;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the directories.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for number in 1..=site.pages(site.archive.procedures.len()) {
        let route = Route::Procedures(number);
        plan.page(site, route, &own("vorgaenge"), move || {
            procedures(site, number)
        });
    }
    plan.page(site, Route::Topics, &own("themen"), move || {
        page(site, "topics", &Route::Topics, vec![plain(topics(site))])
    });
    plan.page(site, Route::Bodies, &own("kommunen"), move || {
        page(site, "bodies", &Route::Bodies, vec![plain(bodies(site))])
    });
}

fn plain(entries: Vec<DirectoryEntry>) -> DirectoryGroup {
    DirectoryGroup {
        name: None,
        entries,
    }
}

fn page(
    site: &Site<'_>,
    key: &str,
    route: &Route,
    groups: Vec<DirectoryGroup>,
) -> Result<Vec<u8>, Problem> {
    let name = site.word(&format!("title.{key}"));
    let intro = site.word(&format!("intro.{key}"));
    let mut head = site.head("list", &name, &intro, route);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = DirectoryView {
        name,
        intro,
        groups,
        pagination: None,
        head,
    };
    render(site, "directory.html", &view, &own(key))
}

fn procedures(site: &Site<'_>, number: usize) -> Result<Vec<u8>, Problem> {
    let size = site.page_size();
    let entries = site
        .archive
        .procedure_ixs()
        .skip((number - 1) * size)
        .take(size)
        .map(|ix| procedure_entry(site, ix))
        .collect();
    let name = site.word("title.procedures");
    let intro = site.word("intro.procedures");
    let title = site.page_title(&name, number);
    let description = site.page_description(&intro, number);
    let mut head = site.head("list", &title, &description, &Route::Procedures(number));
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = DirectoryView {
        head,
        name,
        intro,
        groups: vec![plain(entries)],
        pagination: site.pagination(site.archive.procedures.len(), number, &Route::Procedures),
    };
    render(site, "directory.html", &view, &own("vorgaenge"))
}

/// A procedure as directories and the home page show it.
pub(super) fn procedure_entry(site: &Site<'_>, ix: ProcedureIx) -> DirectoryEntry {
    let procedure = site.archive.procedure(ix);
    let mut facts = vec![site.theme.words.count("papers", procedure.papers.len())];
    facts.extend(site.date(procedure.moved).map(|date| date.text));
    facts.extend(procedure.next.map(|next| {
        let kind = site.word(&format!("next.{}", next.kind.key()));
        let date = site.theme.words.date(next.date);
        let facts = [("kind", kind.as_str()), ("date", &date)];
        site.theme.words.fill("next.fact", &facts)
    }));
    let mut bodies: Vec<_> = procedure
        .papers
        .iter()
        .map(|ix| site.archive.paper(*ix).body)
        .collect();
    bodies.sort_unstable();
    bodies.dedup();
    let bodies: Vec<_> = bodies
        .iter()
        .map(|ix| site.archive.body(*ix).body.label())
        .collect();
    DirectoryEntry {
        name: procedure.name.clone(),
        url: site.map.url(&Route::Procedure(ix)),
        note: Some(bodies.join(", ")),
        facts,
        status: site.status(procedure.status),
    }
}

fn topics(site: &Site<'_>) -> Vec<DirectoryEntry> {
    let entries = site.archive.topic_ixs().map(|ix| {
        let node = site.archive.topic(ix);
        DirectoryEntry {
            name: node.topic.name.clone(),
            url: site.map.url(&Route::Topic(ix, 1)),
            note: node.topic.description.clone(),
            facts: vec![site.theme.words.count("papers", node.papers.len())],
            status: None,
        }
    });
    entries.collect()
}

fn bodies(site: &Site<'_>) -> Vec<DirectoryEntry> {
    let mut entries: Vec<_> = site
        .archive
        .body_ixs()
        .map(|ix| {
            let node = site.archive.body(ix);
            DirectoryEntry {
                name: node.body.name.clone(),
                url: site.map.url(&Route::Body(ix, 1)),
                note: node.body.description.clone(),
                facts: vec![site.theme.words.count("papers", node.papers.len())],
                status: None,
            }
        })
        .collect();
    entries.sort_by_cached_key(|entry| site.theme.words.sort_key(&entry.name));
    entries
}
