//! Dumps of OParl become content that builds; what authors did to it stays.

use serde_json::{Value, json};

use crate::support::{Portal, text};

const HOST: &str = "https://ris.example/oparl";

fn id(kind: &str, at: usize) -> String {
    format!("{HOST}/{kind}/{at}")
}

/// A council as a careless server tells it.
fn objects() -> Vec<Value> {
    let of = |kind: &str| format!("https://schema.oparl.org/1.0/{kind}");
    vec![
        json!({"id": id("body", 1), "type": of("Body"), "name": "Stadt Neustadt", "ags": "", "contactEmail": null}),
        json!({"id": id("organization", 1), "type": of("Organization"), "name": "Rat", "organizationType": "Committee", "body": id("body", 1)}),
        json!({"id": id("organization", 2), "type": of("Organization"), "name": "Fraktion: Die Mitte", "organizationType": "Fraktion", "body": id("body", 1)}),
        json!({"id": id("person", 1), "type": of("Person"), "name": "Erika Beispiel", "phone": ["0123 456"], "life": "geboren 1970",
            "membership": [{"id": id("membership", 1), "type": of("Membership"), "organization": id("organization", 1), "votingRight": true}]}),
        json!({"id": id("meeting", 1), "type": of("Meeting"), "name": "1. Sitzung", "start": "2024-03-07T17:00:00Z", "organization": [id("organization", 1)],
            "location": {"type": of("Location"), "description": "Ratssaal"},
            "agendaItem": [
                {"id": id("agendaitem", 1), "type": of("AgendaItem"), "number": "1", "name": "Radweg", "public": true, "result": "einstimmig beschlossen",
                    "resolutionText": "<p>Der Radweg wird gebaut &amp; beleuchtet.</p><ul><li>für Leser*innen</li><li>für Fahrer*innen</li></ul>", "consultation": id("consultation", 1)},
                {"id": id("agendaitem", 2), "type": of("AgendaItem"), "number": "2", "name": "GEHEIM Grundstück", "public": false, "consultation": id("consultation", 2)}]}),
        json!({"id": id("meeting", 2), "type": of("Meeting"), "name": "GEHEIM ohne Tag", "start": null, "organization": id("organization", 1)}),
        json!({"id": id("paper", 1), "type": of("Paper"), "name": "Radweg: Bau\r\n an der Hauptstraße", "reference": "1/2024", "date": "2024-02-01",
            "paperType": "Antrag", "originatorOrganization": [id("organization", 2)], "keyword": ["Rad", ""],
            "consultation": [{"id": id("consultation", 1), "type": of("Consultation"), "agendaItem": id("agendaitem", 1), "meeting": id("meeting", 1),
                "organization": [id("organization", 1)], "role": "Entscheidung", "authoritative": true}],
            "mainFile": {"id": id("file", 1), "type": of("File"), "name": "Antrag", "accessUrl": "https://ris.example/1.pdf", "text": "    Bitte bauen.\n\n\u{f0b7} bald\n\u{f0b7} breit"},
            "auxiliaryFile": [{"id": id("file", 2), "type": of("File"), "name": "GEHEIM Anlage", "accessUrl": "https://ris.example/2.pdf", "public": "vielleicht"}]}),
        json!({"id": id("paper", 2), "type": of("Paper"), "name": "Verkauf", "reference": 2, "date": "3004-02-26", "paperType": "Beschlussvorlage",
            "consultation": [{"id": id("consultation", 2), "type": of("Consultation"), "agendaItem": id("agendaitem", 2), "meeting": id("meeting", 1), "role": "Vorberatung"}],
            "superordinatedPaper": [id("paper", 1)], "relatedPaper": id("paper", 1)}),
        json!({"id": id("paper", 3), "type": of("Paper"), "deleted": true, "created": "2020-01-01"}),
    ]
}

fn portal() -> Portal {
    let portal = Portal::sound();
    dump(&portal, &objects());
    portal
}

fn dump(portal: &Portal, objects: &[Value]) {
    let text = json!({"data": objects, "links": {}}).to_string();
    portal.file("dump/page-1.json", &text);
}

fn import(portal: &Portal, more: &[&str]) -> crate::support::Ended {
    let mut arguments = vec![
        "import",
        "oparl",
        "dump",
        "--body",
        "neustadt",
        "--messages",
        "en",
    ];
    arguments.extend(more);
    portal.run(&arguments)
}

/// Changes an object of the source.
fn change(objects: &mut [Value], of: &str, key: &str, value: Value) {
    let found = objects.iter_mut().find(|object| object["id"] == of);
    found.expect("object")[key] = value;
}

const PAPER: &str = "content/bodies/neustadt/papers/2024/1-2024-radweg-bau-an-der-hauptstrasse.md";

#[test]
fn a_dump_becomes_content_that_builds() {
    let portal = portal();
    let ended = import(&portal, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(!ended.out.contains("differs"), "{}", ended.out);
    assert!(
        ended.out.contains("Person.life (1), Person.phone (1)"),
        "{}",
        ended.out
    );
    let tree = portal.tree(".");
    assert_eq!(
        text(&tree, PAPER),
        "---\nname: \"Radweg: Bau an der Hauptstraße\"\npaperType: Antrag\nreference: 1/2024\ndate: 2024-02-01\nkeyword: [Rad]\n\
         originatorOrganization: [fraktion-die-mitte]\nconsultation:\n  - organization: rat\n    date: 2024-03-07\n    role: Entscheidung\n    result: einstimmig beschlossen\n\
         resolution:\n  outcome: adopted\n  organization: rat\n  date: 2024-03-07\n  text: |-\n    Der Radweg wird gebaut & beleuchtet.\n\n    - für Leser*innen\n    - für Fahrer*innen\n\
         attachments:\n  - name: Antrag\n    url: https://ris.example/1.pdf\n  - name: GEHEIM Anlage\n    url: https://ris.example/2.pdf\n    access: restricted\n\
         source: https://ris.example/oparl/paper/1\nimportedFrom: https://ris.example/oparl/paper/1\n---\n\nBitte bauen.\n\n- bald\n- breit\n"
    );
    let second = text(
        &tree,
        "content/bodies/neustadt/papers/ohne-datum/2-verkauf.md",
    );
    for line in [
        "reference: \"2\"",
        "public: false",
        "type: answers",
        "target: neustadt/1-2024-radweg-bau-an-der-hauptstrasse",
        "- Als Datum nennt die Quelle „3004-02-26“.",
    ] {
        assert!(second.contains(line), "{line}: {second}");
    }
    let meeting = text(&tree, "content/bodies/neustadt/meetings/2024-03-07-rat.md");
    assert!(
        meeting.contains("start: 2024-03-07T18:00\nlocation: Ratssaal"),
        "{meeting}"
    );
    let site = portal.site();
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("GEHEIM"), "{path} tells what is not public");
    }
    let page = text_of(
        &site,
        "vorlagen/neustadt/1-2024-radweg-bau-an-der-hauptstrasse/index.html",
    );
    assert!(
        page.contains("href=\"https://ris.example/1.pdf\"")
            && page.contains("liegt bei der Kommune")
    );
}

fn text_of(tree: &crate::support::Tree, path: &str) -> String {
    text(tree, path).to_owned()
}

#[test]
fn a_second_run_changes_nothing_and_news_change_one_file() {
    let portal = portal();
    import(&portal, &[]);
    let before = portal.tree("content");
    let again = import(&portal, &[]);
    assert!(
        again.out.ends_with("\n0 new, 0 changed, 5 unchanged\n"),
        "{}",
        again.out
    );
    assert!(before == portal.tree("content"));
    let mut news = objects();
    change(
        &mut news,
        &id("paper", 2),
        "name",
        json!("Verkauf des Bauhofs"),
    );
    dump(&portal, &news);
    import(&portal, &[]);
    let after = portal.tree("content");
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        changed,
        [
            "bodies/neustadt/.import.jsonl",
            "bodies/neustadt/papers/ohne-datum/2-verkauf.md"
        ]
    );
}

#[test]
fn what_the_author_did_stays_and_conflicts_are_shown_like_a_merge() {
    let portal = portal();
    import(&portal, &[]);
    let start = text(&portal.tree("."), PAPER).to_owned();
    let edited = start
        .replace(
            "name: \"Radweg: Bau an der Hauptstraße\"",
            "# Kürzer für Leser\nname: Radweg",
        )
        .replace("Bitte bauen.", "Bitte bald bauen.");
    portal.file(PAPER, &edited);
    let mut news = objects();
    change(&mut news, &id("paper", 1), "keyword", json!(["Rad", "Bau"]));
    change(
        &mut news,
        &id("paper", 1),
        "name",
        json!("Radweg: Bau und Licht"),
    );
    dump(&portal, &news);
    let ended = import(&portal, &[]);
    assert_eq!(ended.code, Some(1));
    let shown = format!(
        "\n{PAPER}: name\n<<<<<<< {PAPER}\nname: Radweg\n=======\nname: \"Radweg: Bau und Licht\"\n>>>>>>> source\n"
    );
    assert!(ended.out.contains(&shown), "{}", ended.out);
    let merged = edited.replace("keyword: [Rad]", "keyword: [Rad, Bau]");
    assert_eq!(text(&portal.tree("."), PAPER), merged);
    // It is asked again until it is decided.
    assert_eq!(import(&portal, &[]).code, Some(1));
    let decided = import(&portal, &["--theirs", PAPER]);
    assert_eq!(decided.code, Some(0), "{}", decided.out);
    let expected = merged.replace("name: Radweg\n", "name: \"Radweg: Bau und Licht\"\n");
    assert_eq!(text(&portal.tree("."), PAPER), expected);
    assert_eq!(import(&portal, &[]).code, Some(0));
}

#[test]
fn files_that_move_are_found_removed_ones_stay_away_and_gone_papers_are_listed() {
    let portal = portal();
    import(&portal, &[]);
    let paper = portal.tree(".")[PAPER].clone();
    let moved = "content/bodies/neustadt/papers/2024/radweg.md";
    portal.remove(PAPER).bytes(moved, &paper);
    portal.remove("content/bodies/neustadt/papers/ohne-datum/2-verkauf.md");
    let mut news = objects();
    change(&mut news, &id("paper", 1), "paperType", json!("Anfrage"));
    dump(&portal, &news);
    let ended = import(&portal, &[]);
    assert!(
        ended.out.contains("1 that you removed stay removed"),
        "{}",
        ended.out
    );
    let tree = portal.tree(".");
    assert!(text(&tree, moved).contains("paperType: Anfrage") && !tree.contains_key(PAPER));
    news.retain(|object| object["id"] != id("paper", 1).as_str());
    dump(&portal, &news);
    let ended = import(&portal, &[]);
    let command = "  drucksache withdraw neustadt/radweg --reason \"…\"\n";
    assert!(ended.out.contains(command), "{}", ended.out);
    // It stands in the file until it is decided, and `check` lists it.
    let proposed = text(&portal.tree("."), moved).to_owned();
    assert!(
        proposed.contains("Bei der Quelle verschwunden."),
        "{proposed}"
    );
    assert!(
        portal
            .check()
            .out
            .contains("drucksache withdraw neustadt/radweg")
    );
    let again = import(&portal, &[]);
    assert!(again.out.contains(command) && again.out.contains("\n0 new, 0 changed,"));
    // Who deletes the entry keeps the paper, and is not asked again.
    let decided: String = proposed
        .lines()
        .filter(|line| !line.contains("drucksache withdraw") && !line.contains("Eintrag löschen"))
        .map(|line| format!("{line}\n"))
        .collect();
    let decided = decided.replace("review:\n  - >-\n", "");
    portal.file(moved, &decided);
    assert!(!import(&portal, &[]).out.contains(command));
    assert_eq!(text(&portal.tree("."), moved), decided);
    // Back at the source, it is a paper like others.
    portal.file(moved, &proposed);
    let mut back = objects();
    change(&mut back, &id("paper", 1), "paperType", json!("Anfrage"));
    dump(&portal, &back);
    import(&portal, &[]);
    assert!(!text(&portal.tree("."), moved).contains("verschwunden"));
}

#[test]
fn ids_that_move_take_their_files_along() {
    let portal = portal();
    import(&portal, &[]);
    let moved = serde_json::to_string(&objects())
        .unwrap()
        .replace("ris.example/oparl/paper/", "neu.example/oparl/v2/paper/");
    dump(
        &portal,
        &serde_json::from_str::<Vec<Value>>(&moved).unwrap(),
    );
    let ended = import(&portal, &[]);
    assert!(
        ended.out.ends_with("\n0 new, 2 changed, 3 unchanged\n"),
        "{}",
        ended.out
    );
    assert!(
        text(&portal.tree("."), PAPER)
            .contains("importedFrom: https://neu.example/oparl/v2/paper/1")
    );
}

#[test]
fn ids_that_only_change_their_scheme_are_no_new_ids() {
    let portal = portal();
    import(&portal, &[]);
    let files = || {
        let tree = portal.tree("content/bodies/neustadt");
        tree.into_keys().collect::<Vec<_>>()
    };
    let before = files();
    let moved = serde_json::to_string(&objects())
        .unwrap()
        .replace("https://ris.example/oparl/", "http://ris.example:80/oparl/");
    dump(
        &portal,
        &serde_json::from_str::<Vec<Value>>(&moved).unwrap(),
    );
    let ended = import(&portal, &[]);
    assert!(ended.out.contains("\n0 new,"), "{}", ended.out);
    assert_eq!(files(), before);
}

#[test]
fn our_own_oparl_comes_back_whole() {
    let portal = Portal::musterstadt();
    portal.site();
    let other = Portal::sound();
    for (path, bytes) in portal.tree("public/oparl") {
        other.bytes(&format!("dump/{path}"), &bytes);
    }
    other.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
    other.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    let run = || {
        other.run(&[
            "import",
            "oparl",
            "dump",
            "--body",
            "kopie",
            "--only",
            "Musterstadt",
            "--messages",
            "en",
        ])
    };
    let ended = run();
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(!ended.out.contains("differs"), "{}", ended.out);
    assert!(run().out.contains("\n0 new, 0 changed,"));
    let checked = other.check();
    assert!(!checked.out.contains("Fehler["), "{}", checked.out);
}
