//! What the last load of a preview knew: files that look the same from outside are neither read nor parsed again.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::Outcome;
use crate::discover::{Kept, Sources};
use crate::parse::SourceFile;

/// Texts and documents by path. Empty before the first load.
#[derive(Default)]
pub struct Memory {
    files: HashMap<Arc<str>, File>,
    /// Fingerprint of what all papers are parsed with: the councils and their schemes.
    councils: u64,
}

struct File {
    mark: u128,
    kept: Arc<Kept>,
    outcome: Option<Outcome>,
}

impl Memory {
    /// The text of a file that looks as `mark` says.
    pub(super) fn text(&self, source: &SourceFile, mark: u128) -> Option<Arc<Kept>> {
        let file = self.files.get(&source.path)?;
        (file.mark == mark).then(|| Arc::clone(&file.kept))
    }

    /// What parsing `rest` comes to: as it is known of files that look the same, else by `fresh`. All of it hangs on
    /// `first`, the portal's and the councils' own files.
    pub(super) fn parse(
        &mut self,
        sources: &Sources,
        first: &[&SourceFile],
        rest: &[&SourceFile],
        fresh: &(dyn Fn(&SourceFile) -> Outcome + Sync),
    ) -> Vec<Outcome> {
        let marks = first.iter().map(|source| sources.mark(source));
        let councils = xxh3_64(format!("{:?}", marks.collect::<Vec<_>>()).as_bytes());
        let outcomes = rest
            .par_iter()
            .map(|source| self.outcome(source, sources.mark(source)?, councils));
        let known: Vec<Option<Outcome>> = outcomes.collect();
        let new = rest.iter().zip(&known).filter(|(_, known)| known.is_none());
        let new: Vec<&SourceFile> = new.map(|(source, _)| *source).collect();
        let new = new
            .par_iter()
            .map(|source| ((*source).clone(), fresh(source)));
        let new: Vec<(SourceFile, Outcome)> = new.collect();
        let mut parsed = new.clone().into_iter().map(|(_, outcome)| outcome);
        self.remember(sources, new, councils);
        let outcomes = known.into_iter();
        outcomes
            .filter_map(|known| known.or_else(|| parsed.next()))
            .collect()
    }

    /// What parsing came to, if the file and the councils are the same.
    fn outcome(&self, source: &SourceFile, mark: u128, councils: u64) -> Option<Outcome> {
        let file = self.files.get(&source.path)?;
        let same = file.mark == mark && self.councils == councils;
        let (parsed, findings) = file.outcome.as_ref().filter(|_| same)?;
        let parsed = parsed.clone().map(|parsed| parsed.at(source));
        Some((parsed, findings.clone()))
    }

    /// Remembers what was loaded, and nothing else: what was parsed anew, and of the rest what was known.
    fn remember(&mut self, sources: &Sources, fresh: Vec<(SourceFile, Outcome)>, councils: u64) {
        let mut known = std::mem::take(&mut self.files);
        let same = self.councils == councils;
        let files = sources.kept().map(|(source, mark, kept)| {
            let last = known
                .remove(&source.path)
                .filter(|last| same && last.mark == mark);
            let outcome = last.and_then(|last| last.outcome);
            (
                Arc::clone(&source.path),
                File {
                    mark,
                    kept,
                    outcome,
                },
            )
        });
        self.files.reserve(sources.files().len());
        self.files.extend(files);
        self.councils = councils;
        for (source, outcome) in fresh {
            if let Some(file) = self.files.get_mut(&source.path) {
                file.outcome = Some(outcome);
            }
        }
    }
}
