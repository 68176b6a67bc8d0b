//! Texts as YAML writes them: plain where it may, in double quotes where it must.

/// Words that YAML 1.1 or 1.2 takes for something else than text.
const WORDS: [&str; 15] = [
    "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".inf", ".nan",
    "nan",
];

/// `text` as one YAML scalar on one line; `flow` if it stands within `[…]` or `{…}`.
pub(crate) fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_plain(text: &str, flow: bool) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().all(is_visible)
        && !starts_like_syntax(text)
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !(flow && is_hard_within_brackets(text))
        && !is_word(text)
        && !is_number(text)
        && !is_date(text)
}

/// Readers of YAML 1.1 stumble over more than those of 1.2 within `[…]` and `{…}`.
fn is_hard_within_brackets(text: &str) -> bool {
    text.starts_with([':', '-']) || text.contains([',', '[', ']', '{', '}', '?'])
}

/// A mark with which YAML begins something else than a plain text.
fn starts_like_syntax(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        // A dash is one before a blank only; `-5 °C` may stay as it is.
        Some('-' | '?' | ':') => chars.next().is_none_or(char::is_whitespace),
        Some(first) => ",[]{}#&*!|>'\"%@`".contains(first),
        None => true,
    }
}

fn is_word(text: &str) -> bool {
    WORDS.contains(&text.to_ascii_lowercase().trim_start_matches(['+', '-']))
}

/// Integers, decimals and times of YAML 1.1 and 1.2: `560`, `12.34`, `1_000`, `12:30`, `1e5`, `0x1f`.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | ':');
    let other_base = ["0x", "0o", "0b", "0X", "0O", "0B"]
        .iter()
        .filter_map(|base| text.strip_prefix(base))
        .any(|rest| rest.chars().all(|c| c.is_ascii_hexdigit() || c == '_'));
    let decimal = text.chars().all(digits) && text.matches('.').count() < 2;
    decimal || other_base || text.replace('_', "").parse::<f64>().is_ok()
}

/// Days and instants of YAML 1.1: `2024-04-17`, `2024-04-17T10:00:00Z`.
fn is_date(text: &str) -> bool {
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (day, time) = match rest.find(['T', 't', ' ']) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    let clock = |c: char| c.is_ascii_digit() || " Tt:.+-Zz".contains(c);
    year.len() == 4
        && digits(year, 4)
        && digits(month, 2)
        && digits(day, 2)
        && time.chars().all(clock)
}

/// Whether a character may stand in a plain text and be seen there.
fn is_visible(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') && !is_noncharacter(c)
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_visible(c) => quoted.push(c),
            c if (c as u32) < 0x1_0000 => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push_str(&format!("\\U{:08X}", c as u32)),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::quietly;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn numbers_of_councils_stand_as_they_are() {
        let plain = [
            "560/2022",
            "2022/0373",
            "21/0219",
            "0845/2017",
            "AN/0748/2017",
            "20-26 / A 04283",
            "20-V-05-0012",
            "VII-A-07860-NF-04",
            "G-17/074",
            "21-1967",
            "22-1940.01",
            "17/13 032",
            "V-Co00041/21",
            "musterstadt/beschluss-radweg",
            "DHH/2023/4153",
            "26.02.2004",
            "https://ris.musterstadt.example/34?x=1&y=2",
            "„Der Antrag wird umgesetzt.“",
            "Änderung (§\u{a0}5), 50 % – so war’s",
            "-5 °C",
            "... und so weiter",
            "Beschluss#3",
            "2024-04-17 beschlossen",
        ];
        for text in plain {
            assert_eq!(scalar(text, false), text);
        }
    }

    #[test]
    fn what_yaml_takes_for_something_else_is_quoted() {
        let quoted = [
            "",
            " ",
            "560",
            "0123",
            "-5",
            "12.34",
            ".5",
            "1_000",
            "12:30",
            "1e5",
            "0x1f",
            "0o17",
            "no",
            "Nein: so",
            "YES",
            "~",
            "null",
            ".NaN",
            "-.inf",
            "=",
            "<<",
            "2024-04-17",
            "2024-4-1",
            "2024-04-17T10:00:00Z",
            "2024-04-17 10:00:00",
            "DS 12/2020: x",
            "Ende:",
            "DS 12/2020 # 3",
            "# 3",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "- a",
            "-",
            "? a",
            "[a]",
            "{a}",
            ", a",
            "'a'",
            "\"a\"",
            "a\tb",
            "a ",
            "\u{a0}a",
            "a\nb",
            "a\u{feff}b",
        ];
        for text in quoted {
            let written = scalar(text, false);
            assert!(written.starts_with('"'), "{text:?} as {written}");
            assert!(!written.contains('\n'));
        }
        assert_eq!(
            scalar("er sagte \"a\\b\"\n: c", false),
            "\"er sagte \\\"a\\\\b\\\"\\n: c\""
        );
    }

    #[test]
    fn lists_on_one_line_need_quotes_for_more() {
        assert_eq!(scalar("a, b", false), "a, b");
        assert_eq!(scalar("a, b", true), "\"a, b\"");
        assert_eq!(scalar("a [1]", true), "\"a [1]\"");
        assert_eq!(scalar("Ja?", false), "Ja?");
        assert_eq!(scalar("Ja?", true), "\"Ja?\"");
    }

    /// What no content file can hold, quoted or not (`text::is_printable` keeps it out).
    fn readable(text: &str) -> bool {
        text.chars()
            .all(|c| c == '\t' || c == '\n' || !c.is_control())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2_000), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_is_what_is_read(text in prop_oneof![
            "[-+:?#&*!|>'\"%@` ,\\[\\]{}0-9a-zäß.~_/=<\\\\\t\n]{0,12}",
            "[0-9:._+eExXoTZ -]{0,12}",
            "\\PC{0,20}",
            any::<String>(),
        ]) {
            prop_assume!(readable(&text));
            let block = format!("x:\n  - a: {}\n", scalar(&text, false));
            let flow = format!("x: [{{a: {}, b: c}}]\n", scalar(&text, true));
            prop_assert_eq!(quietly::<Value>(&block), Some(json!({"x": [{"a": text}]})), "{}", block);
            prop_assert_eq!(quietly::<Value>(&flow), Some(json!({"x": [{"a": text, "b": "c"}]})), "{}", flow);
        }
    }
}
