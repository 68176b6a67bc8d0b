//! Same content, same options: the same bytes, whatever the machine.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::support::{Portal, Tree, assert_same, tests, tree};

fn expected() -> Tree {
    Portal::musterstadt().site()
}

#[test]
fn twice() {
    assert_same(&expected(), &expected());
}

#[test]
fn over_an_old_site() {
    let portal = Portal::musterstadt();
    let first = portal.site();
    assert_same(&first, &portal.site());
}

#[test]
fn with_files_made_in_another_order() {
    let mut files: Vec<_> = tree(&tests().join("golden/musterstadt"))
        .into_iter()
        .collect();
    files.reverse();
    let middle = files.len() / 2;
    files.rotate_left(middle);
    let portal = Portal::copy_of(&tests().join("golden/none"));
    for (path, bytes) in files {
        portal.bytes(&path, &bytes);
    }
    assert_same(&expected(), &portal.site());
}

#[test]
fn with_one_thread_and_with_eight() {
    for threads in ["1", "8"] {
        let portal = Portal::musterstadt();
        let mut command = portal.command(&["build", "--today", crate::support::TODAY]);
        command.env("RAYON_NUM_THREADS", threads);
        assert!(command.output().unwrap().status.success());
        assert_same(&expected(), &portal.tree("public"));
    }
}

#[test]
fn in_another_place_zone_language_and_time() {
    let portal = Portal::musterstadt();
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in tree(&portal.root()).keys() {
        let file = fs::File::options()
            .write(true)
            .open(portal.path(path))
            .unwrap();
        file.set_modified(old).unwrap();
    }
    let root = portal.root();
    let mut command = portal.command(&["build", "--today", crate::support::TODAY, "--root"]);
    command
        .arg(&root)
        .arg("--output-dir")
        .arg(root.join("anderswo/tief/site"));
    command
        .current_dir("/")
        .env("TZ", "Pacific/Kiritimati")
        .env("LANG", "tr_TR.UTF-8")
        .env("LC_ALL", "tr_TR.UTF-8");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_same(&expected(), &portal.tree("anderswo/tief/site"));
}

#[test]
fn the_day_matters_only_where_something_is_due_or_ends() {
    let portal = Portal::sound();
    let before = portal.site();
    let built = portal.run(&["build", "--today", "2031-12-31"]);
    assert_eq!(built.code, Some(0));
    assert_same(&before, &portal.tree("public"));
    // Where it matters, no address moves.
    let portal = Portal::musterstadt();
    portal.run(&["build", "--today", "2031-12-31"]);
    let later = portal.tree("public");
    assert!(expected().keys().eq(later.keys()));
    assert_ne!(expected(), later);
}
