//! The body of a response, read as every kind of response.

use clerk_metadata::core::limits::{MAX_COUNT_DIGITS, MAX_ERRORS};
use clerk_metadata::core::response::http_response::{self, Expected};
use clerk_metadata::core::{ApiError, Error, HttpResponse, json};

use super::oracle;

/// Fields whose value is copied as written: the name in the API, the name in JavaScript, and the value if the
/// field is missing or `null`.
const COPIED: [(&str, &str, &str); 8] = [
    ("id", "id", "null"),
    ("created_at", "createdAt", "null"),
    ("last_sign_in_at", "lastSignInAt", "null"),
    ("first_name", "firstName", "null"),
    ("public_metadata", "publicMetadata", "{}"),
    ("unsafe_metadata", "unsafeMetadata", "{}"),
    ("password_enabled", "passwordEnabled", "false"),
    ("image_url", "imageUrl", "\"\""),
];

/// Checks the scanner, and the parsing of a response.
pub fn check(data: &[u8]) {
    let Ok(body) = std::str::from_utf8(data) else {
        return;
    };
    check_scanner(body);
    for status in [0, 200, 201, 304, 401, 422, 429, 503] {
        for expected in [
            Expected::User,
            Expected::Users,
            Expected::Count,
            Expected::Organization,
            Expected::Membership,
        ] {
            check_response(body, status, expected);
        }
    }
}

fn check_scanner(text: &str) {
    let is_json = oracle::is_json(text);
    match json::value(text) {
        Ok(value) => {
            assert!(is_json, "invalid JSON was accepted");
            assert_eq!(value, text.trim_matches(oracle::SPACE));
            assert_eq!(json::depth(text), Ok(oracle::depth(text)));
        }
        Err(error) => {
            assert!(!is_json, "valid JSON was rejected at {}", error.at);
            assert!(error.at <= text.len());
            return;
        }
    }
    let value = text.trim_matches(oracle::SPACE);
    if let Some(expected) = oracle::object(value) {
        let mut found = std::collections::BTreeMap::new();
        json::members(value, &mut |key, member| {
            found.insert(json::unescape(key), member);
        })
        .unwrap();
        assert!(found.keys().eq(expected.keys()));
        for (key, member) in &expected {
            check_string(member.get());
            assert_eq!(found[key], member.get());
            assert_eq!(json::member(value, key), Some(member.get()));
        }
    }
    if let Some(expected) = oracle::array(value) {
        let mut found = Vec::new();
        json::elements(value, &mut |element| found.push(element)).unwrap();
        assert!(expected.iter().map(|element| element.get()).eq(found));
        expected
            .iter()
            .for_each(|element| check_string(element.get()));
    }
    check_string(value);
}

fn check_string(value: &str) {
    if let Some(expected) = oracle::string(value) {
        assert_eq!(json::string(value), Some(expected));
    }
}

fn check_response(body: &str, status: u16, expected: Expected) {
    let response = HttpResponse {
        status,
        // The header may contain any text.
        retry_after: body.lines().next().map(String::from),
        date: body.lines().nth(1).map(String::from),
        cf_ray: Some(String::from("ray")),
        received_at: 1_700_000_000_000.0,
        body: String::from(body),
    };
    match (status, http_response::read(&response, expected)) {
        (200 | 201, outcome) => check_success(body, expected, outcome),
        (_, Ok(found)) => panic!("{status} returned {found}"),
        (0 | 304, Err(error)) => assert_eq!(error.code(), "unexpected_response"),
        (_, Err(Error::Api(error))) => {
            assert_eq!(error.status, status);
            if let Some(seconds) = error.retry_after {
                assert!(seconds >= 0.0 && seconds.fract() == 0.0, "{seconds}");
            }
            check_api_error(body, &error);
        }
        (_, Err(error)) => panic!("{status} returned {error:?}"),
    }
}

fn check_success(body: &str, expected: Expected, outcome: Result<String, Error>) {
    let value = body.trim_matches(oracle::SPACE);
    let found = match outcome {
        Ok(found) => found,
        Err(error) => {
            assert_eq!(error.code(), "unexpected_response");
            if error
                .to_string()
                .contains("contains more values than 500 users")
            {
                // A small body never exceeds a limit.
                assert!(body.len() > 2048, "the limit is too low");
                return;
            }
            let is_valid = match expected {
                Expected::User => is_resource(value, "user"),
                Expected::Users => oracle::array(value)
                    .is_some_and(|list| list.iter().all(|user| is_resource(user.get(), "user"))),
                Expected::Count => count(value).is_some(),
                Expected::Organization => is_resource(value, "organization"),
                Expected::Membership => is_resource(value, "organization_membership"),
            };
            assert!(!is_valid, "a valid body was rejected: {error}");
            return;
        }
    };
    assert!(oracle::is_json(&found), "the result is not JSON: {found}");
    match expected {
        Expected::User => check_user(value, &found),
        Expected::Organization => check_copied(value, &found, "organization"),
        Expected::Membership => check_copied(value, &found, "organization_membership"),
        Expected::Users => {
            let (users, found) = (
                oracle::array(value).unwrap(),
                oracle::array(&found).unwrap(),
            );
            assert_eq!(users.len(), found.len());
            for (before, after) in users.iter().zip(found) {
                check_user(before.get(), after.get());
            }
        }
        Expected::Count => {
            if oracle::object(value).is_some() {
                assert_eq!(Some(found.as_str()), count(value));
            }
        }
    }
}

/// Whether a value is a resource of a kind. Also `false` if a relevant key or value is unreadable.
fn is_resource(value: &str, object: &str) -> bool {
    oracle::object(value).is_some_and(|members| {
        let text = |name| {
            members
                .get(name)
                .and_then(|value| oracle::string(value.get()))
        };
        text("object").as_deref() == Some(object) && text("id").is_some()
    })
}

fn count(value: &str) -> Option<&str> {
    let count = oracle::object(value)?.get("total_count")?.get();
    let fits = count.len() <= MAX_COUNT_DIGITS;
    (fits && count.bytes().all(|byte| byte.is_ascii_digit())).then_some(count)
}

/// Checks the object of a resource, and the fields in [`COPIED`] that it has.
fn check_copied(wire: &str, found: &str, object: &str) {
    let resource = oracle::object(found).expect("the result has readable keys");
    let Some(wire) = oracle::object(wire) else {
        return;
    };
    assert_eq!(oracle::string(wire["object"].get()).unwrap(), object);
    for (name, js_name, default) in COPIED {
        let Some(found) = resource.get(js_name) else {
            assert_ne!(object, "user", "{js_name} is missing");
            continue;
        };
        let value = wire.get(name).map_or("null", |value| value.get());
        let expected = if value == "null" { default } else { value };
        assert_eq!(found.get(), expected, "{js_name}");
    }
}

fn check_user(wire: &str, found: &str) {
    check_copied(wire, found, "user");
    let user = oracle::object(found).expect("the result has readable keys");
    let Some(wire) = oracle::object(wire) else {
        return;
    };
    // A list of resources: elements that are not objects are omitted.
    let addresses = wire.get("email_addresses").map_or("[]", |list| list.get());
    let addresses = oracle::array(addresses).unwrap_or_default();
    let addresses = addresses.iter().map(|item| item.get());
    let addresses: Vec<_> = addresses.filter(|item| item.starts_with('{')).collect();
    let found = oracle::array(user["emailAddresses"].get()).unwrap();
    assert_eq!(addresses.len(), found.len());
    for (before, after) in addresses.into_iter().zip(found) {
        let after = oracle::object(after.get()).unwrap();
        if let Some(before) = oracle::object(before) {
            let value = before.get("email_address");
            let value = value.map_or("null", |value| value.get());
            assert_eq!(after["emailAddress"].get(), value);
        }
    }
}

fn check_api_error(body: &str, error: &ApiError) {
    for item in &error.errors {
        assert!(item.meta.starts_with('{') && oracle::is_json(&item.meta));
    }
    if !oracle::is_json(body) {
        assert!(error.errors.is_empty());
        assert_eq!(error.clerk_trace_id.as_deref(), Some("ray"));
        return;
    }
    // If the body is an object with an unreadable key, there is nothing to compare with.
    let value = body.trim_matches(oracle::SPACE);
    let Some(members) = oracle::object(value) else {
        assert!(value.starts_with('{') || error.errors.is_empty());
        return;
    };
    match members.get("clerk_trace_id").map(|id| id.get()) {
        Some(id) if id.starts_with('"') => {
            if let Some(id) = oracle::string(id) {
                assert_eq!(error.clerk_trace_id, Some(id));
            }
        }
        _ => assert_eq!(error.clerk_trace_id.as_deref(), Some("ray")),
    }
    let list = members.get("errors").map_or("[]", |list| list.get());
    let list = oracle::array(list).unwrap_or_default();
    let list = list.iter().map(|item| item.get());
    let list: Vec<_> = list.filter(|item| item.starts_with('{')).collect();
    assert_eq!(error.errors.len(), list.len().min(MAX_ERRORS));
    for (item, wire) in error.errors.iter().zip(list) {
        let Some(wire) = oracle::object(wire) else {
            continue;
        };
        let text = |name| match wire.get(name).map(|value| value.get()) {
            Some(value) if value.starts_with('"') => Some(oracle::string(value)),
            _ => None,
        };
        // The outer `None` means that it is not a string, the inner one that it is unreadable.
        match text("code") {
            None => assert_eq!(item.code, ""),
            Some(code) => assert!(code.is_none_or(|code| code == item.code)),
        }
        match text("long_message") {
            None => assert_eq!(item.long_message, None),
            Some(text) => assert!(text.is_none_or(|text| item.long_message == Some(text))),
        }
        if let Some(meta) = wire.get("meta").and_then(|meta| oracle::object(meta.get()))
            && let Some(name) = meta.get("param_name")
            && !meta.contains_key("paramName")
        {
            // Keys such as `param__name` become the same key, and any of them may come last.
            let found = oracle::object(&item.meta).unwrap();
            let is_unambiguous = meta
                .keys()
                .filter(|key| key.replace('_', "") == "paramname")
                .count()
                == 1;
            assert!(!is_unambiguous || found["paramName"].get() == name.get());
        }
    }
}
