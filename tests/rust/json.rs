//! The JSON scanner, with `serde_json` as the oracle.

use crate::support::{Nulls, with_small_stack};
use clerk_metadata::core::json::{self, NotJson};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Whether `serde_json` accepts a text as JSON. `IgnoredAny` accepts exactly JSON: parsing a `Value` would fail for
/// lone surrogates and for nesting deeper than 127.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

fn agrees(text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(json::value(text).is_ok(), is_json(text), "{:?}", text);
    if let Ok(value) = json::value(text) {
        prop_assert_eq!(value, text.trim_matches(SPACE));
    }
    Ok(())
}

/// A JSON scalar: a number, a string or a literal, including unusual forms of each.
fn scalar() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?";
    let string =
        r#""([ !#-\[\]-~é🦀\x{7f}\x{2028}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|\\ud83c\\udf89){0,6}""#;
    prop_oneof![
        number,
        string,
        prop::sample::select(vec!["true", "false", "null"]).prop_map(String::from),
    ]
}

fn space() -> impl Strategy<Value = String> {
    "[ \t\n\r]{0,2}"
}

/// A JSON text that no serializer would write: white space anywhere, duplicate keys, unnecessary escapes.
fn json_text() -> impl Strategy<Value = String> {
    let leaf = (space(), scalar(), space()).prop_map(|(a, b, c)| a + &b + &c);
    leaf.prop_recursive(5, 40, 5, |inner| {
        let key = r#""([a-c]|\\u006[1-3]){0,2}""#;
        let member =
            (space(), key, space(), inner.clone()).prop_map(|(a, k, b, v)| a + &k + &b + ":" + &v);
        let list = |items: Vec<String>, open: &str, close: &str| {
            format!(" {open}{}{close}\n", items.join(","))
        };
        prop_oneof![
            space().prop_map(|space| format!("[{space}]")),
            space().prop_map(|space| format!("{{{space}}}")),
            prop::collection::vec(inner, 1..5).prop_map(move |items| list(items, "[", "]")),
            prop::collection::vec(member, 1..5).prop_map(move |items| list(items, "{", "}")),
        ]
    })
}

/// Characters that have a meaning in JSON, and others.
fn special_char() -> impl Strategy<Value = char> {
    let chars = "{}[]\",:\\/ \t\n\r0123456789-+.eEutfnrlas\u{0}\u{c}\u{1f}\u{7f}\u{a0}\u{feff}é🦀'";
    prop::sample::select(chars.chars().collect::<Vec<_>>())
}

/// A text with one character removed, inserted or replaced, or truncated after it.
fn mutation(text: &str, at: prop::sample::Index, how: u8, char: char) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len() + 1);
    match how {
        0 => chars.insert(at, char),
        _ if at == chars.len() => chars.push(char),
        1 => chars[at] = char,
        2 => chars.truncate(at),
        _ => drop(chars.remove(at)),
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn json_is_accepted(text in json_text()) {
        prop_assert!(is_json(&text), "the generator is wrong: {text:?}");
        agrees(&text)?;
    }

    #[test]
    fn mutated_json_is_accepted_if_it_is_json(
        text in json_text(),
        at: prop::sample::Index,
        how in 0..4u8,
        char in special_char(),
    ) {
        agrees(&mutation(&text, at, how, char))?;
    }

    #[test]
    fn texts_of_special_characters_are_accepted_if_they_are_json(text in prop::collection::vec(special_char(), 0..12)) {
        agrees(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn random_bytes_are_accepted_if_they_are_json(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        agrees(&String::from_utf8_lossy(&bytes))?;
    }
}

/// All texts of up to four of these characters: alone, as the content of a string, and as a member's value.
#[test]
fn all_short_texts_are_accepted_if_they_are_json() {
    const ALPHABET: [char; 18] = [
        '{', '}', '[', ']', '"', ',', ':', '\\', ' ', '0', '1', '-', '.', 'e', '+', 'u', '\u{1f}',
        '\u{c}',
    ];
    let mut texts = vec![String::new()];
    for _ in 0..4 {
        let longer = |text: &String| ALPHABET.map(|char| format!("{text}{char}"));
        texts = texts
            .iter()
            .flat_map(longer)
            .chain([String::new()])
            .collect();
        for text in &texts {
            for text in [
                text.clone(),
                format!("\"{text}\""),
                format!("{{\"a\":{text}}}"),
            ] {
                assert_eq!(json::value(&text).is_ok(), is_json(&text), "{text:?}");
            }
        }
    }
}

#[test]
fn an_error_has_the_index_of_the_first_invalid_byte() {
    for (text, at) in [
        ("", 0),
        ("  ", 2),
        ("{\"a\":1,}", 7),
        ("[1 2]", 3),
        ("tru", 3),
        ("01", 1),
        ("1.", 2),
        ("\"é", 3),
        ("\"\\u12g4\"", 5),
        ("{\"a\" 1}", 5),
        ("1 1", 2),
    ] {
        assert_eq!(json::value(text), Err(NotJson { at }), "{text:?}");
    }
}

#[test]
fn any_depth_is_accepted() {
    with_small_stack(|| {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")] {
            let text = open.repeat(100_000) + "1" + &close.repeat(100_000);
            assert_eq!(json::value(&text), Ok(text.as_str()));
            assert!(json::value(text.get(..text.len() - 1).unwrap()).is_err());
        }
    });
}

fn depth_of(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(depth_of).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth_of).max().unwrap_or(0),
        _ => 0,
    }
}

proptest! {
    #[test]
    fn the_depth_equals_that_of_the_value(value in crate::support::json(Nulls::Anywhere)) {
        prop_assert_eq!(json::depth(&value.to_string()), Ok(depth_of(&value)));
    }

    /// The scanner finds the same members and elements as `serde_json`.
    #[test]
    fn members_and_elements_are_found(text in json_text()) {
        // `Value` cannot represent a lone surrogate, so there is nothing to compare with.
        let Ok(parsed) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
        let text = json::value(&text).unwrap();
        match parsed {
            Value::Object(expected) => {
                let mut found = serde_json::Map::new();
                json::members(text, &mut |key, value| {
                    found.insert(json::unescape(key), serde_json::from_str(value).unwrap());
                }).unwrap();
                for (key, value) in &expected {
                    let member = json::member(text, key).map(|text| serde_json::from_str(text).unwrap());
                    prop_assert_eq!(member.as_ref(), Some(value));
                }
                prop_assert_eq!(json::member(text, "no such key"), None);
                prop_assert_eq!(found, expected);
            }
            Value::Array(expected) => {
                let mut found = Vec::new();
                json::elements(text, &mut |value| found.push(serde_json::from_str::<Value>(value).unwrap())).unwrap();
                prop_assert_eq!(found, expected);
            }
            Value::String(expected) => prop_assert_eq!(json::string(text), Some(expected)),
            _ => prop_assert_eq!(json::string(text), None),
        }
    }

    #[test]
    fn written_strings_are_read_back(text in any::<String>()) {
        let mut out = String::from("kept ");
        json::push_string(&mut out, &text);
        let written = out.strip_prefix("kept ").unwrap();
        prop_assert_eq!(json::string(written), Some(text.clone()));
        prop_assert_eq!(serde_json::from_str::<String>(written).unwrap(), text);
    }

    /// Text that is not the content of a JSON string is unescaped too, and never becomes longer.
    #[test]
    fn any_text_can_be_unescaped(text in prop::collection::vec(special_char(), 0..12)) {
        let text: String = text.into_iter().collect();
        let unescaped = json::unescape(&text);
        prop_assert!(unescaped.len() <= text.len(), "{:?} {:?}", text, unescaped);
        if !text.contains('\\') {
            prop_assert_eq!(&unescaped, &text);
        }
        if let Ok(expected) = serde_json::from_str::<String>(&format!("\"{text}\"")) {
            prop_assert_eq!(unescaped, expected);
        }
    }
}

#[test]
fn escapes_are_utf_16_code_units() {
    for (raw, expected) in [
        ("", ""),
        (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r"\u0041\u00e9\u00E9", "Aéé"),
        (r"\ud83e\udd80", "🦀"),
        (r"\uD83E\uDD80", "🦀"),
        (r"\udbff\udfff", "\u{10ffff}"),
        (r"\ud800\udc00", "\u{10000}"),
        (r"\u0000", "\0"),
        // Lone surrogates.
        (r"\ud83e", "\u{fffd}"),
        (r"\ud83ex", "\u{fffd}x"),
        (r"\ud83e\n", "\u{fffd}\n"),
        (r"\udd80", "\u{fffd}"),
        (r"\udd80\ud83e", "\u{fffd}\u{fffd}"),
        (r"\ud83e\ud83e\udd80", "\u{fffd}🦀"),
        (r"\ud83e🦀", "\u{fffd}🦀"),
        // Not the content of a JSON string: must not trap.
        ("\\", ""),
        (r"\u", "\0"),
        (r"\u12", "\u{12}"),
        (r"\uzzzz", "\0"),
    ] {
        assert_eq!(json::unescape(raw), expected, "{raw}");
    }
}

#[test]
fn a_string_with_text_around_it_is_not_a_string() {
    for (value, expected) in [
        (r#""""#, Some("")),
        (r#""\"""#, Some("\"")),
        (r#""a""#, Some("a")),
        ("\"", None),
        ("", None),
        ("a\"", None),
        ("\"a", None),
        ("null", None),
        ("[\"a\"]", None),
    ] {
        assert_eq!(json::string(value).as_deref(), expected, "{value}");
    }
}

#[test]
fn a_value_of_another_type_is_an_error() {
    for text in ["", "1", "[1]", "\"a\"", "{\"a\":1", "{\"a\"}"] {
        assert!(json::members(text, &mut |_, _| {}).is_err(), "{text}");
        assert_eq!(json::member(text, "a"), None, "{text}");
    }
    for text in ["", "1", "{}", "\"a\"", "[1", "[1,]"] {
        assert!(json::elements(text, &mut |_| {}).is_err(), "{text}");
    }
}

#[test]
fn escaped_keys_are_compared_unescaped() {
    assert!(json::is("a_b", "a_b"));
    assert!(json::is(r"a\u005fb", "a_b"));
    assert!(!json::is(r"a\u005fb", r"a\u005fb"));
    assert!(!json::is("a_b", "a_c"));
}
