//! Earlier addresses, written into the front matter of a paper that has a new one.

use serde_json::{Value, json};

use super::{AmendError, value};
use crate::parse::front_matter;

const KEY: &str = "redirectFrom";

/// The text of a paper's file with one more earlier address; everything else stays as it is. An address that is
/// there already is not added again.
///
/// # Errors
/// [`AmendError`], if it cannot be proven that nothing else changes.
pub fn add_redirect(file_text: &str, from: &str) -> Result<String, AmendError> {
    let text = file_text.strip_prefix('\u{feff}').unwrap_or(file_text);
    let mark = &file_text[..file_text.len() - text.len()];
    let (range, _) = front_matter(text).ok_or(AmendError::NoFrontMatter)?;
    let yaml = &text[range.clone()];
    let mut expected = value(yaml).ok_or(AmendError::Unsure)?;
    let list = expected.entry(KEY).or_insert(Value::Null);
    if list.is_null() {
        *list = json!([]);
    }
    let list = list.as_array_mut().ok_or(AmendError::Unsure)?;
    if list.iter().any(|known| known.as_str() == Some(from)) {
        return Ok(file_text.to_owned());
    }
    list.push(json!(from));
    let amended = written(yaml, from).ok_or(AmendError::Unsure)?;
    if value(&amended) != Some(expected) {
        return Err(AmendError::Unsure);
    }
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let amended = format!("{mark}{before}{amended}{after}");
    let same = front_matter(amended.strip_prefix('\u{feff}').unwrap_or(&amended));
    match same {
        Some((_, body)) if amended[mark.len() + body..] == *after_marker(after) => Ok(amended),
        _ => Err(AmendError::Unsure),
    }
}

/// The line that an author can paste into a front matter.
#[must_use]
pub fn redirect_snippet(from: &str) -> String {
    format!("{KEY}: [{from}]\n")
}

/// What follows the line that ends a front matter.
fn after_marker(after: &str) -> &str {
    after.find('\n').map_or("", |at| &after[at + 1..])
}

/// The YAML with the address, in the style that is there.
fn written(yaml: &str, from: &str) -> Option<String> {
    let end = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(rest) = line
            .strip_prefix(KEY)
            .and_then(|rest| rest.strip_prefix(':'))
        else {
            continue;
        };
        let inner = rest.trim();
        if inner.is_empty() {
            let next = yaml[at..].lines().next().unwrap_or_default();
            let indent = &next[..next.len() - next.trim_start_matches(' ').len()];
            let is_item = next[indent.len()..].starts_with("- ");
            let indent = if is_item { indent } else { "  " };
            let mut last = at;
            for item in yaml[at..].split_inclusive('\n') {
                if !is_item || !item.starts_with(&format!("{indent}- ")) {
                    break;
                }
                last += item.len();
            }
            return Some(format!(
                "{}{indent}- {from}{end}{}",
                &yaml[..last],
                &yaml[last..]
            ));
        }
        let close = start + line.rfind(']')?;
        let items = yaml[start..close].split_once('[')?.1.trim();
        let comma = if items.is_empty() { "" } else { ", " };
        return Some(format!("{}{comma}{from}{}", &yaml[..close], &yaml[close..]));
    }
    let gap = if yaml.is_empty() || yaml.ends_with('\n') {
        ""
    } else {
        end
    };
    Some(format!(
        "{yaml}{gap}{}",
        redirect_snippet(from).replace('\n', end)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amended(front: &str) -> Result<String, AmendError> {
        let text = add_redirect(&format!("---\n{front}\n---\nText\n"), "/alt/")?;
        let inner = text.strip_prefix("---\n").expect("front matter");
        Ok(inner
            .strip_suffix("\n---\nText\n")
            .expect("text")
            .to_owned())
    }

    #[test]
    fn addresses_join_those_that_are_there() {
        let cases = [
            ("name: A", "name: A\nredirectFrom: [/alt/]"),
            (
                "redirectFrom: [/x/] # früher\nname: A",
                "redirectFrom: [/x/, /alt/] # früher\nname: A",
            ),
            (
                "redirectFrom: []\nname: A",
                "redirectFrom: [/alt/]\nname: A",
            ),
            (
                "redirectFrom:\n  - /x/\nname: A",
                "redirectFrom:\n  - /x/\n  - /alt/\nname: A",
            ),
            (
                "redirectFrom:\n- /x/\nname: A",
                "redirectFrom:\n- /x/\n- /alt/\nname: A",
            ),
            (
                "name: A\nredirectFrom: [/alt/]",
                "name: A\nredirectFrom: [/alt/]",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(amended(before).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn what_is_not_sure_is_left_to_the_author() {
        for odd in [
            "{name: A}",
            "name: A\nredirectFrom: /x/",
            "name: A\nredirectFrom:\n  [\n  /x/\n  ]",
        ] {
            assert_eq!(amended(odd), Err(AmendError::Unsure), "{odd}");
        }
    }
}
