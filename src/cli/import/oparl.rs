//! `drucksache import oparl`

use std::path::Path;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{End, Target, is_address, tell, there};
use crate::import::oparl::{Known, Options, Store, Texts, convert, dump};
use crate::import::{Folder, known_names};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Address of the server's system object, or a dump: a folder or file with JSON
    source: String,
    #[command(flatten)]
    target: Target,
    /// Which council of the source, by its address or a part of its name, if it has several
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Attachments: only named, linked to the source, or copied beside the paper
    #[arg(long, value_enum, default_value_t = Files::Link)]
    files: Files,
    /// Texts that the source gives for files: of the main file, of all, or none
    #[arg(long, value_enum, default_value_t = Which::Main)]
    texts: Which,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Files {
    /// Only their names
    None,
    /// Links to the source
    Link,
    /// Copies beside the paper
    Download,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    /// None
    None,
    /// The main file's
    Main,
    /// All
    All,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let target = &arguments.target;
    let mut folder = Folder::open(&target.root, &target.body)?;
    let mut store = objects(arguments)?;
    let options = Options {
        body: target.body.clone(),
        only: arguments.only.clone(),
        texts: match arguments.texts {
            Which::None => Texts::None,
            Which::Main => Texts::Main,
            Which::All => Texts::All,
        },
        links: arguments.files != Files::None,
    };
    let converted = {
        let place = |id: &str| folder.place(id).map(str::to_owned);
        let known = Known {
            state: &folder.state,
            place: &place,
            taken: folder.taken.clone(),
            organizations: known_names(&folder, "organizations.yaml")?,
            people: known_names(&folder, "people.yaml")?,
        };
        convert(&mut store, &options, &known)?
    };
    folder.rename(&converted.moved);
    let mut harvest = converted.harvest;
    harvest.complete = true;
    let written = target.write(&mut folder, &harvest)?;
    Ok(tell(&converted.tally, &written))
}

fn objects(arguments: &Arguments) -> anyhow::Result<Store> {
    let source = &arguments.source;
    if is_address(source) {
        anyhow::bail!("not yet");
    }
    let path = Path::new(source);
    there(path)?;
    let dump = dump::read(path).with_context(|| source.clone())?;
    for (file, reason) in &dump.unreadable {
        super::say(
            &mut std::io::stderr(),
            &format!("{}: {reason}\n", file.display()),
        );
    }
    Ok(dump.store)
}
