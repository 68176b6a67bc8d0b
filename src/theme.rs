//! The theme: templates, style sheets and words. The standard one is part of the program; a portal's
//! `theme/` folder replaces it file by file.
//!
//! Themes are trusted code, content never is. One of the doors to the disk: it reads `theme/`.

#![expect(
    clippy::disallowed_methods,
    reason = "the theme loader reads the portal's theme folder"
)]

pub mod explanation;
mod glossary;
mod palette;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::{Context, Tera, Value};
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_64;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Portal, Spanned};
use crate::picture::{Face, Faces};

pub use palette::rgb;
pub use words::Words;

static STANDARD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/standard");

/// Folder of a portal that overrides the standard theme.
pub const FOLDER: &str = "theme";

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    /// Words of the portal's language.
    pub words: Words,
    /// Files to publish, by name with fingerprint.
    pub statics: Vec<ThemeFile>,
    /// What preview pictures are set in.
    pub faces: Faces,
    palette: palette::Palette,
}

/// A file that the theme publishes.
pub struct ThemeFile {
    /// Its name in the theme's `static/` folder.
    pub name: String,
    /// Its name on the site: with a fingerprint of its content, so that it can be cached for ever.
    pub published: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a theme cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file of the theme folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template or language file that cannot be used; the findings say why.
    #[error("the theme cannot be used")]
    Findings(Vec<Diagnostic>),
}

impl Theme {
    /// Loads the standard theme with what `root`/theme overrides, in the portal's language.
    ///
    /// # Errors
    /// See [`ThemeError`].
    pub fn load(root: &Path, language: &Spanned<String>) -> Result<Self, ThemeError> {
        let files = files(root)?;
        let words = words(&files, language)?;
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml"]);
        let templates: Vec<(&str, &str)> = files
            .iter()
            .filter(|(name, _)| name.ends_with(".html") && !name.contains('/'))
            .map(|(name, bytes)| {
                (
                    name.as_str(),
                    std::str::from_utf8(bytes).unwrap_or_default(),
                )
            })
            .collect();
        tera.add_raw_templates(templates)
            .map_err(|error| ThemeError::Findings(vec![template_finding(&error, None)]))?;
        tera.global_context().insert_value("t", words.value());
        let faces = faces(&files)?;
        let palette = palette(&files);
        let statics = files
            .iter()
            .filter_map(|(name, bytes)| Some((name.strip_prefix("static/")?, bytes)))
            .map(|(name, bytes)| ThemeFile {
                name: name.to_owned(),
                published: fingerprinted(name, bytes),
                bytes: bytes.clone(),
            })
            .collect();
        Ok(Self {
            tera,
            words,
            statics,
            faces,
            palette,
        })
    }

    /// Sets what every page shares, and renders the parts that are the same on each: `site-my-foot.html` is
    /// `{{ part.my_foot }}` from then on. Returns what is wrong with templates of parts, which are empty then.
    pub fn set_site(&mut self, site: Value) -> Vec<Diagnostic> {
        self.tera.global_context().insert_value("site", site);
        let names = self.tera.get_template_names().filter_map(|template| {
            let name = template.strip_prefix("site-")?.strip_suffix(".html")?;
            Some((name.replace('-', "_"), template))
        });
        let names: BTreeMap<String, &str> = names.collect();
        let mut findings = Vec::new();
        let mut parts = BTreeMap::new();
        for (name, template) in names {
            let part = self.tera.render(template, &Context::new());
            let part = part.unwrap_or_else(|error| {
                findings.push(template_finding(&error, None));
                String::new()
            });
            parts.insert(name, Value::safe_string(part.trim()));
        }
        let parts = Value::from_serializable(&parts);
        self.tera.global_context().insert_value("part", parts);
        findings
    }

    /// Renders `template` with its one view under `name`.
    ///
    /// # Errors
    /// What is wrong with the template, with its line and the page's source.
    pub fn render<T: serde::Serialize>(
        &self,
        template: &str,
        name: &'static str,
        view: &T,
        source: &Arc<str>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = Context::new();
        context.insert(name, view);
        let mut bytes = Vec::with_capacity(16 << 10);
        self.tera
            .render_to(template, &context, &mut bytes)
            .map_err(|error| template_finding(&error, Some(source)))?;
        Ok(bytes)
    }

    /// A colour by the name of its CSS property, as `#rrggbb`: the portal's own, or else the theme's. On a dark
    /// ground, the portal's is the one whose name ends in `-dark`.
    #[must_use]
    pub fn color<'a>(&'a self, portal: &'a Portal, name: &str, dark: bool) -> Option<&'a str> {
        let own = if dark {
            format!("{name}-dark")
        } else {
            name.to_owned()
        };
        let set = portal
            .theme
            .colors
            .get(&own)
            .map(|color| color.value.as_str());
        set.or_else(|| self.palette.get(&own, false))
            .or_else(|| self.palette.get(name, dark))
    }

    /// A file of `static/` by its name there.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&ThemeFile> {
        self.statics.iter().find(|file| file.name == name)
    }

    /// A published file by its name in `static/`.
    #[must_use]
    pub fn published(&self, name: &str) -> Option<&str> {
        self.file(name).map(|file| file.published.as_str())
    }
}

/// All files of the theme: the standard ones, replaced by the portal's own.
fn files(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut files = BTreeMap::new();
    standard(&STANDARD, &mut files);
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let read = |path: &Path, source| ThemeError::Read {
            path: path.to_owned(),
            source,
        };
        let entry = entry.map_err(|error| read(&folder, error.into()))?;
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(&folder).unwrap_or(entry.path());
            let name = name.to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(entry.path()).map_err(|error| read(entry.path(), error))?;
            files.insert(name, bytes);
        }
    }
    Ok(files)
}

fn standard(folder: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        let name = file.path().to_string_lossy().replace('\\', "/");
        files.insert(name, file.contents().to_vec());
    }
    for folder in folder.dirs() {
        standard(folder, files);
    }
}

/// The fonts of preview pictures.
fn faces(files: &BTreeMap<String, Vec<u8>>) -> Result<Faces, ThemeError> {
    let face = |name: &str| {
        let name = format!("previews/{name}.ttf");
        let bytes = files.get(&name).cloned().unwrap_or_default();
        Face::parse(bytes).ok_or_else(|| {
            let file: Arc<str> = format!("{FOLDER}/{name}").into();
            let found = Diagnostic::new(Code::TemplateError, Place::file(&file));
            ThemeError::Findings(vec![found.with("detail", "not a font (TTF or OTF)")])
        })
    };
    Ok(Faces {
        title: face("title")?,
        text: face("text")?,
        strong: face("strong")?,
    })
}

/// The colours of all style sheets; of those with one name, the first file's.
fn palette(files: &BTreeMap<String, Vec<u8>>) -> palette::Palette {
    let sheets = files
        .iter()
        .filter(|(name, _)| name.starts_with("static/") && name.ends_with(".css"));
    let texts = sheets.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    palette::Palette::read(&texts.collect::<Vec<_>>().join("\n"))
}

fn words(
    files: &BTreeMap<String, Vec<u8>>,
    language: &Spanned<String>,
) -> Result<Words, ThemeError> {
    let known = || {
        files
            .keys()
            .filter_map(|name| name.strip_prefix("lang/")?.strip_suffix(".yaml"))
    };
    let finding = |code| {
        let file: Arc<str> = match code {
            Code::UnknownLanguage => "content/portal.yaml".into(),
            _ => format!("{FOLDER}/lang/{}.yaml", language.value).into(),
        };
        let span = language.span;
        let whole = code != Code::UnknownLanguage;
        let (start, end) = if whole {
            (0, 0)
        } else {
            (span.start, span.end)
        };
        Diagnostic::new(code, Place { file, start, end })
    };
    let Some(bytes) = files.get(&format!("lang/{}.yaml", language.value)) else {
        let found = finding(Code::UnknownLanguage)
            .with("value", language.as_str())
            .with("allowed", known().collect::<Vec<_>>().join(", "));
        return Err(ThemeError::Findings(vec![found]));
    };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    Words::parse(text).map_err(|error| {
        let detail = error.lines().next().unwrap_or_default().to_owned();
        ThemeError::Findings(vec![finding(Code::YamlSyntax).with("detail", detail)])
    })
}

/// `style.css` → `style.1f2e3d4c.css`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = format!("{:08x}", xxh3_64(bytes) >> 32);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// A template's mistake, with its place and the page that was rendered.
fn template_finding(error: &tera::Error, source: Option<&Arc<str>>) -> Diagnostic {
    let words = error.to_string();
    let file: Arc<str> = source.map_or_else(|| FOLDER.into(), Arc::clone);
    Diagnostic::new(Code::TemplateError, Place::file(&file)).with("detail", words.trim())
}
