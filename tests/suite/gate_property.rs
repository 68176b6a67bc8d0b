//! The gate, proven: whatever a portal has, what is not public changes not one byte of its site.
//!
//! A random portal is built twice, with things that are not public and without them, and all outputs are compared
//! byte for byte: pages, data, database, Parquet, search, feeds, calendars, pictures. Public papers cite
//! and relate to the hidden ones in both, so that a citation of a hidden paper is shown to be one of no paper.

use proptest::prelude::*;

use crate::support::{Portal, TODAY, Tree, assert_same};

/// What makes a paper or meeting non-public; the last ones are errors, and their files are left out.
const HIDING: &[&str] = &[
    "access: restricted",
    "publishFrom: 2024-06-11",
    "publishFrom: 2999-12-31",
    "access: intern",
    "access: Restricted",
    "access:",
    "acess: restricted",
    "access: restricted\naccess: public",
    "publishFrom: bald",
];

/// The line that hides, or one that does not.
fn hiding(how: usize) -> &'static str {
    HIDING.get(how).unwrap_or(&"access: public")
}

const BODY: &str = "content/bodies/musterstadt";

/// A public paper: its number, and what it cites.
#[derive(Clone, Debug)]
struct Open {
    kind: usize,
    cites: Vec<usize>,
    relates: Option<usize>,
    steps: usize,
    says: usize,
    outcome: bool,
    hidden_step: bool,
    hidden_file: bool,
}

/// Something that is not public.
#[derive(Clone, Debug)]
enum Hidden {
    /// A paper: how it is hidden, its number (perhaps a public paper's), what it relates to, its topic.
    Paper {
        how: usize,
        number: usize,
        target: usize,
        topic: bool,
        folder: bool,
    },
    /// A meeting whose agenda has public papers.
    Meeting { how: usize, day: usize },
}

#[derive(Clone, Debug)]
struct Council {
    open: Vec<Open>,
    hidden: Vec<Hidden>,
    meeting: Option<bool>,
}

fn number(at: usize) -> String {
    format!("20-26 / V {at:05}")
}

/// Numbers from 10 are public papers', those from 20 hidden ones', those from 30 nobody's.
fn any_number() -> impl Strategy<Value = usize> {
    prop_oneof![10..13_usize, 20..23_usize, 30..32_usize]
}

fn open() -> impl Strategy<Value = Open> {
    let cites = prop::collection::vec(any_number(), 0..3);
    let relates = prop::option::of(any_number());
    (
        0..3_usize,
        cites,
        relates,
        0..3_usize,
        0..4_usize,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(kind, cites, relates, steps, says, outcome, hidden_step, hidden_file)| Open {
                kind,
                cites,
                relates,
                steps,
                says,
                outcome,
                hidden_step,
                hidden_file,
            },
        )
}

fn hidden() -> impl Strategy<Value = Hidden> {
    let how = 0..HIDING.len();
    let paper = (
        how.clone(),
        any_number(),
        any_number(),
        any::<bool>(),
        any::<bool>(),
    );
    let paper = paper.prop_map(|(how, number, target, topic, folder)| Hidden::Paper {
        how,
        number,
        target,
        topic,
        folder,
    });
    // A meeting has no embargo.
    let meeting = (prop::sample::select(vec![0, 3, 4, 5, 6, 7]), 1..28_usize);
    let meeting = meeting.prop_map(|(how, day)| Hidden::Meeting { how, day });
    prop_oneof![3 => paper, 1 => meeting]
}

fn council() -> impl Strategy<Value = Council> {
    let open = prop::collection::vec(open(), 1..4);
    let hidden = prop::collection::vec(hidden(), 1..5);
    (open, hidden, prop::option::of(any::<bool>())).prop_map(|(open, hidden, meeting)| Council {
        open,
        hidden,
        meeting,
    })
}

impl Council {
    /// Its site, with what is not public or without it.
    fn site(&self, with: bool) -> Tree {
        let portal = Portal::sound();
        portal.file(
            "content/topics/nur-geheim.md",
            "---\nname: Steuersachen\n---\n",
        );
        for (at, paper) in self.open.iter().enumerate() {
            paper.write(&portal, at, with);
        }
        if let Some(hidden_item) = self.meeting {
            let hidden =
                "  - {name: Zimtstern, paper: 20-26 / V 00020, public: false, result: Zimtstern}\n";
            let hidden = if hidden_item && with { hidden } else { "" };
            let agenda = format!(
                "  - {{name: Radweg, paper: {}}}\n{hidden}  - {{name: Noch etwas, paper: {}}}\n",
                number(10),
                number(21)
            );
            portal.file(
                &format!("{BODY}/meetings/2024-05-14-rat.md"),
                &format!("---\nname: Rat\norganization: [stadtrat]\nstart: 2024-05-14T18:00\nagendaItem:\n{agenda}---\n"),
            );
        }
        for (at, hidden) in self.hidden.iter().enumerate().filter(|_| with) {
            hidden.write(&portal, at);
        }
        let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
        assert!(matches!(built.code, Some(0 | 1)), "{}", built.err);
        assert!(!built.err.contains("Zimtstern"), "{}", built.err);
        portal.tree("public")
    }
}

impl Open {
    fn write(&self, portal: &Portal, at: usize, with: bool) {
        let kind = ["Antrag", "Beschluss", "Sitzungsvorlage"][self.kind];
        let mut front = format!(
            "name: Vorlage {at}\npaperType: {kind}\nreference: {}\ndate: 2024-04-{:02}\ntopics: [verkehr]\n",
            number(10 + at),
            10 + at
        );
        if let Some(target) = self.relates {
            front.push_str(&format!(
                "relations: [{{type: supersedes, target: {}}}]\n",
                number(target)
            ));
        }
        if self.outcome {
            front.push_str("resolution: {outcome: adopted}\n");
        }
        front.push_str("consultation:\n");
        let hide = |front: &mut String| {
            if self.hidden_step && with {
                front.push_str("  - {organization: bauamt, date: 1931-01-02, role: Zimtstern, result: Zimtstern, public: false}\n");
            }
        };
        for step in 0..self.steps {
            let says = [
                "",
                ", role: Vorberatung",
                ", result: zugestimmt",
                ", role: Entscheidung",
            ];
            let says = says[(self.says + step) % says.len()];
            front.push_str(&format!(
                "  - {{organization: stadtrat, date: 2024-05-{:02}{says}}}\n",
                10 + step
            ));
            hide(&mut front);
        }
        if self.steps == 0 {
            hide(&mut front);
        }
        front.push_str("attachments:\n  - {name: Plan, file: plan.txt}\n");
        let folder = format!("{BODY}/papers/2024/offen-{at}");
        portal.file(&format!("{folder}/plan.txt"), "Plan");
        if self.hidden_file && with {
            front.push_str("  - {name: Zimtstern, file: zimtstern.txt, access: restricted}\n");
            portal.file(&format!("{folder}/zimtstern.txt"), "Zimtstern");
        }
        let cites = self
            .cites
            .iter()
            .map(|at| format!("Siehe {} dazu. ", number(*at)));
        let text = format!(
            "{}\n\nMehr [hier](../hidden-0.md).\n",
            cites.collect::<String>()
        );
        portal.file(
            &format!("{folder}/index.md"),
            &format!("---\n{front}---\n{text}"),
        );
    }
}

impl Hidden {
    fn write(&self, portal: &Portal, at: usize) {
        match *self {
            Self::Paper {
                how,
                number: own,
                target,
                topic,
                folder,
            } => {
                let topic = if topic { "nur-geheim" } else { "verkehr" };
                let front = format!(
                    "name: Zimtstern {at}\npaperType: Zimtsternart\nreference: {}\naliases: [ZIMT-{at}]\ndate: 1931-01-01\ntopics: [{topic}]\nkeyword: [Zimtstern]\n\
                     summary: Zimtstern\nunderDirectionOf: [bauamt]\noriginatorOrganization: [stadtrat]\nlocation: Zimtstern\n\
                     consultation: [{{organization: bauamt, date: 2024-05-14, role: Entscheidung, vote: {{yes: 31, no: 1}}}}]\n\
                     resolution: {{outcome: adopted, text: Zimtstern}}\nfinance: {{items: [{{kind: cost, amount: 31319}}]}}\n\
                     relations: [{{type: repeals, target: {}, evidence: Zimtstern}}]\nprocedure: {{slug: zimtstern, name: Zimtstern}}\n\
                     redirectFrom: [/zimtstern-{at}/]\nattachments: [{{name: Zimtstern, file: zimtstern.txt}}]\nimplementation: {{status: done}}\n{}",
                    number(own),
                    number(target),
                    hiding(how)
                );
                let text = format!(
                    "---\n{front}\n---\nZimtstern hebt {} auf; [hier](offen-0/index.md).\n",
                    number(target)
                );
                let place = format!("{BODY}/papers/2024/hidden-{at}");
                if folder {
                    portal.file(&format!("{place}/index.md"), &text);
                    portal.file(&format!("{place}/zimtstern.txt"), "Zimtstern");
                } else {
                    portal.file(
                        &format!("{place}.md"),
                        &text.replace(", file: zimtstern.txt", ""),
                    );
                }
            }
            Self::Meeting { how, day } => {
                portal.file(
                    &format!("{BODY}/meetings/2024-07-{day:02}-hidden-{at}.md"),
                    &format!(
                        "---\nname: Zimtstern\norganization: [stadtrat, bauamt]\nstart: 2024-07-{day:02}T18:00\nlocation: Zimtstern\nagendaItem: [{{name: Zimtstern, paper: {}, result: vertagt}}]\n{}\n---\nZimtstern {}\n",
                        number(10), hiding(how), number(10)
                    ),
                );
            }
        }
    }
}

#[test]
fn the_comparison_sees_a_public_paper_and_meeting() {
    let paper = |how| Hidden::Paper {
        how,
        number: 20,
        target: 10,
        topic: true,
        folder: true,
    };
    let meeting = |how| Hidden::Meeting { how, day: 9 };
    for (hidden, same) in [
        (paper(0), true),
        (paper(99), false),
        (meeting(0), true),
        (meeting(99), false),
    ] {
        let council = Council {
            open: Vec::new(),
            hidden: vec![hidden],
            meeting: None,
        };
        let portal = Portal::sound();
        council.hidden[0].write(&portal, 0);
        let found = portal.run(&["build", "--keep-going", "--today", TODAY]);
        assert_eq!(
            portal.tree("public") == Portal::sound().site(),
            same,
            "{council:?} {}",
            found.err
        );
    }
}

/// How many portals; `DRUCKSACHE_CASES=500` for a long run.
fn cases() -> u32 {
    let asked = std::env::var("DRUCKSACHE_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_public_changes_not_one_byte(council in council()) {
        let (without, with) = (council.site(false), council.site(true));
        prop_assert!(without.len() > 50);
        assert_same(&without, &with);
    }
}
