// The main job, shown: what a user's metadata was, the call, what it is now. Ends with status 1
// where anything is not as expected.
//
//   node demo.mjs          against a local Backend API; then serves the admin page until Ctrl-C
//   node demo.mjs --once   ends after the calls
//
// With CLERK_SECRET_KEY and CLERK_DEMO_USER_ID set, against the real service: it writes below the
// key `demo` of that user's metadata only, and removes that again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClerkClient, isClerkAPIResponseError, isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { failure, paint, show, title } from "./print.mjs";

const ends = process.argv.includes("--once");
const real = await realService();
const stage = real ?? (await localService());
const clerk = createClerkClient({ secretKey: stage.secretKey, apiUrl: stage.apiUrl });
const { userId } = stage;
console.log(stage.says);

try {
  await tour();
  if (real)
    await clerk.users.updateUserMetadata(userId, { publicMetadata: { demo: null }, privateMetadata: { demo: null } });
  console.log(paint("green", "\nEverything was as expected."));
} catch (error) {
  console.error(failure(error));
  process.exitCode = 1;
}
if (!ends && !process.exitCode) process.exitCode = await adminPage();
await stage.close?.();

/** Serves it until Ctrl-C, which ends both; gives its status. */
async function adminPage() {
  if (stage.close) console.log(`\nThe local Backend API goes on at ${stage.apiUrl}.`);
  title("The same in a browser");
  // By its path: npx would look for it elsewhere where it does not find it.
  const cli = fileURLToPath(new URL("./node_modules/clerk-metadata/dist/cli.js", import.meta.url));
  const env = { ...process.env, CLERK_SECRET_KEY: stage.secretKey, CLERK_API_URL: stage.apiUrl };
  const server = spawn(process.execPath, [cli, "admin", "--port", "0"], { env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
  const [status] = await once(server, "exit");
  return status ?? 0; // none where the signal came before it could end by itself
}

async function tour() {
  const before = await clerk.users.getUser(userId);
  title("The user before");
  show(metadata(before));
  const { demo: _, ...others } = before.publicMetadata;

  title("Set some metadata: what else is there stays");
  await update(
    {
      publicMetadata: { demo: { plan: { name: "pro", seats: 2 }, trial: true } },
      privateMetadata: { demo: { customerId: "cus_1" } },
    },
    { ...others, demo: { plan: { name: "pro", seats: 2 }, trial: true } },
  );

  title("A nested merge: one key of `plan` changes");
  await update(
    { publicMetadata: { demo: { plan: { seats: 5 } } } },
    { ...others, demo: { plan: { name: "pro", seats: 5 }, trial: true } },
  );

  title("A removal: null takes a key out, at any depth");
  await update({ publicMetadata: { demo: { trial: null } } }, { ...others, demo: { plan: { name: "pro", seats: 5 } } });

  title("What would delete by mistake is refused before anything is sent");
  await refused({ publicMetadata: { demo: { plan: { seats: Number("five") } } } }, (error) => {
    assert(isClerkInputError(error));
    assert.equal(error.path, "publicMetadata.demo.plan.seats");
  });

  title("An error of the Backend API, as a program sees it");
  await refused(
    { publicMetadata: {} },
    (error) => {
      assert(isClerkAPIResponseError(error));
      assert.equal(error.status, 404);
      assert.equal(error.errors[0].code, "resource_not_found");
    },
    "user_that_is_not_there",
  );

  title("The same with curl");
  console.log(`  curl -XPATCH ${stage.apiUrl}/v1/users/${userId}/metadata \\
    -H "Authorization: Bearer ${real ? "$CLERK_SECRET_KEY" : stage.secretKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"public_metadata":{"demo":{"plan":{"seats":5}}}}'`);
}

async function update(params, expected) {
  call(userId, params);
  const user = await clerk.users.updateUserMetadata(userId, params);
  show(metadata(user));
  assert.deepEqual(user.publicMetadata, expected);
  assert.deepEqual((await clerk.users.getUser(userId)).publicMetadata, expected);
}

async function refused(params, check, id = userId) {
  call(id, params);
  try {
    await clerk.users.updateUserMetadata(id, params);
  } catch (error) {
    console.log(paint("red", `  ${error.name}: ${error.message}`));
    const { status, code, path, errors } = error;
    show(JSON.parse(JSON.stringify({ status, code, path, errors }))); // undefined fields left out
    return check(error);
  }
  assert.fail("the call should have been refused");
}

function call(id, params) {
  console.log(paint("cyan", `  await clerk.users.updateUserMetadata(${JSON.stringify(id)},`));
  show(params, "cyan");
  console.log(paint("cyan", "  )"));
}

function metadata({ publicMetadata, privateMetadata, unsafeMetadata }) {
  return { publicMetadata, privateMetadata, unsafeMetadata };
}

async function realService() {
  const {
    CLERK_SECRET_KEY: secretKey,
    CLERK_DEMO_USER_ID: id,
    CLERK_API_URL: apiUrl = "https://api.clerk.com",
  } = process.env;
  if (!secretKey || !id) return undefined;
  return {
    secretKey,
    apiUrl,
    userId: id,
    says: paint("bold", `Against the real service at ${apiUrl}, with the user ${id}.`),
  };
}

async function localService() {
  const secretKey = "sk_test_demo";
  const backend = await createLocalBackend({ secretKey });
  backend.users.seed(25);
  const server = await backend.listen();
  const answer = await fetch(`${server.url}/v1/users`, {
    method: "POST",
    headers: { authorization: `Bearer ${secretKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      email_address: ["ada@example.com"],
      first_name: "Ada",
      last_name: "Lovelace",
      public_metadata: { birthday: "1990-01-01" },
    }),
  });
  assert.equal(answer.status, 200);
  const { id } = await answer.json();
  return {
    secretKey,
    apiUrl: server.url,
    userId: id,
    says: `${paint("bold", `Against a local Backend API at ${server.url}.`)}\nSet CLERK_SECRET_KEY and CLERK_DEMO_USER_ID to run it against the real service.`,
    close: async () => {
      await server.close();
      await backend.close();
    },
  };
}
