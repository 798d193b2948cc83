//! The limit for changes of one user, kept by counting: as in [`super::slots`], a request counts from the time it is
//! sent until a window after its response.

use std::collections::{HashMap, VecDeque};

use super::saved::{Line, Writer};

/// The Backend API accepts ten changes of one user's metadata in ten seconds.
const CHANGES: usize = 9;
const WINDOW: f64 = 10_000.0;

#[derive(Debug, Default)]
struct User {
    in_flight: usize,
    /// When each ended request stops counting, by time.
    counted_until: VecDeque<f64>,
    blocked_until: f64,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Users {
    users: HashMap<String, User>,
    /// When to look at a user again, by time: those that nothing counts for are dropped.
    expiry: VecDeque<(f64, String)>,
}

impl Users {
    /// Drops what no longer counts.
    pub fn advance(&mut self, now: f64) {
        while self.expiry.front().is_some_and(|(until, _)| *until <= now) {
            let Some((_, id)) = self.expiry.pop_front() else {
                return;
            };
            let Some(user) = self.users.get_mut(&id) else {
                continue;
            };
            while user
                .counted_until
                .front()
                .is_some_and(|until| *until <= now)
            {
                user.counted_until.pop_front();
            }
            let is_idle = user.in_flight == 0 && user.counted_until.is_empty();
            if is_idle && user.blocked_until <= now {
                self.users.remove(&id);
            }
        }
    }

    /// When a change of the user may be sent; `None` if that depends on responses.
    pub fn time_for(&self, id: &str, now: f64) -> Option<f64> {
        let Some(user) = self.users.get(id) else {
            return Some(now);
        };
        let used = user.in_flight + user.counted_until.len();
        let free = match (used + 1).checked_sub(CHANGES) {
            None | Some(0) => now,
            Some(missing) => *user.counted_until.get(missing - 1)?,
        };
        Some(free.max(user.blocked_until))
    }

    /// Counts a change that is sent now.
    pub fn send(&mut self, id: &str) {
        self.users.entry(id.to_owned()).or_default().in_flight += 1;
    }

    /// Counts the end of a change.
    pub fn end(&mut self, id: &str, now: f64) {
        if let Some(user) = self.users.get_mut(id) {
            user.in_flight = user.in_flight.saturating_sub(1);
            user.counted_until.push_back(now + WINDOW);
            self.expiry.push_back((now + WINDOW, id.to_owned()));
        }
    }

    /// Sends no change of the user before `until`.
    pub fn block(&mut self, id: &str, until: f64) {
        let user = self.users.entry(id.to_owned()).or_default();
        user.blocked_until = user.blocked_until.max(until);
    }

    /// Writes the users who are blocked or have more than one change. One change need not be known: with it, the API has
    /// accepted ten.
    pub fn save(&self, out: &mut Writer, now: f64) {
        for (id, user) in &self.users {
            let is_blocked = user.blocked_until > now;
            if user.in_flight + user.counted_until.len() < 2 && !is_blocked {
                continue;
            }
            let counted = user.counted_until.iter();
            let times = [&user.blocked_until].into_iter().chain(counted);
            let remaining: Vec<i64> = times.map(|until| (until - now).ceil() as i64).collect();
            out.push("user", &remaining, Some(id));
        }
    }

    /// Reads a line, after those of the requests in flight. `away` is the time since it was written, and the time is 0
    /// now.
    pub fn restore(&mut self, line: &Line<'_>, away: f64) {
        let Some(id) = line.user else {
            return;
        };
        let user = self.users.entry(id.to_owned()).or_default();
        user.blocked_until = (line.number(0) - away).min(WINDOW);
        for remaining in line.rest(1).take(CHANGES) {
            let until = (remaining - away).min(WINDOW);
            user.counted_until.push_back(until);
            let later = self.expiry.partition_point(|(other, _)| *other <= until);
            self.expiry.insert(later, (until, id.to_owned()));
        }
    }

    /// How many users are remembered.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.users.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Users;

    #[test]
    fn at_most_nine_changes_of_a_user_in_ten_seconds() {
        let mut users = Users::default();
        for number in 0..9 {
            assert_eq!(users.time_for("user_1", 0.0), Some(0.0));
            users.send("user_1");
            assert_eq!(users.time_for("user_2", 0.0), Some(0.0), "{number}");
        }
        assert_eq!(users.time_for("user_1", 0.0), None);
        users.end("user_1", 300.0);
        users.end("user_1", 400.0);
        assert_eq!(users.time_for("user_1", 500.0), Some(10_300.0));
        users.advance(10_300.0);
        assert_eq!(users.time_for("user_1", 10_300.0), Some(10_300.0));
    }

    #[test]
    fn users_without_recent_changes_are_dropped() {
        let mut users = Users::default();
        for second in 0..1_000 {
            let (id, now) = (format!("user_{second}"), f64::from(second) * 1_000.0);
            users.advance(now);
            users.send(&id);
            users.end(&id, now);
            assert!(users.len() <= 10);
            assert_eq!(users.len(), users.expiry.len());
        }
    }
}
