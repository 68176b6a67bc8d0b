//! Content from strangers: each hostile file ends in a diagnostic, and the rest of the portal is built.
//!
//! What reaches readers as markup is in `markup.rs`, spreadsheets in `dumps.rs`, what is secret in `gate.rs`. Here
//! is what would read files outside, take memory or time, forge addresses, or break the build for others.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::support::{Portal, TODAY, assert_same};

const PAPERS: &str = "content/bodies/musterstadt/papers/2024";

/// A hostile paper: a name, its front matter behind `name: x`, its text.
#[allow(clippy::too_many_lines, reason = "a list")]
fn papers() -> Vec<(&'static str, String, String)> {
    let laughs = |key: &str| {
        let mut yaml = String::from("keyword: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (one, next) in ('a'..='j').zip('b'..='k') {
            let alias = format!("*{one}, ").repeat(9);
            yaml.push_str(&format!(
                "{key}{next}: &{next} [{}]\n",
                alias.trim_end_matches(", ")
            ));
        }
        yaml
    };
    let many =
        |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let front = |name: &'static str, front: &str| (name, front.to_owned(), String::new());
    let body = |name: &'static str, body: String| (name, String::new(), body);
    let mut all = vec![
        // YAML that grows, nests or runs.
        ("laughs", laughs(""), String::new()),
        ("laughs-in-a-key", laughs("x-"), String::new()),
        front("alias-of-itself", "keyword: &a [*a]"),
        front("alias-of-nothing", "keyword: [*nobody]"),
        front("merge", "a: &a {name: y}\n<<: [*a, *a, *a]"),
        (
            "anchors",
            many(20_000, &|at| format!("k{at}: &a{at} x\n")),
            String::new(),
        ),
        (
            "deep-list",
            format!("keyword: {}{}", "[".repeat(50_000), "]".repeat(50_000)),
            String::new(),
        ),
        (
            "deep-map",
            format!("finance: {}", "{a: ".repeat(50_000)),
            String::new(),
        ),
        (
            "deep-block",
            many(3_000, &|at| format!("{}a:\n", " ".repeat(at))),
            String::new(),
        ),
        (
            "deep-proposals",
            format!(
                "proposal: {}{}",
                "[{text: a, items: ".repeat(1_500),
                "}]".repeat(1_500)
            ),
            String::new(),
        ),
        (
            "deep-proposals-sound",
            format!(
                "proposal: {}[]{}",
                "[{text: a, items: ".repeat(150),
                "}]".repeat(150)
            ),
            String::new(),
        ),
        (
            "keys",
            many(50_000, &|at| format!("k{at}: x\n")),
            String::new(),
        ),
        (
            "same-key",
            many(20_000, &|_| "summary: x\n".into()),
            String::new(),
        ),
        (
            "long-key",
            format!("{}: x", "k".repeat(1 << 20)),
            String::new(),
        ),
        (
            "long-value",
            format!("xxx: {}", "v".repeat(1 << 20)),
            String::new(),
        ),
        front(
            "tag-python",
            "summary: !!python/object/apply:os.system [\"id\"]",
        ),
        front("tag-include", "keyword: !include /etc/passwd"),
        front("tag-binary", "topics: !!binary R0lGODlhDAAMAIQAAP=="),
        front("directive", "%YAML 9.9\nsummary: x"),
        front("tab", "\tsummary: x"),
        front("open-quote", "summary: \"x"),
        front("open-block", "keyword: [x"),
        front("block-of-nothing", "keyword: |99999999999999\n  x"),
        front("complex-key", "? [a, b]\n: x"),
        front("second-document", "...\nname: y"),
        front("list-for-map", "finance: [1]"),
        front("map-for-text", "summary: {a: b}"),
        // Numbers and days.
        front("day-huge", "date: 99999-01-01"),
        front("day-zero", "date: 0000-00-00"),
        front("day-negative", "date: -1"),
        front("day-float", "date: 1e308"),
        front("day-none", "date: 2024-02-30"),
        front("day-digits", "date: 99999999999999999999999999"),
        front("embargo-huge", "publishFrom: 999999999999"),
        front("embargo-true", "publishFrom: true"),
        front(
            "amount-huge",
            "finance: {items: [{kind: cost, amount: 1e400}]}",
        ),
        front(
            "amount-digits",
            "finance: {items: [{kind: cost, amount: 99999999999999999999999999}]}",
        ),
        front(
            "amount-nan",
            "finance: {items: [{kind: cost, amount: .nan}]}",
        ),
        front(
            "amount-infinite",
            "finance: {items: [{kind: cost, amount: .inf}]}",
        ),
        front(
            "amount-hex",
            "finance: {items: [{kind: cost, amount: 0xFFFFFFFFFFFFFFFFFF}]}",
        ),
        front(
            "amount-words",
            "finance: {items: [{kind: cost, amount: \"1; DROP TABLE papers\"}]}",
        ),
        front(
            "vote-huge",
            "consultation: [{organization: stadtrat, vote: {yes: 4294967296, no: 0}}]",
        ),
        front(
            "vote-negative",
            "consultation: [{organization: stadtrat, vote: {yes: -1, no: 0}}]",
        ),
        front(
            "vote-float",
            "consultation: [{organization: stadtrat, vote: {yes: 1.5, no: 0}}]",
        ),
        front(
            "public-word",
            "consultation: [{organization: stadtrat, public: jein}]",
        ),
        // Paths and addresses.
        front(
            "file-up",
            "attachments: [{name: x, file: ../../../../../../etc/passwd}]",
        ),
        front(
            "file-absolute",
            "attachments: [{name: x, file: /etc/passwd}]",
        ),
        front(
            "file-windows",
            "attachments: [{name: x, file: 'C:\\Windows\\win.ini'}]",
        ),
        front(
            "file-backslash",
            "attachments: [{name: x, file: '..\\..\\portal.yaml'}]",
        ),
        front(
            "file-url",
            "attachments: [{name: x, file: 'file:///etc/passwd'}]",
        ),
        front(
            "file-encoded",
            "attachments: [{name: x, file: '%2e%2e%2fportal.yaml'}]",
        ),
        front("file-hidden", "attachments: [{name: x, file: .env}]"),
        front("file-nul", "attachments: [{name: x, file: \"a\\0.pdf\"}]"),
        front("file-line", "attachments: [{name: x, file: \"a\\nb.pdf\"}]"),
        front("file-device", "attachments: [{name: x, file: CON.pdf}]"),
        front(
            "file-stream",
            "attachments: [{name: x, file: 'x.pdf::$DATA'}]",
        ),
        front(
            "file-long",
            &format!(
                "attachments: [{{name: x, file: {}.pdf}}]",
                "a".repeat(5_000)
            ),
        ),
        front("redirect-foreign", "redirectFrom: [//evil.example/]"),
        front("redirect-up", "redirectFrom: [/../../x/]"),
        front("redirect-line", "redirectFrom: [\"/a\\n/* /evil 301\"]"),
        front("redirect-star", "redirectFrom: [/*]"),
        front("redirect-splat", "redirectFrom: [/:splat]"),
        front("redirect-home", "redirectFrom: [/]"),
        front("redirect-oparl", "redirectFrom: [/oparl/v1.1/system]"),
        front("redirect-theme", "redirectFrom: [/theme/neu.js]"),
        front("redirect-worker", "redirectFrom: [/_worker.js]"),
        front("redirect-script", "redirectFrom: ['javascript:alert(1)']"),
        front(
            "redirect-page",
            "redirectFrom: [/vorlagen/musterstadt/radweg/]",
        ),
        front("source-script", "source: javascript:alert(1)"),
        front(
            "source-data",
            "source: data:text/html,<script>alert(1)</script>",
        ),
        front("source-login", "source: https://user:pass@x.example/"),
        front(
            "source-line",
            "source: \"https://x.example/\\nSet-Cookie: a\"",
        ),
        front("source-quote", "source: 'https://x.example/\"onclick=\"x'"),
        front("topic-path", "topics: [../../x]"),
        front("topic-case", "topics: [Verkehr]"),
        front("topic-look-alike", "topics: [vеrkehr]"),
        front("procedure-path", "procedure: {slug: ../../x}"),
        front("procedure-device", "procedure: {slug: nul}"),
        front(
            "own-relation",
            "reference: 20-26 / V 00009\nrelations: [{type: repeals, target: 20-26 / V 00009}]",
        ),
        front(
            "relation-type",
            "relations: [{type: __proto__, target: 20-26 / A 00001}]",
        ),
        front("access-look-alike", "access: publiс"),
        front("comment-in-field", "summary: x <!-- y -->"),
        // Texts.
        body(
            "citations",
            many(20_000, &|at| format!("20-26 / V {:05} ", at % 100_000)),
        ),
        body("citations-of-one", "20-26 / A 00001, ".repeat(20_000)),
        body("links", "[a](javascript:x)".repeat(50_000)),
        body("quotes", format!("{}x <b>", ">".repeat(20_000))),
        body("lists", format!("{}x <b>", "- ".repeat(5_000))),
        body("brackets", format!("{} <b>", "[".repeat(200_000))),
        body(
            "brackets-closed",
            format!("{}{} <b>", "[".repeat(50_000), "](".repeat(50_000)),
        ),
        body("emphasis", format!("{} <b>", "*a **b ".repeat(20_000))),
        body(
            "backticks",
            (1..1_500)
                .map(|n| format!("{} ", "`".repeat(n)))
                .collect::<String>()
                + "<b>",
        ),
        body("comments", "<!-- ".repeat(100_000)),
        body(
            "comments-riddles",
            format!("{}<b>", "`<!--` --> \\<!-- ".repeat(5_000)),
        ),
        body(
            "definitions",
            many(20_000, &|at| format!("[d{at}]: /x\n")) + "<b>",
        ),
        body(
            "footnotes",
            many(10_000, &|at| format!("a[^{at}]\n\n[^{at}]: b\n\n")) + "<b>",
        ),
        body(
            "columns",
            format!("{}\n{}\n\n<b>", "|a".repeat(5_000), "|-".repeat(5_000)),
        ),
        body("rows", format!("|a|\n|-|\n{}\n<b>", "|b|\n".repeat(50_000))),
        body(
            "entities",
            format!("{}<b>", "&#x110000;&#0;&lt;".repeat(50_000)),
        ),
        body("tags", "<a ".repeat(50_000) + "<b>"),
        body("one-line", format!("{}<b>", "wort ".repeat(1 << 17))),
        body("lines", format!("{}<b>", "\n".repeat(1 << 18))),
        body("spaces", format!("a{}b<b>", " ".repeat(1 << 20))),
        body("marks", format!("a{}<b>", "\u{301}".repeat(500_000))),
        body("direction", "Antrag \u{202e}54321\u{202c}".into()),
        body("controls", "\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}".into()),
        body("digits", format!("Nr. {}<b>", "1234567890".repeat(200_000))),
        body(
            "mails",
            "a".repeat(1 << 20) + "@" + &"b.".repeat(1 << 18) + "<b>",
        ),
        body("phones", format!("Tel. {}<b>", "0 ".repeat(500_000))),
        body(
            "streets",
            format!("wohnhaft {}<b>", "Am Berg ".repeat(50_000)),
        ),
    ];
    for at in 0..all.len() {
        let (name, front, _) = &all[at];
        assert!(
            !all[..at].iter().any(|(other, _, _)| other == name),
            "{name} twice: {front:.20}"
        );
    }
    all.shrink_to_fit();
    all
}

/// Bytes that are no paper.
fn odd_bytes() -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |text: &str, bom: u16, swap: bool| -> Vec<u8> {
        let units = std::iter::once(bom).chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if swap {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let with = |bytes: &[u8]| [b"---\nname: x\n---\n", bytes].concat();
    let paper = "---\nname: x\n---\n";
    vec![
        ("utf-16-le", utf16(paper, 0xfeff, false)),
        ("utf-16-be", utf16(paper, 0xfeff, true)),
        (
            "utf-32",
            paper
                .chars()
                .flat_map(|c| (c as u32).to_le_bytes())
                .collect(),
        ),
        ("latin-1", with(b"Stra\xdfe")),
        ("overlong", with(b"\xc0\xae\xc0\xae\xc0\xaf")),
        ("surrogate", with(b"\xed\xa0\x80")),
        ("cut-short", with(b"\xe2\x82")),
        ("five-bytes", with(b"\xf8\x88\x80\x80\x80")),
        ("nothing", Vec::new()),
        ("zeros", vec![0; 1 << 16]),
        ("unclosed", b"---\nname: x\n".to_vec()),
        ("toml", b"+++\nname = 'x'\n+++\n".to_vec()),
        ("html", b"<!doctype html><script>alert(1)</script>".to_vec()),
        (
            "two-marks",
            b"\xef\xbb\xbf\xef\xbb\xbf---\nname: x\n---\n".to_vec(),
        ),
        ("elf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec()),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec()),
    ]
}

/// The codes that are found, by file.
fn found(portal: &Portal) -> BTreeMap<String, Vec<String>> {
    let checked = portal.run(&["check", "--today", TODAY, "--format", "json"]);
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in checked.out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| record[key].as_str().unwrap().to_owned();
        let of = codes.entry(text("file")).or_default();
        of.push(format!("{} {}", text("severity"), text("code")));
        // A finding is for reading: no file makes it long.
        assert!(text("message").len() < 2_000, "{}", text("message").len());
    }
    codes
}

/// How long a portal with hostile files may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn a_hundred_hostile_files_end_in_diagnostics_and_the_rest_is_built() {
    let portal = Portal::sound();
    let expected = Portal::sound().site();
    let mut files = Vec::new();
    for (name, front, body) in papers() {
        let path = format!("{PAPERS}/{name}.md");
        portal.file(&path, &format!("---\nname: x\n{front}\n---\n{body}\n"));
        files.push(path);
    }
    for (name, bytes) in odd_bytes() {
        let path = format!("{PAPERS}/{name}.md");
        portal.bytes(&path, &bytes);
        files.push(path);
    }
    assert!(files.len() >= 100, "{}", files.len());
    let begin = Instant::now();
    let codes = found(&portal);
    let silent: Vec<_> = files
        .iter()
        .filter(|path| !codes.contains_key(*path))
        .collect();
    assert!(silent.is_empty(), "no finding about {silent:#?}");
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    // Files that are only warned about are published, and so are papers of which one link to others is wrong; they
    // leave the portal for the comparison.
    let linked =
        ["own-relation", "redirect-page", "file-nul"].map(|name| format!("{PAPERS}/{name}.md"));
    for (path, codes) in &codes {
        let warned = !codes.iter().any(|code| code.starts_with("error"));
        if (warned || linked.contains(path)) && path.starts_with(PAPERS) {
            portal.remove(path);
        }
    }
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert_same(&expected, &portal.tree("public"));
}

/// Names that are no addresses, or lead elsewhere.
#[cfg(unix)]
#[test]
fn odd_files_are_told_and_not_followed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let portal = Portal::sound();
    let expected = portal.site();
    let sound = b"---\nname: Zimtstern\n---\nZimtstern\n";
    let papers = portal.path(PAPERS);
    let mut odd: Vec<(&str, &str)> = vec![
        ("con.md", "bad-file-name"),
        ("lpt1.md", "bad-file-name"),
        ("RADWEG.md", "bad-file-name"),
        ("Über.md", "bad-file-name"),
        ("u\u{308}ber.md", "bad-file-name"),
        ("vеrkehr.md", "bad-file-name"),
        ("a b.md", "bad-file-name"),
        ("a\nb.md", "bad-file-name"),
        ("a%2fb.md", "bad-file-name"),
        ("a..b.md", "bad-file-name"),
        ("a\\b.md", "bad-file-name"),
        ("-rf.md", "bad-file-name"),
        ("a--b.md", "bad-file-name"),
        ("a\u{202e}dm.md", "bad-file-name"),
        ("<script>.md", "bad-file-name"),
    ];
    let long = format!("{}.md", "a".repeat(200));
    odd.push((&long, "bad-file-name"));
    for (name, _) in &odd {
        std::fs::write(papers.join(name), sound).unwrap();
    }
    std::fs::write(papers.join(OsStr::from_bytes(b"\xff\xfe.md")), sound).unwrap();
    // What is no file at all.
    let fifo = papers.join("rohr.md");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    let _socket = std::os::unix::net::UnixListener::bind(papers.join("dose.md")).unwrap();
    std::fs::create_dir(papers.join("ordner.md")).unwrap();
    symlink("/dev/zero", papers.join("null.md")).unwrap();
    symlink("/etc/passwd", papers.join("passwd.md")).unwrap();
    symlink("ring.md", papers.join("ring.md")).unwrap();
    symlink("gibt-es-nicht.md", papers.join("leer.md")).unwrap();
    symlink("..", papers.join("hoch")).unwrap();
    symlink("../../../../../..", papers.join("wurzel")).unwrap();
    let huge = std::fs::File::create(papers.join("riese.md")).unwrap();
    huge.set_len(100 << 20).unwrap();

    let begin = Instant::now();
    let codes = found(&portal);
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    let has = |name: &str, code: &str| {
        let of = codes.get(&format!("{PAPERS}/{name}"));
        assert!(
            of.is_some_and(|of| of.iter().any(|found| found.ends_with(code))),
            "{name}: {of:?}"
        );
    };
    for (name, code) in odd {
        has(name, code);
    }
    for (name, code) in [
        ("rohr.md", "unexpected-file"),
        ("dose.md", "unexpected-file"),
        ("null.md", "outside-content"),
        ("passwd.md", "outside-content"),
        ("ring.md", "unreadable-file"),
        ("leer.md", "unreadable-file"),
        ("hoch", "unreadable-file"),
        ("wurzel", "outside-content"),
        ("riese.md", "file-too-large"),
    ] {
        has(name, code);
    }
    assert!(
        codes.keys().any(|path| path.contains('\u{fffd}')),
        "{codes:?}"
    );
    let built = portal.run(&["build", "--keep-going", "--today", TODAY]);
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert_same(&expected, &portal.tree("public"));
}

/// A council's YAML, and the portal's, from a stranger.
#[test]
fn hostile_settings_end_in_diagnostics() {
    let body = "content/bodies/musterstadt/body.yaml";
    let scheme = |scheme: &str| format!("name: M\nschemes: [{{name: x, cue: true, {scheme}}}]\n");
    let number = "canonical: '{n}'";
    for yaml in [
        scheme(&format!("pattern: '(?P<n>(a{{1000}}){{1000}})', {number}")),
        scheme(&format!("pattern: '(?P<n>\\d+', {number}")),
        scheme(&format!(
            "pattern: '(?P<n>(?:(?:(?:\\pL{{100}}){{100}}){{100}}))', {number}"
        )),
        scheme(&format!(
            "pattern: '{}(?P<n>a){}', {number}",
            "(".repeat(5_000),
            ")".repeat(5_000)
        )),
        scheme(&format!("pattern: '(?P<n>(?=a)b)', {number}")),
        scheme(&format!("pattern: '(?P<n>a)\\1', {number}")),
        scheme("pattern: '(?P<n>\\d+)', canonical: '{n:99999999999}'"),
        scheme("pattern: '(?P<n>\\d+)', canonical: '{n'"),
        scheme("pattern: '(?P<n>\\d+)', canonical: '{other}'"),
        "name: M\nschemes: [/etc/passwd]\n".into(),
        "name: M\nwebsite: javascript:alert(1)\n".into(),
        "name: M\nags: ../../..\n".into(),
        "name: M\nlegislativeTerm: [{name: x, startDate: 99999-01-01}]\n".into(),
        "name: M\ndeadlines: [{paperType: Antrag, days: 70000}]\n".into(),
    ] {
        let portal = Portal::sound();
        portal.file(body, &yaml);
        let begin = Instant::now();
        let codes = found(&portal);
        assert!(codes.contains_key(body), "{yaml:.200}: {codes:?}");
        assert!(begin.elapsed() < PATIENCE, "{yaml:.200}");
    }
    let portal = "content/portal.yaml";
    let head = "name: P\ndescription: D\npublisher: {name: S}\n";
    for yaml in [
        format!("{head}baseUrl: javascript:alert(1)\n"),
        format!("{head}baseUrl: https://x.example/?a=b\n"),
        format!("{head}baseUrl: https://x.example\npageSize: 70000\n"),
        format!("{head}baseUrl: https://x.example\nlanguage: ../../etc\n"),
        format!("{head}baseUrl: https://x.example\ntheme: {{logo: ../../etc/passwd}}\n"),
        format!(
            "{head}baseUrl: https://x.example\ntheme: {{colors: {{accent: 'red;}} body {{display:none'}}}}\n"
        ),
        format!(
            "{head}baseUrl: https://x.example\ntheme: {{colors: {{'accent: red; --x': '#000000'}}}}\n"
        ),
    ] {
        let hostile = Portal::sound();
        hostile.file(portal, &yaml);
        let codes = found(&hostile);
        assert!(codes.contains_key(portal), "{yaml}: {codes:?}");
    }
    let hostile = Portal::sound();
    hostile.file(
        portal,
        &format!("{head}baseUrl: https://x.example\npageSize: 0\nfeedSize: 0\n"),
    );
    let built = hostile.build();
    assert!(matches!(built.code, Some(0 | 1)), "no panic: {}", built.err);
}
