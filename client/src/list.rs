//! Lists of users: what selects them, and the stream over the pages.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use clerk_metadata::core::ListParams;
use clerk_metadata::core::request::list_params::{PARAMETERS, parameter};
use futures_core::Stream;
use std::future::IntoFuture;

use crate::client::Client;
use crate::error::Error;
use crate::maybe_send::BoxFuture;
use crate::user::User;

/// Which users are counted or listed. Without any, all of them. Those that take a list of values may be called several
/// times.
///
/// ```
/// use clerk_metadata_client::UserFilter;
///
/// let filter = UserFilter::new().email_address("ada@example.com").email_address("bo@example.com").banned(false);
/// ```
#[derive(Clone, Default)]
pub struct UserFilter(ListParams);

/// A filter for each parameter: its method, its type, its name in the core, and a value for the example.
macro_rules! filters {
    ($($(#[$doc:meta])* $method:ident: $type:ty => $name:literal, $example:literal);* $(;)?) => {
        impl UserFilter {
            $($(#[$doc])*
            ///
            /// ```
            #[doc = concat!("let filter = clerk_metadata_client::UserFilter::new().", stringify!($method), "(", stringify!($example), ");")]
            /// ```
            #[must_use]
            pub fn $method(mut self, value: $type) -> Self {
                add(&mut self.0, $name, &value.to_string());
                self
            })*
        }
    };
}

filters! {
    /// A part of the ID, a name, an email address, a phone number, and so on.
    query: &str => "query", "example.com";
    /// One of these IDs.
    user_id: &str => "userId", "user_ada";
    /// One of these IDs in another system.
    external_id: &str => "externalId", "customer-7";
    /// One of these email addresses.
    email_address: &str => "emailAddress", "ada@example.com";
    /// A part of an email address.
    email_address_query: &str => "emailAddressQuery", "@example.com";
    /// One of these phone numbers.
    phone_number: &str => "phoneNumber", "+15555550100";
    /// A part of a phone number.
    phone_number_query: &str => "phoneNumberQuery", "+1555";
    /// One of these usernames.
    username: &str => "username", "ada";
    /// A part of a username.
    username_query: &str => "usernameQuery", "ad";
    /// A part of a name.
    name_query: &str => "nameQuery", "Lovelace";
    /// One of these wallets.
    web3_wallet: &str => "web3Wallet", "0x1";
    /// A member of one of these organizations.
    organization_id: &str => "organizationId", "org_1";
    /// An account at this OAuth provider. Needs `provider_user_id`.
    provider: &str => "provider", "oauth_google";
    /// One of these IDs at the OAuth provider. Needs `provider`.
    provider_user_id: &str => "providerUserId", "g-1";
    /// Whether the user is banned.
    banned: bool => "banned", true;
    /// Last active before this time, in milliseconds since 1970.
    last_active_at_before: i64 => "lastActiveAtBefore", 1_700_000_000_000;
    /// Last active after this time, in milliseconds since 1970.
    last_active_at_after: i64 => "lastActiveAtAfter", 1_700_000_000_000;
    /// Last active since this day, in milliseconds since 1970.
    last_active_at_since: i64 => "last_active_at_since", 1_700_000_000_000;
    /// Last signed in before this time, in milliseconds since 1970.
    last_sign_in_at_before: i64 => "lastSignInAtBefore", 1_700_000_000_000;
    /// Last signed in after this time, in milliseconds since 1970.
    last_sign_in_at_after: i64 => "lastSignInAtAfter", 1_700_000_000_000;
    /// Created before this time, in milliseconds since 1970.
    created_at_before: i64 => "createdAtBefore", 1_700_000_000_000;
    /// Created after this time, in milliseconds since 1970.
    created_at_after: i64 => "createdAtAfter", 1_700_000_000_000;
}

impl UserFilter {
    /// All users.
    ///
    /// ```
    /// let all = clerk_metadata_client::UserFilter::new();
    /// ```
    #[must_use]
    pub fn new() -> UserFilter {
        UserFilter::default()
    }

    pub(crate) fn params(&self) -> &ListParams {
        &self.0
    }
}

fn add(params: &mut ListParams, name: &str, value: &str) {
    // A test checks that the core knows every name.
    if let Ok(parameter) = parameter(PARAMETERS, name) {
        params.add(parameter, value);
    }
}

impl fmt::Debug for UserFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserFilter")
    }
}

/// How many users a page has if nothing else is set. The Backend API's own default is 10.
const PAGE_SIZE: u32 = 100;

/// Which users are listed, from which on, and in which order.
///
/// ```
/// use clerk_metadata_client::{ListUsers, UserFilter};
///
/// let newest_first = ListUsers::new().filter(UserFilter::new().query("example.com"));
/// let oldest_first = ListUsers::new().oldest_first().page_size(500);
/// ```
#[derive(Debug, Clone)]
pub struct ListUsers {
    filter: UserFilter,
    page_size: u32,
    is_oldest_first: bool,
    starting_after: Option<String>,
}

impl Default for ListUsers {
    fn default() -> ListUsers {
        ListUsers {
            filter: UserFilter::new(),
            page_size: PAGE_SIZE,
            is_oldest_first: false,
            starting_after: None,
        }
    }
}

impl ListUsers {
    /// All users, the newest first.
    ///
    /// ```
    /// use clerk_metadata_client::{Client, ListUsers, LocalBackend};
    /// use futures_util::TryStreamExt;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let backend = LocalBackend::new();
    /// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
    /// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
    /// let users: Vec<_> = client.list_users(ListUsers::new()).try_collect().await?;
    /// assert_eq!(users.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new() -> ListUsers {
        ListUsers::default()
    }

    /// Only users that fit the filter.
    ///
    /// ```
    /// use clerk_metadata_client::{ListUsers, UserFilter};
    ///
    /// let banned = ListUsers::new().filter(UserFilter::new().banned(true));
    /// ```
    #[must_use]
    pub fn filter(mut self, filter: UserFilter) -> ListUsers {
        self.filter = filter;
        self
    }

    /// How many users are requested at once, from 1 to 500. Default: 100.
    ///
    /// ```
    /// let params = clerk_metadata_client::ListUsers::new().page_size(500);
    /// ```
    #[must_use]
    pub fn page_size(mut self, page_size: u32) -> ListUsers {
        self.page_size = page_size;
        self
    }

    /// The oldest first: users that are created in the meantime are listed too.
    ///
    /// ```
    /// let params = clerk_metadata_client::ListUsers::new().oldest_first();
    /// ```
    #[must_use]
    pub fn oldest_first(mut self) -> ListUsers {
        self.is_oldest_first = true;
        self
    }

    /// Begins after this user.
    ///
    /// ```
    /// let params = clerk_metadata_client::ListUsers::new().starting_after("user_ada");
    /// ```
    #[must_use]
    pub fn starting_after(mut self, user_id: impl Into<String>) -> ListUsers {
        self.starting_after = Some(user_id.into());
        self
    }

    fn page(&self) -> ListParams {
        let mut params = self.filter.0.clone();
        add(&mut params, "limit", &self.page_size.to_string());
        add(
            &mut params,
            "orderBy",
            if self.is_oldest_first {
                "+created_at"
            } else {
                "-created_at"
            },
        );
        if let Some(id) = &self.starting_after {
            add(&mut params, "startingAfter", id);
        }
        params
    }
}

/// The users of a list, page after page. After an error it ends.
///
/// ```
/// use clerk_metadata_client::{Client, ListUsers, LocalBackend, UserStream};
/// use futures_util::TryStreamExt;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let backend = LocalBackend::new();
/// # backend.create_user(&serde_json::json!({ "id": "user_ada", "first_name": "Ada", "public_metadata": { "seats": 5 } }))?;
/// # let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
/// let mut users: UserStream = client.list_users(ListUsers::new());
/// let first = users.try_next().await?;
/// assert_eq!(first.map(|user| user.id).as_deref(), Some("user_ada"));
/// assert!(users.try_next().await?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct UserStream {
    client: Client,
    params: ListUsers,
    received: VecDeque<User>,
    request: Option<BoxFuture<'static, Result<Vec<User>, Error>>>,
    is_last_page: bool,
}

impl UserStream {
    pub(crate) fn new(client: Client, params: ListUsers) -> UserStream {
        UserStream {
            client,
            params,
            received: VecDeque::new(),
            request: None,
            is_last_page: false,
        }
    }
}

impl Stream for UserStream {
    type Item = Result<User, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stream = &mut *self;
        loop {
            if let Some(user) = stream.received.pop_front() {
                return Poll::Ready(Some(Ok(user)));
            }
            if stream.is_last_page {
                return Poll::Ready(None);
            }
            let (client, params) = (&stream.client, &stream.params);
            let request = stream
                .request
                .get_or_insert_with(|| client.page(&params.page()).into_future());
            let page = ready!(request.as_mut().poll(context));
            stream.request = None;
            match page {
                Ok(users) => {
                    let requested = usize::try_from(stream.params.page_size).unwrap_or(usize::MAX);
                    stream.is_last_page = users.len() < requested;
                    stream.params.starting_after = users.last().map(|user| user.id.clone());
                    stream.received = users.into();
                }
                Err(error) => {
                    stream.is_last_page = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl fmt::Debug for UserStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStream")
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}
