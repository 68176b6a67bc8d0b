//! Terms of council procedure: explained once on a page where they stand, and all together on a page of their own.

use std::collections::BTreeSet;

use super::view::{TermView, TermsView};
use super::{linked, own, render};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;
use crate::theme::Words;

/// Terms that the template of a paper explains by itself, at its headings.
const HEADINGS: [&str; 4] = [
    "federfuehrung",
    "beratungsfolge",
    "beschlussvorschlag",
    "vorgang",
];

/// Adds the page of all terms.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    plan.page(site, Route::Terms, &own("begriffe"), move || page(site));
}

fn page(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let words = &site.theme.words;
    let name = site.word("title.terms");
    let intro = site.word("intro.terms");
    let mut head = site.head("terms", &name, &intro, &Route::Terms);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let view = TermsView {
        head,
        terms: words.terms().iter().map(|key| term(words, key)).collect(),
        name,
        intro,
    };
    render(site, "terms.html", &view, &own("begriffe"))
}

fn term(words: &Words, key: &str) -> TermView {
    TermView {
        key: key.to_owned(),
        name: words.get(&format!("term.{key}")).to_owned(),
        text: words.get(&format!("term_text.{key}")).to_owned(),
    }
}

/// The terms that a page has explained already.
pub(super) struct Told<'a> {
    words: &'a Words,
    keys: BTreeSet<&'a str>,
}

impl<'a> Told<'a> {
    /// Nothing yet but what a paper's headings explain.
    pub(super) fn new(words: &'a Words) -> Self {
        Self {
            words,
            keys: HEADINGS.into(),
        }
    }

    /// The explanation of a text that is a term, or begins with one; once per term.
    pub(super) fn once(&mut self, text: Option<&str>) -> Option<TermView> {
        let key = self.words.term(text?)?;
        self.keys.insert(key).then(|| term(self.words, key))
    }
}
