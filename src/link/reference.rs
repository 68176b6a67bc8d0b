//! Numbers find their papers.

use std::collections::HashMap;
use std::sync::Arc;

use super::archive::{BodyIx, NumberKey, PaperIx, PaperNode, Target};
use super::relate::Known;
use crate::model::PaperId;
use crate::scheme::{Number, Schemes};

/// The digits around byte `at`.
fn digits(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let digit = |b: &&u8| b.is_ascii_digit();
    let before = bytes[..at].iter().rev().take_while(digit).count();
    let after = bytes[at..].iter().take_while(digit).count();
    at - before..at + after
}

/// Which papers bear which number, and which paper has which identity.
pub(super) struct Numbers {
    /// For each body, by canonical number.
    by_number: Vec<HashMap<Arc<str>, Vec<PaperIx>>>,
    by_id: HashMap<PaperId, PaperIx>,
}

impl Numbers {
    /// Collects the numbers and aliases of all papers. `schemes` are those of the bodies, by index.
    pub(super) fn new(papers: &[PaperNode], schemes: &[&Schemes]) -> Self {
        let mut by_number = vec![HashMap::<Arc<str>, Vec<PaperIx>>::new(); schemes.len()];
        let mut by_id = HashMap::with_capacity(papers.len());
        for (at, paper) in papers.iter().enumerate() {
            let ix = PaperIx::new(at);
            by_id.entry(paper.id.clone()).or_insert(ix);
            let own = paper.number.iter().map(|number| number.canonical.clone());
            let aliases = paper.paper.aliases.iter().map(|alias| {
                let number = schemes[paper.body.number()].number(alias);
                number.map_or_else(|| Arc::from(&*alias.value), |number| number.canonical)
            });
            for number in own.chain(aliases) {
                let bearers = by_number[paper.body.number()].entry(number).or_default();
                if bearers.last() != Some(&ix) {
                    bearers.push(ix);
                }
            }
        }
        Self { by_number, by_id }
    }

    /// The papers that bear a canonical number.
    pub(super) fn find(&self, body: BodyIx, canonical: &str) -> Target {
        let of_body = self.by_number.get(body.number());
        let bearers = of_body.and_then(|numbers| numbers.get(canonical));
        match bearers.map(Vec::as_slice) {
            None | Some([]) => Target::Unresolved,
            Some([one]) => Target::Paper(*one),
            Some(several) => Target::Ambiguous(several.iter().copied().collect()),
        }
    }

    /// What an author means by `text`: a number in any spelling, `<body>/<slug>`, or another
    /// council's number, `<body>/<number>`. The second value is what to call it, the third the number,
    /// if it is one.
    pub(super) fn named(
        &self,
        body: BodyIx,
        known: &Known<'_>,
        text: &str,
    ) -> (Target, Arc<str>, Option<Arc<NumberKey>>) {
        let text = text.trim();
        let found = self.numbered(body, known, text);
        if found.0 != Target::Unresolved {
            return found;
        }
        let place = PaperId::parse(text);
        if let Some(ix) = place.as_ref().and_then(|id| self.by_id.get(id)) {
            return (Target::Paper(*ix), found.1, None);
        }
        let other = text
            .split_once('/')
            .and_then(|(slug, number)| Some((*known.bodies.get(slug.trim())?, number.trim())))
            .filter(|(body, number)| known.schemes[body.number()].number(number).is_some());
        if let Some((body, number)) = other {
            return self.numbered(body, known, number);
        }
        let is_number = known.schemes[body.number()].number(text).is_some();
        let (target, display, key) = found;
        (
            target,
            display,
            key.filter(|_| is_number || place.is_none()),
        )
    }

    fn numbered(
        &self,
        body: BodyIx,
        known: &Known<'_>,
        text: &str,
    ) -> (Target, Arc<str>, Option<Arc<NumberKey>>) {
        let number = known.schemes[body.number()].number(text);
        let number = number.unwrap_or_else(|| Number::as_written(text));
        let target = self.find(body, &number.canonical);
        let display = number.display.clone();
        let key = Arc::new(NumberKey { body, number });
        (target, display, Some(key))
    }

    /// Papers whose number differs by two neighbouring digits that changed places.
    pub(super) fn near(&self, body: BodyIx, canonical: &str) -> Vec<PaperIx> {
        let bytes = canonical.as_bytes();
        let mut found = Vec::new();
        for at in 1..bytes.len() {
            let (left, right) = (bytes[at - 1], bytes[at]);
            let run = digits(bytes, at);
            let year = run.len() == 4 && matches!(&bytes[run.clone()][..2], b"19" | b"20");
            // Short numbers and years have neighbours everywhere.
            if !run.contains(&(at - 1)) || run.len() < 3 || year || left == right {
                continue;
            }
            let mut swapped = bytes.to_vec();
            swapped.swap(at - 1, at);
            let swapped = String::from_utf8(swapped).unwrap_or_default();
            if let Target::Paper(ix) = self.find(body, &swapped)
                && !found.contains(&ix)
            {
                found.push(ix);
            }
        }
        found
    }

    /// Papers that share a number: the number, the paper, and the first one that bears it.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, PaperIx, PaperIx)> + '_ {
        self.by_number
            .iter()
            .flatten()
            .flat_map(|(canonical, bearers)| {
                let later = bearers.iter().skip(1);
                later.map(|later| (&**canonical, *later, bearers[0]))
            })
    }

    /// The canonical form of an alias.
    pub(super) fn canonical(schemes: &Schemes, alias: &str) -> Arc<str> {
        schemes
            .number(alias)
            .map_or_else(|| alias.into(), |number| number.canonical)
    }
}
