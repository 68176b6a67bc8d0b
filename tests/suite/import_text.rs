//! Vorlagen as plain text, and tables, become papers. Goldens: `tests/import/text/*.md`.

use std::fs;

use crate::support::{Portal, golden_text, tests, text};

const BODY: &str = "name: Stadt Neustadt\nschemes: [muenchen]\n";

/// All papers that a text becomes, with their places.
fn papers(portal: &Portal) -> String {
    let tree = portal.tree("content/bodies/neustadt");
    let shown = tree.iter().filter(|(path, _)| path.ends_with(".md"));
    shown
        .map(|(path, bytes)| format!("<!-- {path} -->\n{}", String::from_utf8_lossy(bytes)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn facts_of_a_vorlage_stand_in_their_fields() {
    for name in ["uebersicht", "formular", "beratungsfolge", "zwei-antraege"] {
        let portal = Portal::sound();
        let source = tests().join(format!("import/text/{name}.txt"));
        portal.file(
            &format!("{name}.txt"),
            &fs::read_to_string(&source).unwrap(),
        );
        portal.file("content/bodies/neustadt/body.yaml", BODY);
        let ended = portal.run(&[
            "import",
            "text",
            &format!("{name}.txt"),
            "--body",
            "neustadt",
        ]);
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
        golden_text(&source.with_extension("md"), &papers(&portal));
        let checked = portal.check();
        assert!(!checked.out.contains("Fehler["), "{name}: {}", checked.out);
        let found = papers(&portal);
        assert!(
            !found.contains("erika.muster@") && !found.contains("456-7890"),
            "{found}"
        );
        for entry in found.lines().filter(|line| line.starts_with("  - Zeile")) {
            assert!(
                checked.out.contains(entry.trim_start_matches("  - ")),
                "check lists {entry}"
            );
        }
        let again = portal.run(&[
            "import",
            "text",
            &format!("{name}.txt"),
            "--body",
            "neustadt",
        ]);
        assert!(again.out.contains("\n0 new, 0 changed,"), "{}", again.out);
    }
}

#[test]
fn what_is_to_be_looked_at_is_never_published() {
    let portal = Portal::sound();
    let source = tests().join("import/text/uebersicht.txt");
    portal.file("u.txt", &fs::read_to_string(source).unwrap());
    portal.run(&["import", "text", "u.txt", "--body", "musterstadt"]);
    for (path, bytes) in portal.site() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("heißt wohl"),
            "{path}"
        );
    }
}

#[test]
fn tables_become_papers_and_their_news_one_file() {
    let portal = Portal::sound();
    portal.file("karte.yaml", "columns:\n  name: Titel\n  reference: Nummer\n  date: Datum\n  originatorOrganization: Fraktion\n  access: {column: Status, public: [offen]}\nfixed: {paperType: Antrag}\n");
    let csv = "Nummer;Titel;Datum;Fraktion;Status;Farbe\n20-26 / A 00001;Bäume: mehr;17.04.2024;Die Mitte;offen;grün\n20-26 / A 00002;GEHEIM;18.04.2024;;zu;\n";
    portal.file("liste.csv", csv);
    let import = || {
        portal.run(&[
            "import",
            "table",
            "liste.csv",
            "--map",
            "karte.yaml",
            "--body",
            "musterstadt",
        ])
    };
    let ended = import();
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("Farbe (1)"), "{}", ended.out);
    let paper = "content/bodies/musterstadt/papers/2024/20-26-a-00001-baeume-mehr.md";
    assert!(text(&portal.tree("."), paper).contains("name: \"Bäume: mehr\"\npaperType: Antrag\nreference: 20-26 / A 00001\ndate: 2024-04-17\noriginatorOrganization: [die-mitte]\n"));
    for (path, bytes) in portal.site() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("GEHEIM"),
            "{path}"
        );
    }
    portal.file("liste.csv", &csv.replace("mehr", "viel mehr"));
    assert!(import().out.contains("\n0 new, 1 changed,"));
    portal.file("karte.yaml", "columns: {titel: Titel}\n");
    let wrong = import();
    assert!(
        wrong.code == Some(2) && wrong.err.contains("there is no field `titel`"),
        "{}",
        wrong.err
    );
}
