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
            "agendaItem" | "agendaItems" | "agendaitem" => Self::AgendaItem,
            "paper" | "papers" | "relatedPaper" | "superordinatedPaper" | "subordinatedPaper" => {
                Self::Paper
            }
            "consultation" | "consultations" => Self::Consultation,
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

/// An id as a key: schemes and slashes at the end come and go on real servers.
pub(super) fn key(id: &str) -> String {
    let id = id.trim();
    let id = id
        .strip_prefix("http://")
        .or_else(|| id.strip_prefix("https://"))
        .unwrap_or(id);
    id.trim_end_matches('/').to_owned()
}

impl Store {
    /// Takes whatever a document holds: an object, a list with `data`, an array. `hint` says what objects
    /// without a type are, for example by the name of their file.
    pub fn take(&mut self, value: Value, hint: Option<Kind>) {
        match value {
            Value::Array(list) => list.into_iter().for_each(|item| self.take(item, hint)),
            Value::Object(mut object) => {
                let list =
                    object.get("data").is_some_and(Value::is_array) && !object.contains_key("id");
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
        let kind = stated.and_then(Kind::of_type).or(hint);
        let Some(kind) = kind else {
            if let Some(stated) = stated {
                *self.unknown.entry(stated.to_owned()).or_default() += 1;
            }
            return None;
        };
        let id = match object.get("id").or_else(|| object.get("@id")) {
            Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
            Some(Value::Number(id)) => id.to_string(),
            _ if fallback.is_empty() => return None,
            _ => fallback.to_owned(),
        };
        if is_true(object.get("deleted")) {
            self.deleted.push(id.clone());
            if let Some(known) = self.objects.get_mut(&kind) {
                known.remove(&key(&id));
            }
            return Some(id);
        }
        object.insert("id".to_owned(), Value::String(id.clone()));
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

fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => matches!(text.as_str(), "true" | "1"),
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
    }
}
