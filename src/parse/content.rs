//! All parsed files of a portal, sorted: what `link` takes.

use std::sync::Arc;

use super::{Document, Kind, RegisterFile, SourceFile, markdown_file, register, yaml_file};
use crate::diagnostic::Diagnostic;
use crate::model::{Body, Meeting, Organization, Page, Paper, Person, Portal, Slug, Topic};
use crate::scheme::{Council, Councils, Scheme, Schemes};
use crate::text;

/// One parsed file.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// `portal.yaml`.
    Portal(Document<Portal>),
    /// A body with its slug.
    Body(Slug, Document<Body>),
    /// A body's organizations.
    Organizations(Slug, Document<Vec<Organization>>),
    /// A body's people.
    People(Slug, Document<Vec<Person>>),
    /// A meeting.
    Meeting(Document<Meeting>),
    /// A topic.
    Topic(Slug, Document<Topic>),
    /// A page.
    Page(Slug, Document<Page>),
    /// A paper.
    Paper(Document<Paper>),
    /// A part of the register.
    Register(RegisterFile),
}

/// Parsed files by kind, each in the order of its paths.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// `portal.yaml`, if it is there and sound enough to read.
    pub portal: Option<Document<Portal>>,
    /// Bodies.
    pub bodies: Vec<(Slug, Document<Body>)>,
    /// Organizations by body.
    pub organizations: Vec<(Slug, Document<Vec<Organization>>)>,
    /// People by body.
    pub people: Vec<(Slug, Document<Vec<Person>>)>,
    /// Meetings.
    pub meetings: Vec<Document<Meeting>>,
    /// Topics.
    pub topics: Vec<(Slug, Document<Topic>)>,
    /// Pages.
    pub pages: Vec<(Slug, Document<Page>)>,
    /// Papers.
    pub papers: Vec<Document<Paper>>,
    /// Bodies and topics that have a file, whether it can be used or not.
    pub stated_bodies: Vec<Slug>,
    /// See above.
    pub stated_topics: Vec<Slug>,
    /// Files of which nothing could be read.
    pub unread: Vec<Arc<str>>,
    /// Parts of the register.
    pub registers: Vec<RegisterFile>,
    /// Files that are published as they are, if something or their place says so.
    pub files: Vec<SourceFile>,
}

/// Whether a file is parsed in the first round, before its body's schemes are needed.
#[must_use]
pub fn comes_first(kind: &Kind) -> bool {
    matches!(kind, Kind::Portal | Kind::Body(_))
}

/// Parses one file. `councils` are those of the portal; only papers use them.
pub fn parse(
    source: &SourceFile,
    text: &str,
    councils: &Councils,
    findings: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    match &source.kind {
        Kind::Portal => yaml_file(source, text, findings).map(Parsed::Portal),
        Kind::Body(slug) => {
            yaml_file(source, text, findings).map(|d| Parsed::Body(slug.clone(), d))
        }
        Kind::Organizations(slug) => {
            yaml_file(source, text, findings).map(|d| Parsed::Organizations(slug.clone(), d))
        }
        Kind::People(slug) => {
            yaml_file(source, text, findings).map(|d| Parsed::People(slug.clone(), d))
        }
        Kind::Topic(slug) => {
            markdown_file(source, text, councils, findings).map(|d| Parsed::Topic(slug.clone(), d))
        }
        Kind::Page(slug) => {
            markdown_file(source, text, councils, findings).map(|d| Parsed::Page(slug.clone(), d))
        }
        Kind::Meeting(_) => markdown_file(source, text, councils, findings).map(Parsed::Meeting),
        Kind::Paper(id) => {
            let mut document = markdown_file::<Paper>(source, text, councils, findings)?;
            if let Some(reference) = &document.data.reference {
                let number = councils
                    .schemes(&id.body)
                    .number(&text::one_line(reference));
                Arc::make_mut(&mut document.text).number = number;
            }
            Some(Parsed::Paper(document))
        }
        Kind::Register => Some(Parsed::Register(register::read(source, text, findings))),
        Kind::Asset | Kind::Static(_) | Kind::Unexpected => None,
    }
}

/// A body as recognition needs it; schemes that cannot be used were reported when it was checked.
#[must_use]
pub fn council(slug: Slug, body: &Body) -> Council {
    let compiled = body
        .schemes
        .iter()
        .filter_map(|entry| Scheme::compile(entry).ok());
    Council {
        slug,
        names: body.names(),
        schemes: Schemes::new(compiled.flatten().collect()),
    }
}

impl Parsed {
    /// The same, of a file that now has another number.
    #[must_use]
    pub fn at(mut self, file: &SourceFile) -> Self {
        let source = match &mut self {
            Self::Portal(document) => &mut document.source,
            Self::Body(_, document) => &mut document.source,
            Self::Organizations(_, document) => &mut document.source,
            Self::People(_, document) => &mut document.source,
            Self::Meeting(document) => &mut document.source,
            Self::Topic(_, document) => &mut document.source,
            Self::Page(_, document) => &mut document.source,
            Self::Paper(document) => &mut document.source,
            Self::Register(file) => &mut file.source,
        };
        source.clone_from(file);
        self
    }
}

impl Content {
    /// Files what was parsed, in the order in which it comes.
    pub fn add(&mut self, parsed: Parsed) {
        match parsed {
            Parsed::Portal(document) => self.portal = Some(document),
            Parsed::Body(slug, document) => self.bodies.push((slug, document)),
            Parsed::Organizations(slug, document) => self.organizations.push((slug, document)),
            Parsed::People(slug, document) => self.people.push((slug, document)),
            Parsed::Meeting(document) => self.meetings.push(document),
            Parsed::Topic(slug, document) => self.topics.push((slug, document)),
            Parsed::Page(slug, document) => self.pages.push((slug, document)),
            Parsed::Paper(document) => self.papers.push(document),
            Parsed::Register(file) => self.registers.push(file),
        }
    }
}
