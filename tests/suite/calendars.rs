//! Calendars: when councils sit, in the calendars that people have.

use crate::support::{Portal, Tree, text};

/// Musterstadt with two committees, and nothing to do yet.
fn portal() -> Portal {
    let portal = Portal::sound();
    portal.file(
        "content/bodies/musterstadt/organizations.yaml",
        "- {slug: stadtrat, name: Stadtrat, organizationType: Gremium}\n- {slug: bauausschuss, name: Bauausschuss, organizationType: Gremium}\n- {slug: bauamt, name: Bauamt}\n",
    );
    portal
}

fn meeting(portal: &Portal, slug: &str, front: &str) {
    let path = format!("content/bodies/musterstadt/meetings/{slug}.md");
    portal.file(&path, &format!("---\n{front}\n---\n"));
}

fn built(portal: &Portal, today: &str) -> Tree {
    let built = portal.run(&["build", "--today", today]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    portal.tree("public")
}

/// A calendar with its lines put together again.
#[track_caller]
fn calendar(site: &Tree, path: &str) -> String {
    let raw = text(site, path);
    assert!(
        raw.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n')),
        "{raw}"
    );
    assert!(raw.starts_with("BEGIN:VCALENDAR\r\n") && raw.ends_with("END:VCALENDAR\r\n"));
    raw.replace("\r\n ", "").replace("\r\n", "\n")
}

/// The dates of a calendar.
fn events(calendar: &str) -> Vec<&str> {
    let parts = calendar.split("BEGIN:VEVENT\n").skip(1);
    parts
        .map(|part| part.split("END:VEVENT").next().expect("an end"))
        .collect()
}

#[track_caller]
fn has(event: &str, lines: &[&str]) {
    for line in lines {
        assert!(
            event.lines().any(|own| own == *line),
            "no {line} in\n{event}"
        );
    }
}

const COUNCIL: &str = "kommunen/musterstadt/termine.ics";
const STADTRAT: &str = "kommunen/musterstadt/gremien/stadtrat/termine.ics";
const BAUAUSSCHUSS: &str = "kommunen/musterstadt/gremien/bauausschuss/termine.ics";

#[test]
fn a_meeting_is_a_date_with_time_place_and_public_agenda() {
    let portal = portal();
    meeting(
        &portal,
        "2024-06-26-stadtrat",
        "name: Sitzung des Stadtrats\norganization: [stadtrat]\nstart: 2024-06-26T09:00\nend: 2024-06-26T12:30\nlocation: Rathaus, Saal 1; Eingang B\nagendaItem:\n  - {number: Ö 1, name: Radweg, paper: 20-26 / A 00001}\n  - {number: N 1, name: GEHEIM, public: false}",
    );
    let site = built(&portal, "2024-06-10");
    for path in ["termine.ics", COUNCIL, STADTRAT] {
        let calendar = calendar(&site, path);
        let events = events(&calendar);
        assert_eq!(events.len(), 1, "{path}");
        has(
            events[0],
            &[
                "UID:https://rat.musterstadt.example/kommunen/musterstadt/sitzungen/2024-06-26-stadtrat/",
                "SUMMARY:Sitzung des Stadtrats",
                "DTSTART;TZID=Europe/Berlin:20240626T090000",
                "DTEND;TZID=Europe/Berlin:20240626T123000",
                "LOCATION:Rathaus\\, Saal 1\\; Eingang B",
                "URL:https://rat.musterstadt.example/kommunen/musterstadt/sitzungen/2024-06-26-stadtrat/",
                "STATUS:CONFIRMED",
                // The newest paper on the agenda: nobody knows when it was invited.
                "DTSTAMP:20240301T000000Z",
                "DESCRIPTION:Tagesordnung\\, öffentlicher Teil:\\nÖ 1 Radweg\\nhttps://rat.musterstadt.example/vorlagen/musterstadt/radweg/",
            ],
        );
        assert!(calendar.contains("\nTZID:Europe/Berlin\n"));
        assert!(!calendar.contains("GEHEIM"));
    }
    assert!(!site.contains_key(BAUAUSSCHUSS), "a calendar without dates");
    // Nothing of it is the clock's.
    assert_eq!(
        text(&built(&portal, "2024-06-11"), STADTRAT),
        text(&site, STADTRAT)
    );
}

#[test]
fn no_time_means_all_day_and_cancelled_is_said_twice() {
    let portal = portal();
    meeting(
        &portal,
        "2024-06-26-klausur",
        "name: Klausur\norganization: [stadtrat, bauausschuss]\nstart: 2024-06-26\nend: 2024-06-27\ncancelled: true",
    );
    let site = built(&portal, "2024-06-10");
    for path in [STADTRAT, BAUAUSSCHUSS] {
        let calendar = calendar(&site, path);
        has(
            events(&calendar)[0],
            &[
                "DTSTART;VALUE=DATE:20240626",
                "DTEND;VALUE=DATE:20240628",
                "STATUS:CANCELLED",
                "SUMMARY:Abgesagt: Klausur",
            ],
        );
    }
}

#[test]
fn a_day_that_only_papers_name_is_a_date_until_its_meeting_is_known() {
    let portal = portal();
    let front = |name: &str| {
        format!(
            "name: {name}\npaperType: Antrag\ndate: 2024-06-03\nconsultation:\n  - {{organization: bauausschuss, date: 2024-06-18, role: Vorberatung}}\n  - {{organization: stadtrat, date: 2024-06-26, public: false}}"
        )
    };
    portal.paper("bank", &front("Bank im Park"), "");
    portal.paper("baum", &front("Baum im Park"), "");
    let site = built(&portal, "2024-06-10");
    let dates = calendar(&site, BAUAUSSCHUSS);
    let events_before = events(&dates);
    assert_eq!(events_before.len(), 1);
    has(
        events_before[0],
        &[
            "SUMMARY:Bauausschuss: 2 Vorlagen",
            "DTSTART;VALUE=DATE:20240618",
            "DTSTAMP:20240603T000000Z",
            "UID:https://rat.musterstadt.example/kommunen/musterstadt/gremien/bauausschuss/#2024-06-18",
        ],
    );
    assert!(
        dates.contains("Baum im Park (Vorberatung)\\nhttps://"),
        "{dates}"
    );
    assert!(!site.contains_key(STADTRAT), "that step is not public");

    // A paper that is withdrawn is not dealt with any more.
    let gone = format!(
        "{}\nresolution: {{outcome: withdrawn, date: 2024-06-07}}",
        front("Bank im Park")
    );
    portal.paper("bank", &gone, "");
    let site = built(&portal, "2024-06-10");
    assert!(calendar(&site, BAUAUSSCHUSS).contains("SUMMARY:Bauausschuss: 1 Vorlage\n"));

    // The meeting takes the day's place; what its agenda lacks is told.
    meeting(
        &portal,
        "2024-06-18-bauausschuss",
        "name: Sitzung des Bauausschusses\norganization: [bauausschuss]\nstart: 2024-06-18T16:00",
    );
    let site = built(&portal, "2024-06-10");
    let dates = calendar(&site, BAUAUSSCHUSS);
    assert_eq!(events(&dates).len(), 1, "{dates}");
    has(
        events(&dates)[0],
        &["DTSTART;TZID=Europe/Berlin:20240618T160000"],
    );
    assert!(
        dates.contains("Vorlagen\\, die diesen Tag nennen:\\nBaum im Park"),
        "{dates}"
    );
}

#[test]
fn where_several_councils_sit_each_date_names_its_own() {
    let portal = portal();
    meeting(
        &portal,
        "2024-06-26-rat",
        "name: Ratssitzung\norganization: [stadtrat]\nstart: 2024-06-26",
    );
    portal
        .file(
            "content/bodies/beispielhausen/body.yaml",
            "name: Stadt Beispielhausen\nshortName: Beispielhausen\n",
        )
        .file(
            "content/bodies/beispielhausen/organizations.yaml",
            "- {slug: rat, name: Rat}\n",
        )
        .file(
            "content/bodies/beispielhausen/meetings/2024-06-25-rat.md",
            "---\nname: Ratssitzung\norganization: [rat]\nstart: 2024-06-25\n---\n",
        );
    let site = built(&portal, "2024-06-10");
    let all = calendar(&site, "termine.ics");
    let names: Vec<&str> = all
        .lines()
        .filter(|line| line.starts_with("SUMMARY"))
        .collect();
    assert_eq!(
        names,
        [
            "SUMMARY:Ratssitzung\\, Beispielhausen",
            "SUMMARY:Ratssitzung\\, Stadt Musterstadt"
        ]
    );
    let own = calendar(&site, "kommunen/beispielhausen/termine.ics");
    assert_eq!(events(&own).len(), 1);
    assert!(own.contains("\nX-WR-CALNAME:Sitzungen: Beispielhausen\n"));
}

#[test]
fn calendars_are_offered_where_meetings_are_and_explained() {
    let portal = portal();
    meeting(
        &portal,
        "2024-06-26-rat",
        "name: Ratssitzung\norganization: [stadtrat]\nstart: 2024-06-26",
    );
    let site = built(&portal, "2024-06-10");
    for (page, path) in [
        ("index.html", "termine.ics"),
        ("kommunen/musterstadt/index.html", COUNCIL),
        ("kommunen/musterstadt/sitzungen/index.html", COUNCIL),
        ("kommunen/musterstadt/gremien/stadtrat/index.html", STADTRAT),
        (
            "kommunen/musterstadt/sitzungen/2024-06-26-rat/index.html",
            STADTRAT,
        ),
    ] {
        let page = text(&site, page);
        assert!(page.contains("<link rel=\"alternate\" type=\"text/calendar\""));
        assert!(page.contains(&format!("href=\"/{path}\"")), "{path}");
        assert!(page.contains(&format!("href=\"webcal://rat.musterstadt.example/{path}\"")));
        assert!(page.contains("href=\"/abonnieren/\""));
    }
    let follow = text(&site, "abonnieren/index.html");
    for path in ["termine.ics", COUNCIL, STADTRAT] {
        assert!(follow.contains(&format!("href=\"/{path}\"")), "{path}");
    }
    assert!(follow.contains("id=\"termine\""));

    portal.file(
        "content/portal.yaml",
        "name: Rat\ndescription: Vorlagen.\nbaseUrl: https://rat.musterstadt.example\npublisher: {name: Stadt}\noutputs: {without: [calendars]}\n",
    );
    let site = built(&portal, "2024-06-10");
    assert!(!site.keys().any(|path| path.ends_with(".ics")));
    assert!(
        !site
            .iter()
            .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("termine.ics"))
    );
}
