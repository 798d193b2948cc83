//! The state of a feed, and its next jobs.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use clerk_metadata::core::json;

use crate::journal::{Digest, Journal, lines};
use crate::rows::{Fields, Row, RowError, Target};
use crate::run::{Counts, Failure, OtherRows, Status, Stop};

/// A row that is not finished.
#[derive(Debug)]
struct Pending {
    target: Target,
    text: String,
}

/// A row to add to the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The number of the row.
    pub row: u32,
    /// Its text.
    pub text: String,
}

/// A row that has finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedJob {
    /// Its number.
    pub row: u32,
    /// The ID of its user or organization, if it is known.
    pub id: Option<String>,
    /// Its status.
    pub status: Status,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// See the module.
#[derive(Debug)]
pub struct Feed {
    /// How many rows are in the queue at most.
    max_ahead: usize,
    max_failed: u32,
    /// Whether rows are sent whatever is stored.
    ignores_expected: bool,
    /// Identifies the jobs of this journal.
    name: u32,
    journal: Journal,
    digest: Digest,
    /// The number of digests of the journal that the rows have matched.
    verified: usize,
    pushed: u32,
    /// The rows that the last digest line of the journal covers.
    covered: u32,
    has_ended: bool,
    stop: Option<Stop>,
    pending: BTreeMap<u32, Pending>,
    /// The unfinished rows of each user.
    users: HashMap<Target, VecDeque<u32>>,
    /// The rows that are the first ones of their users and not in the queue.
    ready: BTreeSet<u32>,
    /// The unfinished rows that name the user by an external ID, and the others.
    external: BTreeSet<u32>,
    internal: BTreeSet<u32>,
    in_queue: usize,
    /// The invalid rows, and those that have failed in an earlier run.
    failed_rows: VecDeque<(u32, Failure)>,
    lines: String,
    results: Vec<FinishedJob>,
}

impl Feed {
    /// A feed that continues where a journal ends. `name`: a number for the jobs of a new journal.
    #[must_use]
    pub fn new(
        max_ahead: usize,
        max_failed: u32,
        ignores_expected: bool,
        journal: Journal,
        name: u32,
    ) -> Feed {
        let mut lines = String::new();
        if journal.lines == 0 {
            lines.push_str(lines::HEADER);
        }
        if journal.name.is_none() {
            lines::push_name(&mut lines, name);
        }
        Feed {
            max_ahead: max_ahead.max(1),
            max_failed,
            ignores_expected,
            name: journal.name.unwrap_or(name),
            covered: journal.digests.last().map_or(0, |(rows, _)| *rows),
            journal,
            digest: Digest::default(),
            verified: 0,
            pushed: 0,
            has_ended: false,
            stop: None,
            pending: BTreeMap::new(),
            users: HashMap::new(),
            ready: BTreeSet::new(),
            external: BTreeSet::new(),
            internal: BTreeSet::new(),
            in_queue: 0,
            failed_rows: VecDeque::new(),
            lines,
            results: Vec::new(),
        }
    }

    /// The number that identifies the jobs of the journal.
    #[must_use]
    pub fn name(&self) -> u32 {
        self.name
    }

    fn next_digest(&self) -> Option<(u32, Digest)> {
        self.journal.digests.get(self.verified).copied()
    }

    /// Whether another row can be pushed.
    #[must_use]
    pub fn wants_row(&self) -> bool {
        let has_room = self.pending.len() + self.failed_rows.len() < self.max_ahead
            || self.next_digest().is_some();
        !self.has_ended && self.stop.is_none() && has_room
    }

    /// Adds the next row. Returns whether it is unfinished.
    ///
    /// # Errors
    /// [`OtherRows`] if the rows so far are not those of the journal.
    pub fn push(&mut self, row: Result<Row, RowError>) -> Result<bool, OtherRows> {
        let number = self.pushed;
        self.pushed = self.pushed.saturating_add(1);
        let text = match &row {
            Ok(row) => row.canonical(),
            Err(error) => error.path.clone(),
        };
        self.digest.add(&text);
        if let Some((rows, digest)) = self.next_digest().filter(|(rows, _)| *rows == self.pushed) {
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
            Ok(mut row) if self.ignores_expected => {
                row.expected = Fields::default();
                row.expected_nulls.clear();
                let text = row.canonical();
                self.insert(number, row.target, text);
            }
            Ok(row) => self.insert(number, row.target, text),
            Err(_) => {
                let failure = Failure::new("invalid_row");
                self.failed_rows.push_back((number, failure));
            }
        }
        Ok(true)
    }

    fn insert(&mut self, number: u32, target: Target, text: String) {
        self.kind_of(&target).insert(number);
        let rows = self.users.entry(target.clone()).or_default();
        if rows.is_empty() {
            self.ready.insert(number);
        }
        rows.push_back(number);
        self.pending.insert(number, Pending { target, text });
    }

    fn kind_of(&mut self, target: &Target) -> &mut BTreeSet<u32> {
        match target {
            Target::ExternalId(_) => &mut self.external,
            _ => &mut self.internal,
        }
    }

    /// There are no more rows.
    ///
    /// # Errors
    /// [`OtherRows`] if the journal has more rows.
    pub fn end(&mut self) -> Result<(), OtherRows> {
        self.has_ended = true;
        if self.next_digest().is_some() {
            self.stop = Some(Stop::Canceled);
            return Err(OtherRows {
                rows: self.pushed,
                are_fewer: true,
            });
        }
        Ok(())
    }

    /// Adds no more jobs.
    pub fn cancel(&mut self) {
        self.stop.get_or_insert(Stop::Canceled);
    }

    /// Why the feed has stopped, if it has.
    #[must_use]
    pub fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let is_complete = self.has_ended && self.pending.is_empty() && self.failed_rows.is_empty();
        self.in_queue == 0 && (self.stop.is_some() || is_complete)
    }

    /// The outcomes of all rows, including those of earlier runs.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.journal.counts
    }

    /// Whether a row has an outcome.
    #[must_use]
    pub fn is_finished(&self, number: u32) -> bool {
        self.journal.finished.contains(number)
    }

    /// The rows that were pushed.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.pushed
    }

    /// The lines to append to the journal.
    pub fn take_lines(&mut self) -> String {
        std::mem::take(&mut self.lines)
    }

    /// The rows that have finished. Their lines must be stored first.
    pub fn take_results(&mut self) -> Vec<FinishedJob> {
        std::mem::take(&mut self.results)
    }

    /// The next job, until there is none.
    pub fn next_job(&mut self) -> Option<Job> {
        if self.stop.is_some() || self.next_digest().is_some() {
            return None;
        }
        while let Some((number, mut failure)) = self.failed_rows.pop_front() {
            if self.journal.finished.contains(number) {
                failure.code.insert_str(0, "failed_earlier ");
                self.report(number, None, Status::Failed, Some(failure));
            } else {
                self.finish(number, None, Status::Failed, Some(failure));
            }
        }
        self.stop_if_too_many_failed();
        let number = *self.ready.first()?;
        // Two rows for one user may name it in different ways, so rows with external IDs and others do not overlap.
        let is_external = self.external.contains(&number);
        let others = if is_external {
            &self.internal
        } else {
            &self.external
        };
        let follows_others = others.first().is_some_and(|first| *first < number);
        if self.stop.is_some() || self.in_queue >= self.max_ahead || follows_others {
            return None;
        }
        self.ready.remove(&number);
        let text = self.pending.get(&number)?.text.clone();
        self.cover(number);
        lines::push_sent(&mut self.lines, number);
        self.in_queue += 1;
        Some(Job { row: number, text })
    }

    /// A job has finished. `result`: `{"status":"ok","id":…,"before":{"id":…,"patch":…,"image":…}}`, or the status
    /// `failed` with `code` and `traceId`.
    pub fn done(&mut self, number: u32, result: &str) {
        let text = |name| json::member(result, name).and_then(json::string);
        let status = text("status").and_then(|status| Status::named(status.as_bytes()));
        let status = status.unwrap_or(Status::Failed);
        let failure = (status == Status::Failed).then(|| Failure {
            code: text("code").unwrap_or_else(|| "job_failed".to_owned()),
            status: None,
            trace_id: text("traceId"),
        });
        let id = text("id");
        if let Some(before) = json::member(result, "before")
            && !before.contains('\n')
        {
            lines::push_before_text(&mut self.lines, number, before);
        }
        self.in_queue = self.in_queue.saturating_sub(1);
        self.finish(number, id, status, failure);
    }

    /// Nothing is known about a job, because the feed has stopped.
    pub fn abandoned(&mut self) {
        self.in_queue = self.in_queue.saturating_sub(1);
    }

    fn finish(
        &mut self,
        number: u32,
        id: Option<String>,
        status: Status,
        failure: Option<Failure>,
    ) {
        if !self.journal.finished.insert(number) {
            return;
        }
        self.cover(number);
        lines::push_outcome(&mut self.lines, number, status, failure.as_ref());
        self.journal.unconfirmed.remove(&number);
        self.journal.counts.add(status);
        self.report(number, id, status, failure);
        self.stop_if_too_many_failed();
        let Some(Pending { target, .. }) = self.pending.remove(&number) else {
            return;
        };
        self.kind_of(&target).remove(&number);
        if let Some(rows) = self.users.get_mut(&target) {
            rows.pop_front();
            match rows.front() {
                Some(next) => {
                    self.ready.insert(*next);
                }
                None => {
                    self.users.remove(&target);
                }
            }
        }
    }

    fn report(&mut self, row: u32, id: Option<String>, status: Status, failure: Option<Failure>) {
        self.results.push(FinishedJob {
            row,
            id,
            status,
            failure,
        });
    }

    fn stop_if_too_many_failed(&mut self) {
        if self.counts().get(Status::Failed) > self.max_failed {
            self.stop.get_or_insert(Stop::TooManyFailed);
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
