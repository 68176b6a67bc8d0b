//! OParl 1.0 and 1.1: a server's or a dump's objects as drafts.
//!
//! `fetch` and `dump` bring objects in (doors to network and disk), `store` keeps them by id, `convert` makes
//! drafts of them. Real servers are odd (DOMAIN §4): whatever has no place is counted and told, not dropped.

mod ask;
mod convert;
mod council;
mod count;
pub mod dump;
pub mod fetch;
mod field;
mod json;
mod linked;
mod meeting;
mod moved;
mod organization;
mod page;
mod paper;
mod relation;
mod store;
mod version;

pub(super) use field::german;
pub(super) use organization::organization_type;
pub(super) use paper::outcome;

pub use convert::{Conversion, ConvertError, Known, Options, Texts, convert};
pub use store::{Kind, Object, Store};
pub use version::versions;
