//! The parameters of a body that creates something.

use std::collections::HashSet;

use clerk_metadata::core::{IdParameter, ResourceId};
use serde_json::Value;

use crate::errors::{self, ErrorItem, RequestError};
use crate::json::parse;
use crate::metadata;
use crate::rfc3339::parse_rfc3339;
use crate::user::JsonObject;

/// The origin of a request to create something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A request to the Backend API.
    Request,
    /// The host program, such as a test that needs a specific user. It may also set `id`, and of a user
    /// `external_accounts`, `updated_at`, `last_sign_in_at` and `last_active_at`, write times as
    /// milliseconds, and omit every identifier.
    Host,
}

/// Converts names such as `publicMetadata`, which programs in JavaScript use.
fn snake_case_names(mut members: Vec<(String, &str)>) -> Result<Vec<(String, &str)>, RequestError> {
    for (name, _) in &mut members {
        *name = snake_case(name);
    }
    let mut names = HashSet::new();
    for (name, _) in &members {
        if !names.insert(name) {
            let text = format!("{name} must be given only once.");
            return Err(errors::invalid_value(name, &text).into());
        }
    }
    Ok(members)
}

fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}

/// The parameters of a body. Parameters that are never read are reported as unknown.
pub(crate) struct Params<'a> {
    members: Vec<(String, &'a str)>,
    pub(crate) source: Source,
    /// The names that were read.
    read: Vec<&'static str>,
    /// The errors of the values that were read.
    pub(crate) errors: Vec<ErrorItem>,
}

impl<'a> Params<'a> {
    /// The parameters of a body.
    pub(crate) fn parse(body: &'a str, source: Source) -> Result<Self, RequestError> {
        Ok(Params {
            members: match source {
                Source::Request => metadata::parse_members(body)?,
                Source::Host => snake_case_names(metadata::parse_members(body)?)?,
            },
            source,
            read: Vec::new(),
            errors: Vec::new(),
        })
    }

    /// All errors: unknown names first, then invalid values.
    pub(crate) fn into_errors(self) -> Vec<ErrorItem> {
        let names = self.members.iter().map(|(name, _)| name.as_str());
        let unknown = names.filter(|name| !self.read.contains(name));
        let mut errors: Vec<_> = unknown.map(errors::unknown_parameter).collect();
        errors.extend(self.errors);
        errors
    }

    pub(crate) fn raw(&mut self, name: &'static str) -> Option<&'a str> {
        self.read.push(name);
        let found = self.members.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| *value)
    }

    /// A value, or `None` if it is missing or `null`.
    pub(crate) fn value(&mut self, name: &'static str) -> Option<Value> {
        let value = parse(self.raw(name)?, 2).unwrap_or(Value::Object(Default::default()));
        (!value.is_null()).then_some(value)
    }

    pub(crate) fn add_error<T>(&mut self, error: ErrorItem) -> Option<T> {
        self.errors.push(error);
        None
    }

    pub(crate) fn string(&mut self, name: &'static str) -> Option<String> {
        match self.value(name)? {
            Value::String(text) => Some(text),
            _ => self.add_error(errors::wrong_type(name, "string")),
        }
    }

    /// A string, or `None` if it is empty.
    pub(crate) fn non_empty_string(&mut self, name: &'static str) -> Option<String> {
        self.string(name).filter(|text| !text.is_empty())
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(flag) => Some(flag),
            _ => self.add_error(errors::wrong_type(name, "boolean")),
        }
    }

    pub(crate) fn integer(&mut self, name: &'static str) -> Option<i64> {
        match self.value(name)?.as_i64() {
            Some(number) => Some(number),
            None => self.add_error(errors::wrong_type(name, "integer")),
        }
    }

    pub(crate) fn time(&mut self, name: &'static str) -> Option<i64> {
        let value = self.value(name)?;
        let time = match (&value, self.source) {
            (Value::String(text), _) => parse_rfc3339(text),
            (Value::Number(number), Source::Host) => number.as_i64(),
            _ => None,
        };
        match time {
            Some(time) => Some(time),
            None => self.add_error(errors::invalid_time(name)),
        }
    }

    /// A time that only the host may set.
    pub(crate) fn host_time(&mut self, name: &'static str) -> Option<i64> {
        match self.source {
            Source::Host => self.time(name),
            Source::Request => None,
        }
    }

    pub(crate) fn strings(&mut self, name: &'static str) -> Vec<String> {
        let Some(raw) = self.raw(name) else {
            return Vec::new();
        };
        let strings = match parse(raw, 1) {
            Ok(Value::Array(list)) => list
                .into_iter()
                .map(|item| match item {
                    Value::String(text) => Some(text),
                    _ => None,
                })
                .collect(),
            _ => None,
        };
        match strings {
            Some(strings) => strings,
            None => self
                .add_error(errors::wrong_type(name, "array of strings"))
                .unwrap_or_default(),
        }
    }

    pub(crate) fn metadata(&mut self, name: &'static str) -> JsonObject {
        match self.raw(name).map(|value| metadata::new_field(name, value)) {
            None => JsonObject::default(),
            Some(Ok(object)) => object,
            Some(Err(error)) => self.add_error(error).unwrap_or_default(),
        }
    }

    /// A metadata field for which `null` means that it is empty.
    pub(crate) fn nullable_metadata(&mut self, name: &'static str) -> JsonObject {
        match self.raw(name) {
            Some("null") => JsonObject::default(),
            _ => self.metadata(name),
        }
    }

    /// The ID that the host has chosen. `expected` describes it, for the error.
    pub(crate) fn id(&mut self, expected: &str) -> Option<String> {
        if self.source == Source::Request {
            return None;
        }
        let id = self.string("id")?;
        if ResourceId::new(IdParameter::UserId, Some(&id)).is_err() {
            return self.add_error(errors::invalid_format("id", expected));
        }
        Some(id)
    }
}
