//! `drucksache withdraw`

use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;

use super::{End, Messages, Portal, files, register, say, with_cure};
use crate::Faults;
use crate::link::{Archive, Object, State};
use crate::model::{ObjectId, ObjectKind, PaperId, RegisterLine};
use crate::parse::{Kind, SourceFile};
use crate::register::{Update, removed, without_file};

const EXAMPLES: &str = "\
Examples:
  drucksache withdraw musterstadt/radweg --reason \"Auf Bitte der Antragstellerin entfernt\"
  drucksache withdraw musterstadt/radweg/plan.pdf --reason \"Durch plan-2.pdf ersetzt\"
  drucksache withdraw topic/verkehr --reason \"In anderen Themen aufgegangen\"

A paper's file is deleted with its attachments, unless it is not public any more: then it stays where it
is. An attachment is taken out of the paper's `attachments` first. The register keeps the address, the
number, the day and the reason, and nothing else. The address answers with a page that says so (410 Gone
where the host can). Public versions of the content remain in the history of the version control.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A paper as council/slug, a file of it as council/slug/name; anything else as kind/slug or kind/council/slug
    what: String,
    /// Why, for all who look for it; it is published
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    portal: Portal,
    #[command(flatten)]
    messages: Messages,
}

/// What the arguments of commands name: a paper by its place, or an id of the register.
pub(super) fn id(text: &str) -> anyhow::Result<ObjectId> {
    let paper = || PaperId::parse(text).map(|id| ObjectId::paper(&id));
    let id = text.parse().ok().or_else(paper);
    id.with_context(|| format!("`{text}` is neither council/slug nor an id such as topic/slug"))
}

/// A file of a paper: the paper, and the file's name.
fn file(text: &str) -> Option<(ObjectId, &str)> {
    if text.parse::<ObjectId>().is_ok() {
        return None;
    }
    let place = text.strip_prefix("paper/").unwrap_or(text);
    let (at, _) = place.match_indices('/').nth(1)?;
    let paper = PaperId::parse(&place[..at])?;
    Some((ObjectId::paper(&paper), &place[at + 1..]))
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let file = file(&arguments.what);
    let id = match &file {
        Some((paper, _)) => paper.clone(),
        None => id(&arguments.what)?,
    };
    if arguments.reason.trim().is_empty() {
        bail!("say why: readers who look for it will want to know");
    }
    let root = &arguments.portal.root;
    let build = arguments.portal.build(None, Faults::Withhold);
    let mut loaded = build.load().map_err(with_cure)?;
    // What was published since the register was brought up to date last is in it now.
    let updated = register::updated(&mut loaded, build.today)?;
    let Some(updated) = updated else {
        bail!("the portal cannot be read; `drucksache check` tells why");
    };
    if let Some((paper, name)) = file {
        return withdraw_file(arguments, loaded, updated, &paper, name);
    }
    let (found, kept) = loaded
        .with_site(|site, _, sources| {
            let kept = sources
                .files()
                .iter()
                .find(|file| is_file_of(&file.kind, &id));
            let kept = kept.map(|file| file.path.to_string());
            Ok((deleted(site.archive, &id), kept))
        })
        .map_err(with_cure)?
        .unwrap_or_default();
    let known = loaded.knows(&id) || updated.new.contains(&id);
    let built = loaded.result(None);
    let words = arguments.messages.words(&built.language);
    if !register::is_readable(&built.findings) {
        bail!("a part of the register cannot be read; `drucksache check` tells which");
    }
    if !known {
        bail!("{id} was never published, as far as the register knows");
    }
    let found = match found {
        Found::Elsewhere(file) => {
            bail!("{id} stands in {file}: delete it there first, then do this again")
        }
        Found::Derived => bail!("{id} follows from its papers: withdraw or change these"),
        Found::Files(found) => found,
    };
    rewrite(root, updated, &id, &|line| {
        removed(line, &arguments.reason, build.today)
    })?;
    let tell = |key: &str, name: &str, value: &str| {
        let text = words.frame(key).replace(&format!("{{{name}}}"), value);
        say(&mut io::stdout(), &format!("{text}\n"));
    };
    tell("withdrawn", "id", id.as_str());
    if found.is_empty()
        && let Some(file) = kept
    {
        tell("withdrawn_kept", "file", &file);
    }
    for file in found {
        files::remove(&root.join(Path::new(&file)))?;
        tell("withdrawn_file", "file", &file);
    }
    Ok(End::Well)
}

/// Brings the register up to date, with the line of `id` as `change` makes it.
fn rewrite(
    root: &Path,
    mut updated: Update,
    id: &ObjectId,
    change: &dyn Fn(RegisterLine) -> RegisterLine,
) -> anyhow::Result<()> {
    for text in updated.files.values_mut() {
        let lines = text
            .lines()
            .map(|line| match serde_json::from_str::<RegisterLine>(line) {
                Ok(own) if own.id == *id => serde_json::to_string(&change(own)).unwrap_or_default(),
                _ => line.to_owned(),
            });
        *text = lines.map(|line| line + "\n").collect();
    }
    register::write(root, &updated)
}

/// A file of a paper that is not among its attachments any more. The paper says so itself: only its author knows what
/// else of it speaks of the file.
fn withdraw_file(
    arguments: &Arguments,
    loaded: crate::Loaded,
    updated: Update,
    paper: &ObjectId,
    name: &str,
) -> anyhow::Result<End> {
    let archive = loaded.archive();
    let listed = archive.and_then(|archive| {
        let objects = &mut archive.objects();
        let node = objects.find_map(|(id, object)| match object {
            Object::Paper(ix) if id == *paper => Some(archive.paper(ix)),
            _ => None,
        })?;
        let mut names = node
            .paper
            .attachments
            .iter()
            .filter_map(|file| file.file.as_ref());
        let listed = names.any(|other| other.value == name);
        listed.then(|| node.text.source.path.to_string())
    });
    let known = updated.files.values().flat_map(|text| text.lines());
    let known = known.filter_map(|line| serde_json::from_str::<RegisterLine>(line).ok());
    let known = known.filter(|line| line.id == *paper);
    let mut files = known.flat_map(|line| line.files);
    let is_known = files.any(|file| file.name == name && file.removed.is_none());
    let built = loaded.result(None);
    let words = arguments.messages.words(&built.language);
    if !register::is_readable(&built.findings) {
        bail!("a part of the register cannot be read; `drucksache check` tells which");
    }
    if let Some(file) = listed {
        bail!(
            "{file} lists {name} among its attachments: take it out there first, then do this again"
        )
    }
    if !is_known {
        bail!("{paper}/{name} was never published, as far as the register knows");
    }
    let today = arguments.portal.build(None, Faults::Withhold).today;
    rewrite(&arguments.portal.root, updated, paper, &|line| {
        without_file(line.clone(), name, &arguments.reason, today).unwrap_or(line)
    })?;
    let told = words
        .frame("withdrawn")
        .replace("{id}", &format!("{paper}/{name}"));
    say(&mut io::stdout(), &format!("{told}\n"));
    Ok(End::Well)
}

/// What is to be deleted.
enum Found {
    /// These files.
    Files(Vec<String>),
    /// An entry of a file that holds others too.
    Elsewhere(String),
    /// Nothing: it is made of other things.
    Derived,
}

impl Default for Found {
    fn default() -> Self {
        Self::Files(Vec::new())
    }
}

fn is_file_of(kind: &Kind, id: &ObjectId) -> bool {
    match kind {
        Kind::Paper(paper) => ObjectId::paper(paper) == *id,
        Kind::Meeting(of) => ObjectId::of_body(ObjectKind::Meeting, &of.body, &of.slug) == *id,
        _ => false,
    }
}

/// The files of what is public now; none of what is not public any more.
fn deleted(archive: &Archive, id: &ObjectId) -> Found {
    let objects = &mut archive.objects();
    let Some((_, object)) = objects.find(|(other, _)| other == id) else {
        return Found::default();
    };
    let path = |source: &SourceFile| source.path.to_string();
    match object {
        Object::Paper(ix) => {
            let node = archive.paper(ix);
            let own = node.attachments.iter().flatten().map(path);
            let others = archive.papers.iter().filter(|other| other.id != node.id);
            let shared: Vec<String> = others
                .flat_map(|other| other.attachments.iter().flatten().map(path))
                .collect();
            let mut files: Vec<String> = own.filter(|file| !shared.contains(file)).collect();
            files.sort();
            files.dedup();
            files.push(path(&node.text.source));
            Found::Files(files)
        }
        Object::Meeting(ix) => Found::Files(vec![path(&archive.meeting(ix).source)]),
        Object::Topic(ix) => Found::Files(vec![path(&archive.topic(ix).text.source)]),
        Object::Page(at) => Found::Files(vec![path(&archive.pages[at].text.source)]),
        Object::Organization(ix) => Found::Elsewhere(path(&archive.organization(ix).source)),
        Object::Person(ix) => Found::Elsewhere(path(&archive.person(ix).source)),
        Object::Body(ix) => Found::Elsewhere(path(&archive.body(ix).source)),
        Object::Procedure(_) => Found::Derived,
    }
}

impl crate::Loaded {
    /// Whether something was published, and not taken away.
    fn knows(&self, id: &ObjectId) -> bool {
        let archive = self.archive();
        let known = archive.and_then(|archive| archive.register.get(id.as_str()));
        known.is_some_and(|known| !matches!(known.state, State::Gone(_)))
    }
}
