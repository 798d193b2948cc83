//! The client.

use std::env;
use std::fmt;
use std::sync::Arc;

use clerk_metadata::core::request::operation::Parameters;
use clerk_metadata::core::{
    Config, Error as ErrorKind, Input, ListParams, Operation, Options, PreparedRequest,
};
use serde::Serialize;

use crate::builder::ClientBuilder;
use crate::call::{Call, Prepared};
use crate::error::Error;
use crate::hooks::Hooks;
use crate::list::{ListUsers, UserFilter, UserStream};
use crate::metadata_params::MetadataTexts;
use crate::organization::{GetOrganization, Organization, OrganizationMembership};
use crate::result::FromResponse;
use crate::transport::Transport;
use crate::user::User;

/// Reads and changes users and organizations. Clones share their settings and connections.
///
/// ```
/// use clerk_metadata_client::{Client, LocalBackend};
/// use serde_json::json;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let backend = LocalBackend::new();
/// # backend.create_user(&json!({ "id": "user_ada", "public_metadata": { "plan": { "name": "pro" }, "trial": true } }))?;
/// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
/// // In production: let client = Client::from_env()?;
/// let params = json!({ "public_metadata": { "plan": { "seats": 5 }, "trial": null } });
/// let user = client.update_user_metadata("user_ada", &params).await?;
///
/// let metadata: serde_json::Value = user.public_metadata()?;
/// assert_eq!(metadata, json!({ "plan": { "name": "pro", "seats": 5 } }));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Client(Arc<Settings>);

/// What every call of a client needs.
pub(crate) struct Settings {
    pub(crate) options: Options,
    /// The validated options.
    pub(crate) config: Config,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) hooks: Option<Box<dyn Hooks>>,
}

impl Client {
    /// A builder with the default options. The secret key is required.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with `CLERK_SECRET_KEY`, `CLERK_API_URL` and `CLERK_API_VERSION` of the environment. Empty variables
    /// count as missing.
    ///
    /// ```no_run
    /// let client = clerk_metadata_client::Client::from_env()?;
    /// # Ok::<(), clerk_metadata_client::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error`] with the code `missing_secret_key` or `invalid_option`.
    #[cfg(any(target_arch = "wasm32", feature = "reqwest"))]
    pub fn from_env() -> Result<Client, Error> {
        let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let mut builder = Client::builder();
        builder.options.secret_key = variable("CLERK_SECRET_KEY");
        builder.options.api_url = variable("CLERK_API_URL");
        builder.options.api_version = variable("CLERK_API_VERSION");
        builder.build()
    }

    #[cfg_attr(
        target_arch = "wasm32",
        allow(
            clippy::arc_with_non_send_sync,
            reason = "one type for all targets; nothing from a JavaScript host is Send"
        )
    )]
    pub(crate) fn new(settings: Settings) -> Client {
        Client(Arc::new(settings))
    }

    /// Merges each field of `params` into the stored one (`PATCH /v1/users/{id}/metadata`,
    /// [JSON Merge Patch](https://www.rfc-editor.org/rfc/rfc7396)): `null` removes a key at any depth, and other keys
    /// are kept.
    ///
    /// `params` is any value that serializes as an object with `public_metadata`, `private_metadata` or
    /// `unsafe_metadata`. A member that is `None` is left out; `Some(None)` and `()` are `null`.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend, private_metadata};
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize, Default)]
    /// struct Billing<'a> {
    ///     customer_id: Option<&'a str>,   // None: unchanged
    ///     coupon: Option<Option<&'a str>>, // Some(None): removed
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({
    /// #     "id": "user_ada", "private_metadata": { "customer_id": "cus_1", "coupon": "SPRING" },
    /// # }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let patch = Billing { coupon: Some(None), ..Billing::default() };
    /// let user = client.update_user_metadata("user_ada", &private_metadata(patch)).await?;
    /// assert_eq!(user.private_metadata::<serde_json::Value>()?, serde_json::json!({ "customer_id": "cus_1" }));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update_user_metadata(
        &self,
        user_id: &str,
        params: &(impl Serialize + ?Sized),
    ) -> Call<User> {
        self.metadata_call("updateUserMetadata", (None, Some(user_id)), params)
    }

    /// Replaces each field of `params` as a whole (`PUT /v1/users/{id}/metadata`): `{}` clears it. Other fields are
    /// kept.
    pub fn replace_user_metadata(
        &self,
        user_id: &str,
        params: &(impl Serialize + ?Sized),
    ) -> Call<User> {
        self.metadata_call("replaceUserMetadata", (None, Some(user_id)), params)
    }

    /// Reads a user (`GET /v1/users/{id}`).
    pub fn get_user(&self, user_id: &str) -> Call<User> {
        self.call(
            "getUser",
            &Input {
                user_id: Some(user_id),
                ..Input::default()
            },
        )
    }

    /// Merges each field of `params` into the stored one (`PATCH /v1/organizations/{id}/metadata`), with the rules of
    /// [`Client::update_user_metadata`]. Organizations have `public_metadata` and `private_metadata` only.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, public_metadata};
    /// use serde_json::json;
    ///
    /// # async fn example(client: Client) -> Result<(), clerk_metadata_client::Error> {
    /// let params = public_metadata(json!({ "plan": { "seats": 20 }, "trial": null }));
    /// let organization = client.update_organization_metadata("org_2abc", &params).await?;
    /// println!("{} has {:?} members", organization.name, organization.members_count);
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_organization_metadata(
        &self,
        organization_id: &str,
        params: &(impl Serialize + ?Sized),
    ) -> Call<Organization> {
        let ids = (Some(organization_id), None);
        self.metadata_call("updateOrganizationMetadata", ids, params)
    }

    /// Replaces each field of `params` as a whole (`PUT /v1/organizations/{id}/metadata`): `{}` clears it. Other fields
    /// are kept.
    pub fn replace_organization_metadata(
        &self,
        organization_id: &str,
        params: &(impl Serialize + ?Sized),
    ) -> Call<Organization> {
        let ids = (Some(organization_id), None);
        self.metadata_call("replaceOrganizationMetadata", ids, params)
    }

    /// Merges each field of `params` into the stored one of the membership of a user
    /// (`PATCH /v1/organizations/{id}/memberships/{user_id}/metadata`), with the rules of
    /// [`Client::update_user_metadata`]. Memberships have `public_metadata` and `private_metadata` only, and the Backend
    /// API cannot replace them.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, public_metadata};
    /// use serde_json::json;
    ///
    /// # async fn example(client: Client) -> Result<(), clerk_metadata_client::Error> {
    /// let params = public_metadata(json!({ "team": "design" }));
    /// let membership = client.update_organization_membership_metadata("org_2abc", "user_2abc", &params).await?;
    /// println!("{} of {:?}", membership.role, membership.organization.map(|organization| organization.name));
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_organization_membership_metadata(
        &self,
        organization_id: &str,
        user_id: &str,
        params: &(impl Serialize + ?Sized),
    ) -> Call<OrganizationMembership> {
        let ids = (Some(organization_id), Some(user_id));
        self.metadata_call("updateOrganizationMembershipMetadata", ids, params)
    }

    /// Reads an organization (`GET /v1/organizations/{id or slug}`), by its ID, by its [slug](GetOrganization::slug), or
    /// with more fields.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, GetOrganization};
    ///
    /// # async fn example(client: Client) -> Result<(), clerk_metadata_client::Error> {
    /// let organization = client.get_organization("org_2abc").await?;
    /// let with_count = client.get_organization(GetOrganization::slug("acme").include_members_count()).await?;
    /// assert_eq!(organization.members_count, None);
    /// println!("{} has {:?} members", with_count.name, with_count.members_count);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_organization(&self, params: impl Into<GetOrganization>) -> Call<Organization> {
        self.list_call("getOrganization", params.into().params())
    }

    /// Lists users (`GET /v1/users`), page after page, as a stream. A page is requested when the one before it is used
    /// up.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, ListUsers, LocalBackend};
    /// use futures_util::TryStreamExt;
    /// # use serde_json::json;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # for id in ["user_ada", "user_bo", "user_cy"] {
    /// #     backend.create_user(&json!({ "id": id }))?;
    /// # }
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let mut users = client.list_users(ListUsers::new().page_size(2));
    /// let mut ids = Vec::new();
    /// while let Some(user) = users.try_next().await? {
    ///     ids.push(user.id);
    /// }
    /// assert_eq!(ids, ["user_cy", "user_bo", "user_ada"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "a stream does nothing unless it is polled"]
    pub fn list_users(&self, params: ListUsers) -> UserStream {
        UserStream::new(self.clone(), params)
    }

    /// Counts users (`GET /v1/users/count`).
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend, UserFilter};
    /// # use serde_json::json;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # for name in ["ada", "bo"] {
    /// #     backend.create_user(&json!({ "username": name }))?;
    /// # }
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// assert_eq!(client.count_users(&UserFilter::new().username("ada")).await?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_users(&self, filter: &UserFilter) -> Call<u64> {
        self.list_call("getCount", filter.params())
    }

    /// One page of users.
    pub(crate) fn page(&self, params: &ListParams) -> Call<Vec<User>> {
        self.list_call("getUserList", params)
    }

    fn list_call<T: FromResponse + 'static>(
        &self,
        operation: &'static str,
        list: &ListParams,
    ) -> Call<T> {
        self.call(
            operation,
            &Input {
                list: Some(list),
                ..Input::default()
            },
        )
    }

    /// A call that changes metadata. `ids` are those of the organization and the user in its path.
    fn metadata_call<T: FromResponse + 'static>(
        &self,
        operation: &'static str,
        (organization_id, user_id): (Option<&str>, Option<&str>),
        params: &(impl Serialize + ?Sized),
    ) -> Call<T> {
        let prepare_call = || {
            let Parameters::Metadata(owner) = Operation::named(operation)?.parameters else {
                return Err(ErrorKind::params("params", "must be metadata."));
            };
            let texts = MetadataTexts::new(owner, params)?;
            prepare(
                operation,
                &Input {
                    organization_id,
                    user_id,
                    metadata: texts.params()?,
                    list: None,
                },
            )
        };
        Call::new(&self.0, operation, prepare_call())
    }

    fn call<T: FromResponse + 'static>(
        &self,
        operation: &'static str,
        input: &Input<'_>,
    ) -> Call<T> {
        Call::new(&self.0, operation, prepare(operation, input))
    }
}

fn prepare(operation: &str, input: &Input<'_>) -> Result<Prepared, ErrorKind> {
    let operation = Operation::named(operation)?;
    let request = PreparedRequest::new(operation, input)?;
    Ok(Prepared { operation, request })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}
