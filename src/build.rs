//! The staircase as a whole: discover → parse → link → plan → render → write.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tera::Value;

use crate::diagnostic::{Code, Diagnostic, Located, Severity, settle};
use crate::discover::{DiscoverError, Sources};
use crate::link::{Archive, link};
use crate::model::Date;
use crate::output::html::site_view;
use crate::output::{Problem, Site};
use crate::parse::{Content, Kind, Parsed, SourceFile, comes_first, council, parse};
use crate::plan::plan;
use crate::render::render;
use crate::route::SiteMap;
use crate::route::media::is_text;
use crate::scheme::Councils;
use crate::text::Lines;
use crate::theme::{Theme, ThemeError};
use crate::write::{Stage, WriteError};

/// What a build is told.
#[derive(Clone, Debug)]
pub struct Build {
    /// The portal's root: the folder that holds `content/`.
    pub root: PathBuf,
    /// Takes the place of `baseUrl` in `portal.yaml`.
    pub base_url: Option<String>,
    /// The day on which embargoes are over or not. Nothing else depends on it.
    pub today: Date,
    /// What to do with files that have errors.
    pub faults: Faults,
    /// Whether text gets a compressed copy (`.gz`) beside it.
    pub precompress: bool,
}

/// What to do with files that have errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faults {
    /// Publish nothing until they are mended.
    Stop,
    /// Leave them out and publish the rest.
    Withhold,
}

/// Why there is no result at all.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is nothing to build from.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The theme cannot be read.
    #[error(transparent)]
    Theme(ThemeError),
    /// The output folder cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A file cannot be read or written.
    #[error(transparent)]
    Io(Problem),
}

/// A portal as far as it can be understood.
pub struct Loaded {
    sources: Sources,
    archive: Option<Archive>,
    findings: Vec<Diagnostic>,
    withheld: usize,
}

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// How many files the site has; `None` if errors kept it from being written.
    pub files: Option<usize>,
    /// How many faulty files were left out.
    pub withheld: usize,
    /// Every finding, with its line.
    pub findings: Vec<Located>,
    /// The language that the portal's readers are addressed in.
    pub language: String,
}

impl Build {
    /// Builds the portal into `output_dir`. `progress` is told how many of how many files are done.
    ///
    /// # Errors
    /// See [`Failure`]; the output folder is then as it was.
    pub fn run(
        &self,
        output_dir: &Path,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Built, Failure> {
        let mut loaded = self.load()?;
        let files = loaded.with_site(|site, findings, sources| {
            let (plan, planned) = plan(site);
            findings.extend(planned);
            if has_fatal(findings) || (self.faults == Faults::Stop && has_errors(findings)) {
                return Ok(None);
            }
            let total = plan.artifacts.len();
            let taken = plan.artifacts.iter().map(|artifact| &*artifact.path);
            let taken: HashSet<&str> = taken.filter(|path| path.ends_with(".gz")).collect();
            let wanted = |path: &str| is_text(path) && !taken.contains(&*format!("{path}.gz"));
            let mut stage = Stage::begin(output_dir, sources)?;
            if self.precompress {
                stage = stage.compressing(&wanted);
            }
            let faults =
                render(&plan, &stage, &|done| progress(done, total)).map_err(Failure::Io)?;
            if !faults.is_empty() {
                findings.extend(faults);
                return Ok(None);
            }
            Ok(Some(stage.publish()?))
        })?;
        Ok(loaded.result(files.flatten()))
    }

    /// Finds everything that is wrong, without writing anything.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn check(&self) -> Result<Built, Failure> {
        let mut loaded = self.load()?;
        loaded.with_site(|site, findings, _| {
            let (plan, planned) = plan(site);
            findings.extend(planned);
            let faults = render(&plan, &crate::render::Nowhere, &|_| {}).map_err(Failure::Io)?;
            findings.extend(faults);
            Ok(())
        })?;
        Ok(loaded.result(None))
    }

    /// Reads, parses and links the content.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load(&self) -> Result<Loaded, Failure> {
        let (sources, findings) = Sources::discover(&self.root)?;
        Ok(self.understand(sources, findings))
    }

    /// Like [`Build::load`], and keeps the texts: what is shown later is what was loaded. For previews.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load_keeping(&self) -> Result<Loaded, Failure> {
        let (mut sources, findings) = Sources::discover(&self.root)?;
        sources.keep(is_parsed);
        Ok(self.understand(sources, findings))
    }

    fn understand(&self, sources: Sources, mut findings: Vec<Diagnostic>) -> Loaded {
        let (content, withheld) = parse_all(&sources, &mut findings);
        let (mut archive, linked) = link(content, self.today);
        let withheld = withheld + with_personal_data(&linked);
        findings.extend(linked);
        if let (Some(archive), Some(base_url)) = (&mut archive, &self.base_url) {
            archive.portal.base_url.value.clone_from(base_url);
        }
        Loaded {
            sources,
            archive,
            findings,
            withheld,
        }
    }
}

impl Loaded {
    /// Does something with the site that this portal makes. `None` if there is no archive, or the
    /// theme has mistakes: the findings say so.
    ///
    /// # Errors
    /// Whatever `action` reports, or an unreadable theme.
    pub fn with_site<T>(
        &mut self,
        action: impl FnOnce(&Site<'_>, &mut Vec<Diagnostic>, &Sources) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let Some(archive) = &self.archive else {
            return Ok(None);
        };
        let mut theme = match Theme::load(self.sources.root(), &archive.portal.language) {
            Ok(theme) => theme,
            Err(ThemeError::Findings(found)) => {
                self.findings.extend(found);
                return Ok(None);
            }
            Err(failure) => return Err(Failure::Theme(failure)),
        };
        let map = SiteMap::new(archive);
        let view = site_view(archive, &map, &theme);
        theme.set_site(Value::from_serializable(&view));
        let site = Site::new(archive, map, &theme, &self.sources);
        action(&site, &mut self.findings, &self.sources).map(Some)
    }

    /// What it came to.
    #[must_use]
    pub fn result(self, files: Option<usize>) -> Built {
        let Self {
            sources,
            archive,
            mut findings,
            withheld,
        } = self;
        let language = archive.map_or_else(|| "de".into(), |a| a.portal.language.value);
        let findings = located(&mut findings, &sources);
        Built {
            files,
            withheld,
            findings,
            language,
        }
    }
}

/// Findings in their stable order, each once, with their lines.
pub(crate) fn located(findings: &mut Vec<Diagnostic>, sources: &Sources) -> Vec<Located> {
    settle(findings);
    // They come file by file: one text at a time is enough.
    let by_file = findings.chunk_by(|a, b| a.place.file == b.place.file);
    let mut located = Vec::with_capacity(findings.len());
    for of_file in by_file {
        let file = of_file.first().map(|finding| &finding.place.file);
        let text = file.and_then(|file| sources.quote(file));
        let lines = text.as_deref().map(Lines::new);
        let locate = |finding: &Diagnostic| Located::new(finding.clone(), lines.as_ref());
        located.extend(of_file.iter().map(locate));
    }
    located
}

/// Errors that no withholding mends: something about the portal as a whole.
fn has_fatal(findings: &[Diagnostic]) -> bool {
    let whole = [
        Code::PathCollision,
        Code::TemplateError,
        Code::UnknownLanguage,
    ];
    findings.iter().any(|finding| whole.contains(&finding.code))
}

pub(crate) fn has_errors(findings: &[Diagnostic]) -> bool {
    findings
        .iter()
        .any(|finding| finding.code.severity() == Severity::Error)
}

/// Parses everything: bodies first, since papers need their schemes, the rest in parallel.
fn parse_all(sources: &Sources, findings: &mut Vec<Diagnostic>) -> (Content, usize) {
    let mut content = Content::default();
    let mut withheld = 0;
    let none = Councils::default();
    let mut take = |parsed: Vec<(Option<Parsed>, Vec<Diagnostic>)>, content: &mut Content| {
        for (parsed, found) in parsed {
            withheld += usize::from(has_errors(&found));
            findings.extend(found);
            if let Some(parsed) = parsed {
                content.add(parsed);
            }
        }
    };
    let first = sources
        .files()
        .iter()
        .filter(|source| comes_first(&source.kind));
    take(
        first
            .map(|source| parse_one(sources, source, &none))
            .collect(),
        &mut content,
    );
    let bodies = content.bodies.iter();
    let councils = bodies.map(|(slug, body)| council(slug.clone(), &body.data));
    let councils = Councils::new(councils.collect());
    let rest: Vec<_> = sources
        .files()
        .par_iter()
        .filter(|source| !comes_first(&source.kind) && is_parsed(&source.kind))
        .map(|source| parse_one(sources, source, &councils))
        .collect();
    take(rest, &mut content);
    for source in sources.files() {
        match &source.kind {
            Kind::Body(slug) => content.stated_bodies.push(slug.clone()),
            Kind::Topic(slug) => content.stated_topics.push(slug.clone()),
            _ => {}
        }
    }
    content.files = sources
        .files()
        .iter()
        .filter(|s| !is_parsed(&s.kind))
        .cloned()
        .collect();
    (content, withheld)
}

/// Files that are left out since they hold personal data: only `link` knows what the portal allows.
fn with_personal_data(findings: &[Diagnostic]) -> usize {
    let found = findings
        .iter()
        .filter(|found| found.code == Code::PersonalData);
    let files: HashSet<&str> = found.map(|found| &*found.place.file).collect();
    files.len()
}

fn is_parsed(kind: &Kind) -> bool {
    !matches!(kind, Kind::Asset | Kind::Static(_) | Kind::Unexpected)
}

fn parse_one(
    sources: &Sources,
    source: &SourceFile,
    councils: &Councils,
) -> (Option<Parsed>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let parsed = match sources.read(source, &mut found) {
        Ok(text) => parse(source, &text, councils, &mut found),
        Err(finding) => {
            // What cannot be read cannot be asked whether it may be quoted.
            found.push(Diagnostic {
                quotable: false,
                ..finding
            });
            None
        }
    };
    (parsed, found)
}
