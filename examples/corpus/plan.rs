//! What needs sight of the whole: who numbers how, which paper came when, who cites whom, what sits when.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::numbering::{Number, Numbering};
use super::random::Random;
use super::words::{
    BEGINNINGS, COMMITTEES, DEPARTMENTS, DISTRICTS, ENDS, FACTIONS, PLACE_BEGINNINGS, PLACE_ENDS,
    STREETS, TYPE_WEIGHTS, TYPES,
};

/// Papers a council writes in a year, about.
const A_YEAR: usize = 900;

/// The last day of which there are papers.
const LAST: Date = date(2026, 6, 30);

/// How many topics there are.
const TOPICS: usize = 60;

/// Characters of the longest text, in archives of at least [`LARGE`] papers.
const LONGEST: usize = 500_000;
const LARGE: usize = 1000;

/// Lengths of texts in characters: as many papers lie between two neighbours as between any other two.
const LENGTHS: [usize; 11] = [
    200, 700, 1300, 2000, 2800, 3700, 4800, 6200, 8200, 12_000, 24_000,
];

pub(crate) struct Council {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) numbering: Numbering,
}

pub(crate) struct Paper {
    pub(crate) council: usize,
    pub(crate) number: String,
    pub(crate) slug: String,
    pub(crate) day: Date,
    /// Place in [`TYPES`].
    pub(crate) kind: usize,
    pub(crate) name: String,
    /// Places in [`Corpus::topics`].
    pub(crate) topics: Vec<usize>,
    pub(crate) originator: &'static str,
    /// Places in [`COMMITTEES`], and when they sit.
    pub(crate) steps: Vec<(usize, Date)>,
    /// Earlier papers that its text cites.
    pub(crate) cites: Vec<usize>,
    /// What it does to the first of them.
    pub(crate) relation: Option<&'static str>,
    /// A number that its text cites and nobody bears.
    pub(crate) missing: Option<String>,
    /// Characters of its text, about.
    pub(crate) length: usize,
}

pub(crate) struct Corpus {
    pub(crate) seed: u64,
    pub(crate) councils: Vec<Council>,
    /// Names of topics, the most frequent first.
    pub(crate) topics: Vec<String>,
    /// By day.
    pub(crate) papers: Vec<Paper>,
    /// Sittings by council, day and committee, with the papers on their agendas.
    pub(crate) meetings: BTreeMap<(usize, Date, usize), Vec<usize>>,
}

impl Corpus {
    pub(crate) fn new(papers: usize, councils: usize, seed: u64) -> Self {
        let mut random = Random::new(seed, "plan", 0);
        let mut corpus = Self {
            seed,
            councils: (0..councils.clamp(1, 80)).map(council).collect(),
            topics: (0..TOPICS).map(topic).collect(),
            papers: Vec::with_capacity(papers),
            meetings: BTreeMap::new(),
        };
        let mut serials = BTreeMap::new();
        for day in days(papers, corpus.councils.len(), &mut random) {
            corpus.add(day, &mut serials, &mut random);
        }
        if let Some(paper) = corpus.papers.get_mut(papers / 2)
            && papers >= LARGE
        {
            paper.length = LONGEST;
        }
        corpus
    }

    fn add(&mut self, day: Date, serials: &mut BTreeMap<(usize, i16), usize>, random: &mut Random) {
        let ix = self.papers.len();
        // Some councils are much larger than others.
        let council = random.early(self.councils.len());
        let numbering = self.councils[council].numbering;
        let kind = random.weighted(&TYPE_WEIGHTS);
        let motion = is_motion(kind);
        let period = numbering.period(day.year());
        let serial = serials.entry((council, period)).or_default();
        *serial += random.between(1, 2);
        let number = |serial| {
            numbering.printed(Number {
                year: day.year(),
                motion,
                serial,
            })
        };
        let (printed, missing) = (number(*serial), number(9000 + *serial % 1000));
        let topics = self.some_topics(random);
        let cites = self.some_citations(council, random);
        let relation = cites.first().filter(|_| random.percent(40));
        let paper = Paper {
            council,
            slug: slug(&printed),
            number: printed,
            day,
            kind,
            name: self.name(topics[0], kind, random),
            originator: if motion {
                random.pick::<&str>(&FACTIONS)
            } else {
                random.pick::<&str>(&DEPARTMENTS)
            },
            steps: steps(day, kind, random),
            relation: relation.map(|target| relation_to(&self.papers[*target], day, random)),
            missing: random.percent(4).then_some(missing),
            length: length(random),
            topics,
            cites,
        };
        for (committee, day) in &paper.steps {
            let meeting = self.meetings.entry((council, *day, *committee));
            meeting.or_default().push(ix);
        }
        self.papers.push(paper);
    }

    fn some_topics(&self, random: &mut Random) -> Vec<usize> {
        let mut topics: Vec<usize> = Vec::new();
        for _ in 0..random.between(1, 3) {
            let topic = random.early(self.topics.len());
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    /// Mostly recent papers of the same council, sometimes any, sometimes one of the few that everybody cites.
    fn some_citations(&self, council: usize, random: &mut Random) -> Vec<usize> {
        let before = self.papers.len();
        let mut cites = Vec::new();
        let wanted = [0, 0, 1, 1, 2, 2, 3, 4, 7][random.below(9)];
        for _ in 0..wanted.min(before) {
            let ix = match random.below(20) {
                0..12 => before - 1 - random.early(before.min(2000)),
                12..18 => random.below(before),
                _ => random.early(before.min(before / 100 + 1)),
            };
            let same = self.papers[ix].council == council;
            if (same || random.percent(2)) && !cites.contains(&ix) {
                cites.push(ix);
            }
        }
        cites
    }

    fn name(&self, topic: usize, kind: usize, random: &mut Random) -> String {
        let (topic, street) = (&self.topics[topic], random.pick(&STREETS));
        let (district, thing) = (random.pick(&DISTRICTS), compound(random));
        match (kind, random.below(4)) {
            (2, _) => format!("{topic} im Stadtteil {district}: Wie ist der Stand?"),
            (_, 0) => format!("{topic} – {thing} im Stadtteil {district}"),
            (_, 1) => format!("{thing}: Neues zum Thema {topic}"),
            (_, 2) => format!("{street}, {district}: {thing}"),
            _ => format!("{topic} in der Stadt; {thing} für {district} und Umgebung"),
        }
    }

    /// The address of a paper's page, without the host.
    pub(crate) fn address(&self, ix: usize) -> String {
        let paper = &self.papers[ix];
        format!(
            "/vorlagen/{}/{}/",
            self.councils[paper.council].slug, paper.slug
        )
    }
}

/// Whether it comes from council members rather than from the administration.
pub(crate) fn is_motion(kind: usize) -> bool {
    matches!(TYPES[kind], "Antrag" | "Anfrage" | "Änderungsantrag")
}

/// A noun out of a few thousand; one in ten is very rare.
pub(crate) fn compound(random: &mut Random) -> String {
    let (begin, end) = (random.pick(&BEGINNINGS), random.pick(&ENDS));
    if random.percent(10) {
        return format!("{begin}{}{end}", random.pick(&BEGINNINGS).to_lowercase());
    }
    format!("{begin}{end}")
}

/// A name for addresses.
pub(crate) fn slug(name: &str) -> String {
    let plain = name.to_lowercase().replace('ä', "ae").replace('ö', "oe");
    let plain = plain.replace('ü', "ue").replace('ß', "ss");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn council(at: usize) -> Council {
    let begin = PLACE_BEGINNINGS[at % PLACE_BEGINNINGS.len()];
    let name = format!("{begin}{}", PLACE_ENDS[at / PLACE_BEGINNINGS.len()]);
    Council {
        slug: slug(&name),
        name,
        numbering: Numbering::ALL[at % Numbering::ALL.len()],
    }
}

fn topic(at: usize) -> String {
    format!(
        "{}{}",
        BEGINNINGS[at % BEGINNINGS.len()],
        ENDS[(at * 7) % ENDS.len()]
    )
}

/// A day for each paper, in order: as many years as councils of real size take for so many papers.
fn days(papers: usize, councils: usize, random: &mut Random) -> Vec<Date> {
    let years = (papers / councils / A_YEAR).clamp(1, 16);
    let mut days: Vec<i64> = (0..papers)
        .map(|_| i64::try_from(random.below(years * 365)).unwrap_or(0))
        .collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.into_iter()
        .map(|before| LAST.saturating_sub(before.days()))
        .collect()
}

/// A Beratungsfolge: motions and questions often have none, proposals go to a committee and to the council.
fn steps(day: Date, kind: usize, random: &mut Random) -> Vec<(usize, Date)> {
    let committee = random.between(1, COMMITTEES.len() - 1);
    let all = [
        (committee, sitting(day, committee, 1)),
        (0, sitting(day, 0, 2)),
    ];
    let many = match TYPES[kind] {
        "Beschlussvorlage" => 2,
        "Antrag" | "Mitteilungsvorlage" => random.between(0, 1),
        _ => 0,
    };
    all.into_iter().take(many).collect()
}

/// When a committee sits, so many months after a day: once a month.
fn sitting(day: Date, committee: usize, months: i64) -> Date {
    let month = day.first_of_month().saturating_add(months.months());
    month.saturating_add(i64::try_from(2 + committee * 3).unwrap_or(2).days())
}

/// What a paper of some day does to another. Nothing ends what was not decided yet.
fn relation_to(target: &Paper, day: Date, random: &mut Random) -> &'static str {
    const TYPES: [&str; 7] = [
        "implements",
        "reportsOn",
        "supplements",
        "amends",
        "corrects",
        "supersedes",
        "repeals",
    ];
    let decided = target
        .steps
        .last()
        .is_none_or(|(_, decided)| *decided < day);
    let weights: &[usize] = if decided {
        &[25, 25, 20, 15, 4, 8, 3]
    } else {
        &[25, 25, 20, 15, 4]
    };
    if is_motion(target.kind) {
        "answers"
    } else {
        TYPES[random.weighted(weights)]
    }
}

fn length(random: &mut Random) -> usize {
    let at = random.below(LENGTHS.len() - 1);
    let length = random.between(LENGTHS[at], LENGTHS[at + 1]);
    // One in a hundred is long, one in a thousand a book.
    match random.below(1000) {
        0 => length + 100_000,
        1..10 => length + 25_000,
        _ => length,
    }
}
