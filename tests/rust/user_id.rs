//! The checked user id.

use crate::support::{cases, fixture, text};
use clerk_metadata::core::UserId;
use proptest::prelude::*;

#[test]
fn accepted() {
    for case in cases(&fixture("user_ids.json")["accepted"]) {
        let id = UserId::new(text(case, "id")).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(id.encoded(), text(case, "encoded"));
    }
}

#[test]
fn refused() {
    for case in cases(&fixture("user_ids.json")["refused"]) {
        let Err(error) = UserId::new(text(case, "id")) else {
            panic!("{case} was accepted")
        };
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_user_id", Some("userId"))
        );
        assert!(
            error
                .to_string()
                .starts_with("A valid resource ID is required."),
            "{error}"
        );
        assert!(
            error.to_string().contains(text(case, "reason")),
            "{case}: {error}"
        );
    }
}

/// One pass of percent-decoding, as one server does it: from left to right, what is no escape
/// stays.
fn decoded_once(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap());
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// Whatever is accepted stays one segment of a path, however many servers decode it, and
    /// comes back whole where one does.
    #[test]
    fn an_accepted_id_is_one_segment(id in "[%%%%2250ceEFf./\\\\aA \u{a0}é?#]{1,12}") {
        let Ok(checked) = UserId::new(&id) else { return Ok(()) };
        let encoded = checked.encoded();
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte)));
        let mut bytes = encoded.clone().into_bytes();
        for pass in 0..16 {
            if pass == 1 {
                prop_assert_eq!(&bytes, id.as_bytes());
            }
            prop_assert!(!bytes.contains(&b'/') && !bytes.contains(&b'\\'), "{id:?}");
            prop_assert!(bytes != b"." && bytes != b"..", "{id:?}");
            prop_assert!(!bytes.iter().any(u8::is_ascii_whitespace), "{id:?}");
            bytes = decoded_once(&bytes);
        }
    }

    /// No id of any text makes it trap.
    #[test]
    fn any_text_is_judged(id in any::<String>()) {
        let plain = !id.is_empty()
            && id.len() <= 256
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        prop_assert!(UserId::new(&id).is_ok() || !plain);
    }
}
