//! All councils of a portal: whose number is it?
//!
//! A number belongs to the council in whose paper it stands, unless the words beside it name another:
//! "Beschluss der Stadt Wiesbaden 20-V-05-0012". Without such evidence two councils' numbers are kept
//! apart: 794 numbers of two real councils collide once a prefix is dropped (DOMAIN §3).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, Input, MatchKind};
use regex::Regex;

use super::{Mention, Schemes, Sighting, Verdict, before, cue, misread, sight};
use crate::model::Slug;
use crate::text::{self, Normal};

/// A council: its names in running text, and its schemes.
pub struct Council {
    /// Name in addresses.
    pub slug: Slug,
    /// Names: Wiesbaden, Landeshauptstadt Wiesbaden.
    pub names: Vec<String>,
    /// How it numbers its papers.
    pub schemes: Schemes,
}

/// All councils of a portal.
#[derive(Default)]
pub struct Councils {
    list: Vec<Council>,
    /// Places in `list`.
    places: HashMap<Slug, usize>,
    names: Option<Names>,
}

/// Names of all councils. A national archive has thousands: one automaton for all, whatever their number.
struct Names {
    automaton: AhoCorasick,
    /// The council of each name.
    councils: Vec<usize>,
}

/// Shorter names say nothing.
const SHORTEST: usize = 3;

impl Names {
    /// None if there are no names, or more than can be searched for.
    fn new(list: &[Council]) -> Option<Self> {
        let councils = list.iter().enumerate();
        let names = councils.flat_map(|(at, council)| {
            let names = council.names.iter();
            let names = names.filter(|name| name.len() >= SHORTEST);
            names.map(move |name| (at, name.as_str()))
        });
        let (councils, names): (Vec<usize>, Vec<&str>) = names.unzip();
        // Of names that begin at one place, the first council's first one counts.
        let mut builder = AhoCorasickBuilder::new();
        let automaton = builder.match_kind(MatchKind::LeftmostFirst).build(&names);
        let automaton = automaton.ok().filter(|_| !names.is_empty())?;
        Some(Self {
            automaton,
            councils,
        })
    }

    /// Where a text names a council at the beginning of a word, and which.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.automaton.find(Input::new(text).span(at..text.len()))?;
                if begins_word(text, found.start()) {
                    at = found.end();
                    let council = self.councils[found.pattern().as_usize()];
                    return Some((found.range(), council));
                }
                at = text.ceil_char_boundary(found.start() + 1);
            }
        })
    }
}

/// Whether a word begins at `at`, or ends there: `\b` of patterns.
fn begins_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    before != text[at..].chars().next().is_some_and(is_letter)
}

/// How many bytes around a council's name are searched for its numbers.
const REACH: usize = 110;

/// What may stand between a council's name and its number: words for papers, dates, filling.
#[expect(clippy::expect_used, reason = "a constant; the tests compile it")]
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        concat!(
            r"(?i)^(?:s|er|ern|e[rn]?)?(?:[ ,:(„“»«-]|{}|\p{{L}}*(?:vorlage|antr[aä]g|anfrage|beschl[uü](?:ss|ß)|drucksache|stadtrat|gemeinderat|rat|magistrat)\p{{L}}{{0,12}}",
            r"|sitzungsvorlage|drs\.?|ds|nrn?\.?|nummern?|vom|v\.|mit|unter|ihre[mnrs]?|seine[mnrs]?|de[mnrs]|die|das)*$"
        ),
        super::cue::DATE
    ))
    .expect("pattern of the house")
});

/// What may stand between a number and the name of its council.
#[expect(clippy::expect_used, reason = "a constant; the tests compile it")]
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^ ?(?:\((?:(?:stadt|gemeinde|landeshauptstadt) )?|,? ?(?:der|des|aus|von) ",
        r"(?:(?:stadt|landeshauptstadt|gemeinde|rates|rats|stadtrates|stadtrats|gemeinderates|gemeinderats|magistrats|stadtverordnetenversammlung|in|von|der) ){0,4})$"
    ))
    .expect("pattern of the house")
});

/// A word for a paper, then the council in the genitive: the number can be nobody else's.
#[expect(clippy::expect_used, reason = "a constant; the tests compile it")]
static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:vorlage|antr[aä]g|anfrage|beschl[uü](?:ss|ß)|drucksache)\p{L}{0,10} ",
        r"(?:der|des|aus|von) (?:(?:der|des|von|in|stadt|landeshauptstadt|kreisstadt|gemeinde|samtgemeinde|verbandsgemeinde|landkreises|kreises|rates|rats|stadtrates|stadtrats|gemeinderates|gemeinderats|kreistages|kreistags|magistrats|stadtverordnetenversammlung) ){0,4}$"
    ))
    .expect("pattern of the house")
});

/// A town that is not in the portal: "Beschluss der Stadt Köln Nr. 0845/2017".
#[expect(clippy::expect_used, reason = "a constant; the tests compile it")]
static STRANGER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[Vv]orlage|[Aa]ntr[aä]g|[Aa]nfrage|[Bb]eschl[uü](?:ss|ß)|[Dd]rucksache)\p{L}{0,10} de[rs] ",
        r"(?:[Ss]tadt|Landeshauptstadt|[Kk]reisstadt|Gemeinde|Landkreises|Kreises) ",
        r"(?<name>\p{Lu}[\p{L}-]+)(?: (?:am|an der|im|in der|bei|ob der) \p{Lu}\p{L}+)?",
        r"[ ,:(]*(?:N[Rr]n?\.?|Nummern?|Drs\.?|DS)?[ :]*$"
    ))
    .expect("pattern of the house")
});

/// What was seen in a text.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Numbers cited, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Numbers that would be cited if digits that are easily misread (O and 0, l and 1) stood for each
    /// other: for a hint, never for a link.
    pub misread: Vec<Mention>,
}

impl Councils {
    /// The councils of a portal.
    #[must_use]
    pub fn new(list: Vec<Council>) -> Self {
        let names = Names::new(&list);
        let slugs = list.iter().map(|council| council.slug.clone());
        let places = slugs.enumerate().map(|(at, slug)| (slug, at)).collect();
        Self {
            list,
            places,
            names,
        }
    }

    /// The schemes of a council; none if it is not known.
    #[must_use]
    pub fn schemes(&self, slug: &Slug) -> &Schemes {
        static NONE: Schemes = Schemes(Vec::new());
        self.council(slug).map_or(&NONE, |council| &council.schemes)
    }

    fn council(&self, slug: &Slug) -> Option<&Council> {
        self.list.get(*self.places.get(slug)?)
    }

    /// Numbers cited in a text of `own`'s, in its order. `cued` are the places (table cells, list items)
    /// that a heading says to begin with a number.
    #[must_use]
    pub fn mentions(&self, own: &Slug, source: &str, cued: &[Range<usize>]) -> Vec<Mention> {
        self.seen(own, source, cued).mentions
    }

    /// Like [`Councils::mentions`], with what may have been misread.
    #[must_use]
    pub fn seen(&self, own: &Slug, source: &str, cued: &[Range<usize>]) -> Seen {
        if text::first_byte(source.as_bytes(), |byte| byte.is_ascii_digit()).is_none() {
            return Seen::default();
        }
        let normal = Normal::new(source);
        let counting = |sighting: &Sighting| sighting.verdict.counts();
        let in_source = |sighting: Sighting| {
            let span = normal.source(sighting.span.clone());
            Mention::from(Sighting { span, ..sighting })
        };
        let mentions = self.look(own, &normal, source, cued).into_iter();
        let misread = misread::of(self.schemes(own), normal.text()).into_iter();
        Seen {
            mentions: mentions.filter(counting).map(in_source).collect(),
            misread: misread.map(in_source).collect(),
        }
    }

    /// Everything in a text of `own`'s that looks like a number of any council that its words name.
    #[must_use]
    pub fn sightings(&self, own: &Slug, source: &str, cued: &[Range<usize>]) -> Vec<Sighting> {
        let normal = Normal::new(source);
        let mut seen = self.look(own, &normal, source, cued);
        for sighting in &mut seen {
            sighting.span = normal.source(sighting.span.clone());
        }
        seen
    }

    /// Sightings as ranges of the normalised text.
    fn look(
        &self,
        own: &Slug,
        normal: &Normal,
        source: &str,
        cued: &[Range<usize>],
    ) -> Vec<Sighting> {
        let own_council = self.council(own);
        let mut seen = own_council.map_or_else(Vec::new, |council| {
            council.schemes.look(normal, source, cued)
        });
        let text = normal.text();
        if let Some(council) = own_council {
            // A list after a stranger's number is the stranger's.
            let mut end = None;
            for sighting in seen.iter_mut().filter(|s| s.verdict.counts()) {
                let listed = sighting.verdict == Verdict::List
                    && end.is_some_and(|end| cue::continues(text, end, sighting.span.start));
                if listed || is_strangers(text, sighting, council) {
                    sighting.verdict = Verdict::Elsewhere;
                    end = Some(sighting.span.end);
                }
            }
        }
        let others = self.of_others(own, text);
        if !others.is_empty() {
            seen.retain(|own| {
                let covers = |(other, certain): &(Sighting, bool)| {
                    let apart =
                        own.span.end <= other.span.start || other.span.end <= own.span.start;
                    !apart && (*certain || !own.verdict.counts())
                };
                !others.iter().any(covers)
            });
            seen.extend(others.into_iter().map(|(sighting, _)| sighting));
            seen = sight::apart(seen);
        }
        seen
    }

    /// Numbers of other councils that a text names beside them; and whether they can be nobody else's.
    fn of_others(&self, own: &Slug, text: &str) -> Vec<(Sighting, bool)> {
        let mut found = Vec::new();
        let Some(names) = self.names.as_ref().filter(|_| self.list.len() > 1) else {
            return found;
        };
        for (name, at) in names.find(text) {
            let council = &self.list[at];
            if council.slug == *own {
                continue;
            }
            let from = text.floor_char_boundary(name.start.saturating_sub(REACH));
            let to = text.ceil_char_boundary((name.end + REACH).min(text.len()));
            let near = &text[from..to];
            // The last number that is this council's: where it ends, and whether it can be nobody else's.
            let mut last: Option<(usize, bool)> = None;
            for sighting in sight::all(&council.schemes, near, &|_| false) {
                let span = sighting.span.start + from..sighting.span.end + from;
                let listed = last.filter(|(end, _)| {
                    let piece = sighting.verdict == Verdict::Piece || sighting.verdict.is_veto();
                    !piece && cue::continues(text, *end, span.start)
                });
                let listed = listed.map(|(_, certain)| certain);
                let found_out = || evidence(text, name.clone(), &span, &sighting);
                if let Some(certain) = listed.or_else(found_out) {
                    last = Some((span.end, certain));
                    let sighting = Sighting {
                        span,
                        verdict: Verdict::Named,
                        body: Some(council.slug.clone()),
                        ..sighting
                    };
                    found.push((sighting, certain));
                }
            }
        }
        found
    }
}

/// Whether a council's name beside a number says that the number is its own; `Some(true)` if nothing
/// else can be meant.
fn evidence(
    text: &str,
    name: Range<usize>,
    number: &Range<usize>,
    sighting: &Sighting,
) -> Option<bool> {
    let owned = OWNED.is_match(before(text, name.start, REACH));
    let counts = sighting.verdict.counts();
    if number.start >= name.end {
        let between = &text[name.end..number.start];
        let cued = counts || (sighting.verdict == Verdict::NoCue && owned);
        return (cued && BETWEEN.is_match(between)).then(|| owned || between.starts_with("er "));
    }
    let after = name.start >= number.end && AFTER.is_match(&text[number.end..name.start]);
    (counts && after).then(|| !text[number.end..].trim_start().starts_with('('))
}

fn is_strangers(text: &str, sighting: &Sighting, own: &Council) -> bool {
    let Some(captures) = STRANGER.captures(before(text, sighting.span.start, REACH)) else {
        return false;
    };
    let name = captures.name("name").map_or("", |name| name.as_str());
    !own.names.iter().any(|own| own.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::tests::schemes;

    fn councils() -> Councils {
        let council = |slug: &str, names: &[&str], scheme: &str| Council {
            slug: Slug::new(slug).expect(slug),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            schemes: schemes(&[scheme]),
        };
        Councils::new(vec![
            council("ahausen", &["Ahausen", "Stadt Ahausen"], "marienmuenster"),
            council("bedorf", &["Bedorf"], "marienmuenster"),
            council(
                "cstadt",
                &["Cstadt", "Landeshauptstadt Cstadt"],
                "wiesbaden",
            ),
        ])
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let own = Slug::new("ahausen").expect("slug");
        let mentions = councils().mentions(&own, text, &[]);
        let found: Vec<_> = mentions
            .iter()
            .map(|m| {
                let body = m.body.as_ref().map_or("ahausen", Slug::as_str);
                (body, m.number.canonical.as_ref())
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
        for mention in &mentions {
            assert!(text.get(mention.span.clone()).is_some());
        }
    }

    #[test]
    fn another_councils_number_needs_its_name() {
        check(
            "nach dem Beschluss der Landeshauptstadt Cstadt 20-V-05-0012 vom 1.2.2020",
            &[("cstadt", "20-V-05-0012")],
        );
        check(
            "Sitzungsvorlage 20-V-05-0012 (Cstadt)",
            &[("cstadt", "20-V-05-0012")],
        );
        check(
            "Cstadt: Sitzungsvorlage Nr. 20-V-05-0012",
            &[("cstadt", "20-V-05-0012")],
        );
        check("Kennzeichen 20-V-05-0012", &[]);
        check(
            "Wir waren in Cstadt. Das Kennzeichen war 20-V-05-0012.",
            &[],
        );
    }

    #[test]
    fn thousands_of_councils_are_told_apart() {
        let council = |at: usize, schemes: Schemes| Council {
            slug: Slug::new(&format!("ort-{at}")).expect("slug"),
            names: vec![format!("Ort{at}heim"), format!("Gemeinde Ort{at}heim")],
            schemes,
        };
        let mut list: Vec<Council> = (10_000..22_000)
            .map(|at| council(at, Schemes::default()))
            .collect();
        list.push(council(22_000, schemes(&["wiesbaden"])));
        let councils = Councils::new(list);
        let text = "Beschluss der Gemeinde Ort22000heim 20-V-05-0012, nicht Vorort22000heim";
        let own = Slug::new("ort-10000").expect("slug");
        let mentions = councils.mentions(&own, text, &[]);
        let found = mentions.iter().map(|m| m.body.as_ref().map(Slug::as_str));
        assert_eq!(found.collect::<Vec<_>>(), [Some("ort-22000")]);
    }

    #[test]
    fn a_number_of_both_belongs_to_whom_the_sentence_says() {
        check("Vorlage 12/2022", &[("ahausen", "12/2022")]);
        check(
            "Vorlage der Gemeinde Bedorf Nr. 12/2022",
            &[("bedorf", "12/2022")],
        );
        check("die Bedorfer Drucksache 12/2022", &[("bedorf", "12/2022")]);
        check(
            "Vorlage 12/2022 der Gemeinde Bedorf",
            &[("bedorf", "12/2022")],
        );
        for text in [
            "die Bedorfer Vorlage 12/2022 und 13/2022",
            "Vorlage der Gemeinde Bedorf 12/2022 und 13/2022",
        ] {
            check(text, &[("bedorf", "12/2022"), ("bedorf", "13/2022")]);
        }
        check(
            "Anfrage der Familie Schmidt aus Bedorf, Vorlage 12/2022",
            &[("ahausen", "12/2022")],
        );
        check(
            "Gespräch mit Bedorf (Vorlage 12/2022)",
            &[("ahausen", "12/2022")],
        );
        check(
            "Beschluss der Stadt Ahausen Nr. 12/2022",
            &[("ahausen", "12/2022")],
        );
    }

    #[test]
    fn a_strangers_number_is_nobodys() {
        check("Beschluss der Stadt Dfurt Nr. 12/2022", &[]);
        check("Beschlüsse der Stadt Dfurt Nr. 12/2022 und 13/2022", &[]);
        check(
            "BT-Drs. 19/2022 und Vorlage 12/2022",
            &[("ahausen", "12/2022")],
        );
    }
}
