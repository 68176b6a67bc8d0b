//! `drucksache import`: papers that exist somewhere else become content files.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};

use super::{End, say};
use crate::import::{Decision, Folder, Harvest, Tally, Written};
use crate::model::Slug;

mod oparl;
mod table;
mod text;

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

    fn write(&self, folder: &mut Folder, harvest: &Harvest) -> anyhow::Result<Written> {
        let written = folder.write(harvest, &|file| self.decision(file));
        written.context("nothing is lost: the next run does the rest")
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    match &arguments.what {
        What::Oparl(arguments) => oparl::run(arguments),
        What::Text(arguments) => text::run(arguments),
        What::Table(arguments) => table::run(arguments),
    }
}

/// Tells what came of an import.
fn tell(tally: &Tally, written: &Written) -> End {
    let out = &mut io::stdout();
    say(out, &counts(tally));
    say(out, &remarks(tally));
    for (file, conflicts) in &written.conflicts {
        for conflict in conflicts {
            let key = &conflict.key;
            say(
                out,
                &format!(
                    "\n{file}: {key}\n<<<<<<< {file}\n{}=======\n{}>>>>>>> source\n",
                    conflict.ours, conflict.theirs
                ),
            );
        }
    }
    if !written.conflicts.is_empty() {
        say(
            out,
            "\nBoth sides changed these. Nothing was touched; decide with --ours FILE or --theirs FILE, or edit the file.\n",
        );
    }
    if !written.gone.is_empty() {
        say(out, "\nGone at the source. Withdraw them, or keep them:\n");
        written
            .gone
            .iter()
            .for_each(|file| say(out, &format!("  {file}\n")));
    }
    for file in &written.unreadable {
        say(out, &format!("{file}: cannot be read; it was left alone\n"));
    }
    say(
        out,
        &format!(
            "\n{} new, {} changed, {} unchanged{}\n",
            written.new.len(),
            written.changed.len(),
            written.same,
            match written.removed {
                0 => String::new(),
                count => format!(", {count} that you removed stay removed"),
            }
        ),
    );
    if written.conflicts.is_empty() && written.unreadable.is_empty() {
        End::Well
    } else {
        End::Findings
    }
}

fn counts(tally: &Tally) -> String {
    if tally.counts.is_empty() {
        return String::new();
    }
    let mut table = format!("{:<18}{:>10}{:>10}\n", "", "source", "content");
    for count in &tally.counts {
        let mark = if count.source == count.content {
            ""
        } else {
            "  differs"
        };
        table.push_str(&format!(
            "{:<18}{:>10}{:>10}{mark}\n",
            count.name, count.source, count.content
        ));
    }
    table
}

fn remarks(tally: &Tally) -> String {
    let mut text = String::new();
    for (what, (count, examples)) in &tally.remarks {
        let first = examples.first().filter(|first| !first.is_empty());
        let first = first.map_or_else(String::new, |first| format!(", e.g. {first}"));
        text.push_str(&format!("{what}: {count}{first}\n"));
    }
    if !tally.without_place.is_empty() {
        let list: Vec<String> = tally
            .without_place
            .iter()
            .map(|(name, count)| format!("{name} ({count})"))
            .collect();
        text.push_str(&format!(
            "No place in the content, left at the source: {}\n",
            list.join(", ")
        ));
    }
    text
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
