//! The JavaScript binding: conversions only. Each file binds one module of the crate.

mod feed;
mod limiter;
mod run;
