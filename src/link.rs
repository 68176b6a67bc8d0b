//! From documents to the [`Archive`]: the one immutable picture of everything public.
//!
//! The gate comes first (DESIGN §7): what is restricted, embargoed or broken is dropped before anything
//! is counted, resolved or compared, so that nothing later can know of it. Then numbers find their
//! papers, relations their way back, procedures their story. Prose is not looked at again.

mod agenda;
mod appointment;
mod archive;
mod assemble;
mod check;
mod contradiction;
mod event;
mod gate;
mod keep;
mod kind;
mod markdown_links;
mod money;
mod next;
mod number;
mod participant;
mod procedure;
mod reference;
mod register;
mod relate;
mod reworded;
mod status;
mod touched;
mod validity;
mod words;

pub use agenda::AgendaPlace;
pub use appointment::Appointment;
pub use archive::{
    AppointmentIx, Archive, BodyIx, BodyNode, LinkEnd, MeetingIx, MeetingNode, NumberIx,
    NumberNode, OrganizationIx, OrganizationNode, PageNode, PaperIx, PaperNode, PersonIx,
    PersonNode, Procedure, ProcedureIx, Reference, Relation, RelationIx, StaticFile, Target, Text,
    TopicIx, TopicNode,
};
pub use assemble::link;
pub use event::{Event, EventKind};
pub use gate::Public;
pub use keep::{keep, take};
pub use kind::PapersOfType;
pub use money::{Money, StatedAmount, Total};
pub use next::{NextDate, NextKind};
pub use participant::{Part, Participant, Who};
pub use register::{Change, ChangeKind, Known, Object, PartedFile, Register, State};
pub use reworded::Reworded;
pub use status::{Deadline, DeadlineKind, Status};
pub use touched::{Month, Touched};
pub use validity::{Effect, Validity, ValidityState};
pub use words::{MadeOnce, ask, asking};

/// Whether a paper has done to another what its relation says: what changes a resolution has to be adopted
/// first.
#[must_use]
pub fn has_acted(archive: &Archive, paper: &PaperNode, relation: &Relation) -> bool {
    event::has_acted(&archive.papers, paper, relation)
}

/// The step of its Beratungsfolge by which a paper was decided, if it was.
#[must_use]
pub fn deciding_step(paper: &PaperNode) -> Option<usize> {
    let step = event::deciding_consultation(paper);
    step.filter(|_| paper.is_decided())
}

/// Whether an organization decides in this role.
#[must_use]
pub fn says_decision(role: &str) -> bool {
    event::says_decision(Some(role))
}

/// What some papers cost, save, bring in and get, as they state it.
#[must_use]
pub fn money_of(archive: &Archive, papers: &[PaperIx]) -> Money {
    money::of(&archive.papers, papers)
}

/// What later papers did to a paper, in no order: events of those papers.
pub fn changes(archive: &Archive, ix: PaperIx) -> impl Iterator<Item = Event> + '_ {
    let incoming = archive.paper(ix).incoming.iter();
    incoming.filter_map(|(from, at)| event::of_relation(&archive.papers, *from, *at))
}

/// Everything that happened with a paper, oldest first.
#[must_use]
pub fn events(archive: &Archive, ix: PaperIx) -> Vec<Event> {
    event::of(&archive.papers, ix)
}
