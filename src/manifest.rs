//! The manifest: which files of the output folder are ours.
//!
//! It lies in the output folder as `.drucksache.json`, says nothing that is not public, and is what
//! allows `write` to replace the folder: a folder without it, or with files that it does not know, is
//! somebody else's.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize, Serializer};

/// Name of the manifest in the output folder.
pub const FILE: &str = ".drucksache.json";

/// Version of the format that this program writes.
const VERSION: u32 = 1;

/// A manifest as far as it is read. That of a national archive names millions of files: their paths stay where they are.
#[derive(Debug, Deserialize)]
#[expect(
    clippy::zero_sized_map_values,
    reason = "the file has a map there, of which only the keys are read"
)]
pub struct Manifest<'m> {
    version: u32,
    /// Fingerprints are there for others.
    #[serde(borrow)]
    files: BTreeMap<Name<'m>, IgnoredAny>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'m>(#[serde(borrow)] Cow<'m, str>);

impl Borrow<str> for Name<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'m> Manifest<'m> {
    /// Reads a manifest; `None` if it is damaged or of another version.
    #[must_use]
    pub fn parse(bytes: &'m [u8]) -> Option<Self> {
        let read: Option<Self> = serde_json::from_slice(bytes).ok();
        read.filter(|manifest| manifest.version == VERSION)
    }

    /// Whether a file is one of those.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The files' paths, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(|name| &*name.0)
    }
}

/// The same manifest with new fingerprints of some of its files, which come in the order of their paths; `None` if it does not have
/// them, as it was written here.
#[must_use]
pub fn renewed(mut manifest: Vec<u8>, files: &[(Arc<str>, u128)]) -> Option<Vec<u8>> {
    let mut from = 0;
    for (path, mark) in files {
        let name = serde_json::to_string(&**path).ok()?;
        let name = format!("\n    {name}: \"");
        let at = from + memchr::memmem::find(manifest.get(from..)?, name.as_bytes())?;
        from = at + name.len();
        let mark = hexadecimal(*mark);
        let old = manifest.get_mut(from..from + mark.len() + 1)?;
        let (old, end) = old.split_at_mut(mark.len());
        if *end != *b"\"" || !old.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        old.copy_from_slice(mark.as_bytes());
    }
    Some(manifest)
}

/// Writes the manifest of `files`, by path with the fingerprint (XXH3-128, hexadecimal) of their bytes, in their order, one a line.
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
    fn what_was_written_is_read() {
        let paths = ["a/index.html", "daten/portal.json", "static/\"Plan\" ü.pdf"];
        let mut manifest = Vec::new();
        write(&paths.map(|path| (path.into(), 7)), &mut manifest).expect("written");
        let manifest = Manifest::parse(&manifest).expect("a manifest");
        assert_eq!(manifest.paths().collect::<Vec<_>>(), paths);
        assert!(paths.iter().all(|path| manifest.names(path)));
        assert!(!manifest.names("a/"));
    }

    #[test]
    fn a_renewed_one_is_as_if_it_was_written_anew() {
        let paths = ["a/index.html", "daten/portal.json", "static/\"Plan\" ü.pdf"];
        let whole = |marks: [u128; 3]| {
            let files = paths.iter().zip(marks);
            let files: Vec<_> = files.map(|(path, mark)| ((*path).into(), mark)).collect();
            let mut manifest = Vec::new();
            write(&files, &mut manifest).expect("written");
            manifest
        };
        let new = [(paths[1].into(), 8), (paths[2].into(), u128::MAX)];
        assert_eq!(
            renewed(whole([7, 7, 7]), &new),
            Some(whole([7, 8, u128::MAX]))
        );
        assert_eq!(renewed(whole([7, 7, 7]), &[("b".into(), 8)]), None);
        assert_eq!(renewed(Vec::new(), &new), None);
    }

    #[test]
    fn a_damaged_one_or_one_of_another_version_is_none() {
        assert!(Manifest::parse(br#"{"version": 1, "files": {"a": "00"}}"#).is_some());
        assert!(Manifest::parse(br#"{"version": 1, "files": {"a": "00""#).is_none());
        assert!(Manifest::parse(br#"{"version": 2, "files": {"a": "00"}}"#).is_none());
        assert!(Manifest::parse(b"").is_none());
    }
}
