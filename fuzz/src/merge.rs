//! Two JSON texts, a line each: what is there, and the patch or what is wanted.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Error, diff, merge};
use serde_json::{Value, json};

use super::oracle;

/// Judges the merge and the diff against RFC 7396.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some((first, second)) = text.split_once('\n') else {
        return;
    };
    // The oracle recurses; what nests far beyond the limit has tests of its own.
    if ![first, second].into_iter().all(oracle::is_json)
        || oracle::depth(first).max(oracle::depth(second)) > MAX_DEPTH + 20
    {
        return;
    }
    let (Some(current), Some(other)) = (oracle::value(first), oracle::value(second)) else {
        return;
    };
    let too_deep = oracle::depth(first).max(oracle::depth(second)) > MAX_DEPTH;
    merges(&current, &other, too_deep);
    differs(&current, &other, too_deep);
}

fn merges(target: &Value, patch: &Value, too_deep: bool) {
    let mut result = target.clone();
    match merge(&mut result, patch) {
        Ok(()) => {
            let expected = oracle::merged(Some(target.clone()), patch);
            // As texts, to see the order of the keys and the digits of the numbers.
            assert_eq!(result.to_string(), expected.to_string());
            let once = result.to_string();
            merge(&mut result, patch).expect("the depth is that of before");
            assert_eq!(result.to_string(), once, "twice is not once");
        }
        Err(error) => {
            // A repeated key may have hidden what is too deep, so this holds in one direction.
            assert!(too_deep, "{error:?}");
            assert_eq!(
                result.to_string(),
                target.to_string(),
                "refused, and yet changed"
            );
        }
    }
}

fn differs(current: &Value, desired: &Value, too_deep: bool) {
    match diff(current, desired) {
        Ok(patch) => {
            let mut result = current.clone();
            merge(&mut result, &patch).expect("a patch no deeper than the two");
            assert_eq!(&result, desired, "{patch}");
            if current == desired && desired.is_object() {
                assert_eq!(patch, json!({}));
            }
            assert_eq!(oracle::merged(Some(current.clone()), &patch), *desired);
        }
        Err(Error::TooDeep { .. }) => assert!(too_deep),
        Err(Error::InvalidParams { .. }) => assert!(holds_null(desired)),
        Err(error) => panic!("{error:?}"),
    }
}

/// Whether a member of an object, at any depth but in an array, is `null`.
fn holds_null(value: &Value) -> bool {
    value.as_object().is_some_and(|members| {
        let mut values = members.values();
        values.any(|value| value.is_null() || holds_null(value))
    })
}
