//! A text as data.

use crate::link::Text;
use crate::output::{Problem, Site};
use crate::parse::LinkTarget;

/// A text as data: Markdown without its author's comments, and without the names of files that are
/// not published.
pub(super) fn text(site: &Site<'_>, text: &Text) -> Result<String, Problem> {
    let mut words = site.markdown(text)?.to_string();
    for hidden in text.hidden().iter().rev() {
        if words.get(hidden.range()).is_some() {
            words.replace_range(hidden.range(), "");
        }
    }
    for (target, end) in &text.links {
        if let (LinkTarget::Relative(path, _), None) = (target, end) {
            for (before, after) in [("(", ')'), ("(<", ')'), ("]: ", '\n'), ("]: <", '\n')] {
                words = without_destination(&words, before, path, after);
            }
        }
    }
    Ok(words.trim().to_owned())
}

/// Markdown in which links to `path` lead nowhere and have no title.
fn without_destination(words: &str, before: &str, path: &str, after: char) -> String {
    let link = format!("{before}{path}");
    let mut kept = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((head, tail)) = rest.split_once(&link) {
        kept.push_str(head);
        kept.push_str(before.trim_end_matches('<'));
        rest = tail.find(after).map_or("", |end| &tail[end..]);
    }
    kept.push_str(rest);
    kept
}
