//! Pages of people in office, and a council's list of them. Whoever only is named in a paper has no page.

use super::view::{Link, MaybeLink, MembershipView, PeopleGroup, PeopleView, PersonView, RoleView};
use super::{linked, render};
use crate::link::{BodyIx, PersonIx, PersonNode};
use crate::model::OrganizationType;
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.person_ixs() {
        let node = site.archive.person(ix);
        if node.is_in_office() {
            for number in 1..=site.pages(node.papers.len()) {
                let route = Route::Person(ix, number);
                plan.page(site, route, &node.source.path, move || {
                    page(site, ix, number)
                });
            }
        }
    }
    for body in site.archive.body_ixs() {
        if let Some(first) = listed(site, body).first() {
            let source = &site.archive.person(*first).source.path;
            plan.page(site, Route::People(body), source, move || list(site, body));
        }
    }
}

impl Site<'_> {
    /// A person, with their page if they have one.
    pub(super) fn person_link(&self, ix: PersonIx) -> MaybeLink {
        let node = self.archive.person(ix);
        let route = Route::Person(ix, 1);
        MaybeLink {
            name: node.person.name.clone(),
            url: node.is_in_office().then(|| self.map.url(&route)),
        }
    }

    /// A person with their office.
    pub(super) fn role(&self, ix: PersonIx, role: Option<String>) -> RoleView {
        let MaybeLink { name, url } = self.person_link(ix);
        RoleView {
            term: None,
            name,
            url,
            role: role.or_else(|| self.archive.person(ix).person.office.clone()),
            note: None,
        }
    }
}

/// A council's people by family name.
pub(super) fn of_body(site: &Site<'_>, body: BodyIx) -> Vec<PersonIx> {
    let mut people = site.archive.body(body).people.clone();
    people.sort_by_cached_key(|ix| {
        let person = &site.archive.person(*ix).person;
        let family = person.family_name.as_deref();
        let family = family
            .or_else(|| person.name.split_whitespace().last())
            .unwrap_or_default();
        (site.theme.words.sort_key(family), person.name.clone())
    });
    people
}

/// A link to a council's people in office, if there are any.
pub(super) fn list_link(site: &Site<'_>, body: BodyIx) -> Option<Link> {
    let any = !listed(site, body).is_empty();
    any.then(|| site.link(site.theme.words.get("person.all"), &Route::People(body)))
}

fn listed(site: &Site<'_>, body: BodyIx) -> Vec<PersonIx> {
    let mut people = of_body(site, body);
    people.retain(|ix| {
        let node = site.archive.person(*ix);
        node.person.office.is_some() || !node.memberships.is_empty()
    });
    people
}

fn page(site: &Site<'_>, ix: PersonIx, number: usize) -> Result<Vec<u8>, Problem> {
    let node = site.archive.person(ix);
    let body = site.body_link(node.body);
    let name = &node.person.name;
    let facts = [("name", name.as_str()), ("body", &body.name)];
    let description = site.theme.words.fill("description.person", &facts);
    let title = site.page_title(&format!("{name}, {}", body.name), number);
    let route = |page| Route::Person(ix, page);
    let description = site.page_description(&description, number);
    let mut head = site.head("person", &title, &description, &route(number));
    head.breadcrumbs = vec![
        site.crumb("bodies", &Route::Bodies),
        body.clone(),
        site.crumb("people", &Route::People(node.body)),
    ];
    let described = linked::page(site, "ProfilePage", &head);
    site.describe(&mut head, described);
    let view = PersonView {
        name: name.clone(),
        office: node.person.office.clone(),
        memberships: memberships(site, node),
        papers: site.paper_list(&node.papers, number, &route)?,
        body,
        head,
    };
    render(site, "person.html", &view, &node.source.path)
}

fn memberships(site: &Site<'_>, node: &PersonNode) -> Vec<MembershipView> {
    let views = node.memberships.iter().map(|(organization, at)| {
        let membership = &node.person.membership[*at];
        MembershipView {
            organization: site.organization_link(*organization),
            role: membership.role.clone(),
            from: site.date(membership.start_date),
            until: site.date(membership.end_date),
        }
    });
    views.collect()
}

fn list(site: &Site<'_>, body: BodyIx) -> Result<Vec<u8>, Problem> {
    let council = site.body_link(body);
    let name = format!("{}, {}", site.word("title.people"), council.name);
    let intro = site
        .theme
        .words
        .fill("intro.people", &[("body", &council.name)]);
    let mut head = site.head("list", &name, &intro, &Route::People(body));
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), council];
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = PeopleView {
        name,
        intro,
        groups: by_faction(site, body),
        head,
    };
    render(
        site,
        "people.html",
        &view,
        &site.archive.body(body).source.path,
    )
}

/// People by faction, in the order of the factions' names; those without one last.
fn by_faction(site: &Site<'_>, body: BodyIx) -> Vec<PeopleGroup> {
    let archive = site.archive;
    let mut factions = archive.body(body).organizations.clone();
    factions.retain(|ix| {
        let kind = archive.organization(*ix).organization.organization_type;
        kind == OrganizationType::Fraktion
    });
    factions.sort_by_cached_key(|ix| {
        let name = &archive.organization(*ix).organization.name;
        site.theme.words.sort_key(name)
    });
    let member = |person: &PersonIx, faction| {
        let memberships = &archive.person(*person).memberships;
        memberships.iter().find(|(of, _)| *of == faction).copied()
    };
    let mut rest = listed(site, body);
    let everybody = rest.clone();
    let mut groups = Vec::new();
    for faction in factions {
        let people = everybody.iter().filter_map(|person| {
            let (_, at) = member(person, faction)?;
            let role = archive.person(*person).person.membership[at].role.clone();
            Some(site.role(
                *person,
                archive.person(*person).person.office.clone().or(role),
            ))
        });
        let people: Vec<RoleView> = people.collect();
        if !people.is_empty() {
            rest.retain(|person| member(person, faction).is_none());
            let name = archive.organization(faction).organization.name.clone();
            let name = Some(name);
            groups.push(PeopleGroup { name, people });
        }
    }
    if !rest.is_empty() {
        let name = (!groups.is_empty()).then(|| site.word("person.no_faction"));
        let people = rest.into_iter().map(|ix| site.role(ix, None)).collect();
        groups.push(PeopleGroup { name, people });
    }
    groups
}
