//! The shapes of published data. Names are OParl 1.1's where OParl has one; ids are absolute addresses;
//! dates are `YYYY-MM-DD`; what is unknown is left out, never null or empty.
//!
//! Doc comments here are published: they are the descriptions of the JSON Schemas.

mod body;
mod change;
mod decision;
mod meeting;
mod money;
mod organization;
mod paper;
mod part;
mod person;
mod portal;
mod procedure;
mod relation;
mod text;
mod topic;
mod value;
mod word;

use crate::link::{BodyIx, NumberIx, OrganizationIx, PaperIx};
use crate::output::Site;
use crate::route::Route;

pub(super) use body::{BodyRecord, body};
pub(super) use change::{ChangeRecord, changes, tombstone};
pub(super) use meeting::{MeetingRecord, meeting};
pub(super) use organization::{OrganizationRecord, organization};
pub use paper::PaperRecord;
pub(super) use paper::{paper, paper_without_text};
pub(super) use person::{PersonRecord, person};
pub(super) use portal::{PartOfPortal, PartRecord, PortalRecord, part, part_of_portal, portal};
pub use procedure::ProcedureRecord;
pub(super) use procedure::procedure;
pub(super) use relation::{RelationRecord, relations};
pub use topic::TopicRecord;
pub(super) use topic::topic;

pub(super) use value::Address;
use value::Named;

/// Version of these shapes; a change that breaks a reader raises its first number, any other the second.
/// `tests/suite/data_schemas.rs` tells when.
pub(super) const VERSION: &str = "2.0";

fn none<T>(list: &[T]) -> bool {
    list.is_empty()
}

fn body_id(site: &Site<'_>, ix: BodyIx) -> Address {
    Address(site.map.absolute(&Route::Body(ix, 1)))
}

fn paper_id(site: &Site<'_>, ix: PaperIx) -> Address {
    Address(site.map.absolute(&Route::Paper(ix)))
}

fn number_id(site: &Site<'_>, ix: Option<NumberIx>) -> Option<Address> {
    let route = site.number(ix?)?;
    Some(Address(site.map.absolute(&route)))
}

fn organization_id(site: &Site<'_>, ix: OrganizationIx) -> Address {
    Address(site.map.absolute(&Route::Organization(ix, 1)))
}

fn named(site: &Site<'_>, list: &[OrganizationIx]) -> Vec<Named> {
    let name = |ix: &OrganizationIx| Named {
        id: organization_id(site, *ix),
        name: site.archive.organization(*ix).organization.name.clone(),
    };
    list.iter().map(name).collect()
}
