//! The downloads as a Data Package (<https://datapackage.org>, version 2).

use serde::Serialize;

use super::dcat::keywords;
use super::{file_name, listed, problem, schema};
use crate::measure::Measures;
use crate::model::Date;
use crate::output::{Problem, Site};
use crate::route::{Catalogue, Column, ColumnKind, Dump, Route, Table, TableFormat, media};

#[derive(Serialize)]
struct Package {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: String,
    id: String,
    title: String,
    description: String,
    homepage: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<License>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source>,
    contributors: Vec<Contributor>,
    keywords: Vec<String>,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct License {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

#[derive(Serialize)]
struct Source {
    title: String,
    path: String,
}

#[derive(Serialize)]
struct Contributor {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource {
    name: String,
    path: String,
    title: String,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<TableSchema>,
    /// JSON Schema of the file: a word of our own, since the standard's `schema` is for tables.
    #[serde(rename = "jsonSchema", skip_serializing_if = "Option::is_none")]
    json_schema: Option<String>,
}

/// What is in a table.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    #[serde(rename = "$schema")]
    schema: &'static str,
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<[&'static str; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: [&'static str; 1],
}

/// The package as JSON.
pub(super) fn text(site: &Site<'_>, measures: &Measures) -> Result<Vec<u8>, Problem> {
    let portal = &site.archive.portal;
    let settings = &portal.catalogue;
    let package = Package {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: name(&site.map.absolute(&Route::Home)),
        id: site.map.absolute(&Route::Catalogue(Catalogue::DataPackage)),
        title: settings
            .title
            .clone()
            .unwrap_or_else(|| portal.name.clone()),
        description: settings
            .description
            .clone()
            .unwrap_or_else(|| portal.description.clone()),
        homepage: site.map.absolute(&Route::Data),
        version: version(site),
        licenses: licenses(site),
        sources: sources(site),
        contributors: contributors(site),
        keywords: keywords(site),
        resources: listed(site)
            .filter(|dump| !is_repeated(*dump))
            .map(|dump| resource(site, measures, dump))
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&package)
        .map_err(|error| problem(std::io::Error::other(error)))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The portal's host and path, as names of packages are written.
fn name(home: &str) -> String {
    let home = home.split_once("://").map_or(home, |(_, rest)| rest);
    let letter = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '.' | '_' | '-') => c,
        _ => '-',
    };
    let name: String = home.trim_matches('/').chars().map(letter).collect();
    name.trim_matches('-').to_owned()
}

/// The day on which the content changed last, as versions are written.
fn version(site: &Site<'_>) -> Option<String> {
    let touched = site.archive.touched;
    let of = |day: Date| format!("{}.{}.{}", day.year(), day.month(), day.day());
    touched.stated.then(|| of(touched.modified))
}

/// The portal's licence, and those of councils that have another one.
fn licenses(site: &Site<'_>) -> Vec<License> {
    let portal = &site.archive.portal;
    let own = portal.license.iter();
    let bodies = site.archive.bodies.iter();
    let bodies = bodies.filter_map(|node| node.body.license.as_ref());
    let mut licenses: Vec<License> = Vec::new();
    for license in own.chain(bodies) {
        if licenses.iter().any(|known| known.path == license.value) {
            continue;
        }
        let own = portal
            .license
            .as_ref()
            .is_some_and(|l| l.value == license.value);
        licenses.push(License {
            name: spdx(license),
            path: license.value.clone(),
            title: portal.license_name.clone().filter(|_| own),
        });
    }
    licenses
}

/// The name of a licence in the list of SPDX.
fn spdx(license: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 6] = [
        ("dl-de/zero-2-0", "DL-DE-ZERO-2.0"),
        ("dl-de/by-2-0", "DL-DE-BY-2.0"),
        ("publicdomain/zero/1.0", "CC0-1.0"),
        ("licenses/by/4.0", "CC-BY-4.0"),
        ("licenses/by-sa/4.0", "CC-BY-SA-4.0"),
        ("licenses/odbl", "ODbL-1.0"),
    ];
    let known = KNOWN.iter().find(|(part, _)| license.contains(part));
    known.map(|(_, name)| *name)
}

/// Where the papers come from: the councils' information systems.
fn sources(site: &Site<'_>) -> Vec<Source> {
    let bodies = site.archive.bodies.iter();
    let sources = bodies.filter_map(|node| {
        Some(Source {
            title: node.body.name.clone(),
            path: node.body.source.as_ref()?.value.clone(),
        })
    });
    sources.collect()
}

fn contributors(site: &Site<'_>) -> Vec<Contributor> {
    let portal = &site.archive.portal;
    let website = portal.publisher.website.as_ref();
    let email = portal
        .contact
        .as_ref()
        .and_then(|contact| contact.email.clone());
    vec![Contributor {
        title: portal.publisher.name.clone(),
        path: website.map(|website| website.value.clone()),
        email,
        roles: ["publisher"],
    }]
}

fn resource(site: &Site<'_>, measures: &Measures, dump: Dump) -> Resource {
    let route = Route::Dump(dump);
    let path = file_name(site, dump);
    let measure = measures.get(&site.map.file(&route));
    let text = dump != Dump::Sqlite;
    Resource {
        name: resource_name(&path),
        title: path.clone(),
        description: site
            .theme
            .words
            .get(&format!("dump.{}", dump.key()))
            .to_owned(),
        format: format(dump),
        mediatype: media::essence(&path),
        encoding: text.then_some("utf-8"),
        bytes: measure.map(|measure| measure.bytes),
        hash: measure.map(|measure| format!("sha256:{}", measure.sha256)),
        kind: tabular(dump).map(|_| "table"),
        schema: tabular(dump).map(table_schema),
        json_schema: schema(site, dump).map(|schema| site.map.absolute(&schema)),
        path,
    }
}

/// Whether a file is a table again in a format for which tools of data packages need additions: they would fail on the
/// package as a whole.
fn is_repeated(dump: Dump) -> bool {
    matches!(
        dump,
        Dump::Table(_, TableFormat::JsonLines | TableFormat::Parquet) | Dump::Changes
    )
}

/// The table that a file holds as CSV.
fn tabular(dump: Dump) -> Option<Table> {
    match dump {
        Dump::Table(table, TableFormat::Csv) => Some(table),
        _ => None,
    }
}

/// The columns of a table's CSV, and where they lead.
fn table_schema(table: Table) -> TableSchema {
    let columns = || {
        let columns = table.columns().iter();
        columns.filter(|column| column.kind != ColumnKind::LongText)
    };
    let has_id = columns().any(|column| column.name == "id");
    TableSchema {
        schema: "https://datapackage.org/profiles/2.0/tableschema.json",
        fields: columns().map(field).collect(),
        primary_key: has_id.then_some(["id"]),
        foreign_keys: columns()
            .filter_map(|column| {
                Some(ForeignKey {
                    fields: [column.name],
                    reference: Reference {
                        resource: column.to?.name(),
                        fields: ["id"],
                    },
                })
            })
            .collect(),
    }
}

fn field(column: &Column) -> Field {
    let (kind, more) = match column.kind {
        ColumnKind::Text | ColumnKind::LongText => ("string", ""),
        ColumnKind::Date => ("date", ""),
        ColumnKind::Integer => ("integer", ""),
        ColumnKind::Number => ("number", ""),
        ColumnKind::Boolean => ("boolean", ""),
        ColumnKind::List => ("string", "; several are joined by \" | \""),
        ColumnKind::Json => ("any", "; as JSON"),
    };
    Field {
        name: column.name,
        kind,
        description: format!("{}{more}", column.about),
    }
}

/// A table's CSV bears the table's name, since other tables refer to it; any other file its own.
fn resource_name(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((name, "csv")) => name.to_owned(),
        _ => path.replace('.', "-"),
    }
}

fn format(dump: Dump) -> &'static str {
    match dump {
        Dump::Table(_, format) => format.extension(),
        Dump::Sqlite => "sqlite",
        Dump::Rdf => "ttl",
        Dump::Changes => "jsonl",
        _ => "json",
    }
}
