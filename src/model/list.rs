//! Lists that are mostly empty: a paper has over thirty, and a few of them have something in them.

use std::borrow::Cow;
use std::io;
use std::ops::{Deref, DerefMut};

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thin_vec::ThinVec;

/// A list that takes eight bytes where it stands, and nothing else as long as it is empty. Read and written like a `Vec`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct List<T>(ThinVec<T>);

impl List<Box<str>> {
    /// The same texts as `String`s.
    #[must_use]
    pub fn strings(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(ThinVec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = ThinVec<T>;
    fn deref(&self) -> &ThinVec<T> {
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut ThinVec<T> {
        &mut self.0
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(list: Vec<T>) -> Self {
        list.into_iter().collect()
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list: ThinVec<T> = items.into_iter().collect();
        list.shrink_to_fit();
        Self(list)
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = thin_vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'l, T> IntoIterator for &'l List<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'l, T> IntoIterator for &'l mut List<T> {
    type Item = &'l mut T;
    type IntoIter = std::slice::IterMut<'l, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Vec<T> as Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        Vec::<T>::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

impl<T: BorshSerialize> BorshSerialize for List<T> {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        self.0.as_slice().serialize(writer)
    }
}

impl<T: BorshDeserialize> BorshDeserialize for List<T> {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Self> {
        Vec::deserialize_reader(reader).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::list;

    #[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
    #[serde(default)]
    struct Card {
        #[serde(deserialize_with = "list")]
        topics: List<String>,
    }

    fn read(yaml: &str) -> Card {
        serde_yaml::from_str(yaml).expect("a card")
    }

    #[test]
    fn a_list_is_read_and_written_like_a_vec() {
        let card = read("topics: [verkehr, umwelt]");
        let words = vec!["verkehr".to_owned(), "umwelt".into()];
        assert_eq!(card.topics, List::from(words.clone()));
        let json = serde_json::to_string(&card).expect("written");
        assert_eq!(json, r#"{"topics":["verkehr","umwelt"]}"#);
        let kept = borsh::to_vec(&card.topics).expect("written");
        assert_eq!(kept, borsh::to_vec(&words).expect("written"));
        let again: List<String> = borsh::from_slice(&kept).expect("read");
        assert_eq!(again, card.topics);
    }

    #[test]
    fn a_key_without_a_value_is_an_empty_list() {
        assert_eq!(read("topics:"), Card::default());
    }

    #[test]
    fn an_empty_list_takes_no_more_than_a_pointer() {
        assert_eq!(size_of::<List<String>>(), size_of::<usize>());
        assert_eq!(size_of::<Option<List<String>>>(), size_of::<usize>());
    }
}
