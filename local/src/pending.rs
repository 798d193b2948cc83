//! Two-step changes: a change is prepared, the host writes its line, and then the change is committed.
//! Writing may take any time and may fail: nothing is changed before the commit.
//!
//! ```text
//! prepare ──► PendingChange ──► the host writes its line ──► commit ──► the next line, or 200
//!                                       └─ writing fails ──► dropped   500
//! ```
//!
//! Most changes have one line. The removal of a user or an organization has one more for each of its memberships, which
//! come first, and a new organization one for each of its members, which come last. If a line cannot be written, the
//! lines before it stay.

use std::collections::VecDeque;

use crate::errors::RequestError;
use crate::journal::Change;
use crate::response::Response;

/// A change that is validated but not applied yet.
#[must_use = "a change has no effect until it is committed"]
pub struct PendingChange {
    pub(crate) changes: VecDeque<Change>,
    /// The body of the response after the commit. Empty if it is not used.
    pub(crate) body: String,
    /// The number of lines that were committed.
    pub(crate) applied: usize,
}

impl PendingChange {
    pub(crate) fn new(change: Change, body: String) -> PendingChange {
        PendingChange {
            changes: VecDeque::from([change]),
            body,
            applied: 0,
        }
    }

    /// The error if the next line cannot be written.
    #[must_use]
    pub fn failure(&self, reason: &str) -> RequestError {
        RequestError::data_file(reason, self.applied)
    }

    /// The line of the journal to write next, without its newline.
    #[must_use]
    pub fn line(&self) -> String {
        self.changes.front().map_or_else(String::new, Change::line)
    }
}

/// The result of applying a line of a change.
pub enum Committed {
    /// The body of the response.
    Body(String),
    /// The change has another line to write.
    Next(PendingChange),
}

impl Committed {
    /// The body of the response, or `None` if the change has another line.
    #[must_use]
    pub fn body(self) -> Option<String> {
        match self {
            Committed::Body(body) => Some(body),
            Committed::Next(_) => None,
        }
    }
}

/// The result of validating a request.
pub enum Prepared {
    /// The response to a request that changes nothing.
    Response(Response),
    /// The request changes something.
    Change {
        /// The trace ID of the response.
        trace_id: String,
        /// The change.
        pending: PendingChange,
    },
}
