//! Pauses of a whole run: after a 429, and while there are no responses.

/// The longest pause, in milliseconds, which also bounds the effect of a clock that is set back.
const MAX_PAUSE_MS: f64 = 60_000.0;
/// The pause after a 429 without `Retry-After`, in milliseconds: the window of the rate limit.
const DEFAULT_RETRY_AFTER_MS: f64 = 10_000.0;
/// The first pause while there are no responses, in milliseconds. It doubles each time.
const FIRST_BACKOFF_MS: f64 = 1_000.0;
/// The longest pause between two attempts while there are no responses, in milliseconds.
const MAX_BACKOFF_MS: f64 = 30_000.0;

/// The requests in a row without a response after which the run pauses. Single lost responses are normal.
const FAILURES_BEFORE_PAUSE: u32 = 5;

/// When a run may continue.
#[derive(Debug, Default)]
pub struct Pause {
    until: Option<f64>,
    failing: Option<Failing>,
}

/// The requests since the last response.
#[derive(Debug, Clone, Copy)]
struct Failing {
    since: f64,
    requests: u32,
    pauses: u32,
}

impl Pause {
    /// The remaining pause, in milliseconds.
    pub fn remaining(&mut self, now: f64) -> Option<f64> {
        let remaining = remaining(self.until?, now);
        if remaining.is_none() {
            self.until = None;
        }
        remaining
    }

    /// Pauses for the `Retry-After` of a 429, in seconds.
    pub fn rate_limited(&mut self, now: f64, retry_after: Option<u32>) {
        let wait = retry_after.map_or(DEFAULT_RETRY_AFTER_MS, |seconds| {
            f64::from(seconds) * 1000.0
        });
        self.extend(now + wait.min(MAX_PAUSE_MS));
    }

    /// A request had no response. Returns for how long there has been none, in milliseconds.
    pub fn no_response(&mut self, now: f64) -> f64 {
        let is_paused = self.remaining(now).is_some();
        let failing = self.failing.get_or_insert(Failing {
            since: now,
            requests: 0,
            pauses: 0,
        });
        failing.requests = failing.requests.saturating_add(1);
        let elapsed = now - failing.since;
        if failing.requests >= FAILURES_BEFORE_PAUSE && !is_paused {
            let pause = backoff(failing.pauses, FIRST_BACKOFF_MS, MAX_BACKOFF_MS);
            failing.pauses = failing.pauses.saturating_add(1);
            self.extend(now + pause);
        }
        elapsed
    }

    /// There was a response.
    pub fn response(&mut self) {
        self.failing = None;
    }

    /// Pauses at least until a time.
    pub fn extend(&mut self, until: f64) {
        self.until = Some(self.until.map_or(until, |earlier| earlier.max(until)));
    }
}

/// A wait that doubles with each earlier one.
#[must_use]
pub fn backoff(earlier: u32, first: f64, longest: f64) -> f64 {
    (first * f64::from(1_u32.checked_shl(earlier).unwrap_or(u32::MAX))).min(longest)
}

/// The time until `until`, if it is in the future. A time beyond the longest pause means that the clock was set back.
#[must_use]
pub fn remaining(until: f64, now: f64) -> Option<f64> {
    let remaining = until - now;
    (remaining > 0.0 && remaining <= MAX_PAUSE_MS).then_some(remaining)
}

#[cfg(test)]
mod tests {
    use super::Pause;

    #[test]
    fn pauses_longer_each_time_until_there_is_a_response() {
        let mut pause = Pause::default();
        for _ in 0..4 {
            pause.no_response(0.0);
            assert_eq!(pause.remaining(0.0), None);
        }
        let mut now = 0.0;
        let mut waits = Vec::new();
        for _ in 0..7 {
            pause.no_response(now);
            pause.no_response(now);
            let wait = pause.remaining(now).unwrap_or_default();
            waits.push(wait);
            now += wait;
        }
        assert_eq!(
            waits,
            [1000.0, 2000.0, 4000.0, 8000.0, 16000.0, 30000.0, 30000.0]
        );
        assert_eq!(pause.no_response(now), now);
        pause.response();
        now += 60_000.0;
        assert_eq!(pause.no_response(now), 0.0);
        assert_eq!(pause.remaining(now), None);
    }

    #[test]
    fn a_429_pauses_for_its_retry_after_at_most_a_minute() {
        for (retry_after, expected) in
            [(Some(3), 3000.0), (None, 10_000.0), (Some(4_000), 60_000.0)]
        {
            let mut pause = Pause::default();
            pause.rate_limited(5.0, retry_after);
            assert_eq!(pause.remaining(5.0), Some(expected));
            assert_eq!(pause.remaining(5.0 + expected), None);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_extend_a_pause() {
        let mut pause = Pause::default();
        pause.rate_limited(1_000_000.0, Some(10));
        assert_eq!(pause.remaining(0.0), None);
    }
}
