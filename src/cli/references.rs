//! `drucksache references`

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it reads the text that a person asks about"
)]

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::{End, Messages, say};
use crate::diagnostic::Catalogue;
use crate::model::{Body, Slug};
use crate::parse::{Kind, SourceFile, SourceId, yaml_file};
use crate::scheme::{Scheme, SchemeEntry, Schemes, Sighting, Verdict, ready_made_names};
use crate::text::Lines;

const EXAMPLES: &str = "\
Examples:
  drucksache references --body muenchen content/bodies/muenchen/papers/2024/a.md
  drucksache references --scheme karlsruhe - < vorlage.txt
  drucksache references --scheme wiesbaden --scheme parlament bericht.txt

Shows what looks like a number, with its place, whether it counts, and why.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A text file, or - for standard input
    file: PathBuf,
    /// Take the schemes of this council
    #[arg(long, value_name = "SLUG", required_unless_present = "scheme")]
    body: Option<String>,
    /// Take a ready-made scheme; may be given several times
    #[arg(long, value_name = "NAME")]
    scheme: Vec<String>,
    /// The portal's folder, for --body
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let schemes = schemes(arguments)?;
    let text = text(&arguments.file)?;
    let words = arguments.messages.words("de");
    let lines = Lines::new(&text);
    for sighting in schemes.sightings(&text) {
        say(&mut io::stdout(), &line(&text, &lines, &sighting, words));
    }
    Ok(End::Well)
}

fn text(file: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn schemes(arguments: &Arguments) -> anyhow::Result<Schemes> {
    let mut entries: Vec<SchemeEntry> = arguments
        .scheme
        .iter()
        .cloned()
        .map(SchemeEntry::Named)
        .collect();
    if let Some(body) = &arguments.body {
        let slug = Slug::new(body).with_context(|| format!("`{body}` is no council's slug"))?;
        entries.extend(stated(&arguments.root, slug)?);
    }
    let mut forms = Vec::new();
    for entry in &entries {
        let names = || ready_made_names().collect::<Vec<_>>().join(", ");
        forms.extend(Scheme::compile(entry).with_context(|| format!("there are: {}", names()))?);
    }
    Ok(Schemes::new(forms))
}

/// The schemes that a council's `body.yaml` states.
fn stated(root: &Path, slug: Slug) -> anyhow::Result<Vec<SchemeEntry>> {
    let path = format!("content/bodies/{slug}/body.yaml");
    let text = std::fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
    let source = SourceFile {
        id: SourceId(0),
        path: path.as_str().into(),
        kind: Kind::Body(slug),
    };
    let body = yaml_file::<Body>(&source, &text, &mut Vec::new())
        .with_context(|| format!("{path}: `drucksache check` tells what is wrong with it"))?;
    Ok(body
        .data
        .schemes
        .into_iter()
        .map(|entry| entry.value)
        .collect())
}

/// `12:5  20-26 / V 12685  counts: its form  "20-26/V 12685"`
fn line(text: &str, lines: &Lines<'_>, sighting: &Sighting, words: &Catalogue) -> String {
    let (line, column) = lines.position(sighting.span.start);
    let seen = crate::text::one_line(&text[sighting.span.clone()]);
    let why = words.frame(match sighting.verdict {
        Verdict::Form => "verdict_form",
        Verdict::Cue => "verdict_cue",
        Verdict::List => "verdict_list",
        Verdict::NoCue => "verdict_no_cue",
        Verdict::Piece => "verdict_piece",
    });
    let sign = if sighting.verdict.counts() { '+' } else { '-' };
    format!(
        "{sign} {line}:{column}\t{}\t{why}\t{seen}\n",
        sighting.number.canonical
    )
}
