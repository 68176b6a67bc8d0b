//! Organizations, people and their memberships. Pure.

use serde_json::{Value, json};

use super::convert::Context;
use super::field::{address, day, id, own_id, text};
use super::store::{Kind, Object, key};
use crate::import::draft::Draft;

/// Stands for the organization of a step that names none: content files need one.
pub(super) const NOBODY: &str = "urn:drucksache:nicht-genannt";

/// Its slug.
pub(super) const NOBODY_SLUG: &str = "nicht-genannt";

/// Name of an organization or person.
pub(super) fn name(object: &Object, kind: Kind) -> String {
    if let Some(name) = text(object, "name") {
        return name;
    }
    let parts = match kind {
        Kind::Person => ["title", "givenName", "familyName"],
        _ => ["shortName", "classification", "organizationType"],
    };
    let found: Vec<String> = parts.iter().filter_map(|part| text(object, part)).collect();
    match found.first() {
        Some(first) if kind != Kind::Person => first.clone(),
        Some(_) => found.join(" "),
        None => "Ohne Namen".to_owned(),
    }
}

/// Entries of `organizations.yaml`, in the order of their names.
pub(super) fn organizations(context: &mut Context<'_>) -> Vec<Draft> {
    let store = context.store;
    let mut drafts: Vec<Draft> = store
        .all(Kind::Organization)
        .map(|object| organization(context, object))
        .collect();
    drafts.sort_by(|a, b| a.place.cmp(&b.place));
    let nameless = store
        .all(Kind::Consultation)
        .any(|step| organization_of(context, step).is_none());
    if nameless {
        let mut draft = Draft::new(NOBODY, String::new());
        draft.put("slug", NOBODY_SLUG);
        draft.put("name", "Gremium nicht genannt");
        draft.put("organizationType", "Sonstiges");
        drafts.push(draft);
    }
    drafts
}

fn organization(context: &Context<'_>, object: &Object) -> Draft {
    let slug = context
        .names
        .get(&(Kind::Organization, key(own_id(object))));
    let slug = slug.cloned().unwrap_or_default();
    let mut draft = Draft::new(own_id(object), slug.clone());
    draft.put("slug", slug);
    draft.put("name", name(object, Kind::Organization));
    draft.put("shortName", text(object, "shortName"));
    let kind = text(object, "organizationType").unwrap_or_default();
    let finer = text(object, "classification");
    draft.put(
        "organizationType",
        organization_type(&kind, finer.as_deref()),
    );
    draft.put("classification", finer);
    draft.put("description", text(object, "drucksache:description"));
    draft.put("website", address(object, "website"));
    for property in ["startDate", "endDate"] {
        let day = day(object, property).known();
        draft.put(property, day.map(|day| day.to_string()));
    }
    draft
}

/// OParl's word for a type, from whatever word a server has.
pub(in crate::import) fn organization_type(kind: &str, finer: Option<&str>) -> &'static str {
    let words = format!("{kind} {}", finer.unwrap_or_default()).to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    // Some servers call every group of people a Gremium, and say only in the classification what it is.
    let faction = |finer: &str| finer.to_lowercase().starts_with("fraktion");
    if kind.eq_ignore_ascii_case("Gremium") && finer.is_some_and(faction) {
        return "Fraktion";
    }
    let exact = [
        "Gremium",
        "Fraktion",
        "Partei",
        "Verwaltungsbereich",
        "externes Gremium",
        "Institution",
        "Sonstiges",
    ];
    if let Some(known) = exact.iter().find(|known| known.eq_ignore_ascii_case(kind)) {
        return known;
    }
    if has(&["extern"]) {
        "externes Gremium"
    } else if has(&["fraktion", "gruppe"]) {
        "Fraktion"
    } else if has(&["partei"]) {
        "Partei"
    } else if has(&[
        "verwaltung",
        "amt",
        "dezernat",
        "referat",
        "fachbereich",
        "department",
    ]) {
        "Verwaltungsbereich"
    } else if has(&[
        "gremium",
        "ausschuss",
        "rat",
        "beirat",
        "kommission",
        "committee",
        "magistrat",
        "kreistag",
        "versammlung",
        "bezirk",
    ]) {
        "Gremium"
    } else if has(&["institution"]) {
        "Institution"
    } else {
        "Sonstiges"
    }
}

/// Entries of `people.yaml`, in the order of their slugs. What only the person's life is about stays at the source.
pub(super) fn people(context: &mut Context<'_>) -> Vec<Draft> {
    let store = context.store;
    let mut drafts: Vec<Draft> = store
        .all(Kind::Person)
        .map(|object| person(context, object))
        .collect();
    drafts.sort_by(|a, b| a.place.cmp(&b.place));
    drafts
}

fn person(context: &mut Context<'_>, object: &Object) -> Draft {
    let slug = context.names.get(&(Kind::Person, key(own_id(object))));
    let slug = slug.cloned().unwrap_or_default();
    let mut draft = Draft::new(own_id(object), slug.clone());
    draft.put("slug", slug);
    draft.put("name", name(object, Kind::Person));
    draft.put("familyName", text(object, "familyName"));
    draft.put("office", text(object, "status"));
    let memberships: Vec<Value> = context
        .children(Kind::Membership, object)
        .into_iter()
        .filter_map(|membership| {
            let id = id(membership, "organization")?;
            let slug = context.names.get(&(Kind::Organization, key(&id)))?;
            Some(member(membership, slug))
        })
        .collect();
    let all = context.children(Kind::Membership, object).len();
    if memberships.len() < all {
        context
            .tally
            .remark("membership_without_organization", own_id(object));
    }
    draft.put("membership", memberships);
    draft
}

fn member(object: &Object, slug: &str) -> Value {
    let mut member = Draft::default();
    member.put("organization", slug);
    member.put("role", text(object, "role"));
    let voting = object.get("votingRight").and_then(Value::as_bool);
    member.put("votingRight", voting.map(|right| json!(right)));
    for property in ["startDate", "endDate"] {
        let day = day(object, property).known();
        member.put(property, day.map(|day| day.to_string()));
    }
    Value::Object(member.front)
}

/// The organization that a step is before: its own, its meeting's, or the meeting's of its point of the agenda.
pub(super) fn organization_of(context: &Context<'_>, step: &Object) -> Option<String> {
    let own = super::field::ids(step, "organization");
    let meeting = meeting_of(context, step);
    let of_meeting = meeting.map(|meeting| super::field::ids(meeting, "organization"));
    let all = own.into_iter().chain(of_meeting.into_iter().flatten());
    let mut slugs = all.filter_map(|id| context.names.get(&(Kind::Organization, key(&id))));
    slugs.next().cloned()
}

/// The meeting of a step.
pub(super) fn meeting_of<'a>(context: &Context<'a>, step: &Object) -> Option<&'a Object> {
    let store = context.store;
    if let Some(meeting) = id(step, "meeting").and_then(|id| store.get(Kind::Meeting, &id)) {
        return Some(meeting);
    }
    let item = item_of(context, step)?;
    store.get(Kind::Meeting, &id(item, "meeting")?)
}

/// The point of the agenda at which a step is dealt with.
pub(super) fn item_of<'a>(context: &Context<'a>, step: &Object) -> Option<&'a Object> {
    context
        .store
        .get(Kind::AgendaItem, &id(step, "agendaItem")?)
}
