//! What a run is given, and what it returns.

use crate::plan::planned::{Mode, Planned};
use crate::rows::Fields;
use crate::run::status::{Failure, Status};

/// The settings of a run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Whether a patch that changes nothing is sent too.
    pub send_unchanged: bool,
    /// If set, rows are planned, and nothing is sent: [`Status::Ok`] then means that the row has a change to send.
    pub plan: Option<Mode>,
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
    /// Its plan, if the run plans and its user was read.
    pub planned: Option<Planned>,
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
