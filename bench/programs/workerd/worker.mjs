// The Worker around a subject: its first request imports the client and makes a call. `/warm` only
// answers, so that what is measured is neither the start of workerd nor the first connection.
import { USER } from "../data.mjs";
import { stubFetch } from "../stub.mjs";

stubFetch(USER);

export default {
  async fetch({ url }) {
    if (new URL(url).pathname === "/warm") return new Response("warm");
    const { call } = await import("./client.mjs");
    const { id } = await call();
    return new Response(id);
  },
};
