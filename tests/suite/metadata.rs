//! What machines read of a page: titles, descriptions, JSON-LD, Open Graph, preview pictures, icons.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Portal, Tree, assert_same, text};

const RESOLUTION: &str = "vorlagen/musterstadt/beschluss-radweg/";
const ADDRESS: &str = "https://rat.musterstadt.example/portal/";

/// Musterstadt in the standard theme.
fn standard() -> Portal {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).expect("theme");
    portal
}

/// What the page in a folder says in JSON-LD.
#[track_caller]
fn graph(site: &Tree, folder: &str) -> Vec<Value> {
    let page = text(site, &format!("{folder}index.html"));
    let (_, json) = page
        .split_once("<script type=\"application/ld+json\">")
        .expect("JSON-LD");
    let (json, _) = json.split_once("</script>").expect("an end");
    let graph: Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(graph["@context"], "https://schema.org");
    graph["@graph"].as_array().expect("a graph").clone()
}

fn address(folder: &str) -> String {
    format!("{ADDRESS}{folder}")
}

/// Whether a property names the page in a folder.
fn names(node: &Value, property: &str, folder: &str) -> bool {
    let values = node[property]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    values.iter().any(|value| value["@id"] == address(folder))
}

/// What another paper says in a page's graph.
fn other<'g>(graph: &'g [Value], folder: &str, property: &str) -> Option<&'g Value> {
    let other = |node: &&Value| node["@id"] == address(folder) && node.get(property).is_some();
    graph.iter().find(other)
}

/// The content of a `<meta>`.
fn meta<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let (_, after) = page.split_once(&format!("=\"{name}\" content=\""))?;
    Some(after.split_once('"')?.0)
}

/// Width, height, bits a dot and colour type of a PNG.
#[track_caller]
fn png(bytes: &[u8]) -> (u32, u32, u8, u8) {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20), bytes[24], bytes[25])
}

fn pictures(site: &Tree) -> BTreeSet<&str> {
    let paths = site.keys().map(String::as_str);
    paths
        .filter(|path| path.ends_with("vorschau.png"))
        .collect()
}

#[test]
fn a_resolution_is_legislation_that_says_what_its_page_says() {
    let site = standard().site();
    let graph = graph(&site, RESOLUTION);
    let paper = &graph[0];
    assert_eq!(paper["@type"], "Legislation");
    assert_eq!(paper["@id"], address(RESOLUTION));
    assert_eq!(paper["legislationIdentifier"], paper["identifier"][0]);
    assert_eq!(paper["publisher"]["@id"], address("kommunen/musterstadt/"));
    assert_eq!(
        paper["encoding"][0]["contentUrl"],
        address(&format!("{RESOLUTION}index.json"))
    );
    let twin: Value =
        serde_json::from_str(text(&site, &format!("{RESOLUTION}index.json"))).expect("twin");
    assert_eq!(paper["name"], twin["name"]);
    assert_eq!(paper["datePublished"], twin["date"]);
    let page = text(&site, &format!("{RESOLUTION}index.html"));
    assert!(page.contains(&format!(
        ">{}<",
        paper["creativeWorkStatus"].as_str().expect("status")
    )));
    assert_eq!(
        meta(page, "article:published_time"),
        paper["datePublished"].as_str()
    );
    assert_eq!(meta(page, "og:image"), paper["image"].as_str());
}

#[test]
fn relations_are_told_both_ways() {
    let site = standard().site();
    let resolution = graph(&site, RESOLUTION);
    let motion = graph(&site, "vorlagen/musterstadt/antrag-radweg/");
    assert!(names(
        &resolution[0],
        "isBasedOn",
        "vorlagen/musterstadt/antrag-radweg/"
    ));
    let back = other(&motion, RESOLUTION, "isBasedOn").expect("the way back");
    assert!(names(
        back,
        "isBasedOn",
        "vorlagen/musterstadt/antrag-radweg/"
    ));

    let statute = "vorlagen/musterstadt/marktgebuehren/";
    for (later, property) in [
        (
            "vorlagen/musterstadt/marktgebuehren-aenderung/",
            "legislationAmends",
        ),
        (
            "vorlagen/musterstadt/marktgebuehren-aufhebung/",
            // A motion that nobody adopted has annulled nothing.
            "isBasedOn",
        ),
    ] {
        assert!(names(&graph(&site, later)[0], property, statute), "{later}");
        assert!(
            other(&graph(&site, statute), later, property).is_some(),
            "{later}"
        );
    }

    let procedure = "vorgaenge/musterstadt-antrag-radweg/";
    assert!(names(&resolution[0], "isPartOf", procedure));
    assert!(names(&graph(&site, procedure)[0], "hasPart", RESOLUTION));
    assert!(names(&resolution[0], "about", "themen/verkehr/"));
    let topic = &graph(&site, "themen/verkehr/")[0];
    assert_eq!(topic["mainEntity"]["@id"], address("themen/verkehr/"));
    assert!(names(topic, "hasPart", RESOLUTION));
}

#[test]
fn what_ends_without_annulment_has_a_word_of_its_own() {
    let site = standard().site();
    let end = "vorlagen/musterstadt/ende-radweg/";
    let word = format!("{ADDRESS}daten/#terminates");
    let said = graph(&site, end);
    let own = other(&said, end, &word).expect("the relation");
    assert!(names(own, &word, RESOLUTION));
    let resolution = graph(&site, RESOLUTION);
    assert!(other(&resolution, end, &word).is_some());
    assert_eq!(
        resolution[0].get("legislationLegalForce"),
        None,
        "neither word would be true"
    );
}

#[test]
fn every_page_has_its_trail_and_names_itself() {
    let site = standard().site();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let page = String::from_utf8_lossy(bytes);
        if page.contains("content=\"noindex\"") {
            continue;
        }
        let folder = path.trim_end_matches("index.html");
        let graph = graph(&site, folder);
        let url = graph[0]["url"].as_str().expect("an address");
        assert!(
            address(folder).starts_with(url),
            "{path}: a thing, or its further pages"
        );
        let last = graph.last().expect("a node");
        if folder.is_empty() {
            assert_eq!(last["@type"], "WebSite");
            continue;
        }
        assert_eq!(last["@type"], "BreadcrumbList", "{path}");
        let steps = last["itemListElement"].as_array().expect("steps");
        assert_eq!(steps[0]["item"], ADDRESS, "{path}");
        assert_eq!(
            steps.last().expect("a step")["item"],
            address(folder),
            "{path}"
        );
    }
}

#[test]
fn titles_and_descriptions_are_there_and_unique() {
    let site = standard().site();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let page = String::from_utf8_lossy(bytes);
        if page.contains("content=\"noindex\"") {
            continue;
        }
        let (_, title) = page.split_once("<title>").expect("a title");
        let title = title.split('<').next().expect("an end");
        let description = meta(&page, "description").expect("a description");
        assert!(
            !title.is_empty() && description.len() >= 10,
            "{path}: {title} {description}"
        );
        assert!(description.chars().count() <= 180, "{path}: {description}");
        for words in [
            format!("title {title}"),
            format!("description {description}"),
        ] {
            let other = seen.insert(words.clone(), path);
            assert_eq!(other, None, "{path}: {words}");
        }
    }
}

#[test]
fn papers_of_one_title_are_told_apart() {
    let portal = standard();
    for (slug, more) in [
        ("gleich-a", "reference: 77/2024"),
        ("gleich-b", "date: 2024-05-06"),
    ] {
        let name = "Sanierung der Turnhalle an der Grundschule Nord in Musterstadt";
        portal.paper(slug, &format!("name: {name}\n{more}"), "Ein Text.");
    }
    let site = portal.site();
    for (slug, mark) in [("gleich-a", "(0077/2024)"), ("gleich-b", "(6. Mai 2024)")] {
        let page = text(&site, &format!("vorlagen/musterstadt/{slug}/index.html"));
        assert!(
            page.contains(&format!("Musterstadt {mark}</title>")),
            "{slug}"
        );
    }
}

#[test]
fn titles_cannot_leave_the_script() {
    let portal = standard();
    let front = "name: \"</script><img src=x> & \\u2028 „Ende“\"\nkeyword: [\"<!--\"]";
    let site = portal.paper("boese", front, "Ein Text.").site();
    let folder = "vorlagen/musterstadt/boese/";
    let page = text(&site, &format!("{folder}index.html"));
    assert!(!page.contains("<img src=x>") && !page.contains("\u{2028}\""));
    let name = graph(&site, folder)[0]["name"]
        .as_str()
        .expect("name")
        .to_owned();
    assert!(name.starts_with("</script><img src=x> & "), "{name}");
}

#[test]
fn every_page_kind_has_a_picture_of_its_own() {
    let site = standard().site();
    let pictures = pictures(&site);
    for folder in [
        "",
        "kommunen/musterstadt/",
        "themen/verkehr/",
        "vorgaenge/wochenmarkt/",
        RESOLUTION,
    ] {
        let path = format!("{folder}vorschau.png");
        assert!(pictures.contains(path.as_str()), "{path}");
        let page = text(&site, &format!("{folder}index.html"));
        assert_eq!(meta(page, "og:image"), Some(address(&path).as_str()));
        assert!(meta(page, "og:image:alt").is_some_and(|alt| alt.len() > 20));
        assert_eq!(meta(page, "twitter:card"), Some("summary_large_image"));
    }
    for path in pictures {
        let bytes = &site[path];
        assert_eq!(png(bytes), (1200, 630, 4, 3), "{path}: indexed, 4 bits");
        assert!(bytes.len() < 20_000, "{path}: {} bytes", bytes.len());
    }
    let list = text(&site, "vorlagen/index.html");
    assert_eq!(
        meta(list, "og:image"),
        Some(address("vorschau.png").as_str())
    );
}

#[test]
fn pictures_are_the_same_every_time() {
    let only_pictures = |site: Tree| -> Tree {
        let drawn = |path: &String| path.ends_with(".png") || path.ends_with(".ico");
        site.into_iter().filter(|(path, _)| drawn(path)).collect()
    };
    let first = only_pictures(standard().site());
    assert!(first.len() > 10);
    assert_same(&first, &only_pictures(standard().site()));
}

#[test]
fn any_title_can_be_drawn() {
    let portal = standard();
    let long = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung ".repeat(21);
    for (slug, name) in [
        ("lang", long.trim()),
        ("fremd", "Ελλάδα 中文 🙂"),
        ("kurz", "Ö"),
    ] {
        portal.paper(slug, &format!("name: \"{name}\""), "Ein Text.");
    }
    let site = portal.site();
    for slug in ["lang", "fremd", "kurz"] {
        let bytes = &site[&format!("vorlagen/musterstadt/{slug}/vorschau.png")];
        assert_eq!(png(bytes), (1200, 630, 4, 3), "{slug}");
        assert!(bytes.len() < 30_000, "{slug}: {} bytes", bytes.len());
    }
}

#[test]
fn restricted_papers_have_no_picture_and_change_none() {
    let open = standard().site();
    let portal = standard();
    let front = "name: GEHEIM\ndate: 2024-05-06\ntopics: [verkehr]\naccess: restricted";
    let site = portal.paper("geheim", front, "GEHEIM").site();
    assert_eq!(pictures(&open), pictures(&site));
    for path in pictures(&open) {
        assert!(open[path] == site[path], "{path}");
    }
}

#[test]
fn the_portal_says_which_pages_have_pictures() {
    let with = |settings: &str| {
        let portal = standard();
        let yaml =
            std::fs::read_to_string(portal.path("content/portal.yaml")).expect("portal.yaml");
        assert!(!yaml.contains("outputs:"));
        portal.file(
            "content/portal.yaml",
            &format!("{yaml}\noutputs: {settings}\n"),
        );
        portal.site()
    };
    let few = with("{previews: portal}");
    assert!(!few.contains_key(&format!("{RESOLUTION}vorschau.png")));
    assert!(few.contains_key("themen/verkehr/vorschau.png"));
    let page = text(&few, &format!("{RESOLUTION}index.html"));
    assert_eq!(
        meta(page, "og:image"),
        Some(address("vorschau.png").as_str())
    );

    let none = with("{without: [previews]}");
    assert!(pictures(&none).is_empty());
    let page = text(&none, &format!("{RESOLUTION}index.html"));
    assert_eq!(meta(page, "og:image"), None);
    assert_eq!(meta(page, "twitter:card"), Some("summary"));
    assert_eq!(graph(&none, RESOLUTION)[0].get("image"), None);
}

#[test]
fn icons_are_drawn_and_can_be_replaced() {
    let portal = standard();
    let site = portal.site();
    for (path, side) in [
        ("apple-touch-icon.png", 180),
        ("icon-192.png", 192),
        ("icon-512.png", 512),
    ] {
        let (width, height, ..) = png(&site[path]);
        assert_eq!((width, height), (side, side), "{path}");
    }
    assert_eq!(site["favicon.ico"][..6], [0, 0, 1, 0, 1, 0]);
    png(&site["favicon.ico"][22..]);
    let manifest: Value = serde_json::from_str(text(&site, "site.webmanifest")).expect("JSON");
    let icons = manifest["icons"].as_array().expect("icons");
    for icon in icons {
        let path = icon["src"]
            .as_str()
            .expect("path")
            .strip_prefix("/portal/")
            .expect("below the base");
        assert!(site.contains_key(path), "{path}");
    }
    let home = text(&site, "index.html");
    assert!(home.contains("<link rel=\"manifest\" href=\"/portal/site.webmanifest\">"));

    portal.file("theme/static/apple-touch-icon.png", "the theme's");
    portal.file("content/static/favicon.ico", "the portal's");
    let site = portal.site();
    assert_eq!(text(&site, "apple-touch-icon.png"), "the theme's");
    assert_eq!(text(&site, "favicon.ico"), "the portal's");
}

#[test]
fn a_theme_without_what_pictures_need_is_told() {
    let portal = standard();
    portal.file("theme/previews/title.ttf", "no font");
    let built = portal.build();
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(
        built.err.contains("theme/previews/title.ttf"),
        "{}",
        built.err
    );

    let portal = standard();
    portal.file("theme/static/icon.svg", "<svg");
    let built = portal.build();
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(built.err.contains("theme/static/icon.svg"), "{}", built.err);
}
