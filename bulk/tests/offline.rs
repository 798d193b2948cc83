//! Changes that get no response while reads do, rows whose lines were lost, and users that are named twice.

use clerk_metadata_bulk::journal::Journal;
use clerk_metadata_bulk::plan::planned::Mode;
use clerk_metadata_bulk::rows::Row;
use clerk_metadata_bulk::run::{
    Action, Finished, OnDrift, Problem, Resources, Run, Settings, Status, Stop,
};

use crate::undo::settings;

const SETTINGS: fn() -> Settings = || settings(false, Mode::Patch, OnDrift::Skip);

fn start(settings: Settings, journal: &str, rows: &[&str]) -> Run {
    let mut read = Journal::default();
    read.feed(journal.as_bytes()).unwrap();
    let mut run = Run::new(settings, read);
    for text in rows {
        run.push(Row::parse(text)).unwrap();
    }
    run.end().unwrap();
    run
}

/// The response to a read: user 1 has the external ID `1`.
fn users(resources: &Resources, metadata: &str) -> String {
    let ids = match resources {
        Resources::Ids(ids) => ids.clone(),
        Resources::ExternalIds(ids) => ids.iter().map(|id| format!("user_{id}")).collect(),
        other => panic!("{other:?}"),
    };
    let users = ids.iter().map(|id| {
        let external_id = &id["user_".len()..];
        format!(r#"{{"id":"{id}","external_id":"{external_id}","public_metadata":{metadata}}}"#)
    });
    format!("[{}]", users.collect::<Vec<_>>().join(","))
}

fn results(run: &mut Run) -> Vec<Finished> {
    let _ = run.take_lines();
    let mut results = run.take_results();
    results.sort_by_key(|result| result.row);
    results
}

#[test]
fn the_run_is_offline_if_only_reads_have_responses_and_its_rows_are_not_finished() {
    let rows = [
        r#"{"id":"user_1","publicMetadata":{"a":1}}"#,
        r#"{"id":"user_2","publicMetadata":{"a":1}}"#,
    ];
    let settings = Settings {
        max_offline_ms: 60_000.0,
        ..SETTINGS()
    };
    let mut run = start(settings, "", &rows);
    let (mut now, mut sent) = (0.0, 0);
    for _ in 0..1_000 {
        while let Some(action) = run.next(now) {
            match action {
                Action::Read(resources) => run.read_done(&users(&resources, "{}"), now),
                Action::Send(row, ..) => {
                    sent += 1;
                    let problem = Problem {
                        code: "connection_failed".to_owned(),
                        ..Problem::default()
                    };
                    run.send_failed(row, &problem, now);
                }
                other => panic!("{other:?}"),
            }
        }
        if run.is_done() {
            break;
        }
        now += run.wait(now).unwrap() + 1.0;
    }
    assert_eq!(run.stopped(), Some(Stop::Offline));
    assert!(now > 60_000.0 && now < 80_000.0, "{now}");
    assert!(sent > 16, "{sent}");
    assert!(results(&mut run).is_empty());
    assert_eq!(run.counts().get(Status::Failed), 0);
}

#[test]
fn a_row_without_a_response_fails_if_other_changes_have_one() {
    let rows: Vec<String> = (0..200)
        .map(|number| format!(r#"{{"id":"user_{number}","publicMetadata":{{"a":1}}}}"#))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut run = start(SETTINGS(), "", &rows);
    let mut now = 0.0;
    for _ in 0..10_000 {
        while let Some(action) = run.next(now) {
            match action {
                Action::Read(resources) => run.read_done(&users(&resources, "{}"), now),
                Action::Send(0, ..) => {
                    let problem = Problem {
                        code: "timeout".to_owned(),
                        ..Problem::default()
                    };
                    run.send_failed(0, &problem, now);
                }
                Action::Send(row, ..) => run.send_done(row, "{}", now),
                other => panic!("{other:?}"),
            }
        }
        if run.is_done() {
            break;
        }
        now += run.wait(now).unwrap_or_default() + 1.0;
    }
    assert_eq!(run.stopped(), None);
    assert_eq!(results(&mut run)[0].status, Status::Failed);
    assert_eq!(run.counts().get(Status::Ok), 199);
}

#[test]
fn a_row_with_a_before_image_whose_other_lines_were_lost_is_recovered() {
    let row = r#"{"id":"user_1","publicMetadata":{"a":1}}"#;
    let journal = "{\"clerk-metadata\":\"bulk\",\"version\":1}\n{\"before\":0,\"id\":\"user_1\",\"patch\":{\"publicMetadata\":{\"a\":1}},\"image\":{\"publicMetadata\":{\"a\":null}}}\n";
    for (journal, status) in [
        (journal, Status::Recovered),
        (&journal[..journal.find("{\"before").unwrap()], Status::Same),
    ] {
        let mut run = start(SETTINGS(), journal, &[row]);
        let Some(Action::Read(resources)) = run.next(0.0) else {
            panic!("no read");
        };
        run.read_done(&users(&resources, r#"{"a":1}"#), 0.0);
        assert_eq!(results(&mut run)[0].status, status);
    }
}

#[test]
fn a_plan_rejects_a_second_row_for_a_user_by_either_id() {
    let by_id = r#"{"id":"user_1","publicMetadata":{"a":1}}"#;
    let by_external_id = r#"{"externalId":"1","publicMetadata":{"b":1}}"#;
    let other = r#"{"externalId":"2","publicMetadata":{"b":1}}"#;
    for (rows, code) in [
        ([by_id, by_external_id, other], "duplicate_user externalId"),
        ([by_external_id, by_id, other], "duplicate_user id"),
    ] {
        for rejects_duplicates in [true, false] {
            let settings = Settings {
                rejects_duplicates,
                ..settings(true, Mode::Patch, OnDrift::Skip)
            };
            let mut run = start(settings, "", &rows);
            for _ in 0..10 {
                while let Some(action) = run.next(0.0) {
                    let Action::Read(resources) = action else {
                        panic!("{action:?}");
                    };
                    run.read_done(&users(&resources, "{}"), 0.0);
                }
            }
            assert!(run.is_done());
            let found: Vec<_> = results(&mut run)
                .into_iter()
                .map(|result| (result.status, result.failure.map(|failure| failure.code)))
                .collect();
            let second = if rejects_duplicates {
                (Status::Failed, Some(code.to_owned()))
            } else {
                (Status::Ok, None)
            };
            assert_eq!(found, [(Status::Ok, None), second, (Status::Ok, None)]);
        }
    }
}
