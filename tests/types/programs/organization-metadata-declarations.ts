// The metadata of organizations that an app declares once for all of its packages.
export {};

declare global {
  interface OrganizationPublicMetadata {
    plan?: { name: "free" | "pro"; seats?: number };
  }
  interface OrganizationPrivateMetadata {
    customerId?: string;
  }
  interface OrganizationMembershipPublicMetadata {
    team?: "design" | "sales";
  }
  interface OrganizationMembershipPrivateMetadata {
    salary?: number;
  }
}
