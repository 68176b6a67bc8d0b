//! Findings as text: for people (rustc's look), as JSON Lines, as CI annotations.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::{Catalogue, Code, Located, Severity};

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source line and a caret, for people.
    Human {
        /// Whether to colour it.
        color: bool,
        /// Most findings of one kind that are shown; the others are counted.
        most: usize,
    },
    /// One JSON object a line.
    Json,
    /// GitHub's workflow commands.
    Github,
}

/// Renders findings, each ending with a line break.
#[must_use]
pub fn print(findings: &[Located], format: Format, words: &Catalogue) -> String {
    match format {
        Format::Human { color, most } => abridged(findings, color, most, words),
        Format::Json => findings.iter().map(|found| json(found, words)).collect(),
        Format::Github => findings.iter().map(|found| github(found, words)).collect(),
    }
}

/// The first of each kind as a person reads them, and a line that counts the others.
fn abridged(findings: &[Located], color: bool, most: usize, words: &Catalogue) -> String {
    let mut text = String::new();
    let mut kinds: BTreeMap<Code, usize> = BTreeMap::new();
    for finding in findings {
        let kind = kinds.entry(finding.diagnostic.code).or_default();
        *kind += 1;
        if *kind <= most {
            text.push_str(&human(finding, color, words));
        }
    }
    let others = kinds.iter().filter(|(_, count)| **count > most);
    let others = others.map(|(code, count)| format!("{} × {}", count - most, code.name()));
    let others = others.collect::<Vec<_>>().join(", ");
    if !others.is_empty() {
        let line = words.frame("more_of_a_kind").replace("{list}", &others);
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// One line that counts the findings by severity; empty if there are none.
#[must_use]
pub fn summary(findings: &[Located], words: &Catalogue) -> String {
    let count = |severity| {
        findings
            .iter()
            .filter(|f| f.diagnostic.code.severity() == severity)
            .count()
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .map(|severity| (severity, count(severity)))
        .filter(|(_, n)| *n > 0)
        .map(|(severity, n)| {
            let number = if n == 1 { "one" } else { "other" };
            words
                .frame(&format!("{}_{number}", severity.name()))
                .replace("{count}", &n.to_string())
        })
        .collect();
    parts.join(", ")
}

fn human(finding: &Located, color: bool, words: &Catalogue) -> String {
    let diagnostic = &finding.diagnostic;
    let severity = diagnostic.code.severity();
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    let level = level.with_name(words.frame(severity.name()));
    let title = level
        .primary_title(words.message(diagnostic))
        .id(diagnostic.code.name());
    let help = words.help(diagnostic);
    let mut group = Group::with_title(title);
    match &finding.position {
        Some(position) if diagnostic.quotable => {
            group = group.element(
                Snippet::source(&position.quote)
                    .path(&*diagnostic.place.file)
                    .line_start(position.line)
                    .annotation(AnnotationKind::Primary.span(position.mark.clone())),
            );
        }
        Some(position) => {
            let origin = annotate_snippets::Origin::path(&*diagnostic.place.file)
                .line(position.line)
                .char_column(position.column);
            group = group.element(origin);
        }
        None => group = group.element(annotate_snippets::Origin::path(&*diagnostic.place.file)),
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.with_name(words.frame("help")).message(help));
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = renderer.render(&[group]);
    text.push_str("\n\n");
    text
}

/// A finding for machines. `line` and columns count from 1, in characters.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

fn json(finding: &Located, words: &Catalogue) -> String {
    let diagnostic = &finding.diagnostic;
    let position = finding.position.as_ref();
    let record = Record {
        code: diagnostic.code.name(),
        severity: diagnostic.code.severity().name(),
        file: &diagnostic.place.file,
        line: position.map(|p| p.line),
        column: position.map(|p| p.column),
        end_column: position.map(|p| p.end_column),
        message: words.message(diagnostic),
        help: words.help(diagnostic),
    };
    serde_json::to_string(&record)
        .map(|line| line + "\n")
        .unwrap_or_default()
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn github(finding: &Located, words: &Catalogue) -> String {
    let diagnostic = &finding.diagnostic;
    let command = match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = finding.position.as_ref().map_or_else(String::new, |p| {
        format!(
            ",line={},col={},endColumn={}",
            p.line, p.column, p.end_column
        )
    });
    let mut message = words.message(diagnostic);
    if let Some(help) = words.help(diagnostic) {
        message = format!("{message}\n{help}");
    }
    format!(
        "::{command} file={}{place},title={}::{}\n",
        property(&diagnostic.place.file),
        property(diagnostic.code.name()),
        data(&message)
    )
}
