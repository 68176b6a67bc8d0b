//! Data: the JSON twin of each page, and everything at once in files that others build on.
//!
//! Twins and dumps share their records, so that a paper reads the same wherever it is found.

mod csv;
mod json;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod row;
mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::sync::Arc;

use serde::Serialize;

use super::{Plan, Problem, Site};
use crate::route::{Dump, Route, Shape, Table, TableFormat, has_twin};

pub use record::{PaperRecord, ProcedureRecord, TopicRecord};

/// Adds the twin of each paper, procedure and topic; of those that were removed one that says so.
pub fn plan_twins<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let of = |table| schema::named(site, Shape::Record(table));
    let (papers, procedures, topics) =
        (of(Table::Papers), of(Table::Procedures), of(Table::Topics));
    for ix in site.archive.paper_ixs() {
        let source = &site.archive.paper(ix).text.source.path;
        let path = site.map.file(&Route::Twin(Box::new(Route::Paper(ix))));
        let schema = papers.clone();
        plan.add(path, source, move || {
            let mut paper = record::paper(site, ix)?;
            paper.schema = schema.as_deref().cloned();
            pretty(&paper)
        });
    }
    for ix in site.archive.procedure_ixs() {
        let path = site.map.file(&Route::Twin(Box::new(Route::Procedure(ix))));
        let schema = procedures.clone();
        plan.add(path, &"twin".into(), move || {
            let mut procedure = record::procedure(site, ix);
            procedure.schema = schema.as_deref().cloned();
            pretty(&procedure)
        });
    }
    for ix in site.archive.topic_ixs() {
        let source = &site.archive.topic(ix).text.source.path;
        let path = site.map.file(&Route::Twin(Box::new(Route::Topic(ix, 1))));
        let schema = topics.clone();
        plan.add(path, source, move || {
            let mut topic = record::topic(site, ix)?;
            topic.schema = schema.as_deref().cloned();
            pretty(&topic)
        });
    }
    let schema = schema::named(site, Shape::Change);
    let gone = site.archive.register.gone();
    for (at, ..) in gone.filter(|(_, line, _)| has_twin(line.id.kind())) {
        let path = site.map.file(&Route::Twin(Box::new(Route::Former(at))));
        let schema = schema.clone();
        plan.add(path, &"twin".into(), move || {
            pretty(&record::tombstone(site, at, schema.as_deref()))
        });
    }
}

/// Adds what there is in one JSON file, and the papers in parts that it names. Where only the words of a paper change, its
/// part is all that is made again.
pub fn plan_dumps<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source: Arc<str> = "dumps".into();
    let parts = Arc::clone(site.parts());
    let schema = schema::named(site, Shape::Part);
    for at in 0..parts.len() {
        let path = site.map.file(&Route::Dump(parts[at].dump()));
        let (parts, schema) = (Arc::clone(&parts), schema.clone());
        plan.stream(path, &source, move |out| {
            json::part(site, &parts[at], schema.as_deref(), out)
        });
    }
    let path = site.map.file(&Route::Dump(Dump::Portal));
    plan.stream(path, &source, move |out| json::portal(site, &parts, out));
    if site.archive.register.is_kept() {
        let path = site.map.file(&Route::Dump(Dump::Changes));
        plan.stream(path, &source, move |out| json::changes(site, out));
    }
}

/// Adds the tables as JSON and JSON Lines: each record is made once for both.
pub fn plan_json<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    plan.together(table_files(site), &"json".into(), move |outs| {
        json::tables(site, outs)
    });
}

/// For each table its list and its lines.
fn table_files(site: &Site<'_>) -> Vec<String> {
    let formats = [TableFormat::Json, TableFormat::JsonLines];
    let dumps = json::TABLES
        .into_iter()
        .flat_map(|table| formats.map(|format| Dump::Table(table, format)));
    dumps
        .map(|dump| site.map.file(&Route::Dump(dump)))
        .collect()
}

/// Adds the bulk downloads as CSV.
pub fn plan_csv<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for table in Table::ALL {
        let path = site
            .map
            .file(&Route::Dump(Dump::Table(table, TableFormat::Csv)));
        plan.bulk(path, &"csv".into(), move |out| csv::write(site, table, out));
    }
}

/// Adds the bulk downloads as Parquet: each table in one file, and papers by council and year.
#[cfg(feature = "parquet")]
pub fn plan_parquet<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source: Arc<str> = "parquet".into();
    for table in Table::ALL {
        let dump = Dump::Table(table, TableFormat::Parquet);
        plan.bulk(site.map.file(&Route::Dump(dump)), &source, move |out| {
            parquet::table(site, table, out)
        });
    }
    for (dump, papers) in site.map.partitions() {
        let path = site.map.file(&Route::Dump(dump));
        plan.bulk(path, &source, move |out| {
            parquet::partition(site, &papers, out)
        });
    }
}

/// Adds the database, and what Datasette shows beside it.
#[cfg(feature = "sqlite")]
pub fn plan_sqlite<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source: Arc<str> = "sqlite".into();
    let path = |dump| site.map.file(&Route::Dump(dump));
    plan.file(path(Dump::Sqlite), &source, move |file| {
        sqlite::write(site, file)
    });
    plan.add(path(Dump::DatasetteMetadata), &source, move || {
        pretty(&sqlite::metadata(site))
    });
}

/// Adds the JSON Schemas of all that is published.
pub fn plan_schemas<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let kept = site.archive.register.is_kept();
    for shape in Shape::all().filter(|shape| kept || *shape != Shape::Change) {
        let path = site.map.file(&Route::Dump(Dump::Schema(shape)));
        plan.add(path, &"schemas".into(), move || {
            pretty(&schema::of_site(site, shape))
        });
    }
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
