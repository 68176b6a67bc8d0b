//! The archive that a build linked, in a file beside the output folder: if nothing but words of papers has changed since, it
//! is taken from there with the new words, and nothing is linked again.
//!
//! The file (`.public.archive`) holds what the site shows and how it is linked, nothing else.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::said::{Base, Source, names};
use super::shown::Noted;
use super::{councils, has_errors, is_parsed, parse_one};
use crate::diagnostic::{Code, Diagnostic};
use crate::discover::Sources;
use crate::link::{Archive, Reworded, keep, take};
use crate::model::Paper;
use crate::parse::{Content, Document, Kind, Parsed, SourceFile, SourceId, comes_first};
use crate::scheme::Councils;
use crate::write::{NewShelf, Shelf};

/// What is kept, by the name of its file.
const ARCHIVE: &str = "archive";

/// Of how many papers one may have other words than in the kept archive before all is linked and kept anew.
const REWORDED: usize = 20;

/// Name of the piece with what there is to tell authors.
const FINDINGS: &str = "findings";

/// What there is to tell authors, as it is kept.
#[derive(Default, BorshSerialize, BorshDeserialize)]
struct Told {
    findings: Vec<Diagnostic>,
    /// Files with remarks that are for their authors alone: those are found again each time.
    remarked: BTreeSet<Arc<str>>,
}

impl Told {
    fn of(findings: &[Diagnostic]) -> Self {
        let mut told = Self::default();
        for found in findings {
            if is_remark(found) {
                told.remarked.insert(Arc::clone(&found.place.file));
            } else {
                told.findings.push(found.clone());
            }
        }
        told
    }

    /// All findings again.
    fn again(self, sources: &Sources, councils: &Councils) -> Option<Vec<Diagnostic>> {
        let mut findings = self.findings;
        let remarked: Vec<Arc<str>> = self.remarked.into_iter().collect();
        let remarks = remarked.into_par_iter().map(|path| {
            let files = sources.files();
            let at = files.binary_search_by(|file| file.path.cmp(&path));
            let (_, found, _) = parse_one(sources, &files[at.ok()?], councils);
            Some(found.into_iter().filter(is_remark).collect::<Vec<_>>())
        });
        let remarks: Vec<Vec<Diagnostic>> = remarks.collect::<Option<_>>()?;
        findings.extend(remarks.into_iter().flatten());
        Some(findings)
    }
}

/// Whether a finding says what an author has written for authors alone.
fn is_remark(found: &Diagnostic) -> bool {
    found.code == Code::ToReview
}

/// Keeps an archive with what it hangs on, and all that there is to tell authors but for hints, beside an output folder, in place of any
/// other; then gives its memory back. That it cannot is no fault: the next build links anew then.
pub(super) fn leave(target: &Path, archive: Option<(Arc<Archive>, Base)>, findings: &[Diagnostic]) {
    Shelf::clear(target, ARCHIVE);
    let Some((archive, base)) = archive else {
        return;
    };
    // Where something is wrong, or not everybody may read what is odd, all is looked at each time.
    if !has_errors(findings) && findings.iter().all(|found| found.quotable) {
        put_by(target, &archive, base, findings);
    }
    let papers = Arc::into_inner(archive).map(|archive| archive.papers);
    papers.unwrap_or_default().into_par_iter().for_each(drop);
}

fn put_by(target: &Path, archive: &Archive, base: Base, findings: &[Diagnostic]) {
    let Some(shelf) = NewShelf::begin(target, ARCHIVE, base.whole) else {
        return;
    };
    let put = |piece: &str, bytes: &[u8]| shelf.put(piece, 0, bytes);
    if keep(archive, &put).is_ok()
        && let Ok(told) = borsh::to_vec(&Told::of(findings))
    {
        put(FINDINGS, &told);
        if let Some(sealed) = shelf.seal() {
            sealed.leave();
        }
    }
}

/// An archive in which nothing but words of papers has changed.
pub(super) struct Kept {
    /// With the new words.
    pub(super) archive: Archive,
    /// What there is to tell authors, as the last build did.
    pub(super) findings: Vec<Diagnostic>,
    /// What is to be noted of the files that were changed since the last build.
    pub(super) reworded: Vec<(SourceId, Source)>,
}

/// What these files come to by what is kept beside an output folder, if nothing but words of papers has changed since the last
/// build, which `noted` what they were like.
pub(super) fn find(sources: &Sources, noted: &Noted, target: &Path) -> Option<Kept> {
    let files = sources.files();
    if names(files.iter()) != noted.base.names {
        return None;
    }
    let looks_new = |file: &&SourceFile| {
        let then = noted.source(file.id);
        let same = then.zip(sources.look(file));
        !same.is_some_and(|(then, look)| then.seen.is_like(look))
    };
    let changed: Vec<&SourceFile> = files.par_iter().filter(looks_new).collect();
    let few = |papers: usize| papers * REWORDED <= files.len() + REWORDED;
    let is_paper = |file: &&SourceFile| matches!(file.kind, Kind::Paper(_));
    if !few(changed.len()) || !changed.iter().all(is_paper) {
        return None;
    }
    let shelf = Shelf::open(target, ARCHIVE, noted.base.whole)?;
    let told = shelf.take(FINDINGS, |_| true)?;
    let told = Told::try_from_slice(&told).ok()?;
    let archive = || take(&|piece| shelf.take(piece, |_| true));
    let (archive, councils) = rayon::join(archive, || schemes(sources));
    let mut archive = archive?;
    let findings = told.again(sources, &councils)?;
    // Words that were new to builds before this one are new to the archive, too.
    let is_now: HashSet<SourceId> = changed.iter().map(|file| file.id).collect();
    let before = archive.papers.iter().map(|paper| &paper.text);
    let before = before.filter(|text| {
        let then = noted.source(text.source.id);
        then.is_none_or(|then| then.words != text.fingerprint())
            && !is_now.contains(&text.source.id)
    });
    let before: Vec<&SourceFile> = before
        .filter_map(|text| files.get(text.source.id.0 as usize))
        .collect();
    if !few(changed.len() + before.len()) {
        return None;
    }
    let new = before.into_par_iter().chain(changed);
    let new = new.map(|file| reworded(sources, file, noted.source(file.id)?, &councils));
    let new: Vec<(Document<Paper>, Source)> = new.collect::<Option<_>>()?;
    let (papers, said): (Vec<_>, Vec<_>) = new.into_iter().unzip();
    let ids = papers.iter().map(|paper| paper.source.id);
    let reworded = ids.zip(said).collect();
    Reworded::of(&archive, &findings, &papers)?.put_into(&mut archive);
    Some(Kept {
        archive,
        findings,
        reworded,
    })
}

/// How the councils number their papers.
fn schemes(sources: &Sources) -> Councils {
    let mut content = Content::default();
    let first = sources.files().iter();
    for file in first.filter(|file| is_parsed(&file.kind) && comes_first(&file.kind)) {
        if let (Some(parsed), ..) = parse_one(sources, file, &Councils::default()) {
            content.add(parsed);
        }
    }
    councils(&content)
}

/// A paper that says what it did but for words, and of which there is nothing to tell.
fn reworded(
    sources: &Sources,
    file: &SourceFile,
    then: Source,
    councils: &Councils,
) -> Option<(Document<Paper>, Source)> {
    let (Some(Parsed::Paper(paper)), found, Some(said)) = parse_one(sources, file, councils) else {
        return None;
    };
    let now = Source::from(said);
    (found.is_empty() && now.bears(then)).then_some((paper, now))
}
