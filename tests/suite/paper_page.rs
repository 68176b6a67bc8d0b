//! The paper page: proposal against resolution, terms explained, the order of things, the language of what stands there.

use crate::support::{Portal, main_of, text};

const PAGE: &str = "vorlagen/musterstadt/neu/index.html";

/// `<main>` of the page of a paper with this front matter and text.
fn page(front: &str, words: &str) -> String {
    let portal = council();
    portal.paper("neu", &format!("name: Neu\n{front}"), words);
    main_of(&portal.site(), PAGE).to_owned()
}

/// A sound portal whose council is known.
fn council() -> Portal {
    let portal = Portal::sound();
    let council = "- {slug: rat, name: Rat, organizationType: Gremium}\n";
    portal.file("content/bodies/musterstadt/organizations.yaml", council);
    portal
}

/// The part under the heading with this anchor.
fn part<'a>(page: &'a str, anchor: &str) -> &'a str {
    let (_, after) = page
        .split_once(&format!("<h2 id=\"{anchor}\">"))
        .unwrap_or_else(|| panic!("no part {anchor}: {page}"));
    after.split("<h2 ").next().unwrap_or(after)
}

const PROPOSAL: &str =
    "proposal:\n  - {text: Der Radweg wird gebaut.}\n  - {text: Er wird zwei Meter breit.}";

fn proposal(resolution: &str) -> String {
    let page = page(&format!("paperType: Antrag\n{PROPOSAL}\n{resolution}"), "");
    part(&page, "vorschlag").to_owned()
}

#[test]
fn a_proposal_without_a_decision_says_so() {
    let told = proposal("");
    assert!(told.contains("Noch nicht beschlossen"), "{told}");
    assert!(!told.contains("<del>"), "{told}");
}

#[test]
fn a_planned_decision_is_named() {
    let organizations =
        "consultation:\n  - {organization: rat, date: 2024-07-01, role: Entscheidung}";
    let portal = council();
    portal.paper(
        "neu",
        &format!("name: Neu\n{PROPOSAL}\n{organizations}"),
        "",
    );
    let site = portal.site();
    let told = part(main_of(&site, PAGE), "vorschlag");
    assert!(
        told.contains("Die Entscheidung ist für den 1. Juli 2024 vorgesehen."),
        "{told}"
    );
}

#[test]
fn what_was_adopted_as_proposed_says_so_in_a_sentence() {
    for (resolution, sentence) in [
        (
            "resolution: {outcome: adopted}",
            "Beschlossen wurde, was vorgeschlagen war.",
        ),
        (
            "resolution: {outcome: adopted, text: nach Antrag}",
            "Beschlossen wurde, was vorgeschlagen war.",
        ),
        (
            "resolution: {outcome: adopted, text: \"1. Der Radweg wird gebaut. 2. Er wird zwei Meter breit.\"}",
            "Beschlossen wurde Wort für Wort, was vorgeschlagen war.",
        ),
        (
            "resolution: {outcome: rejected, text: Kein Radweg.}",
            "Der Vorschlag wurde abgelehnt.",
        ),
        (
            "resolution: {outcome: amended}",
            "Ihr Wortlaut liegt diesem Portal nicht vor.",
        ),
    ] {
        let told = proposal(resolution);
        assert!(told.contains(sentence), "{resolution}: {told}");
        assert!(!told.contains("<del>") && !told.contains("<ins>"), "{told}");
    }
}

#[test]
fn what_was_changed_is_shown_word_by_word_and_said_in_words() {
    let told = proposal(
        "resolution: {outcome: amended, text: \"Der Radweg wird gebaut. Er wird drei <Meter> breit.\"}",
    );
    assert!(
        told.contains("Der Beschluss weicht vom Vorschlag ab."),
        "{told}"
    );
    assert!(
        told.contains("<del><span class=\"unseen\"> gestrichen: </span>zwei Meter<"),
        "{told}"
    );
    assert!(
        told.contains("<ins><span class=\"unseen\"> eingefügt: </span>drei &lt;Meter&gt;<"),
        "{told}"
    );
    assert!(told.contains("Vorgeschlagener Wortlaut"), "{told}");
}

#[test]
fn a_motion_that_was_answered_waits_for_no_decision() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        &format!("name: Neu\npaperType: Antrag\n{PROPOSAL}"),
        "",
    );
    portal.paper(
        "antwort",
        "name: Antwort\ndate: 2024-05-05\nrelations: [{type: answers, target: musterstadt/neu}]",
        "",
    );
    let site = portal.site();
    assert!(!part(main_of(&site, PAGE), "vorschlag").contains("Noch nicht beschlossen"));
}

#[test]
fn a_term_is_explained_where_it_stands_and_once() {
    let page = page(
        "paperType: Beschlussvorlage\nunderDirectionOf: []\nconsultation:\n  - {organization: rat, role: Vorberatung}\n  - {organization: rat, role: Vorberatung}\n\
         resolution: {outcome: postponed}\nproposal: [{text: Ja.}]",
        "",
    );
    for term in [
        "vorlage",
        "vorberatung",
        "vertagt",
        "beratungsfolge",
        "beschlussvorschlag",
    ] {
        let button = format!("popovertarget=\"begriff-{term}\"");
        let gloss = format!("id=\"begriff-{term}\" popover");
        assert_eq!(page.matches(&button).count(), 1, "{term}: {page}");
        assert_eq!(page.matches(&gloss).count(), 1, "{term}");
    }
}

#[test]
fn every_term_stands_on_a_page_of_its_own_sorted_as_germans_do() {
    let site = Portal::sound().site();
    let page = main_of(&site, "begriffe/index.html");
    let at = |term: &str| {
        page.find(&format!("id=\"{term}\""))
            .unwrap_or_else(|| panic!("{term}"))
    };
    assert!(at("abgelehnt") < at("aenderung") && at("aenderung") < at("anfrage"));
    assert!(
        text(&site, "index.html").contains("href=\"/begriffe/\""),
        "the footer leads there"
    );
}

#[test]
fn answers_come_before_the_text_and_the_rest_after_it() {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).unwrap();
    let site = portal.site();
    let page = main_of(&site, "vorlagen/musterstadt/beschluss-radweg/index.html");
    let parts = [
        "entscheidung",
        "geld",
        "text",
        "beratung",
        "vorschlag",
        "anlagen",
        "vorgang",
        "zusammenhang",
        "themen",
        "folgen",
    ];
    let places: Vec<usize> = parts
        .iter()
        .map(|part| {
            page.find(&format!("<h2 id=\"{part}\""))
                .unwrap_or_else(|| panic!("{part}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn long_lists_and_contents_fold() {
    let attachments: String = (0..30)
        .map(|n| format!("  - {{name: Anlage {n}}}\n"))
        .collect();
    let steps: String = (0..20)
        .map(|_| "  - {organization: rat}\n".to_owned())
        .collect();
    let headings: String = (0..300)
        .map(|n| {
            format!(
                "{} Teil {n}\n\nText.\n\n",
                if n % 5 == 0 { "##" } else { "###" }
            )
        })
        .collect();
    let page = page(
        &format!("attachments:\n{attachments}consultation:\n{steps}"),
        &headings,
    );
    assert!(page.contains("10 weitere anzeigen") && page.contains("8 weitere anzeigen"));
    assert!(
        page.contains("<details>\n<summary>Inhalt des Textes"),
        "many contents are folded"
    );
    assert_eq!(
        page.matches("<li class=\"l").count(),
        60,
        "of very many headings the higher ones are listed"
    );
}

#[test]
fn papers_keep_their_language_in_an_english_portal() {
    let portal = Portal::sound();
    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).unwrap();
    portal.file(
        "content/portal.yaml",
        &format!("{}language: en\n", settings.replace("language: de\n", "")),
    );
    portal.paper("neu", "name: Neu\nsummary: Kurz gesagt.", "Der Text.");
    let site = portal.site();
    let page = text(&site, PAGE);
    assert!(page.contains("<html lang=\"en\""), "{page}");
    assert!(
        page.contains("data-pagefind-meta=\"title\" lang=\"de\">Neu</h1>"),
        "{page}"
    );
    assert!(page.contains("<div class=\"prose\" lang=\"de\">"), "{page}");
    let german = Portal::sound().site();
    assert!(!main_of(&german, "vorlagen/musterstadt/radweg/index.html").contains(" lang=\""));
}

#[test]
fn how_to_cite_a_paper_ends_its_title_once() {
    let cited = |name: &str| {
        let portal = council();
        portal.paper("neu", &format!("name: {name}\npaperType: Anfrage"), "");
        let main = main_of(&portal.site(), PAGE).to_owned();
        let line = main.split("class=\"citation\"").nth(1).expect("citation");
        let line = line.split_once('>').expect("tag").1;
        line.split(" Anfrage").next().expect("kind").to_owned()
    };
    assert_eq!(cited("Radweg"), "Radweg.");
    assert_eq!(cited("Kommt der Radweg?"), "Kommt der Radweg?");
    assert_eq!(cited("Beitritt zum Rad e. V."), "Beitritt zum Rad e. V.");
}
