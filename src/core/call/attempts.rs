//! A call as a state machine: the step after each attempt.

use crate::core::call::retry;
use crate::core::errors::error::Error;
use crate::core::options::config::Config;
use crate::core::request::operation::Operation;
use crate::core::response::http_response::{self, Expected, HttpResponse, TOO_MANY_VALUES};

/// The attempts of a call so far, and their limits. This is the complete state of a call: the host may store these
/// numbers in any form between two attempts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attempts {
    /// The expected content of a response.
    pub expected: Expected,
    /// Timeout of each attempt, in milliseconds, including the body. May be infinite.
    pub timeout: f64,
    /// Maximum number of retries.
    pub max_retries: u32,
    /// Number of attempts that have ended.
    pub ended: u32,
}

/// The next action of the host after an attempt.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Wait this many milliseconds because of the error, then send the request again.
    Wait(f64, Error),
    /// End the call with the content of the response, as [`http_response::read`] returns it, or with an error.
    Done(Result<String, Error>),
}

/// How an attempt ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// With a whole response.
    Response(HttpResponse),
    /// With a failure of the connection, before or within the response.
    Failure {
        /// What the host's `fetch` said.
        reason: String,
        /// The status, if the response had begun.
        status: Option<u16>,
    },
    /// With the timeout, before or within the response.
    Timeout {
        /// The status, if the response had begun.
        status: Option<u16>,
    },
    /// With a response whose body is larger than the host reads.
    TooLarge {
        /// The status.
        status: u16,
    },
    /// With a response that exceeds a limit of a host that converts resources itself.
    TooManyValues {
        /// The status.
        status: u16,
        /// The header `cf-ray`.
        cf_ray: Option<String>,
    },
}

impl Attempts {
    /// A call of which no attempt has ended.
    #[must_use]
    pub fn new(config: &Config, operation: &Operation) -> Attempts {
        Attempts {
            expected: operation.expected,
            timeout: config.timeout(),
            max_retries: config.max_retries(),
            ended: 0,
        }
    }

    /// The step after an attempt. `random` is an unpredictable number from 0 to 1.
    #[must_use]
    pub fn next_step(&mut self, outcome: Outcome, random: f64) -> Step {
        self.next_step_with(outcome, random, http_response::read)
    }

    /// The same for a host that converts resources itself: the content of a response is that of
    /// [`http_response::check`].
    #[must_use]
    pub fn next_checked_step(&mut self, outcome: Outcome, random: f64) -> Step {
        self.next_step_with(outcome, random, http_response::check)
    }

    fn next_step_with(
        &mut self,
        outcome: Outcome,
        random: f64,
        read: impl FnOnce(&HttpResponse, Expected) -> Result<String, Error>,
    ) -> Step {
        self.ended = self.ended.saturating_add(1);
        let error = match self.read(outcome, read) {
            Ok(found) => return Step::Done(Ok(found)),
            Err(error) => error,
        };
        match retry::delay(&error, self.ended, self.max_retries, random) {
            Some(delay) => Step::Wait(delay, error),
            None => Step::Done(Err(error)),
        }
    }

    fn read(
        self,
        outcome: Outcome,
        read: impl FnOnce(&HttpResponse, Expected) -> Result<String, Error>,
    ) -> Result<String, Error> {
        Err(match outcome {
            Outcome::Response(response) => return read(&response, self.expected),
            Outcome::Failure { reason, status } => Error::Connection { reason, status },
            Outcome::Timeout { status } => Error::Timeout {
                limit: self.timeout,
                status,
            },
            Outcome::TooLarge { status } => Error::UnexpectedResponse {
                status,
                reason: "the body is larger than 10 MB and was not read. Check apiUrl.",
                clerk_trace_id: None,
            },
            Outcome::TooManyValues { status, cf_ray } => Error::UnexpectedResponse {
                status,
                reason: TOO_MANY_VALUES,
                clerk_trace_id: cf_ray,
            },
        })
    }
}
