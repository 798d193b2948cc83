//! The JavaScript binding: conversions only. Each file binds one module of the crate.

mod feed;
mod input;
mod limiter;
mod push;
mod run;
