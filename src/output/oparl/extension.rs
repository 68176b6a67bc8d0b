//! What OParl has no word for, under the prefix `drucksache:`. `docs/oparl.md` describes every property. Names
//! and values are those of the JSON twins; papers and organizations are named by their OParl addresses.

use serde_json::Number;

use super::fields::Fields;
use super::id;
use crate::link::{NextDate, PaperIx, PaperNode, Relation, Status, Target, money_of};
use crate::model::{Consultation, Date, Proposal, ProposalKind};
use crate::output::Site;
use crate::route::{OParlObject, Route};
use crate::theme::explanation;
use crate::vocabulary::amount;

/// Papers that a number may mean, at most so many in one relation.
const CANDIDATES: usize = 10;

/// Adds what we know of a paper.
pub(super) fn paper(site: &Site<'_>, fields: &mut Fields, ix: PaperIx) {
    let node = site.archive.paper(ix);
    let paper = &node.paper;
    let relations = node.relations.iter().map(|own| outgoing(site, own));
    let twin = site.has("twins").then(|| {
        let twin = Route::Twin(Box::new(Route::Paper(ix)));
        site.map.absolute(&twin)
    });
    let aliases = paper.aliases.iter().map(|alias| alias.value.clone());
    let named = paper.attachments.iter().zip(&node.attachments);
    let named = named.filter(|(_, file)| file.is_none());
    let named = named.map(|(attachment, _)| attachment.name.clone());
    let topics = node.topics.iter().map(|ix| {
        let mut topic = Fields::default();
        topic.put("id", site.map.absolute(&Route::Topic(*ix, 1)));
        topic.put("name", site.archive.topic(*ix).topic.name.as_str());
        topic
    });
    let procedure = node.procedure.map(Route::Procedure);
    fields.put("drucksache:data", twin);
    fields.put("drucksache:aliases", aliases.collect::<Vec<_>>());
    fields.put("drucksache:summary", paper.summary.clone());
    fields.put("drucksache:topics", topics.collect::<Vec<_>>());
    let procedure = procedure.map(|route| site.map.absolute(&route));
    fields.put("drucksache:procedure", procedure);
    fields.put("drucksache:status", node.status.map(Status::key));
    fields.put("drucksache:deadline", deadline(node));
    fields.put("drucksache:next", next(site, node.next));
    fields.put("drucksache:validity", validity(site, node));
    fields.put("drucksache:proposal", proposals(&paper.proposal));
    fields.put("drucksache:resolution", resolution(site, node));
    fields.put("drucksache:finance", finance(site, ix));
    fields.put("drucksache:implementation", implementation(node));
    fields.put("drucksache:relations", relations.collect::<Vec<_>>());
    fields.put("drucksache:backlinks", incoming(site, node));
    fields.put("drucksache:namedFiles", named.collect::<Vec<_>>());
    fields.put("drucksache:editorNote", paper.editor_note.clone());
    let source = paper.source.as_ref().map(|source| source.value.clone());
    fields.put("drucksache:source", source);
}

/// Adds what we know of a consultation: OParl only knows of meetings with an agenda.
pub(super) fn consultation(fields: &mut Fields, step: &Consultation) {
    let vote = step.vote.map(|vote| {
        let mut fields = Fields::default();
        for (key, count) in [
            ("yes", vote.yes),
            ("no", vote.no),
            ("abstain", vote.abstain),
        ] {
            fields.put(key, Number::from(count));
        }
        fields
    });
    fields.put("drucksache:date", day(step.date));
    fields.put("drucksache:result", step.result.clone());
    fields.put("drucksache:vote", vote);
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn organization(site: &Site<'_>, ix: crate::link::OrganizationIx) -> String {
    id(site, OParlObject::Organization(ix))
}

fn deadline(node: &PaperNode) -> Option<Fields> {
    let deadline = node.deadline?;
    let mut fields = Fields::default();
    fields.put("date", deadline.date.to_string());
    fields.put("kind", deadline.kind.key());
    Some(fields)
}

fn next(site: &Site<'_>, next: Option<NextDate>) -> Option<Fields> {
    let next = next?;
    let mut fields = Fields::default();
    fields.put("date", next.date.to_string());
    fields.put("kind", next.kind.key());
    fields.put("paper", id(site, OParlObject::Paper(next.paper)));
    fields.put(
        "organization",
        next.organization.map(|ix| organization(site, ix)),
    );
    Some(fields)
}

fn validity(site: &Site<'_>, node: &PaperNode) -> Option<Fields> {
    let validity = node.validity.as_ref()?;
    let words = &site.theme.words;
    let told = explanation::validity(words, site.archive, validity, node.next.as_ref());
    let by = validity.by.iter().map(|effect| {
        let mut fields = Fields::default();
        fields.put("type", effect.relation_type.inverse());
        fields.put("paper", id(site, OParlObject::Paper(effect.paper)));
        fields.put("date", day(effect.date));
        fields.put("pending", effect.pending.then_some(true));
        fields
    });
    let mut fields = Fields::default();
    fields.put("state", validity.state.key());
    fields.put("from", day(validity.from));
    fields.put("until", day(validity.until));
    fields.put("by", by.collect::<Vec<_>>());
    fields.put("explanation", explanation::text(&told));
    Some(fields)
}

fn proposals(points: &[Proposal]) -> Vec<Fields> {
    let point = |point: &Proposal| {
        let mut fields = Fields::default();
        let kind = match point.kind {
            ProposalKind::TakeNote => "takeNote",
            ProposalKind::Resolve => "resolve",
        };
        fields.put("kind", kind);
        fields.put("number", point.number.clone());
        fields.put("text", point.text.trim());
        fields.put("items", proposals(&point.items));
        fields
    };
    points.iter().map(point).collect()
}

fn resolution(site: &Site<'_>, node: &PaperNode) -> Option<Fields> {
    let resolution = node.paper.resolution.as_ref()?;
    let mut fields = Fields::default();
    fields.put("outcome", resolution.outcome.name());
    fields.put("date", day(node.decided));
    fields.put("validFrom", day(resolution.valid_from));
    fields.put("validUntil", day(resolution.valid_until));
    fields.put(
        "organization",
        node.decided_by.map(|ix| organization(site, ix)),
    );
    fields.put("text", resolution.text.clone());
    Some(fields)
}

fn finance(site: &Site<'_>, ix: PaperIx) -> Option<Fields> {
    let finance = site.archive.paper(ix).paper.finance.as_ref()?;
    let stated = money_of(site.archive, &[ix]).amounts;
    let items = finance.items.iter().zip(&stated).map(|(item, stated)| {
        let mut fields = Fields::default();
        fields.put("kind", item.kind.name());
        fields.put("amount", item.amount.map(amount));
        fields.put("currency", item.currency.as_str());
        fields.put("period", item.period.name());
        fields.put("upTo", item.up_to.then_some(true));
        fields.put("approximate", item.approximate.then_some(true));
        fields.put("counts", stated.counts);
        fields.put("note", item.note.clone());
        fields
    });
    let mut fields = Fields::default();
    fields.put("effect", finance.effect.name());
    fields.put("items", items.collect::<Vec<_>>());
    fields.put("note", finance.note.clone());
    Some(fields)
}

fn implementation(node: &PaperNode) -> Option<Fields> {
    let implementation = node.paper.implementation.as_ref()?;
    let mut fields = Fields::default();
    fields.put("status", implementation.status.name());
    fields.put("due", day(implementation.due));
    fields.put("note", implementation.note.clone());
    Some(fields)
}

/// What the paper does to another.
fn outgoing(site: &Site<'_>, relation: &Relation) -> Fields {
    let paper = |ix: PaperIx| id(site, OParlObject::Paper(ix));
    let mut fields = Fields::default();
    fields.put("type", relation.relation_type.name());
    match &relation.target {
        Target::Paper(ix) => {
            fields.put("paper", paper(*ix));
        }
        Target::Ambiguous(all) => {
            let first = all.iter().take(CANDIDATES).map(|ix| paper(*ix));
            fields.put("candidates", first.collect::<Vec<_>>());
        }
        Target::Unresolved => {}
    }
    let number = relation.number.and_then(|ix| site.number(ix));
    fields.put("number", number.map(|route| site.map.absolute(&route)));
    fields.put("reference", &*relation.display);
    told(&mut fields, relation);
    fields
}

/// What others do to the paper.
fn incoming(site: &Site<'_>, node: &PaperNode) -> Vec<Fields> {
    let all = node.incoming.iter().map(|(from, at)| {
        let other = site.archive.paper(*from);
        let relation = other.relation(*at);
        let number = other.number_ix.and_then(|ix| site.number(ix));
        let reference = other.number.as_ref();
        let mut fields = Fields::default();
        fields.put("type", relation.relation_type.inverse());
        fields.put("paper", id(site, OParlObject::Paper(*from)));
        fields.put("number", number.map(|route| site.map.absolute(&route)));
        fields.put(
            "reference",
            reference.map(|number| number.display.to_string()),
        );
        told(&mut fields, relation);
        fields
    });
    all.collect()
}

fn told(fields: &mut Fields, relation: &Relation) {
    fields.put("evidence", relation.evidence.as_deref());
    fields.put("date", day(relation.date));
    fields.put("confirmed", relation.confirmed);
}
