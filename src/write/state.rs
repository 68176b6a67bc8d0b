//! What an output folder was made from, in a file beside it: whether there is anything to do.
//!
//! The file (`.public.state`) is none of the site: it says what the portal's files look like, public or not, though
//! only as fingerprints. Whatever is odd about it means that nothing is known.

#![expect(
    clippy::disallowed_methods,
    reason = "this room writes beside the output folder"
)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::folder::beside;
use super::ours::fingerprint_of_manifest;
use super::put::put_parts;
use crate::discover::stamp_of_site;

/// The first line; another format gets another number.
const FORMAT: &str = "drucksache state 3";

/// Bytes before the book at most: three fingerprints, three short words and two numbers.
const MOST_HEAD: u64 = 1 << 10;

/// The line behind which the book begins.
const END: &[u8] = b"\nend\n";

/// What an output folder was made from, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the content, the theme and the program looked like, and what the build was told.
    pub stamp: u128,
    /// How many files the site has.
    pub files: usize,
    /// The portal's language.
    pub language: String,
    /// Whether there was nothing to say about the content, but for hints.
    pub silent: bool,
    /// How many hints there were.
    pub hints: usize,
    /// Whether the site is known to be on the disk. If not, the state counts until the machine starts again.
    pub on_disk: bool,
    /// What is known of each of the site's files.
    pub book: Vec<u8>,
}

impl State {
    /// The state of an output folder; `None` if it is not known, the folder is not the one that it was, or another
    /// build is at work or came to an untimely end.
    #[must_use]
    pub fn of(target: &Path) -> Option<Self> {
        let rests = ["new", "old"].map(|rest| beside(target, rest));
        if rests.iter().any(|rest| rest.symlink_metadata().is_ok()) || is_locked(target) {
            return None;
        }
        let mut book = fs::read(path(target)).ok()?;
        let end = memchr::memmem::find(&book, END)? + END.len();
        let text = String::from_utf8(book.drain(..end).collect()).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(FORMAT) {
            return None;
        }
        let number = |line: Option<&str>| u128::from_str_radix(line?, 16).ok();
        let stamp = number(lines.next())?;
        let manifest = number(lines.next())?;
        let site = number(lines.next())?;
        let files = lines.next()?.parse().ok()?;
        let language = lines.next()?.to_owned();
        let silent = lines.next()?.parse().ok()?;
        let hints = lines.next()?.parse().ok()?;
        let start = lines.next()?;
        let on_disk = start == ON_DISK;
        if !on_disk && Some(start) != machine_start().as_deref() {
            return None;
        }
        let whole = lines.next() == Some("end")
            && fingerprint_of_manifest(target).ok() == Some(manifest)
            && stamp_of_site(target, files) == Some(site);
        whole.then_some(Self {
            stamp,
            files,
            language,
            silent,
            hints,
            on_disk,
            book,
        })
    }

    /// Takes note of the state of an output folder; `site` is what is in it, if that is known without looking. That it
    /// cannot is no fault: the next build does more then.
    pub fn note(&self, target: &Path, site: Option<u128>) {
        let site = site.or_else(|| stamp_of_site(target, self.files));
        let (Some(manifest), Some(site)) = (fingerprint_of_manifest(target).ok(), site) else {
            return;
        };
        let text = self.head(manifest, site);
        let _ = put_parts(&path(target), &[text.as_bytes(), &self.book]);
    }

    /// Whether this is still what is noted beside an output folder: no other build has written there since it was read.
    #[must_use]
    pub fn stands(&self, target: &Path) -> bool {
        let mut noted = Vec::new();
        let read = fs::File::open(path(target))
            .and_then(|file| file.take(MOST_HEAD).read_to_end(&mut noted));
        let (Ok(_), Some(manifest)) = (read, fingerprint_of_manifest(target).ok()) else {
            return false;
        };
        let head = memchr::memmem::find(&noted, END).map(|end| &noted[..end + END.len()]);
        // What the site looks like was compared when it was read.
        let site = head.and_then(|head| {
            let line = std::str::from_utf8(head).ok()?.lines().nth(3)?;
            u128::from_str_radix(line, 16).ok()
        });
        site.is_some_and(|site| head == Some(self.head(manifest, site).as_bytes()))
    }

    /// What is noted before the book.
    fn head(&self, manifest: u128, site: u128) -> String {
        let start = machine_start().filter(|_| !self.on_disk);
        let start = start.as_deref().unwrap_or(ON_DISK);
        format!(
            "{FORMAT}\n{:032x}\n{manifest:032x}\n{site:032x}\n{}\n{}\n{}\n{}\n{start}\nend\n",
            self.stamp, self.files, self.language, self.silent, self.hints
        )
    }

    /// Forgets the state of an output folder: it is about to change.
    pub fn forget(target: &Path) {
        let _ = fs::remove_file(path(target));
    }
}

/// What stands for [`State::on_disk`].
const ON_DISK: &str = "on disk";

/// A name for the time since the machine was started; `None` where the system has none.
pub(super) fn machine_start() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Whether another build holds the lock.
fn is_locked(target: &Path) -> bool {
    let lock = fs::File::open(beside(target, "lock"));
    lock.is_ok_and(|lock| lock.try_lock_shared().is_err())
}

fn path(target: &Path) -> PathBuf {
    beside(target, "state")
}
