//! The register as it should be: what is published now, with fingerprints of what it says.
//!
//! Whoever asks reads the text of every paper, so `build` never does: it takes the days from the register that is
//! there. Fingerprints are made of what is public alone, since the register is public wherever the content is, and
//! of what authors wrote, not of how a theme or a version of this program shows it.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::link::{Object, PaperNode, State, Text};
use crate::model::{Date, ObjectId, RegisterFile, RegisterLine};
use crate::output::{Problem, Site};
use crate::route::Route;
use crate::text::one_line;

/// Version of how fingerprints are made. A new one says of no object that it has changed.
const VERSION: &str = "1";

/// Digits of a file's SHA-512: enough to tell versions apart.
const DIGITS: usize = 32;

/// What bringing the register up to date comes to.
#[derive(Debug, Default)]
pub struct Update {
    /// Every file of the register, by its path below the portal's root.
    pub files: BTreeMap<String, String>,
    /// What is published and was not known.
    pub new: Vec<ObjectId>,
    /// What says something else than before.
    pub changed: Vec<ObjectId>,
    /// What has another address now, which its paper or its first paper knows.
    pub moved: Vec<ObjectId>,
    /// What has other facts that are no change of what it says: a fingerprint of another version, a number.
    pub renewed: usize,
}

impl Update {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.moved.is_empty() && self.renewed == 0
    }
}

/// The register brought up to date: what is new or has changed gets the day `today`.
///
/// # Errors
/// If a text or an attachment cannot be read.
pub fn update(site: &Site<'_>, today: Date) -> Result<Update, Problem> {
    let archive = site.archive;
    let mut lines: BTreeMap<ObjectId, RegisterLine> = BTreeMap::new();
    let mut update = Update::default();
    for known in archive.register.lines() {
        let mut line = known.line.clone();
        if let (State::Moved(to), true) = (known.state, line.is_live()) {
            update.moved.push(line.id.clone());
            line = forwarded(line, &archive.id_of(to), today);
        }
        lines.insert(line.id.clone(), line);
    }
    for now in current(site, today)? {
        let Some(known) = lines.get_mut(&now.id) else {
            update.new.push(now.id.clone());
            lines.insert(now.id.clone(), now);
            continue;
        };
        let version = |line: &RegisterLine| {
            let fingerprint = line.fingerprint.as_deref();
            fingerprint.map(|text| text.split(':').next().unwrap_or_default().to_owned())
        };
        let comparable = version(known) == version(&now);
        let differs = comparable && known.fingerprint != now.fingerprint;
        let changed = known.removed.is_none() && (differs || known.moved_to.is_some());
        // Files that the register did not know are no newer than the last change, which was a change of files too.
        let since = if changed { today } else { known.modified };
        let before = known.files.clone();
        let files = renewed_files(&before, &now.files, since, today);
        let renewed = RegisterLine {
            files,
            created: known.created,
            modified: if changed { today } else { known.modified },
            removed: known.removed.clone(),
            // Another address is not new, it is the old one lost: the build says so.
            address: known.address.clone(),
            ..now
        };
        known.files = before;
        if changed {
            update.changed.push(renewed.id.clone());
        } else if *known != renewed {
            update.renewed += 1;
        }
        *known = renewed;
    }
    update.files = files(lines.into_values());
    Ok(update)
}

/// What the register knows of a paper's files, with what is there now. What is not there any more stays: it is lost,
/// unless somebody said why.
fn renewed_files(
    known: &[RegisterFile],
    now: &[RegisterFile],
    since: Date,
    today: Date,
) -> Vec<RegisterFile> {
    let of = |files: &[RegisterFile], name: &str| {
        let at = files.iter().position(|file| file.name == name)?;
        files.get(at).cloned()
    };
    let kept = known.iter().map(|file| match of(now, &file.name) {
        Some(there) if file.removed.is_none() => RegisterFile {
            created: file.created,
            modified: if there.fingerprint == file.fingerprint {
                file.modified
            } else {
                today
            },
            ..there
        },
        _ => file.clone(),
    });
    let new = now.iter().filter(|file| of(known, &file.name).is_none());
    let new = new.map(|file| RegisterFile {
        created: since,
        modified: since,
        ..file.clone()
    });
    let mut files: Vec<RegisterFile> = kept.chain(new).collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The files of a register.
#[must_use]
pub fn files(lines: impl Iterator<Item = RegisterLine>) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        let text = files.entry(file_of(&line.id)).or_default();
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    files
}

/// Where the line of an object stands: what belongs to a council in a file of its own, so that councils do not get
/// into each other's way. Not in the council's folder, which can be deleted with all that is in it.
fn file_of(id: &ObjectId) -> String {
    match id.body() {
        Some(body) => format!("content/register/{body}.jsonl"),
        None => "content/register.jsonl".to_owned(),
    }
}

/// A line whose object has another address now.
#[must_use]
pub fn forwarded(line: RegisterLine, to: &ObjectId, today: Date) -> RegisterLine {
    RegisterLine {
        modified: today,
        moved_to: Some(to.clone()),
        fingerprint: None,
        reference: None,
        papers: Vec::new(),
        ..line
    }
}

/// A paper's line of which one file was taken away; none if it has no such file.
#[must_use]
pub fn without_file(
    mut line: RegisterLine,
    name: &str,
    reason: &str,
    today: Date,
) -> Option<RegisterLine> {
    let file = line.files.iter_mut().find(|file| file.name == name)?;
    file.removed = Some(one_line(reason));
    file.modified = today;
    file.fingerprint = None;
    line.modified = today;
    Some(line)
}

/// A line whose object was taken away.
#[must_use]
pub fn removed(line: RegisterLine, reason: &str, today: Date) -> RegisterLine {
    RegisterLine {
        modified: today,
        removed: Some(one_line(reason)),
        fingerprint: None,
        moved_to: None,
        papers: Vec::new(),
        ..line
    }
}

/// Whether the register knows all that is published, as it is; a portal without a register asks for none.
///
/// # Errors
/// As for [`update`].
pub fn stale(site: &Site<'_>) -> Result<Option<Diagnostic>, Problem> {
    let register = &site.archive.register;
    let Some(file) = register.files().first() else {
        return Ok(None);
    };
    let update = update(site, site.archive.today)?;
    if update.is_empty() {
        return Ok(None);
    }
    let place = Place::file(&file.as_str().into());
    let found = Diagnostic::new(Code::StaleRegister, place);
    let found = found.with("new", update.new.len().to_string());
    let changed = update.changed.len() + update.moved.len() + update.renewed;
    Ok(Some(found.with("changed", changed.to_string())))
}

/// Addresses of the register at which this program would not put what they are of.
#[must_use]
pub fn misplaced(site: &Site<'_>) -> Vec<Diagnostic> {
    let lines = site.archive.register.lines().par_iter();
    let found = lines.filter_map(|known| {
        let State::Live(object) = known.state else {
            return None;
        };
        let is_there = address(site, object) == known.line.address;
        (!is_there).then(|| {
            let found = Diagnostic::new(Code::LostAddress, known.place.clone());
            let found = found.with("value", known.line.id.place());
            let found = found.with("path", known.line.address.clone());
            found.with("id", known.line.id.as_str())
        })
    });
    found.collect()
}

/// The line of each object as it is now.
fn current(site: &Site<'_>, today: Date) -> Result<Vec<RegisterLine>, Problem> {
    let objects: Vec<_> = site.archive.objects().collect();
    let lines = objects.into_par_iter().map(|(id, object)| {
        let archive = site.archive;
        let paper = match object {
            Object::Paper(ix) => Some(archive.paper(ix)),
            _ => None,
        };
        let number = paper.and_then(|paper| paper.number.as_ref());
        let papers = match object {
            Object::Procedure(ix) => archive.procedure(ix).papers.as_slice(),
            _ => &[],
        };
        let papers = papers.iter();
        Ok(RegisterLine {
            address: address(site, object),
            created: today,
            modified: today,
            fingerprint: Some(fingerprint(site, object)?),
            reference: number.map(|number| number.display.to_string()),
            papers: papers.map(|ix| archive.id_of(Object::Paper(*ix))).collect(),
            files: paper.map_or(Ok(Vec::new()), |paper| files_of(site, paper, today))?,
            moved_to: None,
            removed: None,
            id,
        })
    });
    lines.collect()
}

/// The files of a paper as they are now.
fn files_of(site: &Site<'_>, paper: &PaperNode, today: Date) -> Result<Vec<RegisterFile>, Problem> {
    let listed = paper.paper.attachments.iter().zip(&paper.attachments);
    let mut files = Vec::new();
    for (attachment, source) in listed {
        let (Some(name), Some(source)) = (&attachment.file, source) else {
            continue;
        };
        let mut hash = site.texts.measure(source)?.sha512.clone();
        hash.truncate(DIGITS);
        files.push(RegisterFile {
            name: name.value.clone(),
            created: today,
            modified: today,
            fingerprint: Some(hash),
            removed: None,
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|a, b| a.name == b.name);
    Ok(files)
}

/// The address of an object's page, from the site's root.
fn address(site: &Site<'_>, object: Object) -> String {
    let file = site.map.file(&Route::from(object));
    format!("/{}", file.strip_suffix("index.html").unwrap_or(&file))
}

/// Fingerprint of what an object says: what its author wrote of it, its words, its files.
fn fingerprint(site: &Site<'_>, object: Object) -> Result<String, Problem> {
    let archive = site.archive;
    let mut said = Said::default();
    match object {
        Object::Body(ix) => said.data(&archive.body(ix).body),
        Object::Meeting(ix) => said.data(&*archive.meeting(ix).meeting),
        Object::Organization(ix) => said.data(&archive.organization(ix).organization),
        Object::Person(ix) => said.data(&archive.person(ix).person),
        Object::Page(at) => {
            let node = &archive.pages[at];
            said.data(&node.page);
            said.words(site, &node.text)?;
        }
        Object::Topic(ix) => {
            let node = archive.topic(ix);
            said.data(&node.topic);
            said.words(site, &node.text)?;
        }
        Object::Paper(ix) => {
            let node = archive.paper(ix);
            said.data(&*node.paper);
            said.words(site, &node.text)?;
            for file in node.attachments.iter().flatten() {
                said.text(&site.texts.measure(file)?.sha512);
            }
        }
        Object::Procedure(ix) => {
            let procedure = archive.procedure(ix);
            said.text(&procedure.name);
            for ix in &procedure.papers {
                said.text(&archive.paper(*ix).id.to_string());
            }
        }
    }
    Ok(said.fingerprint())
}

/// What an object says, as one text.
#[derive(Default)]
struct Said(String);

impl Said {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Fields with their values, but for those that are empty: a field that a later version of this program knows
    /// changes nothing where nobody uses it.
    fn data<T: Serialize>(&mut self, data: &T) {
        canonical(&serde_json::to_value(data).unwrap_or_default(), &mut self.0);
        self.0.push('\n');
    }

    /// The words that readers see. Where lines are broken says nothing; nor does the length of what is hidden.
    fn words(&mut self, site: &Site<'_>, text: &Text) -> Result<(), Problem> {
        self.text(&one_line(&site.markdown(text)?));
        Ok(())
    }

    fn fingerprint(&self) -> String {
        let hash = xxhash_rust::xxh3::xxh3_128(self.0.as_bytes());
        format!("{VERSION}:{hash:032x}")
    }
}

/// JSON with sorted names, without what is empty. Where something was before is no part of what it says.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.retain(|(name, value)| !is_empty(value) && *name != "redirectFrom");
            fields.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in fields {
                out.push_str(name);
                out.push(':');
                canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_empty_or_in_another_order_is_no_change() {
        let text = |value: Value| {
            let mut text = String::new();
            canonical(&value, &mut text);
            text
        };
        let one = json!({"name": "A", "topics": ["x"], "date": null, "vote": {"yes": 0}});
        let other = json!({"vote": {"yes": 0, "new": null}, "topics": ["x"], "name": "A", "aliases": [],
                           "redirectFrom": ["/alt/"]});
        assert_eq!(text(one.clone()), text(other));
        assert_ne!(text(one), text(json!({"name": "A", "topics": ["y"]})));
    }
}
