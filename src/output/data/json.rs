//! What there is in one object, papers in parts, and each table as JSON and JSON Lines. One record a line, so that it
//! streams.

use std::io::Write;

use rayon::prelude::*;
use serde::Serialize;

use super::record::Address;
use super::{json_problem, record};
use crate::link::{PaperIx, ask, asking};
use crate::output::{Problem, Site};
use crate::route::{Part, Table};

/// Tables in the order of their files.
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

/// Whether parts hold a table: what grows with the papers' texts.
pub(super) const fn is_in_parts(table: Table) -> bool {
    matches!(table, Table::Papers | Table::Relations)
}

/// Where something is written to.
type Out<'o> = &'o mut (dyn Write + Send);

/// Writes one object with the parts of the papers and a list for each other table.
pub(super) fn portal(site: &Site<'_>, parts: &[Part], out: Out<'_>) -> Result<(), Problem> {
    head(&record::portal(site), out)?;
    list("parts", out, |take| {
        let mut parts = parts.iter();
        parts.try_for_each(|part| take(&record::part_of_portal(site, part)))
    })?;
    for table in TABLES.into_iter().filter(|table| !is_in_parts(*table)) {
        list(table.name(), out, |take| each(site, table, take))?;
    }
    text(out, "}\n")
}

/// Writes one object with papers and what they do to others. All on one thread: there are other parts for the others.
pub(super) fn part(
    site: &Site<'_>,
    part: &Part,
    schema: Option<&Address>,
    out: Out<'_>,
) -> Result<(), Problem> {
    head(&record::part(site, part, schema), out)?;
    list(Table::Papers.name(), out, |take| {
        let mut papers = part.papers.iter();
        papers.try_for_each(|ix| take(&record::paper(site, *ix)?))
    })?;
    list(Table::Relations.name(), out, |take| {
        let relations = |ix: &PaperIx| record::relations(site, *ix);
        let mut relations = part.papers.iter().flat_map(relations);
        relations.try_for_each(|relation| take(&relation))
    })?;
    text(out, "}\n")
}

/// Begins an object with the fields of another one.
fn head(fields: &impl Serialize, out: Out<'_>) -> Result<(), Problem> {
    let fields = serde_json::to_string(fields).map_err(|error| json_problem(&error))?;
    text(out, fields.trim_end_matches('}'))
}

/// Adds a list to an object.
fn list(
    name: &str,
    out: Out<'_>,
    records: impl FnOnce(&mut Taker<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    text(out, &format!(",\n\"{name}\":["))?;
    let mut between = "\n";
    let mut record = Vec::new();
    records(&mut |next| {
        record.clear();
        record.extend_from_slice(between.as_bytes());
        between = ",\n";
        next.write(&mut record)?;
        bytes(out, &record)
    })?;
    text(out, "\n]")
}

/// Writes each table as one list and with one record a line to the next two of `outs`.
pub(super) fn tables(site: &Site<'_>, outs: &mut [Out<'_>]) -> Result<(), Problem> {
    let mut record = Vec::new();
    for (table, files) in TABLES.into_iter().zip(outs.chunks_exact_mut(2)) {
        let [list, lines] = files else { continue };
        text(*list, "[")?;
        let mut between = "\n";
        each(site, table, &mut |next| {
            record.clear();
            record.extend_from_slice(between.as_bytes());
            next.write(&mut record)?;
            bytes(*list, &record)?;
            record.push(b'\n');
            bytes(*lines, &record[between.len()..])?;
            between = ",\n";
            Ok(())
        })?;
        text(*list, "\n]\n")?;
    }
    Ok(())
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
type Taker<'t> = dyn FnMut(&dyn Written) -> Result<(), Problem> + Send + 't;

fn each(site: &Site<'_>, table: Table, take: &mut Taker<'_>) -> Result<(), Problem> {
    let archive = site.archive;
    match table {
        Table::Papers => {
            let papers: Vec<PaperIx> = archive.paper_ixs().collect();
            on_all_threads(&papers, |ix| record::paper(site, *ix).map(Some), take)
        }
        Table::Relations => {
            let papers: Vec<PaperIx> = archive.paper_ixs().collect();
            on_all_threads(&papers, |ix| Ok(record::relations(site, *ix)), take)
        }
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

/// Of how many things a thread makes the records at a time: enough to be worth it, few enough to wait for each other in memory.
const AT_A_TIME: usize = 32;

/// Makes records on all threads and takes them in their order, while the next ones are made. For what makes up most of a dump:
/// with little else to do, one thread would keep the others waiting.
fn on_all_threads<I: Sync, R: IntoIterator<Item: Serialize>>(
    items: &[I],
    records: impl Fn(&I) -> Result<R, Problem> + Sync,
    take: &mut Taker<'_>,
) -> Result<(), Problem> {
    let made = |items: &[I]| -> Result<Vec<Made>, Problem> {
        let mut made = Vec::with_capacity(items.len());
        for item in items {
            for record in records(item)? {
                let mut bytes = Vec::new();
                record.write(&mut bytes)?;
                made.push(Made(bytes));
            }
        }
        Ok(made)
    };
    let mut take = |records: Vec<Made>| records.iter().try_for_each(|record| take(record));
    let mut ready = Vec::new();
    for items in items.chunks(AT_A_TIME * rayon::current_num_threads()) {
        let (taken, parts) = rayon::join(
            || take(std::mem::take(&mut ready)),
            || -> Vec<_> {
                let parts = items.par_chunks(AT_A_TIME);
                parts.map(|items| asking(|| made(items))).collect()
            },
        );
        taken?;
        for (records, words) in parts {
            ask(&words);
            ready.extend(records?);
        }
    }
    take(ready)
}

/// A record that was made before.
struct Made(Vec<u8>);

impl Written for Made {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Problem> {
        out.extend_from_slice(&self.0);
        Ok(())
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
