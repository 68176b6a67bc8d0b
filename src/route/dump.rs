//! Bulk downloads: which there are, where they lie, what they are. Whoever makes, lists or describes them
//! asks here.

use std::collections::BTreeMap;

use super::{Route, SiteMap};
use crate::link::{BodyIx, PaperIx, PersonIx};
use crate::model::Date;

/// Papers by year; `None` for undated ones.
pub type Years = BTreeMap<Option<i16>, Vec<PaperIx>>;

/// Folder of all downloads. What is written to it is measured, so that other files can say how big it is.
pub const DUMP_FOLDER: &str = "daten/";

/// The partition of papers without a date, as Hive, Spark, Trino and `DuckDB` name what is null.
pub const NO_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";

/// How many papers a part holds at most: some ten megabytes, so that a change of one paper writes no more than that.
const PAPERS_IN_PART: usize = 1_000;

/// Some of a council's papers of one year, and the file that holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The council.
    pub body: BodyIx,
    /// The year; `None` for undated papers.
    pub year: Option<i16>,
    /// Which of the year's parts it is, from 1.
    pub number: usize,
    /// The papers, the oldest first: new ones come into the last part of their year.
    pub papers: Vec<PaperIx>,
}

impl Part {
    /// Its file.
    #[must_use]
    pub const fn dump(&self) -> Dump {
        Dump::Part(self.body, self.year, self.number)
    }
}

/// Bulk downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dump {
    /// What there is, as JSON: all but papers and what they do to each other, and the parts that hold those.
    Portal,
    /// Some of a council's papers of one year as JSON, counted from 1; `None` for undated ones.
    Part(BodyIx, Option<i16>, usize),
    /// One kind of thing in one format.
    Table(Table, TableFormat),
    /// A council's papers of one year as Parquet; `None` for undated ones.
    Partition(BodyIx, Option<i16>),
    /// Everything as a database.
    Sqlite,
    /// What Datasette shows beside the database.
    DatasetteMetadata,
    /// A JSON Schema of what is published.
    Schema(Shape),
    /// Papers and relations as RDF.
    Rdf,
    /// When what was published, changed, moved and removed.
    Changes,
}

/// Kinds of things, each with files of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Papers.
    Papers,
    /// What papers do to each other.
    Relations,
    /// Procedures.
    Procedures,
    /// Topics.
    Topics,
    /// Meetings with their agendas.
    Meetings,
    /// Councils.
    Bodies,
    /// Committees, factions, departments.
    Organizations,
    /// People in office.
    People,
}

impl Table {
    /// Every kind, the most asked for first.
    pub const ALL: [Self; 8] = [
        Self::Papers,
        Self::Relations,
        Self::Procedures,
        Self::Topics,
        Self::Meetings,
        Self::Bodies,
        Self::Organizations,
        Self::People,
    ];

    /// Its name in files, in the database and in `portal.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Papers => "papers",
            Self::Relations => "relations",
            Self::Procedures => "procedures",
            Self::Topics => "topics",
            Self::Meetings => "meetings",
            Self::Bodies => "bodies",
            Self::Organizations => "organizations",
            Self::People => "people",
        }
    }

    /// What one of them is called, and so its schema.
    #[must_use]
    pub const fn record(self) -> &'static str {
        match self {
            Self::Papers => "paper",
            Self::Relations => "relation",
            Self::Procedures => "procedure",
            Self::Topics => "topic",
            Self::Meetings => "meeting",
            Self::Bodies => "body",
            Self::Organizations => "organization",
            Self::People => "person",
        }
    }
}

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableFormat {
    /// One list.
    Json,
    /// One record a line.
    JsonLines,
    /// Flat, one record a row.
    Csv,
    /// Flat, by columns.
    Parquet,
}

impl TableFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Json, Self::JsonLines, Self::Csv, Self::Parquet];

    /// How its files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }
}

/// What a published JSON Schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// `portal.json`.
    Portal,
    /// A part of the papers that `portal.json` names.
    Part,
    /// A table as JSON, and a line of it as JSON Lines.
    List(Table),
    /// A record: a line of a table, and the data twin of a page.
    Record(Table),
    /// A line of `changes.jsonl`.
    Change,
}

impl Shape {
    /// Every shape.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |table| [Self::List(table), Self::Record(table)];
        let tables = Table::ALL.into_iter().flat_map(of);
        [Self::Portal, Self::Part]
            .into_iter()
            .chain(tables)
            .chain([Self::Change])
    }

    /// Its name; the schema is `<name>.schema.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Part => "part",
            Self::List(table) => table.name(),
            Self::Record(table) => table.record(),
            Self::Change => "changes",
        }
    }
}

impl Dump {
    /// The output that makes it: its name in `outputs: {without: [...]}`.
    #[must_use]
    pub const fn output(self) -> &'static str {
        match self {
            Self::Portal | Self::Part(..) | Self::Changes => "dumps",
            Self::Table(_, TableFormat::Json | TableFormat::JsonLines) => "json",
            Self::Table(_, TableFormat::Csv) => "csv",
            Self::Table(_, TableFormat::Parquet) | Self::Partition(..) => "parquet",
            Self::Sqlite | Self::DatasetteMetadata => "sqlite",
            Self::Schema(_) => "schemas",
            Self::Rdf => "rdf",
        }
    }

    /// Its format for readers.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::Portal
            | Self::Part(..)
            | Self::Table(_, TableFormat::Json)
            | Self::DatasetteMetadata => "JSON",
            Self::Table(_, TableFormat::JsonLines) | Self::Changes => "JSON Lines",
            Self::Table(_, TableFormat::Csv) => "CSV",
            Self::Table(_, TableFormat::Parquet) | Self::Partition(..) => "Parquet",
            Self::Sqlite => "SQLite",
            Self::Schema(_) => "JSON Schema",
            Self::Rdf => "Turtle",
        }
    }

    /// Key of its explanation in the language files, below `dump`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Part(..) => "part",
            Self::Table(table, _) => table.name(),
            Self::Partition(..) => "partition",
            Self::Sqlite => "sqlite",
            Self::DatasetteMetadata => "datasette",
            Self::Schema(_) => "schema",
            Self::Rdf => "rdf",
            Self::Changes => "changes",
        }
    }
}

impl SiteMap<'_> {
    /// Every download that the archive can have, the most asked for first, but for the [parts](Self::parts) that `portal.json`
    /// names. `Site::downloads` leaves out those that are switched off.
    #[must_use]
    pub fn downloads(&self) -> Vec<Dump> {
        let mut all = vec![Dump::Portal];
        for format in TableFormat::ALL {
            all.extend(Table::ALL.map(|table| Dump::Table(table, format)));
        }
        all.extend([Dump::Sqlite, Dump::DatasetteMetadata, Dump::Rdf]);
        let kept = self.archive.register.is_kept();
        all.extend(kept.then_some(Dump::Changes));
        for body in self.archive.body_ixs() {
            let years = self.by_year(&self.archive.body(body).papers).into_keys();
            all.extend(years.map(|year| Dump::Partition(body, year)));
        }
        let shapes = Shape::all().filter(|shape| kept || *shape != Shape::Change);
        all.extend(shapes.map(Dump::Schema));
        all
    }

    /// The partitions of papers with their papers: by council, then by year, undated papers first.
    pub fn partitions(&self) -> impl Iterator<Item = (Dump, Vec<PaperIx>)> + '_ {
        self.archive.body_ixs().flat_map(|body| {
            let years = self.by_year(&self.archive.body(body).papers).into_iter();
            years.map(move |(year, mut papers)| {
                papers.sort_unstable();
                (Dump::Partition(body, year), papers)
            })
        })
    }

    /// The parts of the papers: by council, then by year, undated papers first.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for body in self.archive.body_ixs() {
            for (year, mut papers) in self.by_year(&self.archive.body(body).papers) {
                papers.sort_unstable_by_key(|ix| (self.archive.paper(*ix).paper.date, *ix));
                let chunks = papers.chunks(PAPERS_IN_PART).zip(1..);
                parts.extend(chunks.map(|(papers, number)| Part {
                    body,
                    year,
                    number,
                    papers: papers.to_vec(),
                }));
            }
        }
        parts
    }

    /// Papers by the year by which they are filed, undated ones first; those of a year in the order in which they come.
    #[must_use]
    pub fn by_year(&self, papers: &[PaperIx]) -> Years {
        let mut years = Years::new();
        for ix in papers {
            years.entry(self.year(*ix)).or_default().push(*ix);
        }
        years
    }

    /// The year by which a paper is filed.
    #[must_use]
    pub fn year(&self, ix: PaperIx) -> Option<i16> {
        self.archive.paper(ix).paper.date.map(Date::year)
    }

    /// A person's id: stays the same whether they have a page, which depends on their office, or not.
    #[must_use]
    pub fn person_id(&self, ix: PersonIx) -> String {
        let node = self.archive.person(ix);
        let body = self.absolute(&Route::Body(node.body, 1));
        format!("{body}#person-{}", node.person.slug.value)
    }

    pub(super) fn dump(&self, dump: Dump) -> String {
        let name = match dump {
            Dump::Portal => "portal.json".into(),
            Dump::Part(body, year, number) => {
                let slug = &self.archive.body(body).slug;
                let year = year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
                let number = match number {
                    1 => String::new(),
                    more => format!("-{more}"),
                };
                format!("portal/{slug}/{year}{number}.json")
            }
            Dump::Table(table, format) => format!("{}.{}", table.name(), format.extension()),
            Dump::Partition(body, year) => {
                let slug = &self.archive.body(body).slug;
                let year = year.map_or_else(|| NO_YEAR.to_owned(), |year| year.to_string());
                format!("papers/body={slug}/year={year}/part-0.parquet")
            }
            Dump::Sqlite => "drucksache.sqlite".into(),
            Dump::DatasetteMetadata => "datasette-metadata.json".into(),
            Dump::Rdf => "relations.ttl".into(),
            Dump::Changes => "changes.jsonl".into(),
            Dump::Schema(shape) => format!("schema/{}.schema.json", shape.name()),
        };
        format!("{DUMP_FOLDER}{name}")
    }
}
