//! A saved dump: a folder or file with objects, lists or pages as JSON or JSON Lines, packed or not. A door to the disk.

#![expect(clippy::disallowed_methods, reason = "a door: it reads saved dumps")]

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use serde_json::Value;
use walkdir::WalkDir;

use super::store::{Kind, Store};
use crate::import::plain::decode;

/// Files are parsed so many at a time: a dump need not fit into memory twice.
const AT_ONCE: usize = 256;

/// What a dump came to.
#[derive(Debug, Default)]
pub struct Dump {
    /// All objects.
    pub store: Store,
    /// How many files were read.
    pub files: usize,
    /// Files that hold no JSON, with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// Reads a dump.
///
/// # Errors
/// If the folder cannot be read at all.
pub fn read(path: &Path) -> io::Result<Dump> {
    let mut dump = Dump::default();
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from)?;
        if entry.file_type().is_file() && (entry.depth() == 0 || is_json(entry.path())) {
            files.push(entry.into_path());
        }
    }
    for some in files.chunks(AT_ONCE) {
        let read: Vec<_> = some.par_iter().map(|file| (file, values(file))).collect();
        for (file, values) in read {
            dump.files += 1;
            match values {
                Ok(values) => {
                    let hint = hint(path, file);
                    for value in values {
                        dump.store.take(value, hint);
                    }
                }
                Err(reason) => dump.unreadable.push((file.clone(), reason)),
            }
        }
    }
    Ok(dump)
}

fn is_json(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let hidden = name.starts_with('.');
    !hidden
        && [".json", ".jsonl", ".ndjson"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// What objects without a type are, by the names of their file and folders: `papers.jsonl`, `paper/1.json`.
fn hint(root: &Path, file: &Path) -> Option<Kind> {
    let below = file
        .strip_prefix(root)
        .ok()
        .filter(|below| below.iter().next().is_some());
    let below = below.or_else(|| file.file_name().map(Path::new))?;
    let mut names: Vec<String> = below
        .iter()
        .map(|part| part.to_string_lossy().to_lowercase())
        .collect();
    names.reverse();
    names.iter().find_map(|name| {
        let word = name.split('.').next().unwrap_or(name);
        let word: String = word.chars().filter(char::is_ascii_alphabetic).collect();
        let word = word.strip_suffix("list").unwrap_or(&word);
        let word = if word == "bodies" { "body" } else { word };
        Kind::ALL.into_iter().find(|kind| {
            let own = kind.name().to_lowercase();
            word == own || word.strip_suffix('s') == Some(&own)
        })
    })
}

fn values(file: &Path) -> Result<Vec<Value>, String> {
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        MultiGzDecoder::new(&*bytes)
            .read_to_end(&mut plain)
            .map_err(|error| error.to_string())?;
        plain
    } else {
        bytes
    };
    documents(&decode(&bytes))
}

/// JSON documents of a text: one, or one a line.
fn documents(text: &str) -> Result<Vec<Value>, String> {
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        found.push(value.map_err(|error| error.to_string())?);
    }
    Ok(found)
}
