//! What each file of the site shows: whose words. If nothing but the words of some papers has changed since the last
//! build, only what shows them is made again.
//!
//! A file that looks from outside as it did need not even be read: what was in it is noted, too ([`Seen`]).
//!
//! It stands on two things. What a text means to others is in its [bearing](crate::parse::TextInfo::bearing), and as long as
//! no bearing has changed, the archive is what it was but for words. And words are only had by asking
//! ([`asking`](crate::link::asking)), so it is known who showed them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use crate::measure::Measure;
use crate::model::Paper;
use crate::parse::{Document, Parsed, SourceFile, SourceId};
use crate::render::Ledger;
use crate::varint;

/// The first line; another format gets another number.
const FORMAT: &[u8] = b"drucksache words 4\n";

/// What a file says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// To the archive: fingerprint of all that is not only its readers'.
    bearing: u128,
    /// To its readers: fingerprint of its words; 0 if they are not told apart.
    words: u64,
    /// How much there was to tell its author.
    findings: usize,
    seen: Seen,
}

/// What is noted of a file. Half a fingerprint each where they are only compared with those of the same file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// All but its words, and how much there was to tell its author.
    bearing: u64,
    /// Fingerprint of its words; 0 if they are not told apart.
    pub(super) words: u64,
    pub(super) seen: Seen,
}

impl From<Said> for Source {
    fn from(said: Said) -> Self {
        Self {
            bearing: half(said.bearing).wrapping_add(said.findings as u64),
            words: said.words,
            seen: said.seen,
        }
    }
}

impl Source {
    /// Bytes that it takes.
    const SIZE: usize = 4 * 8;

    fn numbers(self) -> [u64; 4] {
        [self.bearing, self.words, self.seen.look, self.seen.text]
    }

    fn take(rest: &mut &[u8]) -> Option<Self> {
        let mut number = || take(rest).map(u64::from_le_bytes);
        Some(Self {
            bearing: number()?,
            words: number()?,
            seen: Seen {
                look: number()?,
                text: number()?,
            },
        })
    }

    /// Whether the file looks as it did.
    pub(super) const fn is_like(self, look: u128) -> bool {
        self.seen.is_like(look)
    }

    /// Whether it says the same but for words.
    pub(super) const fn bears(self, other: Self) -> bool {
        self.bearing == other.bearing
    }
}

/// What a file looked like from outside before it was read, and what was in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// 0 if nobody looked.
    look: u64,
    text: u64,
}

/// Half of a fingerprint.
const fn half(fingerprint: u128) -> u64 {
    (fingerprint >> 64) as u64
}

impl Seen {
    /// Whether a file that looks like this now looks as it did.
    pub(super) const fn is_like(self, look: u128) -> bool {
        self.look != 0 && self.look == half(look)
    }

    /// Whether a text with this fingerprint was in it.
    pub(super) const fn held(self, text: u128) -> bool {
        self.text == half(text)
    }
}

impl Said {
    /// What a parsed file says, of which there were so many findings.
    pub(super) fn of(
        text: &str,
        look: Option<u128>,
        parsed: Option<&Parsed>,
        findings: usize,
    ) -> Self {
        let whole = xxh3_128(text.as_bytes());
        let seen = Seen {
            look: half(look.unwrap_or_default()),
            text: half(whole),
        };
        match parsed {
            Some(Parsed::Paper(paper)) => Self {
                findings,
                ..Self::unread(seen, paper)
            },
            _ => Self {
                bearing: whole,
                words: 0,
                findings,
                seen,
            },
        }
    }

    /// What a paper says that was parsed before, without any finding, when it was seen like this.
    pub(super) fn unread(seen: Seen, paper: &Document<Paper>) -> Self {
        Self {
            bearing: paper.text.bearing,
            words: paper.text.fingerprint,
            findings: 0,
            seen,
        }
    }

    /// What a file says that is published as it is, by what it looks like from outside.
    pub(super) fn looking(mark: u128) -> Self {
        Self {
            bearing: mark,
            words: 0,
            findings: 0,
            seen: Seen {
                look: half(mark),
                text: 0,
            },
        }
    }
}

/// What all of a portal says. By default, nothing is known of it.
#[derive(Default)]
pub(super) struct Sayings {
    /// None if there is a file of which nobody knows.
    base: Option<Xxh3>,
    /// By the number of the file.
    sources: Vec<Source>,
}

impl Sayings {
    /// Of so many files, of which nothing is known yet.
    pub(super) fn new(files: usize) -> Self {
        Self {
            base: Some(Xxh3::new()),
            sources: vec![Source::default(); files],
        }
    }

    /// Adds a file, of which something is known if it could be read. They come in the same order each time.
    pub(super) fn add(&mut self, file: &SourceFile, said: Option<Said>) {
        let (Some(base), Some(said)) = (&mut self.base, said) else {
            self.base = None;
            return;
        };
        base.update(file.path.as_bytes());
        base.update(&said.bearing.to_le_bytes());
        if let Some(source) = self.sources.get_mut(file.id.0 as usize) {
            *source = said.into();
        }
    }

    /// Fingerprint of what it all says to others, and of something else that everything hangs on.
    pub(super) fn bearing(&self, also: u128) -> Option<u128> {
        let mut base = self.base.clone()?;
        base.update(&also.to_le_bytes());
        Some(base.digest128())
    }
}

/// What everything hangs on, words apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// Fingerprint of all of it: an archive and a site with the same one differ in words alone.
    pub(super) whole: u128,
    /// Fingerprint of what there is beside the content.
    pub(super) surroundings: u128,
    /// Fingerprint of which files there are.
    pub(super) names: u64,
}

impl Base {
    /// Bytes that it takes.
    const SIZE: usize = 16 + 16 + 8;
}

/// Fingerprint of which files there are.
pub(super) fn names(files: &[SourceFile]) -> u64 {
    let mut names = Xxh3::new();
    for file in files {
        names.update(file.path.as_bytes());
        names.update(b"\n");
    }
    names.digest()
}

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
        let base = Base {
            whole: u128::from_le_bytes(take(&mut rest)?),
            surroundings: u128::from_le_bytes(take(&mut rest)?),
            names: u64::from_le_bytes(take(&mut rest)?),
        };
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
            names: names(files),
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
            let from = *from as usize;
            let mut rest = &words[from..];
            take_words(&mut rest, |_| {})?;
            let shown = &words[from..words.len() - rest.len()];
            Some((path, fingerprint.to_le_bytes(), shown))
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
        let words_at = |words: &'_ [u8], from: u32| {
            let mut rest = words.get(from as usize..)?;
            let whole = rest.len();
            take_words(&mut rest, |_| {})?;
            Some(from as usize..from as usize + whole - rest.len())
        };
        let known = last.files.iter().filter_map(|file| {
            if let Some(mark) = made.get(&file.path) {
                let from = noted.get(&file.path)?;
                return Some((file.path, *mark, &words[words_at(&words, *from)?]));
            }
            let old = &last.bytes[words_at(&last.bytes, file.words)?];
            Some((file.path, file.fingerprint, old))
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
            let words = last.bytes.get(file.words as usize..)?;
            let mut rest = words;
            take_words(&mut rest, |_| {})?;
            notes.add(file.path, &words[..words.len() - rest.len()]);
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
    out.extend(base.whole.to_le_bytes());
    out.extend(base.surroundings.to_le_bytes());
    out.extend(base.names.to_le_bytes());
    out.extend((sources.len() as u64).to_le_bytes());
    for source in sources {
        for number in source.numbers() {
            out.extend(number.to_le_bytes());
        }
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

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
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
