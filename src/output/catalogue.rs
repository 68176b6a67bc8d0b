//! What describes the downloads, for catalogues, tools and other programs: DCAT-AP.de, a data package, checksums; and
//! papers with their relations as RDF.

mod dcat;
mod graph;
mod package;
mod relations;

use super::{Plan, Problem, Site};
use crate::measure::Measures;
use crate::route::{Catalogue, DUMP_FOLDER, Dump, Route, Shape, TableFormat};
use graph::Notation;

/// Adds papers and relations as RDF.
pub fn plan_rdf<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let path = site.map.file(&Route::Dump(Dump::Rdf));
    plan.stream(path, &"rdf".into(), move |out| relations::write(site, out));
}

/// Adds what describes the downloads.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    // The catalogue leads to the data page.
    if !site.has_downloads() {
        return;
    }
    for file in Catalogue::ALL {
        let path = site.map.file(&Route::Catalogue(file));
        plan.late(path, &"catalogue".into(), move |measures| match file {
            Catalogue::DataPackage => package::text(site, measures),
            Catalogue::Turtle => dcat::graph(site, measures).text(Notation::Turtle),
            Catalogue::JsonLd => dcat::graph(site, measures).text(Notation::JsonLd),
            Catalogue::RdfXml => dcat::graph(site, measures).text(Notation::RdfXml),
            Catalogue::Checksums => Ok(checksums(measures).into_bytes()),
        });
    }
}

/// A line for each file, with its path from the folder of downloads: `sha256sum --check SHA256SUMS.txt`.
fn checksums(measures: &Measures) -> String {
    let mut lines = String::new();
    for (path, measure) in measures.iter() {
        if let Some(file) = path.strip_prefix(DUMP_FOLDER) {
            lines.push_str(&format!("{}  {file}\n", measure.sha256));
        }
    }
    lines
}

/// The downloads that catalogues list: whole ones, not their parts, and not what only explains them.
fn listed(site: &Site<'_>) -> impl Iterator<Item = Dump> {
    let whole = |dump: &Dump| {
        !matches!(
            dump,
            Dump::Partition(..) | Dump::Schema(_) | Dump::DatasetteMetadata
        )
    };
    site.downloads().iter().copied().filter(whole)
}

/// The JSON Schema of a download, if there is one and it is published.
fn schema(site: &Site<'_>, dump: Dump) -> Option<Route> {
    let shape = match dump {
        Dump::Portal => Shape::Portal,
        Dump::Part(..) => Shape::Part,
        Dump::Table(table, TableFormat::Json) => Shape::List(table),
        Dump::Table(table, TableFormat::JsonLines) => Shape::Record(table),
        Dump::Changes => Shape::Change,
        _ => return None,
    };
    let schema = Dump::Schema(shape);
    site.downloads()
        .contains(&schema)
        .then_some(Route::Dump(schema))
}

/// A download's file, without folders.
fn file_name(site: &Site<'_>, dump: Dump) -> String {
    let path = site.map.file(&Route::Dump(dump));
    path.strip_prefix(DUMP_FOLDER).unwrap_or(&path).to_owned()
}

fn problem(source: std::io::Error) -> Problem {
    let path = "catalogue".to_owned();
    Problem::Io { path, source }
}
