//! What a page is about, in the words of schema.org, as a block of JSON-LD that search engines and other programs
//! read. It says what the page says, and nothing else.
//!
//! `terms` holds the words of schema.org that we use; one file for each thing makes them.

mod paper;
mod relation;
mod terms;
mod thing;

use serde::Serialize;
use tera::Value;

use super::view::Head;
use crate::output::Site;
use crate::route::Route;
use crate::text;
use terms::{ListItem, Trail};

pub(super) use paper::paper;
pub(super) use thing::{body, organization, portal, procedure, topic};

/// A description, as JSON: a thing and what must be said of others with it.
pub(super) struct Linked(Vec<String>);

impl Linked {
    fn of(node: &impl Serialize) -> Self {
        Self(json(node).into_iter().collect())
    }

    fn with<T: Serialize>(mut self, nodes: impl IntoIterator<Item = T>) -> Self {
        self.0
            .extend(nodes.into_iter().filter_map(|node| json(&node)));
        self
    }
}

fn json(node: &impl Serialize) -> Option<String> {
    serde_json::to_string(node).ok()
}

/// A page that is about nothing in particular: a list, an imprint.
pub(super) fn page(site: &Site<'_>, kind: &'static str, head: &Head) -> Linked {
    Linked::of(&thing::web_page(site, kind, head))
}

impl Site<'_> {
    /// Puts a description, and the way to the page, into its head. A page without an address has none.
    pub(super) fn describe(&self, head: &mut Head, linked: Linked) {
        let Some(canonical) = &head.canonical else {
            return;
        };
        let graph = linked.with(trail(self, head, canonical)).0.join(",");
        let json = format!(r#"{{"@context":"https://schema.org","@graph":[{graph}]}}"#);
        head.linked_json = Some(Value::safe_string(&for_script(&json)));
    }
}

/// From the home page to this page; the home page itself has no way.
fn trail(site: &Site<'_>, head: &Head, canonical: &str) -> Option<Trail> {
    let home = site.map.url(&Route::Home);
    if head.kind == "home" {
        return None;
    }
    let first = (site.word("title.home"), site.map.absolute_url(&home));
    let between = head.breadcrumbs.iter().filter(|crumb| crumb.url != home);
    let between = between.map(|crumb| (crumb.name.clone(), site.map.absolute_url(&crumb.url)));
    let last = (head.title.clone(), canonical.to_owned());
    let steps = std::iter::once(first).chain(between).chain([last]);
    let items = steps.zip(1..).map(|((name, item), position)| ListItem {
        kind: "ListItem",
        position,
        name,
        item,
    });
    Some(Trail {
        kind: "BreadcrumbList",
        items: items.collect(),
    })
}

/// JSON that may stand in a `<script>`: nothing in it can end the script or a line.
fn for_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let (mut from, mut at) = (0, 0);
    // The last one is the byte that the two line ends begin with.
    let odd = |b: u8| (b == b'<') | (b == b'>') | (b == b'&') | (b == 0xe2);
    while let Some(found) = text::first_byte(&json.as_bytes()[at..], odd) {
        at += found;
        let Some(c) = json[at..].chars().next() else {
            break;
        };
        if matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') {
            safe.push_str(&json[from..at]);
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            from = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    safe.push_str(&json[from..]);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let json = serde_json::json!({ "name": "</script><!-- & \u{2028}\u{2029} ä" });
        let safe = for_script(&json.to_string());
        assert_eq!(
            safe,
            r#"{"name":"\u003c/script\u003e\u003c!-- \u0026 \u2028\u2029 ä"}"#
        );
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"),
            json
        );
    }
}
