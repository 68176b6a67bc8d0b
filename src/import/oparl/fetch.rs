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

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ask::{Asker, Page};
use super::field::{own_id, raw};
use super::json::document;
use super::linked::unresolved;
use super::moved::settle;
use super::page::{absolute, following, host, instant, newest, objects, total};
use super::store::{Kind, Object, Store, key};
use crate::import::plain::decode;
use crate::text::fingerprint;
use crate::write::put;

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

pub use super::ask::{FetchError, Manners};

/// Which of several councils, given by id and name; or why none.
pub type Choice<'a> = &'a dyn Fn(&[(String, String)]) -> Result<usize, String>;

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

/// A server, and the folder in which its answers are kept.
pub struct Server<'a> {
    asker: Asker,
    folder: PathBuf,
    run: Run,
    index: BTreeMap<String, Page>,
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
        let server = Self {
            asker: Asker::new(manners),
            folder: folder.to_owned(),
            run,
            index,
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
            requests: self.asker.requests,
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
        let retries = &mut self.asker.manners.retries;
        *retries = LINKED_RETRIES.min(*retries);
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
        let (bytes, mut page) = match self.asker.ask(url, kept.as_ref())? {
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

    /// A file of the server, into a file beside a paper.
    ///
    /// # Errors
    /// [`FetchError`]; nothing is left half done.
    pub fn download(&mut self, url: &str, file: &Path) -> Result<(), FetchError> {
        let Some((bytes, _)) = self.asker.ask(url, None)? else {
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

/// Where an answer is kept.
fn file_name(url: &str) -> String {
    format!("{:016x}.json", fingerprint(url))
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> FetchError + use<> {
    let path = path.to_owned();
    move |source| FetchError::Io { path, source }
}
