//! Pages about many papers: lists that answer questions without a script, charts with their numbers,
//! meetings and people, what comes next, how to follow.

use crate::support::{Portal, Tree, main_of, text};

/// Musterstadt in the standard theme.
fn musterstadt() -> Portal {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).expect("theme");
    portal
}

fn built_on(portal: &Portal, day: &str) -> Tree {
    let built = portal.run(&["build", "--today", day]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    portal.tree("public")
}

/// All words of a page's main part.
fn words(site: &Tree, path: &str) -> String {
    let main = main_of(site, path);
    let pieces = main
        .split('<')
        .filter_map(|piece| Some(piece.split_once('>')?.1));
    let text: String = pieces.map(|piece| format!("{piece} ")).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_open_and_what_is_overdue_are_pages_without_a_script() {
    let site = musterstadt().site();
    let overdue = words(&site, "kommunen/musterstadt/stand/ueberfaellig/index.html");
    assert!(
        overdue.contains("Wie viele Stände hat der Wochenmarkt?"),
        "{overdue}"
    );
    let open = words(&site, "kommunen/musterstadt/stand/offen/index.html");
    assert!(open.contains("Abschaffung der Gebühren"), "{open}");
    assert!(!open.contains("Wie viele Stände"), "{open}");
}

#[test]
fn a_status_that_no_paper_has_keeps_its_address() {
    let portal = musterstadt();
    let paths = |site: &Tree| {
        let lists = site.keys().filter(|path| path.contains("/stand/"));
        lists.cloned().collect::<Vec<_>>()
    };
    let (before, after) = (
        built_on(&portal, "2024-01-01"),
        built_on(&portal, "2031-12-31"),
    );
    let first = |site: &Tree| {
        let mut paths = paths(site);
        paths.retain(|path| !path.contains("/seite/"));
        paths
    };
    assert_eq!(first(&before), first(&after));
    assert_eq!(first(&before).len(), 16);
    let rejected = words(&after, "kommunen/musterstadt/stand/abgelehnt/index.html");
    assert!(rejected.contains("noch keine Vorlagen"), "{rejected}");
    let council = main_of(&after, "kommunen/musterstadt/index.html");
    assert!(
        !council.contains("/stand/abgelehnt/"),
        "no door to an empty room"
    );
}

#[test]
fn a_topics_years_have_lists_if_it_does_not_fit_on_one_page_and_places_if_it_does() {
    let portal = musterstadt();
    let site = portal.site();
    let topic = main_of(&site, "themen/verkehr/index.html");
    assert!(topic.contains("/portal/themen/verkehr/jahre/2024/"));
    let year = words(&site, "themen/verkehr/jahre/2023/index.html");
    assert!(year.contains("Verkehr: Vorlagen 2023"), "{year}");
    assert!(year.contains("Radweg an der Hauptstraße"), "{year}");

    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).expect("settings");
    let settings = settings.replace("pageSize: 2", "pageSize: 25");
    portal.file("content/portal.yaml", &settings);
    let site = portal.site();
    let of_years = |path: &String| path.starts_with("themen/verkehr/jahre/");
    assert!(!site.keys().any(of_years));
    let topic = main_of(&site, "themen/verkehr/index.html");
    assert!(topic.contains("<figure"), "they are counted");
    assert!(!topic.contains("/jahre/"), "it leads nowhere: {topic}");
    // Each year leads to the first of its papers, once from the list of years and once from the chart's table.
    let places: Vec<&str> = topic
        .split("href=\"/portal/themen/verkehr/#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(places, ["jahr-2023", "jahr-2024", "jahr-2024", "jahr-2023"]);
    for place in places {
        let year = place.trim_start_matches("jahr-");
        let card = topic
            .split(&format!("<li id=\"{place}\">"))
            .nth(1)
            .and_then(|rest| rest.split("</li>").next())
            .unwrap_or_else(|| panic!("{place} is nowhere"));
        assert!(card.contains(&format!("datetime=\"{year}-")), "{card}");
        let before = topic.split(&format!("<li id=\"{place}\">")).next();
        let cards = before.and_then(|before| before.split_once("class=\"cards\""));
        let (_, cards) = cards.expect("list");
        assert!(!cards.contains(&format!("datetime=\"{year}-")), "{cards}");
    }
}

#[test]
fn a_chart_says_the_same_as_its_table_and_has_no_gaps() {
    let portal = musterstadt();
    portal.paper(
        "alt",
        "name: Alt\ndate: 2019-05-01\npaperType: Bericht",
        "Text",
    );
    let site = portal.site();
    let page = main_of(&site, "kommunen/musterstadt/index.html");
    let chart = page.split("<figure").nth(1).expect("a chart");
    assert!(chart.contains("role=\"img\" aria-labelledby=\"diagramm diagramm-text\""));
    for year in ["2019", "2020", "2021", "2022", "2023", "2024"] {
        assert!(chart.contains(&format!(">{year}</text>")), "{year}");
        assert!(page.contains(year), "{year}");
    }
    assert!(page.contains("<th scope=\"row\">2020</th><td class=\"right\">0</td>"));
    assert!(page.contains("weil ihr Datum unbekannt ist: 1 Vorlage."));
    assert!(!page.contains("style="), "the policy forbids it");
}

#[test]
fn money_of_a_topic_counts_each_amount_once_and_names_what_is_open() {
    let portal = musterstadt();
    portal.paper(
        "bruecke",
        "name: Brücke\ndate: 2024-01-05\ntopics: [aermel]\nresolution: {outcome: adopted}\nfinance: {effect: yes, items: [{kind: cost, amount: 1000, period: yearly}, {kind: funding}]}",
        "Text",
    );
    portal.paper(
        "bruecke-neu",
        "name: Brücke, teurer\ndate: 2024-02-05\ntopics: [aermel]\nresolution: {outcome: adopted}\nrelations: [{type: amends, target: musterstadt/bruecke}]\nfinance: {effect: yes, items: [{kind: cost, amount: 1500, period: yearly}]}",
        "Text",
    );
    portal.paper(
        "stumm",
        "name: Stumm\ndate: 2024-03-01\ntopics: [aermel]",
        "Text",
    );
    let topic = words(&portal.site(), "themen/aermel/index.html");
    let sums = topic.split("Was die einzelnen").next().expect("sums");
    assert!(sums.contains("Kosten 1.500 € im Jahr"), "{sums}");
    assert!(!sums.contains("2.500"), "{sums}");
    let open = sums.split("nicht beziffert:").nth(1);
    assert!(open.is_some_and(|open| open.contains("Brücke")), "{sums}");
    assert!(topic.contains("Betrag nicht genannt"), "{topic}");
    assert!(topic.contains("(nicht mitgezählt)"), "{topic}");
    assert!(topic.contains("1 von 4 Vorlagen"), "{topic}");
}

#[test]
fn a_procedure_is_drawn_and_told() {
    let site = musterstadt().site();
    let page = main_of(&site, "vorgaenge/wochenmarkt/index.html");
    assert!(page.contains("<figure class=\"span\">"));
    assert!(page.contains("class=\"is-next\""), "the next date is drawn");
    assert!(page.contains("<ol class=\"timeline\">"), "the list stays");
}

#[test]
fn a_meeting_tells_its_public_agenda_with_papers() {
    let site = musterstadt().site();
    let path = "kommunen/musterstadt/sitzungen/2024-05-14-rat/index.html";
    let page = words(&site, path);
    for told in [
        "Sitzung des Rates",
        "14. Mai 2024",
        "18:00 Uhr",
        "Rathaus, Saal 1",
        "Ö 2",
        "angenommen",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(main_of(&site, path).contains("/portal/vorlagen/musterstadt/beschluss-radweg/"));
    for (path, bytes) in &site {
        let found = String::from_utf8_lossy(bytes).contains("GEHEIM-TAGESORDNUNG");
        assert!(!found, "{path}");
    }
    assert!(text(&site, "sitemap.xml").contains("/sitzungen/2024-05-14-rat/"));
}

#[test]
fn meetings_to_come_stand_first_and_on_the_home_page() {
    let portal = musterstadt();
    for (day, more) in [("2024-07-01", ""), ("2024-07-09", "cancelled: true\n")] {
        let path = format!("content/bodies/musterstadt/meetings/{day}-rat.md");
        let front =
            format!("---\nname: Rat am {day}\norganization: [rat]\nstart: {day}\n{more}---\n");
        portal.file(&path, &front);
    }
    let site = portal.site();
    let list = words(&site, "kommunen/musterstadt/sitzungen/index.html");
    let at = |told: &str| list.find(told).unwrap_or_else(|| panic!("{told}: {list}"));
    assert!(at("Nächste Sitzungen") < at("Rat am 2024-07-01"));
    assert!(at("Rat am 2024-07-01") < at("Rat am 2024-07-09"));
    assert!(list.contains("Abgesagt"), "{list}");
    let home = words(&site, "index.html");
    let next = home.split("Zuletzt entschieden").next().expect("next");
    assert!(next.contains("1. Juli 2024"), "{next}");
    assert!(
        next.contains("18. Juni 2024"),
        "the next date of a procedure: {next}"
    );
    assert!(
        !next.contains("Sitzung des Rates"),
        "what is over does not come: {next}"
    );
}

#[test]
fn people_in_office_have_pages_and_others_have_none() {
    let portal = musterstadt();
    let people = std::fs::read_to_string(portal.path("content/bodies/musterstadt/people.yaml"));
    let people = people.expect("people") + "- {slug: nur-name, name: Nina Nurname}\n";
    portal.file("content/bodies/musterstadt/people.yaml", &people);
    let site = portal.site();
    let list = words(&site, "kommunen/musterstadt/personen/index.html");
    assert!(list.contains("Fraktion Rad &amp; Tat"), "{list}");
    assert!(!list.contains("Nurname"), "{list}");
    assert!(!site.contains_key("kommunen/musterstadt/personen/nur-name/index.html"));
    let max = words(
        &site,
        "kommunen/musterstadt/personen/max-beispiel/index.html",
    );
    assert!(max.contains("Eingebracht oder beteiligt"), "{max}");
    let erika = words(
        &site,
        "kommunen/musterstadt/personen/erika-mustermann/index.html",
    );
    assert!(erika.contains("seit 1. November 2020"), "{erika}");
}

#[test]
fn a_list_on_one_page_can_be_filtered_and_one_on_several_leads_to_shorter_ones() {
    let portal = musterstadt();
    let several = main_of(&portal.site(), "vorlagen/index.html").to_owned();
    assert!(
        !several.contains("finder-form"),
        "the script would not have all papers"
    );
    assert!(several.contains("href=\"#listen\""));
    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).expect("portal");
    portal.file(
        "content/portal.yaml",
        &settings.replace("pageSize: 2", "pageSize: 50"),
    );
    let one = main_of(&portal.site(), "vorlagen/index.html").to_owned();
    assert!(one.contains("finder-form"));
}

#[test]
fn following_is_explained_and_offers_every_feed() {
    let site = musterstadt().site();
    let page = main_of(&site, "abonnieren/index.html");
    for feed in [
        "/portal/feed.xml",
        "/portal/themen/verkehr/atom.xml",
        "/portal/feeds.opml",
    ] {
        assert!(page.contains(feed), "{feed}");
    }
    assert!(words(&site, "abonnieren/index.html").contains("kein Konto"));
}
