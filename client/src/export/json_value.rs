//! Copies a JavaScript value for serde: objects become `Map`s, so that `__proto__` is a key like any other, and texts
//! that are JSON already become bytes. What `JSON.stringify` would silently change, such as `NaN` or a `Map`, is
//! rejected with the reasons of pkg/src/metadata-text.js.

use clerk_metadata::core::limits::MAX_DEPTH;
use js_sys::{Array, Function, JSON, JsString, Map, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::host;
use super::rejection::{Problem, ValuePath};

/// A copy that is being made.
pub(super) struct Copy<'a> {
    /// The path of the current value. After a problem, that of the value that has it.
    path: &'a mut ValuePath,
    /// The objects that contain the current value.
    parents: Vec<JsValue>,
}

impl Copy<'_> {
    /// The copy of a value; `undefined` if its `toJSON()` leaves it out.
    pub(super) fn of(value: &JsValue, path: &mut ValuePath) -> Result<JsValue, Problem> {
        let parents = Vec::new();
        Copy { path, parents }.copy(value)
    }

    fn copy(&mut self, value: &JsValue) -> Result<JsValue, Problem> {
        if let Some(text) = value.dyn_ref::<JsString>() {
            return well_formed(text);
        }
        if let Some(number) = value.as_f64() {
            return finite(number, value);
        }
        if value.is_null() || value.as_bool().is_some() {
            return Ok(value.clone());
        }
        if value.is_bigint() {
            return Err(Problem::invalid(
                "JSON cannot represent a BigInt. Convert it with Number(…) or String(…).",
            ));
        }
        if value.is_undefined() {
            return Err(Problem::invalid(
                "undefined in an array would be sent as null. Remove the element, or pass null.",
            ));
        }
        for (is_this, kind) in [
            (value.is_function(), "function"),
            (value.is_symbol(), "symbol"),
        ] {
            if is_this {
                let reason = ["JSON cannot represent a ", kind, ". Remove it."].concat();
                return Err(Problem::Invalid(reason));
            }
        }
        let to_json = host::get(value, "toJSON")?;
        let Some(to_json) = to_json.dyn_ref::<Function>() else {
            return self.object(value);
        };
        if host::is_view(value) {
            return self.object(value);
        }
        // The result of toJSON is sent, so it is validated. It is called once, as JSON.stringify does.
        let json = to_json.call1(value, &self.path.last())?;
        if json.is_null() {
            return Err(Problem::invalid(
                "toJSON() returns null, as for an invalid date, and null removes the key. Pass a valid value, or null to remove the key.",
            ));
        }
        if json.is_undefined() && self.path.ends_with_key() {
            return Ok(json);
        }
        if json.is_object() {
            self.object(&json)
        } else {
            self.copy(&json)
        }
    }

    fn object(&mut self, value: &JsValue) -> Result<JsValue, Problem> {
        if let Some(text) = host::raw_json(value)? {
            return Ok(raw(&text));
        }
        let is_array = host::is_array(value)?;
        if !is_array && !host::is_plain_object(value)? {
            let primitive = unbox(value)?;
            return self.copy(&primitive);
        }
        if self.parents.contains(value) {
            return Err(Problem::invalid(
                "JSON cannot represent cycles. Remove the circular reference.",
            ));
        }
        if self.parents.len() >= MAX_DEPTH {
            return Err(Problem::TooDeep);
        }
        self.parents.push(value.clone());
        let copy = if is_array {
            self.elements(value)?
        } else {
            self.properties(value)?
        };
        self.parents.pop();
        Ok(copy)
    }

    fn elements(&mut self, array: &JsValue) -> Result<JsValue, Problem> {
        let copy = Array::new();
        let mut index = 0;
        while f64::from(index) < host::get(array, "length")?.as_f64().unwrap_or_default() {
            self.path.push_index(index);
            let element = Reflect::get_u32(array, index)?;
            copy.push(&self.copy(&element)?);
            self.path.pop();
            index += 1;
        }
        Ok(copy.into())
    }

    fn properties(&mut self, object: &JsValue) -> Result<JsValue, Problem> {
        let mut properties = Vec::new();
        // All are read before one is validated, as `{ ...object }` does.
        for key in host::keys(object)?.iter() {
            match Reflect::get(object, &key) {
                Ok(value) => properties.push((key, value)),
                Err(thrown) => {
                    self.path.push_key(&key);
                    return Err(Problem::Thrown(thrown));
                }
            }
        }
        let copy = Map::new();
        for (key, value) in properties {
            if value.is_undefined() {
                continue;
            }
            // A toJSON() that has returned the object itself was called already.
            if value.is_function() && key.as_string().is_some_and(|name| name == "toJSON") {
                continue;
            }
            self.path.push_key(&key);
            let value = self.copy(&value)?;
            self.path.pop();
            if !value.is_undefined() {
                copy.set(&well_formed(key.unchecked_ref())?, &value);
            }
        }
        Ok(copy.into())
    }
}

/// A string, or the JSON text of one with an unpaired surrogate, which Rust's strings cannot contain.
fn well_formed(text: &JsString) -> Result<JsValue, Problem> {
    if text.is_valid_utf16() {
        return Ok(text.into());
    }
    Ok(raw(&String::from(JSON::stringify(text)?)))
}

/// JSON text, which serde gets as bytes.
fn raw(text: &str) -> JsValue {
    Uint8Array::from(text.as_bytes()).into()
}

fn finite(number: f64, value: &JsValue) -> Result<JsValue, Problem> {
    if number.is_finite() {
        return Ok(value.clone());
    }
    let name = match number {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    };
    Err(Problem::Invalid(
        [
            "JSON cannot represent ",
            name,
            ": it would be sent as null, which removes the key. Pass a finite number, or null to remove the key.",
        ]
        .concat(),
    ))
}

/// The value of a boxed primitive. Objects of all other classes are rejected.
fn unbox(value: &JsValue) -> Result<JsValue, Problem> {
    let tag = String::from(host::tag_of(value)?);
    let kind = tag
        .strip_prefix("[object ")
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or_default();
    if matches!(kind, "Number" | "String" | "Boolean" | "BigInt") {
        let value_of = host::get(value, "valueOf")?;
        if let Some(value_of) = value_of.dyn_ref::<Function>() {
            let primitive = value_of.call0(value)?;
            if !primitive.is_object() && !primitive.is_null() {
                return Ok(primitive);
            }
        }
    }
    let name = if kind == "Object" {
        class_name(value)?
    } else {
        kind.to_owned()
    };
    Err(Problem::Invalid(
        [
            "JSON cannot represent this ",
            &name,
            ": it would be sent as {} or as its internal fields. Convert it to a plain object or an array.",
        ]
        .concat(),
    ))
}

fn class_name(value: &JsValue) -> Result<String, Problem> {
    let class = host::get(value, "constructor")?;
    let name = match class.is_object() || class.is_function() {
        true => host::get(&class, "name")?.as_string(),
        false => None,
    };
    Ok(name.unwrap_or_else(|| String::from("class")))
}
