//! Preview pictures: what a link to a page looks like in a message or a timeline (Open Graph).
//!
//! 1200 × 630 dots in the portal's colours. What they say is on the page too; nobody needs them to read it.

mod sheet;

use std::sync::Arc;

use super::{Plan, Problem, Site};
use crate::link::{BodyIx, PaperIx, ProcedureIx, TopicIx};
use crate::route::Route;
use sheet::Sheet;

/// Adds the pictures that pages name.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    add(site, plan, &Route::Home, move || home(site));
    for ix in site.archive.body_ixs() {
        add(site, plan, &Route::Body(ix, 1), move || body(site, ix));
    }
    for ix in site.archive.topic_ixs() {
        add(site, plan, &Route::Topic(ix, 1), move || topic(site, ix));
    }
    for ix in site.archive.procedure_ixs() {
        add(site, plan, &Route::Procedure(ix), move || {
            procedure(site, ix)
        });
    }
    for ix in site.archive.paper_ixs() {
        add(site, plan, &Route::Paper(ix), move || paper(site, ix));
    }
}

/// A page's own picture; nothing for a page that shows the portal's.
fn add<'a>(
    site: &'a Site<'a>,
    plan: &mut Plan<'a>,
    of: &Route,
    sheet: impl Fn() -> Sheet + Send + Sync + 'a,
) {
    let own = Route::Preview(Box::new(of.clone()));
    if site.preview(of).as_ref() != Some(&own) {
        return;
    }
    let source: Arc<str> = "previews".into();
    plan.picture(site.map.file(&own), &source, move || {
        sheet().draw(site).map_err(|error| Problem::Io {
            path: "previews".into(),
            source: std::io::Error::other(error),
        })
    });
}

fn word(site: &Site<'_>, key: &str) -> String {
    site.theme.words.get(key).to_owned()
}

/// How many there are, under the name of the page that lists them.
fn counted(site: &Site<'_>, key: &str, count: usize) -> (String, String) {
    let number = site.theme.words.number(count as u64);
    (word(site, &format!("title.{key}")), number)
}

fn home(site: &Site<'_>) -> Sheet {
    let archive = site.archive;
    Sheet {
        kind: None,
        number: None,
        title: archive.portal.description.clone(),
        fields: vec![
            counted(site, "papers", archive.papers.len()),
            counted(site, "procedures", archive.procedures.len()),
            counted(site, "bodies", archive.bodies.len()),
        ],
    }
}

fn body(site: &Site<'_>, ix: BodyIx) -> Sheet {
    let node = site.archive.body(ix);
    Sheet {
        kind: Some(word(site, "council.kind")),
        number: None,
        title: node.body.name.clone(),
        fields: vec![
            counted(site, "papers", node.papers.len()),
            counted(site, "organizations", node.organizations.len()),
        ],
    }
}

fn topic(site: &Site<'_>, ix: TopicIx) -> Sheet {
    let node = site.archive.topic(ix);
    let bodies = bodies(site, &node.papers);
    Sheet {
        kind: Some(word(site, "topic.kind")),
        number: None,
        title: node.topic.name.clone(),
        fields: vec![
            counted(site, "papers", node.papers.len()),
            counted(site, "bodies", bodies.len()),
        ],
    }
}

fn procedure(site: &Site<'_>, ix: ProcedureIx) -> Sheet {
    let procedure = site.archive.procedure(ix);
    let bodies = bodies(site, &procedure.papers);
    let mut fields = vec![
        (word(site, "paper.body"), bodies.join(", ")),
        counted(site, "papers", procedure.papers.len()),
    ];
    fields.extend(procedure.status.map(|status| {
        let value = word(site, &format!("status.{}", status.key()));
        (word(site, "paper.standing"), value)
    }));
    Sheet {
        kind: Some(word(site, "procedure.kind")),
        number: None,
        title: procedure.name.clone(),
        fields,
    }
}

/// Names of the councils of some papers, each once.
fn bodies<'a>(site: &'a Site<'_>, papers: &[PaperIx]) -> Vec<&'a str> {
    let mut bodies: Vec<BodyIx> = papers
        .iter()
        .map(|ix| site.archive.paper(*ix).body)
        .collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies
        .into_iter()
        .map(|ix| site.archive.body(ix).body.label())
        .collect()
}

fn paper(site: &Site<'_>, ix: PaperIx) -> Sheet {
    let node = site.archive.paper(ix);
    let council = site.archive.body(node.body).body.label();
    let mut fields = vec![(word(site, "paper.body"), council.to_owned())];
    fields.extend(
        node.paper
            .date
            .map(|date| (word(site, "paper.date"), site.theme.words.date(date))),
    );
    let standing = node.validity.as_ref().map(|validity| {
        let value = word(site, &format!("validity.{}", validity.state.key()));
        (word(site, "paper.validity"), value)
    });
    fields.extend(standing.or_else(|| {
        let status = node.status?;
        let value = word(site, &format!("status.{}", status.key()));
        Some((word(site, "paper.standing"), value))
    }));
    let kind = node.paper.paper_type.clone();
    Sheet {
        kind: Some(kind.unwrap_or_else(|| word(site, "paper.generic"))),
        number: node
            .number
            .as_ref()
            .map(|number| number.display.to_string()),
        title: node.paper.name.value.clone(),
        fields,
    }
}
