//! The fields of a user, compared with a simple implementation based on `serde_json` values.

use std::collections::BTreeSet;

use crate::support::declarations::interface;
use crate::support::{Nulls, cases, fixture, text};
use clerk_metadata::core::resource::{Field, Kind, Resource};
use clerk_metadata::core::response::body::{
    BodyResource, MEMBERSHIP_BODY, ORGANIZATION_BODY, USER_BODY, Unreadable,
};
use clerk_metadata::core::response::user::USER;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn user(text: &str) -> Result<String, Unreadable> {
    USER_BODY.read(text)
}

/// Renames the fields of an object according to the same tables.
fn renamed(resource: &Resource, object: &Map<String, Value>) -> Value {
    let field = |field: &Field| {
        let value = object.get(field.wire);
        if matches!(field.kind, Kind::Optional) && value.is_none() {
            return None;
        }
        let present = value.filter(|value| !value.is_null());
        let default = |text| serde_json::from_str::<Value>(text).unwrap();
        let value = match &field.kind {
            Kind::Value | Kind::Alias | Kind::Optional => value.cloned().unwrap_or_default(),
            Kind::WithDefault(text) => present.cloned().unwrap_or_else(|| default(text)),
            Kind::One(inner) => match present {
                Some(Value::Object(object)) => renamed(inner, object),
                _ => Value::Null,
            },
            Kind::Many(inner) => match present {
                Some(Value::Array(list)) => list
                    .iter()
                    .filter_map(Value::as_object)
                    .map(|object| renamed(inner, object))
                    .collect(),
                _ => json!([]),
            },
        };
        Some((field.name().to_owned(), value))
    };
    resource.fields().iter().filter_map(field).collect()
}

/// An object of a resource: most of its fields in any order, some twice, with values of the right or a wrong type,
/// and unknown fields.
fn object(resource: &'static Resource) -> BoxedStrategy<Vec<(String, String)>> {
    let field = prop::sample::select(resource.fields().iter().collect::<Vec<_>>());
    let known = field.prop_flat_map(|field| {
        let odd = crate::support::json(Nulls::Anywhere).prop_map(|value| value.to_string());
        let fitting = match &field.kind {
            Kind::One(inner) => object(inner).prop_map(object_text).boxed(),
            Kind::Many(inner) => prop::collection::vec(object(inner).prop_map(object_text), 0..3)
                .prop_map(|list| format!("[{}]", list.join(" , ")))
                .boxed(),
            _ => odd.clone().boxed(),
        };
        let value = prop_oneof![4 => fitting, 1 => odd, 1 => Just(String::from("null"))];
        (key_text(field.wire), value)
    });
    let unknown = (crate::support::key(), crate::support::json(Nulls::Anywhere))
        .prop_map(|(key, value)| (json!(key).to_string(), value.to_string()));
    prop::collection::vec(prop_oneof![8 => known, 1 => unknown], 0..24).boxed()
}

/// A key as JSON text, sometimes with unnecessary escapes.
fn key_text(key: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        8 => Just(json!(key).to_string()),
        1 => Just(json!(key).to_string().replace('_', "\\u005f").replace('i', "\\u0069")),
    ]
}

fn object_text(members: Vec<(String, String)>) -> String {
    let members = members
        .iter()
        .map(|(key, value)| format!("{key} : {value}"));
    format!("{{ {} }}", members.collect::<Vec<_>>().join(","))
}

proptest! {
    #[test]
    fn a_resource_is_renamed_according_to_the_tables(
        (body, mut members) in prop::sample::select(vec![&USER_BODY, &ORGANIZATION_BODY, &MEMBERSHIP_BODY])
            .prop_flat_map(|body: &'static BodyResource| (Just(body), object(body.fields)))
    ) {
        // Added last, because the last of several members with one key is used.
        members.push((String::from("\"object\""), json!(body.object).to_string()));
        members.push((String::from("\"id\""), String::from("\"id_1\"")));
        let text = object_text(members);
        let Value::Object(parsed) = serde_json::from_str(&text).unwrap() else { panic!("an object") };
        let expected = renamed(body.fields, &parsed);
        let found: Value = serde_json::from_str(&body.read(&text).unwrap()).unwrap();
        // Compared as text, which includes the order of keys.
        prop_assert_eq!(found.to_string(), expected.to_string());
    }

    #[test]
    fn metadata_is_kept_as_written(metadata in crate::support::object(Nulls::Anywhere), pretty: bool) {
        let metadata = if pretty { format!("{metadata:#}") } else { metadata.to_string() };
        let text = format!(r#"{{"object":"user","id":"user_1","public_metadata":{metadata}}}"#);
        let expected = format!(r#""publicMetadata":{metadata},"privateMetadata":{{}},"#);
        prop_assert!(user(&text).unwrap().contains(&expected));
    }
}

#[test]
fn numbers_are_kept_as_written() {
    let text = r#"{"object":"user","id":"user_1","created_at":1.70e12,"public_metadata":{"a":1e400,"b":-0}}"#;
    let user = user(text).unwrap();
    assert!(
        user.contains(r#""createdAt":1.70e12,"#) && user.contains(r#"{"a":1e400,"b":-0}"#),
        "{user}"
    );
}

/// The table and every table that its fields refer to.
fn tables(resource: &'static Resource) -> Vec<&'static Resource> {
    let inner = resource.fields().iter().flat_map(|field| match field.kind {
        Kind::One(inner) | Kind::Many(inner) => tables(inner),
        _ => Vec::new(),
    });
    inner.chain([resource]).collect()
}

#[test]
fn names_and_defaults_of_the_tables_are_valid() {
    let bodies = [&USER_BODY, &ORGANIZATION_BODY, &MEMBERSHIP_BODY];
    for table in bodies.into_iter().flat_map(|body| tables(body.fields)) {
        let names: BTreeSet<_> = table.fields().iter().map(Field::name).collect();
        assert_eq!(
            names.len(),
            table.fields().len(),
            "a duplicate name in {names:?}"
        );
        for (at, field) in table.fields().iter().enumerate() {
            // Names are copied into JSON text without escapes.
            let name = field.name();
            assert!(
                name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{name}"
            );
            // Only a field of this kind may share its API name with another field.
            let is_alias = table.fields()[..at]
                .iter()
                .any(|other| other.wire == field.wire);
            assert_eq!(is_alias, matches!(field.kind, Kind::Alias), "{name}");
            if let Kind::WithDefault(default) = field.kind {
                assert!(serde_json::from_str::<Value>(default).is_ok(), "{default}");
            }
        }
    }
}

/// The complete response of the fixtures has every field of the table, under the right names.
#[test]
fn a_complete_response_has_every_field() {
    let fixture = fixture("responses.json");
    let whole = &cases(&fixture)[0];
    let wire: Value = serde_json::from_str(text(&whole["response"], "body")).unwrap();
    for field in USER.fields() {
        assert!(
            wire.get(field.wire).is_some(),
            "the fixture lacks {}",
            field.wire
        );
        assert!(
            whole["user"].get(field.name()).is_some(),
            "the fixture lacks {}",
            field.name()
        );
    }
    assert_eq!(
        whole["user"].as_object().unwrap().len(),
        USER.fields().len()
    );
}

#[test]
fn the_types_declare_every_field() {
    let resources = include_str!("../../pkg/types/resources.d.ts");
    let json = include_str!("../../pkg/types/json.d.ts");
    for field in USER.fields() {
        let (name, wire) = (field.name(), field.wire);
        let readonly = format!("\n  readonly {name}: ");
        assert!(
            interface(resources, "UserFields").contains(&readonly),
            "{name}"
        );
        let members = interface(json, "UserJSON");
        let declares = |after: &str| members.contains(&format!("\n  {wire}{after}: "));
        assert!(declares("") || declares("?"), "{wire}");
    }
}
