//! Schemes as a body's YAML states them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};

/// A scheme as a body's YAML states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SchemeSpec {
    /// Name, for messages.
    pub name: String,
    /// Regular expression (Rust's `regex` syntax) with named parts, written for normalised text: one
    /// kind of dash and slash, one blank between words. A part named `version` (`/1`, `-01`,
    /// "1. Ergänzung") says that the paper belongs to the one with the same number without it.
    pub pattern: String,
    /// Further spellings of the same numbers: patterns with the same named parts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The one form that identifies a number: `{term} / {kind} {number:05}` (`:05` pads with zeros;
    /// what stands in `[…]` stands only if its part does).
    pub canonical: String,
    /// The form for readers; the canonical one when left out.
    pub display: Option<String>,
    /// Whether a number counts only after a cue word (Vorlage, Antrag, Drucksache, Nr. …).
    #[serde(default)]
    pub cue: bool,
    /// Further cue words; `*` stands for any letters: `Magistratsvortrag`, `*vortrag*`.
    #[serde(default)]
    pub cue_words: Vec<String>,
    /// Words right before a number that show that it is something else: `Spielzeit`, `*plan*`.
    /// The usual ones (budget and school years, EU law, phone and file numbers …) are known.
    #[serde(default)]
    pub vetoes: Vec<String>,
    /// Where the pattern's part `year` may be missing, it is taken from the date beside the number
    /// ("M 62 vom 28. März 2025"), with so many digits: 2 or 4.
    pub year_from_date: Option<u8>,
    /// Whether a number in brackets of its own counts without a cue word: "(18/5500, 18/5502)".
    #[serde(default)]
    pub brackets: bool,
    /// Whether these numbers only continue a list of another of the council's schemes, whose form they
    /// take: `Drucksachen 64/2012, 65/2012`.
    #[serde(default)]
    pub continues: bool,
    /// An example, for messages.
    pub example: Option<String>,
}

/// An entry of `schemes:`: the name of a ready-made scheme, or a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum SchemeEntry {
    /// Name of a ready-made scheme.
    Named(String),
    /// A scheme of the body's own.
    Own(Box<SchemeSpec>),
}

impl<'de> Deserialize<'de> for SchemeEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SchemeEntry;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a map")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<SchemeEntry, E> {
                Ok(SchemeEntry::Named(name.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SchemeEntry, A::Error> {
                let own = SchemeSpec::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(SchemeEntry::Own(Box::new(own)))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for SchemeEntry {
    fn schema_name() -> Cow<'static, str> {
        "SchemeEntry".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let own = generator.subschema_for::<SchemeSpec>();
        let names: Vec<_> = super::ready_made_names().collect();
        schemars::json_schema!({"anyOf": [{"type": "string", "enum": names}, own]})
    }
}
