//! What each file of the content says and looks like, in few bytes: to the archive, to its readers, and from outside.

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::model::Paper;
use crate::parse::{Document, Parsed, SourceFile};

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
    pub(super) const SIZE: usize = 4 * 8;

    pub(super) fn put(self, out: &mut Vec<u8>) {
        for number in [self.bearing, self.words, self.seen.look, self.seen.text] {
            out.extend(number.to_le_bytes());
        }
    }

    pub(super) fn take(rest: &mut &[u8]) -> Option<Self> {
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
    pub(super) sources: Vec<Source>,
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
    pub(super) const SIZE: usize = 16 + 16 + 8;

    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.extend(self.whole.to_le_bytes());
        out.extend(self.surroundings.to_le_bytes());
        out.extend(self.names.to_le_bytes());
    }

    pub(super) fn take(rest: &mut &[u8]) -> Option<Self> {
        Some(Self {
            whole: u128::from_le_bytes(take(rest)?),
            surroundings: u128::from_le_bytes(take(rest)?),
            names: u64::from_le_bytes(take(rest)?),
        })
    }
}

/// Fingerprint of which files there are.
pub(super) fn names<'s>(files: impl Iterator<Item = &'s SourceFile>) -> u64 {
    let mut names = Xxh3::new();
    for file in files {
        names.update(file.path.as_bytes());
        names.update(b"\n");
    }
    names.digest()
}

/// The next bytes, as numbers are made of.
pub(super) fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}
