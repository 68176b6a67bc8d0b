//! From `content/` to sorted source files, and their texts when somebody asks. Reads, never parses.

#![expect(
    clippy::disallowed_methods,
    reason = "this room reads the content folder"
)]

mod stamp;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::measure::FileMeasure;
use crate::output::{Problem, Texts};
use crate::parse::{
    Kind, MAX_FILE, MAX_REGISTER, Misnamed, SourceFile, SourceId, classify, decode,
};

pub use stamp::{
    Listing, are_all_looked_at, mark_made, program, stamp, stamp_of_made, stamp_of_site,
};

/// Name of the content folder below a portal's root.
pub const CONTENT: &str = "content";

/// All content files of a portal, sorted by path.
pub struct Sources {
    root: PathBuf,
    files: Vec<SourceFile>,
    /// What each file looked like from outside when the folder was listed, by [`SourceId`]; empty if it was not.
    listed: Vec<u128>,
    /// By [`SourceId`], with what the file looked like from outside; empty unless [`Sources::keep`] was called.
    kept: Vec<Option<(u128, Arc<Kept>)>>,
    /// Attachments that were measured: several files say how big they are.
    measured: Mutex<BTreeMap<SourceId, Arc<FileMeasure>>>,
}

/// What reading a file came to.
pub struct Kept {
    pub(crate) text: Result<String, Diagnostic>,
    findings: Vec<Diagnostic>,
}

/// Why there is nothing to build from.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// There is no content folder.
    #[error("no folder {0}")]
    NoContent(PathBuf),
    /// There is no `portal.yaml`.
    #[error("no file {0}")]
    NoPortal(PathBuf),
}

impl Sources {
    /// Walks `root`/content. What cannot be read or has no place there is reported; symbolic links are
    /// followed only within their folder of the content (`static/`, `bodies/` …). What was listed before is not looked at again.
    ///
    /// # Errors
    /// See [`DiscoverError`].
    pub fn discover(
        root: &Path,
        listing: Option<Listing>,
    ) -> Result<(Self, Vec<Diagnostic>), DiscoverError> {
        let content = root.join(CONTENT);
        if !content.is_dir() {
            return Err(DiscoverError::NoContent(content));
        }
        if !content.join("portal.yaml").is_file() {
            return Err(DiscoverError::NoPortal(content.join("portal.yaml")));
        }
        let mut walk = Walk {
            root,
            files: Vec::new(),
            findings: Vec::new(),
        };
        let is_listed = listing.is_some();
        match listing {
            Some(listing) => walk.take(listing),
            None => walk.walk(&content),
        }
        walk.files.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let marks = walk.files.iter().filter(|_| is_listed);
        let listed = marks.map(|(.., mark)| *mark).collect();
        let files = walk
            .files
            .into_iter()
            .enumerate()
            .map(|(at, (path, kind, _))| {
                let id = SourceId(u32::try_from(at).unwrap_or(u32::MAX));
                SourceFile {
                    id,
                    path: path.into(),
                    kind,
                }
            });
        let mut files: Vec<SourceFile> = files.collect();
        // They stand where the walk collected them, with room for more.
        files.shrink_to_fit();
        let sources = Self {
            root: root.to_owned(),
            files,
            listed,
            kept: Vec::new(),
            measured: Mutex::default(),
        };
        Ok((sources, walk.findings))
    }

    /// The portal's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Reads the files that `wanted` names once and keeps their texts, for a preview: what it parsed and
    /// what it shows later are then the same text, whatever happens to the files. A build does not: a
    /// national archive would not fit. `known` may have a file's text already, by what it looks like from outside.
    pub fn keep(
        &mut self,
        wanted: fn(&Kind) -> bool,
        known: &(dyn Fn(&SourceFile, u128) -> Option<Arc<Kept>> + Sync),
    ) {
        let read = |source: &SourceFile| {
            // A file that cannot be looked at is read anew each time.
            let mark = stamp::of_file(&self.root.join(&*source.path)).unwrap_or_default();
            let kept = known(source, mark).filter(|_| mark != 0);
            let kept = kept.unwrap_or_else(|| {
                let mut findings = Vec::new();
                let text = self.read(source, &mut findings);
                Arc::new(Kept { text, findings })
            });
            (mark, kept)
        };
        let kept = self
            .files
            .par_iter()
            .map(|source| wanted(&source.kind).then(|| read(source)));
        self.kept = kept.collect();
    }

    /// The files whose texts are kept, with what each looked like.
    pub fn kept(&self) -> impl Iterator<Item = (&SourceFile, u128, Arc<Kept>)> {
        let files = self.files.iter().zip(&self.kept);
        files.filter_map(|(source, kept)| {
            let (mark, kept) = kept.as_ref()?;
            Some((source, *mark, Arc::clone(kept)))
        })
    }

    /// What a file looked like when its text was kept, if it could be looked at.
    #[must_use]
    pub fn mark(&self, source: &SourceFile) -> Option<u128> {
        let kept = self.kept.get(source.id.0 as usize)?.as_ref()?;
        Some(kept.0).filter(|mark| *mark != 0)
    }

    /// What a file looks like from outside, or looked like when it was listed; `None` if it cannot be looked at.
    #[must_use]
    pub fn look(&self, source: &SourceFile) -> Option<u128> {
        let listed = self.listed.get(source.id.0 as usize).copied();
        listed.or_else(|| stamp::of_file(&self.root.join(&*source.path)))
    }

    /// A file's text for parsing: the kept one, or read now.
    ///
    /// # Errors
    /// A finding, if it cannot be read, is too large, or is not UTF-8.
    pub fn read(
        &self,
        source: &SourceFile,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<String, Diagnostic> {
        self.read_looking(source, findings).map(|(text, _)| text)
    }

    /// The same, and what the file looked like from outside before it was read; `None` for a kept text.
    ///
    /// # Errors
    /// See [`Sources::read`].
    pub fn read_looking(
        &self,
        source: &SourceFile,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<(String, Option<u128>), Diagnostic> {
        match self.kept.get(source.id.0 as usize) {
            Some(Some((_, kept))) => {
                findings.extend(kept.findings.iter().cloned());
                kept.text.clone().map(|text| (text, None))
            }
            _ => self.read_now(source, findings),
        }
    }

    fn read_now(
        &self,
        source: &SourceFile,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<(String, Option<u128>), Diagnostic> {
        let unreadable = |error: std::io::Error| {
            Diagnostic::new(Code::UnreadableFile, Place::file(&source.path))
                .with("reason", reason(&error))
        };
        let path = self.root.join(&*source.path);
        let file = File::open(&path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        let size = metadata.len();
        let limit = match source.kind {
            Kind::Register => MAX_REGISTER,
            _ => MAX_FILE,
        };
        if size > limit {
            let mib = |bytes: u64| format!("{} MiB", bytes.div_ceil(1 << 20));
            return Err(
                Diagnostic::new(Code::FileTooLarge, Place::file(&source.path))
                    .with("size", mib(size))
                    .with("limit", mib(limit)),
            );
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        let text = decode(source, &bytes, findings)?;
        Ok((text, Some(stamp::mark(&path, &metadata))))
    }

    /// A file's text for a finding's source line; `None` if it cannot be had. Bytes that are no text
    /// become `�`.
    #[must_use]
    pub fn quote(&self, file: &str) -> Option<String> {
        let at = self
            .files
            .binary_search_by(|source| (*source.path).cmp(file))
            .ok()?;
        let mut ignored = Vec::new();
        match self.read(&self.files[at], &mut ignored) {
            Err(finding) if finding.code == Code::NotUtf8 => {
                let bytes = std::fs::read(self.root.join(file)).ok()?;
                Some(String::from_utf8_lossy(&bytes).into_owned())
            }
            read => read.ok(),
        }
    }

    /// Opens a file for copying.
    ///
    /// # Errors
    /// [`Problem::Io`] if it cannot be read.
    pub fn open(&self, source: &SourceFile) -> Result<File, Problem> {
        let problem = |error| Problem::Io {
            path: source.path.to_string(),
            source: error,
        };
        File::open(self.root.join(&*source.path)).map_err(problem)
    }
}

impl Texts for Sources {
    fn text(&self, source: &SourceFile) -> Result<String, Problem> {
        let mut ignored = Vec::new();
        self.read(source, &mut ignored).map_err(|finding| {
            let code = finding.code;
            let changed = std::io::Error::other(format!("changed while building ({code})"));
            Problem::Io {
                path: source.path.to_string(),
                source: changed,
            }
        })
    }

    fn measure(&self, source: &SourceFile) -> Result<Arc<FileMeasure>, Problem> {
        let measured = || self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(measure) = measured().get(&source.id) {
            return Ok(Arc::clone(measure));
        }
        let measure = FileMeasure::of(self.open(source)?).map_err(|error| Problem::Io {
            path: source.path.to_string(),
            source: error,
        })?;
        let measure = Arc::new(measure);
        measured().insert(source.id, Arc::clone(&measure));
        Ok(measure)
    }
}

/// Whether a link is not to be followed. In `static/` one may lead to what lies there; elsewhere none may: what is an
/// attachment here may be another paper's text, or its attachment, that is not public.
fn leaves(link: &Path, content: &Path, inside: &Path) -> bool {
    let below = link.strip_prefix(content).unwrap_or(link);
    let own = inside.join("static");
    !below.starts_with("static") || !link.canonicalize().is_ok_and(|real| real.starts_with(own))
}

/// Why a file cannot be read: a key of the catalogue, or the system's own words.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "not-there".to_owned(),
        std::io::ErrorKind::PermissionDenied => "denied".to_owned(),
        _ => error.to_string(),
    }
}

fn below_content(path: &str) -> &str {
    path.strip_prefix("content/").unwrap_or(path)
}

struct Walk<'a> {
    root: &'a Path,
    /// Path, kind, and what it looked like if it was listed.
    files: Vec<(String, Kind, u128)>,
    findings: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Takes what was listed: no links, no folders, nothing that cannot be read.
    fn take(&mut self, listing: Listing) {
        let files = listing.files.into_par_iter().map(|(path, mark)| {
            let path = self.relative(&path);
            let kind = classify(below_content(&path));
            (path, kind, mark)
        });
        let files: Vec<_> = files.collect();
        self.files.reserve(files.len());
        for (path, kind, mark) in files {
            self.place(path, kind, mark);
        }
    }

    fn walk(&mut self, content: &Path) {
        let inside = content
            .canonicalize()
            .unwrap_or_else(|_| content.to_owned());
        let mut entries = WalkDir::new(content).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let path = self.relative(entry.path());
                    let kind = entry.file_type();
                    if entry.path_is_symlink() && leaves(entry.path(), content, &inside) {
                        self.report(Code::OutsideContent, path);
                        // Whatever lies behind a link to a folder is outside too.
                        if kind.is_dir() {
                            entries.skip_current_dir();
                        }
                    } else if kind.is_file() {
                        let kind = classify(below_content(&path));
                        self.place(path, kind, 0);
                    } else if !kind.is_dir() {
                        self.unexpected(path);
                    }
                }
                Err(error) => {
                    let path = error
                        .path()
                        .map_or_else(|| CONTENT.into(), |p| self.relative(p));
                    let found = Diagnostic::new(Code::UnreadableFile, Place::file(&path.into()));
                    let error = error.into_io_error();
                    let reason = error.map_or_else(|| "loop".into(), |error| reason(&error));
                    self.findings.push(found.with("reason", reason));
                }
            }
        }
    }

    fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(self.root).unwrap_or(path);
        path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
    }

    fn place(&mut self, path: String, kind: Result<Option<Kind>, Misnamed>, mark: u128) {
        match kind {
            Ok(None) => {}
            Ok(Some(Kind::Unexpected)) => self.unexpected(path),
            Ok(Some(kind)) => self.files.push((path, kind, mark)),
            Err(misnamed) => {
                let place = Place::file(&Arc::from(path.as_str()));
                let found = Diagnostic::new(Code::BadFileName, place).with("name", misnamed.name);
                self.findings.push(match misnamed.suggestion {
                    Some(suggestion) => found.with("suggestion", suggestion),
                    None => found,
                });
            }
        }
    }

    fn unexpected(&mut self, path: String) {
        let expected = crate::parse::expected(below_content(&path));
        let found = Diagnostic::new(Code::UnexpectedFile, Place::file(&path.into()));
        self.findings.push(found.with("expected", expected));
    }

    fn report(&mut self, code: Code, path: String) {
        self.findings
            .push(Diagnostic::new(code, Place::file(&path.into())));
    }
}
