//! What happened to the data.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day};
use crate::link::{Change, ChangeKind, State};
use crate::output::Site;
use crate::route::Route;

/// The first publication, the last change, the move or the removal of something with a page of its own. Of everything
/// that is there the first and the last are told, the latest of all first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct ChangeRecord {
    /// Address of the JSON Schema of this record; only where the data of a removed thing was.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    schema: Option<Address>,
    /// The day.
    date: Day,
    /// What happened: `created`, `modified`, `moved`, `removed`.
    change: ChangeWord,
    /// Whether it is gone: true of what was removed, otherwise left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    deleted: bool,
    /// What it is: `paper`, `procedure`, `topic`, `meeting`, `body`, `organization`, `person`, `page`.
    #[serde(rename = "type")]
    object_type: &'static str,
    /// Address of its page; of all but people this is also the id in the data.
    url: Address,
    /// Where it is now, if it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<Address>,
    /// A paper's number, if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// Why it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What can happen to data.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum ChangeWord {
    /// It was published here for the first time.
    Created,
    /// It says something else than before.
    Modified,
    /// It has another address.
    Moved,
    /// It is not published any more.
    Removed,
}

/// All changes, the latest first.
pub(in crate::output::data) fn changes<'a>(
    site: &'a Site<'a>,
) -> impl Iterator<Item = ChangeRecord> + 'a {
    let changes = site.archive.register.changes().into_iter();
    changes.map(|change| record(site, change))
}

/// What is said where the data of something was that was removed.
pub(in crate::output::data) fn tombstone(
    site: &Site<'_>,
    at: usize,
    schema: Option<&Address>,
) -> ChangeRecord {
    let register = &site.archive.register;
    let line = &register.lines()[at].line;
    let day = match register.lines()[at].state {
        State::Gone(why) => register.lines()[why].line.modified.max(line.modified),
        _ => line.modified,
    };
    let kind = ChangeKind::Removed;
    ChangeRecord {
        schema: schema.cloned(),
        ..record(site, Change { day, kind, at })
    }
}

fn record(site: &Site<'_>, change: Change) -> ChangeRecord {
    let register = &site.archive.register;
    let known = &register.lines()[change.at];
    let line = &known.line;
    let (moved_to, reason) = match (known.state, change.kind) {
        (State::Moved(to), ChangeKind::Moved) => {
            (Some(Address(site.map.absolute(&Route::from(to)))), None)
        }
        (State::Gone(why), ChangeKind::Removed) => {
            (None, register.lines()[why].line.removed.clone())
        }
        _ => (None, None),
    };
    let address = site.map.site_path(&line.address);
    let removed = change.kind == ChangeKind::Removed;
    ChangeRecord {
        schema: None,
        deleted: removed,
        date: change.day.into(),
        change: match change.kind {
            ChangeKind::Created => ChangeWord::Created,
            ChangeKind::Modified => ChangeWord::Modified,
            ChangeKind::Moved => ChangeWord::Moved,
            ChangeKind::Removed => ChangeWord::Removed,
        },
        object_type: line.id.kind().name(),
        url: Address(site.map.absolute_url(&address)),
        moved_to,
        reference: line.reference.clone().filter(|_| removed),
        reason,
    }
}
