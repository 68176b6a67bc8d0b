//! The corpus as a portal: `content/` with all that a portal can have.

use std::fs;
use std::io;
use std::path::Path;

use super::plan::{Corpus, Paper, is_motion, slug};
use super::prose::{fill, summary, text};
use super::random::Random;
use super::words::{
    CLAUSES, COMMITTEES, DEPARTMENTS, DISTRICTS, FACTIONS, FAMILY, GIVEN, KEYWORDS, TYPES,
};

/// People in office of each council.
const PEOPLE: usize = 40;

/// Writes the portal to a folder; `outputs` is that of `portal.yaml`.
pub(crate) fn write(corpus: &Corpus, dir: &Path, outputs: &str) -> io::Result<()> {
    let content = dir.join("content");
    let yaml = format!(
        "name: Portal der erdachten Räte\ndescription: Erdachte Vorlagen zum Messen und Ausprobieren.\n\
         baseUrl: https://drucksache.example\npublisher: {{name: drucksache}}\npageSize: 50\n\
         license: https://www.govdata.de/dl-de/zero-2-0\noutputs: {{{outputs}}}\n",
    );
    file(&content.join("portal.yaml"), &yaml)?;
    for topic in &corpus.topics {
        let path = content.join(format!("topics/{}.md", slug(topic)));
        file(
            &path,
            &format!("---\nname: {topic}\ndescription: Alles zum Thema {topic}.\n---\n"),
        )?;
    }
    for (at, council) in corpus.councils.iter().enumerate() {
        let folder = content.join("bodies").join(&council.slug);
        let (name, scheme) = (&council.name, council.numbering.scheme());
        let deadlines =
            "deadlines: [{paperType: Anfrage, days: 30}, {paperType: Antrag, days: 180}]";
        let yaml =
            format!("name: Stadt {name}\nshortName: {name}\nschemes: [{scheme}]\n{deadlines}\n");
        file(&folder.join("body.yaml"), &yaml)?;
        file(&folder.join("organizations.yaml"), &organizations())?;
        file(&folder.join("people.yaml"), &people(corpus, at))?;
    }
    for ((council, day, committee), papers) in &corpus.meetings {
        let council = &corpus.councils[*council].slug;
        let name = slug(COMMITTEES[*committee]);
        let path = format!("bodies/{council}/meetings/{day}-{name}.md");
        let agenda = papers.iter().map(|ix| &corpus.papers[*ix]).enumerate();
        let agenda = agenda.map(|(at, paper)| {
            let (name, slug) = (quoted(&paper.name), &paper.slug);
            format!(
                "  - number: Ö {}\n    name: {name}\n    paper: {council}/{slug}\n",
                at + 1
            )
        });
        let agenda: String = agenda.collect();
        let yaml = format!(
            "---\nname: Sitzung am {}.{}.{}\norganization: [{name}]\nstart: {day}T17:00\nlocation: Rathaus\nagendaItem:\n{agenda}---\n",
            day.day(),
            day.month(),
            day.year(),
        );
        file(&content.join(path), &yaml)?;
    }
    for (ix, paper) in corpus.papers.iter().enumerate() {
        let council = &corpus.councils[paper.council].slug;
        let (year, month, slug) = (paper.day.year(), paper.day.month(), &paper.slug);
        let path = format!("bodies/{council}/papers/{year}/{month:02}/{slug}.md");
        let markdown = text(corpus, ix).markdown;
        file(
            &content.join(path),
            &format!("---\n{}---\n\n{markdown}", front_matter(corpus, ix)),
        )?;
    }
    Ok(())
}

pub(crate) fn file(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// A YAML double-quoted scalar.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn organizations() -> String {
    let all = [
        ("Gremium", &COMMITTEES[..]),
        ("Fraktion", &FACTIONS),
        ("Verwaltungsbereich", &DEPARTMENTS),
    ];
    let entries = all.iter().flat_map(|(kind, names)| {
        names.iter().map(move |name| {
            format!(
                "- slug: {}\n  name: {name}\n  organizationType: {kind}\n",
                slug(name)
            )
        })
    });
    entries.collect()
}

fn people(corpus: &Corpus, council: usize) -> String {
    let mut random = Random::new(corpus.seed, "people", council);
    let mut yaml = String::new();
    for at in 0..PEOPLE {
        // Each pair of names once.
        let (given, family) = (
            GIVEN[at % GIVEN.len()],
            FAMILY[(at + council) % FAMILY.len()],
        );
        let name = format!("{given} {family}");
        yaml.push_str(&format!(
            "- slug: {}\n  name: {name}\n  membership:\n",
            slug(&name)
        ));
        for (organization, role) in [
            (*random.pick(&FACTIONS), "Mitglied"),
            (COMMITTEES[0], "Mitglied"),
            (*random.pick(&COMMITTEES[1..]), "Mitglied"),
        ] {
            let start = random.between(2008, 2024);
            yaml.push_str(&format!(
                "    - {{organization: {}, role: {role}, startDate: {start}-05-01}}\n",
                slug(organization)
            ));
        }
    }
    yaml
}

fn front_matter(corpus: &Corpus, ix: usize) -> String {
    let paper = &corpus.papers[ix];
    let mut random = Random::new(corpus.seed, "facts", ix);
    let topics: Vec<String> = paper
        .topics
        .iter()
        .map(|topic| slug(&corpus.topics[*topic]))
        .collect();
    let keywords = (0..random.between(1, 4))
        .map(|_| *random.pick(&KEYWORDS))
        .collect::<std::collections::BTreeSet<_>>();
    let keywords: Vec<String> = keywords.into_iter().map(quoted).collect();
    let mut yaml = format!(
        "name: {}\npaperType: {}\nreference: {}\ndate: {}\ntopics: [{}]\nkeyword: [{}]\noriginatorOrganization: [{}]\nsummary: {}\n",
        quoted(&paper.name),
        TYPES[paper.kind],
        quoted(&paper.number),
        paper.day,
        topics.join(", "),
        keywords.join(", "),
        slug(paper.originator),
        quoted(&summary(corpus, ix)),
    );
    if random.percent(30) {
        yaml.push_str(&format!("location: {}\n", random.pick(&DISTRICTS)));
    }
    if is_motion(paper.kind) {
        let person = random.below(PEOPLE);
        let (given, family) = (
            GIVEN[person % GIVEN.len()],
            FAMILY[(person + paper.council) % FAMILY.len()],
        );
        yaml.push_str(&format!(
            "originatorPerson: [{}]\n",
            slug(&format!("{given} {family}"))
        ));
    }
    decision(paper, &mut random, &mut yaml);
    money(paper, &mut random, &mut yaml);
    if random.percent(40) {
        yaml.push_str("attachments: [{name: Lageplan}, {name: Kostenschätzung}]\n");
    }
    if let (Some(kind), Some(target)) = (paper.relation, paper.cites.first()) {
        let target = &corpus.papers[*target];
        let council = &corpus.councils[target.council].slug;
        yaml.push_str(&format!(
            "relations:\n  - {{type: {kind}, target: {council}/{}}}\n",
            target.slug
        ));
    }
    yaml
}

/// Beratungsfolge, proposal, votes and what was decided.
fn decision(paper: &Paper, random: &mut Random, yaml: &mut String) {
    if paper.steps.is_empty() {
        return;
    }
    yaml.push_str("consultation:\n");
    for (committee, day) in &paper.steps {
        let (role, result) = match (committee, TYPES[paper.kind]) {
            (0, _) => ("Entscheidung", "angenommen"),
            (_, "Beschlussvorlage") => ("Vorberatung", "empfohlen"),
            _ => ("Kenntnisnahme", "zur Kenntnis genommen"),
        };
        let (organization, yes, no) = (
            slug(COMMITTEES[*committee]),
            random.between(8, 30),
            random.below(8),
        );
        yaml.push_str(&format!("  - organization: {organization}\n    date: {day}\n    role: {role}\n    result: {result}\n"));
        if random.percent(60) {
            yaml.push_str(&format!(
                "    vote: {{yes: {yes}, no: {no}, abstain: {}}}\n",
                random.below(4)
            ));
        }
    }
    if TYPES[paper.kind] == "Beschlussvorlage" {
        let clause = fill(random.pick::<&str>(&CLAUSES), random);
        yaml.push_str(&format!(
            "proposal:\n  - text: {}\n",
            quoted(&format!("Die Verwaltung sorgt dafür, dass {clause}."))
        ));
        let outcome = ["adopted", "amended", "rejected", "noted", "postponed"]
            [random.weighted(&[75, 12, 6, 4, 3])];
        yaml.push_str(&format!("resolution: {{outcome: {outcome}}}\n"));
    }
}

fn money(paper: &Paper, random: &mut Random, yaml: &mut String) {
    if TYPES[paper.kind] != "Beschlussvorlage" || random.percent(35) {
        return;
    }
    if random.percent(40) {
        yaml.push_str("finance: {effect: no}\nchecks:\n  climate: {relevant: unknown}\n");
        return;
    }
    let kind = ["cost", "saving", "revenue", "funding"][random.weighted(&[70, 12, 8, 10])];
    let amount = random.between(1, 4000) * 500;
    let period = ["once", "yearly"][random.weighted(&[75, 25])];
    yaml.push_str(&format!(
        "finance:\n  effect: yes\n  items:\n    - {{kind: {kind}, amount: {amount}, period: {period}}}\nchecks:\n  climate: {{relevant: yes}}\n"
    ));
}
