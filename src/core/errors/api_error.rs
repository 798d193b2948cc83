//! An error response of the Backend API.

/// An error response of the Backend API.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The errors in their order; empty if the body has no list of errors.
    pub errors: Vec<ApiErrorItem>,
    /// The body's `clerk_trace_id`, else the header `cf-ray`.
    pub clerk_trace_id: Option<String>,
    /// Seconds after which the call may be tried again.
    pub retry_after: Option<f64>,
}

/// One of the `errors` of a response.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiErrorItem {
    /// A stable code, such as `resource_not_found`.
    pub code: String,
    /// A short text.
    pub message: String,
    /// A text for the end user.
    pub long_message: Option<String>,
    /// Additional details: a JSON object with its own keys in camelCase; empty if the response has none.
    pub meta: String,
}

impl ApiErrorItem {
    /// The longest of its texts; its code if it has none.
    pub(super) fn text(&self) -> Option<&str> {
        let long = self.long_message.as_deref().unwrap_or_default();
        let longest = if long.len() > self.message.len() {
            long
        } else {
            &self.message
        };
        [longest, &self.code]
            .into_iter()
            .find(|text| !text.is_empty())
    }
}
