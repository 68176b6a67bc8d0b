//! The manifest: which files of the output folder are ours.
//!
//! It lies in the output folder as `.drucksache.json`, says nothing that is not public, and is what
//! allows `write` to replace the folder: a folder without it, or with files that it does not know, is
//! somebody else's.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

/// Name of the manifest in the output folder.
pub const FILE: &str = ".drucksache.json";

/// Files by path, with the fingerprint (XXH3-128, hexadecimal) of their bytes.
#[derive(Debug, Default, Deserialize)]
pub struct Manifest {
    /// Version of this file's format.
    pub version: u32,
    /// The files.
    pub files: HashMap<String, String>,
}

impl Manifest {
    /// Version of the format that this program writes.
    pub const VERSION: u32 = 1;

    /// Reads a manifest; `None` if it is damaged or of another version.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Self>(bytes)
            .ok()
            .filter(|m| m.version == Self::VERSION)
    }

    /// Writes the manifest of `files`, in their order, one a line.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(files: &[(Arc<str>, u128)], mut out: impl Write) -> io::Result<()> {
        let manifest = Written {
            version: Self::VERSION,
            files: Files(files),
        };
        serde_json::to_writer_pretty(&mut out, &manifest)?;
        out.write_all(b"\n")
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
