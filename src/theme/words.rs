//! The words of a language: `lang/de.yaml`, flat or one level deep.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use serde::Deserialize;
use tera::Value;

use crate::model::{Amount, Date, DateTime};
use crate::text::sort_key;

/// Words of one language, and how it writes dates and amounts.
pub struct Words {
    entries: BTreeMap<String, Entry>,
    /// The same by their whole keys (`event.decided`).
    flat: HashMap<String, String>,
    dates: Dates,
    /// Words by which terms are known, in lower case, the longest first; with the term's key.
    pub(super) forms: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
enum Entry {
    Text(String),
    Group(BTreeMap<String, String>),
}

/// How dates are written, taken to pieces once: pages are full of them.
#[derive(Default)]
struct Dates {
    parts: Vec<DatePart>,
    /// From January.
    months: Vec<String>,
}

enum DatePart {
    Text(String),
    Day,
    Month,
    Year,
}

impl Dates {
    fn of(words: &Words) -> Self {
        let mut parts = Vec::new();
        let mut rest = words.get("date_format");
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            parts.push(DatePart::Text(before.to_owned()));
            parts.extend(match name {
                "day" => Some(DatePart::Day),
                "month" => Some(DatePart::Month),
                "year" => Some(DatePart::Year),
                _ => None,
            });
            rest = tail;
        }
        parts.push(DatePart::Text(rest.to_owned()));
        let months = (1..=12).map(|month| words.get(&format!("months.{month}")).to_owned());
        let months = months.collect();
        Self { parts, months }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Entry;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a map of strings")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Entry, E> {
                Ok(Entry::Text(text.to_owned()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
                let map = serde::de::value::MapAccessDeserializer::new(map);
                BTreeMap::deserialize(map).map(Entry::Group)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl Words {
    /// Reads a language file.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let entries: BTreeMap<String, Entry> =
            serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let mut flat = HashMap::new();
        for (key, entry) in &entries {
            match entry {
                Entry::Text(text) => {
                    flat.insert(key.clone(), text.clone());
                }
                Entry::Group(group) => {
                    let words = group.iter();
                    flat.extend(words.map(|(name, word)| (format!("{key}.{name}"), word.clone())));
                }
            }
        }
        let mut words = Self {
            entries,
            flat,
            dates: Dates::default(),
            forms: Vec::new(),
        };
        words.forms = words.term_forms();
        words.dates = Dates::of(&words);
        Ok(words)
    }

    /// All words, for templates.
    pub(super) fn value(&self) -> Value {
        let entries = self.entries.iter().map(|(key, entry)| {
            let value = match entry {
                Entry::Text(text) => Value::from(text.as_str()),
                Entry::Group(group) => Value::from_serializable(group),
            };
            (key.clone(), value)
        });
        Value::from(entries.collect::<BTreeMap<String, Value>>())
    }

    /// A word by its key (`decimal`, `event.decided`); the key itself if there is none, so that a
    /// theme's missing word shows and breaks nothing.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// A word by its key, if there is one.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.flat.get(key).map(String::as_str)
    }

    /// The words of a group, with their keys.
    pub fn group(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let words = match self.entries.get(name) {
            Some(Entry::Group(words)) => Some(words),
            _ => None,
        };
        let words = words.into_iter().flatten();
        words.map(|(key, word)| (key.as_str(), word.as_str()))
    }

    /// A sentence with its placeholders filled.
    #[must_use]
    pub fn fill(&self, key: &str, facts: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(
                facts
                    .iter()
                    .find(|(fact, _)| *fact == name)
                    .map_or("", |(_, v)| v),
            );
            rest = tail;
        }
        out + rest
    }

    /// `8 Vorlagen`, `1 Vorlage`.
    #[must_use]
    pub fn count(&self, what: &str, number: usize) -> String {
        let form = if number == 1 { "one" } else { "other" };
        self.fill(
            &format!("count.{what}_{form}"),
            &[("count", &self.number(number as u64))],
        )
    }

    /// `12.345`.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + 4);
        for (at, c) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(self.get("thousands"));
            }
            out.push(c);
        }
        out
    }

    /// `62,6 kB`: a size in units of thousands, with one decimal.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        let mut unit = ("Byte", 1);
        for next in [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)] {
            if bytes >= next.1 {
                unit = next;
            }
        }
        let (name, one) = unit;
        let tenths = (bytes * 10).div_ceil(one);
        if one == 1 || tenths.is_multiple_of(10) {
            return format!("{}\u{a0}{name}", self.number(bytes.div_ceil(one)));
        }
        let whole = self.number(tenths / 10);
        format!("{whole}{}{}\u{a0}{name}", self.get("decimal"), tenths % 10)
    }

    /// `17. April 2024`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let mut out = String::with_capacity(24);
        for part in &self.dates.parts {
            // Writing to a string cannot fail.
            let _ = match part {
                DatePart::Text(text) => out.write_str(text),
                DatePart::Day => write!(out, "{}", date.day()),
                DatePart::Year => write!(out, "{}", date.year()),
                DatePart::Month => {
                    let at = usize::from(date.month().unsigned_abs()).saturating_sub(1);
                    let month = self.dates.months.get(at);
                    out.write_str(month.map_or("", String::as_str))
                }
            };
        }
        out
    }

    /// `15:00 Uhr`; `None` at midnight, which means that no time is known.
    #[must_use]
    pub fn time(&self, time: DateTime) -> Option<String> {
        let clock = format!("{:02}:{:02}", time.hour, time.minute);
        (clock != "00:00").then(|| self.fill("time_format", &[("time", &clock)]))
    }

    /// `2.500 €`, `2.500,50 €`, with a no-break space before the currency.
    #[must_use]
    pub fn amount(&self, amount: Amount, currency: &str) -> String {
        let cents = amount.cents().unsigned_abs();
        let mut number = self.number(cents / 100);
        if !cents.is_multiple_of(100) {
            number = format!("{number}{}{:02}", self.get("decimal"), cents % 100);
        }
        let currency = if currency == "EUR" { "€" } else { currency };
        let text = self.fill(
            "currency_format",
            &[("amount", &number), ("currency", currency)],
        );
        text.replace(' ', "\u{a0}")
    }

    /// A key by which names sort as this language's readers expect.
    #[must_use]
    pub fn sort_key(&self, name: &str) -> String {
        sort_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str) -> Words {
        let path = format!("lang/{language}.yaml");
        let file = super::super::STANDARD
            .get_file(&path)
            .expect("language file");
        Words::parse(file.contents_utf8().expect("utf-8")).expect("sound")
    }

    #[test]
    fn german_writes_dates_and_amounts_like_germans() {
        let german = words("de");
        assert_eq!(
            german.date(Date::new(2024, 4, 7).expect("date")),
            "7. April 2024"
        );
        assert_eq!(
            german.amount(Amount::from_cents(49_000_000), "EUR"),
            "490.000\u{a0}€"
        );
        assert_eq!(
            german.amount(Amount::from_cents(250_050), "EUR"),
            "2.500,50\u{a0}€"
        );
        assert_eq!(german.count("papers", 1), "1 Vorlage");
        assert_eq!(german.count("papers", 1234), "1.234 Vorlagen");
    }

    #[test]
    fn both_languages_have_the_same_words_with_the_same_placeholders() {
        let list = |words: &Words| {
            let mut list = Vec::new();
            for (key, entry) in &words.entries {
                match entry {
                    Entry::Text(text) => list.push((key.clone(), placeholders(text))),
                    Entry::Group(group) => list.extend(
                        group
                            .iter()
                            .map(|(name, text)| (format!("{key}.{name}"), placeholders(text))),
                    ),
                }
            }
            list
        };
        assert_eq!(list(&words("de")), list(&words("en")));
    }

    fn placeholders(text: &str) -> Vec<String> {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
            .collect();
        names.sort();
        names
    }
}
