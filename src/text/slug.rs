//! From titles to addresses.

/// Lower-case ASCII words joined by hyphens, at most `max` bytes, cut between words where possible.
/// German letters as Germans write them without umlauts (ä → ae, ß → ss); others by `deunicode`.
#[must_use]
pub fn slugify(text: &str, max: usize) -> String {
    let mut slug = String::with_capacity(text.len().min(max));
    for c in text.chars() {
        match c {
            'ä' | 'Ä' => push(&mut slug, "ae"),
            'ö' | 'Ö' => push(&mut slug, "oe"),
            'ü' | 'Ü' => push(&mut slug, "ue"),
            'ß' | 'ẞ' => push(&mut slug, "ss"),
            // Decomposed umlauts: the vowel is already there.
            '\u{308}' => slug.push('e'),
            c if super::is_invisible(c) || ('\u{300}'..='\u{307}').contains(&c) => {}
            c if c.is_ascii() => push(&mut slug, c.encode_utf8(&mut [0; 4])),
            c => push(&mut slug, deunicode::deunicode_char(c).unwrap_or("-")),
        }
        if slug.len() > max {
            slug.truncate(max);
            if let Some(cut) = slug.rfind('-').filter(|at| *at > max / 2) {
                slug.truncate(cut);
            }
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn push(slug: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_readable_addresses() {
        for (title, slug) in [
            (
                "Kündigung der Mitgliedschaft",
                "kuendigung-der-mitgliedschaft",
            ),
            ("Größe: 5 € – „ja“!", "groesse-5-eur-ja"),
            ("Mu\u{308}nchen", "muenchen"),
            ("Maß\u{ad}nahme", "massnahme"),
            ("Rad\u{200b}weg\u{2060}", "radweg"),
            ("---", ""),
            ("Łódź", "lodz"),
        ] {
            assert_eq!(slugify(title, 100), slug, "{title}");
        }
        assert_eq!(slugify("eine lange Überschrift", 15), "eine-lange");
    }
}
