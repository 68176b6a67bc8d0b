//! Titles to lines: as large as they fit, lines of about one length, long ones shortened.

use super::Face;

/// A text that fits.
#[derive(Debug, PartialEq)]
pub struct Fitted {
    /// Size in pixels.
    pub size: f32,
    /// Its lines.
    pub lines: Vec<String>,
}

/// `text` in the first of `sizes` (pixels, number of lines) in which it fits into `width`; in the last one it is
/// shortened. Sizes in which a word would have to be broken are passed over while there are smaller ones.
#[must_use]
pub fn fit(face: &Face, text: &str, width: f32, sizes: &[(f32, usize)]) -> Fitted {
    let words = words(&face.spell(text));
    for (at, (size, most)) in sizes.iter().enumerate() {
        let last = at + 1 == sizes.len();
        let broken = words
            .iter()
            .any(|word| face.width(word.trim_end(), *size) > width);
        if broken && !last {
            continue;
        }
        let mut lines = fill(face, &words, *size, width, most + 1);
        if lines.len() <= *most {
            return Fitted {
                size: *size,
                lines: balance(face, &words, *size, width, lines),
            };
        }
        if last {
            lines.truncate(*most);
            end(face, &mut lines, *size, width);
            return Fitted { size: *size, lines };
        }
    }
    Fitted {
        size: 0.0,
        lines: Vec::new(),
    }
}

/// `text` on one line of at most `width`.
#[must_use]
pub fn one_line(face: &Face, text: &str, size: f32, width: f32) -> String {
    fit(face, text, width, &[(size, 1)]).lines.concat()
}

/// Pieces between which a line may end: after blanks, hyphens and slashes, and at soft hyphens.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c == ' ' && word.is_empty() {
            // "20-26 / V": a blank behind a slash belongs to it.
            let last: Option<&mut String> = words.last_mut();
            last.filter(|last| !last.ends_with(' '))
                .into_iter()
                .for_each(|last| last.push(c));
            continue;
        }
        word.push(c);
        if matches!(c, ' ' | '-' | '–' | '/' | '\u{ad}') {
            words.push(std::mem::take(&mut word));
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Fills lines one after the other, `most` at most.
fn fill(face: &Face, words: &[String], size: f32, width: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut taken = 0.0;
    for word in words {
        let (whole, seen) = (face.width(word, size), face.width(word.trim_end(), size));
        if taken + seen > width && !line.is_empty() {
            lines.push(close(&line));
            line.clear();
            taken = 0.0;
        }
        if lines.len() == most {
            return lines;
        }
        line.push_str(word);
        taken += whole;
        while seen > width && face.width(line.trim_end(), size) > width {
            let rest = line.split_off(room(face, &line, size, width));
            lines.push(format!("{line}-"));
            taken = face.width(&rest, size);
            line = rest;
        }
    }
    lines.extend((!line.is_empty()).then(|| close(&line)));
    lines.truncate(most);
    lines
}

/// How many bytes of a word fit before a hyphen; one character at least.
fn room(face: &Face, word: &str, size: f32, width: f32) -> usize {
    let hyphen = face.width("-", size);
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let fitting = ends
        .clone()
        .take_while(|end| face.width(&word[..*end], size) + hyphen <= width);
    fitting.last().or(ends.min()).unwrap_or(word.len())
}

/// A line that ends here: a soft hyphen at its end is seen, others are not.
fn close(line: &str) -> String {
    let line = line.trim_end();
    let hyphen = if line.ends_with('\u{ad}') { "-" } else { "" };
    line.replace('\u{ad}', "") + hyphen
}

/// The same number of lines, of about one length.
fn balance(
    face: &Face,
    words: &[String],
    size: f32,
    width: f32,
    lines: Vec<String>,
) -> Vec<String> {
    let longest = words.iter().map(|word| face.width(word.trim_end(), size));
    let longest = longest.fold(0.0, f32::max);
    let mut best = lines;
    for share in [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55] {
        let narrow = width * share;
        if narrow < longest {
            break;
        }
        let lines = fill(face, words, size, narrow, best.len() + 1);
        if lines.len() > best.len() {
            break;
        }
        best = lines;
    }
    best
}

/// Marks the last line as one that goes on.
fn end(face: &Face, lines: &mut [String], size: f32, width: f32) {
    let Some(line) = lines.last_mut() else { return };
    let marked = |line: &str| {
        format!(
            "{}…",
            line.trim_end_matches([' ', ',', ';', '.', ':', '-', '–'])
        )
    };
    while face.width(&marked(line), size) > width && line.pop().is_some() {}
    *line = marked(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: &[(f32, usize)] = &[(60.0, 2), (40.0, 3)];

    fn face() -> Face {
        let bytes = include_bytes!("../../themes/standard/previews/title.ttf");
        Face::parse(bytes.to_vec()).expect("font")
    }

    #[test]
    fn short_titles_are_large() {
        let fitted = fit(&face(), "Bau eines Radwegs", 1000.0, SIZES);
        assert_eq!(
            fitted,
            Fitted {
                size: 60.0,
                lines: vec!["Bau eines Radwegs".into()]
            }
        );
    }

    #[test]
    fn lines_are_of_one_length() {
        let fitted = fit(
            &face(),
            "Sanierung der Turnhalle an der Grundschule Nord",
            1000.0,
            SIZES,
        );
        assert_eq!(
            fitted.lines,
            ["Sanierung der Turnhalle", "an der Grundschule Nord"]
        );
    }

    #[test]
    fn long_titles_are_shortened() {
        let title =
            "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung ".repeat(20);
        let fitted = fit(&face(), &title, 1000.0, SIZES);
        assert_eq!(fitted.lines.len(), 3);
        assert!(fitted.lines[0].ends_with('-'), "{fitted:?}");
        assert!(fitted.lines[2].ends_with('…'), "{fitted:?}");
        for line in &fitted.lines {
            assert!(face().width(line, fitted.size) <= 1000.0, "{line}");
        }
    }

    #[test]
    fn blanks_around_slashes_stay() {
        assert_eq!(
            one_line(&face(), " 20-26 / V  12685 – A", 20.0, 1000.0),
            "20-26 / V 12685 – A"
        );
    }

    #[test]
    fn nothing_but_blanks_has_no_lines() {
        assert_eq!(
            fit(&face(), "  ", 1000.0, SIZES).lines,
            Vec::<String>::new()
        );
    }

    #[test]
    fn unknown_letters_are_spelled() {
        assert_eq!(
            face().spell("Żółw Ελλάδα \u{1f600}ß„“€"),
            "Żółw Ellada grinning ß„“€"
        );
    }
}
