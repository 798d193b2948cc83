//! The parameters of a list of users or of an organization, from JavaScript.

use wasm_bindgen::JsValue;

use super::array::Array;
use crate::core::errors::error::Error;
use crate::core::request::list_params::{Kind, ListParams, Parameter, parameter};
use crate::core::request::list_value::{HostValue, flag, number};
use crate::core::text::decimal;

/// Reads the result of `readListParams`: alternating names and values, or nothing if there are no parameters.
/// An empty value (`undefined`, `null`, `""`) counts as missing.
// A separate function: a host compiles functions when they are called, and most calls do not need this one.
#[inline(never)]
pub fn from_js(
    parameters: &'static [Parameter],
    members: Option<&Array>,
) -> Result<ListParams, Error> {
    let mut list = ListParams::default();
    let Some(members) = members else {
        return Ok(list);
    };
    let mut next = 0;
    while let Some(name) = members.text(next) {
        let value = members.get(next + 1);
        next += 2;
        let parameter = parameter(parameters, &name)?;
        let one = match parameter.kind {
            Kind::Number => number(&value),
            Kind::Flag => flag(&value),
            Kind::Texts if value.is_array() => {
                let texts = Array::from_host(&value);
                for index in 0..texts.length() {
                    let Some(text) = texts.text(index) else {
                        let mut path = name;
                        path.push('[');
                        decimal::push(&mut path, f64::from(index));
                        path.push(']');
                        return Err(Error::params(&path, "must be a string."));
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
            None => return Err(Error::params(&name, parameter.kind.requirement())),
        }
    }
    Ok(list)
}

impl HostValue for JsValue {
    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }
}
