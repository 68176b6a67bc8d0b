//! The pages of numbers: where a number leads, or why it leads nowhere.
//!
//! The page of a number that one paper bears is one link, and an output of its own: a portal can do without. One that
//! several papers bear, or that is cited while no paper of the portal bears it, has a page of its own.

use super::view::{
    CountedLink, DirectoryEntry, DirectoryGroup, DirectoryView, ForwardView, NumberView,
};
use super::{linked, own, related, render};
use crate::link::{BodyIx, NumberIx, NumberNode, PaperIx};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages that lead from a number to the one paper that bears it.
pub(super) fn plan_forwards<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source = own("nummer");
    for ix in site.archive.number_ixs() {
        // Not a page that search engines should know: they should know the paper.
        if let Some(paper) = site.archive.number(ix).only() {
            plan.add(site.map.file(&Route::Number(ix)), &source, move || {
                forward(site, ix, paper)
            });
        }
    }
}

/// Adds the page of each number that more has to be said of, and each council's list of missing ones.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source = own("nummer");
    let numbers = site.archive.number_ixs();
    for ix in numbers.filter(|ix| site.archive.number(*ix).only().is_none()) {
        plan.page(site, Route::Number(ix), &source, move || page(site, ix));
    }
    for body in site.archive.body_ixs() {
        let missing = site.archive.body(body).missing.len();
        for number in 1..=site.pages(missing).min(missing) {
            let route = Route::MissingNumbers(body, number);
            plan.page(site, route, &source, move || list(site, body, number));
        }
    }
}

fn forward(site: &Site<'_>, ix: NumberIx, paper: PaperIx) -> Result<Vec<u8>, Problem> {
    let node = site.archive.paper(paper);
    let route = Route::Paper(paper);
    let view = ForwardView {
        name: site.archive.number(ix).display(),
        paper: site.link(&node.paper.name, &route),
        canonical: site.map.absolute(&route),
    };
    render(site, "forward.html", &view, &node.text.source.path)
}

fn page(site: &Site<'_>, ix: NumberIx) -> Result<Vec<u8>, Problem> {
    let node = site.archive.number(ix);
    let body = site.body_link(node.body);
    let name = node.display();
    let facts = [("number", name.as_str()), ("body", body.name.as_str())];
    let fill = |key: &str| site.theme.words.fill(key, &facts);
    let state = state(node);
    let description = fill(&format!("description.number_{state}"));
    let title = fill("title.number");
    let mut head = site.head("number", &title, &description, &Route::Number(ix));
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), body.clone()];
    if node.papers.is_empty() {
        let list = Route::MissingNumbers(node.body, 1);
        head.breadcrumbs.push(site.crumb("missing_numbers", &list));
    }
    let described = linked::page(site, "WebPage", &head);
    site.describe(&mut head, described);
    let council = &site.archive.body(node.body).body;
    let view = NumberView {
        state: site.label("number_state", state),
        explanation: fill(&format!("number_explanation.{state}")),
        website: council
            .website
            .as_ref()
            .map(|website| website.value.clone()),
        cards: site.cards(&node.papers)?,
        cited_by: related::to_number(site, node),
        name,
        body,
        head,
    };
    render(site, "number.html", &view, &own(node.slug.as_str()))
}

fn state(node: &NumberNode) -> &'static str {
    match (node.papers.len(), node.numbers.len()) {
        (0, _) => "missing",
        (papers, numbers) if papers <= numbers && numbers > 1 => "alike",
        _ => "shared",
    }
}

/// Page `number` of a council's missing numbers.
fn list(site: &Site<'_>, body: BodyIx, number: usize) -> Result<Vec<u8>, Problem> {
    let missing = &site.archive.body(body).missing;
    let size = site.page_size();
    let shown = missing.iter().skip((number - 1) * size).take(size);
    let council = site.body_link(body);
    let facts = [("body", council.name.as_str())];
    let fill = |group: &str| {
        let key = format!("{group}.missing_numbers");
        site.theme.words.fill(&key, &facts)
    };
    let name = format!("{}, {}", site.word("title.missing_numbers"), council.name);
    let title = site.page_title(&name, number);
    let route = move |page| Route::MissingNumbers(body, page);
    let description = site.page_description(&fill("description"), number);
    let mut head = site.head("list", &title, &description, &route(number));
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), council.clone()];
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = DirectoryView {
        intro: fill("intro"),
        groups: vec![DirectoryGroup {
            name: None,
            entries: shown.map(|ix| entry(site, *ix)).collect(),
        }],
        pagination: site.pagination(missing.len(), number, &route),
        name,
        head,
    };
    render(site, "directory.html", &view, &own("nummer"))
}

fn entry(site: &Site<'_>, ix: NumberIx) -> DirectoryEntry {
    let node = site.archive.number(ix);
    DirectoryEntry {
        name: node.display(),
        url: site.map.url(&Route::Number(ix)),
        note: None,
        facts: vec![site.theme.words.count("cited_by", node.citing())],
        status: None,
    }
}

/// The way to a council's missing numbers, if there are any.
pub(super) fn missing_link(site: &Site<'_>, body: BodyIx) -> Option<CountedLink> {
    let count = site.archive.body(body).missing.len();
    (count > 0).then(|| CountedLink {
        name: site.word("title.missing_numbers"),
        url: site.map.url(&Route::MissingNumbers(body, 1)),
        count,
    })
}
