//! How many requests are sent per window: the configured number, or fewer if other clients of the instance need the rest.
//!
//! A 429 cuts it to a little less than what the server has accepted. Windows without a 429 raise it.

use super::saved::{Line, Writer};

/// A cut leaves a little less than what was accepted: this share of it less if that is the entire limit, and a quarter
/// of that if it is half of the limit. Of two programs, the one that sends more is cut more, so their shares converge.
const CUT: f64 = 0.15;
/// No cut leaves less than this share of the configured number.
const FLOOR: f64 = 0.05;
/// Far below the last good number: half of the distance to it is covered in each window.
const FAR_BELOW: f64 = 0.9;
/// Otherwise, a window raises by this share of the configured number. After `STEADY` windows, the step doubles with
/// each `DOUBLED_AFTER` more.
const STEP: f64 = 0.005;
const STEADY: u32 = 10;
const DOUBLED_AFTER: u32 = 3;
/// A window in which this share was sent shows that the number is good.
const USED: f64 = 0.8;
/// At this share of the configured number, other clients need nothing.
const ALMOST: f64 = 0.98;
/// After a long time without requests, no more windows than this are looked at.
const MAX_WINDOWS: u32 = 100;

/// Fractions of requests are saved as thousandths.
const THOUSANDTHS: f64 = 1_000.0;

/// What was known when a 429 arrived.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    /// How many of our requests the server has accepted in its current window.
    pub accepted: usize,
    /// How long ago that window has started, in milliseconds.
    pub elapsed: f64,
    /// For how much of this time we have sent requests.
    pub observed: f64,
    /// Whether requests have waited for the limiter, so that it sent as many as it could.
    pub is_saturated: bool,
    /// When the pause ends.
    pub resume_at: f64,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Capacity {
    max: f64,
    current: f64,
    /// The last number that caused no 429.
    good: Option<f64>,
    last_cut: f64,
    /// When the current window without a 429 started.
    window_start: f64,
    clean_windows: u32,
    previous: f64,
}

impl Capacity {
    /// A capacity of at most `max`.
    pub fn new(max: u32) -> Capacity {
        let max = f64::from(max.max(1));
        Capacity {
            max,
            current: max,
            good: None,
            last_cut: f64::NEG_INFINITY,
            window_start: 0.0,
            clean_windows: 0,
            previous: max,
        }
    }

    /// How many requests are sent per window.
    pub fn requests(&self) -> usize {
        self.current.max(1.0) as usize
    }

    /// Whether other clients seem to need a part of the limit.
    pub fn is_reduced(&self) -> bool {
        self.current < self.max * ALMOST
    }

    /// Writes the numbers.
    pub fn save(&self, out: &mut Writer, now: f64) {
        let good = self.good.unwrap_or(-1.0);
        let numbers =
            [self.current, self.max, self.previous, good].map(|number| number * THOUSANDTHS);
        let since_cut = (now - self.last_cut).min(f64::from(i32::MAX));
        let [current, max, previous, good] = numbers.map(|number| number as i64);
        out.push(
            "capacity",
            &[current, max, previous, good, since_cut as i64],
            None,
        );
    }

    /// Reads a line. `away` is the time since it was written, and the time is 0 now.
    pub fn restore(&mut self, line: &Line<'_>, away: f64) {
        let [current, max, previous, good] =
            [0, 1, 2, 3].map(|index| line.number(index) / THOUSANDTHS);
        // With a full capacity, another maximum applies immediately.
        if current < 1.0 || current >= max * ALMOST {
            return;
        }
        self.current = current.min(self.max);
        self.previous = previous.clamp(1.0, self.max);
        self.good = Some(good.min(self.max)).filter(|good| *good >= 0.0);
        self.last_cut = -(line.number(4) + away);
    }

    /// Counts the windows that have ended. `sent` is the number of requests in the last one.
    pub fn advance(&mut self, now: f64, window: f64, sent: impl Fn() -> usize) {
        let mut counted = 0;
        while now - self.window_start >= window {
            self.window_start += window;
            counted += 1;
            if counted > MAX_WINDOWS {
                self.window_start = now;
                return;
            }
            let is_used = counted == 1 && sent() as f64 >= self.current * USED;
            self.end_window(is_used);
        }
    }

    fn end_window(&mut self, is_used: bool) {
        let good = self.good.unwrap_or(0.0);
        if is_used {
            self.clean_windows += 1;
            // A window of the server may have started in the middle of ours, so one is not enough.
            if self.clean_windows > 1 {
                self.good = Some(good.max(self.previous));
            }
        }
        self.previous = self.current;
        if self.current < good * FAR_BELOW {
            self.current += (good - self.current) / 2.0;
        } else if is_used {
            let doubled = self.clean_windows.saturating_sub(STEADY - DOUBLED_AFTER) / DOUBLED_AFTER;
            let doubled = doubled.min(10);
            self.current += self.max * STEP * f64::from(1_u32 << doubled);
        }
        self.current = self.current.min(self.max);
    }

    /// Cuts the capacity after a 429, at most once in a window.
    pub fn cut(&mut self, now: f64, window: f64, evidence: Evidence) {
        self.window_start = evidence.resume_at;
        self.clean_windows = 0;
        if now - self.last_cut < window {
            return;
        }
        self.last_cut = now;
        let accepted = evidence.accepted as f64;
        // As if we had sent requests from the start of the server's window.
        let estimate = accepted * evidence.elapsed / evidence.observed.max(1.0);
        let estimate = estimate.min(self.current);
        let share = estimate / self.max;
        let mut next = estimate * (1.0 - CUT * share * share);
        if !evidence.is_saturated || evidence.observed < window / 4.0 {
            // Too little is known: the requests before ours may have filled the window.
            next = next.max(self.current / 2.0);
        }
        self.good = Some(match self.good {
            Some(good) => good.min(self.current),
            None => estimate.max(next),
        });
        self.current = next.max(self.max * FLOOR).max(1.0);
        self.previous = self.current;
    }
}
