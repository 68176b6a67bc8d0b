//! What stands in content never becomes markup that its author did not mean, nor breaks a feed.

use crate::support::{Portal, Tree, main_of, text};

fn with_text(body: &str) -> Portal {
    let portal = Portal::sound();
    portal.paper("neu", "name: Text", body);
    portal
}

/// `<main>` of the page of a paper with this text.
fn page(body: &str) -> String {
    main_of(
        &with_text(body).site(),
        "vorlagen/musterstadt/neu/index.html",
    )
    .to_owned()
}

/// A start tag: its name, and its attributes with their values.
type StartTag = (String, Vec<(String, String)>);

/// Every start tag of a page, as a browser reads it.
fn tags(html: &str) -> Vec<StartTag> {
    let attribute =
        regex::Regex::new(r#"([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?"#).unwrap();
    let tag = regex::Regex::new(r#"<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>"#).unwrap();
    tag.captures_iter(html)
        .map(|tag| {
            let attributes = attribute.captures_iter(&tag[2]).map(|found| {
                let value = (2..=4).find_map(|group| found.get(group));
                (
                    found[1].to_lowercase(),
                    value.map_or("", |value| value.as_str()).to_lowercase(),
                )
            });
            (tag[1].to_lowercase(), attributes.collect())
        })
        .collect()
}

#[test]
fn the_scanner_of_this_test_sees_what_it_should() {
    for bad in [
        "<script>",
        "<a href=javascript:x>",
        "<a href=\"&#106;avascript:x\">",
        "<p onclick='x'>",
        "<img src=\"https://x\">",
        "<p style=\"x\">",
        "<svg/onload=x>",
    ] {
        assert!(
            std::panic::catch_unwind(|| assert_harmless(bad)).is_err(),
            "{bad}"
        );
    }
    assert_harmless("<a href=\"https://x.example\" title=\"b&quot; onclick=&quot;x\">");
}

#[track_caller]
fn assert_harmless(html: &str) {
    let foreign = [
        "script", "iframe", "object", "embed", "style", "form", "base", "meta", "svg", "math",
    ];
    for (name, attributes) in tags(html) {
        let ours = |(k, v): &(String, String)| {
            (k == "id" && v == "suche") || (k == "action" && v == "/suche/")
        };
        let search = name == "form" && attributes.iter().any(ours);
        let own = search || is_drawing(&name, &attributes);
        assert!(
            own || !foreign.contains(&name.as_str()),
            "<{name} {attributes:?}>"
        );
        for (key, value) in attributes {
            let shown = format!("<{name} {key}=\"{value}\">");
            assert!(
                !key.starts_with("on") && key != "style" && key != "srcdoc",
                "{shown}"
            );
            if key == "href" {
                let good = ["https://", "http://", "mailto:", "tel:", "#", "/"];
                assert!(good.iter().any(|good| value.starts_with(good)), "{shown}");
            }
            if key == "href" || key == "src" {
                assert!(!value.starts_with("//"), "{shown}");
            }
            if key == "src" {
                assert!(value.starts_with('/'), "nothing foreign is loaded: {shown}");
            }
        }
    }
}

/// Whether it is a drawing of the theme's own, as no text can make one.
fn is_drawing(name: &str, attributes: &[(String, String)]) -> bool {
    let has = |key: &str, values: &[&str]| {
        let of = |(k, v): &(String, String)| k == key && values.contains(&v.as_str());
        attributes.iter().any(of)
    };
    let picture = has("role", &["img"]) && attributes.iter().any(|(k, _)| k == "aria-labelledby");
    name == "svg" && (picture || has("class", &["swatch", "mark"]))
}

/// Texts that tried to run code somewhere, once.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></sCrIpT>",
    "a <img src=x onerror=alert(1)> b",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>body{background:url(//x.example)}</style>",
    "<!-- --><script>alert(1)</script>",
    "<!-- x -->\n<script>alert(1)</script>\n",
    "<!--><script>alert(1)</script>-->",
    "<br onload=alert(1)>",
    "<br/><br //><br\u{c}onclick=x>",
    "[a](javascript:alert(1))",
    "[a](JavaScript&colon;alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\\script:alert(1))",
    "[a](<java\tscript:alert(1)>)",
    "[a]( javascript:alert(1))",
    "[a](\u{1}javascript:alert(1))",
    "[a](vbscript:x) [b](data:text/html,<script>) [c](file:///etc/passwd) [d](//x.example/)",
    "[a][x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1)) ![b](data:image/svg+xml,<svg/onload=x>) ![c](https://x.example/p.png)",
    "![a\" onerror=\"alert(1)](x.png)",
    "[a](https://x.example \"b\\\" onclick=\\\"alert(1)\")",
    "[a](https://x.example/\"onclick=\"alert(1))",
    "[a](#\"onclick=\"alert(1))",
    "[a](/\"onclick=\"x)",
    "[a](mailto:a@x.example?subject=\"onclick=\")",
    "```\"><script>alert(1)</script>\nx\n```",
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script> \"onclick=\"x",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=x> |",
    "[^\"onclick=\"x]\n\n[^\"onclick=\"x]: <script>alert(1)</script>",
    "- [x] <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a@x.example> <mailto:a@x.example>",
];

#[test]
fn no_text_becomes_markup_of_its_own() {
    let portal = Portal::sound();
    for (at, attack) in ATTACKS.iter().enumerate() {
        portal.paper(
            &format!("angriff-{at}"),
            "name: Angriff\ntopics: [verkehr]",
            attack,
        );
    }
    let site = portal.site();
    for at in 0..ATTACKS.len() {
        let page = main_of(
            &site,
            &format!("vorlagen/musterstadt/angriff-{at}/index.html"),
        );
        assert_harmless(page);
    }
}

#[test]
fn no_field_becomes_markup_of_its_own() {
    let evil = "\"</script><script>alert(1)</script><img src=x onerror=alert(1)>' onclick='x";
    let quoted = serde_json::to_string(evil).unwrap();
    let portal = Portal::sound();
    portal.paper(
        "neu",
        &format!("name: {quoted}\npaperType: {quoted}\nreference: {quoted}\naliases: [{quoted}]\ndate: 2024-06-01\ntopics: [verkehr]\nkeyword: [{quoted}]\nsummary: {quoted}\nlocation: {quoted}\nproposal: [{{text: {quoted}, number: {quoted}}}]\nresolution: {{outcome: adopted, text: {quoted}}}\nconsultation: [{{organization: stadtrat, role: {quoted}, result: {quoted}}}]\nrelations: [{{type: amends, target: \"20-26 / A 00001\", evidence: {quoted}}}]\nattachments: [{{name: {quoted}}}]\neditorNote: {quoted}\ndistribution: [{quoted}]"),
        "Text",
    );
    portal.file(
        "content/topics/verkehr.md",
        &format!("---\nname: {quoted}\ndescription: {quoted}\n---\n"),
    );
    let site = portal.site();
    let mut pages = 0;
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let html = text(&site, path);
        assert_harmless(main_of(&site, path));
        let scripts = html.matches("<script").count();
        let data = "<script type=\"application/ld+json\">";
        for json in html.split(data).skip(1) {
            let (json, _) = json.split_once("</script>").expect("an end");
            assert!(!json.contains('<'), "{path}: {json}");
            serde_json::from_str::<serde_json::Value>(json).expect("JSON");
        }
        let ours = html.matches("<script src=\"/theme/").count() + html.matches(data).count();
        assert_eq!(scripts, ours, "{path}");
        assert!(!html.contains("<img src=x"), "{path}");
        pages += 1;
    }
    assert!(pages > 10);
}

#[test]
fn raw_html_is_shown_as_text_and_only_a_line_break_works() {
    let shown = page("Die <b>Frist</b><br>endet.\n\n<div>\nRoh\n</div>\n");
    assert!(
        shown.contains("&lt;b&gt;Frist&lt;/b&gt;<br />\nendet."),
        "{shown}"
    );
    assert!(
        shown.contains("<p>&lt;div&gt;\nRoh\n&lt;/div&gt;</p>"),
        "{shown}"
    );
}

#[test]
fn comments_are_notes_to_oneself() {
    let portal = with_text(
        "Davor\n\n<!--\nNOTIZ\nmehr NOTIZ -->\n\nDanach <!-- NOTIZ --> Ende\n\n<!-- NOTIZ --> sichtbar\n",
    );
    let checked = portal.check();
    assert_eq!(
        checked.out.matches("raw-html").count(),
        0,
        "{}",
        checked.out
    );
    let site = portal.site();
    for (path, bytes) in &site {
        assert!(!String::from_utf8_lossy(bytes).contains("NOTIZ"), "{path}");
    }
    let page = main_of(&site, "vorlagen/musterstadt/neu/index.html");
    for word in ["Davor", "Danach", "Ende", "sichtbar"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(!page.contains("<p></p>"), "{page}");
}

#[test]
fn addresses_that_people_write_work() {
    let portal = Portal::sound();
    let folder = "content/bodies/musterstadt/papers/2024/neu";
    portal.file(
        &format!("{folder}/index.md"),
        "---\nname: Text\nattachments:\n  - {name: Nur genannt}\n  - {name: Plan, file: Lageplan (2024) ä.pdf}\n---\n<rat@musterstadt.example> [a](<Lageplan (2024) ä.pdf>) [b](Lageplan%20%282024%29%20%C3%A4.pdf#seite=2) [c](../radweg.md) [d](/themen/verkehr/) [e](tel:+4989) <https://www.musterstadt.example/?a=1&b=2>\n",
    );
    portal.file(&format!("{folder}/Lageplan (2024) ä.pdf"), "PDF");
    assert_eq!(portal.check().out, "");
    let page = portal.site();
    let page = main_of(&page, "vorlagen/musterstadt/neu/index.html");
    let plan = "/vorlagen/musterstadt/neu/Lageplan%20(2024)%20%C3%A4.pdf";
    for address in [
        "mailto:rat@musterstadt.example",
        plan,
        &format!("{plan}#seite=2"),
        "/vorlagen/musterstadt/radweg/",
        "/themen/verkehr/",
        "tel:+4989",
        "https://www.musterstadt.example/?a=1&amp;b=2",
    ] {
        assert!(
            page.contains(&format!("href=\"{address}\"")),
            "{address}: {page}"
        );
    }
}

/// Characters that XML cannot hold or that make text read as what it is not.
fn is_clean(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Content with control characters by every way in.
fn full_of_control_characters() -> Portal {
    let portal = Portal::sound();
    let escapes = "a\\u0000b\\x0bc\\ed\\u202ee\\uFFFEf\\u0085g\\ah";
    portal.paper(
        "neu",
        &format!("name: \"Titel {escapes}\"\nsummary: \"Kurz {escapes}\"\ndate: 2024-06-01\nkeyword: [\"{escapes}\"]\ntopics: [verkehr]\nlocation: 'C:\\ablage\\x0b \\b'"),
        "# Eins &#6;\n# Zwei &#x202e;\n# Drei &#11;\nText &#11; &#x202e; \u{b}\u{202e}\u{fffe} Ende",
    );
    portal.file(
        "content/topics/verkehr.md",
        &format!("---\nname: \"Verkehr {escapes}\"\n---\n"),
    );
    portal.file(
        "content/bodies/musterstadt/body.yaml",
        &format!("name: \"Stadt {escapes}\"\nschemes: [muenchen]\n"),
    );
    portal
}

#[test]
fn control_characters_are_reported_where_they_stand() {
    let portal = Portal::sound();
    portal.paper(
        "neu",
        "name: Radweg\nsummary: \"a\\u0000b\"\nlocation: 'C:\\x0b'",
        "Text",
    );
    let checked = portal.check();
    assert_eq!(checked.code, Some(1));
    assert!(checked.out.contains("U+0000"), "{}", checked.out);
    assert!(checked.out.contains("neu.md:3:12\n"), "{}", checked.out);
    assert_eq!(
        checked.out.matches("control-character").count(),
        1,
        "{}",
        checked.out
    );
}

#[test]
fn no_control_character_reaches_any_output() {
    let site: Tree = full_of_control_characters().site();
    let is_binary = |path: &str| {
        [".png", ".ico", ".bin", ".sqlite", ".parquet"]
            .iter()
            .any(|end| path.ends_with(end))
    };
    for (path, bytes) in site.iter().filter(|(path, _)| !is_binary(path)) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(
            is_clean(text),
            "{path}: {:?}",
            text.lines().find(|line| !is_clean(line))
        );
        if path.ends_with(".json") {
            let value: serde_json::Value = serde_json::from_str(text).expect(path);
            assert!(strings(&value).iter().all(|text| is_clean(text)), "{path}");
        }
    }
    let page = text(&site, "vorlagen/musterstadt/neu/index.html");
    assert!(
        page.contains("C:\\ablage\\x0b \\b"),
        "what only looks like an escape stays"
    );
}

fn strings(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(list) => list.iter().flat_map(strings).collect(),
        serde_json::Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn feeds_and_sitemap_are_xml_whatever_the_content() {
    for portal in [full_of_control_characters(), Portal::musterstadt()] {
        let site = portal.site();
        let mut items = 0;
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with("feed.xml")) {
            let channel = rss::Channel::read_from(&bytes[..]).expect(path);
            assert!(channel.link().starts_with("https://"), "{path}");
            items += channel.items().len();
        }
        assert!(items > 5);
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".xml")) {
            well_formed(path, std::str::from_utf8(bytes).expect("UTF-8"));
        }
        assert!(text(&site, "sitemap.xml").matches("<loc>").count() > 5);
    }
}

#[track_caller]
fn well_formed(path: &str, xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut depth = 0_i32;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{path}: {error}"))
        {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{path}");
}
