// The option `journal`: the program stores the users itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalBackend } from "clerk-metadata/local";
import { HEADERS, clientOf, memoryJournal } from "./support/journal.mjs";

test("another backend with the same journal has the same users, with every change", async () => {
  const { lines, append } = memoryJournal();
  const first = await createLocalBackend({
    users: [{ id: "user_ada", publicMetadata: { plan: "free" } }, { id: "user_gone" }],
    journal: { append },
  });
  first.users.seed(3);
  first.users.delete("user_gone");
  await clientOf(first).users.updateUserMetadata("user_ada", {
    publicMetadata: { plan: "pro" },
    unsafeMetadata: { größe: "🦀" },
  });
  const before = first.users.list();
  assert.equal(lines.size, 4);

  for (const storedLines of [lines.values(), asynchronous(lines.values())]) {
    const second = await createLocalBackend({ users: [{ id: "user_other" }], journal: { lines: storedLines, append } });
    assert.deepEqual(second.users.list(), before); // the journal has users, so those of the option are not added
    await second.close();
  }
  first.users.clear();
  assert.equal(lines.size, 0);
});

async function* asynchronous(lines) {
  yield* lines;
}

test("a change whose line is not stored does not take effect", async () => {
  let full = false;
  const append = () => {
    if (full) throw new Error("the disk is full");
  };
  const backend = await createLocalBackend({ users: [{ id: "user_ada" }], journal: { append } });
  full = true;
  await assert.rejects(
    clientOf(backend).users.updateUserMetadata("user_ada", { publicMetadata: { a: 1 } }),
    (error) => error.status === 500,
  );
  assert.deepEqual(backend.users.get("user_ada").public_metadata, {});
});

test("an invalid journal is rejected with the reason", async () => {
  const append = () => {};
  await assert.rejects(createLocalBackend({ journal: {} }), /journal\.append must be a function/);
  await assert.rejects(createLocalBackend({ journal: { append }, file: "users.json" }), /file and journal/);
  await assert.rejects(createLocalBackend({ journal: { lines: ["{}", "{}"], append } }), /journal\.lines: line 2/);
  for (const lines of [null, "", 5, {}, () => {}]) {
    await assert.rejects(createLocalBackend({ journal: { lines, append } }), {
      name: "TypeError",
      message: /journal\.lines must be an iterable of lines/,
    });
  }
  // An element is a complete line, including the last one.
  const put = '{"put":{"id":"user_1","created_at":1,"updated_at":1}}';
  for (const invalid of ["{bad", '{"rename":"user_1"}', "", put.slice(0, -1), null]) {
    await assert.rejects(
      createLocalBackend({ journal: { lines: [put, invalid], append } }),
      /journal\.lines: line 3: it cannot be read/,
      String(invalid),
    );
  }
});

for (const [description, failWith] of [
  ["throws", (action) => action()],
  ["rejects", async (action) => action()],
]) {
  test(`initial users, where append ${description} at the second: the earlier ones are removed again, or the error names them`, async () => {
    const users = [{ id: "user_1" }, { id: "user_2" }, { id: "user_3" }];
    for (const canRemove of [true, false]) {
      const { lines, append } = memoryJournal();
      const journal = {
        append: (line) =>
          failWith(() => {
            if (line.includes("user_2") || (!canRemove && line.includes("delete"))) throw new Error("full");
            append(line);
          }),
      };
      await assert.rejects(createLocalBackend({ users, journal }), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.status, 500);
        const message = canRemove
          ? "The data file could not be written, so nothing was changed: full"
          : "Not all users could be written: full. These users were written, and could not be removed again: user_1. Remove them once lines can be written.";
        assert.deepEqual([error.message, error.errors[0].long_message], [message, message]);
        return true;
      });
      assert.deepEqual([...lines.keys()], canRemove ? [] : ["user_1"]);
    }
  });
}

test("invalid initial users: no line is written, not even for the valid users before them", async () => {
  for (const invalid of [
    { publicMetadata: { a: NaN } },
    { id: "user_1" },
    { emailAddress: ["nobody"] },
    { username: "ada", unknown: 1 },
  ]) {
    const { lines, append } = memoryJournal();
    await assert.rejects(createLocalBackend({ users: [{ id: "user_1" }, invalid], journal: { append } }));
    assert.equal(lines.size, 0);
  }
});

test("users.seed, where append throws: all users or none, and the error names those that could not be removed", async () => {
  for (const canRemove of [true, false]) {
    const { lines, append } = memoryJournal();
    let remaining = 3;
    const journal = {
      append(line) {
        if (line.includes('"put"') ? remaining-- === 0 : !canRemove) throw new Error("full");
        append(line);
      },
    };
    const backend = await createLocalBackend({ users: [{ id: "user_1" }], journal });
    assert.throws(
      () => backend.users.seed(10),
      (error) => {
        assert.equal(error.status, 500);
        assert.match(
          error.message,
          canRemove
            ? /so nothing was changed: full$/
            : /^Not all users could be written: full\. These users were written, and could not be removed again: user_\w+, user_\w+\./,
        );
        return true;
      },
    );
    assert.equal(lines.size, canRemove ? 1 : 3);
    assert.deepEqual(
      backend.users.list().map(({ id }) => id),
      [...lines.keys()],
    );
    remaining = 100;
    assert.equal(backend.users.seed(10), canRemove ? 10 : 8);
    assert.equal(lines.size, 11);
  }
});

test("an append that throws an unreadable value: 500, without a reason", async () => {
  const hostile = Object.defineProperty({}, "message", {
    get: () => {
      throw new Error("no");
    },
  });
  for (const thrown of [
    hostile,
    null,
    Symbol("x"),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    ),
  ]) {
    for (const append of [
      () => {
        throw thrown;
      },
      async () => {
        throw thrown;
      },
    ]) {
      const backend = await createLocalBackend({ journal: { append } });
      const response = await backend.fetch("http://localhost/v1/users", {
        method: "POST",
        headers: HEADERS,
        body: '{"username":"ada"}',
      });
      assert.equal(response.status, 500);
      assert.match((await response.json()).errors[0].long_message, /: the journal gave no reason$/);
    }
  }
});

test("append cannot change users itself", async () => {
  const backend = await createLocalBackend({ journal: { append: () => backend?.users.create({ id: "user_2" }) } });
  assert.throws(
    () => backend.users.create({ id: "user_1" }),
    (error) => {
      assert.deepEqual(
        [error.status, error.message],
        [500, "The data file could not be written, so nothing was changed: journal.append must not change users."],
      );
      return true;
    },
  );
  assert.equal(backend.users.count(), 0);
});

test("append is called with its journal as this, and a return value other than a promise is ignored", async () => {
  const journal = {
    kept: [],
    append(line) {
      this.kept.push(line);
      return false;
    },
  };
  const backend = await createLocalBackend({ users: [{ id: "user_1" }], journal });
  backend.users.create({ id: "user_2" });
  assert.equal(journal.kept.length, 2);
});
