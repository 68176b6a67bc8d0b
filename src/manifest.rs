//! The manifest: which files of the output folder are ours.
//!
//! It lies in the output folder as `.drucksache.json`, says nothing that is not public, and is what
//! allows `write` to replace the folder: a folder without it, or with files that it does not know, is
//! somebody else's.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// Name of the manifest in the output folder.
pub const FILE: &str = ".drucksache.json";

/// Version of the format that this program writes.
const VERSION: u32 = 1;

/// The files that a manifest names, in the order of their paths; `None` if it is damaged or of another version.
#[must_use]
pub fn files(manifest: &[u8]) -> Option<Vec<Cow<'_, str>>> {
    let read: Read<'_> = serde_json::from_slice(manifest).ok()?;
    let mut files = read.files.0;
    // Mostly they are in order already.
    files.sort();
    (read.version == VERSION).then_some(files)
}

/// Writes the manifest of `files`, by path with the fingerprint of their bytes, in their order, one a line.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(files: &[(Arc<str>, u128)], mut out: impl Write) -> io::Result<()> {
    let manifest = Written {
        version: VERSION,
        files: Files(files),
    };
    serde_json::to_writer_pretty(&mut out, &manifest)?;
    out.write_all(b"\n")
}

/// A manifest as far as it is read: fingerprints (XXH3-128, hexadecimal) are there for others.
#[derive(Deserialize)]
struct Read<'m> {
    version: u32,
    #[serde(borrow)]
    files: Names<'m>,
}

/// Paths. That of a national archive has millions: they stay where they are.
struct Names<'m>(Vec<Cow<'m, str>>);

#[derive(Deserialize)]
struct Name<'m>(#[serde(borrow)] Cow<'m, str>);

impl<'de: 'm, 'm> Deserialize<'de> for Names<'m> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Paths;
        impl<'de> Visitor<'de> for Paths {
            type Value = Vec<Cow<'de, str>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("files by path")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut names = Vec::new();
                while let Some((Name(name), IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(names)
            }
        }
        deserializer.deserialize_map(Paths).map(Names)
    }
}

/// A manifest that is written as it comes: that of a national archive has millions of lines.
#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    files: Files<'a>,
}

struct Files<'a>(&'a [(Arc<str>, u128)]);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let files = self.0.iter();
        serializer.collect_map(files.map(|(path, mark)| (path, hexadecimal(*mark))))
    }
}

/// A fingerprint as the manifest writes it.
#[must_use]
pub fn hexadecimal(fingerprint: u128) -> String {
    format!("{fingerprint:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_in_order() {
        let paths = ["daten/portal.json", "static/\"Plan\" ü.pdf", "a/index.html"];
        let written: Vec<(Arc<str>, u128)> = paths.map(|path| (path.into(), 7)).into();
        let mut manifest = Vec::new();
        write(&written, &mut manifest).unwrap();
        let mut sorted = paths;
        sorted.sort_unstable();
        assert_eq!(files(&manifest).unwrap(), sorted);
    }

    #[test]
    fn a_damaged_one_or_one_of_another_version_is_none() {
        assert_eq!(files(b"{\"version\": 1, \"files\": {\"a\": \"00\""), None);
        assert_eq!(files(b"{\"version\": 2, \"files\": {\"a\": \"00\"}}"), None);
        assert_eq!(files(b""), None);
        let whole = files(b"{\"version\": 1, \"files\": {\"a\": \"00\"}}");
        assert_eq!(whole.unwrap(), ["a"]);
    }
}
