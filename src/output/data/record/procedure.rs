//! A procedure (Vorgang).

use schemars::JsonSchema;
use serde::Serialize;

use super::money::{FinanceItemRecord, NotCountedRecord, total};
use super::value::{Address, Day, days};
use super::word::{EventWord, NextWord, PartWord, StatusWord};
use super::{none, organization_id, paper_id};
use crate::link::{Event, NextDate, Participant, ProcedureIx, Status, Target, Who};
use crate::output::Site;
use crate::route::Route;

/// A procedure (Vorgang): papers that belong together, and their story.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProcedureRecord {
    /// Address of the JSON Schema of this record; only in data twins.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(in crate::output::data) schema: Option<Address>,
    /// Address of its page.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// Its name in addresses.
    slug: String,
    /// Title.
    name: String,
    /// Where it stands as a whole; left out where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusWord>,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextRecord>,
    /// Its papers, oldest first.
    paper: Vec<Address>,
    /// What happened, oldest first.
    event: Vec<EventRecord>,
    /// Who takes part, in the order of appearance.
    #[serde(skip_serializing_if = "none")]
    participants: Vec<ParticipantRecord>,
    /// The amounts that its papers state, added up by kind, period and currency; each counts once.
    #[serde(skip_serializing_if = "none")]
    totals: Vec<FinanceItemRecord>,
    /// Amounts that are no part of the totals: of papers turned down, replaced or repealed, or stated anew later.
    #[serde(skip_serializing_if = "none")]
    not_counted: Vec<NotCountedRecord>,
    /// Papers that name costs, savings … without an amount.
    #[serde(skip_serializing_if = "none")]
    open_amounts: Vec<Address>,
}

/// What comes next.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NextRecord {
    /// The day.
    date: Day,
    /// What is to happen.
    kind: NextWord,
    /// With which paper.
    paper: Address,
    /// Who deals with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Address>,
}

/// Who takes part in a procedure: an organization or a person.
#[derive(Debug, Serialize, JsonSchema)]
struct ParticipantRecord {
    /// The organization; left out for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Address>,
    /// The name.
    name: String,
    /// In which parts.
    part: Vec<PartWord>,
}

/// Something that happened.
#[derive(Debug, Serialize, JsonSchema)]
struct EventRecord {
    /// What happened.
    kind: EventWord,
    /// The day, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// The paper by which it happened.
    paper: Address,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Address>,
    /// The paper to which it happened, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Address>,
}

/// A procedure's record.
pub(in crate::output::data) fn procedure(site: &Site<'_>, ix: ProcedureIx) -> ProcedureRecord {
    let node = site.archive.procedure(ix);
    let (created, modified) = days(node.touched);
    let amounts = node.amounts.iter().filter(|stated| !stated.counts);
    let open = node.open_amounts.iter();
    let participants = node.participants.iter();
    ProcedureRecord {
        schema: None,
        id: Address(site.map.absolute(&Route::Procedure(ix))),
        created,
        modified,
        slug: node.slug.to_string(),
        name: node.name.clone(),
        status: node.status.map(|status| StatusWord(Status::key(status))),
        next: next(site, node.next),
        paper: node.papers.iter().map(|ix| paper_id(site, *ix)).collect(),
        event: node.events.iter().map(|e| event(site, e)).collect(),
        participants: participants.map(|p| participant(site, p)).collect(),
        totals: node.totals.iter().map(total).collect(),
        not_counted: amounts
            .map(|stated| NotCountedRecord {
                paper: paper_id(site, stated.paper),
                item: stated.item,
            })
            .collect(),
        open_amounts: open.map(|ix| paper_id(site, *ix)).collect(),
    }
}

pub(super) fn next(site: &Site<'_>, next: Option<NextDate>) -> Option<NextRecord> {
    next.map(|next| NextRecord {
        date: next.date.into(),
        kind: NextWord(next.kind.key()),
        paper: paper_id(site, next.paper),
        organization: next.organization.map(|ix| organization_id(site, ix)),
    })
}

fn participant(site: &Site<'_>, participant: &Participant) -> ParticipantRecord {
    let archive = site.archive;
    let (organization, name) = match participant.who {
        Who::Organization(ix) => (
            Some(organization_id(site, ix)),
            &archive.organization(ix).organization.name,
        ),
        Who::Person(ix) => (None, &archive.person(ix).person.name),
    };
    let parts = participant.parts.iter();
    ParticipantRecord {
        organization,
        name: name.clone(),
        part: parts.map(|part| PartWord(part.key())).collect(),
    }
}

fn event(site: &Site<'_>, event: &Event) -> EventRecord {
    let paper = site.archive.paper(event.paper);
    let target = event
        .relation
        .and_then(|at| match paper.relation(at).target {
            Target::Paper(ix) => Some(paper_id(site, ix)),
            _ => None,
        });
    let date = event.not_before.filter(|_| !event.undated);
    EventRecord {
        kind: EventWord(event.kind.key()),
        date: date.map(Into::into),
        paper: paper_id(site, event.paper),
        organization: event.organization.map(|ix| organization_id(site, ix)),
        target,
    }
}
