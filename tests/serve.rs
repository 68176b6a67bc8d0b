//! The preview, as a browser meets it: the real program over a small portal, plain HTTP.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test writes its own portal and ends when something is not as it should be"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PORTAL: &str = "name: Ratspapiere Musterstadt
description: Vorlagen aus Musterstadt.
baseUrl: https://musterstadt.example
publisher:
  name: Stadt Musterstadt
";
const PAPER: &str = "content/bodies/musterstadt/papers/2024/radweg.md";
const PAGE: &str = "/vorlagen/musterstadt/radweg/";

fn paper(title: &str) -> String {
    format!(
        "---\nname: {title}\npaperType: Antrag\ndate: 2024-05-06\nredirectFrom: [/alt/radweg]\n\
         attachments: [{{file: plan.pdf, name: Plan, access: public}}]\n---\n\nDer Radweg soll breiter werden.\n"
    )
}

/// A running preview. Ends with the test.
struct Preview {
    child: Child,
    port: u16,
    root: TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status, head and body of an answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    fn start(change: impl FnOnce(&Files)) -> Self {
        let root = tempfile::tempdir().expect("folder");
        let files = Files(root.path().to_owned());
        files.write("content/portal.yaml", PORTAL);
        files.write(
            "content/bodies/musterstadt/body.yaml",
            "name: Stadt Musterstadt\n",
        );
        files.write(
            "content/bodies/musterstadt/papers/2024/plan.pdf",
            "%PDF-1.4 Muster",
        );
        files.write(PAPER, &paper("Radweg an der Hauptstraße"));
        change(&files);
        let mut child = Command::new(env!("CARGO_BIN_EXE_drucksache"))
            .args(["serve", "--port", "0", "--today", "2024-06-01", "--root"])
            .arg(root.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("drucksache");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("address");
        let port = line
            .trim()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|s| s.strip_suffix('/'));
        let port = port
            .unwrap_or_else(|| panic!("no address: {line:?}"))
            .parse()
            .expect("port");
        Self { child, port, root }
    }

    fn files(&self) -> Files {
        Files(self.root.path().to_owned())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .expect("timeout");
        stream
    }

    /// Sends bytes as they are and reads until the server hangs up.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = String::from_utf8_lossy(&self.raw(request.as_bytes())).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Answer {
            status: status.expect("status"),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// The stream of events, after its first one.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = format!("localhost:{}", self.port);
        let request = format!("GET /_drucksache/events HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("request");
        let mut events = Events(BufReader::new(stream));
        events.next();
        events
    }
}

struct Files(PathBuf);

impl Files {
    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        fs::write(path, text).expect("file");
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// Waits for the next version.
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("an event in time");
            assert!(read > 0, "the stream of events ended");
            if let Some(version) = line.strip_prefix("data: ") {
                return version.trim().to_owned();
            }
        }
    }
}

#[test]
fn pages_files_and_addresses() {
    let preview = Preview::start(|_| {});
    let home = preview.get("/");
    assert_eq!(home.status, 200);
    assert!(
        home.head.contains("content-type: text/html; charset=utf-8"),
        "{}",
        home.head
    );
    assert!(home.body.contains("Radweg an der Hauptstraße"));
    assert!(home.body.contains("src=\"/_drucksache/reload.js\""));
    assert!(
        !home.body.contains("<aside id=\"drucksache-preview\""),
        "{}",
        home.body
    );
    let own = format!("http://127.0.0.1:{}{PAGE}", preview.port);
    assert!(preview.get(PAGE).body.contains(&own), "canonical address");

    let plan = preview.get("/vorlagen/musterstadt/radweg/plan.pdf");
    assert!(plan.head.contains("application/pdf") && plan.body.contains("%PDF-1.4 Muster"));
    assert!(
        preview
            .get("/feed.xml")
            .head
            .contains("application/rss+xml")
    );
    for own in ["reload.js", "preview.css"] {
        assert_eq!(preview.get(&format!("/_drucksache/{own}")).status, 200);
    }

    for (from, to) in [(PAGE.trim_end_matches('/'), PAGE), ("/alt/radweg", PAGE)] {
        let moved = preview.get(from);
        assert_eq!(moved.status, 307, "{from}");
        assert!(
            moved.head.contains(&format!("location: {to}\r\n")),
            "{}",
            moved.head
        );
    }
    let head = preview.ask("HEAD", "/", &format!("LOCALHOST:{}", preview.port));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
#[cfg(feature = "sqlite")]
fn downloads_are_made_when_they_are_asked_for() {
    let preview = Preview::start(|_| {});
    let database = preview.get("/daten/drucksache.sqlite");
    assert_eq!(database.status, 200);
    assert!(database.head.contains("application/vnd.sqlite3"));
    assert!(database.body.contains("SQLite format 3"));
    let table = preview.get("/daten/papers.csv");
    assert!(table.body.contains("Radweg an der Hauptstraße"));
}

#[test]
fn saves_show_and_the_last_good_state_stays() {
    let preview = Preview::start(|_| {});
    let mut events = preview.events();
    let mut save = |text: &str| {
        let begin = Instant::now();
        preview.files().write(PAPER, text);
        events.next();
        let page = preview.get(PAGE);
        let took = begin.elapsed();
        println!("from save to page: {took:.0?}");
        assert!(took < Duration::from_secs(2), "{took:?}");
        page.body
    };

    let page = save(&paper("Radweg am Markt"));
    assert!(
        page.contains("Radweg am Markt") && !page.contains("drucksache-preview"),
        "{page}"
    );

    let page = save(&paper("Radweg: <b>breiter</b> oder nicht"));
    assert!(page.contains("Radweg am Markt"), "the last good page stays");
    assert!(
        page.contains("<aside id=\"drucksache-preview\" lang=\"de\""),
        "{page}"
    );
    assert!(
        page.contains("radweg.md:2:") && page.contains("^</pre>"),
        "{page}"
    );
    assert!(
        page.contains("&lt;b&gt;breiter") && !page.contains("<b>breiter"),
        "{page}"
    );
    assert!(page.contains("letzten Stand ohne Fehler"), "{page}");

    let page = save(&paper("Radweg am Bahnhof"));
    assert!(
        page.contains("Radweg am Bahnhof") && !page.contains("drucksache-preview"),
        "{page}"
    );
}

#[test]
fn themes_are_watched_too_and_their_mistakes_told() {
    let preview = Preview::start(|_| {});
    let mut events = preview.events();
    preview.files().write("theme/404.html", "{% if %}");
    events.next();
    let page = preview.get("/").body;
    assert!(
        page.contains("Radweg") && page.contains("drucksache-preview"),
        "{page}"
    );

    preview
        .files()
        .write("theme/404.html", "<body>{{ view.nonsense.more }}</body>");
    events.next();
    let missing = preview.get("/fehlt/");
    assert_eq!(missing.status, 500);
    assert!(
        missing.body.contains("404.html") && missing.body.contains("reload.js"),
        "{}",
        missing.body
    );

    preview
        .files()
        .write("theme/404.html", "<body>Nichts da</body>");
    events.next();
    let missing = preview.get("/fehlt/");
    assert_eq!(missing.status, 404);
    assert!(
        missing.body.contains("Nichts da<script src"),
        "{}",
        missing.body
    );
}

#[test]
fn a_portal_may_begin_with_mistakes() {
    let other = "content/bodies/musterstadt/papers/2024/brunnen.md";
    let preview = Preview::start(|files| files.write(other, "---\nname: a: b\n---\n"));
    let home = preview.get("/").body;
    assert!(
        home.contains("Radweg an der Hauptstraße") && home.contains("brunnen.md:2:"),
        "{home}"
    );
    assert!(home.contains("Dateien mit Fehlern fehlen"), "{home}");

    let preview = Preview::start(|files| files.write("content/portal.yaml", "name: [\n"));
    let home = preview.get(PAGE);
    assert_eq!(home.status, 503);
    assert!(home.body.contains("content/portal.yaml"), "{}", home.body);
    let mut events = preview.events();
    preview.files().write("content/portal.yaml", PORTAL);
    events.next();
    assert_eq!(preview.get(PAGE).status, 200);
}

#[test]
fn only_this_computer_may_ask_and_only_for_the_site() {
    let preview = Preview::start(|_| {});
    let port = preview.port;
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1",
        "127.0.0.1:1",
        "",
    ] {
        assert_eq!(preview.ask("GET", "/", host).status, 403, "{host}");
        assert_eq!(
            preview.ask("GET", "/_drucksache/events", host).status,
            403,
            "{host}"
        );
    }
    for absolute in ["http://evil.example/", "//evil.example/"] {
        let status = preview
            .ask("GET", absolute, &format!("127.0.0.1:{port}"))
            .status;
        assert!([403, 404].contains(&status), "{absolute}: {status}");
    }
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/%2e%2e/content/portal.yaml",
        "/content/portal.yaml",
        "/theme/../content/portal.yaml",
        "/theme/..%5c..%5cCargo.toml",
        "/%2fetc%2fpasswd",
        "//etc/passwd",
        "/%00",
        "/%ff%fe",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            !answer.body.contains("publisher:") && !answer.body.contains("root:"),
            "{path}"
        );
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = preview.ask(method, "/", &format!("127.0.0.1:{port}"));
        assert_eq!(answer.status, 405, "{method}");
    }
}

#[test]
fn garbage_does_not_end_it() {
    let preview = Preview::start(|_| {});
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(10_000));
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ] {
        preview.raw(garbage);
        assert_eq!(preview.get("/").status, 200);
    }
    drop(preview.connect());
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn a_taken_port_is_told_with_its_cure() {
    let preview = Preview::start(|_| {});
    let second = Command::new(env!("CARGO_BIN_EXE_drucksache"))
        .args(["serve", "--port", &preview.port.to_string(), "--root"])
        .arg(preview.root.path())
        .output()
        .expect("drucksache");
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(2), "{told}");
    assert!(
        told.contains("is taken") && told.contains("--port"),
        "{told}"
    );
    assert!(second.stdout.is_empty());
}

#[test]
fn what_describes_downloads_states_sizes_in_a_preview_too() {
    let preview = Preview::start(|_| {});
    let size = preview.get("/daten/portal.json").body.len();
    let package = preview.get("/daten/datapackage.json");
    assert_eq!(package.status, 200);
    assert!(
        package.body.contains(&format!("\"bytes\": {size}")),
        "{size}: {}",
        package.body
    );
    let page = preview.get("/daten/");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("id=\"dcat-ttl-sha256\""),
        "{}",
        page.body
    );
    assert!(
        preview
            .get("/daten/SHA256SUMS.txt")
            .body
            .contains("  dcat.ttl")
    );
}
