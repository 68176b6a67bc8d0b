//! Tables as JSON and JSON Lines, and all of them in one object. One record a line, so that it streams.

use std::io::Write;

use serde::Serialize;

use super::{json_problem, record};
use crate::output::{Problem, Site};
use crate::route::Table;

/// Tables in the order in which `portal.json` has them.
pub(super) const TABLES: [Table; 8] = [
    Table::Bodies,
    Table::Organizations,
    Table::People,
    Table::Meetings,
    Table::Topics,
    Table::Procedures,
    Table::Papers,
    Table::Relations,
];

/// Where something is written to.
type Out<'o> = &'o mut (dyn Write + Send);

/// Writes one object with a list for each table to `portal`; then each table as one list and with one record a line
/// to the next two of `tables`, if there are any.
pub(super) fn write(
    site: &Site<'_>,
    mut portal: Option<Out<'_>>,
    tables: &mut [Out<'_>],
) -> Result<(), Problem> {
    if let Some(portal) = &mut portal {
        let head = record::portal(site);
        let head = serde_json::to_string(&head).map_err(|error| json_problem(&error))?;
        text(*portal, head.trim_end_matches('}'))?;
    }
    let mut files = tables.chunks_exact_mut(2);
    let mut record = Vec::new();
    for table in TABLES {
        let (mut list, mut lines) = (None, None);
        if let Some([first, second]) = files.next() {
            (list, lines) = (Some(first), Some(second));
        }
        if let Some(portal) = &mut portal {
            text(*portal, &format!(",\n\"{}\":[", table.name()))?;
        }
        if let Some(list) = &mut list {
            text(*list, "[")?;
        }
        let mut between = "\n";
        each(site, table, &mut |next| {
            record.clear();
            record.extend_from_slice(between.as_bytes());
            next.write(&mut record)?;
            if let Some(portal) = &mut portal {
                bytes(*portal, &record)?;
            }
            if let Some(list) = &mut list {
                bytes(*list, &record)?;
            }
            if let Some(lines) = &mut lines {
                record.push(b'\n');
                bytes(*lines, &record[between.len()..])?;
            }
            between = ",\n";
            Ok(())
        })?;
        if let Some(portal) = &mut portal {
            text(*portal, "\n]")?;
        }
        if let Some(list) = &mut list {
            text(*list, "\n]\n")?;
        }
    }
    portal.map_or(Ok(()), |portal| text(portal, "}\n"))
}

/// Writes what was published, changed, moved and removed, the latest first.
pub(super) fn changes(site: &Site<'_>, out: &mut dyn Write) -> Result<(), Problem> {
    let mut line = Vec::new();
    record::changes(site).try_for_each(|change| {
        line.clear();
        change.write(&mut line)?;
        line.push(b'\n');
        bytes(out, &line)
    })
}

/// A record of any kind, on its way out.
trait Written {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Problem>;
}

impl<T: Serialize> Written for T {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Problem> {
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
    bytes(out, text.as_bytes())
}

fn bytes(out: &mut dyn Write, bytes: &[u8]) -> Result<(), Problem> {
    out.write_all(bytes).map_err(|source| Problem::Io {
        path: "json".into(),
        source,
    })
}
