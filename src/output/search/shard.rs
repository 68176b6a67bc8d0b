//! Files of terms. A file is: how many terms; for each, in order, how many bytes it shares with the term before, its
//! other bytes (with their count), how many documents have it, and the length of its postings; then all postings. Postings
//! are, strongest first: strength, how many documents, and their numbers as differences. Every number is a varint (LEB128).

use super::invert::{Posting, Terms};
use crate::varint;

/// Postings kept of one term. Words that more documents have say little; the strongest and newest are kept.
const MOST: usize = 8192;

/// Behind every term.
const END: &str = "\u{ffff}";

/// All terms, ready to be written.
pub(super) struct Index {
    entries: Vec<Entry>,
    postings: Vec<u8>,
    /// The first entry of each file, and the end.
    borders: Vec<usize>,
}

struct Entry {
    term: String,
    documents: usize,
    /// Where its postings end.
    end: usize,
}

impl Index {
    /// Spreads terms over `shards` files of about the same size.
    pub(super) fn new(terms: &Terms, shards: usize) -> Self {
        let mut entries = Vec::with_capacity(terms.len());
        let mut bytes = Vec::new();
        for (term, postings) in terms {
            encode(postings, &mut bytes);
            entries.push(Entry {
                term: term.clone(),
                documents: postings.len(),
                end: bytes.len(),
            });
        }
        let borders = borders(&entries, shards);
        Self {
            entries,
            postings: bytes,
            borders,
        }
    }

    /// Where each file begins: what its first term begins with, as far as it tells it from the term before.
    pub(super) fn firsts(&self) -> Vec<&str> {
        let starts = &self.borders[..self.borders.len() - 1];
        starts.iter().map(|at| self.first(*at)).collect()
    }

    fn first(&self, at: usize) -> &str {
        let Some(entry) = self.entries.get(at) else {
            return END;
        };
        let before = at
            .checked_sub(1)
            .map_or("", |before| &self.entries[before].term);
        let same = shared(before, &entry.term);
        let next = entry.term[same..].chars().next();
        &entry.term[..same + next.map_or(0, char::len_utf8)]
    }

    /// A file's bytes.
    pub(super) fn shard(&self, at: usize) -> Vec<u8> {
        let entries = &self.entries[self.borders[at]..self.borders[at + 1]];
        let start = match self.borders[at] {
            0 => 0,
            first => self.entries[first - 1].end,
        };
        let end = entries.last().map_or(start, |entry| entry.end);
        let mut out = Vec::with_capacity(end - start + entries.len() * 8);
        varint::put(entries.len(), &mut out);
        let mut before = "";
        let mut from = start;
        for entry in entries {
            let shared = shared(before, &entry.term);
            let rest = &entry.term.as_bytes()[shared..];
            varint::put(shared, &mut out);
            varint::put(rest.len(), &mut out);
            out.extend_from_slice(rest);
            varint::put(entry.documents, &mut out);
            varint::put(entry.end - from, &mut out);
            from = entry.end;
            before = &entry.term;
        }
        out.extend_from_slice(&self.postings[start..end]);
        out
    }
}

/// The first entry of each file: a new one begins when its share of the bytes is full.
fn borders(entries: &[Entry], shards: usize) -> Vec<usize> {
    /// About what an entry takes beside its postings.
    const ENTRY: usize = 8;
    let size = |at: usize| entries[at].end + (at + 1) * ENTRY;
    let total = entries.len().checked_sub(1).map_or(0, size);
    let mut borders = vec![0];
    let mut at = 0;
    for shard in 1..shards {
        while at < entries.len() && size(at) <= total * shard / shards {
            at += 1;
        }
        borders.push(at);
    }
    borders.push(entries.len());
    borders
}

/// Bytes that two terms begin with alike, between characters.
fn shared(before: &str, term: &str) -> usize {
    let pairs = before.bytes().zip(term.bytes());
    let mut shared = pairs.take_while(|(a, b)| a == b).count();
    while !term.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

fn encode(postings: &[Posting], out: &mut Vec<u8>) {
    let mut kept = postings.to_vec();
    kept.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    kept.truncate(MOST);
    for group in kept.chunk_by(|a, b| a.1 == b.1) {
        varint::put(usize::from(group[0].1), out);
        varint::put(group.len(), out);
        let mut before = 0;
        for (document, _) in group {
            varint::put((document - before) as usize, out);
            before = *document;
        }
    }
}
