//! A script for the local Backend API, one command per line:
//!
//! | line | effect |
//! |---|---|
//! | `METHOD URL BODY` | sends a request |
//! | `key TEXT`, `type TEXT`, `version TEXT` | sets a header of all following requests; without a text, removes it |
//! | `wait MS` | moves the clock forward, or back |
//! | `host BODY` | creates a user as the host program |
//! | `seed N`, `clear` | seeds users, or removes all users, as the host program |
//! | `fail` | toggles whether writing the data file fails |
//! | `limits` | anywhere in the script: enables the rate limits |

use std::collections::{HashMap, HashSet};

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::response::http_response::{self, Expected};
use clerk_metadata::core::{Field, HttpResponse, UserId};
use clerk_metadata_local::journal::{self, HEADER};
use clerk_metadata_local::store::Identifier;
use clerk_metadata_local::{
    Backend, Journal, Replay, Request, Response, Settings, SplitMix, Store,
};

use super::{oracle, rfc7396};

const KEY: &str = "sk_test_fuzz";
const NOW: i64 = 1_700_000_000_000;
/// The latest time that a JavaScript `Date` can represent.
const MAX_TIME: i64 = 8_640_000_000_000_000;

/// Runs a script, and checks every response and the users after each command.
pub fn check(data: &[u8]) {
    let Ok(script) = std::str::from_utf8(data) else {
        return;
    };
    let mut run = Run::new(script.lines().any(|line| line == "limits"));
    for line in script.lines() {
        run.execute(line);
    }
    run.check_data_file();
}

#[derive(Default)]
struct TestJournal {
    written: Vec<String>,
    fails: bool,
}

impl Journal for TestJournal {
    fn append(&mut self, line: &str) -> Result<(), String> {
        if self.fails {
            return Err(String::from("the disk is full"));
        }
        assert!(!line.contains('\n'), "a line of the data file is one line");
        self.written.push(line.to_owned());
        Ok(())
    }
}

struct Run {
    backend: Backend,
    journal: TestJournal,
    numbers: SplitMix,
    now: i64,
    headers: Request,
    /// The users after the previous command, as text.
    state: String,
    /// The identifiers that users have or had.
    identifiers: HashSet<(Identifier, String)>,
}

impl Run {
    fn new(rate_limit: bool) -> Run {
        Run {
            backend: Backend::new(Settings {
                secret_key: Some(KEY.to_owned()),
                rate_limit,
                ..Settings::default()
            }),
            journal: TestJournal::default(),
            numbers: SplitMix::new(1),
            now: NOW,
            headers: Request {
                authorization: Some(format!("Bearer {KEY}")),
                content_type: Some(String::from("application/json")),
                ..Request::default()
            },
            state: users_text(&Store::new()),
            identifiers: HashSet::new(),
        }
    }

    fn execute(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let text = (!rest.is_empty()).then(|| rest.to_owned());
        match word {
            "limits" => {}
            "key" => self.headers.authorization = text,
            "type" => self.headers.content_type = text,
            "version" => self.headers.api_version = text,
            "wait" => {
                let by = rest.parse().unwrap_or(1000);
                self.now = self.now.saturating_add(by).clamp(0, MAX_TIME);
            }
            "fail" => self.journal.fails = !self.journal.fails,
            "host" => self.create_as_host(rest),
            "seed" => {
                let count = rest.parse::<u64>().unwrap_or(3).min(5);
                let seeded = self.backend.seed(count, self.now, &mut self.journal);
                assert!(seeded.is_ok() || self.journal.fails);
                self.has_changed();
            }
            "clear" => {
                let cleared = self.backend.clear(&mut self.journal);
                assert_eq!(cleared.is_ok(), !self.journal.fails);
                assert!(cleared.is_err() || self.backend.store().is_empty());
                self.has_changed();
            }
            method => {
                let (url, body) = rest.split_once(' ').unwrap_or((rest, ""));
                let request = Request::new(method, url);
                self.send(&Request {
                    body: body.to_owned(),
                    method: request.method,
                    path: request.path,
                    query: request.query,
                    ..self.headers.clone()
                });
            }
        }
    }

    fn create_as_host(&mut self, body: &str) {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let created = self
            .backend
            .create(body, self.now, &mut random, &mut self.journal);
        match created {
            Ok(user) => {
                assert_client_reads_user(&user);
                assert!(self.has_changed());
            }
            Err(error) => {
                assert_response_format(&error.response("0123456789abcdef0123456789abcdef"));
                assert!(!self.has_changed());
            }
        }
    }

    fn send(&mut self, request: &Request) {
        let user_before = self.target(request);
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let response = self
            .backend
            .handle(request, self.now, &mut random, &mut self.journal);
        assert_response_format(&response);
        let has_changed = self.has_changed();
        if response.status != 200 || request.method == "GET" {
            assert!(
                !has_changed,
                "a rejected request or a read changed the users"
            );
        }
        if response.status == 200 {
            assert!(
                request
                    .authorization
                    .as_deref()
                    .is_some_and(|key| key.contains(KEY))
            );
            assert_client_reads(request, &response.body, self.backend.store().len());
            if let Some(before) = user_before {
                assert_metadata_change(request, &before, &response.body);
            }
        }
    }

    /// Whether the users have changed since the previous command. If so, they are checked.
    fn has_changed(&mut self) -> bool {
        let state = users_text(self.backend.store());
        let has_changed = state != self.state;
        if has_changed {
            self.assert_store_is_valid();
            self.state = state;
        }
        has_changed
    }

    /// The user whose metadata a request changes.
    fn target(&self, request: &Request) -> Option<String> {
        let id = request.path.strip_prefix("/v1/users/")?;
        self.backend.get(id.strip_suffix("/metadata")?)
    }

    /// Checks that every user is valid and can be found by its identifiers.
    fn assert_store_is_valid(&mut self) {
        let store = self.backend.store();
        let (mut ids, mut holders) = (HashSet::new(), HashMap::new());
        for (number, user) in store.users_from(0) {
            assert!(ids.insert(&user.id), "two users with the id {}", user.id);
            assert!(UserId::new(&user.id).is_ok(), "{:?}", user.id);
            assert_eq!(store.number_of(&user.id), Some(number));
            for field in Field::ALL {
                let text = user.metadata(field).text();
                assert!(text.starts_with('{') && oracle::is_json(text), "{text}");
                assert!(text.len() <= MAX_FIELD_BYTES && oracle::depth(text) <= MAX_DEPTH);
            }
            let lists = [
                (Identifier::EmailAddress, &user.email_addresses),
                (Identifier::PhoneNumber, &user.phone_numbers),
                (Identifier::Web3Wallet, &user.web3_wallets),
            ];
            let many = lists
                .into_iter()
                .flat_map(|(kind, list)| list.iter().map(move |item| (kind, &item.value)));
            let external_id = user
                .external_id
                .iter()
                .map(|id| (Identifier::ExternalId, id));
            let username = user
                .username
                .iter()
                .map(|name| (Identifier::Username, name));
            for (kind, value) in external_id.chain(username).chain(many) {
                let earlier = holders.insert((kind, kind.normalized(value)), number);
                assert_eq!(earlier, None, "two users have {value}");
            }
        }
        assert_eq!(ids.len(), store.len());
        // The identifiers of removed users are free again.
        self.identifiers.extend(holders.keys().cloned());
        for identifier in &self.identifiers {
            let (kind, value) = identifier;
            let found = store.find(*kind, value);
            assert_eq!(found, holders.get(identifier).copied(), "{value}");
        }
    }

    /// Checks that the data file restores the users, both as it was written and compacted.
    fn check_data_file(&mut self) {
        let journal_file = format!("{HEADER}\n{}", self.journal.written.join("\n"));
        for mut file in [journal_file, self.state.clone()] {
            if !file.ends_with('\n') {
                file.push('\n');
            }
            let mut replay = Replay::new();
            for piece in file.as_bytes().chunks(97) {
                replay.feed(piece).unwrap();
            }
            let replayed = replay.end().unwrap();
            assert!(!replayed.torn);
            assert!(replayed.store == *self.backend.store(), "{file}");
        }
    }
}

/// All users, as text.
fn users_text(store: &Store) -> String {
    let compacted = journal::compacted(store, 0, usize::MAX);
    assert_eq!(compacted.next, None);
    compacted.lines
}

/// Checks that every response is JSON, and that every error response has Clerk's format.
fn assert_response_format(response: &Response) {
    assert_eq!(response.header("content-type"), Some("application/json"));
    let trace = response.header("x-clerk-trace-id").unwrap();
    assert!(trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert!(oracle::is_json(&response.body), "{}", response.body);
    assert_eq!(response.header("allow").is_some(), response.status == 405);
    let retry_after = response.header("retry-after");
    assert_eq!(retry_after.is_some(), response.status == 429);
    if let Some(seconds) = retry_after {
        assert!(
            (1..=10).contains(&seconds.parse::<i64>().unwrap()),
            "{seconds}"
        );
    }
    match response.status {
        200 => return,
        400 | 401 | 404 | 405 | 413 | 415 | 422 | 429 | 500 => {}
        other => panic!("status {other}"),
    }
    let body = oracle::object(&response.body).unwrap();
    assert_eq!(oracle::string(body["clerk_trace_id"].get()).unwrap(), trace);
    let errors = oracle::array(body["errors"].get()).unwrap();
    assert!(!errors.is_empty());
    for error in errors {
        let error = oracle::object(error.get()).unwrap();
        for name in ["code", "message", "long_message"] {
            assert!(!oracle::string(error[name].get()).unwrap().is_empty());
        }
    }
}

/// Checks that the client can read the responses of the local Backend API.
fn assert_client_reads(request: &Request, body: &str, users: usize) {
    if request.method == "DELETE" {
        return assert_eq!(oracle::object(body).unwrap()["deleted"].get(), "true");
    }
    if request.method != "GET" {
        return assert_client_reads_user(body);
    }
    match request.path.as_str() {
        "/v1/users" => {
            let list = read_as_client(body, Expected::Users);
            let list = oracle::array(&list).unwrap();
            assert!(list.len() <= users.min(500));
        }
        "/v1/users/count" => {
            let count: usize = read_as_client(body, Expected::Count).parse().unwrap();
            assert!(count <= users && (!request.query.is_empty() || count == users));
        }
        _ => assert_client_reads_user(body),
    }
}

fn assert_client_reads_user(body: &str) {
    assert!(oracle::is_json(body), "{body}");
    read_as_client(body, Expected::User);
}

fn read_as_client(body: &str, expected: Expected) -> String {
    let response = HttpResponse {
        status: 200,
        body: body.to_owned(),
        ..HttpResponse::default()
    };
    http_response::read(&response, expected).unwrap()
}

/// Checks that a request changed each field according to RFC 7396, or replaced it, and changed nothing else.
fn assert_metadata_change(request: &Request, before: &str, after: &str) {
    let (before, after) = (
        oracle::object(before).unwrap(),
        oracle::object(after).unwrap(),
    );
    // A key or string with a lone surrogate cannot be read by the oracle, so it is not compared.
    let Some(input) = oracle::object(&request.body) else {
        return;
    };
    assert!(before.keys().eq(after.keys()));
    for (name, before) in &before {
        let after = after[name].get();
        match input.get(name) {
            Some(input) => {
                let (Some(input), Some(before)) =
                    (oracle::value(input.get()), oracle::value(before.get()))
                else {
                    continue;
                };
                let expected = match request.method.as_str() {
                    "PATCH" => rfc7396::merged(Some(before), &input),
                    _ => input,
                };
                assert_eq!(after, expected.to_string(), "{name}");
            }
            None if name == "updated_at" => {
                let time = |text: &str| text.parse::<i64>().unwrap();
                assert!(time(after) >= time(before.get()));
            }
            None => assert_eq!(after, before.get(), "{name} was not in the request"),
        }
    }
}
