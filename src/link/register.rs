//! The register and the archive: what of all that was published is still there, what has moved, what is gone.
//!
//! Only what is public meets here. A paper that became restricted is gone like one whose file was deleted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Month;
use super::archive::{
    Archive, BodyIx, MeetingIx, OrganizationIx, PaperIx, PaperNode, PersonIx, ProcedureIx, TopicIx,
};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Date, ObjectId, ObjectKind, RegisterFile, RegisterLine};
use crate::parse::{Content, Document, Kind, RegisterFile as File, classify};

/// Something published, with an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Object {
    /// A council.
    Body(BodyIx),
    /// A meeting.
    Meeting(MeetingIx),
    /// A committee, faction or department.
    Organization(OrganizationIx),
    /// A page, by its index.
    Page(usize),
    /// A paper.
    Paper(PaperIx),
    /// A person in office.
    Person(PersonIx),
    /// A procedure.
    Procedure(ProcedureIx),
    /// A topic.
    Topic(TopicIx),
}

/// What is at an address that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum State {
    /// What was published there.
    Live(Object),
    /// The way to where it is now.
    Moved(Object),
    /// Nothing any more; the line of the register, by its index, says why.
    Gone(usize),
    /// Nothing, and nobody said why: no output may speak of it.
    Lost,
}

/// What happened to published data, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Change {
    /// The day.
    pub day: Date,
    /// What happened.
    pub kind: ChangeKind,
    /// The line of the register, by its index.
    pub at: usize,
}

/// What can happen to published data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum ChangeKind {
    /// It was published.
    Created,
    /// It says something else than before.
    Modified,
    /// It has another address.
    Moved,
    /// It is not there any more.
    Removed,
}

impl ChangeKind {
    /// Its name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Modified => "modified",
            Self::Moved => "moved",
            Self::Removed => "removed",
        }
    }
}

/// A line of the register, and what is at its address.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Known {
    /// The line.
    pub line: RegisterLine,
    /// What is there.
    pub state: State,
    /// Where the line stands.
    pub place: Place,
}

/// All lines of the register, by their id.
#[derive(Clone, Debug, Default)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Register {
    lines: Vec<Known>,
    /// Those at whose address there is something else, or nothing: few, and often asked for.
    apart: Vec<usize>,
    /// Files that there are.
    files: BTreeSet<String>,
}

/// A file of a paper that is not there any more.
#[derive(Clone, Copy, Debug)]
pub struct PartedFile<'r> {
    /// The paper's line, by its index.
    pub line: usize,
    /// The file, by its index in the line.
    pub at: usize,
    /// What the register knows of it.
    pub file: &'r RegisterFile,
    /// Since when it is gone.
    pub day: Date,
    /// Why; none if it moved with its paper.
    pub reason: Option<&'r str>,
}

impl Register {
    /// Files of papers that are not where they were: taken away, or gone or moved with their papers.
    pub fn parted_files(&self) -> impl Iterator<Item = PartedFile<'_>> {
        let lines = self.lines.iter().enumerate();
        lines.flat_map(move |(line, known)| {
            let files = 0..known.line.files.len();
            files.filter_map(move |at| self.parted_file(line, at))
        })
    }

    /// The file at `at` of the line at `line`, if it is not where it was.
    #[must_use]
    pub fn parted_file(&self, line: usize, at: usize) -> Option<PartedFile<'_>> {
        let known = self.lines.get(line)?;
        let file = known.line.files.get(at)?;
        let (is_gone, reason) = match known.state {
            State::Live(_) => (false, None),
            State::Gone(why) => (true, self.lines[why].line.removed.as_deref()),
            State::Moved(_) if !known.line.is_live() => (true, None),
            _ => return None,
        };
        (is_gone || file.removed.is_some()).then(|| PartedFile {
            line,
            at,
            file,
            day: match file.removed {
                Some(_) => file.modified,
                None => known.line.modified,
            },
            reason: file.removed.as_deref().or(reason),
        })
    }

    /// First publication and last change of a paper's file, if the register knows it.
    #[must_use]
    pub fn file_days(&self, paper: &ObjectId, name: &str) -> Option<(Date, Date)> {
        let line = &self.get(paper.as_str())?.line;
        let file = line.files.iter().find(|file| file.name == name)?;
        let live = line.is_live() && file.removed.is_none();
        live.then_some((file.created, file.modified))
    }

    /// All lines, by their id.
    #[must_use]
    pub fn lines(&self) -> &[Known] {
        &self.lines
    }

    /// Files that there are, below the portal's root.
    #[must_use]
    pub const fn files(&self) -> &BTreeSet<String> {
        &self.files
    }

    /// Whether there is one.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !self.files.is_empty()
    }

    /// The line of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Known> {
        self.find(id).map(|at| &self.lines[at])
    }

    /// Lines of what is not at its address any more, with their indices.
    pub fn apart(&self) -> impl Iterator<Item = (usize, &Known)> {
        self.apart.iter().map(|at| (*at, &self.lines[*at]))
    }

    /// What is gone for good, with the reason.
    pub fn gone(&self) -> impl Iterator<Item = (usize, &RegisterLine, &str)> {
        self.apart().filter_map(|(at, known)| match known.state {
            State::Gone(why) => Some((at, &known.line, self.lines[why].line.removed.as_deref()?)),
            _ => None,
        })
    }

    /// Addresses that lead elsewhere.
    pub fn moved(&self) -> impl Iterator<Item = (usize, &RegisterLine, Object)> {
        self.apart().filter_map(|(at, known)| match known.state {
            State::Moved(to) => Some((at, &known.line, to)),
            _ => None,
        })
    }

    /// The latest day on which something of each council was moved or removed.
    pub(super) fn partings(&self) -> BTreeMap<String, Date> {
        let mut partings: BTreeMap<String, Date> = BTreeMap::new();
        for line in self.lines.iter().map(|known| &known.line) {
            if let (Some(body), false) = (line.id.body(), line.is_live()) {
                let day = partings.entry(body.to_owned()).or_insert(line.modified);
                *day = line.modified.max(*day);
            }
        }
        partings
    }

    /// All months from the first publication to the last change that the register knows: in none of them has a
    /// change an address that comes and goes.
    pub(super) fn span(&self) -> Vec<Month> {
        let first = self.lines.iter().map(|known| known.line.created).min();
        let last = self.lines.iter().map(|known| known.line.modified).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Vec::new();
        };
        let mut months = vec![(first.year(), first.month())];
        while let Some((year, month)) = months.last().copied()
            && (year, month) < (last.year(), last.month())
        {
            months.push(if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            });
        }
        months
    }

    /// The line of what was moved or withdrawn.
    pub(super) fn former(&self, id: &str) -> Option<usize> {
        self.find(id).filter(|at| !self.lines[*at].line.is_live())
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.lines
            .binary_search_by(|known| known.line.id.as_str().cmp(id))
            .ok()
    }

    /// What happened to the data as far as the register knows: of each object the first publication and the last
    /// change, the day on which it was moved or removed; the latest first.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::with_capacity(self.lines.len());
        for (at, Known { line, state, .. }) in self.lines.iter().enumerate() {
            let mut add = |day, kind| changes.push(Change { day, kind, at });
            match state {
                State::Live(_) => {
                    add(line.created, ChangeKind::Created);
                    if line.modified > line.created {
                        add(line.modified, ChangeKind::Modified);
                    }
                }
                // The line of the new address knows when it was published first.
                State::Moved(_) if line.moved_to.is_some() => add(line.modified, ChangeKind::Moved),
                State::Moved(_) | State::Lost => {}
                State::Gone(why) => {
                    add(line.created, ChangeKind::Created);
                    let day = self.lines[*why].line.modified.max(line.modified);
                    add(day, ChangeKind::Removed);
                }
            }
        }
        changes.sort_by_key(|change| Reverse((change.day, change.kind, Reverse(change.at))));
        changes
    }

    /// First publication and last change of what is there.
    pub(super) fn days(&self) -> HashMap<Object, (Date, Date)> {
        let live = self.lines.iter().filter_map(|known| match known.state {
            State::Live(object) => Some((object, (known.line.created, known.line.modified))),
            _ => None,
        });
        live.collect()
    }
}

impl Archive {
    /// Every object with an address of its own, with its id.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectId, Object)> + '_ {
        let people = self.person_ixs();
        let people = people.filter(|ix| self.person(*ix).is_in_office());
        let objects = self.body_ixs().map(Object::Body);
        let objects = objects
            .chain(self.organization_ixs().map(Object::Organization))
            .chain(people.map(Object::Person))
            .chain(self.meeting_ixs().map(Object::Meeting))
            .chain(self.topic_ixs().map(Object::Topic))
            .chain((0..self.pages.len()).map(Object::Page))
            .chain(self.procedure_ixs().map(Object::Procedure))
            .chain(self.paper_ixs().map(Object::Paper));
        objects.map(|object| (self.id_of(object), object))
    }

    /// The name of an object for readers.
    #[must_use]
    pub fn name_of(&self, object: Object) -> &str {
        match object {
            Object::Body(ix) => self.body(ix).body.label(),
            Object::Meeting(ix) => &self.meeting(ix).meeting.name,
            Object::Organization(ix) => &self.organization(ix).organization.name,
            Object::Page(at) => &self.pages[at].page.name,
            Object::Paper(ix) => &self.paper(ix).paper.name,
            Object::Person(ix) => &self.person(ix).person.name,
            Object::Procedure(ix) => &self.procedure(ix).name,
            Object::Topic(ix) => &self.topic(ix).topic.name,
        }
    }

    /// The id of an object in the register.
    #[must_use]
    pub fn id_of(&self, object: Object) -> ObjectId {
        use ObjectKind::{Body, Meeting, Organization, Page, Person, Procedure, Topic};
        let body = |ix: BodyIx| &self.body(ix).slug;
        match object {
            Object::Body(ix) => ObjectId::of_portal(Body, body(ix)),
            Object::Meeting(ix) => {
                let id = &self.meeting(ix).id;
                ObjectId::of_body(Meeting, &id.body, &id.slug)
            }
            Object::Organization(ix) => {
                let node = self.organization(ix);
                ObjectId::of_body(Organization, body(node.body), &node.organization.slug)
            }
            Object::Page(at) => ObjectId::of_portal(Page, &self.pages[at].slug),
            Object::Paper(ix) => ObjectId::paper(&self.paper(ix).id),
            Object::Person(ix) => {
                let node = self.person(ix);
                ObjectId::of_body(Person, body(node.body), &node.person.slug)
            }
            Object::Procedure(ix) => ObjectId::of_portal(Procedure, &self.procedure(ix).slug),
            Object::Topic(ix) => ObjectId::of_portal(Topic, &self.topic(ix).slug),
        }
    }
}

/// What is left out because its file has mistakes: nobody took it from the portal for good.
#[derive(Default)]
pub(super) struct Withheld {
    /// Ids, and ids without their last part for all that a broken file held.
    ids: BTreeSet<String>,
}

impl Withheld {
    pub(super) fn of(content: &Content) -> Self {
        fn broken<'d, T>(documents: impl Iterator<Item = &'d Document<T>>) -> Vec<&'d Kind>
        where
            T: 'd,
        {
            let broken = documents.filter(|document| document.broken);
            broken.map(|document| &document.source.kind).collect()
        }
        let mut ids = BTreeSet::new();
        let kinds = [
            broken(content.papers.iter()),
            broken(content.meetings.iter()),
            broken(content.topics.iter().map(|(_, document)| document)),
            broken(content.pages.iter().map(|(_, document)| document)),
            broken(content.organizations.iter().map(|(_, document)| document)),
            broken(content.people.iter().map(|(_, document)| document)),
            broken(content.bodies.iter().map(|(_, document)| document)),
        ];
        ids.extend(kinds.into_iter().flatten().filter_map(id));
        let unread = content.unread.iter().filter_map(|path| {
            let kind = classify(path.strip_prefix("content/")?).ok()??;
            id(&kind)
        });
        ids.extend(unread);
        Self { ids }
    }

    fn holds(&self, line: &RegisterLine) -> bool {
        let id = &line.id;
        let all = format!("{}/{}", id.kind().name(), id.body().unwrap_or_default());
        let body = id.body().map(|body| format!("body/{body}"));
        self.ids.contains(id.as_str())
            || self.ids.contains(&all)
            || body.is_some_and(|body| self.ids.contains(&body))
    }
}

/// What stands in a file: one id, or all of a kind in a council.
pub(super) fn id(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::Paper(id) => format!("paper/{id}"),
        Kind::Meeting(id) => format!("meeting/{id}"),
        Kind::Topic(slug) => format!("topic/{slug}"),
        Kind::Page(slug) => format!("page/{slug}"),
        Kind::Body(slug) => format!("body/{slug}"),
        Kind::Organizations(slug) => format!("organization/{slug}"),
        Kind::People(slug) => format!("person/{slug}"),
        _ => return None,
    })
}

/// Says of each line of the register what is at its address.
pub(super) fn fill(archive: &mut Archive, withheld: &Withheld) -> Vec<Diagnostic> {
    let register = std::mem::take(&mut archive.register);
    let mut states = vec![State::Lost; register.lines.len()];
    for (id, object) in archive.objects() {
        if let Some(at) = register.find(id.as_str()) {
            states[at] = State::Live(object);
        }
    }
    let mut findings = Vec::new();
    let by_address = earlier_addresses(archive, &register, &states);
    let live = states.clone();
    for (at, known) in register.lines.iter().enumerate() {
        let line = &known.line;
        let found = |code| {
            let found = Diagnostic::new(code, known.place.clone());
            let found = found.with("value", line.id.place());
            found.with("path", line.address.clone())
        };
        match live[at] {
            State::Live(_) if line.removed.is_some() => findings.push(found(Code::ReturnedObject)),
            State::Live(Object::Paper(ix)) => findings.extend(files(archive.paper(ix), known)),
            State::Live(_) => {}
            _ => {
                let state = whereabouts(archive, &register, &live, at);
                let alias = || {
                    by_address
                        .get(&*line.address)
                        .map(|ix| State::Moved(Object::Paper(*ix)))
                };
                states[at] = state.or_else(alias).unwrap_or(State::Lost);
                if states[at] == State::Lost && !withheld.holds(line) {
                    let found = found(Code::LostAddress).with("id", line.id.as_str());
                    findings.push(found);
                }
            }
        }
    }
    archive.register = register;
    for (known, state) in archive.register.lines.iter_mut().zip(states) {
        known.state = state;
    }
    let apart = archive.register.lines.iter().enumerate();
    let apart = apart.filter(|(_, known)| matches!(known.state, State::Moved(_) | State::Gone(_)));
    archive.register.apart = apart.map(|(at, _)| at).collect();
    findings
}

/// Files of a paper that are lost, or back.
fn files(paper: &PaperNode, known: &Known) -> Vec<Diagnostic> {
    let listed = paper.paper.attachments.iter().zip(&paper.attachments);
    let there = listed.filter_map(|(attachment, source)| {
        source.as_ref()?;
        attachment.file.as_ref().map(|name| name.value.as_str())
    });
    let there: BTreeSet<&str> = there.collect();
    let wrong = known.line.files.iter().filter_map(|file| {
        let code = match (there.contains(&*file.name), &file.removed) {
            (true, Some(_)) => Code::ReturnedObject,
            (false, None) => Code::LostAddress,
            _ => return None,
        };
        let found = Diagnostic::new(code, known.place.clone());
        let found = found.with("value", format!("{}/{}", known.line.id.place(), file.name));
        let found = found.with("path", format!("{}{}", known.line.address, file.name));
        Some(found.with("id", format!("{}/{}", known.line.id, file.name)))
    });
    wrong.collect()
}

/// All lines by their id, each once.
pub(super) fn sorted(files: Vec<File>) -> Register {
    let mut register = Register::default();
    for file in files {
        register.files.insert(file.source.path.to_string());
        let lines = file.lines.into_iter().map(|(line, span)| Known {
            line,
            state: State::Lost,
            place: file.source.place(span),
        });
        register.lines.extend(lines);
    }
    register.lines.sort_by(|a, b| a.line.id.cmp(&b.line.id));
    register.lines.dedup_by(|later, first| {
        let same = later.line.id == first.line.id;
        if same {
            first.line = first.line.clone().merged(later.line.clone());
        }
        same
    });
    register
}

/// What is at the address of a line whose object is not there.
fn whereabouts(
    archive: &Archive,
    register: &Register,
    live: &[State],
    from: usize,
) -> Option<State> {
    let mut at = from;
    // A way that is longer than the register leads in circles.
    for _ in 0..=register.lines.len() {
        if let State::Live(object) = live[at]
            && at != from
        {
            return Some(State::Moved(object));
        }
        let line = &register.lines[at].line;
        if line.removed.is_some() {
            return Some(State::Gone(at));
        }
        let Some(to) = &line.moved_to else {
            return of_procedure(archive, register, live, line);
        };
        at = register.find(to.as_str())?;
    }
    None
}

/// Where readers of a procedure that is none any more find its papers: in the procedure that they are part of now,
/// or by themselves. If nothing is left of it, what became of its first paper says why.
fn of_procedure(
    archive: &Archive,
    register: &Register,
    live: &[State],
    line: &RegisterLine,
) -> Option<State> {
    let papers = line.papers.iter();
    let papers = papers.filter_map(|id| {
        let at = register.find(id.as_str())?;
        match live[at] {
            State::Live(paper) => Some(State::Moved(paper)),
            _ => whereabouts(archive, register, live, at),
        }
    });
    let mut gone = None;
    for state in papers {
        if let State::Moved(Object::Paper(ix)) = state {
            let procedure = archive.paper(ix).procedure.map(Object::Procedure);
            return Some(State::Moved(procedure.unwrap_or(Object::Paper(ix))));
        }
        gone = gone.or(Some(state));
    }
    gone
}

/// Papers by earlier addresses that they state, if any line of the register needs them.
fn earlier_addresses(
    archive: &Archive,
    register: &Register,
    states: &[State],
) -> BTreeMap<String, PaperIx> {
    let lines = register.lines.iter().zip(states);
    if lines
        .clone()
        .all(|(known, state)| matches!(state, State::Live(_)) || !known.line.is_live())
    {
        return BTreeMap::new();
    }
    let all = archive.paper_ixs().flat_map(|ix| {
        let from = archive.paper(ix).paper.redirect_from.iter();
        from.map(move |from| (format!("/{}/", from.trim_matches('/')), ix))
    });
    all.collect()
}
