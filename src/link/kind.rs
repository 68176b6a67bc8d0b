//! A council's kinds of papers: those of a kind have a list and a feed of their own.

use std::collections::{BTreeMap, HashMap};

use super::archive::{Archive, PaperIx};
use crate::model::Slug;

/// Papers of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct PapersOfType {
    /// The kind in the council's words.
    pub name: String,
    /// Its papers, newest first.
    pub papers: Vec<PaperIx>,
}

/// Papers by the slug of their kind; those without one are left out.
pub(super) fn of_papers(archive: &Archive, papers: &[PaperIx]) -> BTreeMap<Slug, PapersOfType> {
    let mut types: BTreeMap<Slug, PapersOfType> = BTreeMap::new();
    // Many papers share few names.
    let mut slugs: HashMap<&str, Option<Slug>> = HashMap::new();
    for ix in papers {
        let Some(name) = archive.paper(*ix).paper.paper_type.as_deref() else {
            continue;
        };
        let slug = slugs.entry(name).or_insert_with(|| Slug::from_text(name));
        let Some(slug) = slug else { continue };
        if let Some(known) = types.get_mut(slug) {
            known.papers.push(*ix);
            continue;
        }
        let new = PapersOfType {
            name: name.to_owned(),
            papers: vec![*ix],
        };
        types.insert(slug.clone(), new);
    }
    types
}
