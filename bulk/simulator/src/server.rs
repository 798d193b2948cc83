//! Models of a server's rate limit. Clerk documents the number of requests, not the kind of window.

use std::collections::{HashMap, VecDeque};

/// How a server counts requests. Rejected requests do not count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// Windows that start at fixed times.
    Fixed,
    /// A window starts with the first request after the end of the last one.
    FirstHit,
    /// The requests of the last ten seconds count.
    Sliding,
}

/// All models.
pub const MODELS: [Model; 3] = [Model::Fixed, Model::FirstHit, Model::Sliding];

/// What a server sends as `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RetryAfter {
    /// Whole seconds, rounded up.
    Seconds,
    /// Seconds with three decimal places.
    Fraction,
    /// A date.
    Date,
    /// 0.
    Zero,
    /// Many years.
    Huge,
    /// No header.
    Missing,
    /// Text.
    Garbage,
}

/// All kinds of `Retry-After`.
pub const RETRY_AFTERS: [RetryAfter; 7] = [
    RetryAfter::Seconds,
    RetryAfter::Fraction,
    RetryAfter::Date,
    RetryAfter::Zero,
    RetryAfter::Huge,
    RetryAfter::Missing,
    RetryAfter::Garbage,
];

/// The length of every window.
pub const WINDOW: f64 = 10_000.0;
/// The changes of one user's metadata in a window.
const USER_LIMIT: usize = 10;

/// A server.
#[derive(Debug)]
pub struct Server {
    model: Model,
    retry_after: RetryAfter,
    limit: usize,
    phase: f64,
    start: f64,
    count: usize,
    log: VecDeque<f64>,
    users: HashMap<u32, (f64, usize)>,
}

impl Server {
    /// A server that accepts `limit` requests in a window.
    pub fn new(model: Model, retry_after: RetryAfter, limit: usize, phase: f64) -> Server {
        Server {
            model,
            retry_after,
            limit,
            phase,
            start: f64::NEG_INFINITY,
            count: 0,
            log: VecDeque::new(),
            users: HashMap::new(),
        }
    }

    /// Counts a request. The error is the `Retry-After`.
    pub fn request(&mut self, now: f64, user: Option<u32>) -> Result<(), Option<String>> {
        let user_wait = user.and_then(|user| self.user_wait(now, user));
        let wait = self.wait(now).or(user_wait);
        if let Some(wait) = wait {
            return Err(self.header(now, wait));
        }
        self.count += 1;
        self.log.push_back(now);
        if let Some(user) = user {
            let (start, count) = self.users.entry(user).or_insert((now, 0));
            if now - *start >= WINDOW {
                (*start, *count) = (now, 0);
            }
            *count += 1;
        }
        Ok(())
    }

    fn user_wait(&self, now: f64, user: u32) -> Option<f64> {
        let (start, count) = *self.users.get(&user)?;
        (now - start < WINDOW && count >= USER_LIMIT).then_some(start + WINDOW - now)
    }

    /// How long the limit of the instance lasts, if it is reached.
    fn wait(&mut self, now: f64) -> Option<f64> {
        while self.log.front().is_some_and(|at| now - at >= WINDOW) {
            self.log.pop_front();
        }
        let start = match self.model {
            Model::Fixed => ((now - self.phase) / WINDOW).floor() * WINDOW + self.phase,
            Model::FirstHit if now - self.start >= WINDOW => now,
            Model::FirstHit => self.start,
            Model::Sliding => {
                let is_full = self.log.len() >= self.limit;
                let oldest = self.log.front().filter(|_| is_full)?;
                return Some(oldest + WINDOW - now);
            }
        };
        if start != self.start {
            (self.start, self.count) = (start, 0);
        }
        (self.count >= self.limit).then_some(start + WINDOW - now)
    }

    fn header(&self, now: f64, wait: f64) -> Option<String> {
        let seconds = (wait / 1_000.0).ceil();
        Some(match self.retry_after {
            RetryAfter::Seconds => seconds.to_string(),
            RetryAfter::Fraction => format!("{:.3}", wait / 1_000.0),
            RetryAfter::Date => date(now + wait),
            RetryAfter::Zero => String::from("0"),
            RetryAfter::Huge => String::from("99999999999"),
            RetryAfter::Garbage => String::from("soon"),
            RetryAfter::Missing => return None,
        })
    }
}

/// The HTTP date of a time on the first day of 1970, rounded up.
pub fn date(now: f64) -> String {
    let seconds = (now / 1_000.0).ceil() as u64;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!(
        "Thu, 01 Jan 1970 {hours:02}:{minutes:02}:{:02} GMT",
        seconds % 60
    )
}
