//! How commands change content files; a door to the disk.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it writes content files that a command changes"
)]

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;

/// Reads a content file.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Writes a content file in one step, so that a crash leaves the old one or the new one; the folder is made if it
/// is not there.
pub(super) fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    write(path, text).with_context(|| path.display().to_string())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A link stays a link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.drucksache"));
    let written = fs::write(&beside, text)
        .and_then(|()| match fs::metadata(&path) {
            Ok(old) => fs::set_permissions(&beside, old.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Whether something is there.
pub(super) fn is_there(path: &Path) -> bool {
    path.exists()
}

/// Gives a file or a folder another name.
pub(super) fn rename(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::rename(from, to).with_context(|| format!("{} → {}", from.display(), to.display()))
}

/// Deletes a file, and its folder if nothing else is in it.
pub(super) fn remove(path: &Path) -> anyhow::Result<()> {
    fs::remove_file(path).with_context(|| path.display().to_string())?;
    if let Some(folder) = path.parent() {
        // Refused by the system unless the folder is empty.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}
