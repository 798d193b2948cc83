//! Merges a patch into metadata, and computes the patch between two states of it, from JSON text to JSON
//! text, exactly as the endpoint merges.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Error, diff, merge};
use serde_json::Value;

use crate::json::{self, ParseError};

/// The metadata that the endpoint stores if `current` is stored and `patch` is sent.
///
/// # Errors
/// [`Error`] if either text is not an object or is nested too deep.
pub fn merge_text(current: &str, patch: &str) -> Result<String, Error> {
    let mut target = parse_object("current", current)?;
    merge(&mut target, &parse_object("patch", patch)?)?;
    Ok(json::metadata_text(target.to_string()))
}

/// The smallest patch that changes `current` into `desired`.
///
/// # Errors
/// [`Error`] if either text is not an object or is nested too deep, or if `desired` contains a `null`
/// that a patch cannot set.
pub fn diff_text(current: &str, desired: &str) -> Result<String, Error> {
    let (current, desired) = (
        parse_object("current", current)?,
        parse_object("desired", desired)?,
    );
    match diff(&current, &desired) {
        Ok(patch) => Ok(json::metadata_text(patch.to_string())),
        Err(Error::InvalidParams { path, reason }) => Err(Error::InvalidParams {
            path: json::metadata_text(path),
            reason,
        }),
        Err(error) => Err(error),
    }
}

fn parse_object(name: &str, text: &str) -> Result<Value, Error> {
    match json::parse_metadata(text, MAX_DEPTH) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Err(ParseError::TooDeep) => Err(Error::TooDeep { limit: MAX_DEPTH }),
        _ => Err(Error::InvalidParams {
            path: name.to_owned(),
            reason: String::from("it must be an object, like a metadata field."),
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn merge_and_diff_keep_digits_and_key_order() {
        let current = r#"{"b":{"x":1.0,"y":12345678901234567890},"a":[1,null]}"#;
        let patch = r#"{"b":{"x":null,"z":1e400},"a":[]}"#;
        let result = merge_text(current, patch).unwrap();
        assert_eq!(
            result,
            r#"{"b":{"y":12345678901234567890,"z":1e+400},"a":[]}"#
        );
        assert_eq!(
            diff_text(&result, current).unwrap(),
            r#"{"b":{"z":null,"x":1.0},"a":[1,null]}"#
        );
    }

    #[test]
    fn lone_surrogates_are_kept_and_compared() {
        let current = r#"{"\ud83d":{"a":"\ud83d\ude42"},"b":"\udc00"}"#;
        let result = merge_text(current, r#"{"\ud83d":{"c":["\ud83dx"]}}"#).unwrap();
        assert_eq!(
            result,
            r#"{"\ud83d":{"a":"🙂","c":["\ud83dx"]},"b":"\udc00"}"#
        );
        assert_eq!(diff_text(&result, &result).unwrap(), "{}");
        assert_eq!(
            diff_text(&result, r#"{"b":"\udc01"}"#).unwrap(),
            r#"{"\ud83d":null,"b":"\udc01"}"#
        );
        let error = diff_text("{}", r#"{"\ud83d":null}"#).unwrap_err();
        assert_eq!(error.path(), Some(r#"["\ud83d"]"#));
    }

    #[test]
    fn inputs_that_are_not_objects_are_rejected_by_name() {
        for input in ["[]", "null", "1", "", "{"] {
            let error = merge_text("{}", input).unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("invalid_params", Some("patch"))
            );
            let error = diff_text(input, "{}").unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("invalid_params", Some("current"))
            );
        }
    }

    #[test]
    fn too_deep_input_and_a_null_to_set_are_rejected() {
        let deep = format!(
            "{{\"a\":{}{}}}",
            "[".repeat(MAX_DEPTH),
            "]".repeat(MAX_DEPTH)
        );
        assert_eq!(merge_text("{}", &deep).unwrap_err().code(), "too_deep");
        let error = diff_text("{}", r#"{"plan":{"seats":null}}"#).unwrap_err();
        assert_eq!(error.path(), Some("plan.seats"));
    }
}
