//! The known name that is nearest to a misspelled name.

/// A search for the candidate that a misspelled name most likely means: ignoring case and underscores, the candidate
/// begins with the name or differs in a few letters.
pub struct Nearest<'a> {
    name: Vec<u8>,
    closest: Option<&'a str>,
    least: usize,
}

impl<'a> Nearest<'a> {
    /// Starts a search for `name`.
    #[must_use]
    pub fn to(name: &str) -> Self {
        Nearest {
            name: folded(name),
            closest: None,
            least: usize::MAX,
        }
    }

    /// Compares a candidate.
    pub fn consider(&mut self, candidate: &'a str) {
        let folded = folded(candidate);
        let begins = self.name.len() > 2 && folded.starts_with(&self.name);
        let distance = if begins {
            0
        } else {
            distance(&self.name, &folded)
        };
        if distance < self.least && (begins || distance <= folded.len() / 4) {
            (self.least, self.closest) = (distance, Some(candidate));
        }
    }

    /// The nearest candidate; `None` if no candidate is near enough.
    #[must_use]
    pub fn found(&self) -> Option<&'a str> {
        self.closest
    }

    /// Appends the suggestion, if there is one, to the reason of an error.
    pub fn suggest(&self, reason: &mut String) {
        if let Some(name) = self.closest {
            reason.push_str(" Did you mean ");
            reason.push_str(name);
            reason.push('?');
        }
    }
}

fn folded(name: &str) -> Vec<u8> {
    let mut folded = Vec::new();
    for byte in name.bytes() {
        if byte != b'_' && folded.len() < 64 {
            folded.push(byte.to_ascii_lowercase());
        }
    }
    folded
}

/// The Levenshtein distance: how many letters are inserted, deleted or changed.
fn distance(from: &[u8], to: &[u8]) -> usize {
    let mut row = Vec::new();
    while row.len() <= to.len() {
        row.push(row.len());
    }
    for (deleted, letter) in from.iter().enumerate() {
        let mut diagonal = deleted;
        let mut left = deleted + 1;
        for (at, cell) in row.iter_mut().enumerate() {
            let changed = match at.checked_sub(1).and_then(|before| to.get(before)) {
                Some(same) if same == letter => diagonal,
                Some(_) => 1 + diagonal.min(*cell).min(left),
                None => deleted + 1,
            };
            diagonal = *cell;
            *cell = changed;
            left = changed;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Nearest, distance};

    const FIELDS: [&str; 3] = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

    #[test]
    fn finds_the_nearest_name() {
        for (name, meant) in [
            ("publicMetdata", Some("publicMetadata")),
            ("public_metadata", Some("publicMetadata")),
            ("PrivateMetaData", Some("privateMetadata")),
            ("unsafe", Some("unsafeMetadata")),
            ("price", None),
            ("metadata", None),
            ("p", None),
            ("", None),
            ("ünsafeMetadata", Some("unsafeMetadata")),
        ] {
            let mut nearest = Nearest::to(name);
            for field in FIELDS {
                nearest.consider(field);
            }
            assert_eq!(nearest.found(), meant, "{name}");
        }
    }

    #[test]
    fn counts_letters() {
        for (from, to, letters) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(
                distance(from.as_bytes(), to.as_bytes()),
                letters,
                "{from} {to}"
            );
        }
    }
}
