// A server that misbehaves as the rows of table.mjs specify. It speaks HTTP/1.1 over plain sockets, because
// node:http would correct most of the faults, and HTTP/2 over TLS with node:http2.
import { createServer } from "node:net";
import { createSecureServer } from "node:http2";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { createCertificate } from "./certificate.mjs";
import { parseUrl, successBody } from "./table.mjs";

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const COMPRESS = { gzip: gzipSync, br: (bytes) => brotliCompressSync(bytes, BROTLI), deflate: deflateSync };
const latin1 = (text) => Buffer.from(text, "latin1");

/**
 * Listens on free ports of 127.0.0.1: `{ urls, authority, requests, strayRequests, httpVersions, close }`.
 * `urls.http` and `urls.https` respond; nothing listens on `urls.closed`. `requests` counts requests by call
 * path, method and path. `strayRequests` holds the requests to redirect targets, and must stay empty.
 * `httpVersions` holds the HTTP versions that were used over TLS.
 */
export async function startFaultServer() {
  const requests = new Map();
  const strayRequests = [];
  const httpVersions = new Set();
  const sockets = new Set();
  const { key, certificate, authority } = createCertificate();

  // The target of redirects. It responds, so that a client that follows one does not wait for a timeout.
  const redirectTarget = createServer((socket) =>
    socket.on("data", (data) => {
      strayRequests.push(data.toString("latin1"));
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${successBody("users/user_1")}`);
    }),
  );
  const closed = createServer();
  const plain = createServer((socket) => handleConnection(socket, responseTo));
  const secure = createSecureServer({ key, cert: certificate, allowHTTP1: true }, (incoming, outgoing) => {
    httpVersions.add(incoming.httpVersion);
    const { status, body, closeWith } = responseTo({ method: incoming.method, url: incoming.url, connection: 1 });
    if (closeWith === "reset") return (outgoing.stream ?? incoming.socket).destroy();
    outgoing.writeHead(status ?? 200, { "content-type": "application/json" });
    outgoing.end(body);
  });
  const servers = [redirectTarget, plain, secure];
  for (const server of [...servers, closed]) {
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("error", () => {}); // the client closes it too
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  }
  const portOf = (server) => server.address().port;
  const otherOrigin = `http://127.0.0.1:${portOf(redirectTarget)}/stolen`;
  const urls = {
    http: `http://127.0.0.1:${portOf(plain)}`,
    https: `https://localhost:${portOf(secure)}`,
    closed: `http://127.0.0.1:${portOf(closed)}`,
  };
  await new Promise((resolve) => closed.close(resolve));

  /** The response of the row that the URL names. */
  function responseTo({ method, url, connection }) {
    const { row, callPath, path } = parseUrl(url);
    if (!row) {
      strayRequests.push(url);
      return { body: successBody("users/user_1") };
    }
    const name = `${callPath} ${method} ${path}`;
    const attempt = (requests.get(name) ?? 0) + 1;
    requests.set(name, attempt);
    return row.respond({ attempt, connection, path, success: (user) => successBody(path, user), otherOrigin });
  }

  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  return { urls, authority, requests, strayRequests, httpVersions, close };
}

/** Reads the requests of a connection one after another, and responds to each. */
function handleConnection(socket, responseTo) {
  socket.setNoDelay(true);
  let received = Buffer.alloc(0);
  let connection = 0; // the number of requests on this connection
  let closing = false; // whether the last response closes the connection
  let responded = false; // whether the current request, whose body may be incomplete, has its response
  let queue = Promise.resolve();
  socket.on("data", (data) => {
    if (closing) return; // data after the last response is dropped
    received = Buffer.concat([received, data]);
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = received.subarray(0, end).toString("latin1");
      const [, method, url] = /^(\w+) (\S+) HTTP\/1\.1\r\n/.exec(head) ?? [];
      const length = end + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const complete = received.length >= length;
      let response;
      if (!responded) {
        if (!complete && !parseUrl(url).row?.respondBeforeBody) return;
        connection += 1;
        response = responseTo({ method, url, connection });
        responded = true;
        closing = response.closeWith !== undefined;
        queue = queue.then(() => send(socket, response));
      }
      if (!complete) return;
      responded = false;
      received = received.subarray(length);
    }
  });
}

/** The bytes of the status line and headers, and those of the body. */
function encodeResponse({
  status = 200,
  reasonPhrase = "Some Reason",
  headers = { "content-type": "application/json" },
  rawHeaders = "",
  body = "",
  encoding,
  contentLength,
  chunked,
  unterminated,
  informational = "",
  closeWith,
}) {
  let bytes = Buffer.from(body);
  let head = `HTTP/1.1 ${status} ${reasonPhrase}\r\n`;
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
  // A connection that closes says so, unless the row sets another header.
  if (closeWith === "end" && headers.connection === undefined) head += "connection: close\r\n";
  if (encoding) {
    bytes = COMPRESS[encoding](bytes);
    head += `content-encoding: ${encoding}\r\n`;
  }
  if (chunked) {
    head += "transfer-encoding: chunked\r\n";
    bytes = Buffer.concat([
      latin1(`${bytes.length.toString(16)}\r\n`),
      bytes,
      latin1(unterminated ? "" : "\r\n0\r\n\r\n"),
    ]);
  } else if (contentLength !== null) head += `content-length: ${contentLength ?? bytes.length}\r\n`;
  return [latin1(`${informational}${head}${rawHeaders}\r\n`), bytes];
}

/** Sends a response, and closes the connection if the response says so. */
async function send(socket, response) {
  const [head, body] =
    response.rawResponse === undefined ? encodeResponse(response) : [latin1(response.rawResponse), Buffer.alloc(0)];
  const { cutAfter = head.length + body.length, byteByByte, closeWith } = response;
  const bytes = Buffer.concat([head, body]).subarray(
    0,
    typeof cutAfter === "number" ? cutAfter : head.length + cutAfter.body,
  );
  const step = byteByByte ? 1 : Math.max(1, bytes.length);
  for (let offset = 0; offset < bytes.length && !socket.destroyed; offset += step) {
    await new Promise((resolve) => socket.write(bytes.subarray(offset, offset + step), () => setImmediate(resolve)));
  }
  if (closeWith === "end") socket.end();
  if (closeWith === "reset") socket.resetAndDestroy();
}
