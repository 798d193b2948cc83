//! Pure Rust: no JavaScript type, no clock, no randomness, no I/O.

pub mod api_url;
pub mod attempts;
pub mod calendar;
pub mod call;
pub mod config;
pub mod decimal;
pub mod depth;
pub mod diff;
pub mod error;
pub mod http_date;
pub mod limits;
pub mod list;
pub mod merge;
pub mod nearest;
pub mod operation;
pub mod patch;
pub mod path;
pub mod percent;
pub mod request;
pub mod response;
pub mod retry;
pub mod retry_after;
mod secret_key;
pub mod user;
pub mod user_id;

pub use clerk_metadata_json::{camel_case, json, resource};

pub use attempts::{Attempts, Outcome, Step};
pub use call::Call;
pub use config::{Config, Options};
pub use diff::diff;
pub use error::{ApiError, ApiErrorItem, Error};
pub use list::ListParams;
pub use merge::merge;
pub use operation::Operation;
pub use patch::{Field, MetadataParams};
pub use request::HttpRequest;
pub use response::HttpResponse;
pub use user_id::UserId;
