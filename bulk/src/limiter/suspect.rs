//! Whether a 429 came from the limit for changes of one user instead of the limit of the instance: then, requests of
//! other users that were sent later are accepted.

use std::collections::VecDeque;

use super::capacity::Capacity;
use super::slots::InFlight;

/// How many later requests must be accepted. With fewer in flight, all of them.
const ENOUGH: usize = 3;
const REMEMBERED: usize = 64;
/// For how many windows a 429 is remembered.
const RECENT: f64 = 30.0;

/// A 429 whose cause is not known yet, and what to restore if it is the limit of its user.
#[derive(Debug)]
pub struct Suspect {
    number: u64,
    /// The user.
    pub user: String,
    /// Until when the server rejects changes of the user.
    pub until: f64,
    /// The capacity before the 429.
    pub capacity: Capacity,
    accepted_later: usize,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Suspects {
    current: Option<Suspect>,
    /// The last 429s.
    rejected: VecDeque<(f64, Option<String>)>,
    /// The last users whose own limit has caused a 429.
    confirmed: VecDeque<String>,
    /// The last requests that were accepted.
    accepted: VecDeque<(u64, Option<String>)>,
}

impl Suspects {
    /// Counts a 429. If two users get one within a window, it is the limit of the instance. If other clients use a part
    /// of that limit, it is too, unless this user has recently had another one.
    pub fn reject(
        &mut self,
        request: &InFlight,
        now: f64,
        window: f64,
        until: f64,
        capacity: Capacity,
    ) {
        self.rejected.retain(|(at, _)| at + RECENT * window > now);
        let others = self
            .rejected
            .iter()
            .filter(|(_, user)| *user != request.user);
        let is_only = others.fold(true, |is_only, (at, _)| is_only && at + window <= now);
        let is_known = self.rejected.iter().any(|(_, user)| *user == request.user)
            || self
                .confirmed
                .iter()
                .any(|user| Some(user) == request.user.as_ref());
        let is_likely = is_only && (!capacity.is_reduced() || is_known);
        if self.rejected.len() == REMEMBERED {
            self.rejected.pop_front();
        }
        self.rejected.push_back((now, request.user.clone()));
        let Some(user) = request.user.clone().filter(|_| is_likely) else {
            self.current = None;
            return;
        };
        if self.current.is_none() {
            let is_later = |(number, of): &&(u64, Option<String>)| {
                *number > request.number && of.as_ref() != Some(&user)
            };
            let accepted_later = self.accepted.iter().filter(is_later).count();
            let number = request.number;
            self.current = Some(Suspect {
                number,
                user,
                until,
                capacity,
                accepted_later,
            });
        }
    }

    /// Counts a request that was accepted.
    pub fn accept(&mut self, request: &InFlight) {
        if self.accepted.len() == REMEMBERED {
            self.accepted.pop_front();
        }
        self.accepted
            .push_back((request.number, request.user.clone()));
        if let Some(suspect) = &mut self.current
            && request.number > suspect.number
            && request.user.as_ref() != Some(&suspect.user)
        {
            suspect.accepted_later += 1;
        }
    }

    /// Whether a request in flight may show the cause of a 429.
    pub fn is_open(&self, sent_after: impl Fn(u64) -> usize) -> bool {
        let suspect = self.current.as_ref();
        suspect.is_some_and(|suspect| sent_after(suspect.number) > 0)
    }

    /// The user whose limit caused the 429, if that is known now. `sent_after` is the number of requests in flight that
    /// were sent after one.
    pub fn take_confirmed(&mut self, sent_after: impl Fn(u64) -> usize) -> Option<Suspect> {
        let confirmed = self.current.take_if(|suspect| {
            let accepted = suspect.accepted_later;
            accepted >= ENOUGH || (accepted > 0 && sent_after(suspect.number) == 0)
        })?;
        self.confirmed.retain(|user| *user != confirmed.user);
        if self.confirmed.len() == REMEMBERED {
            self.confirmed.pop_front();
        }
        self.confirmed.push_back(confirmed.user.clone());
        Some(confirmed)
    }
}
