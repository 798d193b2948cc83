//! The limiter, as an object that keeps the state of one instance.

use wasm_bindgen::prelude::*;

use crate::limiter::{Decision, Limiter, Outcome, Priority, retry_after};

/// See [`crate::limiter`].
#[wasm_bindgen]
pub struct RateLimiter {
    limiter: Limiter,
}

#[wasm_bindgen]
impl RateLimiter {
    /// A limiter for `requests` in any period of `window_ms`.
    #[wasm_bindgen(constructor)]
    pub fn new(requests: u32, window_ms: f64) -> RateLimiter {
        RateLimiter {
            limiter: Limiter::new(requests, window_ms),
        }
    }

    /// A limiter that several hosts share, with the state that `save` has returned. `epoch_ms`: the time since 1970.
    pub fn restore(requests: u32, window_ms: f64, text: &str, epoch_ms: f64) -> RateLimiter {
        RateLimiter {
            limiter: Limiter::restore(requests, window_ms, text, epoch_ms),
        }
    }

    /// The state as text, without the requests that wait. `epoch_ms`: the time since 1970.
    pub fn save(&mut self, now_ms: f64, epoch_ms: f64) -> String {
        self.limiter.save(now_ms, epoch_ms)
    }

    /// For how many milliseconds a 429 still pauses all requests.
    #[wasm_bindgen(js_name = pausedFor)]
    pub fn paused_for(&mut self, now_ms: f64) -> f64 {
        self.limiter.paused_for(now_ms)
    }

    /// Adds a request that waits. `user`: the user whose metadata it changes. Returns its ticket.
    pub fn enqueue(&mut self, now_ms: f64, user: Option<String>, is_background: bool) -> u32 {
        let priority = if is_background {
            Priority::Background
        } else {
            Priority::App
        };
        self.limiter.enqueue(now_ms, user.as_deref(), priority)
    }

    /// 0: send the request now. Otherwise, ask again after this many milliseconds. `undefined`: enqueue it again.
    pub fn poll(&mut self, now_ms: f64, ticket: u32) -> Option<f64> {
        match self.limiter.poll(now_ms, ticket) {
            Decision::Send => Some(0.0),
            Decision::Wait(wait) => Some(wait),
            Decision::Unknown => None,
        }
    }

    /// Removes a request that waits.
    pub fn cancel(&mut self, ticket: u32) {
        self.limiter.cancel(ticket);
    }

    /// Counts the end of a request. `status`: of the response, if there is one. `retry_after`, `date`: its headers.
    /// `epoch_ms`: the time since 1970. `ago_ms`: when it has ended, if its host reports it later.
    #[expect(
        clippy::too_many_arguments,
        reason = "an object would need a class of its own in JavaScript"
    )]
    pub fn end(
        &mut self,
        now_ms: f64,
        ticket: u32,
        status: Option<u32>,
        retry_after: Option<String>,
        date: Option<String>,
        epoch_ms: f64,
        ago_ms: f64,
    ) {
        let outcome = match status {
            Some(429) => Outcome::RateLimited(
                retry_after
                    .and_then(|header| retry_after::wait(&header, date.as_deref(), epoch_ms)),
            ),
            Some(_) => Outcome::Accepted,
            None => Outcome::Unknown,
        };
        self.limiter.end_late(now_ms, ticket, outcome, ago_ms);
    }

    /// How many requests are currently sent per window at most.
    pub fn capacity(&self) -> u32 {
        u32::try_from(self.limiter.capacity()).unwrap_or(u32::MAX)
    }
}
