//! The JavaScript binding: conversions only.
//!
//! One object stands for one backend. The host function that is called from inside, `append`, is
//! done when it returns: a promise would not be awaited. It must not call the object in turn.

mod convert;
mod fetch;
mod journal;

use clerk_metadata::core::limits::MAX_DEPTH;
use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::backend::Backend;
use crate::change;
use crate::journal::{Replay, compacted};
use crate::limits::MAX_BODY_BYTES;
use crate::random::SplitMix;
use convert::{GivenRequest, GivenSettings, Lines, Loaded, Page};
use journal::HostJournal;

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
}

#[wasm_bindgen]
impl LocalBackend {
    /// `settings`: `{ secretKey?: string, rateLimit?: boolean, seed?: number }`, or nothing.
    ///
    /// Without `secretKey` any key that begins with `sk_` is taken. `rateLimit` is on unless it is
    /// `false`. With `seed` the ids of new users are the same in every run; without it they begin
    /// with `crypto.getRandomValues`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<LocalBackend, JsValue> {
        let given = GivenSettings::from_js(settings)?;
        let seed = match given.seed {
            Some(seed) => seed.to_bits(),
            None => {
                let mut bytes = [0; 8];
                get_random_values(&mut bytes)?;
                u64::from_le_bytes(bytes)
            }
        };
        Ok(LocalBackend {
            backend: Backend::new(given.into()),
            numbers: SplitMix::new(seed),
            replay: None,
        })
    }

    /// Answers a request: `{ method, url, authorization?, contentType?, apiVersion?, body? }`, all
    /// strings; `url` may be whole or begin with its path. Gives
    /// `{ status: number, headers: [name, value][], body: string }`. It throws only where the
    /// request is no such object.
    ///
    /// `append(line)` is given each change before it is made, as a line of the data file without
    /// its newline. Where it throws, the change is not made and the answer is a 500 with the
    /// message of what was thrown.
    pub fn handle(
        &mut self,
        request: JsValue,
        now_ms: f64,
        append: Option<Function>,
    ) -> Result<JsValue, JsValue> {
        let request = GivenRequest::from_js(request)?;
        let numbers = &mut self.numbers;
        let response = self.backend.handle(
            &request.into(),
            convert::millis(now_ms),
            &mut || numbers.next_u64(),
            &mut HostJournal(append),
        );
        convert::to_js(&response)
    }

    /// Makes a user from the JSON text of a `POST /v1/users` body, with snake_case names, and
    /// gives the user's JSON text. The body may also have `id`, `external_accounts` (each of
    /// `provider` and `provider_user_id`), `updated_at`, `last_sign_in_at` and `last_active_at`,
    /// have milliseconds for any time, and name no identifier.
    ///
    /// Throws `{ status, message, errors }`, where `errors` is that of the answer.
    pub fn create(
        &mut self,
        body: &str,
        now_ms: f64,
        append: Option<Function>,
    ) -> Result<String, JsValue> {
        let numbers = &mut self.numbers;
        let mut journal = HostJournal(append);
        let now_ms = convert::millis(now_ms);
        self.backend
            .create(body, now_ms, &mut || numbers.next_u64(), &mut journal)
            .map_err(convert::refusal)
    }

    /// The JSON text of a user; `undefined` where there is none.
    pub fn get(&self, id: &str) -> Option<String> {
        self.backend.get(id)
    }

    /// A page of users, oldest first: `{ users: string, next?: number }`, where `users` is the
    /// JSON text of an array. Begin with `from` 0, go on with `next` until it is `undefined`.
    pub fn list(&self, from: f64, limit: Option<u32>) -> Result<JsValue, JsValue> {
        convert::to_js(&Page::of(
            self.backend.store(),
            convert::number(from),
            limit,
        ))
    }

    /// Removes a user, and tells whether there was one. Throws as `create` does.
    pub fn remove(&mut self, id: &str, append: Option<Function>) -> Result<bool, JsValue> {
        let removed = self.backend.remove(id, &mut HostJournal(append));
        removed.map(|user| user.is_some()).map_err(convert::refusal)
    }

    /// Removes everyone. Throws as `create` does.
    pub fn clear(&mut self, append: Option<Function>) -> Result<(), JsValue> {
        self.backend
            .clear(&mut HostJournal(append))
            .map_err(convert::refusal)
    }

    /// How many users there are.
    pub fn count(&self) -> usize {
        self.backend.store().len()
    }

    /// Adds the first `count` of an endless list of plausible users, the same ones every time.
    /// Those that are there already stay as they are. Gives how many are new. Throws as `create`
    /// does.
    pub fn seed(
        &mut self,
        count: u32,
        now_ms: f64,
        append: Option<Function>,
    ) -> Result<usize, JsValue> {
        let mut journal = HostJournal(append);
        reserve(
            usize::try_from(count)
                .unwrap_or(0)
                .saturating_mul(USER_BYTES),
        );
        self.backend
            .seed(u64::from(count), convert::millis(now_ms), &mut journal)
            .map_err(convert::refusal)
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

    /// The error for metadata that pkg/src/strict.js has rejected at `path`, as
    /// `{ code, path, message }`: for this reason, or because it nests too deep, or because it is
    /// no plain object.
    #[wasm_bindgen(js_name = rejectedMetadata)]
    pub fn rejected_metadata(path: &str, reason: Option<String>, deep: bool) -> JsValue {
        convert::rejected_metadata(path, reason.as_deref(), deep)
    }
}

/// What the endpoint would store, as JSON text. Throws `{ code, path?, message }`.
#[wasm_bindgen(js_name = mergeMetadata)]
pub fn merge_metadata(current: &str, patch: &str) -> Result<String, JsValue> {
    change::merged(current, patch).map_err(convert::input_error)
}

/// The smallest patch that makes `desired` of `current`, as JSON text. Throws as `mergeMetadata`
/// does.
#[wasm_bindgen(js_name = diffMetadata)]
pub fn diff_metadata(current: &str, desired: &str) -> Result<String, JsValue> {
    change::difference(current, desired).map_err(convert::input_error)
}
