//! Two JSON texts, one per line: the current metadata, and the patch or the desired metadata.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Error, diff, merge};
use serde_json::{Value, json};

use super::{oracle, rfc7396};

/// Checks the merge and the diff against RFC 7396.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Some((first, second)) = text.split_once('\n') else {
        return;
    };
    // The oracle is recursive. Deeper nesting is covered by other tests.
    if ![first, second].into_iter().all(oracle::is_json)
        || oracle::depth(first).max(oracle::depth(second)) > MAX_DEPTH + 20
    {
        return;
    }
    let (Some(current), Some(other)) = (oracle::value(first), oracle::value(second)) else {
        return;
    };
    let too_deep = oracle::depth(first).max(oracle::depth(second)) > MAX_DEPTH;
    check_merge(&current, &other, too_deep);
    check_diff(&current, &other, too_deep);
}

fn check_merge(target: &Value, patch: &Value, too_deep: bool) {
    let mut result = target.clone();
    match merge(&mut result, patch) {
        Ok(()) => {
            let expected = rfc7396::merged(Some(target.clone()), patch);
            // Compared as text, which includes the order of keys and the digits of numbers.
            assert_eq!(result.to_string(), expected.to_string());
            let once = result.to_string();
            merge(&mut result, patch).expect("the depth has not changed");
            assert_eq!(
                result.to_string(),
                once,
                "merging twice differs from merging once"
            );
        }
        Err(error) => {
            // The converse does not hold: the value that is too deep may belong to an overwritten duplicate key.
            assert!(too_deep, "{error:?}");
            assert_eq!(
                result.to_string(),
                target.to_string(),
                "a rejected patch changed the target"
            );
        }
    }
}

fn check_diff(current: &Value, desired: &Value, too_deep: bool) {
    match diff(current, desired) {
        Ok(patch) => {
            let mut result = current.clone();
            merge(&mut result, &patch).expect("the patch is no deeper than its inputs");
            assert_eq!(&result, desired, "{patch}");
            if current == desired && desired.is_object() {
                assert_eq!(patch, json!({}));
            }
            assert_eq!(rfc7396::merged(Some(current.clone()), &patch), *desired);
        }
        Err(Error::TooDeep { .. }) => assert!(too_deep),
        Err(Error::InvalidParams { .. }) => assert!(contains_null(desired)),
        Err(error) => panic!("{error:?}"),
    }
}

/// Whether any member of an object is `null`, at any depth outside of arrays.
fn contains_null(value: &Value) -> bool {
    value.as_object().is_some_and(|members| {
        let mut values = members.values();
        values.any(|value| value.is_null() || contains_null(value))
    })
}
