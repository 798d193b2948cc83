//! Plan, apply and undo, through the same run. The result must equal the original as JSON, with all digits.

use std::collections::BTreeMap;

use clerk_metadata::core::Field;
use clerk_metadata_bulk::journal::Journal;
use clerk_metadata_bulk::plan::merge::merge;
use clerk_metadata_bulk::plan::planned::Mode;
use clerk_metadata_bulk::rows::{Fields, Row, Target};
use clerk_metadata_bulk::run::{Action, Finished, OnDrift, Resources, Run, Settings, Status};
use clerk_metadata_bulk::undo::journal_rows::UndoRows;
use clerk_metadata_bulk::value::{equal, parse};
use proptest::prelude::*;

use crate::patches::object;

/// The stored metadata by target, as text that keeps numbers.
pub type Store = BTreeMap<Target, String>;

pub fn settings(is_plan: bool, mode: Mode, on_drift: OnDrift) -> Settings {
    Settings {
        send_unchanged: false,
        is_plan,
        mode,
        transforms: false,
        validates: false,
        rejects_duplicates: false,
        on_drift,
        max_failed: u32::MAX,
        concurrency: 8,
        max_offline_ms: 900_000.0,
    }
}

fn resource(target: &Target, metadata: &str) -> String {
    match target {
        Target::Organization(id) => {
            format!(r#"{{"object":"organization","id":"{id}","public_metadata":{metadata}}}"#)
        }
        Target::Membership(organization, user) => format!(
            r#"{{"object":"organization_membership","id":"orgmem_1","organization":{{"id":"{organization}"}},"public_user_data":{{"user_id":"{user}"}},"public_metadata":{metadata}}}"#
        ),
        target => format!(
            r#"{{"object":"user","id":"{}","public_metadata":{metadata}}}"#,
            target.name()
        ),
    }
}

/// Runs to the end. Returns the journal and the results by row.
pub fn run(store: &mut Store, rows: &[String], settings: Settings) -> (String, Vec<Finished>) {
    let mut run = Run::new(settings, Journal::default());
    let (mut journal, mut results) = (String::new(), Vec::new());
    let mut rows = rows.iter();
    for _ in 0..10_000 {
        while run.wants_row() {
            match rows.next() {
                Some(row) => run.push(Row::parse(row)).map(|_| ()).unwrap(),
                None => run.end().unwrap(),
            }
        }
        while let Some(action) = run.next(0.0) {
            perform(store, &mut run, action);
        }
        journal.push_str(&run.take_lines());
        results.extend(run.take_results());
        if run.is_done() {
            results.sort_by_key(|result| result.row);
            return (journal, results);
        }
    }
    panic!("the run does not end");
}

fn perform(store: &mut Store, run: &mut Run, action: Action) {
    match action {
        Action::Read(resources) => {
            let targets: Vec<Target> = match resources {
                Resources::Ids(ids) => ids.into_iter().map(Target::Id).collect(),
                Resources::Organizations(ids) => {
                    ids.into_iter().map(Target::Organization).collect()
                }
                Resources::Memberships(organization, users) => users
                    .into_iter()
                    .map(|user| Target::Membership(organization.clone(), user))
                    .collect(),
                Resources::ExternalIds(_) => panic!("not used"),
            };
            let is_list_of_users = matches!(targets.first(), Some(Target::Id(_)));
            let found: Vec<String> = targets
                .iter()
                .filter_map(|target| Some(resource(target, store.get(target)?)))
                .collect();
            let list = format!("[{}]", found.join(","));
            let list = if is_list_of_users {
                list
            } else {
                format!(r#"{{"data":{list},"total_count":1}}"#)
            };
            run.read_done(&list, 0.0);
        }
        Action::Send(row, target, patch) => {
            let now = store[&target].clone();
            let patch = patch.get(Field::Public).unwrap();
            let merged = merge(&parse(&now).unwrap(), &parse(patch).unwrap()).text();
            run.send_done(row, &resource(&target, &merged), 0.0);
            store.insert(target, merged);
        }
        Action::Replace(row, target, fields) => {
            let stored = fields.get(Field::Public).unwrap().clone();
            run.send_done(row, &resource(&target, &stored), 0.0);
            store.insert(target, stored);
        }
        other => panic!("{other:?}"),
    }
}

pub fn undo_rows(journal: &str) -> Vec<String> {
    let mut undo = UndoRows::default();
    for _ in 0..2 {
        undo.feed(journal.as_bytes()).unwrap();
        undo.finish();
    }
    undo.rows
}

pub fn row(target: &Target, metadata: &str) -> String {
    let mut patch = Fields::default();
    patch.set(Field::Public, metadata.to_owned());
    Row::new(target.clone(), patch).canonical()
}

/// The changes that a plan has computed, as rows.
pub fn changes(results: &[Finished]) -> Vec<String> {
    let planned = results.iter().filter(|result| result.status == Status::Ok);
    let rows = planned.map(|result| {
        let planned = result.planned.clone().unwrap();
        let mut row = Row::new(result.target.clone().unwrap(), planned.patch);
        row.expected = planned.before;
        row.expected_nulls = planned.before_nulls;
        row.replaces = result.replaces;
        row.desired = result.desired.clone();
        row.canonical()
    });
    rows.collect()
}

fn assert_same(store: &Store, expected: &Store) {
    for (target, metadata) in expected {
        let stored = &store[target];
        assert!(
            equal(&parse(stored).unwrap(), &parse(metadata).unwrap()),
            "{target:?}: {stored} is not {metadata}"
        );
    }
}

pub fn targets() -> [Target; 3] {
    [
        Target::Id("user_1".into()),
        Target::Organization("org_1".into()),
        Target::Membership("org_1".into(), "user_1".into()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn plan_apply_undo_restores_the_values(
        stored in proptest::collection::vec(object(false), 3),
        inputs in proptest::collection::vec((0..3_usize, object(true), object(false)), 1..8),
        is_desired in any::<bool>(),
    ) {
        let original: Store = targets().into_iter().zip(stored).collect();
        let mut store = original.clone();
        let rows: Vec<String> = inputs
            .iter()
            .map(|(index, patch, desired)| {
                row(&targets()[*index], if is_desired { desired } else { patch })
            })
            .collect();
        let mode = if is_desired { Mode::Desired(None) } else { Mode::Patch };
        let (_, planned) = run(&mut store, &rows, settings(true, mode, OnDrift::Skip));
        prop_assert_eq!(&store, &original);
        for Finished { status, .. } in &planned {
            prop_assert!(matches!(status, Status::Ok | Status::Same));
        }
        let (journal, applied) =
            run(&mut store, &changes(&planned), settings(false, Mode::Patch, OnDrift::Skip));
        for Finished { status, .. } in &applied {
            prop_assert_eq!(*status, Status::Ok);
        }
        let changed = store.clone();
        if is_desired {
            for (index, _, desired) in &inputs {
                let last = inputs.iter().rfind(|(other, ..)| other == index).unwrap();
                if last.2 == *desired {
                    let stored = &store[&targets()[*index]];
                    prop_assert!(equal(&parse(stored).unwrap(), &parse(desired).unwrap()));
                }
            }
        }

        let (undo_journal, undone) =
            run(&mut store, &undo_rows(&journal), settings(false, Mode::Patch, OnDrift::Skip));
        for Finished { status, kept, .. } in &undone {
            // The rows of a target can have changed a value and changed it back.
            prop_assert!(matches!(status, Status::Ok | Status::Same), "{status:?}");
            prop_assert_eq!(*kept, 0);
        }
        assert_same(&store, &original);

        run(&mut store, &undo_rows(&undo_journal), settings(false, Mode::Patch, OnDrift::Skip));
        assert_same(&store, &changed);
    }
}

#[test]
fn an_undo_keeps_what_others_have_changed_and_lists_what_it_cannot_restore() {
    let [user, ..] = targets();
    let mut store = Store::from([(
        user.clone(),
        r#"{"a":1.50,"b":{"x":1,"n":null},"c":12345678901234567890}"#.to_owned(),
    )]);
    let rows = [row(&user, r#"{"a":2,"b":null,"c":3,"d":{"e":1}}"#)];
    let apply = settings(false, Mode::Patch, OnDrift::Skip);
    let (journal, _) = run(&mut store, &rows, apply.clone());
    assert!(
        journal.contains(r#""nulls":["publicMetadata.b.n"]"#),
        "{journal}"
    );
    store.insert(
        user.clone(),
        r#"{"a":5,"c":3.0,"d":{"e":1,"f":2}}"#.to_owned(),
    );

    let (_, planned) = run(
        &mut store,
        &undo_rows(&journal),
        settings(true, Mode::Desired(None), OnDrift::Skip),
    );
    assert_eq!(planned[0].kept, 1);
    assert_eq!(
        planned[0].planned.as_ref().unwrap().patch.object(),
        r#"{"publicMetadata":{"c":12345678901234567890,"d":{"e":null},"b":{"x":1}}}"#
    );
    let (_, undone) = run(&mut store, &undo_rows(&journal), apply.clone());
    let Finished {
        status,
        kept,
        nulls,
        ..
    } = &undone[0];
    assert_eq!((*status, *kept), (Status::Ok, 1));
    assert_eq!(nulls, &["publicMetadata.b.n"]);
    assert_eq!(
        store[&user],
        r#"{"a":5,"c":12345678901234567890,"d":{"f":2},"b":{"x":1}}"#
    );

    // Again: nothing is left to restore, and the key of somebody else is still kept.
    let (_, again) = run(&mut store, &undo_rows(&journal), apply);
    assert_eq!((again[0].status, again[0].kept), (Status::Conflict, 1));
}

#[test]
fn a_drifted_row_is_skipped_recomputed_or_forced() {
    let [user, ..] = targets();
    let planned_row = r#"{"id":"user_1","publicMetadata":{"a":2,"b":null},"expected":{"publicMetadata":{"a":1,"b":1}},"desired":{"publicMetadata":{"a":2}}}"#;
    for (on_drift, status, result) in [
        (OnDrift::Skip, Status::Conflict, r#"{"a":1,"b":1,"c":1}"#),
        (OnDrift::Force, Status::Ok, r#"{"a":2,"c":1}"#),
        (OnDrift::Recompute, Status::Ok, r#"{"a":2}"#),
    ] {
        // The plan saw neither `c` nor this value of `b`.
        let mut store = Store::from([(user.clone(), r#"{"a":1,"b":5,"c":1}"#.to_owned())]);
        let (_, results) = run(
            &mut store,
            &[planned_row.to_owned()],
            settings(false, Mode::Patch, on_drift),
        );
        assert_eq!(results[0].status, status);
        let expected = result.replace("\"b\":1", "\"b\":5");
        assert!(
            equal(&parse(&store[&user]).unwrap(), &parse(&expected).unwrap()),
            "{on_drift:?}: {}",
            store[&user]
        );
    }
}
