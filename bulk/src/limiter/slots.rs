//! The log of requests. Each holds a slot from the time it is sent until a window after its response.
//!
//! Whatever window the server uses, no window on the server contains more requests than there are slots: when the last
//! of them was sent, all the others still held theirs.

use std::collections::{HashMap, VecDeque};

use super::saved::{Line, Writer};
use super::state::Ticket;

/// A request that was sent longer ago than this has arrived, so its slot need not wait for its response. This frees
/// the slots of requests whose outcome is never reported.
const ARRIVED_AFTER: f64 = 60_000.0;

/// The times of saved slots are rounded to this part of a window.
const STEPS: f64 = 100.0;
/// No saved line stands for more slots.
const MAX_SLOTS: usize = 1_000_000;

/// A request that has been sent and has not ended.
#[derive(Debug, Clone)]
pub struct InFlight {
    /// Its position in the order in which requests were sent.
    pub number: u64,
    /// The user that it changes.
    pub user: Option<String>,
}

/// A request that has ended.
#[derive(Debug)]
struct Ended {
    at: f64,
    is_accepted: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Slots {
    in_flight: HashMap<Ticket, InFlight>,
    /// By time.
    sent: VecDeque<(f64, Ticket)>,
    /// Those that hold a slot, by time.
    ended: VecDeque<Ended>,
    last_number: u64,
}

impl Slots {
    /// Frees the slots whose time has come. Returns the requests whose outcome was never reported.
    pub fn advance(&mut self, now: f64, window: f64) -> Vec<InFlight> {
        let mut lost = Vec::new();
        while self
            .ended
            .front()
            .is_some_and(|ended| ended.at + window <= now)
        {
            self.ended.pop_front();
        }
        while let Some(&(sent, ticket)) = self.sent.front() {
            let has_ended = !self.in_flight.contains_key(&ticket);
            if !has_ended && sent + ARRIVED_AFTER + window > now {
                break;
            }
            lost.extend(self.in_flight.remove(&ticket));
            self.sent.pop_front();
        }
        lost
    }

    /// When a request that has `ahead` others before it gets a slot; `None` if that depends on responses.
    pub fn time_for(&self, ahead: usize, now: f64, capacity: usize, window: f64) -> Option<f64> {
        let used = self.ended.len() + self.in_flight.len();
        match (used + ahead + 1).checked_sub(capacity) {
            None | Some(0) => Some(now),
            Some(missing) => self.ended.get(missing - 1).map(|ended| ended.at + window),
        }
    }

    /// Takes a slot.
    pub fn take(&mut self, ticket: Ticket, now: f64, user: Option<String>) {
        self.last_number += 1;
        let number = self.last_number;
        self.in_flight.insert(ticket, InFlight { number, user });
        self.sent.push_back((now, ticket));
    }

    /// Ends a request, which holds its slot for a window; `None` if it is not in flight.
    pub fn end(&mut self, ticket: Ticket, at: f64, is_accepted: bool) -> Option<InFlight> {
        let request = self.in_flight.remove(&ticket)?;
        // Others that are reported earlier may have ended later.
        let earlier = self.ended.iter().rposition(|ended| ended.at <= at);
        let index = earlier.map_or(0, |index| index + 1);
        self.ended.insert(index, Ended { at, is_accepted });
        Some(request)
    }

    /// How many requests were accepted since a time, at most a window ago.
    pub fn accepted_since(&self, since: f64) -> usize {
        let recent = self
            .ended
            .iter()
            .rev()
            .take_while(|ended| ended.at >= since);
        recent.filter(|ended| ended.is_accepted).count()
    }

    /// How many requests in flight were sent after the one with this number.
    pub fn sent_after(&self, number: u64) -> usize {
        let requests = self.in_flight.values();
        requests.filter(|request| request.number > number).count()
    }

    /// Writes the requests in flight, and how many have ended in each hundredth of a window.
    pub fn save(&self, out: &mut Writer, now: f64, window: f64) {
        let step = (window / STEPS).max(1.0);
        let mut ended = self.ended.iter().peekable();
        while let Some(first) = ended.next() {
            // Rounded down, so that no slot is free too early.
            let steps = ((now - first.at) / step).floor();
            let (mut count, mut accepted) = (1, i64::from(first.is_accepted));
            while let Some(next) = ended.next_if(|next| now - next.at >= steps * step) {
                count += 1;
                accepted += i64::from(next.is_accepted);
            }
            let age = (steps * step).max(0.0) as i64;
            out.push("ended", &[age, count, accepted], None);
        }
        for (sent, ticket) in &self.sent {
            if let Some(InFlight { user, .. }) = self.in_flight.get(ticket) {
                let numbers = [(now - sent) as i64, i64::from(*ticket)];
                out.push("sent", &numbers, user.as_deref());
            }
        }
    }

    /// Reads a line. `away` is the time since it was written, and the time is 0 now.
    pub fn restore(&mut self, line: &Line<'_>, away: f64) {
        let at = -(line.number(0).max(0.0) + away);
        if line.name == "sent" {
            if let Ok(ticket) = Ticket::try_from(line.count(1)) {
                self.take(ticket, at, line.user.map(str::to_owned));
            }
            return;
        }
        for index in 0..line.count(1).min(MAX_SLOTS) {
            let is_accepted = index < line.count(2);
            self.ended.push_back(Ended { at, is_accepted });
        }
    }

    /// Whether no request is in flight or holds a slot.
    pub fn is_empty(&self) -> bool {
        self.in_flight.is_empty() && self.ended.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn an_end_that_is_reported_late_frees_its_slot_as_if_it_had_been_reported_at_once() {
        let mut slots = Slots::default();
        for ticket in 0..3 {
            slots.take(ticket, 0.0, None);
        }
        slots.end(0, 500.0, true);
        slots.end(1, 300.0, true);
        slots.end(2, 400.0, false);
        let free = |ahead| slots.time_for(ahead, 600.0, 3, 10_000.0);
        assert_eq!(
            [0, 1, 2].map(free),
            [10_300.0, 10_400.0, 10_500.0].map(Some)
        );
        assert_eq!(slots.accepted_since(400.0), 1);
    }
}
