// kill -9 during writes, repeatedly on the same file: every confirmed write is kept.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createClerkClient, isClerkConnectionError } from "clerk-metadata";
import { KEY, request } from "../support/backend.mjs";
import { dev } from "../support/command.mjs";
import { folder } from "../support/folder.mjs";

// The number of responses in a round after which the process is killed.
const KILL_AFTER_RESPONSES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 50, 64, 99, 128, 200, 301, 400, 555, 700];
const USERS = 3;
const WRITERS = 8;

const key = (writer) => `w${writer}`;

test("confirmed writes survive kill -9", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const start = () => dev(t, ["--data", file, "--secret-key", KEY, "--no-rate-limit"]);
  // The last number that each writer sent, and the last one that was confirmed. Each writer has its own key.
  const sent = Array(WRITERS).fill(0);
  const confirmed = Array(WRITERS).fill(0);
  let server = await start();
  const ids = [];
  for (let user = 0; user < USERS; user++) {
    const { json } = await request(server.url, "POST", "/users", {
      username: `user${user}`,
      private_metadata: { filler: "größe 🦀 ".repeat(user * 150) },
    });
    ids.push(json.id);
  }
  let killedInFlight = 0;

  for (const killAfter of KILL_AFTER_RESPONSES) {
    const { users } = createClerkClient({ secretKey: KEY, apiUrl: server.url });
    let responseCount = 0;
    const write = async (writer) => {
      for (;;) {
        const number = ++sent[writer];
        const user = await users.updateUserMetadata(ids[writer % USERS], {
          publicMetadata: { counters: { [key(writer)]: number } },
        });
        assert.equal(user.publicMetadata.counters[key(writer)], number);
        confirmed[writer] = number;
        if (++responseCount === killAfter) server.child.kill("SIGKILL");
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    for (const { reason } of outcomes) if (!isClerkConnectionError(reason)) throw reason;
    assert.deepEqual(await server.exit, [null, "SIGKILL"]);
    assert.ok(responseCount >= killAfter);
    killedInFlight += sent.some((number, writer) => number > confirmed[writer]) ? 1 : 0;

    server = await start();
    const stored = (await request(server.url, "GET", "/users?order_by=username")).json;
    assert.deepEqual(
      stored.map(({ id }) => id),
      ids,
    );
    stored.forEach(({ private_metadata }, user) =>
      assert.equal(private_metadata.filler, "größe 🦀 ".repeat(user * 150)),
    );
    for (let writer = 0; writer < WRITERS; writer++) {
      const storedNumber = stored[writer % USERS].public_metadata.counters?.[key(writer)] ?? 0;
      // A write without a response may or may not have been stored.
      assert.ok(
        storedNumber >= confirmed[writer] && storedNumber <= sent[writer],
        `killed after ${killAfter} responses: writer ${writer} has ${storedNumber}, ${confirmed[writer]} was confirmed, ${sent[writer]} was sent`,
      );
      sent[writer] = confirmed[writer] = storedNumber;
    }
    assert.equal(readFileSync(file, "utf8").split("\n").length, 1 + USERS + 1);
  }
  assert.equal(killedInFlight, KILL_AFTER_RESPONSES.length);
  server.child.kill("SIGINT");
  assert.deepEqual(await server.exit, [0, null]);
});
