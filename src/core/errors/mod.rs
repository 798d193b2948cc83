//! The error of every function of the core.
//!
//! ```text
//! Error ─┬─ of the caller's input     code, message, path
//!        ├─ of the connection         code, message, status
//!        └─ ApiError: the response    code, message, status, errors, trace ID, Retry-After
//! ```

pub mod api_error;
pub mod error;
