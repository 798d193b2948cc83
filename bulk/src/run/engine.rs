//! The state of a run, and its next actions.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::journal::{Digest, Journal, lines};
use crate::rows::input::target_set::TargetSet;
use crate::rows::{Fields, Row, RowError, Target, Written};
use crate::run::pause::{Pause, remaining};
use crate::run::status::{Counts, Failure, Status};
use crate::run::types::{Action, Finished, OtherRows, Resources, Settings, Stop};
use crate::run::window::{Stage, Window};

/// The users, organizations or members that are read by one request at most. The Backend API accepts 100 IDs.
pub(super) const READ_RESOURCES: usize = 100;
/// The query string of a read, in bytes, unless it has a single ID. The rest of the URL is short. RFC 9110 recommends
/// that servers accept URIs of 8,000 bytes; the limit of the Backend API is not documented.
const QUERY_BYTES: usize = 7_900;
/// The rows that are read ahead: those of a request in flight, and those that are being sent.
const WINDOW_ROWS: usize = 250;

/// A run.
#[derive(Debug)]
pub struct Run {
    pub(super) settings: Settings,
    pub(super) journal: Journal,
    pub(super) digest: Digest,
    /// The number of digests of the journal that the rows have matched.
    pub(super) verified: usize,
    pub(super) pushed: u32,
    /// The rows that the last digest line of the journal covers.
    pub(super) covered: u32,
    pub(super) has_ended: bool,
    pub(super) stop: Option<Stop>,
    pub(super) window: Window,
    /// The invalid rows, and those that have failed in an earlier run.
    pub(super) failed_rows: VecDeque<(u32, Failure)>,
    pub(super) unread: BTreeSet<u32>,
    pub(super) ready: BTreeSet<u32>,
    /// The rows that are read again at a time.
    pub(super) delayed: Vec<(f64, u32)>,
    pub(super) reading: Vec<u32>,
    /// The resources of the next read: fewer after a response that was too large.
    pub(super) read_size: usize,
    /// The reads since the last one with a usable response.
    pub(super) unusable_reads: u32,
    /// The users that were changed since the read began. Its response may have their earlier values.
    pub(super) changed: HashSet<Target>,
    pub(super) sending: usize,
    /// What the caller must be asked.
    pub(super) questions: VecDeque<Action>,
    /// The questions that the caller has received, and not decided.
    pub(super) asking: usize,
    /// The responses to changes.
    pub(super) responses: u64,
    /// When the first change failed since the last response to one. Reads may have had responses.
    pub(super) changes_fail_since: Option<f64>,
    /// The users of the rows that were planned, if no two rows may name the same one.
    pub(super) planned: TargetSet,
    pub(super) pause: Pause,
    pub(super) lines: String,
    pub(super) results: Vec<Finished>,
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
            failed_rows: VecDeque::new(),
            unread: BTreeSet::new(),
            ready: BTreeSet::new(),
            delayed: Vec::new(),
            reading: Vec::new(),
            read_size: READ_RESOURCES,
            unusable_reads: 0,
            changed: HashSet::new(),
            sending: 0,
            questions: VecDeque::new(),
            asking: 0,
            responses: 0,
            changes_fail_since: None,
            planned: TargetSet::default(),
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
        let has_room = self.window.len() + self.failed_rows.len() < WINDOW_ROWS
            || self.next_digest().is_some();
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
                return Err(OtherRows {
                    rows,
                    are_fewer: false,
                });
            }
            self.verified += 1;
        }
        if let Some(failure) = self.journal.failed.remove(&number) {
            self.failed_rows.push_back((number, failure));
            return Ok(true);
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
            Err(_) => self
                .failed_rows
                .push_back((number, Failure::new("invalid_row"))),
        }
        Ok(true)
    }

    /// Whether rows only name whom they are for, because the caller's function returns their fields.
    #[must_use]
    pub fn transforms(&self) -> bool {
        self.settings.transforms && self.settings.is_plan
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
                Err(OtherRows {
                    rows: self.pushed,
                    are_fewer: true,
                })
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
        // A run that has stopped does not wait for the caller's functions, which may never return.
        is_idle
            && (self.stop.is_some()
                || self.asking == 0
                    && self.has_ended
                    && self.window.is_empty()
                    && self.failed_rows.is_empty())
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
        while let Some((number, failure)) = self.failed_rows.pop_front() {
            if self.journal.finished.contains(number) {
                self.report_again(number, failure);
            } else {
                self.finish(number, None, Status::Failed, Some(failure));
            }
        }
        // An earlier run may have stopped here.
        self.stop_if_too_many_failed();
        if self.stop.is_some() {
            return None;
        }
        if let Some(question) = self.questions.pop_front() {
            self.asking += 1;
            return Some(question);
        }
        if self.pause.remaining(now).is_some() {
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
        let row = &pending.row;
        let (patch, desired, replaces) = (row.patch.clone(), row.desired.clone(), row.replaces);
        let target = row.target.clone();
        let target = self.window.key(&target);
        self.cover(number);
        let images = *images;
        let replacement = images.replacement.unwrap_or_default();
        let written = Written {
            patch: if replaces {
                replacement.patch
            } else {
                patch.clone()
            },
            image: images.fields,
            nulls: images.nulls,
            stored_nulls: replacement.nulls,
            is_uncertain: false,
        };
        lines::push_before(&mut self.lines, number, &target, &written);
        lines::push_sent(&mut self.lines, number);
        self.sending += 1;
        if !replaces {
            return Some(Action::Send(number, target, patch));
        }
        let mut fields = Fields::default();
        for (field, _) in patch.iter() {
            fields.set(field, desired.get(field).cloned().unwrap_or_default());
        }
        Some(Action::Replace(number, target, fields))
    }

    fn read(&mut self) -> Option<Action> {
        // A read costs as much as a change, so it waits for as many users as it can have.
        let is_starved = self.ready.is_empty() && self.sending == 0;
        let is_running_dry = self.ready.is_empty() && self.sending <= self.settings.concurrency / 4;
        let has_all = self.has_ended || self.window.len() >= WINDOW_ROWS;
        let is_due = self.unread.len() >= self.read_size || is_starved || has_all && is_running_dry;
        if !self.reading.is_empty() || !is_due {
            return None;
        }
        // A row of a user who was known by another ID, of which an earlier row is in progress, is read after that one.
        let window = &self.window;
        self.unread.retain(|number| window.is_first(*number));
        let first = *self.unread.first()?;
        let is_alone = self.window.get(first)?.alone;
        let key = self.window.key(&self.window.get(first)?.row.target);
        let mut names = Vec::new();
        let mut query_bytes = 0;
        for &number in &self.unread {
            let Some(pending) = self.window.get(number) else {
                continue;
            };
            let other = self.window.key(&pending.row.target);
            match (&key, &other) {
                (Target::Id(_), Target::Id(_)) if self.window.follows_unresolved(number) => break,
                (Target::Id(_), Target::ExternalId(_)) => break,
                (Target::Membership(organization, _), Target::Membership(same, _))
                    if organization == same => {}
                (Target::Id(_), Target::Id(_))
                | (Target::ExternalId(_), Target::ExternalId(_))
                | (Target::Organization(_), Target::Organization(_)) => {}
                _ => continue,
            }
            if number == first || !pending.alone {
                query_bytes += other.query_bytes();
                if number != first && query_bytes > QUERY_BYTES {
                    break;
                }
                names.push(other.name().to_owned());
                self.reading.push(number);
            }
            if is_alone || names.len() >= self.read_size {
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
        Some(Action::Read(match key {
            Target::Id(_) => Resources::Ids(names),
            Target::ExternalId(_) => Resources::ExternalIds(names),
            Target::Organization(_) => Resources::Organizations(names),
            Target::Membership(organization, _) => Resources::Memberships(organization, names),
        }))
    }
}
