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

/// A filter for each parameter: its method, its type, its name in the core.
macro_rules! filters {
    ($($(#[$doc:meta])* $method:ident: $type:ty => $name:literal),* $(,)?) => {
        impl UserFilter {
            $($(#[$doc])*
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
    query: &str => "query",
    /// One of these IDs.
    user_id: &str => "userId",
    /// One of these IDs in another system.
    external_id: &str => "externalId",
    /// One of these email addresses.
    email_address: &str => "emailAddress",
    /// A part of an email address.
    email_address_query: &str => "emailAddressQuery",
    /// One of these phone numbers.
    phone_number: &str => "phoneNumber",
    /// A part of a phone number.
    phone_number_query: &str => "phoneNumberQuery",
    /// One of these usernames.
    username: &str => "username",
    /// A part of a username.
    username_query: &str => "usernameQuery",
    /// A part of a name.
    name_query: &str => "nameQuery",
    /// One of these wallets.
    web3_wallet: &str => "web3Wallet",
    /// A member of one of these organizations.
    organization_id: &str => "organizationId",
    /// An account at this OAuth provider. Needs `provider_user_id`.
    provider: &str => "provider",
    /// One of these IDs at the OAuth provider. Needs `provider`.
    provider_user_id: &str => "providerUserId",
    /// Whether the user is banned.
    banned: bool => "banned",
    /// Last active before this time, in milliseconds since 1970.
    last_active_at_before: i64 => "lastActiveAtBefore",
    /// Last active after this time, in milliseconds since 1970.
    last_active_at_after: i64 => "lastActiveAtAfter",
    /// Last active since this day, in milliseconds since 1970.
    last_active_at_since: i64 => "last_active_at_since",
    /// Last signed in before this time, in milliseconds since 1970.
    last_sign_in_at_before: i64 => "lastSignInAtBefore",
    /// Last signed in after this time, in milliseconds since 1970.
    last_sign_in_at_after: i64 => "lastSignInAtAfter",
    /// Created before this time, in milliseconds since 1970.
    created_at_before: i64 => "createdAtBefore",
    /// Created after this time, in milliseconds since 1970.
    created_at_after: i64 => "createdAtAfter",
}

impl UserFilter {
    /// All users.
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
    #[must_use]
    pub fn new() -> ListUsers {
        ListUsers::default()
    }

    /// Only users that fit the filter.
    #[must_use]
    pub fn filter(mut self, filter: UserFilter) -> ListUsers {
        self.filter = filter;
        self
    }

    /// How many users are requested at once, from 1 to 500. Default: 100.
    #[must_use]
    pub fn page_size(mut self, page_size: u32) -> ListUsers {
        self.page_size = page_size;
        self
    }

    /// The oldest first: users that are created in the meantime are listed too.
    #[must_use]
    pub fn oldest_first(mut self) -> ListUsers {
        self.is_oldest_first = true;
        self
    }

    /// Begins after this user.
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
