//! From byte offsets to lines and columns.

/// Line starts of a text.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after).collect(),
        }
    }

    /// Line and column of a byte offset, both from 1; columns count characters. Offsets beyond the
    /// end give the end; offsets inside a character give that character.
    #[must_use]
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// Byte offset at which a line (from 1) begins; the text's end if there is no such line.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at));
        start.copied().unwrap_or(self.text.len())
    }

    /// The text of a line (from 1), without its end; empty if there is no such line.
    #[must_use]
    pub fn line(&self, line: usize) -> &'a str {
        let Some(&start) = line.checked_sub(1).and_then(|i| self.starts.get(i)) else {
            return "";
        };
        self.text[start..].lines().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let lines = Lines::new("äb\ncd\r\n");
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(1), (1, 1), "inside ä");
        assert_eq!(lines.position(3), (1, 3));
        assert_eq!(lines.position(4), (2, 1));
        assert_eq!(lines.position(99), (3, 1));
        assert_eq!(
            (lines.line(1), lines.line(2), lines.line(9)),
            ("äb", "cd", "")
        );
    }
}
