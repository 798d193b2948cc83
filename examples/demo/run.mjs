// Shows the metadata of a user before and after several calls. Exits with status 1 if a result is not as expected.
//
//   node run.mjs          uses a local Backend API, and then serves the admin page until Ctrl-C
//   node run.mjs --once   exits after the calls
//
// If CLERK_SECRET_KEY and CLERK_DEMO_USER_ID are set, it uses Clerk's Backend API. It writes only to the key `demo` of
// the user's metadata, and removes that key at the end.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClerkClient, isClerkAPIResponseError, isClerkInputError } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";
import { failure, paint, show, title } from "./print.mjs";

const exitAfterCalls = process.argv.includes("--once");
const clerkService = getClerkService();
const service = clerkService ?? (await startLocalService());
const clerk = createClerkClient({ secretKey: service.secretKey, apiUrl: service.apiUrl });
const { userId } = service;
console.log(service.description);

try {
  await runCalls();
  if (clerkService)
    await clerk.users.updateUserMetadata(userId, { publicMetadata: { demo: null }, privateMetadata: { demo: null } });
  console.log(paint("green", "\nEverything was as expected."));
} catch (error) {
  console.error(failure(error));
  process.exitCode = 1;
}
if (!exitAfterCalls && !process.exitCode) process.exitCode = await serveAdminPage();
await service.close?.();

/** Serves the admin page until Ctrl-C. Returns the exit status of its server. */
async function serveAdminPage() {
  if (service.close) console.log(`\nThe local Backend API goes on at ${service.apiUrl}.`);
  title("The same in a browser");
  // By its path, because npx would download the package if it were not installed here.
  const cli = fileURLToPath(new URL("./node_modules/clerk-metadata/dist/cli.js", import.meta.url));
  const env = { ...process.env, CLERK_SECRET_KEY: service.secretKey, CLERK_API_URL: service.apiUrl };
  const server = spawn(process.execPath, [cli, "admin", "--port", "0"], { env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
  const [status] = await once(server, "exit");
  return status ?? 0; // null if the signal arrived before the server could handle it
}

async function runCalls() {
  const before = await clerk.users.getUser(userId);
  title("The user before");
  show(metadataOf(before));
  const { demo: _, ...others } = before.publicMetadata;

  title("Set some metadata: other keys are kept");
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

  title("A removal: null removes a key, at any depth");
  await update({ publicMetadata: { demo: { trial: null } } }, { ...others, demo: { plan: { name: "pro", seats: 5 } } });

  title("A value that would delete a key by mistake is rejected before anything is sent");
  await expectRejection({ publicMetadata: { demo: { plan: { seats: Number("five") } } } }, (error) => {
    assert(isClerkInputError(error));
    assert.equal(error.path, "publicMetadata.demo.plan.seats");
  });

  title("An error of the Backend API");
  await expectRejection(
    { publicMetadata: {} },
    (error) => {
      assert(isClerkAPIResponseError(error));
      assert.equal(error.status, 404);
      assert.equal(error.errors[0].code, "resource_not_found");
    },
    "user_unknown",
  );

  title("The same with curl");
  console.log(`  curl -XPATCH ${service.apiUrl}/v1/users/${userId}/metadata \\
    -H "Authorization: Bearer ${clerkService ? "$CLERK_SECRET_KEY" : service.secretKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"public_metadata":{"demo":{"plan":{"seats":5}}}}'`);
}

async function update(params, expected) {
  printCall(userId, params);
  const user = await clerk.users.updateUserMetadata(userId, params);
  show(metadataOf(user));
  assert.deepEqual(user.publicMetadata, expected);
  assert.deepEqual((await clerk.users.getUser(userId)).publicMetadata, expected);
}

async function expectRejection(params, check, id = userId) {
  printCall(id, params);
  try {
    await clerk.users.updateUserMetadata(id, params);
  } catch (error) {
    console.log(paint("red", `  ${error.name}: ${error.message}`));
    const { status, code, path, errors } = error;
    show(JSON.parse(JSON.stringify({ status, code, path, errors }))); // without undefined fields
    return check(error);
  }
  assert.fail("the call should have been rejected");
}

function printCall(id, params) {
  console.log(paint("cyan", `  await clerk.users.updateUserMetadata(${JSON.stringify(id)},`));
  show(params, "cyan");
  console.log(paint("cyan", "  )"));
}

function metadataOf({ publicMetadata, privateMetadata, unsafeMetadata }) {
  return { publicMetadata, privateMetadata, unsafeMetadata };
}

/** Clerk's Backend API, if the variables are set. */
function getClerkService() {
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
    description: paint("bold", `Uses Clerk's Backend API at ${apiUrl} and the user ${id}.`),
  };
}

async function startLocalService() {
  const secretKey = "sk_test_demo";
  const backend = await createLocalBackend({ secretKey });
  backend.users.seed(25);
  const server = await backend.listen();
  const response = await fetch(`${server.url}/v1/users`, {
    method: "POST",
    headers: { authorization: `Bearer ${secretKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      email_address: ["ada@example.com"],
      first_name: "Ada",
      last_name: "Lovelace",
      public_metadata: { birthday: "1990-01-01" },
    }),
  });
  assert.equal(response.status, 200);
  const { id } = await response.json();
  return {
    secretKey,
    apiUrl: server.url,
    userId: id,
    description: `${paint("bold", `Uses a local Backend API at ${server.url}.`)}\nTo use Clerk's, set CLERK_SECRET_KEY and CLERK_DEMO_USER_ID.`,
    close: async () => {
      await server.close();
      await backend.close();
    },
  };
}
