//! Things kept by name in one file beside the output folder, each to be had by itself.
//!
//! First come the things, one behind the other, then a table of them, then how long that is. Whatever is odd about the file
//! means that nothing is kept.

#![expect(
    clippy::disallowed_methods,
    reason = "this room writes beside the output folder"
)]

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use borsh::{BorshDeserialize, BorshSerialize};
use xxhash_rust::xxh3::xxh3_64;

use super::folder::beside;

/// The last bytes; another format gets another number.
const FORMAT: &[u8; 8] = b"shelf 1\n";

/// A file of things that were kept.
pub struct Shelf {
    file: File,
    things: Vec<Thing>,
}

/// One thing, by the fingerprint of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(BorshSerialize, BorshDeserialize)]
struct Thing {
    name: u64,
    /// What it was made from.
    mark: u128,
    start: u64,
    len: u32,
    /// Fingerprint of its bytes.
    sum: u64,
}

#[derive(BorshSerialize, BorshDeserialize)]
struct Table {
    /// What all of it hangs on.
    label: u128,
    things: Vec<Thing>,
}

impl Shelf {
    /// Opens the things of this kind beside an output folder; `None` if there are none with this label.
    #[must_use]
    pub fn open(target: &Path, what: &str, label: u128) -> Option<Self> {
        let mut file = File::open(beside(target, what)).ok()?;
        let mut end = [0; 24];
        let size = file.seek(SeekFrom::End(0)).ok()?;
        file.seek(SeekFrom::Start(size.checked_sub(24)?)).ok()?;
        file.read_exact(&mut end).ok()?;
        let number = |at: usize| Some(u64::from_le_bytes(end[at..at + 8].try_into().ok()?));
        let (len, sum) = (number(0)?, number(8)?);
        if end[16..] != *FORMAT || len > size - 24 {
            return None;
        }
        file.seek(SeekFrom::Start(size - 24 - len)).ok()?;
        let mut bytes = vec![0; usize::try_from(len).ok()?];
        file.read_exact(&mut bytes).ok()?;
        if xxh3_64(&bytes) != sum {
            return None;
        }
        let table = Table::try_from_slice(&bytes).ok()?;
        (table.label == label).then_some(Self {
            file,
            things: table.things,
        })
    }

    /// A thing, if what it was made from, by its mark, `is_right`.
    #[must_use]
    pub fn take(&self, name: &str, is_right: impl Fn(u128) -> bool) -> Option<Vec<u8>> {
        let name = xxh3_64(name.as_bytes());
        let at = self.things.binary_search_by_key(&name, |thing| thing.name);
        let thing = self
            .things
            .get(at.ok()?)
            .filter(|thing| is_right(thing.mark))?;
        let mut bytes = vec![0; thing.len as usize];
        read_at(&self.file, thing.start, &mut bytes).ok()?;
        (xxh3_64(&bytes) == thing.sum).then_some(bytes)
    }

    /// Throws the things of this kind away.
    pub fn clear(target: &Path, what: &str) {
        // And what a build left that came to an untimely end.
        let _ = fs::remove_file(beside(target, &format!("{what}.new")));
        let _ = fs::remove_file(beside(target, what));
    }
}

/// Things that are being put up, from several threads at once. Dropped without [`NewShelf::seal`], they are gone.
pub struct NewShelf {
    label: u128,
    target: PathBuf,
    beside: Beside,
    /// Locked once a thing; what it protects is one copy into memory, now and then written.
    inner: Mutex<Making>,
}

struct Making {
    out: BufWriter<File>,
    things: Vec<Thing>,
    end: u64,
    failed: bool,
}

impl NewShelf {
    /// Begins to put up things of this kind beside an output folder; `None` if that cannot be, or somebody else is at it.
    #[must_use]
    pub fn begin(target: &Path, what: &str, label: u128) -> Option<Self> {
        let making = beside(target, &format!("{what}.new"));
        fs::create_dir_all(making.parent()?).ok()?;
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&making).ok()?;
        file.try_lock().ok()?;
        file.set_len(0).ok()?;
        Some(Self {
            label,
            target: beside(target, what),
            beside: Beside(making),
            inner: Mutex::new(Making {
                out: BufWriter::with_capacity(1 << 18, file),
                things: Vec::new(),
                end: 0,
                failed: false,
            }),
        })
    }

    /// Puts up a thing that was made from what `mark` says.
    pub fn put(&self, name: &str, mark: u128, bytes: &[u8]) {
        let Ok(len) = u32::try_from(bytes.len()) else {
            return;
        };
        let (name, sum) = (xxh3_64(name.as_bytes()), xxh3_64(bytes));
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let start = inner.end;
        inner.failed |= inner.out.write_all(bytes).is_err();
        inner.end += u64::from(len);
        inner.things.push(Thing {
            name,
            mark,
            start,
            len,
            sum,
        });
    }

    /// Puts up no more. `None` if something went wrong, which is no fault: the things are made again then.
    #[must_use]
    pub fn seal(self) -> Option<Sealed> {
        let inner = self.inner.into_inner();
        let Making {
            mut out,
            mut things,
            failed,
            ..
        } = inner.unwrap_or_else(PoisonError::into_inner);
        things.sort_unstable();
        let twice = |pair: &[Thing]| pair[0].name == pair[1].name;
        if failed || things.windows(2).any(twice) {
            return None;
        }
        let label = self.label;
        let table = borsh::to_vec(&Table { label, things }).ok()?;
        out.write_all(&table).ok()?;
        out.write_all(&(table.len() as u64).to_le_bytes()).ok()?;
        out.write_all(&xxh3_64(&table).to_le_bytes()).ok()?;
        out.write_all(FORMAT).ok()?;
        Some(Sealed {
            target: self.target,
            beside: self.beside,
            _lock: out.into_inner().ok()?,
        })
    }
}

/// Things that were put up and wait for what they belong to. Dropped without [`Sealed::leave`], they are gone.
pub struct Sealed {
    target: PathBuf,
    beside: Beside,
    /// Keeps others away.
    _lock: File,
}

impl Sealed {
    /// Leaves the things for the next time. That it cannot is no fault either.
    pub fn leave(self) {
        let _ = fs::rename(&self.beside.0, &self.target);
    }
}

/// A file that is only there while it is made.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(unix)]
fn read_at(file: &File, start: u64, bytes: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(not(unix))]
fn read_at(file: &File, start: u64, bytes: &mut [u8]) -> io::Result<()> {
    // A copy has the same place in the file: one reads at a time.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut file = file;
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}
