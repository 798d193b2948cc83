//! Functions of the host that may call code of the user, such as a getter or a trap of a proxy. All of them catch what
//! it throws: an exception that unwinds wasm would leave its stack pointer where it was.

use js_sys::{Array, Function, JsString, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(super) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(super) fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = hasOwn)]
    pub(super) fn has_own(object: &JsValue, name: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;

    /// Such as `[object Date]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    pub(super) fn tag_of(object: &JsValue) -> Result<JsString, JsValue>;

    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    pub(super) fn is_view(value: &JsValue) -> bool;
}

/// A property.
pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
}

/// Whether a value is an object without a class, also one of another realm: a prototype without a prototype is the
/// `Object.prototype` of a realm.
pub(super) fn is_plain_object(value: &JsValue) -> Result<bool, JsValue> {
    if !value.is_object() || is_array(value)? {
        return Ok(false);
    }
    let prototype = prototype_of(value)?;
    Ok(prototype.is_null() || prototype_of(&prototype)?.is_null())
}

/// The text of a result of `JSON.rawJSON()`, which has no prototype. Old hosts do not have it.
pub(super) fn raw_json(value: &JsValue) -> Result<Option<String>, JsValue> {
    if !prototype_of(value)?.is_null() {
        return Ok(None);
    }
    let json = get(&js_sys::global(), "JSON")?;
    let Some(is_raw_json) = get(&json, "isRawJSON")?.dyn_ref::<Function>().cloned() else {
        return Ok(None);
    };
    if !is_raw_json.call1(&JsValue::UNDEFINED, value)?.is_truthy() {
        return Ok(None);
    }
    Ok(get(value, "rawJSON")?.as_string())
}
