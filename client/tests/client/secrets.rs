//! The secret key is in no text: not in an error, not in its sources, not in `Debug` output.

use std::error::Error as StdError;
use std::fmt;

use clerk_metadata_client::{Client, Error, HttpResponse, TransportError, public_metadata};

use crate::support::{SECRET_KEY, Script};

#[derive(Debug)]
struct Leaking(&'static str);

impl fmt::Display for Leaking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not send Bearer {}", self.0)
    }
}

impl StdError for Leaking {}

#[derive(Debug)]
struct Outer(Leaking);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it failed")
    }
}

impl StdError for Outer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

fn texts(error: &Error) -> String {
    let mut texts = format!("{error} {error:?} {error:#?}");
    let mut source = StdError::source(error);
    while let Some(inner) = source {
        texts.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    texts
}

#[tokio::test]
async fn not_in_the_errors_of_a_transport() {
    for leak in [
        || TransportError::new(format!("no route for {SECRET_KEY}")),
        || TransportError::from_error(Leaking(SECRET_KEY)),
        || TransportError::from_error(Outer(Leaking(SECRET_KEY))),
    ] {
        let error = Script::new(move |_, _| Err(leak()))
            .client()
            .get_user("user_1")
            .await
            .unwrap_err();
        assert!(!texts(&error).contains("hidden"), "{}", texts(&error));
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
}

#[tokio::test]
async fn not_in_what_a_response_repeats() {
    let body = format!(
        r#"{{"errors":[{{"code":"{SECRET_KEY}","message":"bad key {SECRET_KEY}","long_message":"{SECRET_KEY}","meta":{{"key":"{SECRET_KEY}"}}}}],"clerk_trace_id":"{SECRET_KEY}"}}"#
    );
    let script = Script::new(move |_, _| Ok(HttpResponse::new(401, body.clone())));
    let error = script.client().get_user("user_1").await.unwrap_err();
    assert!(!texts(&error).contains("hidden"), "{}", texts(&error));
    assert_eq!(error.api_errors()[0].message, "bad key [redacted]");
}

#[tokio::test]
async fn not_in_the_errors_of_input() {
    let client = Script::always(200, "").client();
    let key_as_key = std::collections::BTreeMap::from([(SECRET_KEY, f64::NAN)]);
    for error in [
        client
            .update_user_metadata("user_1", &public_metadata(key_as_key))
            .await
            .unwrap_err(),
        client
            .update_user_metadata("user_1", &serde_json::json!({ SECRET_KEY: {} }))
            .await
            .unwrap_err(),
    ] {
        assert!(!texts(&error).contains("hidden"), "{}", texts(&error));
        assert_eq!((error.code(), error.attempts()), ("invalid_params", 0));
    }
}

#[tokio::test]
async fn not_in_debug_output() {
    let script = Script::new(|_, _| Ok(HttpResponse::new(500, "")));
    let client = script.client();
    let call = client.get_user("user_1");
    let builder = script.builder();
    assert!(!format!("{client:?} {call:?} {builder:?}").contains("hidden"));
    call.await.unwrap_err();
    assert!(!format!("{:?}", script.requests()).contains("hidden"));
}

#[test]
fn not_in_the_errors_of_options() {
    for key in [
        "sk_test_hidden\n",
        " sk_test_hidden",
        "pk_test_hidden",
        "sk_test_hiddén",
    ] {
        let error = Client::builder().secret_key(key).build().unwrap_err();
        assert!(!texts(&error).contains("hidd"), "{}", texts(&error));
        assert_eq!(error.path(), Some("secretKey"));
    }
}
