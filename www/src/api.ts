// The package's client, for each mode; and what a call would send, without sending it.
import { type ClerkClient, type ClerkClientOptions, createClerkClient, type RetryEvent, type UpdateUserMetadataParams } from "clerk-metadata";
import { signal } from "@preact/signals";
import { type Mode, mode, server } from "./mode.js";
import { ask } from "./worker/ask.js";

/** Why a call is being made again, while it waits. */
export const retrying = signal<RetryEvent | undefined>(undefined);

const COMMON: ClerkClientOptions = {
  // The server takes this key away and adds the real one, which never comes here.
  secretKey: "sk_test_kept_by_the_server",
  dangerouslyAllowBrowser: true,
  onRetry: (event) => {
    retrying.value = event;
  },
  onResponse: () => {
    retrying.value = undefined;
  },
};

const CLIENTS: Record<Mode, ClerkClient> = {
  live: createClerkClient({ ...COMMON, apiUrl: location.origin }),
  sandbox: createClerkClient({
    ...COMMON,
    fetch: async (url, { method, headers, body, signal }) => {
      const { status, ...rest } = await ask("fetch", { url, method, headers, ...(body !== undefined && { body }) });
      (signal as AbortSignal).throwIfAborted();
      return new Response(rest.body, { status, headers: rest.headers });
    },
  }),
};

export const users = (): ClerkClient["users"] => CLIENTS[mode.value].users;

/** How a call changes metadata. */
export type Change = { call: "updateUserMetadata" | "replaceUserMetadata"; userId: string; params: UpdateUserMetadataParams };

export const make = ({ call, userId, params }: Change) => users()[call](userId, params as never);

export interface ExactRequest {
  method: string;
  url: string;
  headers: [string, string][];
  body: string;
}

/** What the client would send, by the client itself. Throws where it would refuse. */
export async function requestOf({ call, userId, params }: Change): Promise<ExactRequest> {
  let seen: ExactRequest | undefined;
  const { apiUrl, apiVersion } = server.value ?? { apiUrl: "https://api.clerk.com", apiVersion: "v1" };
  const client = createClerkClient({
    ...COMMON,
    apiUrl,
    apiVersion,
    // A server of one's own network may be without TLS; nothing is sent here.
    allowInsecureHosts: [new URL(apiUrl).hostname],
    maxRetries: 0,
    fetch: async (url, { method, headers, body = "" }) => {
      seen = { method, url, headers: Object.entries(headers).filter(([name]) => !/^(authorization|user-agent)$/i.test(name)), body };
      throw new Error("not sent");
    },
  });
  try {
    await client.users[call](userId, params as never);
  } catch (error) {
    if (seen === undefined) throw error;
  }
  return seen as ExactRequest;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The same for a shell, which has the key in a variable. */
export const curlOf = ({ method, url, headers, body }: ExactRequest): string =>
  [
    `curl -X ${method} ${quoted(url)}`,
    `-H "Authorization: Bearer $CLERK_SECRET_KEY"`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `-d ${quoted(body)}`,
  ].join(" \\\n  ");
