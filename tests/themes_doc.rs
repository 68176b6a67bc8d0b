//! `docs/themes.md` is the contract with theme authors: every view and every field that a template can
//! see stands there, under the view's own heading.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

/// The views with their fields, as `view.rs` states them.
fn views(source: &str) -> Vec<(&str, Vec<&str>)> {
    let mut views: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("pub struct ") {
            views.push((name.trim_end_matches([' ', '{']), Vec::new()));
        } else if let Some((field, _)) = line.strip_prefix("pub ").and_then(|l| l.split_once(": "))
            && let Some((_, fields)) = views.last_mut()
        {
            fields.push(field);
        }
    }
    views
}

/// The part of the page under `### Name`.
fn section<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = page.split_once(&format!("\n### {name}\n"))?;
    Some(after.split("\n#").next().unwrap_or(after))
}

#[test]
fn every_view_and_field_is_documented() {
    let page = include_str!("../docs/themes.md");
    let views = views(include_str!("../src/output/html/view.rs"));
    assert!(views.len() > 30, "view.rs was not understood");
    let mut missing = Vec::new();
    for (name, fields) in &views {
        match section(page, name) {
            None => missing.push(format!("### {name}")),
            Some(section) => missing.extend(
                fields
                    .iter()
                    .filter(|field| !section.contains(&format!("| `{field}` |")))
                    .map(|field| format!("### {name}: | `{field}` | … |")),
            ),
        }
    }
    assert!(
        missing.is_empty(),
        "docs/themes.md lacks:\n{}",
        missing.join("\n")
    );
}

#[test]
fn nothing_is_documented_that_is_not_there() {
    let page = include_str!("../docs/themes.md");
    let (_, reference) = page.split_once("\n## Views\n").expect("## Views");
    let views = views(include_str!("../src/output/html/view.rs"));
    for line in reference.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            assert!(
                views.iter().any(|(known, _)| *known == name),
                "view.rs has no {name}"
            );
            for row in section(page, name).unwrap_or_default().lines() {
                let field = row.strip_prefix("| `").and_then(|row| row.split_once('`'));
                let known = |field| {
                    views
                        .iter()
                        .any(|(n, fields)| *n == name && fields.contains(&field))
                };
                assert!(
                    field.is_none_or(|(field, _)| known(field)),
                    "{name} has no field: {row}"
                );
            }
        }
    }
}
