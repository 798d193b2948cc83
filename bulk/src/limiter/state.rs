//! The limiter.

use super::capacity::{Capacity, Evidence};
use super::clock::Clock;
use super::pace::Pace;
use super::pause::Pause;
use super::queue::{Priority, Queue};
use super::saved::{self, Writer};
use super::slots::{InFlight, Slots};
use super::suspect::Suspects;
use super::users::Users;

/// A request, from `enqueue` to its end.
pub type Ticket = u32;

/// No wait is longer: things may have changed by then.
const MAX_WAIT: f64 = 1_000.0;
/// No wait is longer while a pause may end with the next response.
const SHORT_WAIT: f64 = 50.0;
/// No report of an end is later: a host's clock may jump.
const MAX_LATE: f64 = 2_000.0;
/// The resolution of a `Retry-After` in whole seconds.
const SECOND: f64 = 1_000.0;
/// Rounding errors of sums of milliseconds.
const EPSILON: f64 = 1e-6;

/// What to do with a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// Send it now.
    Send,
    /// Ask again after this many milliseconds, not before.
    Wait(f64),
    /// It is not in the queue: it was cancelled, was sent, or nobody has asked for it for ten minutes.
    Unknown,
}

/// How a request has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A response other than 429.
    Accepted,
    /// The status 429. The wait that `Retry-After` asks for in milliseconds, if it can be read.
    RateLimited(Option<f64>),
    /// No response. The request may have arrived, so it counts.
    Unknown,
}

/// See [`crate::limiter`].
#[derive(Debug)]
pub struct Limiter {
    window: f64,
    clock: Clock,
    queue: Queue,
    slots: Slots,
    users: Users,
    pace: Pace,
    pause: Pause,
    capacity: Capacity,
    suspects: Suspects,
    /// Since when requests have been sent without a gap of a window.
    active_since: f64,
    /// When a request last had to wait for the limit of the instance.
    last_wait: f64,
    last_ticket: Ticket,
}

impl Limiter {
    /// A limiter for `requests` in any period of `window_ms`.
    #[must_use]
    pub fn new(requests: u32, window_ms: f64) -> Limiter {
        Limiter {
            window: window_ms.max(1.0),
            clock: Clock::default(),
            queue: Queue::default(),
            slots: Slots::default(),
            users: Users::default(),
            pace: Pace::default(),
            pause: Pause::default(),
            capacity: Capacity::new(requests),
            suspects: Suspects::default(),
            active_since: 0.0,
            last_wait: f64::NEG_INFINITY,
            last_ticket: 0,
        }
    }

    /// How many requests are currently sent per window at most.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.capacity.requests()
    }

    /// Adds a request that waits. `user` is the user whose metadata it changes.
    pub fn enqueue(&mut self, host_now: f64, user: Option<&str>, priority: Priority) -> Ticket {
        let now = self.clock.read(host_now);
        self.last_ticket = self.last_ticket.wrapping_add(1);
        let key = (priority, self.last_ticket);
        self.queue.add(key, user.map(str::to_owned), now);
        self.last_ticket
    }

    /// Removes a request that waits.
    pub fn cancel(&mut self, ticket: Ticket) {
        self.queue.remove(ticket);
    }

    /// Whether a request may be sent. Ask after `enqueue`, and then after each wait.
    pub fn poll(&mut self, host_now: f64, ticket: Ticket) -> Decision {
        let Some(waiting) = self.queue.get_mut(ticket) else {
            return Decision::Unknown;
        };
        let now = self.clock.read_after(host_now, waiting.since, waiting.wait);
        let user = waiting.user.clone();
        self.advance(now);
        let unblocked = user.as_ref().map(|user| self.users.time_for(user, now));
        let unblocked = unblocked.unwrap_or(Some(now)).unwrap_or(now + MAX_WAIT);
        let time = if unblocked > now + EPSILON {
            unblocked
        } else {
            self.time_for(self.queue.ahead_of(ticket, now), now)
        };
        if time > now + EPSILON {
            let slots = &self.slots;
            let is_open = self.suspects.is_open(|number| slots.sent_after(number));
            let wait = (time - now).min(if is_open { SHORT_WAIT } else { MAX_WAIT });
            if let Some(waiting) = self.queue.get_mut(ticket) {
                waiting.blocked_until = unblocked;
                (waiting.since, waiting.wait) = (now, wait);
            }
            return Decision::Wait(wait);
        }
        self.send(ticket, user, now);
        Decision::Send
    }

    /// Counts the end of a request that was sent.
    pub fn end(&mut self, host_now: f64, ticket: Ticket, outcome: Outcome) {
        self.end_late(host_now, ticket, outcome, 0.0);
    }

    /// The same, if it has ended `ago` milliseconds before `host_now`, because its host reports it later.
    pub fn end_late(&mut self, host_now: f64, ticket: Ticket, outcome: Outcome, ago: f64) {
        let now = self.clock.read(host_now);
        self.advance(now);
        let is_accepted = outcome == Outcome::Accepted;
        // An older host does not say it.
        let ended = now - if ago > 0.0 { ago.min(MAX_LATE) } else { 0.0 };
        let Some(request) = self.slots.end(ticket, ended, is_accepted) else {
            return;
        };
        if let Some(user) = &request.user {
            self.users.end(user, now);
        }
        match outcome {
            Outcome::Accepted => {
                self.pause.accepted(now);
                self.suspects.accept(&request);
            }
            Outcome::RateLimited(retry_after) => self.reject(&request, now, retry_after),
            Outcome::Unknown => {}
        }
        let slots = &self.slots;
        let confirmed = self
            .suspects
            .take_confirmed(|number| slots.sent_after(number));
        if let Some(suspect) = confirmed {
            self.users
                .block(&suspect.user, suspect.until.min(now + self.window));
            self.capacity = suspect.capacity;
            self.pause.cancel();
        }
    }

    /// For how many milliseconds a 429 still pauses all requests.
    #[must_use]
    pub fn paused_for(&mut self, host_now: f64) -> f64 {
        let now = self.clock.read(host_now);
        (self.pause.until() - now).max(0.0)
    }

    /// The state as text, without the requests that wait. `epoch_ms` is the time since 1970 in milliseconds.
    #[must_use]
    pub fn save(&mut self, host_now: f64, epoch_ms: f64) -> String {
        let now = self.clock.read(host_now);
        self.advance(now);
        let mut out = Writer::new(epoch_ms);
        let pause = (self.pause.until() - now).max(0.0).ceil();
        let active = (now - self.active_since).clamp(0.0, self.window);
        let numbers = [i64::from(self.last_ticket), pause as i64, active as i64];
        out.push("state", &numbers, None);
        self.capacity.save(&mut out, now);
        self.slots.save(&mut out, now, self.window);
        self.users.save(&mut out, now);
        out.finish()
    }

    /// A limiter that several hosts share, with a state that [`Limiter::save`] has returned. A text of another version
    /// gives a new limiter.
    #[must_use]
    pub fn restore(requests: u32, window_ms: f64, text: &str, epoch_ms: f64) -> Limiter {
        let mut limiter = Limiter {
            pace: Pace::shared(),
            ..Limiter::new(requests, window_ms)
        };
        let Some((lines, away)) = saved::read(text, epoch_ms) else {
            return limiter;
        };
        for line in lines {
            match line.name {
                "state" => {
                    limiter.last_ticket = line.number(0) as Ticket;
                    limiter.pause.restore(line.number(1) - away);
                    limiter.active_since = -(line.number(2) + away);
                }
                "capacity" => limiter.capacity.restore(&line, away),
                "ended" => limiter.slots.restore(&line, away),
                "sent" => {
                    limiter.slots.restore(&line, away);
                    if let Some(user) = line.user {
                        limiter.users.send(user);
                    }
                }
                "user" => limiter.users.restore(&line, away),
                _ => {}
            }
        }
        limiter
    }

    fn send(&mut self, ticket: Ticket, user: Option<String>, now: f64) {
        self.queue.remove(ticket);
        if self.slots.is_empty() {
            self.active_since = now;
        }
        if let Some(user) = &user {
            self.users.send(user);
        }
        self.pace.count(now, self.interval());
        self.slots.take(ticket, now, user);
    }

    fn reject(&mut self, request: &InFlight, now: f64, retry_after: Option<f64>) {
        let pause = self.pause.length(retry_after, self.window);
        // When the server's window has started. A wait in whole seconds was rounded up.
        let rounded = if pause % SECOND == 0.0 {
            SECOND / 2.0
        } else {
            0.0
        };
        let start = (now + pause - rounded - self.window).clamp(now - self.window, now);
        let since = start.max(self.active_since);
        let evidence = Evidence {
            accepted: self.slots.accepted_since(since),
            elapsed: now - start,
            observed: now - since,
            is_saturated: self.last_wait + self.window > now,
            resume_at: now + pause,
        };
        let before = self.capacity.clone();
        self.capacity.cut(now, self.window, evidence);
        self.pause.start(now, retry_after, pause);
        let until = self.pause.until();
        self.suspects
            .reject(request, now, self.window, until, before);
    }

    fn advance(&mut self, now: f64) {
        for lost in self.slots.advance(now, self.window) {
            if let Some(user) = &lost.user {
                self.users.end(user, now);
            }
        }
        self.users.advance(now);
        let (slots, window) = (&self.slots, self.window);
        let sent = || slots.accepted_since(now - window);
        self.capacity.advance(now, window, sent);
    }

    /// When a request with `ahead` others before it may be sent.
    fn time_for(&mut self, ahead: usize, now: f64) -> f64 {
        let interval = self.interval();
        let paced = self.pace.time_for(ahead, now, interval);
        let capacity = self.capacity.requests();
        let slot = self.slots.time_for(ahead, now, capacity, self.window);
        let time = paced.max(slot.unwrap_or(now + MAX_WAIT));
        if time > now + EPSILON {
            self.last_wait = now;
        }
        // After a pause, requests are spread again.
        time.max(self.pause.until() + ahead as f64 * interval)
    }

    fn interval(&self) -> f64 {
        self.window / self.capacity.requests() as f64
    }
}
