//! What may be passed as params: any `Serialize` value, without what would silently delete data.

use std::collections::{BTreeMap, HashMap};

use clerk_metadata_client::{Error, private_metadata, public_metadata, unsafe_metadata};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::support::{Script, USER};

/// The body that is sent for the params.
async fn body_of(params: &impl Serialize) -> Result<String, Error> {
    let script = Script::always(200, USER);
    let outcome = script.client().update_user_metadata("user_1", params).await;
    let requests = script.requests();
    assert_eq!(requests.len(), usize::from(outcome.is_ok()), "{outcome:?}");
    outcome.map(|_| requests[0].body.clone().unwrap())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Unit,
    New(u8),
    Tuple(u8, &'static str),
    Struct { side_length: f32 },
}

#[derive(Serialize)]
struct Everything<'a> {
    text: &'a str,
    quoted: char,
    numbers: (i8, u64, i128, u128, f32, f64),
    flags: [bool; 2],
    shapes: Vec<Shape>,
    map: BTreeMap<u16, Option<u8>>,
    unit: (),
    bytes: &'a [u8],
    some: Option<u8>,
    #[serde(flatten)]
    rest: BTreeMap<&'a str, u8>,
}

#[tokio::test]
async fn every_type_of_serde_is_written_as_serde_json_writes_it() {
    let everything = Everything {
        text: "line\n\"quoted\" \\ größe 💶 \u{2028}\u{7f}\0",
        quoted: '"',
        numbers: (-8, u64::MAX, i128::MIN, u128::MAX, 0.1, 1e300),
        flags: [true, false],
        shapes: vec![
            Shape::Unit,
            Shape::New(1),
            Shape::Tuple(2, "two"),
            Shape::Struct { side_length: 1.5 },
        ],
        map: BTreeMap::from([(1, Some(1)), (2, Some(2))]),
        unit: (),
        bytes: b"ab",
        some: Some(7),
        rest: BTreeMap::from([("zero", 0)]),
    };
    let expected: Value =
        serde_json::from_str(&serde_json::to_string(&everything).unwrap()).unwrap();
    let body: Value =
        serde_json::from_str(&body_of(&public_metadata(&everything)).await.unwrap()).unwrap();
    assert_eq!(body, json!({ "public_metadata": expected }));
}

#[tokio::test]
async fn fields_in_snake_case_or_camel_case_in_the_order_of_the_api() {
    let params = json!({ "unsafeMetadata": { "a": 1 }, "private_metadata": {}, "public_metadata": { "b": { "c": null } } });
    let expected =
        r#"{"public_metadata":{"b":{"c":null}},"private_metadata":{},"unsafe_metadata":{"a":1}}"#;
    assert_eq!(body_of(&params).await.unwrap(), expected);
    assert_eq!(
        body_of(&private_metadata(json!({ "a": 1 }))).await.unwrap(),
        r#"{"private_metadata":{"a":1}}"#
    );
    assert_eq!(
        body_of(&unsafe_metadata(HashMap::<&str, u8>::new()))
            .await
            .unwrap(),
        r#"{"unsafe_metadata":{}}"#
    );
}

#[tokio::test]
async fn numbers_and_raw_values_are_sent_as_written() {
    let numbers: Value =
        serde_json::from_str(r#"{"n":9007199254740993,"x":1.0,"y":1e-400,"z":-0.0}"#).unwrap();
    let expected = r#"{"public_metadata":{"n":9007199254740993,"x":1.0,"y":1e-400,"z":-0.0}}"#;
    assert_eq!(body_of(&public_metadata(&numbers)).await.unwrap(), expected);
    let raw = serde_json::value::RawValue::from_string(r#"{ "b" : 1.50 }"#.to_owned()).unwrap();
    assert_eq!(
        body_of(&public_metadata(&raw)).await.unwrap(),
        r#"{"public_metadata":{ "b" : 1.50 }}"#
    );
}

#[derive(Serialize)]
struct Plan {
    seats: Option<Option<u32>>,
    name: Option<&'static str>,
}

#[tokio::test]
async fn none_is_left_out_and_some_none_removes() {
    let patch = Plan {
        seats: Some(None),
        name: None,
    };
    assert_eq!(
        body_of(&public_metadata(&patch)).await.unwrap(),
        r#"{"public_metadata":{"seats":null}}"#
    );
    let both = [("a", None), ("b", Some(1)), ("c", None)];
    let map: BTreeMap<&str, Option<u8>> = both.into_iter().collect();
    assert_eq!(
        body_of(&public_metadata(&map)).await.unwrap(),
        r#"{"public_metadata":{"b":1}}"#
    );
    let list = json!({ "list": [null, 1] });
    assert_eq!(
        body_of(&public_metadata(&list)).await.unwrap(),
        r#"{"public_metadata":{"list":[null,1]}}"#
    );
    let list = BTreeMap::from([("list", [None, Some(1)])]);
    assert_eq!(
        body_of(&public_metadata(&list)).await.unwrap(),
        r#"{"public_metadata":{"list":[null,1]}}"#
    );
    #[derive(Serialize)]
    struct Params {
        public_metadata: Option<Plan>,
        private_metadata: Option<BTreeMap<u8, u8>>,
    }
    let params = Params {
        public_metadata: None,
        private_metadata: Some(BTreeMap::from([(1, 2)])),
    };
    assert_eq!(
        body_of(&params).await.unwrap(),
        r#"{"private_metadata":{"1":2}}"#
    );
}

struct Failing;

impl Serialize for Failing {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("no"))
    }
}

#[tokio::test]
async fn rejected_with_the_path() {
    let nan = |value: f64| BTreeMap::from([("plan", BTreeMap::from([("seats", value)]))]);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = body_of(&public_metadata(nan(value))).await.unwrap_err();
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_params", Some("publicMetadata.plan.seats"))
        );
        assert!(
            error.to_string().contains("which removes the key"),
            "{error}"
        );
    }
    let path = |error: Error| error.path().map(str::to_owned);
    let error = body_of(&private_metadata(BTreeMap::from([(
        "a",
        vec![1.0_f32, f32::NAN],
    )])))
    .await
    .unwrap_err();
    assert_eq!(path(error).as_deref(), Some("privateMetadata.a[1]"));
    let error = body_of(&unsafe_metadata(BTreeMap::from([("max seats", Failing)])))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"unsafeMetadata["max seats"]: its Serialize implementation failed: no"#
    );
    let error = body_of(&public_metadata(BTreeMap::from([((1, 2), 3)])))
        .await
        .unwrap_err();
    assert_eq!(path(error).as_deref(), Some("publicMetadata"));
}

#[tokio::test]
async fn params_of_another_shape_are_rejected() {
    for (params, path, text) in [
        (json!(null), "params", "must serialize as an object"),
        (json!([1]), "params", "must serialize as an object"),
        (json!("x"), "params", "must serialize as an object"),
        (json!({}), "params", "at least one"),
        (
            json!({ "public_metdata": {} }),
            "public_metdata",
            "unknown field",
        ),
        (
            json!({ "publicMetdata": {} }),
            "publicMetdata",
            "Did you mean publicMetadata?",
        ),
        (
            json!({ "public_metadata": null }),
            "publicMetadata",
            "plain object",
        ),
        (
            json!({ "public_metadata": [1] }),
            "publicMetadata",
            "plain object",
        ),
        (
            json!({ "public_metadata": {}, "publicMetadata": {} }),
            "publicMetadata",
            "given twice",
        ),
        (
            json!({ "public_metadata": { "a": "x".repeat(8200) } }),
            "publicMetadata",
            "8192",
        ),
    ] {
        let error = body_of(&params).await.unwrap_err();
        assert_eq!(error.path(), Some(path), "{params}");
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn a_value_nested_too_deep_is_rejected() {
    let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "a": inner }));
    assert!(body_of(&public_metadata(nested(100))).await.is_ok());
    let error = body_of(&public_metadata(nested(101))).await.unwrap_err();
    assert_eq!(error.code(), "too_deep");
    // Without end, as the Serialize implementation of a cyclic structure is.
    struct Endless;
    impl Serialize for Endless {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map([("a", Endless)])
        }
    }
    assert_eq!(
        body_of(&public_metadata(Endless)).await.unwrap_err().code(),
        "too_deep"
    );
}
