//! The site map: where everything is. The only place where an address is made.
//!
//! Outputs ask it for the [`Url`] of a [`Route`]; templates get finished addresses and cannot build one.
//! An address, once published, stays (see `ARCHITECTURE.md`), so a change here is a change for the world.

mod catalogue;
pub mod column;
mod dump;
pub mod media;
mod oparl;

use std::fmt;

use serde::Serialize;

use crate::link::{
    Archive, BodyIx, LinkEnd, MeetingIx, NumberIx, Object, OrganizationIx, PaperIx, PaperNode,
    PersonIx, ProcedureIx, Status, TopicIx,
};
use crate::model::{ObjectKind, Slug};

pub use catalogue::Catalogue;
pub use column::{Column, ColumnKind};
pub use dump::{DUMP_FOLDER, Dump, NO_YEAR, Part, Shape, Table, TableFormat, Years};
pub use oparl::{OParl, OParlKind, OParlList, OParlObject};

/// An address from the root of the host, with the path below which the site lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(String);

impl Url {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that has an address. Pages of lists count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The home page.
    Home,
    /// The page for addresses that do not exist.
    Missing,
    /// All papers.
    Papers(usize),
    /// A paper.
    Paper(PaperIx),
    /// A file of a paper, by its index among the attachments.
    Attachment(PaperIx, usize),
    /// All procedures.
    Procedures(usize),
    /// A procedure.
    Procedure(ProcedureIx),
    /// All topics.
    Topics,
    /// A topic.
    Topic(TopicIx, usize),
    /// A year's papers of a topic; `None` for undated ones.
    TopicYear(TopicIx, Option<i16>, usize),
    /// All councils.
    Bodies,
    /// A council.
    Body(BodyIx, usize),
    /// A committee, faction or department.
    Organization(OrganizationIx, usize),
    /// A year's papers of a council; `None` for undated ones.
    Year(BodyIx, Option<i16>, usize),
    /// A council's papers of one kind.
    PaperType(BodyIx, Slug, usize),
    /// A council's papers of one status.
    Status(BodyIx, Status, usize),
    /// A council's meetings.
    Meetings(BodyIx, usize),
    /// A meeting.
    Meeting(MeetingIx),
    /// A council's people in office.
    People(BodyIx),
    /// A person in office.
    Person(PersonIx, usize),
    /// A council's number, whether the portal has its paper or not.
    Number(NumberIx),
    /// A council's numbers that are cited and that no paper of the portal bears.
    MissingNumbers(BodyIx, usize),
    /// A page of the portal, by its index.
    Page(usize),
    /// Searching.
    Search,
    /// Where the search index begins.
    SearchIndex,
    /// A file of hits of the search index, by its name; what hits show can depend on the day.
    SearchHits(String),
    /// A file of the search index, by its name below [`SEARCH_FILES`].
    SearchFile(String),
    /// All feeds.
    Feeds,
    /// Terms of council procedure, explained.
    Terms,
    /// All downloads.
    Data,
    /// The JSON twin of a page (a paper, procedure or topic).
    Twin(Box<Route>),
    /// The feed of a page (home, body, topic, procedure, organization or kind of paper) in a format.
    Feed(Box<Route>, Format),
    /// The OPML list of all feeds.
    FeedList,
    /// The OPML list of a council's feeds.
    BodyFeedList(BodyIx),
    /// The dates of a page (home, body or organization) as iCalendar.
    Calendar(Box<Route>),
    /// A bulk download.
    Dump(Dump),
    /// What describes the bulk downloads.
    Catalogue(Catalogue),
    /// A file of the theme, by its name with fingerprint.
    Theme(String),
    /// The style sheet with the portal's own colours.
    Colors,
    /// An OParl object or a list of them.
    OParl(OParl),
    /// An earlier address, by its line in the register.
    Former(usize),
    /// Beside it, a sign for hosts that it is gone for good.
    FormerGone(usize),
    /// What is said of a paper's file that is gone: by the paper's line, and the file's place in it.
    FormerFile(usize, usize),
    /// Beside it, the sign for hosts.
    FormerFileGone(usize, usize),
    /// The preview picture of a page.
    Preview(Box<Route>),
    /// An icon, or what tells browsers of them.
    Icon(Icon),
    /// A file published as it is, by its path.
    Static(String),
    /// A file at the root, for machines: `robots.txt`, `sitemap.xml`, `_headers` …
    Root(String),
}

impl From<Object> for Route {
    /// The page of an object.
    fn from(object: Object) -> Self {
        match object {
            Object::Body(ix) => Self::Body(ix, 1),
            Object::Meeting(ix) => Self::Meeting(ix),
            Object::Organization(ix) => Self::Organization(ix, 1),
            Object::Page(at) => Self::Page(at),
            Object::Paper(ix) => Self::Paper(ix),
            Object::Person(ix) => Self::Person(ix, 1),
            Object::Procedure(ix) => Self::Procedure(ix),
            Object::Topic(ix) => Self::Topic(ix, 1),
        }
    }
}

/// Folder of the search index. Names in it change with what is indexed.
pub const SEARCH_FILES: &str = "suche/dateien/";

/// Whether things of a kind have a twin in JSON beside their page, which says so when they are gone.
#[must_use]
pub const fn has_twin(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Paper | ObjectKind::Procedure | ObjectKind::Topic
    )
}

/// The file by which hosts know that an address is gone for good (HTTP 410).
pub const GONE: &str = "gone.txt";

/// Formats of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// Every format, the most widely read first.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// Its file beside the page that it belongs to.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        media::essence(self.file())
    }

    /// Its name for readers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
        }
    }
}

/// Width and height of preview pictures, in dots: what Open Graph readers ask for.
pub const PREVIEW_SIZE: (usize, usize) = (1200, 630);

/// The portal's icons at their well-known places, and the file that lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// For browsers that do not draw SVG, and whoever asks without reading the page.
    Favicon,
    /// For the home screens of iPhones.
    Touch,
    /// For home screens.
    Small,
    /// For start screens.
    Large,
    /// The web app manifest.
    Manifest,
}

impl Icon {
    /// Every icon, and the manifest.
    pub const ALL: [Self; 5] = [
        Self::Favicon,
        Self::Touch,
        Self::Small,
        Self::Large,
        Self::Manifest,
    ];

    /// Its file at the root.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Favicon => "favicon.ico",
            Self::Touch => "apple-touch-icon.png",
            Self::Small => "icon-192.png",
            Self::Large => "icon-512.png",
            Self::Manifest => "site.webmanifest",
        }
    }
}

/// Where everything is.
pub struct SiteMap<'a> {
    archive: &'a Archive,
    /// `https://host`.
    origin: String,
    /// `/path/` below which the site lives; `/` for a site of its own.
    base: String,
}

/// A word's or a file's place on the page of downloads.
#[must_use]
pub fn anchor(word: &str) -> String {
    word.replace('.', "-")
}

impl<'a> SiteMap<'a> {
    /// The site map of `archive` at its `baseUrl`.
    #[must_use]
    pub fn new(archive: &'a Archive) -> Self {
        let address = archive.portal.base_url.trim_end_matches('/');
        let host = address.find("://").map_or(0, |at| at + 3);
        let end = address[host..]
            .find('/')
            .map_or(address.len(), |at| host + at);
        let base = format!("{}/", &address[end..]);
        Self {
            archive,
            origin: address[..end].to_owned(),
            base,
        }
    }

    /// Address of a route, from the root of the host.
    #[must_use]
    pub fn url(&self, route: &Route) -> Url {
        Url(self.address(&[&self.base], route))
    }

    /// Address of a route, with scheme and host.
    #[must_use]
    pub fn absolute(&self, route: &Route) -> String {
        self.address(&[&self.origin, &self.base], route)
    }

    /// What `before` says, and the address below it.
    fn address(&self, before: &[&str], route: &Route) -> String {
        // Addresses of things are asked for all the time, and need no escapes.
        let of_thing = match route {
            Route::Paper(ix) => {
                let id = &self.archive.paper(*ix).id;
                ["vorlagen/", id.body.as_str(), "/", id.slug.as_str(), "/"]
            }
            Route::Procedure(ix) => [
                "vorgaenge/",
                self.archive.procedure(*ix).slug.as_str(),
                "/",
                "",
                "",
            ],
            Route::Topic(ix, 0 | 1) => [
                "themen/",
                self.archive.topic(*ix).slug.as_str(),
                "/",
                "",
                "",
            ],
            Route::Body(ix, 0 | 1) => [
                "kommunen/",
                self.archive.body(*ix).slug.as_str(),
                "/",
                "",
                "",
            ],
            Route::Organization(ix, 0 | 1) => {
                let node = self.archive.organization(*ix);
                let body = self.archive.body(node.body).slug.as_str();
                [
                    "kommunen/",
                    body,
                    "/gremien/",
                    node.organization.slug.as_str(),
                    "/",
                ]
            }
            Route::Number(ix) => {
                let node = self.archive.number(*ix);
                let body = self.archive.body(node.body).slug.as_str();
                ["nummer/", body, "/", node.slug.as_str(), "/"]
            }
            route => {
                let file = self.file(route);
                let address = file.strip_suffix("index.html").unwrap_or(&file);
                return [before, &[&escape(address)]].concat().concat();
            }
        };
        let length = before.iter().chain(&of_thing).map(|part| part.len()).sum();
        let mut address = String::with_capacity(length);
        for part in before.iter().chain(&of_thing) {
            address.push_str(part);
        }
        address
    }

    /// Address of a route that calendars subscribe to when it is followed.
    #[must_use]
    pub fn webcal(&self, route: &Route) -> String {
        let address = self.absolute(route);
        let host = address.find("://").map_or(0, |at| at);
        format!("webcal{}", &address[host..])
    }

    /// An address with scheme and host.
    #[must_use]
    pub fn absolute_url(&self, url: &Url) -> String {
        format!("{}{}", self.origin, url.0)
    }

    /// Address of a place on a page.
    #[must_use]
    pub fn place(&self, page: &Route, name: &str) -> Url {
        Url(format!("{}#{name}", self.url(page)))
    }

    /// Address of a word of our own (see `vocabulary`): a place on the data page.
    #[must_use]
    pub fn term(&self, word: &str) -> String {
        format!("{}#{}", self.absolute(&Route::Data), anchor(word))
    }

    /// The path below which the site lives, with slashes around it.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Address of a path from the site's root, as authors write it.
    #[must_use]
    pub fn site_path(&self, path: &str) -> Url {
        Url(format!("{}{}", self.base, path.trim_start_matches('/')))
    }

    /// Where a link between content files leads, with what follows it in the address.
    #[must_use]
    pub fn link(&self, end: LinkEnd, tail: &str) -> Url {
        let Url(address) = self.url(&match end {
            LinkEnd::Paper(ix) => Route::Paper(ix),
            LinkEnd::Topic(ix) => Route::Topic(ix, 1),
            LinkEnd::Page(at) => Route::Page(at),
            LinkEnd::Attachment(ix, at) => Route::Attachment(ix, at),
            LinkEnd::Former(at) => Route::Former(at),
        });
        Url(address + tail)
    }

    /// The file of a route below the output folder, with `/`.
    #[must_use]
    pub fn file(&self, route: &Route) -> String {
        let archive = self.archive;
        match route {
            Route::Home => "index.html".into(),
            Route::Missing => "404.html".into(),
            Route::Papers(page) => listing("vorlagen/", *page),
            Route::Paper(_) | Route::Procedure(_) | Route::Number(_) => {
                self.address(&[], route) + "index.html"
            }
            Route::Attachment(ix, at) => attachment(archive.paper(*ix), *at),
            Route::Procedures(page) => listing("vorgaenge/", *page),
            Route::Topics => "themen/index.html".into(),
            Route::Topic(ix, page) => {
                listing(&format!("themen/{}/", archive.topic(*ix).slug), *page)
            }
            Route::TopicYear(ix, year, page) => {
                let folder = format!(
                    "themen/{}/jahre/{}/",
                    archive.topic(*ix).slug,
                    of_year(*year)
                );
                listing(&folder, *page)
            }
            Route::Bodies => "kommunen/index.html".into(),
            Route::Body(ix, page) => listing(&self.body(*ix), *page),
            Route::Organization(ix, page) => {
                let node = archive.organization(*ix);
                let slug = &node.organization.slug.value;
                listing(&format!("{}gremien/{slug}/", self.body(node.body)), *page)
            }
            Route::Year(body, year, page) => {
                let folder = format!("{}jahre/{}/", self.body(*body), of_year(*year));
                listing(&folder, *page)
            }
            Route::PaperType(body, slug, page) => {
                listing(&format!("{}arten/{slug}/", self.body(*body)), *page)
            }
            Route::Status(body, status, page) => {
                let folder = format!("{}stand/{}/", self.body(*body), of_status(*status));
                listing(&folder, *page)
            }
            Route::Meetings(body, page) => {
                listing(&format!("{}sitzungen/", self.body(*body)), *page)
            }
            Route::Meeting(ix) => {
                let node = archive.meeting(*ix);
                let slug = &node.id.slug;
                format!("{}sitzungen/{slug}/index.html", self.body(node.body))
            }
            Route::People(body) => format!("{}personen/index.html", self.body(*body)),
            Route::Person(ix, page) => {
                let node = archive.person(*ix);
                let slug = &node.person.slug.value;
                listing(&format!("{}personen/{slug}/", self.body(node.body)), *page)
            }
            Route::MissingNumbers(ix, page) => listing(&self.numbers(*ix), *page),
            Route::Page(at) => format!("{}/index.html", archive.pages[*at].slug),
            Route::Search => "suche/index.html".into(),
            Route::SearchIndex => "suche/verzeichnis.json".into(),
            Route::SearchHits(name) => format!("suche/treffer/{name}"),
            Route::SearchFile(name) => format!("{SEARCH_FILES}{name}"),
            Route::Feeds => "abonnieren/index.html".into(),
            Route::Terms => "begriffe/index.html".into(),
            Route::Data => "daten/index.html".into(),
            Route::Twin(of) => self.beside(of, "index.json"),
            Route::Feed(of, format) => self.beside(of, format.file()),
            Route::FeedList => "feeds.opml".into(),
            Route::BodyFeedList(ix) => format!("{}feeds.opml", self.body(*ix)),
            Route::Calendar(of) => self.beside(of, "termine.ics"),
            Route::OParl(of) => oparl::file(archive, *of),
            Route::Dump(dump) => self.dump(*dump),
            Route::Catalogue(catalogue) => format!("{DUMP_FOLDER}{}", catalogue.file()),
            Route::Theme(name) => format!("theme/{name}"),
            Route::Colors => format!("theme/colors.{}.css", self.colors()),
            Route::Former(at) => format!("{}index.html", self.former(*at)),
            Route::FormerGone(at) => format!("{}{GONE}", self.former(*at)),
            Route::FormerFile(line, at) => format!("{}/index.html", self.former_file(*line, *at)),
            Route::FormerFileGone(line, at) => format!("{}/{GONE}", self.former_file(*line, *at)),
            Route::Preview(of) => self.beside(of, "vorschau.png"),
            Route::Icon(icon) => icon.file().to_owned(),
            Route::Static(path) => path.clone(),
            Route::Root(name) => name.clone(),
        }
    }

    /// Fingerprint of the portal's own colours: files below `theme/` are cached for ever.
    fn colors(&self) -> String {
        let mut text = String::new();
        for (name, color) in &self.archive.portal.theme.colors {
            text.push_str(&format!("{name}={};", color.value));
        }
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(text.as_bytes()))[..8].to_owned()
    }

    fn former(&self, at: usize) -> &str {
        let address = &self.archive.register.lines()[at].line.address;
        address.trim_start_matches('/')
    }

    fn former_file(&self, line: usize, at: usize) -> String {
        let files = &self.archive.register.lines()[line].line.files;
        format!("{}{}", self.former(line), files[at].name)
    }

    fn body(&self, ix: BodyIx) -> String {
        format!("kommunen/{}/", self.archive.body(ix).slug)
    }

    fn numbers(&self, ix: BodyIx) -> String {
        format!("nummer/{}/", self.archive.body(ix).slug)
    }

    /// A file in the folder of a page.
    fn beside(&self, of: &Route, name: &str) -> String {
        let file = self.file(of);
        format!("{}{name}", file.strip_suffix("index.html").unwrap_or(&file))
    }
}

fn paper(node: &PaperNode) -> String {
    format!("vorlagen/{}/{}/", node.id.body, node.id.slug)
}

fn attachment(node: &PaperNode, at: usize) -> String {
    let name = node.paper.attachments[at]
        .file
        .as_ref()
        .map_or("", |file| file.as_str());
    format!("{}{name}", paper(node))
}

/// A year as addresses name it.
#[must_use]
pub fn of_year(year: Option<i16>) -> String {
    year.map_or_else(|| "ohne-datum".into(), |year| year.to_string())
}

/// A status as addresses name it, in German like all of them.
const fn of_status(status: Status) -> &'static str {
    match status {
        Status::Open => "offen",
        Status::Overdue => "ueberfaellig",
        Status::Adopted => "beschlossen",
        Status::Rejected => "abgelehnt",
        Status::Noted => "zur-kenntnis-genommen",
        Status::Referred => "ueberwiesen",
        Status::Postponed => "vertagt",
        Status::Withdrawn => "zurueckgezogen",
        Status::Answered => "beantwortet",
        Status::Done => "erledigt",
        Status::Amended => "geaendert",
        Status::Superseded => "ersetzt",
        Status::Repealed => "aufgehoben",
        Status::Ended => "beendet",
        Status::Expired => "abgelaufen",
        Status::Undecided => "kein-beschluss-bekannt",
    }
}

fn listing(folder: &str, page: usize) -> String {
    match page {
        0 | 1 => format!("{folder}index.html"),
        page => format!("{folder}seite/{page}/index.html"),
    }
}

/// Percent-encodes what a path may not hold (RFC 3986 §3.3). Slugs never need it; names of attached
/// files do.
fn escape(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&b);
    if path.bytes().all(plain) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() + 16);
    for b in path.bytes() {
        if plain(b) {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_escaped() {
        assert_eq!(
            escape("a/Satzung (2024) ä.pdf"),
            "a/Satzung%20(2024)%20%C3%A4.pdf"
        );
    }
}
