// What an app declares of its metadata, once, whichever packages it has.
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
