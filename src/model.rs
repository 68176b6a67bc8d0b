//! The domain in OParl 1.1's nouns: what a council has and does.
//!
//! Content files deserialise straight into these types, so their fields are the keys that authors
//! write; JSON Schemas for editors are generated from them. Everything below the staircase's second
//! step uses them. This room never knows HTML, output JSON or URLs: each output owns its own types.

mod body;
mod catalogue;
mod date;
mod kind;
mod list;
mod meeting;
mod money;
mod organization;
mod page;
mod paper;
mod person;
mod personal;
mod portal;
mod register;
mod relation;
mod slug;
mod spanned;
mod topic;

pub use body::{AnswerDeadline, Body, LegislativeTerm};
pub use catalogue::{CatalogueSettings, DataTheme, Frequency};
pub use date::{Date, DateTime};
pub use kind::PaperKind;
pub use list::List;
pub use meeting::{AgendaItem, Meeting};
pub use money::Amount;
pub use organization::{Organization, OrganizationType};
pub use page::{MenuPlace, Page};
pub use paper::{
    Access, Attachment, Check, Checks, Consultation, Finance, FinanceItem, FinanceKind, Hearing,
    Implementation, ImplementationStatus, Opinion, Outcome, Paper, Participant, Period,
    ProcedureMark, Proposal, ProposalKind, Resolution, Signature, Vote, YesNo,
};
pub use person::{Membership, Person};
pub use personal::Allowance;
pub use portal::{
    Contact, FeedFormats, OutputSwitches, Portal, Previews, Publisher, ThemeSettings,
};
pub use register::{ObjectId, ObjectKind, RegisterFile, RegisterLine};
pub use relation::{RelationEntry, RelationType};
pub use slug::{PaperId, Slug};
pub use spanned::{Span, Spanned, list};
pub use topic::Topic;
