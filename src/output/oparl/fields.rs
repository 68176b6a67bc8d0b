//! JSON objects as OParl wants them: what is unknown is left out, so that there is never a null, an empty text or
//! an empty list, and the order of the properties is the order of writing.

use serde::{Serialize, Serializer};
use serde_json::Number;

/// Properties of an object, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, Value)>);

/// A value of a property.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    /// A text, an address, a date.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(Number),
    /// Several values.
    List(Vec<Value>),
    /// An object.
    Object(Fields),
}

impl Fields {
    /// Adds a property, if there is something to say.
    pub(super) fn put(&mut self, key: &'static str, value: impl Into<Maybe>) {
        if let Maybe(Some(value)) = value.into() {
            self.0.push((key, value));
        }
    }

    /// Adds a property that has to be there, even if it is an empty list.
    pub(super) fn must(&mut self, key: &'static str, value: Value) {
        self.0.push((key, value));
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A value, or nothing: `None`, an empty text, a list without elements.
pub(super) struct Maybe(Option<Value>);

impl From<String> for Maybe {
    fn from(text: String) -> Self {
        let text = Some(text).filter(|text| !text.trim().is_empty());
        Self(text.map(Value::Text))
    }
}

impl From<&str> for Maybe {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<bool> for Maybe {
    fn from(flag: bool) -> Self {
        Self(Some(Value::Flag(flag)))
    }
}

impl From<usize> for Maybe {
    fn from(number: usize) -> Self {
        Self(Some(Value::Number(number.into())))
    }
}

impl From<Number> for Maybe {
    fn from(number: Number) -> Self {
        Self(Some(Value::Number(number)))
    }
}

impl From<Fields> for Maybe {
    fn from(fields: Fields) -> Self {
        let fields = Some(fields).filter(|fields| !fields.0.is_empty());
        Self(fields.map(Value::Object))
    }
}

impl From<Vec<Fields>> for Maybe {
    fn from(objects: Vec<Fields>) -> Self {
        let objects = Some(objects).filter(|objects| !objects.is_empty());
        Self(objects.map(|all| Value::List(all.into_iter().map(Value::Object).collect())))
    }
}

/// Texts, each once.
impl From<Vec<String>> for Maybe {
    fn from(texts: Vec<String>) -> Self {
        let mut kept: Vec<String> = Vec::with_capacity(texts.len());
        for text in texts {
            if !text.trim().is_empty() && !kept.contains(&text) {
                kept.push(text);
            }
        }
        let kept = Some(kept).filter(|kept| !kept.is_empty());
        Self(kept.map(|all| Value::List(all.into_iter().map(Value::Text).collect())))
    }
}

impl<T: Into<Maybe>> From<Option<T>> for Maybe {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(None), Into::into)
    }
}
