//! The parameters of `getUserList`, `getCount` and `getOrganization`.

use clerk_metadata::core::request::list_params::{Kind, Parameter, parameter};
use clerk_metadata::core::request::list_value::{HostValue, flag, number};
use clerk_metadata::core::{Error as ErrorKind, ListParams};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::host;
use super::rejection::{Problem, Rejection, ValuePath};

/// Reads the parameters, whose names are in a table. An empty value (`undefined`, `null`, `""`) counts as missing.
/// `example` is the text of a parameter, for the error.
pub(super) fn from_js(
    parameters: &'static [Parameter],
    params: &JsValue,
    example: &str,
) -> Result<ListParams, Rejection> {
    let mut list = ListParams::default();
    if params.is_undefined() || params.is_null() {
        return Ok(list);
    }
    let mut path = ValuePath::default();
    let values = match read(params, example, &mut path) {
        Ok(values) => values,
        Err(problem) => {
            let path = match path.text() {
                path if path.is_empty() => String::from("params"),
                path => path,
            };
            return Err(Rejection::at(path, "invalid_params", problem));
        }
    };
    for (name, values) in values {
        let parameter = parameter(parameters, &name)?;
        match values {
            Values::One(value) if parameter.kind == Kind::Id => {
                if !value.is_undefined() && !value.is_null() {
                    list.set_id(parameter, value.as_string().as_deref());
                }
            }
            // A list is not text.
            Values::Many(_) if parameter.kind == Kind::Id => list.set_id(parameter, None),
            Values::One(value) => {
                if let Some(text) = one(parameter, &value)? {
                    list.add(parameter, &text);
                }
            }
            Values::Many(_) if parameter.kind != Kind::Texts => return Err(invalid(parameter)),
            Values::Many(values) => {
                for (index, value) in (0..).zip(values) {
                    let Some(text) = value.as_string() else {
                        let mut path = ValuePath::of(&name);
                        path.push_index(index);
                        return Err(ErrorKind::params(&path.text(), "must be a string.").into());
                    };
                    list.add(parameter, &text);
                }
            }
        }
    }
    Ok(list)
}

enum Values {
    One(JsValue),
    Many(Vec<JsValue>),
}

/// The values of all parameters. They are read once, before the first is validated.
fn read(
    params: &JsValue,
    example: &str,
    path: &mut ValuePath,
) -> Result<Vec<(String, Values)>, Problem> {
    if !host::is_plain_object(params)? {
        return Err(Problem::Invalid(format!(
            "must be a plain object such as {{ {example} }}."
        )));
    }
    let mut values = Vec::new();
    for key in host::keys(params)?.iter() {
        let name = key.as_string().unwrap_or_default();
        path.push_key(&key);
        let value = Reflect::get(params, &key)?;
        let value = if host::is_array(&value)? {
            Values::Many(elements(&value)?)
        } else {
            Values::One(value)
        };
        path.pop();
        values.push((name, value));
    }
    Ok(values)
}

fn elements(array: &JsValue) -> Result<Vec<JsValue>, Problem> {
    let length = host::get(array, "length")?.as_f64().unwrap_or_default();
    (0..length as u32)
        .map(|index| Ok(Reflect::get_u32(array, index)?))
        .collect()
}

/// The text of a value; `None` if it is empty.
fn one(parameter: &Parameter, value: &JsValue) -> Result<Option<String>, Rejection> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let text = match parameter.kind {
        Kind::Number => number(&Value(value)),
        Kind::Flag => flag(&Value(value)),
        Kind::Text | Kind::Texts | Kind::Id => value.as_string(),
    };
    match text {
        Some(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        None => Err(invalid(parameter)),
    }
}

fn invalid(parameter: &Parameter) -> Rejection {
    ErrorKind::params(parameter.name, parameter.kind.requirement()).into()
}

/// A value of JavaScript.
struct Value<'a>(&'a JsValue);

impl HostValue for Value<'_> {
    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
}
