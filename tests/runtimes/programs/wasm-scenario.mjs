// The calls of `clerk-metadata/wasm`, whose wasm the program has loaded, and their outcome as plain values.
import { getCount, getUser, getUserList, replaceUserMetadata, updateUserMetadata } from "clerk-metadata/wasm";

const errorOf = (promise) =>
  promise.then(
    () => "it resolved",
    (error) => ({
      isError: error instanceof Error,
      name: error.name,
      code: error.code,
      status: error.status,
      path: error.path,
      firstCode: error.errors?.[0]?.code,
    }),
  );

export async function wasmScenario(apiUrl) {
  const options = { secretKey: "sk_test_packaging", apiUrl, maxRetries: 0, dangerouslyAllowBrowser: true };
  const params = { publicMetadata: { plan: "pro", trial: null, camelKey: { snake_key: [1] } } };
  const user = await updateUserMetadata("user_1", params, options);
  await replaceUserMetadata("user_1", { unsafeMetadata: {} }, options);
  return {
    user: [user.firstName, user.publicMetadata, user.emailAddresses[0].emailAddress],
    apiError: await errorOf(getUser("user_missing", options)),
    inputError: await errorOf(updateUserMetadata("user_1", { publicMetadata: { a: [NaN] } }, options)),
    connectionError: await errorOf(getUser("user_reset", options)),
    // The responses of the server of these tests are users.
    list: await errorOf(getUserList({ limit: 1 }, options)),
    count: await errorOf(getCount(undefined, options)),
  };
}
