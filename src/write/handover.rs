//! How a rebuild puts what has changed into the site that is there: everything is ready beside it before the first file is
//! exchanged, and written down, so that whoever comes next can finish what was cut off.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::WriteError;
use super::folder::{beside, lock, real, remove, sync};
use super::ours::fingerprint_of_manifest;
use crate::manifest::{FILE, hexadecimal};

/// Lies among the new files once they are all there.
pub(super) const READY: &str = ".drucksache.ready";

/// What is to be done beyond putting the new files in their places.
#[derive(Serialize, Deserialize)]
struct Orders {
    /// Fingerprint of the new manifest.
    manifest: String,
    /// Files of the old site that the new one does not have.
    gone: Vec<String>,
}

/// Puts the files below `new` into `target` and removes those that are `gone`. From the moment when it is written down what
/// there is to do, it will be done, by the next run if need be.
///
/// # Errors
/// If it cannot be begun: then nothing has changed. If it cannot be finished: `new` is left for the next run.
pub(super) fn hand_over(
    new: &Path,
    target: &Path,
    gone: Vec<String>,
) -> Result<Synced, WriteError> {
    let staged = files_below(new).map_err(WriteError::io(new))?;
    // What needs room on the disk, as far as possible, before anything changes.
    for folder in staged.iter().filter_map(|path| path.parent()) {
        let folder = target.join(folder);
        match fs::create_dir_all(&folder) {
            // A file of the old site stands in the way; it goes first.
            Err(error) if is_in_the_way(&error) => {}
            made => made.map_err(WriteError::io(&folder))?,
        }
    }
    let manifest = fingerprint_of_manifest(new).map_err(WriteError::io(new))?;
    let orders = Orders {
        manifest: hexadecimal(manifest),
        gone,
    };
    if staged.len() > FEW {
        sync(new)?;
    } else {
        for path in with_folders(&staged) {
            put_on_disk(&new.join(path))?;
        }
    }
    let ready = new.join(READY);
    let write = || {
        let bytes = serde_json::to_vec(&orders)?;
        fs::write(&ready, bytes)?;
        File::open(&ready)?.sync_all()?;
        File::open(new)?.sync_all()
    };
    write().map_err(|error| {
        // Not begun, then.
        let _ = fs::remove_file(&ready);
        WriteError::io(&ready)(error)
    })?;
    finish(new, target, &orders, &staged)
}

/// Files that are put on the disk one by one; of more than those, all that the system holds back is.
const FEW: usize = 64;

/// What is on the disk after a hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Synced {
    /// Everything.
    All,
    /// What was put in.
    New,
}

/// Paths, and the folders in which they are.
fn with_folders(paths: &[PathBuf]) -> BTreeSet<&Path> {
    paths.iter().flat_map(|path| path.ancestors()).collect()
}

fn put_on_disk(path: &Path) -> Result<(), WriteError> {
    let sync = || File::open(path)?.sync_all();
    sync().map_err(WriteError::io(path))
}

/// Finishes what the last run could not.
///
/// # Errors
/// If it cannot be finished now either, or another build is at it.
pub fn heal(target: &Path) -> Result<(), WriteError> {
    let target = &real(target).map_err(WriteError::io(target))?;
    let new = beside(target, "new");
    if !new.join(READY).is_file() {
        return Ok(());
    }
    let _lock = lock(target)?;
    clear(&new, target)
}

/// Removes what the last run left beside the site, but finishes what it had begun to hand over. For whoever holds the lock.
///
/// # Errors
/// If it cannot.
pub(super) fn clear(new: &Path, target: &Path) -> Result<(), WriteError> {
    let orders = fs::read(new.join(READY)).ok();
    let orders = orders.and_then(|orders| serde_json::from_slice::<Orders>(&orders).ok());
    let manifest = fingerprint_of_manifest(new).ok().map(hexadecimal);
    match orders {
        Some(orders)
            if manifest.as_ref() == Some(&orders.manifest) && target.join(FILE).is_file() =>
        {
            let staged = files_below(new).map_err(WriteError::io(new))?;
            finish(new, target, &orders, &staged).map(|_| ())
        }
        // Without a new manifest it was done but for the last bit; without an old one, somebody has removed the site.
        _ => remove(new),
    }
}

/// Does what the orders say: each step as often as one likes. Pages come after what they need, and what is gone goes when
/// no page needs it any more.
fn finish(
    new: &Path,
    target: &Path,
    orders: &Orders,
    staged: &[PathBuf],
) -> Result<Synced, WriteError> {
    let own = |path: &&PathBuf| path.as_os_str() != FILE && path.as_os_str() != READY;
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "html");
    let mut files: Vec<&PathBuf> = staged.iter().filter(own).collect();
    files.sort_by_key(|path| is_page(path));
    // Where something of the old site stands in the way, it has to go first.
    let mut later = Vec::new();
    for path in files {
        match put_in(new, target, path) {
            Err(error) if is_in_the_way(&error) => later.push(path),
            done => done.map_err(WriteError::io(&target.join(path)))?,
        }
    }
    for path in &orders.gone {
        let path = target.join(path);
        match fs::remove_file(&path) {
            Err(error) if !is_nothing(&error) => return Err(WriteError::io(&path)(error)),
            _ => {}
        }
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| *folder != target) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    for path in later {
        let there = target.join(path);
        // Folders in which nothing is left.
        for folder in WalkDir::new(&there).contents_first(true) {
            let _ = folder.map(|folder| fs::remove_dir(folder.path()));
        }
        put_in(new, target, path).map_err(WriteError::io(&there))?;
    }
    let synced = if staged.len() > FEW || !orders.gone.is_empty() {
        sync(target)?;
        Synced::All
    } else {
        // Where a folder that a file was moved to is gone again, nothing is lost.
        let folders = with_folders(staged).into_iter();
        for folder in folders
            .map(|path| target.join(path))
            .filter(|path| path.is_dir())
        {
            put_on_disk(&folder)?;
        }
        Synced::New
    };
    fs::rename(new.join(FILE), target.join(FILE)).map_err(WriteError::io(target))?;
    remove(new)?;
    Ok(synced)
}

/// Puts a new file into its place.
fn put_in(new: &Path, target: &Path, path: &Path) -> io::Result<()> {
    let there = target.join(path);
    let exchange = || fs::rename(new.join(path), &there);
    exchange().or_else(|error| match (error.kind(), there.parent()) {
        (io::ErrorKind::NotFound, Some(folder)) => {
            fs::create_dir_all(folder)?;
            exchange()
        }
        _ => Err(error),
    })
}

/// Whether a file stands where a folder is to be, or the other way round.
fn is_in_the_way(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, IsADirectory, NotADirectory};
    matches!(
        error.kind(),
        AlreadyExists | DirectoryNotEmpty | IsADirectory | NotADirectory
    )
}

/// Whether there is nothing to remove.
fn is_nothing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

/// The files below a folder, as paths from there.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            files.push(path.to_owned());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with these files, and a manifest.
    fn folder(path: &Path, files: &[&str]) {
        for file in files.iter().chain([&FILE]) {
            let file = path.join(file);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(&file, path.to_string_lossy().as_bytes()).expect("written");
        }
    }

    fn handed_over(stop: impl Fn(&Path, &Path)) {
        let home = tempfile::tempdir().expect("a folder");
        let (target, new) = (home.path().join("public"), home.path().join(".public.new"));
        folder(&target, &["a", "b/c/d", "e", "stays/f"]);
        folder(&new, &["a/x", "b", "e", "g/h/i.html"]);
        let gone = vec!["a".to_owned(), "b/c/d".to_owned()];
        if hand_over(&new, &target, gone).is_ok() {
            stop(&new, &target);
        }
        heal(&target).expect("healed");
        let files = files_below(&target).expect("read");
        let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        assert_eq!(files, [FILE, "a/x", "b", "e", "g/h/i.html", "stays/f"]);
        assert!(!new.exists());
    }

    #[test]
    fn files_and_folders_take_each_others_places() {
        handed_over(|_, _| {});
    }

    #[test]
    fn what_was_cut_off_is_finished() {
        // As if it had stopped in the middle, with the orders still there.
        handed_over(|new, target| {
            let manifest = fs::read(target.join(FILE)).expect("read");
            fs::create_dir(new).expect("made");
            fs::write(new.join(FILE), &manifest).expect("written");
            fs::rename(target.join("e"), new.join("e")).expect("moved");
            fs::write(target.join("old"), "").expect("written");
            let orders = Orders {
                manifest: hexadecimal(xxhash_rust::xxh3::xxh3_128(&manifest)),
                gone: vec!["a".into(), "b/c/d".into(), "old".into()],
            };
            let orders = serde_json::to_vec(&orders).expect("JSON");
            fs::write(new.join(READY), orders).expect("written");
        });
        // Damaged orders are none.
        handed_over(|new, _| {
            folder(new, &["never"]);
            fs::write(new.join(READY), "{}").expect("written");
        });
    }
}
