// @compileOnLoad: every call runs these functions (build/functions.mjs).
// Constructors that set the fields of each resource from its JSON. Generated from src/core/response:
// `CLERK_METADATA_WRITE=1 cargo test --test rust resource_fields`.
//
// The public classes have no such constructors, so these share their prototypes. Objects from literals with `__proto__`
// would get a hidden class each once `raw` is added: 1 KB and 2 µs.
import { createMany, createOne, parseUrl } from "./nested-resources.js";
import {
  EmailAddress,
  EnterpriseAccount,
  EnterpriseAccountConnection,
  ExternalAccount,
  IdentificationLink,
  Organization,
  OrganizationMembership,
  OrganizationMembershipPublicUserData,
  PhoneNumber,
  User,
  Verification,
  Web3Wallet,
} from "./resource-classes.js";

/**
 * @this {any}
 * @param {any} json
 */
export function VerificationFields(json) {
  this.status = json.status ?? null;
  this.strategy = json.strategy ?? null;
  this.externalVerificationRedirectURL = parseUrl(json.external_verification_redirect_url);
  this.attempts = json.attempts ?? null;
  this.expireAt = json.expire_at ?? null;
  this.nonce = json.nonce ?? null;
  this.message = json.message ?? null;
}

/**
 * @this {any}
 * @param {any} json
 */
export function IdentificationLinkFields(json) {
  this.id = json.id ?? null;
  this.type = json.type ?? null;
}

/**
 * @this {any}
 * @param {any} json
 */
export function EmailAddressFields(json) {
  this.id = json.id ?? null;
  this.emailAddress = json.email_address ?? null;
  this.verification = createOne(VerificationFields, json.verification);
  this.linkedTo = createMany(IdentificationLinkFields, json.linked_to);
}

/**
 * @this {any}
 * @param {any} json
 */
export function PhoneNumberFields(json) {
  this.id = json.id ?? null;
  this.phoneNumber = json.phone_number ?? null;
  this.reservedForSecondFactor = json.reserved_for_second_factor ?? false;
  this.defaultSecondFactor = json.default_second_factor ?? false;
  this.verification = createOne(VerificationFields, json.verification);
  this.linkedTo = createMany(IdentificationLinkFields, json.linked_to);
}

/**
 * @this {any}
 * @param {any} json
 */
export function Web3WalletFields(json) {
  this.id = json.id ?? null;
  this.web3Wallet = json.web3_wallet ?? null;
  this.verification = createOne(VerificationFields, json.verification);
}

/**
 * @this {any}
 * @param {any} json
 */
export function ExternalAccountFields(json) {
  this.id = json.id ?? null;
  this.provider = json.provider ?? null;
  this.providerUserId = json.provider_user_id ?? null;
  this.identificationId = json.identification_id ?? null;
  this.externalId = json.provider_user_id ?? null;
  this.approvedScopes = json.approved_scopes ?? "";
  this.emailAddress = json.email_address ?? null;
  this.firstName = json.first_name ?? null;
  this.lastName = json.last_name ?? null;
  this.imageUrl = json.image_url ?? "";
  this.username = json.username ?? null;
  this.phoneNumber = json.phone_number ?? null;
  this.publicMetadata = json.public_metadata ?? {};
  this.label = json.label ?? null;
  this.verification = createOne(VerificationFields, json.verification);
  this.externalAccountId = json.external_account_id;
}

/**
 * @this {any}
 * @param {any} json
 */
export function EnterpriseAccountConnectionFields(json) {
  this.id = json.id ?? null;
  this.active = json.active ?? false;
  this.allowIdpInitiated = json.allow_idp_initiated ?? false;
  this.allowSubdomains = json.allow_subdomains ?? false;
  this.disableAdditionalIdentifications = json.disable_additional_identifications ?? false;
  this.domain = json.domain ?? null;
  this.logoPublicUrl = json.logo_public_url ?? null;
  this.name = json.name ?? null;
  this.protocol = json.protocol ?? null;
  this.provider = json.provider ?? null;
  this.syncUserAttributes = json.sync_user_attributes ?? false;
  this.createdAt = json.created_at ?? null;
  this.updatedAt = json.updated_at ?? null;
}

/**
 * @this {any}
 * @param {any} json
 */
export function EnterpriseAccountFields(json) {
  this.id = json.id ?? null;
  this.active = json.active ?? false;
  this.emailAddress = json.email_address ?? null;
  this.enterpriseConnection = createOne(EnterpriseAccountConnectionFields, json.enterprise_connection);
  this.firstName = json.first_name ?? null;
  this.lastName = json.last_name ?? null;
  this.protocol = json.protocol ?? null;
  this.provider = json.provider ?? null;
  this.providerUserId = json.provider_user_id ?? null;
  this.publicMetadata = json.public_metadata ?? {};
  this.verification = createOne(VerificationFields, json.verification);
  this.lastAuthenticatedAt = json.last_authenticated_at ?? null;
  this.enterpriseConnectionId = json.enterprise_connection_id ?? null;
}

/**
 * @this {any}
 * @param {any} json
 */
export function UserFields(json) {
  this.id = json.id ?? null;
  this.passwordEnabled = json.password_enabled ?? false;
  this.totpEnabled = json.totp_enabled ?? false;
  this.backupCodeEnabled = json.backup_code_enabled ?? false;
  this.twoFactorEnabled = json.two_factor_enabled ?? false;
  this.banned = json.banned ?? false;
  this.locked = json.locked ?? false;
  this.createdAt = json.created_at ?? null;
  this.updatedAt = json.updated_at ?? null;
  this.imageUrl = json.image_url ?? "";
  this.hasImage = json.has_image ?? false;
  this.primaryEmailAddressId = json.primary_email_address_id ?? null;
  this.primaryPhoneNumberId = json.primary_phone_number_id ?? null;
  this.primaryWeb3WalletId = json.primary_web3_wallet_id ?? null;
  this.lastSignInAt = json.last_sign_in_at ?? null;
  this.externalId = json.external_id ?? null;
  this.username = json.username ?? null;
  this.firstName = json.first_name ?? null;
  this.lastName = json.last_name ?? null;
  this.publicMetadata = json.public_metadata ?? {};
  this.privateMetadata = json.private_metadata ?? {};
  this.unsafeMetadata = json.unsafe_metadata ?? {};
  this.emailAddresses = createMany(EmailAddressFields, json.email_addresses);
  this.phoneNumbers = createMany(PhoneNumberFields, json.phone_numbers);
  this.web3Wallets = createMany(Web3WalletFields, json.web3_wallets);
  this.externalAccounts = createMany(ExternalAccountFields, json.external_accounts);
  this.enterpriseAccounts = createMany(EnterpriseAccountFields, json.enterprise_accounts);
  this.lastActiveAt = json.last_active_at ?? null;
  this.createOrganizationEnabled = json.create_organization_enabled ?? false;
  this.createOrganizationsLimit = json.create_organizations_limit ?? null;
  this.deleteSelfEnabled = json.delete_self_enabled ?? false;
  this.legalAcceptedAt = json.legal_accepted_at ?? null;
  this.locale = json.locale ?? null;
  this.timezone = json.timezone ?? null;
  this.deprovisioned = json.deprovisioned ?? false;
}

/**
 * @this {any}
 * @param {any} json
 */
export function OrganizationFields(json) {
  this.id = json.id ?? null;
  this.name = json.name ?? null;
  this.slug = json.slug ?? null;
  this.imageUrl = json.image_url ?? "";
  this.hasImage = json.has_image ?? false;
  this.createdAt = json.created_at ?? null;
  this.updatedAt = json.updated_at ?? null;
  this.publicMetadata = json.public_metadata ?? {};
  this.privateMetadata = json.private_metadata ?? {};
  this.maxAllowedMemberships = json.max_allowed_memberships ?? null;
  this.adminDeleteEnabled = json.admin_delete_enabled ?? false;
  this.membersCount = json.members_count;
  this.createdBy = json.created_by;
}

/**
 * @this {any}
 * @param {any} json
 */
export function OrganizationMembershipPublicUserDataFields(json) {
  this.identifier = json.identifier ?? null;
  this.firstName = json.first_name ?? null;
  this.lastName = json.last_name ?? null;
  this.imageUrl = json.image_url ?? "";
  this.hasImage = json.has_image ?? false;
  this.userId = json.user_id ?? null;
}

/**
 * @this {any}
 * @param {any} json
 */
export function OrganizationMembershipFields(json) {
  this.id = json.id ?? null;
  this.role = json.role ?? null;
  this.permissions = json.permissions ?? [];
  this.publicMetadata = json.public_metadata ?? {};
  this.privateMetadata = json.private_metadata ?? {};
  this.createdAt = json.created_at ?? null;
  this.updatedAt = json.updated_at ?? null;
  this.organization = createOne(OrganizationFields, json.organization);
  this.publicUserData = createOne(OrganizationMembershipPublicUserDataFields, json.public_user_data);
}

/** Called once, before a constructor. Not when this file is loaded, so that bundlers can drop it. */
export function setPrototypes() {
  EmailAddressFields.prototype = EmailAddress.prototype;
  EnterpriseAccountFields.prototype = EnterpriseAccount.prototype;
  EnterpriseAccountConnectionFields.prototype = EnterpriseAccountConnection.prototype;
  ExternalAccountFields.prototype = ExternalAccount.prototype;
  IdentificationLinkFields.prototype = IdentificationLink.prototype;
  OrganizationFields.prototype = Organization.prototype;
  OrganizationMembershipFields.prototype = OrganizationMembership.prototype;
  OrganizationMembershipPublicUserDataFields.prototype = OrganizationMembershipPublicUserData.prototype;
  PhoneNumberFields.prototype = PhoneNumber.prototype;
  UserFields.prototype = User.prototype;
  VerificationFields.prototype = Verification.prototype;
  Web3WalletFields.prototype = Web3Wallet.prototype;
}
