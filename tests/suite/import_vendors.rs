//! What real servers and dumps of OParl look like, vendor by vendor, with a fictional council's words.

use serde_json::{Value, json};

use crate::support::{Ended, Portal, text};

const OLD: &str = "https://web1.neustadt.example/oparl";
const NEW: &str = "https://web2.neustadt.example/ris/oparl";

fn of(kind: &str) -> String {
    format!("https://schema.oparl.org/1.1/{kind}")
}

fn import(portal: &Portal, more: &[&str]) -> Ended {
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

/// The content of the council, without what the importer remembers.
fn content(portal: &Portal) -> Vec<String> {
    let tree = portal.tree("content/bodies/neustadt");
    let files = tree.keys().filter(|path| !path.starts_with('.'));
    files.cloned().collect()
}

/// A folder as a scraper keeps it: one object a file, lists as arrays, texts beside descriptions of files, notes
/// of its own in between, and two hosts since the server moved.
fn folder(portal: &Portal) {
    let file = json!({"id": format!("{OLD}/bodies/1/files/8"), "type": of("File"), "name": "Antrag", "mimeType": "pdf",
        "accessUrl": "https://web1.neustadt.example/a/8.pdf", "downloadUrl": ""});
    let step = json!({"id": format!("{OLD}/bodies/1/consultations/9"), "type": of("Consultation"), "role": "Entscheidung",
        "agendaItem": format!("{OLD}/bodies/1/agendaitems/7"), "meeting": format!("{OLD}/bodies/1/meetings/5"),
        "organization": [format!("{OLD}/bodies/1/organizations/gr/3")]});
    let paper = json!({"id": format!("{OLD}/bodies/1/papers/vo/6"), "type": of("Paper"), "body": format!("{OLD}/bodies/1"), "name": "Bänke\r\n(alt: DS 4)",
        "reference": "16057", "date": "2024-12-15", "auxiliaryFile": [file], "consultation": [step], "deleted": false});
    let meeting = json!({"id": format!("{NEW}/bodies/1/meetings/5"), "type": of("Meeting"), "name": "Sitzung", "start": "2024-12-20T17:00:00",
        "meetingState": "terminiert", "organization": [format!("{NEW}/bodies/1/organizations/gr/3")],
        "agendaItem": [{"id": format!("{NEW}/bodies/1/agendaitems/7"), "type": of("AgendaItem"), "order": "1", "name": "Bänke", "result": "einstimmig"}]});
    let organizations = json!([{"id": format!("{NEW}/bodies/1/organizations/gr/3"), "type": of("Organization"), "name": "Gemeinderat", "shortName": ""}]);
    portal.file("dump/docs/papers/6.json", &paper.to_string());
    portal.file("dump/docs/meetings/5.json", &meeting.to_string());
    portal.file("dump/docs/organizations.json", &organizations.to_string());
    let words = json!({"id": format!("{OLD}/bodies/1/files/8"), "downloadUrl": "https://web1.neustadt.example/8.pdf", "hasExtractedText": true});
    portal.file("dump/docs/file-contents/8.json", &words.to_string());
    portal.file("dump/docs/file-contents/8.txt", "Bitte stellt Bänke auf.\n");
    let note = json!({"id": format!("{OLD}/bodies/1/meetings/5-day"), "overview": "Was ein Modell dazu sagt", "model": "x"});
    portal.file("dump/docs/digests/meetings/5-day.json", &note.to_string());
    portal.file("dump/docs/feed-index.json", "{\"feeds\": []}");
    portal.file("dump/README.md", "[nicht JSON](x)");
}

#[test]
fn a_scrapers_folder_comes_whole_in_spite_of_a_move() {
    let portal = Portal::sound();
    folder(&portal);
    let ended = import(&portal, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(!ended.out.contains("differs"), "{}", ended.out);
    assert!(
        ended.out.contains("Named by an old address"),
        "{}",
        ended.out
    );
    assert_eq!(
        content(&portal),
        [
            "body.yaml",
            "meetings/2024-12-20-gemeinderat.md",
            "organizations.yaml",
            "papers/2024/16057-baenke-alt-ds-4.md"
        ]
    );
    let tree = portal.tree("content/bodies/neustadt");
    let paper = text(&tree, "papers/2024/16057-baenke-alt-ds-4.md");
    for line in [
        "name: \"Bänke (alt: DS 4)\"",
        "  - organization: gemeinderat\n    date: 2024-12-20\n    role: Entscheidung\n    result: einstimmig\n",
        "    url: https://web1.neustadt.example/a/8.pdf",
        "\n\nBitte stellt Bänke auf.\n",
    ] {
        assert!(paper.contains(line), "{line}: {paper}");
    }
    let meeting = text(&tree, "meetings/2024-12-20-gemeinderat.md");
    assert!(
        meeting.contains("start: 2024-12-20T17:00")
            && meeting.contains("paper: neustadt/16057-baenke-alt-ds-4"),
        "{meeting}"
    );
    // Then everything moves: nothing is new.
    for (path, bytes) in portal.tree("dump") {
        let moved = String::from_utf8_lossy(&bytes).replace(OLD, NEW);
        portal.file(&format!("dump/{path}"), &moved);
    }
    let before = content(&portal);
    let again = import(&portal, &[]);
    assert!(again.out.contains("\n0 new,"), "{}", again.out);
    assert_eq!(content(&portal), before);
}

/// A mirror of a server: addresses for names, no endings, packed files, one page with bare control characters.
#[test]
fn mirrors_and_broken_json_are_read() {
    let portal = Portal::sound();
    let id = |rest: &str| format!("https://ris.neustadt.example/bi/oparl/1.0/{rest}");
    let page = json!({"data": [{"id": id("papers.asp?id=1"), "name": "Satzung NAME", "shortName": " ", "reference": "N/A",
        "date": "2024-02-01", "auxiliaryFile": {"id": id("files.asp?id=4"), "name": "Anlage", "accessUrl": "https://ris.neustadt.example/4.pdf"},
        "location": {"streetAddress": " ", "description": "Am Markt"}}], "pagination": {"totalElements": "1"}, "links": {}});
    let page = page.to_string().replace("NAME", "über\tWege\r\nund Plätze");
    portal.file(
        "dump/ris.neustadt.example/bi/oparl/1.0/papers.asp?body=1&p=1",
        &page,
    );
    let one = json!({"data": {"id": id("organizations.asp?id=2"), "type": "https://schema.oparl.org/1.0/Organization",
        "name": "Mitte", "organizationType": "Gremium", "classification": "Fraktion"}});
    portal.file(
        "dump/https%3A%2F%2Fris.neustadt.example%2Forganizations.asp%3Fid%3D2",
        &one.to_string(),
    );
    let body = json!({"id": id("bodies.asp?id=1"), "type": "https://schema.oparl.org/1.0/Body", "name": "Gemeinde Neustadt", "ags": "5366024", "rgs": "0511 4000 0000"});
    portal.file("dump/body", &body.to_string());
    portal.file(
        "dump/deleted.json",
        &json!({"id": id("papers.asp?id=9"), "deleted": true}).to_string(),
    );
    portal.file("dump/robots", "User-agent: *");
    let ended = import(&portal, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(!ended.out.contains("differs"), "{}", ended.out);
    let tree = portal.tree("content/bodies/neustadt");
    let paper = text(&tree, "papers/2024/satzung-ueber-wege-und-plaetze.md");
    assert!(
        paper.contains("name: Satzung über Wege und Plätze\ndate: 2024-02-01\nlocation: Am Markt\nattachments:\n  - name: Anlage\n"),
        "{paper}"
    );
    let body = text(&tree, "body.yaml");
    assert!(
        body.contains("ags: \"05366024\"") && body.contains("rgs: \"051140000000\""),
        "{body}"
    );
    assert!(text(&tree, "organizations.yaml").contains("organizationType: Fraktion"));
}

#[test]
fn archives_are_told_and_foreign_objects_are_counted() {
    let portal = Portal::sound();
    let paper = |id: &str, body: &str| -> Value {
        json!({"id": id, "type": of("Paper"), "name": id, "body": body})
    };
    let body = json!({"id": "https://a.example/body/1", "type": of("Body"), "name": "Neustadt"});
    let papers = json!([
        paper("https://a.example/paper/1", "https://a.example/body/1/"),
        paper("https://a.example/paper/2", "https://b.example/x"),
        {"type": of("Paper"), "name": "Ohne Adresse"}
    ]);
    portal.file("dump/body.json", &body.to_string());
    portal.file("dump/papers.json", &papers.to_string());
    portal.file("dump/rest.zip", "PK");
    let ended = import(&portal, &[]);
    assert!(
        ended.err.contains("rest.zip: an archive: unpack it first"),
        "{}",
        ended.err
    );
    assert!(
        ended
            .out
            .contains("Belongs to a council that the source does not have; left out: 1")
            && ended.out.contains("objects (no id) (1)"),
        "{}",
        ended.out
    );
}
