//! Two-step changes: a change is prepared, the host writes its line, and then the change is committed.
//! Writing may take any time and may fail: nothing is changed before the commit.
//!
//! ```text
//! prepare ──► PendingChange ──► the host writes its line ──► commit     200
//!                                       └─ writing fails ──► dropped   500
//! ```

use crate::journal::{self, Change};
use crate::response::Response;

/// A change that is validated but not applied yet.
#[must_use = "a change has no effect until it is committed"]
pub struct PendingChange {
    pub(crate) change: Change,
    /// The body of the response after the commit. Empty if it is not used.
    pub(crate) body: String,
}

impl PendingChange {
    /// The line of the journal, without its newline.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.change {
            Change::Put(user) => journal::put_line(user),
            Change::Delete(id) => journal::delete_line(id),
            Change::Clear => journal::clear_line(),
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
