//! What describes the downloads: catalogue, data package, checksums, linked data, and the page for developers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use oxrdf::Triple;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Portal, Tree, assert_same, text};

const HOME: &str = "https://rat.musterstadt.example/portal/";
const SCHEMA: &str = "http://schema.org/";

/// Musterstadt in the standard theme.
fn standard() -> Portal {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).expect("theme");
    portal
}

/// A statement in three texts, those in a language without it.
type Said = (String, String, String);

fn said(triple: &Triple) -> Said {
    let plain = |text: String| text.trim_matches(['<', '>']).to_owned();
    (
        plain(triple.subject.to_string()),
        plain(triple.predicate.to_string()),
        match &triple.object {
            oxrdf::Term::Literal(literal) => literal.value().to_owned(),
            other => plain(other.to_string()),
        },
    )
}

fn turtle(bytes: &[u8]) -> Vec<Triple> {
    let parser = oxttl::TurtleParser::new().for_slice(bytes);
    parser.collect::<Result<_, _>>().expect("Turtle")
}

fn all_said(triples: &[Triple]) -> BTreeSet<Said> {
    triples.iter().map(said).collect()
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The downloads, by their path below `daten/`.
fn downloads(site: &Tree) -> BTreeMap<&str, &[u8]> {
    let files = site.iter();
    files
        .filter_map(|(path, bytes)| Some((path.strip_prefix("daten/")?, bytes.as_slice())))
        .filter(|(path, _)| *path != "index.html")
        .collect()
}

#[test]
fn the_catalogue_is_the_same_graph_in_each_notation() {
    let site = standard().site();
    let written = |triples: Vec<Triple>| -> BTreeSet<String> {
        triples.iter().map(ToString::to_string).collect()
    };
    let from_turtle = turtle(&site["daten/dcat.ttl"]);
    let count = from_turtle.len();
    let from_turtle = written(from_turtle);
    assert_eq!(from_turtle.len(), count, "nothing is said twice");
    assert!(count > 50, "{count} statements");
    let xml = oxrdfxml::RdfXmlParser::new().for_slice(&site["daten/dcat.rdf"]);
    let xml = written(xml.collect::<Result<_, _>>().expect("RDF/XML"));
    let json = oxjsonld::JsonLdParser::new().for_slice(&site["daten/dcat.jsonld"]);
    let json = json.map(|quad| Triple::from(quad.expect("JSON-LD")));
    assert_eq!(from_turtle, xml);
    assert_eq!(from_turtle, written(json.collect()));
}

#[test]
fn checksums_are_those_of_all_files() {
    let site = standard().site();
    let mut files = downloads(&site);
    files.remove("SHA256SUMS.txt");
    let made: String = files
        .iter()
        .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
        .collect();
    assert_eq!(text(&site, "daten/SHA256SUMS.txt"), made);
}

#[test]
fn the_data_package_describes_the_files_that_are_there() {
    let site = standard().site();
    let files = downloads(&site);
    let package: Value = serde_json::from_slice(files["datapackage.json"]).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    assert!(!resources.is_empty());
    for resource in resources {
        let path = resource["path"].as_str().expect("path");
        let bytes = files[path];
        assert_eq!(resource["bytes"], bytes.len(), "{path}");
        assert_eq!(
            resource["hash"],
            format!("sha256:{}", sha256(bytes)),
            "{path}"
        );
    }
}

#[test]
fn the_catalogue_states_sizes_and_checksums_of_the_files() {
    let site = standard().site();
    let graph = all_said(&turtle(&site["daten/dcat.ttl"]));
    let value = |subject: &str, property: &str| -> Option<String> {
        let found = graph
            .iter()
            .find(|(s, p, _)| s == subject && p.ends_with(property));
        found.map(|(_, _, value)| value.clone())
    };
    let leads = graph.iter().filter(|(_, p, _)| p.ends_with("#downloadURL"));
    let mut seen = 0;
    for (distribution, _, address) in leads {
        let path = address
            .strip_prefix(HOME)
            .expect("an address of the portal");
        let bytes = &site[path];
        let size = value(distribution, "#byteSize").expect("size");
        assert_eq!(size, bytes.len().to_string(), "{path}");
        let checksum = value(distribution, "#checksum").expect("checksum");
        let checksum = value(&checksum, "#checksumValue").expect("its value");
        assert_eq!(checksum, sha256(bytes), "{path}");
        seen += 1;
    }
    assert!(seen > 1);
}

#[test]
fn the_page_states_size_checksum_licence_and_day() {
    let site = standard().site();
    let page = text(&site, "daten/index.html");
    for (path, bytes) in downloads(&site) {
        let part = path.contains('/');
        if !part {
            assert!(page.contains(&format!("/daten/{path}\"")), "{path}");
            assert!(page.contains(&sha256(bytes)), "{path}");
        }
    }
    let fresh = turtle(&site["daten/dcat.ttl"]);
    let modified = all_said(&fresh)
        .into_iter()
        .find(|(_, p, _)| p.ends_with("/modified"))
        .expect("a day");
    assert!(page.contains(&format!("datetime=\"{}\"", modified.2)));
    assert!(page.contains("rel=\"license\""));
}

#[test]
fn the_latest_change_of_the_data_is_the_version_of_its_shapes() {
    let site = standard().site();
    let portal: Value = serde_json::from_slice(&site["daten/portal.json"]).expect("JSON");
    let version = portal["schemaVersion"].as_str().expect("a version");
    let page = text(&site, "daten/index.html");
    let (_, after) = page.split_once("<dt id=\"version-").expect("a change");
    assert!(after.starts_with(&format!("{}\"", version.replace('.', "-"))));
}

#[test]
fn a_portal_without_a_licence_claims_none() {
    let portal = Portal::sound();
    let settings = std::fs::read_to_string(portal.path("content/portal.yaml")).unwrap();
    let without = |line: &&str| !line.starts_with("license");
    let settings: String = settings
        .lines()
        .filter(without)
        .map(|line| format!("{line}\n"))
        .collect();
    portal.file("content/portal.yaml", &settings);
    let site = portal.site();
    let graph = all_said(&turtle(&site["daten/dcat.ttl"]));
    let closed = "http://dcat-ap.de/def/licenses/other-closed";
    let licenses: BTreeSet<&str> = graph
        .iter()
        .filter(|(_, property, _)| property.ends_with("/license"))
        .map(|(_, _, license)| license.as_str())
        .collect();
    assert_eq!(licenses, BTreeSet::from([closed]));
    assert!(!text(&site, "daten/datapackage.json").contains("licenses"));
}

#[test]
fn the_words_of_our_own_stand_where_their_address_leads() {
    let site = standard().site();
    let page = text(&site, "daten/index.html");
    for (subject, property, _) in all_said(&turtle(&site["daten/relations.ttl"])) {
        for address in [subject, property] {
            if let Some(word) = address.strip_prefix(&format!("{HOME}daten/#")) {
                assert!(page.contains(&format!("id=\"{word}\"")), "{word}");
            }
        }
    }
}

#[test]
fn the_same_content_gives_the_same_files_on_another_day() {
    let portal = Portal::sound();
    let build = |day: &str| {
        let built = portal.run(&["build", "--today", day]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        let site = portal.tree("public").into_iter();
        site.filter(|(path, _)| path.starts_with("daten/"))
            .collect::<Tree>()
    };
    let first = build("2024-06-10");
    assert!(first.contains_key("daten/dcat.ttl"));
    assert_same(&first, &build("2024-06-11"));
}

#[test]
fn the_settings_for_catalogues_are_followed() {
    let portal = Portal::sound();
    let settings =
        String::from_utf8(std::fs::read(portal.path("content/portal.yaml")).unwrap()).unwrap();
    let catalogue = "\ncatalogue:\n  title: Offene Ratsdaten\n  contributorId: musterstadt\n  theme: [GOVE, ENVI]\n  \
                     keyword: [Radverkehr]\n  frequency: daily\nlicense: https://www.govdata.de/dl-de/by-2-0\n";
    let settings: String = settings
        .lines()
        .filter(|line| !line.starts_with("license:"))
        .map(|line| format!("{line}\n"))
        .collect();
    portal.file("content/portal.yaml", &(settings + catalogue));
    let site = portal.site();
    let graph = all_said(&turtle(&site["daten/dcat.ttl"]));
    let values: BTreeSet<&str> = graph.iter().map(|(_, _, value)| value.as_str()).collect();
    for value in [
        "Offene Ratsdaten",
        "Radverkehr",
        "http://dcat-ap.de/def/contributors/musterstadt",
        "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        "http://publications.europa.eu/resource/authority/data-theme/ENVI",
        "http://publications.europa.eu/resource/authority/frequency/DAILY",
    ] {
        assert!(values.contains(value), "{value}");
    }
    let attributed = |(_, property, _): &&Said| property.ends_with("licenseAttributionByText");
    assert!(graph.iter().any(|said| attributed(&said)));
}

#[test]
fn a_portal_can_do_without() {
    let portal = Portal::sound();
    let path = portal.path("content/portal.yaml");
    let settings = std::fs::read_to_string(path).unwrap();
    let without = format!("{settings}\noutputs: {{without: [catalogue, rdf]}}\n");
    portal.file("content/portal.yaml", &without);
    let site = portal.site();
    for file in [
        "dcat.ttl",
        "datapackage.json",
        "SHA256SUMS.txt",
        "relations.ttl",
    ] {
        assert!(!site.contains_key(&format!("daten/{file}")), "{file}");
        let page = text(&site, "daten/index.html");
        assert!(!page.contains(&format!("/daten/{file}")), "{file}");
    }
}

/// What pages say of papers in JSON-LD: types, names and numbers, and what they lead to.
fn said_on_pages(site: &Tree) -> BTreeSet<Said> {
    const WORDS: [&str; 6] = [
        "name",
        "genre",
        "identifier",
        "datePublished",
        "creativeWorkStatus",
        "legislationDate",
    ];
    let mut all = BTreeSet::new();
    let pages = site
        .iter()
        .filter(|(path, _)| path.starts_with("vorlagen/") && path.ends_with("/index.html"));
    for (_, page) in pages {
        let page = String::from_utf8_lossy(page);
        let Some((_, json)) = page.split_once("<script type=\"application/ld+json\">") else {
            continue;
        };
        let (json, _) = json.split_once("</script>").expect("an end");
        let graph: Value = serde_json::from_str(json).expect("JSON");
        for node in graph["@graph"].as_array().expect("a graph") {
            let Some(id) = node["@id"].as_str().filter(|id| id.contains("/vorlagen/")) else {
                continue;
            };
            for (property, value) in node.as_object().expect("a node") {
                let property = match property.as_str() {
                    "@type" => "http://www.w3.org/1999/02/22-rdf-syntax-ns#type".to_owned(),
                    word if word.contains(':') => word.to_owned(),
                    word => format!("{SCHEMA}{word}"),
                };
                let one = std::slice::from_ref(value);
                for value in value.as_array().map_or(one, Vec::as_slice) {
                    let short = property.trim_start_matches(SCHEMA);
                    let target = match (value["@id"].as_str(), value.as_str()) {
                        (Some(id), _) => id.to_owned(),
                        (_, Some(class)) if property.ends_with("#type") => {
                            format!("{SCHEMA}{class}")
                        }
                        (_, Some(text)) if WORDS.contains(&short) => text.to_owned(),
                        _ => continue,
                    };
                    all.insert((id.to_owned(), property.clone(), target));
                }
            }
        }
    }
    all
}

#[test]
fn linked_data_says_what_the_pages_say() {
    /// Said from the other side in the dump.
    const BACK: [&str; 3] = ["hasPart", "subjectOf", "acceptedAnswer"];
    let site = standard().site();
    let dump = all_said(&turtle(&site["daten/relations.ttl"]));
    let pages = said_on_pages(&site);
    assert!(pages.len() > 50, "{pages:#?}");
    let back = |(_, property, _): &&Said| BACK.iter().any(|word| property.ends_with(word));
    let missing: Vec<_> = pages
        .iter()
        .filter(|said| !back(said) && !dump.contains(*said))
        .collect();
    assert!(missing.is_empty(), "only on pages: {missing:#?}");
    let between = |(from, property, to): &&Said| {
        let paper = |id: &str| id.contains("/vorlagen/");
        let ours = property.starts_with(SCHEMA) || property.starts_with(HOME);
        paper(from) && paper(to) && ours && !property.ends_with("sameAs")
    };
    let relations: Vec<_> = dump.iter().filter(between).collect();
    assert!(relations.len() > 5, "{relations:#?}");
    let missing: Vec<_> = relations
        .into_iter()
        .filter(|said| !pages.contains(*said))
        .collect();
    assert!(missing.is_empty(), "only in the dump: {missing:#?}");
}

// --- the examples of the page, each run -----------------------------------------------------------------

/// A site on a port of this machine, until the test ends.
struct Served {
    _portal: Portal,
    site: Tree,
    origin: String,
}

fn serve() -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("address"));
    let portal = standard();
    let built = portal.run(&[
        "build",
        "--today",
        crate::support::TODAY,
        "--base-url",
        &origin,
    ]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let site = portal.tree("public");
    let files = Arc::new(site.clone());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = String::new();
            let mut lines = BufReader::new(&stream);
            let _ = lines.read_line(&mut request);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
                line.clear();
            }
            let path = request.split(' ').nth(1).unwrap_or("/");
            let file = files.get(path.trim_start_matches('/'));
            let status = if file.is_some() {
                "200 OK"
            } else {
                "404 Not Found"
            };
            let bytes = file.map_or(&[][..], Vec::as_slice);
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                bytes.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(bytes);
        }
    });
    Served {
        _portal: portal,
        site,
        origin,
    }
}

/// The example for a tool as a reader copies it from the page.
#[track_caller]
fn example(site: &Tree, key: &str) -> String {
    let page = text(site, "daten/index.html");
    let (_, after) = page
        .split_once(&format!("id=\"beispiel-{key}\""))
        .expect("an example");
    let (_, after) = after
        .split_once("<pre class=\"example\"><code>")
        .expect("code");
    let (code, _) = after.split_once("</code>").expect("an end");
    let mut code = code.to_owned();
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ] {
        code = code.replace(entity, letter);
    }
    code
}

/// Where a program is: in the path, or among the validators of this project.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let home = std::env::var_os("HOME").unwrap_or_default();
    let validators = std::env::var_os("VALIDATORS_HOME")
        .map_or_else(|| Path::new(&home).join(".cache/validators"), PathBuf::from);
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push(validators.join("venv/bin"));
    let mut files = folders.into_iter().map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

/// Whether an example can be run here; says so if not.
fn has(names: &[&str]) -> bool {
    let missing: Vec<_> = names
        .iter()
        .filter(|name| program(name).is_none())
        .collect();
    if !missing.is_empty() {
        eprintln!("not run: {missing:?} missing");
    }
    missing.is_empty()
}

#[track_caller]
fn run(program: &Path, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("a program");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}\n{out}\n{error}");
    out
}

#[track_caller]
fn shell(code: &str, folder: &Path) -> String {
    run(Path::new("/bin/sh"), &["-ec", code], folder)
}

#[test]
fn example_curl() {
    let served = serve();
    let code = example(&served.site, "curl");
    if has(&["curl", "jq"]) {
        let folder = tempfile::tempdir().unwrap();
        let out = shell(&code, folder.path());
        let lines = text(&served.site, "daten/papers.jsonl");
        let open = lines.lines().filter(|line| {
            line.contains("\"status\":\"open\"") || line.contains("\"status\":\"overdue\"")
        });
        assert_eq!(out.lines().count(), open.count());
        assert!(!out.is_empty());
    }
}

#[test]
fn example_python() {
    let served = serve();
    let code = example(&served.site, "python");
    if has(&["python3"]) {
        let folder = tempfile::tempdir().unwrap();
        let out = run(&program("python3").unwrap(), &["-c", &code], folder.path());
        assert!(out.contains("\tterminates\t"), "{out}");
    }
}

#[test]
fn example_checksum() {
    let served = serve();
    let code = example(&served.site, "checksum");
    if has(&["curl", "sha256sum"]) {
        let folder = tempfile::tempdir().unwrap();
        let out = shell(&code, folder.path());
        assert!(out.starts_with("portal.json: "), "{out}");
    }
}

#[test]
#[cfg(feature = "parquet")]
fn example_duckdb() {
    let served = serve();
    let code = example(&served.site, "duckdb");
    let address = format!("{}/daten/papers.parquet", served.origin);
    assert!(code.contains(&address), "{code}");
    let python = program("python3").unwrap_or_default();
    let venv = program("frictionless").map(|tool| tool.with_file_name("python"));
    let found = [Some(python), venv].into_iter().flatten().find(|python| {
        let check = Command::new(python).args(["-c", "import duckdb"]).output();
        check.is_ok_and(|output| output.status.success())
    });
    let Some(python) = found else {
        eprintln!("not run: duckdb missing");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("papers.parquet"),
        &served.site["daten/papers.parquet"],
    )
    .unwrap();
    // DuckDB loads what it needs for HTTP from the net, which tests do without: the same file from the disk.
    let code = code.replace(&address, "papers.parquet");
    let script = "import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())";
    let out = run(&python, &["-c", script, &code], folder.path());
    assert!(out.contains("('musterstadt', 2024, "), "{out}");
}

#[test]
fn example_r() {
    let served = serve();
    let code = example(&served.site, "r");
    let address = format!("{}/daten/papers.csv", served.origin);
    assert!(code.contains(&address), "{code}");
    let head = text(&served.site, "daten/papers.csv");
    let head: Vec<&str> = head
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .expect("a head")
        .split(',')
        .map(|name| name.trim_matches('"'))
        .collect();
    for column in code.split("papers$").skip(1) {
        let column = column.split(|c: char| !c.is_alphanumeric()).next();
        assert!(head.contains(&column.expect("a column")), "{column:?}");
    }
    if has(&["Rscript"]) {
        let folder = tempfile::tempdir().unwrap();
        run(&program("Rscript").unwrap(), &["-e", &code], folder.path());
    }
}

#[test]
#[cfg(feature = "sqlite")]
fn example_datasette() {
    let served = serve();
    let code = example(&served.site, "datasette");
    if has(&["curl", "datasette"]) {
        let folder = tempfile::tempdir().unwrap();
        // One answer instead of a server that waits for more.
        let datasette = program("datasette").unwrap();
        let code = code.replace("\ndatasette ", &format!("\n{} ", datasette.display()));
        let code = format!("{code} --get /drucksache/papers.json?_shape=array");
        let out = shell(&code, folder.path());
        assert!(out.contains("\"name\""), "{out}");
    }
}
