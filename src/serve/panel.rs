//! Findings as a part of a page, and the preview's own pages. Everything goes through a template that
//! escapes it: findings quote what strangers wrote.

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diagnostic::{Catalogue, Located, summary};

/// More findings than these are only counted: every page carries them.
const LIMIT: usize = 50;

static TEMPLATES: LazyLock<Tera> = LazyLock::new(templates);

/// The templates are part of the program; a test renders both.
#[expect(clippy::expect_used, reason = "embedded and held sound by a test")]
fn templates() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.add_raw_templates([
        ("panel.html", include_str!("panel.html")),
        ("page.html", include_str!("page.html")),
    ])
    .expect("embedded templates");
    tera
}

fn render<T: Serialize>(template: &str, view: &T) -> String {
    let mut context = Context::new();
    context.insert("view", view);
    TEMPLATES.render(template, &context).unwrap_or_default()
}

/// What the panel shows.
pub(super) struct Panel<'a> {
    /// `de` or `en`.
    pub(super) language: &'static str,
    /// What the pages have to do with the findings: a key of the catalogue's frame.
    pub(super) remark: Option<&'static str>,
    /// The findings.
    pub(super) findings: &'a [Located],
    /// Why nothing could be loaded at all.
    pub(super) failure: Option<String>,
}

#[derive(Serialize)]
struct View<'a> {
    language: &'static str,
    title: &'a str,
    summary: String,
    open: bool,
    remark: Option<&'a str>,
    help: &'a str,
    rows: Vec<Row<'a>>,
    more: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    severity: &'static str,
    severity_name: &'a str,
    message: String,
    place: Option<String>,
    quote: Option<String>,
    help: Option<String>,
}

/// The panel's HTML; empty if there is nothing to tell.
pub(super) fn panel(panel: &Panel<'_>) -> String {
    let words = Catalogue::of(panel.language);
    let mut findings: Vec<&Located> = panel.findings.iter().collect();
    findings.sort_by_key(|finding| finding.diagnostic.code.severity());
    let mut rows: Vec<Row<'_>> = findings.iter().take(LIMIT).map(|f| row(f, words)).collect();
    let mut counts = summary(panel.findings, words);
    if let Some(failure) = &panel.failure {
        counts = words.frame("error_one").replace("{count}", "1");
        rows.push(failed(failure, words));
    }
    if rows.is_empty() {
        return String::new();
    }
    let more = findings.len().saturating_sub(LIMIT);
    let count = || {
        words
            .frame("preview_more")
            .replace("{count}", &more.to_string())
    };
    render(
        "panel.html",
        &View {
            language: panel.language,
            title: words.frame("preview_title"),
            summary: counts,
            open: rows.iter().any(|row| row.severity == "error"),
            remark: panel.remark.map(|key| words.frame(key)),
            help: words.frame("help"),
            rows,
            more: (more > 0).then(count),
        },
    )
}

fn row<'a>(finding: &Located, words: &'a Catalogue) -> Row<'a> {
    let diagnostic = &finding.diagnostic;
    let severity = diagnostic.code.severity().name();
    let file = &diagnostic.place.file;
    let position = finding.position.as_ref();
    Row {
        severity,
        severity_name: words.frame(severity),
        message: words.message(diagnostic),
        place: Some(position.map_or_else(
            || file.to_string(),
            |at| format!("{file}:{}:{}", at.line, at.column),
        )),
        quote: position.filter(|_| diagnostic.quotable).map(quote),
        help: words.help(diagnostic),
    }
}

fn failed<'a>(failure: &str, words: &'a Catalogue) -> Row<'a> {
    Row {
        severity: "error",
        severity_name: words.frame("error"),
        message: failure.to_owned(),
        place: None,
        quote: None,
        help: None,
    }
}

/// The line, with carets below the finding.
fn quote(position: &crate::diagnostic::Position) -> String {
    let (line, range) = (&position.quote, position.mark.clone());
    let width = |text: &str| text.chars().count();
    let blank = " ".repeat(width(&line[..range.start]));
    let carets = "^".repeat(width(&line[range]).max(1));
    format!("{line}\n{blank}{carets}")
}

#[derive(Serialize)]
struct PageView<'a> {
    language: &'static str,
    title: &'a str,
    heading: &'a str,
    detail: Option<&'a str>,
}

/// A page of the preview's own, for when the portal has none.
pub(super) fn page(language: &'static str, heading: &str, detail: Option<&str>) -> String {
    let title = Catalogue::of(language).frame("preview_title");
    render(
        "page.html",
        &PageView {
            language,
            title,
            heading,
            detail,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Place};

    fn finding(quotable: bool) -> Located {
        let place = Place {
            file: "content/<b>.md".into(),
            start: 6,
            end: 11,
        };
        let found = Diagnostic::new(Code::UnreadableFile, place).with("reason", "<script>");
        let lines = crate::text::Lines::new("name: a & b <i>\n");
        Located::new(Diagnostic { quotable, ..found }, Some(&lines), 0)
    }

    fn html(findings: &[Located]) -> String {
        panel(&Panel {
            language: "de",
            remark: Some("preview_kept"),
            findings,
            failure: None,
        })
    }

    #[test]
    fn findings_are_escaped_and_quoted_with_carets() {
        let html = html(&[finding(true)]);
        assert!(
            html.contains("&lt;script&gt;") && !html.contains("<script"),
            "{html}"
        );
        assert!(
            html.contains("name: a &amp; b &lt;i&gt;\n      ^^^^^"),
            "{html}"
        );
        assert!(
            html.contains("content&#x2F;&lt;b&gt;.md:1:7")
                || html.contains("content/&lt;b&gt;.md:1:7"),
            "{html}"
        );
        assert!(html.contains("1 Fehler"), "{html}");
    }

    #[test]
    fn lines_of_restricted_papers_are_not_quoted() {
        assert!(!html(&[finding(false)]).contains("a &amp; b"));
    }

    #[test]
    fn many_findings_are_counted() {
        let html = html(&vec![finding(true); LIMIT + 3]);
        assert_eq!(html.matches("<li class").count(), LIMIT);
        assert!(html.contains("und 3 weitere"), "{html}");
    }

    #[test]
    fn no_findings_are_no_panel() {
        assert_eq!(html(&[]), "");
    }

    #[test]
    fn own_pages_render() {
        let html = page("en", "<Heading>", Some("a < b"));
        assert!(
            html.contains("&lt;Heading&gt;") && html.contains("a &lt; b"),
            "{html}"
        );
    }
}
