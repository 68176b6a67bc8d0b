//! Copies of public files beside their papers: those that are new, and those that changed at the source. A door.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it compares copies with what came last"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use indicatif::ProgressBar;
use serde_json::Value;

use crate::import::oparl::fetch::Server;
use crate::import::{Draft, Folder, Tally};
use crate::model::Slug;
use crate::parse::{may_run, runs};
use crate::text::slugify;

/// Puts public files beside their papers. A paper that is a single file stays one, and keeps its links. `versions`
/// tells what the source says of a file, by its address.
pub(super) fn renew(
    server: &mut Server<'_>,
    folder: &Folder,
    versions: &BTreeMap<String, String>,
    papers: &mut [Draft],
    tally: &mut Tally,
) {
    let bar = ProgressBar::new(papers.len() as u64);
    for paper in papers {
        bar.inc(1);
        let place = folder.place(&paper.id).map(str::to_owned);
        let own = place
            .clone()
            .unwrap_or_else(|| format!("{}/index.md", paper.place));
        let Some(beside) = own.strip_suffix("/index.md") else {
            continue;
        };
        // Whose name a copy has stays known, also while the file is not public or not there: no other file gets it.
        if let Some(record) = folder.state.records.get(&paper.id) {
            paper.files.clone_from(&record.files);
        }
        // Nothing comes beside a paper that is not public.
        if paper.front.contains_key("access") {
            continue;
        }
        let Some(Value::Array(mut attachments)) = paper.front.remove("attachments") else {
            continue;
        };
        if place.is_none() {
            paper.place.push_str("/index");
        }
        let taken = remembered(folder, paper);
        let mut names: BTreeSet<String> = taken.values().cloned().collect();
        for attachment in attachments.iter_mut().filter_map(Value::as_object_mut) {
            let of = |key: &str| attachment.get(key).and_then(Value::as_str);
            let url = of("url").unwrap_or_default().to_owned();
            let mut new_name = || {
                let mut file = file_name(of("name").unwrap_or_default(), &url);
                while !names.insert(file.clone()) {
                    file.insert_str(0, "2-");
                }
                file
            };
            if url.is_empty() || of("access").is_some() {
                // It keeps its name, so that no other file gets it.
                if !taken.contains_key(&url) {
                    new_name();
                }
                continue;
            }
            let file = taken.get(&url).cloned().unwrap_or_else(new_name);
            if runs(&file) || may_run(&file) || is_content(&file) {
                // Readers get it from the council, not from here.
                continue;
            }
            let copy = Copy {
                url: &url,
                version: versions.get(&url).map_or("", String::as_str),
                path: &folder.path(&format!("{beside}/{file}")),
                known: known(folder, paper, &url, &file),
            };
            if let Some(print) = copy.bring(server, tally) {
                if !print.is_empty() {
                    paper.files.insert(file.clone(), print);
                }
                attachment.insert("file".into(), Value::String(file));
                attachment.remove("url");
            } else {
                tally.remark("file_not_fetched", &url);
            }
        }
        paper.put("attachments", attachments);
    }
    bar.finish_and_clear();
}

/// Names of the copies that are remembered, by the address from which each came.
fn remembered(folder: &Folder, paper: &Draft) -> BTreeMap<String, String> {
    let record = folder.state.records.get(&paper.id);
    let files = record.into_iter().flat_map(|record| &record.files);
    let of =
        |(file, told): (&String, &String)| Some((told.split_once(' ')?.0.to_owned(), file.clone()));
    files.filter_map(of).collect()
}

/// What was remembered of a copy of the file at `url`: what the source said of it, and the fingerprint of what came.
fn known<'a>(
    folder: &'a Folder,
    paper: &Draft,
    url: &str,
    file: &str,
) -> Option<(&'a str, &'a str)> {
    let record = folder.state.records.get(&paper.id)?;
    let (from, told) = record.files.get(file)?.split_once(' ')?;
    told.rsplit_once(' ').filter(|_| from == url)
}

/// Whether a file of this name would be read as a part of the content, such as a paper of its own.
fn is_content(file: &str) -> bool {
    ["md", "yaml", "yml", "json", "jsonl"]
        .iter()
        .any(|ending| file.ends_with(&format!(".{ending}")))
}

/// A copy of a file.
struct Copy<'a> {
    url: &'a str,
    version: &'a str,
    path: &'a Path,
    known: Option<(&'a str, &'a str)>,
}

impl Copy<'_> {
    /// Brings the copy up to date. `None`: there is none; else what is to be remembered of it.
    fn bring(&self, server: &mut Server<'_>, tally: &mut Tally) -> Option<String> {
        let remembered = || {
            self.known
                .map(|(version, print)| format!("{} {version} {print}", self.url))
                .unwrap_or_default()
        };
        if let Some(here) = print(self.path) {
            let Some((version, came)) = self.known else {
                // Somebody else put it there.
                return Some(String::new());
            };
            if version == self.version || self.version.is_empty() {
                return Some(remembered());
            }
            if here != came {
                tally.remark("file_changed_twice", self.url);
                return Some(remembered());
            }
            if server.download(self.url, self.path).is_err() {
                tally.remark("file_not_renewed", self.url);
                return Some(remembered());
            }
            tally.remark("file_renewed", self.url);
        } else {
            server.download(self.url, self.path).ok()?;
        }
        let print = print(self.path)?;
        Some(format!("{} {} {print}", self.url, self.version))
    }
}

/// Fingerprint of a file, if it is there.
fn print(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(format!("{:x}", xxhash_rust::xxh3::xxh3_64(&bytes)))
}

/// A name that is safe everywhere: the title's, with the ending of the address.
fn file_name(name: &str, url: &str) -> String {
    let last = url
        .split(['?', '#'])
        .next()
        .and_then(|url| url.rsplit('/').next());
    let ending = last
        .and_then(|last| last.rsplit_once('.'))
        .map(|(_, ending)| ending.to_lowercase());
    let sound = |ending: &String| {
        (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let ending = ending.filter(sound).unwrap_or_else(|| "pdf".to_owned());
    let stem = slugify(name, 60);
    match stem.as_str() {
        "" => format!("anlage.{ending}"),
        // Windows keeps these names for devices; `index` would be the paper itself.
        stem if Slug::is_reserved(stem) || stem == "index" => format!("anlage-{stem}.{ending}"),
        stem => format!("{stem}.{ending}"),
    }
}
