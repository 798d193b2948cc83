//! The fixtures that the npm package's tests read too.

use js_sys::JSON;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{assert_error, call, get, is_page, options, recorded, server, to_js, to_json};

const REQUESTS: &str = include_str!("../../../tests/fixtures/requests.json");

fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

#[wasm_bindgen_test]
async fn requests() {
    let values: js_sys::Array = JSON::parse(REQUESTS).unwrap().unchecked_into();
    for (index, case) in cases(REQUESTS).iter().enumerate() {
        let name = &case["name"];
        let route = format!("request-{index}");
        let path = case["config"]["apiUrl"]
            .as_str()
            .and_then(|url| url.split_once("://")?.1.split_once('/'))
            .map_or(String::new(), |(_, path)| format!("/{path}"));
        let mut config = case["config"].clone();
        config["dangerouslyAllowBrowser"] = json!(true);
        if case.get("error").is_none() {
            config["apiUrl"] = json!(format!("{}/recorded/{route}{path}", server()));
        }
        // As JavaScript parses it: serde_json sorts the keys.
        let params = get(&values.get(index as u32), "params");
        let user_id = case["userId"].as_str().unwrap();
        let outcome = call(
            case["operation"].as_str().unwrap(),
            &user_id.into(),
            &params,
            &to_js(&config),
        )
        .await;
        let requests = recorded(&route).await;
        if let Some(expected) = case.get("error") {
            let error = outcome.unwrap_err();
            assert_error(&error);
            let error = to_json(&error);
            assert_eq!(
                (&error["code"], &error["path"], requests.len()),
                (&expected["code"], &expected["path"], 0),
                "{name}"
            );
            continue;
        }
        assert_eq!(
            get(&outcome.unwrap(), "id").as_string().as_deref(),
            Some("user_1")
        );
        let ([request], expected) = (requests.as_slice(), &case["request"]) else {
            panic!("{name}: {} requests", requests.len())
        };
        let url = expected["url"]
            .as_str()
            .unwrap()
            .split_once("://")
            .unwrap()
            .1;
        let expected_path = url.find('/').and_then(|at| url.get(at..)).unwrap();
        assert_eq!(request["path"], expected_path, "{name}");
        assert_eq!(request["method"], expected["method"], "{name}");
        assert_eq!(
            request["body"].as_str(),
            expected["body"].as_str().or(Some("")),
            "{name}"
        );
        for (header, value) in expected["headers"].as_object().unwrap() {
            // A browser sends its own.
            if header == "user-agent" && is_page() {
                continue;
            }
            let value = value
                .as_str()
                .unwrap()
                .replace("{version}", env!("CARGO_PKG_VERSION"));
            assert_eq!(request["headers"][header], value, "{name}: {header}");
        }
    }
}

#[wasm_bindgen_test]
async fn responses() {
    for (index, case) in cases(include_str!("../../../tests/fixtures/responses.json"))
        .iter()
        .enumerate()
    {
        let name = &case["name"];
        let status = case["response"]["status"].as_u64().unwrap();
        let options = options(&format!("responses/{index}"), &json!({ "maxRetries": 0 }));
        let outcome = call("getUser", &"user_1".into(), &JsValue::UNDEFINED, &options).await;
        if let Some(expected) = case.get("error") {
            let error = outcome.unwrap_err();
            assert_error(&error);
            // A browser hides redirects.
            let is_hidden = is_page() && (300..400).contains(&status);
            check_error(name, &to_json(&error), expected, is_hidden);
            continue;
        }
        let user = to_json(&outcome.unwrap());
        if let Some(expected) = case.get("user") {
            assert_eq!(&user, expected, "{name}");
        }
        for (field, expected) in case
            .get("userIncludes")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            assert_eq!(&user[field], expected, "{name}: {field}");
        }
    }
}

fn check_error(name: &Value, error: &Value, expected: &Value, is_hidden: bool) {
    assert_eq!(error["code"], expected["code"], "{name}");
    let status = if is_hidden {
        json!(0)
    } else {
        expected["status"].clone()
    };
    assert_eq!(error["status"], status, "{name}");
    if !is_hidden {
        assert_eq!(error["clerkTraceId"], expected["clerkTraceId"], "{name}");
    }
    if let Some(message) = expected["message"].as_str() {
        assert_eq!(
            error["message"],
            format!(
                "{message} (GET {})",
                error["request"]["path"].as_str().unwrap()
            ),
            "{name}"
        );
    }
    if expected["code"] == "api_response_error" {
        assert_eq!(error["name"], "ClerkAPIResponseError", "{name}");
        assert_eq!(
            error["retryAfter"].as_f64(),
            expected["retryAfter"].as_f64(),
            "{name}"
        );
        let items = expected["errors"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        assert_eq!(
            error["errors"].as_array().unwrap().len(),
            items.len(),
            "{name}"
        );
        for (item, expected) in error["errors"].as_array().unwrap().iter().zip(items) {
            for field in ["code", "message", "longMessage", "meta"] {
                assert_eq!(item[field], expected[field], "{name}: {field}");
            }
        }
    } else {
        assert_eq!(error["name"], "ClerkConnectionError", "{name}");
    }
}
