//! Every number has one address, whether the portal has its paper or not, and what cites it leads there.

use crate::support::{Portal, Tree, main_of, text};

/// The sound portal with one more paper of this text.
fn with_text(body: &str) -> Portal {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Neu\npaperType: Bericht\ndate: 2024-05-01",
        body,
    );
    portal
}

/// What the paper's text became.
fn prose(body: &str) -> String {
    let site = with_text(body).site();
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    let (_, prose) = page.split_once("<div class=\"prose\">\n").expect("a text");
    prose.split("\n</div>").next().unwrap().trim().to_owned()
}

fn sitemap(site: &Tree) -> &str {
    text(site, "sitemap.xml")
}

#[test]
fn a_number_leads_to_its_paper() {
    let site = Portal::sound().site();
    let page = text(&site, "nummer/musterstadt/20-26-a-00001/index.html");
    let paper = "/vorlagen/musterstadt/radweg/";
    for part in [
        format!("<link rel=\"canonical\" href=\"https://rat.musterstadt.example{paper}\">"),
        format!("<a href=\"{paper}\">Radweg an der Hauptstraße</a>"),
        "<meta name=\"robots\" content=\"noindex\">".to_owned(),
    ] {
        assert!(page.contains(&part), "{part} in {page}");
    }
    assert!(
        !page.contains("refresh"),
        "it would move under a reader's hands"
    );
    assert!(page.len() < 1000, "there are as many as papers: {page}");
    assert!(!sitemap(&site).contains("/nummer/"));
    assert!(
        !site
            .keys()
            .any(|path| path == "nummer/musterstadt/index.html")
    );
}

#[test]
fn a_portal_can_do_without_pages_that_lead_from_numbers_to_papers() {
    let portal = with_text("Siehe 20-26 / A 00001 und 20-26 / V 00099.");
    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).expect("settings");
    let named = |site: &Tree, number: &str| {
        let address = format!("/nummer/musterstadt/{number}/").into_bytes();
        let names = |bytes: &[u8]| bytes.windows(address.len()).any(|at| at == address);
        site.values().any(|bytes| names(bytes))
    };
    let with = portal.site();
    assert!(named(&with, "20-26-a-00001"), "data names it");
    portal.file(
        "content/portal.yaml",
        &format!("{settings}outputs: {{without: [numbers]}}\n"),
    );
    let site = portal.site();
    let pages = site.keys().filter(|path| path.starts_with("nummer/"));
    assert_eq!(
        pages.collect::<Vec<_>>(),
        [
            "nummer/musterstadt/20-26-v-00099/index.html",
            "nummer/musterstadt/index.html"
        ],
        "what is missing still has a page that says so"
    );
    assert!(named(&site, "20-26-v-00099"));
    assert!(!named(&site, "20-26-a-00001"), "nothing is there");
}

#[test]
fn an_alias_leads_there_too() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Neu\nreference: 20-26 / V 00007\naliases: [14-20/V 9, Sonderdruck 3]",
        "",
    );
    let site = portal.site();
    for slug in ["20-26-v-00007", "14-20-v-00009", "sonderdruck-3"] {
        let page = text(&site, &format!("nummer/musterstadt/{slug}/index.html"));
        assert!(page.contains("/vorlagen/musterstadt/neu/"), "{page}");
    }
}

#[test]
fn every_spelling_has_one_address() {
    let portal = with_text("Siehe 20-26/V 99, 20–26 / V 00099 und 20-26&nbsp;/ V00099.");
    portal.paper(
        "zweite",
        "name: Zweite\ndate: 2024-05-02\nrelations: [{type: amends, target: 20-26/V 099, evidence: Wird geändert.}]",
        "",
    );
    let site = portal.site();
    let address = "/nummer/musterstadt/20-26-v-00099/";
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    assert_eq!(
        page.matches(&format!("class=\"cite cite-missing\" href=\"{address}\""))
            .count(),
        3
    );
    let numbers = site
        .keys()
        .filter(|path| path.starts_with("nummer/") && path.contains("99"));
    assert_eq!(numbers.count(), 1);
}

#[test]
fn a_missing_number_says_so_and_who_cites_it() {
    let portal = with_text("Wie in 20-26 / V 00099 steht.");
    portal.paper(
        "zweite",
        "name: Zweite\ndate: 2024-05-02\nrelations: [{type: amends, target: 20-26 / V 00099, evidence: Wird geändert.}]",
        "",
    );
    portal.paper(
        "dritte",
        "name: Dritte\ndate: 2024-05-03",
        "Zu 20-26 / V 00099.",
    );
    let site = portal.site();
    let page = main_of(&site, "nummer/musterstadt/20-26-v-00099/index.html");
    let order = [
        "Zitiert, nicht in diesem Portal",
        "<h1>20-26 / V 00099</h1>",
        "liegt dem Portal nicht vor",
        "Geändert durch",
        "Zweite",
        "<blockquote class=\"evidence\"><p>Wird geändert.</p></blockquote>",
        "Zitiert von",
        "Dritte",
        "Neu",
    ];
    let mut rest = page;
    for part in order {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("{part}, in this order: {page}"));
        rest = &rest[at + part.len()..];
    }
    let list = main_of(&site, "nummer/musterstadt/index.html");
    assert!(
        list.contains("href=\"/nummer/musterstadt/20-26-v-00099/\">20-26 / V 00099</a>"),
        "{list}"
    );
    assert!(list.contains("zitiert von 3 Vorlagen"), "{list}");
    let council = main_of(&site, "kommunen/musterstadt/index.html");
    assert!(
        council.contains("href=\"/nummer/musterstadt/\""),
        "{council}"
    );
    assert_eq!(sitemap(&site).matches("/nummer/").count(), 2);
}

#[test]
fn the_most_cited_missing_number_comes_first() {
    let portal = with_text("20-26 / V 00098 und 20-26 / V 00099.");
    portal.paper("zweite", "name: Zweite", "20-26 / V 00099.");
    let site = portal.site();
    let list = main_of(&site, "nummer/musterstadt/index.html");
    assert!(
        list.find("V 00099").unwrap() < list.find("V 00098").unwrap(),
        "{list}"
    );
}

#[test]
fn a_number_of_several_papers_names_them_all() {
    let portal = with_text("Siehe 20-26 / V 00002.");
    portal.paper(
        "anderer",
        "name: Anderer\nreference: 20-26 / V 00002\ndate: 2024-05-01",
        "",
    );
    let site = portal.site();
    let address = "/nummer/musterstadt/20-26-v-00002/";
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    let link = format!(
        "<a class=\"cite cite-ambiguous\" href=\"{address}\" title=\"Diese Nummer tragen 2 Vorlagen\">"
    );
    assert!(page.contains(&link), "{page}");
    let related = page.split_once("rel-refersTo").expect("a group").1;
    assert_eq!(
        related.matches("vielleicht gemeint").count(),
        2,
        "{related}"
    );
    let page = main_of(&site, "nummer/musterstadt/20-26-v-00002/index.html");
    for part in [
        "Nicht eindeutig",
        "Bau des Radwegs",
        "Anderer",
        "Zitiert von",
        "Neu",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(sitemap(&site).contains(address));
}

#[test]
fn numbers_that_differ_in_what_an_address_cannot_hold_share_one() {
    let portal = Portal::sound();
    portal.file(
        "content/bodies/musterstadt/body.yaml",
        "name: Stadt Musterstadt\n",
    );
    portal.paper("a", "name: Punkt\nreference: 22.1", "");
    portal.paper("b", "name: Strich\nreference: 22-1", "");
    portal.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
    let site = portal.site();
    let page = main_of(&site, "nummer/musterstadt/22-1/index.html");
    assert!(page.contains("Punkt") && page.contains("Strich"), "{page}");
    assert!(page.contains("<h1>22-1, 22.1</h1>"), "{page}");
}

#[test]
fn a_number_without_an_address_breaks_nothing() {
    let portal = Portal::sound();
    portal.paper("neu", "name: Neu\nrelations: [{type: amends, target: '…'}, {type: refersTo, target: musterstadt/gibt-es-nicht}]", "");
    let site = portal.site();
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    assert!(page.contains("<span class=\"name\">…</span>"), "{page}");
    assert!(
        page.contains("<span class=\"name\">eine Vorlage, die hier nicht vorliegt</span>"),
        "{page}"
    );
    assert!(
        !page.contains("gibt-es-nicht"),
        "a place may tell a restricted paper's title: {page}"
    );
}

#[test]
fn what_is_done_to_a_missing_paper_is_told() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Neu\nrelations: [{type: repeals, target: 20-26 / V 00099, evidence: Wird aufgehoben.}, {type: refersTo, target: 20-26 / V 00098}]",
        "",
    );
    let site = portal.site();
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    let (_, group) = page.split_once("rel-repeals\">").expect("a group");
    let (repeals, rest) = group.split_once("</ul>").unwrap();
    assert!(
        repeals.contains("href=\"/nummer/musterstadt/20-26-v-00099/\""),
        "{repeals}"
    );
    assert!(repeals.contains("nicht in diesem Portal"), "{repeals}");
    assert!(
        rest.contains("rel-unresolved\">Zitiert, nicht in diesem Portal"),
        "{rest}"
    );
}

#[test]
fn data_knows_the_address_of_every_cited_number() {
    let site = with_text("Siehe 20-26 / V 00099 und 20-26 / V 00002.").site();
    let twin = |slug: &str| -> serde_json::Value {
        let path = format!("vorlagen/musterstadt/{slug}/index.json");
        serde_json::from_str(text(&site, &path)).expect("JSON")
    };
    let base = "https://rat.musterstadt.example/nummer/musterstadt";
    let relations = &twin("neu")["relations"];
    assert_eq!(relations[0]["number"], format!("{base}/20-26-v-00099/"));
    assert_eq!(relations[0]["reference"], "20-26 / V 00099");
    assert!(relations[0].get("paper").is_none());
    assert_eq!(relations[1]["number"], format!("{base}/20-26-v-00002/"));
    let back = &twin("radweg")["backlinks"][0];
    assert_eq!(back["number"], format!("{base}/20-26-v-00002/"));
}

#[test]
fn who_cites_comes_newest_first_and_long_lists_fold() {
    let portal = Portal::sound();
    for at in 0..91 {
        let (month, day) = (1 + at / 28, 1 + at % 28);
        let front = format!("name: Bericht Nummer {at:02}\ndate: 2023-{month:02}-{day:02}");
        portal.paper(
            &format!("bericht-{}", 90 - at),
            &front,
            "Zu 20-26 / A 00001.",
        );
    }
    let site = portal.site();
    let page = main_of(&site, "vorlagen/musterstadt/radweg/index.html");
    let (_, cited) = page
        .split_once("rel-referredToBy\">Zitiert von")
        .expect("a group");
    assert!(
        cited.starts_with(" <span class=\"count\">(91)</span>"),
        "{cited}"
    );
    let places: Vec<_> = (0..91)
        .rev()
        .map(|at| cited.find(&format!("Bericht Nummer {at:02}<")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
    let folded = cited.find("<details").expect("folded");
    assert_eq!(places.iter().filter(|at| at.unwrap() < folded).count(), 10);
}

#[test]
fn a_sentence_is_quoted_once() {
    let portal = Portal::sound();
    for (at, sentence) in ["„Es gilt.“", "\"Es gilt.\"", "Es gilt.", "„Ja“ oder „nein“"]
        .iter()
        .enumerate()
    {
        let front = format!(
            "name: Neu\nrelations: [{{type: amends, target: 20-26 / V 00002, evidence: '{sentence}'}}]"
        );
        portal.paper(&format!("neu-{at}"), &front, "");
    }
    let site = portal.site();
    let page = main_of(&site, "vorlagen/musterstadt/beschluss/index.html");
    assert_eq!(page.matches("<p>Es gilt.</p>").count(), 3, "{page}");
    assert!(page.contains("<p>„Ja“ oder „nein“</p>"), "{page}");
}

#[test]
fn a_citation_tells_what_it_leads_to() {
    let html = prose("Siehe 20-26 / V 00002.");
    let title = "Beschluss · Bau des Radwegs · 17. April 2024";
    assert!(html.contains(&format!("title=\"{title}\"")), "{html}");
}

#[test]
fn a_citation_is_one_link_whatever_stands_in_it() {
    let link = "<a class=\"cite cite-missing\" href=\"/nummer/musterstadt/20-26-v-00099/\" title=\"Diese Vorlage ist nicht in diesem Portal\">";
    for (markdown, expected) in [
        ("x 20-26&nbsp;/ V 99 y", "x @20-26\u{a0}/ V 99</a> y"),
        ("x 20-26 / V 0&shy;99 y", "x @20-26 / V 0\u{ad}99</a> y"),
        (
            "x **20-26** / V 99 y",
            "x @<strong>20-26</strong> / V 99</a> y",
        ),
        (
            "x 20-26 / **V 99** y",
            "x @20-26 / <strong>V 99</strong></a> y",
        ),
        (
            "x **20-26 / V 99** y",
            "x <strong>@20-26 / V 99</a></strong> y",
        ),
        (
            "**x 20-26** / V 99 y",
            "<strong>x </strong>@<strong>20-26</strong> / V 99</a> y",
        ),
        (
            "x 20-26 / **V 99 y**",
            "x @20-26 / <strong>V 99</strong></a><strong> y</strong>",
        ),
        (
            "x ***20-26* / V** 99 y",
            "x @<strong><em>20-26</em> / V</strong> 99</a> y",
        ),
        (
            "x *20-26* /\n_V_ 99 y",
            "x @<em>20-26</em> /\n<em>V</em> 99</a> y",
        ),
        ("20-26 / V 99 **x**", "@20-26 / V 99</a> <strong>x</strong>"),
    ] {
        let html = prose(markdown);
        let expected = format!("<p>{}</p>", expected.replace('@', link));
        assert_eq!(html, expected, "{markdown}");
    }
}
