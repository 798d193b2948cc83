//! An answer for the host to send.

use serde::Serialize;

/// The header that names a request; its value is the `clerk_trace_id` of an error (inferred).
pub const TRACE_HEADER: &str = "x-clerk-trace-id";

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, with their values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

impl Response {
    /// An answer with a JSON body.
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

    /// The value of a header; its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str())
    }
}
