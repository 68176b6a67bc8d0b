//! JSON as servers write it: also with line ends and other control characters that stand bare in texts. Pure.

use std::borrow::Cow;

use serde_json::Value;

/// The documents of a text: one, or one a line.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, String> {
    read(text).or_else(|error| match escaped(text) {
        Cow::Owned(text) => read(&text),
        Cow::Borrowed(_) => Err(error),
    })
}

/// The one document of an answer.
pub(super) fn document(text: &str) -> Result<Value, String> {
    let first = documents(text)?.into_iter().next();
    first.ok_or_else(|| "nothing".to_owned())
}

fn read(text: &str) -> Result<Vec<Value>, String> {
    let all = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    all.map(|value| value.map_err(|error| error.to_string()))
        .collect()
}

/// Control characters in strings as JSON wants them.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let (mut in_string, mut escape) = (false, false);
    for c in text.chars() {
        if in_string && c < ' ' {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
            escape = false;
            continue;
        }
        if c == '"' && !escape {
            in_string = !in_string;
        }
        escape = in_string && c == '\\' && !escape;
        out.push(c);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bare_control_characters_are_read() {
        let read = documents("{\"a\": \"x\ty\r\nz\\\"\u{1}\"}\n[1]\n");
        assert_eq!(read, Ok(vec![json!({"a": "x\ty\r\nz\"\u{1}"}), json!([1])]));
        assert!(documents("<html>").is_err() && documents("{\"a\": ").is_err());
    }
}
