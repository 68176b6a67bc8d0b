//! A harvest brought into the content folder: reads what is there, writes what is new, atomically file by
//! file. A door to the disk; what becomes of a file is `update`'s to say.

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it reads and writes content files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Map, Value};
use walkdir::WalkDir;

use super::draft::{Draft, Harvest};
use super::file::{Mapping, Segment, list_items, parts};
use super::gone;
use super::state::{FILE, Record, State, as_read, whole};
use super::update::{Conflict, Decision, Updated, fresh, update, update_mapping};
use super::yaml;
use crate::model::Slug;
use crate::write::put;

/// Why an import cannot write.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no portal.
    #[error(
        "no file {0}\n  begin a portal with `drucksache new portal DIR`, or name it with --root DIR"
    )]
    NoPortal(PathBuf),
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> ImportError + use<> {
    let path = path.to_owned();
    move |source| ImportError::Io { path, source }
}

/// A council's folder with what is known of earlier imports.
pub struct Folder {
    /// `content/bodies/<body>`.
    path: PathBuf,
    /// The same below the portal's root, for messages.
    shown: String,
    /// What was imported last.
    pub state: State,
    /// Files of papers and meetings by the record that they say they come from; those that moved are found by it.
    moved: BTreeMap<String, String>,
    /// Names that are taken: places of papers, meetings, organizations, people.
    pub taken: BTreeSet<String>,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Files that are new.
    pub new: Vec<String>,
    /// Files that changed.
    pub changed: Vec<String>,
    /// How many records changed nothing.
    pub same: usize,
    /// What the author has to decide, by file.
    pub conflicts: Vec<(String, Vec<Conflict>)>,
    /// Files that cannot be read, and were left alone.
    pub unreadable: Vec<String>,
    /// Files that the author removed: they do not come back.
    pub removed: usize,
    /// What is gone at the source and not decided yet.
    pub gone: Vec<Gone>,
}

/// A file whose record is gone at its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The file.
    pub file: String,
    /// What `drucksache withdraw` takes.
    pub id: String,
}

impl Folder {
    /// Looks at a council's folder; it need not be there yet.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn open(root: &Path, body: &Slug) -> Result<Self, ImportError> {
        let portal = root.join("content/portal.yaml");
        if !portal.is_file() {
            return Err(ImportError::NoPortal(portal));
        }
        let shown = format!("content/bodies/{body}");
        let path = root.join(&shown);
        let state = State::parse(&read(&path.join(FILE))?.unwrap_or_default());
        let mut folder = Self {
            path,
            shown,
            state,
            moved: BTreeMap::new(),
            taken: BTreeSet::new(),
        };
        folder.look();
        Ok(folder)
    }

    /// Where a file below the council's folder lies.
    #[must_use]
    pub fn path(&self, place: &str) -> PathBuf {
        self.path.join(place)
    }

    /// A file's text, if it is there.
    ///
    /// # Errors
    /// [`ImportError::Io`].
    pub fn read(&self, place: &str) -> Result<Option<String>, ImportError> {
        read(&self.path.join(place))
    }

    /// Notes which names are taken, and where files are that are not where they were imported to.
    fn look(&mut self) {
        let mut files = Vec::new();
        for folder in ["papers", "meetings"] {
            let entries = WalkDir::new(self.path.join(folder)).sort_by_file_name();
            for entry in entries.into_iter().filter_map(Result::ok) {
                let below = entry.path().strip_prefix(&self.path);
                let below = below.map(|path| path.to_string_lossy().replace('\\', "/"));
                if let Ok(place) = below
                    && entry.file_type().is_file()
                    && place.ends_with(".md")
                {
                    files.push(place);
                }
            }
        }
        for name in ["organizations", "people"] {
            let text = self.read(&format!("{name}.yaml")).ok().flatten();
            for slug in slugs(&text.unwrap_or_default()) {
                self.taken.insert(format!("{name}.yaml#{slug}"));
            }
        }
        self.taken.extend(files.iter().map(|place| name_of(place)));
        let there: BTreeSet<&str> = files.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = self.state.records.values().map(|r| &*r.place).collect();
        let astray = (self.state.records.values())
            .any(|record| !record.place.contains('#') && !there.contains(&*record.place));
        let strangers = files.iter().filter(|place| !known.contains(place.as_str()));
        if astray || self.state.records.is_empty() {
            let origin = |place: &String| {
                let text = self.read(place).ok().flatten()?;
                let front = Mapping::new(parts(&text)?.front).values()?;
                let id = front.get("importedFrom")?.as_str()?.to_owned();
                Some((id, place.clone()))
            };
            self.moved = strangers.filter_map(origin).collect();
        }
    }

    /// Follows records whose ids moved.
    pub fn rename(&mut self, moved: &[(String, String)]) {
        for (old, new) in moved {
            if let Some(mut record) = self.state.records.remove(old) {
                record.id.clone_from(new);
                // The id stands in the file too.
                record.all = 0;
                self.state.records.insert(new.clone(), record);
            }
            if let Some(place) = self.moved.remove(old) {
                self.moved.insert(new.clone(), place);
            }
        }
    }

    /// Where a record's file lies, if it has one.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&str> {
        let moved = self.moved.get(id).map(String::as_str);
        moved.or_else(|| self.state.records.get(id).map(|record| &*record.place))
    }

    /// Brings a harvest into the folder. `decision` says who wins where both sides changed something, by file.
    ///
    /// # Errors
    /// See [`ImportError`]. Files written until then are whole; the next run does the rest.
    pub fn write(
        &mut self,
        harvest: &Harvest,
        decision: &(dyn Fn(&str) -> Decision + Sync),
    ) -> Result<Written, ImportError> {
        let mut ledger = self.begin(harvest, decision)?;
        self.papers(&harvest.papers, decision, &mut ledger)?;
        self.end(harvest, ledger)
    }

    /// Brings everything but papers into the folder.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn begin(
        &self,
        harvest: &Harvest,
        decision: &(dyn Fn(&str) -> Decision + Sync),
    ) -> Result<Ledger, ImportError> {
        let mut ledger = Ledger::default();
        fs::create_dir_all(&self.path).map_err(io_error(&self.path))?;
        self.body(harvest, decision, &mut ledger)?;
        for (file, drafts) in [
            ("organizations.yaml", &harvest.organizations),
            ("people.yaml", &harvest.people),
        ] {
            self.list(file, drafts, decision, &mut ledger)?;
        }
        self.papers(&harvest.meetings, decision, &mut ledger)?;
        Ok(ledger)
    }

    /// Brings papers, or meetings, into the folder.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn papers(
        &self,
        drafts: &[Draft],
        decision: &(dyn Fn(&str) -> Decision + Sync),
        ledger: &mut Ledger,
    ) -> Result<(), ImportError> {
        let done: Vec<_> = drafts
            .par_iter()
            .map(|draft| self.draft(draft, decision))
            .collect::<Result<_, _>>()?;
        for (draft, done) in drafts.iter().zip(done) {
            self.note(draft, done, ledger);
            ledger.seen.insert(draft.id.clone());
        }
        Ok(())
    }

    /// Remembers what was brought, and asks about what is gone.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn end(&mut self, harvest: &Harvest, ledger: Ledger) -> Result<Written, ImportError> {
        let Ledger {
            mut written,
            records,
            seen,
        } = ledger;
        for record in records {
            self.state.records.insert(record.id.clone(), record);
        }
        self.gone(harvest, &seen, &mut written)?;
        let text = self.state.print();
        if self.read(FILE)?.unwrap_or_default() != text {
            self.replace(FILE, &text)?;
        }
        Ok(written)
    }

    /// One paper or meeting.
    fn draft(
        &self,
        draft: &Draft,
        decision: &(dyn Fn(&str) -> Decision + Sync),
    ) -> Result<Done, ImportError> {
        let base = self.state.records.get(&draft.id);
        let place = self.place(&draft.id);
        let Some(place) = place else {
            let place = format!("{}.md", draft.place);
            let path = self.path.join(&place);
            if path.is_file() {
                // Somebody wrote it before it was imported: it is theirs.
                return self.change(draft, None, &place, decision);
            }
            let new = fresh(draft, &place);
            self.replace(&place, &new.text)?;
            return Ok(Done::New(place, new.record));
        };
        if base.is_some_and(|base| base.all == whole(draft) && base.place == place && !base.gone) {
            return Ok(if self.path.join(place).is_file() {
                Done::Same
            } else {
                Done::Removed
            });
        }
        self.change(draft, base, place, decision)
    }

    fn change(
        &self,
        draft: &Draft,
        base: Option<&Record>,
        place: &str,
        decision: &(dyn Fn(&str) -> Decision + Sync),
    ) -> Result<Done, ImportError> {
        let Some(old) = self.read(place)? else {
            return Ok(Done::Removed);
        };
        let back = base
            .filter(|base| base.gone)
            .and_then(|_| gone::taken_back(&old));
        let back = back.as_ref().unwrap_or(&old);
        let shown = format!("{}/{place}", self.shown);
        let Some(mut new) = update(back, base, draft, decision(&shown)) else {
            return Ok(Done::Unreadable(place.to_owned()));
        };
        place.clone_into(&mut new.record.place);
        if new.text != old {
            self.replace(place, &new.text)?;
        }
        Ok(Done::Updated(
            place.to_owned(),
            old != new.text,
            Box::new(new),
        ))
    }

    fn note(&self, draft: &Draft, done: Done, ledger: &mut Ledger) {
        let shown = |place: &str| format!("{}/{place}", self.shown);
        match done {
            Done::New(place, record) => {
                ledger.written.new.push(shown(&place));
                ledger.records.push(record);
            }
            Done::Same => ledger.written.same += 1,
            Done::Removed => {
                ledger.written.removed += 1;
                if let Some(base) = self.state.records.get(&draft.id) {
                    ledger.records.push(base.clone());
                }
            }
            Done::Unreadable(place) => ledger.written.unreadable.push(shown(&place)),
            Done::Updated(place, changed, new) => {
                if changed {
                    ledger.written.changed.push(shown(&place));
                } else {
                    ledger.written.same += 1;
                }
                if !new.conflicts.is_empty() {
                    ledger
                        .written
                        .conflicts
                        .push((shown(&place), new.conflicts));
                }
                ledger.records.push(new.record);
            }
        }
    }

    /// `body.yaml`: one record of its own.
    fn body(
        &self,
        harvest: &Harvest,
        decision: &(dyn Fn(&str) -> Decision + Sync),
        ledger: &mut Ledger,
    ) -> Result<(), ImportError> {
        const PLACE: &str = "body.yaml";
        if harvest.body.is_empty() {
            return Ok(());
        }
        let mut draft = Draft::new(PLACE, PLACE.to_owned());
        draft.front.clone_from(&harvest.body);
        let base = self.state.records.get(PLACE);
        let Some(old) = self.read(PLACE)? else {
            let text = yaml::mapping(&draft.front, 0);
            self.replace(PLACE, &text)?;
            let record = Record::of(&draft, PLACE, &as_read(&draft.front));
            self.note(&draft, Done::New(PLACE.to_owned(), record), ledger);
            return Ok(());
        };
        let shown = format!("{}/{PLACE}", self.shown);
        let mapping = Mapping::new(&old);
        let done = match update_mapping(mapping, base, &draft, decision(&shown)) {
            None => Done::Unreadable(PLACE.to_owned()),
            Some(mut new) => {
                PLACE.clone_into(&mut new.record.place);
                if new.text != old {
                    self.replace(PLACE, &new.text)?;
                }
                Done::Updated(PLACE.to_owned(), new.text != old, Box::new(new))
            }
        };
        self.note(&draft, done, ledger);
        Ok(())
    }

    /// A YAML file with a list: organizations, people. Entries that are there stay in their order, new ones
    /// come last.
    fn list(
        &self,
        file: &str,
        drafts: &[Draft],
        decision: &(dyn Fn(&str) -> Decision + Sync),
        ledger: &mut Ledger,
    ) -> Result<(), ImportError> {
        if drafts.is_empty() {
            return Ok(());
        }
        let old = self.read(file)?;
        let mut segments = list_items(old.as_deref().unwrap_or_default());
        let there = segments.iter().enumerate();
        let there: BTreeMap<String, usize> = there
            .filter_map(|(at, part)| Some((part.slug()?, at)))
            .collect();
        let shown = format!("{}/{file}", self.shown);
        let mut conflicts = Vec::new();
        for draft in drafts {
            let slug = draft.front.get("slug").and_then(Value::as_str);
            let slug = slug.unwrap_or_default();
            let base = self.state.records.get(&draft.id);
            match (there.get(slug), base) {
                (Some(_), Some(base)) if base.all == whole(draft) => {}
                (Some(at), _) => {
                    let mapping = Mapping::item(segments[*at].text());
                    let Some(mut new) = update_mapping(mapping, base, draft, decision(&shown))
                    else {
                        continue;
                    };
                    new.record.place = format!("{file}#{slug}");
                    segments[*at] = Segment::Item(new.text);
                    conflicts.append(&mut new.conflicts);
                    ledger.records.push(new.record);
                }
                (None, Some(_)) => ledger.written.removed += 1,
                (None, None) => {
                    if let Some(Segment::Item(last) | Segment::Other(last)) = segments.last_mut()
                        && !last.is_empty()
                        && !last.ends_with('\n')
                    {
                        last.push('\n');
                    }
                    let item = yaml::items(&[Value::Object(draft.front.clone())], 0);
                    segments.push(Segment::Item(item));
                    let place = format!("{file}#{slug}");
                    ledger
                        .records
                        .push(Record::of(draft, &place, &as_read(&draft.front)));
                }
            }
        }
        let text: String = segments.iter().map(Segment::text).collect();
        if !conflicts.is_empty() {
            ledger.written.conflicts.push((shown.clone(), conflicts));
        }
        if crate::parse::quietly::<Vec<Map<String, Value>>>(&text).is_none() {
            ledger.written.unreadable.push(shown);
            return Ok(());
        }
        match old {
            Some(old) if old == text => return Ok(()),
            Some(_) => ledger.written.changed.push(shown),
            None => ledger.written.new.push(shown),
        }
        self.replace(file, &text)
    }

    /// What is gone at the source, and still here: the author is asked once, in the file. Who deletes the question
    /// keeps the file.
    fn gone(
        &mut self,
        harvest: &Harvest,
        there: &BTreeSet<String>,
        written: &mut Written,
    ) -> Result<(), ImportError> {
        let deleted: BTreeSet<&str> = harvest.deleted.iter().map(String::as_str).collect();
        let mut asked = Vec::new();
        for record in self.state.records.values() {
            let missing =
                harvest.complete && record.id.contains("://") && !there.contains(&record.id);
            let place = self.place(&record.id).unwrap_or(&record.place);
            let is_file = record.place.ends_with(".md");
            if !is_file || !(missing || deleted.contains(&*record.id)) {
                continue;
            }
            let Some(text) = self.read(place)? else {
                continue;
            };
            let file = format!("{}/{place}", self.shown);
            let id = self.withdrawn_as(place);
            if record.gone && !gone::is_proposed(&text) {
                continue;
            }
            if !record.gone
                && let Some(text) = gone::proposed(&text, &id)
            {
                self.replace(place, &text)?;
                written.changed.push(file.clone());
                asked.push(record.id.clone());
            }
            written.gone.push(Gone { file, id });
        }
        for id in asked {
            if let Some(record) = self.state.records.get_mut(&id) {
                record.gone = true;
            }
        }
        Ok(())
    }

    /// What `drucksache withdraw` takes for a file: `neustadt/radweg`, `meeting/neustadt/2024-04-17-rat`.
    fn withdrawn_as(&self, place: &str) -> String {
        let body = self.shown.rsplit('/').next().unwrap_or_default();
        let name = name_of(place);
        match name.split_once('#') {
            Some(("meetings", name)) => format!("meeting/{body}/{name}"),
            Some((_, name)) => format!("{body}/{name}"),
            None => name,
        }
    }

    /// Exchanges a file in one step, so that a crash leaves the old one or the new one.
    fn replace(&self, place: &str, text: &str) -> Result<(), ImportError> {
        let path = self.path.join(place);
        put(&path, text).map_err(io_error(&path))
    }
}

/// Slugs of the entries of a list in a council's folder, by name and short name.
///
/// # Errors
/// [`ImportError::Io`].
pub fn known_names(folder: &Folder, file: &str) -> Result<BTreeMap<String, String>, ImportError> {
    let text = folder.read(file)?.unwrap_or_default();
    let list = crate::parse::quietly::<Vec<Map<String, Value>>>(&text).unwrap_or_default();
    let mut names = BTreeMap::new();
    for key in ["shortName", "name"] {
        for entry in &list {
            let of = |key: &str| Some(entry.get(key)?.as_str()?.to_owned());
            if let (Some(name), Some(slug)) = (of(key), of("slug")) {
                names.insert(name, slug);
            }
        }
    }
    Ok(names)
}

/// What was done, and what is to be remembered of it.
#[derive(Default)]
pub struct Ledger {
    written: Written,
    records: Vec<Record>,
    /// Ids of papers and meetings that came.
    seen: BTreeSet<String>,
}

/// What became of one record.
enum Done {
    New(String, Record),
    Same,
    Updated(String, bool, Box<Updated>),
    Removed,
    Unreadable(String),
}

fn read(path: &Path) -> Result<Option<String>, ImportError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error(path)(error)),
    }
}

/// Slugs of a list of entries.
fn slugs(text: &str) -> Vec<String> {
    let list = crate::parse::quietly::<Vec<Map<String, Value>>>(text).unwrap_or_default();
    let slug = |entry: &Map<String, Value>| Some(entry.get("slug")?.as_str()?.to_owned());
    list.iter().filter_map(slug).collect()
}

/// The name that a file takes: papers of all years share one space (`papers#radweg`).
fn name_of(place: &str) -> String {
    let (kind, rest) = place.split_once('/').unwrap_or(("", place));
    let rest = rest.strip_suffix("/index.md").unwrap_or(rest);
    let name = rest.rsplit('/').next().unwrap_or(rest);
    format!("{kind}#{}", name.strip_suffix(".md").unwrap_or(name))
}
