//! Links in Markdown between content files: `[Beschluss](../2024/v-12685.md)`.

use std::collections::HashMap;
use std::sync::Arc;

use super::archive::{Archive, BodyIx, LinkEnd, PaperIx, Text, TopicIx};
use super::register::{Register, id};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{List, Paper, Span};
use crate::parse::{Content, Document, LinkTarget, LinkUse, classify};

/// Links of topics and pages, taken before their documents go.
pub(super) struct Ends {
    uses: HashMap<Arc<str>, Vec<LinkUse>>,
}

impl Ends {
    pub(super) fn new(content: &Content) -> Self {
        let topics = content
            .topics
            .iter()
            .map(|(_, d)| (&d.source.path, &d.text.links));
        let pages = content
            .pages
            .iter()
            .map(|(_, d)| (&d.source.path, &d.text.links));
        let uses = topics
            .chain(pages)
            .map(|(path, links)| (Arc::clone(path), links.clone()));
        Self {
            uses: uses.collect(),
        }
    }

    /// Reports on the links of broken papers, which nobody will see until they are mended.
    pub(super) fn check(
        archive: &Archive,
        broken: &[(BodyIx, Document<Paper>)],
        findings: &mut Vec<Diagnostic>,
    ) {
        if broken.is_empty() {
            return;
        }
        let files = files(archive);
        for (_, document) in broken {
            let folder = document
                .source
                .path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            let text = super::assemble::text(&document.text, document);
            let attached = |path: &str| {
                let names = document
                    .data
                    .attachments
                    .iter()
                    .filter_map(|a| a.file.as_ref());
                names
                    .into_iter()
                    .any(|name| format!("{folder}/{}", name.value) == path)
            };
            ends(
                &text,
                &document.text.links,
                document.quotable,
                findings,
                &|path| {
                    let own = attached(path).then_some(LinkEnd::Page(0));
                    own.or_else(|| files.get(path).copied())
                        .or_else(|| former(&archive.register, path))
                },
            );
        }
    }

    /// Finds where the links of all texts lead; reports those that lead nowhere.
    pub(super) fn resolve(
        mut self,
        archive: &mut Archive,
        documents: &[Document<()>],
        findings: &mut Vec<Diagnostic>,
    ) {
        let files = files(archive);
        let register = std::mem::take(&mut archive.register);
        let find = |path: &str| {
            let there = files.get(path).copied();
            there.or_else(|| former(&register, path))
        };
        for (at, document) in documents.iter().enumerate() {
            let quotable = document.quotable;
            let text = &archive.papers[at].text;
            let names: Vec<_> = archive.papers[at]
                .attachments
                .iter()
                .map(|file| file.as_ref().map(|file| file.path.clone()))
                .collect();
            let links = ends(text, &document.text.links, quotable, findings, &|path| {
                let attached = names.iter().position(|name| name.as_deref() == Some(path));
                let attached = attached.map(|n| LinkEnd::Attachment(PaperIx::new(at), n));
                attached.or_else(|| find(path))
            });
            archive.papers[at].text.links = links;
        }
        for topic in &mut archive.topics {
            let uses = self
                .uses
                .remove(&topic.text.source.path)
                .unwrap_or_default();
            topic.text.links = ends(&topic.text, &uses, true, findings, &find);
        }
        for page in &mut archive.pages {
            let uses = self.uses.remove(&page.text.source.path).unwrap_or_default();
            page.text.links = ends(&page.text, &uses, true, findings, &find);
        }
        archive.register = register;
    }
}

/// Pages by the path of their file.
fn files(archive: &Archive) -> HashMap<Arc<str>, LinkEnd> {
    let path = |text: &Text| Arc::clone(&text.source.path);
    let papers = archive
        .papers
        .iter()
        .enumerate()
        .map(|(at, paper)| (path(&paper.text), LinkEnd::Paper(PaperIx::new(at))));
    let topics = archive
        .topics
        .iter()
        .enumerate()
        .map(|(at, topic)| (path(&topic.text), LinkEnd::Topic(TopicIx::new(at))));
    let pages = archive
        .pages
        .iter()
        .enumerate()
        .map(|(at, page)| (path(&page.text), LinkEnd::Page(at)));
    papers.chain(topics).chain(pages).collect()
}

/// What was withdrawn or moved has no file any more, and still a page: it says what became of it.
fn former(register: &Register, path: &str) -> Option<LinkEnd> {
    let kind = classify(path.strip_prefix("content/")?).ok()??;
    let at = register.former(&id(&kind)?)?;
    Some(LinkEnd::Former(at))
}

fn ends(
    text: &Text,
    uses: &[LinkUse],
    quotable: bool,
    findings: &mut Vec<Diagnostic>,
    find: &dyn Fn(&str) -> Option<LinkEnd>,
) -> List<(LinkTarget, Option<LinkEnd>)> {
    let mut links = Vec::new();
    for link in uses {
        let LinkTarget::Relative(path, _) = &link.target else {
            continue;
        };
        let find = |path: &str| join(&text.source.path, path).and_then(|path| find(&path));
        let end = find(path).or_else(|| find(&unescape(path)?));
        if end.is_none() {
            let span: Span = link.span.shifted(text.start);
            let found = Diagnostic::new(Code::BrokenLink, text.source.place(span));
            findings.push(Diagnostic {
                quotable,
                ..found.with("value", path)
            });
        }
        links.push((link.target.clone(), end));
    }
    links.into()
}

/// `Satzung%20(2024).pdf` as the file is called; `None` if nothing is escaped.
fn unescape(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok().filter(|name| name != path)
}

/// `path` as seen from `file`; `None` if it leaves the content folder.
fn join(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_their_file() {
        let join = |path| join("content/bodies/m/papers/2024/a.md", path);
        assert_eq!(
            join("b.md").as_deref(),
            Some("content/bodies/m/papers/2024/b.md")
        );
        assert_eq!(
            join("../2023/b.md").as_deref(),
            Some("content/bodies/m/papers/2023/b.md")
        );
        assert_eq!(join("../../../../../../../etc/passwd"), None);
    }

    #[test]
    fn escaped_names_are_found() {
        assert_eq!(unescape("Plan%20%C3%A4.pdf").as_deref(), Some("Plan ä.pdf"));
        assert_eq!(unescape("Plan.pdf"), None);
        assert_eq!(unescape("100%25%").as_deref(), Some("100%%"));
    }
}
