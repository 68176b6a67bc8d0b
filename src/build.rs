//! The staircase as a whole: discover → parse → link → plan → render → write.

mod kept;
mod memory;
mod parsed;
mod run;
mod said;
mod shown;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

pub use memory::Memory;
use parsed::Papers;
use said::{Said, Sayings};

use crate::diagnostic::{Code, Diagnostic, Located, Severity, settle};
use crate::discover::{self, DiscoverError, Sources, stamp};
use crate::link::{Archive, asking, link};
use crate::model::Date;
use crate::output::html::site_view;
use crate::output::{Problem, Site};
use crate::parse::{
    Content, Kind, Parsed, SourceFile, active, comes_first, council, front_matter, parse,
};
use crate::plan::plan;
use crate::register::stale;
use crate::render::{Nowhere, render};
use crate::route::SiteMap;
use crate::scheme::Councils;
use crate::text::Lines;
use crate::theme::{Theme, ThemeError};
use crate::timings::{Clock, Tally, Timings};
use crate::write::WriteError;

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
    /// Whether everything is made anew, even if nothing has changed since the last build.
    pub fresh: bool,
    /// Tells the time that has passed, for whoever asks where it goes.
    pub clock: Option<Clock>,
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
    archive: Option<Arc<Archive>>,
    findings: Vec<Diagnostic>,
    withheld: usize,
    /// What all of it says.
    sayings: Sayings,
}

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// How many files the site has; `None` if errors kept it from being written.
    pub files: Option<usize>,
    /// How many faulty files were left out.
    pub withheld: usize,
    /// Every finding, with its line; of a build, those that are more than hints.
    pub findings: Vec<Located>,
    /// Of a build, how many hints there are. Finding their lines would read a real archive's papers once more.
    pub hints: usize,
    /// The language that the portal's readers are addressed in.
    pub language: String,
    /// Where the time went, if there was a clock.
    pub timings: Timings,
}

impl Build {
    /// What the site is made from, without the content, as a number; `None` if that cannot be told without reading.
    fn surroundings(&self) -> Option<u128> {
        let told = format!(
            "{} {:?} {} {:?} {}",
            env!("CARGO_PKG_VERSION"),
            self.base_url,
            self.today,
            self.faults,
            self.precompress
        );
        let told = xxhash_rust::xxh3::xxh3_128(told.as_bytes());
        let theme = stamp(&[self.root.join(crate::theme::FOLDER)])?;
        let program = discover::program()?;
        Some(
            theme
                .wrapping_mul(3)
                .wrapping_add(told)
                .wrapping_add(program),
        )
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
            let faults = render(&plan, &Nowhere, &Nowhere, &Tally::default(), &|_| {})
                .map_err(Failure::Io)?;
            findings.extend(faults);
            findings.extend(stale(site).map_err(Failure::Io)?);
            Ok(())
        })?;
        Ok(loaded.result(None))
    }

    /// Reads, parses and links the content.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load(&self) -> Result<Loaded, Failure> {
        let (sources, findings) = Sources::discover(&self.root, None)?;
        let timings = &mut Timings::default();
        Ok(self.understand(sources, findings, Before::Nothing, timings))
    }

    /// Like [`Build::load`], and keeps the texts: what is shown later is what was loaded. For previews, which load
    /// again and again: `memory` is what they know from the last time.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn load_keeping(&self, memory: &mut Memory) -> Result<Loaded, Failure> {
        let (mut sources, findings) = Sources::discover(&self.root, None)?;
        sources.keep(is_parsed, &|source, mark| memory.text(source, mark));
        Ok(self.understand(
            sources,
            findings,
            Before::Memory(memory),
            &mut Timings::default(),
        ))
    }

    fn understand(
        &self,
        sources: Sources,
        mut findings: Vec<Diagnostic>,
        mut before: Before<'_>,
        timings: &mut Timings,
    ) -> Loaded {
        let (content, councils, withheld, sayings) =
            parse_all(&sources, &mut findings, &mut before);
        timings.stage("parse");
        let fresh = |content| {
            let (mut archive, linked) = link(content, &councils, self.today);
            if let (Some(archive), Some(base_url)) = (&mut archive, &self.base_url) {
                archive.portal.base_url.value.clone_from(base_url);
            }
            (archive.map(Arc::new), linked)
        };
        let (archive, linked) = match before {
            Before::Memory(memory) => memory.link(&sources, content, fresh),
            Before::Nothing | Before::Papers(_) => fresh(content),
        };
        timings.stage("link");
        let withheld = withheld + with_personal_data(&linked);
        findings.extend(linked);
        Loaded {
            sources,
            archive,
            findings,
            withheld,
            sayings,
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
        let (view, words) = asking(|| site_view(archive, &map, &theme));
        debug_assert!(words.is_empty(), "every page would show these words");
        let found = theme.set_site(Value::from_serializable(&view));
        self.findings.extend(found);
        let site = Site::new(archive, map, &theme, &self.sources);
        action(&site, &mut self.findings, &self.sources).map(Some)
    }

    /// Everything public; none without a sound `portal.yaml`.
    #[must_use]
    pub fn archive(&self) -> Option<&Archive> {
        self.archive.as_deref()
    }

    /// Takes the hints out of the findings; how many those are.
    fn set_hints_aside(&mut self) -> usize {
        let is_hint = |found: &mut Diagnostic| found.code.severity() == Severity::Hint;
        let mut hints: Vec<Diagnostic> = self.findings.extract_if(.., is_hint).collect();
        settle(&mut hints);
        hints.len()
    }

    /// The language that the portal's readers are addressed in.
    fn language(&self) -> String {
        let of_archive = |archive: &Arc<Archive>| archive.portal.language.value.clone();
        let archive = self.archive.as_ref();
        archive.map_or_else(|| "de".into(), of_archive)
    }

    /// What it came to.
    #[must_use]
    pub fn result(self, files: Option<usize>) -> Built {
        let language = self.language();
        let Self {
            sources,
            archive,
            mut findings,
            withheld,
            ..
        } = self;
        // Giving back so many small things takes a while, and nobody need wait for it.
        rayon::spawn(|| drop(archive));
        let findings = located(&mut findings, &sources);
        Built {
            files,
            withheld,
            findings,
            hints: 0,
            language,
            timings: Timings::default(),
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
        let yaml = match (file, &text) {
            (Some(file), _) if file.ends_with(".yaml") => usize::MAX,
            (_, Some(text)) => front_matter(text).map_or(0, |(_, body)| body),
            _ => 0,
        };
        let locate = |finding: &Diagnostic| Located::new(finding.clone(), lines.as_ref(), yaml);
        located.extend(of_file.iter().map(locate));
    }
    located
}

/// Errors that no withholding mends: something about the portal as a whole.
fn has_fatal(findings: &[Diagnostic]) -> bool {
    let whole = [
        Code::BadRegister,
        Code::LostAddress,
        Code::PathCollision,
        Code::ReturnedObject,
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

/// What parsing a file came to; `None` last if it could not be read.
type Outcome = (Option<Parsed>, Vec<Diagnostic>, Option<Said>);

/// What is known from before.
enum Before<'b> {
    Nothing,
    /// What a preview remembers.
    Memory(&'b mut Memory),
    /// What the last build left beside the output folder.
    Papers(&'b mut Papers),
}

/// How many files a thread parses at most before another can take some of the rest: they differ a lot in size.
const AT_A_TIME: usize = 64;

/// Parses everything: bodies first, since papers need their schemes, the rest in parallel.
fn parse_all(
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
    before: &mut Before<'_>,
) -> (Content, Councils, usize, Sayings) {
    let mut content = Content::default();
    let mut withheld = 0;
    let mut sayings = Sayings::new(sources.files().len());
    let mut take = |(parsed, found, _): Outcome, content: &mut Content| {
        withheld += usize::from(has_errors(&found));
        if parsed.is_none() {
            let file = found.first().map(|finding| Arc::clone(&finding.place.file));
            content.unread.extend(file);
        }
        findings.extend(found);
        if let Some(parsed) = parsed {
            content.add(parsed);
        }
    };
    let none = Councils::default();
    let (first, rest): (Vec<&SourceFile>, Vec<&SourceFile>) = sources
        .files()
        .iter()
        .filter(|source| is_parsed(&source.kind))
        .partition(|source| comes_first(&source.kind));
    for source in &first {
        let outcome = parse_one(sources, source, &none);
        sayings.add(source, outcome.2);
        take(outcome, &mut content);
    }
    let councils = councils(&content);
    content.papers.reserve(rest.len());
    let fresh = |source: &SourceFile| parse_one(sources, source, &councils);
    let outcomes = match before {
        Before::Memory(memory) => memory.parse(sources, &first, &rest, &fresh),
        Before::Nothing => {
            let rest = rest.par_iter().with_max_len(AT_A_TIME);
            rest.map(|source| fresh(source)).collect()
        }
        Before::Papers(papers) => {
            // Until now only the portal and the councils have said something.
            papers.open(&sayings);
            let rest = rest.par_iter().with_max_len(AT_A_TIME);
            rest.map(|source| papers.parse(sources, source, &councils))
                .collect()
        }
    };
    for (source, outcome) in rest.iter().zip(outcomes) {
        sayings.add(source, outcome.2);
        take(outcome, &mut content);
    }
    for source in sources.files() {
        match &source.kind {
            Kind::Body(slug) => content.stated_bodies.push(slug.clone()),
            Kind::Topic(slug) => content.stated_topics.push(slug.clone()),
            _ => {}
        }
    }
    let files = sources.files().iter().filter(|s| !is_parsed(&s.kind));
    for source in files {
        sayings.add(source, sources.look(source).map(Said::looking));
        let read = || {
            let mut odd = Vec::new();
            let text = sources.read(source, &mut odd);
            text.ok().filter(|_| odd.is_empty())
        };
        if let Some(found) = active(source, read) {
            findings.push(found);
            withheld += 1;
        } else {
            content.files.push(source.clone());
        }
    }
    (content, councils, withheld, sayings)
}

/// How the councils that were parsed number their papers.
fn councils(content: &Content) -> Councils {
    let bodies = content.bodies.iter();
    let councils = bodies.map(|(slug, body)| council(slug.clone(), &body.data));
    Councils::new(councils.collect())
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

fn parse_one(sources: &Sources, source: &SourceFile, councils: &Councils) -> Outcome {
    understand(sources, source, |text, found| {
        parse(source, text, councils, found)
    })
}

/// Reads a file and has its text parsed.
fn understand(
    sources: &Sources,
    source: &SourceFile,
    parse: impl FnOnce(&str, &mut Vec<Diagnostic>) -> Option<Parsed>,
) -> Outcome {
    let mut found = Vec::new();
    let (parsed, said) = match sources.read_looking(source, &mut found) {
        Ok((text, look)) => {
            let parsed = parse(&text, &mut found);
            let said = Said::of(&text, look, parsed.as_ref(), found.len());
            (parsed, Some(said))
        }
        Err(finding) => {
            // What cannot be read cannot be asked whether it may be quoted.
            found.push(Diagnostic {
                quotable: false,
                ..finding
            });
            (None, None)
        }
    };
    (parsed, found, said)
}
