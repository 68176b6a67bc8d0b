//! Papers, their Beratungsfolgen and files. Pure.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::convert::{Context, Texts};
use super::field::{Day, address, day, id, ids, is_public, moment, own_id, raw, text, texts};
use super::organization::{NOBODY_SLUG, item_of, meeting_of, organization_of};
use super::relation::Relations;
use super::store::{Kind, Object, key};
use crate::import::draft::Draft;
use crate::import::names::Names;
use crate::import::plain;
use crate::link::says_decision;

/// Where a new paper's file goes: `papers/2024/12-2024-radweg`.
pub(super) fn place(object: &Object, names: &mut Names) -> String {
    let number = text(object, "reference").unwrap_or_default();
    let title = text(object, "name").unwrap_or_default();
    let name = names.give("papers", &[&number, &title], "vorlage");
    let year = day(object, "date").known();
    let year = year.map_or_else(|| "ohne-datum".to_owned(), |day| day.year().to_string());
    format!("papers/{year}/{name}")
}

/// A paper as a draft.
pub(super) fn paper(context: &mut Context<'_>, object: &Object, relations: &Relations) -> Draft {
    let mut draft = context.draft(Kind::Paper, object);
    let number = text(object, "reference");
    let name = text(object, "name").unwrap_or_else(|| {
        draft.review("Die Quelle nennt keinen Titel.");
        number.as_ref().map_or_else(
            || "Ohne Titel".to_owned(),
            |number| format!("Vorlage {number}"),
        )
    });
    draft.put("name", name);
    draft.put("paperType", text(object, "paperType"));
    draft.put("reference", number);
    match day(object, "date") {
        Day::Is(day) => draft.put("date", day.to_string()),
        Day::Missing => {}
        Day::Odd(text) => {
            context.tally.remark("date_impossible", own_id(object));
            draft.review(format!(
                "Als Datum nennt die Quelle „{}“.",
                plain::line(&text)
            ));
        }
    }
    draft.put("keyword", texts(object, "keyword"));
    for (property, kind) in [
        ("originatorOrganization", Kind::Organization),
        ("originatorPerson", Kind::Person),
        ("underDirectionOf", Kind::Organization),
    ] {
        let slugs = context.slugs(object, property, kind);
        draft.put(property, slugs);
        for word in ids(object, property)
            .iter()
            .filter(|id| !id.contains("://"))
        {
            draft.review(format!(
                "Die Quelle nennt „{}“ ({property}), ohne zu sagen, wer das ist.",
                plain::line(word)
            ));
        }
    }
    draft.put("aliases", texts(object, "drucksache:aliases"));
    draft.put("summary", text(object, "drucksache:summary"));
    draft.put("editorNote", text(object, "drucksache:editorNote"));
    draft.put("location", location(context, object));
    consultations(context, object, &mut draft);
    for key in ["proposal", "resolution", "finance", "implementation"] {
        let own = object.get(&format!("drucksache:{key}"));
        if let Some(value) = own.map(|value| extension(context, value)) {
            draft.put(key, value);
        }
    }
    draft.put("relations", relations.of(object));
    if let Some(source) = address(object, "drucksache:source") {
        draft.put("source", source);
    }
    files(context, object, &mut draft);
    if !is_public(object) {
        context.tally.remark("paper_restricted", own_id(object));
        draft.put("access", "restricted");
    }
    draft
}

/// What our own extension says, in the words of content files.
fn extension(context: &Context<'_>, value: &Value) -> Value {
    let entry = |(name, value): (&String, &Value)| {
        let value = match (name.as_str(), value) {
            ("counts", _) => return None,
            ("organization", Value::String(id)) => {
                let slug = context.names.get(&(Kind::Organization, key(id)))?;
                Value::String(slug.clone())
            }
            (_, value) => extension(context, value),
        };
        Some((name.clone(), value))
    };
    match value {
        Value::Object(map) => Value::Object(map.iter().filter_map(entry).collect::<Map<_, _>>()),
        Value::Array(list) => {
            Value::Array(list.iter().map(|item| extension(context, item)).collect())
        }
        other => other.clone(),
    }
}

/// Places in words.
pub(super) fn location(context: &mut Context<'_>, object: &Object) -> Option<String> {
    let mut places: Vec<String> = Vec::new();
    for id in ids(object, "location") {
        let words = match context.store.get(Kind::Location, &id) {
            Some(place) => words(place),
            None if id.contains("://") => {
                context.tally.remark("missing location", own_id(object));
                None
            }
            None => Some(plain::line(&id)),
        };
        if let Some(words) = words.filter(|words| !words.is_empty() && !places.contains(words)) {
            places.push(words);
        }
    }
    (!places.is_empty()).then(|| places.join("; "))
}

fn words(place: &Object) -> Option<String> {
    let of = |property| text(place, property);
    let town = match (of("postalCode"), of("locality")) {
        (Some(code), Some(town)) => Some(format!("{code} {town}")),
        (code, town) => code.or(town),
    };
    let parts = [
        of("description"),
        of("room"),
        of("streetAddress"),
        of("subLocality"),
        town,
    ];
    let mut kept: Vec<String> = Vec::new();
    for part in parts.into_iter().flatten() {
        if !kept.iter().any(|other| other.contains(&part)) {
            kept.push(part);
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

/// The Beratungsfolge in the order of its days, and what was decided.
fn consultations(context: &mut Context<'_>, object: &Object, draft: &mut Draft) {
    let steps = context.children(Kind::Consultation, object);
    let mut found: Vec<(Option<String>, Value)> = Vec::new();
    let mut decided = None;
    for object in steps {
        let step = consultation(context, object, draft);
        if let Some(resolution) = resolution(context, object, &step) {
            decided = Some(resolution);
        }
        let date = step.get("date").and_then(Value::as_str).map(str::to_owned);
        found.push((date, Value::Object(step)));
    }
    // Days that are not known come last; what stands in one place stays in its order.
    found.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
    let steps: Vec<Value> = found.into_iter().map(|(_, step)| step).collect();
    draft.put("consultation", steps);
    if let Some(decided) = decided {
        draft.put("resolution", decided);
    }
}

fn consultation(
    context: &mut Context<'_>,
    object: &Object,
    draft: &mut Draft,
) -> Map<String, Value> {
    let mut step = Draft::default();
    let organization = organization_of(context, object);
    if organization.is_none() {
        context
            .tally
            .remark("step_without_organization", own_id(object));
    }
    let several = ids(object, "organization").len();
    if several > 1 {
        context
            .tally
            .remark("step_several_organizations", own_id(object));
        let others: Vec<String> = context
            .slugs(object, "organization", Kind::Organization)
            .iter()
            .skip(1)
            .filter_map(|slug| slug.as_str().map(str::to_owned))
            .collect();
        draft.review(format!("An einem Schritt der Beratungsfolge sind mehrere Gremien beteiligt, außer dem genannten: {}.", others.join(", ")));
    }
    step.put(
        "organization",
        organization.unwrap_or_else(|| NOBODY_SLUG.to_owned()),
    );
    let meeting = meeting_of(context, object);
    let start = meeting.and_then(|meeting| moment(raw(meeting, "start")?.trim()));
    let own = day(object, "drucksache:date").known();
    let date = start.map(|start| start.date).or(own);
    step.put("date", date.map(|date| date.to_string()));
    step.put("role", text(object, "role"));
    let item = item_of(context, object);
    let result = item.and_then(|item| text(item, "result"));
    step.put(
        "result",
        result.or_else(|| text(object, "drucksache:result")),
    );
    step.put("vote", object.get("drucksache:vote").cloned());
    let open = [Some(object), item, meeting]
        .into_iter()
        .flatten()
        .all(is_public);
    if !open {
        context.tally.remark("step_restricted", own_id(object));
        step.put("public", false);
    }
    step.front
}

/// What a step decided, if it decides and the source says it in words that are known.
fn resolution(context: &Context<'_>, object: &Object, step: &Map<String, Value>) -> Option<Value> {
    let item = item_of(context, object)?;
    let role = step.get("role").and_then(Value::as_str).unwrap_or_default();
    let decides = object.get("authoritative") == Some(&Value::Bool(true)) || says_decision(role);
    let outcome = outcome(step.get("result")?.as_str()?)?;
    if !decides || step.get("public") == Some(&Value::Bool(false)) {
        return None;
    }
    let words = raw(item, "resolutionText").map(|words| plain::markdown(&words));
    let words = words.filter(|words| !words.is_empty());
    let mut resolution = json!({"outcome": outcome, "organization": step.get("organization")?});
    if let Some(date) = step.get("date") {
        resolution["date"] = date.clone();
    }
    if let Some(words) = words {
        resolution["text"] = json!(words);
    }
    Some(resolution)
}

/// Outcomes by the words of councils.
pub(in crate::import) fn outcome(result: &str) -> Option<&'static str> {
    let result = result.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| result.contains(part));
    let outcome = if has(&["zurückgezogen", "zurückgenommen"]) {
        "withdrawn"
    } else if has(&["vertagt", "verschoben", "zurückgestellt", "abgesetzt"]) {
        "postponed"
    } else if has(&["verwiesen", "überwiesen"]) {
        "referred"
    } else if has(&[
        "abgelehnt",
        "ablehn",
        "nicht zugestimmt",
        "nicht angenommen",
        "nicht beschlossen",
    ]) {
        "rejected"
    } else if has(&["geändert", "mit änderung", "modifiziert", "abweichend"]) {
        "amended"
    } else if has(&["kenntnis"]) {
        "noted"
    } else if has(&[
        "beschlossen",
        "zugestimmt",
        "angenommen",
        "nach antrag",
        "zustimmung",
        "einstimmig",
    ]) {
        "adopted"
    } else {
        return None;
    };
    Some(outcome)
}

/// Files of a paper, the main one first.
fn files_of<'a>(context: &Context<'a>, object: &Object) -> Vec<&'a Object> {
    let named = ids(object, "mainFile")
        .into_iter()
        .chain(ids(object, "auxiliaryFile"));
    let mut seen = BTreeSet::new();
    let named = named.filter(|id| seen.insert(key(id)));
    named
        .filter_map(|id| context.store.get(Kind::File, &id))
        .collect()
}

/// How many files papers have.
pub(super) fn files_named(context: &Context<'_>) -> usize {
    context
        .store
        .all(Kind::Paper)
        .map(|paper| files_of(context, paper).len())
        .sum()
}

fn files(context: &mut Context<'_>, object: &Object, draft: &mut Draft) {
    // Some servers know no main file: then the first one with a text is.
    let named = id(object, "mainFile").map(|id| key(&id));
    let main = named.or_else(|| {
        let mut all = files_of(context, object).into_iter();
        let first = all.find(|file| is_public(file) && raw(file, "text").is_some())?;
        Some(key(own_id(first)))
    });
    let own = raw(object, "text");
    let mut sections: Vec<String> = own.iter().map(|text| plain::markdown(text)).collect();
    let mut attachments = Vec::new();
    for file in files_of(context, object) {
        let is_main = main.as_deref() == Some(&*key(own_id(file)));
        let open = is_public(file);
        let name = file_name(file, is_main);
        let mut attachment = Draft::default();
        attachment.put("name", name.clone());
        let link = address(file, "accessUrl").or_else(|| address(file, "downloadUrl"));
        if context.options.links {
            attachment.put("url", link);
        }
        if !open {
            context.tally.remark("file_restricted", own_id(file));
            attachment.put("access", "restricted");
        }
        attachments.push(Value::Object(attachment.front));
        let Some(words) = raw(file, "text") else {
            continue;
        };
        let wanted = match context.options.texts {
            Texts::None => false,
            Texts::Main => is_main,
            Texts::All => true,
        };
        if !wanted || !open {
            context.tally.remark("file_text_left", own_id(file));
            continue;
        }
        let words = plain::markdown(&words);
        if is_main {
            sections.insert(0, words);
        } else {
            sections.push(format!("## {}\n\n{words}", plain::markdown_line(&name)));
        }
    }
    for id in ids(object, "mainFile")
        .iter()
        .chain(&ids(object, "auxiliaryFile"))
    {
        if context.store.get(Kind::File, id).is_none() {
            context.tally.remark("file_missing", own_id(object));
        }
    }
    draft.put("attachments", attachments);
    sections.retain(|section| !section.is_empty());
    draft.body = sections.join("\n\n");
}

pub(super) fn file_name(file: &Object, is_main: bool) -> String {
    let named = text(file, "name").or_else(|| text(file, "fileName"));
    named.unwrap_or_else(|| if is_main { "Vorlage" } else { "Anlage" }.to_owned())
}
