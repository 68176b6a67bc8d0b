//! From documents to the [`Archive`]: the one immutable picture of everything public.
//!
//! The gate comes first (DESIGN §7): what is restricted, embargoed or broken is dropped before anything
//! is counted, resolved or compared, so that nothing later can know of it. Then numbers find their
//! papers, relations their way back, procedures their story. Prose is not looked at again.

mod archive;
mod assemble;
mod check;
mod event;
mod gate;
mod markdown_links;
mod number;
mod procedure;
mod reference;
mod relate;
mod validity;

pub use archive::{
    Archive, BodyIx, BodyNode, LinkEnd, MeetingNode, NumberIx, NumberNode, OrganizationIx,
    OrganizationNode, PageNode, PaperIx, PaperNode, PersonIx, PersonNode, Procedure, ProcedureIx,
    Reference, Relation, StaticFile, Target, Text, TopicIx, TopicNode,
};
pub use assemble::link;
pub use event::{Event, EventKind};
pub use gate::Public;
pub use validity::{Status, Validity, ValidityState};

/// Everything that happened with a paper, oldest first.
#[must_use]
pub fn events(archive: &Archive, ix: PaperIx) -> Vec<Event> {
    event::of(ix, archive.paper(ix))
}
