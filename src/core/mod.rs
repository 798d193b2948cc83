//! Pure Rust: no JavaScript type, no clock, no randomness, no I/O.
//!
//! ```text
//! call      the step after each attempt
//!   │
//! request   the method, path and body of a call
//!   │
//!   ├─────────────┬────────────┐
//! options      metadata     response
//! validated,   fields,      the result,
//! defaults     merge, diff  or an error
//!   └─────────────┼────────────┘
//! errors    the error, with its codes and texts
//!   │
//! text      names, numbers, paths          limits    sizes and counts
//! ```
//!
//! A module imports from those below it only, each item from the file that defines it. `cargo xtask check`
//! enforces this.

pub mod call;
pub mod errors;
pub mod limits;
pub mod metadata;
pub mod options;
pub mod request;
pub mod response;
pub mod text;

pub use clerk_metadata_json::{camel_case, json, resource};

pub use call::attempts::{Attempts, Outcome, Step};
pub use errors::api_error::{ApiError, ApiErrorItem};
pub use errors::error::{Error, IdParameter};
#[cfg(feature = "merge")]
pub use metadata::diff::diff;
pub use metadata::field::{Field, Owner};
pub use metadata::json_object::JsonObject;
#[cfg(feature = "merge")]
pub use metadata::merge::merge;
pub use metadata::params::MetadataParams;
pub use options::config::Config;
pub use options::table::Options;
pub use request::list_params::ListParams;
pub use request::operation::Operation;
pub use request::prepared::{Input, PreparedRequest};
pub use request::resource_id::ResourceId;
pub use response::http_response::{Expected, HttpResponse};
