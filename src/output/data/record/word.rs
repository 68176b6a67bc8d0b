//! Closed vocabularies of the records: their schemas say every word that can stand there.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::link::Status as Standing;
use crate::model::RelationType;

macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident: $words:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub(super) struct $name(pub(super) &'static str);

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words: Vec<&str> = $words.to_vec();
                json_schema!({
                    "description": concat!($($doc),*).trim(),
                    "type": "string",
                    "enum": words,
                })
            }
        }
    )*};
}

words! {
    /// Where a paper or a procedure stands. `open`: a motion or question without answer or decision; `undecided`:
    /// something is proposed, no decision is known; `ended`: what the resolution began is over.
    StatusWord: Standing::ALL.map(Standing::key);
    /// What kind of paper it is, as far as its council's own words (`paperType`) tell; `paper` where they do not.
    KindWord: ["question", "motion", "answer", "report", "proposal", "resolution", "paper"];
    /// Whether a resolution holds. `ended`: what it began is over (a membership, a contract), the resolution itself
    /// stands.
    ValidityWord: [
        "in_force", "upcoming", "amended", "ended", "expired", "superseded", "repealed",
        "not_adopted", "undecided",
    ];
    /// What became of what was proposed.
    OutcomeWord: [
        "adopted", "amended", "rejected", "noted", "referred", "postponed", "withdrawn",
    ];
    /// What the paper does to the other one; `refersTo` merely cites.
    RelationWord: RelationType::ALL.map(RelationType::name);
    /// What the other paper does to this one.
    InverseWord: RelationType::ALL.map(RelationType::inverse);
    /// What a paper does to the other one, or in a backlink what the other one does to it (`answeredBy`).
    EitherWord: [RelationType::ALL.map(RelationType::name), RelationType::ALL.map(RelationType::inverse)].concat();
    /// What happened.
    EventWord: [
        "published", "consulted", "decided", "rejected", "noted", "withdrawn", "answered",
        "implemented", "amended", "supplemented", "superseded", "repealed", "ended", "corrected",
        "reported", "referred",
    ];
    /// What comes next.
    NextWord: ["decision", "consultation", "answer", "implementation"];
    /// What is to be done.
    DeadlineWord: ["answer", "implementation"];
    /// In which part somebody takes part in a procedure.
    PartWord: ["originator", "direction", "consultation", "decision"];
    /// What kind of money.
    MoneyWord: ["cost", "saving", "revenue", "funding"];
    /// How often an amount is due.
    PeriodWord: ["once", "monthly", "yearly"];
    /// Yes, no, or not said.
    AnswerWord: ["yes", "no", "unknown"];
    /// Whether the council is to take note or to resolve.
    ProposalWord: ["takeNote", "resolve"];
    /// How far a resolution is carried out.
    ImplementationWord: ["open", "inProgress", "done", "dropped"];
    /// OParl's type of organization, in its own German words.
    OrganizationWord: [
        "Gremium", "Fraktion", "Partei", "Verwaltungsbereich", "externes Gremium", "Institution",
        "Sonstiges",
    ];
}
