//! From one artifact to its bytes, for any number of artifacts at once. The bytes go straight to
//! whoever takes them: the rendered site is never in memory.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::output::{Artifact, Content, Plan, Problem};
use crate::parse::SourceFile;

/// Takes the bytes of artifacts, from several threads at once.
pub trait Sink: Sync {
    /// Takes an artifact as a whole.
    ///
    /// # Errors
    /// If the bytes cannot be kept.
    fn whole(&self, path: &str, bytes: &[u8]) -> Result<(), Problem>;

    /// Gives a place to write a large artifact to, bit by bit.
    ///
    /// # Errors
    /// If there is no such place, or whatever `write` reports.
    fn stream(
        &self,
        path: &str,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem>;

    /// Gives a path at which an artifact is made.
    ///
    /// # Errors
    /// If there is no such place, or whatever `make` reports.
    fn file(&self, path: &str, make: &dyn Fn(&Path) -> Result<(), Problem>) -> Result<(), Problem>;

    /// Takes a content file as it is.
    ///
    /// # Errors
    /// If it cannot be read or kept.
    fn copy(&self, path: &str, source: &SourceFile) -> Result<(), Problem>;

    /// Whether what costs much is to be made although a check finds nothing in it: pictures, and dumps that say
    /// again what others say.
    fn wants_all(&self) -> bool {
        true
    }
}

/// Renders everything planned into `sink`. `progress` is told how many artifacts are done.
///
/// # Errors
/// All findings of templates; or the first file that could not be read or written.
pub fn render(
    plan: &Plan<'_>,
    sink: &dyn Sink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Diagnostic>, Problem> {
    let done = AtomicUsize::new(0);
    let problems: Vec<Problem> = plan
        .artifacts
        .par_iter()
        .filter_map(|artifact| {
            let problem = one(artifact, sink).err();
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            problem
        })
        .collect();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        match problem {
            // One mistake in a template breaks every page that it makes; one of them is enough.
            Problem::Finding(found) if findings.iter().any(|f| f.facts == found.facts) => {}
            Problem::Finding(found) => findings.push(*found),
            failure @ Problem::Io { .. } => return Err(failure),
        }
    }
    Ok(findings)
}

/// Renders one artifact.
///
/// # Errors
/// See [`Problem`].
pub fn one(artifact: &Artifact<'_>, sink: &dyn Sink) -> Result<(), Problem> {
    match &artifact.content {
        Content::Bytes(render) => sink.whole(&artifact.path, &render()?),
        Content::Picture(draw) if sink.wants_all() => sink.whole(&artifact.path, &draw()?),
        Content::Bulk(write) if sink.wants_all() => sink.stream(&artifact.path, write),
        Content::Picture(_) | Content::Bulk(_) => Ok(()),
        Content::Stream(write) => sink.stream(&artifact.path, write),
        Content::File(make) => sink.file(&artifact.path, make),
        Content::Copy(source) => sink.copy(&artifact.path, source),
    }
}

/// Takes nothing: for checking that everything renders.
pub struct Nowhere;

impl Sink for Nowhere {
    fn whole(&self, _: &str, _: &[u8]) -> Result<(), Problem> {
        Ok(())
    }

    fn stream(
        &self,
        _: &str,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        write(&mut std::io::sink())
    }

    fn file(&self, _: &str, _: &dyn Fn(&Path) -> Result<(), Problem>) -> Result<(), Problem> {
        Ok(())
    }

    fn copy(&self, _: &str, _: &SourceFile) -> Result<(), Problem> {
        Ok(())
    }

    fn wants_all(&self) -> bool {
        false
    }
}
