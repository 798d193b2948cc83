//! A digest of the rows read so far, by which a run recognizes the input of its journal.

/// FNV-1a with 64 bits over the texts of the rows. It detects a different input, not a forged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Adds a row.
    pub fn add(&mut self, row: &str) {
        for byte in row.bytes().chain([b'\n']) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Its value.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }

    /// Its 16 hexadecimal digits.
    #[must_use]
    pub fn text(self) -> String {
        (0..16_u32)
            .rev()
            .map(|index| char::from_digit(((self.0 >> (index * 4)) & 15) as u32, 16).unwrap_or('0'))
            .collect()
    }

    /// The digest with these digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Digest> {
        (text.len() == 16)
            .then(|| u64::from_str_radix(text, 16).ok().map(Digest))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn depends_on_every_row_and_its_position() {
        let of = |rows: &[&str]| {
            let mut digest = Digest::default();
            rows.iter().for_each(|row| digest.add(row));
            digest
        };
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
        for other in [of(&["b", "a"]), of(&["ab"]), of(&["a", "b", ""]), of(&[])] {
            assert_ne!(of(&["a", "b"]), other);
            assert_eq!(Digest::parse(&other.text()), Some(other));
        }
        assert_eq!(Digest::parse("123"), None);
    }
}
