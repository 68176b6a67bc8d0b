//! One state of the portal on a thread of its own: loaded once, then asked for artifacts.
//!
//! Everything that belongs to a state borrows from it, so it lives in one closure on one stack and ends
//! when nobody holds its [`Portal`] any more. A path is only ever looked up in the plan: a request
//! cannot name a file of the disk.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::build::{has_errors, located};
use crate::diagnostic::Located;
use crate::discover::Sources;
use crate::measure::Measures;
use crate::output::{Artifact, Content, Group, Make, Plan, Problem, Site};
use crate::plan::{plan, plan_near};
use crate::render;
use crate::route::Route;
use crate::{Build, Failure, Memory};

/// Which states may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accept {
    /// Only those without errors.
    Faultless,
    /// All that can be shown; files with errors are left out.
    Anything,
}

/// What loading came to.
pub(super) struct Opened {
    /// All findings.
    pub(super) findings: Vec<Located>,
    /// The portal's language.
    pub(super) language: String,
    /// The new state, if it may and can be shown.
    pub(super) portal: Option<Portal>,
}

/// A loaded portal that answers requests.
#[derive(Clone)]
pub(super) struct Portal(Sender<Request>);

struct Request {
    /// Decoded, without the slash in front.
    path: String,
    reply: oneshot::Sender<Answer>,
}

/// What the portal has at a path.
pub(super) enum Answer {
    /// An artifact at its path.
    Found(String, Bytes),
    /// Nothing, and the page that says so.
    Missing(Option<Bytes>),
    /// A page, at the address with a slash at its end.
    Slash,
    /// A paper that has moved to this address.
    Moved(String),
    /// An artifact that cannot be made.
    Broken(Problem),
}

/// An artifact's bytes.
pub(super) enum Bytes {
    /// In memory.
    Whole(Vec<u8>),
    /// A content file, opened.
    File(File),
}

impl Portal {
    /// Asks for a path. `None` if this state has come to an untimely end.
    pub(super) async fn get(&self, path: String) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Request { path, reply }).ok()?;
        answer.await.ok()
    }
}

/// Loads the portal on a new thread, which stays to answer if the state may be shown.
///
/// # Errors
/// See [`Failure`]. `None` if the thread was lost, which only a defect can cause.
pub(super) fn open(
    build: Build,
    accept: Accept,
    memory: Arc<Mutex<Memory>>,
) -> Option<Result<Opened, Failure>> {
    let (report, opened) = sync_channel(1);
    thread::spawn(move || {
        if let Err(failure) = run(&build, accept, &memory, &report) {
            // Nobody waits any more: the program is ending.
            let _ = report.send(Err(failure));
        }
    });
    opened.recv().ok()
}

type Report = SyncSender<Result<Opened, Failure>>;

fn run(
    build: &Build,
    accept: Accept,
    memory: &Mutex<Memory>,
    report: &Report,
) -> Result<(), Failure> {
    // One load at a time; one that came to an untimely end left nothing half done.
    let remembered = || memory.lock().unwrap_or_else(PoisonError::into_inner);
    let mut loaded = build.load_keeping(&mut remembered())?;
    let shown = loaded.with_site(|site, findings, sources| {
        let known = remembered().planned(sources);
        let mut whole = None;
        let planned = known.unwrap_or_else(|| {
            let (plan, planned) = plan(site);
            remembered().plan(sources, planned.clone());
            whole = Some(plan);
            planned
        });
        findings.extend(planned);
        let faulty = has_errors(findings);
        let (sender, requests) = channel();
        let opened = Opened {
            findings: located(findings, sources),
            language: site.archive.portal.language.value.clone(),
            portal: (accept == Accept::Anything || !faulty).then(|| Portal(sender)),
        };
        // If this state may not be shown, its sender is gone and so the next loops end at once.
        let _ = report.send(Ok(opened));
        let mut waiting = None;
        if whole.is_none() && !faulty {
            let near = plan_near(site);
            match Directory::new(site, &near, sources).answer(&requests, Extent::Near) {
                Pause::Calm => {}
                Pause::Unknown(request) => waiting = Some(request),
                Pause::End => return Ok(()),
            }
        }
        let plan = whole.unwrap_or_else(|| plan(site).0);
        let directory = Directory::new(site, &plan, sources);
        if let Some(request) = waiting {
            directory.reply(request);
        }
        if let Pause::Calm = directory.answer(&requests, Extent::Whole) {
            remembered().prepare();
            for request in &requests {
                directory.reply(request);
            }
        }
        Ok(())
    })?;
    if shown.is_none() {
        let built = loaded.result(None);
        let _ = report.send(Ok(Opened {
            findings: built.findings,
            language: built.language,
            portal: None,
        }));
    }
    Ok(())
}

/// How much of a site a directory knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// What was planned first.
    Near,
    Whole,
}

/// Why nothing is answered for a moment.
enum Pause {
    /// Nobody has asked for a while.
    Calm,
    /// Somebody has asked for what is not planned yet.
    Unknown(Request),
    /// Nobody can ask any more.
    End,
}

/// How long nobody asks until there is time for other work.
const CALM: Duration = Duration::from_millis(250);

/// Where everything is.
struct Directory<'a> {
    artifacts: HashMap<&'a str, &'a Artifact<'a>>,
    /// New addresses by earlier paths, without slashes around them.
    moved: HashMap<String, String>,
    missing: String,
    sources: &'a Sources,
    plan: &'a Plan<'a>,
    /// Of the downloads; taken when somebody first asks for what describes them.
    measures: OnceCell<Measures>,
}

impl<'a> Directory<'a> {
    fn new(site: &'a Site<'a>, plan: &'a Plan<'a>, sources: &'a Sources) -> Self {
        let artifacts = plan.artifacts.iter().map(|a| (&*a.path, a));
        let moved = site.archive.paper_ixs().flat_map(|ix| {
            let from = site.archive.paper(ix).paper.redirect_from.iter();
            from.map(move |from| {
                let url = site.map.url(&Route::Paper(ix));
                (from.trim_matches('/').to_owned(), url.to_string())
            })
        });
        Self {
            artifacts: artifacts.collect(),
            moved: moved.collect(),
            missing: site.map.file(&Route::Missing),
            sources,
            plan,
            measures: OnceCell::new(),
        }
    }

    /// Answers until there is a pause.
    fn answer(&self, requests: &Receiver<Request>, extent: Extent) -> Pause {
        loop {
            match requests.recv_timeout(CALM) {
                Ok(request) => {
                    let known = self.artifacts.contains_key(file(&request.path).as_str());
                    if extent == Extent::Near && !known {
                        return Pause::Unknown(request);
                    }
                    self.reply(request);
                }
                Err(RecvTimeoutError::Timeout) => return Pause::Calm,
                Err(RecvTimeoutError::Disconnected) => return Pause::End,
            }
        }
    }

    fn reply(&self, Request { path, reply }: Request) {
        // A reader that has gone needs no answer.
        let _ = reply.send(self.get(&path));
    }

    fn get(&self, path: &str) -> Answer {
        let file = file(path);
        if let Some(artifact) = self.artifacts.get(file.as_str()) {
            return match self.make(artifact) {
                Ok(bytes) => Answer::Found(file, bytes),
                Err(problem) => Answer::Broken(problem),
            };
        }
        if self
            .artifacts
            .contains_key(format!("{path}/index.html").as_str())
        {
            return Answer::Slash;
        }
        if let Some(url) = self.moved.get(path.trim_matches('/')) {
            return Answer::Moved(url.clone());
        }
        let missing = self.artifacts.get(self.missing.as_str());
        match missing.map(|artifact| self.make(artifact)).transpose() {
            Ok(bytes) => Answer::Missing(bytes),
            Err(problem) => Answer::Broken(problem),
        }
    }

    fn make(&self, artifact: &Artifact<'_>) -> Result<Bytes, Problem> {
        match &artifact.content {
            Content::Bytes(render) | Content::Picture(render) => render().map(Bytes::Whole),
            Content::Stream(write) | Content::Bulk(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes)?;
                Ok(Bytes::Whole(bytes))
            }
            Content::Together(group) => one_of(&artifact.path, group),
            Content::With(path) => match self.artifacts.get(&**path).map(|with| &with.content) {
                Some(Content::Together(group)) => one_of(&artifact.path, group),
                _ => Ok(Bytes::Whole(Vec::new())),
            },
            Content::File(make) => made(make, &artifact.path).map(Bytes::File),
            Content::Copy(source) => self.sources.open(source).map(Bytes::File),
            Content::Late(_) => {
                render::late(self.plan, self.measures()?, &artifact.path).map(Bytes::Whole)
            }
        }
    }

    fn measures(&self) -> Result<Measures, Problem> {
        if let Some(measures) = self.measures.get() {
            return Ok(measures.clone());
        }
        let measures = render::measure(self.plan)?;
        Ok(self.measures.get_or_init(|| measures).clone())
    }
}

/// The file that a path stands for.
fn file(path: &str) -> String {
    let page = path.is_empty() || path.ends_with('/');
    format!("{path}{}", if page { "index.html" } else { "" })
}

/// Of several files that are written together, the one at `path`.
fn one_of(path: &str, group: &Group<'_>) -> Result<Bytes, Problem> {
    let Group { others, write } = group;
    let at = others
        .iter()
        .position(|other| **other == *path)
        .map_or(0, |at| at + 1);
    let mut bytes = Vec::new();
    let mut nowhere = vec![std::io::sink(); others.len() + 1];
    let mut outs: Vec<&mut (dyn Write + Send)> = Vec::with_capacity(nowhere.len());
    for sink in &mut nowhere {
        outs.push(sink);
    }
    if let Some(out) = outs.get_mut(at) {
        *out = &mut bytes;
    }
    write(&mut outs)?;
    drop(outs);
    Ok(Bytes::Whole(bytes))
}

/// An artifact that is made on the disk, in a folder that is gone once the file is open.
#[expect(
    clippy::disallowed_methods,
    reason = "a database can only be made on the disk"
)]
fn made(make: &Make<'_>, path: &str) -> Result<File, Problem> {
    let problem = |source| Problem::Io {
        path: path.to_owned(),
        source,
    };
    let folder = tempfile::tempdir().map_err(problem)?;
    let file = folder.path().join("artifact");
    make(&file)?;
    File::open(file).map_err(problem)
}
