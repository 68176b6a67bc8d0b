//! A saved dump: a folder or file with objects, lists or pages as JSON or JSON Lines, packed or not. A door to the disk.

#![expect(clippy::disallowed_methods, reason = "a door: it reads saved dumps")]

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use rayon::prelude::*;
use serde_json::Value;
use walkdir::WalkDir;

use super::json::documents;
use super::store::{Kind, Store};
use crate::import::plain::decode;

/// Files are parsed some at a time, so many or so many bytes: a dump need not fit into memory twice.
const AT_ONCE: usize = 256;

/// Bytes of the files that are parsed at a time.
const BYTES_AT_ONCE: u64 = 16 << 20;

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
        if !entry.file_type().is_file() {
            continue;
        }
        match content(entry.path()) {
            Content::Packed => {
                let reason = "an archive: unpack it first".to_owned();
                dump.unreadable.push((entry.into_path(), reason));
            }
            // What somebody names is meant.
            Content::Other if entry.depth() == 0 => files.push((entry.into_path(), Content::Json)),
            Content::Other => {}
            content => files.push((entry.into_path(), content)),
        }
    }
    let mut rest = files.as_slice();
    while !rest.is_empty() {
        let (some, others) = rest.split_at(batch(rest));
        rest = others;
        let read: Vec<_> = some
            .par_iter()
            .filter_map(|(file, content)| Some((file, values(file, *content)?)))
            .collect();
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

/// How many of these files are parsed together.
fn batch(files: &[(PathBuf, Content)]) -> usize {
    let mut bytes = 0;
    for (at, (file, _)) in files.iter().enumerate().take(AT_ONCE) {
        bytes += fs::metadata(file).map_or(0, |data| data.len());
        if bytes > BYTES_AT_ONCE {
            return at + 1;
        }
    }
    files.len().min(AT_ONCE)
}

/// Endings of files that hold no objects of OParl.
const OTHERS: [&str; 22] = [
    "pdf", "txt", "md", "html", "htm", "xml", "css", "js", "ts", "py", "sh", "csv", "yaml", "yml",
    "toml", "doc", "docx", "xls", "png", "jpg", "svg", "log",
];

/// Endings of archives, which are to be unpacked first.
const PACKED: [&str; 7] = ["zip", "tar", "tgz", "7z", "zst", "xz", "bz2"];

/// What a file may hold, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// JSON, as it says.
    Json,
    /// Perhaps JSON: mirrors of a server have addresses for names, `papers.asp?id=1`.
    Perhaps,
    /// An archive.
    Packed,
    /// Something else.
    Other,
}

fn content(path: &Path) -> Content {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    if name.starts_with('.') {
        return Content::Other;
    }
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending);
    if matches!(ending, "json" | "jsonl" | "ndjson" | "geojson") {
        Content::Json
    } else if PACKED.contains(&ending) {
        Content::Packed
    } else if OTHERS.contains(&ending) {
        Content::Other
    } else {
        Content::Perhaps
    }
}

/// What objects without a type are, by the names of their file and folders: `papers.jsonl`, `paper/1.json`.
fn hint(root: &Path, file: &Path) -> Option<Kind> {
    let below = file
        .strip_prefix(root)
        .ok()
        .filter(|below| below.iter().next().is_some());
    let below = below.or_else(|| file.file_name().map(Path::new))?;
    let names: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    names.iter().rev().find_map(|name| Kind::of_word(name))
}

/// A file's documents; `None` if it only might have held some.
fn values(file: &Path, content: Content) -> Option<Result<Vec<Value>, String>> {
    let bytes = match bytes(file) {
        Ok(bytes) => bytes,
        Err(error) => return Some(Err(error.to_string())),
    };
    let text = decode(&bytes);
    if content == Content::Perhaps && !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut read = documents(&text);
    if content == Content::Perhaps && read.is_err() {
        return None;
    }
    if let Ok([Value::Object(object)]) = read.as_deref_mut()
        && !object.contains_key("text")
        && let Some(words) = beside(file)
    {
        object.insert("text".to_owned(), Value::String(words));
    }
    Some(read)
}

/// The text that lies beside an object: `10003.txt` with `10003.json`.
fn beside(file: &Path) -> Option<String> {
    let bytes = fs::read(file.with_extension("txt")).ok()?;
    Some(decode(&bytes)).filter(|text| !text.trim().is_empty())
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(file)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(&*bytes).read_to_end(&mut plain)?;
    Ok(plain)
}
