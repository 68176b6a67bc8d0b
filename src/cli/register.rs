//! `drucksache register`

use std::io;
use std::path::Path;

use clap::Args;

use super::{End, Messages, Portal, files, human, report, say, with_cure};
use crate::diagnostic::{Catalogue, Code, Located, Severity};
use crate::model::{Date, ObjectId};
use crate::register::{Update, update};
use crate::{Faults, Loaded};

const EXAMPLES: &str = "\
Examples:
  drucksache register                   before each publication, best in CI or a commit hook
  drucksache register --check           change nothing; exit code 1 if it is not up to date
  drucksache register --today 2024-05-02

The register (content/register.jsonl, content/register/) belongs to the content: keep it under version
control. It records for everything that is public its address, when it was published first and when it
changed last, by a fingerprint of what it says. A build that would lose one of these addresses fails.
Exit code: 0 done, 1 it is not up to date (--check) or an address is lost, 2 it cannot be written.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Change nothing, and tell whether it is up to date
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    portal: Portal,
    #[command(flatten)]
    messages: Messages,
}

/// Lines that are told one by one; beyond, counts must do.
const FEW: usize = 40;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<End> {
    let build = arguments.portal.build(None, Faults::Withhold);
    let mut loaded = build.load().map_err(with_cure)?;
    let updated = updated(&mut loaded, build.today)?;
    let built = loaded.result(None);
    let words = arguments.messages.words(&built.language);
    let readable = updated.is_some();
    let is_told = |finding: &Located| {
        let is_error = finding.diagnostic.code.severity() == Severity::Error;
        is_about(finding) || (is_error && !readable)
    };
    let about: Vec<Located> = built.findings.into_iter().filter(is_told).collect();
    say(
        &mut io::stderr(),
        &report(&about, human(&io::stderr()), words),
    );
    let Some(updated) = updated.filter(|_| is_readable(&about)) else {
        say(
            &mut io::stderr(),
            &format!("{}\n", words.frame("register_unread")),
        );
        return Ok(End::Findings);
    };
    say(&mut io::stdout(), &told(&updated, words));
    if arguments.check {
        if updated.is_empty() && about.is_empty() {
            return Ok(End::Well);
        }
        say(
            &mut io::stderr(),
            &format!("{}\n", words.frame("register_stale")),
        );
        return Ok(End::Findings);
    }
    write(&arguments.portal.root, &updated)?;
    Ok(if about.is_empty() {
        End::Well
    } else {
        End::Findings
    })
}

/// The register as it should be; `None` if there is no portal that could be read.
pub(super) fn updated(loaded: &mut Loaded, today: Date) -> anyhow::Result<Option<Update>> {
    let action = |site: &crate::output::Site<'_>| update(site, today).map_err(crate::Failure::Io);
    loaded
        .with_site(|site, _, _| action(site))
        .map_err(with_cure)
}

/// Findings about the register; all others are `check`'s, but for those by which a part of it cannot be read.
fn is_about(finding: &Located) -> bool {
    let code = finding.diagnostic.code;
    let own = [Code::BadRegister, Code::LostAddress, Code::ReturnedObject];
    let file = &finding.diagnostic.place.file;
    own.contains(&code)
        || (file.starts_with("content/register") && code.severity() == Severity::Error)
}

/// Whether every line of the register was understood: what was not would be lost by writing it anew.
pub(super) fn is_readable(findings: &[Located]) -> bool {
    let unread = |finding: &Located| {
        let code = finding.diagnostic.code;
        is_about(finding) && !matches!(code, Code::LostAddress | Code::ReturnedObject)
    };
    !findings.iter().any(unread)
}

/// What was done, or is to be done.
fn told(update: &Update, words: &Catalogue) -> String {
    let mut text = String::new();
    let lists = [
        ('+', &update.new),
        ('~', &update.changed),
        ('>', &update.moved),
    ];
    for (sign, ids) in lists {
        if ids.len() <= FEW {
            let line = |id: &ObjectId| format!("{sign} {id}\n");
            text.extend(ids.iter().map(line));
        }
    }
    if update.is_empty() {
        text.push_str(words.frame("register_current"));
        text.push('\n');
        return text;
    }
    let counts = words.frame("register_counts");
    let counts = counts.replace("{new}", &update.new.len().to_string());
    let counts = counts.replace("{changed}", &update.changed.len().to_string());
    text.push_str(&counts.replace("{moved}", &update.moved.len().to_string()));
    text.push('\n');
    if update.renewed > 0 {
        let renewed = words.frame("register_renewed");
        text.push_str(&renewed.replace("{count}", &update.renewed.to_string()));
        text.push('\n');
    }
    text
}

/// Writes the files of the register that differ.
pub(super) fn write(root: &Path, update: &Update) -> anyhow::Result<()> {
    for (path, text) in &update.files {
        let path = root.join(path);
        let same = files::is_there(&path) && files::read(&path).is_ok_and(|old| old == *text);
        if !same {
            files::put(&path, text)?;
        }
    }
    Ok(())
}
