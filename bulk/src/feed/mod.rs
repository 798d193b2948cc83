//! A feed: adds rows to a queue of another system, whose workers send them, and writes the journal. It performs no I/O.
//!
//! ```text
//!            push(row)              next() ──► add a job ──► done(number, result of the job)
//! rows ────► the first unfinished ───┘                                     │
//!            row of each user                                              ▼
//! journal ◄── take_lines()                                           take_results()
//! ```
//!
//! The next row of a user is added when the previous one has finished: a queue has no order. The lines of `take_lines`
//! must be stored before the jobs are added that were returned with them.

mod state;

pub use state::{Feed, FinishedJob, Job};

#[cfg(test)]
mod tests;
