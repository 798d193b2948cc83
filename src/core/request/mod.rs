//! From the input of a call to its request.
//!
//! ```text
//! operation (the table) ──┐
//! resource_id ────────────┤
//! metadata ───────────────┼──► PreparedRequest: method, path, body
//! list_params ────────────┘
//! ```

pub mod list_params;
pub mod list_value;
pub mod operation;
pub mod prepared;
pub mod resource_id;
