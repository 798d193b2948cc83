export {};

declare global {
  interface UserPublicMetadata {
    onboardingComplete?: boolean;
    applicationName?: string;
    role?: "admin" | "moderator";
    plan?: "free" | "pro";
  }
}
