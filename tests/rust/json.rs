//! The JSON scanner, with `serde_json` as the oracle.

use crate::support::{Nulls, with_small_stack};
use clerk_metadata::core::json::{self, NotJson};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Whether `serde_json` takes a text for JSON. `IgnoredAny` has it only look: read into a `Value`,
/// half a surrogate pair is an error, though it is JSON, and so is nesting deeper than 127.
fn oracle(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

fn agrees(text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(json::value(text).is_ok(), oracle(text), "{:?}", text);
    if let Ok(value) = json::value(text) {
        prop_assert_eq!(value, text.trim_matches(SPACE));
    }
    Ok(())
}

/// A piece of JSON text: a number, a string, a word, with the odd forms of each.
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

/// A JSON text as no serializer would write it: space anywhere, keys repeated, escapes at will.
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

/// What may stand in JSON, and what may not.
fn odd_char() -> impl Strategy<Value = char> {
    let chars = "{}[]\",:\\/ \t\n\r0123456789-+.eEutfnrlas\u{0}\u{c}\u{1f}\u{7f}\u{a0}\u{feff}é🦀'";
    prop::sample::select(chars.chars().collect::<Vec<_>>())
}

/// A text with one char left out, put in, replaced or everything after it cut off.
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
    fn accepts_json(text in json_text()) {
        prop_assert!(oracle(&text), "the generator is wrong: {text:?}");
        agrees(&text)?;
    }

    #[test]
    fn judges_mutations_of_json(
        text in json_text(),
        at: prop::sample::Index,
        how in 0..4u8,
        char in odd_char(),
    ) {
        agrees(&mutation(&text, at, how, char))?;
    }

    #[test]
    fn judges_odd_chars(text in prop::collection::vec(odd_char(), 0..12)) {
        agrees(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn judges_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        agrees(&String::from_utf8_lossy(&bytes))?;
    }
}

/// All texts of up to four of these characters, and their bytes as a string's content.
#[test]
fn judges_all_short_texts() {
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
                assert_eq!(json::value(&text).is_ok(), oracle(&text), "{text:?}");
            }
        }
    }
}

#[test]
fn says_where_a_text_stops_being_json() {
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
fn nests_to_any_depth() {
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
    fn depth_is_that_of_the_value(value in crate::support::json(Nulls::Anywhere)) {
        prop_assert_eq!(json::depth(&value.to_string()), Ok(depth_of(&value)));
    }

    /// The parts that the scanner finds are those that `serde_json` parses.
    #[test]
    fn finds_members_and_elements(text in json_text()) {
        // A text that `Value` cannot hold (half a surrogate pair) has nothing to compare with.
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
    fn writes_strings_that_read_back(text in any::<String>()) {
        let mut out = String::from("kept ");
        json::push_string(&mut out, &text);
        let written = out.strip_prefix("kept ").unwrap();
        prop_assert_eq!(json::string(written), Some(text.clone()));
        prop_assert_eq!(serde_json::from_str::<String>(written).unwrap(), text);
    }

    /// A text that is not the content of a JSON string is unescaped too, and never becomes longer.
    #[test]
    fn unescapes_anything(text in prop::collection::vec(odd_char(), 0..12)) {
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
fn unescapes_as_utf_16() {
    for (raw, expected) in [
        ("", ""),
        (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r"\u0041\u00e9\u00E9", "Aéé"),
        (r"\ud83e\udd80", "🦀"),
        (r"\uD83E\uDD80", "🦀"),
        (r"\udbff\udfff", "\u{10ffff}"),
        (r"\ud800\udc00", "\u{10000}"),
        (r"\u0000", "\0"),
        // Halves.
        (r"\ud83e", "\u{fffd}"),
        (r"\ud83ex", "\u{fffd}x"),
        (r"\ud83e\n", "\u{fffd}\n"),
        (r"\udd80", "\u{fffd}"),
        (r"\udd80\ud83e", "\u{fffd}\u{fffd}"),
        (r"\ud83e\ud83e\udd80", "\u{fffd}🦀"),
        (r"\ud83e🦀", "\u{fffd}🦀"),
        // No JSON, and yet no trap.
        ("\\", ""),
        (r"\u", "\0"),
        (r"\u12", "\u{12}"),
        (r"\uzzzz", "\0"),
    ] {
        assert_eq!(json::unescape(raw), expected, "{raw}");
    }
}

#[test]
fn a_string_is_whole_or_none() {
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
fn a_part_of_the_wrong_kind_is_no_json() {
    for text in ["", "1", "[1]", "\"a\"", "{\"a\":1", "{\"a\"}"] {
        assert!(json::members(text, &mut |_, _| {}).is_err(), "{text}");
        assert_eq!(json::member(text, "a"), None, "{text}");
    }
    for text in ["", "1", "{}", "\"a\"", "[1", "[1,]"] {
        assert!(json::elements(text, &mut |_| {}).is_err(), "{text}");
    }
}

#[test]
fn a_key_is_what_it_means() {
    assert!(json::is("a_b", "a_b"));
    assert!(json::is(r"a\u005fb", "a_b"));
    assert!(!json::is(r"a\u005fb", r"a\u005fb"));
    assert!(!json::is("a_b", "a_c"));
}
