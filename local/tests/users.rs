//! Users: created, read and removed.

use crate::common::{NOW, Server, request};
use serde_json::{Value, json};

/// The fields that Clerk's OpenAPI document of 2026-05-12 marks as required.
const USER: &str = "id object username first_name last_name has_image primary_email_address_id     primary_phone_number_id primary_web3_wallet_id password_enabled two_factor_enabled     totp_enabled backup_code_enabled email_addresses phone_numbers web3_wallets passkeys     external_accounts saml_accounts enterprise_accounts public_metadata external_id     last_sign_in_at banned locked lockout_expires_in_seconds verification_attempts_remaining     created_at updated_at delete_self_enabled create_organization_enabled last_active_at     mfa_enabled_at mfa_disabled_at legal_accepted_at private_metadata unsafe_metadata";
const EMAIL_ADDRESS: &str =
    "id object email_address verification linked_to reserved created_at updated_at";
const PHONE_NUMBER: &str =
    "id object phone_number verification linked_to reserved created_at updated_at";
const WEB3_WALLET: &str = "id object web3_wallet verification created_at updated_at";
const VERIFICATION: &str = "object status strategy attempts expire_at";

fn assert_has_fields(object: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(object.get(field).is_some(), "{field} in {object}");
    }
}

#[test]
fn a_new_user_has_every_field() {
    let mut server = Server::new();
    let response = server.post(
        r#"{"email_address":["Ada@example.com","b@example.com"],"phone_number":["+1 555 010-0001"],
            "email_address_identification_status":["verified","reserved"],
            "web3_wallet":["0x00000000000000000000000000000000000000Aa"],
            "username":"ada","first_name":"Ada","last_name":null,"locale":"en-GB",
            "external_id":"ext","password":"correct horse","totp_secret":"JBSWY3DPEHPK3PXP",
            "backup_codes":["1","2"],"banned":true,"locked":true,"bypass_client_trust":true,
            "delete_self_enabled":false,"create_organization_enabled":false,
            "create_organizations_limit":3,"created_at":"2012-10-20T07:15:20.902Z",
            "legal_accepted_at":"2012-10-20T07:15:20.902Z","skip_password_checks":null,
            "skip_password_requirement":true,"skip_legal_checks":false,"skip_user_requirement":false,
            "public_metadata":{"b":1.50,"a":[null]},"private_metadata":{"c":12345678901234567890},
            "unsafe_metadata":{}}"#,
    );
    assert_eq!(response.status, 200, "{}", response.body);
    let user = response.body;
    assert_has_fields(&user, USER);
    for (list, fields) in [
        ("email_addresses", EMAIL_ADDRESS),
        ("phone_numbers", PHONE_NUMBER),
        ("web3_wallets", WEB3_WALLET),
    ] {
        assert_has_fields(&user[list][0], fields);
        assert_has_fields(&user[list][0]["verification"], VERIFICATION);
        assert_eq!(user[list][0]["verification"]["status"], "verified");
    }
    let expected = json!({
        "object": "user", "username": "ada", "first_name": "Ada", "last_name": null,
        "locale": "en-GB", "external_id": "ext", "password_enabled": true, "totp_enabled": true,
        "two_factor_enabled": true, "backup_code_enabled": true, "banned": true, "locked": true,
        "bypass_client_trust": true, "delete_self_enabled": false,
        "create_organization_enabled": false, "create_organizations_limit": 3,
        "created_at": 1_350_717_320_902_i64, "legal_accepted_at": 1_350_717_320_902_i64,
        "updated_at": NOW, "last_sign_in_at": null, "mfa_enabled_at": NOW,
        "primary_email_address_id": user["email_addresses"][0]["id"],
        "primary_phone_number_id": user["phone_numbers"][0]["id"],
        "primary_web3_wallet_id": user["web3_wallets"][0]["id"],
        "saml_accounts": [], "passkeys": [],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&user[name], value, "{name}");
    }
    assert_eq!(
        user["email_addresses"][0]["email_address"],
        "Ada@example.com"
    );
    assert_eq!(user["email_addresses"][1]["reserved"], true);
    assert_eq!(user["email_addresses"][1]["verification"], Value::Null);
    assert_eq!(user["phone_numbers"][0]["phone_number"], "+15550100001");
    // The digits of numbers and the order of keys are kept.
    assert_eq!(
        user["public_metadata"].to_string(),
        r#"{"b":1.50,"a":[null]}"#
    );
    assert_eq!(
        user["private_metadata"].to_string(),
        r#"{"c":12345678901234567890}"#
    );
    assert!(!server.lines.concat().contains("correct horse"));
    assert!(!server.lines.concat().contains("JBSWY3DPEHPK3PXP"));
}

#[test]
fn a_user_without_any_parameters() {
    let mut server = Server::new();
    let response =
        server.post(r#"{"skip_user_requirement":true,"email_address":[],"username":""}"#);
    assert_eq!(response.status, 200, "{}", response.body);
    assert_has_fields(&response.body, USER);
    let id = response.body["id"].as_str().unwrap();
    assert_eq!(id.len(), "user_".len() + 27);
    assert!(id.starts_with("user_") && id[5..].bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(response.body["created_at"], NOW);
}

#[test]
fn ids_are_unique_and_sort_by_time() {
    let mut server = Server::new();
    let mut ids = Vec::new();
    for _ in 0..200 {
        let response = server.post(r#"{"skip_user_requirement":true}"#);
        ids.push(response.body["id"].as_str().unwrap().to_owned());
        server.now += 1000;
    }
    let sorted = {
        let mut sorted = ids.clone();
        sorted.sort();
        sorted.dedup();
        sorted
    };
    assert_eq!(ids, sorted);
}

#[test]
fn all_errors_of_a_body_are_reported() {
    let mut server = Server::new();
    let response = server
        .post(r#"{"first_name":1,"nickname":"x","email_address":["a"],"public_metadata":[]}"#);
    assert_eq!(response.status, 422);
    let expected = [
        ("form_param_unknown", "nickname"),
        ("form_param_type_invalid", "first_name"),
        ("form_param_format_invalid", "email_address"),
        ("form_param_value_invalid", "public_metadata"),
    ];
    assert_eq!(response.codes(), expected);
}

#[test]
fn the_host_may_set_additional_fields() {
    let mut server = Server::new();
    let user = server.create(
        r#"{"id":"user_x","created_at":1,"updated_at":2,"last_sign_in_at":3,"last_active_at":4}"#,
    );
    for (name, value) in [
        ("created_at", 1),
        ("updated_at", 2),
        ("last_sign_in_at", 3),
        ("last_active_at", 4),
    ] {
        assert_eq!(user[name], value);
    }
    for (body, code) in [
        (r#"{"id":"user_x"}"#, "form_identifier_exists"),
        (r#"{"id":""}"#, "form_param_format_invalid"),
        (r#"{"id":"count"}"#, "form_param_format_invalid"),
        (r#"{"id":"a/b"}"#, "form_param_format_invalid"),
        (r#"{"id":7}"#, "form_param_type_invalid"),
    ] {
        let error = server
            .backend
            .create(body, NOW, &mut || 0, &mut ())
            .unwrap_err();
        assert_eq!(error.errors[0].code, code, "{body}");
    }
}

#[test]
fn identifiers_of_a_removed_user_are_free() {
    let mut server = Server::new();
    let body = r#"{"username":"ada","email_address":["a@example.com"],"external_id":"e"}"#;
    let id = server.post(body).body["id"].as_str().unwrap().to_owned();
    assert_eq!(server.post(body).code(), "form_identifier_exists");
    let response = server.delete(&id);
    let expected = json!({"object": "user", "id": id, "deleted": true, "external_id": "e"});
    assert_eq!((response.status, response.body), (200, expected));
    assert_eq!(server.delete(&id).status, 404);
    assert_eq!(server.get(&format!("/v1/users/{id}")).status, 404);
    assert_eq!(server.post(body).status, 200);
}

#[test]
fn ids_with_unusual_characters() {
    let table = [
        ("user_é", "user_%C3%A9"),
        ("user_é", "user_é"),
        ("100%", "100%25"),
        ("100%", "100%"),
        ("a?b#c", "a%3Fb%23c"),
        ("user_🙂", "user_%F0%9F%99%82"),
        ("metadata", "metadata"),
        ("%41", "%2541"),
        ("a'\"b", "a'%22b"),
        ("__proto__", "__proto__"),
    ];
    for (id, segment) in table {
        let mut server = Server::new();
        let body = json!({ "id": id }).to_string();
        assert_eq!(server.create(&body)["id"], id);
        server.create(r#"{"id":"A"}"#);
        let response = server.get(&format!("/v1/users/{segment}"));
        assert_eq!(
            (response.status, &response.body["id"]),
            (200, &json!(id)),
            "{segment}"
        );
        let response = server.patch(segment, r#"{"public_metadata":{"seen":true}}"#);
        assert_eq!(response.status, 200, "{segment}");
        assert_eq!(server.metadata(id, "public_metadata"), r#"{"seen":true}"#);
        assert_eq!(server.delete(segment).body["id"], id);
        assert_eq!(server.backend.store().len(), 1);
    }
}

#[test]
fn seeded_users_are_plausible_and_deterministic() {
    let mut server = Server::new();
    assert_eq!(server.backend.seed(200, NOW, &mut server.lines), Ok(200));
    let mut other = Server::new();
    assert_eq!(other.backend.seed(150, NOW, &mut ()), Ok(150));
    assert_eq!(other.backend.seed(200, NOW, &mut ()), Ok(50));
    assert!(server.backend.store() == other.backend.store());
    assert_eq!(server.lines.len(), 200);

    let page = server.send(&request("GET", "/v1/users?limit=500", ""));
    assert_eq!(page.ids().len(), 200);
    for user in page.body.as_array().unwrap() {
        assert_has_fields(user, USER);
        let email = user["email_addresses"][0]["email_address"]
            .as_str()
            .unwrap();
        assert!(
            email.is_ascii() && email.ends_with("@example.com"),
            "{email}"
        );
        assert!(user["first_name"].is_string() && user["last_name"].is_string());
        assert!(user["public_metadata"]["plan"].is_string());
        assert!(user["created_at"].as_i64().unwrap() < NOW);
    }
    // At another time the users are the same.
    let mut later = Server::new();
    assert_eq!(later.backend.seed(10, NOW + 1_000_000_000, &mut ()), Ok(10));
    assert!(
        later
            .backend
            .store()
            .users_from(0)
            .all(|(_, user)| server.backend.get(&user.id).is_some())
    );
}
