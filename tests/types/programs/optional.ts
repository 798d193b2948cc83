// What an app declares of its metadata where every key is optional.
export {};

declare global {
  interface UserPublicMetadata {
    onboarded?: boolean;
    plan?: { name: "free" | "pro" };
    team?: string | bigint | null;
  }
}
