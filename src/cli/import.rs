//! `drucksache import`: papers that exist somewhere else become content files.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use serde_json::Value;

use super::{End, Messages, say};
use crate::diagnostic::Catalogue;
use crate::import::{Decision, Folder, Harvest, Written};
use crate::model::Slug;
use report::tell;

mod oparl;
mod report;
mod table;
mod text;

/// What somebody may want to know whose import broke off.
const SAFE: &str = "nothing is lost: the next run does the rest";

const EXAMPLES: &str = "\
Examples:
  drucksache import oparl https://oparl.stadt.example/v1.1/system --body musterstadt
  drucksache import oparl dump/ --body musterstadt               a saved dump
  drucksache import text vorlage.txt --body musterstadt
  drucksache import table antraege.csv --map antraege.yaml --body musterstadt

Run it again to bring news. What only the source changed is taken, what you changed stays; where both did, you
are asked. Exit code: 0 done, 1 there is something to decide, 2 the import is not complete.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A server that speaks OParl, or a saved dump of one
    Oparl(oparl::Arguments),
    /// Papers as plain text, also from a scanner or a PDF
    Text(text::Arguments),
    /// A list of papers as CSV or JSON, with a mapping of its columns
    Table(table::Arguments),
}

/// What every importer is told.
#[derive(Debug, Args)]
struct Target {
    /// The council, by its folder below content/bodies/; it is made if it is not there
    #[arg(long, value_name = "SLUG", value_parser = super::new::slug)]
    body: Slug,
    /// The portal's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where both changed something, keep what stands in this file (`all`: in every file)
    #[arg(long, value_name = "FILE")]
    ours: Vec<String>,
    /// Where both changed something, take what the source has for this file (`all`: for every file)
    #[arg(long, value_name = "FILE")]
    theirs: Vec<String>,
    /// Say only what is to be decided, and no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    messages: Messages,
}

impl Target {
    fn decision(&self, file: &str) -> Decision {
        let names = |list: &[String]| {
            list.iter().any(|name| {
                let name = name.replace('\\', "/");
                name == "all"
                    || file.ends_with(name.trim_start_matches("./"))
                    || name.ends_with(file)
            })
        };
        if names(&self.ours) {
            Decision::Ours
        } else if names(&self.theirs) {
            Decision::Theirs
        } else {
            Decision::Open
        }
    }

    /// Words for messages, in the portal's language.
    fn words(&self) -> &'static Catalogue {
        let portal = text_of(&self.root.join("content/portal.yaml"));
        let portal: Option<Value> = portal.and_then(|text| crate::parse::quietly(&text));
        let language = portal
            .as_ref()
            .and_then(|portal| portal.get("language")?.as_str());
        self.messages.words(language.unwrap_or("de"))
    }

    fn write(&self, folder: &mut Folder, harvest: &Harvest) -> anyhow::Result<Written> {
        let written = folder.write(harvest, &|file| self.decision(file));
        written.context(SAFE)
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    match &arguments.what {
        What::Oparl(arguments) => oparl::run(arguments),
        What::Text(arguments) => text::run(arguments),
        What::Table(arguments) => table::run(arguments),
    }
}

/// Whether a source is an address.
fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// A file's text, if it can be had.
#[expect(
    clippy::disallowed_methods,
    reason = "a door: reads what the command is asked about"
)]
fn text_of(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

fn there(path: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        path.try_exists().unwrap_or(false),
        "no file or folder {}",
        path.display()
    );
    Ok(())
}
