//! A value together with where it stands in its file, for diagnostics that point at it.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Byte range in a source text; `start <= end`. `0..0` means "unknown: the file as a whole".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The same span in a text that has `bytes` more bytes in front.
    #[must_use]
    pub fn shifted(self, bytes: u32) -> Self {
        if self == Self::default() {
            return self;
        }
        Self {
            start: self.start + bytes,
            end: self.end + bytes,
        }
    }

    /// The span as a range of indices.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    /// Offsets beyond 4 GiB saturate; no source file is that long (see `discover`).
    fn from(range: Range<usize>) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: cut(range.start),
            end: cut(range.end),
        }
    }
}

/// A YAML value with its span. Offsets count from the start of the YAML text, not of the file:
/// `SourceFile::place` adds what stands before the front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    fn span(start: u64, len: u64) -> Span {
        let cut = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            start: cut(start),
            end: cut(start + len),
        }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let inner = serde_yaml::Spanned::<T>::deserialize(deserializer)?;
        let bytes = inner.referenced.span();
        let span = match (bytes.byte_offset(), bytes.byte_len()) {
            (Some(start), Some(len)) => Self::span(start, len),
            _ => Span::default(),
        };
        Ok(Self {
            value: inner.value,
            span,
        })
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// For lists: a key without a value (`topics:`) is an empty list, not an error.
///
/// # Errors
/// Whatever the list's items report.
pub fn list<'de, D, L>(deserializer: D) -> Result<L, D::Error>
where
    D: Deserializer<'de>,
    L: Deserialize<'de> + Default,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
