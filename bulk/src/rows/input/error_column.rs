//! A failed row in the format of the input, with the column or the key `_error`.

use clerk_metadata::core::json;

use crate::value::same_key;

/// A CSV record with an error. `column`: that of `_error`, if the record has one.
#[must_use]
pub fn csv(record: &str, column: Option<usize>, error: &str) -> String {
    let mut out = String::with_capacity(record.len() + error.len() + 3);
    let cell = format!("\"{}\"", error.replace('"', "\"\""));
    match column {
        None => {
            out.push_str(record);
            out.push(',');
            out.push_str(&cell);
        }
        Some(column) => {
            for (index, text) in raw_cells(record).enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(if index == column { &cell } else { text });
            }
        }
    }
    out
}

/// The cells with their quotes.
fn raw_cells(record: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    record.split(move |char| {
        is_quoted ^= char == '"';
        char == ',' && !is_quoted
    })
}

/// The text of a JSON object with an error in its last member. A text that is not an object is returned as it is.
#[must_use]
pub fn ndjson(row: &str, error: &str) -> String {
    let mut out = String::from("{");
    let copied = json::members(row, &mut |key, value| {
        if same_key(key, "_error") {
            return;
        }
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        out.push_str(value);
        out.push(',');
    });
    if copied.is_err() || !row.trim_start().starts_with('{') {
        return row.to_owned();
    }
    out.push_str("\"_error\":");
    json::push_string(&mut out, error);
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_or_replaces_the_error() {
        assert_eq!(
            csv(r#"1,"a,""b""#, None, "no \"x\""),
            r#"1,"a,""b","no ""x""""#
        );
        assert_eq!(csv(r#""a,b",old,1"#, Some(1), "new"), r#""a,b","new",1"#);
        assert_eq!(
            ndjson(r#"{ "id":"1", "_error": "old", "n":{"a": 1.50} }"#, "new"),
            r#"{"id":"1","n":{"a": 1.50},"_error":"new"}"#
        );
        assert_eq!(ndjson("{}", "x"), r#"{"_error":"x"}"#);
        assert_eq!(ndjson("[1]", "x"), "[1]");
    }
}
