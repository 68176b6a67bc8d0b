//! A server's objects, politely: one request at a time with a pause, conditional requests, waiting when told to,
//! and every page kept, so that an interrupted run goes on where it stopped. A door to network, disk and clock.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it asks servers and keeps their answers"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field::{own_id, raw};
use super::json::document;
use super::linked::unresolved;
use super::moved::settle;
use super::page::{absolute, following, host, instant, newest, objects, total};
use super::store::{Kind, Object, Store, key};
use crate::import::plain::decode;
use crate::text::fingerprint;
use crate::write::put;

/// Largest answer that is read: lists without pages can be long.
const LARGEST: u64 = 512 << 20;

/// Longest that a server may make us wait.
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// How often an object that only others name is asked for again.
const LINKED_RETRIES: u32 = 1;

/// Rounds in which objects that others name are asked for one by one.
const ROUNDS: usize = 4;

/// Lists of a council.
const LISTS: [&str; 12] = [
    "organization",
    "person",
    "meeting",
    "paper",
    "agendaItem",
    "consultation",
    "file",
    "membership",
    "locationList",
    "legislativeTermList",
    "agendaItemList",
    "consultationList",
];

/// Which of several councils, given by id and name; or why none.
pub type Choice<'a> = &'a dyn Fn(&[(String, String)]) -> Result<usize, String>;

/// How a server is asked.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Who asks, with a way to reach them.
    pub user_agent: String,
    /// Pause between two requests.
    pub pause: Duration,
    /// How often a request that failed is tried again.
    pub retries: u32,
    /// First pause before a second try; it doubles.
    pub backoff: Duration,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// Why a server could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It says that it will not give this.
    #[error("{url}: the server answers {status}")]
    Refused {
        /// What was asked for.
        url: String,
        /// Its answer.
        status: u16,
    },
    /// It does not answer, or not with what was asked for.
    #[error("{url}: {reason}")]
    Server {
        /// What was asked for.
        url: String,
        /// What came.
        reason: String,
    },
    /// The folder for its answers cannot be used.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// What is asked for.
    pub what: String,
    /// How many objects came.
    pub done: usize,
    /// How many there will be, if the server says so.
    pub total: usize,
}

/// What a server came to.
#[derive(Debug, Default)]
pub struct Fetched {
    /// All objects.
    pub store: Store,
    /// Whether everything was listed, so that what is missing is gone.
    pub complete: bool,
    /// Requests that were sent.
    pub requests: usize,
    /// Objects that others name and the server does not give.
    pub missing: Vec<String>,
    /// Lists that the server does not give, or not whole, with what it says.
    pub short: Vec<String>,
}

/// What is known of the last run; beside the pages.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Run {
    number: u32,
    finished: bool,
    /// Newest `modified` that was seen.
    since: String,
    /// Pages of the last whole listing, in their order.
    pages: Vec<String>,
    /// Pages of changes since then.
    changes: Vec<String>,
    /// Lists that were not given whole.
    short: Vec<String>,
}

/// A page that was fetched.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Page {
    url: String,
    run: u32,
    /// What its objects are that do not say so themselves: the property that named it.
    what: String,
    etag: Option<String>,
    modified: Option<String>,
}

/// A server, and the folder in which its answers are kept.
pub struct Server<'a> {
    agent: ureq::Agent,
    manners: Manners,
    folder: PathBuf,
    run: Run,
    index: BTreeMap<String, Page>,
    requests: usize,
    progress: &'a dyn Fn(&Progress),
    told: Progress,
    /// Hosts that the council's own lists are at: nobody else is asked.
    hosts: BTreeSet<String>,
    /// What the objects of pages are, by the page's file.
    kinds: BTreeMap<String, Kind>,
}

impl<'a> Server<'a> {
    /// Begins a run, or goes on with one. Answers are kept in `folder`; `full` forgets what was changed since when.
    ///
    /// # Errors
    /// [`FetchError::Io`].
    pub fn open(
        folder: &Path,
        manners: Manners,
        full: bool,
        progress: &'a dyn Fn(&Progress),
    ) -> Result<Self, FetchError> {
        // What a server says need not be public, and no `git add` may take it along.
        let ignore = folder.join(".gitignore");
        put(&ignore, "*\n").map_err(io_error(&ignore))?;
        let run = fs::read(folder.join("run.json")).unwrap_or_default();
        let mut run: Run = serde_json::from_slice(&run).unwrap_or_default();
        if run.finished || run.number == 0 {
            run.number += 1;
            run.finished = false;
        }
        if full {
            run.since.clear();
        }
        let lines = fs::read_to_string(folder.join("index.jsonl")).unwrap_or_default();
        let pages = lines
            .lines()
            .filter_map(|line| serde_json::from_str::<Page>(line).ok());
        let index: BTreeMap<String, Page> = pages.map(|page| (page.url.clone(), page)).collect();
        let kinds = (index.values())
            .filter_map(|page| Some((file_name(&page.url), Kind::of_property(&page.what)?)))
            .collect();
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(manners.timeout))
            .user_agent(manners.user_agent.as_str())
            .http_status_as_error(false)
            .build()
            .into();
        let server = Self {
            agent,
            manners,
            folder: folder.to_owned(),
            run,
            index,
            requests: 0,
            progress,
            told: Progress::default(),
            hosts: BTreeSet::new(),
            kinds,
        };
        server.save()?;
        Ok(server)
    }

    /// Everything of one council. `choose` says which of several it is.
    ///
    /// # Errors
    /// [`FetchError`]; what came until then is kept, the next run goes on from there.
    pub fn fetch(mut self, entry: &str, choose: Choice<'_>) -> Result<Fetched, FetchError> {
        let mut store = Store::default();
        let mut pages = Vec::new();
        let mut fresh = Vec::new();
        let mut complete = true;
        let body = self.body(entry, choose, &mut pages)?;
        let mut seen = BTreeSet::new();
        let mut since = self.run.since.clone();
        self.run.short.clear();
        self.hosts
            .extend([host(entry), host(own_id(&body))].map(str::to_owned));

        for property in LISTS {
            let Some(Value::String(list)) = body.get(property) else {
                continue;
            };
            let list = absolute(own_id(&body), entry, list);
            if !seen.insert(list.clone()) {
                continue;
            }
            self.hosts.insert(host(&list).to_owned());
            if self.changes(&list, property, &mut fresh) {
                complete = false;
                continue;
            }
            match self.list(&list, property, &mut pages) {
                Err(FetchError::Refused { url, status }) => {
                    complete = false;
                    self.run
                        .short
                        .push(format!("{url}: the server answers {status}"));
                }
                other => other?,
            }
        }
        if complete {
            self.run.changes.clear();
        } else {
            // What is listed whole comes first, what changed since then last.
            let old = std::mem::take(&mut self.run.pages);
            pages.splice(0..0, old);
            let mut known = BTreeSet::new();
            pages.retain(|page| known.insert(page.clone()));
        }
        self.refresh(&fresh, &mut pages)?;
        fresh.retain(|page| !self.run.changes.contains(page));
        self.run.changes.extend(fresh);
        let all: Vec<String> = pages.iter().chain(&self.run.changes).cloned().collect();
        for name in &all {
            let value = self.kept(name)?;
            newest(&value, &mut since);
            store.take(value, self.kinds.get(name).copied());
        }
        store.take(Value::Object(body), Some(Kind::Body));
        settle(&mut store);
        let missing = self.linked(&mut store, &mut pages)?;
        self.run.pages = pages;
        self.run.since = since;
        self.run.finished = true;
        self.save()?;
        let short = std::mem::take(&mut self.run.short);
        Ok(Fetched {
            store,
            complete: complete && short.is_empty(),
            requests: self.requests,
            missing,
            short,
        })
    }

    /// The council, from the server's entry point: a System, a list of bodies, or a Body itself.
    fn body(
        &mut self,
        entry: &str,
        choose: Choice<'_>,
        pages: &mut Vec<String>,
    ) -> Result<Object, FetchError> {
        let fail = |reason: String| FetchError::Server {
            url: entry.to_owned(),
            reason,
        };
        let first = self.get(entry, "", pages)?;
        let mut bodies: Vec<Object> = Vec::new();
        let is_body = first.get("paper").is_some();
        if is_body {
            bodies.extend(first.as_object().cloned());
        } else {
            let list = first.get("body").or_else(|| first.get("data"));
            let mut list = list.unwrap_or(&first).clone();
            if let Value::String(url) = &mut list {
                *url = absolute(entry, entry, url);
            }
            self.bodies(&list, &mut bodies, pages)?;
        }
        let named: Vec<(String, String)> = bodies
            .iter()
            .map(|body| {
                (
                    own_id(body).to_owned(),
                    raw(body, "name").unwrap_or_default(),
                )
            })
            .collect();
        if named.is_empty() {
            return Err(fail(
                "no council: this is neither a System nor a Body of OParl".into(),
            ));
        }
        let at = choose(&named).map_err(fail)?;
        Ok(bodies.swap_remove(at))
    }

    fn bodies(
        &mut self,
        list: &Value,
        bodies: &mut Vec<Object>,
        pages: &mut Vec<String>,
    ) -> Result<(), FetchError> {
        match list {
            Value::String(url) => {
                let mut next = Some(url.clone());
                let mut seen = BTreeSet::new();
                while let Some(url) = next.filter(|url| seen.insert(url.clone())) {
                    let page = self.get(&url, "body", pages)?;
                    let data = page.get("data").unwrap_or(&page).clone();
                    next = following(&page, &url);
                    match &data {
                        Value::Object(body) => bodies.push(body.clone()),
                        data => self.bodies(data, bodies, pages)?,
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    match item {
                        Value::Object(body) => bodies.push(body.clone()),
                        item => self.bodies(item, bodies, pages)?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// All pages of a list.
    fn list(&mut self, url: &str, what: &str, pages: &mut Vec<String>) -> Result<(), FetchError> {
        self.told = Progress {
            what: what.to_owned(),
            ..Progress::default()
        };
        let mut said = 0;
        let mut next = Some(url.to_owned());
        let mut seen = BTreeSet::new();
        while let Some(url) = next.filter(|url| seen.insert(url.clone())) {
            let page = self.get(&url, what, pages)?;
            self.told.done += objects(&page).len();
            said = said.max(total(&page).unwrap_or(0));
            self.told.total = said.max(self.told.done);
            (self.progress)(&self.told);
            next = following(&page, &url);
        }
        if self.told.done < said {
            let done = self.told.done;
            let short = format!("{url}: the server says {said} objects and gives {done}");
            self.run.short.push(short);
        }
        Ok(())
    }

    /// Asks what changed in a list since the last run; false if there was none, or the server passes over the
    /// question: then the list must be read as a whole.
    fn changes(&mut self, url: &str, what: &str, names: &mut Vec<String>) -> bool {
        let Some(since) = instant(&self.run.since).filter(|_| !self.run.pages.is_empty()) else {
            return false;
        };
        // As the standard says it; then in world time without signs, since some servers stumble over `%2B`. No
        // fractions of a second: others stumble over those.
        let exact = since.strftime("%Y-%m-%dT%H:%M:%S");
        let own = self.run.since.split('.').next().unwrap_or_default();
        let said = if own.len() < self.run.since.len() {
            format!("{exact}+00:00")
        } else {
            own.to_owned()
        };
        let encoded = said.replace('+', "%2B").replace(':', "%3A");
        [encoded, format!("{exact}Z")]
            .iter()
            .find_map(|since| self.changes_since(url, since, what, names))
            .unwrap_or(false)
    }

    /// Asks in one notation; `None` if the server does not understand it.
    fn changes_since(
        &mut self,
        url: &str,
        since: &str,
        what: &str,
        names: &mut Vec<String>,
    ) -> Option<bool> {
        let mark = if url.contains('?') { '&' } else { '?' };
        let mut next = Some(format!("{url}{mark}modified_since={since}"));
        let (mut own, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(url) = next.filter(|url| seen.insert(url.clone())) {
            let page = self.get(&url, what, &mut own).ok()?;
            let Value::Array(data) = page.get("data").unwrap_or(&page) else {
                return None;
            };
            let fits = |object: &Value| {
                object
                    .get("modified")
                    .and_then(Value::as_str)
                    .is_some_and(|modified| instant(modified) >= instant(&self.run.since))
            };
            if !data.iter().all(fits) {
                return Some(false);
            }
            next = following(&page, &url);
        }
        names.extend(own);
        Some(true)
    }

    /// What objects that changed name is asked for again: a server that links a step of a Beratungsfolge instead of
    /// embedding it need not say that the step changed.
    fn refresh(&mut self, fresh: &[String], pages: &mut Vec<String>) -> Result<(), FetchError> {
        let mut news = Store::default();
        for name in fresh {
            news.take(self.kept(name)?, self.kinds.get(name).copied());
        }
        for (kind, id) in unresolved(&news) {
            let old = self
                .index
                .get(&id)
                .is_some_and(|page| page.run != self.run.number);
            if !old {
                continue;
            }
            match self.get(&id, kind.property(), pages) {
                Ok(_) | Err(FetchError::Server { .. } | FetchError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Objects that others name and no list holds, asked for one by one.
    fn linked(
        &mut self,
        store: &mut Store,
        pages: &mut Vec<String>,
    ) -> Result<Vec<String>, FetchError> {
        // What a list gives matters more: one object among many is not waited for as long.
        self.manners.retries = self.manners.retries.min(LINKED_RETRIES);
        let mut asked = BTreeSet::new();
        let mut missing = Vec::new();
        for _ in 0..ROUNDS {
            let wanted: Vec<(Kind, String)> = unresolved(store)
                .into_iter()
                .filter(|(_, id)| asked.insert(key(id)))
                .collect();
            if wanted.is_empty() {
                break;
            }
            self.told = Progress {
                what: "linked objects".to_owned(),
                done: 0,
                total: wanted.len(),
            };
            for (kind, id) in wanted {
                self.told.done += 1;
                (self.progress)(&self.told);
                if !self.hosts.contains(host(&id)) {
                    missing.push(id);
                    continue;
                }
                match self.get(&id, kind.property(), pages) {
                    Ok(value) => store.take(value, Some(kind)),
                    Err(FetchError::Server { .. } | FetchError::Refused { .. }) => missing.push(id),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(missing)
    }

    /// A page: the kept one if this run has it already or the server says that it did not change.
    fn get(&mut self, url: &str, what: &str, pages: &mut Vec<String>) -> Result<Value, FetchError> {
        let name = file_name(url);
        if let Some(kind) = Kind::of_property(what) {
            self.kinds.insert(name.clone(), kind);
        }
        let known = self.index.get(url).cloned();
        if known
            .as_ref()
            .is_some_and(|page| page.run == self.run.number)
            && let Ok(value) = self.kept(&name)
        {
            pages.push(name);
            return Ok(value);
        }
        let kept = known.filter(|_| self.folder.join(&name).is_file());
        let (bytes, mut page) = match self.ask(url, kept.as_ref())? {
            Some((bytes, page)) => (Some(bytes), page),
            None => (None, kept.unwrap_or_default()),
        };
        page.run = self.run.number;
        url.clone_into(&mut page.url);
        what.clone_into(&mut page.what);
        let value = match bytes {
            None => self.kept(&name)?,
            Some(bytes) => {
                let value = document(&decode(&bytes)).map_err(|error| FetchError::Server {
                    url: url.to_owned(),
                    reason: format!("no JSON: {error}"),
                })?;
                self.keep(&name, &value.to_string())?;
                value
            }
        };
        self.note(page)?;
        pages.push(name);
        Ok(value)
    }

    /// Asks, and asks again if that may help. `None`: it did not change.
    fn ask(
        &mut self,
        url: &str,
        kept: Option<&Page>,
    ) -> Result<Option<(Vec<u8>, Page)>, FetchError> {
        let mut wait = self.manners.backoff;
        let mut tries = 0;
        loop {
            if self.requests > 0 {
                std::thread::sleep(self.manners.pause);
            }
            self.requests += 1;
            let (reason, asked) = match self.once(url, kept) {
                Ok(Answer::Same) => return Ok(None),
                Ok(Answer::New(bytes, page)) => return Ok(Some((bytes, page))),
                Ok(Answer::Refused(status)) => {
                    let url = url.to_owned();
                    return Err(FetchError::Refused { url, status });
                }
                Ok(Answer::Later(status, after)) => (format!("the server answers {status}"), after),
                Err(reason) => (reason, None),
            };
            if tries == self.manners.retries {
                return Err(FetchError::Server {
                    url: url.to_owned(),
                    reason: format!(
                        "{reason}, {} times; run the command again to go on from here",
                        tries + 1
                    ),
                });
            }
            tries += 1;
            std::thread::sleep(asked.unwrap_or(wait).min(LONGEST_WAIT));
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    fn once(&self, url: &str, kept: Option<&Page>) -> Result<Answer, String> {
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            return Err("no web address".to_owned());
        }
        let mut request = self.agent.get(url).header("Accept", "application/json");
        if let Some(page) = kept {
            if let Some(etag) = &page.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(modified) = &page.modified {
                request = request.header("If-Modified-Since", modified);
            }
        }
        let mut response = request.call().map_err(|error| error.to_string())?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let page = Page {
            etag: header("etag"),
            modified: header("last-modified"),
            ..Page::default()
        };
        match response.status().as_u16() {
            304 if kept.is_some() => Ok(Answer::Same),
            200..=299 => {
                let body = response.body_mut().with_config().limit(LARGEST);
                let bytes = body.read_to_vec().map_err(|error| error.to_string())?;
                Ok(Answer::New(bytes, page))
            }
            status @ (408 | 425 | 429 | 500..=599) => Ok(Answer::Later(
                status,
                header("retry-after").and_then(|text| after(&text)),
            )),
            status => Ok(Answer::Refused(status)),
        }
    }

    /// A file of the server, into a file beside a paper.
    ///
    /// # Errors
    /// [`FetchError`]; nothing is left half done.
    pub fn download(&mut self, url: &str, file: &Path) -> Result<(), FetchError> {
        let Some((bytes, _)) = self.ask(url, None)? else {
            return Ok(());
        };
        // What some servers say instead of an error.
        let begins = bytes.trim_ascii_start().get(..9).unwrap_or_default();
        let begins = begins.to_ascii_lowercase();
        let is_page = begins.starts_with(b"<html") || begins.starts_with(b"<!doctype");
        if is_page && file.extension().is_none_or(|end| end != "html") {
            return Err(FetchError::Server {
                url: url.to_owned(),
                reason: "a web page came instead of the file".to_owned(),
            });
        }
        put(file, bytes).map_err(io_error(file))
    }

    fn kept(&self, name: &str) -> Result<Value, FetchError> {
        let path = self.folder.join(name);
        let bytes = fs::read(&path).map_err(io_error(&path))?;
        serde_json::from_slice(&bytes).map_err(|error| io_error(&path)(error.into()))
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), FetchError> {
        let path = self.folder.join(name);
        put(&path, text).map_err(io_error(&path))
    }

    fn note(&mut self, page: Page) -> Result<(), FetchError> {
        let path = self.folder.join("index.jsonl");
        let line = serde_json::to_string(&page).unwrap_or_default();
        let file = fs::File::options().create(true).append(true).open(&path);
        file.and_then(|mut file| writeln!(file, "{line}"))
            .map_err(io_error(&path))?;
        self.index.insert(page.url.clone(), page);
        Ok(())
    }

    fn save(&self) -> Result<(), FetchError> {
        let text = serde_json::to_string_pretty(&self.run).unwrap_or_default();
        self.keep("run.json", &text)
    }
}

/// What a server said.
enum Answer {
    New(Vec<u8>, Page),
    Same,
    /// Try again, perhaps after a time that it named.
    Later(u16, Option<Duration>),
    Refused(u16),
}

/// Where an answer is kept.
fn file_name(url: &str) -> String {
    format!("{:016x}.json", fingerprint(url))
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> FetchError + use<> {
    let path = path.to_owned();
    move |source| FetchError::Io { path, source }
}

/// `Retry-After`: seconds, or a moment.
fn after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    let wait = moment.duration_since(jiff::Timestamp::now());
    Duration::try_from(wait).ok()
}
