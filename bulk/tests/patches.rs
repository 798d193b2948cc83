//! Merge, diff, before-image and undo, compared with the merge of the core.

use clerk_metadata::core::merge as core_merge;
use clerk_metadata_bulk::plan::before_image::before_image;
use clerk_metadata_bulk::plan::diff::diff;
use clerk_metadata_bulk::plan::merge::{changes_nothing, merge};
use clerk_metadata_bulk::undo::{Change, Undo};
use clerk_metadata_bulk::value::{Member, Value, equal, parse};
use proptest::prelude::*;
use serde_json::json;

/// Numbers that a double cannot hold, or that are written in an unusual way.
const NUMBERS: [&str; 6] = ["1", "1.0", "1e2", "0.10", "12345678901234567890", "-0"];

/// The text of a value. Without `null` in objects, it can be stored by patches.
fn value(with_null: bool) -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        (0..NUMBERS.len()).prop_map(|index| NUMBERS[index].to_owned()),
        Just("true".to_owned()),
        Just(r#""a\u00e9""#.to_owned()),
        Just("[1,null,{}]".to_owned()),
        Just(if with_null { "null" } else { "false" }.to_owned()),
    ];
    scalar.prop_recursive(3, 16, 3, |inner| object_of(inner).boxed())
}

fn object_of(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    proptest::collection::btree_map("[a-d]", inner, 0..4).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(key, value)| format!("{key:?}:{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

pub fn object(with_null: bool) -> impl Strategy<Value = String> {
    object_of(value(with_null))
}

fn text_of(value: &Value<'_>) -> serde_json::Value {
    serde_json::from_str(&value.text()).unwrap()
}

/// The undo of a patch.
fn undo<'a>(current: &Value<'a>, written: &Value<'a>, before: &Value<'a>) -> Undo<'a> {
    let change = Change {
        patch: written.clone(),
        image: before.clone(),
        stored_nulls: &[],
        is_certain: true,
    };
    clerk_metadata_bulk::undo::undo(current, &[change], "publicMetadata")
}

proptest! {
    #[test]
    fn merge_is_that_of_the_core(current in object(false), patch in object(true)) {
        let (now, change) = (parse(&current).unwrap(), parse(&patch).unwrap());
        let mut expected = serde_json::from_str(&current).unwrap();
        core_merge(&mut expected, &serde_json::from_str(&patch).unwrap()).unwrap();
        let merged = merge(&now, &change);
        prop_assert_eq!(text_of(&merged), expected);
        prop_assert_eq!(changes_nothing(&now, &change), equal(&merged, &now));
    }

    #[test]
    fn the_diff_results_in_the_desired_value(current in object(false), desired in object(false)) {
        let (now, wanted) = (parse(&current).unwrap(), parse(&desired).unwrap());
        let patch = diff(&now, &wanted, None).unwrap();
        prop_assert!(equal(&merge(&now, &patch), &wanted));
        prop_assert_eq!(patch == Value::Object(Vec::new()), equal(&now, &wanted));
    }

    #[test]
    fn the_before_image_and_undo_restore_every_digit(current in object(false), patch in object(true)) {
        let (now, change) = (parse(&current).unwrap(), parse(&patch).unwrap());
        let image = before_image(&now, &change, "publicMetadata", &[]);
        prop_assert!(image.nulls.is_empty());
        let after = merge(&now, &change);
        let restored = merge(&after, &image.patch);
        prop_assert!(equal(&restored, &now));
        let undo = undo(&after, &change, &image.patch);
        prop_assert_eq!(undo.kept, 0);
        prop_assert_eq!(sorted(&merge(&after, &undo.patch)), sorted(&now));
    }

    #[test]
    fn undo_keeps_what_somebody_else_has_changed(
        current in object(false), patch in object(true), other in object(true),
    ) {
        let (now, change, others) = (parse(&current).unwrap(), parse(&patch).unwrap(), parse(&other).unwrap());
        let image = before_image(&now, &change, "publicMetadata", &[]);
        let changed = merge(&merge(&now, &change), &others);
        let undone = merge(&changed, &undo(&changed, &change, &image.patch).patch);
        assert_values_of(&others, &undone, &merge(&now, &change));
    }
}

/// The value with its members in order, and the text of numbers.
pub fn sorted<'a>(value: &Value<'a>) -> Value<'a> {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let mut members: Vec<Member<'a>> = members
        .iter()
        .map(|Member { key, value }| Member {
            key,
            value: sorted(value),
        })
        .collect();
    members.sort_by_key(|member| member.key);
    Value::Object(members)
}

/// Every scalar that `others` has written, and that the job had not written itself, is still there.
fn assert_values_of(others: &Value<'_>, stored: &Value<'_>, written: &Value<'_>) {
    for member in others.members().unwrap_or_default() {
        let (now, before) = (stored.get(member.key), written.get(member.key));
        match &member.value {
            Value::Object(_) => {
                let nothing = Value::Object(Vec::new());
                let (now, before) = (now.unwrap_or(&nothing), before.unwrap_or(&nothing));
                assert_values_of(&member.value, now, before);
            }
            value if value.is_null() => {}
            value if before.is_some_and(|before| equal(before, value)) => {}
            value => assert!(
                now.is_some_and(|now| equal(now, value)),
                "{others:?} {stored:?}"
            ),
        }
    }
}

#[test]
fn undo_restores_only_the_keys_that_hold_the_written_value() {
    for (before, patch, other, expected, kept) in [
        (r#"{"a":1}"#, r#"{"a":2,"b":3}"#, "{}", r#"{"a":1}"#, 0),
        (
            r#"{"a":1}"#,
            r#"{"a":2,"b":3}"#,
            r#"{"a":5}"#,
            r#"{"a":5}"#,
            1,
        ),
        (
            "{}",
            r#"{"o":{"x":1}}"#,
            r#"{"o":{"y":2}}"#,
            r#"{"o":{"y":2}}"#,
            0,
        ),
        (
            r#"{"o":{"x":1.50}}"#,
            r#"{"o":{"x":null}}"#,
            r#"{"o":{"y":2}}"#,
            r#"{"o":{"y":2,"x":1.50}}"#,
            0,
        ),
        (
            r#"{"o":{"x":1}}"#,
            r#"{"o":null}"#,
            r#"{"o":{"y":2}}"#,
            r#"{"o":{"y":2}}"#,
            1,
        ),
        (
            r#"{"a":12345678901234567890}"#,
            r#"{"a":null}"#,
            r#"{"c":1}"#,
            r#"{"c":1,"a":12345678901234567890}"#,
            0,
        ),
    ] {
        let (now, change, others) = (
            parse(before).unwrap(),
            parse(patch).unwrap(),
            parse(other).unwrap(),
        );
        let image = before_image(&now, &change, "publicMetadata", &[]);
        let changed = merge(&merge(&now, &change), &others);
        let undo = undo(&changed, &change, &image.patch);
        assert_eq!(merge(&changed, &undo.patch).text(), expected, "{patch}");
        assert_eq!(undo.kept, kept, "{patch}");
    }
    // A stored null cannot be restored by a patch.
    let (now, change) = (
        parse(r#"{"a":null}"#).unwrap(),
        parse(r#"{"a":1}"#).unwrap(),
    );
    let image = before_image(&now, &change, "publicMetadata", &[]);
    assert_eq!(image.nulls, ["publicMetadata.a"]);
    assert_eq!(text_of(&now), json!({ "a": null }));
}
