//! Bulk downloads: the same things under the same ids in every format, nothing more, the same bytes every time.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Portal, Tree, dump, text};

const HOME: &str = "https://rat.musterstadt.example/portal/";

const TABLES: [&str; 8] = [
    "papers",
    "relations",
    "procedures",
    "topics",
    "meetings",
    "bodies",
    "organizations",
    "people",
];

fn json(site: &Tree, path: &str) -> Value {
    serde_json::from_str(text(site, path)).expect(path)
}

fn ids(records: &[Value]) -> Vec<String> {
    let id = |record: &Value| record["id"].as_str().expect("id").to_owned();
    records.iter().map(id).collect()
}

fn lines(site: &Tree, path: &str) -> Vec<Value> {
    let lines = text(site, path).lines();
    lines
        .map(|line| serde_json::from_str(line).expect(path))
        .collect()
}

#[test]
fn every_format_has_the_same_ids() {
    let site = Portal::musterstadt().site();
    let portal = dump(&site, HOME);
    for table in TABLES {
        let list = json(&site, &format!("daten/{table}.json"));
        let list = list.as_array().expect("a list");
        assert!(!list.is_empty(), "Musterstadt has {table}");
        // Parts have their papers by age.
        let sorted = |records: &[Value]| {
            let mut records = records.to_vec();
            records.sort_by_key(|record| record["id"].to_string());
            records
        };
        let told = portal[table].as_array().expect(table);
        assert_eq!(sorted(told), sorted(list), "portal.json: {table}");
        assert_eq!(&lines(&site, &format!("daten/{table}.jsonl")), list);
        let mut csv = csv::Reader::from_reader(&*site[&format!("daten/{table}.csv")]);
        assert_eq!(csv.headers().expect("a head").get(0), Some("id"));
        let rows = csv.records().map(|row| row.expect("a row")[0].to_owned());
        assert_eq!(rows.collect::<Vec<_>>(), ids(list), "{table}.csv");
        let unique: BTreeSet<String> = ids(list).into_iter().collect();
        assert_eq!(unique.len(), list.len(), "{table}: an id twice");
    }
}

#[test]
fn papers_are_in_parts_by_council_and_year() {
    let portal = Portal::musterstadt();
    portal.paper("ohne-datum", "name: Ohne Datum", "");
    let site = portal.site();
    let named = json(&site, "daten/portal.json");
    let named = named["parts"].as_array().expect("parts");
    let files = site.keys().filter(|path| path.starts_with("daten/portal/"));
    assert_eq!(files.count(), named.len());
    for part in named {
        let url = part["url"].as_str().expect("an address");
        let path = url.strip_prefix(HOME).expect("below the portal");
        let held = json(&site, path);
        let schema = format!("{HOME}daten/schema/part.schema.json");
        assert_eq!(held["$schema"], schema);
        assert_eq!(
            (&held["body"], &held["year"]),
            (&part["body"], &part["year"])
        );
        let papers = held["papers"].as_array().expect("papers");
        assert_eq!(part["papers"], papers.len());
        for paper in papers {
            assert_eq!(paper["body"], held["body"], "{path}");
            let date = paper["date"].as_str();
            let year = date.map(|date| date[..4].parse::<i64>().expect("a year"));
            assert_eq!(year, held["year"].as_i64(), "{path}");
        }
        let dates = papers.iter().map(|paper| paper["date"].as_str());
        assert!(dates.is_sorted(), "{path}");
    }
    assert!(site.contains_key("daten/portal/musterstadt/undated.json"));
}

/// A full part stays as it is when papers come; a changed sentence writes one part.
#[test]
fn a_part_holds_a_thousand_papers() {
    let portal = Portal::sound();
    let settings = text(&portal.tree("content"), "portal.yaml").to_owned();
    let without = "numbers, twins, json, csv, parquet, sqlite, schemas, rdf, oparl, feeds, calendars, previews, search, sitemap";
    let settings = format!("{settings}\noutputs: {{without: [{without}]}}\n");
    portal.file("content/portal.yaml", &settings);
    let write = |at: usize, text: &str| {
        let day = 1 + at / 100;
        let front = format!("name: Antrag {at}\nsummary: Ein Antrag.\ndate: 2019-01-{day:02}");
        portal.paper(&format!("antrag-{at}"), &front, text);
    };
    (0..1_000).for_each(|at| write(at, "Ein Satz."));
    let part = |number: &str| format!("daten/portal/musterstadt/2019{number}.json");
    let first = portal.site();
    assert!(!first.contains_key(&part("-2")));
    write(1_000, "Ein Satz.");
    let second = portal.site();
    assert_eq!(first[&part("")], second[&part("")]);
    let last = json(&second, &part("-2"));
    assert_eq!(last["papers"].as_array().map(Vec::len), Some(1));
    write(1_000, "Ein anderer Satz.");
    let third = portal.site();
    let changed = third
        .iter()
        .filter(|(path, bytes)| second.get(*path) != Some(*bytes));
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    let sums = "daten/SHA256SUMS.txt";
    let last = part("-2");
    for path in ["vorlagen/musterstadt/antrag-1000/index.html", &last, sums] {
        assert!(changed.contains(&path), "{path}: {changed:?}");
    }
    let is_part = |path: &str| path.starts_with("daten/portal/");
    let parts = changed.iter().filter(|path| is_part(path));
    assert_eq!(parts.count(), 1, "{changed:?}");
    // Checksums of what was not made again are known.
    let parts = third.keys().filter(|path| is_part(path)).count();
    assert_eq!(text(&third, sums).matches("  portal/").count(), parts);
}

#[test]
fn twins_say_what_the_dump_says() {
    let site = Portal::musterstadt().site();
    for paper in lines(&site, "daten/papers.jsonl") {
        let id = paper["id"].as_str().expect("id");
        let path = id.split("/portal/").nth(1).expect("below the site");
        let mut twin = json(&site, &format!("{path}index.json"));
        let named = twin.as_object_mut().expect("an object").remove("$schema");
        let schema = "https://rat.musterstadt.example/portal/daten/schema/paper.schema.json";
        assert_eq!(named, Some(schema.into()));
        assert_eq!(twin, paper);
    }
}

#[test]
fn a_relation_keeps_its_id_when_the_missing_paper_comes() {
    let portal = Portal::sound();
    let front = "name: Antwort\nrelations: [{type: answers, target: 20-26 / A 777}]";
    portal.paper("antwort", front, "");
    let of = |site: &Tree| {
        let mut all = lines(site, "daten/relations.jsonl").into_iter();
        all.find(|relation| relation["type"] == "answers")
            .expect("there")
    };
    let missing = of(&portal.site());
    assert_eq!(missing["target"], Value::Null);
    portal.paper("antrag", "name: Antrag\nreference: 20-26 / A 777", "");
    let found = of(&portal.site());
    assert!(
        found["target"]
            .as_str()
            .is_some_and(|id| id.ends_with("/antrag/"))
    );
    assert_eq!(found["id"], missing["id"]);
}

#[test]
fn a_cell_is_no_formula() {
    let portal = Portal::sound();
    portal.paper("formel", "name: \"=HYPERLINK(1)\"", "");
    let site = portal.site();
    assert!(text(&site, "daten/papers.csv").contains("\"'=HYPERLINK(1)\""));
    assert!(text(&site, "daten/papers.jsonl").contains("\"=HYPERLINK(1)\""));
}

#[test]
fn each_format_can_be_left_out() {
    let portal = Portal::sound();
    let settings = text(&portal.tree("content"), "portal.yaml").to_owned();
    let without = |names: &str| {
        let outputs = format!("{settings}\noutputs: {{without: [{names}]}}\n");
        portal.file("content/portal.yaml", &outputs);
        portal.site()
    };
    let has = |site: &Tree, end: &str| {
        let below = |path: &&String| path.starts_with("daten/") && path.ends_with(end);
        site.keys().any(|path| below(&path))
    };
    let all = without("feeds");
    for end in [
        ".csv",
        ".sqlite",
        ".parquet",
        ".jsonl",
        ".schema.json",
        "datasette-metadata.json",
    ] {
        assert!(has(&all, end), "{end}");
    }
    let none = without("csv, sqlite, parquet, schemas, rdf, catalogue, dumps, json");
    assert!(!has(&none, ""), "something is left in daten/");
    let tables = without("dumps, json, sqlite, parquet, schemas, rdf");
    let page = text(&tables, "daten/index.html");
    assert!(page.contains("papers.csv") && !page.contains("papers.json"));
    assert!(text(&tables, "index.html").contains("href=\"/daten/\""));
    let few = without("csv, sqlite, parquet, schemas");
    assert!(has(&few, ".jsonl") && !has(&few, ".csv") && !has(&few, ".parquet"));
    assert!(!text(&few, "vorlagen/musterstadt/radweg/index.json").contains("$schema"));
}

#[cfg(feature = "parquet")]
mod as_parquet {
    use std::collections::BTreeSet;
    use std::fs::File;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::{TABLES, ids, lines};
    use crate::support::Portal;

    /// The texts of a file's first column.
    fn first(path: &std::path::Path) -> Vec<String> {
        let file = SerializedFileReader::new(File::open(path).expect("file")).expect("Parquet");
        let rows = file.get_row_iter(None).expect("rows");
        rows.map(|row| row.expect("a row").get_string(0).expect("id").clone())
            .collect()
    }

    #[test]
    fn has_the_same_ids_whole_and_in_parts() {
        let portal = Portal::musterstadt();
        portal.paper("ohne-datum", "name: Ohne Datum", "");
        let site = portal.site();
        for table in TABLES {
            let found = first(&portal.path(&format!("public/daten/{table}.parquet")));
            let expected = lines(&site, &format!("daten/{table}.jsonl"));
            assert_eq!(found, ids(&expected), "{table}");
        }
        let parts = site.keys().filter(|path| path.starts_with("daten/papers/"));
        let parts: Vec<&String> = parts.collect();
        let expected = "daten/papers/body=musterstadt/year=2024/part-0.parquet";
        assert!(parts.iter().any(|path| *path == expected), "{parts:?}");
        let undated = "year=__HIVE_DEFAULT_PARTITION__/part-0.parquet";
        assert!(
            parts.iter().any(|path| path.ends_with(undated)),
            "{parts:?}"
        );
        let found = parts
            .iter()
            .flat_map(|path| first(&portal.path(&format!("public/{path}"))));
        let found: Vec<String> = found.collect();
        let whole: BTreeSet<String> = ids(&lines(&site, "daten/papers.jsonl"))
            .into_iter()
            .collect();
        assert_eq!(found.len(), whole.len());
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), whole);
    }
}

#[cfg(feature = "sqlite")]
mod as_database {
    use rusqlite::Connection;

    use super::{TABLES, ids, json, lines};
    use crate::support::{Portal, text};

    fn open(portal: &Portal) -> Connection {
        Connection::open(portal.path("public/daten/drucksache.sqlite")).expect("a database")
    }

    fn column(database: &Connection, query: &str) -> Vec<String> {
        let mut statement = database.prepare(query).expect(query);
        let rows = statement.query_map([], |row| row.get(0)).expect(query);
        rows.collect::<Result<_, _>>().expect(query)
    }

    #[test]
    fn has_the_same_ids_and_whole_keys() {
        let portal = Portal::musterstadt();
        let site = portal.site();
        let database = open(&portal);
        for table in TABLES {
            let found = column(&database, &format!("SELECT id FROM {table} ORDER BY rowid"));
            let expected = lines(&site, &format!("daten/{table}.jsonl"));
            assert_eq!(found, ids(&expected), "{table}");
        }
        assert_eq!(column(&database, "PRAGMA integrity_check"), ["ok"]);
        let broken = "SELECT \"table\" FROM pragma_foreign_key_check";
        assert_eq!(column(&database, broken), Vec::<String>::new());
        let version: i64 = database
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .expect("a version");
        assert!(version > 100, "{version}");
    }

    /// Lists of records are rows: as many in the database as in the JSON.
    #[test]
    fn lists_are_tables() {
        let portal = Portal::musterstadt();
        let site = portal.site();
        let database = open(&portal);
        let papers = json(&site, "daten/papers.json");
        let count = |list: &str| -> i64 {
            let papers = papers.as_array().expect("a list").iter();
            let each = papers.map(|paper| paper.pointer(list).and_then(|l| l.as_array()));
            let items = each.flatten().map(Vec::len).sum::<usize>();
            i64::try_from(items).expect("few")
        };
        for (table, list) in [
            ("consultations", "/consultation"),
            ("finance_items", "/finance/items"),
            ("paper_topic", "/topics"),
            ("paper_keyword", "/keyword"),
            ("attachments", "/attachments"),
            ("validity_effects", "/validity/by"),
        ] {
            let found: i64 = database
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .expect(table);
            assert_eq!(found, count(list), "{table}");
            assert!(found > 0, "Musterstadt has {table}");
        }
    }

    #[test]
    fn finds_german_words_as_readers_type_them() {
        let portal = Portal::sound();
        portal.paper(
            "strasse",
            "name: Anträge zur Großen Straße",
            "Über den Haushalten.",
        );
        let built = portal.build();
        assert_eq!(built.code, Some(0), "{}", built.err);
        let database = open(&portal);
        for word in [
            "Anträge", "ANTRÄGE", "antrage", "Antraege", "Antrag", "Straße", "Strasse", "Große",
            "uber", "Haushalt",
        ] {
            let query = format!(
                "SELECT papers.slug FROM papers_fts JOIN papers ON papers.rowid = papers_fts.rowid
                 WHERE papers_fts MATCH '{word}' AND papers.slug = 'strasse'"
            );
            assert_eq!(column(&database, &query), ["strasse"], "{word}");
        }
        let sound = "INSERT INTO papers_fts (papers_fts, rank) VALUES ('integrity-check', 1)";
        database.execute(sound, []).expect("the index is sound");
    }

    #[test]
    fn is_the_same_every_time_and_leaves_nothing_beside_it() {
        let portal = Portal::musterstadt();
        let first = portal.site();
        let second = portal.site();
        let path = "daten/drucksache.sqlite";
        assert!(first[path] == second[path]);
        let beside = |path: &&String| path.starts_with("daten/drucksache.sqlite");
        assert_eq!(first.keys().filter(beside).count(), 1);
    }

    /// Every table and column that is described is there, and every one that is there is described.
    #[test]
    fn datasette_knows_every_column() {
        let portal = Portal::musterstadt();
        let site = portal.site();
        let database = open(&portal);
        let metadata = json(&site, "daten/datasette-metadata.json");
        let tables = &metadata["databases"]["drucksache"]["tables"];
        let own = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'papers_fts%' AND name <> 'portal'";
        for table in column(&database, own) {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            for name in column(&database, &columns) {
                let told = tables[&table]["columns"][&name].is_string();
                assert!(told, "{table}.{name}");
            }
        }
        assert!(text(&site, "daten/datasette-metadata.json").contains("\"license_url\""));
    }
}
