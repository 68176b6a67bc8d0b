//! Numbers find their papers.

use std::collections::HashMap;

use super::archive::{BodyIx, NumberKey, PaperIx, PaperNode, Target};
use crate::model::PaperId;
use crate::scheme::{Number, Schemes};

/// Which papers bear which number, and which paper has which identity.
pub(super) struct Numbers {
    by_number: HashMap<(BodyIx, String), Vec<PaperIx>>,
    by_id: HashMap<PaperId, PaperIx>,
}

impl Numbers {
    /// Collects the numbers and aliases of all papers. `schemes` are those of the bodies, by index.
    pub(super) fn new(papers: &[PaperNode], schemes: &[Schemes]) -> Self {
        let mut by_number: HashMap<(BodyIx, String), Vec<PaperIx>> = HashMap::new();
        let mut by_id = HashMap::with_capacity(papers.len());
        for (at, paper) in papers.iter().enumerate() {
            let ix = PaperIx::new(at);
            by_id.entry(paper.id.clone()).or_insert(ix);
            let own = paper.number.iter().map(|number| number.canonical.clone());
            let aliases = paper.paper.aliases.iter().map(|alias| {
                let number = schemes[paper.body.number()].number(alias);
                number.map_or_else(|| alias.value.clone(), |number| number.canonical)
            });
            for number in own.chain(aliases) {
                let bearers = by_number.entry((paper.body, number)).or_default();
                if bearers.last() != Some(&ix) {
                    bearers.push(ix);
                }
            }
        }
        Self { by_number, by_id }
    }

    /// The papers that bear a canonical number.
    pub(super) fn find(&self, body: BodyIx, canonical: &str) -> Target {
        // The key borrows nothing: one small allocation a look-up buys a plain map.
        match self
            .by_number
            .get(&(body, canonical.to_owned()))
            .map(Vec::as_slice)
        {
            None | Some([]) => Target::Unresolved,
            Some([one]) => Target::Paper(*one),
            Some(several) => Target::Ambiguous(several.to_vec()),
        }
    }

    /// What an author means by `text`: a number in any spelling, or `<body>/<slug>`. The second
    /// value is what to call it, the third the number, if it is one.
    pub(super) fn named(
        &self,
        body: BodyIx,
        schemes: &Schemes,
        text: &str,
    ) -> (Target, String, Option<NumberKey>) {
        let text = text.trim();
        let known = schemes.number(text);
        let number = known.clone().unwrap_or_else(|| Number {
            canonical: text.to_owned(),
            display: text.to_owned(),
        });
        let display = number.display.clone();
        let found = self.find(body, &number.canonical);
        let place = PaperId::parse(text).filter(|_| found == Target::Unresolved);
        let by_place = place.as_ref().and_then(|id| self.by_id.get(id));
        let key = NumberKey { body, number };
        match by_place {
            Some(ix) => (Target::Paper(*ix), display, None),
            None if place.is_some() && known.is_none() => (found, display, None),
            None => (found, display, Some(key)),
        }
    }

    /// Papers that share a number: the number, the paper, and the first one that bears it.
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, PaperIx, PaperIx)> + '_ {
        self.by_number.iter().flat_map(|((_, canonical), bearers)| {
            let later = bearers.iter().skip(1);
            later.map(|later| (canonical.as_str(), *later, bearers[0]))
        })
    }

    /// The canonical form of an alias.
    pub(super) fn canonical(schemes: &Schemes, alias: &str) -> String {
        schemes
            .number(alias)
            .map_or_else(|| alias.to_owned(), |number| number.canonical)
    }
}
