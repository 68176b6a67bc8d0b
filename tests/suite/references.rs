//! Citations find their papers: in whose council, in which of several, and what follows from a number.

use std::sync::Arc;

use drucksache::diagnostic::{Code, Diagnostic};
use drucksache::link::{Archive, PaperNode, Target, link};
use drucksache::model::{Date, Slug};
use drucksache::parse::{Content, Kind, Parsed, SourceFile, SourceId, classify, council, parse};
use drucksache::scheme::Councils;
use proptest::prelude::*;

use crate::support::Portal;

const PORTAL: &str = "name: P\ndescription: D\nbaseUrl: https://x.example\npublisher: {name: S}\n";

/// Some papers of Musterstadt (`2024/…`, which needs a cue) and Beispielhausen (`24-V-01-…`, which does
/// not), linked; without a disk.
fn linked(papers: &[(&str, &str, &str)]) -> (Archive, Vec<Diagnostic>) {
    let source = |path: &str, kind| SourceFile {
        id: SourceId(0),
        path: Arc::from(format!("content/{path}")),
        kind,
    };
    let bodies = [
        (
            "musterstadt",
            "name: Stadt Musterstadt\nschemes: [karlsruhe]\n",
        ),
        (
            "beispielhausen",
            "name: Gemeinde Beispielhausen\nschemes: [wiesbaden, karlsruhe]\n",
        ),
    ];
    let none = Councils::default();
    let (mut content, mut findings) = (Content::default(), Vec::new());
    let portal = source("portal.yaml", Kind::Portal);
    content.add(parse(&portal, PORTAL, &none, &mut findings).expect("sound"));
    let mut councils = Vec::new();
    for (slug, yaml) in bodies {
        let slug = Slug::new(slug).expect("slug");
        let path = format!("bodies/{slug}/body.yaml");
        let parsed = parse(
            &source(&path, Kind::Body(slug.clone())),
            yaml,
            &none,
            &mut findings,
        );
        let Some(Parsed::Body(_, body)) = &parsed else {
            panic!("{findings:?}")
        };
        councils.push(council(slug, &body.data));
        content.add(parsed.expect("sound"));
    }
    let councils = Councils::new(councils);
    for (id, front, text) in papers {
        let (body, slug) = id.split_once('/').expect("body/slug");
        let path = format!("bodies/{body}/papers/2024/{slug}.md");
        let kind = classify(&path).expect("a place").expect("a kind");
        let text = format!("---\nname: {slug}\n{front}\n---\n{text}\n");
        content.add(parse(&source(&path, kind), &text, &councils, &mut findings).expect("sound"));
    }
    let (archive, found) = link(content, &councils, Date::default());
    findings.extend(found);
    (archive.expect("an archive"), findings)
}

fn paper<'a>(archive: &'a Archive, id: &str) -> &'a PaperNode {
    let found = archive
        .papers
        .iter()
        .find(|paper| paper.id.to_string() == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}

/// What a paper does to others: `refersTo musterstadt/a`, `refersTo 2024/0001?` where nobody has it.
fn relations(archive: &Archive, id: &str) -> Vec<String> {
    let name = |ix: &_| archive.paper(*ix).id.to_string();
    let relations = paper(archive, id).relations.iter().map(|relation| {
        let target = match &relation.target {
            Target::Paper(ix) => name(ix),
            Target::Ambiguous(several) => several.iter().map(name).collect::<Vec<_>>().join("|"),
            Target::Unresolved => format!("{}?", relation.display),
        };
        format!("{} {target}", relation.relation_type.name())
    });
    relations.collect()
}

#[track_caller]
fn cites(papers: &[(&str, &str, &str)], id: &str, expected: &[&str]) -> Vec<Diagnostic> {
    let (archive, findings) = linked(papers);
    assert_eq!(relations(&archive, id), expected);
    findings
}

fn codes(findings: &[Diagnostic]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

const A: (&str, &str, &str) = (
    "musterstadt/a",
    "reference: 2024/0101\ndate: 2024-03-01",
    "",
);
const TWIN: (&str, &str, &str) = (
    "musterstadt/b",
    "reference: 2024/0101\ndate: 2024-05-01",
    "",
);

#[test]
fn a_number_of_another_council_needs_its_name() {
    let there = ("beispielhausen/z", "reference: 24-V-01-0007", "");
    cites(
        &[
            there,
            (
                "musterstadt/c",
                "",
                "Beschluss der Gemeinde Beispielhausen 24-V-01-0007.",
            ),
        ],
        "musterstadt/c",
        &["refersTo beispielhausen/z"],
    );
    cites(
        &[there, ("musterstadt/c", "", "Kennzeichen 24-V-01-0007.")],
        "musterstadt/c",
        &[],
    );
    let same = ("beispielhausen/a", "reference: 2024/0101", "");
    cites(
        &[A, same, ("musterstadt/c", "", "Vorlage 2024/0101")],
        "musterstadt/c",
        &["refersTo musterstadt/a"],
    );
    cites(
        &[
            A,
            same,
            (
                "musterstadt/c",
                "",
                "Vorlage der Gemeinde Beispielhausen Nr. 2024/0101",
            ),
        ],
        "musterstadt/c",
        &["refersTo beispielhausen/a"],
    );
    cites(
        &[
            A,
            same,
            (
                "musterstadt/c",
                "relations: [{type: answers, target: beispielhausen/2024/0101}]",
                "",
            ),
        ],
        "musterstadt/c",
        &["answers beispielhausen/a"],
    );
}

#[test]
fn of_two_papers_with_one_number_the_author_or_the_date_says_which() {
    let text = "Vorlage 2024/0101";
    let found = cites(
        &[A, TWIN, ("musterstadt/c", "", text)],
        "musterstadt/c",
        &["refersTo musterstadt/a|musterstadt/b"],
    );
    assert!(codes(&found).contains(&Code::AmbiguousReference));
    let pin = "relations: [{type: refersTo, target: musterstadt/b}]";
    let found = cites(
        &[A, TWIN, ("musterstadt/c", pin, text)],
        "musterstadt/c",
        &["refersTo musterstadt/b"],
    );
    assert!(!codes(&found).contains(&Code::AmbiguousReference));
    cites(
        &[
            A,
            TWIN,
            ("musterstadt/c", "", "Vorlage 2024/0101 vom 1. Mai 2024"),
        ],
        "musterstadt/c",
        &["refersTo musterstadt/b"],
    );
}

#[test]
fn a_version_belongs_to_its_paper_unless_its_author_says_more() {
    let base = [A, ("musterstadt/c", "reference: 2024/0101/2", "")];
    let (archive, _) = linked(&base);
    assert_eq!(
        relations(&archive, "musterstadt/c"),
        ["supplements musterstadt/a"]
    );
    assert_eq!(archive.procedures.len(), 1, "they are one procedure");
    let front = "reference: 2024/0101/2\nrelations: [{type: amends, target: 2024/0101}]";
    cites(
        &[A, ("musterstadt/c", front, "")],
        "musterstadt/c",
        &["amends musterstadt/a"],
    );
    cites(
        &[("musterstadt/c", "reference: 2024/0101/2", "")],
        "musterstadt/c",
        &[],
    );
}

#[test]
fn the_front_matter_cites_too() {
    let front = "proposal:\n  - text: Der Antrag Nr. 2024/0101 ist behandelt.";
    let (archive, _) = linked(&[A, ("musterstadt/c", front, "")]);
    assert_eq!(
        relations(&archive, "musterstadt/c"),
        ["refersTo musterstadt/a"]
    );
    assert_eq!(paper(&archive, "musterstadt/a").incoming.len(), 1);
    let found = cites(
        &[("musterstadt/c", front, "")],
        "musterstadt/c",
        &["refersTo 2024/0101?"],
    );
    let hint = found
        .iter()
        .find(|f| f.code == Code::UnresolvedReference)
        .expect("a hint");
    assert!(
        hint.place.end - hint.place.start == 9,
        "at the number: {hint:?}"
    );
}

#[test]
fn a_slip_is_a_hint_and_never_a_link() {
    let found = cites(
        &[A, ("musterstadt/c", "", "Vorlage 2024/0110")],
        "musterstadt/c",
        &["refersTo 2024/0110?"],
    );
    let hint = found
        .iter()
        .find(|f| f.code == Code::NearMiss)
        .expect("a hint");
    assert_eq!(hint.fact("candidates"), Some("musterstadt/a"));
    let found = cites(
        &[A, ("musterstadt/c", "", "Vorlage 2024/O101")],
        "musterstadt/c",
        &[],
    );
    assert!(codes(&found).contains(&Code::Misread));
}

#[test]
fn columns_lists_and_indented_lines_are_read() {
    for text in [
        "| Vorlage | Jahr |\n|---|---|\n| 2024/0101 | 2024/2025 |",
        "Folgende Vorlagen lagen vor:\n\n- 2024/0101 Radweg\n- Kosten 2024/2025",
        "Text\n\n    Vorlage 2024/0101 im eingerückten Absatz",
        "1.       Vorlage 2024/0101",
        "\t\t\tVorlage 2024/0101",
        "## Zur Vorlage **2024**/\n0101",
        "Text[^1]\n\n[^1]: Vorlage 2024/0101",
        "> Vorlage 2024/\n> 0101",
    ] {
        cites(
            &[A, ("musterstadt/c", "", text)],
            "musterstadt/c",
            &["refersTo musterstadt/a"],
        );
    }
    for text in [
        "`Vorlage 2024/0101`",
        "```\nVorlage 2024/0101\n```",
        "[Vorlage 2024/0101](https://x.example)",
    ] {
        cites(&[A, ("musterstadt/c", "", text)], "musterstadt/c", &[]);
    }
}

#[test]
fn a_paper_with_a_shared_alias_does_not_cite_itself() {
    let front = "reference: 2024/0102\naliases: [2024/0101]";
    let found = cites(
        &[A, ("musterstadt/c", front, "Vorlage 2024/0101")],
        "musterstadt/c",
        &[],
    );
    assert!(!codes(&found).contains(&Code::AmbiguousReference));
}

#[test]
fn short_numbers_and_years_have_no_near_misses() {
    let found = cites(
        &[
            ("musterstadt/a", "reference: 2014/0101", ""),
            ("musterstadt/c", "", "Vorlage 2041/0101"),
        ],
        "musterstadt/c",
        &["refersTo 2041/0101?"],
    );
    assert!(!codes(&found).contains(&Code::NearMiss));
}

#[test]
fn nobody_guesses_who_decided_behind_closed_doors() {
    let front = "consultation:\n  - {organization: x, date: 2024-01-10, role: Vorberatung}\n  - {organization: x, date: 2024-02-01, role: Entscheidung, public: false}\nresolution: {outcome: adopted}";
    let (archive, _) = linked(&[("musterstadt/c", front, "")]);
    assert_eq!(paper(&archive, "musterstadt/c").decided, None);
    // A step of which nothing says that it decided is not taken for the decision, whether or not a hidden one follows.
    let decided = |steps: &str| {
        let front = format!("consultation:\n{steps}\nresolution: {{outcome: adopted}}");
        let (archive, _) = linked(&[("musterstadt/c", &front, "")]);
        paper(&archive, "musterstadt/c").decided
    };
    let hidden = "  - {organization: x, date: 2024-02-01, public: false}";
    let silent = "  - {organization: x, date: 2024-01-10}";
    assert_eq!(decided(silent), None);
    assert_eq!(decided(&format!("{silent}\n{hidden}")), None);
    for says in [
        "result: zugestimmt",
        "vote: {yes: 31, no: 1}",
        "role: Beschlussfassung",
    ] {
        let step = format!("  - {{organization: x, date: 2024-01-10, {says}}}");
        assert!(decided(&step).is_some(), "{says}");
        assert_eq!(
            decided(&format!("{step}\n{hidden}")),
            decided(&step),
            "{says}"
        );
    }
}

#[test]
fn what_an_author_hid_is_nowhere() {
    let portal = Portal::sound();
    let text = "Satz <!-- GEHEIM1\n\nGEHEIM2 Beschluss 20-26 / V 09999 -->\n\n[//]: # (GEHEIM3)\n\n[a](geheim4.pdf \"GEHEIM5\") und \n\n- Punkt\n\n      <!-- GEHEIM6\n\n      GEHEIM7 -->\n\nNach \\\\<!-- GEHEIM9\n\nGEHEIM10 --> Text\n\n<div>\n\\<!-- GEHEIM11 -->\n</div>\n\n<!-- <!-- GEHEIM12 -->\n\nEnde `<!-- <!--` \\\\<!-- GEHEIM13 -->";
    let front = "name: Neu\nrelations: [{type: answers, target: musterstadt/geheim8}]";
    portal.paper("neu", front, text);
    portal.paper("geheim8", "name: Geheim\naccess: restricted", "");
    for (path, bytes) in portal.site() {
        let words = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!words.contains("geheim"), "{path}");
    }
}

#[test]
fn many_papers_of_one_procedure_are_built_in_time() {
    let portal = Portal::sound();
    for at in 0..300 {
        let front =
            format!("name: Antrag {at}\nrelations: [{{type: amends, target: 20-26 / V 00002}}]");
        portal.paper(&format!("a{at}"), &front, "");
    }
    let began = std::time::Instant::now();
    portal.site();
    let seconds = began.elapsed().as_secs();
    assert!(
        seconds < 60,
        "{seconds} s: it took the square of the members once"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_paper_removes_no_link(
        numbers in prop::collection::btree_set(1_u16..400, 2..8),
        cited in prop::collection::vec(0_usize..8, 1..8),
        text in "[a-zäöü 0-9/.,()\n-]{0,40}",
    ) {
        let numbers: Vec<u16> = numbers.into_iter().collect();
        let fronts: Vec<_> = numbers.iter().map(|n| format!("reference: 2024/{n:04}")).collect();
        let ids: Vec<_> = numbers.iter().map(|n| format!("musterstadt/p{n}")).collect();
        let words: Vec<String> = cited
            .iter()
            .map(|at| format!("Vorlage 2024/{:04}", numbers[at % numbers.len()]))
            .collect();
        let words = format!("{} {text}", words.join(", "));
        let mut papers: Vec<(&str, &str, &str)> = ids
            .iter()
            .zip(&fronts)
            .map(|(id, front)| (id.as_str(), front.as_str(), ""))
            .collect();
        papers.push(("musterstadt/zuletzt", "", &words));
        let (without, _) = linked(&papers[1..]);
        let (with, _) = linked(&papers);
        let after = relations(&with, "musterstadt/zuletzt");
        for relation in relations(&without, "musterstadt/zuletzt") {
            prop_assert!(relation.ends_with('?') || after.contains(&relation), "{} {:?}", relation, after);
        }
    }
}

#[test]
fn accepted_suggestions_are_written_down() {
    let portal = Portal::sound();
    portal.paper("wippe", "name: Wippe\nreference: 20-26 / V 01234", "");
    let file = "content/bodies/musterstadt/papers/2024/neu.md";
    let text =
        "---\nname: Rutsche # neu\n\n---\nBericht zum Beschluss 20-26 / V 01234 vom 17.04.2024.\n";
    portal.file(file, text);
    let shown = portal.run(&["relations"]);
    assert!(
        shown.out.contains("reportsOn 20-26 / V 01234"),
        "{}",
        shown.out
    );
    let refused = portal.run(&["relations", "--accept"]);
    assert_eq!(refused.code, Some(2), "nobody has read them");
    let accepted = portal.run(&["relations", "--accept", "musterstadt/neu"]);
    assert_eq!(accepted.code, Some(0), "{}", accepted.err);
    let now = std::fs::read_to_string(portal.path(file)).expect("the paper");
    assert!(
        now.contains("name: Rutsche # neu\n") && now.ends_with("vom 17.04.2024.\n"),
        "{now}"
    );
    assert!(
        now.contains("type: reportsOn") && now.contains("target: 20-26 / V 01234"),
        "{now}"
    );
    let again = portal.run(&["relations"]);
    assert!(!again.out.contains("reportsOn"), "{}", again.out);
    let checked = portal.check();
    assert_eq!(checked.code, Some(0), "{}", checked.out);
}
