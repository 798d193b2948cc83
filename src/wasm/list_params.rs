//! The parameters of a list of users or of an organization, from JavaScript.

use wasm_bindgen::prelude::*;

use super::array::Array;
use super::error;
use crate::core::errors::error::Error;
use crate::core::request::list_params::{Kind, ListParams, Parameter, parameter};
use crate::core::text::decimal;

/// Reads the result of `readListParams`: alternating names and values, or nothing if there are no parameters.
/// An empty value (`undefined`, `null`, `""`) counts as missing.
// A separate function: a host compiles functions when they are called, and most calls do not need this one.
#[inline(never)]
pub fn from_js(
    parameters: &'static [Parameter],
    members: Option<&Array>,
) -> Result<ListParams, JsValue> {
    let mut list = ListParams::default();
    let Some(members) = members else {
        return Ok(list);
    };
    let mut members = members.iter();
    while let (Some(name), Some(value)) = (members.next(), members.next()) {
        let name = name.as_string().unwrap_or_default();
        let parameter = parameter(parameters, &name).map_err(|error| error::parts(&error))?;
        let one = match parameter.kind {
            Kind::Number => number(&value),
            Kind::Flag => flag(&value),
            Kind::Texts if value.is_array() => {
                for (index, text) in (0..).zip(Array::from_host(&value).iter()) {
                    let Some(text) = text.as_string() else {
                        let mut path = name;
                        path.push('[');
                        decimal::push(&mut path, index);
                        path.push(']');
                        return reject(&path, "must be a string.");
                    };
                    list.add(parameter, &text);
                }
                continue;
            }
            Kind::Id => {
                if !value.is_undefined() && !value.is_null() {
                    list.set_id(parameter, value.as_string().as_deref());
                }
                continue;
            }
            Kind::Text | Kind::Texts => value.as_string(),
        };
        match one {
            Some(text) if text.is_empty() => {}
            Some(text) => list.add(parameter, &text),
            None if value.is_undefined() || value.is_null() => {}
            None => {
                return reject(
                    &name,
                    match parameter.kind {
                        Kind::Number => "must be a whole number of 0 or more.",
                        Kind::Flag => "must be true or false.",
                        Kind::Text | Kind::Id => "must be a string.",
                        Kind::Texts => "must be a string or an array of strings.",
                    },
                );
            }
        }
    }
    Ok(list)
}

/// A whole number as the host writes it, or a string of digits unchanged, as from a URL; empty for 0, which
/// counts as missing.
fn number(value: &JsValue) -> Option<String> {
    if let Some(digits) = value.as_string() {
        return (digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits);
    }
    let number = value.as_f64().filter(|number| *number >= 0.0)?;
    if number == 0.0 {
        return Some(String::new());
    }
    is_safe_integer(value).then(|| to_string(value))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Number, js_name = isSafeInteger)]
    fn is_safe_integer(value: &JsValue) -> bool;

    #[wasm_bindgen(js_name = String)]
    fn to_string(value: &JsValue) -> String;
}

/// A boolean as text; also accepts the text of one, as from a URL.
fn flag(value: &JsValue) -> Option<String> {
    let text = match value.as_bool() {
        Some(is_set) => String::from(if is_set { "true" } else { "false" }),
        None => value.as_string()?,
    };
    matches!(text.as_str(), "true" | "false" | "").then_some(text)
}

fn reject<T>(path: &str, reason: &str) -> Result<T, JsValue> {
    Err(error::parts(&Error::params(path, reason)))
}
