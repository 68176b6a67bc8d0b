//! Papers, what they have to do with each other, and what they belong to, in the words of schema.org (as on the pages),
//! Dublin Core and, for what was decided, of the European Legislation Identifier (ELI). Written as it comes about.

use std::io::Write;

use super::graph::{Graph, Turtle};
use super::problem;
use crate::link::{Archive, PaperIx, PaperNode, Relation, Target, Validity};
use crate::model::RelationType;
use crate::output::{Problem, Site};
use crate::route::Route;
use crate::vocabulary::{self, OWN, Word};

/// Where keys of municipalities and districts are explained.
const KEYS: &str = "http://dcat-ap.de/def/politicalGeocoding/";

/// Writes everything.
pub(super) fn write(site: &Site<'_>, out: &mut (dyn Write + Send)) -> Result<(), Problem> {
    let archive = site.archive;
    let mut turtle = Turtle::new(out).map_err(problem)?;
    let mut tell = |tell: &dyn Fn(&mut Graph)| {
        let mut graph = Graph::default();
        tell(&mut graph);
        turtle.write(&graph).map_err(problem)
    };
    tell(&|graph| words(site, graph))?;
    for ix in archive.body_ixs() {
        tell(&|graph| body(site, ix, graph))?;
    }
    for ix in archive.organization_ixs() {
        tell(&|graph| organization(site, ix, graph))?;
    }
    for ix in archive.topic_ixs() {
        tell(&|graph| topic(site, ix, graph))?;
    }
    for ix in archive.procedure_ixs() {
        tell(&|graph| procedure(site, ix, graph))?;
    }
    let mut authors: Vec<_> = archive
        .papers
        .iter()
        .flat_map(|node| &node.originator_people)
        .collect();
    authors.sort_unstable();
    authors.dedup();
    for ix in authors {
        let name = &archive.person(*ix).person.name;
        tell(&|graph| {
            let person = graph.thing(&site.map.person_id(*ix)).a("schema:Person");
            person.plain("schema:name", name);
        })?;
    }
    for ix in archive.number_ixs().filter(|ix| is_missing(archive, *ix)) {
        tell(&|graph| number(site, ix, graph))?;
    }
    for ix in archive.paper_ixs() {
        tell(&|graph| paper(site, ix, graph))?;
    }
    turtle.finish().map_err(problem)?;
    Ok(())
}

/// Words of our own.
fn words(site: &Site<'_>, graph: &mut Graph) {
    for (name, label, comment) in OWN {
        let word = graph.thing(&site.map.term(name)).a("rdf:Property");
        word.text("rdfs:label", label, "de")
            .text("rdfs:comment", comment, "de")
            .to("rdfs:subPropertyOf", "http://purl.org/dc/terms/relation");
    }
}

/// The address of a municipality's or district's key.
pub(super) fn key(ags: &str) -> String {
    let kind = if ags.len() == 5 {
        "districtKey"
    } else {
        "municipalityKey"
    };
    format!("{KEYS}{kind}/{ags}")
}

fn body(site: &Site<'_>, ix: crate::link::BodyIx, graph: &mut Graph) {
    let body = &site.archive.body(ix).body;
    let mut thing = graph
        .thing(&site.map.absolute(&Route::Body(ix, 1)))
        .a("schema:GovernmentOrganization")
        .plain("schema:name", &body.name);
    if let Some(short) = &body.short_name {
        thing = thing.plain("schema:alternateName", short);
    }
    if let Some(website) = &body.website {
        thing = thing.to("schema:sameAs", website);
    }
    if let Some(ags) = &body.ags {
        thing.to("dcterms:spatial", &key(ags));
    }
}

fn organization(site: &Site<'_>, ix: crate::link::OrganizationIx, graph: &mut Graph) {
    let node = site.archive.organization(ix);
    let organization = &node.organization;
    let class = vocabulary::organization(&organization.organization_type);
    let thing = graph
        .thing(&site.map.absolute(&Route::Organization(ix, 1)))
        .a(&format!("schema:{class}"))
        .plain("schema:name", &organization.name);
    let body = site.map.absolute(&Route::Body(node.body, 1));
    let thing = thing.to("schema:parentOrganization", &body);
    if let Some(website) = &organization.website {
        thing.to("schema:sameAs", website);
    }
}

fn topic(site: &Site<'_>, ix: crate::link::TopicIx, graph: &mut Graph) {
    let topic = &site.archive.topic(ix).topic;
    let all = site.map.absolute(&Route::Topics);
    let mut thing = graph
        .thing(&site.map.absolute(&Route::Topic(ix, 1)))
        .a("schema:DefinedTerm")
        .a("skos:Concept")
        .plain("schema:name", &topic.name)
        .text("skos:prefLabel", &topic.name, "de")
        .to("schema:inDefinedTermSet", &all)
        .to("skos:inScheme", &all);
    for alias in &topic.aliases {
        thing = thing
            .plain("schema:alternateName", alias)
            .text("skos:altLabel", alias, "de");
    }
}

fn procedure(site: &Site<'_>, ix: crate::link::ProcedureIx, graph: &mut Graph) {
    let procedure = site.archive.procedure(ix);
    let mut thing = graph
        .thing(&site.map.absolute(&Route::Procedure(ix)))
        .a("schema:CollectionPage")
        .plain("schema:name", &procedure.name);
    if let Some(status) = procedure.status {
        let key = format!("status.{}", status.key());
        let words = site.theme.words.get(&key);
        thing = thing.plain("schema:creativeWorkStatus", words);
    }
    for paper in &procedure.papers {
        let paper = site.map.absolute(&Route::Paper(*paper));
        thing = thing
            .to("schema:hasPart", &paper)
            .to("dcterms:hasPart", &paper);
    }
}

/// Whether a number is cited while no paper of the portal bears it.
fn is_missing(archive: &Archive, ix: crate::link::NumberIx) -> bool {
    archive.number(ix).papers.is_empty()
}

fn number(site: &Site<'_>, ix: crate::link::NumberIx, graph: &mut Graph) {
    let mut thing = graph
        .thing(&site.map.absolute(&Route::Number(ix)))
        .a("schema:CreativeWork");
    for number in &site.archive.number(ix).numbers {
        thing = thing
            .plain("schema:identifier", &number.display)
            .plain("dcterms:identifier", &number.display);
    }
}

fn paper(site: &Site<'_>, ix: PaperIx, graph: &mut Graph) {
    let node = site.archive.paper(ix);
    let id = site.map.absolute(&Route::Paper(ix));
    about(site, node, &id, graph);
    people(site, node, &id, graph);
    if vocabulary::kind(node) == "Legislation" {
        law(site, node, &id, graph);
    }
    if let Some(procedure) = node.procedure {
        let procedure = site.map.absolute(&Route::Procedure(procedure));
        let thing = graph.thing(&id).to("schema:isPartOf", &procedure);
        thing.to("dcterms:isPartOf", &procedure);
    }
    for told in &node.relations {
        match (&told.target, told.number) {
            (Target::Paper(other), _) => {
                relation(
                    site,
                    ix,
                    told,
                    &site.map.absolute(&Route::Paper(*other)),
                    graph,
                );
            }
            // Which paper is meant is not known, but its number is.
            (_, Some(number)) if is_missing(site.archive, number) => {
                let number = site.map.absolute(&Route::Number(number));
                relation(site, ix, told, &number, graph);
            }
            _ => {}
        }
    }
}

/// What a paper is.
fn about(site: &Site<'_>, node: &PaperNode, id: &str, graph: &mut Graph) {
    let paper = &*node.paper;
    let language = &site.archive.portal.content_language.value;
    let mut thing = graph
        .thing(id)
        .a(&format!("schema:{}", vocabulary::kind(node)))
        .plain("schema:name", &paper.name)
        .text("dcterms:title", &paper.name, language);
    if let Some(kind) = &paper.paper_type {
        thing = thing.plain("schema:genre", kind);
    }
    let number = node.number.as_ref().map(|number| &*number.display);
    let aliases = paper.aliases.iter().map(|alias| alias.as_str());
    for number in number.into_iter().chain(aliases) {
        thing = thing
            .plain("schema:identifier", number)
            .plain("dcterms:identifier", number);
    }
    if let Some(date) = paper.date {
        thing = thing
            .day("schema:datePublished", date)
            .day("dcterms:date", date);
    }
    if let Some(status) = node.status {
        let key = format!("status.{}", status.key());
        let words = site.theme.words.get(&key);
        thing = thing.plain("schema:creativeWorkStatus", words);
    }
    if let Some(license) = &site.archive.body(node.body).body.license {
        thing = thing
            .to("schema:license", license)
            .to("dcterms:license", license);
    }
    if let Some(source) = &paper.source {
        thing = thing
            .to("schema:sameAs", source)
            .to("dcterms:source", source);
    }
    for topic in &node.topics {
        let topic = site.map.absolute(&Route::Topic(*topic, 1));
        thing = thing
            .to("schema:about", &topic)
            .to("dcterms:subject", &topic);
    }
}

/// Who brought it in, and whose it is.
fn people(site: &Site<'_>, node: &PaperNode, id: &str, graph: &mut Graph) {
    let body = site.map.absolute(&Route::Body(node.body, 1));
    let mut thing = graph
        .thing(id)
        .to("schema:publisher", &body)
        .to("dcterms:publisher", &body);
    let organizations = node.originators.iter();
    let organizations = organizations.map(|ix| site.map.absolute(&Route::Organization(*ix, 1)));
    let people = node.originator_people.iter();
    let people = people.map(|ix| site.map.person_id(*ix));
    for author in organizations.chain(people) {
        thing = thing
            .to("schema:author", &author)
            .to("dcterms:creator", &author);
    }
}

/// What only a resolution or a statute has.
fn law(site: &Site<'_>, node: &PaperNode, id: &str, graph: &mut Graph) {
    let mut thing = graph.thing(id).a("eli:LegalResource");
    if let Some(number) = &node.number {
        thing = thing
            .plain("schema:legislationIdentifier", &number.display)
            .plain("eli:id_local", &number.display);
    }
    if let Some(kind) = &node.paper.paper_type {
        thing = thing.plain("schema:legislationType", kind);
    }
    if let Some(date) = node.decided.or(node.paper.date) {
        thing = thing
            .day("schema:legislationDate", date)
            .day("eli:date_document", date);
    }
    if let Some(council) = node.decided_by {
        let council = site.map.absolute(&Route::Organization(council, 1));
        thing = thing
            .to("schema:legislationPassedBy", &council)
            .to("eli:passed_by", &council);
    }
    for office in &node.under_direction_of {
        let office = site.map.absolute(&Route::Organization(*office, 1));
        thing = thing.to("schema:legislationResponsible", &office);
    }
    if let Some(ags) = &site.archive.body(node.body).body.ags {
        thing = thing.to("eli:jurisdiction", &key(ags));
    }
    if let Some(known) = &node.validity {
        validity(thing, known);
    }
}

fn validity(mut thing: super::graph::Thing<'_>, validity: &Validity) {
    let eli = "http://data.europa.eu/eli/ontology#InForce-";
    match vocabulary::in_force(validity.state) {
        Some(true) => {
            thing = thing
                .to("schema:legislationLegalForce", "http://schema.org/InForce")
                .to("eli:in_force", &format!("{eli}inForce"));
        }
        Some(false) => {
            thing = thing
                .to(
                    "schema:legislationLegalForce",
                    "http://schema.org/NotInForce",
                )
                .to("eli:in_force", &format!("{eli}notInForce"));
        }
        None => {}
    }
    if let Some(coverage) = vocabulary::coverage(validity) {
        thing = thing.plain("schema:temporalCoverage", &coverage);
    }
    if let Some(from) = validity.from {
        thing = thing.day("eli:first_date_entry_in_force", from);
    }
    if let Some(until) = validity.until {
        thing.day("eli:date_no_longer_in_force", until);
    }
}

/// What a paper does to another, in each vocabulary that has a word for it.
fn relation(site: &Site<'_>, ix: PaperIx, told: &Relation, other: &str, graph: &mut Graph) {
    let node = site.archive.paper(ix);
    let id = site.map.absolute(&Route::Paper(ix));
    let law = vocabulary::kind(node) == "Legislation" && both_laws(site, told);
    let thing = graph.thing(&id);
    match vocabulary::relation(site.archive, node, told) {
        Word::DublinCore(word) => {
            thing.to(&format!("dcterms:{word}"), other);
        }
        Word::Own(word) => {
            let word = site.map.term(word);
            thing.to(&word, other).to("dcterms:relation", other);
        }
        Word::Schema(word) => {
            let thing = thing.to(&format!("schema:{word}"), other);
            let (dublin_core, eli) = also(word, told.relation_type);
            let thing = thing.to(dublin_core, other);
            if let Some(eli) = eli.filter(|_| law) {
                thing.to(eli, other);
            }
        }
    }
}

/// Whether the other paper is a resolution or statute too: ELI speaks of nothing else.
fn both_laws(site: &Site<'_>, told: &Relation) -> bool {
    match told.target {
        Target::Paper(other) => vocabulary::kind(site.archive.paper(other)) == "Legislation",
        _ => false,
    }
}

/// The words of Dublin Core and ELI that say what a word of schema.org says.
fn also(word: &str, told: RelationType) -> (&'static str, Option<&'static str>) {
    match word {
        "citation" => ("dcterms:references", Some("eli:cites")),
        "isPartOf" => ("dcterms:isPartOf", Some("eli:is_part_of")),
        "legislationAmends" => ("dcterms:relation", Some("eli:amends")),
        "legislationRepeals" => ("dcterms:relation", Some("eli:repeals")),
        "legislationCorrects" => ("dcterms:relation", Some("eli:corrects")),
        "isBasedOn" if told == RelationType::Implements => {
            ("dcterms:relation", Some("eli:based_on"))
        }
        _ => ("dcterms:relation", None),
    }
}
