//! What the outcome of a row says about its last request.

use clerk_metadata::core::json;

/// The number of a row, by what is known about its last request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has taken effect.
    Confirmed(u32),
    /// It has certainly not taken effect.
    Rejected(u32),
}

/// The codes of failures after which a request may have taken effect.
const UNKNOWN: [&str; 5] = [
    "timeout",
    "connection_failed",
    "unexpected_response",
    "response_too_large",
    "invalid_row",
];

impl Outcome {
    /// Reads a line of a journal. Other outcomes say nothing: a `conflict` can be found after a request had no response.
    pub fn parse(line: &str) -> Option<Outcome> {
        let number = |name| json::member(line, name)?.parse::<u32>().ok();
        if let Some(number) = number("ok").or_else(|| number("recovered")) {
            return Some(Outcome::Confirmed(number));
        }
        let failed = || {
            let code = json::member(line, "code").and_then(json::string);
            let code = code.unwrap_or_default();
            let is_server_error = json::member(line, "status")
                .and_then(|status| status.parse::<u16>().ok())
                .is_some_and(|status| status >= 500);
            // A code with a path is that of a row that was read again after it was sent.
            let is_unknown = UNKNOWN.contains(&&*code) || code.contains(' ');
            number("failed").filter(|_| !is_unknown && !is_server_error)
        };
        number("missing").or_else(failed).map(Outcome::Rejected)
    }
}
