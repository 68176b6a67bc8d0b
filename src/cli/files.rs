//! How commands change content files; a door to the disk.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it writes content files that a command changes"
)]

use std::fs;
use std::path::Path;

use anyhow::Context;

/// Reads a content file.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Writes a content file in one step. A link, which `discover` has found to lead within the content, stays one.
pub(super) fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    crate::write::put(&real, text).with_context(|| path.display().to_string())
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
