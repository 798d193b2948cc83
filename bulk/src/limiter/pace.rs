//! The pace: even intervals between requests. Requests that a late timer missed are sent later, a few at once.

/// How many requests are sent at once at most.
const AT_ONCE: f64 = 3.0;
/// The same if several hosts share the limiter, and take slots in batches.
const AT_ONCE_IN_BATCHES: f64 = 10.0;
/// What these hosts have missed in this time in milliseconds is sent at once too: on a busy machine, all of them are late.
/// The slots prevent a 429. `limiter.lua` has the same number.
const CATCH_UP: f64 = 500.0;

/// See the module.
#[derive(Debug, Default)]
pub struct Pace {
    next: f64,
    is_shared: bool,
}

impl Pace {
    /// A pace for slots that several hosts take in batches.
    pub fn shared() -> Pace {
        Pace {
            is_shared: true,
            ..Pace::default()
        }
    }

    /// When a request that has `ahead` others before it may be sent.
    pub fn time_for(&self, ahead: usize, now: f64, interval: f64) -> f64 {
        self.earliest(now, interval) + ahead as f64 * interval
    }

    /// Counts a request that is sent now.
    pub fn count(&mut self, now: f64, interval: f64) {
        self.next = self.earliest(now, interval) + interval;
    }

    fn earliest(&self, now: f64, interval: f64) -> f64 {
        let missed = if self.is_shared {
            CATCH_UP.max((AT_ONCE_IN_BATCHES - 1.0) * interval)
        } else {
            (AT_ONCE - 1.0) * interval
        };
        self.next.max(now - missed)
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn sends_at_most_three_at_once() {
        let mut pace = Pace::default();
        for expected in [true, true, true, false] {
            assert_eq!(pace.time_for(0, 1_000.0, 10.0) <= 1_000.0, expected);
            pace.count(1_000.0, 10.0);
        }
        assert_eq!(pace.time_for(0, 1_000.0, 10.0), 1_020.0);
        assert_eq!(pace.time_for(2, 1_000.0, 10.0), 1_040.0);
    }

    #[test]
    fn hosts_that_share_it_catch_up_with_half_a_second() {
        for (interval, at_once) in [(10.0, 51), (1.0, 501), (100.0, 10)] {
            let mut pace = Pace::shared();
            let mut count = 0;
            while pace.time_for(0, 5_000.0, interval) <= 5_000.0 {
                pace.count(5_000.0, interval);
                count += 1;
            }
            assert_eq!(count, at_once, "{interval}");
        }
    }
}
