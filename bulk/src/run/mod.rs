//! A run: a state machine that reads users, sends their changes, and writes the journal. It performs no I/O.
//!
//! ```text
//!            push(row)                 next(now) ──► Read 100 users ──► read_done(response)
//! rows ────► Window ─── the head of     │                                   │ decide: same, missing, conflict,
//!            of each user's rows ───────┤                                   ▼ recovered, ask the caller, or
//!                                       └──────────► Send a patch ◄────── ready
//! journal ◄── take_lines()                              └─► send_done, send_failed ──► take_results()
//! ```
//!
//! A plan only reads, and asks the caller for what a function or a schema says about a row.
//!
//! The lines of `take_lines` must be stored before the actions that were returned with them start.

mod decide_rows;
pub mod decision;
pub mod engine;
mod outcomes;
pub mod pause;
pub mod problem;
pub mod status;
pub mod stored;
pub mod types;
pub mod window;

pub use engine::Run;
pub use problem::Problem;
pub use status::{Counts, Failure, Status};
pub use types::{Action, Finished, OnDrift, OtherRows, Resources, Settings, Stop};
