//! Reads what the global `fetch` returned: a `Response`, or what a test tool returns instead. Every access can run code
//! of the user and goes through a binding that catches: an exception that unwinds wasm makes its instance unusable.

use js_sys::{Array, Function, JSON, Promise, Reflect, Symbol};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::transport::UnusableResponse;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = entries)]
    fn entries(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> bool;

    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(catch, constructor, js_class = Uint8Array)]
    fn of_buffer(buffer: &JsValue) -> Result<Bytes, JsValue>;
    #[wasm_bindgen(catch, constructor, js_class = Uint8Array)]
    fn of_view(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;
}

/// Why a response has no outcome.
pub(super) enum Failure {
    /// Something threw, or a promise rejected.
    Thrown(JsValue),
    /// The next attempt would fail in the same way.
    Unusable(UnusableResponse),
}

impl From<JsValue> for Failure {
    fn from(thrown: JsValue) -> Failure {
        Failure::Thrown(thrown)
    }
}

fn unusable<T>(problem: &'static str) -> Result<T, Failure> {
    Err(Failure::Unusable(UnusableResponse(problem)))
}

/// What a value settles to if it is a promise, or another object with `then()`. The promise of the user is not awaited
/// itself, because its `then()` may throw.
pub(super) async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, _| {
        // The function of a new promise does not throw.
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    });
    JsFuture::from(promise).await
}

fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
}

/// A method; `None` if the value is not an object, or has no such function.
fn method(object: &JsValue, name: &JsValue) -> Result<Option<Function>, JsValue> {
    if !object.is_object() && !object.is_function() {
        return Ok(None);
    }
    Ok(Reflect::get(object, name)?.dyn_into().ok())
}

/// The status. Rejects a value that cannot be read as a response.
pub(super) fn status_of(fetched: &JsValue) -> Result<u16, Failure> {
    if let Some(problem) = problem_of_type(fetched) {
        return unusable(problem);
    }
    let status = get(fetched, "status")?;
    let is_ok = status.is_undefined() && get(fetched, "ok")? == JsValue::TRUE;
    let number = if is_ok { Some(200.0) } else { status.as_f64() };
    match number {
        Some(number) if number.fract() == 0.0 && (0.0..1000.0).contains(&number) => {
            Ok(number as u16)
        }
        _ => unusable("the returned value has no HTTP status"),
    }
}

/// What `fetch` returned, if it is no object.
fn problem_of_type(fetched: &JsValue) -> Option<&'static str> {
    if fetched.is_object() {
        return None;
    }
    Some(if fetched.is_undefined() {
        "it returned undefined"
    } else if fetched.is_null() {
        "it returned null"
    } else if fetched.is_string() {
        "it returned string"
    } else if fetched.is_function() {
        "it returned function"
    } else if fetched.is_symbol() {
        "it returned symbol"
    } else if fetched.is_bigint() {
        "it returned bigint"
    } else if fetched.as_bool().is_some() {
        "it returned boolean"
    } else {
        "it returned number"
    })
}

/// The headers: of `Headers`, a `Map`, a list of pairs, or an object. Their values may be lists.
pub(super) fn headers_of(fetched: &JsValue) -> Result<Vec<(String, String)>, Failure> {
    read_headers(fetched).or_else(|_| unusable("the headers cannot be read"))
}

fn read_headers(fetched: &JsValue) -> Result<Vec<(String, String)>, JsValue> {
    let headers = get(fetched, "headers")?;
    if !headers.is_object() {
        return Ok(Vec::new());
    }
    let pairs = match method(&headers, &Symbol::iterator())? {
        Some(_) => array_from(&headers)?,
        None => entries(&headers)?,
    };
    let mut texts = Vec::new();
    for pair in pairs {
        let (name, value) = (get(&pair, "0")?, get(&pair, "1")?);
        let number = value.as_f64().map(|number| number.to_string());
        let text = value.as_string().or(number);
        match (name.as_string(), text) {
            (Some(name), Some(text)) => texts.push((name, text)),
            // The client joins the values of a name.
            (Some(name), None) if Array::is_array(&value) => {
                let items = array_from(&value)?.into_iter();
                texts.extend(items.filter_map(|item| Some((name.clone(), item.as_string()?))));
            }
            _ => {}
        }
    }
    Ok(texts)
}

/// The body, which is read in chunks.
pub(super) enum Chunks {
    /// A body, its `getReader()` or `[Symbol.asyncIterator]()`, and the name of the method of what that returns.
    Unread {
        body: JsValue,
        start: Function,
        next: &'static str,
    },
    /// A reader or an async iterator, and its `read()` or `next()`.
    Source { source: JsValue, next: Function },
    /// A response without either, with `text()` or `json()`.
    Whole(JsValue),
    /// The body is read.
    End,
}

impl Chunks {
    /// The body of a response. Rejects one that cannot be read. Nothing is read yet.
    pub(super) fn of(fetched: &JsValue) -> Result<Chunks, Failure> {
        let body = get(fetched, "body")?;
        let is_set = |object: &JsValue, name| -> Result<bool, JsValue> {
            Ok(object.is_object() && get(object, name)?.is_truthy())
        };
        if get(fetched, "bodyUsed")? == JsValue::TRUE
            || is_set(&body, "locked")?
            || is_set(&body, "destroyed")?
            || is_set(&body, "readableDidRead")?
        {
            return unusable(
                "the body was already read. Return a new Response for each call, or a clone()",
            );
        }
        for (start, next) in [
            (JsValue::from_str("getReader"), "read"),
            (Symbol::async_iterator().into(), "next"),
        ] {
            if let Some(start) = method(&body, &start)? {
                return Ok(Chunks::Unread { body, start, next });
            }
        }
        if method(fetched, &"text".into())?.is_none() && method(fetched, &"json".into())?.is_none()
        {
            return unusable("the returned value has no body, text() or json()");
        }
        Ok(Chunks::Whole(fetched.clone()))
    }

    /// The next chunk, or `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let (source, next) = match std::mem::replace(self, Chunks::End) {
            Chunks::End => return Ok(None),
            Chunks::Whole(fetched) => return Ok(Some(text_of(&fetched).await?.into_bytes())),
            Chunks::Source { source, next } => (source, next),
            Chunks::Unread { body, start, next } => {
                let source = start.call0(&body)?;
                match method(&source, &next.into())? {
                    Some(next) => (source, next),
                    None => return unusable("the body cannot be read"),
                }
            }
        };
        let result = settled(&next.call0(&source)?).await?;
        if get(&result, "done")?.is_truthy() {
            return Ok(None);
        }
        let chunk = bytes_of(&get(&result, "value")?)?;
        *self = Chunks::Source { source, next };
        Ok(Some(chunk))
    }
}

/// The result of `text()`, or that of `json()` as text: the `text()` of a mock may throw or return nothing.
async fn text_of(fetched: &JsValue) -> Result<String, JsValue> {
    let json = method(fetched, &"json".into())?;
    if let Some(text) = method(fetched, &"text".into())? {
        let result = match text.call0(fetched) {
            Ok(result) => settled(&result).await,
            Err(thrown) => Err(thrown),
        };
        match result {
            Ok(text) if text.is_string() => return Ok(text.as_string().unwrap_or_default()),
            Err(thrown) if json.is_none() => return Err(thrown),
            _ => {}
        }
    }
    let Some(json) = json else {
        return Ok(String::new());
    };
    let value = settled(&json.call0(fetched)?).await?;
    // `undefined` has no JSON.
    let text: JsValue = JSON::stringify(&value)?.into();
    Ok(text.as_string().unwrap_or_default())
}

fn bytes_of(chunk: &JsValue) -> Result<Vec<u8>, Failure> {
    if let Some(text) = chunk.as_string() {
        return Ok(text.into_bytes());
    }
    let bytes = if is_view(chunk) {
        let (offset, length) = (get(chunk, "byteOffset")?, get(chunk, "byteLength")?);
        Bytes::of_view(&get(chunk, "buffer")?, &offset, &length)?
    } else if chunk.is_object() && get(chunk, "byteLength")?.as_f64().is_some() {
        Bytes::of_buffer(chunk)?
    } else {
        return unusable("the body contains a chunk that is neither bytes nor text");
    };
    Ok(bytes.unchecked_into::<js_sys::Uint8Array>().to_vec())
}
