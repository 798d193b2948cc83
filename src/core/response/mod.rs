//! From a response to a result or an error.
//!
//! ```text
//!                ┌─ 2xx ──► body, with the tables of user and organization ──► JSON of a resource or a list, or a count
//! HttpResponse ──┼─ 3xx ──► Error: redirects are not followed
//!                └─ else ─► ApiError, with the seconds of retry_after ◄── http_date
//! ```

pub mod body;
pub mod http_date;
pub mod http_response;
pub mod organization;
pub mod retry_after;
pub mod user;
