//! Reading a response: a user, a list, a count or an error.

use crate::support::{cases, fixture, text};
use clerk_metadata::core::call::retry;
use clerk_metadata::core::response::http_response;
use clerk_metadata::core::{
    ApiErrorItem, Attempts, Config, Error, Expected, HttpResponse, Operation, Options, Outcome,
    Step,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The response of a case, as the binding passes it to the core.
fn response_of(case: &Value) -> HttpResponse {
    let response = &case["response"];
    let header = |name| {
        response["headers"]
            .get(name)
            .and_then(Value::as_str)
            .map(String::from)
    };
    HttpResponse {
        status: response["status"].as_u64().unwrap().try_into().unwrap(),
        retry_after: header("retry-after"),
        date: header("date"),
        cf_ray: header("cf-ray"),
        body: String::from(text(response, "body")),
        ..HttpResponse::default()
    }
}

fn read(response: &HttpResponse) -> Result<String, Error> {
    http_response::read(response, Expected::User)
}

pub(crate) fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn fixtures() {
    for case in cases(&fixture("responses.json")) {
        let name = text(case, "name");
        match read(&response_of(case)) {
            Ok(user) => {
                let user = parsed(&user);
                match (case.get("user"), case.get("userIncludes")) {
                    (Some(expected), None) => assert_eq!(&user, expected, "{name}"),
                    (None, Some(expected)) => {
                        for (field, value) in expected.as_object().unwrap() {
                            assert_eq!(&user[field], value, "{name}: {field}");
                        }
                    }
                    _ => panic!("{name}: a user"),
                }
            }
            Err(error) => assert_error(&error, &case["error"], name),
        }
    }
}

fn assert_error(error: &Error, expected: &Value, name: &str) {
    assert_eq!(error.code(), text(expected, "code"), "{name}");
    assert_eq!(json!(error.status()), expected["status"], "{name}");
    assert_eq!(
        json!(retry::is_retryable(error)),
        expected["retryable"],
        "{name}"
    );
    if let Some(message) = expected.get("message") {
        assert_eq!(&json!(error.to_string()), message, "{name}");
    }
    assert!(!error.to_string().is_empty(), "{name}");
    let (errors, trace, retry_after) = match error {
        Error::Api(api) => (
            Value::from_iter(api.errors.iter().map(item)),
            json!(api.clerk_trace_id),
            json!(api.retry_after.map(whole)),
        ),
        Error::UnexpectedResponse { clerk_trace_id, .. } => {
            (Value::Null, json!(clerk_trace_id), Value::Null)
        }
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(errors, expected["errors"], "{name}");
    assert_eq!(trace, expected["clerkTraceId"], "{name}");
    assert_eq!(retry_after, expected["retryAfter"], "{name}");
}

fn item(item: &ApiErrorItem) -> Value {
    json!({
        "code": item.code,
        "message": item.message,
        "longMessage": item.long_message,
        "meta": parsed(&item.meta),
    })
}

/// Seconds as the fixtures write them.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the fixtures contain small whole numbers"
)]
fn whole(seconds: f64) -> i64 {
    assert_eq!(seconds.fract(), 0.0);
    seconds as i64
}

#[test]
fn a_redirect_that_a_browser_hides_is_an_error() {
    let error = read(&HttpResponse::default()).unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        ("unexpected_response", Some(0))
    );
    assert!(error.to_string().contains("redirect"), "{error}");
}

/// The top-level keys of an error's `meta`, in camelCase.
fn meta_keys(keys: &[&str]) -> Vec<String> {
    let meta: Value = keys
        .iter()
        .map(|key| (String::from(*key), json!(1)))
        .collect();
    let body = json!({ "errors": [{ "code": "a", "message": "b", "meta": meta }] });
    let response = HttpResponse {
        status: 422,
        body: body.to_string(),
        ..HttpResponse::default()
    };
    let Err(Error::Api(error)) = read(&response) else {
        panic!("an error")
    };
    let meta = parsed(&error.errors[0].meta);
    meta.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn keys_of_meta_become_camel_case() {
    for case in cases(&fixture("camel_case.json")) {
        let name = text(case, "name");
        assert_eq!(meta_keys(&[name]), [text(case, "camelCase")], "{name}");
    }
}

#[test]
fn retry_after_in_whole_seconds() {
    let retry_after = |header: &str| {
        let response = HttpResponse {
            status: 429,
            retry_after: Some(String::from(header)),
            ..HttpResponse::default()
        };
        let Err(Error::Api(error)) = read(&response) else {
            panic!("an error")
        };
        error.retry_after
    };
    for (header, seconds) in [
        ("0", 0.0),
        ("1", 1.0),
        (" 30\t", 30.0),
        ("007", 7.0),
        ("4294967295", 4_294_967_295.0),
    ] {
        assert_eq!(retry_after(header), Some(seconds), "{header}");
    }
    for header in ["", " ", "-1", "x", "1 2", "1,2", "0x10", "١"] {
        assert_eq!(retry_after(header), None, "{header}");
    }
}

/// The `retry_after` of a 429 response with these headers, received a year after the dates in these tests.
fn retry_after_of(retry_after: &str, date: Option<&str>) -> Option<f64> {
    let response = HttpResponse {
        status: 429,
        retry_after: Some(String::from(retry_after)),
        date: date.map(String::from),
        received_at: 1_795_694_400_000.0, // Thu, 26 Nov 2026 12:00:00 GMT
        ..HttpResponse::default()
    };
    let Err(Error::Api(error)) = read(&response) else {
        panic!("an error")
    };
    error.retry_after
}

#[test]
fn a_date_is_counted_from_the_date_of_the_response() {
    let later = [
        "Wed, 26 Nov 2025 12:00:30 GMT",
        "Wednesday, 26-Nov-25 12:00:30 GMT",
        "Wed Nov 26 12:00:30 2025",
    ];
    let sent = [
        "Wed, 26 Nov 2025 12:00:00 GMT",
        "Wednesday, 26-Nov-25 12:00:00 GMT",
        "Wed Nov 26 12:00:00 2025",
    ];
    for header in later {
        for date in sent {
            assert_eq!(retry_after_of(header, Some(date)), Some(30.0), "{date}");
        }
        for date in later {
            assert_eq!(retry_after_of(header, Some(date)), Some(0.0), "{date}");
        }
        // According to the clock of this host it is in the past.
        for date in [None, Some(""), Some("yesterday"), Some("1764158400")] {
            assert_eq!(retry_after_of(header, date), Some(0.0), "{date:?}");
        }
    }
    // Without a usable `Date` header: from the time of receipt.
    for header in [
        "Thu, 26 Nov 2026 12:00:42 GMT",
        "Thursday, 26-Nov-26 12:00:42 GMT",
        "Thu Nov 26 12:00:42 2026",
    ] {
        for date in [None, Some("0"), Some("Thu, 26 Nov 2026")] {
            assert_eq!(retry_after_of(header, date), Some(42.0), "{header}");
        }
    }
    // A number of seconds does not depend on any clock.
    assert_eq!(retry_after_of("7", Some(sent[0])), Some(7.0));
    // The century of a two-digit year is derived from the response's date, not from this host's clock.
    let sent = Some("Fri, 31 Dec 1999 23:59:50 GMT");
    let header = "Saturday, 01-Jan-00 00:00:00 GMT";
    assert_eq!(retry_after_of(header, sent), Some(10.0));
    let sent = Some("Friday, 31-Dec-99 23:59:50 GMT");
    assert_eq!(retry_after_of(header, sent), Some(10.0));
}

/// A call of `getUser` with these limits.
fn attempts(max_retries: Option<f64>, timeout: Option<f64>) -> Attempts {
    let config = Config::new(&Options {
        secret_key: Some(String::from("sk_test_fake")),
        max_retries,
        timeout,
        ..Options::default()
    });
    Attempts::new(&config.unwrap(), Operation::named("getUser").unwrap())
}

#[test]
fn a_final_failure_ends_the_call() {
    let mut call = attempts(Some(0.0), Some(250.0));
    for (outcome, code, message) in [
        (
            Outcome::Failure {
                reason: String::from("reset"),
                status: None,
            },
            "connection_failed",
            "No response from the Backend API: reset",
        ),
        (
            Outcome::Failure {
                reason: String::from("reset"),
                status: Some(200),
            },
            "connection_failed",
            "The response of the Backend API was interrupted, status 200: reset",
        ),
        (
            Outcome::Timeout { status: None },
            "timeout",
            "No response from the Backend API: the attempt took longer than 250 ms. Increase timeout to allow more time.",
        ),
        (
            Outcome::Timeout { status: Some(200) },
            "timeout",
            "The response of the Backend API is incomplete, status 200: the attempt took longer than 250 ms. Increase timeout to allow more time.",
        ),
        (
            Outcome::TooLarge { status: 200 },
            "unexpected_response",
            "The Backend API responded with status 200: the body is larger than 10 MB and was not read. Check apiUrl.",
        ),
    ] {
        let Step::Done(Err(error)) = call.next_step(outcome, 0.5) else {
            panic!("an error")
        };
        assert_eq!(error.code(), code);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_retryable_failure_is_retried_after_a_delay() {
    let mut call = attempts(None, None);
    let response = |status, body: &str| {
        Outcome::Response(HttpResponse {
            status,
            body: String::from(body),
            ..HttpResponse::default()
        })
    };
    let Step::Wait(delay, error) = call.next_step(response(503, ""), 0.5) else {
        panic!("a wait")
    };
    assert_eq!((delay, error.status()), (375.0, Some(503)));
    let Step::Wait(delay, error) = call.next_step(Outcome::Timeout { status: None }, 0.5) else {
        panic!("a wait")
    };
    assert_eq!((delay, error.code()), (750.0, "timeout"));
    assert_eq!(call.ended, 2);
    let user = r#"{"object":"user","id":"user_1"}"#;
    assert!(matches!(
        call.clone().next_step(response(200, user), 0.5),
        Step::Done(Ok(_))
    ));
    let Step::Done(Err(error)) = call.next_step(response(500, ""), 0.5) else {
        panic!("the third attempt is the last")
    };
    assert_eq!(error.status(), Some(500));
    assert_eq!(call.ended, 3);
}

#[test]
fn only_a_list_of_users_and_a_count_are_accepted() {
    let read = |body: &str, expected| {
        let response = HttpResponse {
            status: 200,
            body: String::from(body),
            ..HttpResponse::default()
        };
        http_response::read(&response, expected).map_err(|error| error.code())
    };
    let user = r#"{"object":"user","id":"user_1"}"#;
    let list = read(&format!("[{user}, {user}]"), Expected::Users).unwrap();
    let ids: Vec<_> = (parsed(&list).as_array().unwrap().iter())
        .map(|user| user["id"].clone())
        .collect();
    assert_eq!(ids, ["user_1", "user_1"]);
    assert_eq!(read(" [] ", Expected::Users).unwrap(), "[]");
    let count = r#"{"object":"total_count","total_count":12}"#;
    assert_eq!(read(count, Expected::Count).unwrap(), "12");
    for (body, expected) in [
        (user, Expected::Users),
        ("[1]", Expected::Users),
        ("{}", Expected::Count),
        (r#"{"total_count":-1}"#, Expected::Count),
        (r#"{"total_count":""}"#, Expected::Count),
        ("12", Expected::Count),
        ("[", Expected::Users),
        (count, Expected::User),
    ] {
        let outcome = read(body, expected);
        assert_eq!(outcome, Err("unexpected_response"), "{body}");
    }
}

proptest! {
    /// No response causes a trap, and every error has a message.
    #[test]
    fn any_response_is_read(
        status: u16,
        retry_after: Option<String>,
        date: Option<String>,
        cf_ray: Option<String>,
        body in prop_oneof![
            any::<String>(),
            crate::support::json(crate::support::Nulls::Anywhere).prop_map(|body| body.to_string()),
            crate::support::json(crate::support::Nulls::Anywhere).prop_map(|errors| json!({ "errors": errors }).to_string()),
            crate::support::json(crate::support::Nulls::Anywhere).prop_map(|error| json!({ "errors": [{ "meta": error, "code": error }] }).to_string()),
        ],
    ) {
        let response = HttpResponse { status, retry_after, date, cf_ray, body, received_at: 0.0 };
        let outcome = read(&response);
        let error = outcome.unwrap_err();
        prop_assert_eq!(error.status(), Some(status));
        prop_assert!(!error.to_string().is_empty());
        if let Error::Api(api) = error {
            for meta in api.errors.iter().map(|item| item.meta.as_str()) {
                prop_assert!(parsed(meta).is_object());
            }
        }
    }
}
