import type { UpdateUserMetadataParams } from "clerk-metadata";
import type { RateLimiter } from "clerk-metadata/cloudflare";

/** A change of one user: the ID, and a patch for each field. */
export interface Row extends UpdateUserMetadataParams {
  id: string;
}

export interface Env {
  CLERK_SECRET_KEY: string;
  CLERK_API_URL: string;
  IMPORT_TOKEN: string;
  RATE: `${number}%`;
  CLERK_RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  ROWS: Queue<Row>;
  FAILED_ROWS: Queue<{ row: Row; error: string }>;
}
