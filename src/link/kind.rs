//! A council's kinds of papers: those of a kind have a list and a feed of their own.

use std::collections::BTreeMap;

use super::archive::{Archive, BodyIx, PaperIx};
use crate::model::Slug;

/// Papers of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PapersOfType {
    /// The kind in the council's words.
    pub name: String,
    /// Its papers, newest first.
    pub papers: Vec<PaperIx>,
}

/// A council's papers by the slug of their kind.
#[must_use]
pub fn paper_types(archive: &Archive, body: BodyIx) -> BTreeMap<Slug, PapersOfType> {
    let mut types: BTreeMap<Slug, PapersOfType> = BTreeMap::new();
    for ix in &archive.body(body).papers {
        let name = archive.paper(*ix).paper.paper_type.as_deref();
        let named = name.and_then(|name| Some((Slug::from_text(name)?, name)));
        if let Some((slug, name)) = named {
            let new = || PapersOfType {
                name: name.to_owned(),
                papers: Vec::new(),
            };
            types.entry(slug).or_insert_with(new).papers.push(*ix);
        }
    }
    types
}
