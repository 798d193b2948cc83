//! The parts of a user.

use crate::resource::{Metadata, resource};
use serde::de::DeserializeOwned;

resource! {
    /// An email address of a user.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","email_addresses":[{"id":"idn_1","email_address":"ada@example.com"}]}"#,
    /// )?;
    /// assert_eq!(user.email_addresses[0].email_address, "ada@example.com");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    EmailAddress {
        /// The ID.
        pub id: String,
        /// The address.
        pub email_address: String,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// The other identifications that it is linked to.
        pub linked_to: Vec<IdentificationLink>,
    }
}

resource! {
    /// A phone number of a user.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","phone_numbers":[{"id":"idn_1","phone_number":"+15555550100"}]}"#,
    /// )?;
    /// assert_eq!(user.phone_numbers[0].phone_number, "+15555550100");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    PhoneNumber {
        /// The ID.
        pub id: String,
        /// The number, as in `+15555550100`.
        pub phone_number: String,
        /// Whether it is used for two-factor authentication.
        pub reserved_for_second_factor: bool,
        /// Whether it is the default for two-factor authentication.
        pub default_second_factor: bool,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// The other identifications that it is linked to.
        pub linked_to: Vec<IdentificationLink>,
    }
}

resource! {
    /// A wallet of a user.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","web3_wallets":[{"id":"idn_1","web3_wallet":"0x1"}]}"#,
    /// )?;
    /// assert_eq!(user.web3_wallets[0].web3_wallet, "0x1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Web3Wallet {
        /// The ID.
        pub id: String,
        /// The address of the wallet.
        pub web3_wallet: String,
        /// How it was verified.
        pub verification: Option<Verification>,
    }
}

resource! {
    /// An account of a user at an OAuth provider.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","external_accounts":[{"id":"eac_1","provider":"oauth_google"}]}"#,
    /// )?;
    /// assert_eq!(user.external_accounts[0].provider, "oauth_google");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ExternalAccount {
        /// The ID.
        pub id: String,
        /// The provider, such as `oauth_google`.
        pub provider: String,
        /// The ID of the user at the provider.
        pub provider_user_id: String,
        /// The ID of the identification.
        pub identification_id: String,
        /// The scopes that the user has granted, separated by spaces.
        pub approved_scopes: String,
        /// The email address at the provider.
        pub email_address: String,
        /// The first name at the provider.
        pub first_name: Option<String>,
        /// The last name at the provider.
        pub last_name: Option<String>,
        /// The URL of the image at the provider.
        pub image_url: String,
        /// The username at the provider.
        pub username: Option<String>,
        /// The phone number at the provider.
        pub phone_number: Option<String>,
        pub(crate) public_metadata: Metadata,
        /// A label that tells accounts at the same provider apart.
        pub label: Option<String>,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// The ID of the external account, where the Backend API sends it.
        pub external_account_id: Option<String>,
    }
}

impl ExternalAccount {
    /// The `publicMetadata` of the account as a type of yours.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","external_accounts":[{"id":"eac_1","public_metadata":{"a":1}}]}"#,
    /// )?;
    /// let metadata: serde_json::Value = user.external_accounts[0].public_metadata()?;
    /// assert_eq!(metadata["a"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`serde_json::Error`] if the stored object does not fit the type.
    pub fn public_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        self.public_metadata.get()
    }
}

resource! {
    /// An account of a user at an enterprise identity provider.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","enterprise_accounts":[{"id":"ent_1","provider":"saml_okta"}]}"#,
    /// )?;
    /// assert_eq!(user.enterprise_accounts[0].provider, "saml_okta");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    EnterpriseAccount {
        /// The ID.
        pub id: String,
        /// Whether the account is active.
        pub active: bool,
        /// The email address at the provider.
        pub email_address: String,
        /// The connection to the provider.
        pub enterprise_connection: Option<EnterpriseConnection>,
        /// The first name at the provider.
        pub first_name: Option<String>,
        /// The last name at the provider.
        pub last_name: Option<String>,
        /// The protocol, such as `saml`.
        pub protocol: String,
        /// The provider, such as `saml_okta`.
        pub provider: String,
        /// The ID of the user at the provider.
        pub provider_user_id: Option<String>,
        pub(crate) public_metadata: Metadata,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// When the user last signed in with it.
        pub last_authenticated_at: Option<i64>,
        /// The ID of the connection.
        pub enterprise_connection_id: Option<String>,
    }
}

impl EnterpriseAccount {
    /// The `publicMetadata` of the account as a type of yours.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","enterprise_accounts":[{"id":"ent_1","public_metadata":{"a":1}}]}"#,
    /// )?;
    /// let metadata: serde_json::Value = user.enterprise_accounts[0].public_metadata()?;
    /// assert_eq!(metadata["a"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`serde_json::Error`] if the stored object does not fit the type.
    pub fn public_metadata<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        self.public_metadata.get()
    }
}

resource! {
    /// A connection to an enterprise identity provider.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","enterprise_accounts":[{"id":"ent_1","enterprise_connection":{"domain":"example.com"}}]}"#,
    /// )?;
    /// let connection = user.enterprise_accounts[0].enterprise_connection.as_ref();
    /// assert_eq!(connection.map(|connection| connection.domain.as_str()), Some("example.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    EnterpriseConnection {
        /// The ID.
        pub id: String,
        /// Whether the connection is active.
        pub active: bool,
        /// Whether the provider may start a sign-in.
        pub allow_idp_initiated: bool,
        /// Whether subdomains of `domain` are included.
        pub allow_subdomains: bool,
        /// Whether users cannot add other identifications.
        pub disable_additional_identifications: bool,
        /// The domain of the users' email addresses.
        pub domain: String,
        /// The URL of the logo.
        pub logo_public_url: Option<String>,
        /// The name.
        pub name: String,
        /// The protocol, such as `saml`.
        pub protocol: String,
        /// The provider, such as `saml_okta`.
        pub provider: String,
        /// Whether attributes of the user are copied at each sign-in.
        pub sync_user_attributes: bool,
        /// When the connection was created.
        pub created_at: i64,
        /// When the connection was last changed.
        pub updated_at: i64,
    }
}

resource! {
    /// How an identification was verified.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","email_addresses":[{"id":"idn_1","verification":{"status":"verified","strategy":"email_code"}}]}"#,
    /// )?;
    /// let verification = user.email_addresses[0].verification.as_ref();
    /// assert_eq!(verification.map(|verification| verification.status.as_str()), Some("verified"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Verification {
        /// The status, such as `verified`.
        pub status: String,
        /// The strategy, such as `email_code`.
        pub strategy: String,
        /// The URL that the user is redirected to.
        #[serde(rename = "externalVerificationRedirectURL")]
        pub external_verification_redirect_url: Option<String>,
        /// How many attempts were made.
        pub attempts: Option<i64>,
        /// When the verification expires.
        pub expire_at: Option<i64>,
        /// The nonce that a wallet signs.
        pub nonce: Option<String>,
        /// The message that a wallet signs.
        pub message: Option<String>,
    }
}

resource! {
    /// A link to another identification.
    ///
    /// ```
    /// let user = clerk_metadata_client::User::from_json(
    ///     r#"{"object":"user","id":"user_ada","email_addresses":[{"id":"idn_1","linked_to":[{"id":"idn_2","type":"oauth_google"}]}]}"#,
    /// )?;
    /// assert_eq!(user.email_addresses[0].linked_to[0].kind, "oauth_google");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    IdentificationLink {
        /// The ID of the identification.
        pub id: String,
        /// Its type, such as `oauth_google`.
        #[serde(rename = "type")]
        pub kind: String,
    }
}
