//! A backend with a clock and a journal, for tests.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a test may fail, and not every test uses everything"
)]

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

pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub response: Response,
}

impl Server {
    /// Without rate limits.
    pub fn new() -> Server {
        Server::with(Settings {
            secret_key: Some(KEY.to_owned()),
            rate_limit: false,
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

    pub fn send(&mut self, request: &Request) -> Answer {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let response = self
            .backend
            .handle(request, self.now, &mut random, &mut self.lines);
        Answer::new(response)
    }

    pub fn get(&mut self, url: &str) -> Answer {
        self.send(&request("GET", url, ""))
    }

    pub fn post(&mut self, body: &str) -> Answer {
        self.send(&request("POST", "/v1/users", body))
    }

    pub fn patch(&mut self, id: &str, body: &str) -> Answer {
        self.send(&request("PATCH", &format!("/v1/users/{id}/metadata"), body))
    }

    pub fn put(&mut self, id: &str, body: &str) -> Answer {
        self.send(&request("PUT", &format!("/v1/users/{id}/metadata"), body))
    }

    pub fn delete(&mut self, id: &str) -> Answer {
        self.send(&request("DELETE", &format!("/v1/users/{id}"), ""))
    }

    /// Makes a user as the host may.
    pub fn create(&mut self, body: &str) -> Value {
        let numbers = &mut self.numbers;
        let mut random = || numbers.next_u64();
        let user = self
            .backend
            .create(body, self.now, &mut random, &mut self.lines);
        clerk_metadata_local::json::parse(&user.unwrap(), 300).unwrap()
    }

    /// The text of a metadata field, as the answer has it.
    pub fn metadata(&self, id: &str, field: &str) -> String {
        let user = clerk_metadata_local::json::parse(&self.backend.get(id).unwrap(), 300).unwrap();
        user[field].to_string()
    }
}

impl Answer {
    fn new(response: Response) -> Answer {
        // serde_json's own reader would take some objects for numbers.
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
        Answer {
            status: response.status,
            body,
            response,
        }
    }

    /// The code of the first error.
    pub fn code(&self) -> &str {
        self.body["errors"][0]["code"].as_str().unwrap_or_default()
    }

    pub fn codes(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().unwrap().iter();
        errors
            .map(|error| {
                let name = error["meta"]["param_name"].as_str().unwrap_or_default();
                (error["code"].as_str().unwrap(), name)
            })
            .collect()
    }

    /// The ids of a list of users.
    pub fn ids(&self) -> Vec<&str> {
        let users = self.body.as_array().unwrap().iter();
        users.map(|user| user["id"].as_str().unwrap()).collect()
    }
}

/// A request with the right key, and JSON where there is a body.
pub fn request(method: &str, url: &str, body: &str) -> Request {
    Request {
        authorization: Some(format!("Bearer {KEY}")),
        content_type: (!body.is_empty()).then(|| String::from("application/json")),
        api_version: Some(String::from("2026-05-12")),
        body: body.to_owned(),
        ..Request::new(method, url)
    }
}
