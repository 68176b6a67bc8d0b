//! `drucksache move`

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use anyhow::bail;
use clap::Args;

use super::{End, Messages, Portal, files, register, say, with_cure};
use crate::Faults;
use crate::amend::{add_redirect, redirect_snippet};
use crate::link::{Archive, LinkEnd, Object, PaperIx, State};
use crate::model::{Date, ObjectId, ObjectKind, RegisterLine, Slug, Span};
use crate::register::forwarded;

use super::withdraw::id;

const EXAMPLES: &str = "\
Examples:
  drucksache move musterstadt/radweg musterstadt/radweg-hauptstrasse
  drucksache move musterstadt/radweg radweg-hauptstrasse
  drucksache move topic/verkehr topic/mobilitaet

A paper's file (or its folder) is renamed, its old address goes into its `redirectFrom`, and what names it
by its place is changed: relations, agendas, links. Anything else is renamed by hand first (its file, or its
slug in people.yaml …, and where it is named); this then tells the register where it is now.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What: a paper as council/slug, anything else as kind/slug or kind/council/slug
    old: String,
    /// Its new name
    new: String,
    #[command(flatten)]
    portal: Portal,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let old = id(&arguments.old)?;
    let new = new_id(&old, &arguments.new)?;
    let root = &arguments.portal.root;
    let build = arguments.portal.build(None, Faults::Withhold);
    let loaded = build.load().map_err(with_cure)?;
    let Some(archive) = loaded.archive() else {
        bail!("the portal cannot be read; `drucksache check` tells why");
    };
    let words = arguments.messages.words(&archive.portal.language.value);
    let tell = |key: &str, name: &str, value: &str| {
        let text = words.frame(key).replace(&format!("{{{name}}}"), value);
        say(&mut io::stdout(), &format!("{text}\n"));
    };
    check(archive, &old, &new)?;
    let mut end = End::Well;
    if let Some(ix) = paper(archive, &old) {
        let (from, to) = renamed(archive, ix, &new)?;
        if files::is_there(&root.join(&to)) {
            bail!("{to} is there already");
        }
        let changed = mentions(archive, ix, &old, &new, root)?;
        for (file, text) in &changed {
            files::put(&root.join(file), text)?;
            tell("moved_file", "file", file);
        }
        let file = &archive.paper(ix).text.source.path;
        let address = format!("/vorlagen/{}/", old.place());
        let text = files::read(&root.join(&**file))?;
        if let Ok(amended) = add_redirect(&text, &address) {
            files::put(&root.join(&**file), &amended)?;
        } else {
            end = End::Findings;
            tell("moved_unsure", "file", file);
            say(&mut io::stdout(), &redirect_snippet(&address));
        }
        files::rename(&root.join(&from), &root.join(&to))?;
        let line = words.frame("moved").replace("{from}", &from);
        say(
            &mut io::stdout(),
            &format!("{}\n", line.replace("{to}", &to)),
        );
    }
    if archive.register.is_kept() {
        note(archive, &old, &new, build.today, root)?;
        let mut loaded = build.load().map_err(with_cure)?;
        if let Some(update) = register::updated(&mut loaded, build.today)? {
            register::write(root, &update)?;
        }
    }
    Ok(end)
}

/// The new name, with the parts of the old one that it does not repeat.
fn new_id(old: &ObjectId, new: &str) -> anyhow::Result<ObjectId> {
    let bare = Slug::new(new).is_some();
    let folder = old
        .as_str()
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let full = if bare {
        format!("{folder}/{new}")
    } else {
        new.to_owned()
    };
    let new = id(&full)?;
    let of_body = old.kind() == ObjectKind::Body || new.body() == old.body();
    if new.kind() != old.kind() || !of_body || new == *old {
        bail!("{new} cannot be a new name of {old}");
    }
    Ok(new)
}

/// Whether one can become the other.
fn check(archive: &Archive, old: &ObjectId, new: &ObjectId) -> anyhow::Result<()> {
    let is_live = |id: &ObjectId| archive.objects().any(|(other, _)| other == *id);
    let known = |id: &ObjectId| archive.register.get(id.as_str());
    if old.kind() == ObjectKind::Paper {
        if !is_live(old) {
            bail!("there is no public paper {}", old.place());
        }
        if is_live(new) || known(new).is_some() {
            bail!(
                "{} is, or was, another paper: its address must not be used again",
                new.place()
            );
        }
        return Ok(());
    }
    if known(old).is_none_or(|known| matches!(known.state, State::Gone(_))) {
        bail!("{old} is not known to the register");
    }
    if is_live(old) || !is_live(new) {
        bail!(
            "rename {old} to {new} where it is stated, and where it is named; then do this again"
        );
    }
    Ok(())
}

fn paper(archive: &Archive, id: &ObjectId) -> Option<PaperIx> {
    archive.objects().find_map(|(other, object)| match object {
        Object::Paper(ix) if other == *id => Some(ix),
        _ => None,
    })
}

/// What is renamed: the paper's file, or its folder.
fn renamed(archive: &Archive, ix: PaperIx, new: &ObjectId) -> anyhow::Result<(String, String)> {
    let file = archive.paper(ix).text.source.path.to_string();
    let name = new.place().rsplit('/').next().unwrap_or_default();
    let (from, end) = match file.strip_suffix("/index.md") {
        Some(folder) => (folder.to_owned(), ""),
        None => (file, ".md"),
    };
    let Some((folder, _)) = from.rsplit_once('/') else {
        bail!("{from} has no folder");
    };
    let to = format!("{folder}/{name}{end}");
    Ok((from, to))
}

/// The files that name a paper by its place, as they are to be.
fn mentions(
    archive: &Archive,
    ix: PaperIx,
    old: &ObjectId,
    new: &ObjectId,
    root: &Path,
) -> anyhow::Result<BTreeMap<String, String>> {
    // Where in each file the old place stands, from the front to the back.
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut linking: Vec<String> = Vec::new();
    for node in &archive.papers {
        let file = node.text.source.path.to_string();
        for entry in node
            .paper
            .relations
            .iter()
            .filter(|r| *r.target == old.place())
        {
            let span = entry.target.span.shifted(node.yaml_start);
            places.entry(file.clone()).or_default().push(span);
        }
        let leads = |end: &Option<LinkEnd>| *end == Some(LinkEnd::Paper(ix));
        if node.text.links.iter().any(|(_, end)| leads(end)) {
            linking.push(file);
        }
    }
    for text in archive
        .topics
        .iter()
        .map(|node| &node.text)
        .chain(archive.pages.iter().map(|node| &node.text))
    {
        if text
            .links
            .iter()
            .any(|(_, end)| *end == Some(LinkEnd::Paper(ix)))
        {
            linking.push(text.source.path.to_string());
        }
    }
    for node in &archive.meetings {
        for paper in node
            .meeting
            .agenda_item
            .iter()
            .filter_map(|item| item.paper.as_ref())
        {
            if **paper == old.place() {
                let file = node.source.path.to_string();
                places.entry(file).or_default().push(paper.span);
            }
        }
    }
    let mut changed = BTreeMap::new();
    for (file, mut spans) in places {
        let mut text = files::read(&root.join(&file))?;
        // Front matter of meetings starts after its first line; a byte order mark counts for nobody.
        let shift = if file.contains("/meetings/") {
            text.find('\n').map_or(0, |at| at + 1)
        } else {
            0
        };
        spans.sort();
        for span in spans.into_iter().rev() {
            let range = span.range();
            let range = range.start + shift..range.end + shift;
            let written = text
                .get(range.clone())
                .filter(|written| written.contains(old.place()));
            if let Some(written) = written {
                let written = written.replace(old.place(), new.place());
                text.replace_range(range, &written);
            }
        }
        changed.insert(file, text);
    }
    let file = archive.paper(ix).text.source.path.to_string();
    let (from, to) = renamed(archive, ix, new)?;
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let tail = if file.ends_with("/index.md") {
        "/index.md"
    } else {
        ""
    };
    let (from, to) = (
        format!("{}{tail}", name(&from)),
        format!("{}{tail}", name(&to)),
    );
    for file in linking {
        let text = match changed.remove(&file) {
            Some(text) => text,
            None => files::read(&root.join(&file))?,
        };
        let relinked = relinked(&text, &from, &to);
        changed.insert(file, relinked);
    }
    Ok(changed)
}

/// A text whose links to a file of this name lead to the other name.
fn relinked(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (found, _) in text.match_indices(from) {
        let before = text[..found].chars().next_back();
        let after = text[found + from.len()..].chars().next();
        let is_link = matches!(before, Some('/' | '(' | '<' | ' '))
            && matches!(after, Some(')' | '#' | '>' | ' ' | '\n' | '\r') | None);
        if is_link && found >= at {
            out.push_str(&text[at..found]);
            out.push_str(to);
            at = found + from.len();
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Tells the register, which then takes note of all else.
fn note(
    archive: &Archive,
    old: &ObjectId,
    new: &ObjectId,
    today: Date,
    root: &Path,
) -> anyhow::Result<()> {
    let mut lines: BTreeMap<ObjectId, RegisterLine> = archive
        .register
        .lines()
        .iter()
        .map(|known| (known.line.id.clone(), known.line.clone()))
        .collect();
    let Some(line) = lines.get(old).cloned() else {
        return Ok(());
    };
    let address = line.address.trim_end_matches('/').rsplit_once('/');
    let name = new.place().rsplit('/').next().unwrap_or_default();
    let moved = RegisterLine {
        id: new.clone(),
        address: format!("{}/{name}/", address.map_or("", |(folder, _)| folder)),
        modified: today,
        ..line.clone()
    };
    lines.entry(new.clone()).or_insert(moved);
    lines.insert(old.clone(), forwarded(line, new, today));
    let update = crate::register::Update {
        files: crate::register::files(lines.into_values()),
        ..crate::register::Update::default()
    };
    register::write(root, &update)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_the_file_change() {
        let text = "[a](../2024/alt.md) [b](alt.md#1) [c](nicht-alt.md) alt.md5 <alt.md>";
        let expected = "[a](../2024/neu.md) [b](neu.md#1) [c](nicht-alt.md) alt.md5 <neu.md>";
        assert_eq!(relinked(text, "alt.md", "neu.md"), expected);
    }
}
