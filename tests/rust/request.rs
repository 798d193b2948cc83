//! The request of a call.

use std::collections::BTreeMap;

use crate::support::{SentRequest, cases, fixture, of_user, sent, text, with_small_stack};
use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::metadata::json_object::not_an_object;
use clerk_metadata::core::metadata::params::{no_fields, unknown_field};
use clerk_metadata::core::{
    Config, Error, Field, Input, JsonObject, MetadataParams, Operation, Options, Owner,
    PreparedRequest,
};
use serde_json::Value;

fn config() -> Config {
    let secret_key = Some(String::from("sk_test_fake"));
    Config::new(&Options {
        secret_key,
        ..Options::default()
    })
    .unwrap()
}

/// The request of a case, built like in the binding: each field as JSON text.
fn request(case: &Value) -> Result<SentRequest, Error> {
    let option = |name| Some(case["config"].get(name)?.as_str()?.to_owned());
    let config = Config::new(&Options {
        secret_key: option("secretKey"),
        api_url: option("apiUrl"),
        api_version: option("apiVersion"),
        user_agent: option("userAgent"),
        ..Options::default()
    })?;
    let text_of = |field: Field| Some(case.get("params")?.get(field.name())?.to_string());
    let texts = Field::ALL.map(text_of);
    let mut fields = [None; 3];
    for ((field, text), name) in fields.iter_mut().zip(&texts).zip(Field::ALL) {
        *field = match text {
            Some(text) => Some(JsonObject::parse(name.name(), text)?),
            None => None,
        };
    }
    let [public, private, unsafe_] = fields;
    let metadata = MetadataParams {
        public,
        private,
        unsafe_,
    };
    let input = Input {
        metadata,
        ..of_user(text(case, "userId"))
    };
    sent(&config, text(case, "operation"), input)
}

#[test]
fn fixtures() {
    for case in cases(&fixture("requests.json")) {
        let name = text(case, "name");
        match (request(case), case.get("request"), case.get("error")) {
            (Ok(sent_request), Some(expected), None) => {
                assert_eq!(sent_request.method, text(expected, "method"), "{name}");
                assert_eq!(sent_request.url, text(expected, "url"), "{name}");
                assert_eq!(
                    sent_request.body.as_deref(),
                    expected["body"].as_str(),
                    "{name}"
                );
                let headers: BTreeMap<_, _> = sent_request.headers.into_iter().collect();
                let expected: BTreeMap<_, _> = expected["headers"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
                    .map(|(name, value)| {
                        (name, value.replace("{version}", env!("CARGO_PKG_VERSION")))
                    })
                    .collect();
                assert_eq!(headers, expected, "{name}");
            }
            (Err(error), None, Some(expected)) => {
                assert_eq!(error.code(), text(expected, "code"), "{name}");
                assert_eq!(error.path(), Some(text(expected, "path")), "{name}");
            }
            (outcome, ..) => panic!("{name}: {outcome:?}"),
        }
    }
}

#[test]
fn no_header_is_repeated() {
    for case in cases(&fixture("requests.json")) {
        let Ok(request) = request(case) else { continue };
        let names: Vec<_> = request.headers.iter().map(|(name, _)| *name).collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name}");
            assert_eq!(*name, name.to_lowercase());
        }
    }
}

#[test]
fn debug_output_does_not_contain_the_key() {
    let config = config();
    let operation = Operation::named("getUser").unwrap();
    let request = PreparedRequest::new(operation, &of_user("user_1")).unwrap();
    for debug in [
        format!("{config:?} {request:?}"),
        format!("{config:#?} {request:#?}"),
    ] {
        assert!(debug.contains("/users/user_1"), "{debug}");
        assert!(
            !debug.contains("fake") && !debug.contains("Bearer"),
            "{debug}"
        );
    }
}

fn public(text: &str) -> Result<String, Error> {
    let params = MetadataParams {
        public: Some(JsonObject::parse("publicMetadata", text)?),
        ..MetadataParams::default()
    };
    params.validate(Owner::User)?;
    Ok(params.body())
}

#[test]
fn a_field_is_sent_as_written() {
    for text in [
        "{}",
        " { } ",
        "{\"a\":1.0,\"b\":1e400}",
        "{\"a\":\"\\ud83e\",\"a\":2}",
    ] {
        let body = public(text).unwrap();
        assert_eq!(body, format!("{{\"public_metadata\":{text}}}"));
        assert!(clerk_metadata::core::json::value(&body).is_ok());
    }
}

#[test]
fn a_field_that_is_not_an_object_is_rejected() {
    for text in [
        "",
        " ",
        "null",
        "1",
        "\"{}\"",
        "[]",
        "[{}]",
        "{",
        "{}}",
        "{},\"x\":1",
        "{a:1}",
        "\u{a0}{}",
    ] {
        assert_eq!(public(text), Err(not_an_object("publicMetadata")), "{text}");
    }
}

#[test]
fn the_maximum_depth_of_a_field_is_accepted() {
    with_small_stack(|| {
        let nested = |levels: usize| "{\"a\":".repeat(levels - 1) + "{}" + &"}".repeat(levels - 1);
        assert!(public(&nested(MAX_DEPTH)).is_ok());
        for levels in [MAX_DEPTH + 1, 100_000] {
            assert_eq!(
                public(&nested(levels)),
                Err(Error::TooDeep { limit: MAX_DEPTH })
            );
        }
    });
}

#[test]
fn the_id_is_validated_before_the_parameters() {
    let error = |id| sent(&config(), "updateUserMetadata", of_user(id)).unwrap_err();
    assert_eq!(error("").code(), "invalid_user_id");
    assert_eq!(error("user_1"), no_fields(Owner::User));
}

#[test]
fn the_error_for_an_unknown_field_names_it() {
    for (name, path, hint) in [
        (
            "publicMetdata",
            "publicMetdata",
            "Did you mean publicMetadata?",
        ),
        (
            "public_metadata",
            "public_metadata",
            "Did you mean publicMetadata?",
        ),
        (
            "private_metadata",
            "private_metadata",
            "Did you mean privateMetadata?",
        ),
        (
            "PRIVATEMETADATA",
            "PRIVATEMETADATA",
            "Did you mean privateMetadata?",
        ),
        ("unsafe", "unsafe", "Did you mean unsafeMetadata?"),
        (
            "metadata",
            "metadata",
            "Expected publicMetadata, privateMetadata or unsafeMetadata.",
        ),
        (
            "",
            "[\"\"]",
            "Expected publicMetadata, privateMetadata or unsafeMetadata.",
        ),
        (
            "my key",
            "[\"my key\"]",
            "Expected publicMetadata, privateMetadata or unsafeMetadata.",
        ),
        (
            "größe",
            "[\"größe\"]",
            "Expected publicMetadata, privateMetadata or unsafeMetadata.",
        ),
    ] {
        let error = unknown_field(Owner::User, name);
        assert_eq!((error.code(), error.path()), ("invalid_params", Some(path)));
        assert_eq!(error.to_string(), format!("{path}: unknown field. {hint}"));
    }
}
