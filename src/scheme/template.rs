//! Templates for the forms of a number: `{term} / {kind} {number:05}`, with pieces that stand only if
//! their part does: `{year}/{number:04}[/{version}]`.

use regex::Regex;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It names a part that the pattern does not have.
    #[error("the pattern has no part `{0}`")]
    UnknownPart(String),
    /// A brace or bracket is not closed, or what follows the colon is not a width up to 20.
    #[error("`{0}` is not of the form {{part}}, {{part:05}} or [text {{part}}]")]
    Malformed(String),
}

enum Piece {
    Text(String),
    Part {
        name: String,
        width: usize,
    },
    /// Stands only if all its parts do.
    Optional(Vec<Piece>),
}

/// A checked template.
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Reads a template for the named parts of `pattern`.
    pub(super) fn new(text: &str, pattern: &Regex) -> Result<Self, TemplateError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('[') {
            let (inner, tail) = after
                .split_once(']')
                .ok_or_else(|| TemplateError::Malformed(text.to_owned()))?;
            plain(before, pattern, &mut pieces)?;
            let mut optional = Vec::new();
            plain(inner, pattern, &mut optional)?;
            pieces.push(Piece::Optional(optional));
            rest = tail;
        }
        plain(rest, pattern, &mut pieces)?;
        Ok(Self(pieces))
    }

    /// Whether all parts are there that do not stand in brackets.
    pub(super) fn is_full<'a>(&self, part: &dyn Fn(&str) -> Option<&'a str>) -> bool {
        self.0.iter().all(|piece| match piece {
            Piece::Part { name, .. } => part(name).is_some(),
            Piece::Text(_) | Piece::Optional(_) => true,
        })
    }

    /// The template with the parts of a number: without blanks, padded with zeros on the left.
    pub(super) fn fill<'a>(&self, part: &dyn Fn(&str) -> Option<&'a str>) -> String {
        let mut out = String::with_capacity(24);
        for piece in &self.0 {
            match piece {
                Piece::Optional(inner) => {
                    let mut text = String::new();
                    if inner.iter().all(|piece| put(piece, part, &mut text)) {
                        out.push_str(&text);
                    }
                }
                piece => {
                    put(piece, part, &mut out);
                }
            }
        }
        out
    }
}

/// Text with parts, without brackets.
fn plain(text: &str, pattern: &Regex, pieces: &mut Vec<Piece>) -> Result<(), TemplateError> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let malformed = || TemplateError::Malformed(text.to_owned());
        let (part, tail) = after.split_once('}').ok_or_else(malformed)?;
        let (name, width) = part.split_once(':').unwrap_or((part, "0"));
        let width: usize = width.parse().map_err(|_| malformed())?;
        if width > 20 {
            return Err(malformed());
        }
        if !pattern.capture_names().flatten().any(|known| known == name) {
            return Err(TemplateError::UnknownPart(name.to_owned()));
        }
        pieces.push(Piece::Text(before.to_owned()));
        pieces.push(Piece::Part {
            name: name.to_owned(),
            width,
        });
        rest = tail;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(())
}

/// Adds a piece; false if it is a part that the match does not have.
fn put<'a>(piece: &Piece, part: &dyn Fn(&str) -> Option<&'a str>, out: &mut String) -> bool {
    match piece {
        Piece::Text(text) => out.push_str(text),
        Piece::Optional(_) => {}
        Piece::Part { name, width } => {
            let Some(part) = part(name) else {
                return false;
            };
            let value: String = part.chars().filter(|c| *c != ' ').collect();
            out.extend(std::iter::repeat_n('0', width.saturating_sub(value.len())));
            out.push_str(&value);
        }
    }
    true
}
