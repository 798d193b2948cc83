//! Renames the fields of JSON text: a [scanner](json) that copies nothing, and [tables](mod@resource) that map
//! API names to JavaScript names.
//!
//! It is a separate crate because it is compiled for speed, and the crates that use it for size.

pub mod camel_case;
pub mod json;
pub mod resource;
mod scanner;
