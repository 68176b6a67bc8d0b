//! Stretches of text that are taken as they are.

/// The byte that umlauts and ß begin with.
const UMLAUT: u8 = 0xc3;

/// Bytes that a text holds as they are, whatever stands beside them.
pub struct Plain([bool; 256]);

impl Plain {
    /// All bytes but white space, other control characters, `marks`, and those with which blanks, characters without
    /// width, dashes, bullets and dots of umlauts begin.
    #[must_use]
    pub const fn but(marks: &[u8]) -> Self {
        let mut plain = [true; 256];
        let mut byte = 0;
        while byte < 256 {
            plain[byte] = !matches!(byte, 0..=0x20 | 0x7f | 0xc2 | 0xcc | 0xe1..=0xe3 | 0xee..);
            byte += 1;
        }
        let mut at = 0;
        while at < marks.len() {
            plain[marks[at] as usize] = false;
            at += 1;
        }
        Self(plain)
    }

    /// The end of the stretch of words with single blanks between them that begins at `at`. `after_word` says
    /// whether a blank right there stands between two words too.
    #[must_use]
    pub fn end(&self, text: &str, at: usize, after_word: bool) -> usize {
        let bytes = text.as_bytes();
        let mut end = at;
        while let Some(byte) = bytes.get(end) {
            let next = bytes.get(end + 1);
            let between = *byte == b' '
                && (end > at || after_word)
                && next.is_some_and(|next| next.is_ascii_graphic() || *next == UMLAUT);
            if !(between || self.0[usize::from(*byte)]) {
                break;
            }
            end += 1;
        }
        end
    }
}
