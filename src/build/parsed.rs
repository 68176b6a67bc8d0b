//! What parsing the papers came to the last time, in a file beside the output folder: a paper whose text is the same is not
//! parsed again.
//!
//! Only papers with nothing to say of them and nothing to hide are kept: what is restricted, blacked out, broken or looks
//! like personal data is parsed each time and never written.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use borsh::{BorshDeserialize, BorshSerialize};
use xxhash_rust::xxh3::xxh3_128;

use super::said::{Said, Sayings};
use super::shown::Noted;
use super::{Outcome, understand};
use crate::diagnostic::Diagnostic;
use crate::discover::Sources;
use crate::model::{Access, Paper};
use crate::parse::{Document, Kind, Parsed, SourceFile, TextInfo, parse};
use crate::scheme::Councils;
use crate::write::{NewShelf, Sealed, Shelf};

/// What is kept, by the name of its file.
const PARSED: &str = "parsed";

/// Of how many papers one may be missing before all are kept anew.
const MISSING: usize = 20;

/// What is known of the papers, and where what is found out is kept.
pub(super) struct Papers {
    target: PathBuf,
    program: u128,
    /// What the last build noted of the files.
    noted: Option<Noted>,
    anew: bool,
    known: Known,
}

enum Known {
    /// As they were parsed before.
    Before(Before),
    /// To be kept.
    New(NewShelf),
    Nothing,
}

/// What an earlier build kept, and how far it still serves.
struct Before {
    shelf: Shelf,
    /// Papers that it does not have as they are now.
    missing: AtomicUsize,
    /// Whether it has a paper with something to hide now.
    hides: AtomicBool,
}

impl Before {
    /// Whether the next build, of so many files, can still use it; if not, it keeps all of them anew.
    fn serves(&self, files: usize) -> bool {
        let missing = self.missing.load(Ordering::Relaxed);
        !self.hides.load(Ordering::Relaxed) && missing * MISSING <= files
    }
}

/// A paper as it is kept: all of its document but the file.
#[derive(BorshDeserialize)]
struct Kept {
    data: Paper,
    yaml_start: u32,
    text: TextInfo,
    quotable: bool,
}

/// The same, to be written.
#[derive(BorshSerialize)]
struct Keeping<'a> {
    data: &'a Paper,
    yaml_start: u32,
    text: &'a TextInfo,
    quotable: bool,
}

impl Papers {
    /// What lies beside an output folder, left by this program, which is not looked at if everything is to be made anew.
    pub(super) fn beside(target: &Path, program: u128, noted: Option<Noted>, anew: bool) -> Self {
        Self {
            target: target.to_owned(),
            program,
            noted,
            anew,
            known: Known::Nothing,
        }
    }

    /// Looks for what is known of papers that are parsed with the schemes of these councils.
    pub(super) fn open(&mut self, councils: &Sayings) {
        let Some(label) = councils.bearing(self.program) else {
            return;
        };
        let shelf = Shelf::open(&self.target, PARSED, label).filter(|_| !self.anew);
        let new =
            || NewShelf::begin(&self.target, PARSED, label).map_or(Known::Nothing, Known::New);
        self.known = shelf.map_or_else(new, |shelf| {
            Known::Before(Before {
                shelf,
                missing: AtomicUsize::new(0),
                hides: AtomicBool::new(false),
            })
        });
    }

    /// What parsing a file comes to.
    pub(super) fn parse(
        &self,
        sources: &Sources,
        source: &SourceFile,
        councils: &Councils,
    ) -> Outcome {
        if let Some(paper) = self.unread(sources, source) {
            return paper;
        }
        let parse = |text: &str, found: &mut Vec<Diagnostic>| {
            if !matches!(source.kind, Kind::Paper(_)) || !found.is_empty() {
                return parse(source, text, councils, found);
            }
            let mark = xxh3_128(text.as_bytes());
            if let Known::Before(before) = &self.known {
                let kept = before.shelf.take(&source.path, |kept| kept == mark);
                if let Some(paper) = kept.and_then(|kept| paper(source, &kept)) {
                    return Some(Parsed::Paper(paper));
                }
            }
            let parsed = parse(source, text, councils, found);
            if let Some(Parsed::Paper(paper)) = &parsed
                && found.is_empty()
                && has_nothing_to_hide(paper)
            {
                self.keep(paper, mark);
            } else if let Some(Parsed::Paper(paper)) = &parsed
                && let Known::Before(before) = &self.known
                && !paper.broken
                && !has_nothing_to_hide(paper)
                && before.shelf.take(&source.path, |_| true).is_some()
            {
                before.hides.store(true, Ordering::Relaxed);
            }
            parsed
        };
        understand(sources, source, parse)
    }

    /// What parsing a paper comes to that looks as it did when the last build read it, if that is known: it is not read then.
    fn unread(&self, sources: &Sources, source: &SourceFile) -> Option<Outcome> {
        let (Known::Before(before), Some(noted)) = (&self.known, &self.noted) else {
            return None;
        };
        let seen = noted.source(source.id)?.seen;
        sources.look(source).filter(|look| seen.is_like(*look))?;
        let kept = before.shelf.take(&source.path, |mark| seen.held(mark))?;
        let paper = paper(source, &kept)?;
        let said = Said::unread(seen, &paper);
        Some((Some(Parsed::Paper(paper)), Vec::new(), Some(said)))
    }

    /// Keeps a paper, or counts that it was not known.
    fn keep(&self, paper: &Document<Paper>, mark: u128) {
        match &self.known {
            Known::Before(before) => {
                before.missing.fetch_add(1, Ordering::Relaxed);
            }
            Known::New(shelf) => {
                let kept = borsh::to_vec(&Keeping {
                    data: &paper.data,
                    yaml_start: paper.yaml_start,
                    text: &paper.text,
                    quotable: paper.quotable,
                });
                if let Ok(kept) = kept {
                    shelf.put(&paper.source.path, mark, &kept);
                }
            }
            Known::Nothing => {}
        }
    }

    /// What was found out, of so many files: all have been parsed. And what the last build noted.
    pub(super) fn done(self, files: usize) -> (Found, Option<Noted>) {
        let found = match self.known {
            Known::Before(before) if before.serves(files) => Found::Nothing,
            Known::Before(_) => Found::Little(self.target),
            Known::New(shelf) => shelf.seal().map_or(Found::Nothing, Found::All),
            Known::Nothing => Found::Nothing,
        };
        (found, self.noted)
    }
}

/// What was found out of the papers, waiting for the site that it belongs to.
pub(super) enum Found {
    /// Every paper.
    All(Sealed),
    /// So much more than was known beside this output folder that that is of little use, or something that is to be hidden.
    Little(PathBuf),
    /// Nothing new.
    Nothing,
}

impl Found {
    /// Leaves it for the next time.
    pub(super) fn leave(self) {
        match self {
            Self::All(shelf) => shelf.leave(),
            Self::Little(target) => Shelf::clear(&target, PARSED),
            Self::Nothing => {}
        }
    }
}

fn paper(source: &SourceFile, kept: &[u8]) -> Option<Document<Paper>> {
    let kept = Kept::try_from_slice(kept).ok()?;
    Some(Document {
        source: source.clone(),
        data: Arc::new(kept.data),
        yaml_start: kept.yaml_start,
        text: Arc::new(kept.text),
        broken: false,
        quotable: kept.quotable,
    })
}

/// Whether all of a paper may be read by whoever can read the output folder.
fn has_nothing_to_hide(document: &Document<Paper>) -> bool {
    let paper = &document.data;
    let open = |access| access == Access::Public;
    !document.broken
        && document.quotable
        && document.text.personal.is_empty()
        && open(paper.access)
        && paper.publish_from.is_none()
        && paper.attachments.iter().all(|file| open(file.access))
        && paper.consultation.iter().all(|step| step.public)
        && paper.review.is_empty()
        && paper.redact.is_empty()
        && paper.personal_data.is_empty()
}
