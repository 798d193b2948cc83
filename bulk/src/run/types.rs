//! What a run is given, and what it returns.

use crate::plan::planned::{Mode, Planned};
use crate::rows::{Fields, Target};
use crate::run::status::{Failure, Status};

/// The settings of a run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether a patch that changes nothing is sent too.
    pub send_unchanged: bool,
    /// Whether rows are planned, and nothing is sent: [`Status::Ok`] then means that the row has a change to send.
    pub is_plan: bool,
    /// What the fields of a row, or the result of the caller's function, contain.
    pub mode: Mode,
    /// Whether the caller has a function that returns the fields of a row.
    pub transforms: bool,
    /// Whether the caller validates the values that a row would store.
    pub validates: bool,
    /// Whether a plan rejects a row whose user an earlier row names, by the same or another ID.
    pub rejects_duplicates: bool,
    /// What happens if a stored value is not the expected one.
    pub on_drift: OnDrift,
    /// The run stops if more rows fail.
    pub max_failed: u32,
    /// The requests that are in flight at most.
    pub concurrency: usize,
    /// The run stops if there is no response for so long, in milliseconds.
    pub max_offline_ms: f64,
}

/// What happens to a row if a stored value is not the expected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDrift {
    /// Nothing is sent.
    Skip,
    /// The patch is computed again, if the row has desired values or the caller has a function for them.
    Recompute,
    /// The patch is sent.
    Force,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Read these resources.
    Read(Resources),
    /// Send the patch of a row.
    Send(u32, Target, Fields<String>),
    /// Replace the fields of a row.
    Replace(u32, Target, Fields<String>),
    /// Call the caller's function for a row, with the stored resource as a JSON object.
    Transform(u32, String),
    /// Validate the fields of a row as they would be stored.
    Validate(u32, Fields<String>),
}

/// The resources of a request. Users are named either by ID or by external ID: a list returns the users that match
/// both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resources {
    /// Users by ID.
    Ids(Vec<String>),
    /// Users by external ID.
    ExternalIds(Vec<String>),
    /// Organizations by ID.
    Organizations(Vec<String>),
    /// The memberships in an organization, by the IDs of the users.
    Memberships(String, Vec<String>),
}

/// A finished row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Its number.
    pub row: u32,
    /// Whom it is for, by ID, if the ID is known.
    pub target: Option<Target>,
    /// Its status.
    pub status: Status,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Its plan, if the run plans and its resource was read.
    pub planned: Option<Planned>,
    /// What its patch was computed from, if it contained desired values.
    pub desired: Fields<String>,
    /// Whether they replace the stored fields.
    pub replaces: bool,
    /// The number of keys that an undo has not restored, because they hold other values than those that were written.
    pub kept: u32,
    /// The paths of the `null`s that an undo cannot restore.
    pub nulls: Vec<String>,
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
    /// Several reads in a row had a response that cannot be used.
    Unusable,
    /// Too many rows have failed.
    TooManyFailed,
}

/// The rows are not those of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherRows {
    /// The rows that were read.
    pub rows: u32,
    /// Whether these are the first rows of the journal, which has more.
    pub are_fewer: bool,
}
