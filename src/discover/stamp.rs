//! What the files of a portal look like from outside, as one number: if it is the same, nothing has changed.
//!
//! Names, sizes, and what the system says of the last change; no file is opened. Times are compared for being
//! the same only, never for which is later: clocks may jump.

#![expect(
    clippy::disallowed_methods,
    reason = "this room looks at the portal's folders"
)]

use std::fs::{self, File, Metadata};
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

/// What is below `folders`; `None` if that cannot be told for sure: a link, or something that cannot be read.
#[must_use]
pub fn stamp(folders: &[PathBuf]) -> Option<u128> {
    folders.iter().try_fold(0_u128, |sum, folder| {
        let below = if folder.symlink_metadata().is_ok() {
            of_folder(folder, Depth::Whole, None)?
        } else {
            0
        };
        Some(sum.wrapping_mul(3).wrapping_add(below))
    })
}

/// What is below a folder, as one number and file by file.
pub struct Listing {
    /// The same number as [`stamp`]'s.
    pub stamp: u128,
    /// Each file, with what it looks like from outside, in no order.
    pub(super) files: Vec<(PathBuf, u128)>,
}

impl Listing {
    /// What is below `folder`; `None` if that cannot be told for sure: see [`stamp`].
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let files = Mutex::default();
        let stamp = of_folder(folder, Depth::Whole, Some(&files))?;
        let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        Some(Self { stamp, files })
    }
}

/// What is in an output folder; of a site with very many files only what is at its root, since looking at all of
/// them takes longer than the rest.
#[must_use]
pub fn stamp_of_site(folder: &Path, files: usize) -> Option<u128> {
    of_folder(
        folder,
        if are_all_looked_at(files) {
            Depth::Whole
        } else {
            Depth::Root
        },
        None,
    )
}

/// What [`stamp_of_site`] will say of a site whose files were looked at as they were made: `marks` is the sum of
/// what [`mark_made`] said of each; `paths` are all of them, in order. `None` if it will look at less.
#[must_use]
pub fn stamp_of_made<'p>(
    folder: &Path,
    paths: impl ExactSizeIterator<Item = &'p str>,
    marks: u128,
) -> Option<u128> {
    if !are_all_looked_at(paths.len()) {
        return None;
    }
    let mut sum = marks.wrapping_add(of_name(folder));
    let mut before = "";
    for path in paths {
        // In order, what is in one folder stands together: one that the path before is not in has not been seen.
        for (end, _) in path.match_indices('/') {
            if !before.starts_with(&path[..=end]) {
                sum = sum.wrapping_add(of_name(&inside(folder, &path[..end])));
            }
        }
        before = path;
    }
    Some(sum)
}

/// What a file looks like that was just made and will be at `path` in `folder`; `None` if it cannot be looked at.
#[must_use]
pub fn mark_made(folder: &Path, path: &str, file: &File) -> Option<u128> {
    Some(mark(&inside(folder, path), &file.metadata().ok()?))
}

/// A path as the system spells it.
fn inside(folder: &Path, path: &str) -> PathBuf {
    folder.join(path.split('/').collect::<PathBuf>())
}

/// What a folder adds, whatever is in it.
fn of_name(folder: &Path) -> u128 {
    hash(folder.as_os_str().as_encoded_bytes(), &[])
}

/// Whether all files of a site that has so many count for its stamp.
#[must_use]
pub fn are_all_looked_at(files: usize) -> bool {
    files <= 100_000
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// Only the folder itself.
    Root,
    /// All that is below.
    Whole,
}

/// The sum over all entries: their order does not matter. Adds them to `list`, if there is one.
fn of_folder(
    folder: &Path,
    depth: Depth,
    list: Option<&Mutex<Vec<(PathBuf, u128)>>>,
) -> Option<u128> {
    let mut sum = 0_u128;
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let kind = entry.file_type().ok()?;
        if kind.is_dir() {
            folders.push(entry.path());
        } else if kind.is_file() {
            let path = entry.path();
            let mark = mark(&path, &entry.metadata().ok()?);
            sum = sum.wrapping_add(mark);
            files.push((path, mark));
        } else {
            return None;
        }
    }
    if depth == Depth::Root {
        folders.clear();
    }
    if let Some(list) = list {
        let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
        list.append(&mut files);
    }
    let below = folders
        .par_iter()
        .map(|folder| of_folder(folder, depth, list));
    let below = below.try_reduce(|| 0, |a, b| Some(a.wrapping_add(b)))?;
    Some(sum.wrapping_add(below).wrapping_add(of_name(folder)))
}

/// What a file looks like from outside; `None` if it cannot be looked at.
pub(super) fn of_file(path: &Path) -> Option<u128> {
    Some(mark(path, &fs::metadata(path).ok()?))
}

/// What a file at `path` looks like from outside, by what the system says of it.
pub(super) fn mark(path: &Path, metadata: &Metadata) -> u128 {
    hash(path.as_os_str().as_encoded_bytes(), &facts(metadata))
}

#[cfg(unix)]
fn facts(metadata: &Metadata) -> [u64; 6] {
    use std::os::unix::fs::MetadataExt;
    let bits = |signed: i64| u64::from_ne_bytes(signed.to_ne_bytes());
    [
        metadata.size(),
        metadata.ino(),
        bits(metadata.mtime()),
        bits(metadata.mtime_nsec()),
        bits(metadata.ctime()),
        bits(metadata.ctime_nsec()),
    ]
}

#[cfg(not(unix))]
fn facts(metadata: &Metadata) -> [u64; 3] {
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let since = since.unwrap_or_default();
    [
        metadata.len(),
        since.as_secs(),
        u64::from(since.subsec_nanos()),
    ]
}

fn hash(name: &[u8], facts: &[u64]) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.write(name);
    for fact in facts {
        hasher.write(&fact.to_le_bytes());
    }
    hasher.digest128()
}

/// The program itself, as a file: another one may build otherwise.
#[must_use]
pub fn program() -> Option<u128> {
    let path = std::env::current_exe().ok()?;
    Some(mark(&path, &fs::metadata(&path).ok()?))
}
