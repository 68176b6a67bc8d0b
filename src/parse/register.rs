//! The register's files: one line an object, as JSON.

use super::SourceFile;
use super::check::is_plain_file;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ObjectKind, RegisterFile as RegisteredFile, RegisterLine, Slug, Span};
use crate::text::{one_line, printable};

/// A part of the register, in the order of its lines.
#[derive(Clone, Debug)]
pub struct RegisterFile {
    /// The file.
    pub source: SourceFile,
    /// The lines, with their places.
    pub lines: Vec<(RegisterLine, Span)>,
}

/// Reads a part of the register.
pub(super) fn read(
    source: &SourceFile,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> RegisterFile {
    let mut lines = Vec::with_capacity(text.len() / 200);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::from(at..at + line.trim_end().len());
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str::<RegisterLine>(line).map_err(|error| error.to_string());
        match read.and_then(sound) {
            Ok(read) => {
                // A line is long; what it is about stands first.
                let id = line.find(',').unwrap_or(line.trim_end().len());
                let start = span.start as usize;
                lines.push((read, Span::from(start..start + id)));
            }
            Err(reason) => {
                let found = Diagnostic::new(Code::BadRegister, source.place(span));
                findings.push(found.with("reason", reason));
            }
        }
    }
    let source = source.clone();
    RegisterFile { source, lines }
}

/// A line whose address can be one of ours (it becomes the name of a file, and a line of `_redirects`), that leads to
/// its like alone, and whose words are fit to be shown.
fn sound(line: RegisterLine) -> Result<RegisterLine, String> {
    let inner = line.address.strip_prefix('/');
    let inner = inner.and_then(|rest| rest.strip_suffix('/'));
    let is_address =
        inner.is_some_and(|inner| inner.split('/').all(|part| Slug::new(part).is_some()));
    if !is_address {
        return Err(format!("`{}` is no address", line.address));
    }
    let kind = line.id.kind();
    let is_procedure = kind == ObjectKind::Procedure;
    let mut papers = line.papers.iter();
    // What is left of a procedure can be a single paper.
    let is_like = |to: ObjectKind| to == kind || (is_procedure && to == ObjectKind::Paper);
    let leads_astray = line.moved_to.as_ref().is_some_and(|to| !is_like(to.kind()))
        || !papers.all(|paper| is_procedure && paper.kind() == ObjectKind::Paper);
    if leads_astray {
        return Err(format!("`{}` leads to something of another kind", line.id));
    }
    let of_paper = kind == ObjectKind::Paper || line.files.is_empty();
    if !of_paper || !line.files.iter().all(|file| is_plain_file(&file.name)) {
        return Err(format!("`{}` has files that cannot be", line.id));
    }
    let shown = |text: String| one_line(&printable(&text));
    let files = line.files.into_iter().map(|file| RegisteredFile {
        removed: file.removed.map(shown),
        ..file
    });
    Ok(RegisterLine {
        reference: line.reference.map(shown),
        removed: line.removed.map(shown),
        files: files.collect(),
        ..line
    })
}
