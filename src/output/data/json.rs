//! Tables as JSON and JSON Lines, and all of them in one object. One record a line, so that it streams.

use std::io::Write;

use serde::Serialize;

use super::{json_problem, record};
use crate::output::{Problem, Site};
use crate::route::Table;

/// Tables in the order in which `portal.json` has them.
const PORTAL: [Table; 8] = [
    Table::Bodies,
    Table::Organizations,
    Table::People,
    Table::Meetings,
    Table::Topics,
    Table::Procedures,
    Table::Papers,
    Table::Relations,
];

/// Writes one object with a list for each kind of thing.
pub(super) fn portal(site: &Site<'_>, out: &mut dyn Write) -> Result<(), Problem> {
    let head = record::portal(site);
    let head = serde_json::to_string(&head).map_err(|error| json_problem(&error))?;
    text(out, head.trim_end_matches('}'))?;
    for table in PORTAL {
        text(out, &format!(",\n\"{}\":", table.name()))?;
        array(site, table, out)?;
    }
    text(out, "}\n")
}

/// Writes what was published, changed, moved and removed, the latest first.
pub(super) fn changes(site: &Site<'_>, out: &mut dyn Write) -> Result<(), Problem> {
    record::changes(site).try_for_each(|change| {
        change.write(out)?;
        text(out, "\n")
    })
}

/// Writes a table as one list.
pub(super) fn list(site: &Site<'_>, table: Table, out: &mut dyn Write) -> Result<(), Problem> {
    array(site, table, out)?;
    text(out, "\n")
}

/// Writes a table with one record a line.
pub(super) fn lines(site: &Site<'_>, table: Table, out: &mut dyn Write) -> Result<(), Problem> {
    each(site, table, &mut |record| {
        record.write(out)?;
        text(out, "\n")
    })
}

fn array(site: &Site<'_>, table: Table, out: &mut dyn Write) -> Result<(), Problem> {
    text(out, "[")?;
    let mut between = "\n";
    each(site, table, &mut |record| {
        text(out, between)?;
        between = ",\n";
        record.write(out)
    })?;
    text(out, "\n]")
}

/// A record of any kind, on its way out.
trait Written {
    fn write(&self, out: &mut dyn Write) -> Result<(), Problem>;
}

impl<T: Serialize> Written for T {
    fn write(&self, out: &mut dyn Write) -> Result<(), Problem> {
        serde_json::to_writer(out, self).map_err(|error| json_problem(&error))
    }
}

/// Takes the records of a table one at a time.
type Taker<'t> = dyn FnMut(&dyn Written) -> Result<(), Problem> + 't;

fn each(site: &Site<'_>, table: Table, take: &mut Taker<'_>) -> Result<(), Problem> {
    let archive = site.archive;
    match table {
        Table::Papers => archive
            .paper_ixs()
            .try_for_each(|ix| take(&record::paper(site, ix)?)),
        Table::Relations => archive
            .paper_ixs()
            .flat_map(|ix| record::relations(site, ix))
            .try_for_each(|relation| take(&relation)),
        Table::Procedures => archive
            .procedure_ixs()
            .try_for_each(|ix| take(&record::procedure(site, ix))),
        Table::Topics => archive
            .topic_ixs()
            .try_for_each(|ix| take(&record::topic(site, ix)?)),
        Table::Meetings => archive
            .meeting_ixs()
            .try_for_each(|ix| take(&record::meeting(site, ix))),
        Table::Bodies => archive
            .body_ixs()
            .try_for_each(|ix| take(&record::body(site, ix))),
        Table::Organizations => archive
            .organization_ixs()
            .try_for_each(|ix| take(&record::organization(site, ix))),
        Table::People => archive
            .person_ixs()
            .try_for_each(|ix| take(&record::person(site, ix))),
    }
}

fn text(out: &mut dyn Write, text: &str) -> Result<(), Problem> {
    out.write_all(text.as_bytes())
        .map_err(|source| Problem::Io {
            path: "json".into(),
            source,
        })
}
