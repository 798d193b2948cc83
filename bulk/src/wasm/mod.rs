//! The JavaScript binding: conversions only. Each file binds one module of the crate.

mod limiter;
mod run;
