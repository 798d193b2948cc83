//! The table of options, against what the npm package declares.

use std::collections::BTreeMap;

use clerk_metadata::core::options::table::{OPTIONS, OptionField, OptionRow, Scope};

const TYPES: &str = include_str!("../../pkg/types/options.d.ts");

/// The rows of the binding's table, which is compiled for wasm only: name, scope and kind.
fn host_options() -> Vec<[&'static str; 3]> {
    let (_, table) = include_str!("../../src/wasm/options.rs")
        .split_once("static HOST_OPTIONS")
        .unwrap();
    let (table, _) = table.split_once("];").unwrap();
    let rows = table.lines().filter_map(|line| {
        let row = line.trim().strip_prefix("host(\"")?.strip_suffix("),")?;
        let mut parts = row.split(',').map(|part| part.trim().trim_end_matches('"'));
        Some([parts.next()?, parts.next()?, parts.next()?])
    });
    rows.collect()
}

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
    let mut declared = ["CallOptions", "ClerkClientOptions", "IgnoredClerkOptions"].map(members);
    let mut take = |interface: usize, name: &str| declared[interface].remove(name).expect(name);
    for OptionRow { name, scope, field } in &OPTIONS {
        let expected = match field {
            OptionField::Text(_) => "string | undefined",
            OptionField::Number(_) => "number | undefined",
            OptionField::Flag(_) => "boolean | undefined",
            OptionField::Texts(_) => "readonly string[] | undefined",
            OptionField::NameAndVersion(_) => "",
        };
        let found = take(usize::from(*scope == Scope::Client), name);
        assert_eq!(found, expected, "{name}");
    }
    for [name, scope, kind] in host_options() {
        let interface = match (scope, kind) {
            ("Scope::Call", _) => 0,
            (_, "Kind::Ignored") => 2,
            _ => 1,
        };
        take(interface, name);
    }
    let is_empty = declared.iter().all(BTreeMap::is_empty);
    assert!(is_empty, "in the types only: {declared:?}");
}
