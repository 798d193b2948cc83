// Loops over the results of a run in a separate process and prints the heap after some of the rows.
// Runs with --expose-gc; reads the name of the function from its arguments.
import { createClerkClient } from "clerk-metadata";
import * as bulk from "clerk-metadata/bulk";

const MEASURED = [20_000, 40_000, 60_000];
const clerk = createClerkClient({
  secretKey: "sk_test_1",
  fetch: async (url) => {
    const ids = new URL(url).searchParams.getAll("user_id");
    return Response.json(ids.map((id) => ({ object: "user", id, public_metadata: { a: 1 } })));
  },
});
function* rows() {
  for (let index = 0; index < MEASURED.at(-1); index++) yield { id: `user_${index}`, publicMetadata: { a: 1 } };
}
const heap = [];
let count = 0;
for await (const { status } of bulk[process.argv[2]](clerk, rows(), { limiter: false })) {
  if (status !== "same") throw new Error(status);
  if (!MEASURED.includes(++count)) continue;
  gc();
  heap.push(process.memoryUsage().heapUsed);
}
console.log(JSON.stringify({ heap, count }));
