//! reqwest against a real server on loopback.

use std::time::Duration;

use clerk_metadata_client::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::{SECRET_KEY, USER};

/// Serves one connection after another with these texts; the last one stays open. Returns the URL and the requests.
async fn serve(responses: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = tokio::spawn(async move {
        let mut requests = Vec::new();
        for response in responses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut received = Vec::new();
            while !is_complete(&received) {
                let mut buffer = [0; 4096];
                let length = stream.read(&mut buffer).await.unwrap();
                received.extend(&buffer[..length]);
            }
            requests.push(String::from_utf8(received).unwrap());
            stream.write_all(response.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
        requests
    });
    (url, requests)
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap_or("0");
    body.len() >= length.parse::<usize>().unwrap()
}

fn http(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn client(url: &str) -> Client {
    Client::builder()
        .secret_key(SECRET_KEY)
        .api_url(url)
        .build()
        .unwrap()
}

#[tokio::test]
async fn sends_the_request_and_reads_the_response() {
    let (url, requests) = serve(vec![http("200 OK", USER)]).await;
    let params = serde_json::json!({ "public_metadata": { "plan": "größe" } });
    let user = client(&url)
        .update_user_metadata("user_1", &params)
        .await
        .unwrap();
    assert_eq!(user.first_name.as_deref(), Some("Ada"));
    let request = &requests.await.unwrap()[0];
    assert!(
        request.starts_with("PATCH /v1/users/user_1/metadata HTTP/1.1\r\n"),
        "{request}"
    );
    for header in [
        &format!("authorization: Bearer {SECRET_KEY}"),
        "content-type: application/json",
        "clerk-api-version: ",
    ] {
        assert!(request.contains(header), "{request}");
    }
    assert!(
        request.ends_with(r#"{"public_metadata":{"plan":"größe"}}"#),
        "{request}"
    );
}

#[tokio::test]
async fn an_error_response_and_a_broken_one() {
    let body = r#"{"errors":[{"code":"resource_not_found","message":"not found"}]}"#;
    let (url, _) = serve(vec![http("404 Not Found", body)]).await;
    let error = client(&url).get_user("user_1").await.unwrap_err();
    assert_eq!(
        (error.status(), error.api_errors()[0].code.as_str()),
        (Some(404), "resource_not_found")
    );
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned();
    let (url, _) = serve(vec![cut]).await;
    let error = client(&url)
        .get_user("user_1")
        .max_retries(0)
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        ("connection_failed", Some(200))
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url)
        .get_user("user_1")
        .max_retries(0)
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.status(), error.attempts()),
        ("connection_failed", None, 1)
    );
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .is::<reqwest::Error>()
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (target, requests) = serve(vec![http("200 OK", USER)]).await;
    let redirect = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let (url, _) = serve(vec![redirect]).await;
    let error = client(&url).get_user("user_1").await.unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        ("unexpected_response", Some(307))
    );
    assert!(!requests.is_finished());
    requests.abort();
}

#[tokio::test]
async fn a_server_that_does_not_respond_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let error = client(&url)
        .get_user("user_1")
        .timeout(Duration::from_millis(50))
        .max_retries(0)
        .await
        .unwrap_err();
    assert_eq!((error.code(), error.status()), ("timeout", None));
}

#[test]
fn without_a_runtime_it_says_so() {
    let call = client("http://127.0.0.1:9")
        .get_user("user_1")
        .with_response();
    let error = futures_util::FutureExt::now_or_never(call)
        .unwrap()
        .unwrap_err();
    assert!(error.to_string().contains("tokio"), "{error}");
}
