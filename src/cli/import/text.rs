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
use serde_json::json;

use super::{End, Target, tell};
use crate::import::text::{Reading, decode, read};
use crate::import::{Folder, Register, Tally, harvest, known_names};
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
    let councils =
        super::super::references::councils(&target.root, &target.body).unwrap_or_default();
    let mut readings = Vec::new();
    for file in &arguments.files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut found = read(&text(file)?, &format!("text:{name}"));
        for reading in &mut found {
            cite(reading, &councils, target);
        }
        readings.append(&mut found);
    }
    let register = Register {
        organizations: known_names(&folder, "organizations.yaml")?,
        people: known_names(&folder, "people.yaml")?,
        taken: folder.taken.clone(),
    };
    let mut tally = Tally::default();
    tally.count("Paper", readings.len(), readings.len());
    let place = |id: &str| folder.place(id).map(str::to_owned);
    let mut harvest = harvest(readings, &register, &place);
    if folder.read("body.yaml")?.is_none() {
        let name = target.body.as_str();
        harvest.body.insert("name".into(), json!(name));
    }
    let written = target.write(&mut folder, &harvest)?;
    for file in written.new.iter().chain(&written.changed) {
        super::say(&mut std::io::stdout(), &format!("{file}\n"));
    }
    Ok(tell(&tally, &written))
}

/// Papers that a text cites become relations, as far as the council's schemes know their numbers.
fn cite(reading: &mut Reading, councils: &Councils, target: &Target) {
    let draft = &mut reading.draft;
    let own = draft
        .front
        .get("reference")
        .and_then(|number| number.as_str());
    let own = own.unwrap_or_default().to_owned();
    let schemes = councils.schemes(&target.body);
    let own = schemes
        .and_then(|schemes| schemes.number(&own))
        .map(|number| number.canonical);
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
