//! Validation of user IDs.

use crate::percent_encoding::percent_decoded;
use crate::support::{cases, fixture, text};
use clerk_metadata::core::UserId;
use proptest::prelude::*;

#[test]
fn valid_ids_are_encoded() {
    for case in cases(&fixture("user_ids.json")["accepted"]) {
        let id = UserId::new(text(case, "id")).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(id.encoded(), text(case, "encoded"));
    }
}

#[test]
fn invalid_ids_are_rejected() {
    for case in cases(&fixture("user_ids.json")["rejected"]) {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// An accepted ID is one segment of a path, no matter how many servers decode it. Decoding it once gives the ID.
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
            bytes = percent_decoded(&bytes);
        }
    }

    /// No text causes a trap.
    #[test]
    fn any_text_is_accepted_or_rejected(id in any::<String>()) {
        let plain = !id.is_empty()
            && id.len() <= 256
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        prop_assert!(UserId::new(&id).is_ok() || !plain);
    }
}
