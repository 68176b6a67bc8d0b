//! What is fuzzed: bytes in, promises kept. `fuzz_targets/` gives it to libFuzzer, `tests/suite/fuzz.rs` replays the
//! corpus with it. A broken promise panics.

#![allow(dead_code, reason = "each fuzz target uses one of these")]

use std::sync::{Arc, LazyLock, OnceLock};

use drucksache::diagnostic::{Catalogue, Format, Located, print};
use drucksache::link::{Archive, link};
use drucksache::measure::FileMeasure;
use drucksache::model::{Date, PaperId, Slug};
use drucksache::output::html::{self, site_view};
use drucksache::output::{Content as Artifact, Plan, Problem, Site, Texts};
use drucksache::parse::{
    Content, Kind, LinkTarget, Parsed, SourceFile, SourceId, classify, council, decode, parse,
};
use drucksache::route::SiteMap;
use drucksache::scheme::{Councils, Schemes};
use drucksache::text::{Lines, is_printable, personal, slugify};
use drucksache::theme::Theme;

const BODY: &str = "name: M\nschemes: [muenchen, marienmuenster, wiesbaden, koeln]\n";
const PORTAL: &str = "name: P\ndescription: D\nbaseUrl: https://x.example\npublisher: {name: S}\n";

fn file(path: &str, kind: Kind) -> SourceFile {
    SourceFile {
        id: SourceId(0),
        path: Arc::from(path),
        kind,
    }
}

fn paper() -> Option<SourceFile> {
    let path = "content/bodies/musterstadt/papers/2024/neu.md";
    Some(file(path, Kind::Paper(PaperId::parse("musterstadt/neu")?)))
}

fn read(source: &SourceFile, text: &str, councils: &Councils) -> Option<Parsed> {
    parse(source, text, councils, &mut Vec::new())
}

static MUSTERSTADT: LazyLock<Councils> = LazyLock::new(|| {
    let slug = Slug::new("musterstadt");
    let of = |slug: Slug| {
        let source = file("content/bodies/musterstadt/body.yaml", Kind::Body(slug));
        match read(&source, BODY, &Councils::default()) {
            Some(Parsed::Body(slug, body)) => vec![council(slug, &body.data)],
            _ => Vec::new(),
        }
    };
    Councils::new(slug.map(of).unwrap_or_default())
});

/// Any front matter gives a paper or findings, each in its place and printable; what is blacked out is gone.
pub(super) fn front_matter(data: &[u8]) {
    let Some(source) = paper() else { return };
    let bytes = [b"---\n", data, b"\n---\nText 20-26 / V 00001\n"].concat();
    let mut findings = Vec::new();
    let Ok(text) = decode(&source, &bytes, &mut findings) else {
        return;
    };
    assert!(text.chars().all(is_printable));
    let parsed = parse(&source, &text, &MUSTERSTADT, &mut findings);
    if let Some(Parsed::Paper(document)) = parsed
        && !document.broken
    {
        let redacted = &document.data.redact;
        assert!(
            redacted
                .iter()
                .all(|entry| entry.chars().all(|c| c == '█' || c == ' '))
        );
    }
    for finding in findings {
        let (start, end) = (finding.place.start as usize, finding.place.end as usize);
        assert!(start <= end && end <= text.len().max(1), "{finding:?}");
        let located = [Located::new(
            finding,
            Some(&Lines::new(&text)),
            text.len() / 2,
        )];
        for format in [
            Format::Human {
                color: true,
                most: 50,
            },
            Format::Json,
            Format::Github,
        ] {
            assert!(!print(&located, format, Catalogue::of("de")).is_empty());
        }
    }
}

/// The words of the one paper there is.
struct Words(String);

impl Texts for Words {
    fn text(&self, _: &SourceFile) -> Result<String, Problem> {
        Ok(self.0.clone())
    }

    fn measure(&self, _: &SourceFile) -> Result<Arc<FileMeasure>, Problem> {
        let measure = FileMeasure::of(&b""[..]).map_err(|source| Problem::Io {
            path: String::new(),
            source,
        })?;
        Ok(Arc::new(measure))
    }
}

/// The theme, with what every page shares: that is the same whatever the paper.
fn theme(archive: &Archive) -> &'static Theme {
    static THEME: OnceLock<Theme> = OnceLock::new();
    THEME.get_or_init(|| {
        let theme = Theme::load(std::path::Path::new("/nowhere"), &archive.portal.language);
        let mut theme = theme.unwrap_or_else(|error| panic!("{error}"));
        let view = site_view(archive, &SiteMap::new(archive), &theme);
        let found = theme.set_site(tera::Value::from_serializable(&view));
        assert!(found.is_empty(), "{found:?}");
        theme
    })
}

/// What stands beside the one paper: the same whatever its text.
static BESIDE: LazyLock<Content> = LazyLock::new(|| {
    let mut content = Content::default();
    let body = Slug::new("musterstadt").map(|slug| {
        let path = "content/bodies/musterstadt/body.yaml";
        (file(path, Kind::Body(slug)), BODY)
    });
    let portal = (file("content/portal.yaml", Kind::Portal), PORTAL);
    for (source, text) in body.into_iter().chain([portal]) {
        if let Some(parsed) = read(&source, text, &MUSTERSTADT) {
            content.add(parsed);
        }
    }
    content
});

/// Any text becomes a page without a script of its own.
pub(super) fn page(data: &[u8]) {
    let Some(source) = paper() else {
        return;
    };
    let bytes = [
        b"---\nname: Radweg\nreference: 20-26 / V 12685\n---\n",
        data,
    ]
    .concat();
    let Ok(text) = decode(&source, &bytes, &mut Vec::new()) else {
        return;
    };
    let mut content = BESIDE.clone();
    if let Some(parsed) = read(&source, &text, &MUSTERSTADT) {
        content.add(parsed);
    }
    let Some(today) = Date::parse("2024-06-10") else {
        return;
    };
    let (Some(archive), _) = link(content, &MUSTERSTADT, today) else {
        return;
    };
    let words = Words(text);
    let site = Site::new(&archive, SiteMap::new(&archive), theme(&archive), &words);
    // The website alone: what else is planned is the same whatever the words.
    let mut plan = Plan::default();
    html::plan(&site, &mut plan);
    let path = "vorlagen/musterstadt/neu/index.html";
    // A paper with personal data, or too much of anything, is withheld.
    let Some(artifact) = plan
        .artifacts
        .iter()
        .find(|artifact| &*artifact.path == path)
    else {
        return;
    };
    let Artifact::Bytes(render) = &artifact.content else {
        return;
    };
    let html = String::from_utf8(render().unwrap_or_else(|error| panic!("{error}")))
        .unwrap_or_else(|error| panic!("{error}"));
    let main = html.split("<main").nth(1).unwrap_or_default();
    assert!(
        !main.contains("<script") && !main.contains("<!--") && !main.contains("=\"javascript:"),
        "{main}"
    );
    assert!(html.chars().all(is_printable));
}

/// The schemes of Musterstadt.
static SCHEMES: LazyLock<Schemes> = LazyLock::new(|| {
    let slug = Slug::new("musterstadt");
    let path = "content/bodies/musterstadt/body.yaml";
    let source = slug.map(|slug| file(path, Kind::Body(slug)));
    match source.and_then(|source| read(&source, BODY, &Councils::default())) {
        Some(Parsed::Body(slug, body)) => council(slug, &body.data).schemes,
        _ => Schemes::new(Vec::new()),
    }
});

/// What is seen in any text is cut out of it whole, in order, and reads the same alone or in its usual form.
pub(super) fn mentions(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut end = 0;
    for mention in SCHEMES.mentions(text) {
        let cut = text.get(mention.span.clone());
        assert!(
            cut.is_some() && mention.span.start >= end,
            "{:?}",
            mention.span
        );
        end = mention.span.end;
        // What continues a list is a number only in the list's form.
        let canonical = &mention.number.canonical;
        let alone = SCHEMES.number(cut.unwrap_or_default());
        let alone = alone.or_else(|| SCHEMES.number(canonical));
        assert_eq!(
            alone.map(|number| number.canonical).as_ref(),
            Some(canonical),
            "{cut:?}"
        );
    }
    for (_, range) in personal(text) {
        assert!(text.get(range).is_some());
    }
}

/// Any scheme of a council's YAML is refused or safe on any text. The first line is the pattern, the second the
/// canonical form, the rest a text.
pub(super) fn schemes(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut parts = text.splitn(3, '\n');
    let (Some(pattern), Some(canonical), Some(text)) = (parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    let Some(slug) = Slug::new("musterstadt") else {
        return;
    };
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let yaml = format!(
        "name: M\nschemes:\n  - {{name: eigenes, pattern: {}, canonical: {}, cue: true}}\n",
        quoted(pattern),
        quoted(canonical)
    );
    let source = file("content/bodies/musterstadt/body.yaml", Kind::Body(slug));
    let Some(Parsed::Body(slug, body)) = read(&source, &yaml, &Councils::default()) else {
        return;
    };
    let council = council(slug, &body.data);
    for mention in council.schemes.mentions(text) {
        assert!(
            text.get(mention.span.clone()).is_some(),
            "{:?}",
            mention.span
        );
    }
    let _ = Councils::new(vec![council]);
}

/// Any path has a place or none, any title a slug or none, any destination is sorted, and no name leads out.
pub(super) fn routes(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for path in [
        text.to_owned(),
        format!("bodies/{text}"),
        format!("bodies/m/papers/{text}.md"),
        format!("topics/{text}.md"),
    ] {
        if let Ok(Some(Kind::Paper(id) | Kind::Meeting(id))) = classify(&path) {
            let id = id.to_string();
            assert!(
                !id.contains("..") && !id.contains('\\') && PaperId::parse(&id).is_some(),
                "{id}"
            );
        }
    }
    if let Some(slug) = Slug::from_text(text) {
        assert!(Slug::new(slug.as_str()).is_some());
        assert!(slug.as_str().len() <= Slug::MAX_LEN);
    }
    assert!(slugify(text, 40).len() <= 40);
    if let LinkTarget::External(url) = LinkTarget::new(text) {
        let known = ["https://", "http://", "mailto:", "tel:"];
        assert!(known.iter().any(|scheme| url.starts_with(scheme)), "{url}");
    }
}
