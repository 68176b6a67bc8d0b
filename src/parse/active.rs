//! Files that would run: in a reader's browser, or on the host. Content may bring documents and pictures, never
//! programs; those belong to the theme.

/// Endings of files that browsers or hosts run, or show as pages of the site's own.
const ACTIVE: &[&str] = &[
    "asp", "aspx", "cgi", "cjs", "fcgi", "hta", "htc", "htm", "html", "jar", "js", "jsp", "mht",
    "mhtml", "mjs", "phar", "php", "php3", "php4", "php5", "php7", "phps", "pht", "phtml", "pl",
    "py", "rb", "shtm", "shtml", "swf", "wasm", "xht", "xhtm", "xhtml", "xsl", "xslt",
];

/// Endings of files that may or may not: that only their text tells.
const DRAWN: &[&str] = &["svg", "svgz", "xml"];

/// Signs of a program, or of something foreign, in a drawing.
const SIGNS: &[&str] = &[
    "<script",
    ":script",
    "javascript:",
    "data:text",
    "foreignobject",
    "1999/xhtml",
    "xml-stylesheet",
    "<!entity",
    "<iframe",
    "<embed",
    "<object",
    "<handler",
    "<listener",
];

/// Whether a file's name says that it would run. Some hosts look at every ending: `x.php.pdf`.
#[must_use]
pub fn runs(name: &str) -> bool {
    endings(name).any(|ending| ACTIVE.contains(&&*ending))
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

/// Whether a drawing has nothing in it that runs. Errs on the safe side.
#[must_use]
pub fn is_still(drawing: &str) -> bool {
    let text = drawing.to_ascii_lowercase();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |sign: &&str| text.contains(*sign) || bare.contains(*sign);
    !SIGNS.iter().any(has) && !has_handler(&text)
}

/// Whether an attribute is called `on…`.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let begins = before.is_some_and(|c| c.is_whitespace() || "/\"'".contains(c));
        let name = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        begins && name.len() + 3 <= text.len() - at && name.trim_start().starts_with('=')
    })
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
        assert!(may_run("wappen.SVG") && may_run("x.xml") && !may_run("svg.png"));
    }

    #[test]
    fn drawings_that_run_are_told_from_those_that_stand_still() {
        for still in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>",
            "<svg><text font=\"Monon\">Radweg on = off</text><g class=\"button\" data-icon=\"x\"/></svg>",
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
        ] {
            assert!(!is_still(runs), "{runs}");
        }
    }
}
