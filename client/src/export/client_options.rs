//! The options of a call. They are those of the client of the npm package that Rust reads.

use clerk_metadata::core::Error as ErrorKind;
use clerk_metadata::core::options::table::{OPTIONS, OptionField, Options};
use clerk_metadata::core::text::nearest::Nearest;
use clerk_metadata::core::text::path;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::rejection::{Problem, Rejection, ValuePath};
use super::{error, host};
use crate::client::Client;

/// The options that the environment supplies, and their variables.
const VARIABLES: [(&str, &str); 3] = [
    ("secretKey", "CLERK_SECRET_KEY"),
    ("apiUrl", "CLERK_API_URL"),
    ("apiVersion", "CLERK_API_VERSION"),
];

/// The options of `createClerkClient` that this module does not have.
const OF_THE_PACKAGE: [&str; 9] = [
    "signal",
    "fetch",
    "onRequest",
    "onResponse",
    "onRetry",
    "onSuccess",
    "onError",
    "logger",
    "logLevel",
];

/// The client of a call, or the error.
pub(super) fn client(options: &JsValue) -> Result<Client, JsValue> {
    let mut path = ValuePath::default();
    let mut builder = Client::builder();
    let result = match read(options, &mut path) {
        Ok(values) => assign_all(&mut builder.options, &values),
        Err(problem) => {
            let path = match path.text() {
                path if path.is_empty() => String::from("options"),
                path => path,
            };
            Err(Rejection::at(path, "invalid_option", problem))
        }
    };
    let secret_key = builder.options.secret_key.clone().unwrap_or_default();
    result.map_err(|rejection| error::of_rejection(rejection, &secret_key))?;
    builder.build().map_err(|failed| error::of_call(&failed))
}

/// The names and values of all options. They are read once, before the first is validated.
fn read(options: &JsValue, path: &mut ValuePath) -> Result<Vec<(String, JsValue)>, Problem> {
    if options.is_undefined() {
        return Ok(environment());
    }
    if !host::is_plain_object(options)? {
        return Err(Problem::invalid(
            "must be an object such as { timeout: 5000 }.",
        ));
    }
    let mut values = Vec::new();
    for key in host::keys(options)?.iter() {
        let name = key.as_string().unwrap_or_default();
        path.push_key(&key);
        values.push((name, Reflect::get(options, &key)?));
        path.pop();
    }
    // A key that is passed must not be sent to a URL of the environment, and Deno would ask for a permission.
    let has_key = |(name, value): &(String, JsValue)| name == "secretKey" && !value.is_undefined();
    if values.iter().any(has_key) {
        return Ok(values);
    }
    let is_set = |name: &str| {
        let mut options = values.iter();
        options.any(|(option, value)| option == name && !value.is_undefined())
    };
    let mut defaults = environment();
    defaults.retain(|(name, _)| !is_set(name));
    values.extend(defaults);
    Ok(values)
}

/// The options of the environment.
fn environment() -> Vec<(String, JsValue)> {
    let option = |(name, variable): (&str, &str)| Some((name.to_owned(), read_variable(variable)?));
    VARIABLES.into_iter().filter_map(option).collect()
}

/// A variable of the environment, if the host has one and allows it to be read.
fn read_variable(variable: &str) -> Option<JsValue> {
    let process = host::get(&js_sys::global(), "process").ok()?;
    let variables = host::get(&process, "env").ok()?;
    let value = host::get(&variables, variable).ok()?;
    value.as_string().filter(|text| !text.is_empty())?;
    Some(value)
}

fn assign_all(options: &mut Options, values: &[(String, JsValue)]) -> Result<(), Rejection> {
    // The key first, so that no error shows it.
    let is_key = |(name, _): &&(String, JsValue)| name == "secretKey";
    let others = values.iter().filter(|value| !is_key(value));
    for (name, value) in values.iter().filter(is_key).chain(others) {
        let Some(row) = OPTIONS.iter().find(|row| row.name == name) else {
            return Err(unknown(name).into());
        };
        if value.is_undefined() || value.is_null() {
            continue;
        }
        let is_valid = assign(options, &row.field, value)
            .map_err(|thrown| Rejection::at(name.clone(), "invalid_option", thrown.into()))?;
        if !is_valid {
            return Err(ErrorKind::option(name, row.field.expected()).into());
        }
    }
    Ok(())
}

/// Sets an option; `false` if the value has another type.
fn assign(options: &mut Options, field: &OptionField, value: &JsValue) -> Result<bool, JsValue> {
    match field {
        OptionField::Text(field) => *field(options) = value.as_string(),
        OptionField::Number(field) => *field(options) = value.as_f64(),
        OptionField::Flag(field) => {
            let Some(is_set) = value.as_bool() else {
                return Ok(false);
            };
            *field(options) = is_set;
        }
        OptionField::Texts(field) => {
            if !host::is_array(value)? {
                return Ok(false);
            }
            let mut texts = Vec::new();
            let length = host::get(value, "length")?.as_f64().unwrap_or_default();
            for index in 0..length as u32 {
                let Some(text) = Reflect::get_u32(value, index)?.as_string() else {
                    return Ok(false);
                };
                texts.push(text);
            }
            *field(options) = texts;
        }
        OptionField::NameAndVersion(field) => {
            if !value.is_object() {
                return Ok(false);
            }
            let name = host::get(value, "name")?.as_string();
            *field(options) = name.zip(host::get(value, "version")?.as_string());
        }
    }
    Ok(match field {
        OptionField::Text(field) => field(options).is_some(),
        OptionField::Number(field) => field(options).is_some(),
        OptionField::NameAndVersion(field) => field(options).is_some(),
        OptionField::Flag(_) | OptionField::Texts(_) => true,
    })
}

fn unknown(name: &str) -> ErrorKind {
    if OF_THE_PACKAGE.contains(&name) {
        let reason = "clerk-metadata/wasm does not have this option. createClerkClient of clerk-metadata has it.";
        return ErrorKind::option(name, reason);
    }
    let mut reason = String::from("unknown option of clerk-metadata/wasm.");
    let mut nearest = Nearest::to(name);
    for row in &OPTIONS {
        nearest.consider(row.name);
    }
    nearest.suggest(&mut reason);
    ErrorKind::option(&path::of(&[name]), &reason)
}
