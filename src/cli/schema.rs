//! `drucksache schema`

use std::path::PathBuf;

use clap::Args;

use super::End;
use crate::schema;

const EXAMPLES: &str = "\
Examples:
  drucksache schema                     write them to .drucksache/schema/
  drucksache schema --output-dir schemas

Editors find a schema by the first line of a YAML file:
  # yaml-language-server: $schema=../.drucksache/schema/portal.schema.json";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The portal's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where they are written; .drucksache/schema/ below the portal's folder when left out
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let folder = arguments.output_dir.clone();
    let folder = folder.unwrap_or_else(|| arguments.root.join(schema::FOLDER));
    schema::write(&folder)?;
    Ok(End::Well)
}
