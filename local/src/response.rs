//! An HTTP response for the host to send.

use serde::Serialize;

/// The header with the trace ID of a request, which is also the `clerk_trace_id` of an error (inferred).
pub const TRACE_HEADER: &str = "x-clerk-trace-id";

/// An HTTP response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The names, in lower case, and the values.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which is JSON.
    pub body: String,
}

impl Response {
    /// A response with a JSON body.
    #[must_use]
    pub fn json(status: u16, trace_id: &str, body: String) -> Response {
        Response {
            status,
            headers: vec![
                ("content-type", String::from("application/json")),
                (TRACE_HEADER, trace_id.to_owned()),
            ],
            body,
        }
    }

    /// The value of a header. `name` must be in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }
}
