//! The table of list parameters, against what the npm package declares.

use std::collections::BTreeMap;

use clerk_metadata::core::request::list_params::{Kind, PARAMETERS};

const TYPES: &str = include_str!("../../pkg/types/user-list.d.ts");

/// The members of the interface `UserListParams`, each with its type.
fn declared_parameters() -> BTreeMap<&'static str, &'static str> {
    let (_, body) = TYPES
        .split_once("export interface UserListParams {")
        .expect("declared");
    let (body, _) = body.split_once("\n}").expect("closed");
    body.lines()
        .filter_map(|line| {
            line.strip_prefix("  ")?
                .strip_suffix(';')?
                .split_once("?: ")
        })
        .collect()
}

#[test]
fn the_types_declare_each_parameter() {
    let mut declared = declared_parameters();
    for parameter in PARAMETERS {
        let name = parameter.name;
        let of_type = declared.remove(name).expect(name);
        let expected = match parameter.kind {
            Kind::Number => "number | undefined",
            Kind::Flag => "boolean | undefined",
            Kind::Text if name == "orderBy" => {
                "UserOrder | `+${UserOrder}` | `-${UserOrder}` | undefined"
            }
            Kind::Text => "string | undefined",
            Kind::Texts => "readonly string[] | string | undefined",
            Kind::Id => panic!("{} is no parameter of a list", parameter.name),
        };
        assert_eq!(of_type, expected, "{name}");
    }
    assert!(declared.is_empty(), "no parameters: {declared:?}");
}
