//! The table of operations, against the client and the types of the npm package.

use clerk_metadata::core::Operation;
use clerk_metadata::core::request::operation::OPERATIONS;

const CLIENT: &str = include_str!("../../pkg/src/client.js");
const TYPES: [&str; 2] = [
    include_str!("../../pkg/types/calls.d.ts"),
    include_str!("../../pkg/types/client.d.ts"),
];
/// The arguments of each method, for `prepareRequest`.
const ARGUMENTS: &str = include_str!("../../pkg/types/prepare-request.d.ts");

#[test]
fn each_operation_has_one_name() {
    for operation in &OPERATIONS {
        let found = Operation::named(operation.name).unwrap();
        assert!(std::ptr::eq(found, operation), "{}", operation.name);
    }
    for name in [
        "",
        "replaceUserMetadata2",
        "ReplaceUserMetadata",
        "deleteUser",
        "updateUser",
        "constructor",
    ] {
        let error = Operation::named(name).unwrap_err();
        assert_eq!(
            (error.code(), error.path()),
            ("invalid_params", Some("operation")),
            "{name}"
        );
    }
}

#[test]
fn the_client_has_a_method_for_each_operation() {
    let (_, users) = CLIENT.split_once("users: {").unwrap();
    let (users, _) = users.split_once("\n    },\n").unwrap();
    let methods: Vec<_> = users
        .lines()
        .filter_map(|line| line.strip_prefix("      "))
        .filter(|line| line.starts_with(|char: char| char.is_ascii_lowercase()))
        .filter_map(|line| line.split([':', '(']).next())
        .collect();
    assert_eq!(
        methods,
        OPERATIONS.each_ref().map(|operation| operation.name)
    );
    for Operation { name, .. } in &OPERATIONS {
        assert!(CLIENT.contains(&format!("\"{name}\"")), "{name}");
        let input = format!("\n  {name}: ");
        assert!(CLIENT.contains(&input), "{name} is missing in INPUTS");
    }
}

#[test]
fn the_types_declare_each_operation() {
    for operation in &OPERATIONS {
        let method = format!("\n  {}<", operation.name);
        let declared = TYPES.iter().map(|types| types.matches(&method).count());
        assert_eq!(declared.sum::<usize>(), 1, "{}", operation.name);
        let arguments = format!("\n  {}: [", operation.name);
        assert_eq!(ARGUMENTS.matches(&arguments).count(), 1, "{arguments}");
    }
}
