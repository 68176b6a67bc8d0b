//! Ten questions of a journalist (`docs/questions.md`), each one query over the database alone. What the
//! councils below did is laid down here, so that each answer can be worked out by hand.

use std::fs;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::support::Portal;

const SCHEME: &str = "
schemes:
  - name: drucksachen
    pattern: '(?<nummer>[0-9]{1,4}) ?/ ?(?<jahr>20[0-9]{2})'
    canonical: '{nummer}/{jahr}'
    cue: true
    example: 34/2024
deadlines: [{paperType: Antrag, days: 90}]
";

/// Body, slug, front matter, text.
const PAPERS: &[(&str, &str, &str, &str)] = &[
    // Sixty days from motion to decision; a close vote of the council.
    (
        "musterstadt",
        "antrag-radweg",
        "name: Antrag Radweg\npaperType: Antrag\ndate: 2024-01-10\noriginatorOrganization: [fraktion]\ntopics: [verkehr]",
        "",
    ),
    (
        "musterstadt",
        "radweg",
        "name: Radweg\npaperType: Beschlussvorlage\ndate: 2024-02-01\noriginatorOrganization: [bauamt]\ntopics: [verkehr]\nrelations: [{type: answers, target: musterstadt/antrag-radweg}]\nresolution: {outcome: adopted, date: 2024-03-10, organization: rat}\nconsultation: [{organization: rat, date: 2024-03-10, role: Entscheidung, vote: {yes: 20, no: 19, abstain: 1}}]\nfinance: {effect: yes, items: [{kind: cost, amount: 100000}, {kind: cost}]}",
        "Wie in Vorlage 99/2023 angekündigt.",
    ),
    // Thirty days; a clear vote.
    (
        "musterstadt",
        "antrag-papier",
        "name: Antrag Papier\npaperType: Antrag\ndate: 2024-01-20\noriginatorOrganization: [fraktion]",
        "",
    ),
    (
        "musterstadt",
        "papier",
        "name: Papier sparen\npaperType: Beschlussvorlage\ndate: 2024-02-01\noriginatorOrganization: [bauamt]\ntopics: [verwaltung]\nrelations: [{type: answers, target: musterstadt/antrag-papier}]\nresolution: {outcome: adopted, date: 2024-02-19, organization: rat}\nconsultation: [{organization: rat, date: 2024-02-19, role: Entscheidung, vote: {yes: 30, no: 9}}]\nfinance: {effect: yes, items: [{kind: saving, amount: 2500, period: yearly}]}",
        "",
    ),
    // Replaced: its saving is stated anew. Rejected: its saving never comes.
    (
        "musterstadt",
        "telefon",
        "name: Telefone\npaperType: Beschluss\ndate: 2024-01-05\noriginatorOrganization: [bauamt]\ntopics: [verwaltung]\nresolution: {outcome: adopted, date: 2024-01-15}\nfinance: {effect: yes, items: [{kind: saving, amount: 700, period: yearly}]}",
        "",
    ),
    (
        "musterstadt",
        "telefon-neu",
        "name: Telefone, Neufassung\npaperType: Beschluss\ndate: 2024-04-02\noriginatorOrganization: [bauamt]\ntopics: [verwaltung]\nrelations: [{type: supersedes, target: musterstadt/telefon}]\nresolution: {outcome: adopted, date: 2024-04-15}\nfinance: {effect: yes, items: [{kind: saving, amount: 900.5, period: yearly}]}",
        "Siehe Vorlage 98/2023.",
    ),
    (
        "musterstadt",
        "bad",
        "name: Bad schließen\npaperType: Beschlussvorlage\ndate: 2024-04-02\ntopics: [verwaltung]\nresolution: {outcome: rejected, date: 2024-04-15}\nfinance: {effect: yes, items: [{kind: saving, amount: 99999, period: yearly}]}",
        "",
    ),
    // Never answered: one in time, one not.
    (
        "musterstadt",
        "antrag-bank",
        "name: Antrag Bank\npaperType: Antrag\ndate: 2024-05-20",
        "",
    ),
    (
        "musterstadt",
        "antrag-baum",
        "name: Antrag Baum\npaperType: Antrag\ndate: 2024-01-01",
        "",
    ),
    // Ninety days, by a vote on the motion itself.
    (
        "nachbarau",
        "antrag-brunnen",
        "name: Antrag Brunnen\npaperType: Antrag\ndate: 2024-02-01\ntopics: [verkehr]\nresolution: {outcome: adopted, date: 2024-05-01}\nconsultation: [{organization: rat, date: 2024-05-01, role: Entscheidung, vote: {yes: 6, no: 6}}]",
        "",
    ),
    (
        "nachbarau",
        "bericht",
        "name: Bericht zum Verkehr\npaperType: Bericht\ndate: 2023-06-01\ntopics: [verkehr]",
        "Siehe Vorlage 99/2023 der Stadt Musterstadt.",
    ),
    (
        "nachbarau",
        "antrag-zaun",
        "name: Antrag Zaun\npaperType: Antrag\ndate: 2023-01-01",
        "",
    ),
];

fn portal() -> Portal {
    let portal = Portal::sound();
    portal.remove("content/bodies/musterstadt/papers/2024/beschluss.md");
    portal.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    portal.file(
        "content/topics/verwaltung.md",
        "---\nname: Verwaltung\n---\n",
    );
    for (slug, name) in [("musterstadt", "Musterstadt"), ("nachbarau", "Nachbarau")] {
        let folder = format!("content/bodies/{slug}");
        portal.file(
            &format!("{folder}/body.yaml"),
            &format!("name: Stadt {name}\n{SCHEME}"),
        );
        portal.file(
            &format!("{folder}/organizations.yaml"),
            "- {slug: rat, name: Rat, organizationType: Gremium}\n- {slug: fraktion, name: Fraktion, organizationType: Fraktion}\n- {slug: bauamt, name: Bauamt}\n",
        );
    }
    for (body, slug, front, text) in PAPERS {
        let path = format!("content/bodies/{body}/papers/2024/{slug}.md");
        portal.file(&path, &format!("---\n{front}\n---\n{text}\n"));
    }
    portal
}

/// The queries of `docs/questions.md`, in their order.
fn queries() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/questions.md");
    let page = fs::read_to_string(path).expect("docs/questions.md");
    let blocks = page.split("```sql\n").skip(1);
    blocks
        .map(|block| block.split("```").next().expect("an end").to_owned())
        .collect()
}

/// The first `columns` columns of the answer, joined by ` | `.
fn answer(database: &Connection, query: &str, columns: usize) -> Vec<String> {
    let mut statement = database.prepare(query).expect(query);
    let shown = |row: &Row<'_>| -> rusqlite::Result<String> {
        let cells = (0..columns).map(|at| row.get_ref(at).map(cell));
        Ok(cells.collect::<Result<Vec<_>, _>>()?.join(" | "))
    };
    let rows = statement.query_map([], shown).expect(query);
    rows.collect::<Result<_, _>>().expect(query)
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(_) => "blob".to_owned(),
    }
}

#[test]
fn ten_questions_are_answered_by_one_query_each() {
    let portal = portal();
    let built = portal.build();
    assert_eq!(built.code, Some(0), "{}", built.err);
    let database = Connection::open(portal.path("public/daten/drucksache.sqlite")).expect("opens");
    let expected: [(usize, &[&str]); 10] = [
        // 2500 and the newer 900.50; not the older 700, not what was rejected.
        (5, &["Verwaltung | 2024 | yearly | EUR | 3400.5"]),
        (
            4,
            &[
                "2023-01-01 | nachbarau | Antrag Zaun | overdue",
                "2024-01-01 | musterstadt | Antrag Baum | overdue",
                "2024-05-20 | musterstadt | Antrag Bank | open",
            ],
        ),
        // 30, 60, 90.
        (2, &["3 | 60"]),
        (3, &["Bauamt | Fraktion | 2", "Bauamt | Bauamt | 1"]),
        (
            4,
            &["Telefone | superseded | 2024-04-15 | Telefone, Neufassung"],
        ),
        (5, &["Rat | once | EUR | 100000 | 1"]),
        (
            3,
            &[
                "Stadt Musterstadt | 1 | 2024-03-31",
                "Stadt Nachbarau | 1 | 2023-04-01",
            ],
        ),
        (
            3,
            &[
                "2023 | Stadt Nachbarau | 1",
                "2024 | Stadt Musterstadt | 2",
                "2024 | Stadt Nachbarau | 1",
            ],
        ),
        (
            6,
            &[
                "Antrag Brunnen | Rat | 2024-05-01 | 6 | 6 | 0",
                "Radweg | Rat | 2024-03-10 | 20 | 19 | 1",
            ],
        ),
        (2, &["99/2023 | 2", "98/2023 | 1"]),
    ];
    let queries = queries();
    assert_eq!(queries.len(), expected.len());
    for ((columns, answers), query) in expected.into_iter().zip(&queries) {
        assert_eq!(answer(&database, query, columns), answers, "{query}");
    }
}

#[test]
fn each_question_says_in_a_sentence_what_is_counted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/questions.md");
    let page = fs::read_to_string(path).expect("docs/questions.md");
    let questions: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert_eq!(questions.len(), 10);
    for question in questions {
        let (title, rest) = question.split_once("\n\n").expect("a title");
        let sentence = rest.split("\n\n").next().expect("a sentence");
        assert!(
            title.ends_with('?') && sentence.ends_with('.'),
            "{title}: {sentence}"
        );
        assert_eq!(rest.matches("```sql").count(), 1, "{title}");
    }
}
