//! Building again: nothing for nothing, and never anything else than a clean build.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use drucksache::discover::{Sources, stamp_of_site};
use drucksache::render::Sink;
use drucksache::write::{Old, Stage};

use crate::support::{Editor, Portal, TODAY, Tree, assert_same};

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// Builds, and returns what a clean build of the same would be.
#[track_caller]
fn built(portal: &Portal) -> Tree {
    let site = portal.site();
    let fresh = portal.run(&[
        "build",
        "--today",
        TODAY,
        "--fresh",
        "--output-dir",
        "fresh",
    ]);
    assert_eq!(fresh.code, Some(0), "{}", fresh.err);
    let fresh = portal.tree("fresh");
    assert_same(&fresh, &site);
    site
}

#[test]
fn a_build_without_a_change_does_nothing() {
    let portal = Portal::musterstadt();
    let site = portal.site();
    let folder = portal.path("public");
    let before = (
        modified(&folder),
        modified(&folder.join(".drucksache.json")),
    );
    assert_same(&site, &portal.site());
    let after = (
        modified(&folder),
        modified(&folder.join(".drucksache.json")),
    );
    assert_eq!(before, after, "the folder was exchanged");
    // Another day is another build: what is in force may have changed.
    let built = portal.run(&["build", "--today", "2031-01-01", "--output-dir", "public"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert_ne!(before.1, modified(&folder.join(".drucksache.json")));
}

#[test]
fn a_first_build_knows_its_files_without_looking_again() {
    let portal = Portal::musterstadt();
    // All kinds of files: streamed ones, compressed copies, databases that libraries write; and a folder named in an odd way.
    let build = ["build", "--today", TODAY, "--precompress", "gz"];
    let build = [&build[..], &["--output-dir", "neu/../neu//site/"]].concat();
    let run = || {
        let ended = portal.run(&build);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        modified(&portal.path("neu/site/.drucksache.json"))
    };
    let first = run();
    assert!(portal.path("neu/site/index.html.gz").exists());
    assert_eq!(first, run(), "the second build did something");
    portal.file("neu/site/vorlagen/fremd.html", "");
    fs::remove_file(portal.path("neu/site/vorlagen/fremd.html")).unwrap();
    assert_eq!(first, run(), "names, sizes and times of files alone count");
    // A file that was written again does not look as it did, though it says the same.
    let page = fs::read(portal.path("neu/site/index.html")).unwrap();
    fs::write(portal.path("neu/site/index.html"), page).unwrap();
    assert_ne!(first, run());
}

#[test]
fn what_a_new_site_looks_like_is_known_without_looking() {
    let portal = Portal::sound();
    let (sources, _) = Sources::discover(&portal.root(), None).unwrap();
    let (new, big) = (portal.path("new"), portal.path("big"));
    let publish = |folder: &Path, expected: usize| {
        let stage = Stage::begin(folder, &sources, Old::Replaced).unwrap();
        stage.expect(expected);
        for path in [
            "index.html",
            "a/b/index.html",
            "a-b/c.txt",
            "a/b.txt",
            "ä/x",
        ] {
            stage.whole(&path.into(), path.as_bytes()).unwrap();
        }
        let published = stage.publish().unwrap();
        (published.site, published.files.len())
    };
    let (site, files) = publish(&new, 5);
    assert!(site.is_some());
    assert_eq!(site, stamp_of_site(&new, files));
    // Over an old site, some files are those that were there.
    assert_eq!(publish(&new, 5).0, None);
    // Of very many files not all are looked at.
    assert_eq!(publish(&big, 100_001).0, None);
}

#[test]
fn what_has_changed_is_noticed() {
    let portal = Portal::sound();
    let text = "---\nname: Radweg\n---\nEin Text mit Zahl 1.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    let page = "vorlagen/musterstadt/radweg/index.html";
    let first = built(&portal);
    // The same length, at the same moment.
    portal.file(
        "content/bodies/musterstadt/papers/2024/radweg.md",
        &text.replace('1', "2"),
    );
    let second = built(&portal);
    assert_ne!(first[page], second[page]);
    portal.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    assert!(!built(&portal).contains_key(page));
    portal.file("theme/404.html", "<!doctype html><title>Eigene</title>");
    let own = built(&portal);
    assert!(String::from_utf8_lossy(&own["404.html"]).contains("Eigene"));
}

#[test]
fn what_somebody_did_to_the_site_is_undone() {
    let portal = Portal::sound();
    let site = portal.site();
    fs::remove_file(portal.path("public/index.html")).unwrap();
    assert_same(&site, &portal.site());
    fs::write(portal.path("public/vorlagen/index.html"), "anders").unwrap();
    assert_same(&site, &portal.site());
    for damage in [
        "",
        "drucksache state 2\n",
        "drucksache state 9\nx\nend\n",
        "\u{0}\u{1}",
    ] {
        fs::write(portal.path(".public.state"), damage).unwrap();
        assert_same(&site, &portal.site());
    }
}

#[test]
fn files_that_stay_the_same_keep_their_time() {
    let portal = Portal::sound();
    portal.site();
    let (stays, changes) = (
        portal.path("public/404.html"),
        portal.path("public/sitemap.xml"),
    );
    let before = (modified(&stays), modified(&changes));
    let text = "---\nname: Radweg\n---\nText.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    portal.site();
    assert_eq!(before.0, modified(&stays));
    assert_ne!(before.1, modified(&changes));
}

#[test]
fn findings_are_told_again() {
    let portal = Portal::sound();
    let text = "---\nname: Radweg\n---\n<b>Text</b>.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    let first = portal.build();
    assert!(first.err.contains("radweg.md"), "{}", first.err);
    assert_eq!(first.err, portal.build().err);
}

#[test]
fn timings_name_stages_and_outputs() {
    let portal = Portal::sound();
    let built = portal.run(&["build", "--timings", "--today", TODAY]);
    for word in [
        "discover", "parse", "link", "plan", "render", "write", "html",
    ] {
        let line = built.err.lines().find(|line| line.starts_with(word));
        assert!(line.is_some(), "{word}: {}", built.err);
    }
}

/// Files of an output that a build made, as `--timings` counts them.
fn made(portal: &Portal, output: &str) -> usize {
    let built = portal.run(&["build", "--timings", "--today", TODAY]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let line = built.err.lines().find(|line| line.starts_with(output));
    let line = line.unwrap_or_else(|| panic!("no {output}: {}", built.err));
    line.split_whitespace().last().unwrap().parse().unwrap()
}

#[test]
fn new_words_make_what_shows_them() {
    let portal = Portal::sound();
    let file = "content/bodies/musterstadt/papers/2024/radweg.md";
    let text = "---\nname: Radweg\nsummary: Ein Weg.\n---\nErst ein Satz.\n\nDann noch einer.\n";
    portal.file(file, text);
    let all = made(&portal, "html");
    portal.file(file, &text.replace("noch einer", "ein anderer"));
    // Its own page; with a summary, lists do not show how it begins.
    assert!(made(&portal, "html") < all);
    portal.file(file, &text.replace("Radweg", "Radwege"));
    assert_eq!(made(&portal, "html"), all);
}

/// What a build with `--timings` says of the content.
fn findings_of(err: &str) -> &str {
    err.split("stage ").next().unwrap()
}

#[test]
fn whatever_is_edited_a_build_is_a_clean_build() {
    let portal = Portal::musterstadt();
    let build = |fresh: bool, folder: &str| {
        let fresh: &[&str] = if fresh { &["--fresh"] } else { &[] };
        let told = [
            "build",
            "--keep-going",
            "--timings",
            "--today",
            TODAY,
            "--output-dir",
            folder,
        ];
        portal.run(&[&told, fresh].concat())
    };
    let cases = std::env::var("DRUCKSACHE_EDITS");
    let cases = cases.map_or(25, |cases| cases.parse().unwrap());
    let mut editor = Editor::new(&portal, 11);
    let (mut linked, mut reworded) = (0, 0);
    for step in 0..cases {
        let mut files = Vec::new();
        for _ in 0..=editor.chance(3) {
            files.push(editor.edit());
        }
        let (again, clean) = (build(false, "public"), build(true, "clean"));
        assert_eq!(
            (again.code, &again.out, findings_of(&again.err)),
            (clean.code, &clean.out, findings_of(&clean.err)),
            "step {step}: {files:?}"
        );
        assert_same(&portal.tree("clean"), &portal.tree("public"));
        linked += usize::from(again.err.contains("\nlink "));
        reworded += usize::from(again.err.contains("\nwords "));
    }
    // Both ways were gone.
    assert!(linked > 0 && reworded > 0, "{linked}, {reworded}");
}

/// Papers with all that words can stand around, and one of which there is something to say.
fn wordy() -> Portal {
    let portal = Portal::sound();
    let papers = [
        (
            "a",
            "reference: 14-20 / A 04283",
            "",
            "Der Rat prüft den Weg.\n\nEr ist lang.",
        ),
        (
            "b",
            "reference: 14-20 / V 12685",
            "summary: Ein Weg.",
            "Wie Antrag Nr. 14-20 / A 04283 sagt: Der Weg ist breit.\n\nVorlage 14-20 / V 99999 auch.",
        ),
        (
            "c",
            "topics: [verkehr]",
            "date: 2023-02-01",
            "Siehe [Antrag](a.md) und [Themen](/themen/).\n\n<!-- Nicht für alle. -->\n\nDer Rat ist froh.[^1]\n\n[^1]: Sehr, wie 14-20 / A 04283.",
        ),
        (
            "d",
            "topics: [verkehr]",
            "date: 2024-02-01",
            "# Titel\n\nDer Rat weist den Antrag Nr. 14-20 / A 04283 zurück. Der Weg ist zu.\n\n- eins\n- zwei",
        ),
        (
            "e",
            "topics: [verkehr]",
            "date: 2024-03-01",
            "Nichts als Worte: Der Rat und der Weg.",
        ),
        ("f", "topics: [verkehr]", "", "Ein <b>Text</b> des Rates."),
        ("g", "review: [Stimmt das?]", "", "Ein Text des Rates."),
    ];
    for (slug, one, two, text) in papers {
        let front = format!("name: Vorlage {slug}\n{one}\n{two}");
        portal.paper(slug, front.trim_end(), text);
    }
    portal
}

#[test]
fn new_words_link_nothing_and_are_everywhere() {
    new_words(true);
}

/// The search names its files by what they hold; without it, only what shows new words is planned.
#[test]
fn new_words_are_everywhere_without_the_search_too() {
    new_words(false);
}

fn new_words(search: bool) {
    let portal = wordy();
    if !search {
        let settings = fs::read_to_string(portal.path("content/portal.yaml")).unwrap();
        let without = "outputs: {without: [search]}\n";
        portal.file("content/portal.yaml", &(settings + without));
    }
    portal.site();
    let cases = std::env::var("DRUCKSACHE_EDITS");
    let cases = cases.map_or(25, |cases| cases.parse().unwrap());
    let mut editor = Editor::of_words(&portal, 5);
    let (mut linked, mut reworded) = (0, 0);
    for step in 0..cases {
        let files: Vec<_> = (0..=editor.chance(2)).map(|_| editor.edit()).collect();
        let told = ["--timings", "--today", TODAY, "--output-dir"];
        let again = portal.run(&[&["build"], &told[..], &["public"]].concat());
        let clean = portal.run(&[&["build", "--fresh"], &told[..], &["clean"]].concat());
        assert_eq!(
            (again.code, findings_of(&again.err)),
            (Some(0), findings_of(&clean.err)),
            "step {step}: {files:?}"
        );
        assert_same(&portal.tree("clean"), &portal.tree("public"));
        linked += usize::from(again.err.contains("\nlink "));
        reworded += usize::from(again.err.contains("\nwords "));
    }
    assert!(3 * reworded > linked, "{reworded}, {linked}");
}

#[test]
fn a_kept_archive_is_not_trusted_when_it_may_be_wrong() {
    let portal = wordy();
    let edit = |words: &str| portal.paper("e", "name: Vorlage e\ntopics: [verkehr]", words);
    let words = "Nichts als Worte: Der Rat und der Weg.";
    edit(words);
    let first = built(&portal);
    let kept = portal.path(".public.archive");
    let whole = fs::read(&kept).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
        for damage in [true, false] {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            damaged.truncate(if damage { whole.len() } else { at });
            fs::write(&kept, &damaged).unwrap();
            edit(&format!("Nun {at} Wege, {damage}."));
            built(&portal);
        }
    }
    edit(words);
    assert_same(&first, &built(&portal));
}

#[test]
fn compressed_copies_follow_new_words() {
    let portal = wordy();
    let build = |fresh: &[&str], folder: &str| {
        let told = [
            "build",
            "--today",
            TODAY,
            "--precompress",
            "gz",
            "--output-dir",
            folder,
        ];
        let ended = portal.run(&[&told, fresh].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        portal.tree(folder)
    };
    for words in ["kurz", &"lang ".repeat(2000), "kurz"] {
        portal.paper("e", "name: Vorlage e", words);
        assert_same(&build(&["--fresh"], "clean"), &build(&[], "public"));
    }
}

/// Everything that lies beside the output folder and is none of the portal's own.
fn beside(portal: &Portal) -> Vec<u8> {
    let files = fs::read_dir(portal.root()).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut bytes = Vec::new();
    for file in files.filter(|file| file.is_file()) {
        bytes.extend(fs::read(file).unwrap());
    }
    bytes
}

#[test]
fn what_is_not_public_is_not_kept_beside_the_site() {
    let portal = Portal::sound();
    let paper = |slug: &str, front: &str, text: &str| {
        let file = format!("content/bodies/musterstadt/papers/2024/{slug}.md");
        portal.file(
            &file,
            &format!("---\nname: Radweg {slug}\n{front}---\n{text}\n"),
        );
    };
    paper("offen", "", "Sichtbarwort.");
    paper("zu", "access: restricted\n", "Geheimwort.");
    paper("bald", "publishFrom: 2099-01-01\n", "Geheimwort.");
    paper(
        "schwarz",
        "redact: [Geheimwort]\n",
        "Von Geheimwort und anderem.",
    );
    paper("notiz", "review: [Geheimwort]\n", "Text.");
    paper(
        "anlage",
        "attachments: [{name: Geheimwort, access: restricted}]\n",
        "Text.",
    );
    paper("kommentar", "", "Text. <!-- Geheimwort -->");
    let step = "consultation: [{organization: stadtrat, public: false, result: Geheimwort}]\n";
    paper("sitzung", step, "Text.");
    portal.file(
        "content/bodies/musterstadt/meetings/2024-05-02-rat.md",
        "---\nname: Rat\nstart: 2024-05-02T18:00\norganization: [stadtrat]\nreview: [Geheimwort]\n---\n",
    );
    let allowed = "personalData: [{allow: a@b.example, reason: Geheimwort}]";
    portal.file(
        "content/topics/wege.md",
        &format!("---\nname: Wege\n{allowed}\n---\nAn a@b.example.\n"),
    );
    portal.file(
        "content/pages/kontakt.md",
        &format!("---\nname: Kontakt\n{allowed}\n---\nAn a@b.example.\n"),
    );
    let mut kept = 0;
    for words in ["", "Und mehr.", "Und noch mehr."] {
        paper("offen", "", &format!("Sichtbarwort. {words}"));
        let ended = portal.build();
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let beside = beside(&portal);
        let holds = |word: &str| memchr::memmem::find(&beside, word.as_bytes()).is_some();
        kept += usize::from(holds("Sichtbarwort"));
        assert!(portal.path(".public.archive").is_file());
        assert!(!holds("Geheimwort"));
    }
    assert!(kept > 0, "nothing was kept at all");
}

#[test]
fn what_was_parsed_before_is_not_trusted_when_it_may_be_wrong() {
    let portal = Portal::sound();
    let file = "content/bodies/musterstadt/papers/2024/radweg.md";
    let text = "---\nname: Radweg\n---\nSiehe Vorlage 57/2024 und Drucksache Q-2024-57.\n";
    portal.file(file, text);
    built(&portal);
    // The council's numbers look otherwise now.
    let body = portal.path("content/bodies/musterstadt/body.yaml");
    let council = fs::read_to_string(&body).unwrap();
    fs::write(&body, council + "# Anders.\n").unwrap();
    built(&portal);
    let kept = portal.path(".public.parsed");
    let whole = fs::read(&kept).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        fs::write(&kept, &damaged).unwrap();
        portal.file(file, &text.replace("Siehe", &"Siehe ".repeat(at % 7 + 2)));
        built(&portal);
        fs::write(&kept, &whole[..at]).unwrap();
        portal.file(file, text);
        built(&portal);
    }
}

#[test]
fn a_file_with_an_old_time_is_read_all_the_same() {
    let portal = Portal::sound();
    let write = |slug: &str, text: &str| {
        let front = format!("name: {slug}\nsummary: Ein Weg.");
        portal.paper(slug, &front, text);
        portal.path(&format!("content/bodies/musterstadt/papers/2024/{slug}.md"))
    };
    let page = "vorlagen/musterstadt/radweg/index.html";
    let file = write("radweg", "Ein Text mit Zahl 1.");
    let other = write("gehweg", "Ein Text mit Zahl 2.");
    let first = built(&portal);
    let time = modified(&file);
    write("radweg", "Ein Text mit Zahl 3.");
    let opened = fs::File::options().append(true).open(&file).unwrap();
    opened.set_modified(time).unwrap();
    let second = built(&portal);
    assert_ne!(first[page], second[page]);
    // One file takes the other's place.
    let between = portal.path("content/between");
    fs::rename(&file, &between).unwrap();
    fs::rename(&other, &file).unwrap();
    fs::rename(&between, &other).unwrap();
    let third = built(&portal);
    assert!(String::from_utf8_lossy(&third[page]).contains("Zahl 2"));
}

#[test]
fn a_first_build_into_a_folder_that_is_not_there_keeps_what_it_parsed() {
    let portal = Portal::sound();
    portal.paper("radweg", "name: Radweg", "Text.");
    let ended = portal.run(&["build", "--today", TODAY, "--output-dir", "neu/site"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let kept = fs::read(portal.path("neu/.site.parsed")).expect("what was parsed");
    assert!(memchr::memmem::find(&kept, b"Radweg").is_some());
}

#[test]
fn a_build_knows_whether_another_came_in_between() {
    let portal = Portal::sound();
    let public = portal.path("public");
    let folder = public.to_str().unwrap();
    let build = || portal.run(&["build", "--today", TODAY, "--output-dir", folder]);
    build();
    let state = drucksache::write::State::of(&public).expect("a site that is known");
    assert!(state.stands(&public));
    portal.paper("radweg", "name: Radweg", "Text.");
    build();
    assert!(!state.stands(&public));
    let state = drucksache::write::State::of(&public).expect("a site that is known");
    fs::remove_file(portal.path(".public.state")).unwrap();
    assert!(!state.stands(&public));
}

#[cfg(target_os = "linux")]
#[test]
fn what_may_not_be_on_the_disk_counts_until_the_machine_starts_again() {
    let portal = Portal::sound();
    let (public, state) = (portal.path("public"), portal.path(".public.state"));
    let build = |fresh: &[&str]| {
        let folder = public.to_str().unwrap();
        let told = ["build", "--today", TODAY, "--output-dir", folder];
        let ended = portal.run(&[&told, fresh].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        portal.tree("public")
    };
    let site = build(&[]);
    assert!(drucksache::write::State::of(&public).is_some_and(|state| !state.on_disk));
    let start = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let noted = fs::read(&state).unwrap();
    let at = memchr::memmem::find(&noted, start.trim().as_bytes()).expect("a first build");
    let mut other = noted.clone();
    other[at] = if other[at] == b'0' { b'1' } else { b'0' };
    fs::write(&state, other).unwrap();
    assert!(drucksache::write::State::of(&public).is_none());
    // As after a power cut: the file is there, its bytes are not.
    fs::write(portal.path("public/index.html"), "").unwrap();
    assert_same(&site, &build(&[]));
    // What takes an old site's place is on the disk before.
    assert_same(&site, &build(&["--fresh"]));
    let known = drucksache::write::State::of(&public).expect("a site that is known");
    assert!(known.on_disk);
}
