//! What templates see: one view per kind of page, with all that its page shows and nothing else.
//!
//! Texts arrive ready to print: dates, amounts and labels are in the portal's language, addresses come
//! from the site map, and only `*_html` fields hold markup (already safe). A template decides how
//! things look, never what is true. Field names are the contract with theme authors
//! (`docs/themes.md` lists them; a test holds that list true).

use serde::Serialize;
use tera::Value;

use crate::route::Url;

/// A name that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Text of the link.
    pub name: String,
    /// Address from the site's root.
    pub url: Url,
}

/// A link with a number behind it: "Digitalisierung (12)".
#[derive(Clone, Debug, Serialize)]
pub struct CountedLink {
    /// Text of the link.
    pub name: String,
    /// Address from the site's root.
    pub url: Url,
    /// How many papers are behind it.
    pub count: usize,
}

/// A name that leads somewhere if there is a page for it.
#[derive(Clone, Debug, Serialize)]
pub struct MaybeLink {
    /// Text.
    pub name: String,
    /// Address, if there is one.
    pub url: Option<Url>,
}

/// A day for machines and for people.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2024-04-17`.
    pub iso: String,
    /// `17. April 2024`.
    pub text: String,
}

/// A term with a key for styling and a label for reading.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// Stable key: part of CSS class names.
    pub key: &'static str,
    /// Text in the portal's language.
    pub text: String,
}

/// Head of every page.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Title of the page, without the portal's name.
    pub title: String,
    /// One or two sentences for search engines and previews.
    pub description: String,
    /// Absolute address of the page; none for the 404 page, which has no address of its own.
    pub canonical: Option<String>,
    /// Kind of page: `home`, `paper`, `procedure`, `topic`, `body`, `organization`, `number`, `list`,
    /// `meeting`, `person`, `page`, `search`, `missing`.
    pub kind: &'static str,
    /// Way from the home page to this page's parent.
    pub breadcrumbs: Vec<Link>,
    /// Feeds that this page offers.
    pub feeds: Vec<FeedView>,
    /// The calendar that this page offers.
    pub calendar: Option<CalendarView>,
    /// The page's JSON twin.
    pub data: Option<Url>,
    /// Content of `<title>`: the title and, where there is room, the portal's name.
    pub document_title: String,
    /// Picture for previews of links; none if pictures are not built.
    pub image: Option<ImageView>,
    /// Day of publication, `2024-04-17`, of a paper that has a date.
    pub published: Option<String>,
    /// What the page is about, as JSON-LD (safe in a `<script>`).
    pub linked_json: Option<Value>,
}

/// Picture for previews of links.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Absolute address.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

/// A feed in all its formats.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// What it is about.
    pub name: String,
    /// Its address as RSS.
    pub url: Url,
    /// Every format.
    pub formats: Vec<FeedFormat>,
}

/// A calendar of appointments.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarView {
    /// What it is about.
    pub name: String,
    /// Its address.
    pub url: Url,
    /// The address that calendars subscribe to when it is followed, `webcal://…`.
    pub subscribe: String,
}

/// A format of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedFormat {
    /// `RSS`, `Atom`, `JSON Feed`.
    pub name: &'static str,
    /// Its address.
    pub url: Url,
    /// Its media type, for `<link rel="alternate">`.
    pub media_type: &'static str,
}

/// A paper in a list; `card.html` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Title.
    pub name: String,
    /// Address of its page.
    pub url: Url,
    /// Kind of paper in the council's words.
    pub paper_type: Option<Label>,
    /// The council's number in display form.
    pub reference: Option<String>,
    /// Date of the paper.
    pub date: Option<DateView>,
    /// The council.
    pub body: Link,
    /// What became of it.
    pub status: Option<Label>,
    /// One or two plain sentences.
    pub summary: Option<String>,
    /// Names of its topics.
    pub topics: Vec<String>,
}

/// A list page's place among its siblings.
#[derive(Clone, Debug, Serialize)]
pub struct Pagination {
    /// This page, from 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many entries there are on all pages.
    pub total: usize,
    /// The page before.
    pub previous: Option<Url>,
    /// The page after.
    pub next: Option<Url>,
    /// Links to first, neighbouring and last pages; `None` stands for a gap.
    pub links: Vec<Option<PageLink>>,
}

/// A numbered link of a pagination.
#[derive(Clone, Debug, Serialize)]
pub struct PageLink {
    /// Page number, from 1.
    pub number: usize,
    /// Address.
    pub url: Url,
    /// Whether it is the page that one is on.
    pub current: bool,
}

/// A paper in a list that may lead to it.
#[derive(Clone, Debug, Serialize)]
pub struct ListedCard {
    /// The rendered card (safe HTML).
    pub html: Value,
    /// Name of this place on the page, if a link leads to it: the first paper of a year.
    pub anchor: Option<String>,
}

/// A list of papers with its pagination.
#[derive(Clone, Debug, Serialize)]
pub struct PaperList {
    /// The papers of this page.
    pub cards: Vec<ListedCard>,
    /// Where this page stands; none if there is one page only.
    pub pagination: Option<Pagination>,
    /// How many papers there are on all pages.
    pub total: usize,
}

/// An event of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// Day; unknown if none.
    pub date: Option<DateView>,
    /// Kind of event.
    pub kind: Label,
    /// The paper by which it happened.
    pub paper: Link,
    /// That paper's number in display form.
    pub reference: Option<String>,
    /// That paper's kind.
    pub paper_type: Option<Label>,
    /// The organization where it happened.
    pub organization: Option<MaybeLink>,
    /// Explanation: result, votes, or what it did to an earlier paper.
    pub note: Option<String>,
    /// What the paper is about; on the procedure's own page, at the paper's first event.
    pub summary: Option<String>,
    /// Whether the paper is the one whose page this is.
    pub current: bool,
}

/// "Gilt noch?": what became of a resolution.
#[derive(Clone, Debug, Serialize)]
pub struct ValidityView {
    /// `in_force`, `upcoming`, `amended`, `ended`, `expired`, `superseded`, `repealed`, `not_adopted`,
    /// `undecided`.
    pub state: Label,
    /// Explanation of the state, if it is a term that the page did not explain before.
    pub term: Option<TermView>,
    /// The state in plain sentences, piece by piece; the pieces that name a paper lead to it.
    pub explanation: Vec<Segment>,
    /// First day on which it is in force.
    pub from: Option<DateView>,
    /// The day on which it stops or stopped to be in force.
    pub until: Option<DateView>,
    /// What later papers did to it, the strongest first; the explanation tells it already.
    pub by: Vec<EffectView>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, Serialize)]
pub struct Segment {
    /// Words.
    pub text: String,
    /// Where they lead.
    pub url: Option<Url>,
}

/// What a later paper did to a resolution.
#[derive(Clone, Debug, Serialize)]
pub struct EffectView {
    /// "Geändert durch", "Aufgehoben durch" …
    pub relation: Label,
    /// The later paper.
    pub paper: Link,
    /// From which day.
    pub date: Option<DateView>,
    /// Whether that day is still to come.
    pub pending: bool,
}

/// What comes next.
#[derive(Clone, Debug, Serialize)]
pub struct NextView {
    /// The day.
    pub date: DateView,
    /// `decision`, `consultation`, `answer`, `implementation`.
    pub kind: Label,
    /// Who deals with it.
    pub organization: Option<MaybeLink>,
    /// The paper; none on its own page.
    pub paper: Option<Link>,
}

/// A term of council procedure, explained where it stands.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// Stable key: its anchor on the page of all terms.
    pub key: String,
    /// The term.
    pub name: String,
    /// What it means, in plain sentences.
    pub text: String,
}

/// `terms.html`: all terms of council procedure.
#[derive(Clone, Debug, Serialize)]
pub struct TermsView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What this is, in one or two sentences.
    pub intro: String,
    /// The terms, sorted by name.
    pub terms: Vec<TermView>,
}

/// What was proposed against what was decided.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonView {
    /// `undecided`, `same`, `same_words`, `different`, `other` (the resolution has words of its own), `unworded`
    /// (changed, and the words are not known), `rejected`, `noted`, `referred`, `postponed`, `withdrawn`; with a sentence.
    pub state: Label,
    /// The resolution word by word, with what was struck and what was put in; empty unless the state is `different`.
    pub pieces: Vec<PieceView>,
}

/// A piece of a text that is compared with another one.
#[derive(Clone, Debug, Serialize)]
pub struct PieceView {
    /// `same`, `removed`, `added`; the text is for those who cannot see the difference.
    pub change: Label,
    /// What stands before it: nothing, a blank, a line break.
    pub gap: &'static str,
    /// Words.
    pub text: String,
}

/// What was decided.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    /// Outcome.
    pub outcome: Label,
    /// Explanation of the outcome, if it is a term that the page did not explain before.
    pub term: Option<TermView>,
    /// Day.
    pub date: Option<DateView>,
    /// Who decided.
    pub organization: Option<MaybeLink>,
    /// Wording (safe HTML, with citations linked).
    pub text_html: Option<Value>,
}

/// A point of the proposal.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalView {
    /// Number as printed.
    pub number: String,
    /// `take_note` or `resolve`.
    pub kind: Label,
    /// Wording (safe HTML, with citations linked).
    pub text_html: Value,
    /// Sub-points.
    pub items: Vec<ProposalView>,
}

/// Votes as counted.
#[derive(Clone, Debug, Serialize)]
pub struct VoteView {
    /// In favour.
    pub yes: u32,
    /// Against.
    pub no: u32,
    /// Abstentions.
    pub abstain: u32,
}

/// A step of the Beratungsfolge.
#[derive(Clone, Debug, Serialize)]
pub struct ConsultationView {
    /// Who deals with it.
    pub organization: MaybeLink,
    /// When.
    pub date: Option<DateView>,
    /// What it does with the paper.
    pub role: Option<String>,
    /// Explanation of that, if it is a term that the page did not explain before.
    pub role_term: Option<TermView>,
    /// Result in the council's words.
    pub result: Option<String>,
    /// Votes.
    pub vote: Option<VoteView>,
}

/// Money as stated.
#[derive(Clone, Debug, Serialize)]
pub struct FinanceView {
    /// Whether there is an effect: `yes`, `no`, `unknown`.
    pub effect: Label,
    /// Amounts.
    pub items: Vec<FinanceItemView>,
    /// Explanation (safe HTML, with citations linked).
    pub note_html: Option<Value>,
}

/// One amount.
#[derive(Clone, Debug, Serialize)]
pub struct FinanceItemView {
    /// `cost`, `saving`, `revenue`, `funding`.
    pub kind: Label,
    /// "ca. 2.500 € im Jahr"; none where the paper leaves it open.
    pub amount: Option<String>,
    /// Explanation.
    pub note: Option<String>,
}

/// A check, opinion or hearing: a name, an answer, a remark.
#[derive(Clone, Debug, Serialize)]
pub struct CheckView {
    /// What is asked.
    pub name: String,
    /// `yes`, `no`, `unknown`.
    pub answer: Label,
    /// Explanation.
    pub note: Option<String>,
}

/// A person in a part.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// Who.
    pub name: String,
    /// Their page, if they have one.
    pub url: Option<Url>,
    /// In which part.
    pub role: Option<String>,
    /// Explanation of that, if it is a term that the page did not explain before.
    pub term: Option<TermView>,
    /// Remark, such as "nicht unterschrieben".
    pub note: Option<String>,
}

/// A file that belongs to the paper.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    /// Title.
    pub name: String,
    /// Address, if the portal has the file.
    pub url: Option<Url>,
    /// `PDF`.
    pub format: Option<String>,
    /// Address of the file at the council, if the portal does not have it.
    pub source: Option<String>,
}

/// A related, citing or cited paper.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedView {
    /// Title, or the number alone if the portal does not have the paper.
    pub name: String,
    /// Address: of its page, or of its number's if the portal does not have the paper; none for a number
    /// of which no address can be made.
    pub url: Option<Url>,
    /// Whether the portal does not have the paper.
    pub missing: bool,
    /// Whether another paper may be meant: several bear the cited number.
    pub uncertain: bool,
    /// Number in display form.
    pub reference: Option<String>,
    /// Kind of paper.
    pub paper_type: Option<Label>,
    /// Date of the paper.
    pub date: Option<DateView>,
    /// What became of it.
    pub status: Option<Label>,
    /// The sentence that shows the relation.
    pub evidence: Option<String>,
    /// The council, where it is another one.
    pub body: Option<String>,
}

/// Related papers of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedGroup {
    /// Relation, from this paper's side: "Beendet", "Beendet durch", "Zitiert von" …
    pub relation: Label,
    /// The papers.
    pub items: Vec<RelatedView>,
}

/// An entry of a text's table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Text.
    pub text: String,
}

/// A procedure as a paper's page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedureBrief {
    /// Title.
    pub name: String,
    /// Its page.
    pub url: Url,
    /// What became of it as a whole, if anything is known.
    pub status: Option<Label>,
    /// What happened, oldest first; events without a date where their relations put them. Of a long
    /// procedure, only what concerns this paper and those that it is related to.
    pub timeline: Vec<EventView>,
    /// "12 weitere Ereignisse", if the timeline does not show all.
    pub omitted: Option<String>,
}

/// `paper.html`.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// Identity: `<body>/<slug>`.
    pub id: String,
    /// Kind of paper.
    pub paper_type: Option<Label>,
    /// Explanation of that kind, if it is a term.
    pub type_term: Option<TermView>,
    /// Number in display form.
    pub reference: Option<String>,
    /// Further numbers.
    pub aliases: Vec<String>,
    /// Date; unknown if none.
    pub date: Option<DateView>,
    /// The council.
    pub body: Link,
    /// Who brought it in: organizations and people.
    pub originators: Vec<MaybeLink>,
    /// Departments in charge.
    pub under_direction_of: Vec<MaybeLink>,
    /// What it is about (safe HTML, with citations linked).
    pub summary_html: Option<Value>,
    /// Place in words.
    pub location: Option<String>,
    /// What became of it.
    pub status: Option<Label>,
    /// What the status does not say by itself: by when an answer is due, or that none is known.
    pub status_note: Option<String>,
    /// What comes next with it, or with its procedure.
    pub next: Option<NextView>,
    /// Does it still hold? Only for resolutions.
    pub validity: Option<ValidityView>,
    /// What was decided; none: not decided, or not known.
    pub decision: Option<DecisionView>,
    /// What was proposed.
    pub proposal: Vec<ProposalView>,
    /// The proposal against the resolution; none where nothing was proposed, or something else settled it.
    pub comparison: Option<ComparisonView>,
    /// Money.
    pub finance: Option<FinanceView>,
    /// Checks.
    pub checks: Vec<CheckView>,
    /// Opinions.
    pub opinions: Vec<CheckView>,
    /// Hearings.
    pub hearings: Vec<CheckView>,
    /// Beratungsfolge.
    pub consultations: Vec<ConsultationView>,
    /// People named for a part.
    pub participants: Vec<RoleView>,
    /// Signatures.
    pub signatures: Vec<RoleView>,
    /// Offices that get a copy.
    pub distribution: Vec<String>,
    /// Files.
    pub attachments: Vec<AttachmentView>,
    /// State of carrying it out.
    pub implementation: Option<ImplementationView>,
    /// Contents of the text, if long enough to need it.
    pub toc: Vec<Heading>,
    /// The text (safe HTML); none if the paper has none.
    pub text_html: Option<Value>,
    /// The procedure that it belongs to.
    pub procedure: Option<ProcedureBrief>,
    /// Related, citing and cited papers, grouped; the important ones first.
    pub related: Vec<RelatedGroup>,
    /// Topics.
    pub topics: Vec<Link>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Remark of the portal's editors.
    pub editor_note: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
    /// How to cite this record, in one line.
    pub citation: String,
}

/// State of carrying out a resolution.
#[derive(Clone, Debug, Serialize)]
pub struct ImplementationView {
    /// State.
    pub status: Label,
    /// Due day.
    pub due: Option<DateView>,
    /// Explanation (safe HTML, with citations linked).
    pub note_html: Option<Value>,
}

/// `procedure.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedureView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What became of it as a whole, if anything is known.
    pub status: Option<Label>,
    /// What comes next.
    pub next: Option<NextView>,
    /// Councils that take part.
    pub bodies: Vec<Link>,
    /// Who takes part, in the order of appearance.
    pub participants: Vec<ParticipantView>,
    /// Its time, drawn to scale; none if fewer than two days are known.
    pub track: Option<TrackView>,
    /// What happened, oldest first.
    pub timeline: Vec<EventView>,
    /// What the amounts that count add up to, by kind and period.
    pub totals: Vec<TotalView>,
    /// Papers that name costs, savings … without an amount.
    pub open_amounts: Vec<Link>,
    /// Amounts that its papers state.
    pub finance: Vec<ProcedureAmount>,
    /// Topics of its papers.
    pub topics: Vec<Link>,
}

/// An amount that a paper of a procedure states.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedureAmount {
    /// The paper.
    pub paper: Link,
    /// The amount.
    pub item: FinanceItemView,
    /// Whether it is part of the totals: not if its paper was turned down, replaced or annulled, or if a
    /// later paper states it anew.
    pub counted: bool,
}

/// Somebody who takes part in a procedure.
#[derive(Clone, Debug, Serialize)]
pub struct ParticipantView {
    /// Who.
    pub name: String,
    /// Their page, if they have one.
    pub url: Option<Url>,
    /// In which parts: `originator`, `direction`, `consultation`, `decision`.
    pub parts: Vec<Label>,
}

/// What a procedure's amounts of one kind add up to.
#[derive(Clone, Debug, Serialize)]
pub struct TotalView {
    /// `cost`, `saving`, `revenue`, `funding`.
    pub kind: Label,
    /// "bis zu 2.500 € im Jahr".
    pub amount: String,
}

/// `topic.html`.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// Head of the page.
    pub head: Head,
    /// Name.
    pub name: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Explanation (safe HTML), on the first page only.
    pub text_html: Option<Value>,
    /// Councils with papers on it.
    pub bodies: Vec<CountedLink>,
    /// Years with papers on it.
    pub years: Vec<CountedLink>,
    /// Papers by year, on the first page only; none if all are of one year.
    pub chart: Option<ChartView>,
    /// Money as its papers state it, on the first page only; none if none does.
    pub money: Option<MoneyView>,
    /// Papers, newest first.
    pub papers: PaperList,
}

/// `body.html`.
#[derive(Clone, Debug, Serialize)]
pub struct BodyView {
    /// Head of the page.
    pub head: Head,
    /// Official name.
    pub name: String,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Kind of body.
    pub classification: Option<String>,
    /// Amtlicher Gemeindeschlüssel.
    pub ags: Option<String>,
    /// Its own website.
    pub website: Option<String>,
    /// Legislative terms, by name.
    pub legislative_terms: Vec<String>,
    /// Organizations grouped by type.
    pub organizations: Vec<OrganizationGroup>,
    /// People in office.
    pub people: Vec<RoleView>,
    /// A page with all people in office, if there are any.
    pub people_list: Option<Link>,
    /// Meetings: those to come, the next one first, then the newest; a few of them.
    pub meetings: Vec<MeetingView>,
    /// All meetings, if there are more.
    pub meeting_list: Option<CountedLink>,
    /// Papers by year, on the first page only; none if all are of one year.
    pub chart: Option<ChartView>,
    /// Lists of its papers: by status, year and kind.
    pub ways: Vec<LinkGroup>,
    /// Topics with papers of this council.
    pub topics: Vec<CountedLink>,
    /// Its numbers that papers cite and no paper of the portal bears; none if there are no such numbers.
    pub missing_numbers: Option<CountedLink>,
    /// Its papers, newest first.
    pub papers: PaperList,
}

/// `number.html`: a number that several papers of the portal bear, or none.
#[derive(Clone, Debug, Serialize)]
pub struct NumberView {
    /// Head of the page.
    pub head: Head,
    /// The number in display form.
    pub name: String,
    /// `missing`: cited, and no paper of the portal bears it; `shared`: several papers do.
    pub state: Label,
    /// What that means, in plain words.
    pub explanation: String,
    /// The council whose number it is.
    pub body: Link,
    /// That council's own website.
    pub website: Option<String>,
    /// Papers that bear the number, newest first, as cards (safe HTML).
    pub cards: Vec<Value>,
    /// Papers that cite it, grouped; newest first.
    pub cited_by: Vec<RelatedGroup>,
}

/// `forward.html`: a number that one paper bears; one link leads there.
#[derive(Clone, Debug, Serialize)]
pub struct ForwardView {
    /// The number in display form.
    pub name: String,
    /// The paper.
    pub paper: Link,
    /// The paper's absolute address.
    pub canonical: String,
}

/// `gone.html`: an address at which there is nothing any more.
#[derive(Clone, Debug, Serialize)]
pub struct GoneView {
    /// Head of the page.
    pub head: Head,
    /// What is gone: "Diese Vorlage ist nicht mehr veröffentlicht".
    pub name: String,
    /// The number of a paper.
    pub reference: Option<String>,
    /// The council.
    pub body: Option<Link>,
    /// Day of the removal.
    pub date: Option<DateView>,
    /// Why it was removed.
    pub reason: String,
}

/// `moved.html`: an earlier address, which leads on by itself.
#[derive(Clone, Debug, Serialize)]
pub struct MovedView {
    /// Where it is now.
    pub target: Link,
    /// Its absolute address.
    pub canonical: String,
}

/// Organizations of one type.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationGroup {
    /// The type in the plural: Gremien, Fraktionen …
    pub kind: Label,
    /// The organizations.
    pub items: Vec<CountedLink>,
}

/// A meeting with its public agenda.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingView {
    /// Title.
    pub name: String,
    /// Its page.
    pub url: Url,
    /// Day.
    pub date: DateView,
    /// Time of day: "15:00 Uhr".
    pub time: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Who meets.
    pub organizations: Vec<MaybeLink>,
    /// Public agenda.
    pub agenda: Vec<AgendaView>,
}

/// A point of an agenda.
#[derive(Clone, Debug, Serialize)]
pub struct AgendaView {
    /// Number as printed.
    pub number: Option<String>,
    /// Title.
    pub name: String,
    /// The paper dealt with.
    pub url: Option<Url>,
    /// Result in the council's words.
    pub result: Option<String>,
}

/// `organization.html`.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationView {
    /// Head of the page.
    pub head: Head,
    /// Official name.
    pub name: String,
    /// Type: Gremium, Fraktion …
    pub kind: Label,
    /// Finer kind in the council's words.
    pub classification: Option<String>,
    /// The council.
    pub body: Link,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Its own website.
    pub website: Option<String>,
    /// Members.
    pub members: Vec<RoleView>,
    /// Meetings, newest first.
    pub meetings: Vec<MeetingView>,
    /// Papers that it brought in, dealt with or is in charge of, newest first.
    pub papers: PaperList,
}

/// `list.html`: papers of a year, of a type, or all of them.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What the list holds, in one sentence.
    pub intro: String,
    /// Papers, newest first.
    pub papers: PaperList,
    /// Other lists of the same papers: by status, year, kind, topic, council.
    pub ways: Vec<LinkGroup>,
}

/// `directory.html`: all topics, procedures or councils, in groups.
#[derive(Clone, Debug, Serialize)]
pub struct DirectoryView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What the directory holds, in one sentence.
    pub intro: String,
    /// Groups; a directory without groups has one without a name.
    pub groups: Vec<DirectoryGroup>,
    /// Where this page stands; none if there is one page only.
    pub pagination: Option<Pagination>,
}

/// A group of a directory.
#[derive(Clone, Debug, Serialize)]
pub struct DirectoryGroup {
    /// Heading of the group.
    pub name: Option<String>,
    /// Its entries.
    pub entries: Vec<DirectoryEntry>,
}

/// An entry of a directory.
#[derive(Clone, Debug, Serialize)]
pub struct DirectoryEntry {
    /// Name.
    pub name: String,
    /// Address.
    pub url: Url,
    /// Explanation in one sentence.
    pub note: Option<String>,
    /// Short facts: "12 Vorlagen".
    pub facts: Vec<String>,
    /// State, for procedures.
    pub status: Option<Label>,
}

/// `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Head of the page.
    pub head: Head,
    /// What this is, in one sentence.
    pub description: String,
    /// How many papers, councils, procedures and topics there are: "8 Vorlagen".
    pub figures: Vec<CountedLink>,
    /// What comes next, the next day first.
    pub next: Vec<UpcomingView>,
    /// Newest decisions as cards (safe HTML).
    pub decisions: Vec<Value>,
    /// Procedures that moved last.
    pub procedures: Vec<DirectoryEntry>,
    /// Newest papers as cards (safe HTML).
    pub papers: Vec<Value>,
    /// Topics.
    pub topics: Vec<CountedLink>,
    /// Councils.
    pub bodies: Vec<CountedLink>,
    /// All downloads.
    pub downloads: Option<Url>,
}

/// `page.html`: a page of the portal itself.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// Text (safe HTML).
    pub text_html: Value,
}

/// `404.html`.
#[derive(Clone, Debug, Serialize)]
pub struct MissingView {
    /// Head of the page.
    pub head: Head,
}

/// What every page shares; `site` in templates.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Name of the portal.
    pub name: String,
    /// What it is, in one sentence.
    pub description: String,
    /// Language: `de`.
    pub language: String,
    /// ` lang="de"` for what is in the papers' language and not in the interface's (safe HTML); empty where both are one.
    pub content_lang: Value,
    /// The home page.
    pub home: Url,
    /// The page that explains the terms of council procedure.
    pub terms: Url,
    /// Remark on every page.
    pub notice: Option<String>,
    /// Links at the head.
    pub menu: Vec<Link>,
    /// Links at the foot.
    pub footer: Vec<Link>,
    /// Addresses of the style sheets, with a fingerprint of their content.
    pub styles: Vec<Url>,
    /// Addresses of the scripts, likewise; without `look.js`.
    pub scripts: Vec<Url>,
    /// Address of `look.js`, which must run before the page is drawn: it sets light or dark as the reader chose.
    pub look: Option<Url>,
    /// Icon of the site.
    pub icon: Option<Url>,
    /// `favicon.ico`, for browsers that do not draw the icon.
    pub favicon: Option<Url>,
    /// Icon for home screens.
    pub touch_icon: Option<Url>,
    /// Web app manifest.
    pub manifest: Option<Url>,
    /// Colour of the page's ground, `#rrggbb`, for the browser's own parts.
    pub ground: Option<String>,
    /// Likewise in the dark.
    pub ground_dark: Option<String>,
    /// Logo.
    pub logo: Option<Url>,
    /// The page that explains how to follow; none if there is nothing to follow.
    pub follow: Option<Url>,
    /// The portal's feed.
    pub feed: Option<Url>,
    /// The search page, which takes `?q=…`; none if there is no search.
    pub search: Option<Url>,
    /// The script of the search page, `static/search.js`, with a fingerprint of its content.
    pub search_script: Option<Url>,
    /// Who publishes.
    pub publisher: MaybeExternal,
    /// Licence of the data.
    pub license: Option<MaybeExternal>,
    /// Colours from `portal.yaml` as a style sheet's address; none if there are none.
    pub colors: Option<Url>,
}

/// `search.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What can be searched, in one sentence.
    pub intro: String,
    /// Where the search index begins.
    pub index: Url,
    /// Ways to papers without a word to search for.
    pub lists: Vec<SearchList>,
}

/// A list of links on the search page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchList {
    /// Heading.
    pub name: String,
    /// Links, with how many papers are behind each.
    pub links: Vec<CountedLink>,
}

/// A name that may lead to another site.
#[derive(Clone, Debug, Serialize)]
pub struct MaybeExternal {
    /// Text.
    pub name: String,
    /// Absolute address.
    pub url: Option<String>,
}

/// Links under a common name: years, kinds, statuses.
#[derive(Clone, Debug, Serialize)]
pub struct LinkGroup {
    /// What they have in common.
    pub name: String,
    /// The links.
    pub links: Vec<CountedLink>,
}

/// A chart of papers by year; `chart.html` draws it. All measures are percentages of the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    /// What it shows.
    pub title: String,
    /// What can be seen in it, in one or two sentences.
    pub description: String,
    /// What the parts of the bars mean, from the foot of a bar to its top; only those that occur.
    pub series: Vec<Label>,
    /// A bar for each year, without gaps.
    pub bars: Vec<BarView>,
    /// The same numbers as a table, undated papers last.
    pub rows: Vec<ChartRow>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// Its left side: `12.5%`.
    pub x: String,
    /// Its width.
    pub width: String,
    /// The middle between its sides, for words.
    pub middle: String,
    /// Its upper end.
    pub top: String,
    /// The year, at those bars that have room for it.
    pub label: Option<String>,
    /// How many papers, at those bars that have room for it.
    pub total: Option<String>,
    /// Its parts, from the foot.
    pub parts: Vec<BarPart>,
}

/// A part of a bar.
#[derive(Clone, Debug, Serialize)]
pub struct BarPart {
    /// Key of its meaning: that of a label of the chart's `series`.
    pub key: &'static str,
    /// Its upper end.
    pub y: String,
    /// Its height.
    pub height: String,
}

/// A row of a chart's table.
#[derive(Clone, Debug, Serialize)]
pub struct ChartRow {
    /// The year, or that it is unknown.
    pub name: String,
    /// A list of these papers.
    pub url: Option<Url>,
    /// How many papers.
    pub total: usize,
    /// How many of each of the chart's `series`.
    pub counts: Vec<usize>,
}

/// A procedure's time, drawn to scale; `scale.html` draws it. All measures are percentages of the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct TrackView {
    /// What it shows.
    pub title: String,
    /// What can be seen in it, in one or two sentences.
    pub description: String,
    /// Years, or months of a short procedure, where they begin.
    pub ticks: Vec<TickView>,
    /// What happened, and what comes next.
    pub points: Vec<PointView>,
    /// Where the part begins in which there is no scale, because the days are not known.
    pub unknown: Option<String>,
}

/// A mark at a drawing's scale.
#[derive(Clone, Debug, Serialize)]
pub struct TickView {
    /// Where: `12.5%`.
    pub x: String,
    /// What begins there.
    pub text: String,
    /// On which side of the mark the words stand: `start`, `middle`, `end`.
    pub anchor: &'static str,
}

/// An event in a drawing.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// Where: `12.5%`.
    pub x: String,
    /// How high: events close to each other are stacked.
    pub y: String,
    /// Key of the event, or `next`.
    pub key: &'static str,
    /// What happened, with its day.
    pub text: String,
}

/// What some papers cost, save, bring in and get, as they state it.
#[derive(Clone, Debug, Serialize)]
pub struct MoneyView {
    /// What the amounts that count add up to, by kind, period and currency.
    pub totals: Vec<TotalView>,
    /// Papers that name costs, savings … without an amount.
    pub open_amounts: Vec<Link>,
    /// Every amount with its paper.
    pub amounts: Vec<ProcedureAmount>,
    /// How many papers say nothing about money, as a sentence.
    pub silent: Option<String>,
}

/// Something that comes next.
#[derive(Clone, Debug, Serialize)]
pub struct UpcomingView {
    /// The day.
    pub date: DateView,
    /// Time of day: "15:00 Uhr".
    pub time: Option<String>,
    /// `meeting`, `decision`, `consultation`, `answer`, `implementation`.
    pub kind: Label,
    /// The meeting, procedure or paper.
    pub name: String,
    /// Its page.
    pub url: Url,
    /// Who deals with it.
    pub organization: Option<MaybeLink>,
    /// The council.
    pub body: Link,
    /// Whether it was cancelled.
    pub cancelled: bool,
}

/// `meeting.html`.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingPageView {
    /// Head of the page.
    pub head: Head,
    /// The meeting with its public agenda.
    pub meeting: MeetingView,
    /// Whether its day is today or later.
    pub to_come: bool,
    /// When it ends: "18:00 Uhr".
    pub end: Option<String>,
    /// The council.
    pub body: Link,
    /// Address of the original.
    pub source: Option<String>,
}

/// `meeting-list.html`: a council's meetings.
#[derive(Clone, Debug, Serialize)]
pub struct MeetingListView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What the list holds, in one sentence.
    pub intro: String,
    /// Meetings to come, the next one first.
    pub next: Vec<MeetingView>,
    /// Meetings that are over, newest first.
    pub past: Vec<MeetingView>,
    /// Where this page stands; none if there is one page only.
    pub pagination: Option<Pagination>,
}

/// `people.html`: a council's people in office.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What the list holds, in one sentence.
    pub intro: String,
    /// By faction; those without one last.
    pub groups: Vec<PeopleGroup>,
}

/// People of one faction.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleGroup {
    /// The faction; none if the council's people are in no factions.
    pub name: Option<String>,
    /// The people, by family name.
    pub people: Vec<RoleView>,
}

/// `person.html`: somebody in office.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// Head of the page.
    pub head: Head,
    /// Name.
    pub name: String,
    /// Office in words.
    pub office: Option<String>,
    /// The council.
    pub body: Link,
    /// Memberships.
    pub memberships: Vec<MembershipView>,
    /// Papers that they brought in or took a named part in, newest first.
    pub papers: PaperList,
}

/// A person's place in an organization.
#[derive(Clone, Debug, Serialize)]
pub struct MembershipView {
    /// The organization.
    pub organization: MaybeLink,
    /// Role in words.
    pub role: Option<String>,
    /// First day.
    pub from: Option<DateView>,
    /// Last day.
    pub until: Option<DateView>,
}

/// `subscribe.html`: how to follow the portal.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribeView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What the page is for, in one sentence.
    pub intro: String,
    /// The portal as a whole.
    pub portal: Option<SubscribeGroup>,
    /// Topics, across councils.
    pub topics: Option<SubscribeGroup>,
    /// Councils with all that belongs to them.
    pub councils: Vec<SubscribeCouncil>,
    /// The procedures that moved last.
    pub procedures: Option<SubscribeGroup>,
    /// Where procedures are listed, if the page does not show the feeds of all.
    pub more: Option<Link>,
    /// The list of all feeds as OPML, if feeds are built.
    pub list: Option<Url>,
    /// Whether there are calendars.
    pub calendars: bool,
}

/// Feeds and calendars of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribeGroup {
    /// Heading of the group.
    pub name: String,
    /// What there is to follow.
    pub items: Vec<SubscribeItem>,
}

/// Feeds and calendars of a council.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribeCouncil {
    /// The council.
    pub name: String,
    /// The council as a whole, its organizations by kind, its kinds of papers.
    pub groups: Vec<SubscribeGroup>,
    /// The list of its feeds as OPML, if feeds are built.
    pub list: Option<Url>,
    /// Whether it is shown at once: it is the only one.
    pub open: bool,
}

/// A page with its feed and its calendar, or one of them.
#[derive(Clone, Debug, Serialize)]
pub struct SubscribeItem {
    /// The page.
    pub page: Link,
    /// Its feed.
    pub feed: Option<FeedView>,
    /// Its calendar.
    pub calendar: Option<CalendarView>,
}

/// `data.html`: everything that can be downloaded, and how to use it.
#[derive(Clone, Debug, Serialize)]
pub struct DataView {
    /// Head of the page.
    pub head: Head,
    /// Title.
    pub name: String,
    /// What there is, in one sentence.
    pub intro: String,
    /// How much there is: "8 Vorlagen".
    pub facts: Vec<String>,
    /// When something changed last, by the content.
    pub fresh: Option<DateView>,
    /// Licence of the data.
    pub license: Option<MaybeExternal>,
    /// Files in groups.
    pub groups: Vec<DownloadGroup>,
    /// How many parts `portal.json` names: "6 Dateien".
    pub parts: Option<String>,
    /// How many partitions there are of the papers, by council and year: "6 Dateien".
    pub partitions: Option<String>,
    /// How to use the files.
    pub examples: Vec<ExampleView>,
    /// Words of the portal's own that its linked data uses.
    pub terms: Vec<OwnTerm>,
    /// What has changed in the shape of the data, the latest first.
    pub changes: Vec<ChangeView>,
    /// Where OParl begins.
    pub oparl: Option<Url>,
    /// Where the feeds are.
    pub feeds: Option<Link>,
    /// What was published, changed and removed, line by line; none where the portal keeps no register.
    pub log: Option<Link>,
    /// The feed of that; none likewise.
    pub log_feed: Option<Link>,
}

/// Files for download that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadGroup {
    /// Its place on the page.
    pub id: String,
    /// Heading.
    pub name: String,
    /// What is in all of them, in one sentence.
    pub note: Option<String>,
    /// The files.
    pub files: Vec<DownloadView>,
    /// JSON Schemas of these files.
    pub schemas: Vec<Link>,
}

/// A file for download.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadView {
    /// Its place on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Address.
    pub url: Url,
    /// Its format: `CSV`.
    pub format: &'static str,
    /// What is in it, in one sentence.
    pub note: Option<String>,
    /// Its size: "1,2 MB"; none in a preview if it would cost too much to know.
    pub size: Option<String>,
    /// SHA-256 of the file; none in a preview if it would cost too much to know.
    pub sha256: Option<String>,
}

/// An example to copy.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleView {
    /// Stable key: part of its place on the page.
    pub key: &'static str,
    /// The program that it is for.
    pub tool: &'static str,
    /// What it does, in one sentence.
    pub text: String,
    /// What to type.
    pub code: String,
}

/// A word of the portal's own in its linked data.
#[derive(Clone, Debug, Serialize)]
pub struct OwnTerm {
    /// Its place on the page; with the page's address the word itself.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// A change in the shape of the data.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// Version of the shape.
    pub version: String,
    /// What changed.
    pub text: String,
}
