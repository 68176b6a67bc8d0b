//! The public gate: what is restricted, embargoed or not understood leaves no trace.
//!
//! Markers are planted wherever something non-public can stand, and looked for in every byte and every
//! file name of the site, and in what is printed.

use crate::support::{Ended, Portal, TODAY, Tree, assert_same, text};

const MARKER: &str = "GEHEIM";

#[track_caller]
fn assert_no_trace(site: &Tree) {
    assert!(!site.is_empty());
    for (path, bytes) in site {
        for shown in [
            path.to_lowercase(),
            String::from_utf8_lossy(bytes).to_lowercase(),
        ] {
            let at = shown.find(&MARKER.to_lowercase());
            assert_eq!(at, None, "{path}: {}", at.map_or("", |at| &shown[at..]));
        }
    }
}

/// The sound portal with one more paper.
fn with_paper(front: &str, body: &str) -> Portal {
    let portal = Portal::sound();
    portal.paper("neu", front, body);
    portal
}

#[test]
fn nothing_non_public_of_musterstadt_is_published() {
    // A public text links to a restricted file: not even the file's name is told.
    assert_no_trace(&Portal::musterstadt().site());
}

#[cfg(unix)]
#[test]
fn links_to_folders_outside_the_content_are_reported_and_not_followed() {
    let portal = Portal::sound();
    portal.file("ausserhalb/GEHEIM.txt", "GEHEIM");
    portal.file("ausserhalb/tief/GEHEIM.txt", "GEHEIM");
    portal.file("content/static/offen.txt", "offen");
    let link = portal.path("content/static/weg");
    std::os::unix::fs::symlink(portal.path("ausserhalb"), link).unwrap();
    let checked = portal.check();
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    assert!(checked.out.contains("outside-content"), "{}", checked.out);
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert_eq!(built.code, Some(1), "{}", built.err);
    let site = portal.tree("public");
    assert!(site.contains_key("offen.txt"));
    assert_no_trace(&site);
}

#[cfg(unix)]
#[test]
fn links_from_static_files_into_the_papers_publish_nothing() {
    let portal = with_paper("name: GEHEIM\naccess: restricted", "GEHEIM");
    portal.file("content/static/offen.txt", "offen");
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(portal.path(target), portal.path(name)).unwrap();
    };
    link("content/bodies", "content/static/alles");
    link("content/static/offen.txt", "content/static/auch-offen.txt");
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(built.err.contains("outside-content"), "{}", built.err);
    let site = portal.tree("public");
    assert!(site.contains_key("auch-offen.txt"));
    assert_no_trace(&site);
}

#[test]
fn restricted_papers_leave_no_trace() {
    let front = "name: GEHEIM-TITEL\nreference: 20-26 / V 77777\naliases: [GEHEIM-ALIAS]\ndate: 1931-01-01\npaperType: GEHEIM-ART\ntopics: [verkehr]\nkeyword: [GEHEIM]\nsummary: GEHEIM\nproposal: [{text: GEHEIM}]\nrelations: [{type: answers, target: 20-26 / A 00001, evidence: GEHEIM}]\nprocedure: {slug: geheim, name: GEHEIM}\nredirectFrom: [/geheim/]\naccess: restricted";
    let site = with_paper(front, "GEHEIM 20-26 / V 00002").site();
    assert_no_trace(&site);
    for bytes in site.values() {
        let shown = String::from_utf8_lossy(bytes);
        assert!(
            !shown.contains("77777") && !shown.contains("1931"),
            "{shown}"
        );
    }
}

#[test]
fn a_portal_is_the_same_with_and_without_a_restricted_paper() {
    let without = Portal::sound().site();
    for front in [
        "name: GEHEIM\naccess: restricted",
        "name: GEHEIM\nreference: 20-26 / V 00002\naccess: restricted",
        "name: GEHEIM\npublishFrom: 2024-06-11",
        "name: GEHEIM\ntopics: [verkehr]\nunderDirectionOf: [bauamt]\npaperType: Sonderart\nredirectFrom: [/alt/]\nprocedure: {slug: eigener}\nrelations: [{type: repeals, target: 20-26 / V 00002}]\naccess: restricted",
    ] {
        let with = with_paper(front, "20-26 / A 00001 und 20-26 / V 00002").site();
        assert_same(&without, &with);
    }
    // A folder with attachments, under a slug that a public paper has too.
    let portal = Portal::sound();
    let folder = "content/bodies/musterstadt/papers/2020/radweg";
    portal.file(
        &format!("{folder}/index.md"),
        "---\nname: GEHEIM\naccess: restricted\nattachments: [{name: GEHEIM, file: geheim.pdf}]\n---\n",
    );
    portal.file(&format!("{folder}/geheim.pdf"), "GEHEIM");
    assert_same(&without, &portal.site());
}

#[test]
fn a_restricted_meeting_changes_nothing() {
    let meeting = |access: &str| {
        let portal = Portal::sound();
        portal.file(
            "content/bodies/musterstadt/meetings/2024-05-14-rat.md",
            &format!("---\nname: GEHEIM\norganization: [stadtrat]\nstart: 2024-05-14T18:00\naccess: {access}\nagendaItem: [{{name: GEHEIM, paper: 20-26 / A 00001}}]\n---\nGEHEIM\n"),
        );
        portal.site()
    };
    assert_same(&Portal::sound().site(), &meeting("restricted"));
    let public: Vec<u8> = meeting("public").into_values().flatten().collect();
    assert!(
        String::from_utf8_lossy(&public).contains(MARKER),
        "a public one does"
    );
}

#[test]
fn parts_that_are_not_public_are_cut_out() {
    let portal = Portal::sound();
    let folder = "content/bodies/musterstadt/papers/2024/neu";
    portal.file(
        &format!("{folder}/index.md"),
        "---\nname: Haushalt\nconsultation:\n  - {organization: stadtrat, date: 2024-05-14, role: Entscheidung}\n  - {organization: bauamt, date: 1931-01-01, role: GEHEIM-ROLLE, result: GEHEIM, public: false}\nattachments:\n  - {name: GEHEIM-GUTACHTEN, file: geheim.pdf, access: restricted}\n  - {name: Plan, file: plan.pdf}\n---\nText\n",
    );
    portal.file(&format!("{folder}/plan.pdf"), "öffentlich");
    portal.file(&format!("{folder}/geheim.pdf"), "GEHEIM-INHALT");
    portal.file(
        &format!("{folder}/geheime-notiz.txt"),
        "GEHEIM, nicht genannt",
    );
    let site = portal.site();
    assert_no_trace(&site);
    assert!(site.contains_key("vorlagen/musterstadt/neu/plan.pdf"));
    for (path, bytes) in &site {
        assert!(!String::from_utf8_lossy(bytes).contains("1931"), "{path}");
    }
    let page = text(&site, "kommunen/musterstadt/gremien/bauamt/index.html");
    assert!(
        !page.contains("Haushalt"),
        "the step's organization does not tell either"
    );
}

#[test]
fn an_embargo_ends_on_its_day() {
    let portal = with_paper("name: GEHEIM-EMBARGO\npublishFrom: 2024-06-11", "GEHEIM");
    assert_no_trace(&portal.site());
    let built = portal.run(&["build", "--today", "2024-06-11"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert!(text(&portal.tree("public"), "index.html").contains("GEHEIM-EMBARGO"));
}

#[test]
fn what_is_not_understood_is_restricted() {
    for front in [
        "name: GEHEIM\naccess: nichtoeffentlich",
        "name: GEHEIM\naccess: ",
        "name: GEHEIM\nacess: restricted",
        "name: GEHEIM\npublishFrom: morgen",
        "name: GEHEIM\nattachments: [{name: GEHEIM, access: intern}]",
        "name: GEHEIM\nconsultation: [{organization: stadtrat, role: GEHEIM, public: nein}]",
        "name: GEHEIM: 1\ntopics: [verkehr",
        "paperType: GEHEIM",
    ] {
        let portal = with_paper(front, "GEHEIM");
        let stopped = portal.build();
        assert_eq!(stopped.code, Some(1), "{front}");
        assert!(
            portal.tree("public").is_empty(),
            "{front}: nothing is written"
        );
        let built = portal.run(&["build", "--today", TODAY, "--keep-going"]);
        assert_eq!(built.code, Some(1), "{front}");
        assert!(
            built.err.contains("1 fehlerhafte"),
            "{front}: {}",
            built.err
        );
        assert_no_trace(&portal.tree("public"));
    }
}

/// A text with a star for each SHA-256.
fn without_checksums(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes) else {
        return Vec::new();
    };
    let is_hex = |c: char| c.is_ascii_hexdigit();
    let parts = text.split_inclusive(|c| !is_hex(c));
    let parts = parts.map(|part| match part.trim_end_matches(|c| !is_hex(c)) {
        hex if hex.len() == 64 => part.replacen(hex, "*", 1),
        _ => part.to_owned(),
    });
    parts.collect::<String>().into_bytes()
}

/// Every table and every row of a database, as text.
#[cfg(feature = "sqlite")]
fn rows(database: &[u8]) -> String {
    use rusqlite::types::ValueRef;

    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), database).expect("a copy");
    let database = rusqlite::Connection::open(file.path()).expect("a database");
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' \
                 AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY name";
    let mut tables = database.prepare(names).expect("tables");
    let tables = tables.query_map([], |row| row.get::<_, String>(0));
    let tables: Vec<String> = tables
        .expect("names")
        .collect::<Result<_, _>>()
        .expect("names");
    assert!(tables.len() > 20, "{tables:?}");
    let mut shown = String::new();
    for table in tables {
        let mut all = database
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .expect("a table");
        let columns = all.column_count();
        let mut rows = all.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..columns {
                let value = match row.get_ref(column).expect("a value") {
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    other => format!("{other:?}"),
                };
                shown.push_str(&format!("{table}: {value}\n"));
            }
        }
    }
    shown
}

/// Every row of every Parquet file, as text.
#[cfg(feature = "parquet")]
fn parquet_rows(site: &Tree) -> String {
    use parquet::file::reader::SerializedFileReader;

    let files = site.iter().filter(|(path, _)| path.ends_with(".parquet"));
    let mut shown = String::new();
    for (path, bytes) in files {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("a copy");
        let file = file.reopen().expect("a file");
        for row in SerializedFileReader::new(file).expect("Parquet") {
            shown.push_str(&format!("{path}: {}\n", row.expect("a row")));
        }
    }
    shown
}

#[test]
fn citing_a_restricted_number_looks_like_citing_an_unknown_one() {
    let citing = |number: &str| {
        let portal = with_paper(
            &format!("name: Bezug\nrelations: [{{type: amends, target: {number}}}]"),
            &format!("Siehe {number}."),
        );
        portal.paper(
            "geheim",
            "name: Titel\nreference: 20-26 / V 55555\naccess: restricted",
            "",
        );
        portal.file(
            "content/bodies/musterstadt/meetings/2024-05-14-rat.md",
            &format!("---\nname: Sitzung\nstart: 2024-05-14\nagendaItem: [{{name: Punkt, paper: {number}}}]\n---\n"),
        );
        let built = portal.build();
        (portal.tree("public"), built)
    };
    let (restricted, told) = citing("20-26 / V 55555");
    let (unknown, told_unknown) = citing("20-26 / V 66666");
    #[cfg(feature = "sqlite")]
    {
        let plain = |site: &Tree| rows(&site["daten/drucksache.sqlite"]).replace("66666", "55555");
        let (one, other) = (plain(&unknown), plain(&restricted));
        assert!(one.contains("55555"), "the rows are read");
        assert_eq!(one, other);
    }
    #[cfg(feature = "parquet")]
    {
        let plain = |site: &Tree| parquet_rows(site).replace("66666", "55555");
        let (one, other) = (plain(&unknown), plain(&restricted));
        assert!(one.contains("55555"), "the rows are read");
        assert_eq!(one, other);
    }
    let same = |site: Tree| -> Tree {
        let plain = |(path, bytes): (String, Vec<u8>)| {
            (
                path.replace("66666", "55555"),
                String::from_utf8_lossy(&bytes)
                    .replace("66666", "55555")
                    .into_bytes(),
            )
        };
        site.into_iter()
            // Files of the search index are named by all that is in it, the number too; so are fingerprints of
            // months. The number packs differently: rows of the database and of Parquet are compared above.
            .filter(|(path, _)| {
                let named = path.starts_with("suche/") || path.ends_with("/changes.json");
                let packed = path.ends_with(".parquet") || path.ends_with(".sqlite");
                path != ".drucksache.json" && !named && !packed
            })
            .map(plain)
            // So are checksums of files that hold the number.
            .map(|(path, bytes)| (path, without_checksums(bytes)))
            .collect()
    };
    assert_same(&same(unknown), &same(restricted));
    assert_eq!(told_unknown.err.replace("66666", "55555"), told.err);
}

#[test]
fn a_link_to_a_restricted_paper_goes_like_one_to_nothing() {
    let portal = with_paper("name: Bezug", "[hier](geheim.md)");
    portal.paper("geheim", "name: GEHEIM-TITEL\naccess: restricted", "");
    let built = portal.build();
    assert!(built.err.contains("broken-link"), "{}", built.err);
    let page = portal.tree("public");
    let page = text(&page, "vorlagen/musterstadt/neu/index.html");
    assert!(
        page.contains("<p>hier</p>") && !page.contains("GEHEIM-TITEL"),
        "{page}"
    );
}

/// Mistakes of every step, each with a marker on its line.
const MISTAKES: &[&str] = &[
    "name: GEHEIM: Titel\naccess: restricted",
    "name: GEHEIM\ntopics: [geheim]\naccess: restricted",
    "name: Titel\ngeheim: GEHEIM\naccess: restricted",
    "name: Titel\ndate: GEHEIM\naccess: restricted",
    "name: Titel\nunderDirectionOf: [geheim]\naccess: restricted",
    "name: Titel\nunderDirectionOf: [GEHEIM]\naccess: restricted",
    "name: Titel\nattachments: [{name: x, file: geheim.pdf}]\naccess: restricted",
    "name: Titel\nattachments: [{name: x, file: ../geheim.pdf}]\naccess: restricted",
    "name: Titel\nsource: GEHEIM\naccess: restricted",
    "name: Titel\nredirectFrom: [GEHEIM]\naccess: restricted",
    "name: Titel\nfinance: {effect: GEHEIM}\naccess: restricted",
    "name: Titel\nkeyword: GEHEIM\naccess: restricted",
    "name: Titel\nsummary: a\nsummary: GEHEIM\naccess: restricted",
    "name: \"GEHEIM\naccess: restricted",
    "paperType: GEHEIM\naccess: restricted",
    "name: GEHEIM: Titel\npublishFrom: 2099-01-01",
    "name: GEHEIM: Titel\nacess: restricted",
    "name: GEHEIM: Titel\naccess: GEHEIM",
    "name: GEHEIM: Titel\naccess: nicht öffentlich",
    // Restricted parts of a public paper.
    "name: Titel\nattachments:\n  - {name: GEHEIM, file: geheim.pdf, access: restricted}",
    "name: Titel\nattachments:\n  - {name: GEHEIM, file: /geheim.pdf, access: restricted}",
    "name: Titel\nconsultation:\n  - {organization: geheim, role: GEHEIM, public: false}",
];

#[test]
fn findings_about_restricted_papers_do_not_quote_them() {
    let secret = |ended: &Ended| {
        (ended.out.clone() + &ended.err)
            .to_lowercase()
            .contains("geheim")
    };
    for front in MISTAKES {
        let portal = with_paper(front, "Text");
        for format in ["human", "json", "github"] {
            let checked = portal.run(&["check", "--today", TODAY, "--format", format]);
            assert_eq!(checked.code, Some(1), "{front}");
            assert!(
                checked.out.contains("neu.md"),
                "the place is told: {}",
                checked.out
            );
            assert!(!secret(&checked), "{format}, {front}:\n{}", checked.out);
        }
        assert!(!secret(&portal.build()), "build, {front}");
    }
    let prose = "Ein <b>GEHEIM</b> [x](javascript:GEHEIM) [y](geheim.md) ![z](https://geheim.example/x.png)\u{b}GEHEIM";
    let portal = with_paper("name: Titel\naccess: restricted", prose);
    let checked = portal.check();
    assert!(checked.out.contains("raw-html") && checked.out.contains("control-character"));
    assert!(!secret(&checked), "{}", checked.out);
}

#[test]
fn a_public_paper_with_a_mistake_is_quoted() {
    let checked = with_paper("name: Antrag: Titel\naccess: public", "Text").check();
    assert!(
        checked.out.contains("2 | name: Antrag: Titel"),
        "{}",
        checked.out
    );
}

/// Public papers with a mistake, on a line with something that is not public; and the words at fault.
const LINES: &[(&str, &str, &str)] = &[
    (
        "attachments: [{name: GEHEIM-Gutachten, file: GEHEIM.pdf, access: restricted}, {name: B, file: fehlt.pdf}]",
        "Text",
        "fehlt.pdf",
    ),
    (
        "attachments: [{name: B, file: fehlt.pdf}, {name: GEHEIM-Gutachten,\n  file: GEHEIM.pdf, access: restricted}]",
        "Text",
        "fehlt.pdf",
    ),
    (
        "attachments: [{name: \"GEHEIM {\", file: a.pdf, access: restricted}, {name: B, file: fehlt.pdf}]",
        "Text",
        "fehlt.pdf",
    ),
    (
        "attachments: [{name: Anna's GEHEIM, file: a.pdf, access: restricted}, {name: B, file: fehlt.pdf}]",
        "Text",
        "fehlt.pdf",
    ),
    (
        "consultation: [{organization: stadtrat, role: GEHEIM, public: false}, {organization: gibtsnicht}]",
        "Text",
        "gibtsnicht",
    ),
    ("topics: [nix] # GEHEIM intern", "Text", "nix"),
    ("vermerk: GEHEIM", "Text", "vermerk"),
    (
        "date: 2024-05-01",
        "![x <!-- GEHEIM --> y](fehlt.png)",
        "fehlt.png",
    ),
    (
        "date: 2024-05-01",
        "Ein [Weg](fehlt.md), IBAN DE89 3704 0044 0532 0130 00",
        "fehlt.md",
    ),
];

#[test]
fn lines_are_quoted_without_what_is_not_public() {
    for (front, text, fault) in LINES {
        let portal = with_paper(&format!("name: Titel\n{front}"), text);
        for ended in [portal.check(), portal.build()] {
            let said = ended.out + &ended.err;
            assert!(
                said.contains("| ") && said.contains(fault),
                "{front}: {said}"
            );
            assert!(!said.contains("GEHEIM"), "{front}: {said}");
            assert!(!said.contains("3704"), "{front}: {said}");
        }
    }
    let portal = Portal::sound();
    let people = "- slug: muster\n  name: Muster\n  handy: 0171 2345678 GEHEIM\n";
    portal.file("content/bodies/musterstadt/people.yaml", people);
    let said = portal.check().out;
    assert!(
        said.contains("handy") && !said.contains("GEHEIM") && !said.contains("0171"),
        "{said}"
    );
}

#[test]
fn no_restricted_file_is_proposed() {
    let front = "name: Titel\nattachments:\n  - {name: B, file: geheim-gutachtn.pdf}\n  - name: A\n    file: geheim-gutachten.pdf\n    access: restricted";
    let portal = Portal::sound();
    let papers = "content/bodies/musterstadt/papers/2024";
    portal.file(&format!("{papers}/x/geheim-gutachten.pdf"), "GEHEIM");
    portal.file(&format!("{papers}/x/plan-mitte.pdf"), "Plan");
    portal.file(&format!("{papers}/geheim-gutachten.pdf"), "GEHEIM");
    let kept =
        "name: GEHEIM\naccess: restricted\nattachments: [{name: A, file: geheim-gutachten.pdf}]";
    portal.paper("kept", kept, "GEHEIM");
    portal.file(
        &format!("{papers}/x/index.md"),
        &format!("---\n{front}\n---\nText"),
    );
    portal.paper(
        "flach",
        "name: Titel\nattachments: [{name: B, file: geheim-gutachtn.pdf}]",
        "Text",
    );
    let said = portal.check().out;
    assert_eq!(said.matches("missing-attachment").count(), 2, "{said}");
    assert!(!said.contains("geheim-gutachten.pdf"), "{said}");
    let front = front.replace("geheim-gutachtn.pdf", "plan-mite.pdf");
    portal.file(
        &format!("{papers}/x/index.md"),
        &format!("---\n{front}\n---\nText"),
    );
    let said = portal.check().out;
    assert!(said.contains("plan-mitte.pdf"), "{said}");
}

#[test]
fn people_and_organizations_with_a_mistake_are_withheld() {
    for (file, entry) in [
        (
            "people",
            "- slug: evil\n  name: GEHEIM\n  access: restricted\n",
        ),
        ("people", "- slug: evil\n  name: GEHEIM\n  date: x\n"),
        (
            "organizations",
            "- slug: evil\n  name: GEHEIM\n  access: restricted\n",
        ),
        (
            "organizations",
            "- slug: evil\n  name: GEHEIM\n  website: javascript:alert(1)\n",
        ),
    ] {
        let portal = Portal::sound();
        portal.file(&format!("content/bodies/musterstadt/{file}.yaml"), entry);
        let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
        assert_eq!(built.code, Some(1), "{}", built.err);
        let site = portal.tree("public");
        assert_no_trace(&site);
        let runs = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("javascript:alert");
        assert!(!site.values().any(runs), "{file}: {entry}");
    }
}

#[cfg(unix)]
#[test]
fn attachments_that_are_links_publish_nothing() {
    let portal = Portal::sound();
    let papers = "content/bodies/musterstadt/papers/2024";
    let secret =
        "---\nname: GEHEIM\naccess: restricted\nattachments: [{name: x, file: g.pdf}]\n---\nGEHEIM";
    portal.file(&format!("{papers}/g/index.md"), secret);
    portal.file(&format!("{papers}/g/g.pdf"), "GEHEIM");
    let own = "---\nname: Titel\nattachments: [{name: a, file: a.pdf}, {name: b, file: b.txt}]\n---\nText";
    portal.file(&format!("{papers}/e/index.md"), own);
    for (target, name) in [("../g/g.pdf", "a.pdf"), ("../g/index.md", "b.txt")] {
        let link = portal.path(&format!("{papers}/e/{name}"));
        std::os::unix::fs::symlink(target, link).unwrap();
    }
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert!(built.err.contains("outside-content"), "{}", built.err);
    assert_no_trace(&portal.tree("public"));
}
