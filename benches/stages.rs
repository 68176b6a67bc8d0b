//! What each stage of a build costs, on made-up papers (`examples/corpus`), and each output by itself.
//!
//!     cargo bench --bench stages                  everything, about five minutes
//!     cargo bench --bench stages -- output/sqlite what is named so
//!
//! All on one thread: a figure is processor time, and papers a second are papers a second and core. Pages, twins, lists
//! and feeds are rendered one by one; outputs as a whole, with nothing written but what a library writes itself.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a measurement: it writes a portal and sites to temporary folders, and may stop"
)]

use std::cell::Cell;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, Throughput};
use drucksache::discover::Sources;
use drucksache::link::link;
use drucksache::model::Date;
use drucksache::output::{ALL, Artifact, Content as Bytes, Plan, Problem, Site};
use drucksache::parse::{Content, Kind, SourceFile, comes_first, council, front_matter, parse};
use drucksache::plan::plan;
use drucksache::render::{Sink, render};
use drucksache::scheme::Councils;
use drucksache::timings::Tally;
use drucksache::write::{Old, Stage};
use drucksache::{Build, Faults, Loaded};
use tempfile::TempDir;

#[expect(
    dead_code,
    reason = "what the benches do not need is needed by the example"
)]
#[path = "../examples/corpus"]
mod corpus {
    mod numbering;
    pub(crate) mod plan;
    pub(crate) mod portal;
    mod prose;
    mod random;
    mod words;
}

/// Papers of the corpus.
const PAPERS: usize = 1000;

/// Artifacts of a kind that are rendered one by one.
const SOME: usize = 200;

/// Runs of an output that are averaged at most.
const RUNS: u32 = 3;

fn main() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1);
    one.build_global().expect("one thread");
    let dir = TempDir::new().expect("a folder");
    let corpus = corpus::plan::Corpus::new(PAPERS, 3, 1);
    corpus::portal::write(&corpus, dir.path(), "").expect("a portal");
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let (sources, _) = Sources::discover(dir.path(), None).expect("content");
    understanding(&mut criterion, &Texts::read(&sources));
    let build = Build {
        root: dir.path().to_owned(),
        base_url: None,
        today: today(),
        faults: Faults::Stop,
        precompress: false,
        fresh: true,
        clock: None,
    };
    let mut loaded = build.load().expect("a portal");
    let made = loaded.with_site(|site, _, sources| {
        rendering(&mut criterion, site);
        writing(&mut criterion, site, sources);
        Ok(())
    });
    made.expect("a theme").expect("an archive");
    outputs(&mut criterion, &mut loaded);
    criterion.final_summary();
}

fn today() -> Date {
    Date::parse("2026-07-01").expect("a day")
}

/// The files of a portal, read.
struct Texts {
    councils: Councils,
    /// What is no paper, parsed.
    rest: Content,
    papers: Vec<(SourceFile, String)>,
}

impl Texts {
    fn read(sources: &Sources) -> Self {
        let none = Councils::default();
        let mut rest = Content::default();
        let mut papers = Vec::new();
        let files = sources.files().iter();
        let (first, later): (Vec<_>, Vec<_>) = files.partition(|file| comes_first(&file.kind));
        for file in first.into_iter().chain(later) {
            let text = sources.read(file, &mut Vec::new()).expect("a text");
            match &file.kind {
                Kind::Paper(_) => papers.push((file.clone(), text)),
                _ => rest.add(parse(file, &text, &none, &mut Vec::new()).expect("sound")),
            }
        }
        rest.stated_bodies = rest.bodies.iter().map(|(slug, _)| slug.clone()).collect();
        rest.stated_topics = rest.topics.iter().map(|(slug, _)| slug.clone()).collect();
        let bodies = rest.bodies.iter();
        let councils = bodies.map(|(slug, body)| council(slug.clone(), &body.data));
        Self {
            councils: Councils::new(councils.collect()),
            rest,
            papers,
        }
    }

    fn parsed(&self, councils: &Councils) -> Content {
        let mut content = self.rest.clone();
        for (file, text) in &self.papers {
            content.add(parse(file, text, councils, &mut Vec::new()).expect("sound"));
        }
        content
    }
}

/// Parsing, citations, linking.
fn understanding(criterion: &mut Criterion, texts: &Texts) {
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Elements(PAPERS as u64));
    let heads: Vec<(&SourceFile, &str)> = texts
        .papers
        .iter()
        .map(|(file, text)| (file, &text[..front_matter(text).expect("a head").1]))
        .collect();
    let none = Councils::default();
    group.bench_function("front matter", |bencher| {
        bencher.iter(|| {
            for (file, head) in &heads {
                black_box(parse(file, head, &none, &mut Vec::new()));
            }
        });
    });
    group.bench_function("front matter and Markdown", |bencher| {
        bencher.iter(|| black_box(texts.parsed(&none)));
    });
    group.bench_function("with citations", |bencher| {
        bencher.iter(|| black_box(texts.parsed(&texts.councils)));
    });
    group.finish();

    let mut group = criterion.benchmark_group("mentions");
    group.throughput(Throughput::Elements(PAPERS as u64));
    group.bench_function("numbers in texts", |bencher| {
        bencher.iter(|| {
            for (file, text) in &texts.papers {
                let own = file.kind.body();
                let own = own.expect("a council");
                black_box(texts.councils.mentions(own, text, &[]));
            }
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("link");
    group.throughput(Throughput::Elements(PAPERS as u64));
    let content = texts.parsed(&texts.councils);
    group.bench_function("archive", |bencher| {
        let copy = || content.clone();
        bencher.iter_batched(
            copy,
            |content| link(content, &texts.councils, today()),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// Planning, and single artifacts.
fn rendering(criterion: &mut Criterion, site: &Site<'_>) {
    let mut group = criterion.benchmark_group("plan");
    group.throughput(Throughput::Elements(PAPERS as u64));
    group.bench_function("all outputs", |bencher| {
        bencher.iter(|| plan(site).0.artifacts.len());
    });
    group.finish();

    let (all, _) = plan(site);
    let mut group = criterion.benchmark_group("render");
    let papers = |path: &str| path.starts_with("vorlagen/") && !path.starts_with("vorlagen/seite/");
    kind(&mut group, "page", &all, &|path| {
        papers(path) && path.ends_with("/index.html")
    });
    kind(&mut group, "twin", &all, &|path| {
        papers(path) && path.ends_with("/index.json")
    });
    kind(&mut group, "list", &all, &|path| {
        path.starts_with("vorlagen/seite/") || (path.contains("/arten/") && path.ends_with(".html"))
    });
    kind(&mut group, "feed", &all, &|path| {
        path.ends_with("/feed.xml")
    });
    group.finish();
}

/// Each output as a whole, as in a build: a site remembers what it made once (cards, the search index), so each run has a
/// new one.
fn outputs(criterion: &mut Criterion, loaded: &mut Loaded) {
    let mut group = criterion.benchmark_group("output");
    group.throughput(Throughput::Elements(PAPERS as u64));
    // While it warms up, criterion doubles the runs that it wants each time.
    group.warm_up_time(Duration::from_millis(100));
    for output in ALL {
        let mut run = || {
            let took = loaded.with_site(|site, _, _| {
                let mut alone = Plan::default();
                (output.plan)(site, &mut alone);
                let nowhere = Discard {
                    dir: TempDir::new().expect("a folder"),
                };
                let ledger = &drucksache::render::Nowhere;
                let begin = Instant::now();
                render(&alone, &nowhere, ledger, &Tally::default(), &|_| {}).expect("rendered");
                Ok(begin.elapsed())
            });
            took.expect("a theme").expect("an archive")
        };
        group.bench_function(output.name, |bencher| {
            bencher.iter_custom(|wanted| {
                // A new site takes longer than a small output: a few runs stand for as many as are wanted.
                let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
                let runs = wanted.min(RUNS);
                let took: Duration = (0..runs).map(|_| run()).sum();
                took / runs * wanted
            });
        });
    }
    group.finish();
}

type Group<'a> = criterion::BenchmarkGroup<'a, criterion::measurement::WallTime>;

/// Renders artifacts of one kind, one by one.
fn kind(group: &mut Group<'_>, name: &str, plan: &Plan<'_>, is: &dyn Fn(&str) -> bool) {
    let of_kind = plan.artifacts.iter().filter(|artifact| is(&artifact.path));
    let some: Vec<&Artifact<'_>> = of_kind.take(SOME).collect();
    let next = Cell::new(0);
    group.throughput(Throughput::Elements(1));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            next.set((next.get() + 1) % some.len());
            let Bytes::Bytes(render) = &some[next.get()].content else {
                return 0;
            };
            render().expect("rendered").len()
        });
    });
}

/// Takes everything, keeps nothing.
struct Discard {
    dir: TempDir,
}

impl Sink for Discard {
    fn whole(&self, _: &Arc<str>, bytes: &[u8]) -> Result<(), Problem> {
        black_box(bytes.len());
        Ok(())
    }

    fn stream(
        &self,
        _: &Arc<str>,
        write: &dyn Fn(&mut (dyn Write + Send)) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        write(&mut std::io::sink())
    }

    fn file(
        &self,
        path: &Arc<str>,
        make: &dyn Fn(&Path) -> Result<(), Problem>,
        _: &mut (dyn Write + Send),
    ) -> Result<(), Problem> {
        let file = self.dir.path().join(path.replace('/', "-"));
        make(&file)?;
        std::fs::remove_file(&file).expect("a file");
        Ok(())
    }

    fn copy(&self, _: &Arc<str>, _: &SourceFile) -> Result<(), Problem> {
        Ok(())
    }
}

/// The website's bytes to a folder that holds the same site already.
fn writing(criterion: &mut Criterion, site: &Site<'_>, sources: &Sources) {
    let mut html = Plan::default();
    for output in ALL.iter().filter(|output| output.name == "html") {
        (output.plan)(site, &mut html);
    }
    let bytes = |artifact: &Artifact<'_>| match &artifact.content {
        Bytes::Bytes(render) => Some((artifact.path.clone(), render().expect("rendered"))),
        _ => None,
    };
    let files: Vec<(Arc<str>, Vec<u8>)> = html.artifacts.iter().filter_map(bytes).collect();
    let dir = TempDir::new().expect("a folder");
    let public = dir.path().join("public");
    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(files.len() as u64));
    group.bench_function("files of the website", |bencher| {
        bencher.iter(|| {
            let stage = Stage::begin(&public, sources, Old::Replaced).expect("a stage");
            for (path, bytes) in &files {
                stage.whole(path, bytes).expect("written");
            }
            stage.publish().expect("published")
        });
    });
    group.finish();
}
