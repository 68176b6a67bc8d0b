//! All findings in one run, in one order, in three formats.

use crate::support::{Portal, TODAY};

const FIVE_MISTAKES: &str = "\
---
name: Antrag: Mehr Radwege
papertype: Antrag
date: 17.04.2024
topics: [verkehr, kliam]
finance: {effect: ja}
---
Siehe [Plan](javascript:alert(1)).
";

fn codes(out: &str) -> Vec<(String, u64)> {
    out.lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON Lines");
            (
                record["code"].as_str().expect("code").to_owned(),
                record["line"].as_u64().unwrap_or(0),
            )
        })
        .collect()
}

#[test]
fn one_run_tells_every_mistake_of_a_paper_in_the_order_of_its_lines() {
    let portal = Portal::sound();
    portal.file(
        "content/bodies/musterstadt/papers/2024/neu.md",
        FIVE_MISTAKES,
    );
    let checked = portal.run(&["check", "--format", "json"]);
    assert_eq!(checked.code, Some(1));
    let expected = [
        ("yaml-colon", 2),
        ("unknown-key", 3),
        ("bad-date", 4),
        ("unknown-topic", 5),
        ("unknown-value", 6),
        ("unsafe-url", 8),
    ];
    assert_eq!(
        codes(&checked.out),
        expected.map(|(code, line)| (code.to_owned(), line))
    );
}

#[test]
fn mistakes_in_lists_do_not_hide_each_other() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Radweg\nconsultation:\n  - {date: 2024-01-01}\n  - organization: stadtrat\n    date: 1.1.2024\n  - {organization: stadtrat, vote: {yes: 3, no: drei}}\nresolution:\n  outcome: angenommen\n  text: so\nkeyword: Rad",
        "",
    );
    let checked = portal.run(&["check", "--format", "json"]);
    let expected = [
        ("missing-key", 4),
        ("bad-date", 6),
        ("wrong-type", 7),
        ("unknown-value", 9),
        ("wrong-type", 11),
    ];
    assert_eq!(
        codes(&checked.out),
        expected.map(|(code, line)| (code.to_owned(), line))
    );
}

#[test]
fn the_order_is_by_file_and_knows_nothing_of_the_disk() {
    let mut slugs = ["c", "a", "e", "b", "d"];
    let mut reports = Vec::new();
    for _ in 0..slugs.len() {
        slugs.rotate_left(2);
        let portal = Portal::sound();
        for slug in slugs {
            portal.paper(
                slug,
                "name: Radweg\ntopics: [kliam]\ndate: gestern",
                "<b>fett</b>",
            );
        }
        let report = portal.run(&["check", "--today", TODAY]).out;
        let files: Vec<&str> = report
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--> "))
            .collect();
        assert_eq!(files.len(), 15);
        assert!(
            files.windows(2).all(|pair| pair[0] <= pair[1]),
            "{files:#?}"
        );
        reports.push(report);
    }
    assert!(reports.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_mistake_in_one_file_is_not_told_again_in_others() {
    let portal = Portal::sound();
    portal.file(
        "content/bodies/musterstadt/body.yaml",
        "name: Musterstadt\nags: x\nschemes: [muenchen]\n",
    );
    portal.file(
        "content/topics/verkehr.md",
        "---\nname: Verkehr\nalias: [x]\n---\n",
    );
    let checked = portal.run(&["check", "--format", "json"]);
    let expected = [("bad-ags".to_owned(), 2), ("unknown-key".to_owned(), 3)];
    assert_eq!(codes(&checked.out), expected);
}

#[test]
fn a_body_without_a_file_is_told_once() {
    let portal = Portal::sound();
    for slug in ["a", "b", "c"] {
        let path = format!("content/bodies/nachbarstadt/papers/2024/{slug}.md");
        portal.file(&path, "---\nname: Radweg\n---\n");
    }
    let checked = portal.run(&["check", "--format", "json"]);
    assert_eq!(codes(&checked.out), [("unknown-body".to_owned(), 0)]);
}

#[test]
fn a_missing_key_is_told_once_and_hides_nothing() {
    let portal = Portal::sound();
    portal.paper("neu", "paperType: Antrag\ntopics: [kliam]", "");
    let checked = portal.run(&["check", "--format", "json"]);
    let expected = [
        ("missing-key".to_owned(), 1),
        ("unknown-topic".to_owned(), 3),
    ];
    assert_eq!(codes(&checked.out), expected);
}

#[test]
fn empty_files_are_what_they_look_like() {
    let portal = Portal::sound();
    portal.file("content/bodies/musterstadt/organizations.yaml", "");
    portal.file("content/bodies/musterstadt/people.yaml", "# noch niemand\n");
    assert_eq!(portal.check().out, "");
    portal.file(
        "content/bodies/musterstadt/papers/2024/neu.md",
        "---\n---\n",
    );
    assert_eq!(
        codes(&portal.run(&["check", "--format", "json"]).out),
        [("missing-key".to_owned(), 1)]
    );
}

#[test]
fn github_annotations_carry_place_and_cure() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Radweg, \"neu\"\ndate: 17.04.2024",
        "100 % <b>fett</b>",
    );
    let checked = portal.run(&["check", "--format", "github", "--messages", "en"]);
    insta::assert_snapshot!(checked.out);
}

#[test]
fn json_counts_lines_and_columns_in_characters() {
    let portal = Portal::sound();
    portal.paper("neu", "name: Radweg", "Größe <b>fett</b>");
    let checked = portal.run(&["check", "--format", "json", "--messages", "en"]);
    let record: serde_json::Value = serde_json::from_str(checked.out.trim()).expect("one finding");
    assert_eq!(
        (&record["line"], &record["column"], &record["endColumn"]),
        (&4.into(), &7.into(), &10.into())
    );
}

#[test]
fn windows_line_ends_and_byte_order_marks_move_nothing() {
    let portal = Portal::sound();
    let text = "\u{feff}---\r\nname: Radweg\r\ntopics: [kliam]\r\n---\r\nText\r\n";
    portal.file("content/bodies/musterstadt/papers/2024/neu.md", text);
    let checked = portal.check();
    assert!(checked.out.contains("neu.md:3:10\n"), "{}", checked.out);
}

#[test]
fn a_person_is_shown_fifty_of_a_kind_and_told_how_many_more_there_are() {
    let portal = Portal::sound();
    for at in 0..53 {
        let front = format!("name: Nummer {at}");
        portal.paper(&format!("p{at}"), &front, "Das <u>alles</u>.");
    }
    let shown = |told: &str| told.matches("[raw-html]").count();
    let (checked, built) = (portal.run(&["check"]), portal.run(&["build"]));
    for told in [&checked.out, &built.err] {
        assert_eq!(shown(told), 50, "{told}");
        let (_, end) = told.split_once("Außerdem: ").expect("what is not shown");
        let line = "3 × raw-html. Alle zeigt drucksache check --all";
        assert!(end.starts_with(line), "{end}");
        assert!(end.contains("53 Warnungen"), "{end}");
    }
    let all = portal.run(&["check", "--all"]).out;
    assert_eq!(shown(&all), 53);
    assert!(!all.contains("Außerdem"));
    let machines = portal.run(&["check", "--format", "json"]).out;
    assert_eq!(machines.lines().count(), 53);
}
