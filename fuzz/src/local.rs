//! A script for the local Backend API, a line each:
//!
//! | line | what it does |
//! |---|---|
//! | `METHOD URL BODY` | sends a request |
//! | `key TEXT`, `type TEXT`, `version TEXT` | sets a header of all that follow; without a text, leaves it out |
//! | `wait MS` | sets the clock on, or back |
//! | `host BODY` | makes a user as the program around it may |
//! | `seed N`, `clear` | as the program around it may |
//! | `fail` | the data file cannot be written from here on, or can again |
//! | `limits` | anywhere: the rate limits hold |

use std::collections::{HashMap, HashSet};

use clerk_metadata::core::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use clerk_metadata::core::response::http_response::{self, Expected};
use clerk_metadata::core::{Field, HttpResponse, UserId};
use clerk_metadata_local::journal::{self, HEADER};
use clerk_metadata_local::store::Identifier;
use clerk_metadata_local::{
    Backend, Journal, Replay, Request, Response, Settings, SplitMix, Store,
};

use super::oracle;

const KEY: &str = "sk_test_fuzz";
const NOW: i64 = 1_700_000_000_000;
/// The last time that JavaScript knows; no host has a later one.
const LAST: i64 = 8_640_000_000_000_000;

/// Runs a script and judges every answer, and the users after each.
pub fn check(data: &[u8]) {
    let Ok(script) = std::str::from_utf8(data) else {
        return;
    };
    let mut run = Run::new(script.lines().any(|line| line == "limits"));
    for line in script.lines() {
        run.line(line);
    }
    run.end();
}

#[derive(Default)]
struct Lines {
    kept: Vec<String>,
    fails: bool,
}

impl Journal for Lines {
    fn append(&mut self, line: &str) -> Result<(), String> {
        if self.fails {
            return Err(String::from("the disk is full"));
        }
        assert!(!line.contains('\n'), "a line of the data file is one line");
        self.kept.push(line.to_owned());
        Ok(())
    }
}

struct Run {
    backend: Backend,
    lines: Lines,
    numbers: SplitMix,
    now: i64,
    headers: Request,
    /// The users after the line before.
    state: String,
    /// What users have or had for themselves alone.
    identifiers: HashSet<(Identifier, String)>,
}

impl Run {
    fn new(rate_limit: bool) -> Run {
        Run {
            backend: Backend::new(Settings {
                secret_key: Some(KEY.to_owned()),
                rate_limit,
            }),
            lines: Lines::default(),
            numbers: SplitMix::new(1),
            now: NOW,
            headers: Request {
                authorization: Some(format!("Bearer {KEY}")),
                content_type: Some(String::from("application/json")),
                ..Request::default()
            },
            state: state(&Store::new()),
            identifiers: HashSet::new(),
        }
    }

    fn line(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let text = (!rest.is_empty()).then(|| rest.to_owned());
        match word {
            "limits" => {}
            "key" => self.headers.authorization = text,
            "type" => self.headers.content_type = text,
            "version" => self.headers.api_version = text,
            "wait" => {
                let by = rest.parse().unwrap_or(1000);
                self.now = self.now.saturating_add(by).clamp(0, LAST);
            }
            "fail" => self.lines.fails = !self.lines.fails,
            "host" => self.host(rest),
            "seed" => {
                let count = rest.parse::<u64>().unwrap_or(3).min(5);
                let seeded = self.backend.seed(count, self.now, &mut self.lines);
                assert!(seeded.is_ok() || self.lines.fails);
                self.has_changed();
            }
            "clear" => {
                let cleared = self.backend.clear(&mut self.lines);
                assert_eq!(cleared.is_ok(), !self.lines.fails);
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

    fn host(&mut self, body: &str) {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let made = self
            .backend
            .create(body, self.now, &mut random, &mut self.lines);
        match made {
            Ok(user) => {
                user_is_read(&user);
                assert!(self.has_changed());
            }
            Err(refusal) => {
                shape(&refusal.response("0123456789abcdef0123456789abcdef"));
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
            .handle(request, self.now, &mut random, &mut self.lines);
        shape(&response);
        let has_changed = self.has_changed();
        if response.status != 200 || request.method == "GET" {
            assert!(!has_changed, "nothing was to change");
        }
        if response.status == 200 {
            assert!(
                request
                    .authorization
                    .as_deref()
                    .is_some_and(|key| key.contains(KEY))
            );
            answered(request, &response.body, self.backend.store().len());
            if let Some(before) = user_before {
                changed(request, &before, &response.body);
            }
        }
    }

    /// Whether the users are others than after the line before. If so, they are judged.
    fn has_changed(&mut self) -> bool {
        let state = state(self.backend.store());
        let has_changed = state != self.state;
        if has_changed {
            self.valid();
            self.state = state;
        }
        has_changed
    }

    /// The user whose metadata a request is to change.
    fn target(&self, request: &Request) -> Option<String> {
        let id = request.path.strip_prefix("/v1/users/")?;
        self.backend.get(id.strip_suffix("/metadata")?)
    }

    /// Every user is one that could have been made, and found by what is theirs alone.
    fn valid(&mut self) {
        let store = self.backend.store();
        let (mut ids, mut holders) = (HashSet::new(), HashMap::new());
        for (number, user) in store.from(0) {
            assert!(ids.insert(&user.id), "two users with the id {}", user.id);
            assert!(UserId::new(&user.id).is_ok(), "{:?}", user.id);
            assert_eq!(store.number(&user.id), Some(number));
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
                let earlier = holders.insert((kind, kind.normal(value)), number);
                assert_eq!(earlier, None, "two users have {value}");
            }
        }
        assert_eq!(ids.len(), store.len());
        // What is gone is free again.
        self.identifiers.extend(holders.keys().cloned());
        for identifier in &self.identifiers {
            let (kind, value) = identifier;
            let found = store.find(*kind, value);
            assert_eq!(found, holders.get(identifier).copied(), "{value}");
        }
    }

    /// The data file gives back what there is, as it was written and compacted.
    fn end(&mut self) {
        let whole = format!("{HEADER}\n{}", self.lines.kept.join("\n"));
        for mut file in [whole, self.state.clone()] {
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
fn state(store: &Store) -> String {
    let compacted = journal::compacted(store, 0, usize::MAX);
    assert_eq!(compacted.next, None);
    compacted.lines
}

/// Every answer is JSON, and every refusal has the shape of Clerk's.
fn shape(response: &Response) {
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

/// The client reads what the local Backend API answers.
fn answered(request: &Request, body: &str, users: usize) {
    if request.method == "DELETE" {
        return assert_eq!(oracle::object(body).unwrap()["deleted"].get(), "true");
    }
    if request.method != "GET" {
        return user_is_read(body);
    }
    match request.path.as_str() {
        "/v1/users" => {
            let list = read(body, Expected::Users);
            let list = oracle::array(&list).unwrap();
            assert!(list.len() <= users.min(500));
        }
        "/v1/users/count" => {
            let count: usize = read(body, Expected::Count).parse().unwrap();
            assert!(count <= users && (!request.query.is_empty() || count == users));
        }
        _ => user_is_read(body),
    }
}

fn user_is_read(body: &str) {
    assert!(oracle::is_json(body), "{body}");
    read(body, Expected::User);
}

fn read(body: &str, expected: Expected) -> String {
    let answer = HttpResponse {
        status: 200,
        body: body.to_owned(),
        ..HttpResponse::default()
    };
    http_response::read(&answer, expected).unwrap()
}

/// A change did to each field what RFC 7396, or a plain replacement, does, and nothing else.
fn changed(request: &Request, before: &str, after: &str) {
    let (before, after) = (
        oracle::object(before).unwrap(),
        oracle::object(after).unwrap(),
    );
    // A key or string that the oracle cannot read, for it holds half a surrogate pair, is not compared.
    let Some(given) = oracle::object(&request.body) else {
        return;
    };
    assert!(before.keys().eq(after.keys()));
    for (name, before) in &before {
        let after = after[name].get();
        match given.get(name) {
            Some(given) => {
                let (Some(given), Some(before)) =
                    (oracle::value(given.get()), oracle::value(before.get()))
                else {
                    continue;
                };
                let expected = match request.method.as_str() {
                    "PATCH" => oracle::merged(Some(before), &given),
                    _ => given,
                };
                assert_eq!(after, expected.to_string(), "{name}");
            }
            None if name == "updated_at" => {
                let time = |text: &str| text.parse::<i64>().unwrap();
                assert!(time(after) >= time(before.get()));
            }
            None => assert_eq!(after, before.get(), "{name} was not given"),
        }
    }
}
