//! From a response to a result or an error.
//!
//! ```text
//!                ┌─ 2xx ──► body, with the tables of user and organization ──► JSON of a resource or a list, or a count
//! HttpResponse ──┼─ 3xx ──► Error: redirects are not followed
//!                └─ else ─► ApiError, with the seconds of retry_after ◄── http_date
//! ```

/// A field whose value may be `null`, in a table of a resource.
macro_rules! value {
    ($wire:literal) => {
        clerk_metadata_json::field!($wire, clerk_metadata_json::resource::Kind::Value)
    };
}

/// A field that is a boolean, in a table of a resource.
macro_rules! flag {
    ($wire:literal) => {
        clerk_metadata_json::field!(
            $wire,
            clerk_metadata_json::resource::Kind::WithDefault("false")
        )
    };
}

pub mod body;
pub mod http_date;
pub mod http_response;
pub mod organization;
pub mod retry_after;
pub mod user;
