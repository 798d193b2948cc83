//! Updates a user for the host program.

use crate::create::{self, Source};
use crate::errors::{self, RequestError};
use crate::metadata;
use crate::random::Random;
use crate::returned;
use crate::user::User;
use crate::wire;

/// The user with the fields of a body, which has the parameters of [`create::create_user`] for
/// [`Source::Host`]. Each given field replaces the stored one; `null` clears it. Other fields are kept.
///
/// # Errors
/// 400 if the body is not a JSON object, 422 with an error for each invalid parameter, or if `id` is
/// another user's ID.
pub fn updated_user(
    user: &User,
    body: &str,
    now_ms: i64,
    random: &mut Random<'_>,
) -> Result<User, RequestError> {
    let input = create::create_user(body, Source::Host, now_ms, random)?;
    // The time never decreases, even if the clock is set back.
    let mut updated = User {
        updated_at: now_ms.max(user.updated_at),
        ..user.clone()
    };
    /// Replaces the fields that have the name of their parameter.
    macro_rules! replace {
        ($name:expr, [$($field:ident),* $(,)?]) => {
            match $name {
                $(stringify!($field) => updated.$field.clone_from(&input.$field),)*
                "email_address" => updated.email_addresses.clone_from(&input.email_addresses),
                "phone_number" => updated.phone_numbers.clone_from(&input.phone_numbers),
                "web3_wallet" => updated.web3_wallets.clone_from(&input.web3_wallets),
                "password" | "password_digest" => {
                    updated.password_enabled = input.password_enabled;
                    updated.password_last_updated_at = input.password_last_updated_at;
                }
                "totp_secret" => {
                    updated.totp_enabled = input.totp_enabled;
                    updated.mfa_enabled_at = input.mfa_enabled_at;
                }
                "backup_codes" => updated.backup_code_enabled = input.backup_code_enabled,
                "id" if input.id != user.id => {
                    return Err(errors::invalid_format("id", "the id of the updated user").into());
                }
                _ => {}
            }
        };
    }
    for (name, _) in metadata::parse_members(body)? {
        replace!(
            name.as_str(),
            [
                external_id,
                username,
                first_name,
                last_name,
                locale,
                external_accounts,
                public_metadata,
                private_metadata,
                unsafe_metadata,
                banned,
                locked,
                bypass_client_trust,
                delete_self_enabled,
                create_organization_enabled,
                create_organizations_limit,
                created_at,
                updated_at,
                last_sign_in_at,
                last_active_at,
                legal_accepted_at,
            ]
        );
    }
    let json = |user: &User| wire::created_user(user);
    updated.returned =
        returned::with_changed_fields(user.returned.as_ref(), &json(user), &json(&updated));
    Ok(updated)
}
