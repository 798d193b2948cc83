// A server that misbehaves as the rows of table.mjs say. It speaks HTTP/1.1 over bare sockets, as
// node:http would put right most of what is to go wrong; and HTTP/2 over TLS by node:http2.
import { createServer } from "node:net";
import { createSecureServer } from "node:http2";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { createCertificate } from "./certificate.mjs";
import { asked, goodBody } from "./table.mjs";

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const PACK = { gzip: gzipSync, br: (bytes) => brotliCompressSync(bytes, BROTLI), deflate: deflateSync };
const latin1 = (text) => Buffer.from(text, "latin1");

/**
 * Serves on free ports of the loopback: `{ urls, authority, requests, elsewhere, versions, close }`.
 * `urls.http` and `urls.https` answer, `urls.dead` does not. `requests` counts by place and path;
 * `elsewhere` is what came to the place that redirects point to, and is to stay empty; `versions`
 * are those of HTTP that were spoken over TLS.
 */
export async function startFaultServer() {
  const requests = new Map();
  const elsewhere = [];
  const versions = new Set();
  const sockets = new Set();
  const { key, certificate, authority } = createCertificate();

  // It answers, so that whoever follows a redirect there is told at once.
  const other = createServer((socket) =>
    socket.on("data", (data) => {
      elsewhere.push(data.toString("latin1"));
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${goodBody("users/user_1")}`);
    }),
  );
  const dead = createServer();
  const plain = createServer((socket) => converse(socket, answerTo));
  const secure = createSecureServer({ key, cert: certificate, allowHTTP1: true }, (incoming, outgoing) => {
    versions.add(incoming.httpVersion);
    const { status, body, then } = answerTo({ method: incoming.method, url: incoming.url, connection: 1 });
    if (then === "reset") return (outgoing.stream ?? incoming.socket).destroy();
    outgoing.writeHead(status ?? 200, { "content-type": "application/json" });
    outgoing.end(body);
  });
  const servers = [other, plain, secure];
  for (const server of [...servers, dead]) {
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("error", () => {}); // the other side breaks it off as well
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  }
  const port = (server) => server.address().port;
  const stolen = `http://127.0.0.1:${port(other)}/stolen`;
  const urls = {
    http: `http://127.0.0.1:${port(plain)}`,
    https: `https://localhost:${port(secure)}`,
    dead: `http://127.0.0.1:${port(dead)}`,
  };
  await new Promise((closed) => dead.close(closed));

  /** What the row that the URL names answers to this request, the first of a call or a later one. */
  function answerTo({ method, url, connection }) {
    const { row, place, path } = asked(url);
    if (!row) {
      elsewhere.push(url);
      return { body: goodBody("users/user_1") };
    }
    const name = `${place} ${method} ${path}`;
    const attempt = (requests.get(name) ?? 0) + 1;
    requests.set(name, attempt);
    return row.answer({ attempt, connection, path, good: (user) => goodBody(path, user), elsewhere: stolen });
  }

  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  };
  return { urls, authority, requests, elsewhere, versions, close };
}

/** Takes the requests of a connection one after the other, and answers each. */
function converse(socket, answerTo) {
  socket.setNoDelay(true);
  let received = Buffer.alloc(0);
  let connection = 0; // how many requests came on this one
  let over = false; // whether the last answer ends it
  let answered = false; // the one whose body still comes
  let queue = Promise.resolve();
  socket.on("data", (data) => {
    if (over) return; // what came too late was never taken
    received = Buffer.concat([received, data]);
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = received.subarray(0, end).toString("latin1");
      const [, method, url] = /^(\w+) (\S+) HTTP\/1\.1\r\n/.exec(head) ?? [];
      const length = end + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const whole = received.length >= length;
      let answer;
      if (!answered) {
        if (!whole && !asked(url).row?.early) return;
        connection += 1;
        answer = answerTo({ method, url, connection });
        answered = true;
        over = answer.then !== undefined;
        queue = queue.then(() => send(socket, answer));
      }
      if (!whole) return;
      answered = false;
      received = received.subarray(length);
    }
  });
}

/** The bytes of an answer: those of its head, those of its body. */
function bytesOf({
  status = 200,
  reason = "Some Reason",
  headers = { "content-type": "application/json" },
  lines = "",
  body = "",
  pack,
  length,
  chunked,
  unended,
  before = "",
  then,
}) {
  let bytes = Buffer.from(body);
  let head = `HTTP/1.1 ${status} ${reason}\r\n`;
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
  // What ends says so, unless the row is about that it does not.
  if (then === "end" && headers.connection === undefined) head += "connection: close\r\n";
  if (pack) {
    bytes = PACK[pack](bytes);
    head += `content-encoding: ${pack}\r\n`;
  }
  if (chunked) {
    head += "transfer-encoding: chunked\r\n";
    bytes = Buffer.concat([latin1(`${bytes.length.toString(16)}\r\n`), bytes, latin1(unended ? "" : "\r\n0\r\n\r\n")]);
  } else if (length !== null) head += `content-length: ${length ?? bytes.length}\r\n`;
  return [latin1(`${before}${head}${lines}\r\n`), bytes];
}

/** Writes an answer as it says, and ends the connection as it says. */
async function send(socket, answer) {
  const [head, body] = answer.bytes === undefined ? bytesOf(answer) : [latin1(answer.bytes), Buffer.alloc(0)];
  const { cut = head.length + body.length, slowly, then } = answer;
  const bytes = Buffer.concat([head, body]).subarray(0, typeof cut === "number" ? cut : head.length + cut.body);
  const step = slowly ? 1 : Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += step) {
    await new Promise((written) => socket.write(bytes.subarray(at, at + step), () => setImmediate(written)));
  }
  if (then === "end") socket.end();
  if (then === "reset") socket.resetAndDestroy();
}
