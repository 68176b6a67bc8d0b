//! Beginnings: a portal that builds at once, and a paper with every key explained. A door to the disk:
//! it writes new files and never over old ones.

#![expect(
    clippy::disallowed_methods,
    reason = "writes the files that a person asked for"
)]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::model::{Date, Slug};
use crate::schema;

static PORTAL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/new/portal");
const PAPER: &str = include_str!("new/paper.md");

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// The folder holds files already.
    #[error(
        "{0} is not empty; nothing was changed\n  choose a folder that is empty or does not exist"
    )]
    NotEmpty(PathBuf),
    /// The council's folder is not there.
    #[error(
        "there is no council in {0}\n  begin it with the file {0}/body.yaml and the line `name: …` in it, or name another with --body SLUG"
    )]
    NoBody(PathBuf),
    /// The title has nothing that an address could be made of.
    #[error("the title needs a letter or a digit: the paper's address is made of it")]
    NoSlug,
    /// The file is there already.
    #[error("{0} is there already; nothing was changed\n  edit that file, or choose another title")]
    Exists(PathBuf),
    /// A file or folder cannot be written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> NewError + use<> {
    let path = path.to_owned();
    move |source| NewError::Io { path, source }
}

/// Begins a portal in `dir`.
///
/// # Errors
/// See [`NewError`].
pub fn portal(dir: &Path) -> Result<(), NewError> {
    let taken = dir.exists() && fs::read_dir(dir).map_err(io_error(dir))?.next().is_some();
    if taken {
        return Err(NewError::NotEmpty(dir.to_owned()));
    }
    fs::create_dir_all(dir).map_err(io_error(dir))?;
    PORTAL.extract(dir).map_err(io_error(dir))?;
    // Written here and not embedded: Cargo leaves out files that begin with a dot when it packs a crate.
    // An importer keeps a server's answers below .drucksache/import/.
    // Beside public/ lie a build's lock and, if one was cut off, its half-finished folder.
    let ignore = dir.join(".gitignore");
    fs::write(&ignore, "/public\n/.public.*\n/.drucksache/import\n").map_err(io_error(&ignore))?;
    let schemas = dir.join(schema::FOLDER);
    schema::write(&schemas).map_err(io_error(&schemas))
}

/// What is known of a paper when it is begun.
#[derive(Clone, Copy, Debug)]
pub struct PaperSketch<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its council.
    pub body: &'a Slug,
    /// Its kind.
    pub paper_type: &'a str,
    /// Its number.
    pub reference: Option<&'a str>,
    /// Its date.
    pub date: Date,
}

/// Begins a paper below `root`; returns its file.
///
/// # Errors
/// See [`NewError`].
pub fn paper(root: &Path, sketch: &PaperSketch<'_>) -> Result<PathBuf, NewError> {
    let body = root.join("content/bodies").join(sketch.body.as_str());
    if !body.join("body.yaml").is_file() {
        return Err(NewError::NoBody(body));
    }
    let slug = Slug::from_text(sketch.title).ok_or(NewError::NoSlug)?;
    let folder = body.join("papers").join(sketch.date.year().to_string());
    let path = folder.join(format!("{slug}.md"));
    fs::create_dir_all(&folder).map_err(io_error(&folder))?;
    let mut file = File::create_new(&path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => NewError::Exists(path.clone()),
        _ => io_error(&path)(error),
    })?;
    file.write_all(fill(sketch).as_bytes())
        .map_err(io_error(&path))?;
    Ok(path)
}

fn fill(sketch: &PaperSketch<'_>) -> String {
    let reference = match sketch.reference {
        Some(reference) => format!("reference: {}", quoted(reference)),
        None => "# reference: \"40/2024\"".to_owned(),
    };
    let facts = [
        ("{name}", quoted(sketch.title)),
        ("{paperType}", quoted(sketch.paper_type)),
        ("{reference}", reference),
        ("{date}", sketch.date.to_string()),
    ];
    // In the skeleton's order and each once, so that a title with braces stays as it is.
    let (mut filled, mut rest) = (String::with_capacity(PAPER.len() + 200), PAPER);
    for (mark, fact) in facts {
        let (before, after) = rest.split_once(mark).unwrap_or((rest, ""));
        filled.push_str(before);
        filled.push_str(&fact);
        rest = after;
    }
    filled + rest
}

/// A YAML double-quoted scalar. JSON's escapes are YAML's too (YAML 1.2 §5.7).
fn quoted(text: &str) -> String {
    serde_json::to_string(&crate::text::one_line(text)).unwrap_or_default()
}
