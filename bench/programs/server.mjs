// node server.mjs: responds to every request with the user. Prints its URL, and exits when its standard input ends.
import { createServer } from "node:http";
import { USER } from "./data.mjs";

const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(USER));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit());
