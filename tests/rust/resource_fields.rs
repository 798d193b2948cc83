//! Writes pkg/src/resource-fields.js from the tables of the core, and compares it:
//! `CLERK_METADATA_WRITE=1 cargo test --test rust resource_fields`.

use std::fmt::Write;
use std::{env, fs};

use clerk_metadata::core::resource::{Field, Kind, Resource};
use clerk_metadata::core::response::body::{MEMBERSHIP_BODY, USER_BODY};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/src/resource-fields.js");

const HEAD: &str = r#"// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Constructors that set the fields of each resource from its JSON. Generated from src/core/response:
// `CLERK_METADATA_WRITE=1 cargo test --test rust resource_fields`.
//
// The public classes have no such constructors, so these share their prototypes. Objects from literals with `__proto__`
// would get a hidden class each once `raw` is added: 1 KB and 2 µs.
"#;

/// The class of a resource that a field holds.
fn class(field: &Field) -> &'static str {
    match field.wire {
        "email_addresses" => "EmailAddress",
        "phone_numbers" => "PhoneNumber",
        "web3_wallets" => "Web3Wallet",
        "external_accounts" => "ExternalAccount",
        "enterprise_accounts" => "EnterpriseAccount",
        "enterprise_connection" => "EnterpriseAccountConnection",
        "verification" => "Verification",
        "linked_to" => "IdentificationLink",
        "organization" => "Organization",
        "public_user_data" => "OrganizationMembershipPublicUserData",
        wire => panic!("name the class of {wire}"),
    }
}

/// The value of a field in JavaScript.
fn value(field: &Field) -> String {
    let json = format!("json.{}", field.wire);
    match field.kind {
        Kind::Value if field.name().ends_with("URL") => format!("parseUrl({json})"),
        Kind::Value | Kind::Alias => format!("{json} ?? null"),
        Kind::Optional => json,
        Kind::WithDefault(default) => format!("{json} ?? {default}"),
        Kind::One(_) => format!("createOne({}Fields, {json})", class(field)),
        Kind::Many(_) => format!("createMany({}Fields, {json})", class(field)),
    }
}

/// Appends the constructor of a resource, after those of the resources that it holds.
fn push_function(
    out: &mut String,
    classes: &mut Vec<&'static str>,
    name: &'static str,
    resource: &Resource,
) {
    if classes.contains(&name) {
        return;
    }
    for field in resource.fields() {
        if let Kind::One(inner) | Kind::Many(inner) = field.kind {
            push_function(out, classes, class(field), inner);
        }
    }
    classes.push(name);
    let mut fields = String::new();
    for field in resource.fields() {
        writeln!(fields, "  this.{} = {};", field.name(), value(field)).unwrap();
    }
    write!(
        out,
        "\n/**\n * @this {{any}}\n * @param {{any}} json\n */\nexport function {name}Fields(json) {{\n{fields}}}\n"
    )
    .unwrap();
}

#[test]
fn the_package_creates_resources_with_the_fields_of_the_tables() {
    let (mut functions, mut classes) = (String::new(), Vec::new());
    push_function(&mut functions, &mut classes, "User", USER_BODY.fields);
    let membership = "OrganizationMembership";
    push_function(
        &mut functions,
        &mut classes,
        membership,
        MEMBERSHIP_BODY.fields,
    );
    classes.sort_unstable();
    let prototypes: String = classes
        .iter()
        .map(|name| format!("  {name}Fields.prototype = {name}.prototype;\n"))
        .collect();
    write!(
        functions,
        "\n/** Called once, before a constructor. Not when this file is loaded, so that bundlers can drop it. */\nexport function setPrototypes() {{\n{prototypes}}}\n"
    )
    .unwrap();
    let expected = format!(
        "{HEAD}import {{ createMany, createOne, parseUrl }} from \"./nested-resources.js\";\nimport {{\n  {},\n}} from \"./resource-classes.js\";\n{functions}",
        classes.join(",\n  ")
    );
    if env::var_os("CLERK_METADATA_WRITE").is_some() {
        fs::write(PATH, &expected).unwrap();
    }
    let actual = fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        actual == expected,
        "pkg/src/resource-fields.js differs from the tables: CLERK_METADATA_WRITE=1 cargo test --test rust resource_fields"
    );
}
