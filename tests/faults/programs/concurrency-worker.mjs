// The concurrency suite in a Worker: many requests, each with some of the calls, all on one client.
import { createClerkClient } from "clerk-metadata";
import { makeCalls } from "./concurrency/calls.mjs";

let clerk;

export default {
  async fetch(request, env) {
    clerk ??= createClerkClient({ secretKey: "sk_test_concurrency", apiUrl: JSON.parse(env.INPUT).url });
    const { searchParams } = new URL(request.url);
    if (searchParams.has("unanswered")) return Response.json(await clerk.users.getUser("user_unanswered"));
    return Response.json(
      await makeCalls(clerk.users, Number(searchParams.get("from")), Number(searchParams.get("to"))),
    );
  },
};
