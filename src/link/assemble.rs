//! The steps of linking, in their order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::archive::{
    Archive, BodyIx, BodyNode, MeetingNode, OrganizationIx, OrganizationNode, PageNode, PaperIx,
    PaperNode, PersonIx, PersonNode, ProcedureIx, StaticFile, Text, TopicIx, TopicNode,
};
use super::check::Names;
use super::markdown_links::Ends;
use super::reference::Numbers;
use super::{
    Touched, agenda, appointment, contradiction, gate, kind, next, number, procedure, register,
    relate, status, touched, validity,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Body, Date, List, Page, Paper, PaperId, Portal, Slug, Spanned, Topic};
use crate::parse::{Content, Document, Kind, TextInfo, personal_data, suggest};
use crate::scheme::{Councils, Number, Schemes};
use crate::text::sort_key;

/// Links all documents; `councils` are those that the papers were parsed with. `None` if there is no sound
/// `portal.yaml`. On `today` depends which embargoes are over, which resolutions are in force, what is
/// overdue and what comes next.
#[must_use]
pub fn link(
    mut content: Content,
    councils: &Councils,
    today: Date,
) -> (Option<Archive>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let portal = content
        .portal
        .as_ref()
        .filter(|d| !d.broken)
        .map(|d| Portal::clone(&d.data));
    let Some(portal) = portal else {
        return (None, findings);
    };
    personal_data(&portal, &mut content, &mut findings);
    let withheld = register::Withheld::of(&content);
    let mut archive = Linker::new(portal, content, councils, today, &mut findings).finish(today);
    findings.extend(register::fill(&mut archive, &withheld));
    touched::fill(&mut archive, today);
    (Some(archive), findings)
}

struct Linker<'f> {
    archive: Archive,
    findings: &'f mut Vec<Diagnostic>,
    /// Bodies about whose lack nothing more is to be said.
    excused: Vec<Slug>,
}

impl<'f> Linker<'f> {
    fn new(
        portal: Portal,
        mut content: Content,
        councils: &Councils,
        today: Date,
        findings: &'f mut Vec<Diagnostic>,
    ) -> Self {
        let archive = Archive {
            portal,
            today,
            bodies: Vec::new(),
            organizations: Vec::new(),
            people: Vec::new(),
            meetings: Vec::new(),
            appointments: Vec::new(),
            topics: Vec::new(),
            pages: Vec::new(),
            papers: Vec::new(),
            newest: Vec::new(),
            procedures: Vec::new(),
            numbers: Vec::new(),
            statics: Vec::new(),
            touched: Touched::default(),
            register: register::sorted(std::mem::take(&mut content.registers)),
        };
        let excused = content.stated_bodies.clone();
        let mut linker = Self {
            archive,
            findings,
            excused,
        };
        let mut names = Names {
            stated_topics: content.stated_topics.clone(),
            ..Names::default()
        };
        linker.bodies(&content, &mut names);
        let bodies = linker.archive.bodies.iter();
        let schemes: Vec<&Schemes> = bodies.map(|body| councils.schemes(&body.slug)).collect();
        linker.organizations(&content, &mut names);
        linker.people(&content, &mut names);
        let ends = Ends::new(&content);
        linker.topics(&content, &mut names);
        linker.pages(&content);
        linker.statics(&content);
        let meetings = linker.check_meetings(&content, &names);
        let Papers {
            kept: mut documents,
            broken,
        } = linker.papers(content, &names, today);
        linker.odd_numbers(&documents, &schemes);
        let numbers = Numbers::new(&linker.archive.papers, &schemes);
        linker.shared_numbers(&numbers, &documents, &schemes);
        let known = relate::Known {
            numbers: &numbers,
            schemes: &schemes,
            bodies: &names.bodies,
        };
        relate::papers(&mut linker.archive, &mut documents, &known, linker.findings);
        number::collect(&mut linker.archive, &schemes);
        let found = relate::check(&linker.archive, &broken, &known);
        linker.findings.extend(found);
        Ends::check(&linker.archive, &broken, linker.findings);
        ends.resolve(&mut linker.archive, &documents, linker.findings);
        linker.meetings(meetings, &known);
        linker
    }

    /// What follows from the links alone.
    fn finish(self, today: Date) -> Archive {
        let mut archive = self.archive;
        relate::way_back(&mut archive.papers);
        relate::orders(&mut archive.papers);
        agenda::fill(&mut archive);
        self.findings.extend(contradiction::find(&archive.papers));
        let found = validity::of_all(&archive.papers, today);
        for (paper, validity) in archive.papers.iter_mut().zip(found) {
            paper.validity = validity;
        }
        for at in 0..archive.papers.len() {
            let paper = &archive.papers[at];
            let found = status::of_paper(&archive.papers, &archive.bodies, paper, today);
            (archive.papers[at].status, archive.papers[at].deadline) = found;
        }
        next::fill(&mut archive, today);
        archive.procedures = procedure::find(&archive.papers, today);
        for (at, procedure) in archive.procedures.iter().enumerate() {
            for paper in &procedure.papers {
                archive.papers[paper.number()].procedure = Some(ProcedureIx::new(at));
            }
        }
        namesakes(&mut archive);
        index(&mut archive);
        appointment::fill(&mut archive);
        archive
    }

    fn bodies(&mut self, content: &Content, names: &mut Names) {
        for (slug, document) in content.bodies.iter().filter(|(_, d)| !d.broken) {
            names
                .bodies
                .insert(slug.clone(), BodyIx::new(self.archive.bodies.len()));
            self.archive.bodies.push(BodyNode {
                slug: slug.clone(),
                source: document.source.clone(),
                body: Body::clone(&document.data),
                organizations: Vec::new(),
                people: Vec::new(),
                papers: Vec::new(),
                meetings: Vec::new(),
                missing: Vec::new(),
                terms: Vec::new(),
                types: BTreeMap::new(),
                months: BTreeSet::new(),
                touched: Touched::default(),
            });
        }
    }

    fn organizations(&mut self, content: &Content, names: &mut Names) {
        for (slug, document) in content.organizations.iter().filter(|(_, d)| !d.broken) {
            let Some(body) = self.body(names, slug, document) else {
                continue;
            };
            let known = names.organizations.entry(slug.clone()).or_default();
            for organization in &*document.data {
                let ix = OrganizationIx::new(self.archive.organizations.len());
                if known.contains_key(&organization.slug.value) {
                    self.findings.push(duplicate(document, &organization.slug));
                    continue;
                }
                known.insert(organization.slug.value.clone(), ix);
                self.archive.bodies[body.number()].organizations.push(ix);
                self.archive.organizations.push(OrganizationNode {
                    body,
                    source: document.source.clone(),
                    organization: organization.clone(),
                    papers: Vec::new(),
                    members: Vec::new(),
                    meetings: Vec::new(),
                    appointments: Vec::new(),
                    touched: Touched::default(),
                });
            }
        }
    }

    fn people(&mut self, content: &Content, names: &mut Names) {
        for (slug, document) in content.people.iter().filter(|(_, d)| !d.broken) {
            let Some(body) = self.body(names, slug, document) else {
                continue;
            };
            for person in &*document.data {
                let ix = PersonIx::new(self.archive.people.len());
                let mut memberships = Vec::new();
                let known = names.people.entry(slug.clone()).or_default();
                if known.contains_key(&person.slug.value) {
                    self.findings.push(duplicate(document, &person.slug));
                    continue;
                }
                known.insert(person.slug.value.clone(), ix);
                for (at, membership) in person.membership.iter().enumerate() {
                    let organization =
                        names.organization(document, slug, &membership.organization, self.findings);
                    if let Some(organization) = organization {
                        self.archive.organizations[organization.number()]
                            .members
                            .push((ix, at));
                        memberships.push((organization, at));
                    }
                }
                self.archive.bodies[body.number()].people.push(ix);
                self.archive.people.push(PersonNode {
                    body,
                    source: document.source.clone(),
                    person: person.clone(),
                    memberships,
                    papers: Vec::new(),
                    touched: Touched::default(),
                });
            }
        }
    }

    fn topics(&mut self, content: &Content, names: &mut Names) {
        let mut topics: Vec<_> = content.topics.iter().filter(|(_, d)| !d.broken).collect();
        topics.sort_by_cached_key(|(slug, d)| (sort_key(&d.data.name), slug.clone()));
        for (slug, document) in topics {
            names
                .topics
                .insert(slug.clone(), TopicIx::new(self.archive.topics.len()));
            self.archive.topics.push(TopicNode {
                slug: slug.clone(),
                topic: Topic {
                    redact: Vec::new(),
                    personal_data: Vec::new(),
                    ..Topic::clone(&document.data)
                },
                text: text(&document.text, document),
                papers: Vec::new(),
                touched: Touched::default(),
            });
        }
    }

    fn pages(&mut self, content: &Content) {
        let mut pages: Vec<_> = content.pages.iter().filter(|(_, d)| !d.broken).collect();
        pages.sort_by_key(|(slug, d)| (d.data.order, slug));
        for (slug, document) in pages {
            self.archive.pages.push(PageNode {
                slug: slug.clone(),
                page: Page {
                    redact: Vec::new(),
                    personal_data: Vec::new(),
                    ..Page::clone(&document.data)
                },
                text: text(&document.text, document),
            });
        }
    }

    fn statics(&mut self, content: &Content) {
        for source in &content.files {
            if let Kind::Static(path) = &source.kind {
                let file = StaticFile {
                    source: source.clone(),
                    path: path.clone(),
                };
                self.archive.statics.push(file);
            }
        }
    }

    /// The papers behind the gate, in the order of their identity, with the documents they come from;
    /// and the broken ones, which are checked all the same.
    fn papers(&mut self, content: Content, names: &Names, today: Date) -> Papers {
        let mut order: Vec<usize> = (0..content.papers.len()).collect();
        order.sort_by_key(|at| identity(&content.papers[*at]));
        let mut documents: Vec<Option<Document<Paper>>> =
            content.papers.into_iter().map(Some).collect();
        let mut kept = Vec::with_capacity(documents.len());
        let mut broken = Vec::new();
        self.archive.papers.reserve(documents.len());
        for document in order.into_iter().filter_map(|at| documents[at].take()) {
            let Kind::Paper(id) = document.source.kind.clone() else {
                continue;
            };
            let Some(body) = self.body(names, &id.body, &document) else {
                continue;
            };
            let found = Slugs::of(&document, &id.body, names, self.findings);
            let attachments = self.attachments(&document, &content.files);
            let Some(paper) = gate::paper(&document, today) else {
                if document.broken && document.quotable {
                    broken.push((body, document));
                }
                continue;
            };
            if let Some(first) = self.archive.papers.last().filter(|paper| paper.id == id) {
                let place = crate::diagnostic::Place::file(&document.source.path);
                let duplicate = Diagnostic::new(Code::DuplicateSlug, place);
                let duplicate = duplicate.with("value", id.slug.as_str());
                self.findings
                    .push(duplicate.with("other", &*first.text.source.path));
                continue;
            }
            let mut text = text(&document.text, &document);
            if paper
                .summary
                .as_deref()
                .is_some_and(|s| !s.trim().is_empty())
            {
                // Never asked for, and the longest of what is kept of a text.
                text.excerpt = Arc::default();
            }
            let public = |at: &usize| attachments[*at].0;
            let attachments = (0..attachments.len())
                .filter(public)
                .map(|at| attachments[at].1.clone())
                .collect();
            self.archive.papers.push(PaperNode {
                id,
                body,
                has_namesake: false,
                number: None,
                number_ix: None,
                yaml_start: document.yaml_start,
                text,
                fields: List::default(),
                topics: found.topics,
                originators: found.originators,
                originator_people: found.people,
                participants: found.participants,
                signatures: found.signatures,
                under_direction_of: found.direction,
                consultations: found.consultations,
                held_at: List::default(),
                decided: None,
                decided_by: found.decided_by,
                not_before: None,
                relations: List::default(),
                incoming: List::default(),
                procedure: None,
                status: None,
                validity: None,
                deadline: None,
                next: None,
                attachments,
                touched: Touched::default(),
                kind: paper.kind(),
                paper,
            });
            kept.push(document.bare());
        }
        Papers { kept, broken }
    }

    /// Each attachment: whether it is public, and its file.
    fn attachments(
        &mut self,
        document: &Document<Paper>,
        files: &[crate::parse::SourceFile],
    ) -> Vec<(bool, Option<crate::parse::SourceFile>)> {
        let folder = document
            .source
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let mut found = Vec::new();
        for attachment in &document.data.attachments {
            let source = attachment.file.as_ref().and_then(|file| {
                let path = format!("{folder}/{}", file.value);
                let at = files.binary_search_by(|f| (*f.path).cmp(&path)).ok();
                let asset = at.map(|at| &files[at]).filter(|f| f.kind == Kind::Asset);
                if asset.is_none() && crate::parse::is_plain_file(file) {
                    let missing = document.finding(Code::MissingAttachment, file.span);
                    let quotable = missing.quotable && attachment.access == Access::Public;
                    let missing = Diagnostic {
                        quotable,
                        ..missing
                    }
                    .with("value", file.as_str());
                    let listed = document.data.attachments.iter();
                    let kept = listed.filter(|other| other.access != Access::Public);
                    let kept: Vec<&str> = kept
                        .filter_map(|other| Some(other.file.as_ref()?.as_str()))
                        .collect();
                    // In a folder with other papers, a file may be one that another paper keeps back.
                    let own = document.source.path.ends_with("/index.md");
                    let beside = files.iter().filter(|file| own && file.kind == Kind::Asset);
                    let beside =
                        beside.filter_map(|f| f.path.strip_prefix(folder)?.strip_prefix('/'));
                    let beside = beside.filter(|name| !kept.contains(name));
                    self.findings.push(suggest(missing, file, beside));
                }
                asset.cloned()
            });
            found.push((attachment.access == Access::Public, source));
        }
        found
    }

    /// Canonical numbers; those that no scheme knows are kept as they are and reported.
    fn odd_numbers(&mut self, documents: &[Document<()>], schemes: &[&Schemes]) {
        for (paper, document) in self.archive.papers.iter_mut().zip(documents) {
            let Some(reference) = &paper.paper.reference else {
                continue;
            };
            let known = schemes[paper.body.number()];
            paper.number = document.text.number.clone().or_else(|| {
                let text = crate::text::one_line(reference);
                if !known.is_empty() {
                    let odd = document.finding(Code::OddReference, reference.span);
                    let odd = odd.with("value", text.clone());
                    let example = known.examples().next();
                    self.findings.push(match example {
                        Some(example) => odd.with("expected", example),
                        None => odd,
                    });
                }
                Some(Number::as_written(&text))
            });
        }
    }

    fn shared_numbers(
        &mut self,
        numbers: &Numbers,
        documents: &[Document<()>],
        schemes: &[&Schemes],
    ) {
        for (canonical, later, first) in numbers.shared() {
            let paper = &self.archive.papers[later.number()];
            let own = paper
                .number
                .as_ref()
                .filter(|number| &*number.canonical == canonical);
            let reference = paper.paper.reference.as_ref().filter(|_| own.is_some());
            let known = schemes[paper.body.number()];
            let alias = || {
                let is_it =
                    |alias: &&Spanned<String>| *Numbers::canonical(known, alias) == *canonical;
                paper.paper.aliases.iter().find(is_it)
            };
            let number = own.map_or(canonical, |number| &number.display);
            let span = reference.or_else(alias).map(|r| r.span).unwrap_or_default();
            let found = documents[later.number()].finding(Code::DuplicateReference, span);
            let other = &self.archive.papers[first.number()].text.source.path;
            self.findings
                .push(found.with("value", number).with("other", &**other));
        }
    }

    /// Meetings with their organizations, before the papers are known.
    fn check_meetings(
        &mut self,
        content: &Content,
        names: &Names,
    ) -> Vec<(Document<crate::model::Meeting>, MeetingNode)> {
        let mut nodes = Vec::new();
        for document in &content.meetings {
            let Kind::Meeting(id) = document.source.kind.clone() else {
                continue;
            };
            let Some(body) = self.body(names, &id.body, document) else {
                continue;
            };
            let organizations = document
                .data
                .organization
                .iter()
                .filter_map(|slug| names.organization(document, &id.body, slug, self.findings))
                .collect();
            if let Some(meeting) = gate::meeting(document) {
                let node = MeetingNode {
                    id,
                    body,
                    source: document.source.clone(),
                    to_come: false,
                    meeting,
                    organizations,
                    agenda: Vec::new(),
                    steps: Vec::new(),
                    touched: Touched::default(),
                };
                nodes.push((document.clone(), node));
            }
        }
        nodes
    }

    fn meetings(
        &mut self,
        nodes: Vec<(Document<crate::model::Meeting>, MeetingNode)>,
        known: &relate::Known<'_>,
    ) {
        for (document, mut node) in nodes {
            for item in &node.meeting.agenda_item {
                let paper = item.paper.as_ref().and_then(|paper| {
                    let (target, display, _) = known.numbers.named(node.body, known, paper);
                    let found = validity::resolved(&target);
                    if found.is_none() {
                        let missing = document.finding(Code::UnresolvedRelation, paper.span);
                        self.findings.push(missing.with("value", &*display));
                    }
                    found
                });
                node.agenda.push(paper);
            }
            self.archive.meetings.push(node);
        }
        self.archive
            .meetings
            .sort_by(|a, b| (b.meeting.start, &a.id).cmp(&(a.meeting.start, &b.id)));
    }

    /// The body of a file, or a finding.
    fn body<T>(&mut self, names: &Names, slug: &Slug, document: &Document<T>) -> Option<BodyIx> {
        let found = names.bodies.get(slug).copied();
        // A body that has a file which cannot be used was reported there; one without, once.
        if found.is_none() && !self.excused.contains(slug) {
            self.excused.push(slug.clone());
            let place = crate::diagnostic::Place::file(&document.source.path);
            let unknown = Diagnostic::new(Code::UnknownBody, place).with("value", slug.as_str());
            self.findings.push(unknown);
        }
        found
    }
}

/// Documents of papers: those that are public, and those that nobody may see until they are mended.
struct Papers {
    kept: Vec<Document<()>>,
    broken: Vec<(BodyIx, Document<Paper>)>,
}

/// The slugs that a paper uses, found.
struct Slugs {
    topics: List<TopicIx>,
    originators: List<OrganizationIx>,
    people: List<PersonIx>,
    participants: List<Option<PersonIx>>,
    signatures: List<Option<PersonIx>>,
    direction: List<OrganizationIx>,
    consultations: List<Option<OrganizationIx>>,
    decided_by: Option<OrganizationIx>,
}

impl Slugs {
    fn of(
        document: &Document<Paper>,
        body: &Slug,
        names: &Names,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let paper = &document.data;
        let mut organization =
            |slug: &Spanned<Slug>| names.organization(document, body, slug, findings);
        let originators = paper
            .originator_organization
            .iter()
            .filter_map(&mut organization)
            .collect();
        let direction = paper
            .under_direction_of
            .iter()
            .filter_map(&mut organization)
            .collect();
        let decided_by = paper
            .resolution
            .as_ref()
            .and_then(|resolution| resolution.organization.as_ref())
            .and_then(&mut organization);
        let mut consultations = Vec::new();
        for step in &paper.consultation {
            let before = findings.len();
            let organization = names.organization(document, body, &step.organization, findings);
            for finding in &mut findings[before..] {
                finding.quotable &= step.public;
            }
            consultations.push((step.public, organization));
        }
        let topics = paper
            .topics
            .iter()
            .filter_map(|slug| names.topic(document, slug, findings))
            .collect();
        let mut person = |slug: &Spanned<Slug>| names.person(document, body, slug, findings);
        let people = paper
            .originator_person
            .iter()
            .filter_map(&mut person)
            .collect();
        let participants = paper
            .participants
            .iter()
            .map(|p| person(&p.person))
            .collect();
        let signatures = paper.signatures.iter().map(|s| person(&s.person)).collect();
        let consultations = consultations
            .into_iter()
            .filter(|(public, _)| *public)
            .map(|(_, ix)| ix)
            .collect();
        Self {
            topics,
            originators,
            people,
            participants,
            signatures,
            direction,
            consultations,
            decided_by,
        }
    }
}

fn duplicate<T>(document: &Document<T>, slug: &Spanned<Slug>) -> Diagnostic {
    document
        .finding(Code::DuplicateSlug, slug.span)
        .with("value", slug.as_str())
        .with("other", &*document.source.path)
}

/// Papers in the order of their identity; files with the same one in the order of their paths.
fn identity(document: &Document<Paper>) -> (Option<&PaperId>, &str) {
    match &document.source.kind {
        Kind::Paper(id) => (Some(id), &document.source.path),
        _ => (None, &document.source.path),
    }
}

pub(super) fn text<T>(info: &TextInfo, document: &Document<T>) -> Text {
    Text {
        source: document.source.clone(),
        start: info.start,
        empty: info.empty,
        fingerprint: info.fingerprint,
        excerpt: info.excerpt.clone(),
        references: List::default(),
        links: List::default(),
        hidden: info.hidden.clone().into(),
        site_links: info
            .links
            .iter()
            .filter(|link| matches!(link.target, crate::parse::LinkTarget::Site(..)))
            .map(|link| (link.target.clone(), link.span))
            .collect(),
    }
}

/// Which papers bear a title that another one bears, too.
fn namesakes(archive: &mut Archive) {
    let mut counts: HashMap<&str, u32> = HashMap::with_capacity(archive.papers.len());
    for paper in &archive.papers {
        *counts.entry(paper.paper.name.as_str()).or_default() += 1;
    }
    let papers = archive.papers.iter();
    let shared = papers.map(|paper| counts.get(paper.paper.name.as_str()) > Some(&1));
    let shared: Vec<bool> = shared.collect();
    for (paper, shared) in archive.papers.iter_mut().zip(shared) {
        paper.has_namesake = shared;
    }
}

/// Lists by which pages are made.
fn index(archive: &mut Archive) {
    let mut newest: Vec<PaperIx> = archive.paper_ixs().collect();
    newest.sort_by_key(|ix| {
        let paper = archive.paper(*ix);
        (
            Reverse(paper.not_before),
            Reverse(paper.paper.date.is_none()),
            Reverse(paper.id.clone()),
        )
    });
    for ix in &newest {
        let paper = &archive.papers[ix.number()];
        archive.bodies[paper.body.number()].papers.push(*ix);
        for topic in &paper.topics {
            push_once(&mut archive.topics[topic.number()].papers, *ix);
        }
        let named = paper.participants.iter().flatten();
        for person in paper.originator_people.iter().chain(named) {
            push_once(&mut archive.people[person.number()].papers, *ix);
        }
        let organizations = paper
            .originators
            .iter()
            .chain(&paper.under_direction_of)
            .chain(paper.consultations.iter().flatten())
            .chain(&paper.decided_by);
        for organization in organizations {
            push_once(
                &mut archive.organizations[organization.number()].papers,
                *ix,
            );
        }
    }
    for ix in archive.meeting_ixs() {
        let meeting = &archive.meetings[ix.number()];
        archive.bodies[meeting.body.number()].meetings.push(ix);
        for organization in &meeting.organizations {
            let known = &mut archive.organizations[organization.number()].meetings;
            if known.last() != Some(&ix) {
                known.push(ix);
            }
        }
    }
    for at in 0..archive.bodies.len() {
        archive.bodies[at].types = kind::of_papers(archive, &archive.bodies[at].papers);
    }
    number::order(archive, &newest);
    archive.newest = newest;
}

fn push_once(list: &mut Vec<PaperIx>, ix: PaperIx) {
    if list.last() != Some(&ix) {
        list.push(ix);
    }
}
