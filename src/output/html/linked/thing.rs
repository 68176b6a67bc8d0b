//! The portal, councils, committees, topics, procedures.

use super::Linked;
use super::terms::{
    EntryPoint, Institution, Named, PropertyValue, Ref, SearchAction, Term, WebPage, WebSite,
};
use crate::link::{BodyIx, OrganizationIx, PaperIx, ProcedureIx, TopicIx};
use crate::output::Site;
use crate::output::html::view::Head;
use crate::route::Route;
use crate::vocabulary;

/// Papers that a collection names at most.
const NAMED: usize = 50;

/// The portal. `search` is the address of its search with `{search_term_string}` in it, if it has one.
pub(in crate::output::html) fn portal(site: &Site<'_>, search: Option<String>) -> Linked {
    let portal = &site.archive.portal;
    let home = site.map.absolute(&Route::Home);
    Linked::of(&WebSite {
        kind: "WebSite",
        id: home.clone(),
        url: home,
        name: portal.name.clone(),
        description: portal.description.clone(),
        in_language: portal.language.value.clone(),
        publisher: Named {
            kind: "Organization",
            name: portal.publisher.name.clone(),
            url: portal
                .publisher
                .website
                .as_ref()
                .map(|website| website.value.clone()),
            id: None,
        },
        license: portal.license.as_ref().map(|license| license.value.clone()),
        potential_action: search.map(|url_template| SearchAction {
            kind: "SearchAction",
            target: EntryPoint {
                kind: "EntryPoint",
                url_template,
            },
        }),
    })
}

/// A page of the portal.
pub(super) fn web_page(site: &Site<'_>, kind: &'static str, head: &Head) -> WebPage {
    WebPage {
        kind,
        url: head.canonical.clone().unwrap_or_default(),
        name: head.title.clone(),
        description: head.description.clone(),
        is_part_of: Some(Ref {
            id: site.map.absolute(&Route::Home),
        }),
        ..WebPage::default()
    }
}

fn papers(site: &Site<'_>, papers: &[PaperIx]) -> Vec<Ref> {
    let papers = papers.iter().take(NAMED);
    papers
        .map(|ix| Ref {
            id: site.map.absolute(&Route::Paper(*ix)),
        })
        .collect()
}

/// A procedure: a collection of its papers.
pub(in crate::output::html) fn procedure(site: &Site<'_>, ix: ProcedureIx, head: &Head) -> Linked {
    let procedure = site.archive.procedure(ix);
    let mut topics: Vec<TopicIx> = Vec::new();
    for paper in &procedure.papers {
        topics.extend(&site.archive.paper(*paper).topics);
    }
    topics.sort_unstable();
    topics.dedup();
    Linked::of(&WebPage {
        id: Some(site.map.absolute(&Route::Procedure(ix))),
        name: procedure.name.clone(),
        creative_work_status: site.status(procedure.status).map(|status| status.text),
        about: topics.into_iter().map(|ix| topic_name(site, ix)).collect(),
        has_part: papers(site, &procedure.papers),
        ..web_page(site, "CollectionPage", head)
    })
}

/// A topic, and the collection of papers on it.
pub(in crate::output::html) fn topic(site: &Site<'_>, ix: TopicIx, head: &Head) -> Linked {
    let node = site.archive.topic(ix);
    let name = topic_name(site, ix);
    Linked::of(&WebPage {
        main_entity: Some(Term {
            kind: name.kind,
            id: name.id.unwrap_or_default(),
            name: name.name,
            alternate_name: node.topic.aliases.clone(),
            in_defined_term_set: site.map.absolute(&Route::Topics),
        }),
        has_part: papers(site, &node.papers),
        ..web_page(site, "CollectionPage", head)
    })
}

pub(super) fn topic_name(site: &Site<'_>, ix: TopicIx) -> Named {
    Named {
        kind: "DefinedTerm",
        id: Some(site.map.absolute(&Route::Topic(ix, 1))),
        name: site.archive.topic(ix).topic.name.clone(),
        url: None,
    }
}

/// A council.
pub(in crate::output::html) fn body(site: &Site<'_>, ix: BodyIx) -> Linked {
    let body = &site.archive.body(ix).body;
    let url = site.map.absolute(&Route::Body(ix, 1));
    Linked::of(&Institution {
        kind: "GovernmentOrganization",
        id: url.clone(),
        name: body.name.clone(),
        alternate_name: body.short_name.clone(),
        url,
        description: body.description.clone(),
        identifier: body.ags.as_ref().map(|ags| PropertyValue {
            kind: "PropertyValue",
            property_id: "AGS",
            value: ags.value.clone(),
        }),
        same_as: body.website.as_ref().map(|website| website.value.clone()),
        area_served: Some(area(site, ix)),
        parent_organization: None,
    })
}

/// The council as others name it.
pub(super) fn body_name(site: &Site<'_>, ix: BodyIx) -> Named {
    Named {
        kind: "GovernmentOrganization",
        id: Some(site.map.absolute(&Route::Body(ix, 1))),
        name: site.archive.body(ix).body.name.clone(),
        url: None,
    }
}

/// Where it decides.
pub(super) fn area(site: &Site<'_>, ix: BodyIx) -> Named {
    Named {
        kind: "AdministrativeArea",
        name: site.archive.body(ix).body.name.clone(),
        ..Named::default()
    }
}

/// A committee, faction or office.
pub(in crate::output::html) fn organization(site: &Site<'_>, ix: OrganizationIx) -> Linked {
    let node = site.archive.organization(ix);
    let name = organization_name(site, ix);
    let website = node.organization.website.as_ref();
    Linked::of(&Institution {
        kind: name.kind,
        url: name.id.clone().unwrap_or_default(),
        id: name.id.unwrap_or_default(),
        name: name.name,
        description: node.organization.description.clone(),
        same_as: website.map(|website| website.value.clone()),
        parent_organization: Some(body_name(site, node.body)),
        ..Institution::default()
    })
}

/// The organization as others name it.
pub(super) fn organization_name(site: &Site<'_>, ix: OrganizationIx) -> Named {
    let organization = &site.archive.organization(ix).organization;
    Named {
        kind: vocabulary::organization(&organization.organization_type),
        id: Some(site.map.absolute(&Route::Organization(ix, 1))),
        name: organization.name.clone(),
        url: None,
    }
}
