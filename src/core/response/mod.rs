//! From a response to a result or an error.
//!
//! ```text
//!                ┌─ 2xx ──► user: the tables of resources ──► JSON of a user, of users, or a count
//! HttpResponse ──┼─ 3xx ──► Error: redirects are not followed
//!                └─ else ─► ApiError, with the seconds of retry_after ◄── http_date
//! ```

pub mod http_date;
pub mod http_response;
pub mod retry_after;
pub mod user;
