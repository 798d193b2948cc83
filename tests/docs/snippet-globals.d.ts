// The values that snippets use without declaring them.
import type { ClerkClient, UpdateUserMetadataParams } from "clerk-metadata";

declare global {
  const clerk: ClerkClient;
  const id: string;
  const userId: string;
  const params: UpdateUserMetadataParams;
  const request: Request;
  const vi: { spyOn(object: object, name: string): { mockResolvedValue(value: unknown): void } };
}
