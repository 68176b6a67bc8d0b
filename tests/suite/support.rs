//! Portals in temporary folders, commands run on them, and trees of files compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The day of every test that does not say otherwise.
pub(crate) const TODAY: &str = "2024-06-10";

/// Folder of this crate's tests.
pub(crate) fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// A portal in a folder of its own, gone with the test.
pub(crate) struct Portal {
    dir: TempDir,
    /// Name of the root below `dir`.
    name: String,
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Files by path, with `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

impl Portal {
    /// A portal without a single finding: one council, one topic, two papers.
    pub(crate) fn sound() -> Self {
        Self::copy_of(&tests().join("diagnostics/sound"))
    }

    /// Musterstadt, with everything that a portal can have.
    pub(crate) fn musterstadt() -> Self {
        Self::copy_of(&tests().join("golden/musterstadt"))
    }

    /// A portal with the files of `folder`.
    pub(crate) fn copy_of(folder: &Path) -> Self {
        let portal = Self {
            dir: TempDir::new().expect("temporary folder"),
            name: "portal".into(),
        };
        for (path, bytes) in tree(folder) {
            portal.bytes(&path, &bytes);
        }
        portal
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join(&self.name)
    }

    /// A path below the root.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file.
    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes a paper of Musterstadt. `front` is its front matter.
    pub(crate) fn paper(&self, slug: &str, front: &str, text: &str) -> &Self {
        let path = format!("content/bodies/musterstadt/papers/2024/{slug}.md");
        self.file(&path, &format!("---\n{front}\n---\n{text}\n"))
    }

    pub(crate) fn bytes(&self, path: &str, bytes: &[u8]) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, bytes).expect("file");
        self
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path(path)).expect("removed");
        self
    }

    /// Runs `drucksache` in the root.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments))
    }

    /// `drucksache` in the root, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_drucksache"));
        command.current_dir(self.root()).args(arguments);
        command
            .env_remove("NO_COLOR")
            .env_remove("RAYON_NUM_THREADS");
        command
    }

    /// `drucksache build --today …`
    pub(crate) fn build(&self) -> Ended {
        self.run(&["build", "--today", TODAY])
    }

    /// `drucksache check --today …`
    pub(crate) fn check(&self) -> Ended {
        self.run(&["check", "--today", TODAY])
    }

    /// Builds, expects that the site was written, and reads it.
    #[track_caller]
    pub(crate) fn site(&self) -> Tree {
        let built = self.build();
        assert_eq!(built.code, Some(0), "{}", built.err);
        self.tree("public")
    }

    /// All files below a folder of the root.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        tree(&self.path(folder))
    }
}

/// Runs a command to its end.
pub(crate) fn ended(mut command: Command) -> Ended {
    let output = command.output().expect("drucksache runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// All files below `folder`; none if it is not there.
pub(crate) fn tree(folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .expect("below")
                .to_string_lossy();
            (
                path.replace('\\', "/"),
                fs::read(entry.path()).expect("readable"),
            )
        })
        .collect()
}

/// A file of a tree as text.
#[track_caller]
pub(crate) fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    let bytes = tree.get(path).unwrap_or_else(|| {
        panic!("no {path} among {:#?}", tree.keys().collect::<Vec<_>>());
    });
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// What `portal.json` tells, with the papers and relations of the parts that it names. `home` is the portal's address.
pub(crate) fn dump(site: &Tree, home: &str) -> Value {
    let read = |path: &str| -> Value { serde_json::from_str(text(site, path)).expect(path) };
    let mut portal = read("daten/portal.json");
    let (mut papers, mut relations) = (Vec::new(), Vec::new());
    for part in portal["parts"].as_array().expect("parts") {
        let url = part["url"].as_str().expect("an address");
        let held = read(url.strip_prefix(home).expect(url));
        papers.extend(held["papers"].as_array().expect(url).clone());
        relations.extend(held["relations"].as_array().expect(url).clone());
    }
    portal["papers"] = papers.into();
    portal["relations"] = relations.into();
    portal
}

/// Fails with a readable difference if two trees are not the same.
#[track_caller]
pub(crate) fn assert_same(expected: &Tree, found: &Tree) {
    assert!(expected == found, "{}", differences(expected, found));
}

/// Which files are missing, new or different, and the first lines that differ.
pub(crate) fn differences(expected: &Tree, found: &Tree) -> String {
    let mut report = String::new();
    for path in expected.keys().filter(|path| !found.contains_key(*path)) {
        report.push_str(&format!("missing: {path}\n"));
    }
    for path in found.keys().filter(|path| !expected.contains_key(*path)) {
        report.push_str(&format!("extra:   {path}\n"));
    }
    for (path, bytes) in expected {
        if let Some(other) = found.get(path).filter(|other| *other != bytes) {
            report.push_str(&format!(
                "differs: {path}\n{}",
                first_difference(bytes, other)
            ));
        }
    }
    report
}

fn first_difference(expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(found),
    );
    let (mut old, mut new) = (expected.lines(), found.lines());
    for line in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let shown = |text: Option<&str>| {
                    text.unwrap_or("(end)")
                        .chars()
                        .take(300)
                        .collect::<String>()
                };
                return format!("  line {line}\n  - {}\n  + {}\n", shown(a), shown(b));
            }
        }
    }
    "  only line ends differ\n".to_owned()
}

/// What stands in `<main>` of a page.
#[track_caller]
pub(crate) fn main_of<'t>(tree: &'t Tree, path: &str) -> &'t str {
    let page = text(tree, path);
    let start = page.find("<main").expect("<main>");
    let end = page.find("</main>").expect("</main>");
    &page[start..end + "</main>".len()]
}

/// Whether goldens are to be rewritten instead of compared.
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

/// Compares with a golden file, or rewrites it.
#[track_caller]
pub(crate) fn golden_text(path: &Path, found: &str) {
    if updating() {
        fs::write(path, found).expect("golden");
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        expected,
        found,
        "{} (UPDATE_GOLDEN=1 rewrites it)",
        path.display()
    );
}

/// Edits the papers of a portal by turns that look like chance and are the same each time.
pub(crate) struct Editor<'p> {
    portal: &'p Portal,
    /// Papers as they were in the beginning, by path.
    before: Vec<(String, String)>,
    state: u64,
    edits: &'static [(&'static str, &'static str)],
    removes: bool,
}

/// Edits of a text, by turns: what cites nothing, what cites and links, what is hidden, personal, broken.
const EDITS: &[(&str, &str)] = &[
    ("", "\n\nNoch ein Satz.\n"),
    ("\n---\n", "\n---\nZuerst: **Neues**.\n\n"),
    ("\n---\n", "\n---\n<!-- Das sieht niemand. -->\n"),
    (
        "",
        "\n\nSiehe Vorlage 57/2024 und [eine Seite](/themen/).\n",
    ),
    ("e ", "ee "),
    (". ", ". Und Vorlage 57/2024: "),
    ("name: ", "name: Neu: "),
    ("name: ", "name: Anders "),
    ("", "\n\nSchreiben Sie an max.mustermann@example.org.\n"),
    ("\n---\n", "\n---\n\n"),
    ("", "\n\n[Weg](/gibt/es/nicht/) und [nah](../radweg.md)\n"),
];

/// Edits of words alone, as far as a paper has them: before, within and behind what cites and links.
const WORDS: &[(&str, &str)] = &[
    ("", "\n\nNoch ein Satz.\n"),
    ("\n---\n", "\n---\nZuerst: **Neues**.\n\n"),
    ("\n---\n", "\n---\n<!-- Das sieht niemand. -->\n\n"),
    (
        "\n\n",
        "\n\n## Dazu\n\nMit einer *Zwischenzeile* darunter.\n\n",
    ),
    ("Rat", "Stadtrat"),
    ("Weg", "Weg und Steg"),
    (" ist ", " ist nicht "),
    ("\n---\n", "\n---\n\n"),
    ("", "\n\n| Jahr | Meter |\n|---|---|\n| 2024 | 12 |\n"),
    ("", " "),
];

impl<'p> Editor<'p> {
    /// Who edits words alone, and neither takes papers away nor brings them back.
    pub(crate) fn of_words(portal: &'p Portal, seed: u64) -> Self {
        Self {
            edits: WORDS,
            removes: false,
            ..Self::new(portal, seed)
        }
    }

    pub(crate) fn new(portal: &'p Portal, seed: u64) -> Self {
        let tree = portal.tree("content").into_iter();
        let papers = tree.filter(|(path, _)| path.contains("/papers/") && path.ends_with(".md"));
        let before = papers.map(|(path, text)| {
            let text = String::from_utf8(text).unwrap();
            (format!("content/{path}"), text)
        });
        Self {
            portal,
            before: before.collect(),
            state: seed,
            edits: EDITS,
            removes: true,
        }
    }

    /// A number below `end`.
    pub(crate) fn chance(&mut self, end: usize) -> usize {
        let next = self.state.wrapping_mul(6_364_136_223_846_793_005);
        self.state = next.wrapping_add(1);
        usize::try_from(self.state >> 33).unwrap() % end
    }

    /// Changes a paper, takes it away or brings it back as it was; says which.
    pub(crate) fn edit(&mut self) -> String {
        let at = self.chance(self.before.len());
        let what = self.chance(8);
        let how = self.edits[self.chance(self.edits.len())];
        let (file, before) = &self.before[at];
        let text = std::fs::read_to_string(self.portal.path(file)).unwrap_or_default();
        match what {
            1 if self.removes && !text.is_empty() => drop(self.portal.remove(file)),
            _ if what == 0 || text.is_empty() => drop(self.portal.file(file, before)),
            _ => {
                let edited = match how {
                    ("", new) => text + new,
                    (at, new) => text.replacen(at, new, 1),
                };
                self.portal.file(file, &edited);
            }
        }
        file.clone()
    }
}
