//! A council of which there is nothing yet but papers: its name and how it numbers, as they tell. Pure.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::draft::Draft;
use crate::model::Slug;
use crate::scheme::{Scheme, SchemeEntry, Schemes, ready_made_names};
use crate::text::slugify;

/// Words that stand before the name of a council.
const TITLES: [&str; 12] = [
    "Landeshauptstadt",
    "Kreisstadt",
    "Hansestadt",
    "Universitätsstadt",
    "Stadt",
    "Gemeinde",
    "Marktgemeinde",
    "Markt",
    "Samtgemeinde",
    "Verbandsgemeinde",
    "Landkreis",
    "Kreis",
];

/// Words of the longest name that is looked for: `Sankt Augustin`, `Bad Neustadt an der Saale`.
const LONGEST: usize = 6;

/// Numbers that are looked at to find a scheme.
const ENOUGH: usize = 2000;

/// `body.yaml` for a new council.
#[must_use]
pub fn council(slug: &Slug, texts: &[String], numbers: &[String]) -> Map<String, Value> {
    let mut draft = Draft::default();
    draft.put("name", name(slug, texts));
    let own = ready_made_names().find(|name| *name == slug.as_str());
    let scheme = own
        .or_else(|| scheme(numbers))
        .or_else(|| scheme_of_citations(texts));
    draft.put("schemes", scheme.map(|scheme| json!([scheme])));
    draft.front
}

/// The name as papers write it most often, with what stands before it; else what the slug says.
fn name(slug: &Slug, texts: &[String]) -> String {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        let words: Vec<&str> = line
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .collect();
        for at in 0..words.len() {
            let begins = slugify(words[at], usize::MAX);
            if begins.is_empty() || !slug.as_str().starts_with(&begins) {
                continue;
            }
            for end in at + 1..=words.len().min(at + LONGEST) {
                let written = words[at..end].join(" ");
                if slugify(&written, usize::MAX) != slug.as_str() {
                    continue;
                }
                let title = at.checked_sub(1).map(|before| words[before]);
                let whole = match title.filter(|word| TITLES.contains(word)) {
                    Some(title) => format!("{title} {written}"),
                    None => written,
                };
                *found.entry(whole).or_default() += 1;
            }
        }
    }
    let titled = |name: &str| TITLES.iter().any(|title| name.starts_with(title));
    let best = found
        .into_iter()
        .max_by(|(a, left), (b, right)| (titled(a), left, b).cmp(&(titled(b), right, a)));
    best.map_or_else(|| capitalised(slug), |(name, _)| name)
}

/// `sankt-augustin` as `Sankt Augustin`.
fn capitalised(slug: &Slug) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    };
    let words: Vec<String> = slug.as_str().split('-').map(word).collect();
    words.join(" ")
}

/// The ready-made scheme that knows most of a council's own numbers, if it knows nine in ten.
pub(super) fn scheme(numbers: &[String]) -> Option<&'static str> {
    let numbers = &numbers[..numbers.len().min(ENOUGH)];
    let known = |schemes: &Schemes| {
        let known = numbers
            .iter()
            .filter(|number| schemes.number(number).is_some());
        known.count()
    };
    let (name, count) = best(known)?;
    (count * 10 >= numbers.len() * 9).then_some(name)
}

/// The ready-made scheme of which texts cite most numbers, if they cite two.
fn scheme_of_citations(texts: &[String]) -> Option<&'static str> {
    let cited = |schemes: &Schemes| {
        let of_text = |text: &String| {
            let all = schemes.sightings(text).into_iter();
            all.filter(|sighting| sighting.verdict.counts()).count()
        };
        texts.par_iter().map(of_text).sum()
    };
    let (name, count) = best(cited)?;
    (count > 1).then_some(name)
}

/// The first of the schemes that score highest, above nothing.
fn best(score: impl Fn(&Schemes) -> usize) -> Option<(&'static str, usize)> {
    let mut best: Option<(&'static str, usize)> = None;
    for name in ready_made_names() {
        let Ok(forms) = Scheme::compile(&SchemeEntry::Named(name.to_owned())) else {
            continue;
        };
        let score = score(&Schemes::new(forms));
        if score > best.map_or(0, |(_, score)| score) {
            best = Some((name, score));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(slug: &str, text: &str, numbers: &[&str], name: &str, scheme: Option<&str>) {
        let slug = Slug::new(slug).expect("slug");
        let numbers: Vec<String> = numbers.iter().map(|&number| number.to_owned()).collect();
        let body = council(&slug, &[text.to_owned()], &numbers);
        assert_eq!(body["name"], json!(name));
        let found = body.get("schemes").map(|list| &list[0]);
        assert_eq!(found.and_then(Value::as_str), scheme);
    }

    #[test]
    fn papers_tell_of_their_council() {
        let text =
            "Stadt Bad Neustadt\nBad Neustadt, den 1.2.2024\nBeschluss der Stadt Bad Neustadt.";
        check("bad-neustadt", text, &[], "Stadt Bad Neustadt", None);
        check("neu-altstadt", "Nichts.", &[], "Neu Altstadt", None);
        check("muenchen", "München, den", &[], "München", Some("muenchen"));
        let cites = "Antrag Nr. 20-26 / A 00123 und Beschluss 20-26/V 01234";
        check("neustadt", cites, &[], "Neustadt", Some("muenchen"));
        let own = ["VI-DS-01904", "VII-A-07860-NF-04"];
        check("neustadt", "", &own, "Neustadt", Some("leipzig"));
    }
}
