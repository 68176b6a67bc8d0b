//! `drucksache import oparl`

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use super::report::sentence;
use super::{End, SAFE, Target, is_address, tell, there};
use crate::import::oparl::fetch::{Fetched, Manners, Progress, Server};
use crate::import::oparl::{Known, Options, Store, Texts, convert, dump, versions};
use crate::import::{Folder, known_names};
use crate::text::slugify;
use download::renew;

mod download;

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
    /// How to reach you, for the server's operators: a mail or web address; `contact` of portal.yaml when left out
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// List everything again instead of asking what changed since the last time
    #[arg(long)]
    full: bool,
    /// Folder for the server's answers; .drucksache/import/SLUG below the portal when left out
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Pause between two requests, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 200)]
    pause: u64,
    /// How often a request that fails is tried again
    #[arg(long, value_name = "N", default_value_t = 6)]
    retries: u32,
    /// Pause before the second try, in milliseconds; it doubles each time
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    backoff: u64,
    /// How long an answer may take, in seconds
    #[arg(long, value_name = "S", default_value_t = 60)]
    timeout: u64,
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
    let Source {
        mut store,
        complete,
    } = objects(arguments)?;
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
    let download = arguments.files == Files::Download;
    let versions = if download {
        versions(&store)
    } else {
        BTreeMap::new()
    };
    let mut conversion = {
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
    folder.rename(&conversion.moved);
    let mut harvest = conversion.rest();
    harvest.complete = complete;
    let decision = |file: &str| target.decision(file);
    let mut ledger = folder.begin(&harvest, &decision).context(SAFE)?;
    let mut server = download.then(|| server(arguments, &|_| {})).transpose()?;
    while let Some(mut papers) = conversion.papers() {
        if let Some(server) = &mut server {
            renew(server, &folder, &versions, &mut papers, conversion.tally());
        }
        let done = folder.papers(&papers, &decision, &mut ledger);
        done.context(SAFE)?;
    }
    let written = folder.end(&harvest, ledger).context(SAFE)?;
    Ok(tell(target, &conversion.end(), &written))
}

/// What a source has.
struct Source {
    store: Store,
    /// Whether that is everything, so that what is missing is gone.
    complete: bool,
}

fn objects(arguments: &Arguments) -> anyhow::Result<Source> {
    let source = &arguments.source;
    if is_address(source) {
        return fetch(arguments);
    }
    let path = Path::new(source);
    there(path)?;
    let dump = dump::read(path).with_context(|| source.clone())?;
    for (file, reason) in &dump.unreadable {
        let line = format!("{}: {reason}\n", file.display());
        super::say(&mut io::stderr(), &line);
    }
    Ok(Source {
        store: dump.store,
        complete: dump.unreadable.is_empty(),
    })
}

fn fetch(arguments: &Arguments) -> anyhow::Result<Source> {
    let bar = if arguments.target.quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(0)
    };
    let style = "{msg} {bar:30} {pos}/{len} ({eta})";
    bar.set_style(
        ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let progress = |progress: &Progress| {
        bar.set_message(progress.what.clone());
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    };
    let server = server(arguments, &progress)?;
    let fetched = server.fetch(&arguments.source, &|bodies| choose(arguments, bodies));
    bar.finish_and_clear();
    let fetched = fetched?;
    tell_of_server(&arguments.target, &fetched);
    Ok(Source {
        store: fetched.store,
        complete: fetched.complete,
    })
}

/// What was asked, and what the server does not give.
fn tell_of_server(target: &Target, fetched: &Fetched) {
    let words = target.words();
    let mut lines = Vec::new();
    if !target.quiet {
        let count = fetched.requests.to_string();
        lines.push(sentence(words, "requests", &[("count", &count)]));
    }
    if let Some(first) = fetched.missing.first() {
        let count = fetched.missing.len().to_string();
        let facts = [("count", count.as_str()), ("what", first)];
        lines.push(sentence(words, "not_given", &facts));
    }
    for short in &fetched.short {
        lines.push(sentence(words, "not_whole", &[("what", short)]));
    }
    for line in lines {
        super::say(&mut io::stderr(), &format!("{line}\n"));
    }
}

fn server<'a>(
    arguments: &Arguments,
    progress: &'a dyn Fn(&Progress),
) -> anyhow::Result<Server<'a>> {
    let target = &arguments.target;
    let contact = arguments.contact.clone().or_else(|| contact(&target.root));
    let contact = contact.context(
        "say how the server's operators can reach you: --contact ADDRESS, or `contact` in portal.yaml",
    )?;
    let version = env!("CARGO_PKG_VERSION");
    let manners = Manners {
        user_agent: format!("drucksache/{version} (OParl import; contact: {contact})"),
        pause: Duration::from_millis(arguments.pause),
        retries: arguments.retries,
        backoff: Duration::from_millis(arguments.backoff),
        timeout: Duration::from_secs(arguments.timeout),
    };
    let cache = arguments.cache.clone();
    let cache = cache.unwrap_or_else(|| {
        let body = target.body.as_str();
        target.root.join(".drucksache/import").join(body)
    });
    Ok(Server::open(&cache, manners, arguments.full, progress)?)
}

/// The portal's contact.
fn contact(root: &Path) -> Option<String> {
    let text = super::text_of(&root.join("content/portal.yaml"))?;
    let portal: Value = crate::parse::quietly(&text)?;
    let of = |name: &str| portal.get("contact")?.get(name)?.as_str();
    let clean = |text: &str| text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    let found = of("email").or_else(|| portal.get("baseUrl")?.as_str());
    found.filter(|text| clean(text)).map(str::to_owned)
}

fn choose(arguments: &Arguments, bodies: &[(String, String)]) -> Result<usize, String> {
    let slug = |text: &str| slugify(text, usize::MAX);
    let name = arguments
        .only
        .as_deref()
        .unwrap_or(arguments.target.body.as_str());
    let fits = |(id, of): &&(String, String)| id == name || slug(of).contains(&slug(name));
    let fitting: Vec<usize> = (0..bodies.len()).filter(|at| fits(&&bodies[*at])).collect();
    match (bodies.len(), fitting.as_slice()) {
        (1, _) if arguments.only.is_none() => Ok(0),
        (_, [one]) => Ok(*one),
        _ => {
            let names: Vec<String> = bodies
                .iter()
                .map(|(id, name)| format!("{name} ({id})"))
                .collect();
            Err(format!(
                "choose a council with --only: {}",
                names.join(", ")
            ))
        }
    }
}
