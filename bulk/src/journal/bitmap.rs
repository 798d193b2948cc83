//! A set of row numbers: one bit for each, 125 KB for a million rows.

/// A set of row numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
}

impl Bitmap {
    /// Adds a number. Returns whether it is new.
    pub fn insert(&mut self, row: u32) -> bool {
        let (index, bit) = position(row);
        if self.words.len() <= index {
            self.words.resize(index + 1, 0);
        }
        let Some(word) = self.words.get_mut(index) else {
            return false;
        };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Whether a number is in the set.
    #[must_use]
    pub fn contains(&self, row: u32) -> bool {
        let (index, bit) = position(row);
        self.words.get(index).is_some_and(|word| word & bit != 0)
    }
}

fn position(row: u32) -> (usize, u64) {
    (
        usize::try_from(row / 64).unwrap_or(usize::MAX),
        1 << (row % 64),
    )
}

#[cfg(test)]
mod tests {
    use super::Bitmap;

    #[test]
    fn contains_what_was_inserted() {
        let mut bitmap = Bitmap::default();
        for row in [0, 63, 64, 1_000_000] {
            assert!(!bitmap.contains(row));
            assert!(bitmap.insert(row));
            assert!(!bitmap.insert(row));
            assert!(bitmap.contains(row));
        }
        assert!(!bitmap.contains(1) && !bitmap.contains(u32::MAX));
        assert_eq!(bitmap.words.len() * 8, 125_008);
    }
}
