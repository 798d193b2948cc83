//! The params of `updateUserMetadata` and `replaceUserMetadata`.

use clerk_metadata::core::Field;
use clerk_metadata::core::metadata::field::Owner;
use clerk_metadata::core::metadata::json_object::not_an_object;
use clerk_metadata::core::metadata::params::{no_fields, unknown_field};
use js_sys::Map;
use wasm_bindgen::{JsCast, JsValue};

use super::host;
use super::json::Json;
use super::json_value::Copy;
use super::rejection::{Problem, Rejection, ValuePath};

/// The JSON text of each field, in the order of [`Field::ALL`].
pub(super) fn texts(params: &JsValue) -> Result<[Option<String>; 3], Rejection> {
    if params.is_undefined() || params.is_null() {
        return Err(no_fields(Owner::User).into());
    }
    let of_params = |problem| Rejection::at(String::from("params"), "invalid_params", problem);
    let thrown = |thrown| of_params(Problem::Thrown(thrown));
    if !host::is_plain_object(params).map_err(thrown)? {
        let reason = "must be a plain object such as { publicMetadata: { … } }.";
        return Err(of_params(Problem::invalid(reason)));
    }
    for key in host::keys(params).map_err(thrown)?.iter() {
        let key = key.as_string().unwrap_or_default();
        if Field::ALL.iter().all(|field| field.name() != key) {
            return Err(unknown_field(Owner::User, &key).into());
        }
    }
    let mut texts = [None, None, None];
    for (text, field) in texts.iter_mut().zip(Field::ALL) {
        let name = field.name();
        if host::has_own(params, name).map_err(thrown)? {
            let mut path = ValuePath::of(name);
            *text = field_text(params, name, &mut path)
                .map_err(|problem| Rejection::at(path.text(), "invalid_params", problem))?;
        }
    }
    Ok(texts)
}

/// The JSON text of a field, if it has a value.
fn field_text(
    params: &JsValue,
    name: &str,
    path: &mut ValuePath,
) -> Result<Option<String>, Problem> {
    let value = host::get(params, name)?;
    if value.is_undefined() {
        return Ok(None);
    }
    if !host::is_plain_object(&value)? {
        return Err(not_plain(name));
    }
    let copy = Copy::of(&value, path)?;
    // The result of a toJSON() may be anything.
    if !copy.is_instance_of::<Map>() {
        return Err(not_plain(name));
    }
    match serde_wasm_bindgen::from_value::<Json>(copy) {
        Ok(json) => Ok(Some(json.text())),
        Err(error) => Err(Problem::Thrown(error.into())),
    }
}

fn not_plain(name: &str) -> Problem {
    let message = not_an_object(name).message();
    let prefix = [name, ": "].concat();
    Problem::invalid(message.strip_prefix(&prefix).unwrap_or(&message))
}
