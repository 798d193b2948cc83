//! The patch between two states of metadata.

use crate::support::{Nulls, cases, fixture, nested_array, nested_object, text, with_small_stack};
use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::metadata::depth;
use clerk_metadata::core::{Error, diff, merge};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn fixtures() {
    for case in cases(&fixture("diff.json")) {
        let (current, desired) = (&case["current"], &case["desired"]);
        match (diff(current, desired), case.get("error")) {
            (Ok(patch), None) => {
                assert_eq!(patch, case["patch"], "{}", case["name"]);
                let mut result = current.clone();
                merge(&mut result, &patch).unwrap();
                assert_eq!(&result, desired, "{}", case["name"]);
            }
            (Err(error), Some(expected)) => {
                assert_eq!(error.code(), text(expected, "code"), "{}", case["name"]);
                assert_eq!(
                    error.path(),
                    Some(text(expected, "path")),
                    "{}",
                    case["name"]
                );
            }
            (outcome, _) => panic!("{}: {outcome:?}", case["name"]),
        }
    }
}

#[test]
fn numbers_with_different_text_are_different() {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    for (current, desired) in [
        ("1", "1.0"),
        ("0", "-0"),
        ("100", "1e2"),
        ("9007199254740992", "9007199254740993"),
    ] {
        let patch = diff(
            &json!({ "a": value(current) }),
            &json!({ "a": value(desired) }),
        )
        .unwrap();
        let desired = value(desired);
        assert_eq!(patch.to_string(), format!(r#"{{"a":{desired}}}"#));
    }
}

#[test]
fn the_error_for_null_says_what_to_do() {
    let error = diff(&json!({}), &json!({ "plan": { "seats": null } })).unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("plan.seats: a patch cannot set null"),
        "{message}"
    );
    assert!(!clerk_metadata::core::call::retry::is_retryable(&error));
}

fn is_object_with_null(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .values()
            .any(|value| value.is_null() || is_object_with_null(value)),
        _ => false,
    }
}

/// Every patch with one member removed, at any level.
fn patches_with_one_member_removed(patch: &Value) -> Vec<Value> {
    let Value::Object(members) = patch else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in members {
        let mut without = members.clone();
        without.shift_remove(key);
        found.push(Value::Object(without));
        for inner in patches_with_one_member_removed(value) {
            let mut with_less = members.clone();
            with_less.insert(key.clone(), inner);
            found.push(Value::Object(with_less));
        }
    }
    found
}

proptest! {
    #[test]
    fn merging_the_patch_gives_the_desired_metadata(
        current in crate::support::json(Nulls::Anywhere),
        desired in crate::support::json(Nulls::InArrays),
    ) {
        let patch = diff(&current, &desired).unwrap();
        let mut result = current;
        merge(&mut result, &patch).unwrap();
        prop_assert_eq!(result, desired);
    }

    #[test]
    fn the_patch_is_exact_or_an_error(
        current in crate::support::json(Nulls::Anywhere),
        desired in crate::support::json(Nulls::Anywhere),
    ) {
        match diff(&current, &desired) {
            Ok(patch) => {
                let mut result = current;
                merge(&mut result, &patch).unwrap();
                prop_assert_eq!(result, desired);
            }
            Err(Error::InvalidParams { .. }) => prop_assert!(is_object_with_null(&desired)),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn the_patch_of_equal_objects_is_empty(value in crate::support::object(Nulls::Anywhere)) {
        prop_assert_eq!(diff(&value, &value).unwrap(), json!({}));
    }

    #[test]
    fn no_smaller_patch_exists(
        current in crate::support::object(Nulls::Anywhere),
        desired in crate::support::object(Nulls::InArrays),
    ) {
        for patch in patches_with_one_member_removed(&diff(&current, &desired).unwrap()) {
            let mut result = current.clone();
            merge(&mut result, &patch).unwrap();
            prop_assert_ne!(&result, &desired);
        }
    }
}

#[test]
fn the_maximum_depth_is_accepted() {
    with_small_stack(|| {
        let deep = nested_object(MAX_DEPTH);
        assert_eq!(diff(&json!({}), &deep), Ok(deep.clone()));
        assert_eq!(diff(&deep, &deep), Ok(json!({})));
        assert_eq!(diff(&deep, &json!({})), Ok(json!({ "a": null })));
        let deep = nested_array(MAX_DEPTH);
        assert_eq!(diff(&json!({}), &deep), Ok(deep));
    });
}

#[test]
fn a_greater_depth_is_an_error_on_either_side() {
    with_small_stack(|| {
        for levels in [MAX_DEPTH + 1, 100_000] {
            for deep in [nested_object(levels), nested_array(levels)] {
                let error = Err(Error::TooDeep { limit: MAX_DEPTH });
                assert_eq!(diff(&json!({}), &deep), error);
                assert_eq!(diff(&deep, &json!({})), error);
                assert_eq!(diff(&deep, &deep), error);
                depth::dismantle(deep);
            }
        }
    });
}
