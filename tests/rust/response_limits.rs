//! The limits of responses: size, depth, number of values and number of errors.

use crate::response::parsed;
use crate::support::{cases, fixture, text};
use clerk_metadata::core::response::http_response;
use clerk_metadata::core::{Error, Expected, HttpResponse};

/// A size that exceeds every limit, in bytes.
const LARGE: usize = 2 * 1024 * 1024;

/// A text of about this size that repeats `part`, separated by commas.
fn filled(start: &str, part: &str, end: &str) -> String {
    let times = (LARGE - start.len() - end.len()) / (part.len() + 1);
    format!("{start}{}{end}", vec![part; times].join(","))
}

fn nested(start: &str, open: &str, close: &str, end: &str) -> String {
    let levels = (LARGE - start.len() - end.len()) / (open.len() + close.len());
    format!(
        "{start}{}1{}{end}",
        open.repeat(levels),
        close.repeat(levels)
    )
}

fn success(body: String, expected: Expected) -> Result<String, Error> {
    let response = HttpResponse {
        status: 200,
        body,
        ..HttpResponse::default()
    };
    http_response::read(&response, expected)
}

#[test]
fn responses_that_need_too_much_memory_are_rejected() {
    let user = r#"{"object":"user","id":"u""#;
    let list = |field: &str| format!(r#"{user},"{field}":["#);
    let metadata = |inner: &str| format!(r#"{user},"public_metadata":{inner}"#);
    let long = "x".repeat(LARGE - 200);
    for (what, expected, body) in [
        (
            "external accounts",
            Expected::User,
            filled(&list("external_accounts"), "{}", "]}"),
        ),
        (
            "enterprise accounts",
            Expected::User,
            filled(
                &list("enterprise_accounts"),
                r#"{"enterprise_connection":{}}"#,
                "]}",
            ),
        ),
        (
            "email addresses",
            Expected::User,
            filled(&list("email_addresses"), "{}", "]}"),
        ),
        (
            "verifications",
            Expected::User,
            filled(&list("web3_wallets"), r#"{"verification":{}}"#, "]}"),
        ),
        (
            "links",
            Expected::User,
            filled(
                &format!(r#"{}{{"linked_to":["#, list("phone_numbers")),
                "{}",
                "]}]}",
            ),
        ),
        (
            "a list again and again",
            Expected::User,
            filled(&format!("{user},"), r#""email_addresses":[{}]"#, "}"),
        ),
        (
            "users",
            Expected::Users,
            filled("[", r#"{"object":"user","id":"u"}"#, "]"),
        ),
        ("empty users", Expected::Users, filled("[", "{}", "]")),
        (
            "users with accounts",
            Expected::Users,
            filled(
                "[",
                r#"{"object":"user","id":"u","external_accounts":[{},{}]}"#,
                "]",
            ),
        ),
        (
            "empty objects",
            Expected::User,
            filled(&metadata(r#"{"a":["#), "{}", "]}}"),
        ),
        (
            "empty arrays",
            Expected::User,
            filled(&metadata(r#"{"a":["#), "[]", "]}}"),
        ),
        (
            "numbers",
            Expected::User,
            filled(&metadata(r#"{"a":["#), "1", "]}}"),
        ),
        (
            "keys",
            Expected::User,
            filled(&metadata("{"), r#""key":1"#, "}}"),
        ),
        (
            "nested arrays",
            Expected::User,
            nested(&metadata(r#"{"a":"#), "[", "]", "}}"),
        ),
        (
            "nested objects",
            Expected::User,
            nested(&metadata(""), r#"{"a":"#, "}", "}"),
        ),
        (
            "what is not known",
            Expected::User,
            filled(&list("other"), "{}", "]}"),
        ),
        (
            "arrays that do not end",
            Expected::User,
            format!(r#"{user},"other":{}"#, "[".repeat(LARGE - 100)),
        ),
        ("arrays in a list", Expected::Users, filled("[", "[]", "]")),
        (
            "a name",
            Expected::User,
            format!(r#"{user},"first_name":"{long}"}}"#),
        ),
        (
            "an id",
            Expected::User,
            format!(r#"{{"object":"user","id":"{long}"}}"#),
        ),
        (
            "metadata",
            Expected::User,
            format!(r#"{user},"unsafe_metadata":{{"a":"{long}"}}}}"#),
        ),
        (
            "an account's id, which is copied to two fields",
            Expected::User,
            format!(r#"{user},"external_accounts":[{{"provider_user_id":"{long}"}}]}}"#),
        ),
    ] {
        assert!(body.len() <= LARGE, "{what}");
        let error = success(body, expected).unwrap_err();
        assert_eq!(error.code(), "unexpected_response", "{what}");
        assert_eq!(
            error.to_string(),
            "The Backend API responded with status 200: the body contains more values than 500 users have. Check apiUrl, or set a smaller limit.",
            "{what}"
        );
    }
    // No count has so many digits.
    let error = success(
        format!(r#"{{"total_count":{}}}"#, "1".repeat(17)),
        Expected::Count,
    );
    assert_eq!(error.unwrap_err().code(), "unexpected_response");
}

#[test]
fn a_page_of_500_users_is_accepted() {
    let minimal =
        r#"{"object":"user","id":"u","email_addresses":[{},{}],"external_accounts":[{}]}"#;
    let page = format!("[{}]", vec![minimal; 500].join(","));
    assert!(success(page, Expected::Users).is_ok());
    let flags = |index| format!(r#""feature_{index}":true"#);
    let short = |index| format!(r#""k{index}":{index}"#);
    let words =
        |index| format!(r#""setting {index}":{{"value":"some words","since":1700000000000}}"#);
    let long = |index| format!(r#""text {index}":"{}""#, "é".repeat(500));
    for member in [&flags as &dyn Fn(usize) -> String, &short, &words, &long] {
        let mut metadata = String::from("{");
        for index in 0.. {
            let next = member(index);
            if metadata.len() + next.len() > 6200 {
                break;
            }
            if index > 0 {
                metadata.push(',');
            }
            metadata.push_str(&next);
        }
        metadata.push('}');
        let fixture = fixture("responses.json");
        let mut user = parsed(text(&cases(&fixture)[0]["response"], "body"));
        for field in ["public_metadata", "private_metadata", "unsafe_metadata"] {
            user[field] = parsed(&metadata);
        }
        let user = user.to_string();
        assert!((17_000..22_000).contains(&user.len()), "{}", user.len());
        let page = format!("[{}]", vec![user; 500].join(","));
        let found = success(page, Expected::Users).unwrap();
        assert_eq!(found.matches(r#","privateMetadata":{"#).count(), 500);
    }
}

fn api_error(body: String) -> clerk_metadata::core::ApiError {
    let response = HttpResponse {
        status: 422,
        cf_ray: Some(String::from("ray")),
        body,
        ..HttpResponse::default()
    };
    match http_response::read(&response, Expected::User) {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_the_first_100_errors_are_read() {
    let item = r#"{"code":"form_param_unknown","message":"m"}"#;
    assert_eq!(
        api_error(format!(r#"{{"errors":[{}]}}"#, vec![item; 100].join(",")))
            .errors
            .len(),
        100
    );
    for part in ["{}", item, r#"{"message":"m","meta":{}}"#] {
        let error = api_error(filled(r#"{"errors":["#, part, r#"],"clerk_trace_id":"t"}"#));
        assert_eq!(error.errors.len(), 100, "{part}");
        assert_eq!(error.clerk_trace_id.as_deref(), Some("t"));
    }
    let long = "x".repeat(LARGE - 200);
    let huge = [
        filled(r#"{"message":"m","meta":{"#, r#""key":1"#, "}}"),
        nested(r#"{"message":"m","meta":{"a":"#, "[", "]", "}}"),
        format!(r#"{{"message":"{long}"}}"#),
        format!(r#"{{"message":"m","long_message":"{long}"}}"#),
        format!(
            r#"{{"code":"{}","message":"m"}}"#,
            "\\u0001".repeat(LARGE / 8)
        ),
    ];
    for huge in huge {
        let error = api_error(format!(r#"{{"errors":[{item},{huge},{item}]}}"#));
        let codes: Vec<_> = error.errors.iter().map(|item| item.code.as_str()).collect();
        assert_eq!(codes, ["form_param_unknown"]);
        let error = api_error(format!(r#"{{"errors":[{huge}]}}"#));
        assert_eq!(error.errors, []);
        assert_eq!(
            Error::Api(error).to_string(),
            "The Backend API responded with status 422 and no error details."
        );
    }
    let error = api_error(format!(r#"{{"clerk_trace_id":"{long}"}}"#));
    assert_eq!(error.clerk_trace_id.as_deref(), Some("ray"));
}

/// A host that converts resources itself accepts what `read` accepts, and gives the same errors.
#[test]
fn a_check_agrees_with_reading() {
    let check = |body: &str, expected| {
        let response = HttpResponse {
            status: 200,
            body: body.to_owned(),
            ..HttpResponse::default()
        };
        let read = http_response::read(&response, expected).map(|_| ());
        (http_response::check(&response, expected), read)
    };
    let user = r#"{"object":"user","id":"u"}"#;
    for (expected, body) in [
        (Expected::User, user),
        (Expected::User, r#"{"\u006fbject":"user","\u0069d":"u"}"#),
        (Expected::User, r#"{"object":"user","id":"u","id":7}"#),
        (Expected::User, r#"{"object":"user"}"#),
        (Expected::User, r#"{"object":"organization","id":"u"}"#),
        (Expected::User, "[]"),
        (Expected::User, "7"),
        (Expected::User, ""),
        (Expected::User, r#"{"object":"user","id":"u"} x"#),
        (Expected::Users, "[]"),
        (Expected::Users, r#"[{"object":"user","id":"u"}]"#),
        (Expected::Users, r#"[{"object":"user","id":"u"},7]"#),
        (Expected::Users, user),
        (
            Expected::Organization,
            r#"{"object":"organization","id":"o"}"#,
        ),
        (
            Expected::Membership,
            r#"{"object":"organization_membership","id":"m"}"#,
        ),
        (Expected::Membership, user),
    ] {
        let (checked, read) = check(body, expected);
        assert_eq!(checked.map(|text| assert_eq!(text, "")), read, "{body}");
    }
    let (count, _) = check(r#"{"total_count":12}"#, Expected::Count);
    assert_eq!(count.unwrap(), "12");
    for (part, is_over_limit) in [
        ("{}", true),
        ("[]", true),
        (r#"{"a":1}"#, true),
        // A million numbers, and the limit is two.
        ("1", false),
    ] {
        let body = filled(r#"{"object":"user","id":"u","other":["#, part, "]}");
        let (checked, read) = check(&body, Expected::User);
        assert_eq!(checked.is_err(), is_over_limit, "{part}");
        assert_eq!(checked.map(|text| assert_eq!(text, "")), read, "{part}");
    }
}
