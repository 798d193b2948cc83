//! Resources that another Backend API returned: their JSON is kept, with every field and digit.

use clerk_metadata::core::limits::MAX_DEPTH;
use clerk_metadata::core::{Field, IdParameter, ResourceId, json};
use serde_json::Value;

use crate::errors::{self, RequestError};
use crate::json::{metadata_text, parse, parse_metadata};
use crate::metadata::{self, HasMetadata};
use crate::user::JsonObject;

/// The objects and lists around the metadata of a resource and of its parts.
const OUTER_LEVELS: usize = 4;

/// Whether the text is a resource as the Backend API returns it: its `object` has this value.
#[must_use]
pub fn is_returned(text: &str, object: &str) -> bool {
    metadata::parse_members(text).is_ok_and(|members| {
        let mut members = members.iter();
        members.any(|(name, value)| {
            name == "object" && value.trim_matches('"') == object && value.starts_with('"')
        })
    })
}

/// The JSON of a resource that a Backend API returned, for reading its fields.
pub(crate) struct Returned<'a> {
    fields: Value,
    text: &'a str,
    object: &'static str,
}

impl<'a> Returned<'a> {
    /// `object` is the value of the field `object`.
    ///
    /// # Errors
    /// 422 if the text is no such resource.
    pub(crate) fn parse(text: &'a str, object: &'static str) -> Result<Self, RequestError> {
        let fields = match is_returned(text, object) {
            true => parse(text, MAX_DEPTH + OUTER_LEVELS).map_err(|_| invalid(object))?,
            false => return Err(invalid(object)),
        };
        Ok(Returned {
            fields,
            text,
            object,
        })
    }

    pub(crate) fn invalid(&self) -> RequestError {
        invalid(self.object)
    }

    /// A valid ID.
    pub(crate) fn id(&self, path: &[&str]) -> Result<String, RequestError> {
        let id = self.value(path).and_then(Value::as_str);
        let id = id.filter(|id| ResourceId::new(IdParameter::UserId, Some(id)).is_ok());
        id.map(str::to_owned).ok_or_else(|| self.invalid())
    }

    fn value(&self, path: &[&str]) -> Option<&Value> {
        path.iter()
            .try_fold(&self.fields, |object, name| object.get(name))
    }

    pub(crate) fn string(&self, name: &str) -> Option<String> {
        string(&self.fields, name)
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.fields.get(name).and_then(Value::as_bool)
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.fields.get(name).and_then(Value::as_i64)
    }

    /// A time that every resource has.
    pub(crate) fn time(&self, name: &str) -> Result<i64, RequestError> {
        self.integer(name).ok_or_else(|| self.invalid())
    }

    /// The elements of a list. Empty if it is missing.
    pub(crate) fn items(&self, name: &str) -> &[Value] {
        let list = self.fields.get(name).and_then(Value::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    /// The text of a member.
    pub(crate) fn member(&self, name: &str) -> Option<&'a str> {
        let members = metadata::parse_members(self.text).ok()?;
        let found = members.into_iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value)
    }

    /// Reads the metadata of a resource.
    pub(crate) fn read_metadata(
        &self,
        resource: &mut impl HasMetadata,
    ) -> Result<(), RequestError> {
        for (name, value) in metadata::parse_members(self.text)? {
            let field = Field::ALL.into_iter().find(|field| field.wire() == name);
            let target = field.and_then(|field| resource.metadata_field_mut(field));
            if let Some(target) = target.filter(|_| value.starts_with('{')) {
                *target = self.compact(value)?;
            }
        }
        Ok(())
    }

    /// The text without white space, because a line of the data file must not contain a line break.
    pub(crate) fn compact_text(&self) -> Result<JsonObject, RequestError> {
        self.compact(self.text)
    }

    fn compact(&self, text: &str) -> Result<JsonObject, RequestError> {
        let value = parse_metadata(text, MAX_DEPTH + OUTER_LEVELS).map_err(|_| self.invalid())?;
        // Serializing cannot fail: numbers are kept as text, and all keys are strings.
        let text = metadata_text(serde_json::to_string(&value).unwrap_or_default());
        Ok(JsonObject::from_text(text))
    }
}

fn invalid(object: &'static str) -> RequestError {
    let expected = match object {
        "user" => "the JSON of a user as the Backend API returns it",
        "organization" => "the JSON of an organization as the Backend API returns it",
        _ => "the JSON of a membership as the Backend API returns it",
    };
    errors::invalid_format(object, expected).into()
}

pub(crate) fn string(object: &Value, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

/// The texts of the elements of a JSON array, or of the array `data` of a page. `None` if the text is neither.
#[must_use]
pub fn list_elements(text: &str) -> Option<Vec<&str>> {
    let mut list = json::value(text).ok()?;
    if list.starts_with('{') {
        let members = metadata::parse_members(list).ok()?;
        if members.iter().any(|(name, _)| name == "object") {
            return None;
        }
        list = members.into_iter().find(|(name, _)| name == "data")?.1;
    }
    let mut elements = Vec::new();
    list.starts_with('[').then_some(())?;
    json::elements(list, &mut |element| elements.push(element)).ok()?;
    Some(elements)
}

/// The JSON of a resource that was returned, with its current metadata and time, and other values of some members. A
/// member that it does not have is added.
pub(crate) fn current_json(
    returned: &JsonObject,
    resource: &impl HasMetadata,
    others: Vec<(String, String)>,
) -> String {
    let mut values = others;
    for field in Field::ALL {
        if let Some(object) = resource.metadata_field(field) {
            values.push((field.wire().to_owned(), object.text().to_owned()));
        }
    }
    values.push((
        String::from("updated_at"),
        resource.updated_at().to_string(),
    ));
    replace_members(returned, values)
}

/// What [`current_json`] takes from a resource itself.
fn is_current(name: &str) -> bool {
    name == "updated_at" || Field::ALL.iter().any(|field| field.wire() == name)
}

/// The object with the fields in which two states of a resource differ, given the JSON that the resource would have if
/// it had been created here.
pub(crate) fn with_changed_fields(
    returned: Option<&JsonObject>,
    before: &str,
    after: &str,
) -> Option<JsonObject> {
    let returned = returned?;
    let fields = |text: &str| {
        let mut fields = Vec::new();
        let _ = json::members(text, &mut |name, value| {
            fields.push((name.to_owned(), value.to_owned()));
        });
        fields
    };
    let before = fields(before);
    let mut changed = fields(after);
    changed.retain(|field| !is_current(&field.0) && !before.contains(field));
    Some(JsonObject::from_text(replace_members(returned, changed)))
}

/// The object with other values of some members. A member that it does not have is added.
pub(crate) fn replace_members(object: &JsonObject, mut changed: Vec<(String, String)>) -> String {
    let mut out = String::from("{");
    let mut push = |name: &str, value: &str| {
        if out.len() > 1 {
            out.push(',');
        }
        out.push('"');
        out.push_str(name);
        out.push_str("\":");
        out.push_str(value);
    };
    // The text was validated when it was stored.
    let _ = json::members(object.text(), &mut |name, value| {
        let index = changed.iter().position(|(changed, _)| changed == name);
        match index {
            Some(index) => push(name, &changed.remove(index).1),
            None => push(name, value),
        }
    });
    for (name, value) in &changed {
        push(name, value);
    }
    out.push('}');
    out
}
