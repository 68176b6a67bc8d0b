//! The register: what was published stays at its address, or its address says what became of it.

use serde_json::Value;

use crate::support::{Ended, Portal, TODAY, Tree, assert_same, text};

const LATER: &str = "2024-06-12";

fn register(portal: &Portal, today: &str) -> Ended {
    portal.run(&["register", "--today", today])
}

/// Musterstadt as it was registered on the first day.
fn registered() -> Portal {
    let portal = Portal::musterstadt();
    let done = register(&portal, TODAY);
    assert_eq!(done.code, Some(0), "{}", done.err);
    portal
}

fn json(site: &Tree, path: &str) -> Value {
    serde_json::from_str(text(site, path)).expect("JSON")
}

/// The lines of the register by their ids.
fn line(portal: &Portal, id: &str) -> Value {
    let all = portal.tree("content");
    let files = all.iter().filter(|(path, _)| path.starts_with("register"));
    let lines = files.flat_map(|(_, bytes)| std::str::from_utf8(bytes).expect("UTF-8").lines());
    let mut lines = lines.map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines
        .find(|line| line["id"] == id)
        .unwrap_or_else(|| panic!("no line {id}"))
}

const ANFRAGE: &str = "content/bodies/musterstadt/papers/2024/anfrage-markt.md";

fn edit(portal: &Portal, path: &str, from: &str, to: &str) {
    let old = std::fs::read_to_string(portal.path(path)).expect("a file");
    assert!(old.contains(from), "{path} has no {from}");
    portal.file(path, &old.replace(from, to));
}

#[test]
fn what_is_new_or_has_changed_gets_its_day_and_nothing_else_does() {
    let portal = registered();
    let before = portal.tree("content");
    let again = register(&portal, LATER);
    assert!(
        again.out.contains("auf dem neuesten Stand"),
        "{}",
        again.out
    );
    assert_same(&before, &portal.tree("content"));

    edit(&portal, ANFRAGE, "Wie viele Stände", "Wie viele Buden");
    portal.paper("neu", "name: Neues\ndate: 2024-06-01", "Ganz neu.");
    assert_eq!(
        portal.run(&["register", "--check", "--today", LATER]).code,
        Some(1)
    );
    let checked = portal.run(&["check", "--today", LATER]);
    assert!(checked.out.contains("stale-register"), "{}", checked.out);
    let done = register(&portal, LATER);
    assert!(done.out.contains("+ paper/musterstadt/neu"), "{}", done.out);
    assert!(
        done.out.contains("~ paper/musterstadt/anfrage-markt"),
        "{}",
        done.out
    );
    let days = |id: &str| {
        let line = line(&portal, id);
        (line["created"].clone(), line["modified"].clone())
    };
    assert_eq!(days("paper/musterstadt/neu"), (LATER.into(), LATER.into()));
    assert_eq!(
        days("paper/musterstadt/anfrage-markt"),
        (TODAY.into(), LATER.into())
    );
    assert_eq!(
        days("paper/musterstadt/marktgebuehren"),
        (TODAY.into(), TODAY.into())
    );
    assert_eq!(
        portal.run(&["register", "--check", "--today", LATER]).code,
        Some(0)
    );
    let checked = portal.run(&["check", "--today", LATER]);
    assert!(!checked.out.contains("stale-register"), "{}", checked.out);
}

#[test]
fn what_no_reader_sees_is_no_change() {
    let portal = registered();
    let paper = "content/bodies/musterstadt/papers/2024/bericht.md";
    let old = std::fs::read_to_string(portal.path(paper)).expect("a file");
    portal.file(
        paper,
        &format!("{old}\n\n\n<!-- Notiz: GEHEIM-NOTIZ, noch einmal prüfen -->\n"),
    );
    portal.file("theme/static/zz-eigen.css", "h1 { color: red }");
    portal.paper("intern", "name: GEHEIM\naccess: restricted", "GEHEIM");
    portal.paper("spaeter", "name: GEHEIM\npublishFrom: 2030-01-01", "GEHEIM");
    let before = portal.tree("content/register");
    let checked = portal.run(&["register", "--check", "--today", LATER]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    register(&portal, LATER);
    assert_same(&before, &portal.tree("content/register"));
}

#[test]
fn the_register_knows_only_what_is_public() {
    let portal = registered();
    for (path, bytes) in portal.tree("content") {
        if path.starts_with("register") {
            let shown = String::from_utf8(bytes).expect("UTF-8");
            for hidden in [
                "GEHEIM",
                "grundstueck",
                "vorab",
                "0099/2024",
                "99/2024",
                "0041/2024",
            ] {
                assert!(!shown.contains(hidden), "{hidden} in {path}");
            }
        }
    }
}

#[test]
fn restricted_parts_of_a_public_paper_change_no_fingerprint() {
    let parts = "name: Neu\nconsultation:\n  - {organization: rat, date: 2024-05-23}";
    let fingerprint = |front: &str| {
        let portal = Portal::musterstadt();
        portal.paper("neu", front, "Text");
        register(&portal, TODAY);
        line(&portal, "paper/musterstadt/neu")["fingerprint"].clone()
    };
    let without = fingerprint(parts);
    let step =
        "\n  - {organization: bauausschuss, date: 2024-05-01, result: GEHEIM, public: false}";
    assert_eq!(without, fingerprint(&format!("{parts}{step}")));
    let file = "\nattachments: [{name: GEHEIM, access: restricted}]";
    assert_eq!(without, fingerprint(&format!("{parts}{file}")));
    assert_ne!(without, fingerprint(&format!("{parts}\nlocation: Markt")));
}

#[test]
fn the_register_gives_the_days_of_everything() {
    let portal = registered();
    edit(&portal, ANFRAGE, "Wie viele Stände", "Wie viele Buden");
    register(&portal, LATER);
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let twin = json(&site, "vorlagen/musterstadt/anfrage-markt/index.json");
    assert_eq!(
        (&twin["created"], &twin["modified"]),
        (&TODAY.into(), &LATER.into())
    );
    let oparl = json(&site, "oparl/v1.1/paper/musterstadt/anfrage-markt.json");
    assert_eq!(oparl["created"], "2024-06-10T00:00:00+02:00");
    assert_eq!(oparl["modified"], "2024-06-12T00:00:00+02:00");
    let month = json(&site, "oparl/v1.1/body/musterstadt/changes/2024-06.json");
    let ids: Vec<&Value> = month["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|o| &o["id"])
        .collect();
    assert!(ids.contains(&&oparl["id"]));
    let sitemap = text(&site, "sitemap.xml");
    let of_paper = "/vorlagen/musterstadt/anfrage-markt/</loc><lastmod>2024-06-12</lastmod>";
    assert!(sitemap.contains(of_paper), "{sitemap}");
    let changes = text(&site, "daten/changes.jsonl");
    let newest: Value =
        serde_json::from_str(changes.lines().next().expect("a line")).expect("JSON");
    assert_eq!(newest["change"], "modified");
    assert_eq!(newest["date"], LATER);
    assert_eq!(newest["url"], twin["id"]);
    let feed = json(&site, "daten/feed.json");
    assert!(
        feed["items"][0]["title"]
            .as_str()
            .expect("a title")
            .starts_with("Geändert: ")
    );
    assert!(text(&site, "daten/index.html").contains("changes.jsonl"));
    assert!(text(&site, "daten/papers.csv").contains("2024-06-12"));
}

#[test]
fn a_portal_without_a_register_speaks_of_none() {
    let site = Portal::musterstadt().site();
    assert!(!site.contains_key("daten/changes.jsonl") && !site.contains_key("daten/feed.xml"));
    assert!(!text(&site, "daten/index.html").contains("daten/changes"));
}

/// What a build says that would lose an address; it writes nothing.
#[track_caller]
fn refused(portal: &Portal, id: &str) -> String {
    for arguments in [
        &["build", "--today", LATER][..],
        &["build", "--today", LATER, "--keep-going"],
    ] {
        let built = portal.run(arguments);
        assert_eq!(built.code, Some(1), "{}", built.err);
        assert!(built.err.contains("lost-address"), "{}", built.err);
        assert!(built.err.contains(id), "{}", built.err);
        assert!(portal.tree("public").is_empty(), "nothing is written");
    }
    portal.build().err
}

#[test]
fn a_build_that_would_lose_an_address_fails() {
    let portal = registered();
    portal.remove(ANFRAGE);
    let told = refused(&portal, "paper/musterstadt/anfrage-markt");
    assert!(
        told.contains("/vorlagen/musterstadt/anfrage-markt/"),
        "{told}"
    );
    assert!(
        told.contains("drucksache withdraw paper/musterstadt/anfrage-markt"),
        "{told}"
    );
    let done = register(&portal, LATER);
    assert_eq!(
        done.code,
        Some(1),
        "the register forgets nothing: {}",
        done.out
    );
    refused(&portal, "paper/musterstadt/anfrage-markt");
}

#[test]
fn a_paper_that_becomes_restricted_is_lost_like_one_that_was_deleted() {
    let deleted = registered();
    deleted.remove(ANFRAGE);
    let restricted = registered();
    edit(
        &restricted,
        ANFRAGE,
        "\ndate:",
        "\naccess: restricted\ndate:",
    );
    assert_eq!(
        refused(&deleted, "anfrage-markt"),
        refused(&restricted, "anfrage-markt")
    );
    let reason = [
        "--reason",
        "Enthielt Namen von Unbeteiligten",
        "--today",
        LATER,
    ];
    let mut sites = Vec::new();
    for portal in [&deleted, &restricted] {
        let done = portal.run(&[&["withdraw", "musterstadt/anfrage-markt"], &reason[..]].concat());
        assert_eq!(done.code, Some(0), "{}", done.err);
        let built = portal.run(&["build", "--today", LATER]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        sites.push(portal.tree("public"));
    }
    assert_same(&sites[0], &sites[1]);
    assert!(
        restricted.path(ANFRAGE).is_file(),
        "what is kept inside stays"
    );
}

#[test]
fn a_withdrawn_paper_leaves_a_page_that_says_why_and_nothing_of_itself() {
    let portal = registered();
    let done = portal.run(&[
        "withdraw",
        "musterstadt/anfrage-markt",
        "--reason",
        "Auf Bitte der Fraktion entfernt",
        "--today",
        LATER,
    ]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(!portal.path(ANFRAGE).exists());
    std::fs::remove_dir_all(portal.path("theme")).expect("the standard theme");
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let page = text(&site, "vorlagen/musterstadt/anfrage-markt/index.html");
    for told in [
        "Auf Bitte der Fraktion entfernt",
        "12. Juni 2024",
        "0038/2024",
        "nicht mehr veröffentlicht",
        "noindex",
    ] {
        assert!(page.contains(told), "{told} in {page}");
    }
    for (path, bytes) in &site {
        let shown = String::from_utf8_lossy(bytes);
        assert!(!shown.contains("Wie viele Stände"), "{path}");
    }
    let twin = json(&site, "vorlagen/musterstadt/anfrage-markt/index.json");
    assert_eq!(
        (&twin["deleted"], &twin["change"]),
        (&true.into(), &"removed".into())
    );
    assert_eq!(twin["reason"], "Auf Bitte der Fraktion entfernt");
    assert!(site.contains_key("vorlagen/musterstadt/anfrage-markt/gone.txt"));
    let redirects = text(&site, "_redirects");
    let rule = "/portal/vorlagen/musterstadt/anfrage-markt/* /portal/vorlagen/musterstadt/anfrage-markt/index.html 410!";
    assert!(redirects.contains(rule), "{redirects}");
    let place = "/portal/vorlagen/musterstadt/anfrage-markt/";
    let twin = format!("{place}index.json {place}index.json 410!");
    assert!(redirects.find(&twin).expect("a rule") < redirects.find(rule).expect("a rule"));
    assert!(!text(&site, "sitemap.xml").contains("anfrage-markt"));

    let object = json(&site, "oparl/v1.1/paper/musterstadt/anfrage-markt.json");
    let keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    assert_eq!(object["deleted"], true);
    assert_eq!(object["modified"], "2024-06-12T00:00:00+02:00");
    let month = json(&site, "oparl/v1.1/body/musterstadt/changes/2024-06.json");
    assert!(month["data"].as_array().expect("a list").contains(&object));
    let papers = json(&site, "oparl/v1.1/body/musterstadt/paper.json");
    assert!(!papers["data"].as_array().expect("a list").contains(&object));

    for feed in [
        "feed.json",
        "kommunen/musterstadt/feed.json",
        "daten/feed.json",
    ] {
        let feed = json(&site, feed);
        let removals = feed["items"].as_array().expect("items").iter();
        let removals = removals.filter(|item| {
            item["id"]
                .as_str()
                .expect("id")
                .ends_with("anfrage-markt/#removed")
        });
        assert_eq!(removals.count(), 1);
    }
    let change = text(&site, "daten/changes.jsonl")
        .lines()
        .next()
        .expect("a line")
        .to_owned();
    let change: Value = serde_json::from_str(&change).expect("JSON");
    assert_eq!(change["change"], "removed");
    assert_eq!(change["reason"], "Auf Bitte der Fraktion entfernt");
}

#[test]
fn what_was_withdrawn_does_not_come_back_by_itself() {
    let portal = registered();
    let old = std::fs::read_to_string(portal.path(ANFRAGE)).expect("a file");
    portal.run(&["withdraw", "musterstadt/anfrage-markt", "--reason", "Grund"]);
    portal.file(ANFRAGE, &old);
    let built = portal.run(&["build", "--today", LATER, "--keep-going"]);
    assert_eq!(built.code, Some(1));
    assert!(built.err.contains("returned-object"), "{}", built.err);
    assert!(portal.tree("public").is_empty());
}

#[test]
fn a_reason_and_a_published_thing_are_needed() {
    let portal = registered();
    let run = |what: &str, reason: &str| portal.run(&["withdraw", what, "--reason", reason]).code;
    assert_eq!(run("musterstadt/anfrage-markt", " "), Some(2));
    assert_eq!(run("musterstadt/gibt-es-nicht", "Grund"), Some(2));
    assert_eq!(
        run("musterstadt/vorab", "Grund"),
        Some(2),
        "never published"
    );
    assert_eq!(
        run("organization/musterstadt/rat", "Grund"),
        Some(2),
        "stands in a file with others"
    );
    assert!(portal.path(ANFRAGE).is_file());
}

#[test]
fn a_moved_paper_is_found_at_both_addresses() {
    let portal = registered();
    let done = portal.run(&[
        "move",
        "musterstadt/beschluss-radweg",
        "radweg",
        "--today",
        LATER,
    ]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let folder = "content/bodies/musterstadt/papers/2024/radweg";
    let paper = std::fs::read_to_string(portal.path(&format!("{folder}/index.md"))).expect("moved");
    assert!(
        paper.contains("redirectFrom: [/alt/radweg/, /vorlagen/musterstadt/beschluss-radweg/]"),
        "{paper}"
    );
    let other = std::fs::read_to_string(
        portal.path("content/bodies/musterstadt/papers/2024/ende-radweg.md"),
    );
    assert!(
        other
            .expect("a file")
            .contains("target: musterstadt/radweg}"),
        "relations follow"
    );
    let topic = std::fs::read_to_string(portal.path("content/topics/verkehr.md")).expect("a file");
    assert!(
        topic.contains("papers/2024/radweg/index.md"),
        "links follow: {topic}"
    );
    let checked = portal.run(&["register", "--check", "--today", LATER]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);

    std::fs::remove_dir_all(portal.path("theme")).expect("the standard theme");
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let page = text(&site, "vorlagen/musterstadt/beschluss-radweg/index.html");
    assert!(
        page.contains("url=/portal/vorlagen/musterstadt/radweg/\""),
        "{page}"
    );
    let redirects = text(&site, "_redirects");
    let files = "/portal/vorlagen/musterstadt/beschluss-radweg/* /portal/vorlagen/musterstadt/radweg/:splat 301!";
    assert!(redirects.contains(files), "{redirects}");
    let twin = json(&site, "vorlagen/musterstadt/radweg/index.json");
    assert_eq!(
        (&twin["created"], &twin["modified"]),
        (&TODAY.into(), &LATER.into())
    );
    let old = json(&site, "oparl/v1.1/paper/musterstadt/beschluss-radweg.json");
    assert_eq!(old["deleted"], true);
    let new = json(&site, "oparl/v1.1/paper/musterstadt/radweg.json");
    assert!(new.get("deleted").is_none());

    // Moved again, both old addresses lead to the newest; none of them is used again.
    let again = portal.run(&[
        "move",
        "musterstadt/radweg",
        "radweg-2024",
        "--today",
        LATER,
    ]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    let back = portal.run(&["move", "musterstadt/radweg-2024", "beschluss-radweg"]);
    assert_eq!(back.code, Some(2), "{}", back.out);
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    for old in ["beschluss-radweg", "radweg"] {
        let page = text(&site, &format!("vorlagen/musterstadt/{old}/index.html"));
        assert!(
            page.contains("url=/portal/vorlagen/musterstadt/radweg-2024/\""),
            "{page}"
        );
    }
}

#[test]
fn a_paper_renamed_by_hand_is_known_by_the_address_that_it_states() {
    let portal = registered();
    let old = std::fs::read_to_string(portal.path(ANFRAGE)).expect("a file");
    let stated = "\nredirectFrom: [/vorlagen/musterstadt/anfrage-markt/]\ndate:";
    portal.remove(ANFRAGE);
    portal.file(
        &ANFRAGE.replace("anfrage-markt", "marktstaende"),
        &old.replacen("\ndate:", stated, 1),
    );
    assert_eq!(portal.build().code, Some(0));
    let done = register(&portal, LATER);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let old = line(&portal, "paper/musterstadt/anfrage-markt");
    assert_eq!(old["movedTo"], "paper/musterstadt/marktstaende");
}

#[test]
fn a_procedure_that_joins_another_leads_there() {
    let portal = registered();
    let gone = "vorgaenge/musterstadt-antrag-radweg/index.html";
    assert!(portal.site().contains_key(gone));
    // The motion becomes part of another procedure, whose name its author chose.
    edit(
        &portal,
        "content/bodies/musterstadt/papers/2023/antrag-radweg.md",
        "\ndate:",
        "\nprocedure: {slug: radweg}\ndate:",
    );
    std::fs::remove_dir_all(portal.path("theme")).expect("the standard theme");
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let page = portal.tree("public");
    assert!(
        text(&page, gone).contains("url=/portal/vorgaenge/radweg/\""),
        "{}",
        text(&page, gone)
    );
    assert_eq!(register(&portal, LATER).code, Some(0));
    assert_eq!(
        line(&portal, "procedure/musterstadt-antrag-radweg")["movedTo"],
        "procedure/radweg"
    );
}

#[test]
fn a_procedure_of_which_one_paper_is_left_leads_to_it() {
    let portal = Portal::sound();
    register(&portal, TODAY);
    let reason = ["withdraw", "musterstadt/beschluss", "--reason", "Grund"];
    let done = portal.run(&reason);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(register(&portal, LATER).code, Some(0));
    let site = portal.site();
    let page = text(&site, "vorgaenge/musterstadt-radweg/index.html");
    assert!(page.contains("vorlagen/musterstadt/radweg/\""), "{page}");
}

#[test]
fn other_things_move_by_hand_and_tell_the_register() {
    let portal = Portal::sound();
    portal.file("content/topics/haushalt.md", "---\nname: Haushalt\n---\n");
    register(&portal, TODAY);
    portal.remove("content/topics/haushalt.md");
    let early = portal.run(&["move", "topic/haushalt", "topic/finanzen"]);
    assert_eq!(early.code, Some(2), "the new file is not there yet");
    portal.file("content/topics/finanzen.md", "---\nname: Finanzen\n---\n");
    assert_eq!(portal.build().code, Some(1), "an address is lost");
    let moved = portal.run(&["move", "topic/haushalt", "finanzen", "--today", LATER]);
    assert_eq!(moved.code, Some(0), "{}", moved.err);
    let site = portal.site();
    assert!(text(&site, "themen/haushalt/index.html").contains("themen/finanzen/"));
}

#[test]
fn a_file_with_a_mistake_is_not_lost_for_good() {
    let portal = registered();
    edit(&portal, ANFRAGE, "\ndate:", "\ndatum:");
    let built = portal.run(&["build", "--today", LATER, "--keep-going"]);
    assert!(!built.err.contains("lost-address"), "{}", built.err);
    let site = portal.tree("public");
    assert!(!site.is_empty());
    assert!(!text(&site, "daten/changes.jsonl").contains("anfrage-markt"));
    // Not even readable.
    portal.file(ANFRAGE, "---\nname: \"offen\n---\n");
    let built = portal.run(&["build", "--today", LATER, "--keep-going"]);
    assert!(!built.err.contains("lost-address"), "{}", built.err);
    let before = portal.tree("content/register");
    register(&portal, LATER);
    assert_same(&before, &portal.tree("content/register"));
}

#[test]
fn merged_lines_become_one_and_damaged_ones_stop_everything() {
    let portal = registered();
    let file = "content/register/musterstadt.jsonl";
    let text = std::fs::read_to_string(portal.path(file)).expect("a file");
    let doubled: String = text
        .lines()
        .map(|line| format!("{line}\n{}\n", line.replacen(TODAY, "2024-05-01", 1)))
        .collect();
    portal.file(file, &doubled);
    let merged = register(&portal, LATER);
    assert_eq!(merged.code, Some(0), "{}", merged.err);
    let line = line(&portal, "paper/musterstadt/anfrage-markt");
    assert_eq!(
        (&line["created"], &line["modified"]),
        (&"2024-05-01".into(), &TODAY.into())
    );

    let damaged = format!("<<<<<<< HEAD\n{text}");
    portal.file(file, &damaged);
    for arguments in [&["register"][..], &["build", "--keep-going"], &["check"]] {
        let ended = portal.run(arguments);
        assert_eq!(ended.code, Some(1), "{arguments:?}");
        assert!(
            (ended.out + &ended.err).contains("bad-register"),
            "{arguments:?}"
        );
    }
    assert_eq!(
        std::fs::read_to_string(portal.path(file)).expect("a file"),
        damaged
    );
    assert!(portal.tree("public").is_empty());
}

#[test]
fn an_address_in_the_register_cannot_leave_the_site() {
    for address in [
        "/../x/",
        "//x/",
        "/a b/",
        "x/",
        "/x",
        "/CON/",
        "/x/\\n/",
        "/x/ https://x.example 200/",
    ] {
        let portal = Portal::sound();
        let line = format!(
            "{{\"id\":\"topic/x\",\"address\":\"{address}\",\"created\":\"2024-01-01\",\"modified\":\"2024-01-01\",\"removed\":\"x\"}}\n"
        );
        portal.file("content/register.jsonl", &line);
        let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
        assert_eq!(built.code, Some(1), "{address}");
        assert!(
            built.err.contains("bad-register"),
            "{address}: {}",
            built.err
        );
    }
}

#[test]
fn hostile_lines_do_no_harm() {
    let build = |lines: &str| {
        let portal = Portal::sound();
        portal.file("content/register.jsonl", lines);
        let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
        (portal, built)
    };
    let days = "\"created\":\"2024-01-01\",\"modified\":\"2024-01-01\"";
    let circle = format!(
        "{{\"id\":\"topic/a\",\"address\":\"/themen/a/\",{days},\"movedTo\":\"topic/b\"}}\n\
         {{\"id\":\"topic/b\",\"address\":\"/themen/b/\",{days},\"movedTo\":\"topic/a\"}}\n"
    );
    assert!(build(&circle).1.err.contains("lost-address"));
    let own = format!(
        "{{\"id\":\"procedure/a\",\"address\":\"/vorgaenge/a/\",{days},\"papers\":[\"procedure/a\"]}}\n"
    );
    assert!(build(&own).1.err.contains("bad-register"));
    let reason = "<script>x</script> \\u202e\\u0000 & mehr";
    let gone = format!(
        "{{\"id\":\"topic/a\",\"address\":\"/themen/a/\",{days},\"removed\":\"{reason}\"}}\n"
    );
    let (portal, built) = build(&gone);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let page = text(&site, "themen/a/index.html");
    assert!(page.contains("&lt;script&gt;x"), "{page}");
    for (path, bytes) in site {
        let Ok(shown) = String::from_utf8(bytes) else {
            continue;
        };
        assert!(!shown.contains('\u{202e}'), "{path}");
        let is_page = path.ends_with(".html") || path.ends_with(".xml");
        let odd = shown.contains('\0') || shown.contains("<script>x</script>");
        assert!(!is_page || !odd, "{path}");
    }
}

#[test]
fn a_fingerprint_of_another_version_is_no_change() {
    let portal = registered();
    let file = "content/register/musterstadt.jsonl";
    edit(
        &portal,
        file,
        "\"fingerprint\":\"1:",
        "\"fingerprint\":\"0:",
    );
    assert_eq!(
        portal.run(&["register", "--check", "--today", LATER]).code,
        Some(1)
    );
    let done = register(&portal, LATER);
    assert!(done.out.contains("0 geändert"), "{}", done.out);
    let line = line(&portal, "paper/musterstadt/anfrage-markt");
    assert_eq!(line["modified"], TODAY);
    assert!(line["fingerprint"].as_str().expect("one").starts_with("1:"));
}

#[test]
fn attachments_have_size_and_checksums() {
    let portal = registered();
    let site = portal.site();
    let paper = json(&site, "vorlagen/musterstadt/beschluss-radweg/index.json");
    let listed = paper["attachments"].as_array().expect("files");
    let file = listed
        .iter()
        .find(|file| file["size"].is_u64())
        .expect("a file that is there");
    let url = file["url"].as_str().expect("an address");
    let (path, bytes) = site
        .iter()
        .find(|(path, _)| url.ends_with(&path.replace(' ', "%20")))
        .expect("the file");
    assert_eq!(file["size"], bytes.len());
    let oparl = json(&site, "oparl/v1.1/paper/musterstadt/beschluss-radweg.json");
    let files = oparl["auxiliaryFile"].as_array().expect("files");
    let same = files
        .iter()
        .find(|other| other["accessUrl"] == url)
        .expect(path);
    assert_eq!(same["size"], file["size"]);
    assert_eq!(same["sha512Checksum"], file["sha512Checksum"]);
    assert_eq!(same["sha1Checksum"].as_str().expect("one").len(), 40);
    // Another file is another state of the paper.
    let name = url.rsplit('/').next().expect("a name").replace("%20", " ");
    portal.bytes(
        &format!("content/bodies/musterstadt/papers/2024/beschluss-radweg/{name}"),
        b"anderes",
    );
    let changed = portal.run(&["register", "--today", LATER]);
    assert!(
        changed.out.contains("~ paper/musterstadt/beschluss-radweg"),
        "{}",
        changed.out
    );
}

const PLAN: &str = "name: Mit Plan\ndate: 2024-05-02\nattachments:\n  - {name: Plan, file: plan.pdf}\n  - {name: Karte, file: karte 1.txt}";

/// Musterstadt with a paper that has two files, registered on the first day.
fn with_files() -> Portal {
    let portal = Portal::musterstadt();
    let folder = "content/bodies/musterstadt/papers/2024/mit-plan";
    portal.file(
        &format!("{folder}/index.md"),
        &format!("---\n{PLAN}\n---\nText\n"),
    );
    portal.file(&format!("{folder}/plan.pdf"), "%PDF-1.4 eins");
    portal.file(&format!("{folder}/karte 1.txt"), "Karte");
    assert_eq!(register(&portal, TODAY).code, Some(0));
    portal
}

const MIT_PLAN: &str = "content/bodies/musterstadt/papers/2024/mit-plan";

#[test]
fn files_have_days_of_their_own() {
    let portal = with_files();
    portal.file(&format!("{MIT_PLAN}/plan.pdf"), "%PDF-1.4 zwei");
    register(&portal, LATER);
    let line = line(&portal, "paper/musterstadt/mit-plan");
    let days = |at: usize| {
        let file = &line["files"][at];
        (
            file["name"].clone(),
            file["created"].clone(),
            file["modified"].clone(),
        )
    };
    assert_eq!(days(0), ("karte 1.txt".into(), TODAY.into(), TODAY.into()));
    assert_eq!(days(1), ("plan.pdf".into(), TODAY.into(), LATER.into()));
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let object = |name: &str| {
        let file = json(
            &site,
            &format!("oparl/v1.1/file/musterstadt/mit-plan/{name}.json"),
        );
        (file["created"].clone(), file["modified"].clone())
    };
    let (first, later) = ("2024-06-10T00:00:00+02:00", "2024-06-12T00:00:00+02:00");
    assert_eq!(object("plan-pdf"), (first.into(), later.into()));
    assert_eq!(object("karte-1-txt"), (first.into(), first.into()));
}

#[test]
fn files_of_a_register_that_knew_none_are_as_old_as_the_last_change() {
    let portal = with_files();
    let path = "content/register/musterstadt.jsonl";
    let text = std::fs::read_to_string(portal.path(path)).expect("a register");
    let lines = text.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).expect("JSON");
        line.as_object_mut().expect("an object").remove("files");
        format!("{line}\n")
    });
    portal.file(path, &lines.collect::<String>());
    register(&portal, LATER);
    let line = line(&portal, "paper/musterstadt/mit-plan");
    assert_eq!(line["modified"], TODAY);
    assert_eq!(line["files"][1]["created"], TODAY);
}

#[test]
fn a_file_that_is_dropped_stops_the_build_until_somebody_says_why() {
    let portal = with_files();
    let dropped = PLAN.replace("\n  - {name: Karte, file: karte 1.txt}", "");
    let withdraw = [
        "withdraw",
        "musterstadt/mit-plan/karte 1.txt",
        "--reason",
        "Durch eine neue ersetzt",
        "--today",
        LATER,
    ];
    let early = portal.run(&withdraw);
    assert!(
        early.code != Some(0) && early.err.contains("take it out"),
        "{}",
        early.err
    );
    portal.file(
        &format!("{MIT_PLAN}/index.md"),
        &format!("---\n{dropped}\n---\nText\n"),
    );
    let built = portal.run(&["build", "--today", LATER, "--keep-going"]);
    assert_eq!(built.code, Some(1));
    for told in ["lost-address", "musterstadt/mit-plan/karte 1.txt"] {
        assert!(built.err.contains(told), "{told}: {}", built.err);
    }
    let done = portal.run(&withdraw);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let page = text(
        &site,
        "vorlagen/musterstadt/mit-plan/karte 1.txt/index.html",
    );
    assert!(
        page.contains("Durch eine neue ersetzt") && page.contains("12. Juni 2024"),
        "{page}"
    );
    let rule = "/portal/vorlagen/musterstadt/mit-plan/karte%201.txt /portal/vorlagen/musterstadt/mit-plan/karte%201.txt/index.html 410!";
    let redirects = text(&site, "_redirects");
    assert!(redirects.contains(rule), "{redirects}");
    let object = json(
        &site,
        "oparl/v1.1/file/musterstadt/mit-plan/karte-1-txt.json",
    );
    assert_eq!(
        (&object["deleted"], &object["modified"]),
        (&true.into(), &"2024-06-12T00:00:00+02:00".into())
    );
    let month = json(&site, "oparl/v1.1/body/musterstadt/changes/2024-06.json");
    assert!(month["data"].as_array().expect("a list").contains(&object));
    assert_eq!(
        portal.run(&["register", "--check", "--today", LATER]).code,
        Some(0)
    );
    // What was withdrawn does not come back by itself.
    portal.file(
        &format!("{MIT_PLAN}/index.md"),
        &format!("---\n{PLAN}\n---\nText\n"),
    );
    let built = portal.run(&["build", "--today", LATER, "--keep-going"]);
    assert!(built.err.contains("returned-object"), "{}", built.err);
}

#[test]
fn files_of_a_withdrawn_paper_are_gone_with_it() {
    let portal = with_files();
    let done = portal.run(&[
        "withdraw",
        "musterstadt/mit-plan",
        "--reason",
        "Grund",
        "--today",
        LATER,
    ]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let built = portal.run(&["build", "--today", LATER]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let object = json(&site, "oparl/v1.1/file/musterstadt/mit-plan/plan-pdf.json");
    assert_eq!(object["deleted"], true);
    assert!(text(&site, "vorlagen/musterstadt/mit-plan/plan.pdf/index.html").contains("Grund"));
    let twin = json(&site, "vorlagen/musterstadt/mit-plan/index.json");
    assert_eq!(twin["deleted"], true);
}

#[test]
fn links_to_what_was_withdrawn_or_moved_lead_to_the_page_that_says_so() {
    let portal = registered();
    portal.paper(
        "neu",
        "name: Neues",
        "Mehr in der [Anfrage](anfrage-markt.md#a) dazu.",
    );
    let done = portal.run(&[
        "withdraw",
        "musterstadt/anfrage-markt",
        "--reason",
        "Grund",
        "--today",
        LATER,
    ]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let built = portal.run(&["build", "--today", LATER]);
    assert!(!built.err.contains("neu.md"), "{}", built.err);
    let site = portal.tree("public");
    let page = text(&site, "vorlagen/musterstadt/neu/index.html");
    assert!(
        page.contains("href=\"/portal/vorlagen/musterstadt/anfrage-markt/#a\""),
        "{page}"
    );
}

#[test]
fn another_address_is_not_registered_in_place_of_a_published_one() {
    let portal = registered();
    let path = "content/register/musterstadt.jsonl";
    edit(
        &portal,
        path,
        "/vorlagen/musterstadt/",
        "/vorlagen/anderstadt/",
    );
    let before = portal.tree("content")["register/musterstadt.jsonl"].clone();
    register(&portal, LATER);
    let after = portal.tree("content")["register/musterstadt.jsonl"].clone();
    assert_eq!(String::from_utf8(before), String::from_utf8(after));
    assert!(portal.build().err.contains("lost-address"));
}
