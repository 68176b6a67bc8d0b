//! OParl as its readers meet it: from the entry point to every object, by addresses alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::support::{Portal, TODAY, Tree, dump, text};

/// Where Musterstadt's portal lives.
const BASE: &str = "https://rat.musterstadt.example/portal/";

/// Musterstadt, with more papers than a page of a list holds, a meeting whose agenda knows more than the
/// Beratungsfolgen do, and a person of whom there is nothing to tell.
fn portal() -> Portal {
    let portal = Portal::musterstadt();
    for number in 0..120 {
        let front = format!(
            "name: Bericht {number}\npaperType: Bericht\ndate: 2021-{:02}-{:02}",
            number % 12 + 1,
            number / 12 + 1
        );
        portal.paper(&format!("reihe-{number}"), &front, "Nichts Neues.");
    }
    portal.file(
        "content/bodies/musterstadt/meetings/2024-03-05-rat.md",
        "---\nname: Sitzung im März\norganization: [rat, bauausschuss]\nstart: 2024-03-31T18:30\nend: 2024-03-31T20:00\nagendaItem:\n  - {number: GEHEIM 1, name: GEHEIM-PUNKT, public: false, paper: 12/2023}\n  - {number: Ö 1, name: Antrag, paper: 12/2023, result: vertagt}\n  - {number: Ö 1, name: Noch einmal}\n  - {name: Ohne Nummer}\n---\n",
    );
    let people = "- slug: erika-mustermann\n  name: Dr. Erika Mustermann\n  familyName: Mustermann\n  office: Bürgermeisterin\n  membership:\n    - {organization: rat, role: Vorsitz, startDate: 2020-11-01, votingRight: true}\n    - {organization: rat, role: Mitglied, endDate: 2020-10-31}\n- slug: max-beispiel\n  name: Max Beispiel\n  membership: [{organization: fraktion-rad, role: Mitglied}]\n- {slug: nur-name, name: Nur Name}\n";
    portal.file("content/bodies/musterstadt/people.yaml", people);
    leave_out(&portal, "previews, search, feeds");
    portal
}

/// Builds less.
fn leave_out(portal: &Portal, outputs: &str) {
    let path = "content/portal.yaml";
    let settings = std::fs::read_to_string(portal.path(path)).unwrap();
    let settings = format!("{settings}outputs: {{without: [{outputs}]}}\n");
    portal.file(path, &settings);
}

/// That portal's site, built once.
static SITE: LazyLock<Tree> = LazyLock::new(|| portal().site());

/// What an address answers, on a host that does nothing but send files.
#[track_caller]
fn get(site: &Tree, address: &str) -> Value {
    let path = address.strip_prefix(BASE).expect(address);
    serde_json::from_str(text(site, path)).expect(path)
}

#[track_caller]
fn string<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} of {value:#}"))
}

fn strings(value: &Value) -> Vec<&str> {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(Value::as_str).collect()
}

/// All objects of a list, page by page.
fn list(site: &Tree, address: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut next = Some(address.to_owned());
    let mut number = 1;
    let first = get(site, address);
    while let Some(address) = next {
        let page = get(site, &address);
        let links = &page["links"];
        let pagination = &page["pagination"];
        assert_eq!(string(links, "self"), address);
        assert_eq!(string(links, "first"), string(&first["links"], "self"));
        assert_eq!(pagination["currentPage"], number);
        assert_eq!(
            pagination["totalElements"],
            first["pagination"]["totalElements"]
        );
        assert_eq!(links.get("prev").is_some(), number > 1);
        next = links
            .get("next")
            .map(|next| next.as_str().unwrap().to_owned());
        assert_eq!(next.is_none(), string(links, "last") == address);
        assert_eq!(next.is_none(), pagination["totalPages"] == number);
        let data = page["data"].as_array().expect("data");
        assert!(next.is_none() || pagination["elementsPerPage"] == data.len());
        all.extend(data.iter().cloned());
        number += 1;
    }
    assert_eq!(first["pagination"]["totalElements"], all.len());
    all
}

/// The one council.
fn body(site: &Tree) -> Value {
    let system = get(site, &format!("{BASE}oparl/v1.1/system.json"));
    let bodies = list(site, string(&system, "body"));
    assert_eq!(bodies.len(), 1);
    bodies[0].clone()
}

/// Objects in a value, also those in others.
fn objects<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
            if kind.starts_with("https://schema.oparl.org/1.1/") {
                found.push(value);
            }
            map.values().for_each(|value| objects(value, found));
        }
        Value::Array(all) => all.iter().for_each(|value| objects(value, found)),
        _ => {}
    }
}

/// Every JSON file of OParl by its address.
fn files(site: &Tree) -> BTreeMap<String, Value> {
    let own = site.iter().filter(|(path, _)| path.starts_with("oparl/"));
    own.map(|(path, bytes)| {
        let json = serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        (format!("{BASE}{path}"), json)
    })
    .collect()
}

fn ids(all: &[Value]) -> BTreeSet<&str> {
    let ids: BTreeSet<&str> = all.iter().map(|object| string(object, "id")).collect();
    assert_eq!(ids.len(), all.len(), "nothing is listed twice");
    ids
}

#[test]
fn a_walk_from_the_entry_point_reaches_everything_once() {
    let site = &*SITE;
    let body = body(site);
    let dump = dump(site, BASE);
    let webs = |key: &str| -> Vec<String> {
        let all = list(site, string(&body, key));
        let mut webs: Vec<String> = all.iter().map(|o| string(o, "web").to_owned()).collect();
        webs.sort();
        webs
    };
    let dumped = |key: &str| -> Vec<String> {
        let all = dump[key].as_array().expect(key);
        let mut ids: Vec<String> = all.iter().map(|o| string(o, "id").to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(webs("paper"), dumped("papers"));
    assert!(webs("paper").len() > 120);
    assert_eq!(webs("organization"), dumped("organizations"));
    let names = |all: &[Value]| -> Vec<String> {
        let mut names: Vec<String> = all.iter().map(|o| string(o, "name").to_owned()).collect();
        names.sort();
        names
    };
    for (key, kind) in [("person", "people"), ("meeting", "meetings")] {
        let listed = list(site, string(&body, key));
        assert_eq!(names(&listed), names(dump[kind].as_array().expect(kind)));
    }
    // Each file is reached, and each object that is reached is a file.
    let system = format!("{BASE}oparl/v1.1/system.json");
    let mut reached: BTreeSet<String> = [system, string(&body, "id").to_owned()].into();
    for key in LISTS {
        let all = list(site, string(&body, key));
        reached.extend(ids(&all).into_iter().map(str::to_owned));
    }
    let own = files(site);
    let own = own.iter().filter(|(_, json)| json.get("id").is_some());
    let own: BTreeSet<String> = own.map(|(address, _)| address.clone()).collect();
    assert_eq!(own, reached);
}

/// Lists of a council.
const LISTS: [&str; 10] = [
    "organization",
    "person",
    "membership",
    "meeting",
    "agendaItem",
    "paper",
    "consultation",
    "file",
    "locationList",
    "legislativeTermList",
];

#[test]
fn every_id_leads_to_the_object_itself() {
    let files = files(&SITE);
    let mut kinds = BTreeSet::new();
    for (address, json) in &files {
        if let Some(id) = json.get("id") {
            assert_eq!(id, address);
        }
        let mut found = Vec::new();
        objects(json, &mut found);
        for object in found {
            let own = files.get(string(object, "id")).expect("a file for each id");
            kinds.insert(
                string(object, "type")
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
            // An embedded object is the same but for the way back to what it is embedded in.
            for (key, value) in object.as_object().unwrap() {
                assert_eq!(own.get(key), Some(value), "{key} of {}", object["id"]);
            }
            let lacking: Vec<&String> = own
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| object.get(key).is_none())
                .collect();
            let back = ["body", "person", "meeting", "paper", "papers", "meetings"];
            assert!(
                lacking.len() <= 1 && lacking.iter().all(|key| back.contains(&key.as_str())),
                "{lacking:?} of {}",
                object["id"]
            );
        }
    }
    let all = "AgendaItem Body Consultation File LegislativeTerm Location Meeting Membership Organization Paper Person System";
    assert_eq!(kinds.into_iter().collect::<Vec<_>>().join(" "), all);
}

#[test]
fn every_object_says_when_it_came_about_and_nothing_is_empty() {
    fn full(value: &Value, place: &str) {
        match value {
            Value::Null => panic!("null in {place}"),
            Value::String(text) => assert!(!text.is_empty(), "empty text in {place}"),
            Value::Array(all) => {
                assert!(!all.is_empty(), "empty list in {place}");
                for value in all {
                    full(value, place);
                }
            }
            Value::Object(map) => {
                assert!(!map.is_empty(), "empty object in {place}");
                map.values().for_each(|value| full(value, place));
            }
            _ => {}
        }
    }
    for (address, json) in files(&SITE) {
        let mut found = Vec::new();
        objects(&json, &mut found);
        for object in found {
            full(object, &address);
            assert_eq!(
                string(object, "license"),
                "https://www.govdata.de/dl-de/zero-2-0"
            );
            let moment = |key| {
                let moment = string(object, key);
                let (day, time) = moment.split_once('T').expect(moment);
                assert!(
                    ["00:00:00+01:00", "00:00:00+02:00"].contains(&time),
                    "{moment}"
                );
                assert!(day <= TODAY, "{day} is still to come");
                day.to_owned()
            };
            assert!(moment("created") <= moment("modified"));
        }
    }
}

#[test]
fn pages_of_the_website_are_linked_and_exist() {
    let site = &*SITE;
    let mut seen = 0;
    for json in files(site).values() {
        let mut found = Vec::new();
        objects(json, &mut found);
        for object in found {
            let Some(web) = object.get("web").and_then(Value::as_str) else {
                let kind = string(object, "type");
                let none = kind.ends_with("/Location") || object["name"] == "Nur Name";
                assert!(none, "no page of {object:#}");
                continue;
            };
            let path = web.strip_prefix(BASE).expect(web);
            assert!(site.contains_key(&format!("{path}index.html")), "{web}");
            seen += 1;
        }
    }
    assert!(seen > 500);
}

#[test]
fn nothing_restricted_is_there_not_even_as_a_gap() {
    for (path, bytes) in SITE.iter().filter(|(path, _)| path.starts_with("oparl/")) {
        for shown in [
            path.to_lowercase(),
            String::from_utf8_lossy(bytes).to_lowercase(),
        ] {
            for secret in ["geheim", "grundstueck", "vorab"] {
                assert!(!shown.contains(secret), "{secret} in {path}");
            }
        }
    }
    let meeting = get(
        &SITE,
        &format!("{BASE}oparl/v1.1/meeting/musterstadt/2024-03-05-rat.json"),
    );
    let items = meeting["agendaItem"].as_array().unwrap();
    let order: Vec<u64> = items
        .iter()
        .filter_map(|item| item["order"].as_u64())
        .collect();
    assert_eq!(order, [1, 2, 3]);
    let paper = get(
        &SITE,
        &format!("{BASE}oparl/v1.1/paper/musterstadt/beschluss-radweg.json"),
    );
    assert_eq!(paper["consultation"].as_array().unwrap().len(), 2);
    let files = paper["auxiliaryFile"].as_array().unwrap();
    let names: Vec<&str> = files.iter().map(|file| string(file, "fileName")).collect();
    assert_eq!(names, ["Lageplan (2024).pdf"]);
}

#[test]
fn consultations_and_points_of_agendas_name_each_other() {
    let site = &*SITE;
    let body = body(site);
    let items = list(site, string(&body, "agendaItem"));
    let mut with_paper = 0;
    for item in &items {
        let Some(address) = item.get("consultation").and_then(Value::as_str) else {
            continue;
        };
        let consultation = get(site, address);
        assert_eq!(consultation["agendaItem"], item["id"]);
        assert_eq!(consultation["meeting"], item["meeting"]);
        with_paper += 1;
    }
    assert_eq!(with_paper, 2);
    let id = |path: &str| format!("{BASE}oparl/v1.1/{path}.json");
    let item = |name: &str| items.iter().find(|item| item["name"] == name).unwrap();
    // What the Beratungsfolge knows counts for the point of the agenda too.
    let built = item("Radweg an der Hauptstraße");
    assert_eq!(
        string(built, "id"),
        id("agenda-item/musterstadt/2024-05-14-rat/oe-1")
    );
    assert_eq!(
        string(built, "consultation"),
        id("consultation/musterstadt/beschluss-radweg/rat")
    );
    assert_eq!(
        [string(built, "result"), string(built, "resolutionText")],
        ["angenommen", "nach Antrag"]
    );
    let step = get(site, string(built, "consultation"));
    assert_eq!(step["authoritative"], true);
    assert_eq!(step["drucksache:vote"]["yes"], 20);
    // A paper on an agenda of which its Beratungsfolge says nothing.
    let put_off = get(site, string(item("Antrag"), "consultation"));
    assert_eq!(
        string(&put_off, "paper"),
        id("paper/musterstadt/antrag-radweg")
    );
    assert_eq!(strings(&put_off["organization"]).len(), 2);
    assert!(item("Antrag").get("resolutionText").is_none());
    // Points with the same number, and with none.
    assert_eq!(
        string(item("Noch einmal"), "id"),
        id("agenda-item/musterstadt/2024-03-05-rat/oe-1--2")
    );
    assert_eq!(
        string(item("Ohne Nummer"), "id"),
        id("agenda-item/musterstadt/2024-03-05-rat/unnumbered")
    );
    // Lists of an organization.
    let council = get(site, &id("organization/musterstadt/rat"));
    let meetings = list(site, string(&council, "drucksache:meeting"));
    assert_eq!(meetings.len(), 2);
    let dealt = list(site, string(&council, "consultation"));
    assert!(
        ids(&dealt).contains(string(&step, "id")) && ids(&dealt).contains(string(&put_off, "id"))
    );
    assert!(
        dealt
            .iter()
            .all(|c| strings(&c["organization"]).contains(&string(&council, "id")))
    );
}

#[test]
fn meetings_are_in_german_time_and_memberships_have_their_own_address() {
    let site = &*SITE;
    let id = |path: &str| format!("{BASE}oparl/v1.1/{path}.json");
    // On this evening summer time has begun, at midnight it had not.
    let meeting = get(site, &id("meeting/musterstadt/2024-03-05-rat"));
    assert_eq!(string(&meeting, "start"), "2024-03-31T18:30:00+02:00");
    assert_eq!(string(&meeting, "end"), "2024-03-31T20:00:00+02:00");
    let person = get(site, &id("person/musterstadt/erika-mustermann"));
    assert_eq!(strings(&person["status"]), ["Bürgermeisterin"]);
    let memberships = person["membership"].as_array().unwrap();
    assert_eq!(memberships[0]["votingRight"], true);
    assert_eq!(
        string(&memberships[1], "id"),
        id("membership/musterstadt/erika-mustermann/rat--2")
    );
    let council = get(site, &id("organization/musterstadt/rat"));
    let members = strings(&council["membership"]);
    let own: Vec<&str> = memberships.iter().map(|m| string(m, "id")).collect();
    assert_eq!(members, own);
    assert_eq!(get(site, own[0])["person"], person["id"]);
}

#[test]
fn relations_are_told_in_the_words_of_oparl() {
    let paper = |slug: &str| {
        get(
            &SITE,
            &format!("{BASE}oparl/v1.1/paper/musterstadt/{slug}.json"),
        )
    };
    let names = |slug: &str, key: &str| -> Vec<String> {
        let prefix = format!("{BASE}oparl/v1.1/paper/musterstadt/");
        let paper = paper(slug);
        let all = strings(&paper[key]).into_iter();
        all.map(|id| {
            id.trim_start_matches(&prefix)
                .trim_end_matches(".json")
                .to_owned()
        })
        .collect()
    };
    let (above, below) = ("superordinatedPaper", "subordinatedPaper");
    assert_eq!(names("marktgebuehren-aenderung", above), ["marktgebuehren"]);
    assert_eq!(names("marktgebuehren", below), ["marktgebuehren-aenderung"]);
    assert!(names("beschluss-radweg", "relatedPaper").contains(&"antrag-radweg".to_owned()));
    assert!(names("antrag-radweg", "relatedPaper").contains(&"beschluss-radweg".to_owned()));
    // What is only proposed changes nothing yet, but is related.
    assert_eq!(
        names("marktgebuehren-aufhebung", "relatedPaper"),
        ["marktgebuehren"]
    );
}

/// A value in which OParl's addresses are replaced by those of the website, as the JSON twins have them.
fn on_the_website(value: &Value, webs: &BTreeMap<String, Value>) -> Value {
    match value {
        Value::String(text) => webs.get(text).unwrap_or(value).clone(),
        Value::Array(all) => all
            .iter()
            .map(|value| on_the_website(value, webs))
            .collect(),
        Value::Object(map) => {
            let map = map.iter();
            let map = map.map(|(key, value)| (key.clone(), on_the_website(value, webs)));
            Value::Object(map.collect::<Map<_, _>>())
        }
        _ => value.clone(),
    }
}

#[test]
fn our_own_words_agree_with_the_json_twins() {
    let site = &*SITE;
    let files = files(site);
    let webs: BTreeMap<String, Value> = files
        .iter()
        .filter_map(|(id, json)| Some((id.clone(), json.get("web")?.clone())))
        .collect();
    let own = [
        "aliases",
        "summary",
        "topics",
        "procedure",
        "status",
        "deadline",
        "next",
        "validity",
        "proposal",
        "resolution",
        "finance",
        "implementation",
        "relations",
        "backlinks",
        "editorNote",
        "source",
    ];
    let mut told = BTreeSet::new();
    for paper in list(site, string(&body(site), "paper")) {
        let twin = get(site, string(&paper, "drucksache:data"));
        for key in own {
            let ours = paper
                .get(format!("drucksache:{key}"))
                .map(|value| on_the_website(value, &webs));
            assert_eq!(ours.as_ref(), twin.get(key), "{key} of {}", paper["id"]);
            told.extend(ours.map(|_| key));
        }
        for key in ["name", "reference", "date", "paperType", "keyword"] {
            assert_eq!(paper.get(key), twin.get(key), "{key} of {}", paper["id"]);
        }
    }
    assert_eq!(told.len(), own.len(), "each is tried: {told:?}");
}

#[test]
fn our_own_words_are_documented_and_used() {
    let mut used = BTreeSet::new();
    for json in files(&SITE).values() {
        let mut found = Vec::new();
        objects(json, &mut found);
        let keys = found
            .iter()
            .flat_map(|object| object.as_object().unwrap().keys());
        used.extend(keys.filter(|key| key.contains(':')).cloned());
    }
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/oparl.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let rows = docs
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("`drucksache:"));
    let named = rows.flat_map(|row| {
        row.split('`')
            .filter(|word| word.starts_with("drucksache:"))
    });
    assert_eq!(used, named.map(str::to_owned).collect());
}

/// The months of changes, by their index.
fn months(site: &Tree) -> Vec<Value> {
    let index = get(site, string(&body(site), "drucksache:changes"));
    index.as_array().expect("months").clone()
}

#[test]
fn months_of_changes_hold_every_object_once() {
    let site = &*SITE;
    let mut held = Vec::new();
    for entry in months(site) {
        let all = list(site, string(&entry, "list"));
        assert!(!all.is_empty() && entry["totalElements"] == all.len());
        for object in &all {
            assert!(string(object, "modified").starts_with(string(&entry, "month")));
        }
        let mut found = Vec::new();
        for object in &all {
            objects(object, &mut found);
        }
        held.extend(
            found
                .into_iter()
                .map(|object| string(object, "id").to_owned()),
        );
    }
    held.push(format!("{BASE}oparl/v1.1/system.json"));
    held.sort();
    let files = files(site);
    let objects = files.iter().filter(|(_, json)| json.get("id").is_some());
    assert_eq!(held, objects.map(|(id, _)| id.clone()).collect::<Vec<_>>());
}

#[test]
fn a_month_tells_by_its_fingerprint_that_something_in_it_changed() {
    let portal = Portal::musterstadt();
    let before = months(&portal.site());
    let path = "content/bodies/musterstadt/papers/2022/doppelt-a.md";
    let text = std::fs::read_to_string(portal.path(path)).unwrap();
    portal.file(path, &text.replace("(a)", "(Druckfehler)"));
    let after = months(&portal.site());
    let changed = before.iter().zip(&after).filter(|(old, new)| old != new);
    let changed: Vec<&str> = changed.map(|(old, _)| string(old, "month")).collect();
    assert_eq!([before.len(), changed.len()], [after.len(), 1]);
    // The month in which the deadline passed, not that of the question.
    assert_eq!(changed, ["2022-02"]);
}

/// What a client keeps: months by their address, with fingerprint and objects.
type Kept = BTreeMap<String, (String, Vec<Value>)>;

/// Stays in step as `docs/oparl.md` says; also tells how many months were fetched.
fn sync(site: &Tree, kept: &Kept) -> (Kept, usize) {
    let mut fetched = 0;
    let months = months(site).into_iter().map(|month| {
        let (address, fingerprint) = (string(&month, "list"), string(&month, "fingerprint"));
        let old = kept.get(address).filter(|(old, _)| old == fingerprint);
        let objects = old.map(|(_, objects)| objects.clone());
        let objects = objects.unwrap_or_else(|| {
            fetched += 1;
            list(site, address)
        });
        (address.to_owned(), (fingerprint.to_owned(), objects))
    });
    (months.collect(), fetched)
}

#[test]
fn who_stays_in_step_has_what_a_newcomer_has() {
    let portal = portal();
    let (kept, _) = sync(&SITE, &Kept::new());
    let papers = "content/bodies/musterstadt/papers";
    portal.remove(&format!("{papers}/2022/doppelt-b.md"));
    let old = format!("{papers}/2022/neu-von-damals.md");
    portal.file(&old, "---\nname: Spät gefunden\ndate: 2022-05-05\n---\n");
    portal.paper(
        "neu",
        "name: Neu\ndate: 2024-06-09\nrelations: [{type: corrects, target: 12/2023}]",
        "",
    );
    let after = portal.site();
    let (newcomer, all) = sync(&after, &Kept::new());
    let (in_step, fetched) = sync(&after, &kept);
    assert_eq!(in_step, newcomer);
    assert!(fetched < all / 2, "{fetched} of {all} months were fetched");
    assert_eq!(
        sync(&after, &in_step),
        (newcomer, 0),
        "nothing new, nothing fetched"
    );
}

#[test]
fn days_of_change_come_from_the_content() {
    let day = |site: &Tree, path: &str, key: &str| {
        let object = get(site, &format!("{BASE}oparl/v1.1/{path}.json"));
        string(&object, key)[..10].to_owned()
    };
    let site = &*SITE;
    let both = |path: &str| [day(site, path, "created"), day(site, path, "modified")];
    // Nothing happened since.
    assert_eq!(
        both("paper/musterstadt/reihe-0"),
        ["2021-01-01", "2021-01-01"]
    );
    // A later resolution ended it.
    assert_eq!(
        both("paper/musterstadt/beschluss-radweg"),
        ["2024-04-02", "2024-06-04"]
    );
    assert_eq!(
        both("paper/musterstadt/anfrage-markt"),
        ["2024-04-29", "2024-05-30"],
        "the deadline has passed"
    );
    // An agenda is as old as the newest paper on it, and changes when the meeting is held.
    assert_eq!(
        both("meeting/musterstadt/2024-05-14-rat"),
        ["2024-04-02", "2024-05-14"]
    );
    // A sitting to come says nothing yet.
    assert_eq!(
        both("paper/musterstadt/marktgebuehren-aufhebung"),
        ["2024-05-06", "2024-05-27"]
    );
    assert_eq!(
        both("organization/musterstadt/bauamt"),
        ["2020-11-01", "2020-11-01"],
        "the first legislative term"
    );
    assert_eq!(both("body/musterstadt")[1], "2024-06-04");
    // On another day the past is the same.
    let portal = portal();
    let built = portal.run(&["build", "--today", "2024-06-20"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let later = portal.tree("public");
    assert_eq!(
        day(
            &later,
            "paper/musterstadt/marktgebuehren-aufhebung",
            "modified"
        ),
        "2024-06-18"
    );
    for path in [
        "paper/musterstadt/beschluss-radweg",
        "meeting/musterstadt/2024-05-14-rat",
    ] {
        assert_eq!(day(&later, path, "modified"), day(site, path, "modified"));
    }
}

#[test]
fn the_interface_can_be_left_out() {
    let portal = Portal::musterstadt();
    leave_out(&portal, "oparl");
    let site = portal.site();
    assert!(!site.keys().any(|path| path.starts_with("oparl")));
    for file in ["_headers", "_redirects"] {
        assert!(!text(&site, file).contains("oparl"), "{file}");
        assert!(text(&SITE, file).contains("/portal/oparl/"), "{file}");
    }
}

#[test]
fn developers_are_told_where_it_begins() {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).expect("the standard theme");
    let site = portal.site();
    let page = text(&site, "daten/index.html");
    assert!(page.contains("/oparl/v1.1/system.json\">OParl 1.1</a>"));
    assert!(site.contains_key("oparl/v1.1/system.json"));
}
