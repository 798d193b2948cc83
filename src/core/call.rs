//! One call as a state machine. The host does what a step says and tells what came of it:
//!
//! ```text
//!             ┌────────┐   response or failure    ┌──────┐
//! start ────► │  Send  │ ───────────────────────► │ Done │
//!             └────────┘                          └──────┘
//!              ▲      │ what may pass, and retries are left
//!              │      ▼
//!             ┌────────┐
//!             │  Wait  │
//!             └────────┘
//! ```
//!
//! It holds no socket and reads no clock, so every path through it is tested without either.

use super::attempts::{Attempts, Outcome, Step};
use super::{Config, Error, HttpRequest, Operation};

/// A call on its way.
#[derive(Debug, Clone)]
pub struct Call {
    request: HttpRequest,
    attempts: Attempts,
}

impl Call {
    /// Prepares a call. Whatever can be refused is refused here, before anything is sent.
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(config: &Config, operation: Operation<'_>) -> Result<Call, Error> {
        Ok(Call {
            attempts: Attempts {
                expected: operation.row().expected,
                timeout: config.timeout,
                max_retries: config.max_retries,
                made: 0,
            },
            request: HttpRequest::new(config, operation)?,
        })
    }

    /// The request of every attempt.
    #[must_use]
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// How long an attempt may take, its body included, in milliseconds; maybe without end.
    #[must_use]
    pub fn timeout(&self) -> f64 {
        self.attempts.timeout
    }

    /// How many attempts have ended.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts.made
    }

    /// The first step.
    #[must_use]
    pub fn start(&self) -> Step {
        Step::Send
    }

    /// The step after an attempt; `random` is a number from 0 to 1 that no one can tell before.
    #[must_use]
    pub fn next(&mut self, outcome: Outcome, random: f64) -> Step {
        self.attempts.next(outcome, random)
    }
}
