//! Numbers in one text, for the schemes of one council: what looks like one, and whether it counts.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Number, Scheme, Schemes, Sighting, Verdict, cue, veto};

/// Sightings in a normalised text, as ranges of that text. `cued` says whether a number that stands
/// there is named by its column or list.
pub(super) fn all(schemes: &Schemes, text: &str, cued: &dyn Fn(usize) -> bool) -> Vec<Sighting> {
    let mut found = candidates(schemes, text);
    let mut seen: Vec<Sighting> = Vec::with_capacity(found.len());
    // What the last number that is none was taken for, and its end.
    let mut vetoed: Option<(Verdict, usize)> = None;
    // The form and the end of the last number that counts.
    let mut last: Option<(usize, usize)> = None;
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    for mut found in found {
        let continues = last
            .as_ref()
            .filter(|(_, end)| cue::continues(text, *end, found.span.start));
        if schemes.0[found.scheme].continues {
            let own = &schemes.0[found.scheme];
            let like = |scheme: usize| schemes.0[scheme].like(own, &text[found.span.clone()]);
            let Some(number) = continues.and_then(|(scheme, _)| like(*scheme)) else {
                continue;
            };
            found.number = number;
            found.verdict = Some(Verdict::List).filter(|_| found.verdict != Some(Verdict::Piece));
        }
        let verdict = match found.verdict {
            Some(verdict) => verdict,
            None if continues.is_some() => Verdict::List,
            None if vetoed.is_some_and(|(_, end)| cue::continues(text, end, found.span.start)) => {
                vetoed.map_or(Verdict::NoCue, |(verdict, _)| verdict)
            }
            None if cued(found.span.start) => Verdict::Column,
            None => Verdict::NoCue,
        };
        // "Verordnungen (EG) Nr. 1370/2007 und Nr. 1371/2007": the second is no more a paper's.
        let inherited = vetoed.filter(|(_, end)| {
            verdict == Verdict::Cue && cue::continues(text, *end, found.span.start)
        });
        let verdict = inherited.map_or(verdict, |(verdict, _)| verdict);
        if verdict.is_veto() {
            vetoed = Some((verdict, found.span.end));
        }
        if verdict.counts() {
            let scheme = match (schemes.0[found.scheme].continues, &last) {
                (true, Some((scheme, _))) => *scheme,
                _ => found.scheme,
            };
            if last.as_ref().is_none_or(|(_, end)| *end <= found.span.end) {
                last = Some((scheme, found.span.end));
            }
        }
        seen.push(Sighting {
            number: found.number,
            span: found.span,
            verdict,
            body: None,
            date: found.date,
        });
    }
    let mut seen = apart(seen);
    repeats(text, &mut seen);
    versions(schemes, text, &mut seen);
    seen
}

/// Something of a scheme's form; `None` where only what stands around decides.
struct Candidate {
    number: Number,
    /// The form's place among those of the council.
    scheme: usize,
    span: Range<usize>,
    verdict: Option<Verdict>,
    date: Option<crate::model::Date>,
}

fn candidates(schemes: &Schemes, text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (form, scheme) in schemes.0.iter().enumerate() {
        let mut at = 0;
        while let Some(captures) = scheme.pattern.captures_at(text, at) {
            let Some(whole) = captures.get(0) else { break };
            let span = whole.range();
            let (verdict, date) = verdict(scheme, text, &span);
            // A piece of something longer may still hide a number that begins later.
            at = match verdict {
                Some(Verdict::Piece) => text.ceil_char_boundary(span.start + 1),
                _ => span.end.max(span.start + 1),
            };
            found.push(Candidate {
                number: scheme.number(&captures, date),
                scheme: form,
                span,
                verdict,
                date,
            });
            if at > text.len() {
                break;
            }
        }
    }
    found
}

fn verdict(
    scheme: &Scheme,
    text: &str,
    span: &Range<usize>,
) -> (Option<Verdict>, Option<crate::model::Date>) {
    let (start, end) = (span.start, span.end);
    if !stands_alone(text, span, scheme.cue) {
        return (Some(Verdict::Piece), None);
    }
    let date = cue::date_after(text, end);
    let dated = date.or_else(|| {
        let asked = scheme.year_from_date.is_some();
        asked.then(|| cue::date_before(text, start)).flatten()
    });
    let number = &text[span.clone()];
    let bare = !number.contains(|c: char| c.is_ascii_alphabetic());
    let veto = bare.then(|| veto::of(text, start, end)).flatten();
    let own_cue = scheme.own_cue(text, start);
    let verdict = if own_cue && veto.is_none_or(|veto| veto == Verdict::Elsewhere) {
        Some(Verdict::Cue)
    } else if scheme.vetoed(text, start) {
        Some(Verdict::Vetoed)
    } else if !bare && veto::is_of_a_court(text, start) {
        Some(Verdict::FileNumber)
    } else if let Some(veto) = veto {
        Some(veto)
    } else if bare && veto::is_pair_of_years(number) && !cue::precedes_one(text, start) {
        Some(Verdict::Years)
    } else if cue::precedes(text, start) {
        Some(if scheme.cue {
            Verdict::Cue
        } else {
            Verdict::Form
        })
    } else if !scheme.cue {
        Some(Verdict::Form)
    } else if (cue::brackets(text, start, end) && !veto::may_be_month(number))
        || (scheme.brackets && cue::bracketed(text, start, end))
    {
        Some(Verdict::Cue)
    } else if dated.is_some() {
        Some(Verdict::Date)
    } else {
        None
    };
    (verdict, dated)
}

/// Where sightings overlap, the one that counts, or else the longer one; in the order of the text.
pub(super) fn apart(mut seen: Vec<Sighting>) -> Vec<Sighting> {
    if seen.len() < 2 {
        return seen;
    }
    seen.sort_by_key(|s| {
        let length = s.span.end - s.span.start;
        (!s.verdict.counts(), std::cmp::Reverse(length), s.span.start)
    });
    let mut kept = std::collections::BTreeMap::<usize, Sighting>::new();
    for sighting in seen {
        let Range { start, end } = sighting.span;
        let before = kept.range(..end).next_back();
        if before.is_none_or(|(_, other)| other.span.end <= start) {
            kept.insert(start, sighting);
        }
    }
    kept.into_values().collect()
}

/// Who has named a number once need not say "Vorlage" again: "(2022/0373, Nr. 2)".
fn repeats(text: &str, seen: &mut [Sighting]) {
    let by_words = |verdict| {
        use Verdict::{Column, Cue, Date, List};
        matches!(verdict, Cue | List | Column | Date)
    };
    let named = seen.iter().filter(|s| by_words(s.verdict));
    let named: HashSet<Arc<str>> = named.map(|s| s.number.canonical.clone()).collect();
    for sighting in seen.iter_mut().filter(|s| s.verdict == Verdict::NoCue) {
        let words = &text[sighting.span.clone()];
        let day = veto::is_pair_of_years(words) || veto::may_be_month(words);
        if !day && named.contains(&sighting.number.canonical) {
            sighting.verdict = Verdict::Repeat;
        }
    }
}

/// "die DS 31/2023 und deren 1. Ergänzung": the second paper is named by its version alone.
fn versions(schemes: &Schemes, text: &str, seen: &mut Vec<Sighting>) {
    let mut found = Vec::new();
    for sighting in seen.iter().filter(|s| s.verdict.counts()) {
        for (version, span) in cue::versions_after(text, sighting.span.end) {
            let Some(number) = schemes.with_version(&text[sighting.span.clone()], version) else {
                break;
            };
            found.push(Sighting {
                number,
                span,
                verdict: Verdict::Version,
                body: None,
                date: None,
            });
        }
    }
    if !found.is_empty() {
        seen.append(&mut found);
        *seen = apart(std::mem::take(seen));
    }
}

/// Whether a match is not part of a longer number or word ("05271/965-6320", "2008/105/EG"). Numbers
/// with a form of their own may be glued to words and dates, as text from PDF often is.
fn stands_alone(text: &str, range: &Range<usize>, bare: bool) -> bool {
    let starts_with_letter = text[range.clone()].starts_with(char::is_alphabetic);
    let capital = text[range.clone()].starts_with(char::is_uppercase);
    let joined = |c: char| match c {
        '/' | '-' => true,
        // "öffentlichV0748/21": text from PDF loses blanks.
        c if c.is_alphabetic() => bare || (starts_with_letter && !(capital && c.is_lowercase())),
        c => c.is_numeric() && (bare || !starts_with_letter),
    };
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let (next, second) = (after.next(), after.next());
    let continues = match next {
        Some('/' | '-') => second.is_some_and(|c| c.is_alphanumeric() && (bare || c.is_numeric())),
        Some('.') => bare && second.is_some_and(|c| c.is_numeric() || c.is_lowercase()),
        // "6/2838Thüringer" is glued, "2008/105EG" is not a paper's.
        Some(c) if c.is_uppercase() && second.is_some_and(char::is_lowercase) => false,
        Some(c) if c.is_alphabetic() => bare || second.is_some_and(char::is_uppercase),
        Some(c) => c.is_numeric(),
        None => false,
    };
    !before.is_some_and(joined) && !continues
}
