//! A backend with a clock and a journal, for tests.

use clerk_metadata_local::{Backend, Request, Response, Settings, SplitMix};
use serde_json::Value;

pub const KEY: &str = "sk_test_right";
pub const NOW: i64 = 1_700_000_000_000;

pub struct Server {
    pub backend: Backend,
    pub now: i64,
    pub lines: Vec<String>,
    numbers: SplitMix,
}

pub struct TestResponse {
    pub status: u16,
    pub body: Value,
    pub raw: Response,
}

impl Server {
    /// A server without rate limits.
    pub fn new() -> Server {
        Server::with(Settings {
            secret_key: Some(KEY.to_owned()),
            rate_limit: false,
            ..Settings::default()
        })
    }

    pub fn with(settings: Settings) -> Server {
        Server {
            backend: Backend::new(settings),
            now: NOW,
            lines: Vec::new(),
            numbers: SplitMix::new(1),
        }
    }

    pub fn send(&mut self, request: &Request) -> TestResponse {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let response = self
            .backend
            .handle(request, self.now, &mut random, &mut self.lines);
        TestResponse::new(response)
    }

    pub fn get(&mut self, url: &str) -> TestResponse {
        self.send(&request("GET", url, ""))
    }

    pub fn post(&mut self, body: &str) -> TestResponse {
        self.send(&request("POST", "/v1/users", body))
    }

    pub fn patch(&mut self, id: &str, body: &str) -> TestResponse {
        self.send(&request("PATCH", &format!("/v1/users/{id}/metadata"), body))
    }

    pub fn put(&mut self, id: &str, body: &str) -> TestResponse {
        self.send(&request("PUT", &format!("/v1/users/{id}/metadata"), body))
    }

    pub fn delete(&mut self, id: &str) -> TestResponse {
        self.send(&request("DELETE", &format!("/v1/users/{id}"), ""))
    }

    /// Creates a user as the host program.
    pub fn create(&mut self, body: &str) -> Value {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let user = self
            .backend
            .create(body, self.now, &mut random, &mut self.lines);
        clerk_metadata_local::json::parse(&user.unwrap(), 300).unwrap()
    }

    /// The JSON text of a metadata field of a user.
    pub fn metadata(&self, id: &str, field: &str) -> String {
        let user = clerk_metadata_local::json::parse(&self.backend.get(id).unwrap(), 300).unwrap();
        user[field].to_string()
    }
}

impl TestResponse {
    fn new(response: Response) -> TestResponse {
        // serde_json's parser would read some objects as numbers.
        let body = clerk_metadata_local::json::parse(&response.body, 300).unwrap();
        let trace = response.header("x-clerk-trace-id").unwrap();
        assert_eq!(trace.len(), 32);
        assert_eq!(response.header("content-type"), Some("application/json"));
        if response.status >= 400 {
            assert_eq!(body["clerk_trace_id"], trace);
            for error in body["errors"].as_array().unwrap() {
                for name in ["code", "message", "long_message"] {
                    assert!(!error[name].as_str().unwrap().is_empty(), "{name}: {body}");
                }
            }
        }
        TestResponse {
            status: response.status,
            body,
            raw: response,
        }
    }

    /// The code of the first error.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["code"].as_str().unwrap_or_default()
    }

    /// The code and the parameter name of each error.
    pub fn codes(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().unwrap().iter();
        errors
            .map(|error| {
                let name = error["meta"]["param_name"].as_str().unwrap_or_default();
                (error["code"].as_str().unwrap(), name)
            })
            .collect()
    }

    /// The IDs of a list of users.
    pub fn ids(&self) -> Vec<&str> {
        let users = self.body.as_array().unwrap().iter();
        users.map(|user| user["id"].as_str().unwrap()).collect()
    }
}

/// A request with the valid key, and with the content type of JSON if it has a body.
pub fn request(method: &str, url: &str, body: &str) -> Request {
    Request {
        authorization: Some(format!("Bearer {KEY}")),
        content_type: (!body.is_empty()).then(|| String::from("application/json")),
        api_version: Some(String::from("2026-05-12")),
        body: body.to_owned(),
        ..Request::new(method, url)
    }
}
