//! `drucksache relations`

#![expect(
    clippy::disallowed_methods,
    reason = "a door: it writes accepted relations into the files of papers"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;

use super::{End, Messages, Portal, files, say, with_cure};
use crate::Faults;
use crate::amend::{NewRelation, add_relations, snippet};
use crate::diagnostic::{Catalogue, Code, Located};
use crate::model::{PaperId, RelationType};
use crate::parse::{Kind, classify};

const EXAMPLES: &str = "\
Examples:
  drucksache relations                                  what the sentences of papers suggest
  drucksache relations musterstadt/bericht-radweg       of one paper
  drucksache relations --accept musterstadt/bericht-radweg
  drucksache relations --accept --type answers content/bodies/musterstadt/papers/2024/antwort.md
  drucksache relations --accept --all                   all of them: only after reading them

A suggestion is weak evidence. Accepted ones are written into the paper's front matter; nothing else in
the file changes. Exit code: 0 done, 1 a file could not be changed safely (the lines to paste are shown).";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Papers, by file or as council/slug; all when left out
    papers: Vec<String>,
    /// Write the suggestions into the papers' front matter
    #[arg(long)]
    accept: bool,
    /// With --accept and no papers: accept every suggestion
    #[arg(long, requires = "accept", conflicts_with = "papers")]
    all: bool,
    /// Only relations of this type (answers, amends, repeals …)
    #[arg(long = "type", value_name = "TYPE", value_parser = relation_type)]
    only: Option<RelationType>,
    #[command(flatten)]
    portal: Portal,
    #[command(flatten)]
    messages: Messages,
}

fn relation_type(name: &str) -> Result<RelationType, String> {
    let known = |of: &RelationType| of.name() == name;
    let names = || RelationType::ALL.map(RelationType::name).join(", ");
    RelationType::ALL
        .into_iter()
        .find(known)
        .ok_or_else(|| format!("there are: {}", names()))
}

/// A suggestion, as a finding tells it.
struct Suggestion<'a> {
    file: &'a str,
    line: usize,
    relation: NewRelation<'a>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    if arguments.accept && arguments.papers.is_empty() && !arguments.all {
        bail!("name the papers whose suggestions you have read, or say --all");
    }
    let build = arguments.portal.build(None, Faults::Stop);
    let loaded = build.load().map_err(with_cure)?;
    let built = loaded.result(None);
    let words = arguments.messages.words(&built.language);
    let wanted = wanted(&arguments.papers)?;
    let suggestions: Vec<Suggestion<'_>> = built
        .findings
        .iter()
        .filter_map(suggestion)
        .filter(|s| wanted.is_empty() || wanted.iter().any(|paper| is_of(s.file, paper)))
        .filter(|s| {
            arguments
                .only
                .is_none_or(|only| s.relation.relation_type == only)
        })
        .collect();
    if suggestions.is_empty() {
        say(
            &mut io::stdout(),
            &format!("{}\n", words.frame("relations_none")),
        );
        return Ok(End::Well);
    }
    for suggestion in &suggestions {
        say(&mut io::stdout(), &line(suggestion));
    }
    if !arguments.accept {
        say(
            &mut io::stdout(),
            &format!("\n{}\n", words.frame("relations_hint")),
        );
        return Ok(End::Well);
    }
    accept(&arguments.portal.root, suggestions, words)
}

/// What the arguments name: identities and paths.
fn wanted(papers: &[String]) -> anyhow::Result<Vec<String>> {
    let known = |text: &String| {
        let path = text.replace('\\', "/");
        let below = path
            .rfind("content/bodies/")
            .map(|at| path[at..].to_owned());
        match (below, PaperId::parse(text)) {
            (Some(path), _) => Ok(path),
            (None, Some(id)) => Ok(id.to_string()),
            (None, None) => bail!("`{text}` is neither a paper's file nor council/slug"),
        }
    };
    papers.iter().map(known).collect()
}

fn is_of(file: &str, wanted: &str) -> bool {
    let id = file
        .strip_prefix("content/")
        .and_then(|path| match classify(path) {
            Ok(Some(Kind::Paper(id))) => Some(id.to_string()),
            _ => None,
        });
    file == wanted || id.as_deref() == Some(wanted)
}

fn suggestion(finding: &Located) -> Option<Suggestion<'_>> {
    let diagnostic = &finding.diagnostic;
    if diagnostic.code != Code::SuggestedRelation {
        return None;
    }
    let fact = |name| diagnostic.fact(name);
    Some(Suggestion {
        file: &diagnostic.place.file,
        line: finding
            .position
            .as_ref()
            .map_or(1, |position| position.line),
        relation: NewRelation {
            relation_type: relation_type(fact("type")?).ok()?,
            target: fact("target")?,
            evidence: fact("evidence"),
        },
    })
}

fn line(suggestion: &Suggestion<'_>) -> String {
    let Suggestion {
        file,
        line,
        relation,
    } = suggestion;
    let (name, target) = (relation.relation_type.name(), relation.target);
    let evidence = relation.evidence.unwrap_or_default();
    format!("{file}:{line}\n  {name} {target}\n  „{evidence}“\n")
}

fn accept(root: &Path, suggestions: Vec<Suggestion<'_>>, words: &Catalogue) -> anyhow::Result<End> {
    let mut by_file: BTreeMap<&str, Vec<NewRelation<'_>>> = BTreeMap::new();
    for suggestion in suggestions {
        by_file
            .entry(suggestion.file)
            .or_default()
            .push(suggestion.relation);
    }
    let mut end = End::Well;
    for (file, relations) in by_file {
        let path = root.join(file);
        let text = fs::read_to_string(&path).with_context(|| file.to_owned())?;
        let message = if let Ok(amended) = add_relations(&text, &relations) {
            files::put(&path, &amended)?;
            words.frame("relations_written").to_owned()
        } else {
            end = End::Findings;
            let unsure = words.frame("relations_unsure");
            format!("{unsure}\n{}", snippet(&relations))
        };
        say(&mut io::stdout(), &format!("{file}: {message}\n"));
    }
    Ok(end)
}
