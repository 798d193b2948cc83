// The metadata that an app declares once for all of its packages.
export {};

declare global {
  interface UserPublicMetadata {
    plan: "free" | "pro";
    address?: { city: string; zip: string };
  }
  interface UserPrivateMetadata {
    customerId: string;
  }
  interface UserUnsafeMetadata {
    theme?: "light" | "dark";
  }
}
