//! The text of a paper, with its citations as people type them, and where they stand.

use super::plan::{Corpus, Paper, compound};
use super::random::Random;
use super::words::{ACTORS, CITING, CLAUSES, DISTRICTS, DOES, HEADINGS, SENTENCES, STREETS};

/// A text as Markdown, and the citations in it: from which byte to which, and which paper.
pub(crate) struct Text {
    pub(crate) markdown: String,
    pub(crate) cited: Vec<(usize, usize, usize)>,
}

pub(crate) fn text(corpus: &Corpus, ix: usize) -> Text {
    let paper = &corpus.papers[ix];
    let mut writer = Writer {
        corpus,
        paper,
        random: Random::new(corpus.seed, "text", ix),
        todo: paper.cites.clone(),
        text: Text {
            markdown: String::new(),
            cited: Vec::new(),
        },
    };
    writer.write();
    writer.text
}

/// One sentence that says what a paper is about.
pub(crate) fn summary(corpus: &Corpus, ix: usize) -> String {
    let random = &mut Random::new(corpus.seed, "summary", ix);
    let clause = fill(random.pick::<&str>(&CLAUSES), random);
    format!("{} {} {clause}.", random.pick(&ACTORS), random.pick(&DOES))
}

struct Writer<'a> {
    corpus: &'a Corpus,
    paper: &'a Paper,
    random: Random,
    /// Papers that are to be cited yet.
    todo: Vec<usize>,
    text: Text,
}

impl Writer<'_> {
    fn write(&mut self) {
        if let Some(missing) = &self.paper.missing {
            let sentence = format!("Die ältere Vorlage {missing} liegt nicht mehr vor.\n\n");
            self.text.markdown.push_str(&sentence);
        }
        let mut headings = HEADINGS.iter().cycle();
        while self.goes_on() {
            let heading = headings.next().unwrap_or(&HEADINGS[0]);
            self.text.markdown.push_str(&format!("## {heading}\n\n"));
            for _ in 0..self.random.between(1, 4) {
                match self.random.below(12) {
                    0 => self.list(),
                    1 => self.table(),
                    _ => self.paragraph(),
                }
                self.text.markdown.push('\n');
                if !self.goes_on() {
                    return;
                }
            }
        }
    }

    fn goes_on(&self) -> bool {
        self.text.markdown.len() < self.paper.length || !self.todo.is_empty()
    }

    fn paragraph(&mut self) {
        for _ in 0..self.random.between(2, 6) {
            if !self.todo.is_empty() && self.random.percent(40) {
                self.citation();
            }
            let sentence = sentence(&mut self.random);
            self.text.markdown.push_str(&sentence);
            self.text
                .markdown
                .push(if self.random.percent(20) { '\n' } else { ' ' });
        }
        self.text.markdown.pop();
        self.text.markdown.push('\n');
    }

    /// A sentence that cites the next paper, now and then across a line's end.
    fn citation(&mut self) {
        let cited = self.todo.remove(0);
        let other = &self.corpus.papers[cited];
        let council = &self.corpus.councils[other.council];
        let number = council.numbering.spelled(&other.number, &mut self.random);
        let sentence = if other.council == self.paper.council {
            fill(self.random.pick::<&str>(&CITING), &mut self.random)
        } else {
            format!(
                "Ein Vorbild ist die Vorlage {{m}} der Stadt {}.",
                council.name
            )
        };
        let (before, after) = sentence.split_once("{m}").unwrap_or((&sentence, ""));
        self.text.markdown.push_str(before);
        let start = self.text.markdown.len();
        self.text.markdown.push_str(&number);
        self.text
            .cited
            .push((start, self.text.markdown.len(), cited));
        self.text.markdown.push_str(after);
        self.text.markdown.push(' ');
    }

    fn list(&mut self) {
        for _ in 0..self.random.between(3, 6) {
            let clause = fill(self.random.pick::<&str>(&CLAUSES), &mut self.random);
            self.text
                .markdown
                .push_str(&format!("- Es ist zu klären, ob {clause}.\n"));
        }
    }

    fn table(&mut self) {
        self.text
            .markdown
            .push_str("| Maßnahme | Ort | Jahr | Euro |\n|---|---|---:|---:|\n");
        for _ in 0..self.random.between(3, 8) {
            let row = fill("| {c} | {d} | {y} | {e} |\n", &mut self.random);
            self.text.markdown.push_str(&row);
        }
    }
}

fn sentence(random: &mut Random) -> String {
    fill(random.pick::<&str>(&SENTENCES), random)
}

/// A pattern with words in the place of its marks; `{m}` stays.
pub(crate) fn fill(pattern: &str, random: &mut Random) -> String {
    let mut filled = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (mark, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(&word(mark, random));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn word(mark: &str, random: &mut Random) -> String {
    match mark {
        "w" => (*random.pick(&ACTORS)).to_owned(),
        "v" => (*random.pick(&DOES)).to_owned(),
        "k" => fill(random.pick::<&str>(&CLAUSES), random),
        "c" => compound(random),
        "s" => (*random.pick(&STREETS)).to_owned(),
        "d" => (*random.pick(&DISTRICTS)).to_owned(),
        "y" => random.between(2009, 2029).to_string(),
        "n" => random.between(2, 9).to_string(),
        "e" => format!("{}.{:03}", random.between(2, 999), random.below(10) * 100),
        "t" => format!(
            "{}.{:02}.{}",
            random.between(1, 28),
            random.between(1, 12),
            random.between(2009, 2026)
        ),
        other => format!("{{{other}}}"),
    }
}
