//! Parses query strings and decodes percent-encoding.

/// The percent_decode parameters of a query string, in order. `user_id[]` is the same as `user_id`.
#[must_use]
pub fn parse_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = percent_decode(&name.replace('+', " "));
            let name = name.strip_suffix("[]").unwrap_or(&name).to_owned();
            (name, percent_decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Decodes percent-encoding. Invalid escapes are kept; bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let byte = match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                rest = ahead;
                u8::try_from(high * 16 + low).unwrap_or(byte)
            }
            _ => byte,
        };
        out.push(byte);
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{parse_query, percent_decode};

    #[test]
    fn percent_decoding() {
        let table = [
            ("user_1", "user_1"),
            ("user%5f1", "user_1"),
            ("%C3%A9", "é"),
            ("a%2Fb", "a/b"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%2541", "%41"),
            ("%ff", "\u{fffd}"),
            ("é%C3%A9", "éé"),
        ];
        for (text, expected) in table {
            assert_eq!(percent_decode(text), expected, "{text}");
        }
    }

    #[test]
    fn query_strings() {
        let table: [(&str, &[(&str, &str)]); 5] = [
            ("", &[]),
            ("&&", &[]),
            ("a=1&a=2", &[("a", "1"), ("a", "2")]),
            ("a[]=1&a%5B%5D=2", &[("a", "1"), ("a", "2")]),
            ("q=x+y%2Bz&flag", &[("q", "x y+z"), ("flag", "")]),
        ];
        for (query, expected) in table {
            let found = parse_query(query);
            let found: Vec<_> = found
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();
            assert_eq!(found, expected, "{query}");
        }
    }
}
