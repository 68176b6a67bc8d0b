//! A meeting.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day, days};
use super::{body_id, organization_id, paper_id};
use crate::link::MeetingIx;
use crate::output::Site;
use crate::route::Route;

/// A meeting with its public agenda (OParl: Meeting).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::output::data) struct MeetingRecord {
    /// Address of its page.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// The council.
    body: Address,
    /// Its name in addresses.
    slug: String,
    /// Title.
    name: String,
    /// Its day.
    date: Day,
    /// Who meets.
    organization: Vec<Address>,
    /// Whether it was cancelled; left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cancelled: bool,
    /// Public points of the agenda, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    agenda_item: Vec<AgendaItemRecord>,
}

/// A point of an agenda (OParl: `AgendaItem`).
#[derive(Debug, Serialize, JsonSchema)]
struct AgendaItemRecord {
    /// Number as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// Title.
    name: String,
    /// The paper dealt with.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<Address>,
    /// Result in the council's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
}

/// A meeting's record.
pub(in crate::output::data) fn meeting(site: &Site<'_>, ix: MeetingIx) -> MeetingRecord {
    let node = site.archive.meeting(ix);
    let (created, modified) = days(node.touched);
    let agenda = node.meeting.agenda_item.iter().zip(&node.agenda);
    let agenda = agenda.map(|(item, paper)| AgendaItemRecord {
        number: item.number.clone(),
        name: item.name.clone(),
        paper: paper.map(|ix| paper_id(site, ix)),
        result: item.result.clone(),
    });
    let organizations = node.organizations.iter();
    MeetingRecord {
        id: Address(site.map.absolute(&Route::Meeting(ix))),
        created,
        modified,
        body: body_id(site, node.body),
        slug: node.id.slug.to_string(),
        name: node.meeting.name.value.clone(),
        date: node.meeting.start.date.into(),
        organization: organizations.map(|ix| organization_id(site, *ix)).collect(),
        cancelled: node.meeting.cancelled,
        agenda_item: agenda.collect(),
    }
}
