//! Meetings and their agendas. Pure.

use serde_json::{Map, Value};

use super::convert::Context;
use super::field::{address, id, ids, is_public, moment, own_id, raw, text};
use super::relation::paper_of;
use super::store::{Kind, Object, is_true, key};
use crate::import::draft::Draft;
use crate::import::names::Names;
use crate::import::plain;
use crate::model::DateTime;

/// Where a new meeting's file goes: `meetings/2024-04-17-stadtrat`.
pub(super) fn place(context: &Context<'_>, object: &Object, names: &mut Names) -> String {
    let day = start(object)
        .map(|start| start.date.to_string())
        .unwrap_or_default();
    let organization = id(object, "organization");
    let organization =
        organization.and_then(|id| context.names.get(&(Kind::Organization, key(&id))));
    let title = text(object, "name").unwrap_or_default();
    let words = organization.cloned().unwrap_or(title);
    let name = names.give("meetings", &[&day, &words], "sitzung");
    format!("meetings/{name}")
}

fn start(object: &Object) -> Option<DateTime> {
    moment(raw(object, "start")?.trim())
}

/// All meetings.
pub(super) fn meetings(context: &mut Context<'_>) -> Vec<Draft> {
    let store = context.store;
    store
        .all(Kind::Meeting)
        .map(|object| meeting(context, object))
        .collect()
}

fn meeting(context: &mut Context<'_>, object: &Object) -> Draft {
    let mut draft = context.draft(Kind::Meeting, object);
    if let Some(source) = address(object, "drucksache:source") {
        draft.put("source", source);
    }
    let organizations = context.slugs(object, "organization", Kind::Organization);
    draft.put(
        "name",
        text(object, "name").unwrap_or_else(|| "Sitzung".to_owned()),
    );
    draft.put("organization", organizations);
    let mut open = is_public(object);
    if let Some(start) = start(object) {
        draft.put("start", written(start));
    } else {
        // A meeting needs a day. Without one it is kept, and not published.
        context
            .tally
            .remark("meeting_without_start", own_id(object));
        draft.put("start", "1900-01-01");
        let said =
            raw(object, "start").map(|text| format!(" (sie nennt „{}“)", plain::line(&text)));
        draft.review(format!(
                "Die Quelle nennt keinen Tag{}. Bis hier einer steht, bleibt die Sitzung unveröffentlicht (`access`).",
                said.unwrap_or_default()
            ));
        open = false;
    }
    let end = raw(object, "end").and_then(|text| moment(text.trim()));
    let later = |end: &DateTime| start(object).is_none_or(|start| order(*end) >= order(start));
    draft.put("end", end.filter(later).map(written));
    draft.put("location", super::paper::location(context, object));
    let state = text(object, "meetingState")
        .unwrap_or_default()
        .to_lowercase();
    let off = [
        "abgesagt",
        "ausgefallen",
        "fällt aus",
        "entfällt",
        "cancelled",
    ];
    if is_true(object.get("cancelled")) || off.iter().any(|word| state.contains(word)) {
        draft.put("cancelled", true);
    }
    let mut minutes = Vec::new();
    let agenda = agenda(context, object, &mut minutes);
    draft.put("agendaItem", agenda);
    if !open {
        draft.put("access", "restricted");
    }
    let papers = links(
        context,
        object,
        &[
            "invitation",
            "resultsProtocol",
            "verbatimProtocol",
            "auxiliaryFile",
        ],
    );
    if !papers.is_empty() {
        minutes.push(format!("## Unterlagen\n\n{}", papers.join("\n")));
    }
    draft.body = minutes.join("\n\n");
    draft
}

fn order(moment: DateTime) -> (crate::model::Date, i8, i8) {
    (moment.date, moment.hour, moment.minute)
}

/// A moment as content files write it.
fn written(moment: DateTime) -> String {
    if moment.hour == 0 && moment.minute == 0 {
        return moment.date.to_string();
    }
    format!("{}T{:02}:{:02}", moment.date, moment.hour, moment.minute)
}

/// Points of the agenda; what was resolved on those without a paper goes into the minutes.
fn agenda(context: &mut Context<'_>, meeting: &Object, minutes: &mut Vec<String>) -> Vec<Value> {
    let mut items = context.children(Kind::AgendaItem, meeting);
    let order = |item: &Object| raw(item, "order")?.trim().parse::<u64>().ok();
    if items.iter().all(|item| order(item).is_some()) {
        items.sort_by_key(|item| order(item));
    }
    items
        .into_iter()
        .map(|item| Value::Object(point(context, item, minutes)))
        .collect()
}

fn point(
    context: &mut Context<'_>,
    item: &Object,
    minutes: &mut Vec<String>,
) -> Map<String, Value> {
    let mut point = Draft::default();
    let open = is_public(item);
    let name = text(item, "name").unwrap_or_else(|| "Ohne Titel".to_owned());
    let number = text(item, "number");
    let step = context.by_item.get(&key(own_id(item)));
    let step = step.and_then(|id| context.store.get(Kind::Consultation, id));
    let paper = step.and_then(paper_of);
    let slug = paper
        .as_deref()
        .and_then(|id| context.slug(Kind::Paper, id));
    point.put("number", number.clone());
    point.put("name", name.clone());
    point.put(
        "paper",
        slug.map(|slug| format!("{}/{slug}", context.options.body)),
    );
    if !open {
        context.tally.remark("item_restricted", own_id(item));
        point.put("public", false);
    }
    point.put("result", text(item, "result"));
    let told = raw(item, "resolutionText").map(|text| plain::markdown(&text));
    let files = links(context, item, &["resolutionFile", "auxiliaryFile"]);
    if !open {
        if told.is_some() || !ids(item, "resolutionFile").is_empty() {
            context
                .tally
                .remark("item_resolution_restricted", own_id(item));
        }
        return point.front;
    }
    let parts: Vec<String> = told
        .into_iter()
        .filter(|text| !text.is_empty())
        .chain((!files.is_empty()).then(|| files.join("\n")))
        .collect();
    if !parts.is_empty() {
        let number = number.map_or_else(String::new, |number| format!("TOP {number}: "));
        let title = plain::markdown_line(&format!("{number}{name}"));
        minutes.push(format!("## {title}\n\n{}", parts.join("\n\n")));
    }
    point.front
}

/// Public files as links.
fn links(context: &mut Context<'_>, object: &Object, properties: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for id in properties.iter().flat_map(|property| ids(object, property)) {
        let Some(file) = context.store.get(Kind::File, &id) else {
            context.tally.remark("file_missing", own_id(object));
            continue;
        };
        if !is_public(file) {
            context.tally.remark("file_restricted_left", own_id(file));
            continue;
        }
        let name =
            plain::markdown_line(&super::paper::file_name(file, false)).replace(['[', ']'], "");
        let link = address(file, "accessUrl").or_else(|| address(file, "downloadUrl"));
        found.push(match link.filter(|_| context.options.links) {
            Some(link) => format!("- [{name}](<{link}>)"),
            None => format!("- {name}"),
        });
    }
    found
}
