//! Time that never goes back, from a host's clock that may stand still, jump, or return no number.

/// Timers fire up to a millisecond early, and clocks may be rounded.
const EARLY: f64 = 2.0;
/// A clock that has stood still for longer will not show that time later.
const MAX_LEAD: f64 = 10_000.0;

/// See the module.
#[derive(Debug, Default)]
pub struct Clock {
    now: f64,
    host: Option<f64>,
    /// Time that timers have shown and the host's clock has not. It may do so later.
    lead: f64,
}

impl Clock {
    /// The time, from the host's clock. If the host's clock is set back, time continues from where it was.
    pub fn read(&mut self, host: f64) -> f64 {
        if host.is_finite() {
            if let Some(previous) = self.host {
                let moved = (host - previous).max(0.0);
                let shown_late = moved.min(self.lead);
                self.lead -= shown_late;
                self.now += moved - shown_late;
            }
            self.host = Some(host);
        }
        self.now
    }

    /// The same after a timer that was started at `since` for `wait`. If the clock does not show that this time has
    /// passed, the timer is right: the clock of a Worker stands still between requests, and a clock may be set back.
    pub fn read_after(&mut self, host: f64, since: f64, wait: f64) -> f64 {
        let now = self.read(host);
        if now - since < wait - EARLY {
            self.lead = (self.lead + since + wait - now).min(MAX_LEAD);
            self.now = since + wait;
        }
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn never_goes_back() {
        let mut clock = Clock::default();
        let hosts = [1_000.0, 1_010.0, 5.0, 25.0, f64::NAN, f64::INFINITY, 30.0];
        assert_eq!(
            hosts.map(|host| clock.read(host)),
            [0.0, 10.0, 10.0, 30.0, 30.0, 30.0, 35.0]
        );
    }

    #[test]
    fn a_timer_moves_a_clock_that_stands_still() {
        let mut clock = Clock::default();
        assert_eq!(clock.read(7.0), 0.0);
        assert_eq!(clock.read_after(7.0, 0.0, 100.0), 100.0);
        assert_eq!(clock.read(107.0), 100.0);
        // A timer that fires a little early does not.
        assert_eq!(clock.read_after(206.5, 100.0, 100.0), 199.5);
        assert_eq!(clock.read_after(f64::NAN, 199.5, 10.0), 209.5);
        // The clock shows later what a timer has shown before.
        assert_eq!(clock.read(216.5), 209.5);
        assert_eq!(clock.read(217.5), 210.5);
    }
}
