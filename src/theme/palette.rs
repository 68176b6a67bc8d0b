//! The theme's colours, read from its style sheet: pictures and browsers' own parts wear them too.

use std::collections::BTreeMap;

/// The colours of a theme by CSS property: on a light ground, and on a dark one.
#[derive(Debug, Default)]
pub(super) struct Palette(BTreeMap<String, Vec<String>>);

impl Palette {
    /// Reads `--name: #rrggbb` (or `#rgb`) in the order of the style sheet; the second colour of a name is the
    /// one on a dark ground, whether it stands in the same declaration (`light-dark()`) or in a later one.
    pub(super) fn read(css: &str) -> Self {
        let mut colors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let css = without_comments(css);
        for declaration in css.split(['{', '}', ';']) {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            if let Some(name) = name.trim().strip_prefix("--") {
                let hex = value.split('#').skip(1).filter_map(hex);
                colors.entry(name.to_owned()).or_default().extend(hex);
            }
        }
        Self(colors)
    }

    /// A colour as `#rrggbb`.
    pub(super) fn get(&self, name: &str, dark: bool) -> Option<&str> {
        let colors = self.0.get(name)?;
        let dark = if dark { colors.get(1) } else { None };
        dark.or(colors.first()).map(String::as_str)
    }
}

fn without_comments(css: &str) -> String {
    let parts = css.split("/*").enumerate();
    let kept = parts.map(|(at, part)| match part.split_once("*/") {
        Some((_, rest)) if at > 0 => rest,
        _ if at > 0 => "",
        _ => part,
    });
    kept.collect()
}

/// `fff; …` → `#ffffff`.
fn hex(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_ascii_hexdigit())
        .unwrap_or(text.len());
    let digits = &text[..end];
    match digits.len() {
        6 => Some(format!("#{}", digits.to_lowercase())),
        3 => Some(digits.chars().fold("#".to_owned(), |out, c| {
            format!("{out}{c}{c}").to_lowercase()
        })),
        _ => None,
    }
}

/// `#rrggbb` or `#rgb` as red, green, blue.
#[must_use]
pub fn rgb(color: &str) -> Option<[u8; 3]> {
    let full = hex(color.trim().strip_prefix('#')?)?;
    let channel = |at: usize| u8::from_str_radix(full.get(at..at + 2)?, 16).ok();
    Some([channel(1)?, channel(3)?, channel(5)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_colour_is_the_dark_one() {
        let css = ":root { /* a: b */ --paper: #fff; --ink: light-dark(#101010, #EEE); } \
            @media (prefers-color-scheme: dark) { :root { --paper: #13161b } }";
        let palette = Palette::read(css);
        assert_eq!(palette.get("paper", false), Some("#ffffff"));
        assert_eq!(palette.get("paper", true), Some("#13161b"));
        assert_eq!(palette.get("ink", true), Some("#eeeeee"));
        assert_eq!(palette.get("soft", false), None);
        assert_eq!(rgb("#1c3f94"), Some([28, 63, 148]));
    }
}
