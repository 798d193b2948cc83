//! The params of the methods that change metadata.

use clerk_metadata::core::Field;
use clerk_metadata::core::metadata::field::Owner;
use clerk_metadata::core::metadata::json_object::not_an_object;
use clerk_metadata::core::metadata::params::unknown_field;
use js_sys::{Map, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::host;
use super::json::Json;
use super::json_value::Copy;
use super::rejection::{Problem, Rejection, ValuePath};

/// The JSON text of each field, in the order of [`Field::ALL`].
pub(super) type Texts = [Option<String>; 3];

/// Reads the fields of a user, an organization or a membership.
pub(super) fn texts(owner: Owner, params: &JsValue) -> Result<Texts, Rejection> {
    // Without parameters, the core rejects the call after it has validated the IDs.
    if params.is_undefined() || params.is_null() {
        return Ok(Texts::default());
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
            return Err(unknown_field(owner, &key).into());
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

/// The metadata fields that a call changes, and the IDs of the resource to which they belong. An ID that is not text is
/// `None`: the core rejects it.
pub(super) struct Change {
    pub(super) organization_id: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) texts: Texts,
}

impl Change {
    /// Reads the parameters of `updateOrganizationMembershipMetadata`, in which the IDs are next to the fields. Each is
    /// read once.
    pub(super) fn of_membership(params: &JsValue) -> Result<Change, Rejection> {
        // Without a prototype, so that `__proto__` is a member.
        let metadata = Object::create(JsValue::NULL.unchecked_ref());
        let mut ids = [None, None];
        if !params.is_undefined() && !params.is_null() {
            let mut path = ValuePath::default();
            copy_members(params, &metadata, &mut ids, &mut path).map_err(|problem| {
                let path = match path.text() {
                    path if path.is_empty() => String::from("params"),
                    path => path,
                };
                Rejection::at(path, "invalid_params", problem)
            })?;
        }
        let [organization_id, user_id] = ids;
        Ok(Change {
            organization_id,
            user_id,
            texts: texts(Owner::Membership, &metadata)?,
        })
    }
}

/// Copies the members of an object, except for the IDs.
fn copy_members(
    params: &JsValue,
    metadata: &Object,
    [organization_id, user_id]: &mut [Option<String>; 2],
    path: &mut ValuePath,
) -> Result<(), Problem> {
    if !host::is_plain_object(params)? {
        return Err(Problem::invalid(
            "must be a plain object such as { organizationId, userId, publicMetadata: { … } }.",
        ));
    }
    for key in host::keys(params)?.iter() {
        path.push_key(&key);
        let value = Reflect::get(params, &key)?;
        path.pop();
        match key.as_string().as_deref() {
            Some("organizationId") => *organization_id = value.as_string(),
            Some("userId") => *user_id = value.as_string(),
            _ => {
                Reflect::set(metadata, &key, &value)?;
            }
        }
    }
    Ok(())
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
