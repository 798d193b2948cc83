//! The `User` resource.

use serde::de::DeserializeOwned;

use clerk_metadata::core::response::body::USER_BODY;

use crate::resource::{Metadata, resource, resource_json};
use crate::user_parts::{
    EmailAddress, EnterpriseAccount, ExternalAccount, PhoneNumber, Web3Wallet,
};

resource! {
    /// A user. It serializes as the JSON of the Backend API, with every field and with numbers as they were written, and
    /// deserializes from it.
    ///
    /// A field that the Backend API leaves out, or writes with another type, has its empty value; [`User::json`] has
    /// what was sent. Times are milliseconds since 1970.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    /// use serde::Deserialize;
    /// use serde_json::json;
    ///
    /// #[derive(Deserialize)]
    /// struct Plan {
    ///     seats: u32,
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let backend = LocalBackend::new();
    /// backend.create_user(&json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    ///
    /// let user = client.get_user("user_ada").await?;
    /// assert_eq!(user.first_name.as_deref(), Some("Ada"));
    /// assert_eq!(user.public_metadata::<Plan>()?.seats, 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    User in names {
        /// The user ID.
        pub id: String,
        /// Whether the user has a password.
        pub password_enabled: bool,
        /// Whether the user has an authenticator app.
        pub totp_enabled: bool,
        /// Whether the user has backup codes.
        pub backup_code_enabled: bool,
        /// Whether two-factor authentication is on.
        pub two_factor_enabled: bool,
        /// Whether the user is banned.
        pub banned: bool,
        /// Whether the user is locked out.
        pub locked: bool,
        /// When the user was created.
        pub created_at: i64,
        /// When the user was last changed.
        pub updated_at: i64,
        /// The URL of the user's image.
        pub image_url: String,
        /// Whether the user has uploaded an image.
        pub has_image: bool,
        /// The ID of one of the `email_addresses`.
        pub primary_email_address_id: Option<String>,
        /// The ID of one of the `phone_numbers`.
        pub primary_phone_number_id: Option<String>,
        /// The ID of one of the `web3_wallets`.
        pub primary_web3_wallet_id: Option<String>,
        /// When the user last signed in.
        pub last_sign_in_at: Option<i64>,
        /// The ID of the user in another system.
        pub external_id: Option<String>,
        /// The username.
        pub username: Option<String>,
        /// The first name.
        pub first_name: Option<String>,
        /// The last name.
        pub last_name: Option<String>,
        pub(crate) public_metadata: Metadata,
        pub(crate) private_metadata: Metadata,
        pub(crate) unsafe_metadata: Metadata,
        /// The email addresses.
        pub email_addresses: Vec<EmailAddress>,
        /// The phone numbers.
        pub phone_numbers: Vec<PhoneNumber>,
        /// The wallets.
        pub web3_wallets: Vec<Web3Wallet>,
        /// The accounts at OAuth providers.
        pub external_accounts: Vec<ExternalAccount>,
        /// The accounts at enterprise identity providers.
        pub enterprise_accounts: Vec<EnterpriseAccount>,
        /// When the user was last active.
        pub last_active_at: Option<i64>,
        /// Whether the user may create organizations.
        pub create_organization_enabled: bool,
        /// How many organizations the user may create; `None` for the limit of the instance.
        pub create_organizations_limit: Option<i64>,
        /// Whether users may delete their own account.
        pub delete_self_enabled: bool,
        /// When the user accepted the legal documents.
        pub legal_accepted_at: Option<i64>,
        /// The language of the user.
        pub locale: Option<String>,
        /// The time zone of the user.
        pub timezone: Option<String>,
        /// Whether the user was deprovisioned by a directory.
        pub deprovisioned: bool,
        pub(crate) json: String,
    }
}

impl User {
    /// `names` is the user with the names that the core gives, `json` the user as the Backend API wrote it.
    pub(crate) fn read(names: &str, json: &str) -> serde_json::Result<User> {
        let mut user = User::from(serde_json::from_str::<names::Fields>(names)?);
        user.json = json.to_owned();
        Ok(user)
    }

    /// `publicMetadata` as a type of yours.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let user = client.get_user("user_ada").await?;
    /// assert_eq!(user.public_metadata::<serde_json::Value>()?["seats"], 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`serde_json::Error`] if the stored object does not fit the type.
    pub fn public_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        self.public_metadata.get()
    }

    /// `privateMetadata` as a type of yours.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "private_metadata": { "a": 1 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let user = client.get_user("user_ada").await?;
    /// assert_eq!(user.private_metadata::<serde_json::Value>()?["a"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`serde_json::Error`] if the stored object does not fit the type.
    pub fn private_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        self.private_metadata.get()
    }

    /// `unsafeMetadata` as a type of yours.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, LocalBackend};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "unsafe_metadata": { "a": 1 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let user = client.get_user("user_ada").await?;
    /// assert_eq!(user.unsafe_metadata::<serde_json::Value>()?["a"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`serde_json::Error`] if the stored object does not fit the type.
    pub fn unsafe_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        self.unsafe_metadata.get()
    }
}

resource_json!(
    User,
    USER_BODY,
    "a user",
    r#"{"object":"user","id":"user_ada","brand_new":1.0}"#
);
