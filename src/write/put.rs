//! One file exchanged for another, in one step.

#![expect(clippy::disallowed_methods, reason = "this room writes files")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file so that a crash leaves the old one or the new one, never a part. Its folder is made if it is not
/// there. Who may read the file stays as it was; a link is replaced, not followed: it may lead anywhere.
///
/// # Errors
/// If it cannot be written; nothing is left half done then.
pub fn put(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    put_parts(path, &[bytes.as_ref()])
}

/// The same with one part behind the other.
pub(super) fn put_parts(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.drucksache"));
    let write = || {
        let mut file = File::create(&beside)?;
        parts.iter().try_for_each(|part| file.write_all(part))
    };
    let written = write()
        .and_then(|()| match fs::symlink_metadata(path) {
            Ok(old) if old.is_file() => fs::set_permissions(&beside, old.permissions()),
            _ => Ok(()),
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
