//! What decides when a program sends its requests: the limiter, and what programs use without it.

use clerk_metadata_bulk::limiter::{Decision, Limiter, Outcome, Priority, Ticket, retry_after};

use crate::random::Random;
use crate::server::date;

/// The response to a request: accepted, or a 429 with its `Retry-After`; `None` if there was no response.
pub type Response = Option<Result<(), Option<String>>>;

/// A request that a worker of a program wants to send.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The worker, from 0.
    pub worker: usize,
    /// The user that it changes.
    pub user: Option<u32>,
    /// Whether it is a call of the app.
    pub is_app: bool,
}

/// See the module.
pub trait Strategy {
    /// How long the worker has to wait before it asks again; `None`: it may send now.
    fn poll(&mut self, now: f64, wish: Wish) -> Option<f64>;
    /// Counts the response to the worker's request.
    fn end(&mut self, now: f64, worker: usize, response: &Response);
}

/// The limiter of the package.
pub struct Shipped {
    limiter: Limiter,
    tickets: Vec<Option<(Ticket, bool)>>,
    restart: Option<Restart>,
}

/// The host loses its memory, and continues with a saved state.
struct Restart {
    requests: u32,
    window: f64,
    interval: f64,
    next: f64,
}

impl Shipped {
    /// A limiter for `requests` per window.
    pub fn new(requests: u32, window: f64) -> Shipped {
        Shipped {
            limiter: Limiter::new(requests, window),
            tickets: Vec::new(),
            restart: None,
        }
    }

    /// The same, saved and restored after each `interval`.
    pub fn restarted(requests: u32, window: f64, interval: f64) -> Shipped {
        let restart = Restart {
            requests,
            window,
            interval,
            next: interval,
        };
        Shipped {
            restart: Some(restart),
            ..Shipped::new(requests, window)
        }
    }
}

impl Strategy for Shipped {
    fn poll(&mut self, now: f64, wish: Wish) -> Option<f64> {
        if let Some(restart) = self.restart.as_mut().filter(|restart| restart.next <= now) {
            restart.next += restart.interval;
            let text = self.limiter.save(now, now);
            self.limiter = Limiter::restore(restart.requests, restart.window, &text, now);
        }
        let Wish {
            worker,
            user,
            is_app,
        } = wish;
        if self.tickets.len() <= worker {
            self.tickets.resize(worker + 1, None);
        }
        let waiting = self.tickets[worker].filter(|(_, is_waiting)| *is_waiting);
        let ticket = waiting.map_or_else(
            || {
                let user = user.map(|user| user.to_string());
                let priority = if is_app {
                    Priority::App
                } else {
                    Priority::Background
                };
                self.limiter.enqueue(now, user.as_deref(), priority)
            },
            |(ticket, _)| ticket,
        );
        let decision = self.limiter.poll(now, ticket);
        self.tickets[worker] = Some((ticket, decision != Decision::Send));
        match decision {
            Decision::Send => None,
            Decision::Wait(wait) => Some(wait),
            // As the host does: it is enqueued again.
            Decision::Unknown => {
                self.tickets[worker] = None;
                Some(0.0)
            }
        }
    }

    fn end(&mut self, now: f64, worker: usize, response: &Response) {
        let (ticket, _) = self.tickets[worker].expect("a request that was sent");
        let outcome = match response {
            None => Outcome::Unknown,
            Some(Ok(())) => Outcome::Accepted,
            Some(Err(header)) => Outcome::RateLimited(
                header
                    .as_ref()
                    .and_then(|header| retry_after::wait(header, Some(&date(now)), now)),
            ),
        };
        self.limiter.end(now, ticket, outcome);
    }
}

/// Each worker sends at once, and waits after a 429.
pub struct WaitOn429 {
    wait: f64,
    until: Vec<f64>,
}

impl WaitOn429 {
    /// `wait` in milliseconds.
    pub fn new(wait: f64) -> WaitOn429 {
        WaitOn429 {
            wait,
            until: Vec::new(),
        }
    }
}

impl Strategy for WaitOn429 {
    fn poll(&mut self, now: f64, Wish { worker, .. }: Wish) -> Option<f64> {
        self.until.resize(self.until.len().max(worker + 1), 0.0);
        Some(self.until[worker] - now).filter(|wait| *wait > 0.0)
    }

    fn end(&mut self, now: f64, worker: usize, response: &Response) {
        if let Some(Err(_)) = response {
            self.until[worker] = now + self.wait;
        }
    }
}

/// A number of requests that is refilled at fixed times.
pub struct Reservoir {
    size: f64,
    window: f64,
    left: f64,
    refill: f64,
}

impl Reservoir {
    /// `size` requests per window.
    pub fn new(size: f64, window: f64) -> Reservoir {
        Reservoir {
            size,
            window,
            left: size,
            refill: window,
        }
    }
}

impl Strategy for Reservoir {
    fn poll(&mut self, now: f64, _: Wish) -> Option<f64> {
        while now >= self.refill {
            self.refill += self.window;
            self.left = self.size;
        }
        if self.left < 1.0 {
            return Some(self.refill - now);
        }
        self.left -= 1.0;
        None
    }

    fn end(&mut self, _: f64, _: usize, _: &Response) {}
}

/// A bucket that tokens drip into.
pub struct TokenBucket {
    burst: f64,
    per_ms: f64,
    tokens: f64,
    at: f64,
}

impl TokenBucket {
    /// At most `burst` requests at once, `rate` per second on average.
    pub fn new(burst: f64, rate: f64) -> TokenBucket {
        TokenBucket {
            burst,
            per_ms: rate / 1_000.0,
            tokens: burst,
            at: 0.0,
        }
    }
}

impl Strategy for TokenBucket {
    fn poll(&mut self, now: f64, _: Wish) -> Option<f64> {
        self.tokens = (self.tokens + (now - self.at) * self.per_ms).min(self.burst);
        self.at = now;
        if self.tokens < 1.0 {
            return Some((1.0 - self.tokens) / self.per_ms);
        }
        self.tokens -= 1.0;
        None
    }

    fn end(&mut self, _: f64, _: usize, _: &Response) {}
}

/// The client-side rate limit of the adaptive retry mode of the AWS SDKs: a token bucket whose rate follows CUBIC.
/// Rejected requests are retried with exponential backoff and jitter.
pub struct AwsAdaptive {
    bucket: TokenBucket,
    is_enabled: bool,
    measured: f64,
    bucket_start: f64,
    requests: f64,
    last_max: f64,
    last_throttle: f64,
    time_window: f64,
    until: Vec<f64>,
    attempts: Vec<i32>,
    random: Random,
}

const BETA: f64 = 0.7;
const SCALE: f64 = 0.4;
const SMOOTH: f64 = 0.8;
const MIN_RATE: f64 = 0.5;
const MAX_BACKOFF: f64 = 20_000.0;

impl AwsAdaptive {
    /// The numbers of a seed make its jitter.
    pub fn new(seed: u64) -> AwsAdaptive {
        AwsAdaptive {
            bucket: TokenBucket::new(1.0, MIN_RATE),
            is_enabled: false,
            measured: 0.0,
            bucket_start: 0.0,
            requests: 0.0,
            last_max: 0.0,
            last_throttle: 0.0,
            time_window: 0.0,
            until: Vec::new(),
            attempts: Vec::new(),
            random: Random::new(seed),
        }
    }

    fn measure(&mut self, seconds: f64) {
        let bucket = (seconds * 2.0).floor() / 2.0;
        self.requests += 1.0;
        if bucket > self.bucket_start {
            let rate = self.requests / (bucket - self.bucket_start);
            self.measured = rate * SMOOTH + self.measured * (1.0 - SMOOTH);
            self.requests = 0.0;
            self.bucket_start = bucket;
        }
    }

    fn set_rate(&mut self, rate: f64) {
        let rate = rate.max(MIN_RATE);
        self.bucket.per_ms = rate / 1_000.0;
        self.bucket.burst = rate.max(1.0);
        self.bucket.tokens = self.bucket.tokens.min(self.bucket.burst);
    }
}

impl Strategy for AwsAdaptive {
    fn poll(&mut self, now: f64, wish: Wish) -> Option<f64> {
        let size = self.until.len().max(wish.worker + 1);
        self.until.resize(size, 0.0);
        self.attempts.resize(size, 0);
        if self.until[wish.worker] > now {
            return Some(self.until[wish.worker] - now);
        }
        if self.is_enabled {
            self.bucket.poll(now, wish)
        } else {
            None
        }
    }

    fn end(&mut self, now: f64, worker: usize, response: &Response) {
        let seconds = now / 1_000.0;
        self.measure(seconds);
        let rate = if let Some(Err(_)) = response {
            let limit = if self.is_enabled {
                self.measured.min(self.bucket.per_ms * 1_000.0)
            } else {
                self.measured
            };
            self.last_max = limit;
            self.time_window = (limit * (1.0 - BETA) / SCALE).cbrt();
            self.last_throttle = seconds;
            self.is_enabled = true;
            let backoff = self.random.unit() * 1_000.0 * 2_f64.powi(self.attempts[worker]);
            self.until[worker] = now + backoff.min(MAX_BACKOFF);
            self.attempts[worker] += 1;
            limit * BETA
        } else {
            self.attempts[worker] = 0;
            let elapsed = seconds - self.last_throttle - self.time_window;
            SCALE * elapsed.powi(3) + self.last_max
        };
        self.set_rate(rate.min(2.0 * self.measured));
    }
}
