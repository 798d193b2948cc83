//! One error for everything that can go wrong in the core.

/// What went wrong. [`Error::code`] is stable; the texts may be made better at any time.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A value nests deeper than [`MAX_DEPTH`](super::limits::MAX_DEPTH).
    TooDeep,
}
