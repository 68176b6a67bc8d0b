//! Importers: papers that exist somewhere else become ordinary content files, which people then own and
//! edit; a later import brings news and leaves their work alone. A wing beside the staircase.
//!
//! Three importers ([`oparl`], [`text`], [`table`]) make [`Draft`]s of what they find, without knowing what is
//! there already. `update` brings a draft into the file that an author may have changed, `write` does so on the
//! disk. Fetching, reading and writing stand apart from all understanding, which is pure.

mod council;
mod draft;
mod file;
mod gone;
mod identity;
mod merge;
mod names;
pub mod oparl;
mod party;
mod plain;
mod state;
pub mod table;
mod tally;
pub mod text;
mod update;
mod write;
mod yaml;

pub use council::council;
pub use draft::{Draft, Harvest};
pub use identity::identify;
pub use party::{Register, harvest};
pub use state::{Record, State};
pub use tally::{Count, Tally};
pub use update::{Conflict, Decision};
pub use write::{Folder, Gone, ImportError, Ledger, Written, known_names};
pub use yaml::front_matter;
