//! Terms of council procedure in plain words: the language file's `term`, `term_forms` and `term_text`.

use super::Words;

/// Keys of the terms, by the words that name them.
impl Words {
    /// The term that `text` is or begins with: "Korreferentin des IT-Referats" → `korreferent`.
    #[must_use]
    pub fn term(&self, text: &str) -> Option<&str> {
        let text = text.trim().to_lowercase();
        let named = |form: &str| {
            let tail = text.strip_prefix(form);
            tail.is_some_and(|tail| !tail.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        let found = self.forms.iter().find(|(form, _)| named(form));
        found.map(|(_, key)| key.as_str())
    }

    /// The words by which terms are known, in lower case, the longest first; with the term's key.
    pub(super) fn term_forms(&self) -> Vec<(String, String)> {
        let mut forms: Vec<_> = self
            .group("term_forms")
            .flat_map(|(key, forms)| forms.split(',').map(move |form| (form.trim(), key)))
            .filter(|(form, _)| !form.is_empty())
            .map(|(form, key)| (form.to_lowercase(), key.to_owned()))
            .collect();
        forms.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms
    }

    /// Keys of all terms, sorted as this language's readers expect.
    #[must_use]
    pub fn terms(&self) -> Vec<&str> {
        let mut keys: Vec<_> = self.group("term").collect();
        keys.sort_by_cached_key(|(_, name)| self.sort_key(name));
        keys.into_iter().map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn words(language: &str) -> Words {
        let path = format!("lang/{language}.yaml");
        let file = super::super::STANDARD
            .get_file(&path)
            .expect("language file");
        Words::parse(file.contents_utf8().expect("utf-8")).expect("sound")
    }

    #[test]
    fn terms_are_known_by_their_words() {
        for language in ["de", "en"] {
            let words = words(language);
            for (text, key) in [
                ("Korreferentin des IT-Referats", Some("korreferent")),
                ("Beschlussvorlage", Some("vorlage")),
                ("Zur Kenntnis genommen", Some("kenntnisnahme")),
                ("vorberatung", Some("vorberatung")),
                ("Vorlagenverwaltung", None),
                ("Antrags-Nummer", None),
                ("", None),
            ] {
                assert_eq!(words.term(text), key, "{text}");
            }
        }
    }

    #[test]
    fn every_term_has_a_meaning_and_words() {
        let words = words("de");
        for key in words.terms() {
            for group in ["term_forms", "term_text"] {
                assert!(
                    words.find(&format!("{group}.{key}")).is_some(),
                    "{group}.{key}"
                );
            }
        }
        assert_eq!(
            words.group("term").count(),
            words.group("term_text").count()
        );
    }
}
