//! What a file is, by its place below `content/` (DESIGN §4).

use crate::model::{PaperId, Slug};

/// What a content file is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Kind {
    /// `portal.yaml`.
    Portal,
    /// `topics/<slug>.md`.
    Topic(Slug),
    /// `pages/<slug>.md`.
    Page(Slug),
    /// `bodies/<slug>/body.yaml`.
    Body(Slug),
    /// `bodies/<slug>/organizations.yaml`.
    Organizations(Slug),
    /// `bodies/<slug>/people.yaml`.
    People(Slug),
    /// `bodies/<body>/meetings/<slug>.md`.
    Meeting(PaperId),
    /// `bodies/<body>/papers/…/<slug>.md` or `…/<slug>/index.md`.
    Paper(PaperId),
    /// A file beside a paper: published only if the paper lists it.
    Asset,
    /// `static/…`: published as it is, at the path after `static/`.
    Static(String),
    /// `register.jsonl`, or `register/<body>.jsonl`: what was published, and when.
    Register,
    /// Nothing known.
    Unexpected,
}

impl Kind {
    /// The council whose paper or meeting it is.
    #[must_use]
    pub const fn body(&self) -> Option<&Slug> {
        match self {
            Self::Paper(id) | Self::Meeting(id) => Some(&id.body),
            _ => None,
        }
    }
}

/// A name that cannot become an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// The name, without extension.
    pub name: String,
    /// A name that could.
    pub suggestion: Option<String>,
}

/// What the file at `path` (below `content/`, with `/`) is; `None` if it is to be passed over.
///
/// # Errors
/// [`Misnamed`] if the place is right and the name is not a slug.
pub fn classify(path: &str) -> Result<Option<Kind>, Misnamed> {
    let parts: Vec<&str> = path.split('/').collect();
    if !path.starts_with("static/") && parts.iter().any(|part| is_litter(part)) {
        return Ok(None);
    }
    let kind = match parts.as_slice() {
        ["portal.yaml"] => Kind::Portal,
        ["topics", file] if is_markdown(file) => Kind::Topic(slug(stem(file))?),
        ["pages", file] if is_markdown(file) => Kind::Page(slug(stem(file))?),
        ["bodies", body, "body.yaml"] => Kind::Body(slug(body)?),
        ["bodies", body, "organizations.yaml"] => Kind::Organizations(slug(body)?),
        ["bodies", body, "people.yaml"] => Kind::People(slug(body)?),
        ["bodies", body, "meetings", file] if is_markdown(file) => Kind::Meeting(PaperId {
            body: shared(body)?,
            slug: slug(stem(file))?,
        }),
        ["bodies", body, "papers", .., folder, "index.md"] => Kind::Paper(PaperId {
            body: shared(body)?,
            slug: slug(folder)?,
        }),
        ["bodies", body, "papers", .., file] if is_markdown(file) => Kind::Paper(PaperId {
            body: shared(body)?,
            slug: slug(stem(file))?,
        }),
        ["bodies", _, "papers", _, ..] => Kind::Asset,
        ["register.jsonl"] => Kind::Register,
        ["register", file] if file.strip_suffix(".jsonl").is_some_and(is_slug) => Kind::Register,
        ["static", rest @ ..] if !rest.is_empty() => Kind::Static(rest.join("/")),
        _ => Kind::Unexpected,
    };
    Ok(Some(kind))
}

/// What may stand in the folder of `path`, for messages.
#[must_use]
pub fn expected(path: &str) -> &'static str {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["topics", ..] => "topics/<slug>.md",
        ["pages", ..] => "pages/<slug>.md",
        ["bodies", _, "meetings", ..] => "meetings/<slug>.md",
        ["bodies", _, ..] => "body.yaml, organizations.yaml, people.yaml, meetings/, papers/",
        ["register", ..] => "register/<body>.jsonl",
        _ => "portal.yaml, topics/, pages/, bodies/<slug>/, static/, register.jsonl, register/",
    }
}

/// Files that editors and systems leave behind.
fn is_litter(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

fn is_markdown(file: &str) -> bool {
    file.len() > 3 && file.ends_with(".md")
}

fn stem(file: &str) -> &str {
    file.strip_suffix(".md").unwrap_or(file)
}

fn is_slug(name: &str) -> bool {
    Slug::new(name).is_some()
}

fn slug(name: &str) -> Result<Slug, Misnamed> {
    Slug::new(name).ok_or_else(|| misnamed(name))
}

/// A name that many files share.
fn shared(name: &str) -> Result<Slug, Misnamed> {
    Slug::shared(name).ok_or_else(|| misnamed(name))
}

fn misnamed(name: &str) -> Misnamed {
    Misnamed {
        name: name.to_owned(),
        suggestion: Slug::from_text(name).map(|slug| slug.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_say_what_a_file_is() {
        let paper = |slug: &str| {
            let id = PaperId::parse(&format!("musterstadt/{slug}")).expect("id");
            Ok(Some(Kind::Paper(id)))
        };
        assert_eq!(classify("bodies/musterstadt/papers/2024/a.md"), paper("a"));
        assert_eq!(classify("bodies/musterstadt/papers/a.md"), paper("a"));
        assert_eq!(
            classify("bodies/musterstadt/papers/2024/a/index.md"),
            paper("a")
        );
        assert_eq!(
            classify("bodies/musterstadt/papers/2024/a/s.pdf"),
            Ok(Some(Kind::Asset))
        );
        assert_eq!(
            classify("static/CNAME"),
            Ok(Some(Kind::Static("CNAME".into())))
        );
        assert_eq!(
            classify("static/.well-known/x"),
            Ok(Some(Kind::Static(".well-known/x".into())))
        );
        assert_eq!(classify("topics/.x.md.swp"), Ok(None));
        assert_eq!(classify("notes.txt"), Ok(Some(Kind::Unexpected)));
        let misnamed = classify("topics/Öffentlicher Verkehr.md");
        let suggestion = misnamed.expect_err("not a slug").suggestion;
        assert_eq!(suggestion.as_deref(), Some("oeffentlicher-verkehr"));
    }
}
