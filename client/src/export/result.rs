//! The results of the calls, as JavaScript values.

use clerk_metadata_json::json;
use js_sys::JSON;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use super::error::parsed;
use crate::result::FromResponse;

/// What the core reads from a response: the fields of resources with the names of the npm package, or a count.
pub(super) struct ResultText(String);

impl FromResponse for ResultText {
    fn from_response(names: &str, _: &str) -> serde_json::Result<ResultText> {
        Ok(ResultText(names.to_owned()))
    }
}

pub(super) fn resource(result: &ResultText) -> Result<JsValue, JsValue> {
    to_js(&Fields(&result.0))
}

pub(super) fn count(result: &ResultText) -> Result<JsValue, JsValue> {
    JSON::parse(&result.0)
}

pub(super) fn user_list(users: &ResultText, total: &ResultText) -> Result<JsValue, JsValue> {
    to_js(&UserList {
        data: Users(&users.0),
        total_count: &total.0,
    })
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(value.serialize(&serializer)?)
}

/// The fields of a user, an organization or a membership. Each is the value of its JSON text: metadata and nested resources are not known to serde.
struct Fields<'a>(&'a str);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Vec::new();
        // The core has read the text already.
        let _ = json::members(self.0, &mut |name, value| fields.push((name, value)));
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (name, value) in fields {
            map.serialize_entry(name, &Parsed(value))?;
        }
        map.end()
    }
}

struct Users<'a>(&'a str);

impl Serialize for Users<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut users = Vec::new();
        let _ = json::elements(self.0, &mut |user| users.push(user));
        let mut list = serializer.serialize_seq(Some(users.len()))?;
        for user in users {
            list.serialize_element(&Fields(user))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserList<'a> {
    data: Users<'a>,
    #[serde(serialize_with = "parsed")]
    total_count: &'a str,
}

/// The value of a JSON text.
struct Parsed<'a>(&'a str);

impl Serialize for Parsed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            "null" => serializer.serialize_unit(),
            "true" => serializer.serialize_bool(true),
            "false" => serializer.serialize_bool(false),
            text => parsed(text, serializer),
        }
    }
}
