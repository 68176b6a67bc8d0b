//! A paper's page.

use std::collections::HashSet;

use tera::Value;

use super::parts::{is_told, paper_type, reference};
use super::terms::Told;
use super::view::{
    AttachmentView, CheckView, ConsultationView, DecisionView, EffectView, FinanceView, Heading,
    ImplementationView, MaybeLink, NextView, PaperView, ProcedureBrief, ProposalView, RoleView,
    Segment, ValidityView, VoteView,
};
use super::{comparison, linked, markdown, related, render};
use crate::link::{Event, PaperIx, PaperNode, PersonIx};
use crate::model::{Proposal, ProposalKind, Slug};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;
use crate::text::shorten;
use crate::theme::explanation;

/// Events above which a paper's page shows only those that concern it.
const LONG_STORY: usize = 24;

/// Longest title with a number, in characters: what search engines show.
const ROOM: usize = 65;

/// Headings from which on a text gets a table of contents.
const TOC_FROM: usize = 3;

/// Headings above which a table of contents leaves out the lower ones.
const LONG_TOC: usize = 120;

/// Adds a page for each paper.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for ix in site.archive.paper_ixs() {
        let source = &site.archive.paper(ix).text.source.path;
        plan.page(site, Route::Paper(ix), source, move || page(site, ix));
    }
}

fn page(site: &Site<'_>, ix: PaperIx) -> Result<Vec<u8>, Problem> {
    let node = site.archive.paper(ix);
    let mut view = view(site, ix, node)?;
    view.head.document_title = document_title(site, node);
    render(site, "paper.html", &view, &node.text.source.path)
}

fn view(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Result<PaperView, Problem> {
    let paper = &*node.paper;
    let rendered = if node.text.empty {
        None
    } else {
        let words = site.markdown(&node.text)?;
        Some(markdown::render(site, &node.text, &words, 3))
    };
    let (text_html, toc) = rendered.map_or((None, Vec::new()), |rendered| {
        (Some(Value::safe_string(&rendered.html)), rendered.toc)
    });
    let body = site.body_link(node.body);
    let mut head = site.head(
        "paper",
        &paper.name,
        &description(site, node),
        &Route::Paper(ix),
    );
    head.breadcrumbs = vec![site.crumb("bodies", &Route::Bodies), body.clone()];
    head.data = site.twin(Route::Paper(ix));
    if let Some(procedure) = node.procedure {
        let name = procedure_feed_title(site, procedure);
        head.feeds
            .extend(site.feed(name, &Route::Procedure(procedure)));
    }
    head.published = paper.date.map(|date| date.to_string());
    site.describe(&mut head, linked::paper(site, ix));
    let mut told = Told::new(&site.theme.words);
    let prose = |words: Option<&String>| words.map(|words| markdown::prose(site, node, words));
    Ok(PaperView {
        name: paper.name.value.clone(),
        id: node.id.to_string(),
        paper_type: paper_type(node),
        type_term: told.once(paper.paper_type.as_deref()),
        reference: reference(node),
        aliases: paper
            .aliases
            .iter()
            .map(|alias| alias.value.clone())
            .collect(),
        date: site.date(paper.date),
        originators: originators(site, node),
        under_direction_of: organizations(site, &node.under_direction_of),
        summary_html: prose(paper.summary.as_ref()),
        location: paper.location.clone(),
        status: site.status(node.status),
        status_note: node
            .status
            .and_then(|status| explanation::status(&site.theme.words, status, node.deadline)),
        next: next(site, ix, node),
        decision: decision(site, node, &mut told),
        validity: validity(site, node, &mut told),
        proposal: proposal(site, node, &paper.proposal, ""),
        comparison: comparison::comparison(site, node),
        finance: finance(site, node),
        checks: checks(site, node),
        opinions: paper
            .opinions
            .iter()
            .map(|o| site.check(&o.name, o.required, o.text.as_ref()))
            .collect(),
        hearings: paper
            .hearings
            .iter()
            .map(|h| site.check(&h.name, h.required, h.note.as_ref()))
            .collect(),
        consultations: consultations(site, node, &mut told),
        participants: participants(site, node, &mut told),
        signatures: signatures(site, node),
        distribution: paper.distribution.strings(),
        attachments: attachments(site, ix, node),
        implementation: implementation(site, node),
        toc: contents(toc),
        text_html,
        procedure: procedure(site, ix, node),
        related: related::of_paper(site, ix, node),
        topics: node
            .topics
            .iter()
            .map(|ix| site.link(&site.archive.topic(*ix).topic.name, &Route::Topic(*ix, 1)))
            .collect(),
        keywords: paper.keyword.strings(),
        editor_note: paper.editor_note.clone(),
        source: paper.source.as_ref().map(|source| source.value.clone()),
        citation: citation(site, ix, node),
        body,
        head,
    })
}

/// The table of contents of a text: none for few headings, only the higher ones of very many.
fn contents(mut headings: Vec<Heading>) -> Vec<Heading> {
    if headings.len() < TOC_FROM {
        return Vec::new();
    }
    let highest = headings.iter().map(|h| h.level).min().unwrap_or(1);
    for lowest in (highest + 1..=6).rev() {
        if headings.len() <= LONG_TOC {
            break;
        }
        headings.retain(|heading| heading.level < lowest);
    }
    headings
}

/// Type, number, council and date: a line that a search result can show.
fn facts(site: &Site<'_>, node: &PaperNode, key: &str, more: &[(&str, &str)]) -> String {
    let words = &site.theme.words;
    let date = site.date(node.paper.date);
    let date = date.map_or_else(|| site.word("unknown_date"), |date| date.text);
    let number = reference(node).unwrap_or_else(|| site.word("no_reference"));
    let kind = node
        .paper
        .paper_type
        .clone()
        .unwrap_or_else(|| site.word("paper.generic"));
    let body = site.archive.body(node.body).body.label();
    let mut facts = vec![
        ("type", kind.as_str()),
        ("reference", &number),
        ("body", body),
        ("date", &date),
    ];
    facts.extend(more);
    words.fill(key, &facts)
}

/// What a search result should say: kind and number, council, date, what became of it, and what it is about.
fn description(site: &Site<'_>, node: &PaperNode) -> String {
    let kind = node.paper.paper_type.clone();
    let mut name = kind.unwrap_or_else(|| site.word("paper.generic"));
    if let Some(number) = reference(node) {
        name.push(' ');
        name.push_str(&number);
    }
    let mut facts = vec![name, site.archive.body(node.body).body.label().to_owned()];
    facts.extend(node.paper.date.map(|date| site.theme.words.date(date)));
    let status = site.status(node.status).map(|status| status.text);
    let about = node.gist().unwrap_or(&node.paper.name);
    let parts = [Some(facts.join(", ")), status, Some(about.to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(". ")
}

/// The title with its number where there is room; always, or else with the date, if others bear the title too.
fn document_title(site: &Site<'_>, node: &PaperNode) -> String {
    let name = shorten(&node.paper.name, 120);
    let date = || site.date(node.paper.date).map(|date| date.text);
    let mark = reference(node).or_else(|| if node.has_namesake { date() } else { None });
    let marked = mark.map(|mark| format!("{name} ({mark})"));
    let fitting = marked.filter(|marked| node.has_namesake || marked.chars().count() <= ROOM);
    site.document_title(fitting.as_deref().unwrap_or(&name))
}

fn citation(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> String {
    let url = site.map.absolute(&Route::Paper(ix));
    let mut name = node.paper.name.value.clone();
    // A title may be a sentence of its own: "Was kostet der Radweg?", "… bei NExT e. V."
    if !name.ends_with(['.', '?', '!', '…']) {
        name.push('.');
    }
    facts(site, node, "citation", &[("name", &name), ("url", &url)])
}

fn organizations(site: &Site<'_>, list: &[crate::link::OrganizationIx]) -> Vec<MaybeLink> {
    list.iter().map(|ix| site.organization_link(*ix)).collect()
}

fn originators(site: &Site<'_>, node: &PaperNode) -> Vec<MaybeLink> {
    let people = node
        .originator_people
        .iter()
        .map(|ix| site.person_link(*ix));
    organizations(site, &node.originators)
        .into_iter()
        .chain(people)
        .collect()
}

fn decision(site: &Site<'_>, node: &PaperNode, told: &mut Told<'_>) -> Option<DecisionView> {
    let resolution = node.paper.resolution.as_ref()?;
    let outcome = site.label("outcome", resolution.outcome.name());
    Some(DecisionView {
        term: told.once(Some(&outcome.text)),
        outcome,
        date: site.date(node.decided),
        organization: node.decided_by.map(|ix| site.organization_link(ix)),
        text_html: (resolution.text.as_ref()).map(|words| markdown::prose(site, node, words)),
    })
}

fn validity(site: &Site<'_>, node: &PaperNode, told_terms: &mut Told<'_>) -> Option<ValidityView> {
    let validity = node.validity.as_ref()?;
    let words = &site.theme.words;
    let next = node.next.as_ref();
    let told = explanation::validity(words, site.archive, validity, next).into_iter();
    let by = validity.by.iter().map(|effect| EffectView {
        relation: site.label("relation", effect.relation_type.inverse()),
        paper: site.paper_link(effect.paper),
        date: site.date(effect.date),
        pending: effect.pending,
    });
    let state = site.label("validity", validity.state.key());
    Some(ValidityView {
        term: told_terms.once(Some(&state.text)),
        state,
        explanation: told.map(|segment| self::segment(site, segment)).collect(),
        from: site.date(validity.from),
        until: site.date(validity.until),
        by: by.collect(),
    })
}

fn segment(site: &Site<'_>, segment: explanation::Segment) -> Segment {
    Segment {
        url: segment.paper.map(|ix| site.map.url(&Route::Paper(ix))),
        text: segment.text,
    }
}

/// What comes next: with the procedure if the paper belongs to one, else with the paper itself.
fn next(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Option<NextView> {
    let of_procedure = node.procedure.map(|at| site.archive.procedure(at).next);
    site.next(of_procedure.unwrap_or(node.next), Some(ix))
}

fn proposal(
    site: &Site<'_>,
    node: &PaperNode,
    points: &[Proposal],
    prefix: &str,
) -> Vec<ProposalView> {
    let mut views = Vec::with_capacity(points.len());
    for (at, point) in points.iter().enumerate() {
        let counted = format!("{prefix}{}", at + 1);
        let number = point.number.clone().unwrap_or(counted);
        let kind = match point.kind {
            ProposalKind::TakeNote => "take_note",
            ProposalKind::Resolve => "resolve",
        };
        views.push(ProposalView {
            items: proposal(
                site,
                node,
                &point.items,
                &format!("{}.", number.trim_end_matches('.')),
            ),
            kind: site.label("proposal", kind),
            text_html: markdown::prose(site, node, &point.text),
            number,
        });
    }
    views
}

fn finance(site: &Site<'_>, node: &PaperNode) -> Option<FinanceView> {
    let finance = node.paper.finance.as_ref()?;
    Some(FinanceView {
        effect: site.yes_no(finance.effect),
        items: finance
            .items
            .iter()
            .map(|item| site.finance_item(item))
            .collect(),
        note_html: (finance.note.as_ref()).map(|words| markdown::prose(site, node, words)),
    })
}

fn checks(site: &Site<'_>, node: &PaperNode) -> Vec<CheckView> {
    let Some(checks) = &node.paper.checks else {
        return Vec::new();
    };
    let named = [
        ("climate", &checks.climate),
        ("inclusion", &checks.inclusion),
        ("equality", &checks.equality),
    ];
    named
        .into_iter()
        .filter_map(|(name, check)| {
            let check = check.as_ref()?;
            Some(site.check(
                &site.word(&format!("check.{name}")),
                check.relevant,
                check.note.as_ref(),
            ))
        })
        .collect()
}

fn consultations(site: &Site<'_>, node: &PaperNode, told: &mut Told<'_>) -> Vec<ConsultationView> {
    let steps = node.paper.consultation.iter().zip(&node.consultations);
    let view = steps.map(|(step, organization)| ConsultationView {
        organization: organization.map_or_else(
            || MaybeLink {
                name: step.organization.to_string(),
                url: None,
            },
            |ix| site.organization_link(ix),
        ),
        date: site.date(step.date),
        role: step.role.clone(),
        role_term: told.once(step.role.as_deref()),
        result: step.result.clone(),
        vote: step.vote.map(|v| VoteView {
            yes: v.yes,
            no: v.no,
            abstain: v.abstain,
        }),
    });
    view.collect()
}

/// A person's name, or the slug of one whom nobody knows; and their office.
fn person<'a>(
    site: &'a Site<'_>,
    found: Option<PersonIx>,
    slug: &'a Slug,
) -> (&'a str, Option<&'a str>) {
    let found = found.map(|ix| &site.archive.person(ix).person);
    found.map_or((slug.as_str(), None), |person| {
        (&person.name, person.office.as_deref())
    })
}

fn participants(site: &Site<'_>, node: &PaperNode, told: &mut Told<'_>) -> Vec<RoleView> {
    let named = node.paper.participants.iter().zip(&node.participants);
    let views = named.map(|(participant, found)| RoleView {
        name: person(site, *found, &participant.person).0.to_owned(),
        url: found.and_then(|ix| site.person_link(ix).url),
        role: Some(participant.role.clone()),
        term: told.once(Some(&participant.role)),
        note: None,
    });
    views.collect()
}

fn signatures(site: &Site<'_>, node: &PaperNode) -> Vec<RoleView> {
    let named = node.paper.signatures.iter().zip(&node.signatures);
    let views = named.map(|(signature, found)| {
        let (name, office) = person(site, *found, &signature.person);
        let key = format!("signed.{}", signature.signed.name());
        RoleView {
            name: name.to_owned(),
            url: found.and_then(|ix| site.person_link(ix).url),
            role: signature.role.clone().or_else(|| office.map(str::to_owned)),
            term: None,
            note: Some(site.word(&key)),
        }
    });
    views.collect()
}

fn attachments(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Vec<AttachmentView> {
    let files = node
        .paper
        .attachments
        .iter()
        .zip(&node.attachments)
        .enumerate();
    let views = files.map(|(at, (attachment, file))| AttachmentView {
        name: attachment.name.clone(),
        url: file
            .as_ref()
            .map(|_| site.map.url(&Route::Attachment(ix, at))),
        format: file.as_ref().and_then(|file| {
            file.path
                .rsplit_once('.')
                .map(|(_, extension)| extension.to_uppercase())
        }),
        source: attachment
            .url
            .as_ref()
            .filter(|_| file.is_none())
            .map(|url| url.value.clone()),
    });
    views.collect()
}

fn implementation(site: &Site<'_>, node: &PaperNode) -> Option<ImplementationView> {
    let implementation = node.paper.implementation.as_ref()?;
    Some(ImplementationView {
        status: site.label("implementation", implementation.status.name()),
        due: site.date(implementation.due),
        note_html: (implementation.note.as_ref()).map(|words| markdown::prose(site, node, words)),
    })
}

pub(super) fn procedure_feed_title(site: &Site<'_>, ix: crate::link::ProcedureIx) -> String {
    let procedure = site.archive.procedure(ix);
    let facts = [
        ("name", site.archive.portal.name.as_str()),
        ("procedure", &procedure.name),
    ];
    site.theme.words.fill("feed.procedure", &facts)
}

fn procedure(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Option<ProcedureBrief> {
    let at = node.procedure?;
    let procedure = site.archive.procedure(at);
    let incoming = node.incoming.iter().map(|(from, _)| *from);
    let near: HashSet<PaperIx> = node.targets().chain(incoming).chain([ix]).collect();
    let all = &procedure.events;
    let shown: Vec<Event> = if all.len() <= LONG_STORY {
        all.clone()
    } else {
        all.iter()
            .filter(|event| near.contains(&event.paper))
            .cloned()
            .collect()
    };
    let shown = site.timeline(&shown, Some(ix));
    let omitted = all.iter().filter(|event| is_told(event)).count() - shown.len();
    Some(ProcedureBrief {
        name: procedure.name.clone(),
        url: site.map.url(&Route::Procedure(at)),
        status: site.status(procedure.status),
        timeline: shown,
        omitted: (omitted > 0).then(|| site.theme.words.count("omitted", omitted)),
    })
}
