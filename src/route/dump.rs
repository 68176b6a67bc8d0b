//! Bulk downloads: which there are, where they lie, what they are. Whoever makes, lists or describes them
//! asks here.

use std::collections::BTreeSet;

use super::{Route, SiteMap};
use crate::link::{BodyIx, PaperIx, PersonIx};
use crate::model::Date;

/// Folder of all downloads. What is written to it is measured, so that other files can say how big it is.
pub const DUMP_FOLDER: &str = "daten/";

/// The partition of papers without a date, as Hive, Spark, Trino and `DuckDB` name what is null.
pub const NO_YEAR: &str = "__HIVE_DEFAULT_PARTITION__";

/// Bulk downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dump {
    /// Everything in one JSON file.
    Portal,
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
        std::iter::once(Self::Portal)
            .chain(tables)
            .chain([Self::Change])
    }

    /// Its name; the schema is `<name>.schema.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
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
            Self::Portal | Self::Changes => "dumps",
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
            Self::Portal | Self::Table(_, TableFormat::Json) | Self::DatasetteMetadata => "JSON",
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
    /// Every download that the archive can have, the most asked for first. `Site::downloads` leaves out
    /// those that are switched off.
    #[must_use]
    pub fn downloads(&self) -> Vec<Dump> {
        let mut all = vec![Dump::Portal];
        for format in TableFormat::ALL {
            all.extend(Table::ALL.map(|table| Dump::Table(table, format)));
        }
        all.extend([Dump::Sqlite, Dump::DatasetteMetadata, Dump::Rdf]);
        let kept = self.archive.register.is_kept();
        all.extend(kept.then_some(Dump::Changes));
        all.extend(self.partitions());
        let shapes = Shape::all().filter(|shape| kept || *shape != Shape::Change);
        all.extend(shapes.map(Dump::Schema));
        all
    }

    /// The partitions of papers: by council, then by year, undated papers first.
    fn partitions(&self) -> impl Iterator<Item = Dump> + '_ {
        self.archive.body_ixs().flat_map(|body| {
            let papers = self.archive.body(body).papers.iter();
            let years: BTreeSet<Option<i16>> = papers.map(|ix| self.year(*ix)).collect();
            years
                .into_iter()
                .map(move |year| Dump::Partition(body, year))
        })
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
