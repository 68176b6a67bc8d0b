//! `drucksache import text`

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it reads the files that a person names"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::{End, Target, tell};
use crate::import::text::{Reading, decode, read};
use crate::import::{
    Folder, Register, Tally, council, front_matter, harvest, identify, known_names,
};
use crate::parse::columns;
use crate::scheme::Councils;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Papers as plain text, also from a scanner; PDF if `pdftotext` is installed
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let target = &arguments.target;
    let mut folder = Folder::open(&target.root, &target.body)?;
    let texts = texts(arguments)?;
    let mut readings: Vec<Reading> = texts.par_iter().flat_map_iter(|text| read(text)).collect();
    let found = readings.len();
    let moved = identify(&mut readings, "text", &folder.state);
    folder.rename(&moved);
    let body = (folder.read("body.yaml")?.is_none()).then(|| {
        let numbers: Vec<String> = readings.iter().filter_map(number).collect();
        council(&target.body, &texts, &numbers)
    });
    let new = body.as_ref().map(front_matter);
    let councils = super::super::references::councils(&target.root, &target.body, new.as_deref());
    let councils = councils.unwrap_or_default();
    readings
        .par_iter_mut()
        .for_each(|reading| cite(reading, &councils, target));
    let register = Register {
        organizations: known_names(&folder, "organizations.yaml")?,
        people: known_names(&folder, "people.yaml")?,
        taken: folder.taken.clone(),
    };
    let mut tally = Tally::default();
    if councils.schemes(&target.body).is_empty() {
        tally.remark("no_schemes", "");
    }
    tally.count("Paper", found, readings.len());
    if readings.len() < found {
        tally.remark("papers_twice", "");
    }
    let place = |id: &str| folder.place(id).map(str::to_owned);
    let mut harvest = harvest(readings, &register, &place);
    harvest.body = body.unwrap_or_default();
    let written = target.write(&mut folder, &harvest)?;
    let all = written.new.iter().chain(&written.changed);
    for file in all.filter(|_| !target.quiet) {
        super::say(&mut std::io::stdout(), &format!("{file}\n"));
    }
    Ok(tell(target, &tally, &written))
}

/// The texts of all files, in their order; of several that cannot be read, the first is told.
fn texts(arguments: &Arguments) -> anyhow::Result<Vec<String>> {
    let read: Vec<_> = arguments.files.par_iter().map(|file| text(file)).collect();
    read.into_iter().collect()
}

/// A paper's own number.
fn number(reading: &Reading) -> Option<String> {
    let number = reading.draft.front.get("reference")?.as_str()?;
    Some(number.to_owned())
}

/// Papers that a text cites become relations, as far as the council's schemes know their numbers.
fn cite(reading: &mut Reading, councils: &Councils, target: &Target) {
    let own = number(reading).unwrap_or_default();
    let draft = &mut reading.draft;
    let schemes = councils.schemes(&target.body);
    let own = schemes.number(&own).map(|number| number.canonical);
    let text = format!(
        "{}\n\n{}",
        draft
            .front
            .get("summary")
            .and_then(|text| text.as_str())
            .unwrap_or_default(),
        draft.body
    );
    let mut known: Vec<Arc<str>> = own.into_iter().collect();
    let mut relations = draft
        .front
        .get("relations")
        .and_then(|list| list.as_array().cloned())
        .unwrap_or_default();
    for mention in councils.mentions(&target.body, &text, &columns(&text)) {
        let number = mention.number;
        if !known.contains(&number.canonical) {
            known.push(number.canonical);
            relations.push(json!({"type": "refersTo", "target": number.display}));
        }
    }
    draft.put("relations", relations);
}

fn text(file: &Path) -> anyhow::Result<String> {
    let shown = || file.display().to_string();
    let pdf = file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    if !pdf {
        return Ok(decode(&fs::read(file).with_context(shown)?));
    }
    fs::metadata(file).with_context(shown)?;
    let output = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output();
    match output {
        Ok(output) if output.status.success() => Ok(decode(&output.stdout)),
        Ok(output) => bail!(
            "{}: pdftotext: {}",
            shown(),
            String::from_utf8_lossy(&output.stderr).trim()
        ),
        Err(_) => bail!(
            "{}: to read PDF, install pdftotext (poppler-utils), or save the file as text",
            shown()
        ),
    }
}
