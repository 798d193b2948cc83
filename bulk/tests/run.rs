//! Runs against a server that fails, loses responses, and a process that is killed at any point.

use std::collections::HashMap;

use clerk_metadata::core::{Field, merge};
use clerk_metadata_bulk::journal::Journal;
use clerk_metadata_bulk::plan::planned::Mode;
use clerk_metadata_bulk::rows::Row;
use clerk_metadata_bulk::run::{
    Action, Finished, OnDrift, Problem, Resources, Run, Settings, Status,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SETTINGS: Settings = Settings {
    send_unchanged: false,
    is_plan: false,
    mode: Mode::Patch,
    transforms: false,
    validates: false,
    rejects_duplicates: false,
    on_drift: OnDrift::Skip,
    max_failed: u32::MAX,
    concurrency: 8,
    max_offline_ms: 900_000.0,
};

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Event {
    Done,
    Fails,
    /// The change takes effect, and the response is lost.
    Lost,
    RateLimited,
    /// The process is killed before the request reaches the server.
    Killed,
    /// The process is killed after the change has taken effect.
    KilledAfter,
}

struct Server {
    users: HashMap<String, Value>,
    changes: Vec<String>,
    needless: u32,
}

impl Server {
    fn read(&self, users: &Resources) -> String {
        let found: Vec<Value> = match users {
            Resources::Ids(ids) => ids.iter().filter_map(|id| self.user(id)).collect(),
            Resources::ExternalIds(ids) => ids
                .iter()
                .filter_map(|id| self.user(&format!("user_{id}")))
                .collect(),
            _ => Vec::new(),
        };
        assert!(found.len() <= 100);
        Value::Array(found).to_string()
    }

    fn user(&self, id: &str) -> Option<Value> {
        let metadata = self.users.get(id)?;
        Some(json!({ "id": id, "external_id": &id[5..], "public_metadata": metadata }))
    }

    fn change(&mut self, id: &str, patch: &str) -> String {
        let patch = serde_json::from_str(patch).unwrap();
        let metadata = self.users.get_mut(id).unwrap();
        let before = metadata.clone();
        merge(metadata, &patch).unwrap();
        self.needless += u32::from(before == *metadata);
        self.changes.push(id.to_owned());
        self.user(id).unwrap().to_string()
    }
}

/// A request in flight. The response to a read has the values at its start.
enum Request {
    Read(String),
    Send(u32, String, String),
}

/// Runs until the end or until the process is killed. Returns whether it has ended.
fn run(
    server: &mut Server,
    rows: &[String],
    stored: &mut String,
    events: &mut impl Iterator<Item = (Event, bool)>,
) -> bool {
    let mut journal = Journal::default();
    journal.feed(stored.as_bytes()).unwrap();
    let mut run = Run::new(SETTINGS, journal);
    let mut rows = rows.iter();
    let mut now = 0.0;
    let mut requests: Vec<Request> = Vec::new();
    for _ in 0..100_000 {
        while run.wants_row() {
            match rows.next() {
                Some(row) => run.push(Row::parse(row)).map(|_| ()).unwrap(),
                None => run.end().unwrap(),
            }
        }
        while let Some(action) = run.next(now) {
            requests.push(match action {
                Action::Read(users) => Request::Read(server.read(&users)),
                Action::Send(row, id, patch) => Request::Send(
                    row,
                    id.name().to_owned(),
                    patch.get(Field::Public).unwrap().clone(),
                ),
                other => panic!("{other:?}"),
            });
        }
        stored.push_str(&run.take_lines());
        for Finished { failure, .. } in run.take_results() {
            assert_eq!(failure, None);
        }
        if run.is_done() {
            assert_eq!(run.stopped(), None);
            return true;
        }
        if requests.is_empty() {
            now += run.wait(now).expect("it waits");
            continue;
        }
        let (event, is_oldest) = events.next().unwrap_or((Event::Done, true));
        let request = requests.remove(if is_oldest { 0 } else { requests.len() - 1 });
        let no_response = problem("connection_failed", None);
        let rate_limited = problem("too_many_requests", Some(429));
        match (request, event) {
            (_, Event::Killed) | (Request::Read(_), Event::KilledAfter) => return false,
            (Request::Read(response), Event::Done) => run.read_done(&response, now),
            (Request::Read(_), Event::RateLimited) => run.read_failed(&rate_limited, now),
            (Request::Read(_), Event::Fails | Event::Lost) => run.read_failed(&no_response, now),
            (Request::Send(_, id, patch), Event::KilledAfter) => {
                server.change(&id, &patch);
                return false;
            }
            (Request::Send(row, id, patch), Event::Done) => {
                run.send_done(row, &server.change(&id, &patch), now);
            }
            (Request::Send(row, id, patch), Event::Lost) => {
                server.change(&id, &patch);
                run.send_failed(row, &no_response, now);
            }
            (Request::Send(row, ..), Event::RateLimited) => {
                run.send_failed(row, &rate_limited, now)
            }
            (Request::Send(row, ..), Event::Fails) => {
                run.send_failed(row, &problem("internal_clerk_error", Some(500)), now);
            }
        }
    }
    panic!("the run does not end");
}

fn problem(code: &str, status: Option<u16>) -> Problem {
    Problem {
        code: code.into(),
        status,
        ..Problem::default()
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => Just(Event::Done),
        1 => Just(Event::Fails),
        1 => Just(Event::Lost),
        1 => Just(Event::RateLimited),
        1 => Just(Event::Killed),
        1 => Just(Event::KilledAfter),
    ]
}

/// A row for one of a few users, by either ID, with one of a few changes.
fn row() -> impl Strategy<Value = (usize, bool, Value)> {
    let change = prop_oneof![
        (0..4).prop_map(|n| json!({ "n": n })),
        Just(json!({ "n": null })),
        (0..3).prop_map(|n| json!({ "deep": { "a": n } })),
        Just(json!({ "deep": 1 })),
    ];
    (0..12_usize, any::<bool>(), change)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_row_is_done_once_and_in_order(
        rows in proptest::collection::vec(row(), 0..400),
        events in proptest::collection::vec((event(), any::<bool>()), 0..300),
    ) {
        let mut expected: HashMap<String, Value> = HashMap::new();
        let mut texts = Vec::new();
        for (user, by_external_id, patch) in &rows {
            let name = if *by_external_id { json!({ "externalId": user.to_string() }) } else { json!({ "id": format!("user_{user}") }) };
            let mut row = name;
            row["publicMetadata"] = patch.clone();
            texts.push(row.to_string());
            merge(expected.entry(format!("user_{user}")).or_insert(json!({})), patch).unwrap();
        }
        let users = expected.keys().map(|id| (id.clone(), json!({}))).collect();
        let mut server = Server { users, changes: Vec::new(), needless: 0 };
        let mut stored = String::new();
        let mut events = events.into_iter();
        let mut kills = 0;
        while !run(&mut server, &texts, &mut stored, &mut events) {
            kills += 1;
            // The last line may be incomplete.
            if kills % 2 == 0 {
                let end = stored.rfind('\n').map_or(0, |end| end + 1);
                stored.truncate(end);
            }
        }
        prop_assert_eq!(&server.users, &expected);
        prop_assert_eq!(server.needless, 0);
        let mut journal = Journal::default();
        journal.feed(stored.as_bytes()).unwrap();
        let total: u32 = journal.counts.all().map(|(_, count)| count).sum();
        prop_assert_eq!(total as usize, rows.len());
        prop_assert_eq!(journal.counts.get(Status::Failed) + journal.counts.get(Status::Missing), 0);
        // Another run finds nothing to do.
        let changes = server.changes.len();
        prop_assert!(run(&mut server, &texts, &mut stored, &mut std::iter::empty()));
        prop_assert_eq!(server.changes.len(), changes);
    }
}
