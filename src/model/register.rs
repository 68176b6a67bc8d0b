//! The register: what the portal has published, line by line. It lives with the content, and so with its history.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Date, PaperId, Slug};

/// Kinds of published objects with an address of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum ObjectKind {
    /// A council.
    Body,
    /// A meeting.
    Meeting,
    /// A committee, faction or department.
    Organization,
    /// A page of the portal itself.
    Page,
    /// A paper.
    Paper,
    /// A person in office.
    Person,
    /// A procedure.
    Procedure,
    /// A topic.
    Topic,
}

impl ObjectKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Meeting,
        Self::Organization,
        Self::Page,
        Self::Paper,
        Self::Person,
        Self::Procedure,
        Self::Topic,
    ];

    /// Its name in the register.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Meeting => "meeting",
            Self::Organization => "organization",
            Self::Page => "page",
            Self::Paper => "paper",
            Self::Person => "person",
            Self::Procedure => "procedure",
            Self::Topic => "topic",
        }
    }

    /// Whether such things belong to a council, so that its slug is part of their identity.
    #[must_use]
    pub const fn is_of_body(self) -> bool {
        matches!(
            self,
            Self::Meeting | Self::Organization | Self::Paper | Self::Person
        )
    }
}

/// What a published object is and where it belongs: `paper/<body>/<slug>`, `topic/<slug>`. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct ObjectId {
    text: Arc<str>,
    kind: ObjectKind,
}

impl ObjectId {
    /// Something of a council.
    #[must_use]
    pub fn of_body(kind: ObjectKind, body: &Slug, slug: &Slug) -> Self {
        let text = format!("{}/{body}/{slug}", kind.name()).into();
        Self { text, kind }
    }

    /// Something of the portal: a council, a topic, a procedure, a page.
    #[must_use]
    pub fn of_portal(kind: ObjectKind, slug: &Slug) -> Self {
        let text = format!("{}/{slug}", kind.name()).into();
        Self { text, kind }
    }

    /// A paper.
    #[must_use]
    pub fn paper(id: &PaperId) -> Self {
        Self::of_body(ObjectKind::Paper, &id.body, &id.slug)
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> ObjectKind {
        self.kind
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What follows the kind: `<body>/<slug>` or `<slug>`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.text[self.kind.name().len() + 1..]
    }

    /// The council that it belongs to, or is.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        match self.kind {
            ObjectKind::Body => Some(self.place()),
            kind if kind.is_of_body() => Some(self.place().split_once('/')?.0),
            _ => None,
        }
    }
}

impl FromStr for ObjectId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, place) = text.split_once('/').ok_or(())?;
        let mut kinds = ObjectKind::ALL.into_iter();
        let kind = kinds.find(|kind| kind.name() == name).ok_or(())?;
        let sound = if kind.is_of_body() {
            PaperId::parse(place).is_some()
        } else {
            Slug::new(place).is_some()
        };
        let text = text.into();
        sound.then_some(Self { text, kind }).ok_or(())
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let odd = || de::Error::custom(format!("`{text}` is no id"));
        text.parse().map_err(|()| odd())
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A line of the register: one address that was published, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct RegisterLine {
    /// What it is.
    pub id: ObjectId,
    /// Its page, from the site's root.
    pub address: String,
    /// When it was published first.
    pub created: Date,
    /// When it changed last, by its fingerprint; when it was moved or removed.
    pub modified: Date,
    /// Fingerprint of what it says, with the version of how it is made: `1:<hexadecimal digits>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// A paper's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A procedure's papers: where its readers find them if the procedure becomes part of another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<ObjectId>,
    /// A paper's files, by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<RegisterFile>,
    /// Where it is now, if it has another address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<ObjectId>,
    /// Why it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
}

/// A file of a paper, in the paper's line: its address is the paper's and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct RegisterFile {
    /// Its name.
    pub name: String,
    /// When it was published first.
    pub created: Date,
    /// When its bytes changed last; when it was removed.
    pub modified: Date,
    /// The beginning of its SHA-512.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Why it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
}

impl RegisterFile {
    /// What two notes of one file come to.
    fn merged(self, other: Self) -> Self {
        let created = self.created.min(other.created);
        let modified = self.modified.max(other.modified);
        let other_counts = match (&self.removed, &other.removed) {
            (None, Some(_)) => true,
            (Some(_), None) => false,
            _ => other.modified > self.modified,
        };
        Self {
            created,
            modified,
            ..if other_counts { other } else { self }
        }
    }
}

impl RegisterLine {
    /// Whether there is something at the address, as far as the register knows.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.moved_to.is_none() && self.removed.is_none()
    }

    /// What two lines of one object come to: versions of the register that were merged have both.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        let created = self.created.min(other.created);
        // What is gone stays gone, or else the later word counts.
        let (mut later, earlier) = match (self.is_live(), other.is_live()) {
            (true, false) => (other, self),
            (false, true) => (self, other),
            _ if other.modified > self.modified => (other, self),
            _ => (self, other),
        };
        later.created = created;
        later.modified = later.modified.max(earlier.modified);
        later.files = merged_files(later.files, earlier.files);
        later
    }
}

/// The files of two lines, each once, by their names.
fn merged_files(ours: Vec<RegisterFile>, theirs: Vec<RegisterFile>) -> Vec<RegisterFile> {
    let mut files: BTreeMap<String, RegisterFile> = BTreeMap::new();
    for file in ours.into_iter().chain(theirs) {
        let file = match files.remove(&file.name) {
            Some(other) => other.merged(file),
            None => file,
        };
        files.insert(file.name.clone(), file);
    }
    files.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_as_many_parts_as_their_kind_wants() {
        let id: ObjectId = "paper/musterstadt/radweg".parse().expect("an id");
        assert_eq!(id.kind(), ObjectKind::Paper);
        assert_eq!(
            (id.body(), id.place()),
            (Some("musterstadt"), "musterstadt/radweg")
        );
        let body: ObjectId = "body/musterstadt".parse().expect("an id");
        assert_eq!(body.body(), Some("musterstadt"));
        for odd in [
            "paper/radweg",
            "topic/a/b",
            "paper/musterstadt/../x",
            "page/",
            "brief/a",
            "Topic/a",
        ] {
            assert!(odd.parse::<ObjectId>().is_err(), "{odd}");
        }
    }

    #[test]
    fn merged_lines_keep_the_first_day_and_what_is_gone() {
        let line = |created, modified, removed: Option<&str>| RegisterLine {
            id: "topic/verkehr".parse().expect("an id"),
            address: "/themen/verkehr/".into(),
            created: Date::parse(created).expect("a day"),
            modified: Date::parse(modified).expect("a day"),
            fingerprint: None,
            reference: None,
            papers: Vec::new(),
            files: Vec::new(),
            moved_to: None,
            removed: removed.map(str::to_owned),
        };
        let ours = line("2024-01-01", "2024-05-01", Some("Grund"));
        let theirs = line("2024-01-02", "2024-06-01", None);
        let expected = line("2024-01-01", "2024-06-01", Some("Grund"));
        assert_eq!(ours.clone().merged(theirs.clone()), expected);
        assert_eq!(theirs.merged(ours), expected);
    }
}
