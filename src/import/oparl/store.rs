//! Objects of OParl by kind and id, wherever they stood: on their own, in lists, or embedded in others. Pure.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// OParl's types of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The server.
    System,
    /// A council.
    Body,
    /// A legislative term.
    LegislativeTerm,
    /// A committee, faction or department.
    Organization,
    /// A person.
    Person,
    /// A person's place in an organization.
    Membership,
    /// A meeting.
    Meeting,
    /// A point of an agenda.
    AgendaItem,
    /// A paper.
    Paper,
    /// A step of a Beratungsfolge.
    Consultation,
    /// A file.
    File,
    /// A place.
    Location,
}

/// Stands for the type of objects without one.
const TYPELESS: &str = "no type";

/// Stands for the type of objects without an id.
const NAMELESS: &str = "no id";

/// An object's properties.
pub type Object = Map<String, Value>;

/// All objects that were found.
#[derive(Clone, Debug, Default)]
pub struct Store {
    objects: BTreeMap<Kind, BTreeMap<String, Object>>,
    /// Ids of objects that are marked as deleted.
    pub deleted: Vec<String>,
    /// How many objects had a type that OParl does not know, by type.
    pub unknown: BTreeMap<String, usize>,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::System,
        Self::Body,
        Self::LegislativeTerm,
        Self::Organization,
        Self::Person,
        Self::Membership,
        Self::Meeting,
        Self::AgendaItem,
        Self::Paper,
        Self::Consultation,
        Self::File,
        Self::Location,
    ];

    /// OParl's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Body => "Body",
            Self::LegislativeTerm => "LegislativeTerm",
            Self::Organization => "Organization",
            Self::Person => "Person",
            Self::Membership => "Membership",
            Self::Meeting => "Meeting",
            Self::AgendaItem => "AgendaItem",
            Self::Paper => "Paper",
            Self::Consultation => "Consultation",
            Self::File => "File",
            Self::Location => "Location",
        }
    }

    /// By `type`: an address that ends in the word, in any case.
    fn of_type(text: &str) -> Option<Self> {
        let word = text.trim_end_matches('/').rsplit(['/', '#', ':']).next();
        let word = word.unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word))
    }

    /// A property that names objects of this kind.
    pub(super) const fn property(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Body => "body",
            Self::LegislativeTerm => "legislativeTerm",
            Self::Organization => "organization",
            Self::Person => "person",
            Self::Membership => "membership",
            Self::Meeting => "meeting",
            Self::AgendaItem => "agendaItem",
            Self::Paper => "paper",
            Self::Consultation => "consultation",
            Self::File => "file",
            Self::Location => "location",
        }
    }

    /// By an address: the last of its parts that is a word for objects of OParl.
    fn of_address(id: &str) -> Option<Self> {
        let rest = id.split_once("://")?.1;
        let parts: Vec<&str> = rest.split(['/', '?', '&', '=', '#']).collect();
        parts.iter().rev().find_map(|part| Self::of_word(part))
    }

    /// By a word of an address or a file's name: `paper`, `papers`, `papers.asp`, `Paper-0001.json`.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        let first = word.split('.').next().unwrap_or(word);
        let letters = first.chars().filter(char::is_ascii_alphabetic);
        let word: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        let word = word.strip_suffix("list").unwrap_or(&word);
        let word = match word {
            "bodies" => "body",
            "people" => "person",
            word => word,
        };
        Self::ALL.into_iter().find(|kind| {
            let own = kind.name().to_lowercase();
            word == own || word.strip_suffix('s') == Some(&own)
        })
    }

    /// What stands in a property, when it is no mere address.
    pub(super) fn of_property(property: &str) -> Option<Self> {
        Some(match property {
            "body" | "bodies" => Self::Body,
            "legislativeTerm" | "legislativeTermList" => Self::LegislativeTerm,
            "organization"
            | "organizations"
            | "originatorOrganization"
            | "underDirectionOf"
            | "subOrganizationOf"
            | "onBehalfOf" => Self::Organization,
            "person" | "people" | "persons" | "originatorPerson" | "participant" => Self::Person,
            "membership" | "memberships" => Self::Membership,
            "meeting" | "meetings" => Self::Meeting,
            "agendaItem" | "agendaItems" | "agendaitem" | "agendaItemList" => Self::AgendaItem,
            "paper" | "papers" | "relatedPaper" | "superordinatedPaper" | "subordinatedPaper" => {
                Self::Paper
            }
            "consultation" | "consultations" | "consultationList" => Self::Consultation,
            "mainFile" | "auxiliaryFile" | "invitation" | "resultsProtocol"
            | "verbatimProtocol" | "resolutionFile" | "derivativeFile" | "masterFile" | "file"
            | "files" => Self::File,
            "location" | "locationList" | "locations" => Self::Location,
            _ => return None,
        })
    }

    /// The property in which an embedded object names the one that it stands in.
    fn back(self, parent: Self) -> Option<&'static str> {
        Some(match (self, parent) {
            (Self::Consultation | Self::File, Self::Paper) => "paper",
            (Self::Consultation | Self::File, Self::AgendaItem) => "agendaItem",
            (Self::AgendaItem | Self::File | Self::Consultation, Self::Meeting) => "meeting",
            (Self::Membership, Self::Person) => "person",
            (Self::Membership, Self::Organization) => "organization",
            (
                Self::LegislativeTerm
                | Self::Organization
                | Self::Person
                | Self::Paper
                | Self::Meeting,
                Self::Body,
            ) => "body",
            _ => return None,
        })
    }
}

/// An id as a key: schemes, ports that go without saying and slashes at the end come and go on real servers.
pub(super) fn key(id: &str) -> String {
    let id = id.trim();
    let Some((scheme, rest)) = id.split_once("://") else {
        return id.trim_end_matches('/').to_owned();
    };
    if !matches!(scheme, "http" | "https" | "HTTP" | "HTTPS") {
        return id.trim_end_matches('/').to_owned();
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.strip_suffix(":443").unwrap_or(host);
    let host = host.strip_suffix(":80").unwrap_or(host);
    let mut key = host.to_ascii_lowercase();
    key.push_str(path.trim_end_matches('/'));
    key
}

/// Whether a property need not be kept: it says nothing, or nothing that anybody asks for later.
fn is_silent(property: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) if text.trim().is_empty() => true,
        _ => matches!(
            property,
            "type" | "created" | "deleted" | "mimeType" | "fileLicense"
        ),
    }
}

/// Whether an object whose type is only guessed has anything to say as that: other files lie in dumps, too.
fn says_something(kind: Kind, object: &Object) -> bool {
    let own = |(property, value): (&String, &Value)| {
        !super::super::yaml::is_empty(value) && super::count::is_property(kind, property)
    };
    object.iter().any(own)
}

impl Store {
    /// Takes whatever a document holds: an object, a list with `data`, an array. `hint` says what objects
    /// without a type are, for example by the name of their file.
    pub fn take(&mut self, value: Value, hint: Option<Kind>) {
        match value {
            Value::Array(list) => list.into_iter().for_each(|item| self.take(item, hint)),
            Value::Object(mut object) => {
                let wraps = |data: &Value| data.is_array() || data.is_object();
                let list = object.get("data").is_some_and(wraps) && !object.contains_key("id");
                if let Some(data) = list.then(|| object.remove("data")).flatten() {
                    self.take(data, hint);
                } else {
                    self.object(object, hint, "");
                }
            }
            _ => {}
        }
    }

    /// Keeps an object and those in it; returns its id.
    fn object(&mut self, mut object: Object, hint: Option<Kind>, fallback: &str) -> Option<String> {
        let stated = object.get("type").and_then(Value::as_str);
        let stated = stated.filter(|stated| !stated.trim().is_empty());
        let id = match object.get("id").or_else(|| object.get("@id")) {
            Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
            Some(Value::Number(id)) => id.to_string(),
            _ if fallback.is_empty() => {
                *self.unknown.entry(NAMELESS.to_owned()).or_default() += 1;
                return None;
            }
            _ => fallback.to_owned(),
        };
        if is_true(object.get("deleted")) {
            // Some servers say no more of it, not even its type.
            for known in self.objects.values_mut() {
                known.remove(&key(&id));
            }
            self.deleted.push(id.clone());
            return Some(id);
        }
        let stated_kind = stated.and_then(Kind::of_type);
        let guess = || hint.or_else(|| Kind::of_address(&id));
        let guessed = || guess().filter(|kind| says_something(*kind, &object));
        let Some(kind) = stated_kind.or_else(guessed) else {
            let what = stated.unwrap_or(TYPELESS).to_owned();
            *self.unknown.entry(what).or_default() += 1;
            return None;
        };
        object.insert("id".to_owned(), Value::String(id.clone()));
        object.retain(|property, value| !is_silent(property, value));
        self.embedded(&mut object, kind, &id);
        let known = self.objects.entry(kind).or_default();
        let known = known.entry(key(&id)).or_default();
        for (property, value) in object {
            let better = !super::super::yaml::is_empty(&value) || !known.contains_key(&property);
            if better {
                known.insert(property, value);
            }
        }
        Some(id)
    }

    /// Takes embedded objects out and leaves their ids.
    fn embedded(&mut self, object: &mut Object, kind: Kind, id: &str) {
        let properties: Vec<String> = object
            .iter()
            .filter(|(_, value)| holds_objects(value))
            .map(|(property, _)| property.clone())
            .collect();
        for property in properties {
            let Some(child) = Kind::of_property(&property) else {
                continue;
            };
            let Some(value) = object.get_mut(&property) else {
                continue;
            };
            let mut at = 0;
            let mut take = |value: &mut Value| {
                at += 1;
                let Value::Object(inner) = value else { return };
                let mut inner = std::mem::take(inner);
                if let Some(back) = child.back(kind)
                    && !inner.contains_key(back)
                {
                    inner.insert(back.to_owned(), Value::String(id.to_owned()));
                }
                let own = self.object(inner, Some(child), &format!("{id}#{property}-{at}"));
                *value = own.map_or(Value::Null, Value::String);
            };
            match value {
                Value::Array(list) => list.iter_mut().for_each(take),
                single => take(single),
            }
        }
    }

    /// An object by its id.
    #[must_use]
    pub fn get(&self, kind: Kind, id: &str) -> Option<&Object> {
        self.objects.get(&kind)?.get(&key(id))
    }

    /// All objects of a kind, by id.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.objects
            .get(&kind)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// How many objects of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.objects.get(&kind).map_or(0, BTreeMap::len)
    }

    /// All objects, to be changed.
    pub(super) fn objects_mut(&mut self) -> impl Iterator<Item = &mut Object> {
        self.objects.values_mut().flat_map(BTreeMap::values_mut)
    }

    /// Keeps only what `keep` says, of one kind.
    pub(super) fn retain(&mut self, kind: Kind, keep: impl Fn(&Object) -> bool) {
        if let Some(objects) = self.objects.get_mut(&kind) {
            objects.retain(|_, object| keep(object));
        }
    }
}

fn holds_objects(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(list) => list.iter().any(Value::is_object),
        _ => false,
    }
}

pub(super) fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => matches!(text.trim(), "true" | "True" | "1" | "ja"),
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_are_found_wherever_they_stand() {
        let mut store = Store::default();
        store.take(
            json!({"data": [{"id": "https://a.example/paper/1", "type": "https://schema.oparl.org/1.0/Paper",
                "consultation": [{"id": "https://a.example/c/1", "type": "https://schema.oparl.org/1.0/Consultation"}, {"role": "x"}],
                "mainFile": {"name": "Vorlage"}, "body": "https://a.example/body/1"}], "links": {}}),
            None,
        );
        store.take(json!({"id": "http://a.example/c/1/", "type": "Consultation", "role": "Entscheidung", "paper": ""}), None);
        store.take(
            json!([{"id": "https://a.example/paper/2", "type": "Paper", "deleted": true}]),
            None,
        );
        let paper = store
            .get(Kind::Paper, "http://a.example/paper/1")
            .expect("paper");
        assert_eq!(
            paper["consultation"],
            json!([
                "https://a.example/c/1",
                "https://a.example/paper/1#consultation-2"
            ])
        );
        assert_eq!(store.count(Kind::Consultation), 2);
        let step = store
            .get(Kind::Consultation, "https://a.example/c/1")
            .expect("step");
        assert_eq!(
            (&step["role"], &step["paper"]),
            (&json!("Entscheidung"), &json!("https://a.example/paper/1"))
        );
        assert_eq!((store.count(Kind::File), store.count(Kind::Paper)), (1, 1));
        assert_eq!(store.deleted, ["https://a.example/paper/2"]);
        store.take(json!({"data": {"id": "https://A.example:443/bodies/1/papers/vo/3", "name": "Ohne Typ"}}), None);
        store.take(
            json!({"id": "https://a.example/bodies/1/meetings/4-day", "model": "x"}),
            None,
        );
        store.take(
            json!({"id": "http://a.example/paper/1", "deleted": "true"}),
            None,
        );
        let third = store.get(Kind::Paper, "http://a.example/bodies/1/papers/vo/3/");
        assert_eq!(third.map(|paper| &paper["name"]), Some(&json!("Ohne Typ")));
        assert_eq!(
            (store.count(Kind::Paper), store.count(Kind::Meeting)),
            (1, 0)
        );
        assert_eq!(store.unknown["no type"], 1);
    }
}
