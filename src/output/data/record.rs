//! The shapes of published data. Names are OParl 1.1's where OParl has one; ids are absolute addresses;
//! dates are `YYYY-MM-DD`; what is unknown is left out, never null or empty.

use serde::Serialize;
use serde_json::Number as JsonNumber;

use crate::link::{
    BodyIx, Event, EventKind, MeetingNode, NextDate, NumberIx, OrganizationIx, PaperIx, PaperNode,
    Participant, PersonIx, PersonNode, ProcedureIx, Relation, Target, Text, TopicIx, Total, Who,
};
use crate::model::{Amount, Checks, Proposal, ProposalKind, Slug};
use crate::output::{Problem, Site};
use crate::parse::LinkTarget;
use crate::route::Route;
use crate::theme::explanation;

/// Version of these shapes; a change that breaks a reader raises its first number.
const SCHEMA_VERSION: &str = "1.0";

/// Papers that a number may mean, at most so many in one record.
const CANDIDATES: usize = 10;

fn none<T>(list: &[T]) -> bool {
    list.is_empty()
}

/// Head of the full dump.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PortalRecord {
    schema_version: &'static str,
    id: String,
    name: String,
    description: String,
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<String>,
    publisher: String,
}

/// A council.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BodyRecord {
    id: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ags: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    paper_count: usize,
}

/// A committee, faction or department.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrganizationRecord {
    id: String,
    body: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_name: Option<String>,
    organization_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
}

/// A person in office. Their id is the body's with their slug.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonRecord {
    body: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
}

/// A meeting.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MeetingRecord {
    body: String,
    slug: String,
    name: String,
    date: String,
    organization: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cancelled: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    agenda_item: Vec<AgendaItemRecord>,
}

/// A point of an agenda.
#[derive(Debug, Serialize)]
struct AgendaItemRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
}

/// A name with its address.
#[derive(Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

/// A topic with its papers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TopicRecord {
    id: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    paper: Vec<String>,
}

/// A procedure with its story.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcedureRecord {
    id: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextRecord>,
    paper: Vec<String>,
    event: Vec<EventRecord>,
    #[serde(skip_serializing_if = "none")]
    participants: Vec<ParticipantRecord>,
    #[serde(skip_serializing_if = "none")]
    totals: Vec<FinanceItemRecord>,
    /// Amounts that are no part of the totals.
    #[serde(skip_serializing_if = "none")]
    not_counted: Vec<NotCountedRecord>,
    /// Papers that name costs, savings … without an amount.
    #[serde(skip_serializing_if = "none")]
    open_amounts: Vec<String>,
}

/// What comes next.
#[derive(Debug, Serialize)]
struct NextRecord {
    date: String,
    kind: &'static str,
    paper: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
}

/// Who takes part in a procedure: an organization's address, or a person's name.
#[derive(Debug, Serialize)]
struct ParticipantRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    name: String,
    part: Vec<&'static str>,
}

/// An amount that is no part of a procedure's totals: its paper, and which of its `finance.items`, from 0.
#[derive(Debug, Serialize)]
struct NotCountedRecord {
    paper: String,
    item: usize,
}

/// By when something is to be done that is not known to be done.
#[derive(Debug, Serialize)]
struct DeadlineRecord {
    date: String,
    kind: &'static str,
}

/// Something that happened.
#[derive(Debug, Serialize)]
struct EventRecord {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    paper: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
}

/// A paper with everything that its page says.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaperRecord {
    id: String,
    body: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    paper_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "none")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "none")]
    originator_organization: Vec<Named>,
    #[serde(skip_serializing_if = "none")]
    originator_person: Vec<String>,
    #[serde(skip_serializing_if = "none")]
    under_direction_of: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "none")]
    topics: Vec<Named>,
    #[serde(skip_serializing_if = "none")]
    keyword: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<DeadlineRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<ResolutionRecord>,
    #[serde(skip_serializing_if = "none")]
    proposal: Vec<ProposalRecord>,
    #[serde(skip_serializing_if = "none")]
    consultation: Vec<ConsultationRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finance: Option<FinanceRecord>,
    #[serde(skip_serializing_if = "none")]
    checks: Vec<AnswerRecord>,
    #[serde(skip_serializing_if = "none")]
    opinions: Vec<AnswerRecord>,
    #[serde(skip_serializing_if = "none")]
    hearings: Vec<AnswerRecord>,
    #[serde(skip_serializing_if = "none")]
    participants: Vec<RoleRecord>,
    #[serde(skip_serializing_if = "none")]
    signatures: Vec<RoleRecord>,
    #[serde(skip_serializing_if = "none")]
    distribution: Vec<String>,
    #[serde(skip_serializing_if = "none")]
    attachments: Vec<AttachmentRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    implementation: Option<ImplementationRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    #[serde(skip_serializing_if = "none")]
    relations: Vec<RelationRecord>,
    #[serde(skip_serializing_if = "none")]
    backlinks: Vec<RelationRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    editor_note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
}

#[derive(Debug, Serialize)]
struct ValidityRecord {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "none")]
    by: Vec<EffectRecord>,
    /// In plain sentences of the portal's language.
    explanation: String,
}

/// What a later paper did to a resolution.
#[derive(Debug, Serialize)]
struct EffectRecord {
    #[serde(rename = "type")]
    relation_type: &'static str,
    paper: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// Whether that day is still to come.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pending: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResolutionRecord {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct ProposalRecord {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "none")]
    items: Vec<ProposalRecord>,
}

#[derive(Debug, Serialize)]
struct ConsultationRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vote: Option<VoteRecord>,
}

#[derive(Debug, Serialize)]
struct VoteRecord {
    yes: u32,
    no: u32,
    abstain: u32,
}

#[derive(Debug, Serialize)]
struct FinanceRecord {
    effect: &'static str,
    #[serde(skip_serializing_if = "none")]
    items: Vec<FinanceItemRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FinanceItemRecord {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<JsonNumber>,
    currency: String,
    period: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    up_to: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct AnswerRecord {
    name: String,
    answer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct RoleRecord {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct AttachmentRecord {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct ImplementationRecord {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A relation, from the side of the paper on which it stands.
#[derive(Debug, Serialize)]
struct RelationRecord {
    #[serde(rename = "type")]
    relation_type: &'static str,
    /// Address of the other paper; none if the portal does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
    /// Addresses of all papers that may be meant.
    #[serde(skip_serializing_if = "none")]
    candidates: Vec<String>,
    /// Address of the number: it leads to the paper, or says why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// The number as cited; none for papers without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// Whether an author said so; else only the prose cites.
    confirmed: bool,
}

/// Head of the full dump.
pub(super) fn portal(site: &Site<'_>) -> PortalRecord {
    let portal = &site.archive.portal;
    PortalRecord {
        schema_version: SCHEMA_VERSION,
        id: site.map.absolute(&Route::Home),
        name: portal.name.clone(),
        description: portal.description.clone(),
        language: portal.language.value.clone(),
        license: portal.license.as_ref().map(|license| license.value.clone()),
        publisher: portal.publisher.name.clone(),
    }
}

/// A council's record.
pub(super) fn body(site: &Site<'_>, ix: BodyIx) -> BodyRecord {
    let node = site.archive.body(ix);
    BodyRecord {
        id: site.map.absolute(&Route::Body(ix, 1)),
        slug: node.slug.to_string(),
        name: node.body.name.clone(),
        short_name: node.body.short_name.clone(),
        classification: node.body.classification.clone(),
        ags: node.body.ags.as_ref().map(|ags| ags.value.clone()),
        website: node
            .body
            .website
            .as_ref()
            .map(|website| website.value.clone()),
        paper_count: node.papers.len(),
    }
}

/// An organization's record.
pub(super) fn organization(site: &Site<'_>, ix: OrganizationIx) -> OrganizationRecord {
    let node = site.archive.organization(ix);
    OrganizationRecord {
        id: organization_id(site, ix),
        body: site.map.absolute(&Route::Body(node.body, 1)),
        slug: node.organization.slug.to_string(),
        name: node.organization.name.clone(),
        short_name: node.organization.short_name.clone(),
        organization_type: node.organization.organization_type.name(),
        classification: node.organization.classification.clone(),
    }
}

/// A person's record.
pub(super) fn person(site: &Site<'_>, node: &PersonNode) -> PersonRecord {
    PersonRecord {
        body: site.map.absolute(&Route::Body(node.body, 1)),
        slug: node.person.slug.to_string(),
        name: node.person.name.clone(),
        office: node.person.office.clone(),
    }
}

/// A meeting's record.
pub(super) fn meeting(site: &Site<'_>, node: &MeetingNode) -> MeetingRecord {
    let agenda = node.meeting.agenda_item.iter().zip(&node.agenda);
    let agenda = agenda.map(|(item, paper)| AgendaItemRecord {
        number: item.number.clone(),
        name: item.name.clone(),
        paper: paper.map(|ix| paper_id(site, ix)),
        result: item.result.clone(),
    });
    MeetingRecord {
        body: site.map.absolute(&Route::Body(node.body, 1)),
        slug: node.id.slug.to_string(),
        name: node.meeting.name.value.clone(),
        date: node.meeting.start.date.to_string(),
        organization: node
            .organizations
            .iter()
            .map(|ix| organization_id(site, *ix))
            .collect(),
        cancelled: node.meeting.cancelled,
        agenda_item: agenda.collect(),
    }
}

/// A topic's record.
///
/// # Errors
/// If its text cannot be read.
pub(super) fn topic(site: &Site<'_>, ix: TopicIx) -> Result<TopicRecord, Problem> {
    let node = site.archive.topic(ix);
    Ok(TopicRecord {
        id: site.map.absolute(&Route::Topic(ix, 1)),
        slug: node.slug.to_string(),
        name: node.topic.name.clone(),
        aliases: node.topic.aliases.clone(),
        description: node.topic.description.clone(),
        text: text(site, &node.text)?,
        paper: node.papers.iter().map(|ix| paper_id(site, *ix)).collect(),
    })
}

/// A procedure's record.
pub(super) fn procedure(site: &Site<'_>, ix: ProcedureIx) -> ProcedureRecord {
    let node = site.archive.procedure(ix);
    ProcedureRecord {
        id: site.map.absolute(&Route::Procedure(ix)),
        slug: node.slug.to_string(),
        name: node.name.clone(),
        status: node.status.map(crate::link::Status::key),
        next: next(site, node.next),
        paper: node.papers.iter().map(|ix| paper_id(site, *ix)).collect(),
        event: node
            .events
            .iter()
            .map(|event| event_record(site, event))
            .collect(),
        participants: node
            .participants
            .iter()
            .map(|participant| participant_record(site, participant))
            .collect(),
        totals: node.totals.iter().map(total).collect(),
        not_counted: node
            .amounts
            .iter()
            .filter(|stated| !stated.counts)
            .map(|stated| NotCountedRecord {
                paper: paper_id(site, stated.paper),
                item: stated.item,
            })
            .collect(),
        open_amounts: node
            .open_amounts
            .iter()
            .map(|ix| paper_id(site, *ix))
            .collect(),
    }
}

fn next(site: &Site<'_>, next: Option<NextDate>) -> Option<NextRecord> {
    next.map(|next| NextRecord {
        date: next.date.to_string(),
        kind: next.kind.key(),
        paper: paper_id(site, next.paper),
        organization: next.organization.map(|ix| organization_id(site, ix)),
    })
}

fn participant_record(site: &Site<'_>, participant: &Participant) -> ParticipantRecord {
    let archive = site.archive;
    let (organization, name) = match participant.who {
        Who::Organization(ix) => (
            Some(organization_id(site, ix)),
            &archive.organization(ix).organization.name,
        ),
        Who::Person(ix) => (None, &archive.person(ix).person.name),
    };
    ParticipantRecord {
        organization,
        name: name.clone(),
        part: participant.parts.iter().map(|part| part.key()).collect(),
    }
}

fn total(total: &Total) -> FinanceItemRecord {
    FinanceItemRecord {
        kind: total.kind.name(),
        amount: Some(amount(total.amount)),
        currency: total.currency.clone(),
        period: total.period.name(),
        up_to: total.up_to,
        approximate: total.approximate,
        note: None,
    }
}

fn event_record(site: &Site<'_>, event: &Event) -> EventRecord {
    let paper = site.archive.paper(event.paper);
    let target = event
        .relation
        .and_then(|at| match paper.relations[at].target {
            Target::Paper(ix) => Some(paper_id(site, ix)),
            _ => None,
        });
    let date = event.not_before.filter(|_| !event.undated);
    EventRecord {
        kind: EventKind::key(event.kind),
        date: date.map(|date| date.to_string()),
        paper: paper_id(site, event.paper),
        organization: event.organization.map(|ix| organization_id(site, ix)),
        target,
    }
}

/// A text as data: Markdown without its author's comments, and without the names of files that are
/// not published.
fn text(site: &Site<'_>, text: &Text) -> Result<String, Problem> {
    let mut words = site.markdown(text)?;
    for hidden in text.hidden.iter().rev() {
        if words.get(hidden.range()).is_some() {
            words.replace_range(hidden.range(), "");
        }
    }
    for (target, end) in &text.links {
        if let (LinkTarget::Relative(path, _), None) = (target, end) {
            for (before, after) in [("(", ')'), ("(<", ')'), ("]: ", '\n'), ("]: <", '\n')] {
                words = without_destination(&words, before, path, after);
            }
        }
    }
    Ok(words.trim().to_owned())
}

/// Markdown in which links to `path` lead nowhere and have no title.
fn without_destination(words: &str, before: &str, path: &str, after: char) -> String {
    let link = format!("{before}{path}");
    let mut kept = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((head, tail)) = rest.split_once(&link) {
        kept.push_str(head);
        kept.push_str(before.trim_end_matches('<'));
        rest = tail.find(after).map_or("", |end| &tail[end..]);
    }
    kept.push_str(rest);
    kept
}

fn paper_id(site: &Site<'_>, ix: PaperIx) -> String {
    site.map.absolute(&Route::Paper(ix))
}

fn number_id(site: &Site<'_>, ix: NumberIx) -> String {
    site.map.absolute(&Route::Number(ix))
}

fn organization_id(site: &Site<'_>, ix: OrganizationIx) -> String {
    site.map.absolute(&Route::Organization(ix, 1))
}

fn named(site: &Site<'_>, list: &[OrganizationIx]) -> Vec<Named> {
    let name = |ix: &OrganizationIx| Named {
        id: organization_id(site, *ix),
        name: site.archive.organization(*ix).organization.name.clone(),
    };
    list.iter().map(name).collect()
}

/// A paper's record.
///
/// # Errors
/// If its text cannot be read.
pub(super) fn paper(site: &Site<'_>, ix: PaperIx) -> Result<PaperRecord, Problem> {
    let node = site.archive.paper(ix);
    let paper = &*node.paper;
    let person = |ix: &PersonIx| site.archive.person(*ix).person.name.clone();
    let topic = |ix: &TopicIx| Named {
        id: site.map.absolute(&Route::Topic(*ix, 1)),
        name: site.archive.topic(*ix).topic.name.clone(),
    };
    Ok(PaperRecord {
        id: paper_id(site, ix),
        body: site.map.absolute(&Route::Body(node.body, 1)),
        slug: node.id.slug.to_string(),
        name: paper.name.value.clone(),
        paper_type: paper.paper_type.clone(),
        reference: node.number.as_ref().map(|number| number.display.clone()),
        aliases: paper
            .aliases
            .iter()
            .map(|alias| alias.value.clone())
            .collect(),
        date: paper.date.map(|date| date.to_string()),
        originator_organization: named(site, &node.originators),
        originator_person: node.originator_people.iter().map(person).collect(),
        under_direction_of: named(site, &node.under_direction_of),
        summary: paper.summary.clone(),
        location: paper.location.clone(),
        topics: node.topics.iter().map(topic).collect(),
        keyword: paper.keyword.clone(),
        status: node.status.map(crate::link::Status::key),
        deadline: node.deadline.map(|deadline| DeadlineRecord {
            date: deadline.date.to_string(),
            kind: deadline.kind.key(),
        }),
        next: next(site, node.next),
        validity: validity(site, node),
        resolution: resolution(site, node),
        proposal: proposals(&paper.proposal),
        consultation: consultations(site, node),
        finance: finance(node),
        checks: paper.checks.as_ref().map(checks).unwrap_or_default(),
        opinions: paper
            .opinions
            .iter()
            .map(|o| AnswerRecord {
                name: o.name.clone(),
                answer: o.required.name(),
                note: o.text.clone(),
            })
            .collect(),
        hearings: paper
            .hearings
            .iter()
            .map(|h| AnswerRecord {
                name: h.name.clone(),
                answer: h.required.name(),
                note: h.note.clone(),
            })
            .collect(),
        participants: roles(site, node),
        signatures: signatures(site, node),
        distribution: paper.distribution.clone(),
        attachments: attachments(site, ix, node),
        implementation: implementation(node),
        procedure: node
            .procedure
            .map(|ix| site.map.absolute(&Route::Procedure(ix))),
        relations: node
            .relations
            .iter()
            .map(|relation| outgoing(site, relation))
            .collect(),
        backlinks: incoming(site, node),
        editor_note: paper.editor_note.clone(),
        source: paper.source.as_ref().map(|source| source.value.clone()),
        text: text(site, &node.text)?,
    })
}

fn validity(site: &Site<'_>, node: &PaperNode) -> Option<ValidityRecord> {
    let validity = node.validity.as_ref()?;
    let words = &site.theme.words;
    let told = explanation::validity(words, site.archive, validity, node.next.as_ref());
    let by = validity.by.iter().map(|effect| EffectRecord {
        relation_type: effect.relation_type.inverse(),
        paper: paper_id(site, effect.paper),
        date: effect.date.map(|date| date.to_string()),
        pending: effect.pending,
    });
    Some(ValidityRecord {
        state: validity.state.key(),
        from: validity.from.map(|date| date.to_string()),
        until: validity.until.map(|date| date.to_string()),
        by: by.collect(),
        explanation: explanation::text(&told),
    })
}

fn resolution(site: &Site<'_>, node: &PaperNode) -> Option<ResolutionRecord> {
    let resolution = node.paper.resolution.as_ref()?;
    Some(ResolutionRecord {
        outcome: resolution.outcome.name(),
        date: node.decided.map(|date| date.to_string()),
        valid_from: resolution.valid_from.map(|date| date.to_string()),
        valid_until: resolution.valid_until.map(|date| date.to_string()),
        organization: node.decided_by.map(|ix| organization_id(site, ix)),
        text: resolution.text.clone(),
    })
}

fn proposals(points: &[Proposal]) -> Vec<ProposalRecord> {
    let record = |point: &Proposal| ProposalRecord {
        kind: match point.kind {
            ProposalKind::TakeNote => "takeNote",
            ProposalKind::Resolve => "resolve",
        },
        number: point.number.clone(),
        text: point.text.trim().to_owned(),
        items: proposals(&point.items),
    };
    points.iter().map(record).collect()
}

fn consultations(site: &Site<'_>, node: &PaperNode) -> Vec<ConsultationRecord> {
    let steps = node.paper.consultation.iter().zip(&node.consultations);
    let record = steps.map(|(step, organization)| ConsultationRecord {
        organization: organization.map(|ix| organization_id(site, ix)),
        date: step.date.map(|date| date.to_string()),
        role: step.role.clone(),
        result: step.result.clone(),
        vote: step.vote.map(|v| VoteRecord {
            yes: v.yes,
            no: v.no,
            abstain: v.abstain,
        }),
    });
    record.collect()
}

fn finance(node: &PaperNode) -> Option<FinanceRecord> {
    let finance = node.paper.finance.as_ref()?;
    let items = finance.items.iter().map(|item| FinanceItemRecord {
        kind: item.kind.name(),
        amount: item.amount.map(amount),
        currency: item.currency.clone(),
        period: item.period.name(),
        up_to: item.up_to,
        approximate: item.approximate,
        note: item.note.clone(),
    });
    Some(FinanceRecord {
        effect: finance.effect.name(),
        items: items.collect(),
        note: finance.note.clone(),
    })
}

/// An amount in its currency's unit: whole where it is whole.
fn amount(amount: Amount) -> JsonNumber {
    let cents = amount.cents();
    if cents % 100 == 0 {
        return JsonNumber::from(cents / 100);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact to the cent below 90 trillion"
    )]
    let units = cents as f64 / 100.0;
    JsonNumber::from_f64(units).unwrap_or_else(|| JsonNumber::from(cents / 100))
}

fn checks(checks: &Checks) -> Vec<AnswerRecord> {
    let named = [
        ("climate", &checks.climate),
        ("inclusion", &checks.inclusion),
        ("equality", &checks.equality),
    ];
    let record = named.into_iter().filter_map(|(name, check)| {
        let check = check.as_ref()?;
        let note = check.note.clone();
        Some(AnswerRecord {
            name: name.to_owned(),
            answer: check.relevant.name(),
            note,
        })
    });
    record.collect()
}

fn person_name(site: &Site<'_>, found: Option<PersonIx>, slug: &Slug) -> String {
    let found = found.map(|ix| site.archive.person(ix).person.name.clone());
    found.unwrap_or_else(|| slug.to_string())
}

fn roles(site: &Site<'_>, node: &PaperNode) -> Vec<RoleRecord> {
    let named = node.paper.participants.iter().zip(&node.participants);
    let record = named.map(|(participant, found)| RoleRecord {
        name: person_name(site, *found, &participant.person),
        role: Some(participant.role.clone()),
        signed: None,
    });
    record.collect()
}

fn signatures(site: &Site<'_>, node: &PaperNode) -> Vec<RoleRecord> {
    let named = node.paper.signatures.iter().zip(&node.signatures);
    let record = named.map(|(signature, found)| RoleRecord {
        name: person_name(site, *found, &signature.person),
        role: signature.role.clone(),
        signed: Some(signature.signed.name()),
    });
    record.collect()
}

fn attachments(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Vec<AttachmentRecord> {
    let files = node
        .paper
        .attachments
        .iter()
        .zip(&node.attachments)
        .enumerate();
    let record = files.map(|(at, (attachment, file))| AttachmentRecord {
        name: attachment.name.clone(),
        url: file
            .as_ref()
            .map(|_| site.map.absolute(&Route::Attachment(ix, at))),
    });
    record.collect()
}

fn implementation(node: &PaperNode) -> Option<ImplementationRecord> {
    let implementation = node.paper.implementation.as_ref()?;
    Some(ImplementationRecord {
        status: implementation.status.name(),
        due: implementation.due.map(|date| date.to_string()),
        note: implementation.note.clone(),
    })
}

fn outgoing(site: &Site<'_>, relation: &Relation) -> RelationRecord {
    let (paper, candidates) = match &relation.target {
        Target::Paper(ix) => (Some(paper_id(site, *ix)), Vec::new()),
        // Who needs all of very many finds them at the number's address.
        Target::Ambiguous(all) => {
            let first = all.iter().take(CANDIDATES);
            (None, first.map(|ix| paper_id(site, *ix)).collect())
        }
        Target::Unresolved => (None, Vec::new()),
    };
    RelationRecord {
        relation_type: relation.relation_type.name(),
        paper,
        candidates,
        number: relation.number.map(|ix| number_id(site, ix)),
        reference: Some(relation.display.clone()).filter(|display| !display.is_empty()),
        evidence: relation.evidence.clone(),
        date: relation.date.map(|date| date.to_string()),
        confirmed: relation.confirmed,
    }
}

fn incoming(site: &Site<'_>, node: &PaperNode) -> Vec<RelationRecord> {
    let record = node.incoming.iter().map(|(from, at)| {
        let other = site.archive.paper(*from);
        let relation = &other.relations[*at];
        RelationRecord {
            relation_type: relation.relation_type.inverse(),
            paper: Some(paper_id(site, *from)),
            candidates: Vec::new(),
            number: other.number_ix.map(|ix| number_id(site, ix)),
            reference: other.number.as_ref().map(|number| number.display.clone()),
            evidence: relation.evidence.clone(),
            date: relation.date.map(|date| date.to_string()),
            confirmed: relation.confirmed,
        }
    });
    record.collect()
}
