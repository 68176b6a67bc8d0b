//! Marks of Markdown: what a line begins with, bullets, entities.

use super::plain::MONTHS;

/// What a line begins with, and its bytes.
pub(super) enum Mark {
    None,
    /// `## `
    Heading(usize),
    /// `- `, `2. `, `- [x] `
    Item(usize),
    /// `a) `, which is no Markdown and stays.
    Letter,
    /// `[^1]: `
    Note(usize),
    /// `---`
    Rule(usize),
    /// `[label]: address "title"`, with everything up to the next blank line: never seen by readers.
    Definition(usize),
}

/// `open` says whether `2. ` begins an item; within a paragraph only `1. ` does (`CommonMark` §5.3).
pub(super) fn mark(text: &str, open: bool) -> Mark {
    let line = text.lines().next().unwrap_or_default();
    let word = line.find([' ', '\t']).unwrap_or(line.len());
    let blanks = line[word..].len() - line[word..].trim_start().len();
    let first = &line[..word];
    if is_rule(line) {
        return Mark::Rule(line.len());
    }
    if (1..=6).contains(&first.len()) && first.bytes().all(|byte| byte == b'#') {
        return Mark::Heading(word + blanks);
    }
    if matches!(first, "-" | "+" | "*") || is_ordinal_mark(first, &line[word + blanks..], open) {
        let boxed = task_box(&line[word + blanks..]);
        return Mark::Item(word + blanks + boxed);
    }
    if let [letter, b')'] = first.as_bytes()
        && letter.is_ascii_lowercase()
    {
        return Mark::Letter;
    }
    let label = line.strip_prefix('[').and_then(|rest| rest.find(']'));
    match label.filter(|end| line[end + 2..].starts_with(':')) {
        Some(end) if line.starts_with("[^") => Mark::Note(end + 3),
        Some(_) => Mark::Definition(up_to_blank_line(text)),
        None => Mark::None,
    }
}

fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '=' | '*' | '_')) else {
        return false;
    };
    let mut count = 1;
    marks.all(|c| {
        count += 1;
        c == first
    }) && count > 1
}

/// `2.` or `2)`, but not the day of "17. April".
fn is_ordinal_mark(word: &str, next: &str, open: bool) -> bool {
    let Some(digits) = word.strip_suffix(['.', ')']) else {
        return false;
    };
    let number =
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    number && (open || digits == "1") && !MONTHS.iter().any(|month| next.starts_with(month))
}

fn task_box(text: &str) -> usize {
    let boxed = ["[ ] ", "[x] ", "[X] "];
    boxed
        .iter()
        .find(|b| text.starts_with(**b))
        .map_or(0, |b| b.len())
}

fn up_to_blank_line(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty() {
            break;
        }
        end += line.len();
    }
    end
}

/// Bullets of word processors, which are no Markdown; most are of their private fonts (DOMAIN §4).
pub(super) const fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '◦'
            | '▪'
            | '▫'
            | '●'
            | '○'
            | '■'
            | '□'
            | '☐'
            | '☑'
            | '☒'
            | '✓'
            | '➢'
            | '\u{e000}'..='\u{f8ff}'
    )
}

/// The character of an entity's name or number; those that German papers have.
pub(super) fn decoded(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let entities = ENTITIES.iter().find(|(known, _)| *known == name)?;
    Some(entities.1)
}

const ENTITIES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("euro", '€'),
    ("sect", '§'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bdquo", '„'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sbquo", '‚'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '·'),
];
