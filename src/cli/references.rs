//! `drucksache references`

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it reads the text that a person asks about"
)]

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Args;

use super::{End, Messages, say};
use crate::diagnostic::{Catalogue, did_you_mean};
use crate::model::{Body, Slug};
use crate::parse::{Kind, SourceFile, SourceId, columns, council, yaml_file};
use crate::scheme::{Council, Councils, Scheme, SchemeEntry, Schemes, Sighting, ready_made_names};
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
    #[arg(
        long,
        value_name = "SLUG",
        required_unless_present = "scheme",
        conflicts_with = "scheme"
    )]
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
    let text = text(&arguments.file)?;
    let sightings = sightings(arguments, &text)?;
    let words = arguments.messages.words("de");
    let lines = Lines::new(&text);
    for sighting in sightings {
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

fn sightings(arguments: &Arguments, text: &str) -> anyhow::Result<Vec<Sighting>> {
    if let Some(body) = &arguments.body {
        let own = Slug::new(body).with_context(|| format!("`{body}` is no council's slug"))?;
        let councils = councils(&arguments.root, &own, None)?;
        return Ok(councils.sightings(&own, text, &columns(text)));
    }
    let mut forms = Vec::new();
    for name in &arguments.scheme {
        let compiled = Scheme::compile(&SchemeEntry::Named(name.clone()));
        forms.extend(
            compiled.map_err(|error| match did_you_mean(name, ready_made_names()) {
                Some(meant) => anyhow!("{error}; did you mean `{meant}`?"),
                None => anyhow!(
                    "{error}; there are {}",
                    ready_made_names().collect::<Vec<_>>().join(", ")
                ),
            })?,
        );
    }
    Ok(Schemes::new(forms).sightings(text))
}

/// All councils of the portal, since a paper may cite another's. `new` is the `body.yaml` of `own` where there is
/// none yet.
pub(super) fn councils(root: &Path, own: &Slug, new: Option<&str>) -> anyhow::Result<Councils> {
    let mut found = Vec::new();
    let folder = root.join("content/bodies");
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let name = entry?.file_name();
        let Some(slug) = name.to_str().and_then(Slug::new) else {
            continue;
        };
        let path = format!("content/bodies/{slug}/body.yaml");
        let text = match std::fs::read_to_string(root.join(&path)) {
            Ok(text) => text,
            Err(_) if slug != *own || new.is_some() => continue,
            Err(error) => return Err(error).context(path),
        };
        match read(&slug, &text) {
            Some(council) => found.push(council),
            None if slug != *own => {}
            None => bail!("{path}: `drucksache check` tells what is wrong with it"),
        }
    }
    found.extend(new.and_then(|text| read(own, text)));
    if !found.iter().any(|council| council.slug == *own) {
        bail!("content/bodies/{own}/body.yaml is not there");
    }
    found.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(Councils::new(found))
}

/// A council by its `body.yaml`.
fn read(slug: &Slug, text: &str) -> Option<Council> {
    let source = SourceFile {
        id: SourceId(0),
        path: format!("content/bodies/{slug}/body.yaml").as_str().into(),
        kind: Kind::Body(slug.clone()),
    };
    let body = yaml_file::<Body>(&source, text, &mut Vec::new())?;
    Some(council(slug.clone(), &body.data))
}

/// `12:5  20-26 / V 12685  counts: its form  "20-26/V 12685"`
fn line(text: &str, lines: &Lines<'_>, sighting: &Sighting, words: &Catalogue) -> String {
    let (line, column) = lines.position(sighting.span.start);
    let seen = crate::text::one_line(&text[sighting.span.clone()]);
    let why = words.frame(sighting.verdict.key());
    let sign = if sighting.verdict.counts() { '+' } else { '-' };
    format!(
        "{sign} {line}:{column}\t{}\t{why}\t{seen}\n",
        sighting.number.canonical
    )
}
