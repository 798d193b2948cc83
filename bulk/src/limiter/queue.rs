//! The requests that wait to be sent.

use std::collections::BTreeMap;

use super::state::Ticket;

/// Requests of the app go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A call of the app.
    App,
    /// A call of an operation on many users.
    Background,
}

/// A request whose host has not asked for this long after the time at which it should have is passed over: in a Worker,
/// the end of the incoming request ends its timers.
const LATE: f64 = 1_000.0;
/// After this time it is dropped.
const LOST: f64 = 600_000.0;

/// How many requests are looked at to find the position of one.
const MAX_SCANNED: usize = 1_000;

/// A request that waits.
#[derive(Debug)]
pub struct Waiting {
    /// The user that it changes.
    pub user: Option<String>,
    /// The limit of its user prevents it from being sent before this time.
    pub blocked_until: f64,
    /// When its host was asked to wait, and for how long.
    pub since: f64,
    /// See `since`.
    pub wait: f64,
}

impl Waiting {
    fn counts(&self, now: f64) -> bool {
        self.blocked_until <= now && self.since + self.wait + LATE >= now
    }
}

/// See the module.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: BTreeMap<(Priority, Ticket), Waiting>,
    next_cleanup: f64,
}

impl Queue {
    /// Adds a request.
    pub fn add(&mut self, key: (Priority, Ticket), user: Option<String>, now: f64) {
        let waiting = Waiting {
            user,
            blocked_until: 0.0,
            since: now,
            wait: 0.0,
        };
        self.waiting.insert(key, waiting);
        if now >= self.next_cleanup {
            self.next_cleanup = now + LOST;
            self.waiting
                .retain(|_, waiting| waiting.since + waiting.wait + LOST >= now);
        }
    }

    /// Removes a request.
    pub fn remove(&mut self, ticket: Ticket) -> Option<Waiting> {
        let key = self.key_of(ticket)?;
        self.waiting.remove(&key)
    }

    /// A request, and its priority.
    pub fn get_mut(&mut self, ticket: Ticket) -> Option<&mut Waiting> {
        let key = self.key_of(ticket)?;
        self.waiting.get_mut(&key)
    }

    /// How many others are sent before a request.
    pub fn ahead_of(&self, ticket: Ticket, now: f64) -> usize {
        let Some(key) = self.key_of(ticket) else {
            return 0;
        };
        let before = self.waiting.range(..key).take(MAX_SCANNED);
        before.filter(|(_, waiting)| waiting.counts(now)).count()
    }

    fn key_of(&self, ticket: Ticket) -> Option<(Priority, Ticket)> {
        let mut keys = [(Priority::App, ticket), (Priority::Background, ticket)].into_iter();
        keys.find(|key| self.waiting.contains_key(key))
    }
}
