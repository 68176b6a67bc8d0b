//! From the archive to every output path. Two outputs on one path are an error that names both.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::link::{Archive, Text, asking};
use crate::output::{
    ALL, Artifact, COMPILED_WITHOUT, LISTING, Output, Plan, Site, Stays, WORDED, assets, html,
};
use crate::parse::{LinkTarget, suggest};
use crate::register::misplaced;

/// Plans every output that the portal wants, and reports what cannot be.
#[must_use]
pub fn plan<'a>(site: &'a Site<'a>) -> (Plan<'a>, Vec<Diagnostic>) {
    let mut plan = Plan::default();
    outputs(site, &mut plan);
    let mut findings = switches(site.archive);
    findings.extend(collisions(&plan));
    findings.extend(site_links(site, &plan));
    findings.extend(redirects(site, &plan));
    findings.extend(misplaced(site));
    (plan, findings)
}

/// Plans what does not stay as it is in the last site, where nothing but words of papers has changed since: then all paths are what
/// they were, and so is what was found of them. `None` if one of those lists the others, or hangs on words while it is planned:
/// then all are planned.
#[must_use]
pub fn plan_new<'a>(site: &'a Site<'a>, stays: Stays<'a>) -> Option<Plan<'a>> {
    if WORDED.iter().any(|name| site.has(name)) {
        return None;
    }
    let mut plan = Plan {
        stays: Some(stays),
        ..Plan::default()
    };
    outputs(site, &mut plan);
    let needs_all = |artifact: &Artifact<'_>| {
        artifact.worded || usize::from(artifact.output) + LISTING >= ALL.len()
    };
    (!plan.artifacts.iter().any(needs_all)).then_some(plan)
}

/// Has every output that the portal wants add its artifacts.
fn outputs<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let wanted = ALL.iter().enumerate();
    let wanted = wanted.filter(|(_, output)| !output.optional || site.has(output.name));
    let (first, last): (Vec<_>, Vec<_>) = wanted.partition(|(at, _)| at + LISTING < ALL.len());
    let one = |(at, output): &(usize, &Output), site, plan: &mut Plan<'a>| {
        plan.output = u16::try_from(*at).unwrap_or(u16::MAX);
        (output.plan)(site, plan);
    };
    plan.all(site, &first, one);
    // What lists the others hangs on whatever they hang on.
    let mut worded = plan.artifacts.iter().any(|artifact| artifact.worded);
    for output in &last {
        let before = plan.artifacts.len();
        let ((), asked) = asking(|| one(output, site, plan));
        worded |= !asked.is_empty();
        for artifact in &mut plan.artifacts[before..] {
            artifact.worded = worded;
        }
    }
}

/// Of everything that is planned, what somebody asks for first who has just saved a paper: the papers' pages, and what
/// they look like.
#[must_use]
pub fn plan_near<'a>(site: &'a Site<'a>) -> Plan<'a> {
    let mut plan = Plan::default();
    html::plan_papers(site, &mut plan);
    assets::plan(site, &mut plan);
    plan
}

/// Switches in `portal.yaml` for outputs that do not exist.
fn switches(archive: &Archive) -> Vec<Diagnostic> {
    let names: Vec<&str> = ALL.iter().filter(|o| o.optional).map(|o| o.name).collect();
    let known = |name: &str| names.contains(&name) || COMPILED_WITHOUT.contains(&name);
    let unknown = archive
        .portal
        .outputs
        .without
        .iter()
        .filter(|name| !known(name));
    let file: Arc<str> = "content/portal.yaml".into();
    unknown
        .map(|name| {
            let place = Place {
                file: Arc::clone(&file),
                start: name.span.start,
                end: name.span.end,
            };
            let found = Diagnostic::new(Code::UnknownOutput, place).with("value", name.as_str());
            suggest(found, name, names.iter().copied()).with("allowed", names.join(", "))
        })
        .collect()
}

/// Paths are compared without case: some hosts do not tell `A` from `a`.
fn collisions(plan: &Plan<'_>) -> Vec<Diagnostic> {
    // By a fingerprint: a national archive has millions of paths.
    let mut taken: HashMap<u128, &Arc<str>> = HashMap::with_capacity(plan.artifacts.len());
    let mut findings = Vec::new();
    for artifact in &plan.artifacts {
        if let Some(other) = taken.insert(without_case(&artifact.path), &artifact.source) {
            findings.push(collision(artifact, other));
        }
    }
    // A file cannot lie in a file. Those of one folder mostly come together.
    let mut last = "";
    for artifact in &plan.artifacts {
        let mut folder = &*artifact.path;
        while let Some((above, _)) = folder.rsplit_once('/')
            && above != last
        {
            if let Some(other) = taken.get(&without_case(above)) {
                findings.push(collision(artifact, other));
            }
            folder = above;
        }
        last = artifact
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
    }
    findings
}

/// Two artifacts that cannot both be.
fn collision(artifact: &Artifact<'_>, other: &Arc<str>) -> Diagnostic {
    let written = |source: &str| source.starts_with("content/");
    // The finding stands at the file that an author can rename.
    let (file, other) = match (written(&artifact.source), written(other)) {
        (false, true) => (other, "own-output"),
        (true, false) => (&artifact.source, "own-output"),
        _ => (&artifact.source, &**other),
    };
    let found = Diagnostic::new(Code::PathCollision, Place::file(file));
    let found = found.with("path", format!("/{}", artifact.path));
    found.with("other", other)
}

/// A fingerprint of a path, the same in whatever case.
fn without_case(path: &str) -> u128 {
    if path.is_ascii() && !path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return xxh3_128(path.as_bytes());
    }
    xxh3_128(path.to_lowercase().as_bytes())
}

/// Links in Markdown to paths of this site that do not exist.
fn site_links(site: &Site<'_>, plan: &Plan<'_>) -> Vec<Diagnostic> {
    let archive = site.archive;
    let texts = archive
        .papers
        .iter()
        .map(|paper| &paper.text)
        .chain(archive.topics.iter().map(|topic| &topic.text))
        .chain(archive.pages.iter().map(|page| &page.text));
    let mut links = texts
        .flat_map(|text| text.site_links().iter().map(move |l| (text, l)))
        .peekable();
    if links.peek().is_none() {
        return Vec::new();
    }
    let paths: HashSet<&str> = plan
        .artifacts
        .iter()
        .map(|artifact| &*artifact.path)
        .collect();
    let exists = |path: &str| {
        let path = path.trim_start_matches('/');
        let page = format!(
            "{path}{}index.html",
            if path.is_empty() || path.ends_with('/') {
                ""
            } else {
                "/"
            }
        );
        paths.contains(path) || paths.contains(page.as_str())
    };
    links
        .filter_map(|(text, (target, span))| {
            let LinkTarget::Site(path, _) = target else {
                return None;
            };
            (!exists(path)).then(|| broken(text, path, *span))
        })
        .collect()
}

fn broken(text: &Text, path: &str, span: crate::model::Span) -> Diagnostic {
    let place = text.source.place(span.shifted(text.start));
    Diagnostic::new(Code::BrokenLink, place).with("value", path)
}

/// Earlier addresses that are taken.
fn redirects(site: &Site<'_>, plan: &Plan<'_>) -> Vec<Diagnostic> {
    let papers = site.archive.papers.iter();
    let mut with = papers
        .filter(|paper| !paper.paper.redirect_from.is_empty())
        .peekable();
    if with.peek().is_none() {
        return Vec::new();
    }
    let real = plan.artifacts.iter().filter(|a| &*a.source != "html:moved");
    let real: HashSet<u128> = real.map(|a| without_case(&a.path)).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut findings = Vec::new();
    for paper in with {
        for from in &paper.paper.redirect_from {
            let path = from.trim_matches('/').to_lowercase();
            let page = format!("{path}/index.html");
            let real = [&path, &page]
                .iter()
                .any(|path| real.contains(&without_case(path)));
            if real || !taken.insert(path) {
                let place = paper.text.source.place(from.span.shifted(paper.yaml_start));
                findings
                    .push(Diagnostic::new(Code::BadRedirect, place).with("value", from.as_str()));
            }
        }
    }
    findings
}
