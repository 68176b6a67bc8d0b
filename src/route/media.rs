//! Media types that hosts do not know by themselves, and what of the site is text.
//!
//! `docs/deployment.md` says the same for nginx, Apache and Caddy; a test compares them.

/// How a file's name ends, or all of it, and what its bytes are.
pub const TYPES: [(&str, &str); 15] = [
    ("feed.xml", "application/rss+xml; charset=utf-8"),
    ("atom.xml", "application/atom+xml; charset=utf-8"),
    ("feed.json", "application/feed+json"),
    (".schema.json", "application/schema+json"),
    (".opml", "text/x-opml; charset=utf-8"),
    (".ics", "text/calendar; charset=utf-8"),
    (".csv", "text/csv; charset=utf-8"),
    (".jsonl", "application/jsonl"),
    (".ndjson", "application/x-ndjson"),
    (".sqlite", "application/vnd.sqlite3"),
    (".parquet", "application/vnd.apache.parquet"),
    (".ttl", "text/turtle; charset=utf-8"),
    (".jsonld", "application/ld+json"),
    (".rdf", "application/rdf+xml"),
    (".webmanifest", "application/manifest+json"),
];

/// Ends of names of files that shrink when they are compressed, beside those of [`TYPES`]; `bin` are words of the
/// search index.
const TEXT: [&str; 12] = [
    "bin", "css", "geojson", "html", "js", "json", "md", "nt", "svg", "txt", "xml", "yaml",
];

/// What of [`TYPES`] is compressed already, or read in parts.
const PACKED: [&str; 2] = [".parquet", ".sqlite"];

/// The media type of a file, if hosts do not know it by themselves.
#[must_use]
pub fn media_type(path: &str) -> Option<&'static str> {
    let found = TYPES.iter().find(|(end, _)| is_of(path, end));
    found.map(|(_, media_type)| *media_type)
}

/// The media type of a download, without its charset; what hosts know by themselves is JSON or plain text.
#[must_use]
pub fn essence(path: &str) -> &'static str {
    let known = if path.ends_with(".json") {
        "application/json"
    } else {
        "text/plain"
    };
    let found = media_type(path).unwrap_or(known);
    found.split(';').next().unwrap_or(found)
}

/// Whether a file is worth compressing.
#[must_use]
pub fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let known = TYPES.iter().any(|(end, _)| is_of(path, end));
    let packed = PACKED.iter().any(|end| is_of(path, end));
    extension.is_some_and(|extension| TEXT.contains(&extension)) || (known && !packed)
}

/// Whether a file is one of those that `end` names.
pub(crate) fn is_of(path: &str, end: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    if end.starts_with('.') {
        name.ends_with(end)
    } else {
        name == end
    }
}
