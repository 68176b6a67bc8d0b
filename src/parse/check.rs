//! What a file can be told about itself, beyond the types of its values.

use super::{Document, may_run, redact, runs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Access, Allowance, Body, Meeting, Organization, Page, Paper, Person, Portal, Proposal, Slug,
    Spanned, Topic,
};
use crate::scheme::{Scheme, SchemeError, ready_made_names};

/// A type of content file that checks its own values.
pub trait Check: Sized {
    /// Reports what is wrong in this file alone.
    fn check(_document: &Document<Self>, _findings: &mut Vec<Diagnostic>) {}

    /// Texts of its own, beside the Markdown, that may cite papers.
    fn prose(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Texts that were blacked out.
    fn redacted(&self) -> &[Spanned<String>] {
        &[]
    }

    /// Personal data that may be published; `None` if nothing of the file is.
    fn allowances(&self) -> Option<&[Allowance]> {
        None
    }

    /// Whether findings may quote the file: a CI's log is public, restricted papers are not.
    fn quotable(&self) -> bool {
        true
    }
}

impl Check for Topic {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        privacy(document, findings);
    }

    fn redacted(&self) -> &[Spanned<String>] {
        &self.redact
    }

    fn allowances(&self) -> Option<&[Allowance]> {
        Some(&self.personal_data)
    }
}

impl Check for Page {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        privacy(document, findings);
    }

    fn redacted(&self) -> &[Spanned<String>] {
        &self.redact
    }

    fn allowances(&self) -> Option<&[Allowance]> {
        Some(&self.personal_data)
    }
}

impl Check for Vec<Person> {}

impl Check for Vec<Organization> {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        for organization in &*document.data {
            web_address(document, organization.website.as_ref(), findings);
        }
    }
}

impl Check for Meeting {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        web_address(document, document.data.source.as_ref(), findings);
        to_review(document, &document.data.review, findings);
        privacy(document, findings);
    }

    fn redacted(&self) -> &[Spanned<String>] {
        &self.redact
    }

    fn allowances(&self) -> Option<&[Allowance]> {
        (self.access == Access::Public).then_some(&*self.personal_data)
    }

    fn quotable(&self) -> bool {
        self.access == Access::Public
    }
}

impl Check for Paper {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        let paper = &document.data;
        web_address(document, paper.source.as_ref(), findings);
        privacy(document, findings);
        if paper.name.trim().is_empty() {
            findings.push(
                document
                    .finding(Code::MissingKey, paper.name.span)
                    .with("key", "name"),
            );
        }
        for attachment in &paper.attachments {
            web_address(document, attachment.url.as_ref(), findings);
            if let Some(file) = &attachment.file {
                // What it holds is not looked at, so that a drawing counts as one that runs.
                let code = match file.as_str() {
                    name if !is_plain_file(name) => Code::UnsafePath,
                    name if runs(name) || may_run(name) => Code::ActiveFile,
                    _ => continue,
                };
                let found = document.finding(code, file.span);
                let quotable = found.quotable && attachment.access == Access::Public;
                let found = Diagnostic { quotable, ..found };
                findings.push(found.with("value", file.as_str()));
            }
        }
        to_review(document, &paper.review, findings);
        for address in &paper.redirect_from {
            if !is_site_path(address) || is_kept(address) {
                let found = document.finding(Code::BadRedirect, address.span);
                findings.push(found.with("value", address.as_str()));
            }
        }
    }

    fn prose(&self) -> Vec<&str> {
        let mut texts = vec![self.name.as_str()];
        texts.extend(self.summary.as_deref());
        proposals(&self.proposal, &mut texts);
        let resolution = self.resolution.as_ref();
        texts.extend(resolution.and_then(|resolution| resolution.text.as_deref()));
        let finance = self.finance.as_ref();
        texts.extend(finance.and_then(|finance| finance.note.as_deref()));
        let work = self.implementation.as_ref();
        texts.extend(work.and_then(|work| work.note.as_deref()));
        texts
    }

    fn redacted(&self) -> &[Spanned<String>] {
        &self.redact
    }

    fn allowances(&self) -> Option<&[Allowance]> {
        (self.access == Access::Public).then_some(&*self.personal_data)
    }

    fn quotable(&self) -> bool {
        self.access == Access::Public && self.publish_from.is_none()
    }
}

fn proposals<'a>(points: &'a [Proposal], texts: &mut Vec<&'a str>) {
    for point in points {
        texts.push(&point.text);
        proposals(&point.items, texts);
    }
}

impl Check for Body {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        let body = &document.data;
        web_address(document, body.website.as_ref(), findings);
        web_address(document, body.source.as_ref(), findings);
        web_address(document, body.license.as_ref(), findings);
        if let Some(ags) = &body.ags
            && !((5..=8).contains(&ags.len()) && ags.bytes().all(|b| b.is_ascii_digit()))
        {
            findings.push(
                document
                    .finding(Code::BadAgs, ags.span)
                    .with("value", ags.as_str()),
            );
        }
        for entry in &body.schemes {
            let found = match Scheme::compile(entry) {
                Ok(_) => continue,
                Err(SchemeError::Unknown(name)) => {
                    let found = document.finding(Code::UnknownScheme, entry.span);
                    let allowed = ready_made_names().collect::<Vec<_>>().join(", ");
                    suggest(found, &name, ready_made_names())
                        .with("value", name)
                        .with("allowed", allowed)
                }
                Err(error) => {
                    let found = document.finding(Code::BadScheme, entry.span);
                    let detail = crate::text::one_line(&error.to_string());
                    found.with("reason", error.key()).with("detail", detail)
                }
            };
            findings.push(found);
        }
    }
}

impl Check for Portal {
    fn check(document: &Document<Self>, findings: &mut Vec<Diagnostic>) {
        let portal = &document.data;
        web_address(document, Some(&portal.base_url), findings);
        web_address(document, portal.license.as_ref(), findings);
        web_address(document, portal.publisher.website.as_ref(), findings);
        if portal.base_url.contains(['?', '#']) {
            let found = document.finding(Code::BadUrl, portal.base_url.span);
            findings.push(found.with("value", portal.base_url.as_str()));
        }
        let tag = &portal.content_language;
        if !is_language(tag) {
            let found = document.finding(Code::BadLanguage, tag.span);
            findings.push(found.with("value", tag.as_str()));
        }
        let is_color = |c: &str| {
            c.len() == 7 && c.starts_with('#') && c[1..].bytes().all(|b| b.is_ascii_hexdigit())
        };
        for (name, color) in &portal.theme.colors {
            let plain_name = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            if !is_color(color) || !plain_name || name.is_empty() {
                let found = document.finding(Code::BadColor, color.span);
                findings.push(found.with("value", format!("{name}: {}", color.value)));
            }
        }
        if let Some(logo) = &portal.theme.logo
            && !is_relative_file(logo)
        {
            findings.push(
                document
                    .finding(Code::UnsafePath, logo.span)
                    .with("value", logo.as_str()),
            );
        }
    }
}

/// What an importer left for somebody to look at.
fn to_review<T>(
    document: &Document<T>,
    review: &[Spanned<String>],
    findings: &mut Vec<Diagnostic>,
) {
    let entries = review.iter().map(|entry| {
        let found = document.finding(Code::ToReview, entry.span);
        found.with("value", entry.as_str())
    });
    findings.extend(entries);
}

/// That nothing is left which was to be blacked out, and that every allowance has a reason.
fn privacy<T: Check>(document: &Document<T>, findings: &mut Vec<Diagnostic>) {
    for (at, entry) in document.data.redacted().iter().enumerate() {
        if !redact::is_mark(entry) {
            let found = document.finding(Code::NotRedacted, entry.span);
            let found = found.with("entry", (at + 1).to_string());
            let quotable = false;
            let found = Diagnostic { quotable, ..found };
            findings.push(found.with("reason", "redact-left"));
        }
    }
    let without = |allowance: &&Allowance| allowance.reason.trim().is_empty();
    let allowances = document.data.allowances().unwrap_or_default();
    for allowance in allowances.iter().filter(without) {
        let found = document.finding(Code::MissingKey, allowance.reason.span);
        findings.push(found.with("key", "reason"));
    }
}

/// Adds the known word that `word` was most likely meant to be.
pub(crate) fn suggest<'a>(
    found: Diagnostic,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match crate::diagnostic::did_you_mean(word, known) {
        Some(suggestion) => found.with("suggestion", suggestion.to_owned()),
        None => found,
    }
}

/// Letters and digits in groups of up to eight, the first of two or three letters (BCP 47).
fn is_language(tag: &str) -> bool {
    let group = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or_default();
    let letters = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    letters && tag.split('-').all(group)
}

fn web_address<T>(
    document: &Document<T>,
    address: Option<&Spanned<String>>,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(address) = address.filter(|address| !is_web_address(address)) {
        findings.push(
            document
                .finding(Code::BadUrl, address.span)
                .with("value", address.as_str()),
        );
    }
}

/// `https://host…` without blanks, quotes, control characters or credentials.
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let sound = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\'' | '<' | '>' | '\\')
    };
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@') && rest.chars().all(sound)
    })
}

/// A file name without folders, safe on every system.
pub(crate) fn is_plain_file(name: &str) -> bool {
    !name.contains('/') && is_relative_file(name)
}

/// A path of plain names, without `..`, drives or anything hidden.
fn is_relative_file(path: &str) -> bool {
    let part_ok = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && part.len() <= 255
            && !is_device(part)
            && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '%', '#'])
            && !part.chars().any(char::is_control)
    };
    path.split('/').all(part_ok)
}

/// Names that Windows keeps for devices, whatever their extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    Slug::is_reserved(&stem.to_ascii_lowercase())
}

/// A path from the site's root, made of plain names.
fn is_site_path(path: &str) -> bool {
    let inner = path
        .strip_prefix('/')
        .map(|p| p.strip_suffix('/').unwrap_or(p));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/');
    inner.is_some_and(|p| is_relative_file(p) && p.chars().all(plain))
}

/// Whether no paper can ever have been at a path: OParl's and the theme's folders, and what hosts obey.
fn is_kept(path: &str) -> bool {
    let path = path.trim_matches('/').to_ascii_lowercase();
    let folder = path.split('/').next().unwrap_or_default();
    matches!(folder, "oparl" | "theme" | "functions") || path.starts_with('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_that_can_do_harm_are_refused() {
        for good in ["https://ris.example/x?y=1#z", "http://a.example"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "https://",
            "https://u:p@x",
            "https://x y",
            "//x",
            "https://x\"y",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
        for bad in [
            "../x",
            "/etc/passwd",
            "a/b",
            ".env",
            "c:x",
            "",
            "x\0",
            "a\\b",
        ] {
            assert!(!is_plain_file(bad), "{bad}");
        }
        assert!(is_plain_file("Vereinssatzung (2024).pdf"));
        assert!(is_site_path("/alt/adresse/") && is_site_path("/alt.html"));
        for bad in ["alt/", "/../x", "//x.example/", "/a b", "/"] {
            assert!(!is_site_path(bad), "{bad}");
        }
    }
}
