//! The corpus as content for Hugo. Hugo finds no citations, so it gets them ready-made: links in the text, and both
//! directions in the front matter.

use std::io;
use std::path::Path;

use super::plan::Corpus;
use super::portal::{file, quoted};
use super::prose::{summary, text};
use super::words::{COMMITTEES, TYPES};

pub(crate) fn write(corpus: &Corpus, dir: &Path) -> io::Result<()> {
    let mut citing: Vec<Vec<usize>> = vec![Vec::new(); corpus.papers.len()];
    for (ix, paper) in corpus.papers.iter().enumerate() {
        for cited in &paper.cites {
            citing[*cited].push(ix);
        }
    }
    let content = dir.join("content");
    let overview = "cascade: [{outputs: [html, rss], target: {kind: term}}]\n";
    for (taxonomy, title, more) in [
        ("themen", "Themen", overview),
        ("arten", "Arten", ""),
        ("jahre", "Jahre", ""),
    ] {
        let path = content.join(taxonomy).join("_index.md");
        file(&path, &format!("---\ntitle: {title}\n{more}---\n"))?;
    }
    for (ix, paper) in corpus.papers.iter().enumerate() {
        let council = &corpus.councils[paper.council];
        let topics: Vec<String> = paper
            .topics
            .iter()
            .map(|topic| quoted(&corpus.topics[*topic]))
            .collect();
        let committee = paper
            .steps
            .first()
            .map_or("", |(committee, _)| COMMITTEES[*committee]);
        let mut page = format!(
            "---\ntitle: {}\ndate: {}\nreference: {}\ncouncil: {}\ncommittee: {}\noriginator: {}\nthemen: [{}]\narten: [{}]\njahre: [\"{}\"]\nsummary: {}\n",
            quoted(&paper.name),
            paper.day,
            quoted(&paper.number),
            quoted(&council.name),
            quoted(committee),
            quoted(paper.originator),
            topics.join(", "),
            TYPES[paper.kind],
            paper.day.year(),
            quoted(&summary(corpus, ix)),
        );
        for (name, papers) in [("cites", &paper.cites), ("citedBy", &citing[ix])] {
            if papers.is_empty() {
                continue;
            }
            page.push_str(&format!("{name}:\n"));
            for other in papers {
                let (address, other) = (corpus.address(*other), &corpus.papers[*other]);
                let (reference, name) = (quoted(&other.number), quoted(&other.name));
                page.push_str(&format!(
                    "  - {{reference: {reference}, name: {name}, url: {address}, date: \"{}\"}}\n",
                    other.day
                ));
            }
        }
        page.push_str("---\n\n");
        page.push_str(&linked(corpus, ix));
        let address = corpus.address(ix);
        file(
            &content.join(format!("{}.md", address.trim_matches('/'))),
            &page,
        )?;
    }
    Ok(())
}

/// A text in which every citation is a link.
fn linked(corpus: &Corpus, ix: usize) -> String {
    let text = text(corpus, ix);
    let mut linked = String::with_capacity(text.markdown.len() + text.cited.len() * 60);
    let mut done = 0;
    for (start, end, paper) in text.cited {
        linked.push_str(&text.markdown[done..start]);
        let number = &text.markdown[start..end];
        linked.push_str(&format!("[{number}]({})", corpus.address(paper)));
        done = end;
    }
    linked.push_str(&text.markdown[done..]);
    linked
}
