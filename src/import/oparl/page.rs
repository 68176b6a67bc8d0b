//! Pages of lists: what is on them, which one comes next, when they changed. Pure.

use serde_json::Value;

/// The page after this one: as it says, or counted on where it only says how many there are.
pub(super) fn following(page: &Value, url: &str) -> Option<String> {
    let links = page.get("links");
    let next = links
        .and_then(|links| links.get("next"))
        .and_then(Value::as_str);
    if let Some(next) = next.filter(|next| !next.trim().is_empty()) {
        return Some(absolute(url, url, next));
    }
    let number = |name| match page.get("pagination")?.get(name)? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64(),
    };
    let (current, pages) = (number("currentPage")?, number("totalPages")?);
    if current >= pages || objects(page).is_empty() {
        return None;
    }
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let mut parts: Vec<String> = query
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("page="))
        .map(str::to_owned)
        .collect();
    parts.push(format!("page={}", current + 1));
    Some(format!("{base}?{}", parts.join("&")))
}

pub(super) fn objects(page: &Value) -> &[Value] {
    let data = page.get("data").unwrap_or(page);
    data.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn total(page: &Value) -> Option<usize> {
    let total = match page.get("pagination")?.get("totalElements")? {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.as_u64()?,
    };
    usize::try_from(total).ok()
}

/// The newest `modified` of a page's objects.
pub(super) fn newest(page: &Value, since: &mut String) {
    for object in objects(page) {
        let modified = object.get("modified").and_then(Value::as_str);
        if let Some(modified) = modified.filter(|modified| instant(modified) > instant(since)) {
            modified.clone_into(since);
        }
    }
}

/// A moment that can be compared; what is none comes first.
pub(super) fn instant(text: &str) -> Option<jiff::Timestamp> {
    text.parse().ok()
}

pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// An address that may be written from the one that names it, or, where that is none, from another.
pub(super) fn absolute(from: &str, or: &str, link: &str) -> String {
    let link = link.trim().replace("&amp;", "&");
    let base = [from, or].into_iter().find(|base| base.contains("://"));
    let Some(base) = base.filter(|_| !link.contains("://")) else {
        return link;
    };
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    let host = host(base);
    let path = &rest[host.len()..];
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if let Some(rest) = link.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    if link.starts_with('/') {
        return format!("{scheme}://{host}{link}");
    }
    if link.starts_with('?') {
        return format!("{scheme}://{host}{path}{link}");
    }
    let up = |path: &str| path.rfind('/').map_or(0, |end| end);
    let mut folder = &path[..up(path)];
    let mut link = link.as_str();
    loop {
        if let Some(rest) = link.strip_prefix("../") {
            folder = &folder[..up(folder)];
            link = rest;
        } else if let Some(rest) = link.strip_prefix("./") {
            link = rest;
        } else {
            return format!("{scheme}://{host}{folder}/{link}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_next_page_is_found_however_it_is_named() {
        let url = "https://a.example/oparl/papers?body=1";
        for (page, next) in [
            (
                json!({"links": {"next": "https://a.example/x"}}),
                Some("https://a.example/x"),
            ),
            (
                json!({"links": {"next": "/x?p=2&amp;q=1"}}),
                Some("https://a.example/x?p=2&q=1"),
            ),
            (
                json!({"links": {"next": "?page=2"}}),
                Some("https://a.example/oparl/papers?page=2"),
            ),
            (
                json!({"links": {"next": ".././../x"}}),
                Some("https://a.example/x"),
            ),
            (
                json!({"links": {"next": "papers2"}}),
                Some("https://a.example/oparl/papers2"),
            ),
            (
                json!({"links": {"next": "//b.example/x"}}),
                Some("https://b.example/x"),
            ),
            (json!({"links": {"next": ""}, "data": [1]}), None),
            (
                json!({"links": [], "data": [1], "pagination": {"currentPage": 1, "totalPages": "2"}}),
                Some("https://a.example/oparl/papers?body=1&page=2"),
            ),
            (
                json!({"links": {"self": url}, "data": [1], "pagination": {"currentPage": 2, "totalPages": 2}}),
                None,
            ),
            (
                json!({"links": {}, "data": [], "pagination": {"currentPage": 1, "totalPages": 2}}),
                None,
            ),
            (json!([1]), None),
        ] {
            assert_eq!(following(&page, url).as_deref(), next, "{page}");
        }
    }
}
