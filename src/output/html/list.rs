//! Lists of papers: all, and those of a council or a topic by status, year and kind.
//!
//! They are the answers that need no script: "what is still open?", "what was decided on this in 2021?"

use std::collections::BTreeMap;
use std::sync::Arc;

use super::view::{CountedLink, FeedView, Link, LinkGroup, ListView, PaperList};
use super::{linked, own, render};
use crate::link::{BodyIx, PaperIx, PapersOfType, Status, TopicIx};
use crate::model::Slug;
use crate::output::{Plan, Problem, Site};
use crate::route::{Route, Url, Years, of_year};

/// Adds the lists.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    add(site, plan, all(site));
    for body in site.archive.body_ixs() {
        let node = site.archive.body(body);
        let years = site.map.by_year(&node.papers);
        let others = [others(site, body, &years), vec![topics(site, body)]].concat();
        let statuses = by_status(site, body);
        let mut links = status_links(site, body, &statuses);
        let all = [vec![group(site, "statuses", links.clone())], others.clone()].concat();
        let all = Arc::new(all);
        for (status, papers) in statuses {
            add(site, plan, status_list(site, body, status, papers).to(&all));
        }
        links.retain(|link| link.count > 0);
        let ways = [vec![group(site, "statuses", links)], others].concat();
        let ways = ways.into_iter().filter(|group| !group.links.is_empty());
        let ways = Arc::new(ways.collect::<Vec<_>>());
        for (year, papers) in years.into_iter().rev() {
            add(site, plan, year_list(site, body, year, papers).to(&ways));
        }
        for (slug, of_type) in &node.types {
            add(
                site,
                plan,
                type_list(site, body, slug.clone(), of_type).to(&ways),
            );
        }
    }
    for topic in site.archive.topic_ixs() {
        if !has_years(site, topic) {
            continue;
        }
        let years = site.map.by_year(&site.archive.topic(topic).papers);
        let links = year_links(site, &years, &|year| topic_year(site, topic, year));
        let ways = Arc::new(vec![group(site, "years", links)]);
        for (year, papers) in years.into_iter().rev() {
            add(site, plan, topic_list(site, topic, year, papers).to(&ways));
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
    ways: Arc<Vec<LinkGroup>>,
    feed: Option<FeedView>,
}

impl List {
    /// The list with links to its siblings.
    fn to(self, ways: &Arc<Vec<LinkGroup>>) -> Self {
        let ways = Arc::clone(ways);
        Self { ways, ..self }
    }
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
    head.feeds.extend(list.feed.clone());
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let own = head.canonical.clone().unwrap_or_default();
    let mut ways = list.ways.to_vec();
    for group in &mut ways {
        // A list does not lead to itself.
        group
            .links
            .retain(|link| site.map.absolute_url(&link.url) != own);
    }
    ways.retain(|group| !group.links.is_empty());
    let view = ListView {
        name: list.name.clone(),
        intro: list.intro.clone(),
        papers: site.paper_list(&list.papers, number, &*list.route)?,
        ways,
        head,
    };
    render(site, "list.html", &view, &list.source)
}

fn all(site: &Site<'_>) -> List {
    let archive = site.archive;
    let bodies = archive.body_ixs().map(|ix| {
        let Link { name, url } = site.body_link(ix);
        let count = archive.body(ix).papers.len();
        CountedLink { name, url, count }
    });
    let mut bodies: Vec<CountedLink> = bodies.collect();
    bodies.sort_by_cached_key(|body| site.theme.words.sort_key(&body.name));
    let ways = vec![
        group(site, "bodies", bodies),
        group(site, "topics", site.topics_of(&archive.newest)),
    ];
    List {
        name: site.word("title.papers"),
        intro: site.word("intro.papers"),
        description: site.word("intro.papers"),
        breadcrumbs: Vec::new(),
        route: Arc::new(Route::Papers),
        source: own("vorlagen"),
        papers: archive.newest.clone(),
        ways: Arc::new(ways),
        feed: None,
    }
}

/// A council's list whose words are in the language files under `key`.
fn body_list(site: &Site<'_>, body: BodyIx, key: &str, fact: (&str, &str)) -> List {
    let label = site.archive.body(body).body.label();
    let facts = [fact, ("body", label)];
    let fill = |group: &str| site.theme.words.fill(&format!("{group}.{key}"), &facts);
    List {
        name: format!("{}, {label}", fill("title")),
        intro: fill("intro"),
        description: fill("description"),
        breadcrumbs: vec![site.crumb("bodies", &Route::Bodies), site.body_link(body)],
        route: Arc::new(move |page| Route::Body(body, page)),
        source: own(key),
        papers: Vec::new(),
        ways: Arc::default(),
        feed: None,
    }
}

fn status_list(site: &Site<'_>, body: BodyIx, status: Status, papers: Vec<PaperIx>) -> List {
    let name = site.word(&format!("status.{}", status.key()));
    List {
        route: Arc::new(move |page| Route::Status(body, status, page)),
        source: own(&format!("stand/{}", status.key())),
        papers,
        ..body_list(site, body, "status", ("status", &name))
    }
}

fn year_list(site: &Site<'_>, body: BodyIx, year: Option<i16>, papers: Vec<PaperIx>) -> List {
    let text = year_name(site, year);
    let key = if year.is_some() {
        "year"
    } else {
        "year_unknown"
    };
    List {
        route: Arc::new(move |page| Route::Year(body, year, page)),
        source: own(&format!("jahre/{text}")),
        papers,
        ..body_list(site, body, key, ("year", &text))
    }
}

fn type_list(site: &Site<'_>, body: BodyIx, slug: Slug, of_type: &PapersOfType) -> List {
    let source = own(&format!("arten/{slug}"));
    let label = site.archive.body(body).body.label();
    let portal = site.archive.portal.name.as_str();
    let facts = [("name", portal), ("type", &of_type.name), ("body", label)];
    let feed = site.theme.words.fill("feed.type", &facts);
    List {
        feed: site.feed(feed, &Route::PaperType(body, slug.clone(), 1)),
        route: Arc::new(move |page| Route::PaperType(body, slug.clone(), page)),
        source,
        papers: of_type.papers.clone(),
        ..body_list(site, body, "type", ("type", &of_type.name))
    }
}

fn topic_list(site: &Site<'_>, topic: TopicIx, year: Option<i16>, papers: Vec<PaperIx>) -> List {
    let text = year_name(site, year);
    let name = &site.archive.topic(topic).topic.name;
    let facts = [("topic", name.as_str()), ("year", &text)];
    let fill = |group: &str| {
        site.theme
            .words
            .fill(&format!("{group}.topic_year"), &facts)
    };
    List {
        name: fill("title"),
        intro: fill("intro"),
        description: fill("description"),
        breadcrumbs: vec![
            site.crumb("topics", &Route::Topics),
            site.link(name, &Route::Topic(topic, 1)),
        ],
        route: Arc::new(move |page| Route::TopicYear(topic, year, page)),
        source: own(&format!("themen/jahre/{text}")),
        papers,
        ways: Arc::default(),
        feed: None,
    }
}

fn year_name(site: &Site<'_>, year: Option<i16>) -> String {
    year.map_or_else(|| site.word("unknown_date"), |year| year.to_string())
}

/// A council's papers by status, what waits first. Some move from one status to another as days pass;
/// so that no address comes and goes with them, every status has its list if any paper has one.
fn by_status(site: &Site<'_>, body: BodyIx) -> BTreeMap<Status, Vec<PaperIx>> {
    let papers = &site.archive.body(body).papers;
    let papers = papers.iter();
    let with = papers.filter_map(|ix| Some((site.archive.paper(*ix).status?, *ix)));
    let mut found: BTreeMap<Status, Vec<PaperIx>> = BTreeMap::new();
    for (status, ix) in with {
        found.entry(status).or_default().push(ix);
    }
    if !found.is_empty() {
        for status in Status::ALL {
            found.entry(status).or_default();
        }
    }
    found
}

fn group(site: &Site<'_>, key: &str, links: Vec<CountedLink>) -> LinkGroup {
    let name = site.word(&format!("ways.{key}"));
    LinkGroup { name, links }
}

fn status_links(
    site: &Site<'_>,
    body: BodyIx,
    statuses: &BTreeMap<Status, Vec<PaperIx>>,
) -> Vec<CountedLink> {
    let links = statuses.iter().map(|(status, papers)| CountedLink {
        name: site.word(&format!("status.{}", status.key())),
        url: site.map.url(&Route::Status(body, *status, 1)),
        count: papers.len(),
    });
    links.collect()
}

/// Links to a council's lists, by what they ask for; statuses that no paper has are left out.
pub(super) fn ways(site: &Site<'_>, body: BodyIx) -> Vec<LinkGroup> {
    let mut statuses = status_links(site, body, &by_status(site, body));
    statuses.retain(|link| link.count > 0);
    let mut groups = vec![group(site, "statuses", statuses)];
    let years = site.map.by_year(&site.archive.body(body).papers);
    groups.extend(others(site, body, &years));
    groups.retain(|group| !group.links.is_empty());
    groups
}

/// Links to a council's years and kinds of papers.
fn others(site: &Site<'_>, body: BodyIx, years: &Years) -> Vec<LinkGroup> {
    let years = year_links(site, years, &|year| {
        site.map.url(&Route::Year(body, year, 1))
    });
    let types = site.archive.body(body).types.iter();
    let types = types.map(|(slug, of_type)| CountedLink {
        name: of_type.name.clone(),
        url: site.map.url(&Route::PaperType(body, slug.clone(), 1)),
        count: of_type.papers.len(),
    });
    vec![
        group(site, "years", years),
        group(site, "types", types.collect()),
    ]
}

/// Links to the topics of a council's papers, with all papers that they have.
fn topics(site: &Site<'_>, body: BodyIx) -> LinkGroup {
    let mut topics: Vec<TopicIx> = Vec::new();
    for ix in &site.archive.body(body).papers {
        topics.extend(&site.archive.paper(*ix).topics);
    }
    topics.sort_unstable();
    topics.dedup();
    let links = topics.into_iter().map(|ix| CountedLink {
        name: site.archive.topic(ix).topic.name.clone(),
        url: site.map.url(&Route::Topic(ix, 1)),
        count: site.archive.topic(ix).papers.len(),
    });
    group(site, "topics", links.collect())
}

/// Whether a topic has a list for each year: not if all its papers stand on one page anyway, newest first.
pub(super) fn has_years(site: &Site<'_>, topic: TopicIx) -> bool {
    site.pages(site.archive.topic(topic).papers.len()) > 1
}

/// Where a topic's papers of a year begin: their list, or their place on the topic's only page.
pub(super) fn topic_year(site: &Site<'_>, topic: TopicIx, year: Option<i16>) -> Url {
    if has_years(site, topic) {
        site.map.url(&Route::TopicYear(topic, year, 1))
    } else {
        site.map.place(&Route::Topic(topic, 1), &place_of(year))
    }
}

/// The name that [`mark_years`] gives a place, of which the template's own places have none like it.
fn place_of(year: Option<i16>) -> String {
    format!("jahr-{}", of_year(year))
}

/// Gives the first paper of each year its name, for what [`topic_year`] leads to; `list` is all of `papers`.
pub(super) fn mark_years(site: &Site<'_>, papers: &[PaperIx], list: &mut PaperList) {
    let mut before = None;
    for (ix, listed) in papers.iter().zip(&mut list.cards) {
        let year = site.map.year(*ix);
        if before.replace(year) != Some(year) {
            listed.anchor = Some(place_of(year));
        }
    }
}

/// Links to a topic's years.
pub(super) fn topic_years(site: &Site<'_>, topic: TopicIx) -> Vec<CountedLink> {
    let years = site.map.by_year(&site.archive.topic(topic).papers);
    year_links(site, &years, &|year| topic_year(site, topic, year))
}

/// Links to years, the newest first, undated papers last.
fn year_links(
    site: &Site<'_>,
    years: &Years,
    address: &dyn Fn(Option<i16>) -> Url,
) -> Vec<CountedLink> {
    let years = years.iter().rev().map(|(year, papers)| CountedLink {
        name: year_name(site, *year),
        url: address(*year),
        count: papers.len(),
    });
    years.collect()
}
