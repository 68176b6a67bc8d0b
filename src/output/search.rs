//! The search index: full text of every public paper, in files so small that a browser loads a few of
//! them for a query. `docs/output.md` describes the format; `themes/standard/static/search.js` reads it.
//!
//! Addresses carry a fingerprint of what is indexed (not of what depends on the day), known before anything is inverted; so
//! planning reads no text. The index itself is made once, when its first file is asked for.

mod compound;
mod field;
mod invert;
mod number;
mod place;
mod shard;
mod table;
mod words;

use std::io;
use std::sync::Arc;

use super::{Plan, Problem, Site};
use crate::link::MadeOnce;
use crate::route::Route;

use shard::Index;
use table::Table;

pub use words::{fold, stem};

/// Documents whose words share a file of terms, on average, in small portals.
const SMALL: usize = 32;
/// The same for the documents beyond [`LARGE`]: more files make a longer list of files.
const BIG: usize = 64;
/// Documents from which on a portal is large.
const LARGE: usize = 16_384;

/// Adds the index.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let table = Arc::new(Table::new(site));
    let shards = shards(table.documents.len());
    let version = table.fingerprint(site);
    let source: Arc<str> = "search".into();
    let file = |name: String| Route::SearchFile(format!("{version}/{name}"));
    let hits = |name: String| Route::SearchHits(format!("{version}/{name}"));
    let words = Arc::new(Words {
        site,
        table: Arc::clone(&table),
        shards,
        index: MadeOnce::new(),
    });
    for at in 0..shards {
        let words = Arc::clone(&words);
        let path = site.map.file(&file(format!("t{at}.bin")));
        plan.add(path, &source, move || Ok(words.index()?.shard(at)));
    }
    for at in 0..table.chunks() {
        let table = Arc::clone(&table);
        let path = site.map.file(&hits(format!("d{at}.json")));
        plan.add(path, &source, move || Ok(table.chunk(site, at)));
    }
    for at in 0..table.columns() {
        let table = Arc::clone(&table);
        let path = site.map.file(&hits(format!("f{at}.bin")));
        plan.add(path, &source, move || Ok(table.column(site, at)));
    }
    let folders = [file(String::new()), hits(String::new())].map(|route| site.map.url(&route));
    plan.add(site.map.file(&Route::SearchIndex), &source, move || {
        let firsts = words.index()?.firsts();
        table.head(site, &folders, &firsts)
    });
}

/// How many files of terms there are. Sizes are not known yet: texts are not read while planning.
fn shards(documents: usize) -> usize {
    let large = documents.saturating_sub(LARGE);
    (documents - large).div_ceil(SMALL).max(1) + large.div_ceil(BIG)
}

/// The index of words, made when somebody asks for it.
struct Words<'a> {
    site: &'a Site<'a>,
    table: Arc<Table>,
    shards: usize,
    index: MadeOnce<Result<Index, Unreadable>>,
}

/// A text that could not be read: every file of the index says so.
struct Unreadable {
    path: String,
    why: String,
}

impl Words<'_> {
    fn index(&self) -> Result<&Index, Problem> {
        let made = self.index.get_or_init(|| {
            let inverted = invert::invert(self.site, &self.table);
            inverted
                .map(|terms| Index::new(&terms, self.shards))
                .map_err(Unreadable::from)
        });
        made.as_ref().map_err(|failure| Problem::Io {
            path: failure.path.clone(),
            source: io::Error::other(failure.why.clone()),
        })
    }
}

impl From<Problem> for Unreadable {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Io { path, source } => Self {
                path,
                why: source.to_string(),
            },
            other @ Problem::Finding(_) => Self {
                path: "search".into(),
                why: other.to_string(),
            },
        }
    }
}
