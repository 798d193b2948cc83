//! Stored `null`s, which a patch can neither set nor restore, and fields that are replaced.

use clerk_metadata_bulk::plan::planned::Mode;
use clerk_metadata_bulk::rows::{Row, Target};
use clerk_metadata_bulk::run::{Finished, OnDrift, Status};
use clerk_metadata_bulk::value::{Member, Value, equal, parse};
use proptest::prelude::*;

use crate::patches::object;
use crate::undo::{Store, changes, row, run, settings, targets, undo_rows};

/// A value without the `null`s in its objects.
fn without_nulls<'a>(value: &Value<'a>) -> Value<'a> {
    let Value::Object(members) = value else {
        return value.clone();
    };
    let kept = members.iter().filter(|member| !member.value.is_null());
    Value::Object(
        kept.map(|Member { key, value }| Member {
            key,
            value: without_nulls(value),
        })
        .collect(),
    )
}

fn user(metadata: &str) -> Store {
    let [user, ..] = targets();
    Store::from([(user, metadata.to_owned())])
}

fn stored(store: &Store) -> &str {
    store.values().next().unwrap()
}

/// Plans and applies one row. `change`: what somebody else stores in the meantime.
fn apply(
    store: &mut Store,
    metadata: &str,
    mode: Mode,
    change: Option<&str>,
    on_drift: OnDrift,
) -> (String, Vec<Finished>) {
    let target = store.keys().next().unwrap().clone();
    let plan = settings(true, mode, OnDrift::Skip);
    let (_, planned) = run(store, &[row(&target, metadata)], plan);
    if let Some(change) = change {
        store.insert(target, change.to_owned());
    }
    let rows = changes(&planned);
    // The rows are the same after they were written to a file and read.
    for text in &rows {
        assert_eq!(&Row::parse(text).unwrap().canonical(), text);
    }
    run(store, &rows, settings(false, Mode::Patch, on_drift))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn stored_nulls_are_no_conflict_and_undo_restores_all_other_values(
        before in object(true),
        input in object(true),
        kind in 0..3_usize,
    ) {
        let mut store = user(&before);
        let desired = without_nulls(&parse(&input).unwrap()).text();
        let (input, mode) = match kind {
            0 => (input, Mode::Patch),
            1 => (desired, Mode::Desired(None)),
            _ => (input, Mode::Replace),
        };
        let is_replacement = mode == Mode::Replace;
        let is_patch = mode == Mode::Patch;
        let (journal, applied) = apply(&mut store, &input, mode, None, OnDrift::Skip);
        for Finished { status, .. } in &applied {
            prop_assert_eq!(*status, Status::Ok);
        }
        if !is_patch {
            let (now, input) = (parse(stored(&store)).unwrap(), parse(&input).unwrap());
            prop_assert!(equal(&now, &input), "{} {}", stored(&store), is_replacement);
        }
        let undo = settings(false, Mode::Patch, OnDrift::Skip);
        let (_, undone) = run(&mut store, &undo_rows(&journal), undo);
        for Finished { kept, .. } in &undone {
            prop_assert_eq!(*kept, 0);
        }
        let now = without_nulls(&parse(stored(&store)).unwrap()).text();
        let original = without_nulls(&parse(&before).unwrap()).text();
        prop_assert!(equal(&parse(&now).unwrap(), &parse(&original).unwrap()), "{now} {original}");
    }
}

#[test]
fn a_missing_key_and_a_stored_null_are_different_values() {
    for (before, change) in [
        (r#"{"q":1}"#, r#"{"n":null,"q":1}"#),
        (r#"{"n":null,"q":1}"#, r#"{"q":1}"#),
        (r#"{"n":{"a":null},"q":1}"#, r#"{"n":{},"q":1}"#),
    ] {
        let mut store = user(before);
        let (_, results) = apply(
            &mut store,
            r#"{"n":2}"#,
            Mode::Patch,
            Some(change),
            OnDrift::Skip,
        );
        assert_eq!(results[0].status, Status::Conflict, "{before}");
        assert_eq!(stored(&store), change);
    }
}

#[test]
fn any_change_of_a_replaced_field_is_a_conflict_and_what_is_removed_is_restored() {
    let (before, desired) = (r#"{"a":1,"n":null}"#, r#"{"a":null,"b":{"c":null,"d":1}}"#);
    for change in [
        r#"{"a":1,"n":null,"z":7}"#,
        r#"{"a":1}"#,
        r#"{"a":2,"n":null}"#,
    ] {
        let mut store = user(before);
        let (_, results) = apply(
            &mut store,
            desired,
            Mode::Replace,
            Some(change),
            OnDrift::Skip,
        );
        assert_eq!(results[0].status, Status::Conflict);
        assert_eq!(stored(&store), change);
        for on_drift in [OnDrift::Force, OnDrift::Recompute] {
            let mut store = user(before);
            let (journal, results) =
                apply(&mut store, desired, Mode::Replace, Some(change), on_drift);
            assert_eq!(results[0].status, Status::Ok);
            assert_eq!(stored(&store), desired);
            let undo = settings(false, Mode::Patch, OnDrift::Skip);
            run(&mut store, &undo_rows(&journal), undo);
            let expected = without_nulls(&parse(change).unwrap()).text();
            assert!(equal(
                &parse(stored(&store)).unwrap(),
                &parse(&expected).unwrap()
            ));
        }
    }
}

#[test]
fn a_null_that_somebody_has_stored_for_a_removed_key_is_kept() {
    let mut store = user(r#"{"a":1,"b":1}"#);
    let (journal, _) = apply(
        &mut store,
        r#"{"b":null}"#,
        Mode::Replace,
        None,
        OnDrift::Skip,
    );
    let [target, ..] = targets();
    store.insert(target, r#"{"a":null,"b":null}"#.to_owned());
    let (_, undone) = run(
        &mut store,
        &undo_rows(&journal),
        settings(false, Mode::Patch, OnDrift::Skip),
    );
    assert_eq!((undone[0].status, undone[0].kept), (Status::Ok, 1));
    assert_eq!(stored(&store), r#"{"a":null,"b":1}"#);
}

#[test]
fn memberships_cannot_be_replaced() {
    let [.., membership] = targets();
    assert!(matches!(membership, Target::Membership(..)));
    let mut store = Store::from([(membership.clone(), "{}".to_owned())]);
    let plan = settings(true, Mode::Replace, OnDrift::Skip);
    let (_, planned) = run(&mut store, &[row(&membership, r#"{"a":1}"#)], plan);
    let code = planned[0].failure.as_ref().map(|failure| &*failure.code);
    assert_eq!(code, Some("cannot_replace publicMetadata"));
    let text = r#"{"organizationId":"org_1","userId":"user_1","publicMetadata":{},"desired":{"publicMetadata":{}},"replace":true}"#;
    let error = Row::parse(text).unwrap_err();
    assert_eq!(error.path, "replace");
    assert!(error.reason.contains("membership"), "{}", error.reason);
}
