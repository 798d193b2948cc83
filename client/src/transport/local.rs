//! The local Backend API as a transport, in the same process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clerk_metadata_json::json;
use clerk_metadata_local::{Backend, Membership, Organization, Request, Settings, SplitMix, wire};

use crate::maybe_send::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// The time at which the clock of a new backend starts: 2026-01-01, in milliseconds since 1970.
const STARTS_AT_MS: i64 = 1_767_225_600_000;

/// The local Backend API without a server, for tests. Its clock starts at 2026-01-01 and moves only with
/// [`advance`](LocalBackend::advance) and with the waits before retries, which take no real time. Clones share their
/// users.
///
/// ```
/// use clerk_metadata_client::{Client, LocalBackend, public_metadata};
/// use serde_json::json;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let backend = LocalBackend::new();
/// backend.create_user(&json!({ "id": "user_ada", "public_metadata": { "plan": "free" } }))?;
/// let client = Client::builder().secret_key("sk_test_any").transport(backend.clone()).build()?;
///
/// client.update_user_metadata("user_ada", &public_metadata(json!({ "plan": "pro" }))).await?;
/// assert!(backend.user_json("user_ada").is_some_and(|user| user.contains(r#""public_metadata":{"plan":"pro"}"#)));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct LocalBackend(Arc<Mutex<State>>);

struct State {
    backend: Backend,
    now_ms: i64,
    random: SplitMix,
}

impl Default for LocalBackend {
    fn default() -> LocalBackend {
        LocalBackend::new()
    }
}

impl LocalBackend {
    /// A backend without users that accepts every secret key and has no rate limits.
    ///
    /// ```
    /// let backend = clerk_metadata_client::LocalBackend::new();
    /// assert_eq!(backend.user_json("user_ada"), None);
    /// ```
    #[must_use]
    pub fn new() -> LocalBackend {
        LocalBackend::with_settings(Settings {
            rate_limit: false,
            ..Settings::default()
        })
    }

    /// A backend without users, with these settings.
    ///
    /// ```
    /// use clerk_metadata_client::{LocalBackend, LocalBackendSettings};
    ///
    /// let settings = LocalBackendSettings { rate_limit: true, ..LocalBackendSettings::default() };
    /// let backend = LocalBackend::with_settings(settings);
    /// ```
    #[must_use]
    pub fn with_settings(settings: Settings) -> LocalBackend {
        let (backend, random) = (Backend::new(settings), SplitMix::new(1));
        LocalBackend(Arc::new(Mutex::new(State {
            backend,
            now_ms: STARTS_AT_MS,
            random,
        })))
    }

    /// Creates a user from JSON as the Backend API writes it (`first_name`, `public_metadata`, …). Returns the user ID.
    ///
    /// ```
    /// let backend = clerk_metadata_client::LocalBackend::new();
    /// let id = backend.create_user(&serde_json::json!({ "first_name": "Ada" }))?;
    /// assert!(backend.user_json(&id).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TransportError`] with what is wrong with the user.
    pub fn create_user(&self, user: &impl serde::Serialize) -> Result<String, TransportError> {
        let user = serde_json::to_string(user).map_err(TransportError::from_error)?;
        let state = &mut *self.state();
        let mut journal: Vec<String> = Vec::new();
        let mut random = || state.random.next_u64();
        created_id(
            state
                .backend
                .create(&user, state.now_ms, &mut random, &mut journal),
        )
    }

    /// Creates an organization from JSON as the Backend API writes it (`name`, `slug`, `public_metadata`, …). Returns
    /// its ID.
    ///
    /// ```
    /// use clerk_metadata_client::LocalBackend;
    /// use serde_json::json;
    ///
    /// let backend = LocalBackend::new();
    /// backend.create_user(&json!({ "id": "user_ada" }))?;
    /// backend.create_organization(&json!({ "id": "org_acme", "name": "Acme" }))?;
    /// backend.create_membership("org_acme", &json!({ "user_id": "user_ada", "role": "org:admin" }))?;
    /// assert!(backend.membership_json("org_acme", "user_ada").is_some_and(|json| json.contains(r#""role":"org:admin""#)));
    /// # Ok::<(), clerk_metadata_client::TransportError>(())
    /// ```
    ///
    /// # Errors
    /// [`TransportError`] with what is wrong with the organization.
    pub fn create_organization(
        &self,
        organization: &impl serde::Serialize,
    ) -> Result<String, TransportError> {
        let organization =
            serde_json::to_string(organization).map_err(TransportError::from_error)?;
        let state = &mut *self.state();
        let mut random = || state.random.next_u64();
        created_id(state.backend.create_organization(
            &organization,
            state.now_ms,
            &mut random,
            &mut (),
        ))
    }

    /// Adds a user to an organization, from JSON with `user_id`, `role` and metadata. Returns the ID of the
    /// membership.
    ///
    /// # Errors
    /// [`TransportError`] with what is wrong with the membership.
    pub fn create_membership(
        &self,
        organization_id: &str,
        membership: &impl serde::Serialize,
    ) -> Result<String, TransportError> {
        let membership = serde_json::to_string(membership).map_err(TransportError::from_error)?;
        let state = &mut *self.state();
        let mut random = || state.random.next_u64();
        created_id(state.backend.create_membership(
            organization_id,
            &membership,
            state.now_ms,
            &mut random,
            &mut (),
        ))
    }

    /// The stored organization as the Backend API writes it; `None` if there is none.
    #[must_use]
    pub fn organization_json(&self, id: &str) -> Option<String> {
        self.state().backend.json_of::<Organization>(id)
    }

    /// The stored membership as the Backend API writes it; `None` if there is none.
    #[must_use]
    pub fn membership_json(&self, organization_id: &str, user_id: &str) -> Option<String> {
        let key = (organization_id, user_id);
        self.state().backend.json_of::<Membership>(key)
    }

    /// The stored user as the Backend API writes it; `None` if there is none.
    ///
    /// ```
    /// let backend = clerk_metadata_client::LocalBackend::new();
    /// backend.create_user(&serde_json::json!({ "id": "user_ada" }))?;
    /// assert!(backend.user_json("user_ada").is_some_and(|json| json.contains(r#""id":"user_ada""#)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn user_json(&self, id: &str) -> Option<String> {
        self.state().backend.store().get(id).map(wire::user)
    }

    /// Moves the clock on, for rate limits and dates.
    ///
    /// ```
    /// use clerk_metadata_client::{LocalBackend, Transport};
    ///
    /// let backend = LocalBackend::new();
    /// let before = backend.now_ms();
    /// backend.advance(std::time::Duration::from_secs(10));
    /// assert_eq!(backend.now_ms() - before, 10_000.0);
    /// ```
    pub fn advance(&self, duration: Duration) {
        let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let mut state = self.state();
        state.now_ms = state.now_ms.saturating_add(milliseconds);
    }

    fn handle(&self, request: &Request) -> clerk_metadata_local::Response {
        let state = &mut *self.state();
        let mut journal: Vec<String> = Vec::new();
        let mut random = || state.random.next_u64();
        state
            .backend
            .handle(request, state.now_ms, &mut random, &mut journal)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The ID of a created resource.
fn created_id(
    created: Result<String, clerk_metadata_local::RequestError>,
) -> Result<String, TransportError> {
    match created {
        Ok(resource) => Ok(json::member(&resource, "id")
            .map_or_else(String::new, |id| json::unescape(id.trim_matches('"')))),
        Err(error) => {
            let texts = error.errors.iter().map(|item| item.long_message.as_str());
            Err(TransportError::new(texts.collect::<Vec<_>>().join(" ")))
        }
    }
}

impl Transport for LocalBackend {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let header = |name| {
            let found = request.headers.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.clone())
        };
        let response = self.handle(&Request {
            authorization: header("authorization"),
            content_type: header("content-type"),
            api_version: header("clerk-api-version"),
            body: request.body.clone().unwrap_or_default(),
            ..Request::new(request.method, &request.url)
        });
        let mut sent = HttpResponse::new(response.status, response.body);
        for (name, value) in &response.headers {
            sent = sent.header(name, value);
        }
        Box::pin(std::future::ready(Ok(sent)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.advance(duration) })
    }

    fn now_ms(&self) -> f64 {
        self.state().now_ms as f64
    }

    fn random(&self) -> f64 {
        (self.state().random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
