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

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use crate::measure::Measure;
use crate::model::Paper;
use crate::parse::{Document, Parsed, SourceFile, SourceId};
use crate::render::Ledger;
use crate::varint;

/// The first line; another format gets another number.
const FORMAT: &[u8] = b"drucksache words 3\n";

/// What a file says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// To the archive: fingerprint of all that is not only its readers'.
    bearing: u128,
    /// To its readers: fingerprint of its words; 0 if they are not told apart.
    words: u64,
    seen: Seen,
}

/// What a file looked like from outside before it was read, and what was in it. Half a fingerprint each: they are only compared with
/// those of the same file.
#[derive(Clone, Copy, Debug, Default)]
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
    /// What a parsed file says.
    pub(super) fn of(text: &str, look: Option<u128>, parsed: Option<&Parsed>) -> Self {
        let whole = xxh3_128(text.as_bytes());
        let seen = Seen {
            look: half(look.unwrap_or_default()),
            text: half(whole),
        };
        match parsed {
            Some(Parsed::Paper(paper)) => Self::unread(seen, paper),
            _ => Self {
                bearing: whole,
                words: 0,
                seen,
            },
        }
    }

    /// What a paper says that was parsed before, when it was seen like this.
    pub(super) fn unread(seen: Seen, paper: &Document<Paper>) -> Self {
        Self {
            bearing: paper.text.bearing,
            words: paper.text.fingerprint,
            seen,
        }
    }

    /// What a file says that is published as it is, by what it looks like from outside.
    pub(super) fn looking(mark: u128) -> Self {
        Self {
            bearing: mark,
            words: 0,
            seen: Seen::default(),
        }
    }
}

/// What all of a portal says. By default, nothing is known of it.
#[derive(Default)]
pub(super) struct Sayings {
    /// None if there is a file of which nobody knows.
    base: Option<Xxh3>,
    /// By the number of the file.
    words: Vec<u64>,
    seen: Vec<Seen>,
}

impl Sayings {
    /// Of so many files, of which nothing is known yet.
    pub(super) fn new(files: usize) -> Self {
        Self {
            base: Some(Xxh3::new()),
            words: vec![0; files],
            seen: vec![Seen::default(); files],
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
        let at = file.id.0 as usize;
        if let (Some(words), Some(seen)) = (self.words.get_mut(at), self.seen.get_mut(at)) {
            (*words, *seen) = (said.words, said.seen);
        }
    }

    /// Fingerprint of what it all says to others, and of something else that everything hangs on.
    pub(super) fn bearing(&self, also: u128) -> Option<u128> {
        let mut base = self.base.clone()?;
        base.update(&also.to_le_bytes());
        Some(base.digest128())
    }
}

/// What the last build noted, as it stands beside the site.
pub(super) struct Noted {
    bytes: Vec<u8>,
    base: u128,
    /// How many files it was made from.
    sources: usize,
}

/// Bytes before what is noted of each source: the format, the base, and how many sources there are.
const HEAD: usize = FORMAT.len() + 16 + 8;

/// Bytes of what is noted of a source: its words, what it looked like, and what was in it.
const SOURCE: usize = 3 * 8;

impl Noted {
    /// What [`Book::close`] gave; `None` if it is damaged.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let end = bytes.len().checked_sub(8)?;
        let mut rest = bytes[..end].strip_prefix(FORMAT)?;
        let sum = u64::from_le_bytes(bytes[end..].try_into().ok()?);
        let base = u128::from_le_bytes(take(&mut rest)?);
        let sources = usize::try_from(u64::from_le_bytes(take(&mut rest)?)).ok()?;
        let whole = sum == xxh3_64(&bytes[..end]) && rest.len() / SOURCE >= sources;
        whole.then_some(Self {
            bytes,
            base,
            sources,
        })
    }

    /// What the file of this number was like. Another file may have it now, but does not look like it.
    pub(super) fn seen(&self, file: SourceId) -> Option<Seen> {
        let (_, look, text) = self.source(file.0 as usize)?;
        Some(Seen { look, text })
    }

    /// The words, the look and the text of a source.
    fn source(&self, at: usize) -> Option<(u64, u64, u64)> {
        let mut rest = self.bytes.get(HEAD + at * SOURCE..)?;
        let mut number = || take(&mut rest).map(u64::from_le_bytes);
        let source = (number()?, number()?, number()?);
        (at < self.sources).then_some(source)
    }
}

/// What the last build noted, and what this one notes.
pub(super) struct Book {
    base: u128,
    words: Vec<u64>,
    seen: Vec<Seen>,
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
    /// content. `None` if there is a file of which nobody knows.
    pub(super) fn open(sayings: Sayings, surroundings: u128, last: Option<Noted>) -> Option<Self> {
        let base = sayings.bearing(surroundings)?;
        let Sayings { words, seen, .. } = sayings;
        let last = last.and_then(|noted| Last::read(noted, base, &words));
        Some(Self {
            base,
            words,
            seen,
            last,
            now: Mutex::default(),
        })
    }

    /// Everything noted, for the next build, given the site's files with their fingerprints.
    pub(super) fn close(self, files: &[(Arc<str>, u128)]) -> Vec<u8> {
        let Notes {
            files: mut noted,
            words,
            measures,
        } = self
            .now
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        // What could not be kept after all was noted again: the last note counts.
        noted.sort_by_key(|(path, _)| *path);
        // As much as is written below, so that it is not copied while it grows.
        let room = 64
            + (16 + 64) * measures.len()
            + SOURCE * self.words.len()
            + 24 * noted.len().min(files.len())
            + words.len();
        let mut out = Vec::with_capacity(room);
        out.extend(FORMAT);
        out.extend(self.base.to_le_bytes());
        out.extend((self.words.len() as u64).to_le_bytes());
        for (words, seen) in self.words.iter().zip(&self.seen) {
            for number in [*words, seen.look, seen.text] {
                out.extend(number.to_le_bytes());
            }
        }
        out.extend((measures.len() as u64).to_le_bytes());
        for (path, measure) in &measures {
            out.extend(path.to_le_bytes());
            out.extend(measure.bytes.to_le_bytes());
            out.extend(measure.sha256.as_bytes());
        }
        for (path, fingerprint) in files {
            let path = xxh3_64(path.as_bytes());
            let until = noted.partition_point(|(noted, _)| *noted <= path);
            let Some((_, at)) = noted[..until].last().filter(|(noted, _)| *noted == path) else {
                continue;
            };
            out.extend(path.to_le_bytes());
            out.extend(fingerprint.to_le_bytes());
            let from = *at as usize;
            let mut rest = &words[from..];
            let whole = take_words(&mut rest, |_| {}).map(|()| words.len() - from - rest.len());
            out.extend(&words[from..from + whole.unwrap_or(0)]);
        }
        out.extend(xxh3_64(&out).to_le_bytes());
        out
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
    fn read(noted: Noted, base: u128, words: &[u64]) -> Option<Self> {
        if noted.base != base || noted.sources != words.len() {
            return None;
        }
        let then = |at: usize| noted.source(at).map(|(words, ..)| words);
        let now = words.iter().enumerate();
        let changed: Vec<bool> = now.map(|(at, now)| then(at) != Some(*now)).collect();
        let bytes = noted.bytes;
        let end = bytes.len() - 8;
        let mut rest = bytes.get(HEAD + words.len() * SOURCE..end)?;
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
        files.sort_unstable_by_key(|file| file.path);
        // Two paths of one fingerprint are not told apart.
        let twice = files.windows(2).any(|pair| pair[0].path == pair[1].path);
        (!twice).then_some(Self {
            files,
            measures,
            bytes,
        })
    }

    fn file(&self, path: &str) -> Option<&LastFile> {
        let path = xxh3_64(path.as_bytes());
        let at = self.files.binary_search_by_key(&path, |file| file.path);
        self.files.get(at.ok()?)
    }
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
