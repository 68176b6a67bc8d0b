//! Which papers belong together, and how: OParl knows related papers and a higher and a lower one, and real
//! servers mix up the last two. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::convert::Context;
use super::field::{day, id, ids, own_id, raw, text};
use super::store::{Kind, Object, key};
use crate::import::draft::Draft;
use crate::model::Date;

/// Relations as content files write them, by the key of the later paper.
#[derive(Clone, Debug, Default)]
pub(super) struct Relations {
    by_paper: BTreeMap<String, Vec<Value>>,
}

impl Relations {
    /// Those of a paper.
    pub(super) fn of(&self, paper: &Object) -> Vec<Value> {
        self.by_paper
            .get(&key(own_id(paper)))
            .cloned()
            .unwrap_or_default()
    }

    /// How many pairs of papers there are.
    pub(super) fn count(&self) -> usize {
        self.by_paper.values().map(Vec::len).sum()
    }
}

/// How often a pair of papers is said to stand in an order. The pair is sorted by key.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    /// The first stands below the second.
    first_below: usize,
    /// The second stands below the first.
    second_below: usize,
    /// They are related.
    beside: bool,
}

/// Every relation once, written on the later paper.
pub(super) fn relations(context: &mut Context<'_>) -> Relations {
    let mut found = Relations::default();
    let stated = stated(context, &mut found);
    let mut pairs = pairs(context);
    pairs.retain(|pair, _| !stated.contains(pair));
    if inverted(context, &pairs) {
        context.tally.remark("order_inverted", "");
        for pair in pairs.values_mut() {
            std::mem::swap(&mut pair.first_below, &mut pair.second_below);
        }
    }
    for ((first, second), pair) in pairs {
        let (Some(one), Some(other)) = (
            context.store.get(Kind::Paper, &first),
            context.store.get(Kind::Paper, &second),
        ) else {
            continue;
        };
        let ordered = pair.first_below != pair.second_below;
        let (lower, upper) = match (ordered, pair.first_below > pair.second_below) {
            (true, true) => (one, other),
            (true, false) => (other, one),
            (false, _) => by_age(one, other),
        };
        let kind = if ordered {
            kind(lower, upper, pair.beside)
        } else {
            "refersTo"
        };
        let new = New {
            target: own_id(upper),
            kind,
            evidence: None,
        };
        add(context, &mut found, lower, new);
    }
    found
}

/// What our own extension says, type by type; returns the pairs that it speaks of.
fn stated(context: &mut Context<'_>, found: &mut Relations) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    let papers: Vec<&Object> = context.store.all(Kind::Paper).collect();
    for paper in papers {
        let Some(Value::Array(list)) = paper.get("drucksache:relations") else {
            continue;
        };
        for entry in list.iter().filter_map(Value::as_object) {
            let kind = raw(entry, "type").unwrap_or_default();
            let Some(target) = raw(entry, "paper") else {
                continue;
            };
            pairs.insert(pair(own_id(paper), &target));
            let known = crate::model::RelationType::ALL
                .into_iter()
                .find(|of| of.name() == kind);
            let confirmed = entry.get("confirmed") != Some(&Value::Bool(false));
            if let Some(known) = known.filter(|_| confirmed) {
                let new = New {
                    target: &target,
                    kind: known.name(),
                    evidence: text(entry, "evidence"),
                };
                add(context, found, paper, new);
            }
        }
    }
    pairs
}

/// A relation in the making.
struct New<'a> {
    target: &'a str,
    kind: &'a str,
    evidence: Option<String>,
}

fn add(context: &Context<'_>, found: &mut Relations, paper: &Object, new: New<'_>) {
    let New {
        target,
        kind,
        evidence,
    } = new;
    let Some(slug) = context.slug(Kind::Paper, target) else {
        return;
    };
    let mut relation = Draft::default();
    relation.put("type", kind);
    relation.put("target", format!("{}/{slug}", context.options.body));
    relation.put("evidence", evidence);
    let relation = Value::Object(relation.front);
    let list = found.by_paper.entry(key(own_id(paper))).or_default();
    if !list.contains(&relation) {
        list.push(relation);
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    let (one, other) = (key(one), key(other));
    if one <= other {
        (one, other)
    } else {
        (other, one)
    }
}

fn pairs(context: &mut Context<'_>) -> BTreeMap<(String, String), Pair> {
    let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
    let store = context.store;
    for paper in store.all(Kind::Paper) {
        for property in ["relatedPaper", "superordinatedPaper", "subordinatedPaper"] {
            for other in ids(paper, property) {
                if store.get(Kind::Paper, &other).is_none() {
                    context
                        .tally
                        .remark(&format!("missing {property}"), own_id(paper));
                    continue;
                }
                let own = key(own_id(paper));
                if own == key(&other) {
                    context
                        .tally
                        .remark(&format!("itself {property}"), own_id(paper));
                    continue;
                }
                let names = pair(own_id(paper), &other);
                let is_first = names.0 == own;
                let entry = pairs.entry(names).or_default();
                match (property, is_first) {
                    ("relatedPaper", _) => entry.beside = true,
                    ("superordinatedPaper", true) | ("subordinatedPaper", false) => {
                        entry.first_below += 1;
                    }
                    _ => entry.second_below += 1,
                }
            }
        }
    }
    pairs
}

/// Whether most dated pairs say that the later paper stands above the earlier one: then the server has the
/// two words the wrong way round.
fn inverted(context: &Context<'_>, pairs: &BTreeMap<(String, String), Pair>) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for ((first, second), pair) in pairs {
        let of = |id: &str| date(context.store.get(Kind::Paper, id)?);
        let (Some(one), Some(other)) = (of(first), of(second)) else {
            continue;
        };
        let first_below = pair.first_below > pair.second_below;
        if one == other || pair.first_below == pair.second_below {
            continue;
        }
        if first_below == (one > other) {
            right += 1;
        } else {
            wrong += 1;
        }
    }
    wrong > 2 * right && wrong >= 3
}

fn date(paper: &Object) -> Option<Date> {
    day(paper, "date").known()
}

/// The later paper first.
fn by_age<'a>(one: &'a Object, other: &'a Object) -> (&'a Object, &'a Object) {
    let age = |paper: &Object| (date(paper), key(own_id(paper)));
    if age(one) > age(other) {
        (one, other)
    } else {
        (other, one)
    }
}

/// What a lower paper does to a higher one, by what both are.
fn kind(lower: &Object, upper: &Object, beside: bool) -> &'static str {
    let word = |paper: &Object| text(paper, "paperType").unwrap_or_default().to_lowercase();
    let (own, other) = (word(lower), word(upper));
    let asks = |word: &str| {
        ["antrag", "anfrage", "empfehlung", "anregung"]
            .iter()
            .any(|part| word.contains(part))
    };
    if own.contains("änderung") || own.contains("ergänzungsantrag") {
        "amends"
    } else if beside
        || own.contains("antwort")
        || own.contains("stellungnahme")
        || (asks(&other) && !asks(&own) && !own.is_empty())
    {
        "answers"
    } else {
        "supplements"
    }
}

/// The paper of a step.
pub(super) fn paper_of(step: &Object) -> Option<String> {
    id(step, "paper")
}
