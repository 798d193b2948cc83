//! The structs have every field of the core's tables.

use clerk_metadata::core::resource::{Kind, Resource};
use clerk_metadata::core::response::organization::{ORGANIZATION, ORGANIZATION_MEMBERSHIP};
use clerk_metadata::core::response::user::USER;
use clerk_metadata_client::{
    EmailAddress, EnterpriseAccount, EnterpriseConnection, ExternalAccount, IdentificationLink,
    Organization, OrganizationMembership, PhoneNumber, PublicUserData, User, Verification,
    Web3Wallet,
};

/// The `Debug` output of an empty part of a user, by the name of its field.
fn part(field: &str) -> String {
    match field {
        "email_addresses" => format!("{:?}", EmailAddress::default()),
        "phone_numbers" => format!("{:?}", PhoneNumber::default()),
        "web3_wallets" => format!("{:?}", Web3Wallet::default()),
        "external_accounts" => format!("{:?}", ExternalAccount::default()),
        "enterprise_accounts" => format!("{:?}", EnterpriseAccount::default()),
        "enterprise_connection" => format!("{:?}", EnterpriseConnection::default()),
        "verification" => format!("{:?}", Verification::default()),
        "linked_to" => format!("{:?}", IdentificationLink::default()),
        "organization" => organization(),
        "public_user_data" => format!("{:?}", PublicUserData::default()),
        _ => panic!("{field} has no struct in client/src"),
    }
}

fn organization() -> String {
    let text = r#"{"object":"organization","id":"org_1"}"#;
    format!("{:?}", Organization::from_json(text).unwrap())
}

fn assert_has_fields(resource: &Resource, debug: &str) {
    assert!(!resource.fields().is_empty());
    for field in resource.fields() {
        // `type` is a keyword of Rust.
        let name = if field.wire == "type" {
            "kind"
        } else {
            field.wire
        };
        assert!(
            debug.contains(&format!(" {name}: ")),
            "{name} is missing in {debug}"
        );
        if let Kind::One(inner) | Kind::Many(inner) = &field.kind {
            assert_has_fields(inner, &part(field.wire));
        }
    }
}

#[test]
fn a_user_and_its_parts_have_every_field() {
    let user = User::from_json(r#"{"object":"user","id":"user_1"}"#).unwrap();
    assert_has_fields(&USER, &format!("{user:?}"));
}

#[test]
fn an_organization_and_a_membership_have_every_field() {
    assert_has_fields(&ORGANIZATION, &organization());
    let text = r#"{"object":"organization_membership","id":"orgmem_1"}"#;
    let membership = OrganizationMembership::from_json(text).unwrap();
    assert_has_fields(&ORGANIZATION_MEMBERSHIP, &format!("{membership:?}"));
}
