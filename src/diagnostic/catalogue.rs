//! The words of findings, by language: `catalogue/de.yaml`, `catalogue/en.yaml`, embedded.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Code, Diagnostic};
use crate::text::shorten;

/// Characters of a fact that are shown: whoever writes a file does not write the log.
const LONGEST: usize = 300;

/// The words for one code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What is wrong; `{fact}` is replaced.
    pub message: String,
    /// What to do; `{fact}` is replaced. A sentence with a fact that is not there is left out.
    pub help: String,
    /// The whole story for `drucksache explain`, with an example.
    pub explain: String,
}

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Name of the language in itself.
    pub language: String,
    /// Words for kinds of values, by the names that parsing uses (`date`, `list`, `text` …).
    pub kinds: BTreeMap<String, String>,
    /// Words around the findings: severities and summaries.
    pub frame: BTreeMap<String, String>,
    /// Words for each code.
    pub codes: BTreeMap<String, Entry>,
}

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| load(include_str!("catalogue/de.yaml")));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| load(include_str!("catalogue/en.yaml")));

/// The files are part of the program; a test reads both.
#[expect(clippy::expect_used, reason = "embedded and held sound by a test")]
fn load(text: &str) -> Catalogue {
    serde_yaml::from_str(text).expect("embedded catalogue")
}

impl Catalogue {
    /// Languages that there are.
    pub const LANGUAGES: [&'static str; 2] = ["de", "en"];

    /// The catalogue of `language`; German for languages that there is none for.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        if language == "en" { &ENGLISH } else { &GERMAN }
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, diagnostic: &Diagnostic) -> String {
        self.entry(diagnostic.code).map_or_else(
            || diagnostic.code.name().to_owned(),
            |entry| self.fill(&entry.message, diagnostic, Some("…")).join(" "),
        )
    }

    /// What to do.
    #[must_use]
    pub fn help(&self, diagnostic: &Diagnostic) -> Option<String> {
        let help = self
            .fill(&self.entry(diagnostic.code)?.help, diagnostic, None)
            .join(" ");
        (!help.is_empty()).then_some(help)
    }

    /// Words for a code.
    #[must_use]
    pub fn entry(&self, code: Code) -> Option<&Entry> {
        self.codes.get(code.name())
    }

    /// A word around the findings.
    #[must_use]
    pub fn frame<'a>(&'a self, key: &'a str) -> &'a str {
        self.frame.get(key).map_or(key, String::as_str)
    }

    /// Sentences (one a line in the catalogue) with their facts; those that lack one are left out.
    /// `hidden` stands for words of a file that must not be quoted.
    fn fill(&self, text: &str, diagnostic: &Diagnostic, hidden: Option<&str>) -> Vec<String> {
        let sentences = text.lines().map(str::trim).filter(|line| !line.is_empty());
        sentences
            .filter_map(|sentence| self.fill_sentence(sentence, diagnostic, hidden))
            .collect()
    }

    fn fill_sentence(
        &self,
        sentence: &str,
        diagnostic: &Diagnostic,
        hidden: Option<&str>,
    ) -> Option<String> {
        let mut out = String::with_capacity(sentence.len() + 32);
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}')?;
            let (_, value) = diagnostic.facts.iter().find(|(fact, _)| *fact == name)?;
            out.push_str(before);
            if diagnostic.is_hidden(name) {
                out.push_str(hidden?);
                rest = tail;
                continue;
            }
            let kind = matches!(name, "expected" | "found" | "reason" | "other")
                .then(|| self.kinds.get(value))
                .flatten();
            let shown = if matches!(name, "allowed" | "detail") {
                value.into()
            } else {
                shorten(value, LONGEST)
            };
            out.push_str(kind.map_or(&shown, String::as_str));
            rest = tail;
        }
        out.push_str(rest);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_every_language() {
        for language in Catalogue::LANGUAGES {
            let catalogue = Catalogue::of(language);
            for code in Code::ALL {
                let entry = catalogue.entry(*code);
                assert!(
                    entry.is_some_and(|e| e.explain.len() > 40 && !e.message.is_empty()),
                    "{language}: {code} lacks words"
                );
            }
            let unknown: Vec<_> = catalogue
                .codes
                .keys()
                .filter(|name| Code::parse(name).is_none())
                .collect();
            assert!(
                unknown.is_empty(),
                "{language}: words for no code: {unknown:?}"
            );
        }
    }

    #[test]
    fn both_languages_use_the_same_facts() {
        let facts = |text: &str| {
            let mut names: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|s| s.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            names.sort();
            names.dedup();
            names
        };
        for (code, german) in &Catalogue::of("de").codes {
            let english = &Catalogue::of("en").codes[code];
            assert_eq!(
                facts(&german.message),
                facts(&english.message),
                "{code}: message"
            );
            assert_eq!(facts(&german.help), facts(&english.help), "{code}: help");
        }
    }
}
