//! Outputs: what a site is made of. Each is one file here and one line in [`ALL`].
//!
//! An output looks at the [`Site`] and adds [`Artifact`]s: a path, and how its bytes come about. It
//! renders nothing while planning, touches no disk, and knows no other output.

mod artifact;
pub mod assets;
pub mod calendars;
mod cards;
pub mod catalogue;
pub mod data;
pub mod feeds;
pub mod hosting;
pub mod html;
pub mod icons;
pub mod oparl;
pub mod previews;
pub mod search;
pub mod sitemap;

use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tera::Value;

pub use self::artifact::{
    Artifact, Content, Group, Late, Make, Plan, Render, Several, Stays, Stream,
};
use self::cards::Cards;
use crate::diagnostic::Diagnostic;
use crate::link::{Archive, NumberIx, PaperIx, Text};
use crate::measure::FileMeasure;
use crate::model::{FeedFormats, Portal, Previews};
use crate::parse::{SourceFile, SourceId, blanked};
use crate::route::{Dump, Format, Part, Route, SiteMap};
use crate::text::fingerprint;
use crate::theme::Theme;

/// A kind of output.
pub struct Output {
    /// Name in `portal.yaml` (`outputs: {without: [...]}`).
    pub name: &'static str,
    /// Whether a site can do without it.
    pub optional: bool,
    /// Adds its artifacts.
    pub plan: for<'a> fn(&'a Site<'a>, &mut Plan<'a>),
}

/// How many of the last in [`ALL`] list what the others planned.
pub const LISTING: usize = 2;

/// Outputs that hang on words while they are planned: names of the search's files come from what they hold.
pub const WORDED: &[&str] = &["search"];

/// Every output.
pub const ALL: &[Output] = &[
    Output {
        name: "html",
        optional: false,
        plan: html::plan,
    },
    Output {
        name: "assets",
        optional: false,
        plan: assets::plan,
    },
    Output {
        name: "numbers",
        optional: true,
        plan: html::plan_numbers,
    },
    Output {
        name: "twins",
        optional: true,
        plan: data::plan_twins,
    },
    Output {
        name: "dumps",
        optional: true,
        plan: data::plan_dumps,
    },
    Output {
        name: "json",
        optional: true,
        plan: data::plan_json,
    },
    Output {
        name: "csv",
        optional: true,
        plan: data::plan_csv,
    },
    #[cfg(feature = "parquet")]
    Output {
        name: "parquet",
        optional: true,
        plan: data::plan_parquet,
    },
    #[cfg(feature = "sqlite")]
    Output {
        name: "sqlite",
        optional: true,
        plan: data::plan_sqlite,
    },
    Output {
        name: "schemas",
        optional: true,
        plan: data::plan_schemas,
    },
    Output {
        name: "oparl",
        optional: true,
        plan: oparl::plan,
    },
    Output {
        name: "rdf",
        optional: true,
        plan: catalogue::plan_rdf,
    },
    Output {
        name: "catalogue",
        optional: true,
        plan: catalogue::plan,
    },
    Output {
        name: "feeds",
        optional: true,
        plan: feeds::plan,
    },
    Output {
        name: "calendars",
        optional: true,
        plan: calendars::plan,
    },
    Output {
        name: "icons",
        optional: false,
        plan: icons::plan,
    },
    Output {
        name: "previews",
        optional: true,
        plan: previews::plan,
    },
    Output {
        name: "search",
        optional: true,
        plan: search::plan,
    },
    Output {
        name: "sitemap",
        optional: true,
        plan: sitemap::plan,
    },
    Output {
        name: "hosting",
        optional: true,
        plan: hosting::plan,
    },
];

/// Outputs that this program was compiled without: their switches are known and change nothing.
pub const COMPILED_WITHOUT: &[&str] = &[
    #[cfg(not(feature = "parquet"))]
    "parquet",
    #[cfg(not(feature = "sqlite"))]
    "sqlite",
];

/// Papers up to which each has a preview picture unless `portal.yaml` says otherwise: drawing one takes longer than
/// all else that is made of a paper.
const FEW: usize = 1000;

/// A text that was read, by its file.
type Recent = (SourceId, Arc<str>);

/// What outputs look at.
pub struct Site<'a> {
    /// Everything public.
    pub archive: &'a Archive,
    /// Where everything is.
    pub map: SiteMap<'a>,
    /// How it looks and speaks.
    pub theme: &'a Theme,
    /// The words of papers, pages and topics, one at a time.
    pub texts: &'a (dyn Texts + Sync),
    /// The text that each thread read last: all that is made of one paper is made together.
    recent: Vec<Mutex<Option<Recent>>>,
    /// Each paper as lists show it, once it was rendered.
    cards: Cards,
    /// Every download that is built, once somebody asked.
    downloads: OnceLock<Vec<Dump>>,
    /// The parts of the papers, once somebody asked.
    parts: OnceLock<Arc<[Part]>>,
}

impl<'a> Site<'a> {
    /// A site.
    #[must_use]
    pub fn new(
        archive: &'a Archive,
        map: SiteMap<'a>,
        theme: &'a Theme,
        texts: &'a (dyn Texts + Sync),
    ) -> Self {
        let threads = rayon::current_num_threads() + 1;
        Self {
            archive,
            map,
            theme,
            texts,
            recent: (0..threads).map(|_| Mutex::default()).collect(),
            cards: Cards::new(archive.papers.len()),
            downloads: OnceLock::new(),
            parts: OnceLock::new(),
        }
    }

    /// A paper as lists show it: rendered by `render` if it was not yet.
    ///
    /// # Errors
    /// Whatever `render` reports.
    pub fn card(
        &self,
        ix: PaperIx,
        render: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Value, Problem> {
        // A card shows how its paper begins, and was mostly made for somebody else.
        let node = self.archive.paper(ix);
        node.text.ask();
        let shown = [&*node.paper.name.value, node.gist().unwrap_or_default()];
        if let Some(card) = self.cards.get(ix.number(), &shown) {
            return Ok(Value::safe_string(&card));
        }
        let rendered = render()?;
        let card = String::from_utf8_lossy(&rendered);
        self.cards.keep(ix.number(), &shown, &card);
        Ok(Value::safe_string(&card))
    }

    /// The Markdown of a text that readers may see, as it was parsed: what its author hid is blank. The
    /// one door to the words of papers.
    ///
    /// # Errors
    /// [`Problem::Io`] if the file cannot be read any more, or has changed since.
    pub fn markdown(&self, text: &Text) -> Result<Arc<str>, Problem> {
        if text.empty {
            return Ok("".into());
        }
        text.ask();
        let thread = rayon::current_thread_index().map_or(0, |at| at + 1);
        let mut recent = self.recent[thread.min(self.recent.len() - 1)]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((id, words)) = &*recent
            && *id == text.source.id
        {
            return Ok(Arc::clone(words));
        }
        let words: Arc<str> = self.words(text)?.into();
        *recent = Some((text.source.id, Arc::clone(&words)));
        Ok(words)
    }

    fn words(&self, text: &Text) -> Result<String, Problem> {
        let mut file = self.texts.text(&text.source)?;
        let start = text.start as usize;
        let same = file
            .get(start..)
            .is_some_and(|markdown| fingerprint(markdown) == text.fingerprint());
        if !same {
            return Err(Problem::Io {
                path: text.source.path.to_string(),
                source: io::Error::other("changed while building; build again"),
            });
        }
        file.drain(..start);
        if text.hidden().is_empty() {
            return Ok(file);
        }
        let hidden: Vec<_> = text.hidden().iter().map(|span| span.range()).collect();
        Ok(blanked(&file, &hidden).into_owned())
    }

    /// Size and checksums of a paper's attachment; none if the portal does not have it. That it cannot be read is
    /// told by whoever copies it.
    #[must_use]
    pub fn attachment(&self, ix: PaperIx, at: usize) -> Option<Arc<FileMeasure>> {
        let file = self.archive.paper(ix).attachments.get(at)?.as_ref()?;
        self.texts.measure(file).ok()
    }

    /// The preview picture of a page: its own, or else the portal's; none if pictures are not built.
    #[must_use]
    pub fn preview(&self, of: &Route) -> Option<Route> {
        if !self.has("previews") {
            return None;
        }
        let few = if self.archive.papers.len() <= FEW {
            Previews::Papers
        } else {
            Previews::Portal
        };
        let every = self.archive.portal.outputs.previews.unwrap_or(few) == Previews::Papers;
        let of = match of {
            Route::Body(ix, _) => Route::Body(*ix, 1),
            Route::Topic(ix, _) => Route::Topic(*ix, 1),
            Route::Paper(_) | Route::Procedure(_) if every => of.clone(),
            _ => Route::Home,
        };
        Some(Route::Preview(Box::new(of)))
    }

    /// Where a number leads; none if nothing is there, because one paper bears it and the portal does without such pages.
    #[must_use]
    pub fn number(&self, ix: NumberIx) -> Option<Route> {
        let is_there = self.has("numbers") || self.archive.number(ix).only().is_none();
        is_there.then_some(Route::Number(ix))
    }

    /// The formats in which feeds are built, the most widely read first.
    #[must_use]
    pub fn feed_formats(&self) -> &'static [Format] {
        match self.archive.portal.outputs.feeds {
            _ if !self.has("feeds") => &[],
            Some(FeedFormats::Rss) => &[Format::Rss],
            None | Some(FeedFormats::All) => &Format::ALL,
        }
    }

    /// Every download that is built.
    #[must_use]
    pub fn downloads(&self) -> &[Dump] {
        let all = || downloads(&self.archive.portal, &self.map);
        self.downloads.get_or_init(all)
    }

    /// The parts in which `portal.json` has the papers.
    #[must_use]
    pub fn parts(&self) -> &Arc<[Part]> {
        self.parts.get_or_init(|| self.map.parts().into())
    }

    /// Whether there is anything to download, and so a page of downloads.
    #[must_use]
    pub fn has_downloads(&self) -> bool {
        !self.downloads().is_empty()
    }

    /// Whether an output is built.
    #[must_use]
    pub fn has(&self, output: &str) -> bool {
        self.archive.portal.outputs.has(output)
    }
}

/// Every download that a portal wants and that this program can make.
fn downloads(portal: &Portal, map: &SiteMap<'_>) -> Vec<Dump> {
    let built = |dump: &Dump| {
        let name = dump.output();
        portal.outputs.has(name) && ALL.iter().any(|output| output.name == name)
    };
    map.downloads().into_iter().filter(built).collect()
}

/// Where texts come from while rendering. They are not kept in memory: a national archive would not
/// fit (see `ARCHITECTURE.md`).
pub trait Texts {
    /// The whole text of a content file.
    ///
    /// # Errors
    /// [`Problem::Io`] if the file cannot be read any more.
    fn text(&self, source: &SourceFile) -> Result<String, Problem>;

    /// Size and checksums of a file that is published as it is; measured once.
    ///
    /// # Errors
    /// [`Problem::Io`] if it cannot be read.
    fn measure(&self, source: &SourceFile) -> Result<Arc<FileMeasure>, Problem>;
}

/// Why an artifact could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A mistake in a template.
    #[error("a template cannot be used")]
    Finding(Box<Diagnostic>),
    /// A file that cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
}

impl From<Diagnostic> for Problem {
    fn from(finding: Diagnostic) -> Self {
        Self::Finding(Box::new(finding))
    }
}
