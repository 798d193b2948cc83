// Values that are not edited are stored unchanged, to the last byte. Generated users are edited by typing; the stored
// text is read through HTTP and compared with the same edit of the original text. CLERK_METADATA_SEED=… repeats the
// cases of an earlier run, and shrinks the first case that fails. CLERK_METADATA_ROUND_TRIPS=… sets the number of
// users.
import assert from "node:assert/strict";
import fc from "fast-check";
import { KEY } from "../support/admin.mjs";
import { choice, field } from "./support/round-trip/arbitrary.mjs";
import { editOf } from "./support/round-trip/edits.mjs";
import { textOf } from "./support/round-trip/exact.mjs";
import { flow, openUser, paneOf } from "./support/stage.mjs";

const CASES = Number(process.env.CLERK_METADATA_ROUND_TRIPS ?? 24);
const GIVEN = process.env.CLERK_METADATA_SEED;
const SEED = Number(GIVEN ?? Math.floor(Math.random() * 2 ** 31));

const FIELDS = ["public", "private", "unsafe"];
const TITLES = { public: "Public", private: "Private", unsafe: "Unsafe" };
/** Less than 8,192 bytes: the edit adds some, and a character may be written as six. */
const MOST = 6_000;

const fields = fc
  .tuple(...FIELDS.map(() => field))
  .filter((all) => all.every((value) => Buffer.byteLength(textOf(value)) < MOST));
/** One or more fields are edited. The others must not change. */
const edits = fc.tuple(...FIELDS.map((_, index) => (index === 0 ? choice : fc.option(choice))));

flow(
  `every JSON value survives an edit of another value (${CASES} users, CLERK_METADATA_SEED=${SEED})`,
  async ({ page, url, service }, t) => {
    const done = new Map();
    let number = 0;

    /** As text, because JavaScript would change numbers. */
    async function call(method, path, body) {
      const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
      const response = await service.backend.fetch(`${service.url}/v1/users/${path}`, { method, headers, body });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return text.replace(/"updated_at":\d+/, '"updated_at":0');
    }
    const replace = (id, values) =>
      call(
        "PUT",
        `${id}/metadata`,
        `{${FIELDS.map((name, index) => `"${name}_metadata":${textOf(values[index])}`).join(",")}}`,
      );

    await fc.assert(
      fc.asyncProperty(fields, edits, fc.boolean(), async (values, choices, byKey) => {
        const id = `user_case_${++number}`;
        service.backend.users.create({ id });
        await replace(id, values);
        const before = await call("GET", id);
        await openUser(page, id, url);
        const after = [...values];
        for (const [index, choice] of choices.entries()) {
          if (choice === null) continue;
          const edit = editOf(values[index], choice);
          after[index] = edit.after;
          done.set(edit.name, (done.get(edit.name) ?? 0) + 1);
          await edit.act(paneOf(page, TITLES[FIELDS[index]]));
        }
        const changes = after.some((value, index) => textOf(value) !== textOf(values[index]));
        if (changes) {
          if (byKey) await page.keyboard.press("Control+Enter");
          else await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
          await page.getByText("Applied.", { exact: true }).waitFor();
        } else {
          await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).waitFor({ state: "detached" });
        }
        const stored = await call("GET", id);
        if (!changes) assert.equal(stored, before);
        await replace(id, after);
        assert.equal(stored, await call("GET", id));
      }),
      // Shrinking takes minutes, so it runs only on request.
      { seed: SEED, numRuns: CASES, endOnFailure: GIVEN === undefined },
    );
    t.diagnostic(`${number} users: ${[...done].map(([name, times]) => `${times} × ${name}`).join(", ")}`);
  },
  { modes: ["live"] },
);
