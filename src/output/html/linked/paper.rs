//! A paper.

use super::terms::{Law, MediaObject, Named, Work};
use super::thing::{area, body_name, organization_name, topic_name};
use super::{Linked, relation};
use crate::link::{PaperIx, PaperNode};
use crate::output::Site;
use crate::output::html::parts::reference;
use crate::route::Route;
use crate::vocabulary::{coverage, in_force, kind};

/// Attachments that are named at most: the page lists them all.
const FILES: usize = 12;
/// Longest description, in characters.
const DESCRIPTION: usize = 300;

/// A paper with its relations, both ways.
pub(in crate::output::html) fn paper(site: &Site<'_>, ix: PaperIx) -> Linked {
    let node = site.archive.paper(ix);
    let paper = &*node.paper;
    let url = site.map.absolute(&Route::Paper(ix));
    let kind = kind(node);
    let license = site.archive.body(node.body).body.license.as_ref();
    let image = site.preview(&Route::Paper(ix));
    let work = Work {
        kind,
        id: url.clone(),
        url,
        name: paper.name.value.clone(),
        description: node
            .gist()
            .map(|gist| crate::text::shorten(gist, DESCRIPTION).into_owned()),
        genre: paper.paper_type.clone(),
        identifier: identifiers(node),
        in_language: "de",
        date_published: paper.date.map(|date| date.to_string()),
        creative_work_status: site.status(node.status).map(|status| status.text),
        image: image.map(|route| site.map.absolute(&route)),
        license: license.map(|license| license.value.clone()),
        keywords: paper.keyword.strings(),
        author: authors(site, node),
        publisher: body_name(site, node.body),
        about: node.topics.iter().map(|ix| topic_name(site, *ix)).collect(),
        encoding: files(site, ix, node),
        same_as: paper.source.as_ref().map(|source| source.value.clone()),
        law: (kind == "Legislation").then(|| law(site, node)),
    };
    relation::join(site, ix, work)
}

fn identifiers(node: &PaperNode) -> Vec<String> {
    let aliases = node.paper.aliases.iter().map(|alias| alias.value.clone());
    reference(node).into_iter().chain(aliases).collect()
}

fn authors(site: &Site<'_>, node: &PaperNode) -> Vec<Named> {
    let people = node.originator_people.iter().map(|ix| Named {
        kind: "Person",
        name: site.archive.person(*ix).person.name.clone(),
        ..Named::default()
    });
    let organizations = node
        .originators
        .iter()
        .map(|ix| organization_name(site, *ix));
    organizations.chain(people).collect()
}

fn law(site: &Site<'_>, node: &PaperNode) -> Law {
    let date = node.decided.or(node.paper.date);
    Law {
        legislation_identifier: reference(node),
        legislation_type: node.paper.paper_type.clone(),
        legislation_date: date.map(|date| date.to_string()),
        legislation_passed_by: node.decided_by.map(|ix| organization_name(site, ix)),
        legislation_responsible: node
            .under_direction_of
            .iter()
            .map(|ix| organization_name(site, *ix))
            .collect(),
        legislation_jurisdiction: area(site, node.body),
        legislation_legal_force: node
            .validity
            .as_ref()
            .and_then(|validity| in_force(validity.state))
            .map(|holds| {
                if holds {
                    "https://schema.org/InForce"
                } else {
                    "https://schema.org/NotInForce"
                }
            }),
        temporal_coverage: node.validity.as_ref().and_then(coverage),
    }
}

/// The JSON twin and the attachments.
fn files(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Vec<MediaObject> {
    let twin = site.twin(Route::Paper(ix)).map(|url| MediaObject {
        kind: "MediaObject",
        name: None,
        content_url: site.map.absolute_url(&url),
        encoding_format: Some("application/json".into()),
    });
    let files = node
        .paper
        .attachments
        .iter()
        .zip(&node.attachments)
        .enumerate();
    let files = files.filter_map(|(at, (attachment, file))| {
        let format = mime_guess::from_path(&*file.as_ref()?.path).first();
        Some(MediaObject {
            kind: "MediaObject",
            name: Some(attachment.name.clone()),
            content_url: site.map.absolute(&Route::Attachment(ix, at)),
            encoding_format: format.map(|format| format.to_string()),
        })
    });
    twin.into_iter().chain(files.take(FILES)).collect()
}
