//! The pace: even intervals between requests. Requests that a late timer missed are sent later, a few at once.

/// How many requests are sent at once at most.
const AT_ONCE: f64 = 3.0;

/// See the module.
#[derive(Debug, Default)]
pub struct Pace {
    next: f64,
}

impl Pace {
    /// When a request that has `ahead` others before it may be sent.
    pub fn time_for(&self, ahead: usize, now: f64, interval: f64) -> f64 {
        self.earliest(now, interval) + ahead as f64 * interval
    }

    /// Counts a request that is sent now.
    pub fn count(&mut self, now: f64, interval: f64) {
        self.next = self.earliest(now, interval) + interval;
    }

    fn earliest(&self, now: f64, interval: f64) -> f64 {
        self.next.max(now - (AT_ONCE - 1.0) * interval)
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
}
