//! A paper.

use schemars::JsonSchema;
use serde::Serialize;

use super::decision::{
    ConsultationRecord, DeadlineRecord, ImplementationRecord, ProposalRecord, ResolutionRecord,
    ValidityRecord, consultations, deadline, implementation, proposals, resolution, validity,
};
use super::money::{FinanceRecord, finance};
use super::part::{
    AnswerRecord, AttachmentRecord, RoleRecord, attachments, checks, hearing, opinion, roles,
    signatures,
};
use super::procedure::{NextRecord, next};
use super::relation::{SideRecord, incoming, outgoing};
use super::text::text;
use super::value::{Address, Day, Named, days};
use super::word::{KindWord, StatusWord};
use super::{body_id, named, none, paper_id};
use crate::link::{PaperIx, PersonIx, TopicIx};
use crate::output::{Problem, Site};
use crate::route::Route;

/// A council paper with everything that its page says (OParl: Paper).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperRecord {
    /// Address of the JSON Schema of this record; only in data twins.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(in crate::output::data) schema: Option<Address>,
    /// Address of its page. It stays, whatever happens to number and date.
    id: Address,
    /// When it was first published here; where the portal keeps no register, the first day that its content states.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<Day>,
    /// When what is said of it changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Day>,
    /// The council.
    body: Address,
    /// Its name in addresses; unique within the council.
    slug: String,
    /// Title as printed.
    name: String,
    /// What kind of paper it is, in words that all councils share.
    kind: KindWord,
    /// Kind of paper in the council's own words: Antrag, Anfrage, Beschluss …
    #[serde(skip_serializing_if = "Option::is_none")]
    paper_type: Option<String>,
    /// The council's number for the paper, in its usual form. Not a key: numbers can be missing, repeated or wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// Further numbers under which it is cited.
    #[serde(skip_serializing_if = "none")]
    aliases: Vec<String>,
    /// Date of the paper; left out when unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// Organizations that brought it in.
    #[serde(skip_serializing_if = "none")]
    originator_organization: Vec<Named>,
    /// Names of the people who brought it in.
    #[serde(skip_serializing_if = "none")]
    originator_person: Vec<String>,
    /// Departments in charge (Federführung).
    #[serde(skip_serializing_if = "none")]
    under_direction_of: Vec<Named>,
    /// What it is about, in one or two sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// The place it is about, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// Topics.
    #[serde(skip_serializing_if = "none")]
    topics: Vec<Named>,
    /// Keywords as the council's own system lists them.
    #[serde(skip_serializing_if = "none")]
    keyword: Vec<String>,
    /// Where it stands; left out where nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusWord>,
    /// By when something is to be done that is not known to be done; it can have passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<DeadlineRecord>,
    /// What comes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextRecord>,
    /// Whether it still holds, if it was put to the vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    validity: Option<ValidityRecord>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<ResolutionRecord>,
    /// What is proposed (Beschlussvorschlag).
    #[serde(skip_serializing_if = "none")]
    proposal: Vec<ProposalRecord>,
    /// Who deals with it, in order (Beratungsfolge); public steps only.
    #[serde(skip_serializing_if = "none")]
    consultation: Vec<ConsultationRecord>,
    /// Money as it states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    finance: Option<FinanceRecord>,
    /// Checks that it reports on.
    #[serde(skip_serializing_if = "none")]
    checks: Vec<AnswerRecord>,
    /// Opinions asked of offices (Stellungnahmen).
    #[serde(skip_serializing_if = "none")]
    opinions: Vec<AnswerRecord>,
    /// Advisory boards and district councils that are heard, or need not be (Anhörung).
    #[serde(skip_serializing_if = "none")]
    hearings: Vec<AnswerRecord>,
    /// People named for their part in it.
    #[serde(skip_serializing_if = "none")]
    participants: Vec<RoleRecord>,
    /// Who signs it.
    #[serde(skip_serializing_if = "none")]
    signatures: Vec<RoleRecord>,
    /// Offices that get a copy (Verteiler).
    #[serde(skip_serializing_if = "none")]
    distribution: Vec<String>,
    /// Public files.
    #[serde(skip_serializing_if = "none")]
    attachments: Vec<AttachmentRecord>,
    /// How far what was decided is carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    implementation: Option<ImplementationRecord>,
    /// The procedure (Vorgang) that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<Address>,
    /// What it does to other papers.
    #[serde(skip_serializing_if = "none")]
    relations: Vec<SideRecord>,
    /// What other papers do to it, newest first.
    #[serde(skip_serializing_if = "none")]
    backlinks: Vec<SideRecord>,
    /// A remark of the portal's editors about the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    editor_note: Option<String>,
    /// Address of the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Its text, as Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
}

/// A paper's record.
///
/// # Errors
/// If its text cannot be read.
pub(in crate::output::data) fn paper(site: &Site<'_>, ix: PaperIx) -> Result<PaperRecord, Problem> {
    let text = text(site, &site.archive.paper(ix).text)?;
    Ok(PaperRecord {
        text,
        ..paper_without_text(site, ix)
    })
}

/// A paper's record for formats that have no place for long texts: nothing is read from the disk.
pub(in crate::output::data) fn paper_without_text(site: &Site<'_>, ix: PaperIx) -> PaperRecord {
    let node = site.archive.paper(ix);
    let paper = &*node.paper;
    let (created, modified) = days(node.touched);
    let person = |ix: &PersonIx| site.archive.person(*ix).person.name.clone();
    let topic = |ix: &TopicIx| Named {
        id: Address(site.map.absolute(&Route::Topic(*ix, 1))),
        name: site.archive.topic(*ix).topic.name.clone(),
    };
    let aliases = paper.aliases.iter();
    let relations = node.relations.iter();
    PaperRecord {
        schema: None,
        id: paper_id(site, ix),
        created,
        modified,
        body: body_id(site, node.body),
        slug: node.id.slug.to_string(),
        name: paper.name.value.clone(),
        kind: KindWord(node.kind.key()),
        paper_type: paper.paper_type.clone(),
        reference: node
            .number
            .as_ref()
            .map(|number| number.display.to_string()),
        aliases: aliases.map(|alias| alias.value.clone()).collect(),
        date: paper.date.map(Day::from),
        originator_organization: named(site, &node.originators),
        originator_person: node.originator_people.iter().map(person).collect(),
        under_direction_of: named(site, &node.under_direction_of),
        summary: paper.summary.clone(),
        location: paper.location.clone(),
        topics: node.topics.iter().map(topic).collect(),
        keyword: paper.keyword.strings(),
        status: node.status.map(|status| StatusWord(status.key())),
        deadline: node.deadline.map(deadline),
        next: next(site, node.next),
        validity: validity(site, node),
        resolution: resolution(site, node),
        proposal: proposals(&paper.proposal),
        consultation: consultations(site, node),
        finance: finance(site, ix),
        checks: paper.checks.as_deref().map(checks).unwrap_or_default(),
        opinions: paper.opinions.iter().map(opinion).collect(),
        hearings: paper.hearings.iter().map(hearing).collect(),
        participants: roles(site, node),
        signatures: signatures(site, node),
        distribution: paper.distribution.strings(),
        attachments: attachments(site, ix, node),
        implementation: implementation(node),
        procedure: node
            .procedure
            .map(|ix| Address(site.map.absolute(&Route::Procedure(ix)))),
        relations: relations.map(|r| outgoing(site, r)).collect(),
        backlinks: incoming(site, node),
        editor_note: paper.editor_note.clone(),
        source: paper.source.as_ref().map(|source| source.value.clone()),
        text: String::new(),
    }
}
