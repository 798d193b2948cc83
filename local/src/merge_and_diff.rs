//! What a patch makes of metadata, and the patch between two states of it: from text to text, as the
//! endpoint itself merges.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Error, diff, merge};
use serde_json::Value;

use crate::json::{self, Unreadable};

/// What the endpoint would store where `current` is stored and `patch` is sent.
///
/// # Errors
/// [`Error`] where one of the two is no object, or nests too deep.
pub fn merged(current: &str, patch: &str) -> Result<String, Error> {
    let mut target = object("current", current)?;
    merge(&mut target, &object("patch", patch)?)?;
    Ok(json::metadata_text(target.to_string()))
}

/// The smallest patch that makes `desired` of `current`.
///
/// # Errors
/// [`Error`] where one of the two is no object, nests too deep, or where `desired` holds a `null`
/// that a patch cannot set.
pub fn difference(current: &str, desired: &str) -> Result<String, Error> {
    let (current, desired) = (object("current", current)?, object("desired", desired)?);
    match diff(&current, &desired) {
        Ok(patch) => Ok(json::metadata_text(patch.to_string())),
        Err(Error::InvalidParams { path, reason }) => Err(Error::InvalidParams {
            path: json::metadata_text(path),
            reason,
        }),
        Err(error) => Err(error),
    }
}

fn object(name: &str, text: &str) -> Result<Value, Error> {
    match json::parse_metadata(text, MAX_DEPTH) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Err(Unreadable::TooDeep) => Err(Error::TooDeep { limit: MAX_DEPTH }),
        _ => Err(Error::InvalidParams {
            path: name.to_owned(),
            reason: String::from("it must be an object, as a metadata field is."),
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_merge_and_the_way_back_keep_every_digit_and_the_order_of_keys() {
        let current = r#"{"b":{"x":1.0,"y":12345678901234567890},"a":[1,null]}"#;
        let patch = r#"{"b":{"x":null,"z":1e400},"a":[]}"#;
        let result = merged(current, patch).unwrap();
        assert_eq!(
            result,
            r#"{"b":{"y":12345678901234567890,"z":1e+400},"a":[]}"#
        );
        assert_eq!(
            difference(&result, current).unwrap(),
            r#"{"b":{"z":null,"x":1.0},"a":[1,null]}"#
        );
    }

    #[test]
    fn halves_of_surrogate_pairs_are_kept_and_compared() {
        let current = r#"{"\ud83d":{"a":"\ud83d\ude42"},"b":"\udc00"}"#;
        let result = merged(current, r#"{"\ud83d":{"c":["\ud83dx"]}}"#).unwrap();
        assert_eq!(
            result,
            r#"{"\ud83d":{"a":"🙂","c":["\ud83dx"]},"b":"\udc00"}"#
        );
        assert_eq!(difference(&result, &result).unwrap(), "{}");
        assert_eq!(
            difference(&result, r#"{"b":"\udc01"}"#).unwrap(),
            r#"{"\ud83d":null,"b":"\udc01"}"#
        );
        let error = difference("{}", r#"{"\ud83d":null}"#).unwrap_err();
        assert_eq!(error.path(), Some(r#"["\ud83d"]"#));
    }

    #[test]
    fn what_is_no_object_is_refused_by_name() {
        for wrong in ["[]", "null", "1", "", "{"] {
            let error = merged("{}", wrong).unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("invalid_params", Some("patch"))
            );
            let error = difference(wrong, "{}").unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("invalid_params", Some("current"))
            );
        }
    }

    #[test]
    fn too_deep_and_a_null_to_be_set_are_refused() {
        let deep = format!(
            "{{\"a\":{}{}}}",
            "[".repeat(MAX_DEPTH),
            "]".repeat(MAX_DEPTH)
        );
        assert_eq!(merged("{}", &deep).unwrap_err().code(), "too_deep");
        let error = difference("{}", r#"{"plan":{"seats":null}}"#).unwrap_err();
        assert_eq!(error.path(), Some("plan.seats"));
    }
}
