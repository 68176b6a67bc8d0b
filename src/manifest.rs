//! The manifest: which files of the output folder are ours.
//!
//! It lies in the output folder as `.drucksache.json`, says nothing that is not public, and is what
//! allows `write` to replace the folder: a folder without it, or with files that it does not know, is
//! somebody else's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Name of the manifest in the output folder.
pub const FILE: &str = ".drucksache.json";

/// Files by path, with the fingerprint (XXH3-128, hexadecimal) of their bytes.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this file's format.
    pub version: u32,
    /// The files.
    pub files: BTreeMap<String, String>,
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

    /// The manifest as bytes, one file a line.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// A fingerprint as the manifest writes it.
#[must_use]
pub fn hexadecimal(fingerprint: u128) -> String {
    format!("{fingerprint:032x}")
}
