//! Files that describe the bulk downloads, for catalogues and tools.

/// What describes the bulk downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Catalogue {
    /// Frictionless Data Package.
    DataPackage,
    /// DCAT-AP.de as Turtle.
    Turtle,
    /// DCAT-AP.de as JSON-LD.
    JsonLd,
    /// DCAT-AP.de as RDF/XML.
    RdfXml,
    /// SHA-256 of every download, as `sha256sum` reads it.
    Checksums,
}

impl Catalogue {
    /// Every file, in the order in which they are made: the last one lists the others.
    pub const ALL: [Self; 5] = [
        Self::DataPackage,
        Self::Turtle,
        Self::JsonLd,
        Self::RdfXml,
        Self::Checksums,
    ];

    /// Its file below the folder of downloads.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::DataPackage => "datapackage.json",
            Self::Turtle => "dcat.ttl",
            Self::JsonLd => "dcat.jsonld",
            Self::RdfXml => "dcat.rdf",
            Self::Checksums => "SHA256SUMS.txt",
        }
    }

    /// Its format for readers.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::DataPackage => "JSON",
            Self::Turtle => "Turtle",
            Self::JsonLd => "JSON-LD",
            Self::RdfXml => "RDF/XML",
            Self::Checksums => "Text",
        }
    }

    /// Key of its explanation in the language files, below `dump`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DataPackage => "datapackage",
            Self::Turtle | Self::JsonLd | Self::RdfXml => "dcat",
            Self::Checksums => "checksums",
        }
    }
}
