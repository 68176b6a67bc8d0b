//! Relations written into front matter: what an author finds in the file afterwards.

use std::path::Path;

use drucksache::amend::{AmendError, NewRelation, add_relations, snippet};
use drucksache::model::{Paper, PaperId, RelationType};
use drucksache::parse::{Kind, Parsed, SourceFile, SourceId, decode, parse};
use drucksache::scheme::Councils;
use proptest::prelude::*;

use crate::support::tree;

const fn answers(target: &'static str) -> NewRelation<'static> {
    NewRelation {
        relation_type: RelationType::Answers,
        target,
        evidence: None,
    }
}

const NEW: [NewRelation<'static>; 1] = [answers("560/2022")];

/// Adds `new` to a front matter. `marked` is the new one: lines that begin with `+` and what stands in
/// `«…»` must be what was added.
#[track_caller]
fn adds(new: &[NewRelation<'_>], marked: &str) {
    let kept = marked
        .split_inclusive('\n')
        .filter(|line| !line.starts_with('+'));
    let (mut old, mut rest) = (String::new(), kept.collect::<String>());
    while let Some((before, after)) = rest.split_once('«') {
        old.push_str(before);
        rest = after.split_once('»').expect("»").1.to_owned();
    }
    old.push_str(&rest);
    let after = marked
        .split_inclusive('\n')
        .map(|line| line.strip_prefix('+').unwrap_or(line))
        .collect::<String>()
        .replace(['«', '»'], "");
    let file = |yaml: &str| format!("---\n{yaml}---\nText\n---\nrelations: []\n");
    let dos = |yaml: &str| file(yaml).replace('\n', "\r\n");
    for (old, after) in [
        (file(&old), file(&after)),
        (dos(&old), dos(&after)),
        (
            format!("\u{feff}{}", file(&old)),
            format!("\u{feff}{}", file(&after)),
        ),
        (format!("---\n{old}---"), format!("---\n{after}---")),
    ] {
        let found = add_relations(&old, new);
        assert_eq!(found.as_deref(), Ok(after.as_str()), "{old}");
        assert_eq!(add_relations(&after, new), Ok(after.clone()), "added twice");
    }
}

#[track_caller]
fn unsure(yaml: &str) {
    let text = format!("---\n{yaml}---\nText\n");
    assert_eq!(
        add_relations(&text, &NEW),
        Err(AmendError::Unsure),
        "{text}"
    );
}

const FULL: [NewRelation<'static>; 2] = [
    NewRelation {
        relation_type: RelationType::Answers,
        target: "560/2022",
        evidence: Some("Sie beantwortet die\n  Anfrage: Nr.\u{a0}560/2022."),
    },
    NewRelation {
        relation_type: RelationType::ReportsOn,
        target: "12.34",
        evidence: Some(" \n"),
    },
];

#[test]
fn a_paper_without_relations_gets_them_at_the_end() {
    adds(
        &FULL,
        "\
name: Radweg # vorläufig
summary: |
  relations:
    - type: amends

# Ende
+relations:
+  - type: answers
+    target: 560/2022
+    evidence: \"Sie beantwortet die Anfrage: Nr.\u{a0}560/2022.\"
+  - type: reportsOn
+    target: \"12.34\"
",
    );
    adds(
        &NEW,
        "+relations:\n+  - type: answers\n+    target: 560/2022\n",
    );
    adds(
        &NEW,
        "# Leer\n+relations:\n+  - type: answers\n+    target: 560/2022\n",
    );
    adds(
        &NEW,
        "summary: |+\n  a\n\n\n+relations:\n+  - type: answers\n+    target: 560/2022\n",
    );
    adds(
        &NEW,
        "summary: Ein\n  langer Satz\n+relations:\n+  - type: answers\n+    target: 560/2022\n",
    );
}

#[test]
fn a_new_list_is_indented_as_the_others() {
    adds(
        &NEW,
        "aliases:\n- 1/2\ntopics:\n    - a\n+relations:\n+- type: answers\n+  target: 560/2022\n",
    );
    adds(
        &NEW,
        "aliases:\n    - 1/2\nname: x\n+relations:\n+    - type: answers\n+      target: 560/2022\n",
    );
    adds(
        &NEW,
        "  name: x\n  date: 2024-01-01\n+  relations:\n+    - type: answers\n+      target: 560/2022\n",
    );
}

#[test]
fn items_in_lines_are_followed_by_more_of_them() {
    adds(
        &FULL,
        "\
relations: # von Hand
  # die erste
  - type: implements # ganz
    target: 12/2023
    evidence: >-
      Der Antrag
      # kein Kommentar
      wird umgesetzt.
    # Datum fehlt
+  - type: answers
+    target: 560/2022
+    evidence: \"Sie beantwortet die Anfrage: Nr.\u{a0}560/2022.\"
+  - type: reportsOn
+    target: \"12.34\"

# danach
source: https://ris.musterstadt.example
",
    );
    // Dashes below the key; the comment at the margin belongs to what follows.
    adds(
        &NEW,
        "\
'relations':
- target: 12/2023
  type: amends
  # eingerückt
+- type: answers
+  target: 560/2022
# danach
name: x
",
    );
    adds(
        &NEW,
        "\
\"relations\":
   -   type: amends
       target: 12/2023
+   -   type: answers
+       target: 560/2022

",
    );
    adds(
        &NEW,
        "\
relations:
  -
    type: amends
    target: 12/2023
    evidence:
+  - type: answers
+    target: 560/2022
name: x
",
    );
    adds(
        &NEW,
        "\
relations:
  - # eins
    type: amends
    target: >-
      12/2023

  # - type: repeals
  #   target: 1/2020
+  - type: answers
+    target: 560/2022

name: x
",
    );
}

#[test]
fn a_text_that_keeps_its_blank_lines_keeps_them() {
    adds(
        &NEW,
        "\
relations:
  - type: amends
    target: 12/2023
    evidence: |+
      Satz.


+  - type: answers
+    target: 560/2022
name: x
",
    );
}

#[test]
fn items_in_braces_are_followed_by_more_of_them() {
    adds(
        &[NewRelation {
            relation_type: RelationType::Answers,
            target: "560/2022",
            evidence: Some("Ja, so."),
        }],
        "\
relations:
  - {type: amends,
     target: 12/2023} # a
+  - {type: answers, target: 560/2022, evidence: \"Ja, so.\"}
name: x
",
    );
}

#[test]
fn lists_in_brackets_grow_on_their_line() {
    adds(&NEW, "relations: [«{type: answers, target: 560/2022}»]\n");
    adds(
        &NEW,
        "relations: [«{type: answers, target: 560/2022}» ] # leer\nname: x\n",
    );
    adds(
        &FULL[..],
        "relations: [{type: amends, target: 12/2023}«, {type: answers, target: 560/2022, evidence: \"Sie beantwortet die Anfrage: Nr.\u{a0}560/2022.\"}, {type: reportsOn, target: \"12.34\"}»] # a\n",
    );
    adds(
        &NEW,
        "relations: [ {type: amends, target: 12/2023}«, {type: answers, target: 560/2022}» ]\nname: x\n",
    );
    adds(
        &NEW,
        "relations: [{type: amends, target: 12/2023},« {type: answers, target: 560/2022},»]\n",
    );
    adds(
        &NEW,
        "relations: [{type: amends, target: 12/2023}«, {type: answers, target: 560/2022}» # a, b\n  ]\n",
    );
}

#[test]
fn lists_in_brackets_grow_by_lines() {
    adds(
        &[answers("560/2022"), answers("561/2022")],
        "\
relations: [
    {type: amends, target: 12/2023}, # a, b
    {type: amends, target: 13/2023}«,» # c
+    {type: answers, target: 560/2022},
+    {type: answers, target: 561/2022}
    # {type: amends, target: 14/2023}
  ]
name: x
",
    );
    adds(
        &[answers("560/2022"), answers("561/2022")],
        "\
relations: [
  {type: amends, target: 12/2023}, # c
+  {type: answers, target: 560/2022},
+  {type: answers, target: 561/2022},
]
",
    );
    adds(
        &NEW,
        "\
relations:
  [
    {type: amends, target: 12/2023}«,
    {type: answers, target: 560/2022}»]
",
    );
    adds(
        &NEW,
        "\
relations:
  [
    {type: amends, target: 12/2023},«
    {type: answers, target: 560/2022},» ]
",
    );
    adds(
        &NEW,
        "relations: [«{type: answers, target: 560/2022}» # noch keine\n  ]\n",
    );
}

#[test]
fn a_key_without_a_value_gets_one() {
    adds(
        &NEW,
        "relations:\n+  - type: answers\n+    target: 560/2022\nname: x\n",
    );
    adds(
        &NEW,
        "name: x\nrelations:   # noch keine\n  # - type: amends\n+  - type: answers\n+    target: 560/2022\n# Ende\n",
    );
    adds(
        &NEW,
        "relations :\n+  - type: answers\n+    target: 560/2022\n\nname: x\n",
    );
}

#[test]
fn a_key_elsewhere_is_not_taken_for_it() {
    adds(
        &NEW,
        "\
editorNote: 'a

  relations: []'
finance:
  relations: []
  items:
  - {relations: [{type: x}]}
+relations:
+  - type: answers
+    target: 560/2022
",
    );
}

#[test]
fn what_is_there_is_not_added_again() {
    let known = [
        "relations:\n  - type: answers\n    target: '560/2022'\n    evidence: Anders.\n",
        "relations: [{target: \"560\\u002F2022\", type: answers}]\n",
        "r: &r\n  - {type: answers, target: 560/2022}\nrelations: *r\n",
    ];
    for yaml in known {
        let text = format!("---\n{yaml}---\n");
        assert_eq!(add_relations(&text, &NEW), Ok(text.clone()));
        assert!(add_relations(&text, &[]).is_ok());
    }
    // A bare integer is a number of a paper too.
    let text = "---\nrelations:\n  - type: answers\n    target: 560\n---\n";
    assert_eq!(add_relations(text, &[answers("560")]), Ok(text.to_owned()));
    adds(
        &[answers("560/2022"), answers("560/2022")],
        "relations:\n  - type: amends\n    target: 560/2022\n+  - type: answers\n+    target: 560/2022\n",
    );
}

#[test]
fn where_nothing_is_certain_nothing_is_changed() {
    unsure("relations: ~\n");
    unsure("relations: null\nname: x\n");
    unsure("relations: keine\n");
    unsure("relations: {type: amends}\n");
    unsure("relations: &r [{type: amends, target: 1/2020}]\nx: *r\n");
    unsure("r: &r\n  - {type: amends, target: 1/2020}\nrelations: *r\n");
    unsure("r: &r {relations: [{type: amends, target: 1/2020}]}\n<<: *r\n");
    unsure("{relations: []}\n");
    unsure("{}\n");
    unsure("- a\n");
    unsure("nur Text\n");
    unsure("name: \"offen\n");
    unsure("relations: [\n");
    unsure("relations: []\nrelations: []\n");
    unsure("relations:\n  - a\n");
    unsure("name: A: B\n");
    unsure("name: x\n...\n");
    for text in ["", "Text", "---\nname: x\n", "\u{feff}"] {
        assert_eq!(add_relations(text, &NEW), Err(AmendError::NoFrontMatter));
    }
}

#[test]
fn what_cannot_be_written_can_be_pasted() {
    assert_eq!(
        snippet(&FULL),
        "\
relations:
  - type: answers
    target: 560/2022
    evidence: \"Sie beantwortet die Anfrage: Nr.\u{a0}560/2022.\"
  - type: reportsOn
    target: \"12.34\"
"
    );
}

#[test]
fn files_with_both_kinds_of_line_ends_keep_them() {
    let text =
        "---\r\nname: x\nrelations:\r\n  - type: amends\r\n    target: 1/2020\nx: y\r\n---\n";
    let after = "---\r\nname: x\nrelations:\r\n  - type: amends\r\n    target: 1/2020\n  - type: answers\n    target: 560/2022\nx: y\r\n---\n";
    assert_eq!(add_relations(text, &NEW).as_deref(), Ok(after));
}

fn paper(text: &str) -> Option<(Paper, bool)> {
    let source = SourceFile {
        id: SourceId(0),
        path: "content/bodies/musterstadt/papers/neu.md".into(),
        kind: Kind::Paper(PaperId::parse("musterstadt/neu").expect("a place")),
    };
    let mut findings = Vec::new();
    let text = decode(&source, text.as_bytes(), &mut findings).ok()?;
    match parse(&source, &text, &Councils::default(), &mut findings) {
        Some(Parsed::Paper(document)) => Some((Paper::clone(&document.data), document.broken)),
        _ => None,
    }
}

/// What a paper says, without where it says it.
fn said(paper: &Paper) -> String {
    let all = format!("{paper:?}");
    let mut parts = all.split("Span { ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        said + part.split_once('}').expect("}").1
    })
}

#[test]
fn papers_stay_what_they_are_but_for_the_relation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "content",
        "tests/golden",
        "tests/diagnostics",
        "docs",
        "src/new",
    ];
    let files = folders.iter().flat_map(|folder| tree(&root.join(folder)));
    let mut amended = 0;
    for (path, bytes) in files.filter(|(path, _)| path.ends_with(".md")) {
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let Some((old, broken)) = paper(&text) else {
            continue;
        };
        let found = add_relations(&text, &FULL[..1]);
        if !path.contains("papers/") || broken {
            continue;
        }
        let (mut new, broken) = paper(&found.expect(&path)).expect("still a paper");
        assert!(!broken, "{path}");
        let last = new.relations.pop().expect("the relation");
        assert_eq!(said(&new), said(&old), "{path}");
        assert_eq!(last.target.value, "560/2022");
        assert_eq!(last.relation_type, RelationType::Answers);
        let evidence = "Sie beantwortet die Anfrage: Nr.\u{a0}560/2022.";
        assert_eq!(last.evidence.as_deref(), Some(evidence));
        amended += 1;
    }
    assert!(amended > 20, "only {amended} papers");
}

/// Front matter as people write it, and sometimes as they do not.
fn front_matter() -> impl Strategy<Value = String> {
    let other = prop_oneof![
        Just("name: Radweg".to_owned()),
        Just("name: \"A: B\" # Titel".to_owned()),
        Just(String::new()),
        Just("# Kommentar".to_owned()),
        Just("  # eingerückt".to_owned()),
        Just("topics: [a, b]".to_owned()),
        Just("keyword:\n- a\n- b".to_owned()),
        Just("aliases:\n    - 1/2\n\n    - 2/3".to_owned()),
        Just("summary: |+\n  relations:\n   - x\n\n".to_owned()),
        Just("editorNote: >-\n  relations: []\n  # nein".to_owned()),
        Just("finance:\n  relations:\n    - type: x".to_owned()),
        Just("source:".to_owned()),
        "[a-z]{3}: [a-zäöü:#\"' ,{}\\[\\]-]{0,8}",
    ];
    let item = (0..4usize, "[0-9]{1,3}/20[0-9]{2}", 0..7usize).prop_map(|(pad, number, shape)| {
        let gap = " ".repeat(1 + pad % 3);
        let more = " ".repeat(2 + pad % 3);
        match shape {
            0 => format!("-{gap}type: amends\n{more}target: {number}"),
            1 => format!("-{gap}type: amends # a, b\n\n{more}# c\n{more}target: {number} "),
            2 => format!("-{gap}target: {number}\n{more}type: amends\n{more}evidence: |\n{more}  a\n\n{more}  # b\n"),
            3 => format!("-{gap}type: amends\n{more}target: {number}\n{more}evidence: >+\n{more} a\n\n\n{more}# c"),
            4 => format!("-{gap}{{type: amends, target: {number}}} # c"),
            5 => format!("-{gap}{{type: amends,\n{more}  target: {number}\n{more}  }}"),
            _ => format!("-\n{more}type: amends\n{more}target: {number}\n{more}evidence:"),
        }
    });
    let block = (
        prop_oneof![
            Just("relations:"),
            Just("\"relations\": # r"),
            Just("'relations' :\n")
        ],
        0..4usize,
        prop::collection::vec(item, 0..4),
    )
        .prop_map(|(key, indent, items)| {
            let lines = items.iter().flat_map(|item| item.lines());
            let indented = lines.map(|line| {
                let blank = line.is_empty();
                format!("\n{}{line}", " ".repeat(if blank { 0 } else { indent }))
            });
            key.to_owned() + &indented.collect::<String>()
        });
    let separators = prop_oneof![
        Just(", "),
        Just(",\n  "),
        Just(" , # c, d\n  "),
        Just("\n  ,")
    ];
    let flow = (separators, 0..4usize, any::<bool>(), 0..4usize).prop_map(
        |(between, count, comma, shape)| {
            let items: Vec<String> = (0..count)
                .map(|n| format!("{{type: amends, target: {n}/2020}}"))
                .collect();
            let comma = if comma && count > 0 { "," } else { "" };
            let (open, close) = [
                ("", ""),
                (" ", " "),
                ("\n  ", "\n  "),
                (" # a, b\n  ", " # c, d\n "),
            ][shape];
            format!(
                "relations: [{open}{}{comma}{close}] # e",
                items.join(between)
            )
        },
    );
    let relations = prop_oneof![block, flow, Just("name2: x".to_owned())];
    let others = || prop::collection::vec(other.clone(), 0..4);
    (others(), relations, others(), any::<bool>()).prop_map(|(before, relations, after, dos)| {
        let lines: Vec<String> = before.into_iter().chain([relations]).chain(after).collect();
        let yaml = lines.join("\n") + "\n";
        if dos {
            yaml.replace('\n', "\r\n")
        } else {
            yaml
        }
    })
}

/// Whether `long` is `short` with something put in.
fn holds_all_of(long: &str, short: &str) -> bool {
    let mut bytes = long.bytes();
    short.bytes().all(|byte| bytes.any(|other| other == byte))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_other_byte_stays(yaml in front_matter(), target in "[0-9A-Z/ .-]{1,9}", evidence in "\\PC{0,20}") {
        let text = format!("---\n{yaml}---\nText\n");
        let new = [NewRelation { relation_type: RelationType::Amends, target: &target, evidence: Some(&evidence) }, NEW[0]];
        let old: Result<serde_json::Value, _> = serde_yaml::from_str(&yaml);
        match add_relations(&text, &new) {
            Ok(after) => {
                prop_assert!(holds_all_of(&after, &text));
                prop_assert_eq!(add_relations(&after, &new), Ok(after.clone()), "twice");
                prop_assert!(after.ends_with("---\nText\n"));
                prop_assert_eq!(yaml.contains("\r\n"), after.contains("\r\n"));
            }
            Err(error) => prop_assert!(old.is_err(), "{} for\n{}", error, text),
        }
    }

    #[test]
    fn no_list_panics(list in "(\\{|\\}|\\[|\\]|, |,|\n|\r\n| |\t|type: amends|target: a|: |:|\\? |# c|&a |\\*a|!!map |'|\"|ä|\n- |\n  - |\n    ){0,16}", brackets in any::<bool>()) {
        let list = if brackets { format!("[{list}]") } else { list };
        let text = format!("---\nrelations: {list}\nname: x\n---\n");
        if let Ok(after) = add_relations(&text, &NEW) {
            prop_assert!(holds_all_of(&after, &text));
            prop_assert_eq!(add_relations(&after, &NEW), Ok(after.clone()), "twice");
        }
    }

    #[test]
    fn no_text_panics(text in prop_oneof![any::<String>(), "(---\n|\r\n|\t|relations|:| |\\[|\\]|\\{|\\}|- |-\n|#|\\||>|&a|\\*a|\"|'|type: x|,|\\? |!!seq|ä){0,24}"], new in any::<(String, String)>(), front in any::<bool>()) {
        let text = if front { format!("---\n{text}\n---\n") } else { text };
        let new = [NewRelation { relation_type: RelationType::Repeals, target: &new.0, evidence: Some(&new.1) }];
        if let Ok(after) = add_relations(&text, &new) {
            prop_assert!(holds_all_of(&after, &text));
            prop_assert_eq!(add_relations(&after, &new), Ok(after.clone()), "twice");
        }
        prop_assert!(!snippet(&new).is_empty());
    }
}
