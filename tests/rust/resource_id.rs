//! Validation of the IDs of users and organizations.

use crate::percent_encoding::percent_decoded;
use crate::support::{cases, fixture, text};
use clerk_metadata::core::{Error, IdParameter, ResourceId};
use proptest::prelude::*;

fn user_id(id: &str) -> Result<ResourceId, Error> {
    ResourceId::new(IdParameter::UserId, Some(id))
}

#[test]
fn valid_ids_are_encoded() {
    for case in cases(&fixture("user_ids.json")["accepted"]) {
        let id = user_id(text(case, "id")).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(id.encoded(), text(case, "encoded"));
    }
}

#[test]
fn invalid_ids_are_rejected() {
    for case in cases(&fixture("user_ids.json")["rejected"]) {
        let Err(error) = user_id(text(case, "id")) else {
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

#[test]
fn the_id_and_the_slug_of_an_organization_have_the_same_rules_except_for_count() {
    for parameter in [IdParameter::OrganizationId, IdParameter::Slug] {
        let of_organization = |id: &str| ResourceId::new(parameter, Some(id));
        for case in cases(&fixture("user_ids.json")["accepted"]) {
            assert_eq!(
                of_organization(text(case, "id")).unwrap().encoded(),
                text(case, "encoded")
            );
        }
        for case in cases(&fixture("user_ids.json")["rejected"]) {
            let id = text(case, "id");
            if matches!(id, "count" | "c%6Funt") {
                assert!(of_organization(id).is_ok(), "{id}");
                continue;
            }
            let error = of_organization(id).unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                ("invalid_organization_id", Some(parameter.name()))
            );
            assert!(
                error.to_string().contains(text(case, "reason")),
                "{case}: {error}"
            );
        }
    }
}

#[test]
fn the_error_names_the_parameter_and_an_example() {
    for (parameter, id, message) in [
        (
            IdParameter::UserId,
            None,
            "userId: must be a string. Pass a user ID such as user_2abc.",
        ),
        (
            IdParameter::OrganizationId,
            Some("a b"),
            "organizationId: must not contain white space or a control character. Pass an organization ID such as org_2abc.",
        ),
        (
            IdParameter::Slug,
            Some(""),
            "slug: must not be empty. Pass the slug of an organization such as acme.",
        ),
        (
            IdParameter::UserId,
            Some("user_\u{fffd}"),
            "userId: must not contain an unpaired surrogate or U+FFFD. Pass a user ID such as user_2abc.",
        ),
    ] {
        let error = ResourceId::new(parameter, id).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("A valid resource ID is required. {message}")
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// An accepted ID is one segment of a path, no matter how many servers decode it. Decoding it once gives the ID.
    #[test]
    fn an_accepted_id_is_one_segment(id in "[%%%%2250ceEFf./\\\\aA \u{a0}é?#]{1,12}") {
        let Ok(checked) = user_id(&id) else { return Ok(()) };
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
        prop_assert!(user_id(&id).is_ok() || !plain);
    }
}
