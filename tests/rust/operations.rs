//! The table of operations, against the client and the types of the npm package.

use clerk_metadata::core::Operation;
use clerk_metadata::core::request::operation::OPERATIONS;

const CLIENT: &str = include_str!("../../pkg/src/client.js");
const TYPES: [&str; 3] = [
    include_str!("../../pkg/types/calls.d.ts"),
    include_str!("../../pkg/types/client.d.ts"),
    include_str!("../../pkg/types/organizations.d.ts"),
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
    let mut methods = Vec::new();
    for table in ["USER_METHODS", "ORGANIZATION_METHODS"] {
        let (_, rows) = CLIENT
            .split_once(&format!("const {table} = {{\n"))
            .expect(table);
        let (rows, _) = rows.split_once("\n};").unwrap();
        methods.extend(rows.lines().filter_map(|row| row.trim().split(':').next()));
    }
    assert_eq!(
        methods,
        OPERATIONS.each_ref().map(|operation| operation.name)
    );
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
