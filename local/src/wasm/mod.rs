//! The JavaScript binding: conversions only.
//!
//! One object stands for one backend. None of the host's code runs inside: a change is prepared, the
//! host writes its line, in as long as it takes, and then commits it (`pendingLine`, `commit`, `fail`).
//! One change is pending at a time; requests that change nothing may come in between.

mod convert;
mod fetch;

use clerk_metadata::core::limits::MAX_DEPTH;
use wasm_bindgen::prelude::*;

use crate::backend::Backend;
use crate::errors::Refusal;
use crate::journal::{Replay, compacted};
use crate::merge_and_diff;
use crate::pending::{Pending, Prepared};
use crate::random::SplitMix;
use crate::request::MAX_BODY_BYTES;
use crate::response::Response;
use convert::{GivenRequest, GivenSettings, Lines, Loaded, Page};

/// The size of a piece of the data file, in bytes, and of a page of users.
const PIECE_BYTES: usize = 1024 * 1024;

/// About what a small user takes in memory.
const USER_BYTES: usize = 1024;

/// Lets the memory grow once by as much as will soon be needed. It would grow by a page of 64 KB
/// at a time, and in Node a thousand such steps took half of the time of loading a file.
fn reserve(bytes: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(
        bytes.min(MAX_RESERVE_BYTES),
    )));
}

/// More is not taken at once: the host may have no room for what is only a guess.
const MAX_RESERVE_BYTES: usize = 64 * 1024 * 1024;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// A local Backend API: its users, its limits, its rules.
#[wasm_bindgen]
pub struct LocalBackend {
    backend: Backend,
    numbers: SplitMix,
    replay: Option<Replay>,
    pending: Option<Waiting>,
}

/// A change whose line is being written; the trace ID is that of its request, if it has one.
struct Waiting {
    pending: Pending,
    trace_id: Option<String>,
}

#[wasm_bindgen]
impl LocalBackend {
    /// `settings`: `{ secretKey?: string, rateLimit?: boolean }`, or nothing.
    ///
    /// Without `secretKey`, any key that begins with `sk_` is accepted. `rateLimit` is on unless it is
    /// `false`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<LocalBackend, JsValue> {
        let given = GivenSettings::from_js(settings)?;
        let mut seed = [0; 8];
        get_random_values(&mut seed)?;
        Ok(LocalBackend {
            backend: Backend::new(given.into()),
            numbers: SplitMix::new(u64::from_le_bytes(seed)),
            replay: None,
            pending: None,
        })
    }

    /// Responds to a request: `{ method, url, authorization?, contentType?, apiVersion?, body? }`, all
    /// strings; `url` may be whole or begin with its path. Returns
    /// `{ status: number, headers: [name, value][], body: string }`, and `undefined` if a change is
    /// pending: `commit` or `fail` returns the response then. It throws only where the request is no
    /// such object.
    pub fn handle(&mut self, request: JsValue, now_ms: f64) -> Result<JsValue, JsValue> {
        let request = GivenRequest::from_js(request)?;
        let numbers = &mut self.numbers;
        let prepared = self
            .backend
            .prepare(&request.into(), convert::millis(now_ms), &mut || {
                numbers.next_u64()
            });
        match prepared {
            Prepared::Done(response) => convert::to_js(&response),
            Prepared::Change { trace_id, pending } => {
                self.pending = Some(Waiting {
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
    /// have milliseconds for any time, and name no identifier.
    ///
    /// Throws `{ status, message, errors }`, where `errors` is that of the response.
    pub fn create(&mut self, body: &str, now_ms: f64) -> Result<(), JsValue> {
        let numbers = &mut self.numbers;
        let now_ms = convert::millis(now_ms);
        let pending = self
            .backend
            .prepare_create(body, now_ms, &mut || numbers.next_u64())
            .map_err(convert::refusal)?;
        self.wait_for(pending);
        Ok(())
    }

    /// The line of the pending change, without its newline.
    #[wasm_bindgen(js_name = pendingLine)]
    pub fn pending_line(&self) -> Option<String> {
        self.pending.as_ref().map(|waiting| waiting.pending.line())
    }

    /// Makes the pending change, whose line is written. Returns the response to its request, and
    /// the body alone if there was no request.
    pub fn commit(&mut self) -> Result<JsValue, JsValue> {
        let Some(Waiting { pending, trace_id }) = self.pending.take() else {
            return Err(JsError::new("no change is pending").into());
        };
        let body = self.backend.commit(pending);
        match trace_id {
            Some(trace_id) => convert::to_js(&Response::json(200, &trace_id, body)),
            None => Ok(JsValue::from_str(&body)),
        }
    }

    /// Drops the pending change, whose line is not written. Returns the response to its request;
    /// if there was no request, throws as `create` does.
    pub fn fail(&mut self, reason: &str) -> Result<JsValue, JsValue> {
        let refusal = Refusal::data_file(reason);
        match self.pending.take().and_then(|waiting| waiting.trace_id) {
            Some(trace_id) => convert::to_js(&refusal.response(&trace_id)),
            None => Err(convert::refusal(refusal)),
        }
    }

    fn wait_for(&mut self, pending: Pending) {
        self.pending = Some(Waiting {
            pending,
            trace_id: None,
        });
    }

    /// The JSON text of a user; `undefined` where there is none.
    pub fn get(&self, id: &str) -> Option<String> {
        self.backend.get(id)
    }

    /// A page of users, oldest first: `{ users: string, next?: number }`, where `users` is the
    /// JSON text of an array. Begin with `from` 0, go on with `next` until it is `undefined`.
    pub fn list(&self, from: f64) -> Result<JsValue, JsValue> {
        convert::to_js(&Page::of(self.backend.store(), convert::number(from)))
    }

    /// Prepares the removal of a user, and tells whether there is one.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(pending) = self.backend.prepare_remove(id) else {
            return false;
        };
        self.wait_for(pending);
        true
    }

    /// Prepares the removal of everyone.
    pub fn clear(&mut self) {
        self.wait_for(Backend::prepare_clear());
    }

    /// How many users there are.
    pub fn count(&self) -> usize {
        self.backend.store().len()
    }

    /// Prepares one of the first `count` of an endless list of plausible users, the same ones every
    /// time: the first from the index `from` on that is not there yet. Returns its index, and
    /// `undefined` if all are there.
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
        self.wait_for(pending);
        u32::try_from(index).ok()
    }

    /// Reads the next bytes of a data file; they may end anywhere. The users of before stay until
    /// `loadEnd`. Throws an `Error` that says what is wrong with the file, without its path.
    pub fn load(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let mut replay = self.replay.take().unwrap_or_default();
        reserve(bytes.len().saturating_mul(2));
        replay.feed(bytes)?;
        self.replay = Some(replay);
        Ok(())
    }

    /// Ends the data file, and takes its users in the place of all others. Gives
    /// `{ torn: boolean }`: whether a torn last line was left out. Write the file anew from
    /// `compacted` before a line is added to it.
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
        })
    }

    /// A piece of a data file that holds all users and no history:
    /// `{ lines: string, next?: number }`. Begin with `from` 0, whose lines have the header, and
    /// go on with `next` until it is `undefined`. Lines of changes that are made meanwhile go
    /// behind the last piece.
    pub fn compacted(&self, from: f64) -> Result<JsValue, JsValue> {
        let piece = compacted(self.backend.store(), convert::number(from), PIECE_BYTES);
        convert::to_js(&Lines::from(piece))
    }

    /// The largest body of a request, in bytes; a server may stop reading there.
    #[wasm_bindgen(js_name = maxBodyBytes)]
    pub fn max_body_bytes() -> usize {
        MAX_BODY_BYTES
    }

    /// How deep metadata may nest.
    #[wasm_bindgen(js_name = maxDepth)]
    pub fn max_depth() -> usize {
        MAX_DEPTH
    }
}

/// What the endpoint would store, as JSON text. Throws `{ code, path?, message }`.
#[wasm_bindgen(js_name = mergeMetadata)]
pub fn merge_metadata(current: &str, patch: &str) -> Result<String, JsValue> {
    merge_and_diff::merged(current, patch).map_err(convert::input_error)
}

/// The smallest patch that makes `desired` of `current`, as JSON text. Throws as `mergeMetadata`
/// does.
#[wasm_bindgen(js_name = diffMetadata)]
pub fn diff_metadata(current: &str, desired: &str) -> Result<String, JsValue> {
    merge_and_diff::difference(current, desired).map_err(convert::input_error)
}
