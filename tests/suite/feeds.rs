//! What followers hear: every event once, whoever changes what.
//!
//! A reader asks once a day and remembers what it saw, as feed readers do. Content changes in between.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Portal, Tree, text};

/// A feed reader that follows one feed.
struct Reader {
    feed: &'static str,
    seen: BTreeSet<String>,
}

impl Reader {
    fn of(feed: &'static str) -> Self {
        Self {
            feed,
            seen: BTreeSet::new(),
        }
    }

    /// Asks; returns what it did not know yet, in order, as `<slug>#<event>`.
    #[track_caller]
    fn ask(&mut self, portal: &Portal, today: &str) -> Vec<String> {
        self.read(&built(portal, today))
    }

    #[track_caller]
    fn read(&mut self, site: &Tree) -> Vec<String> {
        let ids = ids(site, self.feed);
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:#?}");
        let mut new: Vec<String> = ids
            .into_iter()
            .filter(|id| !self.seen.contains(id))
            .collect();
        self.seen.extend(new.iter().cloned());
        for id in &mut new {
            *id = short(id);
        }
        new.sort();
        new
    }
}

fn built(portal: &Portal, today: &str) -> Tree {
    let built = portal.run(&["build", "--today", today]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    portal.tree("public")
}

/// Ids of a feed; the same in all three formats.
#[track_caller]
fn ids(site: &Tree, feed: &str) -> Vec<String> {
    let items = items(site, feed);
    let ids: Vec<String> = items
        .iter()
        .map(|item| item["id"].as_str().expect("id").to_owned())
        .collect();
    let folder = feed.strip_suffix("feed.json").expect("JSON Feed");
    let rss = text(site, &format!("{folder}feed.xml"));
    let rss: rss::Channel = rss.parse().expect("RSS");
    let guids = rss
        .items
        .iter()
        .filter_map(|item| Some(item.guid.as_ref()?.value.clone()));
    assert_eq!(ids, guids.collect::<Vec<_>>(), "{feed}");
    let atom = text(site, &format!("{folder}atom.xml"));
    let atom: atom_syndication::Feed = atom.parse().expect("Atom");
    let of_atom = atom.entries.iter().map(|entry| entry.id.clone());
    assert_eq!(ids, of_atom.collect::<Vec<_>>(), "{feed}");
    ids
}

fn items(site: &Tree, feed: &str) -> Vec<Value> {
    let feed: Value = serde_json::from_str(text(site, feed)).expect("JSON");
    feed["items"].as_array().expect("items").clone()
}

fn short(id: &str) -> String {
    id.rsplit_once("/vorlagen/musterstadt/")
        .map_or(id, |(_, rest)| rest)
        .replace("/#", "#")
}

/// The entry of an event, from the portal's feed.
#[track_caller]
fn entry(site: &Tree, id: &str) -> Value {
    let items = items(site, "feed.json");
    let found = items
        .iter()
        .find(|item| short(item["id"].as_str().expect("id")) == id);
    found
        .unwrap_or_else(|| panic!("no {id} in {items:#?}"))
        .clone()
}

/// Only what readers see is built.
fn settings(portal: &Portal, size: usize) {
    let settings = format!(
        "name: Ratsportal Musterstadt\ndescription: Vorlagen.\nbaseUrl: https://rat.musterstadt.example\npublisher: {{name: Stadt Musterstadt}}\nfeedSize: {size}\noutputs: {{without: [twins, dumps, previews, search, sitemap]}}\n"
    );
    portal.file("content/portal.yaml", &settings);
}

/// A portal with committees and a faction, empty of papers.
fn portal() -> Portal {
    let portal = Portal::sound();
    settings(&portal, 50);
    portal
        .remove("content/bodies/musterstadt/papers/2024/radweg.md")
        .remove("content/bodies/musterstadt/papers/2024/beschluss.md")
        .file(
            "content/bodies/musterstadt/organizations.yaml",
            "- {slug: stadtrat, name: Stadtrat, organizationType: Gremium}\n- {slug: verkehrsausschuss, name: Verkehrsausschuss, organizationType: Gremium}\n- {slug: fraktion-rad, name: Fraktion Rad, organizationType: Fraktion}\n",
        )
        .file("content/topics/haushalt.md", "---\nname: Haushalt\n---\n");
    portal
}

#[test]
fn feeds_can_be_had_as_rss_alone() {
    let portal = portal();
    portal.paper("radweg", MOTION, "Ein Radweg.");
    let all = portal.site();
    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).expect("settings");
    let settings = settings.replace("outputs: {", "outputs: {feeds: rss, ");
    portal.file("content/portal.yaml", &settings);
    let few = portal.site();
    let feeds = |site: &Tree, file: &str| {
        let of = site.iter().filter(|(path, _)| path.ends_with(file));
        of.map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(feeds(&few, "feed.xml"), feeds(&all, "feed.xml"));
    assert!(!feeds(&all, "atom.xml").is_empty() && !feeds(&all, "feed.json").is_empty());
    let names = ["atom.xml", "feed.json"].map(str::as_bytes);
    for (path, bytes) in &few {
        assert!(!path.ends_with("atom.xml") && !path.ends_with("feed.json"));
        let names = names
            .iter()
            .any(|name| bytes.windows(name.len()).any(|at| at == *name));
        // Hosts are told the media types of all that there could be.
        assert!(
            !names || path == "_headers",
            "{path} leads to what is not there"
        );
    }
}

const MOTION: &str = "name: Radweg\npaperType: Antrag\nreference: 20-26 / A 1\ndate: 2024-03-01\ntopics: [verkehr]\noriginatorOrganization: [fraktion-rad]";

#[test]
fn a_reader_hears_of_each_thing_once() {
    let portal = portal();
    let mut reader = Reader::of("feed.json");
    portal.paper("radweg", MOTION, "Ein Radweg.");
    assert_eq!(reader.ask(&portal, "2024-03-02"), ["radweg#published"]);
    assert!(
        reader.ask(&portal, "2024-03-03").is_empty(),
        "nothing happened"
    );

    // Title, summary, text: corrections are not news.
    let motion = MOTION.replace(
        "name: Radweg",
        "name: Radweg an der Hauptstraße\nsummary: Neu.",
    );
    portal.paper("radweg", &motion, "Ein breiter Radweg.");
    assert!(reader.ask(&portal, "2024-03-04").is_empty());

    // A date corrected, a number given, a topic more.
    let motion = motion
        .replace("2024-03-01", "2024-02-28")
        .replace("A 1", "A 11")
        .replace("[verkehr]", "[haushalt, verkehr]");
    portal.paper("radweg", &motion, "");
    assert!(reader.ask(&portal, "2024-03-05").is_empty());

    // It comes before two committees, one after the other.
    let steps = "\nconsultation:\n  - {organization: verkehrsausschuss, date: 2024-03-20}";
    portal.paper("radweg", &format!("{motion}{steps}"), "");
    assert_eq!(
        reader.ask(&portal, "2024-03-06"),
        ["radweg#consulted-verkehrsausschuss"]
    );
    // Put off by a week; then dealt with once more.
    let steps = steps.replace("2024-03-20", "2024-03-27");
    portal.paper("radweg", &format!("{motion}{steps}"), "");
    assert!(reader.ask(&portal, "2024-03-21").is_empty());
    let steps = format!(
        "{steps}\n  - {{organization: verkehrsausschuss, date: 2024-04-10}}\n  - {{organization: stadtrat, date: 2024-04-17, role: Entscheidung}}"
    );
    portal.paper("radweg", &format!("{motion}{steps}"), "");
    assert_eq!(
        reader.ask(&portal, "2024-03-28"),
        [
            "radweg#consulted-stadtrat",
            "radweg#consulted-verkehrsausschuss.2"
        ]
    );
    // The day passes, nothing is written down yet; then the decision is.
    assert!(reader.ask(&portal, "2024-04-18").is_empty());
    let decided = format!("{motion}{steps}\nresolution: {{outcome: adopted, date: 2024-04-17}}");
    portal.paper("radweg", &decided, "");
    assert_eq!(reader.ask(&portal, "2024-04-19"), ["radweg#decided"]);

    // Another paper cites it: no event. The relation is confirmed and decided on: one.
    let end = "name: Rückbau\npaperType: Beschluss\nreference: 20-26 / V 9\ndate: 2024-05-02\ntopics: [haushalt]";
    portal.paper("rueckbau", end, "Es geht um 20-26 / A 11.");
    assert_eq!(reader.ask(&portal, "2024-05-03"), ["rueckbau#published"]);
    let relation = "\nrelations: [{type: repeals, target: 20-26 / A 11}]";
    portal.paper("rueckbau", &format!("{end}{relation}"), "");
    assert!(
        reader.ask(&portal, "2024-05-04").is_empty(),
        "only proposed"
    );
    let outcome = "\nresolution: {outcome: adopted, date: 2024-05-16}";
    portal.paper("rueckbau", &format!("{end}{relation}{outcome}"), "");
    assert_eq!(
        reader.ask(&portal, "2024-05-17"),
        ["rueckbau#decided", "rueckbau#repealed-musterstadt/radweg"]
    );
    // Named by its place instead of its number, a second relation before it: still the same.
    let relation = "\nrelations: [{type: refersTo, target: musterstadt/radweg}, {type: repeals, target: musterstadt/radweg}]";
    portal.paper("rueckbau", &format!("{end}{relation}{outcome}"), "");
    assert!(reader.ask(&portal, "2024-05-18").is_empty());

    // The file moves; its old address leads on.
    portal
        .remove("content/bodies/musterstadt/papers/2024/radweg.md")
        .paper(
            "radweg-hauptstrasse",
            &format!("{decided}\nredirectFrom: [/vorlagen/musterstadt/radweg/]"),
            "",
        );
    let relation = relation.replace("musterstadt/radweg}", "musterstadt/radweg-hauptstrasse}");
    portal.paper("rueckbau", &format!("{end}{relation}{outcome}"), "");
    assert!(reader.ask(&portal, "2024-05-19").is_empty());
}

#[test]
fn sixty_papers_in_a_day_are_all_heard_of() {
    let portal = portal();
    settings(&portal, 10);
    for n in 1..=20 {
        let front = format!("name: Alt {n}\npaperType: Antrag\ndate: 2023-01-{n:02}");
        portal.paper(&format!("alt-{n}"), &front, "");
    }
    let mut reader = Reader::of("feed.json");
    assert_eq!(
        reader.ask(&portal, "2024-06-01").len(),
        20,
        "a month's papers"
    );
    portal.paper(
        "spaeter",
        "name: Später\npaperType: Antrag\ndate: 2023-06-01",
        "",
    );
    assert_eq!(reader.ask(&portal, "2024-06-02"), ["spaeter#published"]);
    let site = portal.tree("public");
    assert_eq!(
        ids(&site, "feed.json").len(),
        10,
        "the newest of what is old"
    );
    for n in 1..=60 {
        let day = 1 + n % 28;
        let front = format!("name: Neu {n}\npaperType: Antrag\ndate: 2024-05-{day:02}");
        portal.paper(&format!("neu-{n}"), &front, "");
    }
    assert_eq!(reader.ask(&portal, "2024-06-03").len(), 60);
    // What was held back or comes from an old archive is news on the day on which it is published here.
    portal.paper(
        "vorab",
        "name: Vorab\npaperType: Antrag\ndate: 2019-01-01\npublishFrom: 2024-06-05",
        "",
    );
    assert!(reader.ask(&portal, "2024-06-04").is_empty());
    assert_eq!(reader.ask(&portal, "2024-06-05"), ["vorab#published"]);
    let item = entry(&portal.tree("public"), "vorab#published");
    assert_eq!(item["date_published"], "2024-06-05T00:00:00+02:00");
}

#[test]
fn more_than_a_feed_can_hold_keeps_the_newest() {
    let portal = portal();
    for n in 0..1100 {
        let day = 1 + n % 20;
        let front = format!("name: Neu {n}\npaperType: Antrag\ndate: 2024-05-{day:02}");
        portal.paper(&format!("neu-{n:04}"), &front, "");
    }
    let site = built(&portal, "2024-06-01");
    assert_eq!(ids(&site, "feed.json").len(), 1000);
    let oldest = items(&site, "feed.json").pop().expect("an item");
    assert_eq!(oldest["date_published"], "2024-05-02T00:00:00+02:00");
}

#[test]
fn what_later_papers_do_reaches_followers_of_the_old_one() {
    let portal = portal();
    let steps = "\nconsultation: [{organization: verkehrsausschuss, date: 2024-04-10, role: Vorberatung}, {organization: stadtrat, date: 2024-04-17, role: Entscheidung}]\nresolution: {outcome: adopted, date: 2024-04-17}";
    portal.paper("radweg", &format!("{MOTION}{steps}"), "");
    let mut feeds = [
        "themen/verkehr/feed.json",
        "kommunen/musterstadt/gremien/verkehrsausschuss/feed.json",
        "kommunen/musterstadt/gremien/fraktion-rad/feed.json",
        "kommunen/musterstadt/arten/antrag/feed.json",
        "kommunen/musterstadt/feed.json",
        "feed.json",
    ]
    .map(Reader::of);
    let site = built(&portal, "2024-05-01");
    for reader in &mut feeds {
        assert!(!reader.read(&site).is_empty(), "{}", reader.feed);
    }
    let kinds = [
        ("answers", "answered"),
        ("implements", "implemented"),
        ("amends", "amended"),
        ("supplements", "supplemented"),
        ("supersedes", "superseded"),
        ("repeals", "repealed"),
        ("terminates", "ended"),
        ("corrects", "corrected"),
        ("withdraws", "withdrawn"),
        ("reportsOn", "reported"),
    ];
    // From another topic, of another kind, without committee.
    for (at, (relation, event)) in kinds.iter().enumerate() {
        let front = format!(
            "name: Späteres {at}\npaperType: Beschluss\ndate: 2024-05-02\ntopics: [haushalt]\nresolution: {{outcome: adopted, date: 2024-05-03}}\nrelations: [{{type: {relation}, target: musterstadt/radweg}}]"
        );
        portal.paper(&format!("spaeter-{at}"), &front, "");
        let id = format!("spaeter-{at}#{event}-musterstadt/radweg");
        let site = built(&portal, "2024-05-04");
        for reader in &mut feeds[..4] {
            assert_eq!(reader.read(&site), [id.as_str()], "{}", reader.feed);
        }
        for reader in &mut feeds[4..] {
            let new = reader.read(&site);
            assert!(new.contains(&id) && new.len() == 3, "{new:?}");
        }
    }
}

#[test]
fn every_outcome_is_told() {
    for (outcome, event) in [
        ("adopted", "decided"),
        ("amended", "decided"),
        ("rejected", "rejected"),
        ("noted", "noted"),
        ("withdrawn", "withdrawn"),
        ("referred", "referred"),
        ("postponed", "postponed"),
    ] {
        let portal = portal();
        let front = format!("{MOTION}\nresolution: {{outcome: {outcome}, date: 2024-04-17}}");
        portal.paper("radweg", &front, "");
        let mut reader = Reader::of("themen/verkehr/feed.json");
        let mut expected = vec![format!("radweg#{event}"), "radweg#published".to_owned()];
        expected.sort();
        assert_eq!(reader.ask(&portal, "2024-05-01"), expected);
    }
    // Where a step of the Beratungsfolge came to it, that step tells it.
    let portal = portal();
    let front = format!(
        "{MOTION}\nconsultation: [{{organization: stadtrat, date: 2024-04-17}}]\nresolution: {{outcome: postponed, date: 2024-04-17}}"
    );
    portal.paper("radweg", &front, "");
    let site = built(&portal, "2024-05-01");
    assert_eq!(
        entry(&site, "radweg#consulted-stadtrat")["title"],
        "Vertagt: Radweg"
    );
    assert_eq!(ids(&site, "feed.json").len(), 2);
}

#[test]
fn what_is_to_come_is_told_without_a_day_that_is_to_come() {
    let portal = portal();
    let steps = "\nconsultation: [{organization: stadtrat, date: 2024-06-26}]";
    portal.paper("radweg", &format!("{MOTION}{steps}"), "");
    let site = built(&portal, "2024-06-10");
    let item = entry(&site, "radweg#consulted-stadtrat");
    assert_eq!(
        item["title"],
        "Am 26. Juni 2024 auf der Tagesordnung: Radweg"
    );
    assert!(item.get("date_published").is_none(), "{item:#}");
    let atom: atom_syndication::Feed = text(&site, "atom.xml").parse().expect("Atom");
    assert_eq!(atom.updated().to_rfc3339(), "2024-03-01T00:00:00+01:00");
    let site = built(&portal, "2024-06-27");
    let item = entry(&site, "radweg#consulted-stadtrat");
    assert_eq!(item["title"], "Auf der Tagesordnung: Radweg");
    assert_eq!(item["date_published"], "2024-06-26T00:00:00+02:00");
}

#[test]
fn pages_name_their_feed_and_lists_have_all() {
    let portal = portal();
    portal.paper("radweg", MOTION, "");
    let site = built(&portal, "2024-06-10");
    let feeds = [
        "",
        "kommunen/musterstadt/",
        "kommunen/musterstadt/arten/antrag/",
        "kommunen/musterstadt/gremien/fraktion-rad/",
        "themen/verkehr/",
    ];
    let all = text(&site, "feeds.opml");
    let own = text(&site, "kommunen/musterstadt/feeds.opml");
    let follow = text(&site, "abonnieren/index.html");
    for folder in feeds {
        let page = text(&site, &format!("{folder}index.html"));
        for (kind, file) in [
            ("application/rss+xml", "feed.xml"),
            ("application/atom+xml", "atom.xml"),
            ("application/feed+json", "feed.json"),
        ] {
            let link = format!("<link rel=\"alternate\" type=\"{kind}\"");
            let named = |line: &&str| {
                line.contains(&link) && line.contains(&format!("href=\"/{folder}{file}\""))
            };
            assert!(page.lines().any(|line| named(&line)), "{folder}{file}");
            assert!(site.contains_key(&format!("{folder}{file}")));
        }
        let address = format!("https://rat.musterstadt.example/{folder}feed.xml\"");
        assert!(all.contains(&address), "{address}");
        assert_eq!(
            own.contains(&address),
            folder.starts_with("kommunen/"),
            "{address}"
        );
        assert!(
            follow.contains(&format!("href=\"/{folder}feed.xml\"")),
            "{folder}"
        );
    }
    // Pages without a feed of their own name the portal's.
    for page in [
        "vorlagen/index.html",
        "abonnieren/index.html",
        "impressum/index.html",
    ] {
        let feed = "type=\"application/rss+xml\" title=\"Ratsportal Musterstadt";
        assert!(text(&site, page).contains(feed), "{page}");
    }
}
