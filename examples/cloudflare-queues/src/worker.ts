import { addRows } from "./add-rows.ts";
import { changeUsers } from "./change-users.ts";
import type { Env, Row } from "./types.ts";

// The Durable Object that all Workers ask before they send a request to Clerk.
export { RateLimiter } from "clerk-metadata/cloudflare";

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === "/api/rows") return addRows(request, env);
    return new Response(null, { status: 404 });
  },
  queue: changeUsers,
} satisfies ExportedHandler<Env, Row>;
