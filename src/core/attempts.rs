//! What comes after an attempt of a call: an answer, an error, or a wait and another attempt.
//!
//! It is four numbers, so a host can keep it in whatever form between two attempts.

use super::response::{self, Expected, HttpResponse};
use super::{Error, retry};

/// The attempts of a call so far, and what bounds them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempts {
    /// What an answer is to hold.
    pub expected: Expected,
    /// How long one may take, its body included, in milliseconds; maybe without end.
    pub timeout: f64,
    /// How many may follow the first.
    pub max_retries: u32,
    /// How many have ended.
    pub made: u32,
}

/// What the host has to do next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Send the request, within the timeout, and pass on what comes of it.
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

impl Attempts {
    /// The step after an attempt; `random` is a number from 0 to 1 that no one can tell before.
    #[must_use]
    pub fn next(&mut self, outcome: Outcome, random: f64) -> Step {
        self.made = self.made.saturating_add(1);
        let error = match self.read(outcome) {
            Ok(found) => return Step::Done(Ok(found)),
            Err(error) => error,
        };
        match retry::delay(&error, self.made, self.max_retries, random) {
            Some(delay) => Step::Wait(delay, error),
            None => Step::Done(Err(error)),
        }
    }

    fn read(self, outcome: Outcome) -> Result<String, Error> {
        Err(match outcome {
            Outcome::Response(response) => return response::read(&response, self.expected),
            Outcome::Failure { reason, status } => Error::Connection { reason, status },
            Outcome::Timeout { status } => Error::Timeout {
                limit: self.timeout,
                status,
            },
            Outcome::TooLarge { status } => Error::UnexpectedResponse {
                status,
                reason: "the body is larger than 10 MB and was not read. Is apiUrl the Backend API?",
                clerk_trace_id: None,
            },
        })
    }
}
