//! Files that would run: in a reader's browser, or on the host. Content may bring documents and pictures, never
//! programs; those belong to the theme.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Kind, SourceFile};
use crate::diagnostic::{Code, Diagnostic, Place};

/// Endings of files that browsers or hosts run, or show as pages of the site's own.
const ACTIVE: &[&str] = &[
    "asa", "ascx", "ashx", "asmx", "asp", "aspx", "cer", "cfc", "cfm", "cfml", "cgi", "cjs",
    "cshtm", "cshtml", "fcgi", "hta", "htc", "htm", "html", "jar", "js", "jsp", "jspf", "jspx",
    "mht", "mhtml", "mjs", "phar", "phpt", "phtm", "phtml", "pl", "py", "rb", "shtm", "shtml",
    "stm", "swf", "vbhtml", "wasm", "xht", "xhtm", "xhtml", "xsl", "xslt",
];

/// Beginnings of such endings that numbers or letters follow: `php`, `php8`, `phps`, `pht`.
const ACTIVE_FAMILIES: &[&str] = &["php", "pht"];

/// Files that tell a host what to run, wherever they lie.
const SETTINGS: &[&str] = &[".user.ini", "php.ini", "web.config"];

/// Endings of files that may or may not: that only their text tells.
const DRAWN: &[&str] = &[
    "atom", "kml", "mathml", "mml", "owl", "rdf", "rng", "rss", "svg", "svgz", "xbl", "xml", "xsd",
    "xul",
];

/// Elements that run, or hold another document.
const RUNNING: &[&str] = &[
    "embed",
    "foreignobject",
    "handler",
    "iframe",
    "listener",
    "object",
    "script",
];

/// Addresses that run, and namespaces of documents that may, wherever a value has them.
const RUNNING_VALUES: &[&str] = &[
    "javascript:",
    "vbscript:",
    "data:text",
    "data:application",
    "data:image/svg",
    "1999/xhtml",
];

/// Encodings in which a sign is what it looks like.
const PLAIN: &[&[u8]] = &[b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252"];

/// Whether a file's name says that it would run. Some hosts look at every ending: `x.php.pdf`.
#[must_use]
pub fn runs(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let runs = |ending: String| {
        let mut families = ACTIVE_FAMILIES.iter();
        ACTIVE.contains(&&*ending) || families.any(|family| ending.starts_with(family))
    };
    SETTINGS.contains(&&*file.to_ascii_lowercase()) || endings(name).any(runs)
}

/// Whether only a file's text can tell whether it would run.
#[must_use]
pub fn may_run(name: &str) -> bool {
    endings(name).any(|ending| DRAWN.contains(&&*ending))
}

fn endings(name: &str) -> impl Iterator<Item = String> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let parts = file.split('.').skip(1);
    parts.map(|part| part.trim().to_ascii_lowercase())
}

/// What is wrong with a file that is published as it is, if it would run. `read` gives its text as it stands in the
/// file, if it can be read.
pub fn active(source: &SourceFile, read: impl FnOnce() -> Option<String>) -> Option<Diagnostic> {
    let Kind::Static(path) = &source.kind else {
        return None;
    };
    let active = runs(path) || (may_run(path) && !read().is_some_and(|text| is_still(&text)));
    let found = Diagnostic::new(Code::ActiveFile, Place::file(&source.path));
    active.then(|| found.with("value", &**path))
}

/// Whether a drawing has nothing in it that runs. Errs on the safe side: what is not whole XML is not still.
fn is_still(drawing: &str) -> bool {
    let mut reader = Reader::from_str(drawing);
    loop {
        let still = match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(Event::Start(element) | Event::Empty(element)) => is_still_element(&element),
            Ok(Event::PI(told)) => !told.target().eq_ignore_ascii_case(b"xml-stylesheet"),
            // Entities of its own could say anything.
            Ok(Event::DocType(told)) => !told.contains(&b'['),
            Ok(Event::Decl(told)) => told.encoding().is_none_or(|encoding| {
                encoding
                    .is_ok_and(|name| PLAIN.iter().any(|plain| name.eq_ignore_ascii_case(plain)))
            }),
            Ok(_) => true,
            Err(_) => false,
        };
        if !still {
            return false;
        }
    }
}

fn is_still_element(element: &BytesStart<'_>) -> bool {
    let (name, local) = (element.name(), element.local_name());
    let is = |running: &&str| local.as_ref().eq_ignore_ascii_case(running.as_bytes());
    // `<svg/onload=…>` would be a name.
    let mut letters = name.as_ref().iter();
    let is_name = letters.all(|c| c.is_ascii_alphanumeric() || b"-_.:".contains(c) || *c >= 0x80);
    // Every one is looked at: whether two have the same name does not matter, and takes long with many.
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).map(|attribute| {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        let name = attribute.key.local_name();
        Some(is_still_attribute(name.as_ref(), &value))
    });
    is_name && !RUNNING.iter().any(is) && attributes.all(|still| still == Some(true))
}

/// Whether an attribute starts nothing: neither by its name, nor by that of another that it changes, nor by an address.
fn is_still_attribute(name: &[u8], value: &str) -> bool {
    let starts = |name: &[u8]| name.len() > 2 && name[..2].eq_ignore_ascii_case(b"on");
    let bare = value
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    let bare = bare.collect::<String>().to_ascii_lowercase();
    let changed = bare.rsplit(':').next().unwrap_or_default();
    let changes = name.eq_ignore_ascii_case(b"attributeName") && starts(changed.as_bytes());
    !starts(name) && !changes && !RUNNING_VALUES.iter().any(|sign| bare.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_by_their_names() {
        for name in [
            "a.html",
            "A.HTM",
            "x.js",
            "x.php.pdf",
            "x.php8",
            "x.PHP56",
            "x.pht",
            "x.cshtml",
            "x.jspx",
            "x.stm",
            "x.ashx",
            "ordner/Web.Config",
            ".user.ini",
            "ordner/x.xhtml",
            "x.html ",
        ] {
            assert!(runs(name), "{name}");
        }
        for name in [
            "a.pdf",
            "html",
            "js.pdf",
            "php",
            "Nr. 5 js.pdf",
            "CNAME",
            ".well-known/x",
            "a.svg",
        ] {
            assert!(!runs(name), "{name}");
        }
        assert!(
            may_run("wappen.SVG") && may_run("x.xml") && may_run("x.xsd") && !may_run("svg.png")
        );
    }

    #[test]
    fn drawings_that_run_are_told_from_those_that_stand_still() {
        for still in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>",
            "<svg><text font=\"Monon\">Radweg on = off</text><g class=\"button\" data-icon=\"x\"/></svg>",
            "<svg><!-- <script> --><title>Was &lt;script&gt; ist &amp; tut: javascript:</title></svg>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\"><svg/>",
            "<svg><image href=\"data:image/png;base64,AAAA\"/><animate attributeName=\"opacity\" to=\"1\"/></svg>",
            "<?xml version=\"1.0\"?><users><user>ABC</user></users>",
        ] {
            assert!(is_still(still), "{still}");
        }
        for runs in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><SCRIPT href='x'/></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg\nonload = 'alert(1)'/>",
            "<svg/onload=alert(1)>",
            "<svg><a href=\"java\nscript:alert(1)\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<?xml-stylesheet href=\"x.xsl\"?><a/>",
            "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>",
            "<svg xmlns:x=\"http://www.w3.org/2000/svg\"><x:script/></svg>",
            "<svg><a href=\"&#106;avascript:alert(1)\"/></svg>",
            "<svg><a href=\"java&#x9;script:alert(1)\"/></svg>",
            "<svg xmlns=\"http://www.w3.org/&#49;999/xhtml\"/>",
            "<svg><set attributeName=\"onload\" to=\"alert(1)\"/></svg>",
            "<svg><set attributeName=\"&#111;nload\" to=\"alert(1)\"/></svg>",
            "<svg><animate attributeName=\"href\" values=\"#a;javascript:alert(1)\"/></svg>",
            "<svg><a href=\"data:image/svg+xml,x\"/></svg>",
            "<?xml version=\"1.0\" encoding=\"iso-2022-jp\"?><svg/>",
            "<svg><a href=\"&unbekannt;\"/></svg>",
            "<svg><a></svg>",
            "<svg><script",
        ] {
            assert!(!is_still(runs), "{runs}");
        }
    }
}
