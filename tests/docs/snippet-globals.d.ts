// The values that snippets use without declaring them.
import type { ClerkClient, UpdateUserMetadataParams } from "clerk-metadata";

declare global {
  const clerk: ClerkClient;
  const id: string;
  const userId: string;
  const params: UpdateUserMetadataParams;
  const request: Request;
  // The types of Workers support the newest TypeScript only.
  interface Message<Body> {
    readonly body: Body;
    ack(): void;
    retry(options: { delaySeconds: number }): void;
  }
  interface DurableObjectNamespace<Class> {
    idFromName(name: string): { readonly Class: Class };
    get(id: { readonly Class: Class }): { fetch(url: string): Promise<Response> };
  }
  interface ExportedHandler<Env, Body> {
    fetch(request: Request, env: Env, ctx: { waitUntil(promise: Promise<unknown>): void }): Promise<Response>;
    queue(batch: { readonly messages: readonly Message<Body>[] }, env: Env): Promise<void>;
  }
  const vi: { spyOn(object: object, name: string): { mockResolvedValue(value: unknown): void } };
}
