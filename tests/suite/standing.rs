//! Where papers and procedures stand: validity, status, next dates, sums. Read from the data that the site
//! publishes, as anybody would.

use serde_json::Value;

use crate::support::{Portal, text};

/// Front matter of a resolution of 17 April 2024.
const RESOLUTION: &str = "paperType: Beschluss\nreference: 20-26 / V 10\ndate: 2024-04-02\nresolution: {outcome: adopted, date: 2024-04-17}";

/// A portal in which motions are to be answered within half a year.
fn portal() -> Portal {
    let portal = Portal::sound();
    let body = "name: Stadt Musterstadt\nschemes: [muenchen]\ndeadlines:\n  - {paperType: Antrag, days: 180}\n  - {paperType: Empfehlung, days: 90}\n";
    portal.file("content/bodies/musterstadt/body.yaml", body);
    portal
}

/// Adds an adopted paper with a relation to `target`, decided on `date`.
fn act(portal: &Portal, slug: &str, date: &str, relation: &str, target: &str) {
    let front = format!(
        "name: {slug}\npaperType: Beschluss\nresolution: {{outcome: adopted, date: {date}}}\nrelations: [{{type: {relation}, target: musterstadt/{target}}}]"
    );
    portal.paper(slug, &front, "");
}

fn built(portal: &Portal, today: &str) -> crate::support::Tree {
    let built = portal.run(&["build", "--today", today]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    portal.tree("public")
}

fn record(portal: &Portal, today: &str, slug: &str) -> Value {
    let site = built(portal, today);
    let path = format!("vorlagen/musterstadt/{slug}/index.json");
    serde_json::from_str(text(&site, &path)).expect("JSON")
}

/// The procedure of a paper.
fn procedure(portal: &Portal, today: &str, slug: &str) -> Value {
    let site = built(portal, today);
    let path = format!("vorlagen/musterstadt/{slug}/index.json");
    let paper: Value = serde_json::from_str(text(&site, &path)).expect("JSON");
    let id = paper["procedure"].as_str().expect("a procedure");
    let path = id.trim_start_matches("https://rat.musterstadt.example/");
    serde_json::from_str(text(&site, &format!("{path}index.json"))).expect("JSON")
}

/// State, explanation.
fn holds(portal: &Portal, today: &str, slug: &str) -> (String, String) {
    let record = record(portal, today, slug);
    let part = |key: &str| record["validity"][key].as_str().unwrap_or("").to_owned();
    (part("state"), part("explanation"))
}

fn resolution(front: &str) -> Portal {
    let portal = portal();
    portal.paper("radweg-bau", &format!("name: Radwegbau\n{front}"), "");
    portal
}

#[test]
fn a_resolution_holds_from_and_until_the_days_that_it_names() {
    let portal = resolution(
        "paperType: Beschluss\nresolution: {outcome: adopted, date: 2024-04-17, validFrom: 2024-07-01, validUntil: 2025-06-30}",
    );
    for (today, state, told) in [
        (
            "2024-06-30",
            "upcoming",
            "Dieser Beschluss gilt ab dem 1. Juli 2024. Er gilt bis zum 30. Juni 2025.",
        ),
        (
            "2024-07-01",
            "in_force",
            "Dieser Beschluss gilt seit dem 1. Juli 2024. Er gilt bis zum 30. Juni 2025. Dieses Portal kennt keine Vorlage, die ihn ändert oder aufhebt.",
        ),
        (
            "2025-07-01",
            "expired",
            "Dieser Beschluss galt vom 1. Juli 2024 bis zum 30. Juni 2025.",
        ),
    ] {
        assert_eq!(
            holds(&portal, today, "radweg-bau"),
            (state.to_owned(), told.to_owned())
        );
    }
    let record = record(&portal, "2025-07-01", "radweg-bau");
    assert_eq!(record["status"], "expired");
    assert_eq!(record["validity"]["until"], "2025-06-30");
}

#[test]
fn every_change_is_told_with_its_day_and_paper() {
    let portal = resolution(RESOLUTION);
    act(&portal, "erste", "2024-05-02", "amends", "radweg-bau");
    act(&portal, "zweite", "2024-05-16", "amends", "radweg-bau");
    let (state, told) = holds(&portal, "2024-06-01", "radweg-bau");
    assert_eq!(state, "amended");
    assert_eq!(
        told,
        "Dieser Beschluss gilt seit dem 17. April 2024, aber nicht mehr in seiner ersten Fassung. Er wurde am 2. Mai 2024 durch „erste“ und am 16. Mai 2024 durch „zweite“ geändert."
    );
    act(&portal, "aufhebung", "2024-05-30", "repeals", "radweg-bau");
    let record = record(&portal, "2024-06-01", "radweg-bau");
    assert_eq!(
        record["validity"]["explanation"],
        "Dieser Beschluss galt seit dem 17. April 2024. Er gilt nicht mehr. Er wurde am 30. Mai 2024 durch „aufhebung“ aufgehoben. Er wurde am 2. Mai 2024 durch „erste“ und am 16. Mai 2024 durch „zweite“ geändert."
    );
    assert_eq!(record["validity"]["until"], "2024-05-30");
    let kinds: Vec<&Value> = record["validity"]["by"]
        .as_array()
        .expect("effects")
        .iter()
        .map(|effect| &effect["type"])
        .collect();
    assert_eq!(kinds, ["repealedBy", "amendedBy", "amendedBy"]);
}

#[test]
fn ending_what_a_resolution_began_leaves_it_standing() {
    let portal = resolution(RESOLUTION);
    act(
        &portal,
        "kuendigung",
        "2024-05-30",
        "terminates",
        "radweg-bau",
    );
    let record = record(&portal, "2024-06-01", "radweg-bau");
    assert_eq!(record["validity"]["state"], "ended");
    assert_eq!(record["validity"]["until"], Value::Null);
    assert_eq!(
        record["validity"]["explanation"],
        "Der Beschluss selbst gilt seit dem 17. April 2024 und wurde nicht aufgehoben. Was er begründet hat, wurde am 30. Mai 2024 durch „kuendigung“ beendet."
    );
}

#[test]
fn what_is_decided_for_later_works_later() {
    let portal = resolution(RESOLUTION);
    portal.paper(
        "aufhebung",
        "name: Aufhebung\nresolution: {outcome: adopted, date: 2024-05-30}\nrelations: [{type: repeals, target: 20-26 / V 10, date: 2025-01-01}]",
        "",
    );
    assert_eq!(
        holds(&portal, "2024-12-31", "radweg-bau"),
        (
            "in_force".into(),
            "Dieser Beschluss gilt seit dem 17. April 2024. Er wird am 1. Januar 2025 durch „Aufhebung“ aufgehoben.".into()
        )
    );
    assert_eq!(holds(&portal, "2025-01-01", "radweg-bau").0, "repealed");
}

#[test]
fn only_what_was_adopted_works_and_only_after_the_decision() {
    let portal = resolution(RESOLUTION);
    portal.paper(
        "vorschlag",
        "name: Vorschlag\npaperType: Beschlussvorlage\ndate: 2024-05-02\nproposal: [{text: Aufheben}]\nrelations: [{type: repeals, target: 20-26 / V 10}]",
        "",
    );
    act(
        &portal,
        "aenderungsantrag",
        "2024-04-17",
        "amends",
        "radweg-bau",
    );
    assert_eq!(holds(&portal, "2024-06-01", "radweg-bau").0, "in_force");
    let story = procedure(&portal, "2024-06-01", "radweg-bau");
    let kinds = story["event"].as_array().expect("events");
    let repealed = kinds.iter().any(|event| event["kind"] == "repealed");
    assert!(!repealed, "nobody has repealed anything yet: {story:#}");
}

#[test]
fn a_repeal_that_was_repealed_no_longer_repeals() {
    let portal = resolution(RESOLUTION);
    act(&portal, "aufhebung", "2024-05-02", "repeals", "radweg-bau");
    act(&portal, "doch-nicht", "2024-05-16", "repeals", "aufhebung");
    assert_eq!(holds(&portal, "2024-05-10", "radweg-bau").0, "repealed");
    assert_eq!(holds(&portal, "2024-06-01", "radweg-bau").0, "in_force");
    assert_eq!(holds(&portal, "2024-06-01", "aufhebung").0, "repealed");
    act(&portal, "jetzt-doch", "2024-05-30", "repeals", "doch-nicht");
    assert_eq!(holds(&portal, "2024-06-01", "radweg-bau").0, "repealed");
}

#[test]
fn of_repeals_in_a_circle_the_latest_is_the_last_word() {
    let portal = portal();
    for (slug, date, target) in [
        ("a", "2024-05-02", "c"),
        ("b", "2024-05-16", "a"),
        ("c", "2024-05-30", "b"),
    ] {
        act(&portal, slug, date, "repeals", target);
    }
    let states = ["a", "b", "c"].map(|slug| holds(&portal, "2024-06-01", slug).0);
    assert_eq!(states, ["in_force", "repealed", "in_force"]);
}

#[test]
fn a_draft_is_replaced_by_its_new_version_before_any_decision() {
    let portal = portal();
    portal.paper("alt", "name: Alt\nproposal: [{text: So}]", "");
    portal.paper(
        "neu",
        "name: Neu\ndate: 2024-05-02\nproposal: [{text: Anders}]\nrelations: [{type: supersedes, target: musterstadt/alt}]",
        "",
    );
    let record = record(&portal, "2024-06-01", "alt");
    assert_eq!(record["status"], "superseded");
    assert_eq!(
        procedure(&portal, "2024-06-01", "alt")["status"],
        "undecided"
    );
}

/// The status of a paper with this front matter.
fn status(front: &str, today: &str) -> Value {
    let portal = portal();
    portal.paper("neu", &format!("name: Bänke\n{front}"), "");
    record(&portal, today, "neu")["status"].clone()
}

#[test]
fn motions_and_questions_are_open_until_they_are_answered_or_late() {
    let motion = "paperType: Stadtratsantrag\ndate: 2024-01-10";
    assert_eq!(status(motion, "2024-07-08"), "open");
    assert_eq!(status(motion, "2024-07-09"), "overdue");
    assert_eq!(status("paperType: Antrag", "2030-01-01"), "open");
    let question = "paperType: Anfrage\ndate: 2024-01-10";
    assert_eq!(status(question, "2030-01-01"), "open");
    let on_agenda =
        "paperType: Anfrage\nconsultation: [{organization: stadtrat, date: 2024-07-01}]";
    assert_eq!(status(on_agenda, "2024-06-01"), "open");
    let postponed = format!("{motion}\nresolution: {{outcome: postponed}}");
    assert_eq!(status(&postponed, "2024-06-01"), "postponed");
    assert_eq!(status(&postponed, "2024-12-01"), "overdue");
    let rejected = format!("{motion}\nresolution: {{outcome: rejected}}");
    assert_eq!(status(&rejected, "2024-12-01"), "rejected");
}

#[test]
fn what_nobody_waits_for_has_no_status() {
    assert_eq!(status("date: 2024-01-10", "2024-06-01"), Value::Null);
    let report =
        "paperType: Bericht\nconsultation: [{organization: stadtrat, role: Kenntnisnahme}]";
    assert_eq!(status(report, "2024-06-01"), Value::Null);
    assert_eq!(status("proposal: [{text: So}]", "2024-06-01"), "undecided");
    let recommended = "paperType: Bürgerempfehlung\ndate: 2024-01-10";
    assert_eq!(status(recommended, "2024-02-01"), "open");
    assert_eq!(status(recommended, "2024-06-01"), "overdue");
}

#[test]
fn resolutions_are_late_or_done_as_their_authors_say() {
    let with = |implementation: &str| {
        let front = format!("{RESOLUTION}\nimplementation: {{{implementation}}}");
        status(&front, "2024-06-01")
    };
    assert_eq!(with("status: open, due: 2024-06-01"), "adopted");
    assert_eq!(with("status: inProgress, due: 2024-05-31"), "overdue");
    assert_eq!(with("status: dropped, due: 2024-05-31"), "adopted");
    assert_eq!(with("status: done, due: 2024-05-31"), "done");
}

/// The status of the sound portal's motion when a later paper with this front matter relates to it.
fn motion_after(front: &str) -> Value {
    let portal = portal();
    portal.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
    portal.paper("neu", &format!("name: Neu\n{front}"), "");
    record(&portal, "2024-06-01", "radweg")["status"].clone()
}

#[test]
fn a_motion_is_settled_by_what_has_happened_not_by_what_is_proposed() {
    let to = |relation: &str| format!("relations: [{{type: {relation}, target: 20-26 / A 1}}]");
    let answers = to("answers");
    assert_eq!(
        motion_after(&format!("paperType: Antwort\n{answers}")),
        "answered"
    );
    let proposed = format!("paperType: Beschlussvorlage\nproposal: [{{text: So}}]\n{answers}");
    assert_eq!(motion_after(&proposed), "open");
    let decided = format!("{proposed}\nresolution: {{outcome: adopted}}");
    assert_eq!(motion_after(&decided), "answered");
    let carried_out = format!("resolution: {{outcome: adopted}}\n{}", to("implements"));
    assert_eq!(motion_after(&carried_out), "done");
    assert_eq!(motion_after(&to("withdraws")), "withdrawn");
    assert_eq!(motion_after(&to("refersTo")), "open");
}

#[test]
fn a_procedure_stands_where_its_papers_leave_it() {
    let state = |portal: &Portal| procedure(portal, "2024-06-01", "radweg-bau")["status"].clone();
    let begin = || {
        let portal = resolution(&format!(
            "{RESOLUTION}\nrelations: [{{type: answers, target: 20-26 / A 1}}]"
        ));
        portal.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
        portal
    };
    let portal = begin();
    assert_eq!(state(&portal), "adopted");
    act(&portal, "nachtrag", "2024-05-02", "amends", "radweg-bau");
    assert_eq!(state(&portal), "amended");
    act(&portal, "parallel", "2024-05-02", "implements", "radweg");
    act(&portal, "aufhebung", "2024-05-16", "repeals", "radweg-bau");
    assert_eq!(
        procedure(&portal, "2024-06-01", "radweg-bau")["status"],
        "adopted",
        "of two resolutions one still holds"
    );
    let portal = begin();
    act(&portal, "ende", "2024-05-16", "terminates", "radweg-bau");
    assert_eq!(state(&portal), "ended");
    act(&portal, "doch-nicht", "2024-05-30", "repeals", "ende");
    assert_eq!(state(&portal), "adopted");
    let portal = begin();
    portal.paper(
        "noch-einer",
        "name: Noch einer\npaperType: Antrag\ndate: 2024-05-02\nrelations: [{type: implements, target: 20-26 / A 1}]",
        "",
    );
    assert_eq!(state(&portal), "open", "one of two motions is answered");
    assert_eq!(
        procedure(&portal, "2025-06-01", "radweg-bau")["status"],
        "overdue"
    );
}

#[test]
fn the_next_date_is_the_earliest_one_to_come() {
    let portal = resolution(&format!(
        "{RESOLUTION}\nimplementation: {{status: open, due: 2025-01-31}}\nrelations: [{{type: implements, target: 20-26 / A 1}}]"
    ));
    portal.paper(
        "nachtrag",
        "name: Nachtrag\nproposal: [{text: So}]\nconsultation:\n  - {organization: bauamt, date: 2024-06-05, result: empfohlen}\n  - {organization: stadtrat, date: 2024-06-26, role: Entscheidung}\nrelations: [{type: supplements, target: 20-26 / V 10}]",
        "",
    );
    let next = |today| procedure(&portal, today, "radweg-bau")["next"].clone();
    let found = next("2024-06-01");
    assert_eq!(
        [&found["date"], &found["kind"]],
        ["2024-06-26", "decision"],
        "a step with a result is over"
    );
    assert_eq!(
        found["paper"],
        "https://rat.musterstadt.example/vorlagen/musterstadt/nachtrag/"
    );
    assert!(
        found["organization"]
            .as_str()
            .is_some_and(|o| o.ends_with("/stadtrat/"))
    );
    assert_eq!(next("2024-06-26")["date"], "2024-06-26");
    assert_eq!(next("2024-06-27")["kind"], "implementation");
    assert_eq!(next("2025-02-01"), Value::Null);
    let told = holds(&portal, "2024-06-01", "nachtrag").1;
    assert_eq!(
        told,
        "Über diese Vorlage soll am 26. Juni 2024 entschieden werden."
    );
}

#[test]
fn agendas_tell_dates_unless_the_meeting_is_cancelled() {
    let portal = portal();
    portal.paper(
        "neu",
        "name: Bänke\npaperType: Antrag\nreference: 20-26 / A 20",
        "",
    );
    let meeting = |more: &str| {
        let agenda = "agendaItem: [{name: Bänke, paper: 20-26 / A 20}]";
        let front = format!(
            "---\nname: Sitzung\norganization: [stadtrat]\nstart: 2024-06-26T15:00\n{agenda}\n{more}---\n"
        );
        portal.file(
            "content/bodies/musterstadt/meetings/2024-06-26-rat.md",
            &front,
        );
        record(&portal, "2024-06-01", "neu")["next"]["date"].clone()
    };
    assert_eq!(meeting(""), "2024-06-26");
    assert_eq!(meeting("cancelled: true\n"), Value::Null);
}

#[test]
fn money_is_added_up_exactly_and_once() {
    let portal = portal();
    portal.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
    let paper = |slug: &str, more: &str, items: &str, relation: &str| {
        let front = format!(
            "name: {slug}\n{more}\nfinance: {{effect: yes, items: [{items}]}}\nrelations: [{{type: {relation}}}]"
        );
        portal.paper(slug, &front, "");
    };
    let adopted = "resolution: {outcome: adopted, date: 2024-04-17}";
    let to_motion = "implements, target: 20-26 / A 1";
    paper(
        "bau",
        adopted,
        "{kind: cost, amount: 1000.10, approximate: true}, {kind: cost, amount: 50, period: yearly}, {kind: saving}",
        to_motion,
    );
    paper(
        "schilder",
        adopted,
        "{kind: cost, amount: 0.20, upTo: true}",
        to_motion,
    );
    paper(
        "nachtrag",
        "resolution: {outcome: adopted, date: 2024-05-02}",
        "{kind: cost, amount: 75, period: yearly}",
        "amends, target: musterstadt/bau",
    );
    paper(
        "bericht",
        "paperType: Bericht",
        "{kind: cost, amount: 75, period: yearly}",
        "reportsOn, target: musterstadt/nachtrag",
    );
    paper(
        "abgelehnt",
        "resolution: {outcome: rejected}",
        "{kind: cost, amount: 9999}",
        to_motion,
    );
    let found = procedure(&portal, "2024-06-01", "bau");
    let totals = serde_json::json!([
        {"kind": "cost", "amount": 1000.3, "currency": "EUR", "period": "once", "upTo": true, "approximate": true},
        {"kind": "cost", "amount": 75, "currency": "EUR", "period": "yearly"},
    ]);
    assert_eq!(found["totals"], totals);
    let place =
        |slug: &str| format!("https://rat.musterstadt.example/vorlagen/musterstadt/{slug}/");
    assert_eq!(found["openAmounts"], serde_json::json!([place("bau")]));
    let left_out: Vec<(&str, u64)> = found["notCounted"]
        .as_array()
        .expect("amounts")
        .iter()
        .filter_map(|left| Some((left["paper"].as_str()?, left["item"].as_u64()?)))
        .collect();
    for (slug, item) in [("bau", 1), ("abgelehnt", 0), ("nachtrag", 0)] {
        assert!(
            left_out.contains(&(&place(slug), item)),
            "{slug}: {left_out:?}"
        );
    }
    assert_eq!(left_out.len(), 3);
}

#[test]
fn everybody_takes_part_once_with_every_part() {
    let portal = resolution(
        "date: 2024-04-02\nunderDirectionOf: [bauamt]\noriginatorOrganization: [bauamt]\noriginatorPerson: [erika-mustermann]\nconsultation:\n  - {organization: bauamt, date: 2024-04-10}\n  - {organization: stadtrat, date: 2024-04-17, role: Entscheidung}\nresolution: {outcome: adopted}\nprocedure: {slug: radweg}",
    );
    let found = procedure(&portal, "2024-06-01", "radweg-bau");
    let taking: Vec<(&str, String)> = found["participants"]
        .as_array()
        .expect("participants")
        .iter()
        .map(|one| (one["name"].as_str().expect("name"), one["part"].to_string()))
        .collect();
    assert_eq!(
        taking,
        [
            (
                "Bauamt",
                r#"["originator","direction","consultation"]"#.to_owned()
            ),
            ("Erika Mustermann", r#"["originator"]"#.to_owned()),
            ("Stadtrat", r#"["decision"]"#.to_owned()),
        ]
    );
}

#[test]
fn followers_hear_whether_the_changed_resolution_still_holds() {
    let portal = resolution(RESOLUTION);
    act(&portal, "aufhebung", "2024-05-30", "repeals", "radweg-bau");
    let site = built(&portal, "2024-06-01");
    let feed: Value = serde_json::from_str(text(&site, "feed.json")).expect("JSON");
    let items = feed["items"].as_array().expect("items");
    let entry = |id: &str| {
        let ends = |item: &&Value| item["id"].as_str().is_some_and(|i| i.ends_with(id));
        let item = items
            .iter()
            .find(ends)
            .unwrap_or_else(|| panic!("{id}: {feed:#}"));
        item["content_html"].as_str().expect("content").to_owned()
    };
    let told = "Er wurde am 30. Mai 2024 durch „aufhebung“ aufgehoben.";
    let change = entry("aufhebung/#repealed-musterstadt/radweg-bau");
    assert!(change.contains(&format!("<strong>Radwegbau</strong> Dieser Beschluss galt seit dem 17. April 2024. Er gilt nicht mehr. {told}")), "{change}");
    assert!(entry("radweg-bau/#decided").contains(told));
}

#[test]
fn the_page_links_the_paper_that_ended_a_resolution_and_names_the_next_date() {
    let portal = resolution(RESOLUTION);
    act(&portal, "ende", "2024-05-30", "terminates", "radweg-bau");
    portal.paper(
        "neustart",
        "name: Neustart\nproposal: [{text: So}]\nconsultation: [{organization: stadtrat, date: 2024-06-26, role: Entscheidung}]\nrelations: [{type: supersedes, target: musterstadt/ende}]",
        "",
    );
    let site = built(&portal, "2024-06-01");
    let page = crate::support::main_of(&site, "vorlagen/musterstadt/radweg-bau/index.html");
    let link = r#"durch „<a href="/vorlagen/musterstadt/ende/">ende</a>“ beendet.</p>"#;
    assert!(page.contains(link), "{page}");
    let next = page.find("26. Juni 2024").expect("next date");
    assert!(next < page.find("id=\"vorgang\"").expect("history"));
}
