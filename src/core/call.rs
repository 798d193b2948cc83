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

use super::response::{self, Expected, HttpResponse};
use super::{Config, Error, HttpRequest, Operation, retry};

/// A call on its way.
#[derive(Debug, Clone)]
pub struct Call {
    request: HttpRequest,
    expected: Expected,
    timeout: f64,
    max_retries: u32,
    attempts: u32,
}

/// What the host has to do next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Send [`Call::request`] within [`Call::timeout`], and pass on what comes of it.
    Send,
    /// Wait so many milliseconds, then send it again; and why.
    Wait(f64, Error),
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
    /// None in time, or not all of it.
    Timeout {
        /// The status, where the answer had begun.
        status: Option<u16>,
    },
    /// More than [`MAX_ANSWER_BYTES`](super::limits::MAX_ANSWER_BYTES).
    TooLarge {
        /// The status.
        status: u16,
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
            timeout: config.timeout,
            max_retries: config.max_retries,
            attempts: 0,
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
        self.timeout
    }

    /// How many attempts have ended.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The first step.
    #[must_use]
    pub fn start(&self) -> Step {
        Step::Send
    }

    /// The step after an attempt; `random` is a number from 0 to 1 that no one can tell before.
    #[must_use]
    pub fn next(&mut self, outcome: &Outcome, random: f64) -> Step {
        self.attempts = self.attempts.saturating_add(1);
        let error = match self.read(outcome) {
            Ok(found) => return Step::Done(Ok(found)),
            Err(error) => error,
        };
        match retry::delay(&error, self.attempts, self.max_retries, random) {
            Some(delay) => Step::Wait(delay, error),
            None => Step::Done(Err(error)),
        }
    }

    fn read(&self, outcome: &Outcome) -> Result<String, Error> {
        Err(match outcome {
            Outcome::Response(response) => return response::read(response, self.expected),
            Outcome::Failure { reason, status } => Error::Connection {
                reason: reason.clone(),
                status: *status,
            },
            Outcome::Timeout { status } => Error::Timeout {
                limit: self.timeout,
                status: *status,
            },
            Outcome::TooLarge { status } => Error::UnexpectedResponse {
                status: *status,
                reason: "the body is larger than 10 MB and was not read. Is apiUrl the Backend API?",
                clerk_trace_id: None,
            },
        })
    }
}
