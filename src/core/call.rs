//! One call as a state machine. The host does what a step says and tells what came of it:
//!
//! ```text
//!            ┌────────┐  response or failure  ┌──────┐
//! start ───► │  Send  │ ────────────────────► │ Done │
//!            └────────┘                       └──────┘
//! ```
//!
//! It holds no socket and reads no clock, so every path through it is tested without either. A
//! step to wait before the next attempt belongs between the two; [`Error::is_retryable`] is what
//! it will ask.

use super::response::{self, Expected, HttpResponse};
use super::{Config, Error, HttpRequest, Operation};

/// A call on its way.
#[derive(Debug, Clone)]
pub struct Call {
    request: HttpRequest,
    expected: Expected,
}

/// What the host has to do next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Send [`Call::request`], and pass on what comes of it.
    Send,
    /// Nothing: what the answer holds, as [`response::read`] gives it, or why there is none.
    Done(Result<String, Error>),
}

/// What came of a request.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// An answer, whole.
    Response(HttpResponse),
    /// None, or not all of it.
    Failure {
        /// What the host's `fetch` said.
        reason: String,
        /// The status, where the answer had begun.
        status: Option<u16>,
    },
}

impl Call {
    /// Prepares a call. Whatever can be refused is refused here, before anything is sent.
    ///
    /// # Errors
    /// [`Error::InvalidUserId`], [`Error::InvalidParams`] or [`Error::TooDeep`].
    pub fn new(config: &Config, operation: Operation<'_>) -> Result<Call, Error> {
        Ok(Call {
            expected: operation.expected(),
            request: HttpRequest::new(config, operation)?,
        })
    }

    /// The request of every attempt.
    #[must_use]
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The first step.
    #[must_use]
    pub fn start(&self) -> Step {
        Step::Send
    }

    /// The step after an attempt.
    #[must_use]
    pub fn next(&mut self, outcome: &Outcome) -> Step {
        Step::Done(match outcome {
            Outcome::Response(response) => response::read(response, self.expected),
            Outcome::Failure { reason, status } => Err(Error::Connection {
                reason: reason.clone(),
                status: *status,
            }),
        })
    }
}
