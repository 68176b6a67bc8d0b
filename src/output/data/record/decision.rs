//! What was proposed, who dealt with it, what was decided, and whether it still holds.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Address, Day};
use super::word::{
    DeadlineWord, ImplementationWord, InverseWord, OutcomeWord, ProposalWord, ValidityWord,
};
use super::{none, organization_id, paper_id};
use crate::link::{Deadline, PaperNode};
use crate::model::{Proposal, ProposalKind};
use crate::output::Site;
use crate::theme::explanation;

/// By when something is to be done that is not known to be done.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeadlineRecord {
    /// The last day.
    date: Day,
    /// What is to be done.
    kind: DeadlineWord,
}

/// Whether a resolution still holds. For what was put to the vote.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ValidityRecord {
    /// Whether it holds.
    state: ValidityWord,
    /// First day on which it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    /// The last day that it states itself, or the day from which another one replaces or repeals it.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
    /// Adopted papers that changed it, the strongest first.
    #[serde(skip_serializing_if = "none")]
    by: Vec<EffectRecord>,
    /// All of it in plain sentences of the portal's language.
    explanation: String,
}

/// What a later paper did to a resolution.
#[derive(Debug, Serialize, JsonSchema)]
struct EffectRecord {
    /// What was done to it.
    #[serde(rename = "type")]
    relation_type: InverseWord,
    /// The later paper.
    paper: Address,
    /// From which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// Whether that day is still to come; left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pending: bool,
}

/// What was decided.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResolutionRecord {
    /// What became of the proposal.
    outcome: OutcomeWord,
    /// Day of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// First day on which it is in force, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<Day>,
    /// Last day on which it is in force, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Day>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Address>,
    /// Wording, in the council's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// A point of what is proposed (Beschlussvorschlag).
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProposalRecord {
    /// Whether the council is to take note or to resolve.
    kind: ProposalWord,
    /// Number as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// Wording.
    text: String,
    /// Points below it.
    #[serde(skip_serializing_if = "none")]
    items: Vec<ProposalRecord>,
}

/// A public step of the Beratungsfolge (OParl: Consultation).
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ConsultationRecord {
    /// Who deals with the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Address>,
    /// Day of the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Day>,
    /// What they do with it: Entscheidung, Vorberatung, Kenntnisnahme …
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Result in the council's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    /// Votes as counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    vote: Option<VoteRecord>,
}

/// Votes as counted.
#[derive(Debug, Serialize, JsonSchema)]
struct VoteRecord {
    /// In favour.
    yes: u32,
    /// Against.
    no: u32,
    /// Abstentions.
    abstain: u32,
}

/// How far a resolution is carried out.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImplementationRecord {
    /// How far.
    status: ImplementationWord,
    /// By when it is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Day>,
    /// Explanation in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub(super) fn deadline(deadline: Deadline) -> DeadlineRecord {
    DeadlineRecord {
        date: deadline.date.into(),
        kind: DeadlineWord(deadline.kind.key()),
    }
}

pub(super) fn validity(site: &Site<'_>, node: &PaperNode) -> Option<ValidityRecord> {
    let validity = node.validity.as_ref()?;
    let words = &site.theme.words;
    let told = explanation::validity(words, site.archive, validity, node.next.as_ref());
    let by = validity.by.iter().map(|effect| EffectRecord {
        relation_type: InverseWord(effect.relation_type.inverse()),
        paper: paper_id(site, effect.paper),
        date: effect.date.map(Day::from),
        pending: effect.pending,
    });
    Some(ValidityRecord {
        state: ValidityWord(validity.state.key()),
        from: validity.from.map(Day::from),
        until: validity.until.map(Day::from),
        by: by.collect(),
        explanation: explanation::text(&told),
    })
}

pub(super) fn resolution(site: &Site<'_>, node: &PaperNode) -> Option<ResolutionRecord> {
    let resolution = node.paper.resolution.as_ref()?;
    Some(ResolutionRecord {
        outcome: OutcomeWord(resolution.outcome.name()),
        date: node.decided.map(Day::from),
        valid_from: resolution.valid_from.map(Day::from),
        valid_until: resolution.valid_until.map(Day::from),
        organization: node.decided_by.map(|ix| organization_id(site, ix)),
        text: resolution.text.clone(),
    })
}

pub(super) fn proposals(points: &[Proposal]) -> Vec<ProposalRecord> {
    let record = |point: &Proposal| ProposalRecord {
        kind: ProposalWord(match point.kind {
            ProposalKind::TakeNote => "takeNote",
            ProposalKind::Resolve => "resolve",
        }),
        number: point.number.clone(),
        text: point.text.trim().to_owned(),
        items: proposals(&point.items),
    };
    points.iter().map(record).collect()
}

pub(super) fn consultations(site: &Site<'_>, node: &PaperNode) -> Vec<ConsultationRecord> {
    let steps = node.paper.consultation.iter().zip(&node.consultations);
    let record = steps.map(|(step, organization)| ConsultationRecord {
        organization: organization.map(|ix| organization_id(site, ix)),
        date: step.date.map(Day::from),
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

pub(super) fn implementation(node: &PaperNode) -> Option<ImplementationRecord> {
    let implementation = node.paper.implementation.as_ref()?;
    Some(ImplementationRecord {
        status: ImplementationWord(implementation.status.name()),
        due: implementation.due.map(Day::from),
        note: implementation.note.clone(),
    })
}
