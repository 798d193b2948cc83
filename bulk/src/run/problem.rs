//! What a request that did not succeed means for its row and for the run.

use crate::run::status::Failure;

/// A request that did not succeed, after the retries of the client.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code of the first error of the response, or that of the client's error.
    pub code: String,
    /// The status, if a response had started.
    pub status: Option<u16>,
    /// Clerk's trace ID, if there is one.
    pub trace_id: Option<String>,
    /// The seconds of `Retry-After`, if there are any.
    pub retry_after: Option<u32>,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// The run stops: the key or an option was rejected, or the request was not sent because the run has stopped.
    Stop,
    /// There is no such user.
    Missing,
    /// The rate limit: everything waits, and the row is not counted as failed.
    Wait,
    /// There was no response. The request may have taken effect.
    Offline,
    /// Another attempt may succeed. The request may have taken effect.
    Retry,
    /// Another attempt would fail in the same way.
    Fail,
}

impl Problem {
    /// A response that is not what was requested.
    #[must_use]
    pub fn unexpected_response() -> Problem {
        Problem {
            code: "unexpected_response".to_owned(),
            ..Problem::default()
        }
    }

    /// Whether the response was larger than the client reads, or the URL longer than the server accepts. A read of fewer
    /// resources may succeed.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.code == "response_too_large" || matches!(self.status, Some(414 | 431))
    }

    /// Whether a response has started and did not end.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.status.is_some() && matches!(&*self.code, "connection_failed" | "timeout")
    }

    /// What this means for a row.
    #[must_use]
    pub fn reaction(&self) -> Reaction {
        match (&*self.code, self.status) {
            ("missing_secret_key" | "invalid_option" | "canceled", _) | (_, Some(401 | 403)) => {
                Reaction::Stop
            }
            (_, Some(404)) => Reaction::Missing,
            (_, Some(429)) => Reaction::Wait,
            ("connection_failed" | "timeout", None) => Reaction::Offline,
            (
                "connection_failed"
                | "timeout"
                | "unexpected_response"
                | "response_too_large"
                | "resource_locked",
                _,
            )
            | (_, Some(408 | 414 | 431 | 500..)) => Reaction::Retry,
            _ => Reaction::Fail,
        }
    }

    /// The failure of a row.
    #[must_use]
    pub fn failure(&self) -> Failure {
        Failure {
            code: self.code.clone(),
            status: self.status,
            trace_id: self.trace_id.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, Reaction};

    #[test]
    fn reacts_to_each_kind_of_problem() {
        for (code, status, reaction) in [
            ("clerk_key_invalid", Some(401), Reaction::Stop),
            ("missing_secret_key", None, Reaction::Stop),
            ("resource_not_found", Some(404), Reaction::Missing),
            ("too_many_requests", Some(429), Reaction::Wait),
            ("connection_failed", None, Reaction::Offline),
            ("timeout", None, Reaction::Offline),
            ("timeout", Some(200), Reaction::Retry),
            ("unexpected_response", Some(200), Reaction::Retry),
            ("response_too_large", Some(200), Reaction::Retry),
            ("resource_locked", Some(409), Reaction::Retry),
            ("internal_clerk_error", Some(500), Reaction::Retry),
            ("api_response_error", Some(414), Reaction::Retry),
            ("api_response_error", Some(431), Reaction::Retry),
            ("form_param_exceeds_allowed_size", Some(422), Reaction::Fail),
            ("invalid_params", None, Reaction::Fail),
        ] {
            let problem = Problem {
                code: code.into(),
                status,
                ..Problem::default()
            };
            assert_eq!(problem.reaction(), reaction, "{code}");
        }
    }
}
