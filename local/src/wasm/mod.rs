//! The JavaScript binding: conversions only.
//!
//! One object represents one backend. It never calls host code: a change is prepared, the host writes its
//! line, which may take any time, and then commits it (`pendingLine`, `commit`, `fail`). Only one change is
//! pending at a time. Requests that change nothing may be handled in between.

mod convert;
mod fetch;
mod organizations;

use clerk_metadata::core::limits::MAX_DEPTH;
use wasm_bindgen::prelude::*;

use crate::backend::Backend;
use crate::errors::RequestError;
use crate::failure;
use crate::journal::{Replay, compacted};
use crate::merge_and_diff;
use crate::params::Source;
use crate::pending::{Committed, PendingChange, Prepared};
use crate::random::{SplitMix, trace_id};
use crate::request::MAX_BODY_BYTES;
use crate::response::Response;
use crate::returned;
use crate::user::User;
use convert::{FileChunk, Loaded, Page, RequestInput, SettingsInput};

/// The size of a chunk of the data file, in bytes.
const CHUNK_BYTES: usize = 1024 * 1024;

/// The approximate size of a small user in memory, in bytes.
const USER_BYTES: usize = 1024;

/// The approximate size in memory of a byte of a data file with small users.
const MEMORY_PER_FILE_BYTE: usize = 4;

/// Grows the memory once by the size that will be needed soon. Otherwise it would grow in pages of 64 KB. In V8, each
/// step counts as an allocation that can start a garbage collection: thousands of them took two thirds of the time of
/// loading a file. Memory that is reserved and not used takes no physical memory.
fn reserve(bytes: usize) {
    let mut memory = Vec::<u8>::new();
    // Without the reservation, what is needed may still fit.
    memory.try_reserve_exact(bytes.min(MAX_RESERVE_BYTES)).ok();
    drop(std::hint::black_box(memory));
}

/// Upper bound of a reservation: the size is an estimate, and the host may be short of memory.
const MAX_RESERVE_BYTES: usize = 64 * 1024 * 1024;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// A local Backend API with its users and rate limits.
#[wasm_bindgen]
pub struct LocalBackend {
    backend: Backend,
    numbers: SplitMix,
    replay: Option<Replay>,
    pending: Option<PendingWrite>,
}

/// A change whose line is being written. `trace_id` is set if an HTTP request caused the change.
struct PendingWrite {
    pending: PendingChange,
    trace_id: Option<String>,
}

#[wasm_bindgen]
impl LocalBackend {
    /// `settings`: `{ secretKey?: string, rateLimit?: boolean, rateLimits?: RateLimitsInput }`, or `undefined`.
    ///
    /// Without `secretKey`, every key that starts with `sk_` is accepted. `rateLimit` defaults to `false`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<LocalBackend, JsValue> {
        let settings = SettingsInput::from_js(settings)?;
        let mut seed = [0; 8];
        get_random_values(&mut seed)?;
        Ok(LocalBackend {
            backend: Backend::new(settings.into()),
            numbers: SplitMix::new(u64::from_le_bytes(seed)),
            replay: None,
            pending: None,
        })
    }

    /// Responds to a request: `{ method, url, authorization?, contentType?, apiVersion?, body? }`, all
    /// strings; `url` may be absolute or start with its path. Returns
    /// `{ status: number, headers: [name, value][], body: string }`, or `undefined` if a change is
    /// pending: then `commit` or `fail` returns the response. Throws only if the request is not such an
    /// object.
    pub fn handle(&mut self, request: JsValue, now_ms: f64) -> Result<JsValue, JsValue> {
        let request = RequestInput::from_js(request)?;
        let numbers = &mut self.numbers;
        let prepared = self
            .backend
            .prepare(&request.into(), convert::millis(now_ms), &mut || {
                numbers.next_u64()
            });
        match prepared {
            Prepared::Response(response) => convert::to_js(&response),
            Prepared::Change { trace_id, pending } => {
                self.pending = Some(PendingWrite {
                    pending,
                    trace_id: Some(trace_id),
                });
                Ok(JsValue::UNDEFINED)
            }
        }
    }

    /// Prepares a user from the JSON text of a `POST /v1/users` body, with snake_case names;
    /// `commit` returns the user's JSON text. The body may also have `id`, `external_accounts` (each of
    /// `provider` and `provider_user_id`), `updated_at`, `last_sign_in_at` and `last_active_at`,
    /// use milliseconds for any time, and omit every identifier.
    ///
    /// Throws `{ status, message, errors }` with the `errors` of the response.
    pub fn create(&mut self, body: &str, now_ms: f64) -> Result<(), JsValue> {
        let numbers = &mut self.numbers;
        let now_ms = convert::millis(now_ms);
        let pending = self
            .backend
            .prepare_new::<User>((), body, Source::Host, now_ms, &mut || numbers.next_u64())
            .map_err(convert::request_error)?;
        self.set_pending(pending);
        Ok(())
    }

    /// Prepares an update of a user from the JSON text of a body, as that of `create`. Each given field
    /// replaces the stored one. Throws as `create` does, also if the user does not exist.
    pub fn update(&mut self, id: &str, body: &str, now_ms: f64) -> Result<(), JsValue> {
        let numbers = &mut self.numbers;
        let pending = self
            .backend
            .prepare_changed::<User>(id, body, Source::Host, convert::millis(now_ms), &mut || {
                numbers.next_u64()
            })
            .map_err(convert::request_error)?;
        self.set_pending(pending);
        Ok(())
    }

    /// Prepares a user from its JSON text, as the Backend API returns it or as `create` accepts it. Throws as
    /// `create` does.
    pub fn insert(&mut self, text: &str, now_ms: f64) -> Result<(), JsValue> {
        let numbers = &mut self.numbers;
        let pending = self
            .backend
            .prepare_insert(text, convert::millis(now_ms), &mut || numbers.next_u64())
            .map_err(convert::request_error)?;
        self.set_pending(pending);
        Ok(())
    }

    /// The response to a request, as in `handle`, that fails with a status. `retryAfter` is the value of the
    /// header `Retry-After`, in seconds.
    pub fn failure(
        &mut self,
        request: JsValue,
        status: u16,
        retry_after: Option<f64>,
    ) -> Result<JsValue, JsValue> {
        let request = RequestInput::from_js(request)?.into();
        let numbers = &mut self.numbers;
        let trace_id = trace_id(&mut || numbers.next_u64());
        let retry_after = retry_after.map(convert::millis);
        match failure::response(&request, status, retry_after, &trace_id) {
            Some(response) => convert::to_js(&response),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// The statuses that `failure` knows, as text for an error message.
    #[wasm_bindgen(js_name = failureStatuses)]
    pub fn failure_statuses() -> String {
        failure::STATUSES.to_owned()
    }

    /// Forgets the requests that were counted for the rate limits.
    #[wasm_bindgen(js_name = resetRateLimits)]
    pub fn reset_rate_limits(&mut self) {
        self.backend.reset_rate_limits();
    }

    /// The texts of the elements of a JSON array, or of the array `data` of a page; `undefined` if the text is neither.
    #[wasm_bindgen(js_name = listElements)]
    pub fn list_elements(text: &str) -> Option<Vec<String>> {
        let elements = returned::list_elements(text)?;
        Some(elements.into_iter().map(str::to_owned).collect())
    }

    /// Whether a user, an organization or a membership that the Backend API had returned was inserted, and then removed.
    #[wasm_bindgen(js_name = wasDeleted)]
    pub fn was_deleted(&self, id: &str) -> bool {
        self.backend.store().was_deleted(id)
    }

    /// The line of the pending change, without its newline.
    #[wasm_bindgen(js_name = pendingLine)]
    pub fn pending_line(&self) -> Option<String> {
        self.pending.as_ref().map(|write| write.pending.line())
    }

    /// Applies the pending line after it has been written. Returns `undefined` if the change has another one, which is
    /// then pending. Otherwise, returns the response to its request, or only the body if no request caused the change.
    pub fn commit(&mut self) -> Result<JsValue, JsValue> {
        let Some(PendingWrite { pending, trace_id }) = self.pending.take() else {
            return Err(JsError::new("no change is pending").into());
        };
        let body = match self.backend.commit(pending) {
            Committed::Body(body) => body,
            Committed::Next(pending) => {
                self.pending = Some(PendingWrite { pending, trace_id });
                return Ok(JsValue::UNDEFINED);
            }
        };
        match trace_id {
            Some(trace_id) => convert::to_js(&Response::json(200, &trace_id, body)),
            None => Ok(JsValue::from_str(&body)),
        }
    }

    /// Drops the pending change because its line could not be written. Returns the response to its request.
    /// If no request caused the change, throws as `create` does.
    pub fn fail(&mut self, reason: &str) -> Result<JsValue, JsValue> {
        let write = self.pending.take();
        let applied = write.as_ref().map_or(0, |write| write.pending.applied);
        let error = RequestError::data_file(reason, applied);
        match write.and_then(|write| write.trace_id) {
            Some(trace_id) => convert::to_js(&error.response(&trace_id)),
            None => Err(convert::request_error(error)),
        }
    }

    fn set_pending(&mut self, pending: PendingChange) {
        self.pending = Some(PendingWrite {
            pending,
            trace_id: None,
        });
    }

    /// The JSON text of a user, or `undefined` if the user does not exist.
    pub fn get(&self, id: &str) -> Option<String> {
        self.backend.get(id)
    }

    /// A page of users, oldest first: `{ items: string, next?: number }`, where `items` is the
    /// JSON text of an array. Start with `from` 0, and continue with `next` until it is `undefined`.
    pub fn list(&self, from: f64) -> Result<JsValue, JsValue> {
        convert::to_js(&Page::starting_at(
            self.backend.store(),
            convert::sequence_number(from),
        ))
    }

    /// Prepares the removal of a user. Returns whether the user exists.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(pending) = self.backend.prepare_remove(id) else {
            return false;
        };
        self.set_pending(pending);
        true
    }

    /// Prepares the removal of all users and memberships.
    pub fn clear(&mut self) {
        let pending = self.backend.prepare_clear();
        self.set_pending(pending);
    }

    /// The number of users.
    pub fn count(&self) -> usize {
        self.backend.store().len()
    }

    /// Prepares the first sample user with an index from `from` up to `count` that does not exist yet. The
    /// sample users are the same on every run. Returns the index, or `undefined` if all of them exist.
    pub fn seed(&mut self, from: u32, count: u32, now_ms: f64) -> Option<u32> {
        if from == 0 {
            reserve(
                usize::try_from(count)
                    .unwrap_or(0)
                    .saturating_mul(USER_BYTES),
            );
        }
        let indexes = u64::from(from)..u64::from(count);
        let (index, pending) = self
            .backend
            .prepare_seed(indexes, convert::millis(now_ms))?;
        self.set_pending(pending);
        u32::try_from(index).ok()
    }

    /// Reads the next bytes of a data file, which may end anywhere. The current users stay until
    /// `loadEnd`. Throws an `Error` that describes the problem, without the path of the file.
    pub fn load(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let mut replay = self.replay.take().unwrap_or_default();
        let read_bytes = replay.read_bytes().saturating_add(bytes.len());
        // As much as has been read, so that the number of steps grows with the logarithm of the size.
        reserve(read_bytes.saturating_mul(MEMORY_PER_FILE_BYTE));
        replay.feed(bytes)?;
        self.replay = Some(replay);
        Ok(())
    }

    /// Ends the data file, and replaces all users with those of the file. Returns
    /// `{ torn: boolean, isCompact: boolean }`: whether a torn last line was ignored, and whether the file has one line
    /// for each resource. If not, rewrite it from `compacted` before a line is appended to it.
    #[wasm_bindgen(js_name = loadEnd)]
    pub fn load_end(&mut self) -> Result<JsValue, JsValue> {
        let replayed = self
            .replay
            .take()
            .unwrap_or_default()
            .end()
            .map_err(JsError::from)?;
        self.backend.set_store(replayed.store);
        convert::to_js(&Loaded {
            torn: replayed.torn,
            is_compact: replayed.is_compact,
        })
    }

    /// A chunk of a compacted data file, which holds all users and no history:
    /// `{ lines: string, next?: number }`. Start with `from` 0, whose lines include the header, and
    /// continue with `next` until it is `undefined`. Write the lines of changes that happen in the
    /// meantime after the last chunk.
    pub fn compacted(&self, from: f64) -> Result<JsValue, JsValue> {
        let chunk = compacted(
            self.backend.store(),
            convert::sequence_number(from),
            CHUNK_BYTES,
        );
        convert::to_js(&FileChunk::from(chunk))
    }

    /// The maximum size of a request body, in bytes. A server may stop reading there.
    #[wasm_bindgen(js_name = maxBodyBytes)]
    pub fn max_body_bytes() -> usize {
        MAX_BODY_BYTES
    }

    /// The maximum nesting depth of metadata.
    #[wasm_bindgen(js_name = maxDepth)]
    pub fn max_depth() -> usize {
        MAX_DEPTH
    }
}

/// The metadata that the endpoint would store, as JSON text. Throws `{ code, path?, message }`.
#[wasm_bindgen(js_name = mergeMetadata)]
pub fn merge_metadata(current: &str, patch: &str) -> Result<String, JsValue> {
    merge_and_diff::merge_text(current, patch).map_err(convert::input_error)
}

/// The smallest patch that changes `current` into `desired`, as JSON text. Throws as `mergeMetadata`
/// does.
#[wasm_bindgen(js_name = diffMetadata)]
pub fn diff_metadata(current: &str, desired: &str) -> Result<String, JsValue> {
    merge_and_diff::diff_text(current, desired).map_err(convert::input_error)
}
