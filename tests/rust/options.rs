//! The table of options, against what the npm package declares.

use std::collections::BTreeMap;

use clerk_metadata::core::options::table::{OPTIONS, OptionField, OptionRow, Scope};

const TYPES: &str = include_str!("../../pkg/types/options.d.ts");

/// Names that only JavaScript knows: the binding has a table of them.
const HOST_OPTIONS: [(&str, Scope); 5] = [
    ("signal", Scope::Call),
    ("fetch", Scope::Client),
    ("onRequest", Scope::Client),
    ("onResponse", Scope::Client),
    ("onRetry", Scope::Client),
];

/// The members of an interface, each with its type, if that is on the same line.
fn members(interface: &str) -> BTreeMap<&'static str, &'static str> {
    let (_, rest) = TYPES
        .split_once(&format!("export interface {interface} "))
        .unwrap();
    let (body, _) = rest.split_once("\n}").unwrap();
    body.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once("?:"))
        .filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .map(|(name, of_type)| (name, of_type.trim().trim_end_matches(';')))
        .collect()
}

#[test]
fn the_types_declare_each_option() {
    let mut declared = [members("CallOptions"), members("ClerkClientOptions")];
    let mut take = |name: &str, scope| {
        declared[usize::from(scope == Scope::Client)]
            .remove(name)
            .expect(name)
    };
    for OptionRow { name, scope, field } in &OPTIONS {
        let expected = match field {
            OptionField::Text(_) => "string | undefined",
            OptionField::Number(_) => "number | undefined",
            OptionField::Flag(_) => "boolean | undefined",
            OptionField::Texts(_) => "readonly string[] | undefined",
            OptionField::NameAndVersion(_) => "",
        };
        assert_eq!(take(name, *scope), expected, "{name}");
    }
    for (name, scope) in HOST_OPTIONS {
        take(name, scope);
    }
    assert!(
        declared.iter().all(BTreeMap::is_empty),
        "no options: {declared:?}"
    );
}
