//! What recognising citations costs, as a share of a cold build (issue 3: at most a tenth).
//!
//!     cargo bench --bench mentions -- PORTAL
//!
//! PORTAL is a portal's folder, such as `examples/corpus_portal` makes; the sample portal when left out.
//! Both are measured in one run, in seconds of processor time (Linux), so that the ratio holds on a busy machine.

#![expect(
    clippy::disallowed_methods,
    reason = "reads a portal, writes a site to a temporary folder"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use drucksache::model::Slug;
use drucksache::parse::{Kind, SourceFile, SourceId, columns, council, front_matter, yaml_file};
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

/// All papers' texts with their councils.
fn texts(root: &Path) -> (Councils, Vec<(Slug, String)>) {
    let (mut councils, mut texts) = (Vec::new(), Vec::new());
    for body in fs::read_dir(root.join("content/bodies"))
        .expect("bodies")
        .flatten()
    {
        let slug = Slug::new(&body.file_name().to_string_lossy()).expect("a slug");
        let yaml = fs::read_to_string(body.path().join("body.yaml")).expect("body.yaml");
        let source = SourceFile {
            id: SourceId(0),
            path: "body.yaml".into(),
            kind: Kind::Body(slug.clone()),
        };
        let data = yaml_file(&source, &yaml, &mut Vec::new())
            .expect("sound")
            .data;
        councils.push(council(slug.clone(), &data));
        for file in walkdir::WalkDir::new(body.path().join("papers"))
            .into_iter()
            .flatten()
        {
            if file
                .path()
                .extension()
                .is_some_and(|extension| extension == "md")
            {
                let text = fs::read_to_string(file.path()).expect("a paper");
                let start = front_matter(&text).map_or(0, |(_, start)| start);
                texts.push((slug.clone(), text[start..].to_owned()));
            }
        }
    }
    (Councils::new(councils), texts)
}

fn main() {
    let root = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let root = root.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let (councils, texts) = texts(&root);
    let before = processor_time();
    let mut found = 0;
    for (slug, text) in &texts {
        found += black_box(councils.seen(slug, text, &columns(text)))
            .mentions
            .len();
    }
    let mentions = processor_time() - before;
    let out = tempfile::tempdir().expect("a folder");
    let build = Build {
        root,
        base_url: None,
        today: drucksache::model::Date::default(),
        faults: Faults::Withhold,
    };
    let before = processor_time();
    build
        .build(&out.path().join("public"), &|_, _| {})
        .expect("a site");
    let whole = processor_time() - before;
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    println!(
        "{} papers, {} kB, {found} citations: recognised in {mentions}0 ms; cold build {whole}0 ms; share {:.1} %",
        texts.len(),
        bytes / 1000,
        mentions as f64 * 100.0 / whole as f64,
    );
}
