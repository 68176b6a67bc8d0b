//! Indented lines of Markdown are text: papers from word processors and PDF are full of them, and none means code.

use std::borrow::Cow;

use memchr::{memchr, memmem, memrchr};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::OPTIONS;

/// Markdown in which indented lines are text; code stands between fences. Every byte keeps its place.
#[must_use]
pub fn without_indented_code(markdown: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(markdown);
    if !may_be_indented(markdown) {
        return text;
    }
    // Behind tabs it may be far to the right still, and what has become text can make code of the lines behind it.
    for _ in 0..MOST_ROUNDS {
        let lines = indented_code(&text);
        if lines.is_empty() {
            break;
        }
        let mut bytes = text.into_owned().into_bytes();
        for start in lines {
            unindent(&mut bytes, start);
        }
        text = String::from_utf8(bytes).map_or(Cow::Borrowed(markdown), Cow::Owned);
    }
    text
}

/// How often a text is looked through again.
const MOST_ROUNDS: usize = 8;

/// Whether a line may begin far to the right, also behind marks of lists and quotes. Much quicker than to parse.
fn may_be_indented(markdown: &str) -> bool {
    let bytes = markdown.as_bytes();
    let far = |begin: &[u8]| {
        memchr(b'\t', begin)
            .or_else(|| memmem::find(begin, b"    "))
            .is_some()
    };
    let begin = |line: &'_ [u8]| {
        let in_begin = |byte: &u8| {
            matches!(
                byte,
                b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'0'..=b'9'
            )
        };
        line.iter()
            .position(|byte| !in_begin(byte))
            .unwrap_or(line.len())
    };
    far(bytes)
        && bytes
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .any(|line| far(&line[..begin(line)]))
}

/// Where lines of indented code begin, behind their indentation.
fn indented_code(markdown: &str) -> Vec<usize> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => inside = matches!(kind, CodeBlockKind::Indented),
            Event::End(TagEnd::CodeBlock) => inside = false,
            // A line of blanks stays one: it parts paragraphs.
            Event::Text(words) if inside && !words.trim().is_empty() => lines.push(range.start),
            _ => {}
        }
    }
    lines
}

/// Makes text of the line of code that begins at `start`, or brings it nearer.
fn unindent(bytes: &mut [u8], start: usize) {
    const INVISIBLE: &[u8] = "\u{2060}".as_bytes();
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    if bytes[..start].ends_with(b"    ") {
        // A blank and an invisible character as long as three.
        bytes[start - 3..start].copy_from_slice(INVISIBLE);
        return;
    }
    let near = start.saturating_sub(4);
    let Some(tab) = memrchr(b'\t', &bytes[near..start]).map(|at| near + at) else {
        return;
    };
    // The mark of a list needs a blank behind it.
    let marked =
        matches!(bytes[..tab].last(), Some(byte) if !blank(byte) && !b"\n\r>".contains(byte));
    match bytes.get_mut(tab..tab + 3) {
        Some(three) if !marked && three.iter().all(blank) => three.copy_from_slice(INVISIBLE),
        _ => bytes[tab] = b' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indented_lines_are_text() {
        let markdown =
            "Text\n\n    Vorlage 1/22\n    weiter\n\n\tTab\n\n```\n    Code\n```\n- a\n\n      b\n";
        let text = without_indented_code(markdown);
        assert_eq!(text.len(), markdown.len());
        assert_eq!(text.find("Vorlage 1/22"), markdown.find("Vorlage 1/22"));
        let code = Parser::new_ext(&text, OPTIONS)
            .filter(|event| matches!(event, Event::Start(Tag::CodeBlock(_))))
            .count();
        assert_eq!(code, 1, "{text:?}");
        assert!(matches!(without_indented_code("a\n  b"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_of_blanks_parts_paragraphs_that_are_indented() {
        let text = without_indented_code("    a\n    \n    b\n");
        let paragraphs = Parser::new_ext(&text, OPTIONS)
            .filter(|event| matches!(event, Event::Start(Tag::Paragraph)))
            .count();
        assert_eq!(paragraphs, 2, "{text:?}");
    }

    proptest::proptest! {
        /// Whatever stands before them, words are words, at their place.
        #[test]
        fn no_indented_line_is_code(lines in proptest::collection::vec(
            ("(> ?){0,2}(([-+*]|[0-9]{1,2}[.)]|\\[\\^[a-z1]{1,3}\\]:)[ \t]?)?", "[ \t]{0,12}", "(Rat|Vorlage 1/22)?"), 1..8)
        ) {
            let lines = lines.iter().map(|(mark, blanks, words)| format!("{mark}{blanks}{words}\n"));
            let markdown: String = lines.collect();
            let text = without_indented_code(&markdown);
            proptest::prop_assert_eq!(text.len(), markdown.len());
            for word in ["Rat", "Vorlage"] {
                let at = |text: &str| text.match_indices(word).map(|(at, _)| at).collect::<Vec<_>>();
                proptest::prop_assert_eq!(at(&text), at(&markdown));
            }
            proptest::prop_assert!(indented_code(&text).is_empty(), "{:?} {:?}", markdown, text);
        }
    }
}
