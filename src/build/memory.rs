//! What the last load of a preview knew: files that look the same from outside are neither read nor parsed again, and
//! where only words of papers have changed, nothing is linked again.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::Outcome;
use super::said::names;
use crate::diagnostic::Diagnostic;
use crate::discover::{Kept, Sources, stamp};
use crate::link::{Archive, Reworded};
use crate::model::Paper;
use crate::parse::{Content, Document, Parsed, SourceFile};
use crate::theme::FOLDER;

/// Texts and documents by path. Empty before the first load.
#[derive(Default)]
pub struct Memory {
    files: HashMap<Arc<str>, File>,
    /// Fingerprint of what all papers are parsed with: the councils and their schemes.
    councils: u64,
    /// What was linked.
    linked: Option<Linked>,
    /// Papers whose words were changed since then; none if more has changed.
    reworded: Option<Vec<Document<Paper>>>,
    /// What planning the outputs of `linked` found, and how the theme looked then.
    planned: Option<Planned>,
}

#[derive(Clone)]
struct Planned {
    findings: Vec<Diagnostic>,
    theme: Option<u128>,
}

struct Linked {
    archive: Arc<Archive>,
    /// A copy that new words can be put into, if there was time to make one.
    spare: Option<Archive>,
    findings: Vec<Diagnostic>,
    /// Fingerprint of which files there were.
    files: u64,
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
        let same = self.councils == councils;
        let reworded = new
            .iter()
            .map(|(source, outcome)| self.reworded(source, outcome));
        self.reworded = reworded.collect::<Option<_>>().filter(|_| same);
        let mut parsed = new.clone().into_iter().map(|(_, outcome)| outcome);
        self.remember(sources, new, councils);
        let outcomes = known.into_iter();
        outcomes
            .filter_map(|known| known.or_else(|| parsed.next()))
            .collect()
    }

    /// A paper of which nothing but words has changed.
    fn reworded(&self, source: &SourceFile, new: &Outcome) -> Option<Document<Paper>> {
        let known = self.files.get(&source.path)?;
        let (Some(Parsed::Paper(old)), ..) = known.outcome.as_ref()? else {
            return None;
        };
        let (Some(Parsed::Paper(new)), ..) = new else {
            return None;
        };
        (old.text.bearing == new.text.bearing).then(|| new.clone())
    }

    /// What linking `content` comes to: by the new words alone if nothing else has changed, else by `fresh`.
    pub(super) fn link(
        &mut self,
        sources: &Sources,
        content: Content,
        fresh: impl FnOnce(Content) -> (Option<Arc<Archive>>, Vec<Diagnostic>),
    ) -> (Option<Arc<Archive>>, Vec<Diagnostic>) {
        let files = names(sources.files().iter().chain(&content.files));
        let last = self.linked.take().filter(|last| last.files == files);
        let planned = self.planned.take();
        let known = last.zip(self.reworded.take()).and_then(|(last, papers)| {
            let archive = match papers.as_slice() {
                [] => last.archive,
                papers => {
                    let (archive, spare) = (&last.archive, last.spare);
                    let new = Reworded::of(archive, &last.findings, papers)?;
                    let mut copy = spare.unwrap_or_else(|| Archive::clone(archive));
                    new.put_into(&mut copy);
                    Arc::new(copy)
                }
            };
            // A finding in a text that has changed may have another place now.
            let moves = |found: &Diagnostic| {
                let mut papers = papers.iter();
                papers.any(|paper| paper.source.path == found.place.file)
            };
            self.planned = planned.filter(|planned| !planned.findings.iter().any(moves));
            Some((Some(archive), last.findings))
        });
        let (archive, findings) = known.unwrap_or_else(|| fresh(content));
        self.linked = archive.clone().map(|archive| Linked {
            archive,
            spare: None,
            findings: findings.clone(),
            files,
        });
        (archive, findings)
    }

    /// What planning the outputs of the last load finds, if that is known already: only words have changed since it
    /// was done.
    #[must_use]
    pub fn planned(&self, sources: &Sources) -> Option<Vec<Diagnostic>> {
        let planned = self.planned.as_ref()?;
        let same = planned.theme.is_some() && planned.theme == theme(sources);
        same.then(|| planned.findings.clone())
    }

    /// Takes note of what planning the outputs of the last load found.
    pub fn plan(&mut self, sources: &Sources, findings: Vec<Diagnostic>) {
        let theme = theme(sources);
        self.planned = Some(Planned { findings, theme });
    }

    /// Does what the next load would do first, while nobody waits for it.
    pub fn prepare(&mut self) {
        if let Some(linked) = &mut self.linked
            && linked.spare.is_none()
        {
            linked.spare = Some(Archive::clone(&linked.archive));
        }
    }

    /// What parsing came to, if the file and the councils are the same.
    fn outcome(&self, source: &SourceFile, mark: u128, councils: u64) -> Option<Outcome> {
        let file = self.files.get(&source.path)?;
        let same = file.mark == mark && self.councils == councils;
        let (parsed, findings, said) = file.outcome.as_ref().filter(|_| same)?;
        let parsed = parsed.clone().map(|parsed| parsed.at(source));
        Some((parsed, findings.clone(), *said))
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

/// What the portal's own theme looks like from outside: its files are outputs, too.
fn theme(sources: &Sources) -> Option<u128> {
    stamp(&[sources.root().join(FOLDER)])
}
