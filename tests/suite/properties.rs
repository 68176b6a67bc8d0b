//! No text panics, and what is said about a text is true of it.

use std::sync::{Arc, LazyLock};

use drucksache::diagnostic::{Catalogue, Format, Located, print};
use drucksache::measure::FileMeasure;
use drucksache::model::{Date, PaperId, Slug};
use drucksache::parse::{
    Content, Kind, LinkTarget, Parsed, SourceFile, SourceId, classify, decode, parse,
};
use drucksache::plan::plan;
use drucksache::scheme::{Council, Councils, Scheme, SchemeEntry, Schemes, ready_made_names};
use proptest::prelude::*;

fn schemes() -> Schemes {
    let names = ["muenchen", "wiesbaden", "marienmuenster", "sankt-augustin"];
    let compile = |name: &str| Scheme::compile(&SchemeEntry::Named(name.to_owned())).unwrap();
    Schemes::new(names.map(compile).into_iter().flatten().collect())
}

fn councils() -> Councils {
    let council = |slug: &str, name: &str, schemes: Schemes| Council {
        slug: Slug::new(slug).unwrap(),
        names: vec![name.to_owned()],
        schemes,
    };
    Councils::new(vec![
        council("musterstadt", "Musterstadt", schemes()),
        council("beispielhausen", "Beispielhausen", schemes()),
    ])
}

fn source() -> SourceFile {
    let kind = Kind::Paper(PaperId::parse("musterstadt/neu").unwrap());
    SourceFile {
        id: SourceId(0),
        path: "content/bodies/musterstadt/papers/neu.md".into(),
        kind,
    }
}

/// Pieces of which real and evil papers are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("20-26 / V 12685".to_owned()),
        Just("Vorlagen 560/2022 und **561/\n2022**".to_owned()),
        Just("**20-26 / *V 126**85*".to_owned()),
        Just("*20-26* / _V_ 12&shy;6**87 ~~".to_owned()),
        Just("560&nbsp;/ **20**22".to_owned()),
        Just("20–26 / V\u{a0}0\u{ad}012".to_owned()),
        Just("[^1]\n\n[^1]: Fußnote 20-V-05-0012\n".to_owned()),
        Just("| a | b |\n|--:|:-:|\n| 21/0219 | <br> |\n".to_owned()),
        Just("<!-- Drucksache 21/0219\n".to_owned()),
        Just("-->".to_owned()),
        Just("```\n".to_owned()),
        Just("\n\n> ".to_owned()),
        Just("- [ ] ".to_owned()),
        Just("[x](../neu.md \"t\")".to_owned()),
        Just("<b>".to_owned()),
        Just("&#11;&amp;&#x202e;".to_owned()),
        Just("\\".to_owned()),
        Just("# ".to_owned()),
        "[\\PC\n]{0,12}",
        "[a-zäöüß*_`<>\\[\\]()!|~#&;:\"' \n\t0-9/–-]{0,12}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// Every ready-made scheme, by name.
static READY_MADE: LazyLock<Vec<(&str, Schemes)>> = LazyLock::new(|| {
    let compile = |name: &str| Scheme::compile(&SchemeEntry::Named(name.to_owned())).unwrap();
    ready_made_names()
        .map(|name| (name, Schemes::new(compile(name))))
        .collect()
});

/// A number as somebody else would write it: other dashes and slashes, blanks, line breaks, bold, soft
/// hyphens.
fn respelled(number: &str, choices: &[u8]) -> String {
    const SLASHES: [&str; 8] = [
        "/",
        " / ",
        "/ ",
        " /",
        "∕",
        "\u{a0}⁄\u{a0}",
        " /\n",
        "&nbsp;/\n> ",
    ];
    const DASHES: [&str; 6] = ["-", "–", "\u{2011}", "—", "\u{2212}", "&ndash;"];
    const BLANKS: [&str; 5] = [" ", "\u{a0}", "\n", "&nbsp;", "  "];
    let mut out = String::new();
    for (at, c) in number.replace(" / ", "/").char_indices() {
        let choice = usize::from(choices[at % choices.len()]);
        let of = |variants: &[&str]| variants[choice % variants.len()].to_owned();
        out += &match c {
            '/' => of(&SLASHES),
            '-' => of(&DASHES),
            ' ' => of(&BLANKS),
            c if choice % 11 == 0 => format!("**{c}**"),
            c if choice % 13 == 0 => format!("{c}\u{ad}"),
            c => c.to_string(),
        };
    }
    out
}

fn front_matter() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("name: Radweg".to_owned()),
        Just("name: A: B".to_owned()),
        Just("topics: [verkehr, kliam]".to_owned()),
        Just("topics:\n  - a\n  - b: c".to_owned()),
        Just("access: restricted".to_owned()),
        Just("access: geheim".to_owned()),
        Just("finance: {effect: ja, items: [{amount: 1}]}".to_owned()),
        Just("proposal:\n  - text: a\n    items:\n      - text: b".to_owned()),
        Just("summary: \"a\\u0000\\x0b\"".to_owned()),
        Just("consultation:\n  - {date: 1}".to_owned()),
        Just("x: &a [*a]".to_owned()),
        Just("? a".to_owned()),
        Just("\tname: x".to_owned()),
        Just("name: \"offen".to_owned()),
        Just("- liste".to_owned()),
        "[\\PC]{0,20}",
        "[a-zA-Z]{0,12}: [\\PC]{0,12}",
    ];
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

fn parsed(text: &str) -> (Option<Parsed>, Vec<drucksache::diagnostic::Diagnostic>) {
    let mut findings = Vec::new();
    let parsed = parse(&source(), text, &councils(), &mut findings);
    (parsed, findings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_paper_panics_and_every_place_is_in_the_file(front in front_matter(), body in pieces()) {
        let text = format!("---\n{front}\n---\n{body}");
        let mut findings = Vec::new();
        let text = decode(&source(), text.as_bytes(), &mut findings).expect("UTF-8");
        let (_, found) = parsed(&text);
        findings.extend(found);
        for finding in findings {
            let (start, end) = (finding.place.start as usize, finding.place.end as usize);
            prop_assert!(start <= end && end <= text.len().max(1), "{finding:?}");
            let located = vec![Located::new(finding, Some(&drucksache::text::Lines::new(&text)), text.len() / 2)];
            for format in [Format::Human { color: true, most: 50 }, Format::Json, Format::Github] {
                for language in Catalogue::LANGUAGES {
                    prop_assert!(!print(&located, format, Catalogue::of(language)).is_empty());
                }
            }
        }
    }

    #[test]
    fn mentions_cut_their_number_out_of_the_source(body in pieces()) {
        let schemes = schemes();
        let mut end = 0;
        for mention in schemes.mentions(&body) {
            let cut = body.get(mention.span.clone());
            prop_assert!(cut.is_some(), "{:?} cuts a character", mention.span);
            prop_assert!(mention.span.start >= end, "mentions overlap");
            end = mention.span.end;
            let number = schemes.number(cut.unwrap_or_default());
            prop_assert_eq!(number.map(|n| n.canonical), Some(mention.number.canonical), "{:?}", cut);
        }
    }

    #[test]
    fn any_spelling_of_a_number_is_the_same_number(choices in prop::collection::vec(any::<u8>(), 40)) {
        for (name, schemes) in READY_MADE.iter() {
            for example in schemes.examples() {
                let number = schemes.number(example).expect(example);
                let spelling = respelled(example, &choices);
                let source = format!("Siehe Vorlage Nr. {spelling}.");
                let mentions = schemes.mentions(&source);
                let found: Vec<_> = mentions.iter().map(|m| &m.number).collect();
                prop_assert_eq!(found, [&number], "{}: {:?}", name, source);
                let cut = &source[mentions[0].span.clone()];
                prop_assert_eq!(schemes.number(cut), Some(number), "{}: {:?}", name, cut);
                let without = |text: &str| text.replace(['*', '\u{ad}'], "");
                prop_assert!(without(&spelling).ends_with(&without(cut)), "{}: {:?}", name, cut);
            }
        }
    }

    #[test]
    fn mentions_of_a_paper_are_those_of_its_text(body in pieces()) {
        let text = format!("---\nname: x\n---\n{body}");
        if let (Some(Parsed::Paper(document)), _) = parsed(&text) {
            for citation in &document.text.citations {
                let mention = &citation.mention;
                let from = document.text.start as usize;
                prop_assert!(text.get(from + mention.span.start..from + mention.span.end).is_some());
            }
        }
    }

    #[test]
    fn every_page_renders(body in pieces()) {
        let html = page(&body);
        let main = html.split("<main").nth(1).unwrap_or_default();
        prop_assert!(!main.contains("<script") && !main.contains("<!--"), "{}", main);
        let (main, _) = main.split_once("</main>").unwrap_or_default();
        prop_assert_eq!(badly_nested(main), None, "{}", main);
        let printable = main.chars().all(drucksache::text::is_printable);
        prop_assert!(printable, "{}", main);
    }

    #[test]
    fn any_bytes_are_text_or_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut findings = Vec::new();
        if let Ok(text) = decode(&source(), &bytes, &mut findings) {
            prop_assert!(text.chars().all(drucksache::text::is_printable));
            parsed(&text);
        }
    }

    #[test]
    fn any_path_has_a_place(path in "[a-zA-ZäÖ0-9._/ -]{0,40}") {
        let _ = classify(&path);
        let _ = classify(&format!("bodies/musterstadt/papers/{path}"));
    }

    #[test]
    fn no_destination_that_is_kept_runs_code(destination in "[\\PC]{0,8}(javascript|data|vbscript|file|JaVaScRiPt)[\\PC]{0,2}:[\\PC]{0,10}") {
        if let LinkTarget::External(url) = LinkTarget::new(&destination) {
            let schemes = ["https://", "http://", "mailto:", "tel:"];
            prop_assert!(schemes.iter().any(|scheme| url.starts_with(scheme)), "{}", url);
        }
    }

    #[test]
    fn slugs_from_any_title_are_slugs(title in "\\PC{0,60}") {
        if let Some(slug) = Slug::from_text(&title) {
            prop_assert!(Slug::new(slug.as_str()).is_some());
        }
    }
}

/// The first tag that closes what is not open, or opens a link in a link.
fn badly_nested(html: &str) -> Option<&str> {
    let tag = regex::Regex::new("<(/?)([a-z][a-z0-9]*)[^>]*>").expect("a pattern");
    let mut open: Vec<&str> = Vec::new();
    for found in tag.captures_iter(html) {
        let (whole, name) = (found.get(0)?.as_str(), found.get(2)?.as_str());
        let sound = match (&found[1], name) {
            (_, "br" | "hr" | "img" | "input" | "path" | "rect") => true,
            ("/", name) => open.pop() == Some(name),
            (_, "a") if open.contains(&"a") => false,
            (_, name) => {
                open.push(name);
                true
            }
        };
        if !sound {
            return Some(whole);
        }
    }
    None
}

/// Gives the text of the one paper there is.
struct Words(String);

impl drucksache::output::Texts for Words {
    fn text(&self, _: &SourceFile) -> Result<String, drucksache::output::Problem> {
        Ok(self.0.clone())
    }

    fn measure(&self, _: &SourceFile) -> Result<Arc<FileMeasure>, drucksache::output::Problem> {
        let measure = FileMeasure::of(&b""[..]).expect("nothing to read");
        Ok(Arc::new(measure))
    }
}

/// The page of a paper with this text, through the public steps and without a disk.
fn page(body: &str) -> String {
    let mut findings = Vec::new();
    let text = format!("---\nname: Radweg\nreference: 20-26 / V 12685\n---\n{body}");
    let text = decode(&source(), text.as_bytes(), &mut findings).expect("UTF-8");
    let mut content = Content::default();
    let file = |path: &str, kind| SourceFile {
        id: SourceId(0),
        path: Arc::from(path),
        kind,
    };
    let slug = Slug::new("musterstadt").unwrap();
    let files = [
        (
            file("content/portal.yaml", Kind::Portal),
            "name: P\ndescription: D\nbaseUrl: https://x.example\npublisher: {name: S}\n",
        ),
        (
            file("content/bodies/musterstadt/body.yaml", Kind::Body(slug)),
            "name: M\nschemes: [muenchen, marienmuenster]\n",
        ),
        (source(), &text),
    ];
    for (source, text) in &files {
        content.add(parse(source, text, &councils(), &mut findings).expect("sound"));
    }
    let (archive, _) =
        drucksache::link::link(content, &councils(), Date::parse("2024-06-10").unwrap());
    let archive = archive.expect("archive");
    let mut theme =
        drucksache::theme::Theme::load(std::path::Path::new("/nowhere"), &archive.portal.language)
            .expect("theme");
    let map = drucksache::route::SiteMap::new(&archive);
    let view = drucksache::output::html::site_view(&archive, &map, &theme);
    let site = tera::Value::from_serializable(&view);
    let found = theme.set_site(site);
    assert!(found.is_empty(), "{found:?}");
    let words = Words(text);
    let site = drucksache::output::Site::new(&archive, map, &theme, &words);
    let (plan, _) = plan(&site);
    let path = "vorlagen/musterstadt/neu/index.html";
    let artifact = plan
        .artifacts
        .iter()
        .find(|artifact| *artifact.path == *path)
        .expect("page");
    let drucksache::output::Content::Bytes(render) = &artifact.content else {
        panic!("bytes")
    };
    String::from_utf8(render().expect("rendered")).expect("UTF-8")
}
