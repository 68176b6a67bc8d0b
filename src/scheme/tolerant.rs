//! Patterns that take the blanks which people put around slashes and dashes: `2021 / 0117`.

/// `pattern` with an optional blank on both sides of every slash, and of every dash that is not part of
/// a version (`VO/2023/12571 - 10 Stellen` is no version 10). Classes and escapes stay as they are.
pub(super) fn tolerant(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut chars = pattern.char_indices();
    let mut in_class = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next().map(|(_, escaped)| escaped));
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                out.push_str(" ?/ ?");
                continue;
            }
            '-' if !in_class && !near_version(pattern, at) => {
                out.push_str(" ?- ?");
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Whether a part called `version` begins right before or after byte `at`.
fn near_version(pattern: &str, at: usize) -> bool {
    let from = pattern.floor_char_boundary(at.saturating_sub(14));
    let to = pattern.ceil_char_boundary((at + 14).min(pattern.len()));
    pattern[from..to].contains("<version>")
}

#[cfg(test)]
mod tests {
    use super::tolerant;

    #[test]
    fn blanks_may_stand_around_slashes_and_dashes() {
        assert_eq!(tolerant(r"[0-9/]{4}/V"), r"[0-9/]{4} ?/ ?V");
        assert_eq!(tolerant(r"[A-Z]-[0-9]"), r"[A-Z] ?- ?[0-9]");
        assert_eq!(
            tolerant(r"\/(?:-(?<version>[0-9]))?"),
            r"\/(?:-(?<version>[0-9]))?"
        );
    }
}
