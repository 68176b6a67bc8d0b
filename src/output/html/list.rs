//! Lists of papers: all, by year, by kind.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::view::{CountedLink, Link, ListView};
use super::{linked, own, render};
use crate::link::{BodyIx, PaperIx};
use crate::model::Slug;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the lists.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let all = List {
        name: site.word("title.papers"),
        intro: site.word("intro.papers"),
        description: site.word("intro.papers"),
        breadcrumbs: Vec::new(),
        route: Arc::new(Route::Papers),
        source: own("vorlagen"),
        papers: site.archive.newest.clone(),
    };
    add(site, plan, all);
    for body in site.archive.body_ixs() {
        for (year, papers) in by_year(site, body) {
            add(site, plan, year_list(site, body, year.0, papers));
        }
        for (slug, (name, papers)) in by_type(site, body) {
            add(site, plan, type_list(site, body, slug, &name, papers));
        }
    }
}

struct List {
    name: String,
    intro: String,
    description: String,
    breadcrumbs: Vec<Link>,
    route: Arc<dyn Fn(usize) -> Route + Send + Sync>,
    source: Arc<str>,
    papers: Vec<PaperIx>,
}

fn add<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>, list: List) {
    let list = Arc::new(list);
    for number in 1..=site.pages(list.papers.len()) {
        let route = (list.route)(number);
        let source = Arc::clone(&list.source);
        let list = Arc::clone(&list);
        plan.page(site, route, &source, move || page(site, &list, number));
    }
}

fn page(site: &Site<'_>, list: &List, number: usize) -> Result<Vec<u8>, Problem> {
    let title = site.page_title(&list.name, number);
    let description = site.page_description(&list.description, number);
    let mut head = site.head("list", &title, &description, &(list.route)(number));
    head.breadcrumbs.clone_from(&list.breadcrumbs);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = ListView {
        name: list.name.clone(),
        intro: list.intro.clone(),
        papers: site.paper_list(&list.papers, number, &*list.route)?,
        head,
    };
    render(site, "list.html", &view, &list.source)
}

fn year_list(site: &Site<'_>, body: BodyIx, year: Option<i16>, papers: Vec<PaperIx>) -> List {
    let words = &site.theme.words;
    let label = site.archive.body(body).body.label();
    let text = year.map_or_else(|| site.word("unknown_date"), |year| year.to_string());
    let facts = [("year", text.as_str()), ("body", label)];
    let key = if year.is_some() {
        "year"
    } else {
        "year_unknown"
    };
    let fill = |group: &str| words.fill(&format!("{group}.{key}"), &facts);
    List {
        name: format!("{}, {label}", fill("title")),
        intro: fill("intro"),
        description: fill("description"),
        breadcrumbs: vec![site.crumb("bodies", &Route::Bodies), site.body_link(body)],
        route: Arc::new(move |page| Route::Year(body, year, page)),
        source: own(&format!("jahre/{text}")),
        papers,
    }
}

fn type_list(site: &Site<'_>, body: BodyIx, slug: Slug, name: &str, papers: Vec<PaperIx>) -> List {
    let words = &site.theme.words;
    let label = site.archive.body(body).body.label();
    let facts = [("type", name), ("body", label)];
    let source = own(&format!("arten/{slug}"));
    List {
        name: format!("{}, {label}", words.fill("title.type", &facts)),
        intro: words.fill("intro.type", &facts),
        description: words.fill("description.type", &facts),
        breadcrumbs: vec![site.crumb("bodies", &Route::Bodies), site.body_link(body)],
        route: Arc::new(move |page| Route::PaperType(body, slug.clone(), page)),
        source,
        papers,
    }
}

/// A council's papers by year, the newest year first, undated papers last.
fn by_year(site: &Site<'_>, body: BodyIx) -> BTreeMap<Reverse<Option<i16>>, Vec<PaperIx>> {
    let mut years: BTreeMap<Reverse<Option<i16>>, Vec<PaperIx>> = BTreeMap::new();
    for ix in &site.archive.body(body).papers {
        let year = site
            .archive
            .paper(*ix)
            .paper
            .date
            .map(crate::model::Date::year);
        years.entry(Reverse(year)).or_default().push(*ix);
    }
    years
}

/// A council's papers by the slug of their kind, with the kind's words.
fn by_type(site: &Site<'_>, body: BodyIx) -> BTreeMap<Slug, (String, Vec<PaperIx>)> {
    let mut types: BTreeMap<Slug, (String, Vec<PaperIx>)> = BTreeMap::new();
    for ix in &site.archive.body(body).papers {
        let name = site.archive.paper(*ix).paper.paper_type.as_deref();
        let named = name.and_then(|name| Some((Slug::from_text(name)?, name)));
        if let Some((slug, name)) = named {
            types
                .entry(slug)
                .or_insert_with(|| (name.to_owned(), Vec::new()))
                .1
                .push(*ix);
        }
    }
    types
}

/// Links to a council's years.
pub(super) fn years(site: &Site<'_>, body: BodyIx) -> Vec<CountedLink> {
    let years = by_year(site, body)
        .into_iter()
        .map(|(Reverse(year), papers)| CountedLink {
            name: year.map_or_else(|| site.word("unknown_date"), |year| year.to_string()),
            url: site.map.url(&Route::Year(body, year, 1)),
            count: papers.len(),
        });
    years.collect()
}

/// Links to a council's kinds of papers.
pub(super) fn types(site: &Site<'_>, body: BodyIx) -> Vec<CountedLink> {
    let types = by_type(site, body)
        .into_iter()
        .map(|(slug, (name, papers))| CountedLink {
            name,
            url: site.map.url(&Route::PaperType(body, slug, 1)),
            count: papers.len(),
        });
    types.collect()
}
