//! The state of a run, and its next actions.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::journal::{Digest, Journal, lines};
use crate::rows::{Fields, Row, RowError, Target};
use crate::run::decision::{Decision, decide};
use crate::run::pause::{Pause, backoff, remaining};
use crate::run::problem::{Problem, Reaction};
use crate::run::status::{Counts, Failure, Status};
use crate::run::stored::Stored;
use crate::run::window::{Stage, Window};

/// The users that are read by one request. `GET /users` accepts 100.
const READ_USERS: usize = 100;
/// The rows that are read ahead: those of a request in flight, and those that are being sent.
const WINDOW_ROWS: usize = 250;
/// The attempts of a row that has no usable response. Without any response, they count only if other requests have one.
const MAX_ATTEMPTS: u32 = 8;
/// The wait before the second attempt of a row, in milliseconds. It doubles each time.
const FIRST_BACKOFF_MS: f64 = 250.0;
/// The longest wait, in milliseconds.
const MAX_BACKOFF_MS: f64 = 8_000.0;

/// The settings of a run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whether a patch that changes nothing is sent too.
    pub send_unchanged: bool,
    /// The run stops if more rows fail.
    pub max_failed: u32,
    /// The requests that are in flight at most.
    pub concurrency: usize,
    /// The run stops if there is no response for so long, in milliseconds.
    pub max_offline_ms: f64,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Read these users.
    Read(Users),
    /// Send the patch of a row to a user.
    Send(u32, String, Fields<String>),
}

/// The users of a request. They are named either by ID or by external ID: a list returns the users that match both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Users {
    /// By ID.
    Ids(Vec<String>),
    /// By external ID.
    ExternalIds(Vec<String>),
}

/// A finished row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its number.
    pub row: u32,
    /// The ID of its user, if it is known.
    pub id: Option<String>,
    /// Its status.
    pub status: Status,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// Why a run has stopped before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// By the caller.
    Canceled,
    /// No request can succeed.
    Rejected,
    /// There was no response for too long.
    Offline,
    /// Too many rows have failed.
    TooManyFailed,
}

/// The rows are not those of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherRows {
    /// The rows that were read.
    pub rows: u32,
}

/// A run.
#[derive(Debug)]
pub struct Run {
    settings: Settings,
    journal: Journal,
    digest: Digest,
    /// The number of digests of the journal that the rows have matched.
    verified: usize,
    pushed: u32,
    /// The rows that the last digest line of the journal covers.
    covered: u32,
    has_ended: bool,
    stop: Option<Stop>,
    window: Window,
    invalid: VecDeque<(u32, Failure)>,
    unread: BTreeSet<u32>,
    ready: BTreeSet<u32>,
    /// The rows that are read again at a time.
    delayed: Vec<(f64, u32)>,
    reading: Vec<u32>,
    /// The users that were changed since the read began. Its response may have their earlier values.
    changed: HashSet<String>,
    sending: usize,
    responses: u64,
    pause: Pause,
    lines: String,
    results: Vec<Finished>,
}

impl Run {
    /// A run that continues where a journal ends.
    #[must_use]
    pub fn new(settings: Settings, journal: Journal) -> Run {
        let lines = if journal.lines == 0 {
            lines::HEADER.to_owned()
        } else {
            String::new()
        };
        Run {
            settings,
            covered: journal.digests.last().map_or(0, |(rows, _)| *rows),
            journal,
            digest: Digest::default(),
            verified: 0,
            pushed: 0,
            has_ended: false,
            stop: None,
            window: Window::default(),
            invalid: VecDeque::new(),
            unread: BTreeSet::new(),
            ready: BTreeSet::new(),
            delayed: Vec::new(),
            reading: Vec::new(),
            changed: HashSet::new(),
            sending: 0,
            responses: 0,
            pause: Pause::default(),
            lines,
            results: Vec::new(),
        }
    }

    /// The number of rows up to which the rows must match the journal before one of them is read or sent.
    fn next_digest(&self) -> Option<(u32, Digest)> {
        self.journal.digests.get(self.verified).copied()
    }

    /// Whether another row can be pushed.
    #[must_use]
    pub fn wants_row(&self) -> bool {
        let has_room =
            self.window.len() + self.invalid.len() < WINDOW_ROWS || self.next_digest().is_some();
        !self.has_ended && self.stop.is_none() && has_room
    }

    /// Adds the next row. Returns whether it is unfinished.
    ///
    /// # Errors
    /// [`OtherRows`] if the rows so far are not those of the journal. Nothing that follows the last match was sent.
    pub fn push(&mut self, row: Result<Row, RowError>) -> Result<bool, OtherRows> {
        let number = self.pushed;
        self.pushed = self.pushed.saturating_add(1);
        match &row {
            Ok(row) => self.digest.add(&row.canonical()),
            Err(error) => self.digest.add(&error.path),
        }
        if let Some((rows, digest)) = self.next_digest()
            && rows == self.pushed
        {
            if digest != self.digest {
                self.stop = Some(Stop::Canceled);
                return Err(OtherRows { rows });
            }
            self.verified += 1;
        }
        if self.journal.finished.contains(number) {
            return Ok(false);
        }
        match row {
            Ok(row) => {
                let was_sent = self.journal.unconfirmed.contains(&number);
                if self.window.insert(number, row, was_sent) {
                    self.unread.insert(number);
                }
            }
            Err(_) => self.invalid.push_back((
                number,
                Failure {
                    code: "invalid_row".to_owned(),
                    trace_id: None,
                },
            )),
        }
        Ok(true)
    }

    /// There are no more rows.
    ///
    /// # Errors
    /// [`OtherRows`] if the journal has more rows.
    pub fn end(&mut self) -> Result<(), OtherRows> {
        self.has_ended = true;
        match self.next_digest() {
            Some(_) => {
                self.stop = Some(Stop::Canceled);
                Err(OtherRows { rows: self.pushed })
            }
            None => Ok(()),
        }
    }

    /// Stops sending. Requests in flight still have an outcome.
    pub fn cancel(&mut self) {
        self.stop.get_or_insert(Stop::Canceled);
    }

    /// Why the run has stopped, if it has.
    #[must_use]
    pub fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let is_idle = self.sending == 0 && self.reading.is_empty();
        is_idle
            && (self.stop.is_some()
                || self.has_ended && self.window.is_empty() && self.invalid.is_empty())
    }

    /// The outcomes of all rows, including those of earlier runs.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.journal.counts
    }

    /// The rows that were pushed.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.pushed
    }

    /// The lines to append to the journal, before the actions start that were returned so far.
    pub fn take_lines(&mut self) -> String {
        std::mem::take(&mut self.lines)
    }

    /// The rows that have finished. Their lines must be stored first.
    pub fn take_results(&mut self) -> Vec<Finished> {
        std::mem::take(&mut self.results)
    }

    /// The time after which `next` must be called again, in milliseconds, even if nothing else happens.
    pub fn wait(&mut self, now: f64) -> Option<f64> {
        if self.stop.is_some() {
            return None;
        }
        let rows = self.delayed.iter();
        let next_row = rows
            .filter_map(|(until, _)| remaining(*until, now))
            .reduce(f64::min);
        self.pause.remaining(now).or(next_row)
    }

    /// The next action, until there is none.
    pub fn next(&mut self, now: f64) -> Option<Action> {
        if self.stop.is_some() || self.next_digest().is_some() {
            return None;
        }
        while let Some((number, failure)) = self.invalid.pop_front() {
            self.finish(number, None, Status::Failed, Some(failure));
        }
        if self.stop.is_some() || self.pause.remaining(now).is_some() {
            return None;
        }
        let unread = &mut self.unread;
        self.delayed.retain(|(until, number)| {
            let is_waiting = remaining(*until, now).is_some();
            if !is_waiting {
                unread.insert(*number);
            }
            is_waiting
        });
        if self.sending < self.settings.concurrency
            && let Some(number) = self.ready.pop_first()
            && let Some(action) = self.send(number)
        {
            return Some(action);
        }
        self.read()
    }

    fn send(&mut self, number: u32) -> Option<Action> {
        let pending = self.window.get_mut(number)?;
        let Stage::Ready(images) = std::mem::replace(&mut pending.stage, Stage::Sending) else {
            return None;
        };
        pending.was_sent = true;
        let patch = pending.row.patch.clone();
        let target = pending.row.target.clone();
        let (Target::Id(id) | Target::ExternalId(id)) = self.window.key(&target);
        self.cover(number);
        lines::push_before(&mut self.lines, number, &id, &patch, &images);
        lines::push_sent(&mut self.lines, number);
        self.sending += 1;
        Some(Action::Send(number, id, patch))
    }

    fn read(&mut self) -> Option<Action> {
        // A read costs as much as a change, so it waits for as many users as it can have.
        let is_starved = self.ready.is_empty() && self.sending == 0;
        let is_running_dry = self.ready.is_empty() && self.sending <= self.settings.concurrency / 4;
        let has_all = self.has_ended || self.window.len() >= WINDOW_ROWS;
        let is_due = self.unread.len() >= READ_USERS || is_starved || has_all && is_running_dry;
        if !self.reading.is_empty() || !is_due {
            return None;
        }
        // A row of a user who was known by another ID, of which an earlier row is in progress, is read after that one.
        let window = &self.window;
        self.unread.retain(|number| window.is_first(*number));
        let first = *self.unread.first()?;
        let is_alone = self.window.get(first)?.alone;
        let by_id = matches!(
            self.window.key(&self.window.get(first)?.row.target),
            Target::Id(_)
        );
        let mut names = Vec::new();
        for &number in &self.unread {
            let Some(pending) = self.window.get(number) else {
                continue;
            };
            match self.window.key(&pending.row.target) {
                Target::Id(_) if by_id && self.window.follows_unresolved(number) => break,
                Target::ExternalId(_) if by_id => break,
                Target::Id(_) if !by_id => continue,
                Target::Id(name) | Target::ExternalId(name) => {
                    if number == first || !pending.alone {
                        names.push(name);
                        self.reading.push(number);
                    }
                }
            }
            if is_alone || names.len() == READ_USERS {
                break;
            }
        }
        self.changed.clear();
        for number in &self.reading {
            self.unread.remove(number);
            if let Some(pending) = self.window.get_mut(*number) {
                pending.stage = Stage::Reading;
            }
        }
        Some(Action::Read(if by_id {
            Users::Ids(names)
        } else {
            Users::ExternalIds(names)
        }))
    }

    /// The response to the read.
    pub fn read_done(&mut self, response: &str, now: f64) {
        let Some(users) = Stored::parse_list(response) else {
            let problem = Problem {
                code: "unexpected_response".to_owned(),
                ..Problem::default()
            };
            return self.read_failed(&problem, now);
        };
        self.response();
        let numbers = std::mem::take(&mut self.reading);
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
                self.window.resolve(&external_id, &user.id);
            }
        }
        for number in numbers {
            let Some(pending) = self.window.get(number) else {
                continue;
            };
            let (Target::Id(name) | Target::ExternalId(name)) =
                self.window.key(&pending.row.target);
            let user = users.iter().find(|user| user.id == name);
            // Another row turned out to be for the same user.
            if user.is_some() && !self.window.is_first(number) {
                continue;
            }
            match user {
                Some(user) if self.changed.contains(&user.id) => {
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
        let is_single = numbers.len() == 1;
        let reaction = self.react(problem, now);
        for number in numbers {
            let Some(pending) = self.window.get_mut(number) else {
                continue;
            };
            pending.stage = Stage::Unread;
            match reaction {
                Reaction::Fail | Reaction::Missing if is_single => {
                    self.finish(number, None, Status::Failed, Some(problem.failure()));
                    continue;
                }
                Reaction::Fail | Reaction::Missing => pending.alone = true,
                _ => {}
            }
            self.unread.insert(number);
        }
        if reaction == Reaction::Retry {
            self.no_response(now);
        }
    }

    /// The response to a row that was sent.
    pub fn send_done(&mut self, number: u32, response: &str) {
        self.sent(number);
        self.response();
        let user = if self.window.has_followers(number) {
            Stored::parse(response)
        } else {
            None
        };
        self.finish(number, user.as_ref(), Status::Ok, None);
    }

    /// A row that was sent had no usable response.
    pub fn send_failed(&mut self, number: u32, problem: &Problem, now: f64) {
        self.sent(number);
        let reaction = self.react(problem, now);
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
            && let Target::Id(id) = self.window.key(&pending.row.target)
        {
            self.changed.insert(id);
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
        if reaction != Reaction::Offline && problem.status.is_some_and(|status| status < 500) {
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
        self.responses += 1;
        self.pause.response();
    }

    /// Decides about a row whose user was read, and about the next rows of this user as long as nothing is sent.
    fn decide(&mut self, number: u32, user: &Stored) {
        self.unread.remove(&number);
        let Some(pending) = self.window.get(number) else {
            return;
        };
        match decide(
            &pending.row,
            user,
            pending.was_sent,
            self.settings.send_unchanged,
        ) {
            Decision::Finished(status) => self.finish(number, Some(user), status, None),
            Decision::Send(images) => {
                if let Some(pending) = self.window.get_mut(number) {
                    pending.stage = Stage::Ready(images);
                    self.ready.insert(number);
                }
            }
            Decision::Unreadable => {
                let failure = Failure {
                    code: "unexpected_response".to_owned(),
                    trace_id: None,
                };
                self.finish(number, None, Status::Failed, Some(failure));
            }
        }
    }

    /// Finishes a row. `user`: the stored values, if they are known, for the next row of the same user.
    fn finish(
        &mut self,
        number: u32,
        user: Option<&Stored>,
        status: Status,
        failure: Option<Failure>,
    ) {
        let target = self
            .window
            .get(number)
            .map(|pending| self.window.key(&pending.row.target));
        let id = match target {
            Some(Target::Id(id)) => Some(id),
            _ => None,
        };
        self.cover(number);
        lines::push_outcome(&mut self.lines, number, status, failure.as_ref());
        self.journal.finished.insert(number);
        self.journal.unconfirmed.remove(&number);
        self.journal.counts.add(status);
        self.results.push(Finished {
            row: number,
            id,
            status,
            failure,
        });
        if self.counts().get(Status::Failed) > self.settings.max_failed {
            self.stop.get_or_insert(Stop::TooManyFailed);
        }
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

    /// Writes a digest that covers a row before the first line about it.
    fn cover(&mut self, number: u32) {
        if number >= self.covered {
            self.covered = self.pushed;
            lines::push_digest(&mut self.lines, self.pushed, self.digest);
        }
    }
}
