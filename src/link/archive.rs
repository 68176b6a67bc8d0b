//! The archive's own types: what is public, resolved and cross-linked. Everything is addressed by
//! index; lists are in the order in which they are shown.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::model::{
    Body, Date, List, Meeting, Organization, Outcome, Page, Paper, PaperId, PaperKind, Person,
    Portal, RelationType, Slug, Topic,
};
use crate::parse::{LinkTarget, SourceFile};
use crate::scheme::Number;

use super::{
    AgendaPlace, Appointment, Deadline, Event, Month, NextDate, PapersOfType, Participant, Public,
    Register, StatedAmount, Status, Total, Touched, Validity, ask,
};
use crate::model::Span;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
            pub struct $name(NonZeroU32);

            impl $name {
                pub(super) fn new(at: usize) -> Self {
                    // One more than the place, so that "none" takes no room of its own.
                    Self(u32::try_from(at).map_or(NonZeroU32::MAX, |at| NonZeroU32::MIN.saturating_add(at)))
                }
                /// Its place in the archive's list, from 0.
                #[must_use]
                pub fn number(self) -> usize {
                    self.0.get() as usize - 1
                }
            }
        )*
    };
}

index! {
    /// A body of the archive.
    BodyIx;
    /// An organization of the archive.
    OrganizationIx;
    /// A person of the archive.
    PersonIx;
    /// A topic of the archive.
    TopicIx;
    /// A paper of the archive.
    PaperIx;
    /// A procedure of the archive.
    ProcedureIx;
    /// A number of the archive.
    NumberIx;
    /// A meeting of the archive.
    MeetingIx;
    /// An appointment of the archive.
    AppointmentIx;
    /// A relation of a paper, among its own.
    RelationIx;
}

/// Everything public, linked. Its long lists are kept beside the site piece by piece ([`keep`](super::keep)).
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Archive {
    /// The portal's settings.
    pub portal: Portal,
    /// The day on which it was linked: what is later is still to come.
    pub today: Date,
    /// Bodies by slug.
    pub bodies: Vec<BodyNode>,
    /// Organizations by body, in the order of their file.
    pub organizations: Vec<OrganizationNode>,
    /// People by body, in the order of their file.
    pub people: Vec<PersonNode>,
    /// Meetings, newest first.
    #[borsh(skip)]
    pub meetings: Vec<MeetingNode>,
    /// Days on which organizations sit, the earliest first.
    pub appointments: Vec<Appointment>,
    /// Topics by name.
    pub topics: Vec<TopicNode>,
    /// Pages by their place in the menu.
    pub pages: Vec<PageNode>,
    /// Papers by identity.
    #[borsh(skip)]
    pub papers: Vec<PaperNode>,
    /// All papers, newest first; undated ones after those that they are known to follow.
    pub newest: Vec<PaperIx>,
    /// Procedures, the one that moved last first.
    #[borsh(skip)]
    pub procedures: Vec<Procedure>,
    /// Every number that a paper bears or cites, by body and slug.
    #[borsh(skip)]
    pub numbers: Vec<NumberNode>,
    /// Files published as they are.
    pub statics: Vec<StaticFile>,
    /// When it came about and changed last.
    pub touched: Touched,
    /// What was published, and what became of it.
    pub register: Register,
}

/// A body and what belongs to it.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct BodyNode {
    /// Name in addresses.
    pub slug: Slug,
    /// Its file.
    pub source: SourceFile,
    /// What it is.
    pub body: Body,
    /// Its organizations.
    pub organizations: Vec<OrganizationIx>,
    /// Its people.
    pub people: Vec<PersonIx>,
    /// Its papers, newest first.
    pub papers: Vec<PaperIx>,
    /// Its meetings, newest first.
    pub meetings: Vec<MeetingIx>,
    /// Its papers by the slug of their kind.
    pub types: BTreeMap<Slug, PapersOfType>,
    /// Its numbers that papers cite and no paper of the portal bears, the most often cited first.
    pub missing: Vec<NumberIx>,
    /// When it came about and changed last.
    pub touched: Touched,
    /// When each of its legislative terms came about and changed last.
    pub terms: Vec<Touched>,
    /// Months in which something of it may have changed last, on whatever day one looks.
    pub months: BTreeSet<Month>,
}

/// An organization and what it has to do with.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct OrganizationNode {
    /// Its body.
    pub body: BodyIx,
    /// Its file.
    pub source: SourceFile,
    /// What it is.
    pub organization: Organization,
    /// Papers that it brought in, is in charge of or deals with, newest first.
    pub papers: Vec<PaperIx>,
    /// Its meetings, newest first.
    pub meetings: Vec<MeetingIx>,
    /// Members, with the index of the membership.
    pub members: Vec<(PersonIx, usize)>,
    /// Days on which it sits, the earliest first.
    pub appointments: Vec<AppointmentIx>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A person.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct PersonNode {
    /// Their body.
    pub body: BodyIx,
    /// Their file.
    pub source: SourceFile,
    /// Who they are.
    pub person: Person,
    /// Organizations of their memberships that are known, with the index of the membership.
    pub memberships: Vec<(OrganizationIx, usize)>,
    /// Papers that they brought in or took a named part in, newest first.
    pub papers: Vec<PaperIx>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A meeting.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct MeetingNode {
    /// Its place: body and slug.
    pub id: PaperId,
    /// Its body.
    pub body: BodyIx,
    /// Its file.
    pub source: SourceFile,
    /// Whether its day is today or later.
    pub to_come: bool,
    /// What it is.
    pub meeting: Public<Arc<Meeting>>,
    /// Who meets.
    pub organizations: Vec<OrganizationIx>,
    /// The paper of each agenda item.
    pub agenda: Vec<Option<PaperIx>>,
    /// The step of that paper's Beratungsfolge which each agenda item is.
    pub steps: Vec<Option<usize>>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A topic.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct TopicNode {
    /// Name in addresses.
    pub slug: Slug,
    /// What it is.
    pub topic: Topic,
    /// Its explanation.
    pub text: Text,
    /// Its papers, newest first.
    pub papers: Vec<PaperIx>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A page of the portal itself.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct PageNode {
    /// Name in addresses.
    pub slug: Slug,
    /// What it is.
    pub page: Page,
    /// Its text.
    pub text: Text,
}

/// A paper with all its links.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct PaperNode {
    /// Identity.
    pub id: PaperId,
    /// Its body.
    pub body: BodyIx,
    /// What it says of itself.
    pub paper: Public<Arc<Paper>>,
    /// What kind of paper it is, as far as its council's words tell.
    pub kind: PaperKind,
    /// Whether another paper bears the same title.
    pub has_namesake: bool,
    /// Its number, in the council's form.
    pub number: Option<Number>,
    /// Where its number is.
    pub number_ix: Option<NumberIx>,
    /// Bytes before its YAML, for findings.
    pub yaml_start: u32,
    /// Its text.
    pub text: Text,
    /// Texts of its front matter that cite papers, with the citations in them.
    pub fields: List<(String, List<Reference>)>,
    /// Topics.
    pub topics: List<TopicIx>,
    /// Organizations that brought it in.
    pub originators: List<OrganizationIx>,
    /// People who brought it in.
    pub originator_people: List<PersonIx>,
    /// Departments in charge.
    pub under_direction_of: List<OrganizationIx>,
    /// The person of each participant.
    pub participants: List<Option<PersonIx>>,
    /// The person of each signature.
    pub signatures: List<Option<PersonIx>>,
    /// The organization of each consultation.
    pub consultations: List<Option<OrganizationIx>>,
    /// The meeting of each consultation.
    pub held_at: List<Option<AgendaPlace>>,
    /// When it was decided, and by whom.
    pub decided: Option<Date>,
    /// Who decided.
    pub decided_by: Option<OrganizationIx>,
    /// Its date, or for an undated paper the latest date that it is known to follow.
    pub not_before: Option<Date>,
    /// What it does to others.
    pub relations: List<Relation>,
    /// Who relates to it: the paper, and which of its relations.
    pub incoming: List<(PaperIx, RelationIx)>,
    /// Its procedure.
    pub procedure: Option<ProcedureIx>,
    /// What became of it.
    pub status: Option<Status>,
    /// Does it still hold?
    pub validity: Option<Validity>,
    /// By when something is to be done that is not known to be done.
    pub deadline: Option<Deadline>,
    /// What comes next.
    pub next: Option<NextDate>,
    /// Its attachments' files.
    pub attachments: List<Option<SourceFile>>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A Markdown text with its links resolved. The words stay on the disk until they are rendered. What hangs on them alone
/// is only told through methods, which take note of who asks ([`asking`](super::asking)).
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Text {
    /// The file.
    pub source: SourceFile,
    /// Bytes before the Markdown.
    pub start: u32,
    /// Whether there is no text.
    pub empty: bool,
    /// Fingerprint of the Markdown when it was parsed.
    pub(super) fingerprint: u64,
    /// The first sentences.
    pub(super) excerpt: Arc<str>,
    /// Cited numbers, in the order of the text.
    pub(super) references: List<Reference>,
    /// Links that are not to other sites, with their ends; `None` leads nowhere.
    pub links: List<(LinkTarget, Option<LinkEnd>)>,
    /// What its author hid, from the start of the Markdown: never to be shown.
    pub(super) hidden: List<Span>,
    /// Links to paths of the site, with their places; `plan` checks them.
    pub(super) site_links: List<(LinkTarget, Span)>,
}

/// A cited number.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Reference {
    /// Where it stands, from the start of the Markdown.
    pub span: Span,
    /// The number for readers.
    pub display: Arc<str>,
    /// What it names.
    pub target: Target,
    /// The number, found or not; none for one of which no address can be made.
    pub number: Option<NumberIx>,
    /// Whose number it is, and which; until all numbers are known.
    #[borsh(skip)]
    pub(super) key: Option<Arc<NumberKey>>,
    /// Which of its text's citations it is.
    pub(super) citation: u32,
}

/// A number as numbers are told apart: by body and canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NumberKey {
    /// The body whose number it is: not always that of the paper that cites it.
    pub(super) body: BodyIx,
    /// The number.
    pub(super) number: Number,
}

/// A number that public papers bear or cite: one address for every spelling. Numbers that only differ
/// in what an address cannot hold share it.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct NumberNode {
    /// The body whose number it is.
    pub body: BodyIx,
    /// Name in addresses, made from the canonical form.
    pub slug: Slug,
    /// The number; seldom more than one.
    pub numbers: List<Number>,
    /// Papers that bear it, as their own or as an alias, newest first.
    pub papers: List<PaperIx>,
    /// Who cites it, newest first: the paper, and which of its relations.
    pub cited_by: List<(PaperIx, RelationIx)>,
}

/// What a number names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Target {
    /// One paper.
    Paper(PaperIx),
    /// Several papers.
    Ambiguous(List<PaperIx>),
    /// No paper of this portal.
    Unresolved,
}

/// Where a Markdown link leads within the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum LinkEnd {
    /// A paper.
    Paper(PaperIx),
    /// A topic.
    Topic(TopicIx),
    /// A page, by its index.
    Page(usize),
    /// An attachment of the paper itself, by its index.
    Attachment(PaperIx, usize),
    /// What has another address now, or is gone: by its line in the register.
    Former(usize),
}

/// A typed, directed relation.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Relation {
    /// What this paper does to the other.
    pub relation_type: RelationType,
    /// The other paper.
    pub target: Target,
    /// The other paper's number for readers, or what the author wrote; empty for a place where there is
    /// no paper.
    pub display: Arc<str>,
    /// The number by which it is named, found or not; none if it is named by its place.
    pub number: Option<NumberIx>,
    /// Whose number it is, and which; until all numbers are known.
    #[borsh(skip)]
    pub(super) key: Option<Arc<NumberKey>>,
    /// The sentence that shows it.
    pub evidence: Option<Arc<str>>,
    /// From which day.
    pub date: Option<Date>,
    /// Whether an author said so, or the council by its numbers; otherwise only the prose cites.
    pub confirmed: bool,
    /// Where in the front matter its target stands, if an author said so.
    pub(super) written: Option<Span>,
}

/// A procedure (Vorgang).
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Procedure {
    /// Name in addresses.
    pub slug: Slug,
    /// Title.
    pub name: String,
    /// Its papers, oldest first.
    pub papers: Vec<PaperIx>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// The latest day on which something happened, today at the latest.
    pub moved: Option<Date>,
    /// What became of it as a whole.
    pub status: Option<Status>,
    /// What comes next.
    pub next: Option<NextDate>,
    /// Who takes part, in the order of appearance.
    pub participants: Vec<Participant>,
    /// Every amount that its papers state.
    pub amounts: Vec<StatedAmount>,
    /// What those that count add up to.
    pub totals: Vec<Total>,
    /// Papers that name costs, savings … without an amount.
    pub open_amounts: Vec<PaperIx>,
    /// When it came about and changed last.
    pub touched: Touched,
}

/// A file published as it is.
#[derive(Clone)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct StaticFile {
    /// Its source.
    pub source: SourceFile,
    /// Its path on the site, without a slash in front.
    pub path: String,
}

impl Archive {
    /// A body.
    #[must_use]
    pub fn body(&self, ix: BodyIx) -> &BodyNode {
        &self.bodies[ix.number()]
    }

    /// An organization.
    #[must_use]
    pub fn organization(&self, ix: OrganizationIx) -> &OrganizationNode {
        &self.organizations[ix.number()]
    }

    /// A person.
    #[must_use]
    pub fn person(&self, ix: PersonIx) -> &PersonNode {
        &self.people[ix.number()]
    }

    /// A topic.
    #[must_use]
    pub fn topic(&self, ix: TopicIx) -> &TopicNode {
        &self.topics[ix.number()]
    }

    /// A paper.
    #[must_use]
    pub fn paper(&self, ix: PaperIx) -> &PaperNode {
        &self.papers[ix.number()]
    }

    /// A procedure.
    #[must_use]
    pub fn procedure(&self, ix: ProcedureIx) -> &Procedure {
        &self.procedures[ix.number()]
    }

    /// A number.
    #[must_use]
    pub fn number(&self, ix: NumberIx) -> &NumberNode {
        &self.numbers[ix.number()]
    }

    /// A meeting.
    #[must_use]
    pub fn meeting(&self, ix: MeetingIx) -> &MeetingNode {
        &self.meetings[ix.number()]
    }

    /// An appointment.
    #[must_use]
    pub fn appointment(&self, ix: AppointmentIx) -> &Appointment {
        &self.appointments[ix.number()]
    }

    /// Indices of all meetings, newest first.
    pub fn meeting_ixs(&self) -> impl DoubleEndedIterator<Item = MeetingIx> + use<> {
        (0..self.meetings.len()).map(MeetingIx::new)
    }

    /// Indices of all people.
    pub fn person_ixs(&self) -> impl Iterator<Item = PersonIx> + use<> {
        (0..self.people.len()).map(PersonIx::new)
    }

    /// Indices of all bodies.
    pub fn body_ixs(&self) -> impl Iterator<Item = BodyIx> + use<> {
        (0..self.bodies.len()).map(BodyIx::new)
    }

    /// Indices of all organizations.
    pub fn organization_ixs(&self) -> impl Iterator<Item = OrganizationIx> + use<> {
        (0..self.organizations.len()).map(OrganizationIx::new)
    }

    /// Indices of all topics.
    pub fn topic_ixs(&self) -> impl Iterator<Item = TopicIx> + use<> {
        (0..self.topics.len()).map(TopicIx::new)
    }

    /// Indices of all papers.
    pub fn paper_ixs(&self) -> impl Iterator<Item = PaperIx> + use<> {
        (0..self.papers.len()).map(PaperIx::new)
    }

    /// Indices of all procedures.
    pub fn procedure_ixs(&self) -> impl Iterator<Item = ProcedureIx> + use<> {
        (0..self.procedures.len()).map(ProcedureIx::new)
    }

    /// Indices of all numbers.
    pub fn number_ixs(&self) -> impl Iterator<Item = NumberIx> + use<> {
        (0..self.numbers.len()).map(NumberIx::new)
    }
}

impl PersonNode {
    /// Whether there is something to tell about what they do in office: a membership, or a paper of
    /// somebody who holds an office. Others are names in a paper, and no more.
    #[must_use]
    pub fn is_in_office(&self) -> bool {
        let office = self.person.office.is_some();
        !self.memberships.is_empty() || (office && !self.papers.is_empty())
    }
}

impl NumberNode {
    /// The number for readers.
    #[must_use]
    pub fn display(&self) -> String {
        let displays: Vec<&str> = self.numbers.iter().map(|n| &*n.display).collect();
        displays.join(", ")
    }

    /// How many papers cite it.
    #[must_use]
    pub fn citing(&self) -> usize {
        self.cited_by.chunk_by(|a, b| a.0 == b.0).count()
    }

    /// The one paper that is meant wherever this number is cited; `None` if there are several or none.
    #[must_use]
    pub fn only(&self) -> Option<PaperIx> {
        match (self.papers.as_slice(), self.numbers.len()) {
            ([one], 1) => Some(*one),
            _ => None,
        }
    }
}

impl Text {
    /// Fingerprint of the Markdown when it was parsed.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.ask();
        self.fingerprint
    }

    /// The first sentences.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        self.ask();
        &self.excerpt
    }

    /// Cited numbers, in the order of the text.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        self.ask();
        &self.references
    }

    /// What its author hid, from the start of the Markdown: never to be shown.
    #[must_use]
    pub fn hidden(&self) -> &[Span] {
        self.ask();
        &self.hidden
    }

    /// Links to paths of the site, with their places; `plan` checks them.
    #[must_use]
    pub fn site_links(&self) -> &[(LinkTarget, Span)] {
        self.ask();
        &self.site_links
    }

    /// Takes note that its words are shown.
    pub fn ask(&self) {
        ask(&[self.source.id]);
    }
}

impl PaperNode {
    /// What was decided on it.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        Some(self.paper.resolution.as_ref()?.outcome)
    }

    /// Whether it was adopted, with changes or without.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Adopted | Outcome::Amended))
    }

    /// Whether it was rejected or withdrawn.
    #[must_use]
    pub fn is_turned_down(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Rejected | Outcome::Withdrawn))
    }

    /// Whether the last word on it was spoken.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        let open = matches!(self.outcome(), Some(Outcome::Referred | Outcome::Postponed));
        self.outcome().is_some() && !open
    }

    /// What it is about, in one or two sentences: its summary, or else how its text begins.
    #[must_use]
    pub fn gist(&self) -> Option<&str> {
        let summary = self
            .paper
            .summary
            .as_deref()
            .map(str::trim)
            .filter(|s| !s.is_empty());
        summary.or_else(|| Some(self.text.excerpt()).filter(|s| !s.is_empty()))
    }

    /// One of its relations.
    #[must_use]
    pub fn relation(&self, ix: RelationIx) -> &Relation {
        &self.relations[ix.number()]
    }

    /// Papers that it cites or relates to, each once, in the order of first mention.
    pub fn targets(&self) -> impl Iterator<Item = PaperIx> + '_ {
        self.relations
            .iter()
            .filter_map(|relation| match relation.target {
                Target::Paper(ix) => Some(ix),
                _ => None,
            })
    }
}
