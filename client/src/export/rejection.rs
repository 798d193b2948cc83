//! Input that is rejected before anything is sent.

use clerk_metadata::core::Error as ErrorKind;
use clerk_metadata::core::text::{decimal, path};
use js_sys::{JSON, JsString};
use wasm_bindgen::{JsCast, JsValue};

/// Why the arguments of a call are rejected.
pub(super) struct Rejection {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) path: Option<String>,
    /// What code of the user threw.
    pub(super) cause: Option<JsValue>,
}

impl Rejection {
    /// The rejection of the value at a path.
    pub(super) fn at(path: String, code: &'static str, problem: Problem) -> Rejection {
        let (reason, code, cause) = match problem {
            Problem::Invalid(reason) => (reason, code, None),
            Problem::TooDeep => (ErrorKind::too_deep().message(), "too_deep", None),
            Problem::Thrown(thrown) => {
                let reason = "reading the value threw an error, which is the cause of this error.";
                (reason.to_owned(), code, Some(thrown))
            }
        };
        Rejection {
            code,
            message: [&path, ": ", &reason].concat(),
            path: Some(path),
            cause,
        }
    }
}

impl From<ErrorKind> for Rejection {
    fn from(kind: ErrorKind) -> Rejection {
        Rejection {
            code: kind.code(),
            message: kind.message(),
            path: kind.path().map(str::to_owned),
            cause: None,
        }
    }
}

/// What is wrong with a value.
pub(super) enum Problem {
    /// The reason and the fix.
    Invalid(String),
    TooDeep,
    /// Code of the user threw this while the value was read.
    Thrown(JsValue),
}

impl Problem {
    pub(super) fn invalid(reason: &str) -> Problem {
        Problem::Invalid(reason.to_owned())
    }
}

impl From<JsValue> for Problem {
    fn from(thrown: JsValue) -> Problem {
        Problem::Thrown(thrown)
    }
}

/// The keys and indices that lead to a value.
#[derive(Default)]
pub(super) struct ValuePath(Vec<Segment>);

enum Segment {
    /// A string of JavaScript, which is converted only for an error.
    Key(JsValue),
    Index(u32),
}

impl ValuePath {
    pub(super) fn of(name: &str) -> ValuePath {
        ValuePath(vec![Segment::Key(JsValue::from_str(name))])
    }

    pub(super) fn push_key(&mut self, key: &JsValue) {
        self.0.push(Segment::Key(key.clone()));
    }

    pub(super) fn push_index(&mut self, index: u32) {
        self.0.push(Segment::Index(index));
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    pub(super) fn ends_with_key(&self) -> bool {
        matches!(self.0.last(), Some(Segment::Key(_)))
    }

    /// The last key or index, as `toJSON()` gets it.
    pub(super) fn last(&self) -> JsValue {
        match self.0.last() {
            Some(Segment::Key(key)) => key.clone(),
            Some(Segment::Index(index)) => index.to_string().into(),
            None => JsValue::UNDEFINED,
        }
    }

    /// The path as JavaScript writes it, such as `publicMetadata.list[1].v`.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for segment in &self.0 {
            match segment {
                Segment::Index(index) => {
                    text.push('[');
                    decimal::push(&mut text, f64::from(*index));
                    text.push(']');
                }
                Segment::Key(key) => {
                    let key = key_text(key.unchecked_ref());
                    if !text.is_empty() && !key.starts_with('[') {
                        text.push('.');
                    }
                    text.push_str(&key);
                }
            }
        }
        text
    }
}

/// A key as a path contains it. Rust's strings cannot contain an unpaired surrogate, but its escape.
fn key_text(key: &JsString) -> String {
    match JSON::stringify(key) {
        Ok(json) if !key.is_valid_utf16() => ["[", &String::from(json), "]"].concat(),
        _ => path::of(&[&String::from(key)]),
    }
}
