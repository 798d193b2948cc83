// The types that the files of this folder share.
import type { OutgoingHttpHeaders } from "node:http";

/** A response of the server. */
export interface ServerResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body?: string | Uint8Array;
}

/** The Backend API that the page's calls go to. */
export interface Backend {
  apiUrl: string;
  apiVersion: string;
  instance: "production" | "development";
  /** The headers of a request, with the secret key. */
  headers: Record<string, string>;
  countUrl: string;
  usersUrl: string;
  /** Rejects an ID that the client rejects. */
  userUrl(id: string): Promise<string>;
  organizationsUrl: string;
  /** Rejects an ID that the client rejects. */
  organizationUrl(id: string): Promise<string>;
  /** Rejects an ID that the client rejects. */
  membershipMetadataUrl(organizationId: string, userId: string): Promise<string>;
  holdsKey(text: string): boolean;
}

/** A call of the page. */
export interface PageRequest {
  method: string;
  path: string;
  /** Without the question mark; empty if there is none. */
  query: string;
  type?: string | undefined;
  body: Buffer<ArrayBuffer>;
}
