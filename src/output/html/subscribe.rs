//! How to follow the portal: every feed and calendar, explained for people who never used one.

use super::view::{SubscribeCouncil, SubscribeGroup, SubscribeItem, SubscribeView};
use super::{linked, own, render};
use crate::link::{BodyIx, OrganizationIx};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the page, if there is anything to follow.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    if site.can_be_followed() {
        plan.page(site, Route::Feeds, &own("abonnieren"), move || page(site));
    }
}

fn page(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let archive = site.archive;
    let name = site.word("title.feeds");
    let intro = site.word("intro.feeds");
    let feeds = site.has("feeds");
    let more = feeds && archive.procedures.len() > site.page_size();
    let mut head = site.head("list", &name, &intro, &Route::Feeds);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let topics = archive.topic_ixs();
    let topics = topics.map(|ix| item(site, &archive.topic(ix).topic.name, &Route::Topic(ix, 1)));
    // The newest ones; each procedure's page offers its own.
    let procedures = archive.procedure_ixs().take(site.page_size());
    let procedures =
        procedures.map(|ix| item(site, &archive.procedure(ix).name, &Route::Procedure(ix)));
    let portal = item(site, &archive.portal.name, &Route::Home);
    let view = SubscribeView {
        head,
        name,
        intro,
        portal: group(site, "title.portal", [portal]),
        topics: group(site, "title.topics", topics),
        councils: councils(site),
        procedures: group(site, "title.procedures", procedures),
        more: more.then(|| site.crumb("procedures", &Route::Procedures(1))),
        list: feeds.then(|| site.map.url(&Route::FeedList)),
        calendars: site.calendar(&Route::Home).is_some(),
    };
    render(site, "subscribe.html", &view, &own("abonnieren"))
}

/// A page with its feed and its calendar; none if it has neither.
fn item(site: &Site<'_>, name: &str, route: &Route) -> Option<SubscribeItem> {
    let has_feed = !matches!(route, Route::Organization(ix, _) if site.archive.organization(*ix).papers.is_empty());
    let feed = site.feed(name.to_owned(), route).filter(|_| has_feed);
    let calendar = site.calendar(route);
    (feed.is_some() || calendar.is_some()).then(|| SubscribeItem {
        page: site.link(name, route),
        feed,
        calendar,
    })
}

/// A group whose heading is the word `key`; none without items.
fn group(
    site: &Site<'_>,
    key: &str,
    items: impl IntoIterator<Item = Option<SubscribeItem>>,
) -> Option<SubscribeGroup> {
    let items: Vec<_> = items.into_iter().flatten().collect();
    let name = site.word(key);
    (!items.is_empty()).then_some(SubscribeGroup { name, items })
}

/// Councils by name. One alone is shown at once; of several, each is folded.
fn councils(site: &Site<'_>) -> Vec<SubscribeCouncil> {
    let archive = site.archive;
    let label = |ix: &BodyIx| site.theme.words.sort_key(archive.body(*ix).body.label());
    let mut bodies: Vec<_> = archive.body_ixs().collect();
    bodies.sort_by_cached_key(label);
    let open = bodies.len() == 1;
    let councils = bodies.into_iter().map(|ix| council(site, ix, open));
    councils
        .filter(|council| !council.groups.is_empty())
        .collect()
}

/// All of a council first, then committees and factions, then kinds of papers, offices last.
fn council(site: &Site<'_>, body: BodyIx, open: bool) -> SubscribeCouncil {
    let node = site.archive.body(body);
    let label = node.body.label();
    let all = item(site, label, &Route::Body(body, 1));
    let mut groups = vec![group(site, "subscribe.whole", [all])];
    let organization = |ix: &OrganizationIx| &site.archive.organization(*ix).organization;
    let mut organizations = node.organizations.clone();
    organizations.sort_by_cached_key(|ix| {
        let organization = organization(ix);
        let name = site.theme.words.sort_key(&organization.name);
        (organization.organization_type, name)
    });
    let kinds = organizations
        .chunk_by(|a, b| organization(a).organization_type == organization(b).organization_type);
    for kind in kinds {
        let key = organization(&kind[0]).organization_type.key();
        let items = kind
            .iter()
            .map(|ix| item(site, &organization(ix).name, &Route::Organization(*ix, 1)));
        groups.push(group(site, &format!("organization.{key}"), items));
    }
    let types = site.archive.body(body).types.iter().map(|(slug, of_type)| {
        item(
            site,
            &of_type.name,
            &Route::PaperType(body, slug.clone(), 1),
        )
    });
    groups.push(group(site, "ways.types", types));
    SubscribeCouncil {
        name: label.to_owned(),
        groups: groups.into_iter().flatten().collect(),
        list: site
            .has("feeds")
            .then(|| site.map.url(&Route::BodyFeedList(body))),
        open,
    }
}
