//! The keys that an undo leaves alone.

use std::collections::BTreeMap;

/// The paths at which the stored value is not that of the changes that were reverted so far. Earlier changes of these
/// paths are not reverted.
#[derive(Debug, Default)]
pub(super) struct KeptKeys {
    /// Whether each of them counts as a value of somebody else.
    paths: BTreeMap<String, bool>,
}

impl KeptKeys {
    /// Whether the value at a path is kept.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// Whether a value inside of that at a path is kept.
    pub fn has_inside(&self, path: &str) -> bool {
        self.paths.keys().any(|other| {
            other
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    }

    /// Keeps the value at a path.
    pub fn keep(&mut self, path: String, is_of_somebody_else: bool) {
        self.paths.insert(path, is_of_somebody_else);
    }

    /// The number of values of somebody else.
    pub fn count(&self) -> usize {
        self.paths.values().filter(|counts| **counts).count()
    }
}
