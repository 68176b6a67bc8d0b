//! Slugs and identities: the stable names under which things are published.

use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;
use std::{fmt, io};

use borsh::BorshDeserialize;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A name that is safe in addresses and file systems: `a-z`, `0-9` and single inner hyphens, at
/// most 100 bytes. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize)]
pub struct Slug(Arc<str>);

/// How many slugs a thread remembers: more than a portal has topics and a council has committees and members.
const USUAL: usize = 1 << 12;

thread_local! {
    /// Slugs that a thread has seen. Papers name the same few topics and organizations again and again.
    static SEEN: RefCell<HashSet<Slug>> = RefCell::default();
}

impl Slug {
    /// Longest slug in bytes: file systems allow 255 for a name, and addresses should be readable.
    pub const MAX_LEN: usize = 100;

    /// The slug, or `None` if `text` is not one (see the type). Windows' reserved device names are
    /// refused too, since a portal must build everywhere.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let bytes = text.as_bytes();
        let ok = !bytes.is_empty()
            && bytes.len() <= Self::MAX_LEN
            && plain(bytes[0])
            && plain(bytes[bytes.len() - 1])
            && bytes.iter().all(|&b| plain(b) || b == b'-')
            && !text.contains("--")
            && !Self::is_reserved(text);
        ok.then(|| Self(text.into()))
    }

    /// The same as [`Slug::new`], for a name that many papers share: mostly it is in memory already.
    #[must_use]
    pub fn shared(text: &str) -> Option<Self> {
        SEEN.with_borrow_mut(|seen| {
            if let Some(slug) = seen.get(text) {
                return Some(slug.clone());
            }
            let slug = Self::new(text)?;
            if seen.len() < USUAL {
                seen.insert(slug.clone());
            }
            Some(slug)
        })
    }

    /// Whether Windows keeps a name (in small letters, without extension) for a device.
    #[must_use]
    pub fn is_reserved(text: &str) -> bool {
        matches!(text, "con" | "prn" | "aux" | "nul")
            || (text.len() == 4
                && (text.starts_with("com") || text.starts_with("lpt"))
                && text.as_bytes()[3].is_ascii_digit())
    }

    /// The slug nearest to any text (`Straße für alle` → `strasse-fuer-alle`); `None` if nothing
    /// of it can be kept.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::new(&crate::text::slugify(text, Self::MAX_LEN))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as Deserialize>::deserialize(deserializer)?;
        Self::shared(&text).ok_or_else(|| de::Error::custom(format!("bad-slug\u{1f}{text}")))
    }
}

impl BorshDeserialize for Slug {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Self> {
        let text = String::deserialize_reader(reader)?;
        Self::shared(&text).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Slug {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Slug".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100})
    }
}

/// A paper's identity: its place `<body>/<slug>`, never its number, which can be missing,
/// ambiguous or wrong (DOMAIN §3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct PaperId {
    /// The body (municipality) that the paper belongs to.
    pub body: Slug,
    /// The paper's own name within its body.
    pub slug: Slug,
}

impl PaperId {
    /// Reads `<body>/<slug>`; `None` if it is not of that form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (body, slug) = text.split_once('/')?;
        Some(Self {
            body: Slug::new(body)?,
            slug: Slug::new(slug)?,
        })
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.body, self.slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_everywhere() {
        for good in ["a", "v-12685", "2024"] {
            assert!(Slug::new(good).is_some(), "{good}");
        }
        for bad in [
            "", "-a", "a-", "a--b", "Ä", "a b", "a/b", "..", "con", "lpt1", "A",
        ] {
            assert!(Slug::new(bad).is_none(), "{bad}");
        }
        assert!(Slug::new(&"a".repeat(101)).is_none());
    }

    #[test]
    fn slugs_follow_german_habits() {
        let slug = |text| Slug::from_text(text).map(|s| s.to_string());
        assert_eq!(
            slug("Straße für alle: Ä/Ö/Ü").as_deref(),
            Some("strasse-fuer-alle-ae-oe-ue")
        );
        assert_eq!(slug("20-26 / V 12685").as_deref(), Some("20-26-v-12685"));
        assert_eq!(slug("…"), None);
    }
}
