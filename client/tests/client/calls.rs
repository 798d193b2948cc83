//! Attempts, retries, timeouts, hooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clerk_metadata_client::{
    Body, BoxFuture, ErrorEvent, Hooks, HttpResponse, RequestEvent, ResponseEvent, RetryEvent,
    SuccessEvent, TransportError,
};
use serde_json::json;

use crate::support::{Script, USER};

const MS: fn(u64) -> Duration = Duration::from_millis;

#[tokio::test]
async fn retries_with_a_growing_backoff() {
    let script =
        Script::new(|_, attempt| Ok(HttpResponse::new(if attempt < 4 { 503 } else { 200 }, USER)));
    let call = script
        .client()
        .get_user("user_1")
        .max_retries(3)
        .with_response();
    let (user, response) = call.await.unwrap();
    assert_eq!(
        (user.id.as_str(), response.status, response.attempts),
        ("user_1", 200, 4)
    );
    assert_eq!(script.waits(), [MS(250), MS(500), MS(1000)]);
}

#[tokio::test]
async fn two_retries_by_default_and_none_if_so_set() {
    for (max_retries, attempts) in [(None, 3), (Some(0), 1), (Some(1), 2)] {
        let script = Script::always(500, "");
        let mut builder = script.builder();
        if let Some(max_retries) = max_retries {
            builder = builder.max_retries(max_retries);
        }
        let error = builder
            .build()
            .unwrap()
            .get_user("user_1")
            .await
            .unwrap_err();
        assert_eq!(
            (error.status(), error.attempts(), script.requests().len()),
            (Some(500), attempts, attempts as usize)
        );
    }
}

#[tokio::test]
async fn retry_after_up_to_a_minute() {
    let limited = |wait: &'static str| {
        Script::new(move |_, attempt| match attempt {
            1 => Ok(HttpResponse::new(429, "").header("Retry-After", wait)),
            _ => Ok(HttpResponse::new(200, USER)),
        })
    };
    let script = limited("30");
    assert_eq!(
        script.client().get_user("user_1").await.unwrap().id,
        "user_1"
    );
    assert_eq!(script.waits(), [MS(30_000)]);
    let script = limited("61");
    let error = script.client().get_user("user_1").await.unwrap_err();
    assert_eq!(
        (
            error.retry_after(),
            error.is_retryable(),
            script.waits().len()
        ),
        (Some(MS(61_000)), true, 0)
    );
}

#[tokio::test]
async fn a_failed_connection_is_retried_and_keeps_its_source() {
    let script = Script::new(|_, _| {
        Err(TransportError::from_error(std::io::Error::other(
            "reset by peer",
        )))
    });
    let error = script.client().get_user("user_1").await.unwrap_err();
    assert_eq!(
        (error.code(), error.attempts(), script.requests().len()),
        ("connection_failed", 3, 3)
    );
    assert!(error.to_string().contains("reset by peer"), "{error}");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.downcast_ref::<std::io::Error>().unwrap().to_string(),
        "reset by peer"
    );
}

/// A body whose next chunk is given by a function.
struct Chunks(Box<dyn FnMut() -> Option<Result<Vec<u8>, TransportError>> + Send>);

impl Body for Chunks {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
        match (self.0)() {
            Some(chunk) => Box::pin(std::future::ready(chunk.map(Some))),
            None => Box::pin(std::future::pending()),
        }
    }
}

fn streamed(
    next: impl FnMut() -> Option<Result<Vec<u8>, TransportError>> + Send + 'static,
) -> HttpResponse {
    HttpResponse::streamed(200, Vec::new(), Chunks(Box::new(next)))
}

#[tokio::test]
async fn a_body_that_does_not_end_times_out_with_its_status() {
    let script = Script::new(|_, _| Ok(streamed(|| None)));
    let error = script
        .builder()
        .timeout(MS(70))
        .max_retries(0)
        .build()
        .unwrap()
        .get_user("user_1")
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.attempts()),
        ("timeout", Some(200), 1)
    );
    assert!(error.to_string().contains("70 ms"), "{error}");
}

#[tokio::test]
async fn a_body_that_breaks_is_retried_with_its_status() {
    let script = Script::new(|_, _| Ok(streamed(|| Some(Err(TransportError::new("cut"))))));
    let error = script.client().get_user("user_1").await.unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.attempts()),
        ("connection_failed", Some(200), 3)
    );
}

#[tokio::test]
async fn a_body_over_10_mb_is_not_read_to_its_end() {
    for chunk in [vec![b' '; 1024 * 1024], Vec::new()] {
        let read = Arc::new(Mutex::new(0_usize));
        let counter = Arc::clone(&read);
        let script = Script::new(move |_, _| {
            let (counter, chunk) = (Arc::clone(&counter), chunk.clone());
            Ok(streamed(move || {
                *counter.lock().unwrap() += 1;
                Some(Ok(chunk.clone()))
            }))
        });
        let error = script.client().get_user("user_1").await.unwrap_err();
        assert_eq!((error.code(), error.attempts()), ("unexpected_response", 1));
        assert!(*read.lock().unwrap() <= 10 * 1024 + 1);
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    let script = Script::new(|_, _| Ok(HttpResponse::new(200, format!("\u{feff}{USER}"))));
    assert_eq!(
        script
            .client()
            .get_user("user_1")
            .await
            .unwrap()
            .first_name
            .as_deref(),
        Some("Ada")
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let script = Script::new(|_, _| {
        Ok(HttpResponse::new(307, "").header("location", "https://evil.example/"))
    });
    let error = script.client().get_user("user_1").await.unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.attempts()),
        ("unexpected_response", Some(307), 1)
    );
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Hooks for Log {
    fn on_request(&self, event: &RequestEvent<'_>) {
        self.push(
            event.call_id,
            format!("request {} {} {}", event.attempt, event.method, event.url),
        );
    }
    fn on_response(&self, event: &ResponseEvent<'_>) {
        self.push(
            event.call_id,
            format!("response {} {}", event.attempt, event.status),
        );
    }
    fn on_retry(&self, event: &RetryEvent<'_>) {
        self.push(
            event.call_id,
            format!(
                "retry {} {} {:?}",
                event.attempt,
                event.reason.code(),
                event.delay
            ),
        );
    }
    fn on_success(&self, event: &SuccessEvent<'_>) {
        self.push(
            event.call_id,
            format!(
                "success {} {}",
                event.response.status, event.response.attempts
            ),
        );
    }
    fn on_error(&self, event: &ErrorEvent<'_>) {
        self.push(
            event.call_id,
            format!("error {} {}", event.error.code(), event.error.attempts()),
        );
    }
}

impl Log {
    fn push(&self, call_id: u64, text: String) {
        self.0.lock().unwrap().push(format!("{call_id} {text}"));
    }

    /// The lines without the ID of the call, which all must share.
    fn lines(&self) -> Vec<String> {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        let (ids, lines): (Vec<_>, Vec<_>) = lines
            .iter()
            .map(|line| line.split_once(' ').unwrap())
            .unzip();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
        lines.into_iter().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn hooks_see_every_attempt_and_the_final_error() {
    let log = Log::default();
    let script = Script::always(503, "");
    let client = script
        .builder()
        .hooks(log.clone())
        .max_retries(1)
        .build()
        .unwrap();
    client
        .update_user_metadata("user_1", &json!({ "public_metadata": {} }))
        .await
        .unwrap_err();
    let url = "https://api.clerk.com/v1/users/user_1/metadata";
    assert_eq!(
        log.lines(),
        [
            &format!("request 1 PATCH {url}"),
            "response 1 503",
            "retry 1 api_response_error 250ms",
            &format!("request 2 PATCH {url}"),
            "response 2 503",
            "error api_response_error 2",
        ]
    );
    client
        .update_user_metadata("user_1", &json!({}))
        .await
        .unwrap_err();
    assert_eq!(log.lines(), ["error invalid_params 0"]);
}

#[tokio::test]
async fn hooks_see_a_success() {
    let log = Log::default();
    let client = Script::always(200, USER)
        .builder()
        .hooks(log.clone())
        .build()
        .unwrap();
    client.get_user("user_1").await.unwrap();
    let request = "request 1 GET https://api.clerk.com/v1/users/user_1";
    assert_eq!(log.lines(), [request, "response 1 200", "success 200 1"]);
}

#[tokio::test]
async fn invalid_options_of_a_call_are_rejected() {
    let script = Script::always(200, USER);
    let error = script
        .client()
        .get_user("user_1")
        .timeout(Duration::ZERO)
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.path(), script.requests().len()),
        ("invalid_option", Some("timeout"), 0)
    );
}

#[tokio::test]
async fn without_a_timeout_nothing_is_waited_for() {
    let script = Script::always(200, USER);
    let client = script.builder().no_timeout().build().unwrap();
    assert_eq!(client.get_user("user_1").await.unwrap().id, "user_1");
}
