// The Worker of a subject. Its first request imports the client and makes a call. `/warm` only responds, so that the
// start of workerd and the first connection are not measured.
import { USER } from "../data.mjs";
import { stubFetchWithPlainObject } from "../stub-fetch.mjs";

stubFetchWithPlainObject(USER);

export default {
  async fetch({ url }) {
    if (new URL(url).pathname === "/warm") return new Response("warm");
    const { call } = await import("./client.mjs");
    const { id } = await call();
    return new Response(id);
  },
};
