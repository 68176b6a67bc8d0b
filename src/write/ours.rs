//! Whether a folder is ours: by its manifest, file by file. Anybody else's is never touched.

#![expect(
    clippy::disallowed_methods,
    reason = "this room looks into the output folder"
)]

use std::fs::{self, File};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::{Hashing, WriteError};
use crate::manifest::{FILE, Manifest};

/// Whether a folder may be replaced: missing, empty, or ours and nothing but ours.
pub(super) fn check_ours(target: &Path) -> Result<(), WriteError> {
    if !target.exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(target).map_err(WriteError::io(target))?;
    if entries.next().is_none() {
        return Ok(());
    }
    let strangers = ours(target, |ours| {
        strangers(target, &|path| {
            let path = path.strip_prefix(target).unwrap_or(path);
            let path = path.to_string_lossy().replace('\\', "/");
            (path != FILE && !ours.names(&path)).then_some(path)
        })
    })?;
    let mut strangers = strangers.map_err(WriteError::io(target))?;
    if strangers.is_empty() {
        return Ok(());
    }
    strangers.sort();
    let more = strangers.len().saturating_sub(3);
    strangers.truncate(3);
    let mut files = strangers.join(", ");
    if more > 0 {
        files.push_str(&format!(" (+{more})"));
    }
    Err(WriteError::Strangers {
        folder: target.to_owned(),
        files,
    })
}

/// Does something with the manifest of a folder that is ours.
pub(super) fn ours<T>(
    target: &Path,
    action: impl FnOnce(&Manifest<'_>) -> T,
) -> Result<T, WriteError> {
    let bytes = fs::read(target.join(FILE)).unwrap_or_default();
    let manifest = Manifest::parse(&bytes).ok_or_else(|| WriteError::Foreign(target.to_owned()))?;
    Ok(action(&manifest))
}

/// Fingerprint of the manifest in a folder. It has a line for each file of the site: it is not held as a whole.
pub(super) fn fingerprint_of_manifest(folder: &Path) -> io::Result<u128> {
    let mut manifest = File::open(folder.join(FILE))?;
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut manifest, &mut hashing)?;
    Ok(hashing.fingerprint())
}

/// What `stranger` says of the files below a folder, on all threads.
fn strangers(
    folder: &Path,
    stranger: &(dyn Fn(&Path) -> Option<String> + Sync),
) -> io::Result<Vec<String>> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        } else {
            files.extend(stranger(&entry.path()));
        }
    }
    let below = folders.par_iter().map(|folder| strangers(folder, stranger));
    let below: Vec<Vec<String>> = below.collect::<io::Result<_>>()?;
    files.extend(below.into_iter().flatten());
    Ok(files)
}
