//! What each file of the site shows: whose words. If nothing but the words of some papers has changed since the last
//! build, only what shows them is made again.
//!
//! A file that looks from outside as it did need not even be read: what was in it is noted, too ([`Source`]).
//!
//! It stands on two things. What a text means to others is in its [bearing](crate::parse::TextInfo::bearing), and as long as
//! no bearing has changed, the archive is what it was but for words. And words are only had by asking
//! ([`asking`](crate::link::asking)), so it is known who showed them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::said::{Base, Sayings, Source, names, take};
use crate::measure::Measure;
use crate::parse::{SourceFile, SourceId};
use crate::render::Ledger;
use crate::varint;

/// The first line; another format gets another number.
const FORMAT: &[u8] = b"drucksache words 4\n";

/// What the last build noted, as it stands beside the site.
pub(super) struct Noted {
    bytes: Vec<u8>,
    pub(super) base: Base,
    /// How many files it was made from.
    sources: usize,
}

/// Bytes before what is noted of each source: the format, the base, and how many sources there are.
const HEAD: usize = FORMAT.len() + Base::SIZE + 8;

impl Noted {
    /// What [`Book::close`] gave; `None` if it is damaged.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let end = bytes.len().checked_sub(8)?;
        let mut rest = bytes[..end].strip_prefix(FORMAT)?;
        let sum = u64::from_le_bytes(bytes[end..].try_into().ok()?);
        let base = Base::take(&mut rest)?;
        let sources = usize::try_from(u64::from_le_bytes(take(&mut rest)?)).ok()?;
        let whole = sum == xxh3_64(&bytes[..end]) && rest.len() / Source::SIZE >= sources;
        whole.then_some(Self {
            bytes,
            base,
            sources,
        })
    }

    /// What the file of this number was like. Another file may have it now, but does not look like it.
    pub(super) fn source(&self, file: SourceId) -> Option<Source> {
        let at = file.0 as usize;
        let mut rest = self.bytes.get(HEAD + at * Source::SIZE..)?;
        let source = Source::take(&mut rest)?;
        (at < self.sources).then_some(source)
    }

    /// All files, by their numbers.
    fn sources(&self) -> Vec<Source> {
        let all = (0..self.sources).map(|at| self.source(SourceId(u32::try_from(at).ok()?)));
        all.collect::<Option<_>>().unwrap_or_default()
    }
}

/// What the last build noted, and what this one notes.
pub(super) struct Book {
    base: Base,
    sources: Vec<Source>,
    last: Option<Last>,
    /// Locked once a file; what it protects is one insertion.
    now: Mutex<Notes>,
}

/// Of each file, whose words it shows, as differences of rising numbers, with their count before them.
#[derive(Default)]
struct Notes {
    /// Fingerprint of the path, and where its words begin.
    files: Vec<(u64, u32)>,
    words: Vec<u8>,
    /// Of downloads, by the fingerprints of their paths.
    measures: BTreeMap<u64, Measure>,
}

/// The last build's files, by the fingerprints of their paths.
struct Last {
    files: Vec<LastFile>,
    /// Where those begin whose fingerprints begin alike, by their first bits: there are four or fewer of each.
    starts: Vec<u32>,
    /// How far the first bits are from the last.
    shift: u32,
    measures: BTreeMap<u64, Measure>,
    bytes: Vec<u8>,
}

/// As small as can be: a national archive has millions.
struct LastFile {
    path: u64,
    fingerprint: [u8; 16],
    /// Where its words begin.
    words: u32,
    /// Whether nothing that it shows has changed.
    same: bool,
}

/// Least bytes of what is noted of a file: path, fingerprint, and that it shows no words.
const FILE: usize = 8 + 16 + 1;

impl Book {
    /// Opens the book: `last` is what the last build noted, if that is to be had, `surroundings` what all hangs on beside the
    /// content, which these `files` are. `None` if there is a file of which nobody knows.
    pub(super) fn open(
        sayings: Sayings,
        files: &[SourceFile],
        surroundings: u128,
        last: Option<Noted>,
    ) -> Option<Self> {
        let base = Base {
            whole: sayings.bearing(surroundings)?,
            surroundings,
            names: names(files.iter()),
        };
        let sources = sayings.sources;
        let last = last.and_then(|noted| Last::read(noted, base, &sources));
        Some(Self::new(base, sources, last))
    }

    /// Opens the book where nothing but the words of some files has changed since the last build.
    pub(super) fn reopen(noted: Noted, reworded: &[(SourceId, Source)]) -> Self {
        let base = noted.base;
        let mut sources = noted.sources();
        for (SourceId(at), source) in reworded {
            if let Some(there) = sources.get_mut(*at as usize) {
                *there = *source;
            }
        }
        let last = Last::read(noted, base, &sources);
        Self::new(base, sources, last)
    }

    fn new(base: Base, sources: Vec<Source>, last: Option<Last>) -> Self {
        Self {
            base,
            sources,
            last,
            now: Mutex::default(),
        }
    }

    /// What all of it hangs on, words apart.
    pub(super) const fn base(&self) -> Base {
        self.base
    }

    /// Makes room for notes of so many files.
    pub(super) fn expect(&self, files: usize) {
        self.notes().files.reserve_exact(files);
    }

    /// Everything noted, for the next build, given the site's files with their fingerprints.
    pub(super) fn close(self, files: &[(Arc<str>, u128)]) -> Vec<u8> {
        let now = self.now.into_inner();
        let Notes {
            files: mut noted,
            words,
            measures,
        } = now.unwrap_or_else(PoisonError::into_inner);
        // What could not be kept after all was noted again: the last note counts.
        noted.sort_by_key(|(path, _)| *path);
        let mut order: Vec<(u64, u32)> = files
            .iter()
            .zip(0..)
            .map(|((path, _), at)| (xxh3_64(path.as_bytes()), at))
            .collect();
        order.sort_unstable();
        let known = order.into_iter().filter_map(|(path, at)| {
            let (_, fingerprint) = files.get(at as usize)?;
            let until = noted.partition_point(|(noted, _)| *noted <= path);
            let (_, from) = noted[..until].last().filter(|(noted, _)| *noted == path)?;
            Some((path, fingerprint.to_le_bytes(), shown_at(&words, *from)?))
        });
        write(self.base, &self.sources, &measures, known, files.len())
    }

    /// The same where only these files were made, and all others stayed.
    pub(super) fn close_among(self, files: &[(Arc<str>, u128)]) -> Vec<u8> {
        let now = self.now.into_inner();
        let Notes {
            files: noted,
            words,
            mut measures,
        } = now.unwrap_or_else(PoisonError::into_inner);
        let noted: BTreeMap<u64, u32> = noted.into_iter().collect();
        let made = files
            .iter()
            .map(|(path, mark)| (xxh3_64(path.as_bytes()), mark.to_le_bytes()));
        let made: BTreeMap<u64, [u8; 16]> = made.collect();
        let Some(last) = &self.last else {
            return Vec::new();
        };
        for (path, measure) in &last.measures {
            measures.entry(*path).or_insert_with(|| measure.clone());
        }
        let known = last.files.iter().filter_map(|file| {
            let (mark, shown) = if let Some(mark) = made.get(&file.path) {
                (*mark, shown_at(&words, *noted.get(&file.path)?)?)
            } else {
                (file.fingerprint, shown_at(&last.bytes, file.words)?)
            };
            Some((file.path, mark, shown))
        });
        write(self.base, &self.sources, &measures, known, last.files.len())
    }

    /// Whether a file of the last site shows nothing that has changed since.
    pub(super) fn stays(&self, path: &str) -> bool {
        let last = self.last.as_ref();
        last.and_then(|last| last.file(path))
            .is_some_and(|file| file.same)
    }

    /// Whether it is known what the files of the last site show.
    pub(super) const fn knows_last(&self) -> bool {
        self.last.is_some()
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger for Book {
    fn same(&self, paths: &[&Arc<str>]) -> Option<Vec<u128>> {
        let last = self.last.as_ref()?;
        let known = paths
            .iter()
            .map(|path| last.file(path).filter(|file| file.same));
        let known: Vec<&LastFile> = known.collect::<Option<_>>()?;
        let mut notes = self.notes();
        for file in &known {
            notes.add(file.path, shown_at(&last.bytes, file.words)?);
        }
        let fingerprints = known.iter().map(|file| file.fingerprint);
        Some(fingerprints.map(u128::from_le_bytes).collect())
    }

    fn made(&self, paths: &[&Arc<str>], words: &[SourceId]) {
        let mut note = Vec::with_capacity(words.len() + 4);
        varint::put(words.len(), &mut note);
        let mut before = 0;
        for SourceId(word) in words {
            varint::put((word - before) as usize, &mut note);
            before = *word;
        }
        let mut notes = self.notes();
        for path in paths {
            notes.add(xxh3_64(path.as_bytes()), &note);
        }
    }

    fn measure(&self, path: &str) -> Option<Measure> {
        let measures = &self.last.as_ref()?.measures;
        measures.get(&xxh3_64(path.as_bytes())).cloned()
    }

    fn measured(&self, path: &str, measure: &Measure) {
        let path = xxh3_64(path.as_bytes());
        self.notes().measures.insert(path, measure.clone());
    }
}

/// What [`Noted::read`] reads, given the files by the fingerprints of their paths, with their own and the words that they show.
fn write<'n>(
    base: Base,
    sources: &[Source],
    measures: &BTreeMap<u64, Measure>,
    files: impl Iterator<Item = (u64, [u8; 16], &'n [u8])>,
    count: usize,
) -> Vec<u8> {
    // About as much as is written below, so that it is not copied while it grows.
    let room = 64 + (16 + 64) * measures.len() + Source::SIZE * sources.len() + 32 * count;
    let mut out = Vec::with_capacity(room);
    out.extend(FORMAT);
    base.put(&mut out);
    out.extend((sources.len() as u64).to_le_bytes());
    for source in sources {
        source.put(&mut out);
    }
    out.extend((measures.len() as u64).to_le_bytes());
    for (path, measure) in measures {
        out.extend(path.to_le_bytes());
        out.extend(measure.bytes.to_le_bytes());
        out.extend(measure.sha256.as_bytes());
    }
    for (path, fingerprint, words) in files {
        out.extend(path.to_le_bytes());
        out.extend(fingerprint);
        out.extend(words);
    }
    out.extend(xxh3_64(&out).to_le_bytes());
    out
}

impl Notes {
    fn add(&mut self, path: u64, words: &[u8]) {
        // A site whose notes take more than 4 GB goes without the rest.
        if let Ok(at) = u32::try_from(self.words.len()) {
            self.files.push((path, at));
            self.words.extend(words);
        }
    }
}

impl Last {
    /// Reads what was noted; `None` if it is damaged, or more than words has changed since.
    fn read(noted: Noted, base: Base, sources: &[Source]) -> Option<Self> {
        if noted.base != base || noted.sources != sources.len() {
            return None;
        }
        let then = noted.sources();
        let both = then.iter().zip(sources);
        let changed: Vec<bool> = both.map(|(then, now)| then.words != now.words).collect();
        let bytes = noted.bytes;
        let end = bytes.len() - 8;
        let mut rest = bytes.get(HEAD + sources.len() * Source::SIZE..end)?;
        let mut measures = BTreeMap::new();
        for _ in 0..u64::from_le_bytes(take(&mut rest)?) {
            let path = u64::from_le_bytes(take(&mut rest)?);
            let bytes = u64::from_le_bytes(take(&mut rest)?);
            let sha256 = String::from_utf8(take::<64>(&mut rest)?.to_vec()).ok()?;
            measures.insert(path, Measure { bytes, sha256 });
        }
        let mut files = Vec::with_capacity(rest.len() / FILE);
        while !rest.is_empty() {
            let path = u64::from_le_bytes(take(&mut rest)?);
            let fingerprint = take(&mut rest)?;
            let words = u32::try_from(end - rest.len()).ok()?;
            let mut same = true;
            take_words(&mut rest, |file| {
                same &= !changed.get(file).copied().unwrap_or(true);
            })?;
            files.push(LastFile {
                path,
                fingerprint,
                words,
                same,
            });
        }
        if !files.is_sorted_by_key(|file| file.path) {
            files.par_sort_unstable_by_key(|file| file.path);
        }
        // Two paths of one fingerprint are not told apart.
        if files.windows(2).any(|pair| pair[0].path == pair[1].path) {
            return None;
        }
        let bits = (files.len() / 2).max(1).ilog2().max(1);
        let shift = u64::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for file in &files {
            *starts.get_mut(first_bits(file.path, shift) + 1)? += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Some(Self {
            files,
            starts,
            shift,
            measures,
            bytes,
        })
    }

    fn file(&self, path: &str) -> Option<&LastFile> {
        let path = xxh3_64(path.as_bytes());
        let at = first_bits(path, self.shift);
        let (from, to) = (*self.starts.get(at)?, *self.starts.get(at + 1)?);
        let alike = self.files.get(from as usize..to as usize)?;
        alike.iter().find(|file| file.path == path)
    }
}

/// What is left of a fingerprint without so many of its last bits.
fn first_bits(fingerprint: u64, shift: u32) -> usize {
    usize::try_from(fingerprint >> shift).unwrap_or(usize::MAX - 1)
}

/// What is noted of a file's words, from where it begins to its end.
fn shown_at(notes: &[u8], from: u32) -> Option<&[u8]> {
    let from = notes.get(from as usize..)?;
    let mut rest = from;
    take_words(&mut rest, |_| {})?;
    from.get(..from.len() - rest.len())
}

/// Tells the numbers of the files whose words are shown.
fn take_words(rest: &mut &[u8], mut tell: impl FnMut(usize)) -> Option<()> {
    let count = varint::take(rest)?;
    let mut file = 0_usize;
    for _ in 0..count {
        file = file.checked_add(varint::take(rest)?)?;
        tell(file);
    }
    Some(())
}
