//! Servers of OParl as they are: slow, overloaded, in old encodings, gone in the middle of a list.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Ended, Portal};

/// One answer: status, headers, body; `None` says nothing until the asker gives up.
type Answer = Option<(u16, &'static str, Vec<u8>)>;

/// A server that gives its answers in turn; the last one of an address again and again.
struct Server {
    base: String,
    answers: Arc<Mutex<BTreeMap<String, Vec<Answer>>>>,
    /// Requests: method, address, headers.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("port");
        let base = format!("http://{}", listener.local_addr().expect("address"));
        let answers: Arc<Mutex<BTreeMap<String, Vec<Answer>>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, log) = (Arc::clone(&answers), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (known, log) = (Arc::clone(&known), Arc::clone(&log));
                thread::spawn(move || serve(&stream, &known, &log));
            }
        });
        Self {
            base,
            answers,
            asked,
        }
    }

    fn says(&self, path: &str, answers: Vec<Answer>) -> &Self {
        self.answers
            .lock()
            .unwrap()
            .insert(path.to_owned(), answers);
        self
    }

    fn ok(&self, path: &str, value: &Value) -> &Self {
        self.says(path, vec![json_answer(value)])
    }

    fn asked(&self, path: &str) -> usize {
        let start = format!("GET {path} ");
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|request| request.starts_with(&start))
            .count()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an answer like others")]
fn json_answer(value: &Value) -> Answer {
    Some((200, "", value.to_string().into_bytes()))
}

fn serve(
    stream: &TcpStream,
    known: &Mutex<BTreeMap<String, Vec<Answer>>>,
    log: &Mutex<Vec<String>>,
) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            request.push_str(line.trim());
            request.push('\n');
        }
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let fresh = request.to_lowercase().contains("if-none-match: \"etag\"");
        log.lock().unwrap().push(request);
        let answer = {
            let mut known = known.lock().unwrap();
            match known.get_mut(&path) {
                Some(answers) if answers.len() > 1 => answers.remove(0),
                Some(answers) => answers[0].clone(),
                None => Some((404, "", Vec::new())),
            }
        };
        let Some((status, headers, body)) = answer else {
            thread::sleep(Duration::from_secs(3));
            return;
        };
        let (status, body) = if fresh && headers.contains("ETag") {
            (304, Vec::new())
        } else {
            (status, body)
        };
        let head = format!(
            "HTTP/1.1 {status} x\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        let mut out = stream;
        if out
            .write_all(head.as_bytes())
            .and_then(|()| out.write_all(&body))
            .is_err()
        {
            return;
        }
    }
}

/// A council of three papers on two pages, with all that can go wrong on the way.
fn council() -> Server {
    let server = Server::start();
    let at = |path: &str| format!("{}{path}", server.base);
    server.says("/system", vec![
        Some((503, "Retry-After: 0\r\n", b"zu viel los".to_vec())),
        json_answer(&json!({"id": at("/system"), "type": "https://schema.oparl.org/1.0/System", "body": at("/bodies")})),
    ]);
    server.ok("/bodies", &json!({"data": [
        {"id": at("/body/1"), "type": "https://schema.oparl.org/1.0/Body", "name": "Stadt Neustadt", "organization": at("/organizations"), "person": at("/people"), "meeting": at("/meetings"), "paper": at("/papers")},
        {"id": at("/body/2"), "type": "https://schema.oparl.org/1.0/Body", "name": "Stadt Altstadt", "paper": at("/other")}], "links": {}}));
    let organizations = json!([{"id": at("/organization/1"), "type": "https://schema.oparl.org/1.0/Organization", "name": "AUSSCHUSS"}]);
    // A list without pages, in the encoding of old servers.
    let mut latin = organizations
        .to_string()
        .replace("AUSSCHUSS", "Ausschuss f\u{1}r Stra\u{2}en")
        .into_bytes();
    for byte in &mut latin {
        *byte = match *byte {
            1 => 0xfc,
            2 => 0xdf,
            other => other,
        };
    }
    server.says(
        "/organizations",
        vec![Some((
            200,
            "Content-Type: application/json; charset=ISO-8859-1\r\n",
            latin,
        ))],
    );
    server.says(
        "/people",
        vec![
            Some((500, "", Vec::new())),
            Some((500, "", Vec::new())),
            json_answer(&json!({"data": [], "pagination": {}, "links": {}})),
        ],
    );
    server.says("/meetings", vec![
        None,
        json_answer(&json!({"data": [{"id": at("/meeting/1"), "type": "https://schema.oparl.org/1.0/Meeting", "name": "Sitzung", "start": "2024-03-07T18:00:00+01:00", "organization": at("/organization/1"), "agendaItem": [at("/item/1")]}]})),
    ]);
    server.says(
        "/papers",
        vec![
            Some((429, "Retry-After: 0\r\n", Vec::new())),
            Some((
                200,
                "ETag: \"etag\"\r\n",
                papers(&server, 1..3, Some("/papers?page=2")),
            )),
        ],
    );
    server.says(
        "/papers?page=2",
        vec![Some((200, "", papers(&server, 3..4, None)))],
    );
    // Linked, not embedded.
    server.ok("/consultation/1", &json!({"id": at("/consultation/1"), "type": "https://schema.oparl.org/1.0/Consultation", "paper": at("/paper/1"), "agendaItem": at("/item/1"), "organization": at("/organization/1"), "role": "Entscheidung"}));
    server.ok("/item/1", &json!({"id": at("/item/1"), "type": "https://schema.oparl.org/1.0/AgendaItem", "meeting": at("/meeting/1"), "name": "Papier 1", "public": true, "result": ""}));
    server
}

fn papers(server: &Server, which: std::ops::Range<usize>, next: Option<&str>) -> Vec<u8> {
    let paper = |at: usize| {
        let mut paper = json!({"id": format!("{}/paper/{at}", server.base), "type": "https://schema.oparl.org/1.0/Paper", "body": format!("{}/body/1", server.base),
            "name": format!("Papier {at}"), "reference": "", "date": format!("2024-01-0{at}"), "modified": "2024-02-01T00:00:00+01:00"});
        if at == 1 {
            paper["consultation"] = json!([
                format!("{}/consultation/1", server.base),
                format!("{}/consultation/fehlt", server.base)
            ]);
        }
        paper
    };
    let next = next.map(|next| format!("{}{next}", server.base));
    let data: Vec<Value> = which.map(paper).collect();
    json!({"data": data, "pagination": {"totalElements": 3}, "links": {"next": next}})
        .to_string()
        .into_bytes()
}

fn import(portal: &Portal, server: &Server, more: &[&str]) -> Ended {
    let entry = format!("{}/system", server.base);
    let mut arguments = vec![
        "import",
        "oparl",
        &entry,
        "--body",
        "neustadt",
        "--messages",
        "en",
        "--pause",
        "0",
        "--backoff",
        "1",
        "--timeout",
        "1",
        "--retries",
        "3",
        "--contact",
        "post@neustadt.example",
    ];
    arguments.extend(more);
    portal.run(&arguments)
}

#[test]
fn everything_arrives_in_spite_of_all() {
    let (portal, server) = (Portal::sound(), council());
    let ended = import(&portal, &server, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(
        ended.err.contains("named, but not given by the server: 1"),
        "{}",
        ended.err
    );
    let tree = portal.tree("content/bodies/neustadt");
    let text = |path: &str| String::from_utf8(tree[path].clone()).unwrap();
    assert!(text("organizations.yaml").contains("name: Ausschuss für Straßen"));
    assert!(text("papers/2024/papier-1.md").contains("consultation:\n  - organization: ausschuss-fuer-strassen\n    date: 2024-03-07\n    role: Entscheidung"));
    assert!(
        text("meetings/2024-03-07-ausschuss-fuer-strassen.md").contains("paper: neustadt/papier-1")
    );
    assert_eq!(
        tree.keys()
            .filter(|path| path.starts_with("papers/"))
            .count(),
        3
    );
    assert_eq!(
        server.asked("/other"),
        0,
        "the other council was left alone"
    );
    let asked = server.asked.lock().unwrap();
    assert!(
        asked.iter().all(|request| request
            .to_lowercase()
            .contains("contact: post@neustadt.example")),
        "{asked:?}"
    );
}

#[test]
fn a_run_that_broke_off_goes_on_where_it_stopped() {
    let (portal, server) = (Portal::sound(), council());
    server.says("/papers?page=2", vec![Some((500, "", Vec::new()))]);
    let broken = import(&portal, &server, &[]);
    assert_eq!(broken.code, Some(2), "{}", broken.out);
    assert!(
        broken.err.contains("run the command again"),
        "{}",
        broken.err
    );
    assert!(
        !portal.path("content/bodies/neustadt/papers").exists(),
        "half a list is no list"
    );
    let before = (server.asked("/papers"), server.asked("/organizations"));
    server.says(
        "/papers?page=2",
        vec![Some((200, "", papers(&server, 3..4, None)))],
    );
    let ended = import(&portal, &server, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert_eq!(
        (server.asked("/papers"), server.asked("/organizations")),
        before
    );
}

#[test]
fn a_second_run_asks_politely_and_changes_one_file() {
    let (portal, server) = (Portal::sound(), council());
    import(&portal, &server, &[]);
    let before = portal.tree("content");
    // This server does not know the question what changed; what it sends whole did not change.
    let again = import(&portal, &server, &["--full"]);
    assert!(
        again.out.contains("\n0 new, 0 changed, 5 unchanged"),
        "{}{}",
        again.out,
        again.err
    );
    assert!(before == portal.tree("content"));
    let asked = server.asked.lock().unwrap().clone();
    assert!(
        asked
            .iter()
            .any(|request| request.starts_with("GET /papers ")
                && request.to_lowercase().contains("if-none-match"))
    );
    // Now one that does: only the paper that changed comes.
    let changes = "/papers?modified_since=2024-02-01T00%3A00%3A00%2B01%3A00";
    let news = json!({"data": [{"id": format!("{}/paper/2", server.base), "type": "https://schema.oparl.org/1.0/Paper", "name": "Papier 2, neu", "date": "2024-01-02", "modified": "2024-03-01T00:00:00+01:00"},
        {"id": format!("{}/paper/3", server.base), "type": "https://schema.oparl.org/1.0/Paper", "deleted": true, "modified": "2024-03-01T00:00:00+01:00"}], "links": {}});
    server.ok(changes, &news);
    let ended = import(&portal, &server, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let after = portal.tree("content");
    let changed: Vec<&String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        changed,
        [
            "bodies/neustadt/.import.jsonl",
            "bodies/neustadt/papers/2024/papier-2.md",
            "bodies/neustadt/papers/2024/papier-3.md"
        ]
    );
    let command = "  drucksache withdraw neustadt/papier-3 --reason \"…\"\n";
    assert!(ended.out.contains(command), "{}", ended.out);
}

#[test]
fn what_is_no_council_is_told() {
    let (portal, server) = (Portal::sound(), Server::start());
    server.says(
        "/system",
        vec![Some((200, "", b"<html>Wartung</html>".to_vec()))],
    );
    let ended = import(&portal, &server, &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("no JSON"), "{}", ended.err);
    server.ok("/system", &json!({"hello": "world"}));
    assert!(
        import(&portal, &server, &[])
            .err
            .contains("neither a System nor a Body")
    );
}

#[test]
fn files_are_copied_beside_their_papers_on_request() {
    let (portal, server) = (Portal::sound(), Server::start());
    let at = |path: &str| format!("{}{path}", server.base);
    let of = |kind: &str| format!("https://schema.oparl.org/1.1/{kind}");
    let file = |at_: &str, name: &str| json!({"id": at(&format!("/file{at_}")), "type": of("File"), "name": name, "accessUrl": at(at_)});
    let mut secret = file("/geheim.pdf", "Geheim");
    secret["public"] = json!(false);
    server.ok(
        "/system",
        &json!({"id": at("/body"), "type": of("Body"), "name": "Neustadt", "paper": at("/papers")}),
    );
    server.ok("/papers", &json!({"data": [{"id": at("/paper"), "type": of("Paper"), "name": "Plan", "date": "2024-01-02",
        "mainFile": file("/plan.PDF?x=1", "Großer Plan"), "auxiliaryFile": [secret, file("/fehlt.pdf", "Fehlt")]}]}));
    server.says(
        "/plan.PDF?x=1",
        vec![Some((200, "", b"%PDF-1.4 Plan".to_vec()))],
    );
    let ended = import(&portal, &server, &["--files", "download"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let tree = portal.tree("content/bodies/neustadt/papers");
    let files: Vec<&String> = tree.keys().collect();
    assert_eq!(files, ["2024/plan/grosser-plan.pdf", "2024/plan/index.md"]);
    let paper = String::from_utf8_lossy(&tree["2024/plan/index.md"]).into_owned();
    assert!(
        paper.contains("- name: Großer Plan\n    file: grosser-plan.pdf\n"),
        "{paper}"
    );
    assert!(paper.contains("- name: Fehlt\n    url: http"), "{paper}");
    assert_eq!(server.asked("/geheim.pdf"), 0);
    assert!(
        portal
            .site()
            .contains_key("vorlagen/neustadt/plan/grosser-plan.pdf")
    );
    let again = import(&portal, &server, &["--files", "download"]);
    assert!(again.out.contains("\n0 new, 0 changed,"), "{}", again.out);
    assert_eq!(server.asked("/plan.PDF?x=1"), 1);
}

#[test]
fn copies_follow_their_files_and_never_overwrite_an_author() {
    let (portal, server) = (Portal::sound(), Server::start());
    let at = |path: &str| format!("{}{path}", server.base);
    let of = |kind: &str| format!("https://schema.oparl.org/1.1/{kind}");
    let say = |modified: &str, words: &str| {
        server.ok("/papers", &json!({"data": [{"id": at("/paper"), "type": of("Paper"), "name": "Plan", "date": "2024-01-02",
            "mainFile": {"id": at("/file"), "type": of("File"), "name": "Plan", "accessUrl": at("/plan.pdf"), "modified": modified}}]}));
        server.says(
            "/plan.pdf",
            vec![Some((200, "", words.as_bytes().to_vec()))],
        );
        import(&portal, &server, &["--files", "download", "--full"])
    };
    server.ok(
        "/system",
        &json!({"id": at("/body"), "type": of("Body"), "name": "Neustadt", "paper": at("/papers")}),
    );
    let copy = "content/bodies/neustadt/papers/2024/plan/plan.pdf";
    let here = || String::from_utf8(portal.tree(".")[copy].clone()).unwrap();
    say("2024-01-01T00:00:00+01:00", "%PDF 1");
    assert_eq!(here(), "%PDF 1");
    let same = say("2024-01-01T00:00:00+01:00", "%PDF 1, unbemerkt");
    assert!(same.out.contains("\n0 new, 0 changed,"), "{}", same.out);
    assert_eq!(here(), "%PDF 1");
    let renewed = say("2024-02-01T00:00:00+01:00", "%PDF 2");
    assert!(
        renewed.out.contains("they are renewed: 1"),
        "{}",
        renewed.out
    );
    assert_eq!(here(), "%PDF 2");
    // A page that says that there is an error is no new file.
    let broken = say("2024-03-01T00:00:00+01:00", "<!DOCTYPE html><p>Fehler</p>");
    assert!(
        broken.out.contains("could not be fetched: 1"),
        "{}",
        broken.out
    );
    portal.file(copy, "%PDF geschwärzt");
    let kept = say("2024-04-01T00:00:00+01:00", "%PDF 4");
    assert!(kept.out.contains("yours stay: 1"), "{}", kept.out);
    assert_eq!(here(), "%PDF geschwärzt");
}

#[test]
fn lists_that_are_refused_or_short_are_told_and_nothing_counts_as_gone() {
    let (portal, server) = (Portal::sound(), council());
    import(&portal, &server, &[]);
    server.says("/papers", vec![Some((403, "", Vec::new()))]);
    let meetings = json!({"data": [], "pagination": {"totalElements": 7}, "links": {}});
    server.ok("/meetings", &meetings);
    let ended = import(&portal, &server, &["--full"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(
        ended.err.contains("/papers: the server answers 403")
            && ended
                .err
                .contains("/meetings: the server says 7 objects and gives 0"),
        "{}",
        ended.err
    );
    assert!(!ended.out.contains("withdraw"), "{}", ended.out);
}

#[test]
fn addresses_may_be_relative_and_lists_on_another_host() {
    let (portal, server) = (Portal::sound(), Server::start());
    let other = server.base.replace("127.0.0.1", "localhost");
    let of = |kind: &str| format!("https://schema.oparl.org/1.0/{kind}");
    server.ok(
        "/system",
        &json!({"id": "/system", "type": of("System"), "body": "/bodies"}),
    );
    server.ok("/bodies", &json!({"id": format!("{other}/body/1"), "type": of("Body"), "name": "Neustadt", "paper": "../papers", "meeting": [format!("{other}/meeting/1")]}));
    // Objects without a type, a next page counted on, a page that is an array.
    server.ok("/papers", &json!({"data": [{"id": format!("{other}/a/1"), "name": "Eins", "consultation": [format!("{other}/c/1")]}],
        "pagination": {"currentPage": "1", "totalPages": "2"}, "links": {"self": "x"}}));
    server.ok(
        "/papers?page=2",
        &json!([{"id": format!("{other}/a/2"), "name": "Zwei"}]),
    );
    server.ok("/meeting/1", &json!({"id": format!("{other}/meeting/1"), "type": of("Meeting"), "name": "Rat", "start": "2024-03-07T18:00:00+01:00"}));
    server.ok("/c/1", &json!({"id": format!("{other}/c/1"), "type": of("Consultation"), "meeting": format!("{other}/meeting/1"), "role": "Entscheidung"}));
    let ended = import(&portal, &server, &[]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let tree = portal.tree("content/bodies/neustadt");
    let papers = tree.keys().filter(|path| path.starts_with("papers/"));
    assert_eq!(papers.count(), 2, "{}{}", ended.out, ended.err);
    let paper = String::from_utf8_lossy(&tree["papers/ohne-datum/eins.md"]).into_owned();
    assert!(paper.contains("date: 2024-03-07"), "{paper}");
}

#[test]
fn no_file_gets_the_bytes_of_one_that_was_restricted() {
    let (portal, server) = (Portal::sound(), Server::start());
    let at = |path: &str| format!("{}{path}", server.base);
    let of = |kind: &str| format!("https://schema.oparl.org/1.1/{kind}");
    let file = |id: &str, public: bool| json!({"id": at(id), "type": of("File"), "name": "Anlage", "accessUrl": at(&format!("{id}.pdf")), "public": public});
    let say = |files: Vec<Value>| {
        server.ok("/papers", &json!({"data": [{"id": at("/paper"), "type": of("Paper"), "name": "Plan", "date": "2024-01-02", "auxiliaryFile": files}]}));
        for (path, words) in [("/eins", "GEHEIM"), ("/zwei", "offen"), ("/drei", "neu")] {
            let bytes = format!("%PDF {words}").into_bytes();
            server.says(&format!("{path}.pdf"), vec![Some((200, "", bytes))]);
        }
        import(&portal, &server, &["--files", "download", "--full"])
    };
    let clean = |expected: &str| {
        let site = portal.site();
        assert!(site.keys().any(|path| path.ends_with(expected)));
        for (path, bytes) in site {
            let shown = String::from_utf8_lossy(&bytes);
            assert!(!shown.contains("GEHEIM"), "{path}");
        }
    };
    server.ok(
        "/system",
        &json!({"id": at("/body"), "type": of("Body"), "name": "Neustadt", "paper": at("/papers")}),
    );
    say(vec![file("/eins", true), file("/zwei", true)]);
    say(vec![file("/eins", false), file("/zwei", true)]);
    clean("/2-anlage.pdf");
    // Another of that name, before the one that is not public any more; then the memory is gone.
    say(vec![
        file("/drei", true),
        file("/eins", false),
        file("/zwei", true),
    ]);
    clean("/2-2-anlage.pdf");
    portal.remove("content/bodies/neustadt/.import.jsonl");
    say(vec![file("/eins", false), file("/zwei", true)]);
    clean("/2-anlage.pdf");
}

#[test]
fn no_attachment_becomes_a_paper() {
    let (portal, server) = (Portal::sound(), Server::start());
    let at = |path: &str| format!("{}{path}", server.base);
    let of = |kind: &str| format!("https://schema.oparl.org/1.1/{kind}");
    let paper = |id: &str, name: &str, public: bool| {
        json!({"id": at(&format!("/{id}")), "type": of("Paper"), "name": id, "date": "2024-01-02", "public": public,
        "mainFile": {"id": at(&format!("/{id}/f")), "type": of("File"), "name": name, "accessUrl": at("/beschluss-echt.md")}})
    };
    server.ok(
        "/system",
        &json!({"id": at("/body"), "type": of("Body"), "name": "Neustadt", "paper": at("/papers")}),
    );
    server.ok("/papers", &json!({"data": [paper("eins", "Beschluss", true), paper("zwei", "index", true), paper("drei", "con", false)]}));
    let forged = b"---\nname: GEHEIM\naccess: public\n---\nText\n".to_vec();
    server.says("/beschluss-echt.md", vec![Some((200, "", forged))]);
    let ended = import(&portal, &server, &["--files", "download"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for (path, bytes) in portal.tree("content/bodies/neustadt") {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("GEHEIM"),
            "{path}"
        );
    }
    portal.site();
}
