//! The limiter of `createRedisLimiter`: its script in a Redis server, with virtual time, and what its host does.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU32, Ordering};

use clerk_metadata_bulk::limiter::retry_after;
use redis::{Commands, Connection, FromRedisValue, Script};

use crate::server::date;
use crate::strategy::{Response, Strategy, Wish};

const SOURCE: &str = include_str!("../../../pkg/src/bullmq/limiter.lua");
/// How many requests with one priority ask Redis at the same time, as in `redis-limiter.js`.
const ASKERS: usize = 3;
const LEASE: f64 = 10_000.0;
/// How often those that wait for an asker look for one.
const LOCAL_WAIT: f64 = 5.0;
const KEYS: [&str; 8] = [
    "state", "slots", "flight", "accepted", "waiting", "user:", "recent", "causes",
];

/// The name of the next limiter: each one starts anew.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// The limiter of a process. Clones of one are processes that share the slots.
pub struct RedisScript {
    url: String,
    name: String,
    /// Identifies the process.
    process: usize,
    connection: Connection,
    script: Script,
    requests: u32,
    window: f64,
    /// The workers that ask Redis, by priority.
    askers: [[Option<usize>; ASKERS]; 2],
    /// Until when the limit of a user prevents its requests.
    blocked: HashMap<u32, f64>,
    /// The number and the user of each worker's request in flight.
    in_flight: HashMap<usize, (u64, Option<u32>)>,
    next_renewal: f64,
}

impl RedisScript {
    /// A limiter of its own in the server with this URL.
    #[must_use]
    pub fn new(url: &str, requests: u32, window: f64) -> RedisScript {
        let name = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        RedisScript::process(url, name, 0, requests, window)
    }

    /// Another process that shares the slots.
    #[must_use]
    pub fn other_process(&self, process: usize) -> RedisScript {
        let name = self.name.clone();
        RedisScript::process(&self.url, name, process, self.requests, self.window)
    }

    fn process(url: &str, name: String, process: usize, requests: u32, window: f64) -> RedisScript {
        let client = redis::Client::open(url).expect("the URL of a server");
        RedisScript {
            url: String::from(url),
            name,
            process,
            connection: client.get_connection().expect("a connection"),
            script: Script::new(SOURCE),
            requests,
            window,
            askers: [[None; ASKERS]; 2],
            blocked: HashMap::new(),
            in_flight: HashMap::new(),
            next_renewal: LEASE / 3.0,
        }
    }

    fn call<T: FromRedisValue>(&mut self, now: f64, user: Option<u32>, arguments: &[String]) -> T {
        let mut call = self.script.prepare_invoke();
        for key in KEYS {
            let user = user.filter(|_| key == "user:").map(|user| user.to_string());
            call.key(format!("{}:{key}{}", self.name, user.unwrap_or_default()));
        }
        let (operation, rest) = arguments.split_first().expect("an operation");
        call.arg(operation).arg(self.window).arg(self.requests);
        call.arg(LEASE).arg(now).arg(rest);
        call.invoke(&mut self.connection).expect("a reply")
    }

    fn renew(&mut self, now: f64) {
        if now < self.next_renewal {
            return;
        }
        self.next_renewal = now + LEASE / 3.0;
        let numbers = self
            .in_flight
            .values()
            .map(|(number, _)| number.to_string());
        let arguments: Vec<String> = [String::from("renew")].into_iter().chain(numbers).collect();
        self.call::<i64>(now, None, &arguments);
    }

    /// The place of a worker among those that ask Redis; `None` if others do.
    fn asker(&mut self, worker: usize, priority: usize) -> Option<usize> {
        let askers = &mut self.askers[priority];
        let existing = askers.iter().position(|asker| *asker == Some(worker));
        let index = existing.or_else(|| askers.iter().position(Option::is_none))?;
        askers[index] = Some(worker);
        Some(index)
    }
}

impl Drop for RedisScript {
    fn drop(&mut self) {
        let names: HashSet<String> = self
            .connection
            .keys(format!("{}:*", self.name))
            .unwrap_or_default();
        if !names.is_empty() {
            let _: Result<u32, _> = self.connection.del(names);
        }
    }
}

impl Strategy for RedisScript {
    fn poll(&mut self, now: f64, wish: Wish) -> Option<f64> {
        self.renew(now);
        let until = wish.user.and_then(|user| self.blocked.get(&user));
        if let Some(wait) = until.map(|until| until - now).filter(|wait| *wait > 0.0) {
            return Some(wait);
        }
        let priority = usize::from(!wish.is_app);
        let Some(index) = self.asker(wish.worker, priority) else {
            return Some(LOCAL_WAIT);
        };
        let user = wish.user.map(|user| user.to_string()).unwrap_or_default();
        let holder = format!("{}:{priority}:{index}", self.process);
        let arguments = [String::from("acquire"), holder, priority.to_string(), user];
        let reply: Vec<u64> = self.call(now, wish.user, &arguments);
        let value = reply[1];
        if reply[0] == 1 {
            self.askers[priority][index] = None;
            self.in_flight.insert(wish.worker, (value, wish.user));
            return None;
        }
        if reply.get(2) == Some(&1) {
            self.askers[priority][index] = None;
            if let Some(user) = wish.user {
                self.blocked.insert(user, now + value as f64);
            }
        }
        Some(value as f64)
    }

    fn end(&mut self, now: f64, worker: usize, response: &Response) {
        let (number, user) = self
            .in_flight
            .remove(&worker)
            .expect("a request that was sent");
        let (outcome, wait) = match response {
            None => ("unknown", None),
            Some(Ok(())) => ("accepted", None),
            Some(Err(header)) => (
                "rejected",
                header
                    .as_ref()
                    .and_then(|header| retry_after::wait(header, Some(&date(now)), now)),
            ),
        };
        let arguments = [
            String::from("end"),
            number.to_string(),
            String::from(outcome),
            wait.unwrap_or(0.0).to_string(),
            user.map(|user| user.to_string()).unwrap_or_default(),
        ];
        self.call::<i64>(now, user, &arguments);
    }
}
