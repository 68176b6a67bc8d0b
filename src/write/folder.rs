//! What is done with folders as a whole: where they are, who may write, and how one takes the place of another.

#![expect(
    clippy::disallowed_methods,
    reason = "this room writes beside the output folder"
)]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::WriteError;

/// Where a path leads, through links and `..`, whether or not its last parts are there yet.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for there in path.ancestors() {
        let Ok(mut real) = there.canonicalize() else {
            continue;
        };
        for part in path.strip_prefix(there).unwrap_or(&path).components() {
            if part == std::path::Component::ParentDir {
                real.pop();
            } else {
                real.push(part);
            }
        }
        return Ok(real);
    }
    Ok(path)
}

/// What lies beside an output folder and is no part of it.
pub(super) fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{what}"))
}

/// Keeps other builds away until the file is closed, which the system does even after a crash.
pub(super) fn lock(target: &Path) -> Result<File, WriteError> {
    let path = &beside(target, "lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(WriteError::io(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(WriteError::Busy(target.to_owned())),
        Err(fs::TryLockError::Error(source)) => Err(WriteError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Removes a folder with all that is in it, on all threads.
pub(super) fn remove(folder: &Path) -> Result<(), WriteError> {
    match remove_below(folder).and_then(|()| fs::remove_dir_all(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io(folder)(error)),
        _ => Ok(()),
    }
}

/// Removes the folders in a folder. What a link leads to is not in it.
fn remove_below(folder: &Path) -> io::Result<()> {
    if folder.is_symlink() {
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    folders
        .par_iter()
        .try_for_each(|folder| remove_below(folder).and_then(|()| fs::remove_dir_all(folder)))
}

/// Makes sure that the new tree is on the disk before the old one goes.
pub(super) fn sync(folder: &Path) -> Result<(), WriteError> {
    let file = File::open(folder).map_err(WriteError::io(folder))?;
    #[cfg(target_os = "linux")]
    let synced = rustix::fs::syncfs(&file).map_err(io::Error::from);
    #[cfg(not(target_os = "linux"))]
    let synced = file.sync_all();
    synced.map_err(WriteError::io(folder))
}

/// Puts the new tree in the old one's place, in one step where the system can.
pub(super) fn exchange(new: &Path, target: &Path) -> Result<(), WriteError> {
    if !target.exists() {
        return fs::rename(new, target).map_err(WriteError::io(target));
    }
    let old = beside(target, "old");
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            // The old tree now stands in the new one's place.
            return remove(new);
        }
    }
    // Two steps where one is not to be had; the old tree waits beside until the second is done.
    fs::rename(target, &old).map_err(WriteError::io(target))?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&old, target).map_err(WriteError::io(&old))?;
        return Err(WriteError::io(target)(error));
    }
    remove(&old)
}
