// Next.js interrupts the prerendering of this page by an error that its `fetch` throws.
import { createClerkClient } from "clerk-metadata";
import { Theme } from "../theme";

const clerk = createClerkClient({
  secretKey: process.env.TENANT_SECRET_KEY,
  apiUrl: process.env.CLERK_API_URL,
  fetch: (url, init) => fetch(url, { ...init, cache: "no-store" }),
});

async function StoredTheme() {
  const { data } = await clerk.users.getUserList({ limit: 1 });
  return <b>{String(data[0]?.publicMetadata.theme)}</b>;
}

export default () => <Theme children={<StoredTheme />} />;
