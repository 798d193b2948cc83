/** A call to the local Backend API as a server of its own, where a host can have one. */
export async function served({ createClerkClient }, { createLocalBackend }) {
  const backend = await createLocalBackend({ users: [{ id: "user_3" }] });
  const server = await backend.listen();
  const clerk = createClerkClient({ secretKey: "sk_test_packaging", apiUrl: server.url });
  const { publicMetadata } = await clerk.users.updateUserMetadata("user_3", { publicMetadata: { over: "http" } });
  await server.close();
  await backend.close();
  return publicMetadata;
}
