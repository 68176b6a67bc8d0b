//! The portal's data as catalogues list it: DCAT-AP.de 3.0, ready for `GovData` to fetch.

use oxrdf::vocab::xsd;

use super::graph::{Graph, Thing};
use super::relations::key;
use super::{file_name, listed, schema};
use crate::measure::Measures;
use crate::model::{DataTheme, Date};
use crate::output::Site;
use crate::route::{Dump, Route, TableFormat, media};

/// Code lists of the Publications Office of the EU.
const EU: &str = "http://publications.europa.eu/resource/authority";
/// Code lists of DCAT-AP.de.
const DE: &str = "http://dcat-ap.de/def";
/// Media types.
const IANA: &str = "https://www.iana.org/assignments/media-types";

/// How checksums are made.
const SHA256: &str = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256";

/// What the portal's data is called where `portal.yaml` does not say it.
const KEYWORDS: [&str; 4] = [
    "Ratsinformationssystem",
    "Vorlagen",
    "Beschlüsse",
    "Transparenz",
];

/// The catalogue with its one dataset and a distribution for each download.
pub(super) fn graph(site: &Site<'_>, measures: &Measures) -> Graph {
    let mut graph = Graph::default();
    let names = Names::new(site);
    catalogue(site, &names, &mut graph);
    dataset(site, &names, &mut graph);
    agents(site, &names, &mut graph);
    for ags in keys(site) {
        graph.thing(&key(&ags)).a("dcterms:Location");
    }
    graph.thing(SHA256).a("spdx:ChecksumAlgorithm");
    for dump in listed(site) {
        distribution(site, &names, measures, dump, &mut graph);
    }
    graph
}

/// Addresses of the things that the catalogue speaks of: places on the data page.
struct Names {
    page: String,
    catalogue: String,
    dataset: String,
    publisher: String,
    contact: String,
    period: String,
}

impl Names {
    fn new(site: &Site<'_>) -> Self {
        let page = site.map.absolute(&Route::Data);
        let part = |name: &str| site.map.term(name);
        Self {
            catalogue: part("katalog"),
            dataset: part("datensatz"),
            publisher: part("herausgeber"),
            contact: part("kontakt"),
            period: part("zeitraum"),
            page,
        }
    }
}

/// What is said of the catalogue and of its dataset alike.
fn common<'g>(site: &Site<'_>, names: &Names, thing: Thing<'g>) -> Thing<'g> {
    let settings = &site.archive.portal.catalogue;
    let portal = &site.archive.portal;
    let language = &portal.language.value;
    let title = settings.title.as_ref().unwrap_or(&portal.name);
    let description = settings.description.as_ref().unwrap_or(&portal.description);
    let mut thing = thing
        .text("dcterms:title", title, language)
        .text("dcterms:description", description, language)
        .to("dcterms:publisher", &names.publisher);
    if let Some(code) = eu_language(&portal.content_language) {
        thing = thing.to("dcterms:language", &format!("{EU}/language/{code}"));
    }
    if site.archive.touched.stated {
        thing = thing
            .day("dcterms:issued", site.archive.touched.created)
            .day("dcterms:modified", site.archive.touched.modified);
    }
    for ags in keys(site) {
        thing = thing.to("dcterms:spatial", &key(&ags));
    }
    thing
}

fn catalogue(site: &Site<'_>, names: &Names, graph: &mut Graph) {
    let thing = graph.thing(&names.catalogue).a("dcat:Catalog");
    common(site, names, thing)
        .to("foaf:homepage", &site.map.absolute(&Route::Home))
        .to("dcat:themeTaxonomy", &format!("{EU}/data-theme"))
        .to("dcat:dataset", &names.dataset)
        .to("dcterms:license", &license(site));
}

fn dataset(site: &Site<'_>, names: &Names, graph: &mut Graph) {
    let portal = &site.archive.portal;
    let settings = &portal.catalogue;
    let thing = graph.thing(&names.dataset).a("dcat:Dataset");
    let mut thing = common(site, names, thing)
        .plain("dcterms:identifier", &names.dataset)
        .to("dcterms:creator", &names.publisher)
        .to("dcat:landingPage", &names.page)
        .to("dcterms:accessRights", &format!("{EU}/access-right/PUBLIC"));
    if portal.contact.is_some() || portal.publisher.website.is_some() {
        thing = thing.to("dcat:contactPoint", &names.contact);
    }
    if let Some(contributor) = &settings.contributor_id {
        let whole = format!("{DE}/contributors/{contributor}");
        let known = contributor.contains("://");
        thing = thing.to(
            "dcatde:contributorID",
            if known { contributor } else { &whole },
        );
    }
    let themes = match settings.theme.as_slice() {
        [] => &[DataTheme::Gove],
        themes => themes,
    };
    for theme in themes {
        thing = thing.to("dcat:theme", &format!("{EU}/data-theme/{}", theme.code()));
    }
    for word in keywords(site) {
        thing = thing.text("dcat:keyword", &word, &portal.language.value);
    }
    if let Some(frequency) = settings.frequency {
        let code = frequency.code();
        thing = thing.to(
            "dcterms:accrualPeriodicity",
            &format!("{EU}/frequency/{code}"),
        );
    }
    let level = "politicalGeocoding/Level";
    for ags in keys(site) {
        let kind = if ags.len() == 5 {
            "administrativeDistrict"
        } else {
            "municipality"
        };
        thing = thing.to(
            "dcatde:politicalGeocodingLevelURI",
            &format!("{DE}/{level}/{kind}"),
        );
    }
    for source in site
        .archive
        .bodies
        .iter()
        .filter_map(|node| node.body.source.as_ref())
    {
        thing = thing.to("dcterms:source", source);
    }
    for dump in listed(site) {
        thing = thing.to("dcat:distribution", &name(site, dump));
    }
    if let Some((from, to)) = period(site) {
        thing.to("dcterms:temporal", &names.period);
        graph
            .thing(&names.period)
            .a("dcterms:PeriodOfTime")
            .day("dcat:startDate", from)
            .day("dcat:endDate", to);
    }
}

fn agents(site: &Site<'_>, names: &Names, graph: &mut Graph) {
    let portal = &site.archive.portal;
    let website = portal.publisher.website.as_ref();
    let mut publisher = graph
        .thing(&names.publisher)
        .a("foaf:Agent")
        .plain("foaf:name", &portal.publisher.name);
    if let Some(website) = website {
        publisher = publisher.to("foaf:homepage", website);
    }
    drop(publisher);
    let email = portal
        .contact
        .as_ref()
        .and_then(|contact| contact.email.as_ref());
    if portal.contact.is_none() && website.is_none() {
        return;
    }
    let name = portal
        .contact
        .as_ref()
        .and_then(|contact| contact.name.as_ref());
    let mut contact = graph
        .thing(&names.contact)
        .a("vcard:Organization")
        .plain("vcard:fn", name.unwrap_or(&portal.publisher.name));
    if let Some(email) = email {
        contact = contact.to("vcard:hasEmail", &format!("mailto:{email}"));
    }
    if let Some(website) = website {
        contact.to("vcard:hasURL", website);
    }
}

/// A download: what it is, how big it is, how to tell that it came whole.
fn distribution(
    site: &Site<'_>,
    names: &Names,
    measures: &Measures,
    dump: Dump,
    graph: &mut Graph,
) {
    let id = name(site, dump);
    let portal = &site.archive.portal;
    let language = &portal.language.value;
    let address = site.map.absolute(&Route::Dump(dump));
    let note = format!("dump.{}", dump.key());
    let note = site.theme.words.get(&note);
    let mut thing = graph
        .thing(&id)
        .a("dcat:Distribution")
        .text("dcterms:title", &file_name(site, dump), language)
        .text("dcterms:description", note, language)
        .to("dcat:accessURL", &names.page)
        .to("dcat:downloadURL", &address)
        .to(
            "dcat:mediaType",
            &format!("{IANA}/{}", media::essence(&file_name(site, dump))),
        )
        .to(
            "dcatap:availability",
            &format!("{EU}/planned-availability/STABLE"),
        );
    if let Some(code) = file_type(dump) {
        thing = thing.to("dcterms:format", &format!("{EU}/file-type/{code}"));
    }
    let license = license(site);
    thing = thing.to("dcterms:license", &license);
    if license.contains("/dl-by-") || license.contains("/cc-by") {
        let name = &portal.publisher.name;
        thing = thing.text("dcatde:licenseAttributionByText", name, language);
    }
    if site.archive.touched.stated {
        thing = thing.day("dcterms:modified", site.archive.touched.modified);
    }
    if let Some(code) = eu_language(&portal.content_language) {
        thing = thing.to("dcterms:language", &format!("{EU}/language/{code}"));
    }
    let schema = schema(site, dump).map(|route| site.map.absolute(&route));
    if let Some(schema) = &schema {
        thing = thing.to("dcterms:conformsTo", schema);
    }
    if let Some(measure) = measures.get(&site.map.file(&Route::Dump(dump))) {
        let checksum = format!("{id}-sha256");
        thing
            .typed(
                "dcat:byteSize",
                &measure.bytes.to_string(),
                xsd::NON_NEGATIVE_INTEGER,
            )
            .to("spdx:checksum", &checksum);
        graph
            .thing(&checksum)
            .a("spdx:Checksum")
            .to("spdx:algorithm", SHA256)
            .typed("spdx:checksumValue", &measure.sha256, xsd::HEX_BINARY);
    }
    if let Some(schema) = schema {
        graph.thing(&schema).a("dcterms:Standard");
    }
}

/// The address of a distribution: a place on the data page.
fn name(site: &Site<'_>, dump: Dump) -> String {
    site.map.term(&file_name(site, dump))
}

/// The code of a download's format, where the list that DCAT-AP.de 3.0 is checked against has one: not yet for Parquet.
fn file_type(dump: Dump) -> Option<&'static str> {
    match dump {
        Dump::Portal | Dump::Table(_, TableFormat::Json) => Some("JSON"),
        Dump::Table(_, TableFormat::Csv) => Some("CSV"),
        Dump::Rdf => Some("RDF_TURTLE"),
        _ => None,
    }
}

/// The licence as DCAT-AP.de names it; another one by its own address. Where none is stated nothing is allowed: the list
/// has a word for that, and no file may be without one.
fn license(site: &Site<'_>) -> String {
    let Some(stated) = &site.archive.portal.license else {
        return format!("{DE}/licenses/other-closed");
    };
    let bare = stated
        .trim_end_matches('/')
        .trim_end_matches("/legalcode.de")
        .trim_end_matches("/legalcode")
        .trim_end_matches("/deed.de")
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.");
    let known = match bare {
        "govdata.de/dl-de/zero-2-0" => "dl-zero-de/2.0",
        "govdata.de/dl-de/by-2-0" => "dl-by-de/2.0",
        "govdata.de/dl-de/by-1-0" => "dl-by-de/1.0",
        "creativecommons.org/publicdomain/zero/1.0" => "cc-zero",
        "creativecommons.org/publicdomain/mark/1.0" => "ccpdm/1.0",
        "creativecommons.org/licenses/by/4.0" => "cc-by/4.0",
        "creativecommons.org/licenses/by-sa/4.0" => "cc-by-sa/4.0",
        "creativecommons.org/licenses/by/3.0/de" => "cc-by-de/3.0",
        "creativecommons.org/licenses/by-sa/3.0/de" => "cc-by-sa-de/3.0",
        "opendatacommons.org/licenses/odbl/1-0" | "opendatacommons.org/licenses/odbl" => "odbl",
        "opendatacommons.org/licenses/by/1-0" | "opendatacommons.org/licenses/by" => "odby",
        "opendatacommons.org/licenses/pddl/1-0" | "opendatacommons.org/licenses/pddl" => "odcpddl",
        _ => return stated.value.clone(),
    };
    format!("{DE}/licenses/{known}")
}

/// The code of a language in the European list; none for a language that is seldom met.
fn eu_language(tag: &str) -> Option<&'static str> {
    match tag.split('-').next().unwrap_or_default() {
        "de" => Some("DEU"),
        "en" => Some("ENG"),
        "fr" => Some("FRA"),
        "da" => Some("DAN"),
        "hsb" => Some("HSB"),
        "dsb" => Some("DSB"),
        "frr" => Some("FRR"),
        "nds" => Some("NDS"),
        _ => None,
    }
}

/// Keys of the councils' municipalities and districts, each once.
fn keys(site: &Site<'_>) -> Vec<String> {
    let bodies = site.archive.bodies.iter();
    let mut keys: Vec<String> = bodies
        .filter_map(|node| Some(node.body.ags.as_ref()?.value.clone()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Keywords for catalogues.
pub(super) fn keywords(site: &Site<'_>) -> Vec<String> {
    let stated = &site.archive.portal.catalogue.keyword;
    if stated.is_empty() {
        return KEYWORDS.map(str::to_owned).to_vec();
    }
    stated.clone()
}

/// From the first to the last day of a paper.
fn period(site: &Site<'_>) -> Option<(Date, Date)> {
    let dates = || {
        site.archive
            .papers
            .iter()
            .filter_map(|node| node.paper.date)
    };
    Some((dates().min()?, dates().max()?))
}
