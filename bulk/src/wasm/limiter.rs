//! The limiter, as an object that keeps the state of one instance.

use wasm_bindgen::prelude::*;

use crate::limiter::Limiter;

/// See [`crate::limiter`].
#[wasm_bindgen]
pub struct RateLimiter {
    limiter: Limiter,
}

#[wasm_bindgen]
impl RateLimiter {
    /// A limiter for `requests` in any period of `window_ms`.
    #[wasm_bindgen(constructor)]
    pub fn new(requests: f64, window_ms: f64) -> RateLimiter {
        RateLimiter {
            limiter: Limiter::new(requests as u32, window_ms),
        }
    }

    /// Adds a request that waits to be sent. `user`: the user that it changes. Returns its ticket.
    pub fn enqueue(&mut self, now_ms: f64, user: Option<String>, background: bool) -> u32 {
        self.limiter.enqueue(now_ms, user, background)
    }

    /// The number of requests per window that are currently sent at most.
    pub fn capacity(&self) -> f64 {
        f64::from(self.limiter.capacity())
    }
}
