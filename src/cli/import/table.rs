//! `drucksache import table`

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it reads the files that a person names"
)]

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{End, Target, tell};
use crate::import::table::{Mapping, read};
use crate::import::text::decode;
use crate::import::{Folder, Register, Tally, council, harvest, identify, known_names};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The table, as CSV or JSON
    file: PathBuf,
    /// Which column is which field: a YAML file
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let target = &arguments.target;
    let shown = |path: &PathBuf| path.display().to_string();
    let table = fs::read(&arguments.file).with_context(|| shown(&arguments.file))?;
    let map = fs::read(&arguments.map).with_context(|| shown(&arguments.map))?;
    let mapping: Mapping =
        serde_yaml::from_str(&decode(&map)).with_context(|| shown(&arguments.map))?;
    let mut folder = Folder::open(&target.root, &target.body)?;
    let mut tally = Tally::default();
    let mut readings =
        read(&decode(&table), &mapping, &mut tally).with_context(|| shown(&arguments.file))?;
    let found = readings.len();
    let moved = identify(&mut readings, "table", &folder.state);
    folder.rename(&moved);
    tally.count("Paper", found, readings.len());
    if readings.len() < found {
        tally.remark("rows_twice", "");
    }
    let register = Register {
        organizations: known_names(&folder, "organizations.yaml")?,
        people: known_names(&folder, "people.yaml")?,
        taken: folder.taken.clone(),
    };
    let numbers: Vec<String> = readings
        .iter()
        .filter_map(|reading| Some(reading.draft.front.get("reference")?.as_str()?.to_owned()))
        .collect();
    let place = |id: &str| folder.place(id).map(str::to_owned);
    let mut harvest = harvest(readings, &register, &place);
    if folder.read("body.yaml")?.is_none() {
        harvest.body = council(&target.body, &[], &numbers);
    }
    let written = target.write(&mut folder, &harvest)?;
    Ok(tell(target, &tally, &written))
}
