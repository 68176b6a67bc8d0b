//! Pages beside papers that are found by their names: councils, committees, people, topics, procedures, lists by kind
//! and status.

use super::field::Field;
use crate::link::{BodyIx, PaperIx, Status};
use crate::output::Site;
use crate::route::Route;

/// A page that is found by its name.
pub(super) struct Place {
    pub(super) name: String,
    /// Other names of it.
    pub(super) aliases: Vec<String>,
    pub(super) body: Option<BodyIx>,
    pub(super) route: Route,
    /// What it is, and what it is about.
    pub(super) summary: String,
    /// How much its names count.
    pub(super) field: Field,
}

/// Every such page.
pub(super) fn places(site: &Site<'_>) -> Vec<Place> {
    let archive = site.archive;
    let topics = archive.topic_ixs().map(|ix| {
        let node = archive.topic(ix);
        Place {
            name: node.topic.name.clone(),
            aliases: node.topic.aliases.clone(),
            body: None,
            route: Route::Topic(ix, 1),
            summary: summary(
                site,
                "search.found_topic",
                &node.papers,
                node.topic.description.as_deref(),
            ),
            field: Field::Name,
        }
    });
    let procedures = archive.procedure_ixs().map(|ix| {
        let node = archive.procedure(ix);
        Place {
            name: node.name.clone(),
            aliases: Vec::new(),
            body: node.papers.first().map(|paper| archive.paper(*paper).body),
            route: Route::Procedure(ix),
            summary: summary(site, "search.found_procedure", &node.papers, None),
            field: Field::Name,
        }
    });
    let bodies = archive.body_ixs().map(|ix| {
        let node = archive.body(ix);
        Place {
            name: node.body.name.clone(),
            aliases: node.body.names(),
            body: Some(ix),
            route: Route::Body(ix, 1),
            summary: summary(
                site,
                "search.found_body",
                &node.papers,
                node.body.description.as_deref(),
            ),
            field: Field::Name,
        }
    });
    let organizations = archive.organization_ixs().map(|ix| {
        let node = archive.organization(ix);
        let organization = &node.organization;
        let kind = organization.organization_type.key();
        Place {
            name: organization.name.clone(),
            aliases: organization.short_name.iter().cloned().collect(),
            body: Some(node.body),
            route: Route::Organization(ix, 1),
            summary: summary(
                site,
                &format!("organization_one.{kind}"),
                &node.papers,
                organization.description.as_deref(),
            ),
            field: Field::Name,
        }
    });
    let people = archive.person_ixs().map(|ix| (ix, archive.person(ix)));
    let people = people.filter(|(_, node)| node.is_in_office());
    let people = people.map(|(ix, node)| Place {
        name: node.person.name.clone(),
        aliases: Vec::new(),
        body: Some(node.body),
        route: Route::Person(ix, 1),
        summary: summary(
            site,
            "search.found_person",
            &node.papers,
            node.person.office.as_deref(),
        ),
        field: Field::Name,
    });
    let lists = archive.body_ixs().flat_map(|ix| lists(site, ix));
    let mut places: Vec<Place> = topics
        .chain(procedures)
        .chain(bodies)
        .chain(lists)
        .chain(organizations)
        .chain(people)
        .collect();
    // An order of its own: that of procedures depends on the day.
    places.sort_by_cached_key(|place| (place.name.clone(), site.map.url(&place.route).to_string()));
    places
}

/// A council's papers of one kind or of one status. Which papers have a status depends on the day, which lists there
/// are does not.
fn lists(site: &Site<'_>, ix: BodyIx) -> Vec<Place> {
    let archive = site.archive;
    let words = &site.theme.words;
    let kinds = archive.body(ix).types.iter().map(|(slug, kind)| Place {
        name: kind.name.clone(),
        aliases: Vec::new(),
        body: Some(ix),
        route: Route::PaperType(ix, slug.clone(), 1),
        summary: summary(site, "search.found_kind", &kind.papers, None),
        field: Field::Title,
    });
    let papers = archive.body(ix).papers.iter();
    let known = papers.filter(|ix| archive.paper(**ix).status.is_some());
    let any = known.count() > 0;
    let statuses = Status::ALL.into_iter().filter(|_| any).map(|status| Place {
        name: words.get(&format!("status.{}", status.key())).to_owned(),
        aliases: Vec::new(),
        body: Some(ix),
        route: Route::Status(ix, status, 1),
        summary: words.get("search.found_status").to_owned(),
        field: Field::Title,
    });
    kinds.chain(statuses).collect()
}

fn summary(site: &Site<'_>, kind: &str, papers: &[PaperIx], more: Option<&str>) -> String {
    let words = &site.theme.words;
    let mut parts = vec![words.get(kind).to_owned()];
    if !papers.is_empty() {
        parts.push(words.count("papers", papers.len()));
    }
    parts.extend(more.map(str::to_owned));
    parts.join(" · ")
}
