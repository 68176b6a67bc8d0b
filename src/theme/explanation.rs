//! Where a paper stands, in sentences: pages, data and feeds say it in the same words.

use super::Words;
use crate::link::{
    Archive, Deadline, Effect, NextDate, NextKind, PaperIx, Status, Validity, ValidityState,
};
use crate::model::{Date, RelationType};

/// A piece of a sentence; some name a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// The paper that they name.
    pub paper: Option<PaperIx>,
}

/// Longest title of a paper within a sentence, in characters.
const TITLE: usize = 120;

/// Whether a paper still holds, since when, until when, and who changed that. `next` says when it will be
/// decided on.
#[must_use]
pub fn validity(
    words: &Words,
    archive: &Archive,
    validity: &Validity,
    next: Option<&NextDate>,
) -> Vec<Segment> {
    let mut sentences = vec![vec![plain(opening(words, validity, next))]];
    sentences.extend(last_day(words, validity).map(|text| vec![plain(text)]));
    let draft = validity.state == ValidityState::Undecided;
    for (pending, tense) in [(false, "explain_done"), (true, "explain_pending")] {
        for relation_type in kinds(&validity.by) {
            let of_kind = |effect: &&Effect| {
                effect.relation_type == relation_type && effect.pending == pending
            };
            let effects: Vec<Effect> = validity.by.iter().filter(of_kind).copied().collect();
            let group = if draft { "explain_draft" } else { tense };
            let key = format!("{group}.{}", relation_type.name());
            if !effects.is_empty() {
                sentences.push(weave(words.get(&key), &acts(words, archive, &effects)));
            }
        }
    }
    if validity.state == ValidityState::InForce && validity.by.is_empty() {
        sentences.push(vec![plain(words.get("explain.unchanged").to_owned())]);
    }
    joined(sentences)
}

/// What a status does not say by itself: by when something is due, or that the portal knows no answer.
#[must_use]
pub fn status(words: &Words, status: Status, deadline: Option<Deadline>) -> Option<String> {
    let known = |deadline: Deadline| {
        let key = format!("explain_{}.{}", status.key(), deadline.kind.key());
        let date = words.date(deadline.date);
        words
            .find(&key)
            .is_some()
            .then(|| words.fill(&key, &[("date", &date)]))
    };
    let due = deadline.and_then(known);
    due.or_else(|| (status == Status::Open).then(|| words.get("explain_open.unknown").to_owned()))
}

/// The sentence as plain text.
#[must_use]
pub fn text(segments: &[Segment]) -> String {
    segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect()
}

/// The first sentence: the state with the days that belong to it.
fn opening(words: &Words, validity: &Validity, next: Option<&NextDate>) -> String {
    let day = |date: Date| words.date(date);
    let key = validity.state.key();
    let with =
        |ending: &str, facts: &[(&str, &str)]| words.fill(&format!("explain.{key}{ending}"), facts);
    match (validity.state, validity.from, validity.until) {
        (ValidityState::Undecided, ..) => match next {
            Some(next) if next.kind == NextKind::Decision => {
                with("_decision", &[("date", &day(next.date))])
            }
            Some(next) if next.kind == NextKind::Consultation => {
                with("_consultation", &[("date", &day(next.date))])
            }
            _ => with("", &[]),
        },
        (ValidityState::Expired, Some(from), Some(until)) => {
            with("_from", &[("from", &day(from)), ("until", &day(until))])
        }
        (ValidityState::Expired, None, Some(until)) => with("", &[("until", &day(until))]),
        (_, Some(from), _) => with("_from", &[("date", &day(from))]),
        _ => with("", &[]),
    }
}

/// Until when a resolution holds that says so itself.
fn last_day(words: &Words, validity: &Validity) -> Option<String> {
    let holds = matches!(
        validity.state,
        ValidityState::InForce | ValidityState::Amended | ValidityState::Upcoming
    );
    let ends = |effect: &Effect| {
        matches!(
            effect.relation_type,
            RelationType::Repeals | RelationType::Supersedes
        )
    };
    // If another paper ends it, the sentence about that paper tells the day.
    let until = validity
        .until
        .filter(|_| holds && !validity.by.iter().any(ends))?;
    Some(words.fill("explain.until", &[("date", &words.date(until))]))
}

/// Kinds of effects, each once, in their order.
fn kinds(effects: &[Effect]) -> Vec<RelationType> {
    let mut kinds: Vec<RelationType> = effects.iter().map(|effect| effect.relation_type).collect();
    kinds.dedup();
    kinds
}

/// "am 3. Mai 2024 durch „A“ und am 5. Mai 2025 durch „B“".
fn acts(words: &Words, archive: &Archive, effects: &[Effect]) -> Vec<Segment> {
    let mut woven = Vec::new();
    for (at, effect) in effects.iter().enumerate() {
        if at > 0 {
            let last = at + 1 == effects.len();
            let between = if last { "explain.and" } else { "explain.comma" };
            woven.push(plain(words.get(between).to_owned()));
        }
        let (key, date) = match effect.date {
            Some(date) => ("explain.act_on", words.date(date)),
            None => ("explain.act", String::new()),
        };
        let sentence = words.get(key).replace("{date}", &date);
        let name = &archive.paper(effect.paper).paper.name;
        let paper = Segment {
            text: crate::text::shorten(&crate::text::one_line(name), TITLE).into_owned(),
            paper: Some(effect.paper),
        };
        woven.extend(weave(&sentence, &[paper]));
    }
    woven
}

/// A sentence with segments at its one placeholder.
fn weave(sentence: &str, filling: &[Segment]) -> Vec<Segment> {
    let (before, rest) = sentence.split_once('{').unwrap_or((sentence, ""));
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let mut woven = vec![plain(before.to_owned())];
    woven.extend(filling.iter().cloned());
    woven.push(plain(after.to_owned()));
    woven
}

const fn plain(text: String) -> Segment {
    Segment { text, paper: None }
}

/// Sentences one after the other; neighbouring words without a link are one segment.
fn joined(sentences: Vec<Vec<Segment>>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for (at, sentence) in sentences.into_iter().enumerate() {
        let space = (at > 0).then(|| plain(" ".to_owned()));
        for segment in space.into_iter().chain(sentence) {
            match joined.last_mut() {
                Some(last) if last.paper.is_none() && segment.paper.is_none() => {
                    last.text.push_str(&segment.text);
                }
                _ if segment.text.is_empty() => {}
                _ => joined.push(segment),
            }
        }
    }
    joined
}
