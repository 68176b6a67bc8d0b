//! Columns of flat tables: CSV, Parquet and the database share them, and catalogues describe them.

use super::Table;

/// A column of a flat table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: the record's own word where it has one.
    pub name: &'static str,
    /// Where its value is in the JSON record: names joined by dots, through lists too. `@body` is the
    /// council's name in addresses, `@year` the date's year; records do not have these themselves.
    pub path: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// The table whose `id` it names.
    pub to: Option<Table>,
    /// What it says.
    pub about: &'static str,
}

/// What a column holds. Anything but a `Boolean` can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, or an address.
    Text,
    /// Markdown of any length; left out of CSV, whose readers cut it off.
    LongText,
    /// A day.
    Date,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Texts in their order: a list in Parquet, joined by ` | ` in CSV, a table of its own in the database.
    List,
    /// A list of records, as JSON; a table of its own in the database.
    Json,
}

/// A column of its kind.
#[must_use]
pub const fn column(
    name: &'static str,
    path: &'static str,
    kind: ColumnKind,
    about: &'static str,
) -> Column {
    Column {
        name,
        path,
        kind,
        to: None,
        about,
    }
}

/// A column of its kind.
#[must_use]
pub const fn text(name: &'static str, path: &'static str, about: &'static str) -> Column {
    column(name, path, ColumnKind::Text, about)
}

/// A column of its kind.
#[must_use]
pub const fn date(name: &'static str, path: &'static str, about: &'static str) -> Column {
    column(name, path, ColumnKind::Date, about)
}

/// A column of its kind.
#[must_use]
pub const fn list(name: &'static str, path: &'static str, about: &'static str) -> Column {
    column(name, path, ColumnKind::List, about)
}

/// A column of its kind.
#[must_use]
pub const fn json(name: &'static str, path: &'static str, about: &'static str) -> Column {
    column(name, path, ColumnKind::Json, about)
}

/// A column of its kind.
#[must_use]
pub const fn to(
    name: &'static str,
    path: &'static str,
    table: Table,
    about: &'static str,
) -> Column {
    Column {
        to: Some(table),
        ..text(name, path, about)
    }
}

const ID: Column = text("id", "id", "Id: the address of its page");
const BODY: Column = text("body", "@body", "Council, by its name in addresses");
const BODY_ID: Column = to("bodyId", "body", Table::Bodies, "Council, by its id");
const SLUG: Column = text("slug", "slug", "Name in addresses");
const NAME: Column = text("name", "name", "Title or name");
const CREATED: Column = date("created", "created", "First publication here");
const MODIFIED: Column = date("modified", "modified", "Last change");

const PAPERS: &[Column] = &[
    ID,
    BODY,
    BODY_ID,
    SLUG,
    NAME,
    text(
        "kind",
        "kind",
        "Kind in words that all councils share: question, motion, answer, report, proposal, resolution, paper",
    ),
    text("paperType", "paperType", "Kind in the council's own words"),
    text("reference", "reference", "The council's number; not a key"),
    list("aliases", "aliases", "Further numbers"),
    date("date", "date", "Date of the paper"),
    column("year", "@year", ColumnKind::Integer, "Year of that date"),
    list(
        "originatorOrganization",
        "originatorOrganization.id",
        "Organizations that brought it in, by id",
    ),
    list(
        "originatorPerson",
        "originatorPerson",
        "People who brought it in, by name",
    ),
    list(
        "underDirectionOf",
        "underDirectionOf.id",
        "Departments in charge, by id",
    ),
    text(
        "summary",
        "summary",
        "What it is about, in one or two sentences",
    ),
    text("location", "location", "Place it is about, in words"),
    list("topics", "topics.id", "Topics, by id"),
    list("keyword", "keyword", "Keywords of the council's own system"),
    text(
        "status",
        "status",
        "Where it stands: open, overdue, answered, done, withdrawn, adopted, amended, superseded, repealed, ended, expired, rejected, noted, referred, postponed, undecided",
    ),
    date(
        "deadline",
        "deadline.date",
        "By when something is to be done that is not known to be done",
    ),
    text(
        "deadlineKind",
        "deadline.kind",
        "What is to be done: answer, implementation",
    ),
    date("nextDate", "next.date", "Day of what comes next"),
    text(
        "nextKind",
        "next.kind",
        "What comes next: decision, consultation, answer, implementation",
    ),
    to(
        "nextOrganization",
        "next.organization",
        Table::Organizations,
        "Who deals with it then, by id",
    ),
    text(
        "validity",
        "validity.state",
        "Whether it still holds: in_force, upcoming, amended, ended, expired, superseded, repealed, not_adopted, undecided",
    ),
    date(
        "validFrom",
        "validity.from",
        "First day on which it is in force",
    ),
    date(
        "validUntil",
        "validity.until",
        "Its own last day, or the day from which another one replaces or repeals it",
    ),
    text(
        "validityExplanation",
        "validity.explanation",
        "Whether it still holds and why, in plain sentences",
    ),
    json("validityBy", "validity.by", "Papers that changed it"),
    text(
        "outcome",
        "resolution.outcome",
        "What became of it: adopted, amended, rejected, noted, referred, postponed, withdrawn",
    ),
    date("decided", "resolution.date", "Day of the decision"),
    to(
        "decidedBy",
        "resolution.organization",
        Table::Organizations,
        "Who decided, by id",
    ),
    text(
        "resolutionText",
        "resolution.text",
        "What was decided, in the council's words",
    ),
    json("proposal", "proposal", "What is proposed, point by point"),
    json(
        "consultation",
        "consultation",
        "Who deals with it, step by step, with votes",
    ),
    text(
        "financeEffect",
        "finance.effect",
        "Whether there is a financial effect: yes, no, unknown",
    ),
    text("financeNote", "finance.note", "Explanation of it"),
    json("financeItems", "finance.items", "Each amount stated"),
    text(
        "implementationStatus",
        "implementation.status",
        "How far it is carried out: open, inProgress, done, dropped",
    ),
    date(
        "implementationDue",
        "implementation.due",
        "By when it is to be carried out",
    ),
    text(
        "implementationNote",
        "implementation.note",
        "Explanation of it",
    ),
    json("checks", "checks", "Checks that it reports on"),
    json("opinions", "opinions", "Opinions asked of offices"),
    json(
        "hearings",
        "hearings",
        "Boards that are heard, or need not be",
    ),
    json(
        "participants",
        "participants",
        "People named for their part in it",
    ),
    json("signatures", "signatures", "Who signs it"),
    list("distribution", "distribution", "Offices that get a copy"),
    json("attachments", "attachments", "Public files"),
    to(
        "procedure",
        "procedure",
        Table::Procedures,
        "Procedure, by its id",
    ),
    text("editorNote", "editorNote", "Remark of the portal's editors"),
    text("source", "source", "Address of the original"),
    CREATED,
    MODIFIED,
    column(
        "text",
        "text",
        ColumnKind::LongText,
        "Its text, as Markdown",
    ),
];

const RELATIONS: &[Column] = &[
    text(
        "id",
        "id",
        "Id: the paper's with the type and what is named",
    ),
    BODY,
    to(
        "paper",
        "paper",
        Table::Papers,
        "The later paper, on which it stands, by id",
    ),
    text(
        "type",
        "type",
        "What it does: answers, implements, amends, supplements, supersedes, repeals, terminates, corrects, withdraws, reportsOn, refersTo",
    ),
    to(
        "target",
        "target",
        Table::Papers,
        "The other paper, by id; missing if the portal does not have it",
    ),
    list(
        "candidates",
        "candidates",
        "Papers that may be meant, by id",
    ),
    text(
        "number",
        "number",
        "Address of the number by which the other paper is named",
    ),
    text("reference", "reference", "That number for readers"),
    text("evidence", "evidence", "The sentence that shows it"),
    date("date", "date", "From which day"),
    column(
        "confirmed",
        "confirmed",
        ColumnKind::Boolean,
        "Whether an author said so; else only the prose cites",
    ),
];

const PROCEDURES: &[Column] = &[
    ID,
    SLUG,
    NAME,
    text(
        "status",
        "status",
        "Where it stands as a whole; the words of papers",
    ),
    date("nextDate", "next.date", "Day of what comes next"),
    text("nextKind", "next.kind", "What comes next"),
    to(
        "nextPaper",
        "next.paper",
        Table::Papers,
        "With which paper, by id",
    ),
    to(
        "nextOrganization",
        "next.organization",
        Table::Organizations,
        "Who deals with it then, by id",
    ),
    list("paper", "paper", "Its papers by id, oldest first"),
    json("event", "event", "What happened, oldest first"),
    json("participants", "participants", "Who takes part"),
    json(
        "totals",
        "totals",
        "Amounts of its papers added up, each once",
    ),
    json(
        "notCounted",
        "notCounted",
        "Amounts that are no part of the totals",
    ),
    list(
        "openAmounts",
        "openAmounts",
        "Papers that name costs or savings without an amount, by id",
    ),
    CREATED,
    MODIFIED,
];

const TOPICS: &[Column] = &[
    ID,
    SLUG,
    NAME,
    list("aliases", "aliases", "Other names"),
    text("description", "description", "What it is about"),
    list("paper", "paper", "Its papers by id, newest first"),
    CREATED,
    MODIFIED,
    column(
        "text",
        "text",
        ColumnKind::LongText,
        "Its explanation, as Markdown",
    ),
];

const MEETINGS: &[Column] = &[
    ID,
    BODY,
    BODY_ID,
    SLUG,
    NAME,
    date("date", "date", "Its day"),
    column(
        "cancelled",
        "cancelled",
        ColumnKind::Boolean,
        "Whether it was cancelled",
    ),
    list("organization", "organization", "Who meets, by id"),
    json("agendaItem", "agendaItem", "Public points of the agenda"),
    CREATED,
    MODIFIED,
];

const BODIES: &[Column] = &[
    ID,
    SLUG,
    NAME,
    text("shortName", "shortName", "Name for running text"),
    text("classification", "classification", "Kind of body"),
    text("ags", "ags", "Amtlicher Gemeindeschlüssel"),
    text("website", "website", "Its own website"),
    column(
        "paperCount",
        "paperCount",
        ColumnKind::Integer,
        "How many of its papers the portal has",
    ),
    CREATED,
    MODIFIED,
];

const ORGANIZATIONS: &[Column] = &[
    ID,
    BODY,
    BODY_ID,
    SLUG,
    NAME,
    text("shortName", "shortName", "Name for lists"),
    text("organizationType", "organizationType", "OParl's type"),
    text(
        "classification",
        "classification",
        "Finer kind in the council's words",
    ),
    CREATED,
    MODIFIED,
];

const PEOPLE: &[Column] = &[
    text("id", "id", "Id: the council's with their name in addresses"),
    BODY,
    BODY_ID,
    SLUG,
    NAME,
    text("office", "office", "Office in words"),
    json("membership", "membership", "Memberships in organizations"),
    text("web", "web", "Address of their page"),
    CREATED,
    MODIFIED,
];

impl Table {
    /// Its columns when it is flat.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Papers => PAPERS,
            Self::Relations => RELATIONS,
            Self::Procedures => PROCEDURES,
            Self::Topics => TOPICS,
            Self::Meetings => MEETINGS,
            Self::Bodies => BODIES,
            Self::Organizations => ORGANIZATIONS,
            Self::People => PEOPLE,
        }
    }
}
