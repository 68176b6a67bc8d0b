//! `drucksache new`

use std::io;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{End, date, say, today};
use crate::model::{Date, Slug};
use crate::new::{PaperSketch, paper, portal};

const EXAMPLES: &str = "\
Examples:
  drucksache new portal mein-portal
  drucksache new paper --body musterstadt \"Radweg an der Hauptstraße\"
  drucksache new paper --body musterstadt --type Antrag --reference \"12/2024\" \"Mehr Bäume\"";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Begin a portal in a new folder
    Portal {
        /// The folder; it must be empty or not exist
        dir: PathBuf,
    },
    /// Begin a paper: a file with every key explained
    Paper {
        /// Title of the paper
        title: String,
        /// The council, by its folder below content/bodies/
        #[arg(long, value_name = "SLUG", value_parser = slug)]
        body: Slug,
        /// Kind of paper: Antrag, Anfrage, Beschluss …
        #[arg(long = "type", value_name = "KIND", default_value = "Antrag")]
        paper_type: String,
        /// The council's number for it
        #[arg(long, value_name = "NUMBER")]
        reference: Option<String>,
        /// Its date; today when left out
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
        date: Option<Date>,
        /// The portal's folder
        #[arg(long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
    },
}

pub(super) fn slug(text: &str) -> Result<Slug, String> {
    Slug::new(text).ok_or_else(|| "a slug has a-z, 0-9 and hyphens".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    match &arguments.what {
        What::Portal { dir } => {
            portal(dir)?;
            let dir = dir.display();
            say(
                &mut io::stdout(),
                &format!("{dir}\n\nNext:\n  drucksache serve --root {dir}\n"),
            );
        }
        What::Paper {
            title,
            body,
            paper_type,
            reference,
            date,
            root,
        } => {
            let sketch = PaperSketch {
                title,
                body,
                paper_type,
                reference: reference.as_deref(),
                date: date.unwrap_or_else(today),
            };
            let path = paper(root, &sketch)?;
            say(&mut io::stdout(), &format!("{}\n", path.display()));
        }
    }
    Ok(End::Well)
}
