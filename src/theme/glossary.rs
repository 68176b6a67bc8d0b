//! Terms of council procedure in plain words: the language file's `term`, `term_forms` and `term_text`.

use super::Words;

/// Keys of the terms, by the words that name them.
impl Words {
    /// The term that `text` is or begins with: "Korreferentin des IT-Referats" → `korreferent`.
    #[must_use]
    pub fn term(&self, text: &str) -> Option<&str> {
        let text = text.trim().to_lowercase();
        let named = |form: &str| {
            let tail = text.strip_prefix(&form.to_lowercase());
            tail.is_some_and(|tail| !tail.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        let forms = self.group("term_forms");
        let found = forms.filter_map(|(key, forms)| {
            let forms = forms.split(',').map(str::trim);
            let longest = forms.filter(|form| !form.is_empty() && named(form));
            Some((longest.map(str::len).max()?, key))
        });
        found.max_by_key(|(len, _)| *len).map(|(_, key)| key)
    }

    /// Keys of all terms, sorted as this language's readers expect.
    #[must_use]
    pub fn terms(&self) -> Vec<&str> {
        let mut keys: Vec<_> = self.group("term").collect();
        keys.sort_by_cached_key(|(_, name)| self.sort_key(name));
        keys.into_iter().map(|(key, _)| key).collect()
    }
}
