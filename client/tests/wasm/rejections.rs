//! Values that JSON cannot represent, which are rejected with their path before anything is sent.

use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{assert_error, call, js, options, recorded, to_json};

/// The metadata as JavaScript, and the path and a part of the message of the error.
const REJECTED: [(&str, &str, &str); 17] = [
    (
        "{ a: NaN }",
        "publicMetadata.a",
        "JSON cannot represent NaN",
    ),
    (
        "{ a: [1, { b: Infinity }] }",
        "publicMetadata.a[1].b",
        "JSON cannot represent Infinity",
    ),
    (
        "{ a: 10n }",
        "publicMetadata.a",
        "JSON cannot represent a BigInt",
    ),
    (
        "{ a() {} }",
        "publicMetadata.a",
        "JSON cannot represent a function",
    ),
    (
        "{ a: Symbol('x') }",
        "publicMetadata.a",
        "JSON cannot represent a symbol",
    ),
    (
        "{ a: [undefined] }",
        "publicMetadata.a[0]",
        "undefined in an array",
    ),
    (
        "{ a: [1, , 2] }",
        "publicMetadata.a[1]",
        "undefined in an array",
    ),
    ("{ a: new Map() }", "publicMetadata.a", "this Map"),
    (
        "{ a: { 'b c': new Set() } }",
        r#"publicMetadata.a["b c"]"#,
        "this Set",
    ),
    (
        "{ a: new Uint8Array(1) }",
        "publicMetadata.a",
        "this Uint8Array",
    ),
    (
        "{ a: new (class Plan {})() }",
        "publicMetadata.a",
        "this Plan",
    ),
    (
        "{ a: new Date(NaN) }",
        "publicMetadata.a",
        "toJSON() returns null",
    ),
    (
        "(() => { const a = {}; a.b = { a }; return a; })()",
        "publicMetadata.b.a",
        "cycles",
    ),
    (
        "{ get a() { throw new Error('x') } }",
        "publicMetadata.a",
        "threw an error",
    ),
    ("new Map()", "publicMetadata", "must be a plain object"),
    ("null", "publicMetadata", "must be a plain object"),
    (
        "{ text: 'x'.repeat(8200) }",
        "publicMetadata",
        "limited to 8192",
    ),
];

async fn rejection(params: &str) -> Value {
    let options = options("recorded/rejections", &json!({}));
    let outcome = call(
        "updateUserMetadata",
        &"user_1".into(),
        &js(params),
        &options,
    )
    .await;
    let error = outcome.unwrap_err();
    assert_error(&error);
    assert_eq!(recorded("rejections").await.len(), 0, "{params}");
    to_json(&error)
}

#[wasm_bindgen_test]
async fn values() {
    for (metadata, path, message) in REJECTED {
        let error = rejection(&format!("{{ publicMetadata: {metadata} }}")).await;
        assert_eq!(
            (&error["name"], &error["code"], &error["path"]),
            (
                &json!("ClerkInputError"),
                &json!("invalid_params"),
                &json!(path)
            ),
            "{metadata}"
        );
        let text = error["message"].as_str().unwrap();
        assert!(
            text.starts_with(&format!("{path}: ")) && text.contains(message),
            "{text}"
        );
    }
}

#[wasm_bindgen_test]
async fn nesting() {
    let nested = |levels| {
        format!(
            "{{ publicMetadata: (() => {{ let a = {{}}; for (let n = 1; n < {levels}; n++) a = {{ a }}; return a; }})() }}"
        )
    };
    assert_eq!(rejection(&nested(101)).await["code"], "too_deep");
    let options = options("recorded/nesting", &json!({}));
    call(
        "updateUserMetadata",
        &"user_1".into(),
        &js(&nested(100)),
        &options,
    )
    .await
    .unwrap();
    assert_eq!(recorded("nesting").await.len(), 1);
}

#[wasm_bindgen_test]
async fn unpaired_surrogates() {
    let options = options("recorded/surrogates", &json!({}));
    let params = js(r"{ publicMetadata: { a: '\ud83d', '\ud83d': '\ud83d\ude00' } }");
    call("updateUserMetadata", &"user_1".into(), &params, &options)
        .await
        .unwrap();
    let expected = "{\"public_metadata\":{\"a\":\"\\ud83d\",\"\\ud83d\":\"\u{1f600}\"}}";
    assert_eq!(recorded("surrogates").await[0]["body"], expected);

    let error = call(
        "getUser",
        &js(r"'user_\ud83d'"),
        &JsValue::UNDEFINED,
        &options,
    )
    .await
    .unwrap_err();
    let error = to_json(&error);
    assert_eq!(
        (&error["code"], &error["path"]),
        (&json!("invalid_user_id"), &json!("userId"))
    );
}
