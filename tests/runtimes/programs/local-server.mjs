/** Makes a call to the local Backend API over HTTP, in runtimes that can listen on a port. */
export async function callLocalServer({ createClerkClient }, { createLocalBackend }) {
  const backend = await createLocalBackend({ users: [{ id: "user_3" }] });
  const server = await backend.listen();
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", apiUrl: server.url });
  const { publicMetadata } = await clerk.users.updateUserMetadata("user_3", { publicMetadata: { over: "http" } });
  await server.close();
  await backend.close();
  return publicMetadata;
}
