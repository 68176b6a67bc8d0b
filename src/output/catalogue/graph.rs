//! Statements in RDF, and how they are written down. Every thing has an address of its own, so that the same graph is the
//! same in every notation.

use std::io::{self, Write};

use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Term, Triple};
use oxrdfxml::RdfXmlSerializer;
use oxttl::TurtleSerializer;

use super::problem;
use crate::model::Date;
use crate::output::Problem;

/// Words that are used, by their short name and where they are explained.
pub(super) const PREFIXES: [(&str, &str); 13] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dcatde", "http://dcat-ap.de/def/dcatde/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    // So the context of <https://schema.org> has it.
    ("schema", "http://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Ways to write a graph down.
#[derive(Clone, Copy, Debug)]
pub(super) enum Notation {
    Turtle,
    JsonLd,
    RdfXml,
}

/// What is said.
#[derive(Default)]
pub(super) struct Graph {
    triples: Vec<Triple>,
}

/// A thing of which something is said.
pub(super) struct Thing<'g> {
    graph: &'g mut Graph,
    id: NamedNode,
}

impl Graph {
    /// Begins to speak of the thing with this address.
    pub(super) fn thing(&mut self, id: &str) -> Thing<'_> {
        let id = NamedNode::new_unchecked(id);
        Thing { graph: self, id }
    }

    /// The whole graph in a notation.
    pub(super) fn text(&self, notation: Notation) -> Result<Vec<u8>, Problem> {
        let mut bytes = match notation {
            Notation::Turtle => self.turtle(),
            Notation::JsonLd => self.json_ld(),
            Notation::RdfXml => self.rdf_xml(),
        }
        .map_err(problem)?;
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        Ok(bytes)
    }

    fn turtle(&self) -> io::Result<Vec<u8>> {
        let mut writer = Turtle::new(Vec::new())?;
        writer.write(self)?;
        writer.finish()
    }

    fn json_ld(&self) -> io::Result<Vec<u8>> {
        let mut serializer = JsonLdSerializer::new();
        for (name, iri) in PREFIXES {
            serializer = serializer
                .with_prefix(name, iri)
                .map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            let quad = triple.as_ref().in_graph(GraphNameRef::DefaultGraph);
            writer.serialize_quad(quad)?;
        }
        writer.finish()
    }

    fn rdf_xml(&self) -> io::Result<Vec<u8>> {
        let mut serializer = RdfXmlSerializer::new();
        for (name, iri) in PREFIXES.into_iter().filter(|(name, _)| *name != "rdf") {
            serializer = serializer
                .with_prefix(name, iri)
                .map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            writer.serialize_triple(triple)?;
        }
        writer.finish()
    }
}

/// Writes one graph after the other as Turtle.
pub(super) struct Turtle<W: Write>(oxttl::turtle::WriterTurtleSerializer<W>);

impl<W: Write> Turtle<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut serializer = TurtleSerializer::new();
        for (name, iri) in PREFIXES {
            serializer = serializer
                .with_prefix(name, iri)
                .map_err(io::Error::other)?;
        }
        Ok(Self(serializer.for_writer(out)))
    }

    pub(super) fn write(&mut self, graph: &Graph) -> io::Result<()> {
        for triple in &graph.triples {
            self.0.serialize_triple(triple)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

/// `dcterms:title` as a whole.
pub(super) fn word(short: &str) -> NamedNode {
    let (prefix, name) = short.split_once(':').unwrap_or(("", short));
    let space = PREFIXES.iter().find(|(known, _)| *known == prefix);
    let whole = space.map_or_else(|| short.to_owned(), |(_, iri)| format!("{iri}{name}"));
    NamedNode::new_unchecked(whole)
}

impl Thing<'_> {
    /// Says what kind of thing it is.
    pub(super) fn a(self, class: &str) -> Self {
        let class = word(class);
        self.says(rdf::TYPE.into_owned(), class)
    }

    /// Leads to another thing. What is no address is left out.
    pub(super) fn to(self, property: &str, iri: &str) -> Self {
        match NamedNode::new(iri) {
            Ok(iri) => self.says(word(property), iri),
            Err(_) => self,
        }
    }

    /// Says something in a language.
    pub(super) fn text(self, property: &str, text: &str, language: &str) -> Self {
        match Literal::new_language_tagged_literal(text, language) {
            Ok(text) => self.says(word(property), text),
            Err(_) => self.plain(property, text),
        }
    }

    /// Says something in no language: a number, a name.
    pub(super) fn plain(self, property: &str, text: &str) -> Self {
        self.says(word(property), Literal::new_simple_literal(text))
    }

    /// Gives a day.
    pub(super) fn day(self, property: &str, day: Date) -> Self {
        self.typed(property, &day.to_string(), xsd::DATE)
    }

    /// Gives a value of a datatype.
    pub(super) fn typed(self, property: &str, value: &str, datatype: NamedNodeRef<'_>) -> Self {
        let value = Literal::new_typed_literal(value, datatype);
        self.says(word(property), value)
    }

    fn says(self, property: NamedNode, value: impl Into<Term>) -> Self {
        let triple = Triple::new(self.id.clone(), property, value);
        // The same thing may be said for two reasons; a graph is a set.
        if !self.graph.triples.contains(&triple) {
            self.graph.triples.push(triple);
        }
        self
    }
}
