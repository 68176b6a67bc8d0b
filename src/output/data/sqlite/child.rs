//! Tables of the database that hold the lists of records.

use crate::route::column::{column, date, text, to};
use crate::route::{Column, ColumnKind, Table};

/// A table with a row for each item of lists.
pub(super) struct Child {
    /// Its name.
    pub(super) name: &'static str,
    /// The table whose records have the lists.
    pub(super) of: Table,
    /// Where the lists are in the record, and the word for them in the column `part` if there are several.
    pub(super) lists: &'static [(&'static str, &'static str)],
    /// Columns; a bare text in a list is found at `name`.
    pub(super) columns: &'static [Column],
    /// What it says.
    pub(super) about: &'static str,
}

impl Child {
    /// Whether its rows say which list they are from.
    pub(super) const fn has_parts(&self) -> bool {
        self.lists.len() > 1
    }
}

/// Every such table.
pub(super) const CHILDREN: &[Child] = &[
    Child {
        name: "paper_alias",
        of: Table::Papers,
        lists: &[("aliases", "")],
        columns: &[text("reference", "name", "Number")],
        about: "Further numbers of papers",
    },
    Child {
        name: "paper_topic",
        of: Table::Papers,
        lists: &[("topics", "")],
        columns: &[to("topic", "id", Table::Topics, "Topic")],
        about: "Topics of papers",
    },
    Child {
        name: "paper_keyword",
        of: Table::Papers,
        lists: &[("keyword", "")],
        columns: &[text("keyword", "name", "Keyword")],
        about: "Keywords of papers",
    },
    Child {
        name: "paper_organization",
        of: Table::Papers,
        lists: &[
            ("originatorOrganization", "originator"),
            ("underDirectionOf", "direction"),
        ],
        columns: &[to(
            "organization",
            "id",
            Table::Organizations,
            "Organization",
        )],
        about: "Who brought papers in (originator) and who is in charge (direction)",
    },
    Child {
        name: "paper_person",
        of: Table::Papers,
        lists: &[
            ("@originatorPerson", "originator"),
            ("participants", "participant"),
            ("signatures", "signature"),
        ],
        columns: &[
            to(
                "person",
                "person",
                Table::People,
                "Person, if the portal has them",
            ),
            text("name", "name", "Name"),
            text("role", "role", "Part in the council's words"),
            text("signed", "signed", "Whether they signed: yes, no, unknown"),
        ],
        about: "People who brought papers in, are named for their part, or sign",
    },
    Child {
        name: "consultations",
        of: Table::Papers,
        lists: &[("consultation", "")],
        columns: &[
            to(
                "organization",
                "organization",
                Table::Organizations,
                "Who deals with the paper",
            ),
            date("date", "date", "Day of the meeting"),
            text("role", "role", "What they do with it"),
            text("result", "result", "Result in the council's words"),
            column("yes", "vote.yes", ColumnKind::Integer, "Votes in favour"),
            column("no", "vote.no", ColumnKind::Integer, "Votes against"),
            column(
                "abstain",
                "vote.abstain",
                ColumnKind::Integer,
                "Abstentions",
            ),
        ],
        about: "Public steps of the Beratungsfolge, with votes",
    },
    Child {
        name: "proposals",
        of: Table::Papers,
        lists: &[("@proposal", "")],
        columns: &[
            column(
                "depth",
                "depth",
                ColumnKind::Integer,
                "0 for points, 1 for points below them …",
            ),
            text("number", "number", "Number as printed"),
            text("kind", "kind", "takeNote or resolve"),
            text("text", "text", "Wording"),
        ],
        about: "What is proposed, point by point",
    },
    Child {
        name: "finance_items",
        of: Table::Papers,
        lists: &[("finance.items", "")],
        columns: &[
            text("kind", "kind", "cost, saving, revenue, funding"),
            column(
                "amount",
                "amount",
                ColumnKind::Number,
                "Amount in the currency's unit; missing where it is left open",
            ),
            text("currency", "currency", "ISO 4217 code"),
            text("period", "period", "once, monthly, yearly"),
            column(
                "upTo",
                "upTo",
                ColumnKind::Boolean,
                "Whether it is an upper bound",
            ),
            column(
                "approximate",
                "approximate",
                ColumnKind::Boolean,
                "Whether it is approximate",
            ),
            text("note", "note", "Explanation"),
            column(
                "counts",
                "counts",
                ColumnKind::Boolean,
                "Whether procedures and topics add it up: not if the paper was turned down, replaced or repealed, or if a later paper states it anew",
            ),
        ],
        about: "Amounts as papers state them",
    },
    Child {
        name: "paper_check",
        of: Table::Papers,
        lists: &[
            ("checks", "check"),
            ("opinions", "opinion"),
            ("hearings", "hearing"),
        ],
        columns: &[
            text("name", "name", "What, or who"),
            text("answer", "answer", "yes, no, unknown"),
            text("note", "note", "Explanation"),
        ],
        about: "Checks that papers report on, opinions asked of offices, boards that are heard",
    },
    Child {
        name: "paper_distribution",
        of: Table::Papers,
        lists: &[("distribution", "")],
        columns: &[text("name", "name", "Office")],
        about: "Offices that get a copy",
    },
    Child {
        name: "attachments",
        of: Table::Papers,
        lists: &[("attachments", "")],
        columns: &[
            text("name", "name", "Name"),
            text("url", "url", "Address"),
            column("size", "size", ColumnKind::Integer, "Size in bytes"),
            text("sha512Checksum", "sha512Checksum", "SHA-512 checksum"),
        ],
        about: "Public files of papers",
    },
    Child {
        name: "validity_effects",
        of: Table::Papers,
        lists: &[("validity.by", "")],
        columns: &[
            text(
                "type",
                "type",
                "What was done to the resolution: amendedBy, supersededBy, repealedBy, terminatedBy …",
            ),
            to("by", "paper", Table::Papers, "The later paper"),
            date("date", "date", "From which day"),
            column(
                "pending",
                "pending",
                ColumnKind::Boolean,
                "Whether that day is still to come",
            ),
        ],
        about: "What later papers did to resolutions",
    },
    Child {
        name: "relation_candidate",
        of: Table::Relations,
        lists: &[("candidates", "")],
        columns: &[to(
            "paper",
            "name",
            Table::Papers,
            "Paper that may be meant",
        )],
        about: "Papers that an ambiguous number may mean",
    },
    Child {
        name: "procedure_paper",
        of: Table::Procedures,
        lists: &[("paper", "")],
        columns: &[to("paper", "name", Table::Papers, "Paper")],
        about: "Papers of procedures, oldest first",
    },
    Child {
        name: "events",
        of: Table::Procedures,
        lists: &[("event", "")],
        columns: &[
            text(
                "kind",
                "kind",
                "What happened: published, consulted, decided, rejected, noted, withdrawn, answered, amended …",
            ),
            date("date", "date", "The day, if known"),
            to(
                "paper",
                "paper",
                Table::Papers,
                "The paper by which it happened",
            ),
            to(
                "organization",
                "organization",
                Table::Organizations,
                "Where",
            ),
            to(
                "target",
                "target",
                Table::Papers,
                "The paper to which it happened, if another one",
            ),
        ],
        about: "What happened in procedures, oldest first",
    },
    Child {
        name: "procedure_participant",
        of: Table::Procedures,
        lists: &[("participants", "")],
        columns: &[
            to(
                "organization",
                "organization",
                Table::Organizations,
                "Organization; missing for people",
            ),
            text("name", "name", "Name"),
            column(
                "parts",
                "part",
                ColumnKind::List,
                "originator, direction, consultation, decision",
            ),
        ],
        about: "Who takes part in procedures",
    },
    Child {
        name: "procedure_total",
        of: Table::Procedures,
        lists: &[("totals", "")],
        columns: &[
            text("kind", "kind", "cost, saving, revenue, funding"),
            column(
                "amount",
                "amount",
                ColumnKind::Number,
                "Sum in the currency's unit",
            ),
            text("currency", "currency", "ISO 4217 code"),
            text("period", "period", "once, monthly, yearly"),
            column(
                "upTo",
                "upTo",
                ColumnKind::Boolean,
                "Whether an amount in it is an upper bound",
            ),
            column(
                "approximate",
                "approximate",
                ColumnKind::Boolean,
                "Whether an amount in it is approximate",
            ),
        ],
        about: "Amounts of procedures added up, each once",
    },
    Child {
        name: "topic_alias",
        of: Table::Topics,
        lists: &[("aliases", "")],
        columns: &[text("alias", "name", "Other name")],
        about: "Other names of topics",
    },
    Child {
        name: "meeting_organization",
        of: Table::Meetings,
        lists: &[("organization", "")],
        columns: &[to(
            "organization",
            "name",
            Table::Organizations,
            "Organization",
        )],
        about: "Who meets",
    },
    Child {
        name: "agenda_items",
        of: Table::Meetings,
        lists: &[("agendaItem", "")],
        columns: &[
            text("number", "number", "Number as printed"),
            text("name", "name", "Title"),
            to("paper", "paper", Table::Papers, "The paper dealt with"),
            text("result", "result", "Result in the council's words"),
        ],
        about: "Public points of agendas",
    },
    Child {
        name: "memberships",
        of: Table::People,
        lists: &[("membership", "")],
        columns: &[
            to(
                "organization",
                "organization",
                Table::Organizations,
                "Organization",
            ),
            text("role", "role", "Role"),
            date("startDate", "startDate", "First day"),
            date("endDate", "endDate", "Last day"),
        ],
        about: "Memberships in committees, factions and departments",
    },
];
