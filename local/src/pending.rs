//! Changes in two steps: a change is prepared, its line is written by the host, and then it is
//! committed. The host may take its time, or fail: nothing is changed before the commit.
//!
//! ```text
//! prepare ──► Pending ──► its line is written ──► commit     200
//!                                 └─ it is not ──► dropped   500
//! ```

use crate::journal::{self, Change};
use crate::response::Response;

/// A change that is validated and not made.
#[must_use = "a change that is not committed is not made"]
pub struct Pending {
    pub(crate) change: Change,
    /// The body of the response once it is made; empty where nobody reads it.
    pub(crate) body: String,
}

impl Pending {
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

/// A request that is validated.
pub enum Prepared {
    /// It changes nothing.
    Done(Response),
    /// It changes something.
    Change {
        /// The ID of the response.
        trace_id: String,
        /// The change.
        pending: Pending,
    },
}
