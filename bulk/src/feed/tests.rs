#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::{Feed, Job};
use crate::journal::Journal;
use crate::rows::Row;

fn feed(journal: &str) -> Feed {
    let mut stored = Journal::default();
    stored.feed(journal.as_bytes()).unwrap();
    Feed::new(20_000, u32::MAX, false, stored, 7)
}

fn push(feed: &mut Feed, target: &str) {
    let row = format!(r#"{{{target},"publicMetadata":{{"n":1}}}}"#);
    feed.push(Row::parse(&row)).unwrap();
}

fn added(feed: &mut Feed) -> Vec<u32> {
    std::iter::from_fn(|| feed.next_job())
        .map(|job| job.row)
        .collect()
}

#[test]
fn the_next_row_of_a_user_is_added_when_the_previous_one_has_finished() {
    let mut feed = feed("");
    for user in ["user_1", "user_2", "user_1", "user_1"] {
        push(&mut feed, &format!(r#""id":"{user}""#));
    }
    feed.end().unwrap();
    assert_eq!(added(&mut feed), [0, 1]);
    feed.done(0, r#"{"status":"ok","id":"user_1"}"#);
    assert_eq!(added(&mut feed), [2]);
    feed.done(1, r#"{"status":"same","id":"user_2"}"#);
    feed.done(2, r#"{"status":"failed","code":"timeout","traceId":"t"}"#);
    assert_eq!(added(&mut feed), [3]);
    feed.done(3, "not JSON");
    assert!(feed.is_done());
}

#[test]
fn rows_with_external_ids_and_others_do_not_overlap() {
    let mut feed = feed("");
    for target in [
        r#""externalId":"1""#,
        r#""id":"user_1""#,
        r#""externalId":"2""#,
    ] {
        push(&mut feed, target);
    }
    for number in 0..3 {
        assert_eq!(added(&mut feed), [number]);
        assert!(added(&mut feed).is_empty());
        feed.done(number, r#"{"status":"ok"}"#);
    }
}

#[test]
fn continues_with_the_same_jobs() {
    let mut first = feed("");
    push(&mut first, r#""id":"user_1""#);
    push(&mut first, r#""id":"user_2""#);
    push(&mut first, r#""id":"user_3""#);
    assert_eq!(added(&mut first), [0, 1, 2]);
    let before = r#"{"before":5,"id":"user_1","patch":{"publicMetadata":{"n":1}},"image":{"publicMetadata":{"n":null}}}"#;
    first.done(
        0,
        &format!(r#"{{"status":"ok","id":"user_1","before":{before}}}"#),
    );
    first.done(2, r#"{"status":"failed","code":"timeout"}"#);
    let journal = first.take_lines();
    assert!(journal.contains("{\"name\":7}\n"), "{journal}");
    assert!(journal.contains(&before.replace(":5,", ":0,")), "{journal}");

    let mut second = feed(&journal);
    assert_eq!(second.name(), 7);
    push(&mut second, r#""id":"user_1""#);
    push(&mut second, r#""id":"user_2""#);
    push(&mut second, r#""id":"user_3""#);
    second.end().unwrap();
    let text = r#"{"id":"user_2","publicMetadata":{"n":1}}"#.to_owned();
    assert_eq!(second.next_job(), Some(Job { row: 1, text }));
    assert_eq!(second.next_job(), None);
    let failed: Vec<_> = second
        .take_results()
        .into_iter()
        .map(|row| row.failure.unwrap().code)
        .collect();
    assert_eq!(failed, ["failed_earlier timeout"]);
    second.cancel();
    second.abandoned();
    assert!(second.is_done());
}

#[test]
fn other_rows_are_rejected() {
    let mut first = feed("");
    push(&mut first, r#""id":"user_1""#);
    assert_eq!(added(&mut first), [0]);
    let mut second = feed(&first.take_lines());
    assert!(
        second
            .push(Row::parse(r#"{"id":"user_2","publicMetadata":{}}"#))
            .is_err()
    );
    assert_eq!(second.next_job(), None);
}

#[test]
fn no_more_jobs_than_allowed_are_ahead() {
    let mut feed = Feed::new(2, 0, false, Journal::default(), 7);
    push(&mut feed, r#""id":"user_1""#);
    assert!(feed.wants_row());
    push(&mut feed, r#""id":"user_2""#);
    assert!(!feed.wants_row());
    assert_eq!(added(&mut feed), [0, 1]);
    feed.done(0, r#"{"status":"failed"}"#);
    assert!(feed.stopped().is_some() && !feed.is_done());
}

#[test]
fn expected_values_can_be_ignored() {
    let patch = r#"{"id":"user_1","publicMetadata":{"n":1}}"#;
    let row = r#"{"id":"user_1","publicMetadata":{"n":1},"expected":{"publicMetadata":{"n":0}}}"#;
    for (ignores_expected, expected) in [(true, patch), (false, row)] {
        let mut feed = Feed::new(2, 0, ignores_expected, Journal::default(), 7);
        feed.push(Row::parse(row)).unwrap();
        assert_eq!(feed.next_job().unwrap().text, expected);
    }
}
