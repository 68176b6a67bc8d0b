//! JSON Schemas of the content files, generated from the types that read them, so that an editor
//! completes and checks while one types. A door to the disk: it writes them where they are wanted.

#![expect(
    clippy::disallowed_methods,
    reason = "writes the schemas that a person asked for"
)]

use std::io;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::model::{Body, Meeting, Organization, Page, Paper, Person, Portal, Topic};

/// Where editors of a portal find them.
pub const FOLDER: &str = ".drucksache/schema";

/// Every schema by its file name.
#[must_use]
pub fn all() -> Vec<(&'static str, Schema)> {
    vec![
        ("portal.schema.json", of::<Portal>("Portal")),
        ("body.schema.json", of::<Body>("Body")),
        (
            "organizations.schema.json",
            of::<Vec<Organization>>("Organizations"),
        ),
        ("people.schema.json", of::<Vec<Person>>("People")),
        ("meeting.schema.json", of::<Meeting>("Meeting")),
        ("topic.schema.json", of::<Topic>("Topic")),
        ("page.schema.json", of::<Page>("Page")),
        ("paper.schema.json", of::<Paper>("Paper")),
    ]
}

fn of<T: JsonSchema>(title: &str) -> Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema
}

/// A schema as a file's text.
#[must_use]
pub fn text(schema: &Schema) -> String {
    serde_json::to_string_pretty(schema)
        .map(|text| text + "\n")
        .unwrap_or_default()
}

/// Writes every schema into `folder`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, schema) in all() {
        std::fs::write(folder.join(name), text(&schema))?;
    }
    Ok(())
}
