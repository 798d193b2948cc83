//! The path in the name of a column, in the notation of error paths.

use clerk_metadata::core::json;

/// The keys of a path such as `publicMetadata.plan` or `publicMetadata["max.seats"]`. A key that contains none of `.`,
/// `[`, `]` and `"` needs no quotes, even if it is not an identifier.
///
/// # Errors
/// The reason and the fix.
pub fn keys(name: &str) -> Result<Vec<String>, &'static str> {
    let mut keys = Vec::new();
    let mut rest = name;
    loop {
        if let Some(quoted) = rest.strip_prefix('[') {
            let (key, after) = quoted_key(quoted)?;
            keys.push(key);
            rest = after;
        } else {
            let end = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return Err("has an empty key. Quote such a key: publicMetadata[\"\"].");
            }
            keys.push(key.to_owned());
            rest = after;
        }
        if rest.is_empty() {
            return Ok(keys);
        }
        match rest.strip_prefix('.') {
            Some(after) => {
                if after.starts_with('[') {
                    return Err("has a dot before [. Write publicMetadata[\"a.b\"].");
                }
                rest = after;
            }
            None if rest.starts_with('[') => {}
            None => return Err("has a key with ] or \". Quote it: publicMetadata[\"a]b\"]."),
        }
    }
}

/// The key of `"key"]`, and what follows.
fn quoted_key(text: &str) -> Result<(String, &str), &'static str> {
    let quotes = "needs quotes in brackets: publicMetadata[\"a.b\"]. Elements of arrays cannot be set; use csvTypes: \"json\".";
    let string = text.strip_prefix('"').ok_or(quotes)?;
    let mut is_escaped = false;
    let end = string.find(|char| {
        let is_end = char == '"' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        is_end
    });
    let end = end.ok_or("has a quoted key without a closing quote.")?;
    // The quotes are characters of one byte.
    let (literal, rest) = text.split_at_checked(end + 2).ok_or(quotes)?;
    json::value(literal).map_err(|_| "has a quoted key that is not a JSON string.")?;
    let key = json::string(literal).ok_or("has a quoted key that is not a JSON string.")?;
    let rest = rest
        .strip_prefix(']')
        .ok_or("has a [ without a closing ].")?;
    Ok((key, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;
    use clerk_metadata::core::text::path;

    #[test]
    fn reads_the_notation_of_error_paths() {
        for (name, expected) in [
            ("publicMetadata.plan", &["publicMetadata", "plan"][..]),
            (
                "publicMetadata.max-seats.2024",
                &["publicMetadata", "max-seats", "2024"],
            ),
            (
                r#"publicMetadata["a.b"]["c\"]"].d"#,
                &["publicMetadata", "a.b", "c\"]", "d"],
            ),
            (r#"publicMetadata[""]"#, &["publicMetadata", ""]),
            (
                "publicMetadata.first name",
                &["publicMetadata", "first name"],
            ),
            ("id", &["id"]),
        ] {
            assert_eq!(keys(name).unwrap(), expected, "{name}");
            assert_eq!(keys(&path::of(expected)).unwrap(), expected, "{name}");
        }
        for name in [
            "",
            "a..b",
            "a.",
            ".a",
            "a[0]",
            r#"a["b"#,
            r#"a["b""#,
            r#"a["b\x"]"#,
            r#"a["b"]c"#,
            r#"a.["b"]"#,
            "a]",
        ] {
            assert!(keys(name).is_err(), "{name}");
        }
    }
}
