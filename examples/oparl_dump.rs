//! Writes a dump of a fictional council as an OParl server would answer, with the oddities of real ones.
//!
//!     cargo run --release --example oparl_dump -- 14000 DIR
//!
//! For measuring `drucksache import oparl` and trying it out: papers with their Beratungsfolge, meetings, people,
//! files with texts; empty texts, null, absurd dates, titles with colons, HTML, points that are not public.

#![expect(clippy::disallowed_methods, reason = "writes a dump to the disk")]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

const HOST: &str = "https://ris.musterstadt.example/oparl/v1.0";
const KINDS: [&str; 4] = [
    "Antrag",
    "Beschlussvorlage",
    "Anfrage",
    "Informationsvorlage",
];
const SENTENCES: [&str; 6] = [
    "Die Verwaltung wird gebeten, den Zustand der Wege im Stadtgebiet darzustellen.",
    "Der Ausschuss hat sich zuletzt im Herbst mit dem Vorhaben befasst.",
    "Für Bürger*innen entstehen dadurch keine Kosten.",
    "Eine Prüfung <b>ergab</b>, dass die Mittel (ca. 12.500 &euro;) ausreichen.",
    "Das Nähere regelt die Satzung; siehe auch die Vorlage 2019/0012.",
    "# Die Raute am Anfang einer Zeile ist keine Überschrift.",
];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments
        .next()
        .context("usage: oparl_dump COUNT DIR")?
        .parse()?;
    let dir = arguments.next().context("usage: oparl_dump COUNT DIR")?;
    write(count, Path::new(&dir))
}

fn write(count: usize, dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    let meetings = (count / 12).max(1);
    lines(dir, "body.jsonl", std::iter::once(body()))?;
    lines(dir, "organization.jsonl", (0..40).map(organization))?;
    lines(dir, "person.jsonl", (0..120).map(person))?;
    lines(
        dir,
        "meeting.jsonl",
        (0..meetings).map(|at| meeting(at, meetings, count)),
    )?;
    let mut pages = (0..count).collect::<Vec<_>>();
    pages.reverse();
    for (number, page) in pages.chunks(100).enumerate() {
        let data: Vec<Value> = page.iter().map(|at| paper(*at, meetings)).collect();
        let page = json!({"data": data, "pagination": {"currentPage": number + 1}, "links": {}});
        fs::write(
            dir.join(format!("papers-{number:04}.json")),
            page.to_string(),
        )?;
    }
    Ok(())
}

fn lines(dir: &Path, name: &str, objects: impl Iterator<Item = Value>) -> Result<()> {
    let mut out = BufWriter::new(File::create(dir.join(name))?);
    for object in objects {
        writeln!(out, "{object}")?;
    }
    Ok(out.flush()?)
}

fn id(kind: &str, at: usize) -> String {
    format!("{HOST}/{kind}/{at}")
}

fn kind(kind: &str) -> String {
    format!("https://schema.oparl.org/1.0/{kind}")
}

fn body() -> Value {
    json!({"id": id("body", 1), "type": kind("Body"), "name": "Stadt Musterstadt", "shortName": "", "ags": "99999999",
        "website": "https://www.musterstadt.example", "contactEmail": null,
        "legislativeTerm": [{"id": id("term", 1), "type": kind("LegislativeTerm"), "name": "2019–2024", "startDate": "2019-06-01"}]})
}

fn organization(at: usize) -> Value {
    let (name, what) = match at {
        0 => ("Gemeinderat".to_owned(), "Gremium"),
        1..15 => (format!("Ausschuss {at}"), "Gremium"),
        15..25 => (format!("Fraktion {at}"), "Fraktion"),
        _ => (format!("Amt {at}"), "Verwaltungsbereich"),
    };
    json!({"id": id("organization", at), "type": kind("Organization"), "body": id("body", 1), "name": name,
        "organizationType": what, "classification": "", "startDate": "0001-01-01"})
}

fn person(at: usize) -> Value {
    json!({"id": id("person", at), "type": kind("Person"), "body": id("body", 1), "name": format!("Vorname{at} Nachname{at}"),
        "familyName": format!("Nachname{at}"), "email": "privat@musterstadt.example", "membership": [
            {"id": id("membership", at), "type": kind("Membership"), "organization": id("organization", at % 40), "role": "Mitglied"}]})
}

fn day(at: usize) -> String {
    format!(
        "{}-{:02}-{:02}",
        2014 + at % 11,
        1 + at / 11 % 12,
        1 + at / 132 % 28
    )
}

/// A meeting with the papers that are on its agenda.
fn meeting(at: usize, meetings: usize, papers: usize) -> Value {
    let item = |paper: usize| {
        json!({"id": id("agendaitem", paper), "type": kind("AgendaItem"), "number": format!("{}", paper / meetings + 1),
            "order": paper / meetings, "name": title(paper), "public": !paper.is_multiple_of(50), "consultation": id("consultation", paper),
            "result": if paper.is_multiple_of(3) { "mehrheitlich beschlossen" } else { "" },
            "resolutionText": if paper.is_multiple_of(3) { "<p>Der Rat <b>beschließt</b>:</p><ul><li>Erstens</li></ul>" } else { "" }})
    };
    let items: Vec<Value> = (0..papers).skip(at).step_by(meetings).map(item).collect();
    json!({"id": id("meeting", at), "type": kind("Meeting"), "name": format!("Sitzung {at}"), "body": id("body", 1),
        "organization": [id("organization", at % 15)], "start": format!("{}T18:00:00+02:00", day(at)),
        "location": {"id": id("location", at), "type": kind("Location"), "description": "Ratssaal", "streetAddress": "Markt 1"},
        "agendaItem": items})
}

fn title(at: usize) -> String {
    match at % 4 {
        0 => format!("Radweg an der Straße {at}: Bau und Unterhalt"),
        1 => "Sachstand".to_owned(),
        2 => format!("Antrag „Mehr Bäume“ – {}", at % 97),
        _ => format!(
            "Bebauungsplan Nr. {at}\r\n(Entwurf)\t{}",
            "mit sehr langem Titel ".repeat(at % 20)
        ),
    }
}

fn paper(at: usize, meetings: usize) -> Value {
    let text: Vec<&str> = (0..40)
        .map(|line| SENTENCES[(at + line) % SENTENCES.len()])
        .collect();
    let date = match at % 100 {
        13 => json!("3004-02-26"),
        14..27 => Value::Null,
        _ => json!(day(at % meetings)),
    };
    let related = (at > 20 && at.is_multiple_of(5)).then(|| vec![id("paper", at - 20)]);
    json!({"id": id("paper", at), "type": kind("Paper"), "body": id("body", 1), "name": title(at),
        "reference": if at % 31 == 7 { json!("") } else { json!(format!("{}/{:04}", 2014 + at % 11, at)) }, "date": date,
        "paperType": KINDS[at % 4],
        "originatorOrganization": [id("organization", 15 + at % 25)], "relatedPaper": related, "keyword": [],
        "mainFile": {"id": id("file", at), "type": kind("File"), "name": "Vorlage", "fileName": format!("{at}.pdf"),
            "mimeType": "application/pdf", "accessUrl": format!("{HOST}/files/{at}.pdf"), "text": text.join("\n")},
        "auxiliaryFile": [{"id": id("file", at + 10_000_000), "type": kind("File"), "name": "Anlage 1", "accessUrl": format!("{HOST}/files/{at}-1.pdf")}],
        "consultation": [{"id": id("consultation", at), "type": kind("Consultation"), "meeting": id("meeting", at % meetings),
            "agendaItem": id("agendaitem", at), "organization": [id("organization", at % meetings % 15)],
            "role": "Entscheidung", "authoritative": true}]})
}
