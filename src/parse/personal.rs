//! Personal data in published files: found while a file is read, judged when the portal's contacts are known.

use std::ops::Range;

use super::check::Check;
use super::yaml::quietly;
use super::{Content, Document, SourceFile, front_matter};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Portal, Span};
use crate::text::{self, PersonalKind, is_allowed};

/// Something in a file that looks like personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// What it is.
    pub kind: PersonalKind,
    /// Where it stands in the file.
    pub span: Span,
    /// Its words.
    pub words: String,
}

/// What of a file looks like personal data and is published. Its visible text, and the values of its front matter.
pub(super) fn find<T>(file: &str, document: &Document<T>) -> Vec<Personal> {
    let (front, body) = front_matter(file).unwrap_or_default();
    let mut found = Vec::new();
    let mut take = |kind, range: Range<usize>| {
        let words = file[range.clone()].to_owned();
        let span = Span::from(range);
        found.push(Personal { kind, span, words });
    };
    let yaml = file.get(front.clone()).unwrap_or_default();
    let in_front = text::personal(yaml);
    if !in_front.is_empty() {
        let mut values = String::new();
        if let Some(value) = quietly::<serde_json::Value>(yaml) {
            published(&value, &mut values);
        }
        for (kind, range) in in_front {
            if values.contains(&without_blanks(&yaml[range.clone()])) {
                take(kind, range.start + front.start..range.end + front.start);
            }
        }
    }
    let hidden: Vec<_> = document
        .text
        .hidden
        .iter()
        .map(|span| span.range())
        .collect();
    let markdown = super::blanked(file.get(body..).unwrap_or_default(), &hidden);
    for (kind, range) in text::personal(&markdown) {
        take(kind, range.start + body..range.end + body);
    }
    found
}

/// The texts of a front matter that are published, without blanks, so that line ends do not matter.
fn published(value: &serde_json::Value, texts: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            texts.push_str(&without_blanks(text));
            texts.push('\n');
        }
        serde_json::Value::Number(number) => texts.push_str(&format!("{number}\n")),
        serde_json::Value::Array(list) => list.iter().for_each(|value| published(value, texts)),
        serde_json::Value::Object(map) => {
            let is = |key, open: serde_json::Value| map.get(key).is_none_or(|value| *value == open);
            if is("access", "public".into()) && is("public", true.into()) {
                let ours = |key: &str| matches!(key, "redact" | "personalData");
                let values = map.iter().filter(|(key, _)| !ours(key));
                values.for_each(|(_, value)| published(value, texts));
            }
        }
        _ => {}
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Withholds every file with personal data that neither it nor the portal allows, and says so.
pub(crate) fn check(portal: &Portal, content: &mut Content, findings: &mut Vec<Diagnostic>) {
    let mut contacts: Vec<&str> = portal.contacts.iter().map(String::as_str).collect();
    let contact = portal.contact.as_ref();
    contacts.extend(contact.and_then(|contact| contact.email.as_deref()));
    for document in &mut content.papers {
        judge(document, &contacts, findings);
    }
    for document in &mut content.meetings {
        judge(document, &contacts, findings);
    }
    for (_, document) in &mut content.topics {
        judge(document, &contacts, findings);
    }
    for (_, document) in &mut content.pages {
        judge(document, &contacts, findings);
    }
}

fn judge<T: Check>(document: &mut Document<T>, contacts: &[&str], findings: &mut Vec<Diagnostic>) {
    let allowances = document.data.allowances().unwrap_or_default();
    if document.broken || (document.text.personal.is_empty() && allowances.is_empty()) {
        return;
    }
    let mut used = vec![false; allowances.len()];
    let mut faults = Vec::new();
    for personal in &document.text.personal {
        let of = |entry: &str| is_allowed(entry, personal.kind, &personal.words);
        let mut allowed = contacts.iter().any(|entry| of(entry));
        for (allowance, used) in allowances.iter().zip(&mut used) {
            let fits = of(&allowance.allow);
            allowed |= fits;
            *used |= fits;
        }
        if !allowed {
            faults.push(fault(&document.source, personal));
        }
    }
    for (allowance, _) in allowances.iter().zip(used).filter(|(_, used)| !used) {
        findings.push(document.finding(Code::UnusedAllowance, allowance.allow.span));
    }
    document.broken |= !faults.is_empty();
    findings.append(&mut faults);
}

/// The finding never quotes: logs of a public CI are public.
fn fault(source: &SourceFile, personal: &Personal) -> Diagnostic {
    let found = Diagnostic::new(Code::PersonalData, source.place(personal.span));
    let quotable = false;
    Diagnostic { quotable, ..found }.with("found", personal.kind.name())
}
