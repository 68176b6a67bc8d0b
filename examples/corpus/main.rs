//! Writes a portal of made-up councils, as large as you like, to measure and to try things on.
//!
//!     cargo run --example corpus -- DIR [--papers 1000] [--councils M] [--seed 1] [--race] [--without OUTPUT,…] [--hugo DIR]
//!
//! The same numbers give the same bytes. Proportions are those of real councils: kinds of papers, Beratungsfolgen,
//! meetings, citations in several spellings, numbers that nobody bears, money, and texts of which few are very long (from
//! 1,000 papers on, one has 500,000 characters). Names and sentences are made up. `--race` switches off what other
//! generators are not asked for, `--without` the outputs that you name; `--hugo` writes the same papers as content for Hugo (see `benches/race.py`).

#![expect(clippy::disallowed_methods, reason = "writes a portal to the disk")]

mod hugo;
mod numbering;
mod plan;
mod portal;
mod prose;
mod random;
mod words;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use drucksache::output::ALL;

use plan::Corpus;

/// Optional outputs that other generators have too.
const RACE: [&str; 4] = ["twins", "dumps", "feeds", "sitemap"];

fn main() -> Result<()> {
    let (mut papers, mut councils, mut seed) = (1000, None, 1);
    let (mut dir, mut hugo, mut race) = (None, None, false);
    let mut without = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .with_context(|| format!("{argument} what?"))
        };
        match argument.as_str() {
            "--papers" => papers = value()?.parse()?,
            "--councils" => councils = Some(value()?.parse()?),
            "--seed" => seed = value()?.parse()?,
            "--hugo" => hugo = Some(PathBuf::from(value()?)),
            "--race" => race = true,
            "--without" => without.extend(value()?.split(',').map(str::to_owned)),
            other if other.starts_with("--") => bail!("{other} is unknown"),
            other => dir = Some(PathBuf::from(other)),
        }
    }
    let dir = dir.context(
        "usage: corpus DIR [--papers N] [--councils M] [--seed S] [--race] [--without OUTPUT,…] [--hugo DIR]",
    )?;
    let councils = councils.unwrap_or(papers / 5000).max(3);
    let corpus = Corpus::new(papers, councils, seed);
    let optional = ALL.iter().filter(|output| output.optional);
    let others = optional.filter(|output| race && !RACE.contains(&output.name));
    without.extend(others.map(|output| output.name.to_owned()));
    let feeds = if race { ", feeds: rss" } else { "" };
    let outputs = format!("without: [{}]{feeds}", without.join(", "));
    portal::write(&corpus, &dir, &outputs).with_context(|| dir.display().to_string())?;
    if let Some(hugo) = hugo {
        hugo::write(&corpus, &hugo).with_context(|| hugo.display().to_string())?;
    }
    Ok(())
}
