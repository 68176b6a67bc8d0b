//! What came of an import, in words.

use std::io;

use super::{End, Target, say};
use crate::diagnostic::Catalogue;
use crate::import::{Tally, Written};

/// Tells what came of an import.
pub(super) fn tell(target: &Target, tally: &Tally, written: &Written) -> End {
    let words = target.words();
    let out = &mut io::stdout();
    if !target.quiet {
        say(out, &counts(words, tally));
        say(out, &remarks(words, tally));
    }
    say(out, &decisions(words, written));
    if !target.quiet {
        say(out, &done(words, written));
    }
    if written.conflicts.is_empty() && written.unreadable.is_empty() {
        End::Well
    } else {
        End::Findings
    }
}

/// A sentence with its facts.
pub(super) fn sentence(words: &Catalogue, key: &str, facts: &[(&str, &str)]) -> String {
    let mut sentence = words.frame(&format!("import_{key}")).to_owned();
    for (name, fact) in facts {
        sentence = sentence.replace(&format!("{{{name}}}"), fact);
    }
    sentence
}

/// What the author has to decide.
fn decisions(words: &Catalogue, written: &Written) -> String {
    let mut text = String::new();
    for (file, conflicts) in &written.conflicts {
        for conflict in conflicts {
            let key = &conflict.key;
            let (ours, theirs) = (&conflict.ours, &conflict.theirs);
            text.push_str(&format!(
                "\n{file}: {key}\n<<<<<<< {file}\n{ours}=======\n{theirs}>>>>>>> source\n"
            ));
        }
    }
    if !written.conflicts.is_empty() {
        text.push_str(&format!("\n{}\n", sentence(words, "conflicts", &[])));
    }
    if !written.gone.is_empty() {
        text.push_str(&format!("\n{}\n", sentence(words, "gone", &[])));
    }
    for gone in &written.gone {
        let id = &gone.id;
        text.push_str(&format!("  drucksache withdraw {id} --reason \"…\"\n"));
    }
    for file in &written.unreadable {
        let line = sentence(words, "unreadable", &[("what", file)]);
        text.push_str(&format!("{line}\n"));
    }
    text
}

fn done(words: &Catalogue, written: &Written) -> String {
    let facts = [
        ("new", written.new.len().to_string()),
        ("changed", written.changed.len().to_string()),
        ("same", written.same.to_string()),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, &**fact)).collect();
    let done = sentence(words, "done", &facts);
    if written.removed == 0 {
        return format!("\n{done}\n");
    }
    let count = written.removed.to_string();
    let removed = sentence(words, "removed", &[("count", &count)]);
    format!("\n{done}, {removed}\n")
}

fn counts(words: &Catalogue, tally: &Tally) -> String {
    if tally.counts.is_empty() {
        return String::new();
    }
    let heads = sentence(words, "columns", &[]);
    let (source, content) = heads.split_once('|').unwrap_or((&heads, ""));
    let mut table = format!("{:<22}{source:>10}{content:>10}\n", "");
    for count in &tally.counts {
        let mark = if count.source == count.content {
            String::new()
        } else {
            format!("  {}", sentence(words, "differs", &[]))
        };
        let name = sentence(words, &count.name, &[]);
        let (source, content) = (count.source, count.content);
        table.push_str(&format!("{name:<22}{source:>10}{content:>10}{mark}\n"));
    }
    table
}

fn remarks(words: &Catalogue, tally: &Tally) -> String {
    let mut text = String::new();
    for (what, (count, examples)) in &tally.remarks {
        // A remark may be about a property: `missing relatedPaper`.
        let (key, about) = what.split_once(' ').unwrap_or((what, ""));
        text.push_str(&sentence(words, key, &[("what", about)]));
        text.push_str(&format!(": {count}"));
        if let Some(first) = examples.first().filter(|first| !first.is_empty()) {
            let example = sentence(words, "example", &[("what", first)]);
            text.push_str(&format!(", {example}"));
        }
        text.push('\n');
    }
    if !tally.without_place.is_empty() {
        let list: Vec<String> = tally
            .without_place
            .iter()
            .map(|(name, count)| format!("{name} ({count})"))
            .collect();
        let left = sentence(words, "left", &[("what", &list.join(", "))]);
        text.push_str(&format!("{left}\n"));
    }
    text
}
