//! What Datasette shows beside the database: <https://docs.datasette.io/en/stable/metadata.html>.

use serde_json::{Map, Value, json};

use super::child::CHILDREN;
use super::{TABLES, define};
use crate::output::Site;
use crate::route::{Route, Table};

/// Titles, descriptions, licence and facets.
pub(in crate::output::data) fn metadata(site: &Site<'_>) -> Value {
    let portal = &site.archive.portal;
    let mut tables = Map::new();
    for table in TABLES {
        tables.insert(table.name().to_owned(), own(table));
    }
    for child in CHILDREN {
        let columns = child.columns.iter();
        let columns = columns.map(|column| (column.name.to_owned(), column.about.into()));
        let mut columns: Map<String, Value> = columns.collect();
        let parent = format!("Id of the {}", child.of.record());
        columns.insert(child.of.record().to_owned(), parent.into());
        columns.insert("position".into(), "Place in the list, from 0".into());
        if child.has_parts() {
            let parts = child.lists.iter().map(|(_, part)| *part);
            let parts = parts.collect::<Vec<_>>().join(", ");
            columns.insert("part".into(), parts.into());
        }
        let about = json!({"description": child.about, "columns": columns});
        tables.insert(child.name.to_owned(), about);
    }
    let mut metadata = json!({
        "title": portal.name,
        "description": portal.description,
        "source": portal.publisher.name,
        "source_url": site.map.absolute(&Route::Home),
        "databases": {"drucksache": {"tables": tables}},
    });
    metadata["about"] = "schemas and other formats".into();
    metadata["about_url"] = site.map.absolute(&Route::Data).into();
    if let Some(license) = &portal.license {
        metadata["license"] = license.value.clone().into();
        if license.starts_with("https://") || license.starts_with("http://") {
            metadata["license_url"] = license.value.clone().into();
        }
    }
    metadata
}

fn own(table: Table) -> Value {
    let columns = define::columns(table);
    let columns = columns.map(|column| (column.name.to_owned(), column.about.into()));
    let columns: Map<String, Value> = columns.collect();
    let mut about = json!({"description": describe(table), "columns": columns, "size": 50});
    if table != Table::Relations {
        about["label_column"] = "name".into();
    }
    let facets: &[&str] = match table {
        Table::Papers => &["body", "year", "kind", "status", "validity"],
        Table::Relations => &["type", "confirmed"],
        Table::Procedures => &["status"],
        Table::Meetings | Table::People => &["body"],
        Table::Organizations => &["body", "organizationType"],
        Table::Bodies | Table::Topics => &[],
    };
    if !facets.is_empty() {
        about["facets"] = json!(facets);
    }
    match table {
        Table::Papers => {
            about["sort_desc"] = "date".into();
            about["fts_table"] = "papers_fts".into();
            about["fts_pk"] = "rowid".into();
        }
        Table::Meetings => about["sort_desc"] = "date".into(),
        _ => {}
    }
    about
}

const fn describe(table: Table) -> &'static str {
    match table {
        Table::Papers => "Council papers: motions, questions, reports, resolutions",
        Table::Relations => "What papers do to each other",
        Table::Procedures => "Procedures: papers that belong together",
        Table::Topics => "Topics, across councils",
        Table::Meetings => "Meetings",
        Table::Bodies => "Councils",
        Table::Organizations => "Committees, factions, departments",
        Table::People => "People whom papers name in their office",
    }
}
