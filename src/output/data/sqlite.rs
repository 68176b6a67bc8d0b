//! Everything as a database: <https://www.sqlite.org/fileformat.html>.
//!
//! The library can only write to a file; `render` says which. Rows go into it one at a time, so that memory
//! does not grow with the archive, in the order of their keys and each once, so that the bytes are always the
//! same.

mod child;
mod datasette;
mod define;
mod fill;

use std::path::Path;

use rusqlite::Connection;

use super::record;
use crate::output::{Problem, Site};
use crate::route::Table;

pub(super) use datasette::metadata;

/// Tables in an order in which no table names a later one, as far as that is possible.
const TABLES: [Table; 8] = [
    Table::Bodies,
    Table::Organizations,
    Table::People,
    Table::Topics,
    Table::Procedures,
    Table::Papers,
    Table::Relations,
    Table::Meetings,
];

/// How the file is written: at once, by nobody else, and thrown away if that fails.
const SETTINGS: &str = "
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA foreign_keys = OFF;
    PRAGMA cache_size = -16000;
    BEGIN;
";

/// The full-text index: every word without its accents, and the forms that German readers type.
const SEARCH: &str = r#"
    CREATE VIRTUAL TABLE "papers_fts" USING fts5(
        name, reference, summary, text, forms,
        content="papers", tokenize="unicode61 remove_diacritics 2"
    );
    INSERT INTO papers_fts (papers_fts) VALUES ('rebuild');
"#;

/// Writes the database to `path`.
pub(super) fn write(site: &Site<'_>, path: &Path) -> Result<(), Problem> {
    let database = open(path)?;
    database.execute_batch(SETTINGS).map_err(problem)?;
    database.execute_batch(&define::tables()).map_err(problem)?;
    fill::portal(site, &database)?;
    for table in TABLES {
        fill::table(site, table, &database)?;
    }
    let rest = [&define::indexes(), SEARCH, &version(), "COMMIT;"].concat();
    database.execute_batch(&rest).map_err(problem)?;
    check(&database)?;
    database.close().map_err(|(_, error)| problem(error))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the library opens the file that `render` names"
)]
fn open(path: &Path) -> Result<Connection, Problem> {
    Connection::open(path).map_err(problem)
}

/// Every key has its row. Only a defect of ours can break it.
fn check(database: &Connection) -> Result<(), Problem> {
    let mut broken = database
        .prepare("PRAGMA foreign_key_check")
        .map_err(problem)?;
    let mut rows = broken.query([]).map_err(problem)?;
    let Some(row) = rows.next().map_err(problem)? else {
        return Ok(());
    };
    let (from, to): (String, String) = row
        .get(0)
        .and_then(|from| Ok((from, row.get(2)?)))
        .map_err(problem)?;
    let words = format!("a row of {from} names none of {to}");
    Err(io_problem(std::io::Error::other(words)))
}

/// The version of the shapes as a number: 1.1 is 101.
fn version() -> String {
    let mut parts = record::VERSION.split('.');
    let mut part = || parts.next().and_then(|n| n.parse().ok()).unwrap_or(0_u32);
    format!("PRAGMA user_version = {};", part() * 100 + part())
}

fn problem(error: rusqlite::Error) -> Problem {
    io_problem(std::io::Error::other(error))
}

fn io_problem(source: std::io::Error) -> Problem {
    Problem::Io {
        path: "drucksache.sqlite".into(),
        source,
    }
}
