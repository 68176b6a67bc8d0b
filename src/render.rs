//! From one artifact to its bytes, for any number of artifacts at once. The bytes go straight to
//! whoever takes them: the rendered site is never in memory.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::link::asking;
use crate::measure::{Measure, Measures, Measuring};
use crate::output::{Artifact, Content, Plan, Problem, Several};
use crate::parse::{SourceFile, SourceId};
use crate::route::DUMP_FOLDER;
use crate::timings::Tally;

/// Takes the bytes of artifacts, from several threads at once.
pub trait Sink: Sync {
    /// Takes an artifact as a whole.
    ///
    /// # Errors
    /// If the bytes cannot be kept.
    fn whole(&self, path: &Arc<str>, bytes: &[u8]) -> Result<(), Problem>;

    /// Gives a place to write a large artifact to, bit by bit.
    ///
    /// # Errors
    /// If there is no such place, or whatever `write` reports.
    fn stream(
        &self,
        path: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem>;

    /// Gives a path at which an artifact is made; what was made there goes into `tap`.
    ///
    /// # Errors
    /// If there is no such place, or whatever `make` reports.
    fn file(
        &self,
        path: &Arc<str>,
        make: &dyn Fn(&Path) -> Result<(), Problem>,
        tap: &mut (dyn Write + Send),
    ) -> Result<(), Problem>;

    /// Takes a content file as it is.
    ///
    /// # Errors
    /// If it cannot be read or kept.
    fn copy(&self, path: &Arc<str>, source: &SourceFile) -> Result<(), Problem>;

    /// Takes files from the last site, where they have these fingerprints. `false` if that cannot be with all of them:
    /// then none is taken.
    fn keep(&self, _files: &[(&Arc<str>, u128)]) -> bool {
        false
    }

    /// Whether what costs much is to be made although a check finds nothing in it: pictures, and dumps that say
    /// again what others say.
    fn wants_all(&self) -> bool {
        true
    }
}

/// Knows which artifacts are what they were in the last build, and takes note of what hangs on what, from several threads
/// at once.
pub trait Ledger: Sync {
    /// What artifacts did in the last build, by their paths: their fingerprints if all of them would be made the same
    /// again.
    fn same(&self, paths: &[&Arc<str>]) -> Option<Vec<u128>>;

    /// Artifacts were made, showing the words of these files.
    fn made(&self, paths: &[&Arc<str>], words: &[SourceId]);

    /// What a download measured in the last build.
    fn measure(&self, path: &str) -> Option<Measure>;

    /// A download that stands by itself measures this now.
    fn measured(&self, path: &str, measure: &Measure);
}

/// Renders everything planned into `sink`: first all that stands by itself, at once; then what describes it, one by
/// one. What is the same as in the last build by the `ledger` is not made again. `tally` counts the time of each output,
/// `progress` is told how many artifacts are done.
///
/// # Errors
/// All findings of templates; or the first file that could not be read or written.
pub fn render(
    plan: &Plan<'_>,
    sink: &dyn Sink,
    ledger: &dyn Ledger,
    tally: &Tally,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Diagnostic>, Problem> {
    let done = AtomicUsize::new(0);
    let scale = Scale::new(sink, false);
    let make = |artifact: &Artifact<'_>| {
        let output = usize::from(artifact.output);
        let problem = tally.count(output, || {
            if kept(artifact, &scale, ledger) {
                return None;
            }
            tally.made(output);
            made(artifact, &scale, ledger).err()
        });
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        problem
    };
    let artifacts = in_order(plan).into_par_iter().with_max_len(AT_A_TIME);
    let mut problems: Vec<Problem> = artifacts.filter_map(make).collect();
    problems.extend(plan.late_ones().into_iter().filter_map(make));
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

/// How many artifacts a thread makes at most before another can take some of the rest: without this, one would be idle
/// in the end while another makes hundreds. Many enough that what is made of one paper is mostly made on one thread.
const AT_A_TIME: usize = 32;

/// What stands by itself, in the order in which it is best made: what takes long first, so that nothing waits for
/// it in the end; then by path, so that a text is read once for all that is made of it and lies beside it.
fn in_order<'p, 'a>(plan: &'p Plan<'a>) -> Vec<&'p Artifact<'a>> {
    let artifacts = plan.artifacts.iter();
    let mut order: Vec<&Artifact<'_>> = artifacts
        .filter(|artifact| !matches!(artifact.content, Content::Late(_) | Content::With(_)))
        .collect();
    let long = |artifact: &Artifact<'_>| {
        use Content::{Bulk, File, Stream, Together};
        matches!(
            artifact.content,
            Together(..) | File(_) | Bulk(_) | Stream(_)
        )
    };
    order.par_sort_unstable_by(|a, b| long(b).cmp(&long(a)).then_with(|| a.path.cmp(&b.path)));
    order
}

/// The measures of all downloads that stand by themselves, without writing them anywhere; but of those that are made on
/// the disk.
///
/// # Errors
/// See [`Problem`].
pub fn measure(plan: &Plan<'_>) -> Result<Measures, Problem> {
    let scale = Scale::new(&Nowhere, true);
    let downloads = plan.artifacts.par_iter().filter(|artifact| {
        is_download(&artifact.path) && !matches!(artifact.content, Content::Late(_))
    });
    downloads.try_for_each(|artifact| one(artifact, &scale))?;
    Ok(scale.measures())
}

/// Makes one late artifact, given the measures of all that stand by themselves: as in a build, those of the late ones
/// before it are added.
///
/// # Errors
/// See [`Problem`].
pub fn late(plan: &Plan<'_>, mut measures: Measures, path: &str) -> Result<Vec<u8>, Problem> {
    for artifact in plan.late_ones() {
        if let Content::Late(render) = &artifact.content {
            let bytes = render(&measures)?;
            if *artifact.path == *path {
                return Ok(bytes);
            }
            measures.add(&artifact.path, Measure::of(&bytes));
        }
    }
    Ok(Vec::new())
}

/// Whether a file is measured.
#[must_use]
pub fn is_download(path: &str) -> bool {
    path.starts_with(DUMP_FOLDER)
}

/// Takes an artifact from the last site if it is the same there; says whether it could.
fn kept(artifact: &Artifact<'_>, scale: &Scale<'_>, ledger: &dyn Ledger) -> bool {
    if is_apart(artifact) {
        return false;
    }
    let paths = artifact.paths();
    let downloads = paths.iter().filter(|path| is_download(path));
    let measure = |path| Some((path, ledger.measure(path)?));
    let Some(measures) = downloads
        .map(|path| measure(path))
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let Some(fingerprints) = ledger.same(&paths) else {
        return false;
    };
    let files: Vec<(&Arc<str>, u128)> = paths.iter().copied().zip(fingerprints).collect();
    let kept = scale.keep(&files);
    if kept {
        for (path, measure) in measures {
            ledger.measured(path, &measure);
            scale.lock().add(path, measure);
        }
    }
    kept
}

/// Renders one artifact and takes note of whose words it shows.
fn made(artifact: &Artifact<'_>, scale: &Scale<'_>, ledger: &dyn Ledger) -> Result<(), Problem> {
    let (made, words) = asking(|| one(artifact, scale));
    if !is_apart(artifact) {
        let paths = artifact.paths();
        ledger.made(&paths, &words);
        for path in paths.into_iter().filter(|path| is_download(path)) {
            if let Some(measure) = scale.lock().get(path) {
                ledger.measured(path, measure);
            }
        }
    }
    made
}

/// Whether it is not known what an artifact hangs on, so that it is always made.
fn is_apart(artifact: &Artifact<'_>) -> bool {
    artifact.worded || matches!(artifact.content, Content::Late(_))
}

/// Renders one artifact.
fn one(artifact: &Artifact<'_>, scale: &Scale<'_>) -> Result<(), Problem> {
    match &artifact.content {
        Content::Bytes(render) => scale.whole(&artifact.path, &render()?),
        Content::Picture(draw) if scale.wants_all() => scale.whole(&artifact.path, &draw()?),
        Content::Bulk(write) if scale.wants_all() => scale.stream(&artifact.path, write),
        Content::Picture(_) | Content::Bulk(_) | Content::With(_) => Ok(()),
        Content::Stream(write) => scale.stream(&artifact.path, write),
        Content::Together(group) => together(scale, &artifact.paths(), Vec::new(), &group.write),
        Content::File(make) => scale.file(&artifact.path, make, &mut std::io::sink()),
        Content::Copy(source) => scale.copy(&artifact.path, source),
        Content::Late(render) => {
            let measures = scale.measures();
            scale.whole(&artifact.path, &render(&measures)?)
        }
    }
}

/// Opens a place for each of `paths` behind those that are open, and writes to all of them.
fn together(
    sink: &dyn Sink,
    paths: &[&Arc<str>],
    open: Vec<&mut (dyn Write + Send)>,
    write: &Several<'_>,
) -> Result<(), Problem> {
    let mut open = open;
    let Some((path, others)) = paths.split_first() else {
        return write(&mut open);
    };
    let open = Mutex::new(open);
    sink.stream(path, &|out| {
        let mut outer = open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut outs: Vec<&mut (dyn Write + Send)> = Vec::with_capacity(outer.len() + 1);
        for place in outer.iter_mut() {
            outs.push(&mut **place);
        }
        outs.push(out);
        together(sink, others, outs, write)
    })
}

/// How much of a download is measured at once.
const MEASURED: usize = 1 << 16;

/// Measures downloads on their way; all else passes by.
struct Scale<'s> {
    sink: &'s dyn Sink,
    /// Whether costly artifacts are made whatever the sink wants.
    all: bool,
    /// Locked once a download.
    measures: Mutex<Measures>,
}

impl<'s> Scale<'s> {
    fn new(sink: &'s dyn Sink, all: bool) -> Self {
        let measures = Mutex::default();
        Self {
            sink,
            all,
            measures,
        }
    }

    /// What was measured until now.
    fn measures(&self) -> Measures {
        self.lock().clone()
    }

    /// The measures, whatever happened to another thread: an insertion cannot leave them half done.
    fn lock(&self) -> MutexGuard<'_, Measures> {
        self.measures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Scale<'_> {
    fn whole(&self, path: &Arc<str>, bytes: &[u8]) -> Result<(), Problem> {
        if is_download(path) {
            self.lock().add(path, Measure::of(bytes));
        }
        self.sink.whole(path, bytes)
    }

    fn stream(
        &self,
        path: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if !is_download(path) {
            return self.sink.stream(path, write);
        }
        self.sink.stream(path, &|out| {
            let mut measuring = BufWriter::with_capacity(MEASURED, Measuring::new(out));
            write(&mut measuring)?;
            let measuring = measuring.into_inner().map_err(|error| Problem::Io {
                path: path.to_string(),
                source: error.into_error(),
            })?;
            self.lock().add(path, measuring.measure());
            Ok(())
        })
    }

    fn file(
        &self,
        path: &Arc<str>,
        make: &dyn Fn(&Path) -> Result<(), Problem>,
        tap: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        if !is_download(path) {
            return self.sink.file(path, make, tap);
        }
        let mut measuring = Measuring::new(tap);
        self.sink.file(path, make, &mut measuring)?;
        let measure = measuring.measure();
        // A check makes no file.
        if measure.bytes > 0 {
            self.lock().add(path, measure);
        }
        Ok(())
    }

    fn copy(&self, path: &Arc<str>, source: &SourceFile) -> Result<(), Problem> {
        self.sink.copy(path, source)
    }

    fn keep(&self, files: &[(&Arc<str>, u128)]) -> bool {
        self.sink.keep(files)
    }

    fn wants_all(&self) -> bool {
        self.all || self.sink.wants_all()
    }
}

/// Takes nothing: for checking that everything renders.
pub struct Nowhere;

impl Sink for Nowhere {
    fn whole(&self, _: &Arc<str>, _: &[u8]) -> Result<(), Problem> {
        Ok(())
    }

    fn stream(
        &self,
        _: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        write(&mut std::io::sink())
    }

    fn file(
        &self,
        _: &Arc<str>,
        _: &dyn Fn(&Path) -> Result<(), Problem>,
        _: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        Ok(())
    }

    fn copy(&self, _: &Arc<str>, _: &SourceFile) -> Result<(), Problem> {
        Ok(())
    }

    fn wants_all(&self) -> bool {
        false
    }
}

impl Ledger for Nowhere {
    fn same(&self, _: &[&Arc<str>]) -> Option<Vec<u128>> {
        None
    }

    fn made(&self, _: &[&Arc<str>], _: &[SourceId]) {}

    fn measure(&self, _: &str) -> Option<Measure> {
        None
    }

    fn measured(&self, _: &str, _: &Measure) {}
}
