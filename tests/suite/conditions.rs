//! Odd conditions: clocks that jump, files that cannot be read, folders that cannot be written.

use std::fs::{self, File, FileTimes};
use std::time::{Duration, SystemTime};

use crate::support::{Portal, TODAY, Tree, assert_same, text};

/// Builds, and expects the bytes of a clean build.
#[track_caller]
fn built(portal: &Portal) -> Tree {
    let site = portal.site();
    let clean = ["build", "--today", TODAY, "--output-dir", "clean"];
    let clean = portal.run(&clean);
    assert_eq!(clean.code, Some(0), "{}", clean.err);
    let clean = portal.tree("clean");
    fs::remove_dir_all(portal.path("clean")).expect("removed");
    assert_same(&clean, &site);
    site
}

fn set_time(portal: &Portal, path: &str, time: SystemTime) {
    let file = File::options().write(true).open(portal.path(path));
    let times = FileTimes::new().set_modified(time).set_accessed(time);
    file.and_then(|file| file.set_times(times)).expect("times");
}

const PAPER: &str = "content/bodies/musterstadt/papers/2024/uhr.md";
const PAGE: &str = "vorlagen/musterstadt/uhr/index.html";

fn paper(number: u32) -> String {
    format!("---\nname: Uhr\n---\nEin Text mit Zahl {number}.\n")
}

#[test]
fn a_clock_that_jumps_hides_no_change() {
    let portal = Portal::sound();
    let year = Duration::from_hours(365 * 24);
    let times = [
        SystemTime::now() + 10 * year,
        SystemTime::UNIX_EPOCH + year,
        SystemTime::now(),
        SystemTime::UNIX_EPOCH,
    ];
    for (number, time) in (1..).zip(times) {
        portal.file(PAPER, &paper(number));
        for path in [PAPER, "content/portal.yaml"] {
            set_time(&portal, path, time);
        }
        let site = built(&portal);
        assert!(text(&site, PAGE).contains(&format!("Zahl {number}.")));
        // The site's own files may have any time.
        set_time(&portal, &format!("public/{PAGE}"), time);
        set_time(&portal, "public/.drucksache.json", time);
    }
}

#[cfg(unix)]
#[test]
fn a_change_that_keeps_size_and_time_is_noticed() {
    let portal = Portal::sound();
    portal.file(PAPER, &paper(1));
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    set_time(&portal, PAPER, time);
    built(&portal);
    // Written in place: the same inode.
    fs::write(portal.path(PAPER), paper(2)).expect("written");
    set_time(&portal, PAPER, time);
    assert!(text(&built(&portal), PAGE).contains("Zahl 2."));
    // Another file in its place, as `cp -p` and `git checkout` leave it.
    portal.file("neu.md", &paper(3));
    set_time(&portal, "neu.md", time);
    fs::rename(portal.path("neu.md"), portal.path(PAPER)).expect("renamed");
    assert!(text(&built(&portal), PAGE).contains("Zahl 3."));
    // So is a page of the site that somebody wrote over.
    let page = portal.path(&format!("public/{PAGE}"));
    let before = fs::metadata(&page).and_then(|look| look.modified());
    let other = text(&portal.tree("public"), PAGE).replace("Zahl 3.", "Zahl 9.");
    fs::write(&page, other).expect("written");
    set_time(&portal, &format!("public/{PAGE}"), before.expect("a time"));
    assert!(text(&built(&portal), PAGE).contains("Zahl 3."));
}

/// Gives a folder to somebody without rights, and says whether `drucksache` can run as that one.
#[cfg(unix)]
fn given_away(portal: &Portal) -> bool {
    use std::os::unix::fs::{PermissionsExt, chown};
    for entry in walkdir::WalkDir::new(portal.root()) {
        let entry = entry.expect("an entry");
        if chown(entry.path(), Some(NOBODY), Some(NOBODY)).is_err() {
            // An ordinary user owns it already.
            return true;
        }
    }
    let root = portal.root();
    let above = root.parent().expect("a folder");
    fs::set_permissions(above, fs::Permissions::from_mode(0o755)).expect("a mode");
    let mut command = portal.command(&["--version"]);
    as_nobody(&mut command);
    command.output().is_ok_and(|output| output.status.success())
}

#[cfg(unix)]
const NOBODY: u32 = 65534;

/// The super-user reads and writes everything; nobody does not.
#[cfg(unix)]
fn as_nobody(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt;
    if fs::read("/etc/shadow").is_ok() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_told_and_the_old_site_stays() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::sound();
    portal.file(PAPER, &paper(1));
    if !given_away(&portal) {
        eprintln!("skipped: nobody can run the program");
        return;
    }
    let run = |arguments: &[&str]| {
        let mut command = portal.command(arguments);
        as_nobody(&mut command);
        crate::support::ended(command)
    };
    let mode = |path: &str, mode| {
        fs::set_permissions(portal.path(path), fs::Permissions::from_mode(mode)).expect("a mode");
    };
    let build = ["build", "--today", TODAY];
    let first = run(&build);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let site = portal.tree("public");

    mode(PAPER, 0o000);
    let built = run(&build);
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(built.err.contains("uhr.md"), "{}", built.err);
    assert_same(&site, &portal.tree("public"));
    let withheld = run(&["build", "--today", TODAY, "--keep-going"]);
    assert_eq!(withheld.code, Some(1), "{}", withheld.err);
    assert!(!portal.tree("public").contains_key(PAGE));
    mode(PAPER, 0o644);
    assert_eq!(run(&build).code, Some(0));
    assert_same(&site, &portal.tree("public"));

    // A folder of papers that cannot be looked into must not look like one without papers.
    mode("content/bodies/musterstadt/papers/2024", 0o000);
    let built = run(&build);
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(built.err.contains("papers/2024"), "{}", built.err);
    mode("content/bodies/musterstadt/papers/2024", 0o755);
    assert_same(&site, &portal.tree("public"));

    portal.file(
        "content/topics/verkehr.md",
        "---\nname: Anderer Verkehr\n---\n",
    );
    mode(".", 0o555);
    let built = run(&build);
    assert_eq!(built.code, Some(2), "{}", built.err);
    assert!(built.err.contains("ermission denied"), "{}", built.err);
    assert_same(&site, &portal.tree("public"));
    mode(".", 0o755);
    assert_eq!(run(&build).code, Some(0));
    assert_ne!(site, portal.tree("public"));
}
