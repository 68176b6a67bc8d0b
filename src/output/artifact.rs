//! What outputs add: artifacts, and the plan of all of them. Nothing is rendered here.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Problem, Site};
use crate::link::asking;
use crate::measure::Measures;
use crate::parse::SourceFile;
use crate::route::Route;

/// Makes an artifact's bytes.
pub type Render<'a> = Box<dyn Fn() -> Result<Vec<u8>, Problem> + Send + Sync + 'a>;
/// Writes an artifact's bytes as they come about.
pub type Stream<'a> =
    Box<dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem> + Send + Sync + 'a>;
/// Writes the bytes of several artifacts as they come about: one place for each, in their order.
pub type Several<'a> =
    Box<dyn Fn(&mut [&mut (dyn Write + Send)]) -> Result<(), Problem> + Send + Sync + 'a>;
/// Makes an artifact at a path of the disk.
pub type Make<'a> = Box<dyn Fn(&Path) -> Result<(), Problem> + Send + Sync + 'a>;

/// Makes an artifact that describes other files, from their measures.
pub type Late<'a> = Box<dyn Fn(&Measures) -> Result<Vec<u8>, Problem> + Send + Sync + 'a>;

/// How an artifact's bytes come about.
pub enum Content<'a> {
    /// All at once.
    Bytes(Render<'a>),
    /// All at once, and at some cost: a picture, in which a check finds nothing.
    Picture(Render<'a>),
    /// Little by little, for artifacts that grow with the archive.
    Stream(Stream<'a>),
    /// Little by little, and the files at these paths with it, since they say the same in other forms.
    Together(Box<Group<'a>>),
    /// Together with the file at this path.
    With(Arc<str>),
    /// Little by little, and at some cost: the same again in another format, in which a check finds nothing.
    Bulk(Stream<'a>),
    /// By a library that writes files itself: a database. It gets a path at which nothing is yet, or an empty file.
    /// At some cost too.
    File(Make<'a>),
    /// A content file as it is.
    Copy(Box<SourceFile>),
    /// All at once, after the files that it describes: those below [`route::DUMP_FOLDER`](crate::route::DUMP_FOLDER).
    Late(Late<'a>),
}

/// What is written together with an artifact.
pub struct Group<'a> {
    /// The other files' paths.
    pub others: Vec<Arc<str>>,
    /// Writes all of them, the artifact first.
    pub write: Several<'a>,
}

/// A file of the site to be. There are several for each paper, so it is small.
pub struct Artifact<'a> {
    /// Its path below the output folder, with `/`.
    pub path: Arc<str>,
    /// What it is made from, for messages: a content file, or the output's name.
    pub source: Arc<str>,
    /// How its bytes come about.
    pub content: Content<'a>,
    /// Its route, if it is a page that search engines should know.
    pub page: Option<Arc<Route>>,
    /// Which output it is of, by its place in [`super::ALL`].
    pub output: u16,
    /// Whether words were asked for while it was planned: then nobody knows of it alone whose words it shows.
    pub worded: bool,
}

impl Artifact<'_> {
    /// Its path, and those of the files that are written with it.
    #[must_use]
    pub fn paths(&self) -> Vec<&Arc<str>> {
        let others = match &self.content {
            Content::Together(group) => group.others.as_slice(),
            _ => &[],
        };
        std::iter::once(&self.path).chain(others).collect()
    }
}

/// All artifacts of a site.
#[derive(Default)]
pub struct Plan<'a> {
    /// In the order of planning.
    pub artifacts: Vec<Artifact<'a>>,
    /// Which output is planned right now, by its place in [`super::ALL`].
    pub output: u16,
    /// Which paths are left out, since what is there is known to stay.
    pub stays: Option<Stays<'a>>,
}

/// Says whether the file at a path is known to stay as it is.
pub type Stays<'a> = &'a (dyn Fn(&str) -> bool + Sync);

impl<'a> Plan<'a> {
    /// Has several planners plan at once; what they add comes in their order. None sees what the others add.
    pub fn all<P: Sync>(
        &mut self,
        site: &'a Site<'a>,
        planners: &[P],
        plan: impl Fn(&P, &'a Site<'a>, &mut Self) + Sync,
    ) {
        let planned = planners.par_iter().map(|planner| {
            let mut own = Self {
                output: self.output,
                stays: self.stays,
                ..Self::default()
            };
            let ((), asked) = asking(|| plan(planner, site, &mut own));
            if !asked.is_empty() {
                own.artifacts.iter_mut().for_each(|made| made.worded = true);
            }
            own.artifacts
        });
        let planned: Vec<_> = planned.collect();
        self.artifacts.extend(planned.into_iter().flatten());
    }

    fn stays(&self, path: &str) -> bool {
        self.stays.is_some_and(|stays| stays(path))
    }

    /// Adds an artifact unless what is at its path stays.
    fn push(&mut self, path: String, source: &Arc<str>, content: Content<'a>, page: Option<Route>) {
        if !self.stays(&path) {
            self.put(path, source, content, page);
        }
    }

    fn put(
        &mut self,
        path: impl Into<Arc<str>>,
        source: &Arc<str>,
        content: Content<'a>,
        page: Option<Route>,
    ) {
        self.artifacts.push(Artifact {
            path: path.into(),
            source: Arc::clone(source),
            content,
            page: page.map(Arc::new),
            output: self.output,
            worded: false,
        });
    }

    /// Adds an artifact that is made all at once.
    pub fn add(
        &mut self,
        path: String,
        source: &Arc<str>,
        render: impl Fn() -> Result<Vec<u8>, Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::Bytes(Box::new(render)), None);
    }

    /// Adds a picture that is drawn.
    pub fn picture(
        &mut self,
        path: String,
        source: &Arc<str>,
        draw: impl Fn() -> Result<Vec<u8>, Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::Picture(Box::new(draw)), None);
    }

    /// Adds a page that search engines should know.
    pub fn page(
        &mut self,
        site: &Site<'_>,
        route: Route,
        source: &Arc<str>,
        render: impl Fn() -> Result<Vec<u8>, Problem> + Send + Sync + 'a,
    ) {
        let path = site.map.file(&route);
        self.push(path, source, Content::Bytes(Box::new(render)), Some(route));
    }

    /// Adds an artifact that grows with the archive.
    pub fn stream(
        &mut self,
        path: String,
        source: &Arc<str>,
        write: impl Fn(&mut (dyn Write + Send)) -> Result<(), Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::Stream(Box::new(write)), None);
    }

    /// Adds artifacts that grow with the archive and are written together.
    pub fn together(
        &mut self,
        paths: Vec<String>,
        source: &Arc<str>,
        write: impl Fn(&mut [&mut (dyn Write + Send)]) -> Result<(), Problem> + Send + Sync + 'a,
    ) {
        // They are made together, or none of them is.
        if paths.iter().all(|path| self.stays(path)) {
            return;
        }
        let mut paths = paths.into_iter().map(Arc::from);
        let Some(path) = paths.next() else { return };
        let others: Vec<Arc<str>> = paths.collect();
        let with = others
            .iter()
            .map(|other| (Arc::clone(other), Content::With(Arc::clone(&path))));
        let with: Vec<_> = with.collect();
        let write = Box::new(write);
        let first = (
            Arc::clone(&path),
            Content::Together(Box::new(Group { others, write })),
        );
        for (path, content) in std::iter::once(first).chain(with) {
            self.put(path, source, content, None);
        }
    }

    /// Adds an artifact that grows with the archive and says in another format what others say.
    pub fn bulk(
        &mut self,
        path: String,
        source: &Arc<str>,
        write: impl Fn(&mut (dyn Write + Send)) -> Result<(), Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::Bulk(Box::new(write)), None);
    }

    /// Adds a file that describes downloads.
    pub fn late(
        &mut self,
        path: String,
        source: &Arc<str>,
        render: impl Fn(&Measures) -> Result<Vec<u8>, Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::Late(Box::new(render)), None);
    }

    /// Adds an artifact that a library writes to the disk itself.
    pub fn file(
        &mut self,
        path: String,
        source: &Arc<str>,
        make: impl Fn(&Path) -> Result<(), Problem> + Send + Sync + 'a,
    ) {
        self.push(path, source, Content::File(Box::new(make)), None);
    }

    /// Adds a page that describes downloads.
    pub fn late_page(
        &mut self,
        site: &Site<'_>,
        route: Route,
        source: &Arc<str>,
        render: impl Fn(&Measures) -> Result<Vec<u8>, Problem> + Send + Sync + 'a,
    ) {
        let path = site.map.file(&route);
        self.push(path, source, Content::Late(Box::new(render)), Some(route));
    }

    /// What describes downloads, in the order in which it is made: files before pages, since pages describe them
    /// too. Each knows the measures of those before it.
    #[must_use]
    pub fn late_ones(&self) -> Vec<&Artifact<'a>> {
        let late = self.artifacts.iter();
        let mut late: Vec<_> = late
            .filter(|artifact| matches!(artifact.content, Content::Late(_)))
            .collect();
        late.sort_by_key(|artifact| artifact.page.is_some());
        late
    }

    /// Adds a content file as it is.
    pub fn copy(&mut self, path: String, file: &SourceFile) {
        self.push(
            path,
            &file.path,
            Content::Copy(Box::new(file.clone())),
            None,
        );
    }
}
