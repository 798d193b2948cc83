//! The pause after a 429.

/// No pause is longer: a request is sent then to see whether the limit still holds.
const MAX_PAUSE: f64 = 60_000.0;
/// The pause if the response does not say for how long.
const FIRST_PAUSE: f64 = 1_000.0;

/// See the module.
#[derive(Debug, Default)]
pub struct Pause {
    until: f64,
    /// The number of pauses without a usable `Retry-After` since a request was accepted.
    unknown: u32,
}

impl Pause {
    /// Until when nothing is sent.
    pub fn until(&self) -> f64 {
        self.until
    }

    /// How long a 429 pauses. Without a usable `Retry-After`, the pauses double up to a window; 0 is not usable, because
    /// the server has just rejected a request.
    pub fn length(&self, retry_after: Option<f64>, window: f64) -> f64 {
        match retry_after {
            Some(wait) if wait > 0.0 => wait.min(MAX_PAUSE),
            _ => (FIRST_PAUSE * f64::from(1_u32 << self.unknown.min(16)))
                .min(window.max(FIRST_PAUSE)),
        }
    }

    /// Pauses for a length that [`Pause::length`] returned.
    pub fn start(&mut self, now: f64, retry_after: Option<f64>, length: f64) {
        if now >= self.until && retry_after.is_none_or(|wait| wait <= 0.0) {
            self.unknown += 1;
        }
        self.until = self.until.max(now + length);
    }

    /// Pauses for as long as a saved limiter did.
    pub fn restore(&mut self, until: f64) {
        self.until = until.min(MAX_PAUSE);
    }

    /// Ends the pause.
    pub fn cancel(&mut self) {
        self.until = 0.0;
    }

    /// A request was accepted.
    pub fn accepted(&mut self, now: f64) {
        if now >= self.until {
            self.unknown = 0;
        }
    }
}
