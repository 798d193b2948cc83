//! The undo of several requests for one user, compared with the document from before the first one.

use clerk_metadata::core::{Field, merge as core_merge};
use clerk_metadata_bulk::journal::{Digest, lines};
use clerk_metadata_bulk::plan::before_image::before_image;
use clerk_metadata_bulk::plan::merge::{changes_nothing, merge};
use clerk_metadata_bulk::plan::planned::Mode;
use clerk_metadata_bulk::rows::{Target, Written};
use clerk_metadata_bulk::run::{Failure, OnDrift, Status};
use clerk_metadata_bulk::value::{Member, Value, equal, parse};
use proptest::prelude::*;

use crate::patches::{object, sorted};
use crate::undo::{Store, run, settings, undo_rows};

/// What happens to a request.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// It takes effect, and its response arrives.
    Ok,
    /// It is rejected.
    Rejected,
    /// It has no response. Whether it takes effect.
    NoResponse(bool),
    /// The process ends before the response. Whether the request takes effect, before the row is sent again.
    Killed(bool),
    /// The process ends before the response, and no other one continues. Whether the request takes effect.
    Unfinished(bool),
}

const FATES: [Fate; 8] = [
    Fate::Ok,
    Fate::Ok,
    Fate::Rejected,
    Fate::NoResponse(true),
    Fate::NoResponse(false),
    Fate::Killed(true),
    Fate::Killed(false),
    Fate::Ok,
];

fn user() -> Target {
    Target::Id("user_1".into())
}

/// The journal of requests for one user, and what is stored.
struct Journal {
    text: String,
    stored: String,
    rows: u32,
}

impl Journal {
    fn new(stored: &str) -> Journal {
        let mut text = lines::HEADER.to_owned();
        lines::push_digest(&mut text, 1_000, Digest::default());
        Journal {
            text,
            stored: stored.to_owned(),
            rows: 0,
        }
    }

    fn write(&mut self, patch: &str) {
        let mut stored = serde_json::from_str(&self.stored).unwrap();
        core_merge(&mut stored, &serde_json::from_str(patch).unwrap()).unwrap();
        let merged = merge(&parse(&self.stored).unwrap(), &parse(patch).unwrap()).text();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&merged).unwrap(),
            stored
        );
        self.stored = merged;
    }

    fn push_before(&mut self, patch: &str) {
        let image = before_image(
            &parse(&self.stored).unwrap(),
            &parse(patch).unwrap(),
            "publicMetadata",
            &[],
        );
        let mut written = Written::default();
        written.patch.set(Field::Public, patch.to_owned());
        if image
            .patch
            .members()
            .is_some_and(|members| !members.is_empty())
        {
            written.image.set(Field::Public, image.patch.text());
        }
        lines::push_before(&mut self.text, self.rows, &user(), &written);
        lines::push_sent(&mut self.text, self.rows);
    }

    /// Sends a row unless it would change nothing.
    fn send(&mut self, patch: &str, fate: Fate) {
        let outcome = |text: &mut String, row, status, code: Option<&str>| {
            let failure = code.map(Failure::new);
            lines::push_outcome(text, row, status, failure.as_ref());
        };
        let changes_nothing =
            |stored: &str| changes_nothing(&parse(stored).unwrap(), &parse(patch).unwrap());
        let row = self.rows;
        if changes_nothing(&self.stored) {
            outcome(&mut self.text, row, Status::Same, None);
            self.rows += 1;
            return;
        }
        self.push_before(patch);
        match fate {
            Fate::Ok => {
                self.write(patch);
                outcome(&mut self.text, row, Status::Ok, None);
            }
            Fate::Rejected => {
                let code = Some("form_param_value_invalid");
                outcome(&mut self.text, row, Status::Failed, code);
            }
            Fate::NoResponse(is_written) => {
                if is_written {
                    self.write(patch);
                }
                outcome(&mut self.text, row, Status::Failed, Some("timeout"));
            }
            Fate::Killed(true) => {
                self.write(patch);
                outcome(&mut self.text, row, Status::Recovered, None);
            }
            Fate::Killed(false) => {
                self.push_before(patch);
                self.write(patch);
                outcome(&mut self.text, row, Status::Ok, None);
            }
            Fate::Unfinished(is_written) => {
                if is_written {
                    self.write(patch);
                }
            }
        }
        self.rows += 1;
    }

    /// Undoes the journal. Returns the status of the row, if there is one, the kept keys, and what is stored.
    fn undo(&self) -> (Option<Status>, u32, String) {
        let mut store = Store::from([(user(), self.stored.clone())]);
        let rows = undo_rows(&self.text);
        assert!(rows.len() <= 1, "{rows:?}");
        let settings = settings(false, Mode::Patch, OnDrift::Skip);
        let (_, results) = run(&mut store, &rows, settings);
        let result = results.first();
        (
            result.map(|result| result.status),
            result.map_or(0, |result| result.kept),
            store[&user()].clone(),
        )
    }
}

/// Every scalar that somebody else has written over another value is there after an undo.
fn assert_kept(others: &Value<'_>, before: &Value<'_>, stored: &Value<'_>) {
    let nothing = Value::Object(Vec::new());
    for Member { key, value } in others.members().unwrap_or_default() {
        match value {
            Value::Object(_) => assert_kept(
                value,
                before.get(key).unwrap_or(&nothing),
                stored.get(key).unwrap_or(&nothing),
            ),
            value if value.is_null() => {}
            value if before.get(key).is_some_and(|before| equal(before, value)) => {}
            value => assert_eq!(stored.get(key), Some(value), "{others:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn one_change_keeps_what_somebody_else_has_changed(
        original in object(false),
        rows in proptest::collection::vec(object(true), 1..5),
        other in object(true),
    ) {
        let mut journal = Journal::new(&original);
        for patch in &rows {
            journal.send(patch, Fate::Ok);
        }
        let before = journal.stored.clone();
        journal.write(&other);
        let (_, _, stored) = journal.undo();
        assert_kept(&parse(&other).unwrap(), &parse(&before).unwrap(), &parse(&stored).unwrap());
    }

    #[test]
    fn one_change_restores_what_was_stored_before_the_first_row(
        original in object(false),
        rows in proptest::collection::vec((object(true), 0..FATES.len()), 1..7),
        last in proptest::option::of((object(true), any::<bool>())),
    ) {
        let mut journal = Journal::new(&original);
        for (patch, fate) in &rows {
            journal.send(patch, FATES[*fate]);
        }
        if let Some((patch, is_written)) = &last {
            journal.send(patch, Fate::Unfinished(*is_written));
        }
        let (status, kept, restored) = journal.undo();
        prop_assert!(!matches!(status, Some(Status::Conflict | Status::Failed)), "{status:?}");
        prop_assert_eq!(kept, 0);
        prop_assert_eq!(sorted(&parse(&restored).unwrap()), sorted(&parse(&original).unwrap()));
        // Again: nothing is left to restore, and nothing looks like a change of somebody else.
        let again = Journal { stored: restored.clone(), ..journal };
        let (status, kept, stored) = again.undo();
        prop_assert!(matches!(status, None | Some(Status::Same)), "{:?}", status);
        prop_assert_eq!((kept, stored), (0, restored));
    }
}

/// The keys that somebody else has changed after the job, or between two requests.
#[test]
fn a_value_of_somebody_else_is_kept() {
    use Fate::{NoResponse, Ok};
    type Step<'a> = (&'a str, Option<Fate>);
    let cases: &[(&str, &[Step<'_>], &str, u32)] = &[
        // After the job: the other keys are restored.
        (
            r#"{"a":1,"b":1}"#,
            &[
                (r#"{"a":2,"b":2}"#, Some(Ok)),
                (r#"{"a":3}"#, Some(Ok)),
                (r#"{"a":9}"#, None),
            ],
            r#"{"a":9,"b":1}"#,
            1,
        ),
        // The value that an earlier row has written.
        (
            r#"{"a":1}"#,
            &[
                (r#"{"a":2}"#, Some(Ok)),
                (r#"{"a":3}"#, Some(Ok)),
                (r#"{"a":2}"#, None),
            ],
            r#"{"a":2}"#,
            1,
        ),
        // The same value, and the last row may have had no effect.
        (
            r#"{"a":1}"#,
            &[
                (r#"{"a":2}"#, Some(Ok)),
                (r#"{"a":3}"#, Some(NoResponse(false))),
            ],
            r#"{"a":1}"#,
            0,
        ),
        // Between two rows: that value was there before the last row.
        (
            r#"{"a":1}"#,
            &[
                (r#"{"a":2}"#, Some(Ok)),
                (r#"{"a":5}"#, None),
                (r#"{"a":3}"#, Some(Ok)),
            ],
            r#"{"a":5}"#,
            1,
        ),
        // A key in an object that a later row has removed.
        (
            r#"{"o":{"x":1}}"#,
            &[
                (r#"{"o":{"x":2}}"#, Some(Ok)),
                (r#"{"o":null}"#, Some(Ok)),
                (r#"{"o":{"x":2}}"#, None),
            ],
            r#"{"o":{"x":2}}"#,
            1,
        ),
        // A key that was added to an object of the job.
        (
            "{}",
            &[
                (r#"{"o":{"x":1}}"#, Some(Ok)),
                (r#"{"o":{"x":2,"y":1}}"#, Some(Ok)),
                (r#"{"o":{"z":1}}"#, None),
            ],
            r#"{"o":{"z":1}}"#,
            0,
        ),
        (
            "{}",
            &[
                (r#"{"o":{"x":1}}"#, Some(Ok)),
                (r#"{"o":{"x":2}}"#, Some(Ok)),
                (r#"{"o":{"x":1}}"#, None),
            ],
            r#"{"o":{"x":1}}"#,
            1,
        ),
    ];
    for (original, steps, expected, kept) in cases {
        let mut journal = Journal::new(original);
        for (patch, fate) in *steps {
            match fate {
                Some(fate) => journal.send(patch, *fate),
                None => journal.write(patch),
            }
        }
        let (_, found, restored) = journal.undo();
        assert_eq!(
            sorted(&parse(&restored).unwrap()),
            sorted(&parse(expected).unwrap()),
            "{steps:?}"
        );
        assert_eq!(found, *kept, "{steps:?}");
    }
}

/// A request took effect before a crash, and somebody else has changed one of its keys before the row was sent again.
#[test]
fn the_values_from_before_an_earlier_request_of_the_same_row_are_restored() {
    for (outcome, expected) in [
        (r#"{"ok":0}"#, r#"{"a":1,"b":9}"#),
        (r#"{"conflict":0}"#, r#"{"a":1,"b":9}"#),
        (
            r#"{"failed":0,"code":"form_param_value_invalid"}"#,
            r#"{"a":1,"b":9}"#,
        ),
        (r#"{"failed":0,"code":"invalid_row"}"#, r#"{"a":1,"b":9}"#),
    ] {
        let patch = r#"{"a":2,"b":2}"#;
        let mut journal = Journal::new(r#"{"a":1,"b":1}"#);
        journal.push_before(patch);
        journal.write(patch);
        journal.write(r#"{"b":9}"#);
        let is_ok = outcome.contains("ok");
        if is_ok || outcome.contains("form_param") {
            journal.push_before(patch);
        }
        if is_ok {
            journal.write(patch);
        }
        journal.text.push_str(outcome);
        journal.text.push('\n');
        let (_, _, restored) = journal.undo();
        assert_eq!(restored, expected, "{outcome}");
    }
}

/// After the last attempt, the server may have stored the values or not.
#[test]
fn a_row_that_failed_without_a_clear_response_is_undone() {
    for failure in [
        r#""code":"timeout""#,
        r#""code":"unexpected_response","status":200"#,
        r#""code":"response_too_large","status":200"#,
        r#""code":"internal_clerk_error","status":500"#,
    ] {
        for is_written in [true, false] {
            let mut journal = Journal::new(r#"{"a":1}"#);
            journal.send(r#"{"a":2}"#, Fate::Unfinished(is_written));
            journal
                .text
                .push_str(&format!("{{\"failed\":0,{failure}}}\n"));
            let (status, kept, restored) = journal.undo();
            let expected = if is_written { Status::Ok } else { Status::Same };
            assert_eq!((status, kept), (Some(expected), 0), "{failure}");
            assert_eq!(restored, r#"{"a":1}"#);
        }
    }
    let mut journal = Journal::new(r#"{"a":1}"#);
    journal.send(r#"{"a":2}"#, Fate::Rejected);
    // Somebody else has written the same value.
    journal.write(r#"{"a":2}"#);
    assert_eq!(journal.undo(), (None, 0, r#"{"a":2}"#.to_owned()));
}

/// A row that was sent although its values were stored has changed nothing.
#[test]
fn a_row_without_an_effect_has_no_undo() {
    let mut journal = Journal::new(r#"{"a":1}"#);
    journal.push_before(r#"{"a":1}"#);
    journal.text.push_str("{\"ok\":0}\n{\"same\":1}\n");
    assert_eq!(undo_rows(&journal.text), Vec::<String>::new());
}

/// The text of a number is restored, even if its value is the same.
#[test]
fn numbers_are_restored_as_they_were_written() {
    for (original, patch) in [
        (r#"{"a":1.0}"#, r#"{"a":1}"#),
        (
            r#"{"a":1.0,"b":12345678901234567890}"#,
            r#"{"a":1,"b":null}"#,
        ),
        (r#"{"a":[1e2,{"n":1.50}]}"#, r#"{"a":[100,{"n":1.5}]}"#),
    ] {
        let mut journal = Journal::new(original);
        journal.push_before(patch);
        journal.write(patch);
        journal.text.push_str("{\"ok\":0}\n");
        assert_ne!(journal.stored, original);
        let (status, kept, restored) = journal.undo();
        assert_eq!((status, kept), (Some(Status::Ok), 0));
        assert_eq!(restored, original);
    }
}
