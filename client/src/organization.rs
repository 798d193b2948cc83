//! The `Organization` and `OrganizationMembership` resources, and the parameters of `get_organization`.

use std::fmt;

use clerk_metadata::core::ListParams;
use clerk_metadata::core::request::list_params::{ORGANIZATION_PARAMETERS, parameter};
use clerk_metadata::core::response::body::{MEMBERSHIP_BODY, ORGANIZATION_BODY};
use clerk_metadata_json::json;
use serde::de::DeserializeOwned;

use crate::resource::{Metadata, resource, resource_json};

resource! {
    /// An organization. It serializes as the JSON of the Backend API, with every field and with numbers as they were
    /// written, and deserializes from it.
    ///
    /// A field that the Backend API leaves out, or writes with another type, has its empty value; [`Organization::json`]
    /// has what was sent. Times are milliseconds since 1970.
    ///
    /// ```
    /// use clerk_metadata_client::Organization;
    ///
    /// let json = r#"{"object":"organization","id":"org_2abc","name":"Acme","public_metadata":{"seats":5}}"#;
    /// let organization = Organization::from_json(json)?;
    /// assert_eq!(organization.name, "Acme");
    /// assert_eq!(organization.public_metadata::<serde_json::Value>()?["seats"], 5);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Organization in organization_names {
        /// The ID.
        pub id: String,
        /// The name.
        pub name: String,
        /// The name in URLs.
        pub slug: String,
        /// The URL of the logo.
        pub image_url: String,
        /// Whether the organization has a logo.
        pub has_image: bool,
        /// When it was created.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
        public_metadata: Metadata,
        private_metadata: Metadata,
        /// The maximum number of members. 0: no limit.
        pub max_allowed_memberships: i64,
        /// Whether administrators can delete it.
        pub admin_delete_enabled: bool,
        /// The number of members, if the call asked for it.
        pub members_count: Option<i64>,
        /// The ID of the user who created it.
        pub created_by: Option<String>,
        json: String,
    }
}

resource! {
    /// The membership of a user in an organization. It serializes as the JSON of the Backend API, with every field and
    /// with numbers as they were written, and deserializes from it.
    ///
    /// A field that the Backend API leaves out, or writes with another type, has its empty value;
    /// [`OrganizationMembership::json`] has what was sent. Times are milliseconds since 1970.
    ///
    /// ```
    /// use clerk_metadata_client::OrganizationMembership;
    ///
    /// let json = r#"{"object":"organization_membership","id":"orgmem_2abc","role":"org:admin",
    ///     "organization":{"object":"organization","id":"org_2abc"},"public_user_data":{"user_id":"user_ada"}}"#;
    /// let membership = OrganizationMembership::from_json(json)?;
    /// assert_eq!(membership.role, "org:admin");
    /// assert_eq!(membership.organization.unwrap().id, "org_2abc");
    /// assert_eq!(membership.public_user_data.unwrap_or_default().user_id, "user_ada");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    OrganizationMembership in membership_names {
        /// The ID.
        pub id: String,
        /// The key of the role of the user, such as `org:admin`.
        pub role: String,
        /// The keys of the permissions of the role.
        pub permissions: Vec<String>,
        public_metadata: Metadata,
        private_metadata: Metadata,
        /// When it was created.
        pub created_at: i64,
        /// When it was last changed.
        pub updated_at: i64,
        /// The organization.
        pub organization: Option<Organization>,
        /// The user.
        pub public_user_data: Option<PublicUserData>,
        json: String,
    }
}

resource! {
    /// The public data of the user of a membership.
    PublicUserData {
        /// The email address, phone number or other identifier that the user is shown with.
        pub identifier: Option<String>,
        /// The first name.
        pub first_name: Option<String>,
        /// The last name.
        pub last_name: Option<String>,
        /// The URL of the user's image.
        pub image_url: String,
        /// Whether the user has uploaded an image.
        pub has_image: bool,
        /// The ID of the user.
        pub user_id: String,
    }
}

impl Organization {
    /// `names` is the organization with the names that the core gives, `json` as the Backend API wrote it.
    pub(crate) fn read(names: &str, json: &str) -> serde_json::Result<Organization> {
        let fields = serde_json::from_str::<organization_names::Fields>(names)?;
        Ok(Organization {
            json: json.to_owned(),
            ..Organization::from(fields)
        })
    }
}

impl OrganizationMembership {
    /// As [`Organization::read`].
    pub(crate) fn read(names: &str, json: &str) -> serde_json::Result<OrganizationMembership> {
        let fields = serde_json::from_str::<membership_names::Fields>(names)?;
        let organization = |text| json::member(text, "organization");
        Ok(OrganizationMembership {
            organization: organization(names)
                .zip(organization(json))
                .and_then(|(names, json)| Organization::read(names, json).ok()),
            json: json.to_owned(),
            ..OrganizationMembership::from(fields)
        })
    }
}

macro_rules! metadata {
    ($name:ident) => {
        impl $name {
            /// `publicMetadata` as a type of yours.
            ///
            /// # Errors
            /// [`serde_json::Error`] if the stored object does not fit the type.
            pub fn public_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
                self.public_metadata.get()
            }

            /// `privateMetadata` as a type of yours.
            ///
            /// # Errors
            /// [`serde_json::Error`] if the stored object does not fit the type.
            pub fn private_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
                self.private_metadata.get()
            }
        }
    };
}
metadata!(Organization);
metadata!(OrganizationMembership);

resource_json!(
    Organization,
    ORGANIZATION_BODY,
    "an organization",
    r#"{"object":"organization","id":"org_2abc","brand_new":1.0}"#
);
resource_json!(
    OrganizationMembership,
    MEMBERSHIP_BODY,
    "a membership",
    r#"{"object":"organization_membership","id":"orgmem_2abc","brand_new":1.0}"#
);

/// Which organization is read, and whether the number of members is returned. An ID converts into it.
///
/// ```
/// use clerk_metadata_client::GetOrganization;
///
/// let by_id = GetOrganization::id("org_2abc").include_members_count();
/// let by_slug = GetOrganization::slug("acme");
/// ```
#[derive(Clone)]
pub struct GetOrganization(ListParams);

impl GetOrganization {
    /// The organization with an ID.
    #[must_use]
    pub fn id(id: &str) -> GetOrganization {
        GetOrganization(ListParams::default()).with("organizationId", id)
    }

    /// The organization with a slug.
    #[must_use]
    pub fn slug(slug: &str) -> GetOrganization {
        GetOrganization(ListParams::default()).with("slug", slug)
    }

    /// Also returns the number of members.
    #[must_use]
    pub fn include_members_count(self) -> GetOrganization {
        self.with("includeMembersCount", "true")
    }

    /// Also returns whether no member has every system permission, such as after the last administrator left.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, Error, GetOrganization};
    ///
    /// async fn needs_admin(client: &Client, id: &str) -> Result<bool, Box<dyn std::error::Error>> {
    ///     let params = GetOrganization::id(id).include_missing_member_with_elevated_permissions();
    ///     let organization = client.get_organization(params).await?;
    ///     Ok(organization.field("missing_member_with_elevated_permissions")? == Some(true))
    /// }
    /// ```
    #[must_use]
    pub fn include_missing_member_with_elevated_permissions(self) -> GetOrganization {
        self.with("includeMissingMemberWithElevatedPermissions", "true")
    }

    fn with(mut self, name: &str, value: &str) -> GetOrganization {
        // A test checks that the core knows every name.
        if let Ok(parameter) = parameter(ORGANIZATION_PARAMETERS, name) {
            self.0.add(parameter, value);
        }
        self
    }

    pub(crate) fn params(&self) -> &ListParams {
        &self.0
    }
}

impl From<&str> for GetOrganization {
    fn from(id: &str) -> GetOrganization {
        GetOrganization::id(id)
    }
}

impl From<&String> for GetOrganization {
    fn from(id: &String) -> GetOrganization {
        GetOrganization::id(id)
    }
}

impl fmt::Debug for GetOrganization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetOrganization")
    }
}
