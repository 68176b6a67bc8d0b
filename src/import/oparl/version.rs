//! What a source says of its files that changes when they do. Pure.

use std::collections::BTreeMap;

use super::field::{address, text};
use super::store::{Kind, Store};

/// By the address of the file: its checksum, else its size and the moment of its last change.
#[must_use]
pub fn versions(store: &Store) -> BTreeMap<String, String> {
    let all = store.all(Kind::File);
    let version = all.filter_map(|file| {
        let url = address(file, "accessUrl").or_else(|| address(file, "downloadUrl"))?;
        let of = |property: &str| text(file, property);
        let sum = of("sha512Checksum").or_else(|| of("sha1Checksum"));
        let said = sum.or_else(|| {
            let parts = [of("size"), of("modified")];
            let said: Vec<String> = parts.into_iter().flatten().collect();
            (!said.is_empty()).then(|| said.join(" "))
        });
        Some((url, said?))
    });
    version.collect()
}
