//! From JSON text to JSON text with other names: a [scanner](json) that copies nothing, and
//! [tables](mod@resource) of which name becomes which.
//!
//! A crate of its own because it is compiled for speed, and what uses it for size.

pub mod camel_case;
pub mod json;
pub mod resource;
mod scanner;
