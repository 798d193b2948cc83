//! Merging a patch into metadata.

use crate::rfc7396;
use crate::support::{Nulls, cases, fixture, nested_array, nested_object, text, with_small_stack};
use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::metadata::depth;
use clerk_metadata::core::{Error, merge};
use proptest::prelude::*;
use serde_json::{Value, json};

fn merged(mut target: Value, patch: Value) -> Value {
    merge(&mut target, &patch).unwrap();
    target
}

#[test]
fn fixtures() {
    for case in cases(&fixture("merge.json")) {
        let result = merged(case["target"].clone(), case["patch"].clone());
        // Compared as text, which includes the order of keys.
        assert_eq!(
            result.to_string(),
            case["result"].to_string(),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn text_fixtures() {
    for case in cases(&fixture("merge_text.json")) {
        let value = |name| serde_json::from_str(text(case, name)).unwrap();
        let result = merged(value("target"), value("patch"));
        assert_eq!(result.to_string(), text(case, "result"), "{}", case["name"]);
    }
}

#[test]
fn the_fixtures_include_all_of_appendix_a() {
    let fixture = fixture("merge.json");
    let names = cases(&fixture).iter().map(|case| text(case, "name"));
    let appendix = names.filter(|name| name.starts_with("RFC 7396 appendix A, "));
    assert_eq!(appendix.count(), 15);
}

/// A value without the object members that are `null`: the result of merging it into an empty object.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect(),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn the_result_equals_that_of_the_rfc(target in crate::support::json(Nulls::Anywhere), patch in crate::support::json(Nulls::Anywhere)) {
        let expected = rfc7396::merged(Some(target.clone()), &patch);
        prop_assert_eq!(merged(target, patch).to_string(), expected.to_string());
    }

    #[test]
    fn merging_twice_equals_merging_once(target in crate::support::json(Nulls::Anywhere), patch in crate::support::json(Nulls::Anywhere)) {
        let once = merged(target, patch.clone());
        prop_assert_eq!(merged(once.clone(), patch).to_string(), once.to_string());
    }

    #[test]
    fn an_empty_patch_changes_nothing(target in crate::support::object(Nulls::Anywhere)) {
        prop_assert_eq!(merged(target.clone(), json!({})).to_string(), target.to_string());
    }

    #[test]
    fn merging_into_an_empty_object_gives_the_patch_without_its_nulls(patch in crate::support::object(Nulls::Anywhere)) {
        prop_assert_eq!(merged(json!({}), patch.clone()).to_string(), without_nulls(&patch).to_string());
    }
}

#[test]
fn the_maximum_depth_is_accepted() {
    with_small_stack(|| {
        let mut target = nested_object(MAX_DEPTH);
        merge(&mut target, &nested_object(MAX_DEPTH)).unwrap();
        assert_eq!(target, nested_object(MAX_DEPTH));
        merge(&mut target, &nested_array(MAX_DEPTH)).unwrap();
        assert_eq!(target, nested_array(MAX_DEPTH));
    });
}

#[test]
fn empty_containers_count_as_a_level() {
    let too_deep = |innermost: Value| {
        let patch = (0..MAX_DEPTH).fold(innermost, |inner, _| json!({ "a": inner }));
        merge(&mut json!({}), &patch)
    };
    assert_eq!(too_deep(json!(1)), Ok(()));
    assert_eq!(
        too_deep(json!({})),
        Err(Error::TooDeep { limit: MAX_DEPTH })
    );
    assert_eq!(
        too_deep(json!([])),
        Err(Error::TooDeep { limit: MAX_DEPTH })
    );
}

#[test]
fn a_rejected_patch_changes_nothing() {
    with_small_stack(|| {
        for levels in [MAX_DEPTH, 100_000] {
            for deep in [nested_object(levels), nested_array(levels)] {
                let mut target = json!({ "first": 1, "kept": { "b": 2 } });
                let before = target.to_string();
                // The members before the invalid value are not merged either.
                let mut patch = json!({ "first": 9, "kept": null });
                patch["deep"] = deep;
                let error = merge(&mut target, &patch).unwrap_err();
                assert_eq!(error, Error::TooDeep { limit: MAX_DEPTH });
                assert_eq!(target.to_string(), before);
                depth::dismantle(patch);
            }
        }
    });
}

#[test]
fn a_target_that_is_too_deep_is_rejected_and_unchanged() {
    with_small_stack(|| {
        for patch in [json!({ "b": 1 }), json!({ "a": null }), json!(1)] {
            let mut target = nested_object(100_000);
            let error = merge(&mut target, &patch).unwrap_err();
            assert_eq!(error, Error::TooDeep { limit: MAX_DEPTH });
            assert!(target["a"].is_object() && target.get("b").is_none());
            depth::dismantle(target);
        }
    });
}

#[test]
fn many_keys_can_be_removed_at_once() {
    let keys = || (0..100_000).map(|number: u32| number.to_string());
    let target: Value = keys().map(|key| (key, json!(1))).collect();
    let patch: Value = keys().skip(1).map(|key| (key, Value::Null)).collect();
    assert_eq!(merged(target, patch), json!({ "0": 1 }));
}
