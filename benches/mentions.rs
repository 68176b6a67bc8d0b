//! What recognising citations costs, as a share of a cold build (issue 3: at most a tenth).
//!
//!     cargo bench --bench mentions -- PORTAL
//!
//! Recognising is what parsing costs more with the councils' schemes than without any.
//! PORTAL is a portal's folder, such as `examples/corpus_portal` makes; the sample portal when left out.
//! Both are measured in one run, in seconds of processor time (Linux), so that the ratio holds on a busy machine.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a measurement: it reads a portal, writes a site to a temporary folder, and may stop"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use drucksache::model::{Date, Slug};
use drucksache::parse::{Kind, Parsed, SourceFile, SourceId, classify, council, parse, yaml_file};
use drucksache::scheme::Councils;
use drucksache::{Build, Faults};

/// Processor time of this process so far, in hundredths of a second.
fn processor_time() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after.split_whitespace().collect();
    fields[11..13]
        .iter()
        .map(|ticks| ticks.parse::<u64>().unwrap_or(0))
        .sum()
}

/// Every paper's file with its text, and the councils of the portal.
fn papers(root: &Path) -> (Councils, Vec<(SourceFile, String)>) {
    let source = |path: String, kind| SourceFile {
        id: SourceId(0),
        path: path.into(),
        kind,
    };
    let (mut councils, mut papers) = (Vec::new(), Vec::new());
    let bodies = fs::read_dir(root.join("content/bodies")).expect("bodies");
    for body in bodies.flatten() {
        let slug = Slug::new(&body.file_name().to_string_lossy()).expect("a slug");
        let yaml = fs::read_to_string(body.path().join("body.yaml")).expect("body.yaml");
        let file = source(format!("{slug}/body.yaml"), Kind::Body(slug.clone()));
        let data = yaml_file(&file, &yaml, &mut Vec::new())
            .expect("sound")
            .data;
        councils.push(council(slug.clone(), &data));
        for file in walkdir::WalkDir::new(body.path().join("papers")) {
            let file = file.expect("a file");
            let below = file
                .path()
                .strip_prefix(root.join("content"))
                .expect("below content");
            let path = below.to_string_lossy().into_owned();
            if let Ok(Some(kind @ Kind::Paper(_))) = classify(&path) {
                let text = fs::read_to_string(file.path()).expect("a paper");
                papers.push((source(path, kind), text));
            }
        }
    }
    (Councils::new(councils), papers)
}

/// Processor time for parsing all papers, in hundredths of a second; and how many citations were seen.
fn parsed(papers: &[(SourceFile, String)], councils: &Councils) -> (u64, usize) {
    let before = processor_time();
    let mut seen = 0;
    for (source, text) in papers {
        if let Some(Parsed::Paper(paper)) = parse(source, text, councils, &mut Vec::new()) {
            seen += black_box(&paper.text.citations).len();
        }
    }
    (processor_time() - before, seen)
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.find(|argument| !argument.starts_with("--"));
    let root = root.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let (councils, papers) = papers(&root);
    let (with, seen) = parsed(&papers, &councils);
    let (without, _) = parsed(&papers, &Councils::default());
    let out = tempfile::tempdir().expect("a folder");
    let build = Build {
        root,
        base_url: None,
        today: Date::default(),
        faults: Faults::Withhold,
        precompress: false,
        fresh: true,
        clock: None,
    };
    let before = processor_time();
    build
        .run(&out.path().join("public"), &|_, _| {})
        .expect("a site");
    let whole = processor_time() - before;
    let mentions = with.saturating_sub(without);
    let tenths = mentions * 1000 / whole.max(1);
    println!(
        "{} papers, {seen} citations: recognised in {mentions}0 ms of processor time; cold build {whole}0 ms; share {}.{} %",
        papers.len(),
        tenths / 10,
        tenths % 10,
    );
}
