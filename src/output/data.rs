//! Data: the JSON twin of each page, and everything at once.
//!
//! Twins and dumps share their records, so that a paper reads the same wherever it is found.

mod record;

use std::io::Write;

use serde::Serialize;

use super::{Plan, Problem, Site};
use crate::link::{PaperIx, ProcedureIx, TopicIx};
use crate::route::{Dump, Route};

pub use record::{PaperRecord, ProcedureRecord, TopicRecord};

/// Adds the twin of each paper, procedure and topic.
pub fn plan_twins<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.paper_ixs() {
        let source = &site.archive.paper(ix).text.source.path;
        let path = site.map.file(&Route::Twin(Box::new(Route::Paper(ix))));
        plan.add(path, source, move || pretty(&paper(site, ix)?));
    }
    for ix in site.archive.procedure_ixs() {
        let source = "twin".into();
        let path = site.map.file(&Route::Twin(Box::new(Route::Procedure(ix))));
        plan.add(path, &source, move || pretty(&procedure(site, ix)));
    }
    for ix in site.archive.topic_ixs() {
        let source = &site.archive.topic(ix).text.source.path;
        let path = site.map.file(&Route::Twin(Box::new(Route::Topic(ix, 1))));
        plan.add(path, source, move || pretty(&topic(site, ix)?));
    }
}

/// Adds the bulk downloads.
pub fn plan_dumps<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let path = site.map.file(&Route::Dump(Dump::Portal));
    plan.stream(path, &"dumps".into(), move |out| write_portal(site, out));
}

fn paper(site: &Site<'_>, ix: PaperIx) -> Result<PaperRecord, Problem> {
    record::paper(site, ix)
}

fn procedure(site: &Site<'_>, ix: ProcedureIx) -> ProcedureRecord {
    record::procedure(site, ix)
}

fn topic(site: &Site<'_>, ix: TopicIx) -> Result<TopicRecord, Problem> {
    record::topic(site, ix)
}

/// JSON with one value a line, for people who look into it.
fn pretty<T: Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| json_problem(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn json_problem(error: &serde_json::Error) -> Problem {
    Problem::Io {
        path: "json".into(),
        source: std::io::Error::other(error.to_string()),
    }
}

/// One object with a list for each kind of thing; one record a line, so that it streams.
fn write_portal(site: &Site<'_>, out: &mut dyn Write) -> Result<(), Problem> {
    let archive = site.archive;
    let head = record::portal(site);
    let head = serde_json::to_string(&head).map_err(|error| json_problem(&error))?;
    text(out, head.trim_end_matches('}'))?;
    list(
        out,
        "bodies",
        archive.body_ixs().map(|ix| Ok(record::body(site, ix))),
    )?;
    list(
        out,
        "organizations",
        archive
            .organization_ixs()
            .map(|ix| Ok(record::organization(site, ix))),
    )?;
    list(
        out,
        "people",
        archive
            .people
            .iter()
            .map(|person| Ok(record::person(site, person))),
    )?;
    list(
        out,
        "meetings",
        archive
            .meetings
            .iter()
            .map(|meeting| Ok(record::meeting(site, meeting))),
    )?;
    list(out, "topics", archive.topic_ixs().map(|ix| topic(site, ix)))?;
    list(
        out,
        "procedures",
        archive.procedure_ixs().map(|ix| Ok(procedure(site, ix))),
    )?;
    list(out, "papers", archive.paper_ixs().map(|ix| paper(site, ix)))?;
    text(out, "}\n")
}

fn list<T: Serialize>(
    out: &mut dyn Write,
    name: &str,
    records: impl Iterator<Item = Result<T, Problem>>,
) -> Result<(), Problem> {
    text(out, &format!(",\n\"{name}\":["))?;
    for (at, record) in records.enumerate() {
        text(out, if at == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &record?).map_err(|error| json_problem(&error))?;
    }
    text(out, "\n]")
}

fn text(out: &mut dyn Write, text: &str) -> Result<(), Problem> {
    out.write_all(text.as_bytes())
        .map_err(|source| Problem::Io {
            path: "portal.json".into(),
            source,
        })
}
