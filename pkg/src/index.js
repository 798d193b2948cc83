export { createClerkClient, updateUserMetadata } from "./client.js";
export {
  ClerkAPIResponseError,
  ClerkConnectionError,
  ClerkInputError,
  isClerkAPIResponseError,
  isClerkConnectionError,
  isClerkInputError,
} from "./errors.js";
export { prepareRequest } from "./prepare-request.js";
export {
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
