//! From bytes to the output folder, atomically.
//!
//! A build writes a whole new tree beside the output folder and exchanges the two in one step; whatever
//! happens before that, the last good site stays. A folder that is not ours is never touched.

#![expect(clippy::disallowed_methods, reason = "this room writes the site")]

mod folder;
mod handover;
mod ours;
mod put;
mod shelf;
mod state;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::discover::{Sources, are_all_looked_at, mark_made, stamp_of_made};
use crate::manifest::{self, FILE};
use crate::output::Problem;
use crate::parse::SourceFile;
use crate::render::Sink;
use folder::{beside, exchange, lock, real, remove, sync};
use handover::{READY, Synced, clear, hand_over};
use ours::{check_ours, ours};

pub use handover::heal;
pub use put::put;
pub use shelf::{NewShelf, Sealed, Shelf};
pub use state::State;
use state::machine_start;

/// Bytes below which a file is sent in one packet, compressed or not.
const SMALL: u64 = 1024;

/// Files of a first site that the system may put on the disk when it likes: see [`State::on_disk`].
const SMALL_SITE: usize = 100_000;

/// What a page with an address of its own is called.
const PAGE: &str = "/index.html";

/// As hosts compress by themselves; more takes much longer and gains little.
const LEVEL: u32 = 6;

/// Why an output folder cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder holds files, and no manifest says that they are ours.
    #[error("{0} is not empty and was not written by drucksache")]
    Foreign(PathBuf),
    /// The folder is ours, but somebody put files into it.
    #[error("{folder} holds files that drucksache did not write: {files}")]
    Strangers {
        /// The folder.
        folder: PathBuf,
        /// Some of the files.
        files: String,
    },
    /// The output folder would swallow the portal's own files.
    #[error("{0} holds the portal's own files")]
    Source(PathBuf),
    /// Another build is writing to the same folder.
    #[error("another build is writing to {0}")]
    Busy(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl WriteError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// What becomes of the site that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// A whole new tree takes its place.
    Replaced,
    /// What has changed is put into it.
    Renewed,
    /// The same, and it is known to be as the last build left it.
    RenewedAsLeft,
}

/// A new site in the making: a whole tree, which is exchanged for the old one, or only what differs from it, which is put in.
/// Dropped without [`Stage::publish`], it leaves nothing behind.
pub struct Stage<'a> {
    target: PathBuf,
    /// The target as it was named.
    named: PathBuf,
    new: PathBuf,
    sources: &'a Sources,
    /// Which files get a compressed copy beside them; none unless it was asked for.
    compress: Option<&'a (dyn Fn(&str) -> bool + Sync)>,
    /// Whether there is an old tree.
    replaces: bool,
    /// Whether only what differs from it is written.
    renews: bool,
    /// Locked once a file; what it protects is one insertion.
    files: Mutex<Files>,
    /// Keeps a second build away.
    lock: Arc<File>,
}

/// The files of a new site.
struct Files {
    /// Paths and fingerprints.
    made: Vec<(Arc<str>, u128)>,
    /// What they look like, as a sum; `None` if that is not wanted, or not known of one.
    marks: Option<u128>,
}

/// What was handed over.
pub struct Published {
    /// Files with their fingerprints, by path.
    pub files: Vec<(Arc<str>, u128)>,
    /// Whether all of the site is on the disk, even if the old one was not.
    pub on_disk: bool,
    /// What is in the folder, from outside, where that is known without looking: see [`State::note`].
    pub site: Option<u128>,
    /// Keeps a second build away until this one has noted what it made.
    _lock: Arc<File>,
}

impl<'a> Stage<'a> {
    /// Begins a new site for `target`: a whole tree if there is none yet.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn begin(named: &Path, sources: &'a Sources, old: Old) -> Result<Self, WriteError> {
        let target = real(named).map_err(WriteError::io(named))?;
        let root = real(sources.root()).map_err(WriteError::io(&target))?;
        let own = [crate::discover::CONTENT, crate::theme::FOLDER].map(|own| root.join(own));
        if root.starts_with(&target) || own.iter().any(|own| target.starts_with(own)) {
            return Err(WriteError::Source(target));
        }
        if old != Old::RenewedAsLeft {
            check_ours(&target)?;
        }
        let renews = old != Old::Replaced && target.join(FILE).exists();
        let parent = target.parent().unwrap_or(&target).to_owned();
        fs::create_dir_all(&parent).map_err(WriteError::io(&parent))?;
        let lock = lock(&target)?;
        let stage = beside(&target, "new");
        clear(&stage, &target)?;
        let old = beside(&target, "old");
        check_ours(&old)?;
        if old.exists() && !target.exists() {
            // A crash between two renames: the last good site waits here (see `exchange`).
            fs::rename(&old, &target).map_err(WriteError::io(&old))?;
        }
        remove(&old)?;
        fs::create_dir(&stage).map_err(WriteError::io(&stage))?;
        Ok(Self {
            replaces: target.exists(),
            renews,
            named: named.to_owned(),
            new: stage,
            sources,
            compress: None,
            files: Mutex::new(Files {
                made: Vec::new(),
                marks: (!target.exists()).then_some(0),
            }),
            target,
            lock: lock.into(),
        })
    }

    /// Puts a compressed copy, `<path>.gz`, beside each file that `wanted` names by its path and that is not
    /// small: hosts that look for it need not compress on each request.
    #[must_use]
    pub fn compressing(mut self, wanted: &'a (dyn Fn(&str) -> bool + Sync)) -> Self {
        self.compress = Some(wanted);
        self
    }

    /// Takes note that so many files will be made, and makes room for them: lists that grow by doubling take the most memory just when all is there.
    pub fn expect(&self, files: usize) {
        let each = if self.compress.is_some() { 2 } else { 1 };
        let mut known = self.files();
        known.made.reserve_exact(files * each);
        known.marks = known.marks.filter(|_| are_all_looked_at(files * each));
    }

    /// Hands the new site over: exchanges the whole tree for the old one, or puts in what has changed. Returns its files.
    ///
    /// # Errors
    /// See [`WriteError`]; the old site is then still there, or the next run goes on with what was begun.
    pub fn publish(self) -> Result<Published, WriteError> {
        let (files, marks) = self.made();
        // Without an old site there is none to be lost, and what is small is soon made again: the system may take its time.
        let mut on_disk = self.replaces || files.len() > SMALL_SITE || machine_start().is_none();
        State::forget(&self.target);
        let manifest = self.write_manifest(|out| manifest::write(&files, out))?;
        let site = marks.zip(manifest).and_then(|(marks, manifest)| {
            let paths = files.iter().map(|(path, _)| &**path);
            stamp_of_made(&self.named, paths, marks.wrapping_add(manifest))
        });
        if self.renews {
            // Both are in order.
            let mut new = files.iter().map(|(path, _)| &**path).peekable();
            let mut stays = |path: &str| {
                while new.next_if(|new| *new < path).is_some() {}
                new.peek() == Some(&path)
            };
            let gone = ours(&self.target, |old| {
                let gone = old.paths().filter(|path| !stays(path));
                gone.map(str::to_owned).collect()
            })?;
            on_disk = hand_over(&self.new, &self.target, gone)? == Synced::All;
        } else {
            if on_disk {
                sync(&self.new)?;
            } else {
                // Without its bytes, whatever is left of the site would be nobody's.
                let manifest = self.new.join(FILE);
                let sync = || File::open(&manifest)?.sync_all();
                sync().map_err(WriteError::io(&manifest))?;
            }
            check_ours(&self.target)?;
            exchange(&self.new, &self.target)?;
        }
        Ok(Published {
            files,
            on_disk,
            site,
            _lock: Arc::clone(&self.lock),
        })
    }

    /// Hands over the files that were made, each of which takes the place of an old one: all others of the old site stay.
    /// Returns the files that were made.
    ///
    /// # Errors
    /// See [`Stage::publish`].
    pub fn publish_among(self) -> Result<Published, WriteError> {
        let (files, _) = self.made();
        State::forget(&self.target);
        let old = fs::read(self.target.join(FILE)).unwrap_or_default();
        let manifest = manifest::renewed(old, &files);
        let manifest = manifest.ok_or_else(|| WriteError::Foreign(self.target.clone()))?;
        self.write_manifest(|out| out.write_all(&manifest))?;
        let on_disk = hand_over(&self.new, &self.target, Vec::new())? == Synced::All;
        Ok(Published {
            files,
            on_disk,
            site: None,
            _lock: Arc::clone(&self.lock),
        })
    }

    /// The files that were made or taken from the old site, by path, and what they look like.
    fn made(&self) -> (Vec<(Arc<str>, u128)>, Option<u128>) {
        let mut files = self.files();
        let mut made = std::mem::take(&mut files.made);
        made.sort_unstable();
        (made, files.marks)
    }

    /// Writes the manifest; returns what it looks like.
    fn write_manifest(
        &self,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) -> Result<Option<u128>, WriteError> {
        let path = self.new.join(FILE);
        let write = || {
            let mut out = BufWriter::new(File::create(&path)?);
            write(&mut out)?;
            Ok(self.mark(FILE, &out.into_inner()?))
        };
        write().map_err(WriteError::io(&path))
    }

    fn file(&self, path: &str) -> Result<File, Problem> {
        let full = self.new_file(path);
        if path.ends_with(PAGE) {
            // It has a folder of its own, which is seldom there yet; if it cannot be made now, that is seen below.
            let _ = full.parent().map(fs::create_dir);
        }
        let create = || File::create_new(&full);
        let created = create().or_else(|error| match (error.kind(), full.parent()) {
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder)?;
                create()
            }
            _ => Err(error),
        });
        created.map_err(|source| Problem::Io {
            path: path.to_owned(),
            source,
        })
    }

    /// Compresses a finished file, if it is one of those. The same bytes give the same copy: without time, name
    /// or system in its head.
    fn compressed(&self, path: &str, size: u64) -> Result<(), Problem> {
        if size < SMALL || !self.compress.is_some_and(|wanted| wanted(path)) {
            return Ok(());
        }
        let problem = |source| Problem::Io {
            path: path.to_owned(),
            source,
        };
        let copy: Arc<str> = format!("{path}.gz").into();
        let mut from = self.open(path).map_err(problem)?;
        let out = Hashing::new(BufWriter::new(self.file(&copy)?));
        let mut gz = GzEncoder::new(out, Compression::new(LEVEL));
        io::copy(&mut from, &mut gz).map_err(problem)?;
        let mut out = gz.finish().map_err(problem)?;
        out.flush().map_err(problem)?;
        let mark = self.mark(&copy, out.inner.get_ref());
        self.settle(&copy, out.fingerprint(), mark).map_err(problem)
    }

    /// Leaves the old file where it is, or links it into the new tree, if it is the same: nothing is written, and its time
    /// stays, so that whoever copies the site copies less.
    fn kept(&self, path: &str, bytes: &[u8]) -> bool {
        self.replaces
            && is_same(&self.old_file(path), bytes.len() as u64, bytes).is_ok_and(|same| same)
            && (self.renews || self.linked(path).is_ok())
    }

    /// Takes note of a file that was written; it is not needed if it is the same as the old one.
    fn settle(&self, path: &Arc<str>, fingerprint: u128, mark: Option<u128>) -> io::Result<()> {
        let (new, old) = (self.new_file(path), self.old_file(path));
        if self.renews {
            let written = File::open(&new)?;
            if is_same(&old, written.metadata()?.len(), written)? {
                fs::remove_file(new)?;
            }
        }
        self.know(path, fingerprint, mark);
        Ok(())
    }

    /// Opens a file of the new site.
    fn open(&self, path: &str) -> io::Result<File> {
        match File::open(self.new_file(path)) {
            Err(error) if self.renews && error.kind() == io::ErrorKind::NotFound => {
                File::open(self.old_file(path))
            }
            opened => opened,
        }
    }

    fn linked(&self, path: &str) -> io::Result<()> {
        let (old, new) = (self.old_file(path), self.new_file(path));
        fs::hard_link(&old, &new).or_else(|error| match (error.kind(), new.parent()) {
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder)?;
                fs::hard_link(&old, &new)
            }
            _ => Err(error),
        })
    }

    /// Where a file of the new site is made.
    fn new_file(&self, path: &str) -> PathBuf {
        self.new.join(path)
    }

    /// Where it is in the old site.
    fn old_file(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// What a finished file looks like from outside, if that is wanted and known.
    fn mark(&self, path: &str, file: &File) -> Option<u128> {
        let wanted = self.files().marks.is_some();
        wanted.then(|| mark_made(&self.named, path, file))?
    }

    fn know(&self, path: &Arc<str>, fingerprint: u128, mark: Option<u128>) {
        let mut files = self.files();
        files.made.push((Arc::clone(path), fingerprint));
        let marks = files.marks.zip(mark);
        files.marks = marks.map(|(marks, mark)| marks.wrapping_add(mark));
    }

    /// The files, whatever happened to another thread: an insertion cannot leave them half done.
    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // What is left is removed by the next build too; what was begun to be handed over, finished.
        if !self.new.join(READY).exists() {
            let _ = fs::remove_dir_all(&self.new);
        }
    }
}

impl Sink for Stage<'_> {
    fn whole(&self, path: &Arc<str>, bytes: &[u8]) -> Result<(), Problem> {
        let problem = |source| Problem::Io {
            path: path.to_string(),
            source,
        };
        let mut mark = None;
        if !self.kept(path, bytes) {
            let mut file = self.file(path)?;
            file.write_all(bytes).map_err(problem)?;
            mark = self.mark(path, &file);
        }
        self.know(path, xxh3_128(bytes), mark);
        self.compressed(path, bytes.len() as u64)
    }

    fn stream(
        &self,
        path: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let problem = |source| Problem::Io {
            path: path.to_string(),
            source,
        };
        let mut out = BufWriter::with_capacity(1 << 18, Hashing::new(self.file(path)?));
        write(&mut out)?;
        let out = out
            .into_inner()
            .map_err(|error| problem(error.into_error()))?;
        let mark = self.mark(path, &out.inner);
        self.settle(path, out.fingerprint(), mark)
            .map_err(problem)?;
        self.compressed(path, out.size)
    }

    fn file(
        &self,
        path: &Arc<str>,
        make: &dyn Fn(&Path) -> Result<(), Problem>,
        tap: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        let problem = |source| Problem::Io {
            path: path.to_string(),
            source,
        };
        let full = self.new_file(path);
        // Why a file cannot be made, a library may not say: a disk can have room for bytes but none for files.
        drop(self.file(path)?);
        make(&full)?;
        let mut hashing = Hashing::new(tap);
        let mut made = File::open(&full).map_err(problem)?;
        io::copy(&mut made, &mut hashing).map_err(problem)?;
        self.settle(path, hashing.fingerprint(), self.mark(path, &made))
            .map_err(problem)?;
        self.compressed(path, hashing.size)
    }

    fn keep(&self, files: &[(&Arc<str>, u128)]) -> bool {
        let stays = |(path, _): &(&Arc<str>, u128)| is_file(&self.old_file(path));
        if !self.renews || !files.iter().all(stays) {
            return false;
        }
        let copy = |path: &Arc<str>| -> io::Result<Option<(Arc<str>, u128)>> {
            let copy = format!("{path}.gz");
            let wanted = self.compress.is_some_and(|wanted| wanted(path));
            if !wanted || !is_file(&self.target.join(&copy)) {
                return Ok(None);
            }
            let mut hashing = Hashing::new(io::sink());
            io::copy(&mut File::open(self.target.join(&copy))?, &mut hashing)?;
            Ok(Some((copy.into(), hashing.fingerprint())))
        };
        let copies = files.iter().map(|(path, _)| copy(path));
        let Ok(copies) = copies.collect::<io::Result<Vec<_>>>() else {
            return false;
        };
        for (path, fingerprint) in files {
            self.know(path, *fingerprint, None);
        }
        for (copy, fingerprint) in copies.iter().flatten() {
            self.know(copy, *fingerprint, None);
        }
        true
    }

    fn copy(&self, path: &Arc<str>, source: &SourceFile) -> Result<(), Problem> {
        self.stream(path, &|out| {
            let problem = |source| Problem::Io {
                path: path.to_string(),
                source,
            };
            let mut from = self.sources.open(source)?;
            io::copy(&mut from, out).map(|_| ()).map_err(problem)
        })
    }
}

/// Whether there is a file, not a link to one: such a one is none of ours, whatever the file says.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
}

/// Whether there is a file with just these bytes, of which there are `size`.
fn is_same(path: &Path, size: u64, mut bytes: impl Read) -> io::Result<bool> {
    let Ok(mut file) = File::open(path) else {
        return Ok(false);
    };
    if !is_file(path) || file.metadata()?.len() != size {
        return Ok(false);
    }
    let (mut there, mut wanted) = ([0; 1 << 13], [0; 1 << 13]);
    loop {
        let read = file.read(&mut there)?;
        if read == 0 {
            return Ok(bytes.read(&mut wanted)? == 0);
        }
        match bytes.read_exact(&mut wanted[..read]) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            done => done?,
        }
        if there[..read] != wanted[..read] {
            return Ok(false);
        }
    }
}

/// Fingerprints what it passes on.
struct Hashing<W> {
    inner: W,
    hash: Xxh3,
    size: u64,
}

impl<W> Hashing<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            hash: Xxh3::new(),
            size: 0,
        }
    }

    fn fingerprint(&self) -> u128 {
        self.hash.digest128()
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
