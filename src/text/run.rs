//! Stretches of text that are taken as they are, and where they end.

/// The byte that umlauts and ß begin with.
const UMLAUT: u8 = 0xc3;

/// Bytes that are looked at together.
const PIECE: usize = 16;

/// Where the first of the bytes is that `odd` says. Many are looked at together, at several times the speed, if it does
/// so without branches (`|` and `&` between comparisons).
#[must_use]
pub fn first_byte(bytes: &[u8], odd: impl Fn(u8) -> bool) -> Option<usize> {
    let (pieces, _) = bytes.as_chunks::<PIECE>();
    let any = |piece: &[u8; PIECE]| piece.iter().fold(false, |any, byte| any | odd(*byte));
    let calm = pieces.iter().take_while(|piece| !any(piece)).count() * PIECE;
    let found = bytes[calm..].iter().position(|byte| odd(*byte));
    found.map(|at| calm + at)
}

/// Whether the byte is no white space, no other control character, and none with which blanks, characters without
/// width, dashes, bullets and dots of umlauts begin. Without branches, as what follows: see [`first_byte`].
const fn is_calm(byte: u8) -> bool {
    let wide = (byte == 0xc2) | (byte == 0xcc) | (byte.wrapping_sub(0xe1) < 3) | (byte >= 0xee);
    !((byte <= 0x20) | (byte == 0x7f) | wide)
}

/// Whether a word can begin with the byte.
const fn begins_word(byte: u8) -> bool {
    ((byte > 0x20) & (byte < 0x7f)) | (byte == UMLAUT)
}

/// The end of the stretch of words with single blanks between them that begins at `at`: of bytes that a text holds as they
/// are, whatever stands beside them. Neither of white space, other control characters and `mark`s, nor of those with
/// which blanks, characters without width, dashes, bullets and dots of umlauts begin. `after_word` says whether a blank
/// right there stands between two words too.
#[must_use]
pub fn plain_end(text: &str, at: usize, after_word: bool, mark: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    if !after_word && bytes.get(at) == Some(&b' ') {
        return at;
    }
    let held =
        |byte: u8, next: u8| (is_calm(byte) & !mark(byte)) | ((byte == b' ') & begins_word(next));
    while let Some(piece) = bytes[end..].first_chunk::<PIECE>()
        && let Some(next) = bytes[end + 1..].first_chunk::<PIECE>()
    {
        let both = piece.iter().zip(next);
        if !both.fold(true, |all, (byte, next)| all & held(*byte, *next)) {
            break;
        }
        end += PIECE;
    }
    while let Some(byte) = bytes.get(end)
        && held(*byte, bytes.get(end + 1).copied().unwrap_or_default())
    {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What [`plain_end`] says with the marks `*` and `_`, one byte after the other.
    fn slowly(text: &str, at: usize, after_word: bool) -> usize {
        let bytes = text.as_bytes();
        let held = |end: &usize| {
            let word = || {
                let next = text[end + 1..].chars().next();
                next.is_some_and(|c| c.is_ascii_graphic() || ('À'..='ÿ').contains(&c))
            };
            match bytes[*end] {
                b' ' => (*end > at || after_word) && word(),
                b'*' | b'_' | 0..0x20 | 0x7f | 0xc2 | 0xcc | 0xe1..=0xe3 | 0xee.. => false,
                _ => true,
            }
        };
        (at..bytes.len())
            .find(|end| !held(end))
            .unwrap_or(bytes.len())
    }

    #[test]
    fn many_at_a_time_are_as_one_after_the_other() {
        let mark = |byte: u8| (byte == b'*') | (byte == b'_');
        let odd = (0..=char::MAX as u32).step_by(7).filter_map(char::from_u32);
        let odd = ('\0'..='\u{400}').chain(odd.take_while(|c| *c < '\u{30000}'));
        for (at, c) in odd.enumerate() {
            for before in [at % 40, (at + 17) % 33] {
                let words = "Straße zum Rathaus über den Fluss";
                let words: String = words.chars().take(before).collect();
                let text = format!("{words}{c} und noch vieles mehr dahinter{c}");
                for after_word in [false, true] {
                    let found = plain_end(&text, 0, after_word, mark);
                    assert_eq!(found, slowly(&text, 0, after_word), "{text:?}");
                }
            }
        }
    }
}
