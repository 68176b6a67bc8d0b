//! Turns a neutral corpus (one JSON object a line) into a portal with one fictional council.
//!
//!     cargo run --release --example corpus_portal -- corpus.jsonl DIR [--race]
//!
//! A line has `id`, `reference`, `date`, `type`, `title`, `body`, and may have `summary`, `municipality`, `gremium`,
//! `originator`, `topics`, `keywords` and `relations` (`kind`, `reference`). Organizations and topics are
//! made from their names. The municipality's number scheme is München's. `--race` switches off the outputs that other
//! generators are not asked for, as in `examples/corpus`, whose papers are the project's own.

#![expect(clippy::disallowed_methods, reason = "writes a portal to the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, bail};
use drucksache::model::Slug;
use drucksache::output::ALL;
use serde::Deserialize;

/// Optional outputs that other generators have too.
const RACE: [&str; 4] = ["twins", "dumps", "feeds", "sitemap"];

#[derive(Deserialize)]
struct Entry {
    id: String,
    reference: String,
    date: String,
    #[serde(rename = "type")]
    paper_type: String,
    title: String,
    body: String,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    municipality: Option<String>,
    #[serde(default)]
    gremium: Option<String>,
    #[serde(default)]
    originator: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    relations: Vec<Related>,
}

#[derive(Deserialize)]
struct Related {
    kind: String,
    reference: String,
}

#[derive(Default)]
struct Portal {
    council: String,
    /// Names by slug.
    topics: BTreeMap<Slug, String>,
    /// Names and types of organizations (as in OParl) by slug.
    organizations: BTreeMap<Slug, (String, &'static str)>,
    /// `outputs` in `portal.yaml`.
    outputs: String,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(corpus), Some(dir)) = (arguments.next(), arguments.next()) else {
        bail!("usage: corpus_portal CORPUS.jsonl DIR [--race]");
    };
    let dir = Path::new(&dir);
    let content = dir.join("content");
    let body = content.join("bodies/musterstadt");
    let mut portal = Portal::default();
    if arguments.next().is_some_and(|option| option == "--race") {
        let others = ALL.iter().map(|output| (output.name, output.optional));
        let others = others.filter(|(name, optional)| *optional && !RACE.contains(name));
        let without: Vec<_> = others.map(|(name, _)| name).collect();
        portal.outputs = format!("without: [{}], feeds: rss", without.join(", "));
    }
    let file = fs::File::open(&corpus).with_context(|| corpus.clone())?;
    for line in BufReader::new(file).lines() {
        let entry: Entry = serde_json::from_str(&line?)?;
        let folder = body.join("papers").join(&entry.date[..7]);
        fs::create_dir_all(&folder)?;
        let text = portal.paper(&entry)?;
        fs::write(folder.join(format!("{}.md", entry.id)), text)?;
    }
    portal.write(&content, &body)?;
    Ok(())
}

/// A YAML double-quoted scalar; JSON's escapes are YAML's too.
fn quoted(text: &str) -> Result<String> {
    Ok(serde_json::to_string(text)?)
}

fn slug(name: &str) -> Result<Slug> {
    Slug::from_text(name).with_context(|| format!("no slug for {name:?}"))
}

/// Relation types for the corpus' words.
fn relation(kind: &str) -> &'static str {
    match kind {
        "behandelt" => "answers",
        "ergänzt" => "supplements",
        "ersetzt" => "supersedes",
        _ => "refersTo",
    }
}

impl Portal {
    fn organization(&mut self, name: &str, kind: &'static str) -> Result<Slug> {
        let slug = slug(name)?;
        let entry = || (name.to_owned(), kind);
        self.organizations.entry(slug.clone()).or_insert_with(entry);
        Ok(slug)
    }

    fn paper(&mut self, entry: &Entry) -> Result<String> {
        if let Some(name) = &entry.municipality {
            self.council.clone_from(name);
        }
        let mut yaml = format!(
            "---\nname: {}\npaperType: {}\nreference: {}\ndate: {}\n",
            quoted(&entry.title)?,
            quoted(&entry.paper_type)?,
            quoted(&entry.reference)?,
            entry.date
        );
        if let Some(summary) = &entry.summary {
            yaml.push_str(&format!("summary: {}\n", quoted(summary)?));
        }
        if !entry.topics.is_empty() {
            yaml.push_str("topics:\n");
            for name in &entry.topics {
                let slug = slug(name)?;
                yaml.push_str(&format!("  - {slug}\n"));
                self.topics.insert(slug, name.clone());
            }
        }
        if !entry.keywords.is_empty() {
            yaml.push_str("keyword:\n");
            for keyword in &entry.keywords {
                yaml.push_str(&format!("  - {}\n", quoted(keyword)?));
            }
        }
        if let Some(name) = &entry.originator {
            let kind = if name.starts_with("Fraktion") {
                "Fraktion"
            } else {
                "Verwaltungsbereich"
            };
            let slug = self.organization(name, kind)?;
            yaml.push_str(&format!("originatorOrganization: [{slug}]\n"));
        }
        if let Some(name) = &entry.gremium {
            let slug = self.organization(name, "Gremium")?;
            yaml.push_str(&format!(
                "consultation:\n  - organization: {slug}\n    date: {}\n",
                entry.date
            ));
        }
        if !entry.relations.is_empty() {
            yaml.push_str("relations:\n");
            for related in &entry.relations {
                yaml.push_str(&format!(
                    "  - type: {}\n    target: {}\n",
                    relation(&related.kind),
                    quoted(&related.reference)?
                ));
            }
        }
        Ok(format!("{yaml}---\n{}", entry.body))
    }

    fn write(&self, content: &Path, body: &Path) -> Result<()> {
        let council = if self.council.is_empty() {
            "Musterstadt"
        } else {
            &self.council
        };
        fs::create_dir_all(content.join("topics"))?;
        fs::create_dir_all(body)?;
        fs::write(
            content.join("portal.yaml"),
            format!(
                "name: Musterportal\ndescription: Erdachte Vorlagen zum Messen.\n\
                 baseUrl: https://drucksache.example\npublisher: {{name: drucksache}}\npageSize: 50\n\
                 outputs: {{{}}}\n",
                self.outputs
            ),
        )?;
        let name = quoted(council)?;
        fs::write(
            body.join("body.yaml"),
            format!("name: {name}\nschemes: [muenchen]\n"),
        )?;
        for (slug, name) in &self.topics {
            let path = content.join("topics").join(format!("{slug}.md"));
            fs::write(path, format!("---\nname: {}\n---\n", quoted(name)?))?;
        }
        self.organizations_file(&body.join("organizations.yaml"))
            .context("organizations.yaml")
    }

    fn organizations_file(&self, path: &Path) -> io::Result<()> {
        let mut yaml = String::new();
        for (slug, (name, kind)) in &self.organizations {
            let name = serde_json::to_string(name)?;
            yaml.push_str(&format!(
                "- slug: {slug}\n  name: {name}\n  organizationType: {kind}\n"
            ));
        }
        fs::write(path, yaml)
    }
}
