// Uses the client and the local Backend API. Its bundle contains everything that those of the other programs must not.
import { createClerkClient } from "clerk-metadata";
import { createLocalBackend } from "clerk-metadata/local";

const call = async () => {
  const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", fetch: backend.fetch });
  console.log(JSON.stringify((await clerk.users.getUser("user_1")).id));
};
call();
