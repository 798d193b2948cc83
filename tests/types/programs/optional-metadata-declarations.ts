// Metadata that an app declares with optional keys only.
export {};

declare global {
  interface UserPublicMetadata {
    onboarded?: boolean;
    plan?: { name: "free" | "pro" };
    team?: string | bigint | null;
  }
}
