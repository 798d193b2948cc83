//! The known name that a misspelt one means.

/// The candidate closest to `name`, where one is close enough to be meant: with the case and the
/// underscores left out of account, it begins with `name` or is a few letters away.
pub fn nearest<'a>(name: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = folded(name);
    let mut closest = None;
    for candidate in candidates {
        let folded = folded(candidate);
        if name.len() > 2 && folded.starts_with(&name) {
            return Some(candidate);
        }
        let distance = distance(&name, &folded);
        if distance <= folded.len() / 4 && closest.is_none_or(|(least, _)| distance < least) {
            closest = Some((distance, candidate));
        }
    }
    closest.map(|(_, candidate)| candidate)
}

/// Ends a refusal with the name that may be meant.
pub fn suggest(reason: &mut String, name: Option<&str>) {
    if let Some(name) = name {
        reason.push_str(" Did you mean ");
        reason.push_str(name);
        reason.push('?');
    }
}

fn folded(name: &str) -> Vec<u8> {
    name.bytes()
        .filter(|byte| *byte != b'_')
        .map(|byte| byte.to_ascii_lowercase())
        .take(64)
        .collect()
}

/// How many letters have to be put in, taken out or changed (Levenshtein).
fn distance(from: &[u8], to: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
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
    use super::{distance, nearest};

    const FIELDS: [&str; 3] = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

    #[test]
    fn finds_what_is_meant() {
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
            assert_eq!(nearest(name, &mut FIELDS.into_iter()), meant, "{name}");
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
