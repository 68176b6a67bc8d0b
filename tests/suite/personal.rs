//! Personal data: found in what is published, blacked out everywhere alike, or allowed with a reason.

use proptest::prelude::*;

use crate::support::{Portal, TODAY, Tree, assert_same};

const NAME: &str = "Zacharias Quendelhuber";
const MARK: &str = "█████";

#[track_caller]
fn assert_unseen(site: &Tree) {
    for (path, bytes) in site {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for part in ["quendelhuber", "zacharias"] {
            assert!(
                !text.contains(part) && !path.contains(part),
                "{part} in {path}"
            );
        }
    }
}

/// Codes and lines of what `check` finds.
fn found(portal: &Portal) -> Vec<String> {
    let checked = portal.run(&["check", "--today", TODAY, "--format", "json"]);
    let lines = checked.out.lines().map(|line| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{}:{}", record["code"].as_str().unwrap(), record["line"])
    });
    lines.collect()
}

/// A paper with `words` in every field that takes words.
fn full(words: &str) -> String {
    format!(
        "name: Einwendung von {words}\npaperType: Einwendung {words}\nreference: 20-26 / V 04711\naliases: [{words}]\n\
         date: 2024-05-02\ntopics: [verkehr]\nkeyword: [{words}, Lärm]\nsummary: |\n  Wer schreibt,\n  ist {words}.\nlocation: {words}\n\
         consultation: [{{organization: stadtrat, date: 2024-05-14, role: {words}, result: {words}}}]\n\
         proposal: [{{text: '{words} wird geantwortet.', items: [{{text: {words}}}]}}]\n\
         resolution: {{outcome: adopted, text: \"{words}\"}}\n\
         finance: {{note: {words}, items: [{{kind: cost, amount: 1, note: {words}}}]}}\n\
         checks: {{climate: {{relevant: no, note: {words}}}}}\nopinions: [{{name: {words}, text: {words}}}]\nhearings: [{{name: {words}}}]\n\
         distribution: [{words}]\n\
         relations: [{{type: answers, target: 20-26 / A 00001, evidence: {words}}}]\nprocedure: {{slug: einwendung, name: {words}}}\n\
         implementation: {{status: open, note: {words}}}\neditorNote: {words}\nredact: [{words}]"
    )
}

#[test]
fn what_is_blacked_out_is_in_no_output_and_no_message() {
    let portal = Portal::sound();
    let text = format!(
        "{NAME} und 20-26 / A 00001.\n\n## {NAME}\n\n- {NAME}\n\n| a |\n|---|\n| {NAME} |\n\n```\n{NAME}\n```\n\n<b>{NAME}</b> [{NAME}](javascript:x)"
    );
    portal.paper("neu", &full(NAME), &text);
    let meeting = format!(
        "---\nname: Rat mit {NAME}\norganization: [stadtrat]\nstart: 2024-05-14T18:00\nlocation: bei {NAME}\nagendaItem: [{{name: 'Anliegen {NAME}'}}]\nredact: [{NAME}]\n---\n{NAME}\n"
    );
    portal.file(
        "content/bodies/musterstadt/meetings/2024-05-14-rat.md",
        &meeting,
    );
    let page =
        format!("---\nname: Danke {NAME}\ndescription: An {NAME}\nredact: [{NAME}]\n---\n{NAME}\n");
    portal.file("content/pages/danke.md", &page);
    portal.file("content/topics/dank.md", &page);
    let built = portal.run(&["build", "--today", TODAY]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let shown: Vec<u8> = site.values().flatten().copied().collect();
    assert!(String::from_utf8_lossy(&shown).contains(&format!("Einwendung von {MARK}")));
    assert_unseen(&site);
    for format in ["human", "json", "github"] {
        let checked = portal.run(&["check", "--today", TODAY, "--format", format]);
        assert!(!checked.out.is_empty());
        assert!(!(checked.out + &checked.err).contains("Quendelhuber"));
    }
}

/// Ways to write a name that mean the same.
fn spelled() -> impl Strategy<Value = String> {
    let first = prop_oneof![
        Just("Zacharias"),
        Just("ZACHARIAS"),
        Just("zacharias"),
        Just("Zacha\u{ad}rias")
    ];
    let between = prop_oneof![
        Just(" "),
        Just("  "),
        Just("\n"),
        Just("\u{a0}"),
        Just("&nbsp;"),
        Just("&#32;")
    ];
    let last = prop_oneof![
        Just("Quendelhuber"),
        Just("Quendel-\nhuber"),
        Just("quendelhuber"),
        Just("Quendel&shy;huber")
    ];
    (first, between, last, "(\\*\\*|\\*|)")
        .prop_map(|(first, between, last, mark)| format!("{mark}{first}{between}{last}{mark}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// The strongest that can be said: the site is the one of an author who never wrote the name.
    #[test]
    fn a_site_is_the_one_of_a_text_without_the_words(spellings in prop::collection::vec(spelled(), 1..5)) {
        let text = |name: &dyn Fn(&str) -> String| {
            let sentences = spellings.iter().map(|spelled| format!("- Es schrieb {} an den Rat.\n", name(spelled)));
            sentences.collect::<String>()
        };
        let portal = Portal::sound();
        portal.paper("neu", &full(NAME), &text(&|spelled| spelled.to_owned()));
        let blackened = portal.site();
        assert_unseen(&blackened);
        // What stays of a spelling are its line ends and the emphasis around it.
        let never = text(&|spelled| {
            let mark = &spelled[..spelled.len() - spelled.trim_start_matches('*').len()];
            format!("{mark}{MARK}{}{mark}", "\n".repeat(spelled.matches('\n').count()))
        });
        let portal = Portal::sound();
        portal.paper("neu", &full(MARK), &never);
        assert_same(&portal.site(), &blackened);
    }
}

#[test]
fn what_cannot_be_blacked_out_for_sure_is_not_published() {
    for (front, text) in [
        ("name: A\nredact: [Zacharias Quendlhuber]", NAME),
        (
            "name: A\nredact: [Zacharias Quendelhuber]",
            "Zacharias [Quendelhuber](/x/) und Zacharias Quendelhuber",
        ),
        ("name: A\nredact: Zacharias Quendelhuber", NAME),
        ("name: A\nredakt: [Zacharias Quendelhuber]", NAME),
        ("name: A: B\nredact: [Zacharias Quendelhuber]", NAME),
        ("name: A\n\"red\\u0061ct\": [Zacharias Quendelhuber]", NAME),
        (
            "name: \"\\u005aacharias Quendelhuber\"\nredact: [Zacharias Quendelhuber]",
            NAME,
        ),
    ] {
        let portal = Portal::sound();
        portal.paper("neu", front, text);
        let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
        assert_eq!(built.code, Some(1), "{front}: {}", built.err);
        assert!(!built.err.contains("Quendelhuber"), "{}", built.err);
        assert_unseen(&portal.tree("public"));
        assert_same(&Portal::sound().site(), &portal.tree("public"));
    }
    let portal = Portal::sound();
    portal.paper(
        "zacharias-quendelhuber",
        "name: A\nredact: [Zacharias Quendelhuber]",
        NAME,
    );
    assert_eq!(found(&portal), ["not-redacted:null"]);
}

#[test]
fn personal_data_keeps_a_file_back_until_somebody_decides() {
    let portal = Portal::sound();
    let text = "Rückruf unter 0171 / 1234567\noder an verein@post.example.";
    portal.paper("neu", "name: Einwendung", text);
    assert_eq!(found(&portal), ["personal-data:4", "personal-data:5"]);
    let built = portal.run(&["build", "--today", TODAY]);
    assert_eq!(built.code, Some(1));
    assert!(!portal.path("public").exists());
    assert!(
        !built.err.contains("1234567") && !built.err.contains("post.example"),
        "{}",
        built.err
    );
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert_eq!(built.code, Some(1));
    assert!(built.err.contains("1 fehlerhafte Datei"), "{}", built.err);
    assert_same(&Portal::sound().site(), &portal.tree("public"));

    portal.paper("neu", "name: Einwendung\nredact: [0171 1234567]\npersonalData: [{allow: verein@post.example, reason: Der Verein will es.}]", text);
    assert_eq!(
        found(&portal),
        ["not-redacted:null"],
        "other digits than the text's"
    );
    portal.paper("neu", "name: Einwendung\nredact: [0171 / 1234567]\npersonalData: [{allow: verein@post.example, reason: Der Verein will es.}]", text);
    assert_eq!(found(&portal), Vec::<String>::new());
    portal.paper("neu", "name: Einwendung\nredact: [0171 / 1234567]\npersonalData: [{allow: verein@post.example, reason: ' '}]", text);
    assert_eq!(found(&portal), ["missing-key:4"]);
}

#[test]
fn what_is_not_published_is_nobodys_business() {
    let text = "<!-- 0171 / 1234567 -->\nNichts.";
    for (front, expected) in [
        ("name: A\naccess: restricted\nsummary: a@b.example", 0),
        ("name: A\nsummary: a@b.example", 1),
        ("name: A\npublishFrom: 2025-01-01\nsummary: a@b.example", 1),
        ("name: A # a@b.example", 0),
        (
            "name: A\nconsultation: [{organization: stadtrat, role: a@b.example, public: false}]",
            0,
        ),
        (
            "name: A\nattachments: [{name: a@b.example, access: restricted}]",
            0,
        ),
        ("name: A\nsummary: >\n  wohnhaft Am\n  Lindenweg 4", 1),
    ] {
        let portal = Portal::sound();
        portal.paper("neu", front, text);
        let found = found(&portal);
        let personal = found
            .iter()
            .filter(|code| code.starts_with("personal-data"))
            .count();
        assert_eq!(personal, expected, "{front}: {found:?}");
    }
}

#[test]
fn contacts_of_offices_are_the_portals_to_allow() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Auskunft",
        "Tel. 05271/965-6320, bauamt@musterstadt.example",
    );
    assert_eq!(found(&portal).len(), 2);
    let path = "content/portal.yaml";
    let yaml = String::from_utf8(std::fs::read(portal.path(path)).unwrap()).unwrap();
    portal.file(
        path,
        &yaml.replace(
            "contacts: [",
            "contacts: [05271 965*, '@musterstadt.example', ",
        ),
    );
    assert_eq!(found(&portal), Vec::<String>::new());
}
