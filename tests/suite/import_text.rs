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
            "--messages",
            "en",
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
            "--messages",
            "en",
        ]);
        assert!(again.out.contains("\n0 new, 0 changed,"), "{}", again.out);
    }
}

#[test]
fn a_paper_is_known_again_whatever_its_file_is_called() {
    let portal = Portal::sound();
    let import = |files: &[&str]| {
        let mut arguments = vec!["import", "text", "--body", "neustadt"];
        arguments.extend(files);
        portal.run(&arguments)
    };
    let numbered = fs::read_to_string(tests().join("import/text/beratungsfolge.txt")).unwrap();
    let bare = fs::read_to_string(tests().join("import/text/formular.txt")).unwrap();
    portal.file("a/vorlage.txt", &numbered);
    portal.file("b/vorlage.txt", &bare);
    // Two files of one name, and one of them twice.
    let first = import(&["a/vorlage.txt", "b/vorlage.txt", "./a/vorlage.txt"]);
    assert!(
        first.out.contains("Vorlagen, die zweimal kamen"),
        "{}",
        first.out
    );
    let papers = || {
        let tree = portal.tree("content/bodies/neustadt/papers");
        tree.into_keys().collect::<Vec<_>>()
    };
    let before = papers();
    assert_eq!(before.len(), 2);
    let news = import(&["b/vorlage.txt", "a/vorlage.txt"]);
    assert!(news.out.contains("\n0 neu, 0 geändert,"), "{}", news.out);
    // Renamed, with another title and another sentence: still the same papers.
    portal.file(
        "c/neu.txt",
        &numbered.replace("Sachverhalt:", "Sachverhalt:\n\nEin neuer Satz."),
    );
    portal.file(
        "c/auch.txt",
        &bare.replace("Betreff **Beitritt", "Betreff **Baldiger Beitritt"),
    );
    let edited = import(&["c/neu.txt", "c/auch.txt"]);
    assert!(
        edited.out.contains("\n0 neu, 2 geändert,"),
        "{}",
        edited.out
    );
    assert_eq!(papers(), before);
    // Who wants to hear nothing hears nothing.
    let quiet = import(&["c/neu.txt", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn a_new_council_gets_its_name_and_its_scheme_from_its_papers() {
    let portal = Portal::sound();
    let text = "Gemeinde Neustadt\n\nBetreff: Steg\n\nSachverhalt:\n\nDer Antrag Nr. 20-26 / A 00123 und der Beschluss Nr. 20-26 / V 01234 der Gemeinde Neustadt liegen vor.\n";
    portal.file("x.txt", text);
    portal.run(&["import", "text", "x.txt", "--body", "neustadt"]);
    let tree = portal.tree("content/bodies/neustadt");
    assert_eq!(
        String::from_utf8_lossy(&tree["body.yaml"]),
        "name: Gemeinde Neustadt\nschemes: [muenchen]\n"
    );
    let paper = text_of(&tree, "papers/ohne-datum/steg.md");
    assert!(paper.contains("target: 20-26 / A 00123"), "{paper}");
}

fn text_of(tree: &crate::support::Tree, path: &str) -> String {
    String::from_utf8_lossy(&tree[path]).into_owned()
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
            "--messages",
            "en",
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

#[test]
fn a_paper_that_calls_itself_not_public_is_kept_back() {
    let vorlage = |head: &str, row: &str| {
        format!(
            "Stadt Neustadt\n{head}\nVorlage Nr. 201/2024\nDatum: 05.03.2024\n\nBetreff: Personalsache Zimtstern\n\nBeratungsfolge:\n{row}\n\nBegründung:\nHerr Zimtstern wird entlassen. Der Rat hat in nichtöffentlicher Sitzung beraten.\n"
        )
    };
    for head in [
        "Nichtöffentliche Beschlussvorlage",
        "Öffentlichkeitsstatus: nichtöffentlich",
        "Status: nicht öffentlich",
        "VERTRAULICH",
        "Behandlung: nichtöffentlich",
        "Beratung in nichtöffentlicher Sitzung",
        "Nicht-öffentlich",
        "Nichto\u{308}ffentlich",
        "☐ öffentlich ☒ nichtöffentlich",
        "öffentlich / nichtöffentlich",
    ] {
        let portal = Portal::sound();
        portal.file("u.txt", &vorlage(head, "Rat 05.03.2024"));
        let ended = portal.run(&["import", "text", "u.txt", "--body", "musterstadt"]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        for (path, bytes) in portal.site() {
            assert!(
                !String::from_utf8_lossy(&bytes).contains("Zimtstern"),
                "{head}: {path}"
            );
        }
    }
    // What only its text speaks of is public, and a step that is not stays in.
    let portal = Portal::sound();
    portal.file(
        "u.txt",
        &vorlage(
            "Öffentliche Beschlussvorlage",
            "Rat 05.03.2024 nichtöffentlich",
        ),
    );
    portal.run(&["import", "text", "u.txt", "--body", "musterstadt"]);
    let tree = portal.tree("content/bodies/musterstadt/papers");
    let paper = tree.values().map(|bytes| String::from_utf8_lossy(bytes));
    let paper = paper
        .into_iter()
        .find(|text| text.contains("Zimtstern"))
        .unwrap();
    assert!(!paper.contains("access:"), "{paper}");
    assert!(
        paper.contains("public: false") && paper.contains("date: 2024-03-05"),
        "{paper}"
    );
}

#[test]
fn of_files_that_cannot_be_read_the_first_is_told() {
    let portal = Portal::sound();
    let names: Vec<String> = (1..=40).map(|at| format!("fehlt-{at}.txt")).collect();
    let mut arguments = vec!["import", "text", "--body", "musterstadt"];
    arguments.extend(names.iter().map(String::as_str));
    for _ in 0..5 {
        let ended = portal.run(&arguments);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("fehlt-1.txt"), "{}", ended.err);
    }
}
