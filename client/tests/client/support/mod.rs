//! A transport that a test scripts, with a clock of its own.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clerk_metadata_client::{
    BoxFuture, Client, ClientBuilder, HttpRequest, HttpResponse, Transport, TransportError,
};

pub const SECRET_KEY: &str = "sk_test_hidden";
pub const USER: &str = r#"{"object":"user","id":"user_1","first_name":"Ada"}"#;

/// Responds by a function of the request and the number of the attempt, from 1. Waits take no real time and are
/// recorded.
#[derive(Clone)]
pub struct Script(Arc<Inner>);

type Respond = dyn Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError> + Send + Sync;

struct Inner {
    respond: Box<Respond>,
    requests: Mutex<Vec<HttpRequest>>,
    waits: Mutex<Vec<Duration>>,
}

impl Script {
    pub fn new(
        respond: impl Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError>
        + Send
        + Sync
        + 'static,
    ) -> Script {
        let (requests, waits) = (Mutex::default(), Mutex::default());
        Script(Arc::new(Inner {
            respond: Box::new(respond),
            requests,
            waits,
        }))
    }

    /// Responds with a status and a body each time.
    pub fn always(status: u16, body: &'static str) -> Script {
        Script::new(move |_, _| Ok(HttpResponse::new(status, body)))
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .secret_key(SECRET_KEY)
            .transport(self.clone())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.0.requests.lock().unwrap().clone()
    }

    pub fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let attempt = {
            let mut requests = self.0.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len()
        };
        let response = (self.0.respond)(request, attempt);
        Box::pin(std::future::ready(response))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.0.waits.lock().unwrap().push(duration) })
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.0
    }
}

/// A fixture that the npm package's tests read too.
pub fn fixture(name: &str) -> Vec<serde_json::Value> {
    let path = format!(
        "{}/../tests/fixtures/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
