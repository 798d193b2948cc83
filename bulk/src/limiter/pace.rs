//! The pace: even intervals between requests. Requests that a late timer missed are sent later, a few at once.

/// How many requests are sent at once at most.
const AT_ONCE: f64 = 3.0;
/// The same if slots are handed out in batches, whose hosts ask again a little later.
const AT_ONCE_IN_BATCHES: f64 = 10.0;

/// See the module.
#[derive(Debug)]
pub struct Pace {
    next: f64,
    at_once: f64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            next: 0.0,
            at_once: AT_ONCE,
        }
    }
}

impl Pace {
    /// A pace for slots that are handed out in batches.
    pub fn in_batches() -> Pace {
        Pace {
            at_once: AT_ONCE_IN_BATCHES,
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
        self.next.max(now - (self.at_once - 1.0) * interval)
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
