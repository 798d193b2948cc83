//! Shared by the tests: the fixtures, and random JSON.

pub mod declarations;
pub mod modules;

use std::fs;
use std::path::Path;

use clerk_metadata::core::options::config::CONTENT_TYPE;
use clerk_metadata::core::{Config, Error, Input, Operation, PreparedRequest};
use proptest::prelude::*;
use serde_json::{Map, Number, Value};

/// A request as the host sends it.
#[derive(Debug)]
pub struct SentRequest {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

/// The request of a call, assembled like in pkg/src/call.js.
pub fn sent(config: &Config, operation: &str, input: Input<'_>) -> Result<SentRequest, Error> {
    let PreparedRequest { method, path, body } =
        PreparedRequest::new(Operation::named(operation)?, &input)?;
    let mut headers = config.headers().to_vec();
    if body.is_some() {
        headers.push((CONTENT_TYPE.0, CONTENT_TYPE.1.to_owned()));
    }
    Ok(SentRequest {
        method,
        url: format!("{}{path}", config.base_url()),
        headers,
        body,
    })
}

/// The input of an operation on one user.
pub fn of_user(user_id: &str) -> Input<'_> {
    Input {
        user_id: Some(user_id),
        ..Input::default()
    }
}

/// A fixture file, parsed. Numbers are kept as written, and keys in order.
pub fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The cases of a fixture file, or of a list in one.
pub fn cases(list: &Value) -> &[Value] {
    let cases = list.as_array().unwrap();
    assert!(!cases.is_empty(), "a table without cases tests nothing");
    cases
}

/// A string in a case.
pub fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} of {case}"))
}

/// A key: one of a few, so that two values often have some in common. Some are special in JavaScript or in a path.
pub fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b", "c"]).prop_map(String::from),
        1 => prop::sample::select(vec!["", "__proto__", "constructor", "a b", "0", "é", "\"", "\n"])
            .prop_map(String::from),
    ]
}

/// A number in any notation.
pub fn number() -> impl Strategy<Value = Number> {
    let written = [
        "0",
        "-0",
        "1",
        "1.0",
        "1e2",
        "1E+2",
        "1e400",
        "12345678901234567890",
        "-1.50",
    ];
    prop::sample::select(written.to_vec()).prop_map(|text| serde_json::from_str(text).unwrap())
}

/// Whether a random value may contain `null` as a member of an object.
#[derive(Clone, Copy, PartialEq)]
pub enum Nulls {
    /// Anywhere.
    Anywhere,
    /// In arrays only: a value that some merge patch can produce.
    InArrays,
}

/// A JSON value of a few levels.
pub fn json(nulls: Nulls) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        "[a-c]{0,2}".prop_map(Value::String),
    ];
    let leaf = match nulls {
        Nulls::Anywhere => prop_oneof![1 => Just(Value::Null), 3 => leaf].boxed(),
        Nulls::InArrays => leaf.boxed(),
    };
    // Inside an array, null has no special meaning.
    let in_array = match nulls {
        Nulls::Anywhere => leaf.clone(),
        Nulls::InArrays => prop_oneof![
            1 => Just(Value::Null),
            1 => Just(serde_json::json!({ "a": null })),
            4 => leaf.clone(),
        ]
        .boxed(),
    };
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(prop_oneof![in_array.clone(), inner.clone()], 0..4)
                .prop_map(Value::Array),
            3 => members(inner).prop_map(Value::Object),
        ]
    })
    .boxed()
}

/// A JSON object of a few levels.
pub fn object(nulls: Nulls) -> BoxedStrategy<Value> {
    members(json(nulls)).prop_map(Value::Object).boxed()
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((key(), value), 0..5).prop_map(|members| members.into_iter().collect())
}

/// An object with `levels` levels, built without recursion.
pub fn nested_object(levels: usize) -> Value {
    nest(levels, |inner| {
        Value::Object(Map::from_iter([(String::from("a"), inner)]))
    })
}

/// An array with `levels` levels, built without recursion.
pub fn nested_array(levels: usize) -> Value {
    nest(levels, |inner| Value::Array(vec![inner]))
}

fn nest(levels: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(Value::from("leaf"), |inner, _| wrap(inner))
}

/// Runs a test in a thread with half the stack of the wasm.
pub fn with_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    thread.spawn(test).unwrap().join().unwrap();
}
