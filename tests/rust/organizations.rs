//! Requests and responses of the methods of `clerk.organizations`.

use crate::support::declarations::interface;
use crate::support::{SentRequest, cases, fixture, sent, text};
use clerk_metadata::core::metadata::params::unknown_field;
use clerk_metadata::core::request::list_params::{ORGANIZATION_PARAMETERS, parameter};
use clerk_metadata::core::response::http_response;
use clerk_metadata::core::response::organization::{ORGANIZATION, ORGANIZATION_MEMBERSHIP};
use clerk_metadata::core::{
    Config, Error, Field, HttpResponse, Input, JsonObject, ListParams, MetadataParams, Operation,
    Options, Owner,
};
use serde_json::{Map, Value};

fn config() -> Config {
    let secret_key = Some(String::from("sk_test_fake"));
    Config::new(&Options {
        secret_key,
        ..Options::default()
    })
    .unwrap()
}

/// The request of a case, whose arguments are those of the method in JavaScript.
fn request(case: &Value) -> Result<SentRequest, Error> {
    let operation = text(case, "operation");
    let args = cases(&case["args"]);
    let params = args.last().unwrap().as_object().unwrap();
    if operation == "getOrganization" {
        return sent_with_list(operation, params);
    }
    let is_membership = operation == "updateOrganizationMembershipMetadata";
    let owner = if is_membership {
        Owner::Membership
    } else {
        Owner::Organization
    };
    let (organization_id, user_id) = if is_membership {
        (params["organizationId"].as_str(), params["userId"].as_str())
    } else {
        (args[0].as_str(), None)
    };
    let mut texts = [const { None }; 3];
    for (name, value) in params {
        if is_membership && matches!(name.as_str(), "organizationId" | "userId") {
            continue;
        }
        let Some(at) = Field::ALL.iter().position(|field| field.name() == name) else {
            return Err(unknown_field(owner, name));
        };
        texts[at] = Some(value.to_string());
    }
    let mut fields = [None; 3];
    for ((field, text), name) in fields.iter_mut().zip(&texts).zip(Field::ALL) {
        if let Some(text) = text {
            *field = Some(JsonObject::parse(name.name(), text)?);
        }
    }
    let [public, private, unsafe_] = fields;
    let input = Input {
        user_id,
        organization_id,
        metadata: MetadataParams {
            public,
            private,
            unsafe_,
        },
        list: None,
    };
    sent(&config(), operation, input)
}

fn sent_with_list(operation: &str, params: &Map<String, Value>) -> Result<SentRequest, Error> {
    let mut list = ListParams::default();
    for (name, value) in params {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), String::from);
        list.add(parameter(ORGANIZATION_PARAMETERS, name)?, &value);
    }
    let input = Input {
        list: Some(&list),
        ..Input::default()
    };
    sent(&config(), operation, input)
}

#[test]
fn the_requests_of_the_fixtures() {
    for case in cases(&fixture("organization_requests.json")) {
        let name = text(case, "name");
        match (request(case), case.get("request"), case.get("error")) {
            (Ok(request), Some(expected), None) => {
                assert_eq!(request.method, text(expected, "method"), "{name}");
                let url = format!("https://api.clerk.com{}", text(expected, "path"));
                assert_eq!(request.url, url, "{name}");
                assert_eq!(request.body.as_deref(), expected["body"].as_str(), "{name}");
            }
            (Err(error), None, Some(expected)) => {
                assert_eq!(error.code(), text(expected, "code"), "{name}");
                assert_eq!(error.path(), Some(text(expected, "path")), "{name}");
                assert_eq!(error.to_string(), text(expected, "message"), "{name}");
            }
            (outcome, ..) => panic!("{name}: {outcome:?}"),
        }
    }
}

#[test]
fn the_responses_of_the_fixtures() {
    for case in cases(&fixture("organization_responses.json")) {
        let name = text(case, "name");
        let expected = Operation::named(text(case, "operation")).unwrap().expected;
        let response = HttpResponse {
            status: 200,
            body: case["body"].to_string(),
            ..HttpResponse::default()
        };
        match (http_response::read(&response, expected), case.get("error")) {
            (Ok(found), None) => {
                let found: Value = serde_json::from_str(&found).unwrap();
                // Compared as text, which includes the order of keys.
                assert_eq!(found.to_string(), case["result"].to_string(), "{name}");
            }
            (Err(error), Some(expected)) => {
                assert_eq!(error.code(), text(expected, "code"), "{name}");
                assert_eq!(error.to_string(), text(expected, "message"), "{name}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
}

#[test]
fn an_id_and_a_slug_cannot_be_combined() {
    for names in [["organizationId", "slug"], ["slug", "organizationId"]] {
        let params = names
            .map(|name| (String::from(name), Value::from("org_1")))
            .into_iter()
            .collect();
        let error = sent_with_list("getOrganization", &params).unwrap_err();
        assert_eq!(error.path(), Some("slug"));
        assert_eq!(
            error.to_string(),
            "slug: cannot be combined with organizationId. Remove one of them."
        );
    }
}

#[test]
fn neither_an_id_nor_a_slug() {
    let error = sent_with_list("getOrganization", &Map::new()).unwrap_err();
    assert_eq!(
        (error.code(), error.path()),
        ("invalid_organization_id", Some("organizationId"))
    );
}

#[test]
fn the_ids_are_validated_before_the_metadata() {
    for (ids, path) in [
        ((None, None), "organizationId"),
        ((Some("org_1"), None), "userId"),
        ((Some("org_1"), Some("user_1")), "params"),
    ] {
        let input = Input {
            organization_id: ids.0,
            user_id: ids.1,
            ..Input::default()
        };
        let error = sent(&config(), "updateOrganizationMembershipMetadata", input).unwrap_err();
        assert_eq!(error.path(), Some(path));
    }
}

#[test]
fn a_misspelled_id_of_a_membership_is_named() {
    for (name, hint) in [
        ("organisationId", "Did you mean organizationId?"),
        ("userID", "Did you mean userId?"),
        ("user", "Did you mean userId?"),
        ("role", "Expected publicMetadata or privateMetadata."),
    ] {
        let error = unknown_field(Owner::Membership, name);
        assert_eq!(error.to_string(), format!("{name}: unknown field. {hint}"));
    }
    let error = unknown_field(Owner::Organization, "userID");
    assert_eq!(
        error.to_string(),
        "userID: unknown field. Expected publicMetadata or privateMetadata."
    );
}

/// The complete responses of the fixtures have every field, and so do the types of the npm package.
#[test]
fn the_types_declare_every_field() {
    let fixture = fixture("organization_responses.json");
    let resources = include_str!("../../pkg/types/organization-resources.d.ts");
    let json = include_str!("../../pkg/types/organization-json.d.ts");
    for (case, resource, fields, members) in [
        (0, &ORGANIZATION, "OrganizationFields", "OrganizationJSON"),
        (
            2,
            &ORGANIZATION_MEMBERSHIP,
            "OrganizationMembershipFields",
            "OrganizationMembershipJSON",
        ),
    ] {
        let case = &cases(&fixture)[case];
        let declared = interface(resources, fields);
        assert_eq!(
            declared.matches("\n  readonly ").count(),
            resource.fields().len()
        );
        for field in resource.fields() {
            let (name, wire) = (field.name(), field.wire);
            assert!(case["result"].get(name).is_some(), "{name}");
            assert!(case["body"].get(wire).is_some(), "{wire}");
            let declares = |text: &str, name: &str| {
                text.contains(&format!("{name}: ")) || text.contains(&format!("{name}?: "))
            };
            assert!(
                declares(declared, &format!("\n  readonly {name}")),
                "{name}"
            );
            assert!(
                declares(interface(json, members), &format!("\n  {wire}")),
                "{wire}"
            );
        }
    }
}
