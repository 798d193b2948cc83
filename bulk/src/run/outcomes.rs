//! How the outcome of a request changes the state of a run.

use crate::journal::lines;
use crate::plan::planned::{Mode, Planned};
use crate::rows::{Fields, Target};
use crate::run::engine::{READ_RESOURCES, Run};
use crate::run::pause::backoff;
use crate::run::problem::{Problem, Reaction};
use crate::run::status::{Failure, Status};
use crate::run::stored::Stored;
use crate::run::types::{Finished, Stop};
use crate::run::window::Stage;
use crate::undo::combined::original_nulls;

/// The attempts of a row that has no usable response. Without any response, they count only if other changes have one.
const MAX_ATTEMPTS: u32 = 8;
/// The reads in a row without a usable response after which the run stops: another attempt would not help.
const MAX_UNUSABLE_READS: u32 = 5;
/// The wait before the second attempt of a row or of a read, in milliseconds. It doubles each time.
const FIRST_BACKOFF_MS: f64 = 250.0;
/// The longest wait, in milliseconds.
const MAX_BACKOFF_MS: f64 = 8_000.0;

impl Run {
    /// The response to the read.
    pub fn read_done(&mut self, response: &str, now: f64) {
        let Some(users) = Stored::parse_list(response) else {
            return self.read_failed(&Problem::unexpected_response(), now);
        };
        self.response();
        self.unusable_reads = 0;
        let numbers = std::mem::take(&mut self.reading);
        if numbers.len() >= self.read_size {
            self.read_size = (self.read_size + self.read_size / 4 + 1).min(READ_RESOURCES);
        }
        for number in &numbers {
            let Some(pending) = self.window.get_mut(*number) else {
                continue;
            };
            pending.stage = Stage::Unread;
            if let Target::ExternalId(external_id) = pending.row.target.clone()
                && let Some(user) = users
                    .iter()
                    .find(|user| user.external_id.as_deref() == Some(&*external_id))
            {
                self.window.resolve(&external_id, user.target.name());
            }
        }
        for number in numbers {
            let Some(pending) = self.window.get(number) else {
                continue;
            };
            let target = self.window.key(&pending.row.target);
            let user = users.iter().find(|user| user.target == target);
            // Another row turned out to be for the same user.
            if user.is_some() && !self.window.is_first(number) {
                continue;
            }
            match user {
                Some(user) if self.changed.contains(&user.target) => {
                    self.unread.insert(number);
                }
                Some(user) => self.decide(number, user),
                None => self.finish(number, None, Status::Missing, None),
            }
        }
    }

    /// The read had no usable response.
    pub fn read_failed(&mut self, problem: &Problem, now: f64) {
        let numbers = std::mem::take(&mut self.reading);
        let resources = numbers.len();
        let is_single = resources == 1;
        let reaction = self.react(problem, now);
        for number in numbers {
            let Some(pending) = self.window.get_mut(number) else {
                continue;
            };
            pending.stage = Stage::Unread;
            let is_membership = matches!(pending.row.target, Target::Membership(..));
            match reaction {
                // There is no such organization.
                Reaction::Missing if is_membership && problem.code == "resource_not_found" => {
                    self.finish(number, None, Status::Missing, None);
                    continue;
                }
                Reaction::Fail | Reaction::Missing if is_single => {
                    self.finish(number, None, Status::Failed, Some(problem.failure()));
                    continue;
                }
                Reaction::Retry if is_single && problem.is_too_large() => {
                    self.finish(number, None, Status::Failed, Some(problem.failure()));
                    continue;
                }
                Reaction::Fail | Reaction::Missing => pending.alone = true,
                _ => {}
            }
            self.unread.insert(number);
        }
        if reaction == Reaction::Retry {
            self.unusable_read(problem, resources, now);
        }
    }

    fn unusable_read(&mut self, problem: &Problem, resources: usize, now: f64) {
        if problem.is_too_large() {
            // A single resource that is too large says nothing about the others.
            self.read_size = match resources {
                0 | 1 => READ_RESOURCES,
                _ => resources / 2,
            };
        } else if problem.is_incomplete() {
            self.read_size = (resources / 2).max(1);
            self.no_response(now);
        } else if problem.status.is_some_and(|status| status >= 500) {
            self.no_response(now);
        } else {
            self.unusable_reads += 1;
            if self.unusable_reads >= MAX_UNUSABLE_READS {
                self.stop.get_or_insert(Stop::Unusable);
            }
            let earlier = self.unusable_reads.saturating_sub(1);
            self.pause
                .extend(now + backoff(earlier, FIRST_BACKOFF_MS, MAX_BACKOFF_MS));
        }
    }

    /// The response to a row that was sent.
    pub fn send_done(&mut self, number: u32, response: &str, now: f64) {
        let user = Stored::parse(response);
        if let (Some(user), Some(pending)) = (&user, self.window.get(number))
            && user.target != self.window.key(&pending.row.target)
        {
            return self.send_failed(number, &Problem::unexpected_response(), now);
        }
        self.sent(number);
        self.response();
        self.change_response();
        self.finish(number, user.as_ref(), Status::Ok, None);
    }

    /// A row that was sent had no usable response.
    pub fn send_failed(&mut self, number: u32, problem: &Problem, now: f64) {
        self.sent(number);
        let reaction = self.react(problem, now);
        if problem.status.is_some() {
            self.change_response();
        } else if reaction == Reaction::Offline {
            let since = *self.changes_fail_since.get_or_insert(now);
            if now - since > self.settings.max_offline_ms {
                self.stop.get_or_insert(Stop::Offline);
            }
        }
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        pending.stage = Stage::Unread;
        let responses_before = *pending.responses_before.get_or_insert(self.responses);
        pending.attempts += u32::from(matches!(reaction, Reaction::Offline | Reaction::Retry));
        let is_last = match reaction {
            Reaction::Retry => pending.attempts >= MAX_ATTEMPTS,
            Reaction::Offline => {
                pending.attempts >= MAX_ATTEMPTS && self.responses > responses_before
            }
            Reaction::Fail => true,
            Reaction::Missing => return self.finish(number, None, Status::Missing, None),
            Reaction::Stop | Reaction::Wait => false,
        };
        if is_last {
            self.finish(number, None, Status::Failed, Some(problem.failure()));
        } else {
            // Read again: the request may have taken effect.
            let wait = backoff(
                pending.attempts.saturating_sub(1),
                FIRST_BACKOFF_MS,
                MAX_BACKOFF_MS,
            );
            self.delayed.push((now + wait, number));
        }
    }

    /// A request for a row has ended.
    fn sent(&mut self, number: u32) {
        self.sending = self.sending.saturating_sub(1);
        if !self.reading.is_empty()
            && let Some(pending) = self.window.get(number)
        {
            self.changed.insert(self.window.key(&pending.row.target));
        }
    }

    fn react(&mut self, problem: &Problem, now: f64) -> Reaction {
        let reaction = problem.reaction();
        match reaction {
            Reaction::Stop => {
                self.stop.get_or_insert(Stop::Rejected);
            }
            Reaction::Wait => self.pause.rate_limited(now, problem.retry_after),
            Reaction::Offline => self.no_response(now),
            Reaction::Missing | Reaction::Retry | Reaction::Fail => {}
        }
        if reaction != Reaction::Offline
            && !problem.is_incomplete()
            && problem.status.is_some_and(|status| status < 500)
        {
            self.response();
        }
        reaction
    }

    fn no_response(&mut self, now: f64) {
        if self.pause.no_response(now) > self.settings.max_offline_ms {
            self.stop.get_or_insert(Stop::Offline);
        }
    }

    fn response(&mut self) {
        self.pause.response();
    }

    fn change_response(&mut self) {
        self.responses += 1;
        self.changes_fail_since = None;
    }

    /// Finishes a row. `user`: the stored values, if they are known, for the next row of the same user.
    pub(super) fn finish(
        &mut self,
        number: u32,
        user: Option<&Stored>,
        status: Status,
        failure: Option<Failure>,
    ) {
        self.finish_planned(number, user, status, failure, None);
    }

    /// The same for a row that has a plan.
    pub(super) fn finish_planned(
        &mut self,
        number: u32,
        user: Option<&Stored>,
        status: Status,
        failure: Option<Failure>,
        planned: Option<Planned>,
    ) {
        let target = self
            .window
            .get(number)
            .map(|pending| self.window.key(&pending.row.target))
            .filter(|target| !matches!(target, Target::ExternalId(_)));
        self.cover(number);
        lines::push_outcome(&mut self.lines, number, status, failure.as_ref());
        self.journal.finished.insert(number);
        self.journal.unconfirmed.remove(&number);
        self.journal.counts.add(status);
        let pending = self.window.get(number);
        let undo = pending.map_or(&[][..], |pending| &pending.row.undo);
        self.results.push(Finished {
            row: number,
            target,
            status,
            failure,
            planned,
            desired: pending.map_or_else(Fields::default, |pending| pending.desired.clone()),
            replaces: self.settings.mode == Mode::Replace && undo.is_empty(),
            kept: pending.map_or(0, |pending| pending.kept),
            nulls: original_nulls(undo),
        });
        self.stop_if_too_many_failed();
        let Some(next) = self.window.remove(number) else {
            return;
        };
        if self
            .window
            .get(next)
            .is_none_or(|pending| pending.stage != Stage::Unread)
        {
            return;
        }
        match user {
            // At most as deep as the window has rows.
            Some(user) if !self.window.follows_unresolved(next) => self.decide(next, user),
            _ => {
                self.unread.insert(next);
            }
        }
    }

    /// Reports a row that has failed in an earlier run.
    pub(super) fn report_again(&mut self, number: u32, mut failure: Failure) {
        failure.code.insert_str(0, "failed_earlier ");
        self.results.push(Finished {
            row: number,
            target: None,
            status: Status::Failed,
            failure: Some(failure),
            planned: None,
            desired: Fields::default(),
            replaces: false,
            kept: 0,
            nulls: Vec::new(),
        });
    }

    pub(super) fn stop_if_too_many_failed(&mut self) {
        if self.counts().get(Status::Failed) > self.settings.max_failed {
            self.stop.get_or_insert(Stop::TooManyFailed);
        }
    }

    /// Writes a digest that covers a row before the first line about it.
    pub(super) fn cover(&mut self, number: u32) {
        if number >= self.covered {
            self.covered = self.pushed;
            lines::push_digest(&mut self.lines, self.pushed, self.digest);
        }
    }
}
